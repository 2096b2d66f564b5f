"""What each column of a text file usually holds, so that a line with too many or too few cells can be judged.

A naive Bayes score over the words of each cell, learned from the lines of the right width. A line is put
right only when one reading is clearly better than every other and fits the shape of every column.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_LETTER = re.compile(r"[^\W\d_]")
_SMOOTHING = 0.5
_CLEARLY = 2.0  # nats between the best reading and the next
_MOST_SURPLUS = 6
NOTHING_JOINED = -1


@dataclass(slots=True)
class Profile:
    """Counts per column, learned from rows of `width` cells."""

    width: int
    words: list[Counter[str]] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)
    lettered: list[float] = field(default_factory=list)
    vocabulary: int = 1

    def joined(self, cells: Sequence[str], delimiter: str) -> tuple[int, list[str]] | None:
        """Takes a line with too many cells as one text with unquoted delimiters in it.

        Returns (column, cells), or None when no single column explains the surplus without doubt. Where the
        surplus is blank at the end, dropping it is one more reading, with NOTHING_JOINED as its column.
        """
        surplus = len(cells) - self.width
        if not 0 < surplus <= _MOST_SURPLUS:
            return None
        readings = [
            (column, [*cells[:column], delimiter.join(cells[column:end]), *cells[end:]])
            for column in range(self.width)
            if self.lettered[column] >= 0.5
            for end in (column + surplus + 1,)
        ]
        if not any(cell.strip() for cell in cells[self.width :]):
            readings.append((NOTHING_JOINED, list(cells[: self.width])))
        scored = sorted(
            ((self._score(row), column, row) for column, row in readings if self.fits(row)),
            key=lambda reading: -reading[0],
        )
        if not scored or (len(scored) > 1 and scored[0][0] - scored[1][0] < _CLEARLY):
            return None
        return scored[0][1], scored[0][2]

    def ends_early(self, cells: Sequence[str]) -> bool:
        """Whether the missing cells of a short line are the last ones (and not some in the middle)."""
        missing = [""] * (self.width - len(cells))
        at_end = [*cells, *missing]
        best = max(self._score([*cells[:at], *missing, *cells[at:]]) for at in range(len(cells) + 1))
        return self.fits(at_end) and self._score(at_end) >= best

    def _score(self, row: Sequence[str]) -> float:
        return sum(self._cell_score(column, cell) for column, cell in enumerate(row))

    def _cell_score(self, column: int, cell: str) -> float:
        words, size = self.words[column], self.totals[column] + _SMOOTHING * self.vocabulary
        return sum(math.log((words[token] + _SMOOTHING) / size) for token in _tokens(cell))

    def fits(self, row: Sequence[str]) -> bool:
        """A column of numbers takes no words, a column of words no bare numbers; blank fits anywhere."""
        for share, cell in zip(self.lettered, row, strict=True):
            letters = bool(_LETTER.search(cell))
            if cell.strip() and ((share < 0.05 and letters) or (share > 0.95 and not letters)):
                return False
        return True


def learned(rows: Sequence[Sequence[str]], width: int) -> Profile:
    """The profile of the columns; `rows` all have `width` cells."""
    profile = Profile(width)
    for column in range(width):
        cells = [row[column] for row in rows]
        words = Counter(token for cell in cells for token in _tokens(cell))
        filled = [cell for cell in cells if cell.strip()]
        profile.words.append(words)
        profile.totals.append(words.total())
        profile.lettered.append(sum(bool(_LETTER.search(c)) for c in filled) / len(filled) if filled else 0.5)
    profile.vocabulary = len(set().union(*profile.words)) or 1
    return profile


def _tokens(cell: str) -> list[str]:
    """Words in lower case, numbers by their length, how the cell begins, and the cell as a whole."""
    if not cell.strip():
        return ["(blank)"]
    found = [t.lower() if t[0].isalpha() else f"#{len(t)}" for t in _TOKEN.findall(cell)] or ["(sign)"]
    return ["^ " if cell[0] == " " else "^", f"^{found[0]}", f"={' '.join(found)}", *found]
