"""Total and sub-total rows: found, verified against the rows they add up, and left out of the data."""

import math
import re
from collections.abc import Collection, Sequence

from sentra.engines.sheets.limits import is_blank
from sentra.engines.sheets.problem import Cell, Grid, Total
from sentra.engines.sheets.sentence import Sentence, joined, say
from sentra.engines.sheets.sums import Ends, Table, amount, ends, table_of

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
_DIGITS_AGREEING = 4  # how many digits of sums must agree before an unlabelled row counts as a sub-total
_COLUMNS_AGREEING = 2  # and in how many columns: one column of sums agrees by chance in any long list
_ADDENDS = 2
_USUALLY_FILLED = 0.6
_NOTHING_TO_CHECK = say("Baris jumlah tanpa angka yang dapat diperiksa.")
_CODE = re.compile(r"\s*\+?\d{10,}\s*")

Difference = tuple[int, float, float]
"""(column, written, counted)."""

Reading = tuple[list[Difference], list[int], int, int]
"""What a total says against one choice of rows: differences, columns not checkable, checked, rows."""


def find_totals(
    grid: Grid,
    first_row: int,
    headers: Sequence[str] = (),
    skipped: Sequence[int] = (),
    named: Collection[int] = (),
) -> tuple[Total, ...]:
    """The total and sub-total rows from `first_row` on, each with whether its sums check.

    A sub-total is compared with the rows since the last one, or since the last skipped row (a page break, a
    section), a grand total with all rows or all sub-totals; it agrees when one of these fits every figure
    that can be checked, and its detail names the columns that cannot, because they hold words or units. A
    business that is called Total Jaya has other identifying cells and is not taken. `named` are the columns
    for the name of a business or its owner: a row without the word that has one is never a total, and a row
    with the word in place of its number that has none always is one. All rows count from 0.
    """
    left_out = frozenset(skipped)
    rows = tuple(index for index in range(first_row, len(grid.rows)) if index not in left_out)
    table = table_of(grid, rows, headers)
    labels = {index: label for index in rows if (label := _label(table, index, named)) is not None}
    found = _unlabelled(table, labels.keys(), named)
    taken = {*labels, *(total.row for total in found)}
    found += [_verified(table, index, label, taken, left_out) for index, label in labels.items()]
    return tuple(sorted(found, key=lambda total: total.row))


def _unlabelled(table: Table, taken: Collection[int], named: Collection[int]) -> list[Total]:
    """Rows without the word that are sums all the same: a district among its villages.

    Such a row lacks a cell that nearly all rows have, or begins with a word for an area, says nothing else
    about who it is, and equals the sum of the rows right below it (or above it), in every figure it has.
    """
    if len(table.numeric) < _COLUMNS_AGREEING:
        return []
    rows = [row for row in table.rows if row not in taken]
    usual = [c for c in _columns(table) if table.filled_share(rows, c) > _USUALLY_FILLED]
    found = []
    for at, row in enumerate(rows):
        if not _stands_out(table, row, usual, named):
            continue
        groups = (_reaching(table, row, part) for part in (rows[at + 1 :], rows[:at][::-1]))
        if any(_surely_sums(table, row, group) for group in groups):
            label = _first_text(table.grid.rows[row])
            found.append(Total(row, label, True, say("Sama dengan jumlah baris kelompoknya.")))
    return found


def _reaching(table: Table, index: int, rows: Sequence[int]) -> Sequence[int]:
    """The first of `rows`, up to where they reach one of the figures of the row at `index`."""
    wanted = {c: f[index][0] for c in table.numeric if (f := table.figures(c)).get(index, (0.0,))[0]}
    counted = dict.fromkeys(wanted, 0.0)
    for taken, row in enumerate(rows, start=1) if wanted else ():
        for column in wanted:
            counted[column] += table.figures(column).get(row, (0.0, 0.0))[0]
        if any(counted[c] >= wanted[c] - _slack(wanted[c]) for c in wanted):
            return rows[:taken]
    return ()


def _first_text(row: Sequence[Cell]) -> str:
    return next((c for c in row if isinstance(c, str) and c.strip() and amount(c) is None), "")


def _columns(table: Table) -> list[int]:
    return sorted(table.identifying | (set() if table.counter is None else {table.counter}))


def _stands_out(table: Table, index: int, usual: Sequence[int], named: Collection[int]) -> bool:
    row = table.grid.rows[index]
    if any(not is_blank(row[c]) for c in named) or sum(not is_blank(row[c]) for c in table.identifying) > 1:
        return False
    return any(is_blank(row[c]) for c in usual) or _AREA_REST.match(_first_text(row)) is not None


def _surely_sums(table: Table, index: int, part: Sequence[int]) -> bool:
    """Whether the row is the sum of `part` by more than chance: small figures add up easily."""
    if len(part) < _ADDENDS or _differences(table, index, part) != []:
        return False
    agreeing = [
        written[index][0]
        for column in table.numeric
        if (written := table.figures(column)).get(index, (0.0, 0.0))[0]
        and sum(written.get(row, (0.0, 0.0))[1] > 0 for row in part) >= _ADDENDS
    ]
    digits = sum(math.log10(abs(number) + 1) for number in agreeing)
    return len(agreeing) >= _COLUMNS_AGREEING and digits >= _DIGITS_AGREEING


def _label(table: Table, index: int, named: Collection[int]) -> str | None:
    """The label when the row is a total, else None."""
    row = table.grid.rows[index]
    first = next((c for c, cell in enumerate(row) if _is_word(cell)), None)
    match = None if first is None else _LABEL.match(str(row[first])[:100])
    if first is None or match is None:
        return None
    label = " ".join(str(row[first]).split())
    if _names_nobody(table, row, first, named):
        return label
    if table.numeric and first > max(table.numeric):
        return None
    others = [c for c in table.identifying if c != first and _says_who(table, row, c)]
    if len(others) > len(table.identifying - {first}) / 3:
        return None
    return label if _reads_as_total(table, index, " ".join(match.group(2).split()), bool(others)) else None


def _names_nobody(table: Table, row: Sequence[Cell], first: int, named: Collection[int]) -> bool:
    """Whether the word stands where the rows are numbered, and no column for names has a name.

    Elsewhere it may be a business called Total Jaya under a title that was not understood.
    """
    numbering = not table.is_added(first) and all(is_blank(cell) for cell in row[:first])
    return numbering and bool(named) and first not in named and all(is_blank(row[c]) for c in named)


def _says_who(table: Table, row: Sequence[Cell], column: int) -> bool:
    """Whether a cell tells one business from another: not a sum under a column of figures in words."""
    cell = row[column]
    if is_blank(cell) or not table.is_added(column):
        return not is_blank(cell)
    return amount(cell) is None or (isinstance(cell, str) and _CODE.fullmatch(cell) is not None)


def _is_word(cell: Cell) -> bool:
    return isinstance(cell, str) and not is_blank(cell) and amount(cell) is None


def _reads_as_total(table: Table, index: int, rest: str, others: bool) -> bool:
    """`JUMLAH`, `Total Kec. X` are totals; `Total Jaya` only if nothing but its sums says who it is."""
    numbered = table.counter is not None and not is_blank(table.grid.rows[index][table.counter])
    if _PLAIN_REST.fullmatch(rest) or _AREA_REST.match(rest):
        return not (numbered and others)
    return not numbered and not others and _differences(table, index, _rows_before(table, index, set())) == []


def _rows_before(table: Table, index: int, left_out: set[int]) -> list[int]:
    return [row for row in table.rows if row < index and row not in left_out]


def _differences(table: Table, index: int, rows: Sequence[int]) -> list[Difference] | None:
    """Where the row is not the sum of `rows`; None when it has no numbers."""
    found: list[Difference] = []
    none = True
    for column in sorted(table.numeric):
        figures = table.figures(column)
        if index not in figures:
            continue
        none = False
        written, low, high = figures[index][0], *_summed(figures, rows)
        if not low - _slack(low) <= written <= high + _slack(high):
            found.append((column, written, low if written < low else high))
    return None if none else found


def _summed(figures: dict[int, Ends], rows: Sequence[int]) -> Ends:
    parts = [figures[row] for row in rows if row in figures]
    return math.fsum(low for low, _ in parts), math.fsum(high for _, high in parts)


def _slack(number: float) -> float:
    return max(0.005, 1e-9 * abs(number))


def _verified(table: Table, index: int, label: str, taken: set[int], breaks: Collection[int]) -> Total:
    if re.match(r"\s*rata", label, re.IGNORECASE):
        return Total(index, label, None, say("Baris rata-rata; tidak dijumlahkan."))
    tried = [_reading(table, index, rows) for rows in _readings(table, index, taken, breaks) if rows]
    if not tried:
        return Total(index, label, None, _NOTHING_TO_CHECK)
    differences, unclear, checked, count = min(tried, key=lambda reading: (len(reading[0]), len(reading[1])))
    if differences:
        said = [joined([_difference(table, *parts) for parts in differences], "; ")]
    else:
        said = [say("Jumlah cocok dengan %(count)s baris.", count=count)] if checked else []
    if unclear:
        names = joined([table.name(column) for column in unclear], ", ")
        said.append(say("Tidak dapat diperiksa karena ada sel yang bukan angka: %(columns)s.", columns=names))
    agrees = False if differences else True if checked else None
    return Total(index, label, agrees, joined(said, ". " if differences else " ") or _NOTHING_TO_CHECK)


def _reading(table: Table, index: int, rows: Sequence[int]) -> Reading:
    """A sum over a column with cells that are no figures can only be too small, never known to be too big."""
    found = _differences(table, index, rows)
    beside = [c for c in _beside(table, index) if table.unread(c, [*rows, index])]
    open_ended = {c for c, written, counted in found or () if written > counted and table.unread(c, rows)}
    differences = [parts for parts in found or () if parts[0] not in open_ended]
    checked = sum(index in table.figures(c) for c in table.numeric) - len(open_ended)
    return differences, sorted({*open_ended, *beside}), checked, len(rows)


def _beside(table: Table, index: int) -> list[int]:
    """Columns where this row has a figure although they are no figures, or none although they are."""
    row = table.grid.rows[index]
    return [
        column
        for column, cell in enumerate(row)
        if not is_blank(cell) and table.is_added(column) and (ends(cell) is None) == (column in table.numeric)
    ]


def _readings(table: Table, index: int, taken: set[int], breaks: Collection[int]) -> list[list[int]]:
    """What a total may add up: since the last total, all rows, the totals, since the last break."""
    every = _rows_before(table, index, taken)
    totals = sorted(row for row in taken if row < index)
    last_total = max(totals, default=-1)
    last_break = max((row for row in breaks if row < index), default=-1)
    return [
        [row for row in every if row > last_total],
        every,
        totals,
        [row for row in every if row > last_break],
    ]


def _difference(table: Table, column: int, written: float, counted: float) -> Sentence:
    return say(
        "%(column)s: tertulis %(written)s, hitungan %(counted)s, selisih %(gap)s",
        column=table.name(column),
        written=written,
        counted=counted,
        gap=written - counted,
    )
