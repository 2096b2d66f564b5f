"""What a list says once for many rows: in the titles above it, in section rows, in the name of its sheet."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from sentra.engines.sheets.limits import is_blank
from sentra.engines.sheets.places import Hit, Places
from sentra.engines.sheets.problem import Cell, Column, Field, Grid
from sentra.engines.sheets.sections import LETTERHEAD, district_in_title, village_in_title
from sentra.engines.sheets.sentence import Sentence, joined, say
from sentra.engines.sheets.values import header_unit

_UNIT = re.compile(
    r"\b(?:dalam|satuan|nilai|angka)\b[^.;]{0,20}?\b(ribu|juta|miliar|milyar)(?:an)?\b"
    r"|\b(ribu|juta)an\s+(?:rupiah|rp)\b|\(\s*(ribu|juta)an\s*\)|[(x]\s*(?:rp\.?\s*)?1?\.?(000)(?![0-9])\s*\)?",
    re.IGNORECASE,
)
_UNITS = {"ribu": "ribuan", "juta": "jutaan", "miliar": "miliar", "milyar": "miliar", "000": "ribuan"}
_UNIT_WORDS = {"ribuan": say("ribuan"), "jutaan": say("jutaan"), "miliar": say("miliar")}
_LONGEST_TITLE = 200
_FEWEST_CELLS = 3


class Heading(NamedTuple):
    """Codes of the district and the village that hold for the rows below."""

    district: str | None = None
    village: str | None = None


def heading_of(
    grid: Grid, header_rows: Sequence[int], places: Places, homes: Collection[str] = ()
) -> Heading:
    """The district and village that the titles name, else the name of the sheet; the lowest title wins.

    `homes` are the districts of the villages in the list: a bare name of a sheet counts only if they agree,
    since many a regency is called like one of its districts.
    """
    titles: list[list[Cell]] = [*_titles(grid, header_rows), [grid.name]]
    district = next((c for row in titles if (c := district_in_title(row, places))), None)
    if district is None and len(set(homes)) == 1:
        bare = _sheet_district(grid.name, places)
        district = bare if bare in homes else None
    village = next((c for row in titles if (c := village_in_title(row, places, district))), None)
    return Heading(district or (places.district_of(village) if village else None), village)


def _titles(grid: Grid, header_rows: Sequence[int]) -> list[list[Cell]]:
    return grid.rows[: header_rows[0] if header_rows else 0][::-1]


def _sheet_district(name: str, places: Places) -> str | None:
    """A sheet called `Bukateja` or `1. Kec Bukateja` holds that district's rows."""
    found = places.district_name(re.sub(r"^\s*[0-9]+\s*[.)]?\s*", "", name))
    return found.code if isinstance(found, Hit) else None


def money_unit(grid: Grid, header_rows: Sequence[int], skipped: Iterable[int]) -> str:
    """The unit that a title or a note gives for all money of the sheet: "ribuan", "jutaan" or ""."""
    for row in (*_titles(grid, header_rows), *_notes(grid, skipped)):
        text = " ".join(str(cell) for cell in row if not is_blank(cell))
        found = None if len(text) > _LONGEST_TITLE or LETTERHEAD.search(text) else _UNIT.search(text)
        if found:
            return _UNITS[next(group for group in found.groups() if group).casefold()]
    return ""


def _notes(grid: Grid, skipped: Iterable[int]) -> Iterator[list[Cell]]:
    """Skipped rows of few cells: what stands below the table."""
    for index in skipped:
        row = grid.rows[index]
        if 0 < sum(not is_blank(cell) for cell in row) <= _FEWEST_CELLS:
            yield row


def with_unit(header: str, field: Field, unit: str) -> str:
    """The title of a money column, the unit of the whole sheet added where it names none itself."""
    return f"{header} ({unit})" if unit and field.kind == "money" and header_unit(header) == 1 else header


def heading_warnings(
    grid: Grid,
    header_rows: Sequence[int],
    skipped: Iterable[int],
    columns: Sequence[Column],
    vocabulary: Sequence[Field],
) -> Iterator[Sentence]:
    """A sentence where a unit named once is applied to whole columns."""
    unit = money_unit(grid, header_rows, skipped)
    fields = {field.key: field for field in vocabulary}
    changed = [
        c.header
        for c in columns
        if c.field in fields and with_unit(c.header, fields[c.field], unit) != c.header
    ]
    if changed:
        yield say(
            "Di luar tabel tertulis nilai dalam %(unit)s rupiah; berlaku untuk: %(columns)s.",
            unit=_UNIT_WORDS[unit],
            columns=joined(changed, ", "),
        )
