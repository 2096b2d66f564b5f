"""Rows that a line break inside a cell has cut in pieces, where broken quotes hold them no longer."""

import re
from collections.abc import Iterator, Sequence

from sentra.engines.sheets.lines import Record, split
from sentra.engines.sheets.repair import Profile

_MOST_PIECES = 6
_AT_BREAK = re.compile(r'[ "]*\n[ "]*')


def rejoined(
    found: Sequence[Record], delimiters: Sequence[str], width: int, profile: Profile
) -> Iterator[Record]:
    """The records, pieces put together again where together they make exactly one row that fits its columns.

    Only pieces are tried that have a quote among them or cannot be rows by themselves, and never a line that
    is a whole row. The first of `delimiters` is the usual one; a row may have been written with another.
    """
    at = 0
    while at < len(found):
        row = _row_of_pieces(found, at, delimiters, width, profile)
        yield row[1] if row else found[at]
        at += row[0] if row else 1


def _row_of_pieces(
    found: Sequence[Record], at: int, delimiters: Sequence[str], width: int, profile: Profile
) -> tuple[int, Record] | None:
    """How many records from `at` make one row, and that row."""
    if not found[at].text.strip() or _is_whole(found[at], delimiters, width):
        return None
    for count in range(2, min(_MOST_PIECES, len(found) - at) + 1):
        pieces = found[at : at + count]
        if _is_whole(pieces[-1], delimiters, width):
            return None
        text = "\n".join(piece.text for piece in pieces)
        cut = '"' in text or not all(_may_be_row(piece, width, profile) for piece in pieces[1:])
        cells = _cells(text, delimiters, width, profile) if cut else None
        if cells:
            return count, Record(found[at].line, text, cells, rejoined=True)
    return None


def _may_be_row(record: Record, width: int, profile: Profile) -> bool:
    """Whether a short line could be a row whose last cells are missing."""
    return profile.fits([*record.cells, *[""] * (width - len(record.cells))])


def _is_whole(record: Record, delimiters: Sequence[str], width: int) -> bool:
    return len(record.cells) >= width or any(len(split(record.text, d)[0]) >= width for d in delimiters)


def _cells(text: str, delimiters: Sequence[str], width: int, profile: Profile) -> list[str] | None:
    """The cells of a row whose quotes mean nothing any more."""
    for delimiter in delimiters:
        cells = [_AT_BREAK.sub("\n", cell.strip().strip('"')) for cell in text.split(delimiter)]
        if len(cells) == width and profile.fits(cells):
            return cells
    return None
