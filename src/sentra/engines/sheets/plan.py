"""What is known about a sheet before its rows are read, and a row while it is being read."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from sentra.engines.sheets.addresses import Addresses
from sentra.engines.sheets.headings import Heading, money_unit, with_unit
from sentra.engines.sheets.limits import is_blank
from sentra.engines.sheets.mapping import ROW_NUMBERS
from sentra.engines.sheets.places import Hit, Places
from sentra.engines.sheets.problem import Cell, Column, Field, Grid, Kind, Layout, Problem, Value
from sentra.engines.sheets.sentence import say
from sentra.engines.sheets.shapes import second_table
from sentra.engines.sheets.ticks import option_of, ticked
from sentra.engines.sheets.values import Finding, Parsed, Parser, header_unit, mended, ordered, parser_of
from sentra.engines.sheets.wording import is_name_and_address

NO_HEADING = Heading()
REMEMBERED_CELLS = 20_000
_ZERO_TAIL_AT_LEAST = 20
_SAMPLE = 400
_WIDE = 4  # where rows usually have so many cells, a lone one is no row of data
_FEW_POINTS = 20
_FEW_VILLAGES = 5
_REGENCY_DEGREES = 0.5  # about 55 km: hardly a regency of Java reaches farther from its middle
_FEW_FIGURES = 3
_NEARLY_ALL = 0.9
_COUNT = re.compile(r"\s*\d{1,4}\s*[.)]\s*(?=[^\W\d])")
_LITTLE_MONEY = 100_000  # rupiah: less than a day's wage, so hardly a capital or a turnover
_PLAIN_FIGURE = re.compile(r"[0-9.,\s]+")
_PERHAPS_THOUSANDS = Finding(
    "money_perhaps_thousands",
    "doubtful",
    say("Seluruh kolom ini bernilai kecil; mungkin dalam ribuan rupiah. Tulis satuannya di judul kolom."),
)
_UNIT_BELOW = re.compile(r"\b(?:satuan|unit|sat)\.?$")
_UNIT_TITLE = re.compile(r"\s*(?:satuan|unit|sat)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reader:
    """One mapped column and how its cells are read."""

    column: Column
    field: Field
    parse: Parser
    key: str  # the field's key, or phone_2 for the second phone column
    unit: int | None = None  # the column that holds the unit of a quantity
    with_address: bool = False  # the cells hold a name and an address
    ticked: bool = False  # a mark in a cell stands for the word of the title


class Draft:
    """One row while it is being read."""

    __slots__ = ("heading", "number", "problems", "twice", "values")

    def __init__(self, number: int, heading: Heading = NO_HEADING) -> None:
        self.number = number
        self.heading = heading  # the district and village that stand above the row
        self.values: dict[str, Value] = {}
        self.problems: list[Problem] = []
        self.twice: set[str] = set()  # fields of which two words are ticked

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
        self.second_table = second_table(grid, layout.first_row, vocabulary, layout.skipped)
        self.unit = money_unit(grid, layout.header_rows, layout.skipped)
        self.readers = self._readers()
        self.column_of = {r.key: r.column.index for r in self.readers}
        self.repeated = sorted({r.field.key for r in self.readers if r.key != r.field.key})
        self.compared = _compared(layout)
        self.holders: dict[tuple[str, Value], int] = {}  # (field, identifier) -> the first row with it
        self.identifiers = [r.key for r in self.readers if r.field.kind == "identifier"]
        self.homes = self._homes()
        self.home = self._home()
        self.is_wide = _usual_cells(self._sample()) >= _WIDE
        self.middle = {k: _middle(self._degrees(k)) for k in ("latitude", "longitude")}

    def _readers(self) -> list[Reader]:
        readers: list[Reader] = []
        times: dict[str, int] = {}
        for column in self.layout.columns:
            field = self.fields.get(column.field or "")
            if field is None:
                continue
            option = option_of(column.header, field.kind)
            times[field.key] = times.get(field.key, 0) + 1
            key = field.key if option or times[field.key] == 1 else f"{field.key}_{times[field.key]}"
            unit = _unit_column(self.layout, column) if field.kind == "quantity" else None
            both = field.kind == "name" and is_name_and_address(column.header)
            parse = self._parser(column, field)
            parse = ticked(parse, option) if option else parse
            readers.append(Reader(column, field, parse, key, unit, both, bool(option)))
        return readers

    def _parser(self, column: Column, field: Field) -> Parser:
        tail = field.kind in ("nik", "kk") and self._ends_in_zero(column.index)
        header = with_unit(column.header, field, self.unit)
        parse = parser_of(field, header, zero_tail=tail)
        if field.kind == "name" and self._is_counted(column.index):
            parse = partial(_uncounted, parse)
        if field.kind == "date":
            parse = ordered(parse, (row[column.index] for row in self._all_rows() if column.index < len(row)))
        if field.kind == "money" and header_unit(header) == 1 and self._seems_scaled(column.index, parse):
            parse = partial(_in_doubt, parse)
        return _remembering(parse)

    def _seems_scaled(self, index: int, parse: Parser) -> bool:
        """Whether nearly all money of a column is too little for rupiah: the list forgot to say thousands."""
        cells = (row[index] for row in self._sample() if index < len(row))
        found = sorted(v for c in cells if isinstance(v := parse(c).value, int) and v > 0)
        return len(found) >= _FEW_FIGURES and found[3 * len(found) // 4] < _LITTLE_MONEY

    def _home(self) -> str | None:
        """The one district in which all villages of the list lie that only one district has; else None."""
        if "district" in {r.field.kind for r in self.readers}:
            return None
        return self.homes[0] if len(set(self.homes)) == 1 and len(self.homes) >= _FEW_VILLAGES else None

    def _homes(self) -> list[str]:
        """The districts of the different villages of a sample, as far as only one district has them."""
        reader = next((r for r in self.readers if r.field.kind == "village"), None)
        if reader is None:
            return []
        texts = {mended(row[reader.column.index]) for row in self._sample() if reader.column.index < len(row)}
        hits = [hit for text in texts if isinstance(hit := self.places.find_village(text), Hit)]
        return [self.places.district_of(hit.code) for hit in hits]

    def _sample(self) -> list[list[Cell]]:
        rows = self._all_rows()
        return rows[:: max(1, -(-len(rows) // _SAMPLE))]

    def _all_rows(self) -> list[list[Cell]]:
        skipped = frozenset(self.layout.skipped)
        first = self.layout.first_row
        return [row for n, row in enumerate(self.grid.rows[first:], first) if n not in skipped]

    def _degrees(self, kind: str) -> list[float]:
        """The coordinates of a sample of the rows, as far as they can be read."""
        reader = next((r for r in self.readers if r.field.kind in ("latitude", "longitude")), None)
        reader = next((r for r in self.readers if r.field.kind == kind), reader)
        if reader is None:
            return []
        at = reader.column.index
        parsed = (reader.parse(row[at]) for row in self._sample() if at < len(row))
        found = (p.value if reader.field.kind == kind else p.extra.get(kind) for p in parsed)
        return [degrees for degrees in found if isinstance(degrees, float)]

    def _is_counted(self, index: int) -> bool:
        """Whether nearly all names of a column have a number before them: `12. Sutarmi`."""
        texts = [c for row in self._sample() if index < len(row) and isinstance(c := row[index], str)]
        return len(texts) >= _FEW_FIGURES and sum(map(_counted, texts)) >= _NEARLY_ALL * len(texts)

    def _ends_in_zero(self, index: int) -> bool:
        """Excel keeps 15 digits: when nearly every number of a column ends in 0, the last digit is gone."""
        texts = (row[index] for row in self.grid.rows[self.layout.first_row :] if index < len(row))
        last = [
            t.strip()[-1]
            for t in texts
            if isinstance(t, str) and len(t.strip()) == 16 and t.strip().isdecimal()
        ]
        return len(last) >= _ZERO_TAIL_AT_LEAST and last.count("0") >= 0.9 * len(last)


def _counted(text: str) -> bool:
    return _COUNT.match(text) is not None


def _uncounted(parse: Parser, cell: Cell) -> Parsed:
    return parse(_COUNT.sub("", cell, count=1) if isinstance(cell, str) else cell)


def _in_doubt(parse: Parser, cell: Cell) -> Parsed:
    parsed = parse(cell)
    if not parsed.value or not _PLAIN_FIGURE.fullmatch(mended(cell)):
        return parsed
    return Parsed(parsed.value, (*parsed.findings, _PERHAPS_THOUSANDS), parsed.extra)


def _usual_cells(rows: list[list[Cell]]) -> int:
    """How many cells the rows of a list usually have filled."""
    counts = sorted(n for row in rows if (n := sum(not is_blank(cell) for cell in row)))
    return counts[len(counts) // 2] if counts else 0


def _middle(degrees: list[float]) -> tuple[float, float] | None:
    """The median, and how far from it a point of this list may lie; None when there are too few to say."""
    if len(degrees) < _FEW_POINTS:
        return None
    ranked = sorted(degrees)
    spread = ranked[3 * len(ranked) // 4] - ranked[len(ranked) // 4]
    return ranked[len(ranked) // 2], max(_REGENCY_DEGREES, 3 * spread)


def _unit_column(layout: Layout, quantity: Column) -> int | None:
    """The nearest unmapped column called `Satuan` at the right of the quantity, before the next field.

    Under one group (`Kapasitas Produksi` over `Jumlah` and `Satuan`) its title begins as the quantity's does.
    """
    group = quantity.header.casefold().split()[:1]
    for column in layout.columns[quantity.index + 1 :]:
        title = column.header.casefold()
        grouped = title.split()[:1] == group and _UNIT_BELOW.search(title) is not None
        if column.field is None and (grouped or _UNIT_TITLE.match(title)):
            return column.index
        if column.field is not None:
            return None
    return None


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
    return tuple(c.index for c in layout.columns if c.why != ROW_NUMBERS)
