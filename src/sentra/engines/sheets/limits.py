"""How much one file may hold, and the refusals that every reader shares.

Every sentence is Indonesian and complete in itself; it never repeats the content of a cell.
"""

from sentra.engines.sheets.problem import Cell, Unreadable
from sentra.engines.sheets.sentence import say

MAX_COLUMNS = 200
MAX_ROWS = 200_000
MAX_FILE_BYTES = 100_000_000
MAX_UNPACKED_BYTES = 400_000_000  # 43,000 rows of 15 columns unpack to about 35 MB
MAX_LINE_CHARS = 100_000

EMPTY = say("Berkas ini kosong: tidak ada satu baris pun yang berisi.")
DAMAGED = say(
    "Berkas ini rusak atau terpotong sehingga tidak dapat dibuka. "
    "Buka di Excel atau LibreOffice, simpan ulang sebagai .xlsx, lalu unggah lagi."
)
LOCKED = say(
    "Berkas ini dikunci dengan kata sandi. Buka di Excel, hapus kata sandinya "
    "(Berkas > Info > Proteksi Buku Kerja), simpan, lalu unggah lagi."
)
BINARY = say("Isi berkas ini bukan teks dan bukan lembar kerja yang dikenal. Simpan sebagai .xlsx atau .csv.")


def column_letter(index: int) -> str:
    """The spreadsheet name of a column counted from 0: 0 is A, 26 is AA."""
    letters = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def too_wide(sheet: str, width: int) -> Unreadable:
    last = column_letter(width - 1)
    sentence = say(
        "Lembar '%(sheet)s' berisi %(width)s kolom (sampai kolom %(column)s); paling banyak %(most)s kolom.",
        sheet=sheet,
        width=width,
        column=last,
        most=MAX_COLUMNS,
    )
    return Unreadable(sentence, sheet=sheet, column=last)


def too_long(sheet: str, height: int) -> Unreadable:
    sentence = say(
        "Lembar '%(sheet)s' berisi sampai baris %(height)s; paling banyak %(most)s baris per lembar. "
        "Bagi menjadi beberapa berkas.",
        sheet=sheet,
        height=height,
        most=MAX_ROWS,
    )
    return Unreadable(sentence, sheet=sheet, row=height)


def check_size(sheet: str, height: int, width: int) -> None:
    """Raises Unreadable when a sheet of this extent is beyond what is accepted."""
    if height > MAX_ROWS:
        raise too_long(sheet, height)
    if width > MAX_COLUMNS:
        raise too_wide(sheet, width)


def is_blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def squared(rows: list[list[Cell]]) -> list[list[Cell]]:
    """The rows without blank columns at the right and blank rows at the end, all of one width."""
    while rows and all(is_blank(cell) for cell in rows[-1]):
        rows.pop()
    width = max((_used(row) for row in rows), default=0)
    return [row if len(row) == width else (row + [None] * (width - len(row)))[:width] for row in rows]


def _used(row: list[Cell]) -> int:
    for index in range(len(row) - 1, -1, -1):
        if not is_blank(row[index]):
            return index + 1
    return 0
