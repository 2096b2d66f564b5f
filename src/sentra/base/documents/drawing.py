"""Typst to PDF/A-2b. Values reach a template as JSON in `sys.inputs`: text to print, never code to run."""

import importlib.resources
import io
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import segno
import typst
from fontTools.ttLib import TTFont

import sentra

ROOT = Path(sentra.__file__).parent  # Typst refuses to read outside it
UNPRINTABLE = "□"
_FONT_FOLDER = Path(str(importlib.resources.files("fontpkg_plus_jakarta_sans"))) / "files"


class BadTemplate(Exception):
    """The template does not exist inside the package, or Typst cannot compile it with these values."""


class BadData(TypeError):
    """A value that cannot be printed: only text, numbers, flags, None, lists and mappings can."""


@dataclass(frozen=True, slots=True)
class Box:
    """A place on a page, for the signature: points (1/72 inch) from the bottom left corner, as PDF counts."""

    page: int  # from 1
    left: float
    bottom: float
    right: float
    top: float


A4_HEIGHT = 841.89  # points; every template stands on the A4 frame of sentra.typ


def draw(
    template: Path, *, issued: Mapping[str, Any], data: Mapping[str, Any], at: datetime
) -> tuple[bytes, Box | None]:
    """The PDF, and where the template wants the signature. Raises BadTemplate, BadData."""
    template = template.resolve()
    if template.suffix != ".typ" or not template.is_relative_to(ROOT) or not template.exists():
        raise BadTemplate(f"{template.name} is not a .typ file of this package")
    inputs = {"issued": json.dumps(printable(issued)), "data": json.dumps(printable(data))}
    try:
        compiler = typst.Compiler(template, root=ROOT, font_paths=_fonts(), sys_inputs=inputs)
        pdf = compiler.compile(format="pdf", pdf_standards="a-2b", timestamp=int(at.timestamp()))
        places = json.loads(compiler.query("<signature>", field="value"))
    except typst.TypstError as wrong:
        raise BadTemplate(f"{template.name}: {wrong.message}") from wrong
    if not isinstance(pdf, bytes):
        raise BadTemplate(f"{template.name}: no PDF came out")
    return pdf, _box(places[0]) if places else None


def _box(place: Mapping[str, float]) -> Box:
    top = A4_HEIGHT - place["y"]
    return Box(int(place["page"]), place["x"], top - place["height"], place["x"] + place["width"], top)


@cache
def _fonts() -> typst.Fonts:
    """Only ours and Typst's own, so that a document looks the same on every computer."""
    return typst.Fonts(include_system_fonts=False, font_paths=[_FONT_FOLDER])


def _covered(file: Path) -> set[int]:
    with TTFont(file, lazy=True) as font:
        return set(font.getBestCmap())


@cache
def _characters() -> frozenset[str]:
    shared = set.intersection(*(_covered(file) for file in sorted(_FONT_FOLDER.glob("*.ttf"))))
    return frozenset(map(chr, shared)) | {"\n", UNPRINTABLE}


def printable(value: Any) -> Any:
    """The value with every character the font lacks as □: PDF/A forbids characters that show nothing."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str):
        text = unicodedata.normalize("NFC", value.replace("\r", "").replace("\t", " "))
        return "".join(letter if letter in _characters() else UNPRINTABLE for letter in text)
    if isinstance(value, Mapping):
        return {str(name): printable(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [printable(part) for part in value]
    raise BadData(f"a document cannot print a {type(value).__name__}; turn it into text first")


def qr_svg(address: str) -> str:
    """A QR code (ISO/IEC 18004, error level M) as SVG."""
    out = io.BytesIO()
    segno.make(address, error="m").save(out, kind="svg", border=0, dark="#17211f", xmldecl=False)
    return out.getvalue().decode()
