"""Section rows: a lone `Kecamatan Bobotsari` or `Desa Onje` above the rows of it, or the same in a title."""

import re
from collections.abc import Sequence

from sentra.engines.sheets.addresses import looks_like_address
from sentra.engines.sheets.limits import is_blank
from sentra.engines.sheets.places import Found, Hit, Places
from sentra.engines.sheets.problem import Cell, Grid
from sentra.engines.sheets.sums import amount

_LEAD = r"(?:(?:[ivx]{1,5}|[a-z]|[0-9]{1,2})\s*[.):]*\s+)?"
_ONLY_LEAD = re.compile(r"\s*(?:[ivx]{1,5}|[a-z]|[0-9]{1,2})\s*[.):]*\s*", re.IGNORECASE)
_SECTION = re.compile(rf"\s*{_LEAD}kec(?:amatan)?\b[\s.:]*(.{{3,60}})", re.IGNORECASE | re.DOTALL)
_TITLE = re.compile(r".{0,80}?\bkec(?:amatan)?\b[\s.:]*(.{3,60})", re.IGNORECASE | re.DOTALL)
_AFTER = re.compile(
    r"\s*\b(?:tahun|thn|th|kab(?:upaten)?|prov(?:insi)?|bulan|per)\b.*$|[\s.:,)0-9]+$",
    re.IGNORECASE | re.DOTALL,
)
LETTERHEAD = re.compile(r"\b(?:jl|jln|jalan|alamat|telp|telepon|kode pos|email|website)\b", re.IGNORECASE)
_VILLAGE_SECTION = re.compile(
    rf"\s*{_LEAD}(?:desa|ds|kelurahan|kel)\b[\s.:]*(.{{3,60}})", re.IGNORECASE | re.DOTALL
)
_VILLAGE_TITLE = re.compile(r"\b(?:desa|ds|kelurahan|kel)\b\.?\s*:?\s*([^,;:()]{3,60})", re.IGNORECASE)
_VILLAGE_AFTER = re.compile(
    r"\s*\b(?:kec(?:amatan)?|tahun|thn|th|kab(?:upaten)?|prov(?:insi)?|bulan|per|rt|rw)\b.*$|[\s.:,)0-9\-–]+$",
    re.IGNORECASE | re.DOTALL,
)
_WIDE = 4  # from this width on a lone cell is no row of data
_MOST_CELLS = 3  # `I`, `Kecamatan`, `Bobotsari`


def section_rows(grid: Grid, first_row: int, places: Places) -> tuple[int, ...]:
    """The rows from `first_row` on that hold nothing but the name of a known district or village, from 0."""
    return tuple(
        index
        for index in range(first_row, len(grid.rows))
        if district_named(grid.rows[index], places) is not None
        or village_named(grid.rows[index], places) is not None
    )


def village_named(row: Sequence[Cell], places: Places, district: str | None = None) -> Found:
    """The village that a section row names, `Ambiguous` without the district of a double name, else None."""
    if len(row) - row.count(None) > 2 * _MOST_CELLS:
        return None
    filled = [cell for cell in row if not is_blank(cell) and cell != ":"]
    if not 1 <= len(filled) < _MOST_CELLS or not all(isinstance(cell, str) for cell in filled):
        return None
    text = " ".join(" ".join(map(str, filled)).split())
    match = _VILLAGE_SECTION.fullmatch(text)
    if match is None and len(filled) == 1 and len(row) >= _WIDE and not looks_like_address(text):
        match = _VILLAGE_TITLE.search(text)
    return places.whole_name(_VILLAGE_AFTER.sub("", match.group(1)), district) if match else None


def reads_as_section(row: Sequence[Cell]) -> bool:
    """`II.`, `DESA ONJE` or `Kecamatan Mrebet` alone in a row, whether the place is known or not."""
    filled = [str(cell) for cell in row if not is_blank(cell)]
    if not 1 <= len(filled) < _MOST_CELLS or (len(filled) == 2 and not _ONLY_LEAD.fullmatch(filled[0])):
        return False
    text = " ".join(" ".join(filled).split())
    return any(pattern.fullmatch(text) for pattern in (_SECTION, _VILLAGE_SECTION))


def village_in_title(row: Sequence[Cell], places: Places, district: str | None = None) -> str | None:
    """The code of the one village that a title row above the table is about, else None."""
    text = " ".join(str(cell) for cell in row if not is_blank(cell))
    if len(text) > 150 or LETTERHEAD.search(text):
        return None
    named = (
        places.whole_name(_VILLAGE_AFTER.sub("", part), district) for part in _VILLAGE_TITLE.findall(text)
    )
    codes = {found.code for found in named if isinstance(found, Hit)}
    return codes.pop() if len(codes) == 1 else None


def district_named(row: Sequence[Cell], places: Places) -> str | None:
    """The code of the district that a section row names, else None."""
    if len(row) - row.count(None) > 2 * _MOST_CELLS:  # the quick no for nearly every row
        return None
    filled = [cell for cell in row if not is_blank(cell)]
    if not 1 <= len(filled) <= _MOST_CELLS or not any("kec" in str(cell)[:20].casefold() for cell in filled):
        return None
    if len(filled) > 1 and any(amount(cell) is not None for cell in filled[1:]):
        return None  # it has figures: a sub-total or a business, judged elsewhere
    return _code(_SECTION, " ".join(str(cell) for cell in filled), places)


def district_of_group(row: Sequence[Cell], places: Places) -> str | None:
    """The code of the district whose sums a row holds: its only words are the name of that district."""
    words = [cell for cell in row if isinstance(cell, str) and not is_blank(cell) and amount(cell) is None]
    if len(words) != 1:
        return None
    found = places.district_name(words[0])
    return _code(_SECTION, words[0], places) or (found.code if isinstance(found, Hit) else None)


def district_in_title(row: Sequence[Cell], places: Places) -> str | None:
    """The code of the district that a title row above the table is about, else None."""
    text = " ".join(str(cell) for cell in row if not is_blank(cell))
    return None if len(text) > 150 or LETTERHEAD.search(text) else _code(_TITLE, text, places)


def _code(pattern: re.Pattern[str], text: str, places: Places) -> str | None:
    match = pattern.fullmatch(" ".join(text.split()))
    found = places.district_name(_AFTER.sub("", match.group(1))) if match else None
    return found.code if isinstance(found, Hit) else None
