"""A text file that was opened in a spreadsheet program and saved: every line whole in one column."""

from collections import Counter
from dataclasses import replace

from sentra.engines.sheets.limits import is_blank
from sentra.engines.sheets.problem import Book, Grid, Unreadable
from sentra.engines.sheets.text import DELIMITERS, read_text
from sentra.engines.sheets.values import mend, written

CUT = "lines"
_LINES_AT_LEAST = 3
_LOOKED_AT = 50
_MOST = 0.8
_DELIMITERS_AT_LEAST = 2  # a line of three cells or more


def unfolded(book: Book) -> Book:
    """The book with such sheets cut into their columns; a book without such sheets as it is."""
    sheets = tuple(_cut(grid) for grid in book.sheets)
    return book if sheets == book.sheets else Book(CUT, sheets)


def _cut(grid: Grid) -> Grid:
    if any(sum(not is_blank(cell) for cell in row) > 1 for row in grid.rows[:_LOOKED_AT]):
        return grid
    filled = {column for row in grid.rows for column, cell in enumerate(row) if not is_blank(cell)}
    if len(filled) != 1:
        return grid
    [column] = filled
    lines = [mend(written(row[column])) for row in grid.rows]
    if not _is_delimited([line for line in lines if line]):
        return grid
    try:
        [cut] = read_text("\n".join(lines)).sheets
    except Unreadable:
        return grid
    return replace(cut, name=grid.name, hidden=grid.hidden)


def _is_delimited(lines: list[str]) -> bool:
    """Whether nearly all lines hold the same number of one delimiter."""
    if len(lines) < _LINES_AT_LEAST:
        return False
    for delimiter in DELIMITERS:
        [(count, times)] = Counter(line.count(delimiter) for line in lines).most_common(1)
        if count >= _DELIMITERS_AT_LEAST and times >= _MOST * len(lines):
            return True
    return False
