"""The figures of a sheet: which columns can be added up, and what stands in them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from sentra.engines.sheets.limits import column_letter, is_blank
from sentra.engines.sheets.problem import Cell, Grid, Span
from sentra.engines.sheets.values import header_unit, parse_value

_NOT_ADDED = re.compile(
    r"(?:no|nomor|kode|kbli|id|nik|nib|npwp|hp|telp|tahun|rt|rw|lat\w*|lon\w*)\b", re.IGNORECASE
)
_INDONESIAN = re.compile(r"-?\d{1,3}(?:\.\d{3})+(?:,\d+)?|-?\d+,(?!\d{3}$)\d+")
_ENGLISH = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?")
_MONEY_SIGN = re.compile(r"^(?:rp|idr)\.?\s*|[\s\xa0]|,-$", re.IGNORECASE)
_DIGIT = re.compile(r"[0-9]")
_BEGINS = re.compile(r"\s*(?:rp|idr|[±~≈<>]|k\.?l|kurang|sekitar|kira)?[\s.:]*(?:[1-9]|0[.,])", re.IGNORECASE)
_IN_WORDS = re.compile(
    r"\s*(?:(?:satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|sebelas)\b|"
    r"(?:0\s*)?(?:l|p|lk|pr|pw|w|laki|pria|perempuan|wanita)(?![a-z])[^0-9]{0,9}[0-9])",
    re.IGNORECASE,
)
_TOLD = re.compile("[:=]")
_LONGEST_FIGURE = 40
_SAMPLE = 200
_SEXES = 2

Ends = tuple[float, float]
"""The least and the most that a cell may stand for; both the same unless a range was written."""


@dataclass(frozen=True, slots=True)
class Table:
    """The data rows of a sheet and what their columns hold."""

    grid: Grid
    rows: tuple[int, ...]
    numeric: frozenset[int]
    identifying: frozenset[int]  # mostly text or long codes: they say which business a row is
    counter: int | None  # the column that numbers the rows 1, 2, 3 ...
    headers: Sequence[str]
    _read: dict[int, dict[int, Ends]] = field(default_factory=dict)

    def figures(self, column: int) -> dict[int, Ends]:
        """The figures of a column by row, read once; a cell that is no figure has none."""
        if column not in self._read:
            unit = header_unit(self.name(column))
            found = ((row, ends(self.grid.rows[row][column], unit)) for row in self.rows)
            self._read[column] = {row: figure for row, figure in found if figure is not None}
        return self._read[column]

    def unread(self, column: int, rows: Sequence[int]) -> int:
        """How many cells of a column hold what may stand for a figure but cannot be read as one."""
        figures, cells = self.figures(column), self.grid.rows
        return sum(row not in figures and _may_count(cells[row][column]) for row in rows)

    def is_added(self, column: int) -> bool:
        """Whether the title lets figures be added up: not for codes, years or telephone numbers."""
        return column != self.counter and not _NOT_ADDED.match(_title(self.headers, column))

    def name(self, column: int) -> str:
        return self.headers[column] if column < len(self.headers) else f"Kolom {column_letter(column)}"

    def filled_share(self, rows: Sequence[int], column: int) -> float:
        """Share of the cells of a column that are filled, from a sample spread over `rows`."""
        sample = _spread(rows)
        return sum(not is_blank(self.grid.rows[row][column]) for row in sample) / max(1, len(sample))


def _may_count(cell: Cell) -> bool:
    """A long text without a digit is a remark; short ones (`sendiri`, `bbrp`) may stand for a figure."""
    if not isinstance(cell, str):
        return not is_blank(cell)
    return not is_blank(cell) and (len(cell) <= _LONGEST_FIGURE or _DIGIT.search(cell) is not None)


def _spread(rows: Sequence[int]) -> Sequence[int]:
    return rows[:: max(1, -(-len(rows) // _SAMPLE))]


def table_of(grid: Grid, rows: tuple[int, ...], headers: Sequence[str]) -> Table:
    """The columns judged by a sample spread over the whole sheet."""
    width = len(grid.rows[0]) if grid.rows else 0
    numeric, identifying = set(), set()
    sample = _spread(rows)
    for column in range(width):
        cells = [cell for row in sample if not is_blank(cell := grid.rows[row][column])]
        numbers = [number for cell in cells if (number := amount(cell)) is not None]
        counts = bool(cells) and len(numbers) >= 0.7 * len(cells) and not _are_codes(numbers)
        numbering = column == 0 and counts and _counts_up(grid, rows, column)
        if counts and (numbering or not _NOT_ADDED.match(_title(headers, column))):
            numeric.add(column)
        elif len(cells) > 0.3 * len(sample):
            identifying.add(column)
    counter = next((c for c in sorted(numeric & {0, 1}) if _counts_up(grid, rows, c)), None)
    return Table(grid, rows, frozenset(numeric - {counter}), frozenset(identifying), counter, headers)


def _title(headers: Sequence[str], column: int) -> str:
    return headers[column] if column < len(headers) else ""


def _are_codes(numbers: Sequence[float]) -> bool:
    """Long whole numbers of one length are identifiers; years are not added up either."""
    lengths = {len(f"{abs(number):.0f}") for number in numbers}
    years = all(1900 <= number <= 2100 and number == int(number) for number in numbers)
    return (min(lengths) >= 10 and len(lengths) <= 2) or (years and len(numbers) > 2)


def _counts_up(grid: Grid, rows: Sequence[int], column: int) -> bool:
    numbers = [number for row in rows if (number := _plain(grid.rows[row][column])) is not None]
    steps = sum(after - before == 1 for before, after in pairwise(numbers))
    return len(numbers) > 2 and steps >= 0.6 * (len(numbers) - 1)


def amount(cell: Cell) -> float | None:
    """A figure as lists write it (`1.250.000`, `1,5 jt`, `3 orang`, `-`); None for a range."""
    found = ends(cell)
    return found[0] if found and found[0] == found[1] else None


def ends(cell: Cell, unit: int = 1) -> Ends | None:
    """The figure of a cell in the unit of its column's title; None when it is none."""
    plain = _plain(cell)
    if plain is not None:
        return plain * unit, plain * unit
    if not isinstance(cell, str) or len(cell) > _LONGEST_FIGURE:
        return None
    if not _BEGINS.match(cell) and not _IN_WORDS.match(cell):
        return None
    return _worded(cell, unit)


def _plain(cell: Cell) -> float | None:
    """A number, or text that is nothing but one."""
    if isinstance(cell, int | float):
        return None if isinstance(cell, bool) else float(cell)
    if not isinstance(cell, str) or len(cell) > _LONGEST_FIGURE:
        return None
    text = cell.strip()
    if text.isdecimal():
        return float(text)
    if text in ("-", "–"):
        return 0.0
    if not _DIGIT.search(text):
        return None
    text = _MONEY_SIGN.sub("", _MONEY_SIGN.sub("", text))
    if _INDONESIAN.fullmatch(text):
        return float(text.replace(".", "").replace(",", "."))
    return float(text.replace(",", "")) if _ENGLISH.fullmatch(text) else None


def _worded(cell: str, unit: int) -> Ends | None:
    """`1,5 jt`, `10-15 jt`, `3 orang`: as the parsers of the rows read them, so that both agree."""
    for kind, title in (("money", _TITLES.get(unit, "")), ("count", "")):
        value = parse_value(kind, cell, title).value  # type: ignore[arg-type]
        if isinstance(value, int):
            return float(value), float(value)
        if isinstance(value, Span):
            return float(value.low), float(value.high)
    return _both_sexes(cell)


def _both_sexes(cell: str) -> Ends | None:
    """`L:3 P:2` counts as 5 and `L:4` as 4; `P2` may be a code, and parts beside another sum are none."""
    parsed = parse_value("workers", cell)
    parts = [part for part in parsed.extra.values() if isinstance(part, int)]
    if not parts or parsed.findings or (len(parts) < _SEXES and not _TOLD.search(cell)):
        return None
    return float(sum(parts)), float(sum(parts))


_TITLES = {10**3: "ribu", 10**6: "juta", 10**9: "miliar"}
