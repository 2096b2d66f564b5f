"""The officer gets the own workbook back, marked, and the mended one is read as if it had no marks."""

import io
import re
import tempfile
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
import xlsxwriter
import xlwt

from sentra.engines.sheets import REMARK_HEADER, Column, Layout, Problem, annotate, parse_value, read

ROWS = [
    ["DAFTAR IKM", None, None],
    ["Nama Usaha", "NIK", "TK"],
    ["UD Contoh", "3303010101010001", 3],
    ["CV Umpama", "33", 4],
    ["PT Misal", "3303010101010002", 5],
]
LAYOUT = Layout("Data", (1,), 2, tuple(Column(n, str(h), None, 0.0, "") for n, h in enumerate(ROWS[1])))
REJECTED = Problem(4, 1, "nik", "nik_length", "rejected", "NIK harus 16 angka.")
DOUBTFUL = Problem(4, 2, "workers", "count_high", "doubtful", "Jumlah tenaga kerja diragukan.")
WHOLE_ROW = Problem(5, None, None, "duplicate", "doubtful", "Baris ini sama dengan baris 3.")
REMARKS = {"Data": {4: [DOUBTFUL, REJECTED], 5: [WHOLE_ROW]}}
RED, AMBER = "FFF4B6B0", "FFFFE3A3"


def officers_workbook():
    """A workbook with formats, a formula, a picture of a width, and a second sheet."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet("Data")
    bold = book.add_format({"bold": True, "bg_color": "#00FF00"})
    for number, row in enumerate(ROWS):
        sheet.write_row(number, 0, row, bold if number == 1 else None)
    sheet.set_column(0, 0, 33)
    sheet.write_formula("C6", "=SUM(C3:C5)", None, 12)
    book.add_worksheet("Lain").write("A1", "tetap")
    book.close()
    return target.getvalue()


def opened(data):
    return openpyxl.load_workbook(io.BytesIO(data))


def colour(cell):
    return cell.fill.fgColor.rgb if cell.fill.fill_type == "solid" else None


def test_an_xlsx_keeps_its_formats_and_formulas_and_shows_the_marks():
    sheet = opened(annotate(officers_workbook(), "a.xlsx", REMARKS, {"Data": LAYOUT}))["Data"]

    assert [colour(sheet[place]) for place in ("A4", "B4", "C4", "A5")] == [None, RED, AMBER, None]
    assert [sheet.cell(row, 4).value for row in range(1, 7)] == [
        None,
        REMARK_HEADER,
        None,
        "DITOLAK: NIK harus 16 angka.\nPERIKSA: Jumlah tenaga kerja diragukan.",
        "PERIKSA: Baris ini sama dengan baris 3.",
        None,
    ]
    assert (sheet["A2"].font.bold, colour(sheet["A2"])) == (True, "FF00FF00")
    assert (sheet["C6"].value, sheet.column_dimensions["A"].width) == (
        "=SUM(C3:C5)",
        pytest.approx(33, abs=1),
    )
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A3", "A2:D6")


def test_stored_results_of_formulas_and_other_sheets_stay_as_they_were():
    before = read(officers_workbook(), "a.xlsx")

    after = read(annotate(officers_workbook(), "a.xlsx", REMARKS, {"Data": LAYOUT}), "b.xlsx")

    assert after == before
    assert after.sheets[0].rows[5] == [None, None, 12]


def test_a_mended_cell_and_a_second_round_leave_only_the_new_marks():
    first = opened(annotate(officers_workbook(), "a.xlsx", REMARKS, {"Data": LAYOUT}))
    first["Data"]["B4"] = "3303010101010003"
    target = io.BytesIO()
    first.save(target)

    mended = read(target.getvalue(), "a.xlsx").sheets[0]
    again = opened(annotate(target.getvalue(), "a.xlsx", {"Data": {5: [WHOLE_ROW]}}, {"Data": LAYOUT}))[
        "Data"
    ]

    assert mended.rows[3] == ["CV Umpama", "3303010101010003", 4]
    assert [colour(again[place]) for place in ("B4", "C4")] == [None, None]
    assert [again.cell(row, 4).value for row in (2, 4, 5)] == [
        REMARK_HEADER,
        None,
        "PERIKSA: Baris ini sama dengan baris 3.",
    ]


def test_blank_cells_and_rows_past_the_end_can_be_marked():
    problems = {
        "Data": {
            1: [Problem(1, 2, None, "x", "rejected", "Kosong.")],
            9: [Problem(9, 0, None, "x", "doubtful", "Tidak ada.")],
        }
    }

    sheet = opened(annotate(officers_workbook(), "a.xlsx", problems, {"Data": LAYOUT}))["Data"]

    assert (colour(sheet["C1"]), colour(sheet["A9"]), sheet["D9"].value) == (
        RED,
        AMBER,
        "PERIKSA: Tidak ada.",
    )


def test_every_part_of_the_package_but_the_sheet_and_the_styles_is_untouched():
    before = zipfile.ZipFile(io.BytesIO(officers_workbook()))
    after = zipfile.ZipFile(io.BytesIO(annotate(officers_workbook(), "a.xlsx", REMARKS, {"Data": LAYOUT})))

    changed = [name for name in before.namelist() if before.read(name) != after.read(name)]

    assert changed == ["xl/worksheets/sheet1.xml", "xl/styles.xml"]
    assert after.namelist() == before.namelist()


TEXT = "\n".join(";".join("" if cell is None else str(cell) for cell in row) for row in ROWS)
CELLS = [[f"<td>{'' if cell is None else cell}</td>" for cell in row] for row in ROWS]
PAGE = "".join(f"<tr>{''.join(row)}</tr>" for row in CELLS)


@pytest.mark.parametrize(
    ("data", "name"),
    [(TEXT.encode(), "Data.csv"), (f"<table><caption>Data</caption>{PAGE}</table>".encode(), "a.xls")],
)
def test_another_kind_of_file_becomes_a_new_workbook_with_everything_as_text(data, name):
    out = annotate(data, name, REMARKS, {"Data": LAYOUT})
    sheet = opened(out)["Data"]

    assert (sheet["B3"].value, sheet["B3"].data_type, sheet["C3"].value) == ("3303010101010001", "s", "3")
    assert [colour(sheet[place]) for place in ("A4", "B4", "C4", "A5")] == [None, RED, AMBER, None]
    assert (sheet["D2"].value, sheet["D5"].value) == (
        REMARK_HEADER,
        "PERIKSA: Baris ini sama dengan baris 3.",
    )
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A3", "A2:D5")
    assert read(out, "b.xlsx").sheets[0].rows == read(data, name).sheets[0].rows


def test_long_whole_numbers_become_text_but_lost_precision_still_shows():
    dump = (
        b"INSERT INTO usaha (nama, nik, hp) VALUES ('UD', 3303010101010001, 81200000000), ('CV', 3.3e15, 1);"
    )

    out = read(annotate(dump, "a.sql", {}, {"usaha": LAYOUT}), "a.xlsx").sheets[0]

    assert out.rows[1:] == [["UD", "3303010101010001", 81200000000], ["CV", 3.3e15, 1]]
    assert isinstance(out.rows[2][1], float)


def test_a_sheet_without_header_gets_remarks_that_are_dropped_again():
    data = b"UD Contoh;33\nCV Umpama;34\n"
    headless = Layout("x", (), 0, ())

    out = annotate(
        data, "x.csv", {"x": {2: [Problem(2, 1, None, "x", "rejected", "Salah.")]}}, {"x": headless}
    )

    assert [cell.value for cell in opened(out)["x"][2]] == ["CV Umpama", "34", "DITOLAK: Salah."]
    assert read(out, "x.xlsx").sheets[0].rows == [["UD Contoh", "33"], ["CV Umpama", "34"]]


def test_cells_of_every_type_survive_in_a_new_workbook():
    target = io.BytesIO()
    book = xlwt.Workbook()
    sheet, hidden = book.add_sheet("Data"), book.add_sheet("Pilihan")
    day = xlwt.easyxf(num_format_str="dd/mm/yyyy")
    moment = xlwt.easyxf(num_format_str="dd/mm/yyyy hh:mm")
    sheet.write(0, 0, date(2024, 5, 1), day)
    sheet.write(0, 1, datetime(2024, 5, 1, 8, 30), moment)
    sheet.write(0, 2, True)
    sheet.write(0, 4, 1.5)
    hidden.write(0, 0, "L")
    hidden.visibility = 1
    book.save(target)

    marked = {"Data": {1: [Problem(1, 3, None, "x", "rejected", "Kosong.")]}}
    out = annotate(target.getvalue(), "a.xls", marked, {})

    assert read(out, "a").sheets == read(target.getvalue(), "a").sheets
    assert colour(opened(out)["Data"]["D1"]) == RED


def test_cells_of_one_format_and_severity_share_one_marked_format():
    problems = {"Data": {row: [Problem(row, 2, None, "x", "rejected", "Salah.")] for row in (2, 3, 4, 5)}}
    layouts = {"Data": LAYOUT}

    once = annotate(officers_workbook(), "a.xlsx", problems, layouts)
    twice = opened(annotate(once, "a.xlsx", {"Data": {}}, layouts))["Data"]

    assert len({opened(once)["Data"][f"C{row}"].style_id for row in (3, 4, 5)}) == 1
    assert colour(opened(once)["Data"]["C2"]) == RED
    assert [colour(twice[f"C{row}"]) for row in (3, 4, 5)] == [None, None, None]


def test_a_workbook_without_styles_is_built_anew():
    source, target = zipfile.ZipFile(io.BytesIO(officers_workbook())), io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in source.namelist():
            if name != "xl/styles.xml":
                archive.writestr(name, source.read(name))

    sheet = opened(annotate(target.getvalue(), "a.xlsx", REMARKS, {"Data": LAYOUT}))["Data"]

    assert (colour(sheet["B4"]), sheet["B3"].value) == (RED, "3303010101010001")


def repacked(old, new, part="xl/worksheets/sheet1.xml"):
    """The officer's workbook as another program might have written it."""
    source, target = zipfile.ZipFile(io.BytesIO(officers_workbook())), io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in source.namelist():
            content = source.read(name)
            if name == part:
                assert re.search(old, content)
                content = re.sub(old, new, content)
            archive.writestr(name, content)
    return target.getvalue()


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        (rb'<c r="[A-Z]+\d+"', b"<c", "xl/worksheets/sheet1.xml"),
        (rb'<row r="\d+"', b"<row", "xl/worksheets/sheet1.xml"),
        (rb"schemas.openxmlformats.org/spreadsheetml/2006/main", b"x.example/main", "xl/styles.xml"),
        (rb"<fills.*</fills>", b"", "xl/styles.xml"),
    ],
)
def test_a_package_written_in_an_unknown_way_is_built_anew(old, new, part):
    data = repacked(old, new, part)

    sheet = opened(annotate(data, "a.xlsx", REMARKS, {"Data": LAYOUT}))["Data"]

    assert sheet["D5"].value == "PERIKSA: Baris ini sama dengan baris 3."
    assert colour(sheet["B4"]) == RED


def test_what_the_officer_froze_filtered_or_laid_out_stays():
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet("Data")
    for number, row in enumerate(ROWS):
        sheet.write_row(number, 0, row)
    sheet.freeze_panes(2, 1)
    sheet.autofilter("A2:C5")
    sheet.set_column(0, 20, 11)
    sheet.set_row(6, None, book.add_format({"italic": True}))
    book.close()
    remarks = {"Data": {7: [Problem(7, 0, None, "x", "doubtful", "Kosong.")], 3: []}}

    found = opened(annotate(target.getvalue(), "a.xlsx", remarks, {"Data": LAYOUT}))["Data"]

    assert (found.freeze_panes, found.auto_filter.ref) == ("B3", "A2:C5")
    assert found.column_dimensions["A"].width == pytest.approx(11, abs=1)
    assert (found["A7"].font.italic, colour(found["A7"]), found["D7"].value) == (
        True,
        AMBER,
        "PERIKSA: Kosong.",
    )


def test_an_excel_table_keeps_its_own_filter_and_a_selection_its_peace():
    target = io.BytesIO()
    book = openpyxl.Workbook()
    book.active.title = "Data"
    for row in ROWS:
        book.active.append(row)
    book.active.add_table(openpyxl.worksheet.table.Table(displayName="Daftar", ref="A2:C5"))
    book.save(target)

    found = opened(annotate(target.getvalue(), "a.xlsx", REMARKS, {"Data": LAYOUT}))["Data"]

    assert (found.auto_filter.ref, list(found.tables), found.freeze_panes) == (None, ["Daftar"], "A3")


def test_a_sheet_without_views_is_marked_all_the_same():
    data = repacked(rb"<sheetViews>.*</sheetViews>", b"")

    assert opened(annotate(data, "a.xlsx", REMARKS, {"Data": LAYOUT}))["Data"]["D2"].value == REMARK_HEADER


def test_a_sheet_that_has_no_layout_gets_its_remarks_without_a_header():
    sheet = opened(annotate(officers_workbook(), "a.xlsx", REMARKS, {}))["Data"]

    assert (sheet["D2"].value, sheet["D5"].value, sheet.freeze_panes) == (
        None,
        "PERIKSA: Baris ini sama dengan baris 3.",
        None,
    )


def test_table_names_that_excel_refuses_are_changed():
    dump = b"INSERT INTO `a:b` (x) VALUES (1); INSERT INTO `a/b` (x) VALUES (2);"

    assert opened(annotate(dump, "a.sql", {}, {})).sheetnames == ["a b", "a b (2)"]


def test_nothing_is_written_to_a_temporary_file(monkeypatch):
    def refused(*_args, **_kwargs):
        raise AssertionError("a temporary file would hold personal numbers")

    for name in ("mkstemp", "NamedTemporaryFile", "TemporaryFile", "SpooledTemporaryFile", "mkdtemp"):
        monkeypatch.setattr(tempfile, name, refused)

    patched = annotate(officers_workbook(), "a.xlsx", REMARKS, {"Data": LAYOUT})
    built = annotate(TEXT.encode(), "Data.csv", REMARKS, {"Data": LAYOUT})

    assert [read(out, "a").sheets[0].rows[2][0] for out in (patched, built)] == ["UD Contoh", "UD Contoh"]


def test_a_nik_that_a_program_stored_as_a_number_is_exact_and_a_rounded_one_is_not():
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    book.add_worksheet("Data").write_column(0, 0, ["NIK", 3303044507800002, 3303044507800000])
    book.close()
    cells = [row[0] for row in read(target.getvalue(), "a.xlsx").sheets[0].rows[1:]]

    assert [(type(cell), parse_value("nik", cell).value) for cell in cells] == [
        (float, "3303044507800002"),
        (float, None),
    ]
