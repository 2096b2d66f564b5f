"""What is known about a sheet before its rows are read, and a row while it is being read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sentra.engines.sheets.addresses import Addresses
from sentra.engines.sheets.places import Places
from sentra.engines.sheets.problem import Cell, Column, Field, Grid, Kind, Layout, Problem, Value
from sentra.engines.sheets.values import Finding, Parsed, Parser, parser_for

REMEMBERED_CELLS = 20_000
_ZERO_TAIL_AT_LEAST = 20


@dataclass(frozen=True, slots=True)
class Reader:
    """One mapped column and how its cells are read."""

    column: Column
    field: Field
    parse: Parser
    key: str  # the field's key, or phone_2 for the second phone column


class Draft:
    """One row while it is being read."""

    __slots__ = ("number", "problems", "values")

    def __init__(self, number: int) -> None:
        self.number = number
        self.values: dict[str, Value] = {}
        self.problems: list[Problem] = []

    def report(self, finding: Finding, column: int | None, field: str | None) -> None:
        self.problems.append(
            Problem(self.number, column, field, finding.code, finding.severity, finding.sentence)
        )


class Plan:
    """What is known about a sheet before its rows are read: parsers per column, keys per kind."""

    def __init__(self, grid: Grid, layout: Layout, vocabulary: Sequence[Field], places: Places) -> None:
        self.grid, self.layout, self.places = grid, layout, places
        self.addresses = Addresses(places)
        self.fields = {f.key: f for f in vocabulary}
        self.required = [f for f in vocabulary if f.required]
        self.key_of: Mapping[Kind, str] = {f.kind: f.key for f in reversed(vocabulary)}
        self.readers = self._readers()
        self.column_of = {r.key: r.column.index for r in self.readers}
        self.compared = _compared(layout)

    def _readers(self) -> list[Reader]:
        readers: list[Reader] = []
        times: dict[str, int] = {}
        for column in self.layout.columns:
            field = self.fields.get(column.field or "")
            if field is None:
                continue
            times[field.key] = times.get(field.key, 0) + 1
            key = field.key if times[field.key] == 1 else f"{field.key}_{times[field.key]}"
            readers.append(Reader(column, field, self._parser(column, field), key))
        return readers

    def _parser(self, column: Column, field: Field) -> Parser:
        tail = field.kind in ("nik", "kk") and self._ends_in_zero(column.index)
        return _remembering(parser_for(field.kind, column.header, zero_tail=tail))

    def _ends_in_zero(self, index: int) -> bool:
        """Excel keeps 15 digits: when nearly every number of a column ends in 0, the last digit is gone."""
        texts = (row[index] for row in self.grid.rows[self.layout.first_row :] if index < len(row))
        last = [
            t.strip()[-1]
            for t in texts
            if isinstance(t, str) and len(t.strip()) == 16 and t.strip().isdecimal()
        ]
        return len(last) >= _ZERO_TAIL_AT_LEAST and last.count("0") >= 0.9 * len(last)


def _remembering(parse: Parser) -> Parser:
    """The same text again is the same answer; bounded, and gone with the sheet."""
    known: dict[str, Parsed] = {}

    def read(cell: Cell) -> Parsed:
        if not isinstance(cell, str):
            return parse(cell)
        parsed = known.get(cell)
        if parsed is None:
            parsed = parse(cell)
            if len(known) < REMEMBERED_CELLS:
                known[cell] = parsed
        return parsed

    return read


def _compared(layout: Layout) -> tuple[int, ...]:
    """The columns that make two rows the same: all but the officer's own numbering."""
    return tuple(c.index for c in layout.columns if c.why != "nomor urut")
