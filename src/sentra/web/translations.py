"""The English catalogue: gathered from the source, kept by hand, compiled without gettext's programs.

Message ids are Indonesian, so Indonesian needs no catalogue; English is `locale/en/LC_MESSAGES/django.po`.
Templates are first turned into Python-like text by Django itself, so that what is gathered is what it shows.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

CATALOGUE = Path("LC_MESSAGES") / "django.po"
# Constant, so that gathering twice writes the same file twice.
HEADER = """# English texts of Sentra. Gathered by `sentra translations`, written by hand.
msgid ""
msgstr ""
"Language: en\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""
# Which arguments are texts: (singular, plural) by position; "c" marks the context.
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
    "say": None,  # engines know no gettext: what they say is looked up when it is shown
}
TextId = str | tuple[str, ...]  # one text, or singular and plural


@dataclass(frozen=True)
class Found:
    """One text of the source: where it stands, what it says, and the context that tells homonyms apart."""

    file: str
    line: int
    text: TextId
    context: str | None


def gather(package: Path) -> Iterator[Found]:
    """Every text that the Python files and templates under `package` give to gettext."""
    for path in sorted((*package.rglob("*.py"), *package.rglob("*.html"), *package.rglob("*.txt"))):
        source = path.read_text(encoding="utf-8")
        if path.suffix != ".py":
            source = _as_python(source)
        name = path.relative_to(package).as_posix()
        for line, text, _comments, context in extract("python", BytesIO(source.encode()), KEYWORDS):
            yield Found(name, line, text, context)


def _as_python(template: str) -> str:
    # Indentation means nothing in a template, and much to Python's tokenizer.
    return "\n".join(line.strip() for line in templatize(template).splitlines())


def updated(catalogue: Catalog, found: Iterable[Found]) -> Catalog:
    """The catalogue with exactly the texts found: old translations kept, new ones empty, unused ones gone."""
    fresh = Catalog(locale=catalogue.locale, project="Sentra", charset="utf-8")
    for each in found:
        known = catalogue.get(_key(each.text), each.context)
        same = known is not None and known.id == each.text
        kept = known.string if known is not None and same else ""
        fresh.add(each.text, kept, [(each.file, each.line)], context=each.context)
    return fresh


def read(path: Path) -> Catalog:
    """The catalogue of a file, or an empty English one."""
    if not path.exists():
        return Catalog(locale="en", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name)


def as_bytes(catalogue: Catalog) -> bytes:
    """Sorted by text and without line numbers: a diff shows what was said, not what moved."""
    stream = BytesIO()
    write_po(stream, catalogue, width=100, sort_output=True, include_lineno=False, omit_header=True)
    return HEADER.encode() + stream.getvalue()


def faults(catalogue: Catalog, found: Iterable[Found]) -> list[str]:
    """What keeps it from being complete: missing, unused, empty or doubtful texts, broken placeholders."""
    wanted = {(_key(each.text), each.context): each for each in found}
    known = {(_key(message.id), message.context): message for message in catalogue if message.id}
    said = [
        f"not in the catalogue: {text!r} ({wanted[text, context].file})"
        for text, context in wanted
        if (text, context) not in known
    ]
    said += [f"no longer used: {text!r}" for text, context in known if (text, context) not in wanted]
    for key in wanted.keys() & known.keys():
        said += [f"{fault}: {key[0]!r} ({wanted[key].file})" for fault in _message_faults(known[key])]
    return sorted(said)


def _key(text: TextId | list[str]) -> str:
    return text if isinstance(text, str) else text[0]


def _message_faults(message: Message) -> Iterator[str]:
    strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
    if not all(strings):
        yield "not translated"
    elif message.fuzzy:
        yield "marked doubtful"
    elif isinstance(message.id, str) and _placeholders(message.id) != _placeholders(str(message.string)):
        yield "other placeholders"


def _placeholders(text: str) -> list[str]:
    return sorted(re.findall(r"%\(\w+\)[sdif]|(?<!%)%[sdif]|\{\w*\}", text.replace("%%", "")))


def compile_catalogues(locale_dir: Path) -> list[Path]:
    """Writes a .mo beside every .po; returns what was written."""
    written = []
    for source in sorted(locale_dir.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        with target.open("wb") as file:
            write_mo(file, read(source))
        written.append(target)
    return written
