"""The font, cut to what Indonesian and English need: 14 kB for all weights instead of 180.

Nothing third-party is kept in the repository: the outlines come from the fontpkg-plus-jakarta-sans package
(SIL Open Font License 1.1) and are cut when Sentra is set up.
"""

import importlib.resources
import io
import logging
from pathlib import Path

logger = logging.getLogger(__name__)

FONT_FILE = "jakarta-400-700.woff2"  # as named in sentra.css
WEIGHTS = (400, 700)
# Printable ASCII; signs and accented letters of Latin-1 that names and units use; and the typography of
# our screens: dashes, curly quotes, bullet, ellipsis, primes, angle marks, euro, arrows, minus, at most ...
CHARACTERS = (
    *range(0x20, 0x7F),
    *(0xA0, 0xA7, 0xA9, 0xAB, 0xB0, 0xB1, 0xB2, 0xB3, 0xB5, 0xB7, 0xBB, 0xBD, 0xD7),
    *(0xC0, 0xC1, 0xC7, 0xC8, 0xC9, 0xCA, 0xCD, 0xD1, 0xD3, 0xD6, 0xDC),
    *(0xE0, 0xE1, 0xE2, 0xE4, 0xE7, 0xE8, 0xE9, 0xEA, 0xEB, 0xED, 0xF1, 0xF3, 0xF6, 0xFA, 0xFC),
    *(0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2026, 0x2032, 0x2033, 0x2039, 0x203A),
    *(0x20AC, 0x2190, 0x2192, 0x2212, 0x2248, 0x2264, 0x2265),
)
FEATURES = ("kern", "liga", "tnum", "lnum", "mark", "ccmp")


def build_font(target: Path) -> Path:
    """Writes the cut font to `target` (a file, or a folder to put FONT_FILE in) and returns its path.

    A page must never wait for a font: if the cut fails, an empty file takes its place, browsers fall back to
    the system's own font, and the log says why.
    """
    if target.suffix != ".woff2":
        target = target / FONT_FILE
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        _cut(target)
    except Exception as reason:  # noqa: BLE001  # whatever fontTools raises: pages work without it
        logger.warning("The font could not be built (%s); pages use the system font.", reason)
        target.write_bytes(b"")
    return target


def _cut(target: Path) -> None:
    """Raises ImportError, OSError or fontTools' own errors."""
    # Imported here: fontTools takes 0.3 s to load, and only set-up needs it.
    from fontTools import subset
    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer

    files = importlib.resources.files("fontpkg_plus_jakarta_sans") / "files"
    with importlib.resources.as_file(files / "PlusJakartaSans[wght].ttf") as source:
        narrowed = instancer.instantiateVariableFont(TTFont(source), {"wght": WEIGHTS})
        # Written and read again: fontTools' subsetter expects every table as it stands in a file.
        buffer = io.BytesIO()
        narrowed.save(buffer)
        font = TTFont(buffer)
        options = subset.Options(layout_features=list(FEATURES), hinting=False, notdef_outline=True)
        options.flavor = "woff2"
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=CHARACTERS)
        cutter.subset(font)
        subset.save_font(font, str(target), options)
