"""What stands below a table, or between its pages, and is no row of it: notes, signatures, page marks."""

import re
from collections.abc import Sequence

from sentra.engines.sheets.limits import is_blank
from sentra.engines.sheets.problem import Cell, Grid

_SAMPLE = 500
_MOST_CELLS = 3  # a signature block is at most two or three columns wide
_USUAL_AT_LEAST = 4
_MONTH = "januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november|desember"
_SIGNED = re.compile(
    r"\s*(?:mengetahui|menyetujui|disetujui|diperiksa|disahkan|dibuat oleh|disusun oleh|petugas|pendata|"
    r"kepala (?:dinas|bidang|desa|seksi|uptd?|puskesmas)|camat\b|lurah\b|a\.\s?n\.\s|plt\.?\s|"
    r"nip\b|nrp\b|keterangan\s*:|ket\s*[.:]|catatan|sumber\s*:|\*|"
    rf"[a-z. ]{{3,40}},\s*(?:tgl\.?\s*)?[0-9. ]{{1,5}}\s*(?:{_MONTH})\s*[0-9. ]{{4,6}})",
    re.IGNORECASE,
)
_TOTAL = re.compile(r"\s*(?:sub\s*-?\s*)?(?:grand\s+)?(?:total|jumlah|jml|rata\s*-?\s*rata)\b", re.IGNORECASE)
_PAGE = re.compile(
    r"\s*(?:hal(?:aman)?|page|lembar(?:\s+ke)?)\s*[.:]?\s*-?\s*[0-9]{1,4}"
    r"(?:\s*(?:dari|of|/)\s*[0-9]{1,4})?\s*-?\s*|\s*bersambung\b.{0,30}",
    re.IGNORECASE,
)


def is_page_mark(row: Sequence[Cell]) -> bool:
    """`Halaman 2 dari 5` alone in its row."""
    if len(row) - row.count(None) > 2 * _MOST_CELLS:
        return False
    filled = [cell for cell in row if not is_blank(cell)]
    return len(filled) == 1 and isinstance(filled[0], str) and _PAGE.fullmatch(filled[0]) is not None


def foot_rows(grid: Grid, first: int, gaps: Sequence[int]) -> list[int]:
    """The filled rows after the last row of the table: few cells, below a blank row or begun by a known word.

    Total rows right below the table are not among them. `gaps` are blank and repeated rows.
    """
    last = _last_full(grid, first)
    if last is None:
        return []
    blank = frozenset(gaps)
    tail = [index for index in range(last + 1, len(grid.rows)) if index not in blank]
    while tail and _is_total(grid.rows[tail[0]]):
        last = tail.pop(0)
    begins = next((i for i in tail if _is_signed(grid.rows[i])), None)
    if last + 1 in blank and _usual(grid, first) >= _USUAL_AT_LEAST:
        return tail
    return [] if begins is None else [index for index in tail if index >= begins]


def _last_full(grid: Grid, first: int) -> int | None:
    """The last row that has more cells than a signature, or as many as the rows of a narrow table."""
    least = min(_MOST_CELLS, _usual(grid, first))
    found = (
        i
        for i in range(len(grid.rows) - 1, first - 1, -1)
        if _count(grid.rows[i]) >= least and not _is_signed(grid.rows[i])
    )
    return next(found, None)


def _usual(grid: Grid, first: int) -> int:
    """How many cells a row of this table usually has; the rows of a long signature do not count."""
    counts = sorted(n for row in grid.rows[first : first + _SAMPLE] if (n := _count(row)) > 0)
    full = [n for n in counts if 2 * n >= counts[-1]]
    return full[len(full) // 2] if full else 0


def _count(row: Sequence[Cell]) -> int:
    return sum(not is_blank(cell) for cell in row)


def _is_total(row: Sequence[Cell]) -> bool:
    first = next((cell for cell in row if not is_blank(cell)), None)
    return isinstance(first, str) and _TOTAL.match(first) is not None


def _is_signed(row: Sequence[Cell]) -> bool:
    """Whether a row of few cells begins as a note, a place and date, or a signature does."""
    filled = [cell for cell in row if not is_blank(cell)]
    words = [cell for cell in filled if isinstance(cell, str)]
    return (
        0 < len(filled) <= _MOST_CELLS
        and len(words) == len(filled)
        and any(_SIGNED.match(word) for word in words)
    )
