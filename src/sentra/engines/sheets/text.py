"""Text files: what the bytes say, which delimiter holds, and rows whose quotes or delimiters are broken.

A file that cannot be cut into columns with certainty is refused; a few such lines in a good file are
handed on as `broken`, so that only they are rejected.
"""

import codecs
import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from sentra.engines.sheets.joining import rejoined
from sentra.engines.sheets.limits import (
    BINARY,
    EMPTY,
    MAX_LINE_CHARS,
    MAX_ROWS,
    check_size,
    squared,
    too_long,
)
from sentra.engines.sheets.lines import Record, in_quotes, is_in_apostrophes, records, split, unwrapped
from sentra.engines.sheets.problem import Book, Cell, Grid, Unreadable
from sentra.engines.sheets.repair import NOTHING_JOINED, Profile, learned
from sentra.engines.sheets.sentence import Sentence, say

DELIMITERS = (",", ";", "\t", "|")
_NAMES = {",": say("koma"), ";": say("titik koma"), "\t": say("tab"), "|": say("garis tegak")}
_SAMPLE_LINES = 2_000
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x19\x1b-\x1e\x7f-\x9f]")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decode(data: bytes) -> str:
    """The text of a file in UTF-8, UTF-16, Windows-1252 or Latin-1. Raises Unreadable when it is none."""
    text = _decoded(data)
    if "\x00" in text:
        line = text.count("\n", 0, text.index("\x00")) + 1
        raise Unreadable(
            say(
                "Baris %(row)s memuat byte NUL, jadi berkas ini bukan teks yang utuh. "
                "Ekspor ulang dari aplikasi asalnya.",
                row=line,
            ),
            row=line,
        )
    controls = sum(1 for _ in _CONTROL.finditer(text))
    if controls > 2 + len(text) // 500:
        raise Unreadable(BINARY)
    return text


def _decoded(data: bytes) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace")
    head = data[:4000]
    if head[1::2].count(0) > 0.8 * len(head[1::2]) > 0:
        return data.decode("utf-16-le", errors="replace")
    if head[::2].count(0) > 0.8 * len(head[::2]) > 0:
        return data.decode("utf-16-be", errors="replace")
    for encoding in ("utf-8", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def read_text(text: str) -> Book:
    """Reads delimited text. Raises Unreadable with the line and what was seen there."""
    lines = re.split(r"\r\n|\n|\r", text)
    _check_lines(lines)
    declared, lines = _declared(lines)
    tried = [rows for d in declared if (rows := _clean_rows(lines, d))]
    grid = _grid(max(tried, key=_weight)) if tried else _line_by_line(lines, _best_delimiter(lines, declared))
    if not grid.rows:
        raise Unreadable(EMPTY)
    check_size(grid.name, len(grid.rows), len(grid.rows[0]))
    return Book("csv", (grid,))


def _check_lines(lines: Sequence[str]) -> None:
    if not any(line.strip(' \t,;|"') for line in lines):
        raise Unreadable(EMPTY)
    longest = max(range(len(lines)), key=lambda index: len(lines[index]))
    if len(lines[longest]) > MAX_LINE_CHARS:
        raise Unreadable(
            say(
                "Baris %(row)s panjangnya %(length)s huruf dalam satu baris; "
                "berkas ini bukan daftar berkolom.",
                row=longest + 1,
                length=len(lines[longest]),
            ),
            row=longest + 1,
        )
    if len(lines) > 2 * MAX_ROWS:
        raise too_long("Data", len(lines))


def _declared(lines: list[str]) -> tuple[Sequence[str], list[str]]:
    """The delimiters to try and the lines to cut: without Excel's `sep=;`, unwrapped if quoted as a whole."""
    declared = re.fullmatch(r"sep=([,;|\t])", lines[0].strip("\ufeff "), re.IGNORECASE)
    if declared:
        return (declared.group(1),), lines[1:]
    sample = [line for line in lines[:_SAMPLE_LINES] if line.strip()]
    wrapped = [inner for line in sample if (inner := unwrapped(line)) and any(d in inner for d in DELIMITERS)]
    if len(wrapped) > 0.8 * len(sample):
        lines = [unwrapped(line) or line for line in lines]
    elif sum(map(is_in_apostrophes, sample)) > 0.8 * len(sample):
        lines = [in_quotes(line) for line in lines]
    return DELIMITERS, lines


def _weight(rows: Sequence[Sequence[str]]) -> tuple[float, int]:
    """Of two clean readings the wider counts more, unless it leaves more rows short."""
    width = max(map(len, rows))
    return round(sum(len(row) == width for row in rows) / len(rows), 1), width


def _best_delimiter(lines: Sequence[str], candidates: Sequence[str]) -> str:
    """The one that cuts most lines into the same number of columns; a lone column has none (`;`)."""
    sample = [line for line in lines if line.strip()][:_SAMPLE_LINES]
    usual = {delimiter: _usual(sample, delimiter) for delimiter in candidates}
    best = max(candidates, key=lambda d: (usual[d][0] > 1, usual[d][1] + 0.02 * min(usual[d][0], 20)))
    width, share = usual[best]
    if width == 1 and sum(any(d in line for d in DELIMITERS) for line in sample) <= 0.05 * len(sample):
        return best
    if width == 1 or share < 0.6:
        raise Unreadable(
            say(
                "Pemisah kolom berkas ini tidak tetap: yang paling sering (%(delimiter)s) hanya membagi rata "
                "%(share)s%% baris. Buka di Excel atau LibreOffice, rapikan kolomnya, simpan sebagai .xlsx.",
                delimiter=_NAMES[best],
                share=round(100 * share) if width > 1 else 0,
            )
        )
    return best


def _usual(lines: Sequence[str], delimiter: str) -> tuple[int, float]:
    """Width and share, counted over whole records or, where quotes cannot be trusted, over lines."""
    return max((_usual_width(one, delimiter) for one in (_logical(lines), lines)), key=lambda usual: usual[1])


def _logical(lines: Sequence[str]) -> list[str]:
    """The lines, those joined between which a quote is open; a quote that stays open joins nothing."""
    found: list[str] = []
    at = 0
    while at < len(lines):
        end, quotes = at + 1, lines[at].count('"')
        while quotes % 2 and end < min(len(lines), at + 30):
            quotes += lines[end].count('"')
            end += 1
        end = at + 1 if quotes % 2 else end
        found.append("\n".join(lines[at:end]))
        at = end
    return found


def _usual_width(lines: Sequence[str], delimiter: str) -> tuple[int, float]:
    """The most frequent number of cells of a line, and the share of the lines that have it.

    The share counts from the first line of that width on: what comes before are titles.
    """
    widths = [len(split(line, delimiter)[0]) for line in lines]
    wide = Counter(width for width in widths if width > 1)
    if wide.total() < 0.1 * len(lines) or not wide:
        return 1, 1.0
    width = max(wide, key=lambda w: (wide[w], w))
    return width, wide[width] / (len(widths) - widths.index(width))


def _clean_rows(lines: Sequence[str], delimiter: str) -> list[list[str]] | None:
    """The rows as the strict reader has them, when nothing about them is in doubt; else None."""
    try:
        rows = list(csv.reader((f"{line}\n" for line in lines), delimiter=delimiter, strict=True))
    except csv.Error:
        return None
    width = max(map(len, rows))
    full = [index for index, row in enumerate(rows) if len(row) == width]
    filled = sum(not _blank(row) for row in rows)
    if width < 2 or len(full) < max(min(2, filled), 0.3 * filled):
        return None
    if any(len(row) != width and not _blank(row) for row in rows[full[0] :]):
        return None
    return None if len(rows) < len(lines) and _swallowed(rows, delimiter, width) else rows


def _swallowed(rows: Sequence[Sequence[str]], delimiter: str, width: int) -> bool:
    """Whether a cell over several lines seems to hold whole rows: then its quotes are not to be trusted."""
    return any(
        "\n" in cell and any(line.count(delimiter) >= max(1, width - 2) for line in cell.split("\n"))
        for row in rows
        for cell in row
    )


def _blank(row: Sequence[str]) -> bool:
    return not any(cell.strip() for cell in row)


def _grid(rows: Sequence[Sequence[str]]) -> Grid:
    cells: list[list[Cell]] = [[_text(cell) for cell in row] for row in rows]
    return Grid("Data", squared(cells))


def _text(cell: str) -> str | None:
    """An empty cell is None; Excel's `="0812"` is the text 0812."""
    if cell.startswith('="') and cell.endswith('"') and len(cell) > 2:
        return cell[2:-1] or None
    return cell or None


@dataclass(slots=True)
class _Reading:
    """The state of reading a file whose lines are not all of one width."""

    delimiter: str
    width: int
    profile: Profile
    rows: list[list[str]] = field(default_factory=list)
    broken: dict[int, Sentence] = field(default_factory=dict)
    repaired: dict[int, Sentence] = field(default_factory=dict)
    doubtful: list[Record] = field(default_factory=list)
    begun: bool = False  # a row of full width was seen: what came before are titles

    def take(self, record: Record) -> None:
        cells = record.cells
        if record.rejoined:
            self.repaired[len(self.rows)] = say("Baris ini terpotong di tengah sel; disambung kembali.")
        while not self.begun and len(cells) > self.width and not cells[-1].strip():
            cells = cells[:-1]
        if _blank(cells):
            cells = []
        elif len(cells) != self.width:
            cells = self._mended(record, cells)
        else:
            self.begun = self.begun or sum(bool(cell.strip()) for cell in cells) >= min(2, self.width)
        self.rows.append(self._unquoted(cells) if '"' in record.text else cells)

    def _unquoted(self, cells: list[str]) -> list[str]:
        bare = [_without_stray(cell) for cell in cells]
        if bare != cells and len(self.rows) not in self.broken:
            self.repaired.setdefault(len(self.rows), say("Tanda kutip yang tidak berpasangan dibuang."))
        return bare

    def _mended(self, record: Record, cells: list[str]) -> list[str]:
        for attempt in (self._other_delimiter, self._two_delimiters, self._too_many, self._too_few):
            mended = attempt(record, cells)
            if mended is not None:
                return mended
        self.broken[len(self.rows)] = _seen(len(cells), self.width, record.text)
        self.doubtful.append(record)
        return [*cells[: self.width - 1], self.delimiter.join(cells[self.width - 1 :])]

    def _other_delimiter(self, record: Record, cells: list[str]) -> list[str] | None:
        """A line quoted as a whole, or one that another program wrote with another delimiter."""
        if self.width < 3 or len(cells) > 2:
            return None
        text = unwrapped(record.text) or record.text
        for delimiter in (self.delimiter, *DELIMITERS):
            found, _ = split(text, delimiter)
            if len(found) > self.width and delimiter != self.delimiter:
                joined = self.profile.joined(found, delimiter)
                found = joined[1] if joined else found
            if len(found) == self.width and self.profile.fits(found):
                self.repaired[len(self.rows)] = say(
                    "Baris ini ditulis dengan pemisah %(delimiter)s atau dikutip utuh; "
                    "dibaca sesuai jumlah kolomnya.",
                    delimiter=_NAMES[delimiter],
                )
                return found
        return None

    def _two_delimiters(self, record: Record, cells: list[str]) -> list[str] | None:
        """A line in which two delimiters alternate, when both together make exactly one fitting row."""
        if self.width < 4 or len(cells) >= self.width:
            return None
        for other in DELIMITERS:
            found = re.split(f"[{re.escape(self.delimiter + other)}]", record.text)
            if other in record.text and len(found) == self.width and self.profile.fits(found):
                self.repaired[len(self.rows)] = say(
                    "Baris ini memakai dua pemisah (%(one)s dan %(other)s); dibaca sesuai jumlah kolomnya.",
                    one=_NAMES[self.delimiter],
                    other=_NAMES[other],
                )
                return found
        return None

    def _too_many(self, record: Record, cells: list[str]) -> list[str] | None:
        if len(cells) < self.width:
            return None
        if not self.begun and not re.search(r"\d", record.text):
            return cells  # the header names more columns than the rows fill
        found = self.profile.joined(cells, self.delimiter)
        if found is None:
            return None
        if found[0] != NOTHING_JOINED:
            self.repaired[len(self.rows)] = say(
                "Tanda %(delimiter)s di dalam teks kolom %(column)s tidak dikutip; "
                "teksnya disatukan kembali.",
                delimiter=_NAMES[self.delimiter],
                column=found[0] + 1,
            )
        return found[1]

    def _too_few(self, record: Record, cells: list[str]) -> list[str] | None:
        if len(cells) > self.width:
            return None
        filled = sum(bool(cell.strip()) for cell in cells)
        ends = not self.begun or filled <= 2 or self.profile.ends_early(cells)
        return cells if ends and record.text.count('"') % 2 == 0 else None


def _without_stray(cell: str) -> str:
    """A cell without the quote that was opened or closed only once, or put around a text with delimiters."""
    bare = cell.strip()
    if len(bare) > 1 and bare[0] == bare[-1] == '"':
        return bare[1:-1].replace('""', '"') if bare.count('"') > 2 else cell
    if bare.count('"') % 2 == 0:
        return cell
    if bare.startswith('"'):
        return bare.removeprefix('"')
    return cell if bare[-2:-1].isdigit() else bare.removesuffix('"')  # 12" are inches


def _seen(got: int, width: int, text: str) -> Sentence:
    if text.count('"') % 2:
        return say(
            "Terbaca %(got)s kolom, seharusnya %(width)s dan ada tanda kutip yang tidak ditutup; "
            "batas kolomnya tidak dapat dipastikan.",
            got=got,
            width=width,
        )
    return say(
        "Terbaca %(got)s kolom, seharusnya %(width)s; batas kolomnya tidak dapat dipastikan.",
        got=got,
        width=width,
    )


def _line_by_line(lines: Sequence[str], delimiter: str) -> Grid:
    width, _ = _usual([line for line in lines if line.strip()], delimiter)
    found = list(records(lines, delimiter, width))
    sample = [record.cells for record in found if len(record.cells) == width][:5_000]
    reading = _Reading(delimiter, width, learned(sample, width))
    others = [d for d in DELIMITERS if d != delimiter]
    for record in rejoined(found, [delimiter, *others], width, reading.profile):
        reading.take(record)
    _check_doubt(reading, sum(1 for row in reading.rows if row))
    grid = _grid(reading.rows)
    return Grid(grid.name, grid.rows, broken=reading.broken, repaired=reading.repaired)


def _check_doubt(reading: _Reading, count: int) -> None:
    """Raises Unreadable when so many lines are in doubt that the whole file is."""
    allowed = 0 if count < 5 else max(1, min(20, count // 50))
    if len(reading.doubtful) > allowed:
        first = reading.doubtful[0]
        raise Unreadable(
            say(
                "Kolom berkas ini tidak terbaca rapi: %(count)s baris tidak sesuai. Baris %(row)s: %(seen)s "
                "Pemisah yang dipakai: %(delimiter)s. Rapikan di Excel dan simpan sebagai .xlsx.",
                count=len(reading.doubtful),
                row=first.line,
                seen=_seen(len(first.cells), reading.width, first.text),
                delimiter=_NAMES[reading.delimiter],
            ),
            row=first.line,
        )
    if len(reading.repaired) > 0.3 * count:
        raise Unreadable(
            say(
                "%(repaired)s dari %(count)s baris harus ditebak batas kolomnya. "
                "Ekspor ulang dengan tanda kutip di sekeliling teks, atau simpan sebagai .xlsx.",
                repaired=len(reading.repaired),
                count=count,
            )
        )
