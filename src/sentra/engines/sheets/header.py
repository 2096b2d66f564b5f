"""Finds the header of a sheet: below title rows, over one to three rows, above a numbering row."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from sentra.engines.sheets.feet import foot_rows, is_page_mark
from sentra.engines.sheets.limits import column_letter, is_blank
from sentra.engines.sheets.problem import Cell, Field, Grid
from sentra.engines.sheets.sections import reads_as_section
from sentra.engines.sheets.sentence import Sentence, say
from sentra.engines.sheets.titles import (
    PARTLY,
    ROW_NUMBER_WORDS,
    filled_cells,
    folded,
    header_likeness,
    header_words,
    is_label,
    is_short_number,
    is_title_word,
    title_score,
)

_ROWS_TRIED = 100
_TITLES_AT_LEAST = 3
_HEADER_AGAIN = 0.6
_HINT = re.compile(r"\s*\(.*\)\s*", re.DOTALL)
_MOST_HEADER_ROWS = 3
_LEAST_SCORE = 0.3
_FEWEST_LETTERS = 3
_ALPHABET = tuple("abcdefghijklmnopqrstuvwxyz")
_ROMAN = tuple("i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx".split())
_CONTINUED = re.compile(r"\s*\(?\s*lanjutan.{0,20}$", re.IGNORECASE)
_NUMBERING = re.compile(r"\(?(\d{1,3})\)?\.?(?:\s*=.*)?")
_UNIT_LABEL = re.compile(
    r"\((?:org|orang|kg|unit|buah|bh|pcs|ton|m2?|th|thn|tahun|bln|bulan|%|l|p|"
    r"(?:dalam )?rp[\s.]*(?:jutaan|juta|jt|ribuan|ribu|rb|[1x]?[.,]?\s?000(?:[.,]000)?)?[\s.,-]*)\)"
    r"|(?:org|orang|per tahun|per bulan|rupiah)",
    re.IGNORECASE,
)
_SUB_LABELS = frozenset(
    {"l", "p", "lk", "pr", "laki laki", "perempuan", "rp", "unit", "jumlah", "jml", "nilai"}
)


@dataclass(frozen=True, slots=True)
class HeaderFound:
    """Where the header stands. `rows` is empty when the sheet has none and then `headers` are letters.

    `skipped` are title, numbering, repeated header, blank and signature rows; rows count from 0.
    """

    rows: tuple[int, ...]
    first_row: int
    headers: tuple[str, ...]
    skipped: tuple[int, ...]
    warnings: tuple[Sentence, ...]


def find_header(grid: Grid, vocabulary: Sequence[Field]) -> HeaderFound:
    """Scores the first rows by their share of header words; a sheet without header gets `Kolom A` ..."""
    words = header_words(vocabulary)
    at = _best_row(grid, words) if grid.rows else None
    if at is None:
        return _without_header(grid)
    rows = _with_neighbours(grid, at, words)
    first = rows[-1] + 1
    while first < len(grid.rows) and _is_still_above(grid.rows[first], words):
        first += 1
    headers, warnings = _distinct(_labels(grid, rows))
    repeats = _repeated(grid, first)
    feet = foot_rows(grid, first, repeats)
    if feet:
        warnings.append(
            say(
                "Baris %(first)s sampai %(last)s di bawah tabel dianggap catatan atau tanda tangan.",
                first=feet[0] + 1,
                last=feet[-1] + 1,
            )
        )
    above = [row for row in range(first) if row not in rows]
    numbered = _only_numbered(grid, first, headers)
    if numbered:
        warnings.append(say("%(count)s baris hanya berisi nomor urut dan dilewati.", count=len(numbered)))
    skipped = {*above, *repeats, *feet, *numbered}
    return HeaderFound(rows, first, headers, tuple(sorted(skipped)), tuple(warnings))


def _is_still_above(row: Sequence[Cell], words: frozenset[str]) -> bool:
    """Numbering, blanks, hints (`(sesuai KTP)`) and titles once more (`nama_usaha`) are above the data."""
    if _is_blank_row(row) or _is_numbering(row):
        return True
    filled = filled_cells(row)
    if len(filled) < _TITLES_AT_LEAST:
        return False
    if all(isinstance(cell, str) and _HINT.fullmatch(cell) for cell in filled):
        return True
    titles = sum(is_title_word(cell, words) for cell in filled)
    return titles >= _TITLES_AT_LEAST and header_likeness(row, words) >= _HEADER_AGAIN


def _is_blank_row(row: Sequence[Cell]) -> bool:
    return all(is_blank(cell) for cell in row)


def _best_row(grid: Grid, words: frozenset[str]) -> int | None:
    scores = [header_likeness(row, words) for row in grid.rows[:_ROWS_TRIED]]
    best = max(range(len(scores)), key=lambda index: (scores[index], -index))
    if scores[best] >= _LEAST_SCORE:
        return best
    return _by_shape(grid)


def _by_shape(grid: Grid) -> int | None:
    """A row of distinct labels across the table, over columns that hold something else than labels."""
    width = len(grid.rows[0])
    for index, row in enumerate(grid.rows[:_ROWS_TRIED]):
        filled = filled_cells(row)
        if len(filled) < max(2, 0.6 * width):
            continue
        labels = [folded(str(cell)) for cell in filled]
        if not all(is_label(cell) and not re.search(r"\d{2}", str(cell)) for cell in filled):
            return None
        below = grid.rows[index + 1 : index + 31]
        if len(set(labels)) == len(labels) and any(_differs(below, c) for c in range(width)):
            return index
        return None
    return None


def _differs(below: Sequence[Sequence[Cell]], column: int) -> bool:
    """Whether the cells under a label are numbers or dates."""
    filled = [row[column] for row in below if not is_blank(row[column])]
    return bool(filled) and sum(not is_label(cell) for cell in filled) > 0.5 * len(filled)


def _with_neighbours(grid: Grid, at: int, words: frozenset[str]) -> tuple[int, ...]:
    rows = [at]
    while len(rows) < _MOST_HEADER_ROWS and _heads(grid, rows[0] - 1, rows[0]):
        rows.insert(0, rows[0] - 1)
    while len(rows) < _MOST_HEADER_ROWS and _continues(grid, rows[-1], rows[-1] + 1, words):
        rows.append(rows[-1] + 1)
    while len(rows) <= _MOST_HEADER_ROWS and _belongs(grid, rows, rows[-1] + 1):
        rows.append(rows[-1] + 1)
    return tuple(rows)


def _heads(grid: Grid, above: int, row: int) -> bool:
    """Whether the row above holds group labels (`Tenaga Kerja` over `L`, `P`) and not a title."""
    if above < 0:
        return False
    filled = [column for column, cell in enumerate(grid.rows[above]) if not is_blank(cell)]
    if not filled or not all(is_label(grid.rows[above][column]) for column in filled):
        return False
    if any(_is_group(grid, above, column) for column in filled):
        return True
    holes = sum(is_blank(grid.rows[row][column]) for column in filled)
    return len(filled) >= 2 and len(filled) < len(grid.rows[row]) and (holes > 0 or filled[0] > 0)


def _is_group(grid: Grid, row: int, column: int) -> bool:
    """A merged cell over two or more columns, but not over most of the table as a title is."""
    right = _right_end(grid, row, column)
    return right > column and right - column + 1 <= 0.6 * len(grid.rows[row])


def _right_end(grid: Grid, row: int, column: int) -> int:
    for top, left, bottom, right in grid.merges:
        if top <= row <= bottom and left <= column <= right:
            return right
    return column


def _continues(grid: Grid, row: int, below: int, words: frozenset[str]) -> bool:
    """Whether the row below is a second header row: labels only, where the upper row leaves room for them."""
    if below >= len(grid.rows):
        return False
    upper, lower = grid.rows[row], grid.rows[below]
    filled = [column for column, cell in enumerate(lower) if not is_blank(cell)]
    if not filled or not all(is_label(lower[column]) or is_short_number(lower[column]) for column in filled):
        return False
    if (len(filled) == 1 and not grid.merges) or reads_as_section(lower):
        return False
    if _tells_apart(upper, lower, words):
        return True
    own = [c for c in filled if _is_under_group(grid, row, c, filled) or _is_unit(lower[c])]
    known = sum(_known_sub_label(lower[column], words) for column in filled)
    return (
        len(own) == len(filled) and (known > 0 or _spans_down(grid, row, below)) and len(filled) < len(upper)
    )


def _tells_apart(upper: Sequence[Cell], lower: Sequence[Cell], words: frozenset[str]) -> bool:
    """`Nama, Alamat, Nama, Alamat` over `Pemilik, Pemilik, Usaha, Usaha`: only both rows together differ."""
    above, below = ([folded(_header_text(cell)) for cell in row] for row in (upper, lower))
    pairs = [pair for pair in zip(above, below, strict=True) if pair[0]]
    if len({name for name, _ in pairs}) == len(pairs) or len(set(pairs)) < len(pairs):
        return False
    return all(title_score(label, words) >= PARTLY / 2 for label in below if label)


def _belongs(grid: Grid, rows: Sequence[int], below: int) -> bool:
    """Whether labels below stand in a merge that began in the header, or are only units: `(org)`, `(Rp)`."""
    if below >= len(grid.rows):
        return False
    filled = filled_cells(grid.rows[below])
    units = [_is_unit(cell) for cell in filled]
    if not all(unit or is_label(cell) for unit, cell in zip(units, filled, strict=True)):
        return False
    if filled and all(units):
        return True
    return any(top in rows and bottom >= below for top, _, bottom, _ in grid.merges)


def _is_unit(cell: Cell) -> bool:
    return _UNIT_LABEL.fullmatch(_header_text(cell).strip()) is not None


def _known_sub_label(cell: Cell, words: frozenset[str]) -> bool:
    text = folded(_header_text(cell))
    return text in _SUB_LABELS or text.isdigit() or title_score(text, words) >= PARTLY / 2


def _spans_down(grid: Grid, row: int, below: int) -> bool:
    return any(top <= row and bottom >= below for top, _, bottom, _ in grid.merges)


def _is_under_group(grid: Grid, row: int, column: int, filled: Sequence[int]) -> bool:
    """Under a blank, or under a label that a blank or a merge extends to the right."""
    upper = grid.rows[row]
    if is_blank(upper[column]) or _right_end(grid, row, column) > column:
        return True
    following = column + 1
    return following in filled and following < len(upper) and is_blank(upper[following])


def _labels(grid: Grid, rows: Sequence[int]) -> list[str]:
    """The header of each column: the labels of all header rows from top to bottom."""
    width = len(grid.rows[rows[0]])
    layers = [_spread(grid, row, rows[-1]) for row in rows]
    labels = []
    for column in range(width):
        parts: list[str] = []
        for layer in layers:
            text = layer[column]
            if text and text.casefold() not in (part.casefold() for part in parts):
                parts.append(text)
        labels.append(" ".join(parts))
    return labels


def _spread(grid: Grid, row: int, last: int) -> list[str]:
    """The labels of one header row, group labels repeated over the columns they head."""
    cells = [" ".join(_header_text(cell).split()) for cell in grid.rows[row]]
    if row == last:
        return cells
    spread = list(cells)
    for column, text in enumerate(cells):
        merged = _right_end(grid, row, column)
        end = merged if merged > column else _open_end(grid, row, column, cells)
        if text:
            spread[column : end + 1] = [text] * (end + 1 - column)
    return spread


def _open_end(grid: Grid, row: int, column: int, cells: Sequence[str]) -> int:
    """Without merges a label with one below reaches over the blanks at its right that have some too."""
    below = grid.rows[row + 1]
    end = column
    while (
        not is_blank(below[column])
        and end + 1 < len(cells)
        and not cells[end + 1]
        and not is_blank(below[end + 1])
    ):
        end += 1
    return end


def _header_text(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)


def _distinct(labels: Sequence[str]) -> tuple[tuple[str, ...], list[Sentence]]:
    """Every column gets its own name: `Kolom F` where there is none, ` (2)` behind the second of one name."""
    seen: dict[str, int] = {}
    names, warnings = list[str](), list[Sentence]()
    for index, label in enumerate(labels):
        name = label or f"Kolom {column_letter(index)}"
        count = seen[name.casefold()] = seen.get(name.casefold(), 0) + 1
        if count > 1:
            warnings.append(
                say(
                    "Judul kolom '%(header)s' dipakai lebih dari sekali; kolom %(column)s disebut "
                    "'%(header)s (%(count)s)'.",
                    header=name,
                    column=column_letter(index),
                    count=count,
                )
            )
            name = f"{name} ({count})"
        names.append(name)
    return tuple(names), warnings


def _is_numbering(row: Sequence[Cell]) -> bool:
    """1, 2, 3 ... or (1), (2), (3) ... or a, b, c ... or I, II, III ... under the header."""
    filled = filled_cells(row)
    if len(filled) >= _FEWEST_LETTERS and _counted_otherwise([_header_text(cell) for cell in filled]):
        return True
    matches = [_NUMBERING.fullmatch(_header_text(cell).strip()) for cell in filled]
    numbers = [int(match.group(1)) for match in matches if match]
    if len(filled) < 3 or len(numbers) < 0.8 * len(filled) or numbers[0] > 2:
        return False
    steps = [after - before for before, after in pairwise(numbers)]
    return sum(step == 1 for step in steps) >= 0.8 * len(steps) and all(step > 0 for step in steps)


def _counted_otherwise(cells: Sequence[str]) -> bool:
    """Letters or Roman numerals, each the next."""
    marks = tuple(cell.strip(" ().").casefold() for cell in cells)
    return marks in (_ALPHABET[: len(marks)], _ROMAN[: len(marks)])


def _repeated(grid: Grid, first: int) -> list[int]:
    """Blank rows, and rows that repeat a title, header or numbering row further down (page breaks)."""
    above = {_key(row) for row in grid.rows[:first]} - {()}
    opening = {key[0] for key in above}
    found = []
    for index in range(first, len(grid.rows)):
        row = grid.rows[index]
        head = next((cell for cell in row if not is_blank(cell)), None)
        if head is None or is_page_mark(row) or (folded(_bare_title(head)) in opening and _key(row) in above):
            found.append(index)
    return found


def _only_numbered(grid: Grid, first: int, headers: Sequence[str]) -> list[int]:
    """Rows prepared for later: they hold a row number and nothing else."""
    columns = [column for column, header in enumerate(headers) if folded(header) in ROW_NUMBER_WORDS]
    if len(columns) != 1 or len(headers) == 1:
        return []
    [column] = columns
    beside = 1 if column == 0 else 0  # tells most rows by one cell
    rows = enumerate(grid.rows[first:], first)
    return [index for index, row in rows if is_blank(row[beside]) and _is_row_number(row, column)]


def _is_row_number(row: Sequence[Cell], column: int) -> bool:
    if any(not is_blank(cell) for at, cell in enumerate(row) if at != column):
        return False
    return _header_text(row[column]).strip(" .").isdecimal()


def _bare_title(cell: Cell) -> str:
    return _CONTINUED.sub("", _header_text(cell))


def _key(row: Sequence[Cell]) -> tuple[str, ...]:
    return tuple(folded(_bare_title(cell)) for cell in filled_cells(row))


def _without_header(grid: Grid) -> HeaderFound:
    width = len(grid.rows[0]) if grid.rows else 0
    blanks = tuple(index for index, row in enumerate(grid.rows) if _is_blank_row(row))
    warning = say("Lembar ini tidak mempunyai baris judul kolom; kolom disebut menurut hurufnya.")
    return HeaderFound((), 0, tuple(f"Kolom {column_letter(i)}" for i in range(width)), blanks, (warning,))
