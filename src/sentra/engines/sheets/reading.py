"""`read`: from the bytes of a file to its sheets. What a file is, its content says; its name may be wrong."""

import re

from sentra.engines.sheets.html import read_html
from sentra.engines.sheets.limits import BINARY, EMPTY, MAX_FILE_BYTES
from sentra.engines.sheets.onecolumn import unfolded
from sentra.engines.sheets.problem import Book, Cell, Grid, Unreadable
from sentra.engines.sheets.sentence import Sentence, say
from sentra.engines.sheets.spreadsheet import read_ole, read_package
from sentra.engines.sheets.sqldump import is_sql, read_sql
from sentra.engines.sheets.text import decode, read_text
from sentra.engines.sheets.xmlsheet import is_xml_workbook, read_xml_workbook

REMARK_HEADER = "Keterangan Sentra"
"""Header of the column that `annotate` adds; the column is dropped when the workbook comes back."""

REMARK_MARKS = ("DITOLAK: ", "PERIKSA: ", "CATATAN: ")
"""How every line of a remark begins, so that the column is known even in a sheet without a header."""

_PDF = say(
    "Berkas ini PDF. Tabel di PDF tidak dapat dibaca dengan pasti: mintalah berkas Excel aslinya, atau di "
    "Excel pilih Data > Dapatkan Data > Dari PDF, periksa hasilnya, lalu simpan sebagai .xlsx."
)
_IMAGE = say("Berkas ini gambar. Ketik atau salin isinya ke lembar kerja, lalu simpan sebagai .xlsx.")
_RTF = say("Berkas ini dokumen teks (RTF). Salin tabelnya ke Excel dan simpan sebagai .xlsx.")
_ARCHIVE = say(
    "Berkas ini arsip terkompresi. Ekstrak dulu, lalu unggah lembar kerja di dalamnya satu per satu."
)
_DATABASE = say("Berkas ini basis data. Ekspor tabelnya sebagai .csv atau sebagai perintah INSERT (.sql).")

_REFUSED: tuple[tuple[bytes, Sentence], ...] = (
    (b"%PDF-", _PDF),
    (b"\x89PNG", _IMAGE),
    (b"\xff\xd8\xff", _IMAGE),
    (b"GIF8", _IMAGE),
    (b"II*\x00", _IMAGE),
    (b"MM\x00*", _IMAGE),
    (b"{\\rtf", _RTF),
    (b"\x1f\x8b", _ARCHIVE),
    (b"Rar!", _ARCHIVE),
    (b"7z\xbc\xaf", _ARCHIVE),
    (b"BZh", _ARCHIVE),
    (b"\xfd7zXZ", _ARCHIVE),
    (b"SQLite format 3\x00", _DATABASE),
    (b"PGDMP", _DATABASE),
    (b"PAR1", _DATABASE),
    (b"\x00\x01\x00\x00Standard", _DATABASE),  # Access
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_JSON = re.compile(r'\s*\ufeff?\s*(?:\[\s*\{|\{)\s*"[^"]{0,80}"\s*:')
_NOTATION = say(
    "Berkas ini JSON. Di Excel pilih Data > Dapatkan Data > Dari JSON, periksa hasilnya, "
    "lalu simpan sebagai .xlsx."
)
_MARKUP = re.compile(r"\s*(?:\ufeff\s*)?<(?:!|\?|[a-zA-Z])")


def read(data: bytes, filename: str) -> Book:
    """The sheets of a file of any accepted kind; sheets without content are left out.

    Raises Unreadable, and nothing else, with one Indonesian sentence. `filename` only names the sheet of a
    text file.
    """
    book = _without_remarks(_read(data))
    if book.kind == "csv":
        grid = book.sheets[0]
        return Book("csv", (_renamed(grid, _stem(filename) or grid.name),))
    return book


def _read(data: bytes) -> Book:
    if not data.strip(b" \t\r\n\x00"):
        raise Unreadable(EMPTY)
    if len(data) > MAX_FILE_BYTES:
        size, most = len(data) // 1_000_000, MAX_FILE_BYTES // 1_000_000
        raise Unreadable(say("Berkas ini %(size)s MB; paling besar %(most)s MB.", size=size, most=most))
    for magic, sentence in _REFUSED:
        if data.startswith(magic):
            raise Unreadable(sentence)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return unfolded(read_package(data))
    if data.startswith(_OLE):
        return unfolded(read_ole(data))
    return _read_decoded(decode(data))


def _read_decoded(text: str) -> Book:
    if is_xml_workbook(text):
        return read_xml_workbook(text)
    if _MARKUP.match(text):
        return read_html(text)
    if is_sql(text):
        return read_sql(text)
    if text.startswith("MIME-Version:"):
        raise Unreadable(BINARY)
    if _JSON.match(text):
        raise Unreadable(_NOTATION)
    return read_text(text)


def _stem(filename: str) -> str:
    return re.split(r"[/\\]", filename)[-1].rsplit(".", 1)[0].strip()


def _renamed(grid: Grid, name: str) -> Grid:
    return Grid(name, grid.rows, grid.formulas, grid.merges, grid.broken, grid.repaired, grid.hidden)


def _without_remarks(book: Book) -> Book:
    """The book without the columns that an earlier `annotate` added."""
    sheets = [_without_column(grid, remark_columns(grid)) for grid in book.sheets]
    kept = tuple(grid for grid in sheets if grid.rows and grid.rows[0])
    if not kept:
        raise Unreadable(EMPTY)
    return Book(book.kind, kept)


def remark_columns(grid: Grid) -> list[int]:
    """The columns that `annotate` added to this sheet, from the right."""
    width = len(grid.rows[0]) if grid.rows else 0
    return [column for column in range(width - 1, -1, -1) if _is_remark(grid, column)]


def _is_remark(grid: Grid, column: int) -> bool:
    if any(row[column] == REMARK_HEADER for row in grid.rows[:60]):
        return True
    filled = [cell for row in grid.rows if (cell := row[column]) is not None]
    return bool(filled) and all(_marked(cell) for cell in filled)


def _marked(cell: Cell) -> bool:
    return isinstance(cell, str) and cell.startswith(REMARK_MARKS)


def _without_column(grid: Grid, columns: list[int]) -> Grid:
    """Takes out columns at the right edge; one that the officer moved inwards is only emptied."""
    if not columns:
        return grid
    rows = [list(row) for row in grid.rows]
    for column in columns:
        last = column == len(rows[0]) - 1
        for row in rows:
            if last:
                del row[column]
            else:
                row[column] = None
    return Grid(grid.name, rows, grid.formulas, grid.merges, grid.broken, grid.repaired, grid.hidden)
