"""Every kind of file is read into the same grid, whatever its name, delimiter or encoding."""

import csv
import io
import struct
import zipfile
from datetime import date, datetime, time

import pytest
import xlsxwriter
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
from openpyxl import Workbook

from sentra.engines.sheets import REMARK_HEADER, read

ROWS = [["Nama Usaha", "Desa", "Tenaga Kerja"], ["UD Contoh", "Bojong", 3], ["CV Umpama", "Sidanegara", 12]]
TEXTS = [
    ["Nama Usaha", "Desa", "Tenaga Kerja"],
    ["UD Contoh", "Bojong", "3"],
    ["CV Umpama", "Sidanegara", "12"],
]


def xlsx(rows, name="Data"):
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet(name)
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return target.getvalue()


def xls(rows):
    book = xlwt.Workbook()
    sheet = book.add_sheet("Data")
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            sheet.write(number, column, cell)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def ods(rows):
    book = OpenDocumentSpreadsheet()
    table = Table(name="Data")
    book.spreadsheet.addElement(table)
    for row in rows:
        line = TableRow()
        table.addElement(line)
        for cell in row:
            number = isinstance(cell, int)
            made = TableCell(valuetype="float", value=str(cell)) if number else TableCell(valuetype="string")
            made.addElement(P(text=str(cell)))
            line.addElement(made)
        line.addElement(TableCell(numbercolumnsrepeated=16000))
    target = io.BytesIO()
    book.write(target)
    return target.getvalue()


def record(kind, body=b""):
    """One record of a binary workbook: type and length as 7-bit groups, then the body."""
    head = b""
    for number in (kind, len(body)):
        head += bytes([number & 0x7F | 0x80, number >> 7]) if number > 0x7F else bytes([number])
    return head + body


def wide(text):
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def xlsb(rows):
    """The smallest binary workbook; library writers of this kind do not exist."""
    sheet = record(129) + record(148, struct.pack("<4I", 0, 9, 0, 9)) + record(145)
    for number, row in enumerate(rows):
        sheet += record(0, struct.pack("<I", number) + bytes(13))
        for column, cell in enumerate(row):
            place = struct.pack("<II", column, 0)
            text = isinstance(cell, str)
            sheet += record(6, place + wide(cell)) if text else record(5, place + struct.pack("<d", cell))
    bundle = record(156, struct.pack("<II", 0, 1) + wide("rId1") + wide("Data"))
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    relation = '<Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.bin"/>'
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("xl/workbook.bin", record(131) + record(143) + bundle + record(144) + record(132))
        archive.writestr(
            "xl/_rels/workbook.bin.rels", f'<Relationships xmlns="{namespace}">{relation}</Relationships>'
        )
        archive.writestr("xl/worksheets/sheet1.bin", sheet + record(146) + record(130))
    return target.getvalue()


@pytest.mark.parametrize(("make", "kind"), [(xlsx, "xlsx"), (xls, "xls"), (ods, "ods"), (xlsb, "xlsb")])
def test_a_workbook_of_each_kind_gives_the_same_rows_under_any_name(make, kind):
    book = read(make(ROWS), "daftar.csv")

    assert (book.kind, book.sheets[0].name, book.sheets[0].rows) == (kind, "Data", ROWS)


@pytest.mark.parametrize("delimiter", [",", ";", "|", "\t"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1"]
)
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_text_of_any_delimiter_encoding_and_line_ending_is_read(delimiter, encoding, ending):
    rows = [*TEXTS, ["Café Désa", "Kedungbenda", "1"]]
    text = ending.join(delimiter.join(row) for row in rows) + ending

    book = read(text.encode(encoding), "daftar-ikm.xls")

    assert (book.kind, book.sheets[0].name, book.sheets[0].rows) == ("csv", "daftar-ikm", rows)


def test_whole_numbers_become_int_but_those_past_the_precision_of_excel_stay_float():
    rows = read(xlsx([["NIK", "TK", "Luas"], [3303010101010001, 12, 1.5]]), "a.xlsx").sheets[0].rows

    assert [(cell, type(cell)) for cell in rows[1]] == [(3303010101010001.0, float), (12, int), (1.5, float)]


def test_dates_times_and_truth_values_keep_their_type():
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_datetime(0, 0, datetime(2024, 5, 1), book.add_format({"num_format": "dd/mm/yyyy"}))
    sheet.write_datetime(
        0, 1, datetime(2024, 5, 1, 8, 30), book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
    )
    sheet.write_boolean(0, 2, True)
    book.close()

    assert read(target.getvalue(), "a").sheets[0].rows == [
        [date(2024, 5, 1), datetime(2024, 5, 1, 8, 30), True]
    ]


def test_empty_sheets_are_left_out_hidden_ones_are_marked():
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    book.add_worksheet("Data").write_row(0, 0, ["Nama", "Desa"])
    book.add_worksheet("Kosong")
    hidden = book.add_worksheet("Pilihan")
    hidden.write(0, 0, "L")
    hidden.hide()
    book.close()

    sheets = read(target.getvalue(), "a.xlsx").sheets

    assert [(grid.name, grid.hidden) for grid in sheets] == [("Data", False), ("Pilihan", True)]


def test_formulas_without_a_stored_result_and_error_cells_are_told_by_place():
    target = io.BytesIO()
    book = Workbook()
    book.active.append(["Nama", "L", "P", "Jumlah"])
    book.active.append(["UD Contoh", 2, 1, "=B2+C2"])
    book.active["B3"] = "#N/A"
    book.active["B3"].data_type = "e"
    book.save(target)

    grid = read(target.getvalue(), "a.xlsx").sheets[0]

    assert grid.formulas == {(1, 3), (2, 1)}
    assert grid.rows[1] == ["UD Contoh", 2, 1, None]


def test_merged_cells_are_told_and_only_their_first_cell_is_filled():
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.merge_range("B1:C1", "Tenaga Kerja")
    sheet.write_row("A2", ["UD", 1, 2])
    book.close()

    grid = read(target.getvalue(), "a.xlsx").sheets[0]

    assert (grid.merges, grid.rows) == (((0, 1, 0, 2),), [[None, "Tenaga Kerja", None], ["UD", 1, 2]])


def test_an_html_table_is_read_with_its_spans_even_when_it_is_called_xls():
    page = """<html><head><meta charset="utf-8"></head><body><table><caption>IKM 2024</caption>
    <tr><th rowspan="2">Kecamatan</th><th colspan="2">Tenaga Kerja</th></tr><tr><th>L</th><th>P</th></tr>
    <tr><td rowspan="2">Bobotsari</td><td>1</td><td>2&nbsp;</td></tr>
    <tr><td>3</td><td>UD Contoh<br>Jl. Mawar</td></tr></table></body></html>"""

    book = read(page.encode(), "portal.xls")

    assert (book.kind, book.sheets[0].name) == ("html", "IKM 2024")
    assert book.sheets[0].rows == [
        ["Kecamatan", "Tenaga Kerja", None],
        ["Kecamatan", "L", "P"],
        ["Bobotsari", "1", "2"],
        ["Bobotsari", "3", "UD Contoh\nJl. Mawar"],
    ]


def test_a_layout_table_gives_way_to_the_tables_inside_it():
    page = "<table><tr><td><table><tr><td>a</td><td>b</td></tr></table></td></tr></table>"

    assert [grid.rows for grid in read(page.encode(), "a.html").sheets] == [[["a", "b"]]]


def test_a_mysql_dump_gives_one_sheet_per_table_with_rows():
    dump = r"""-- MySQL dump 10.13; it's a dump
/*!40101 SET NAMES utf8 */;
CREATE TABLE `usaha` (`id` int(11) NOT NULL DEFAULT '0', `nama` varchar(50) COMMENT 'nama, usaha',
  `alamat` text, `omzet` decimal(10,2), PRIMARY KEY (`id`)) ENGINE=InnoDB;
CREATE TABLE `kosong` (`id` int);
INSERT INTO `usaha` VALUES (1,'Toko \'Contoh\'','Jl. Mawar\r\n\tRT 2; (baru)',12.50),(2,'O''Umpama',NULL,-3);
INSERT INTO `lain` (`a`) VALUES (3303010101010001),('0812'),(NOW());
CREATE TABLE `terpotong` (`a` int"""
    book = read(dump.encode(), "cadangan.txt")

    assert book.kind == "sql"
    assert {grid.name: grid.rows for grid in book.sheets} == {
        "usaha": [
            ["id", "nama", "alamat", "omzet"],
            [1, "Toko 'Contoh'", "Jl. Mawar\r\n\tRT 2; (baru)", 12.5],
            [2, "O'Umpama", None, -3],
        ],
        "lain": [["a"], [3303010101010001], ["0812"], ["NOW()"]],
    }


def test_a_postgresql_dump_keeps_backslashes_and_reads_copy_blocks():
    dump = (
        "CREATE TABLE public.usaha (\n    id integer NOT NULL,\n    nama text\n);\n"
        "INSERT INTO public.usaha (nama, id) VALUES ('C:\\dir', 1), (E'a\\nb'::text, 2);\n"
        "COPY public.pemilik (id, nama) FROM stdin;\n1\tSari\\tContoh\n2\t\\N\n\\.\n\nSELECT 1;\n"
    )
    book = read(dump.encode(), "dump.sql")

    assert {grid.name: grid.rows for grid in book.sheets} == {
        "usaha": [["id", "nama"], [1, "C:\\dir"], [2, "a\nb"]],
        "pemilik": [["id", "nama"], ["1", "Sari\tContoh"], ["2", None]],
    }


def test_bare_words_of_a_dump_stay_words_and_leading_zeros_stay():
    dump = "INSERT INTO `usaha` (`a`) VALUES (CURRENT_DATE),(0812),(7),(-1.5e2),(true);"

    assert read(dump.encode(), "a.sql").sheets[0].rows == [
        ["a"],
        ["CURRENT_DATE"],
        ["0812"],
        [7],
        [-150.0],
        [True],
    ]


def test_a_text_that_only_speaks_of_inserting_stays_a_list():
    assert read(b"catatan;nilai\nperintah INSERT INTO x;1\n", "a.csv").kind == "csv"


def test_quoted_cells_keep_delimiters_quotes_and_line_breaks():
    text = 'nama;alamat;tk\n"UD; Contoh";"Jl. ""Mawar""\nRT 2";3\nCV Umpama;"Jl; Melati";4\n'

    assert read(text.encode(), "a.csv").sheets[0].rows[1:] == [
        ["UD; Contoh", 'Jl. "Mawar"\nRT 2', "3"],
        ["CV Umpama", "Jl; Melati", "4"],
    ]


def test_excel_spellings_in_text_files_are_understood():
    text = 'sep=|\nnama|hp\nUD Contoh|="081200000000"\n'

    assert read(text.encode(), "a.csv").sheets[0].rows == [["nama", "hp"], ["UD Contoh", "081200000000"]]


def test_a_file_whose_lines_were_quoted_as_a_whole_is_unwrapped():
    text = '"nama,alamat,tk"\n"UD Contoh,""Jl. Mawar, RT 2"",3"\n"CV Umpama,Jl. Melati,4"\n'

    assert read(text.encode(), "a.csv").sheets[0].rows == [
        ["nama", "alamat", "tk"],
        ["UD Contoh", "Jl. Mawar, RT 2", "3"],
        ["CV Umpama", "Jl. Melati", "4"],
    ]


def test_the_remark_column_of_a_returned_workbook_is_dropped():
    rows = [[*row, remark] for row, remark in zip(ROWS, [REMARK_HEADER, "", "DITOLAK: x"], strict=True)]

    assert read(xlsx(rows), "a.xlsx").sheets[0].rows == ROWS
    assert read(xlsx([[*ROWS[1], ""], [*ROWS[2], "PERIKSA: x"]]), "a.xlsx").sheets[0].rows == ROWS[1:]


def test_a_remark_column_that_was_moved_inwards_is_only_emptied():
    rows = [["Nama", REMARK_HEADER, "Desa"], ["UD", "DITOLAK: x", "Bojong"]]

    assert read(xlsx(rows), "a.xlsx").sheets[0].rows == [["Nama", None, "Desa"], ["UD", None, "Bojong"]]


def test_a_list_of_one_column_is_read():
    assert read(b"Nama Usaha\nUD Contoh\nCV Umpama\n", "a.txt").sheets[0].rows == [
        ["Nama Usaha"],
        ["UD Contoh"],
        ["CV Umpama"],
    ]


def test_times_in_a_workbook_become_text_and_truth_values_in_a_dump_stay():
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    book.add_worksheet().write_datetime(0, 0, time(8, 30), book.add_format({"num_format": "hh:mm"}))
    book.close()

    assert read(target.getvalue(), "a").sheets[0].rows == [["08:30:00"]]
    assert read(b'INSERT INTO a VALUES (true, "kata", FALSE, NULL);', "a").sheets[0].rows == [
        [True, "kata", False, None]
    ]


CELL = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co")), max_size=12)


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 6).flatmap(lambda n: st.lists(st.lists(CELL, min_size=n, max_size=n), min_size=3)))
def test_what_is_written_as_quoted_csv_comes_back(rows):
    width = len(rows[0])
    header = [f"kolom {n}" for n in range(width)]
    target = io.StringIO()
    csv.writer(target, quoting=csv.QUOTE_ALL).writerows([header, *rows, header])

    found = read(target.getvalue().encode(), "a.csv").sheets[0].rows

    assert found == [header, *([_excel_text(cell) for cell in row] for row in rows), header]


def _excel_text(cell):
    return (cell[2:-1] if cell.startswith('="') and cell.endswith('"') and len(cell) > 2 else cell) or None
