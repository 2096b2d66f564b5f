"""Shapes of a sheet that are no single list: forms, tables side by side, a second table below the first."""

from collections.abc import Collection, Sequence
from itertools import pairwise

from sentra.engines.sheets.header import HeaderFound
from sentra.engines.sheets.limits import column_letter, is_blank
from sentra.engines.sheets.mapping import meant_field
from sentra.engines.sheets.problem import Cell, Field, Grid
from sentra.engines.sheets.sentence import NOTHING_SAID, Sentence, say
from sentra.engines.sheets.titles import folded, header_likeness, header_words, is_title_word

_HEADER_AT_LEAST = 0.6
_TITLES_AT_LEAST = 3
_FORM_ROWS = 60
_LABELS_AT_LEAST = 3
_MOST_TITLES_OF_A_FORM = 2  # a true header has more titles in one row than a form has labels


def other_table(row: int) -> Sentence:
    """The sentence for rows of a second table; `row` counts from 0."""
    return say(
        "Di baris %(row)s mulai tabel lain dengan judul kolom yang berbeda; baris-barisnya tidak dibaca. "
        "Pindahkan tabel itu ke lembar sendiri.",
        row=row + 1,
    )


def second_table(
    grid: Grid, first_row: int, vocabulary: Sequence[Field], skipped: Collection[int]
) -> int | None:
    """The row, from 0, of another header among the data rows; a repeated header is `skipped` already."""
    words = header_words(vocabulary)
    left_out = frozenset(skipped)
    for index in range(first_row + 1, len(grid.rows)):
        if index not in left_out and _is_header(grid.rows[index], words):
            return index
    return None


def _is_header(row: Sequence[Cell], words: frozenset[str]) -> bool:
    """Three titles of the vocabulary or more, and hardly anything else. Most rows are told by one cell."""
    first = next((cell for cell in row if not is_blank(cell)), None)
    if not isinstance(first, str) or not is_title_word(first, words):
        return False
    if sum(is_title_word(cell, words) for cell in row) < _TITLES_AT_LEAST:
        return False
    return header_likeness(row, words) >= _HEADER_AT_LEAST


def strange_shape(grid: Grid, found: HeaderFound, vocabulary: Sequence[Field]) -> Sentence:
    """Why the sheet is no list (a form, tables side by side, no rows); nothing said when it may be one."""
    words = header_words(vocabulary)
    return _form(grid, found, words) or _side_by_side(grid, found, vocabulary) or _without_rows(grid, found)


def _without_rows(grid: Grid, found: HeaderFound) -> Sentence:
    left_out = frozenset(found.skipped)
    if not found.rows or any(index not in left_out for index in range(found.first_row, len(grid.rows))):
        return NOTHING_SAID
    return say(
        "Lembar '%(sheet)s' tidak berisi data: di bawah judul kolom (baris %(row)s) kosong.",
        sheet=grid.name,
        row=found.first_row,
    )


def _form(grid: Grid, found: HeaderFound, words: frozenset[str]) -> Sentence:
    """Titles one under another in the first column that has them: label, value, label, value."""
    in_header = max((sum(is_title_word(c, words) for c in grid.rows[r]) for r in found.rows), default=0)
    if in_header > _MOST_TITLES_OF_A_FORM:
        return NOTHING_SAID
    firsts = [next((c for c in row if not is_blank(c)), None) for row in grid.rows[:_FORM_ROWS]]
    labels = {
        folded(cell.rstrip(" :"))
        for cell in firsts
        if isinstance(cell, str) and is_title_word(cell.rstrip(" :"), words)
    }
    if len(labels) < _LABELS_AT_LEAST or len(labels) < 0.4 * sum(cell is not None for cell in firsts):
        return NOTHING_SAID
    return say(
        "Lembar '%(sheet)s' berupa formulir (judul di kiri, isinya di kanan), bukan daftar. "
        "Salin isinya ke satu baris dengan judul kolom di atas.",
        sheet=grid.name,
    )


def _side_by_side(grid: Grid, found: HeaderFound, vocabulary: Sequence[Field]) -> Sentence:
    """The titles of the first table come again at the right, a name among them, and both hold rows."""
    titles = [folded(_last_label(found, c)) for c in range(len(found.headers))]
    twice = [(titles.index(t), c) for c, t in enumerate(titles) if t and titles.index(t) < c]
    if len(twice) < 2 or any(b[0] <= a[0] for a, b in pairwise(twice)) or twice[-1][0] >= twice[0][1]:
        return NOTHING_SAID
    names = [pair for pair in twice if _is_name(found.headers[pair[0]], vocabulary)]
    if not names or not all(_filled(grid, found.first_row, c) for pair in names for c in pair):
        return NOTHING_SAID
    left, right = twice[0]
    return say(
        "Lembar '%(sheet)s' berisi beberapa tabel berdampingan (kolom %(left)s dan kolom %(right)s sama "
        "judulnya, baris %(row)s). Pindahkan tabel di kanan ke lembar sendiri.",
        sheet=grid.name,
        left=column_letter(left),
        right=column_letter(right),
        row=found.first_row,
    )


def _last_label(found: HeaderFound, column: int) -> str:
    """The title as written: `_distinct` has put a number behind a second one."""
    if found.headers[column].endswith(")") and " (" in found.headers[column]:
        bare, _, number = found.headers[column].rpartition(" (")
        return bare if number.rstrip(")").isdigit() and bare in found.headers else found.headers[column]
    return "" if found.headers[column].startswith("Kolom ") else found.headers[column]


def _is_name(header: str, vocabulary: Sequence[Field]) -> bool:
    field = meant_field(header, vocabulary)
    return field is not None and field.kind == "name"


def _filled(grid: Grid, first_row: int, column: int) -> bool:
    return any(column < len(row) and not is_blank(row[column]) for row in grid.rows[first_row:])
