"""Cuts the lines of a delimited text file into cells, honouring quotes where they can be honoured."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

_LONGEST_CELL_LINES = 30  # a quoted cell over more lines than this is a quote that was never closed
_MOST_CELLS = 1_000
_WRAPPED = re.compile(r'\s*"((?:[^"]|"")*)"\s*\Z')


@dataclass(frozen=True, slots=True)
class Record:
    """One logical line: `line` is its first physical line from 1; `unclosed` when a quote does not end."""

    line: int
    text: str
    cells: list[str]
    unclosed: bool = False
    rejoined: bool = False  # put together from pieces, without the help of quotes


@cache
def _field(delimiter: str) -> re.Pattern[str]:
    mark = re.escape(delimiter)
    return re.compile(rf'[ ]*"([^"]*(?:""[^"]*)*)"[ ]*(?={mark}|\Z)|([^{mark}]*)')


def split(text: str, delimiter: str) -> tuple[list[str], bool]:
    """The cells of one line, and whether one begins with a quote that does not end before a delimiter."""
    if '"' not in text:
        return text.split(delimiter), False
    cells: list[str] = []
    unclosed, position, pattern = False, 0, _field(delimiter)
    while position <= len(text) and len(cells) < _MOST_CELLS:
        match = pattern.match(text, position)
        quoted, plain = match.groups() if match else (None, text[position:])
        unclosed = unclosed or (quoted is None and plain.lstrip(" ").startswith('"'))
        cells.append(_unescaped(plain) if quoted is None else quoted.replace('""', '"'))
        position = (match.end() if match else len(text)) + 1
    return cells, unclosed


def _unescaped(plain: str) -> str:
    """`"Toko "Maju" Jaya"`: quotes around a cell that has more of them inside, not doubled."""
    bare = plain.strip(" ")
    inside = bare[1:-1]
    wrapped = len(bare) > 2 and bare[0] == bare[-1] == '"' and inside.count('"') % 2 == 0 and '"' in inside
    return inside if wrapped else plain


def unwrapped(text: str) -> str | None:
    """The content of a line that was quoted as a whole, else None."""
    match = _WRAPPED.match(text)
    return match.group(1).replace('""', '"') if match else None


def records(lines: Sequence[str], delimiter: str, width: int) -> Iterator[Record]:
    """The logical lines: a quoted cell may go over several physical lines when the width then fits."""
    index = 0
    while index < len(lines):
        cells, unclosed = split(lines[index], delimiter)
        taken = _joined(lines, index, delimiter, width) if unclosed else None
        if taken:
            yield Record(index + 1, "\n".join(lines[index : index + taken[0]]), taken[1])
            index += taken[0]
            continue
        yield Record(index + 1, lines[index], cells, unclosed)
        index += 1


def _joined(lines: Sequence[str], start: int, delimiter: str, width: int) -> tuple[int, list[str]] | None:
    """How many lines from `start` make one record of the right width, and its cells.

    Lines that are complete rows each by itself are never joined: then it is the quotes that are wrong.
    """
    for count in range(2, min(_LONGEST_CELL_LINES, len(lines) - start) + 1):
        part = lines[start : start + count]
        cells, unclosed = split("\n".join(part), delimiter)
        if not unclosed and len(cells) == width:
            full = [len(split(line, delimiter)[0]) == width for line in part]
            return None if all(full) or any(full[1:-1]) else (count, cells)
    return None


_OPENING = re.compile(r"(?:^|(?<=[,;\t|]))'")
_CLOSING = re.compile(r"'(?=[,;\t|]|$)")
_APOSTROPHES_AT_LEAST = 2


def is_in_apostrophes(line: str) -> bool:
    """Whether two cells or more stand in `'...'`, as some programs write, and none in `"..."`."""
    if '"' in line:
        return False
    opened = len(_OPENING.findall(line))
    return opened >= _APOSTROPHES_AT_LEAST and opened == len(_CLOSING.findall(line))


def in_quotes(line: str) -> str:
    """The line with `"` in the place of such apostrophes; one within a name stays."""
    return _CLOSING.sub('"', _OPENING.sub('"', line)) if is_in_apostrophes(line) else line
