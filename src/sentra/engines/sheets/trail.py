"""What holds from the rows above: headings, merged cells, ditto marks, a village written only once."""

import re
from collections.abc import Sequence

from sentra.engines.sheets.headings import Heading, heading_of
from sentra.engines.sheets.limits import is_blank
from sentra.engines.sheets.places import Hit
from sentra.engines.sheets.plan import Plan, Reader
from sentra.engines.sheets.problem import Cell, Kind
from sentra.engines.sheets.sections import district_named, district_of_group, village_named
from sentra.engines.sheets.sentence import say
from sentra.engines.sheets.values import Finding, mend

_DITTO = re.compile(
    r"[-–—\s]*(?:sda|s\.\s?d\.\s?a|idem|id\.?em|ditto|sdd|"
    r"(?:sama|idem|sda) (?:dengan |seperti )?(?:yang )?(?:di ?)?atas|[\"”“″〃]{1,2}|''|´´|,,)\.?[-–—\s]*",
    re.IGNORECASE,
)
_DITTO_BEGINS = frozenset("sSiIdD\"”“″〃'´,-–— \t\n")  # a quick no for most cells
_FIGURES: frozenset[Kind] = frozenset({"money", "count", "workers", "quantity"})
_WRITTEN_ONCE: frozenset[Kind] = frozenset({"village", "district"})
_BLANK_SHARE = 0.2

_MERGED = Finding(
    "cell_merged", "note", say("Sel digabung dengan baris di atasnya; isinya berlaku untuk baris ini juga.")
)
_SHARED = Finding(
    "figure_merged",
    "doubtful",
    say("Angka ini digabung untuk beberapa baris; hanya dicatat di baris pertamanya."),
)
_SAME = Finding("ditto", "note", say('Tanda "sama dengan di atas" diganti isi baris di atasnya.'))
_NOTHING_ABOVE = Finding(
    "ditto_without_source", "doubtful", say("Ditulis sama dengan di atas, tetapi di atasnya kosong.")
)
_ABOVE = Finding(
    "place_from_above", "doubtful", say("Wilayah kosong di baris ini; dipakai yang tertulis di atasnya.")
)


class Trail:
    """Walks down a sheet with its reader; asked for every row in order."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._top = heading_of(plan.grid, plan.layout.header_rows, plan.places, plan.homes)
        self._heading = self._top
        self._begun = self._heads = False
        self._merged = _merged_down(plan)
        self._once = frozenset(r.column.index for r in plan.readers if _is_written_once(plan, r))
        self._last: dict[int, Cell] = {}

    def pass_by(self, index: int) -> None:
        """A skipped row: a section, or sums that stand above the rows of their district."""
        row, places = self._plan.grid.rows[index], self._plan.places
        group = district_of_group(row, places) if not self._begun or self._heads else None
        self._heads = self._heads or group is not None
        district = group or district_named(row, places)
        if district is not None:
            self._heading = Heading(district)
            self._last.clear()
            return
        village = village_named(row, places, self._heading.district)
        if village is not None:
            self._last.clear()
            self._heading = (
                Heading(places.district_of(village.code), village.code)
                if isinstance(village, Hit)
                else Heading(self._heading.district)
            )

    def heading_at(self, index: int) -> Heading:
        """The district and village that hold for a data row."""
        self._begun = True
        return self._heading

    def cell(self, index: int, reader: Reader) -> tuple[Cell, Finding | None]:
        """The cell to read, and what was done to find it."""
        column, row = reader.column.index, self._plan.grid.rows[index]
        cell = _at(row, column)
        finding = None
        top = self._merged.get((index, column))
        if top is not None:
            cell, finding = self._from_merge(cell, top, index, reader)
        elif isinstance(cell, str) and cell[:1] in _DITTO_BEGINS and _DITTO.fullmatch(cell.strip()):
            cell = self._last.get(column)
            finding = _SAME if cell is not None else _NOTHING_ABOVE
        elif self._is_written_above(column, reader.field.kind) and is_blank(cell):
            cell, finding = self._last[column], _ABOVE
        if not is_blank(cell):
            self._last[column] = cell
        return cell, finding

    def _is_written_above(self, column: int, kind: Kind) -> bool:
        """A heading names the place better than the row above does."""
        headed = self._heading.village if kind == "village" else self._heading.district
        return column in self._once and column in self._last and (kind == "village" or headed is None)

    def _from_merge(self, cell: Cell, top: int, index: int, reader: Reader) -> tuple[Cell, Finding | None]:
        if reader.field.kind in _FIGURES:
            return cell, _SHARED if top == index and not is_blank(cell) else None
        above = _at(self._plan.grid.rows[top], reader.column.index)
        return (above, _MERGED) if top != index and not is_blank(above) and is_blank(cell) else (cell, None)


def _at(row: Sequence[Cell], column: int) -> Cell:
    return row[column] if column < len(row) else None


def _merged_down(plan: Plan) -> dict[tuple[int, int], int]:
    """(row, column) of every data cell of a merge over several rows -> its top row."""
    first = plan.layout.first_row
    return {
        (row, left): top
        for top, left, bottom, _ in plan.grid.merges
        if top >= first and bottom > top
        for row in range(top, min(bottom + 1, len(plan.grid.rows)))
    }


def _is_written_once(plan: Plan, reader: Reader) -> bool:
    """Whether a column names a place only in the first of its rows: each once, the rest blank below it."""
    if reader.field.kind not in _WRITTEN_ONCE:
        return False
    cells = _data_cells(plan, reader.column.index)
    filled = [mend(str(cell)).casefold() for cell in cells if not is_blank(cell)]
    blanks = len(cells) - len(filled)
    if not cells or is_blank(cells[0]) or blanks < max(1, _BLANK_SHARE * len(cells)):
        return False
    return len(set(filled)) == len(filled)


def _data_cells(plan: Plan, column: int) -> Sequence[Cell]:
    skipped = frozenset(plan.layout.skipped)
    rows = plan.grid.rows
    return [
        _at(rows[i], column)
        for i in range(plan.layout.first_row, len(rows))
        if i not in skipped and any(not is_blank(c) for c in rows[i])
    ]
