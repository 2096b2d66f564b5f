"""Total and sub-total rows: found, verified against the rows they add up, and left out of the data."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from sentra.engines.sheets.limits import column_letter, is_blank, thousands
from sentra.engines.sheets.problem import Cell, Grid, Total

_LABEL = re.compile(
    r"\s*(sub\s*-?\s*(?:total|jumlah)|grand\s+total|total|jumlah|jml|rekapitulasi|rata\s*-?\s*rata)\b[\s.:]*(.*)",
    re.IGNORECASE | re.DOTALL,
)
_PLAIN_REST = re.compile(
    r"(?:(?:total|umum|seluruh(?:nya)?|keseluruhan|semua|akhir|halaman|ini|s\s*/\s*d|kab(?:upaten)?|kec(?:amatan)?|desa|"
    r"kel(?:urahan)?|dusun|cabang|industri|usaha|unit|ikm|tenaga|kerja|pindahan|dipindahkan|rp|orang|[ivx]+|\d+)\b"
    r"[\s.:()/]*)*",
    re.IGNORECASE,
)
_AREA_REST = re.compile(r"(?:se\s*-?\s*)?(?:kab|kec|desa|kel|dusun|cabang)\w*\.?\s", re.IGNORECASE)
_NOT_ADDED = re.compile(
    r"(?:no|nomor|kode|kbli|id|nik|nib|npwp|hp|telp|tahun|rt|rw|lat\w*|lon\w*)\b", re.IGNORECASE
)
_DIGITS_AGREEING = 4  # how many digits of sums must agree before an unlabelled row counts as a sub-total
_INDONESIAN = re.compile(r"-?\d{1,3}(?:\.\d{3})+(?:,\d+)?|-?\d+,\d+")
_ENGLISH = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?")
_MONEY_SIGN = re.compile(r"^(?:rp|idr)\.?\s*|[\s\xa0]|,-$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Table:
    """The data rows of a sheet and what their columns hold."""

    grid: Grid
    rows: tuple[int, ...]
    numeric: frozenset[int]
    identifying: frozenset[int]  # mostly text or long codes: they say which business a row is
    counter: int | None  # the column that numbers the rows 1, 2, 3 ...
    headers: Sequence[str]


def find_totals(
    grid: Grid, first_row: int, headers: Sequence[str] = (), skipped: Sequence[int] = ()
) -> tuple[Total, ...]:
    """The total and sub-total rows from `first_row` on, each with whether its sums check.

    A sub-total is compared with the rows since the last one, a grand total with all rows or all sub-totals;
    it agrees when one of these fits every numeric cell it has. A business that is called Total Jaya has
    other identifying cells and is not taken. All rows count from 0.
    """
    left_out = set(skipped)
    rows = tuple(index for index in range(first_row, len(grid.rows)) if index not in left_out)
    table = _table(grid, rows, headers)
    found: list[Total] = []
    taken: set[int] = set()
    for index in rows:
        label = _label(table, index)
        if label is not None:
            found.append(_verified(table, index, label, taken))
            taken.add(index)
    return tuple(sorted([*found, *_unlabelled(table, taken)], key=lambda total: total.row))


def _unlabelled(table: _Table, taken: set[int]) -> list[Total]:
    """Rows without the word that are sums all the same: a district among its villages.

    Such a row lacks a cell that nearly all rows have, or begins with a word for an area, and equals the sum
    of the rows below it (or above it) up to the next such row, in every number it has.
    """
    rows = [row for row in table.rows if row not in taken]
    usual = [c for c in _columns(table) if _filled_share(table, rows, c) > 0.85]
    marks = [at for at, row in enumerate(rows) if _stands_out(table.grid.rows[row], usual)]
    found = []
    for number, at in enumerate(marks):
        below = rows[at + 1 : marks[number + 1] if number + 1 < len(marks) else len(rows)]
        above = rows[marks[number - 1] + 1 if number else 0 : at]
        if any(_surely_sums(table, rows[at], part) for part in (below, above)):
            text = next(
                (c for c in table.grid.rows[rows[at]] if isinstance(c, str) and amount(c) is None), ""
            )
            found.append(Total(rows[at], text, True, "Sama dengan jumlah baris kelompoknya."))
    return found


def _surely_sums(table: _Table, index: int, part: Sequence[int]) -> bool:
    """Whether the row is the sum of `part` by more than chance: small figures add up easily."""
    if len(part) < 2 or _differences(table, index, part) != []:
        return False
    numbers = [amount(table.grid.rows[index][column]) or 0.0 for column in table.numeric]
    return sum(math.log10(abs(number) + 1) for number in numbers) >= _DIGITS_AGREEING


def _columns(table: _Table) -> list[int]:
    return sorted(table.identifying | (set() if table.counter is None else {table.counter}))


def _filled_share(table: _Table, rows: Sequence[int], column: int) -> float:
    return sum(not is_blank(table.grid.rows[row][column]) for row in rows) / max(1, len(rows))


def _stands_out(row: Sequence[Cell], usual: Sequence[int]) -> bool:
    first = next((cell for cell in row if isinstance(cell, str) and cell.strip()), "")
    return any(is_blank(row[column]) for column in usual) or _AREA_REST.match(first) is not None


def _table(grid: Grid, rows: tuple[int, ...], headers: Sequence[str]) -> _Table:
    width = len(grid.rows[0]) if grid.rows else 0
    numeric, identifying = set(), set()
    sample = rows[:2_000]
    for column in range(width):
        cells = [grid.rows[row][column] for row in sample if not is_blank(grid.rows[row][column])]
        numbers = [number for cell in cells if (number := amount(cell)) is not None]
        counts = bool(cells) and len(numbers) >= 0.7 * len(cells) and not _are_codes(numbers)
        numbering = column == 0 and counts and _counts_up(grid, sample, column)
        if counts and (numbering or not _NOT_ADDED.match(_name(headers, column))):
            numeric.add(column)
        elif len(cells) > 0.3 * len(sample):
            identifying.add(column)
    counter = next((c for c in sorted(numeric & {0, 1}) if _counts_up(grid, sample, c)), None)
    return _Table(grid, rows, frozenset(numeric - {counter}), frozenset(identifying), counter, headers)


def _are_codes(numbers: Sequence[float]) -> bool:
    """Long whole numbers of one length are identifiers; years are not added up either."""
    lengths = {len(f"{abs(number):.0f}") for number in numbers}
    years = all(1900 <= number <= 2100 and number == int(number) for number in numbers)
    return (min(lengths) >= 10 and len(lengths) <= 2) or (years and len(numbers) > 2)


def _counts_up(grid: Grid, rows: Sequence[int], column: int) -> bool:
    numbers = [number for row in rows if (number := amount(grid.rows[row][column])) is not None]
    steps = sum(after - before == 1 for before, after in pairwise(numbers))
    return len(numbers) > 2 and steps >= 0.6 * (len(numbers) - 1)


def amount(cell: Cell) -> float | None:
    """A plain number as lists write it (`1.250.000`, `Rp 1.250.000,-`, `1,250`, `-` for none), or None."""
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, int | float):
        return float(cell)
    if not isinstance(cell, str) or len(cell) > 40:
        return None
    text = _MONEY_SIGN.sub("", _MONEY_SIGN.sub("", cell.strip()))
    if text in ("-", "–"):
        return 0.0
    if _INDONESIAN.fullmatch(text):
        return float(text.replace(".", "").replace(",", "."))
    return float(text.replace(",", "")) if _ENGLISH.fullmatch(text) else None


def _label(table: _Table, index: int) -> str | None:
    """The label when the row is a total, else None."""
    row = table.grid.rows[index]
    leading = [
        c
        for c, cell in enumerate(row)
        if isinstance(cell, str) and not is_blank(cell) and amount(cell) is None
    ]
    if not leading or (table.numeric and leading[0] > max(table.numeric)):
        return None
    text = " ".join(str(row[leading[0]]).split())
    match = _LABEL.fullmatch(text)
    if match is None:
        return None
    others = [c for c in table.identifying if c != leading[0] and not is_blank(row[c])]
    if len(others) > len(table.identifying - {leading[0]}) / 3:
        return None
    return text if _reads_as_total(table, index, match.group(2), bool(others)) else None


def _reads_as_total(table: _Table, index: int, rest: str, others: bool) -> bool:
    """`JUMLAH`, `Total Kec. X` are totals; `Total Jaya` only if nothing but its sums says who it is."""
    numbered = table.counter is not None and not is_blank(table.grid.rows[index][table.counter])
    if _PLAIN_REST.fullmatch(rest) or _AREA_REST.match(rest):
        return not (numbered and others)
    return not numbered and not others and _differences(table, index, _rows_before(table, index, set())) == []


def _rows_before(table: _Table, index: int, left_out: set[int]) -> list[int]:
    return [row for row in table.rows if row < index and row not in left_out]


def _differences(table: _Table, index: int, rows: Sequence[int]) -> list[tuple[int, float, float]] | None:
    """(column, written, counted) where the row is not the sum of `rows`; None when it has no numbers."""
    cells = table.grid.rows
    written = {c: number for c in sorted(table.numeric) if (number := amount(cells[index][c])) is not None}
    if not written:
        return None
    counted = {c: sum(amount(cells[row][c]) or 0.0 for row in rows) for c in written}
    return [(c, written[c], counted[c]) for c in written if abs(written[c] - counted[c]) > _slack(counted[c])]


def _slack(number: float) -> float:
    return max(0.005, 1e-9 * abs(number))


def _verified(table: _Table, index: int, label: str, taken: set[int]) -> Total:
    if re.match(r"\s*rata", label, re.IGNORECASE):
        return Total(index, label, True, "Baris rata-rata; tidak dijumlahkan.")
    every = _rows_before(table, index, taken)
    since = [row for row in every if row > max(taken, default=-1)]
    readings = [rows for rows in (since, every, sorted(taken)) if rows]
    tried = [
        (differences, len(rows))
        for rows in readings
        if (differences := _differences(table, index, rows)) is not None
    ]
    if not tried:
        return Total(index, label, True, "Baris jumlah tanpa angka yang dapat diperiksa.")
    differences, count = min(tried, key=lambda reading: len(reading[0]))
    if not differences:
        return Total(index, label, True, f"Jumlah cocok dengan {thousands(count)} baris.")
    return Total(index, label, False, "; ".join(_difference(table, *parts) for parts in differences))


def _difference(table: _Table, column: int, written: float, counted: float) -> str:
    name = _name(table.headers, column)
    return (
        f"{name}: tertulis {_shown(written)}, hitungan {_shown(counted)}, selisih {_shown(written - counted)}"
    )


def _name(headers: Sequence[str], column: int) -> str:
    return headers[column] if column < len(headers) else f"Kolom {column_letter(column)}"


def _shown(number: float) -> str:
    if number == int(number):
        return thousands(int(number))
    return f"{number:,.2f}".replace(",", " ").replace(".", ",").replace(" ", ".")
