"""A list as an office keeps it: titles above, a numbering row, a total below, and what goes wrong in Excel.

Nobody in it exists; the identity numbers follow the rules of the number and belong to no one.
"""

from io import BytesIO

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

HEADER = ("No", "No Reg", "Nama Usaha", "Nama Pemilik", "NIK", "Desa", "Kecamatan", "Yang dibuat", "Tenaga Kerja",
          "Nilai Investasi", "No HP")  # fmt: skip
GOOD = (
    ("IKM-01", "Gula Kenanga", "Sutirah Wening", "3303114506810001", "Brakas", "Karanganyar", "gula kelapa", 3, "4,5 jt", "0812-1111-2222"),
    ("IKM-02", "Knalpot Terang", "Wagiman Jati", "3303051203790002", "Kembaran Kulon", "Purbalingga", "knalpot", 12, "Rp 120.000.000", "0812 2223 3334"),
    ("IKM-03", "Sapu Melati", "Rukmini Asri", "3303094107850003", "Gandasuli", "Bobotsari", "sapu glagah", 5, "2 jt", "081333344445"),
)  # fmt: skip
LOST = ("IKM-04", "Tempe Murni", "Kasno Binangun", 3303092508770004 // 10 * 10, "Gandasuli", "Bobotsari", "tempe", 2, "1 jt", "081344445556")  # fmt: skip
LOST_NIK = "3303092508770004"  # what Excel made a number of, and cut the last digit from
ASTRAY = ("IKM-05", "Keripik Rahayu", "Tumini Lestari", "3303096002880005", "Gandasulih Wetan", "Bobotsari", "keripik", 4, "3 jt", "081355556667")  # fmt: skip
NAMELESS = ("IKM-06", None, None, "3303091111900006", "Limbasari", "Bobotsari", "batik", 6, "8 jt", "081366667778")  # fmt: skip
ROWS = (*GOOD, LOST, ASTRAY, NAMELESS)
FIRST = 6  # sheet row of the first business
COLUMN = {name: number for number, name in enumerate(HEADER, 1)}


def workbook() -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "IKM 2026"
    sheet.append(["DAFTAR INDUSTRI KECIL DAN MENENGAH"])
    sheet.append(["KABUPATEN PURBALINGGA TAHUN 2026"])
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(HEADER))
    sheet.append([])
    sheet.append(HEADER)
    sheet.append([f"({number})" for number in range(1, len(HEADER) + 1)])
    for number, row in enumerate(ROWS, 1):
        sheet.append([number, *row])
    workers = sum(row[7] for row in ROWS)
    sheet.append(["JUMLAH", *[None] * 7, workers, None, None])
    return _bytes(book)


def remarks(data: bytes) -> dict[int, str]:
    """Of a workbook that came back: the reason by sheet row."""
    sheet = _sheet(data)
    last = sheet.max_column
    rows = range(FIRST, sheet.max_row + 1)
    return {row: str(value) for row in rows if (value := sheet.cell(row, last).value)}


def mended(data: bytes) -> bytes:
    """The workbook that came back, as the officer corrects it in Excel."""
    book = load_workbook(BytesIO(data))
    sheet = book.worksheets[0]
    _write(sheet, LOST, "NIK", LOST_NIK)
    _write(sheet, ASTRAY, "Desa", "Limbasari")
    _write(sheet, NAMELESS, "Nama Usaha", "Batik Sekarwangi")
    _write(sheet, NAMELESS, "Nama Pemilik", "Painah Utari")
    return _bytes(book)


def _write(sheet: Worksheet, row: tuple[object, ...], column: str, value: str) -> None:
    sheet.cell(FIRST + ROWS.index(row), COLUMN[column]).value = value


def _sheet(data: bytes) -> Worksheet:
    return load_workbook(BytesIO(data)).worksheets[0]


def _bytes(book: Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()
