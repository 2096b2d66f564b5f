"""Workbooks in the XML of Excel 2003, as portals export them under the name `.xls`."""

from datetime import datetime

import pytest

from sentra.engines.sheets import Unreadable, read

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<?mso-application progid="Excel.Sheet"?>\n'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" xmlns:x="urn:schemas-microsoft-com:office:excel">'
)


def cell(text, kind="String", **more):
    given = "".join(f' ss:{name}="{value}"' for name, value in more.items())
    return f'<Cell{given}><Data ss:Type="{kind}">{text}</Data></Cell>'


def row(*cells, **more):
    given = "".join(f' ss:{name}="{value}"' for name, value in more.items())
    return f"<Row{given}>{''.join(cells)}</Row>"


def worksheet(*rows, name="Data", after=""):
    return f'<Worksheet ss:Name="{name}"><Table>{"".join(rows)}</Table>{after}</Worksheet>'


def opened(*sheets):
    return read((HEAD + "".join(sheets) + "</Workbook>").encode(), "ekspor.xls")


def test_cells_keep_their_kind_and_place():
    book = opened(
        worksheet(
            row(cell("Nama &amp; Usaha"), cell("Tanggal"), cell("HP"), cell("Omzet")),
            row(
                cell("UD <B xmlns='x'>Maju</B>"),
                cell("2023-05-02T00:00:00.000", "DateTime"),
                cell("081234567890"),
                cell("1500000", "Number"),
            ),
            row(cell("0.5", "Number", Index=4), Index=5),
            row("<Cell/>", cell("", "Number"), cell("3303055208900001", "Number"), cell("", "DateTime")),
        )
    )

    [grid] = book.sheets
    assert (book.kind, grid.name, grid.hidden) == ("xml", "Data", False)
    assert grid.rows == [
        ["Nama & Usaha", "Tanggal", "HP", "Omzet"],
        ["UD Maju", datetime(2023, 5, 2), "081234567890", 1_500_000],
        [None] * 4,
        [None] * 4,
        [None, None, None, 0.5],
        [None, None, 3303055208900001.0, None],
    ]


def test_merged_cells_and_rows_that_are_repeated_are_counted_on():
    [grid] = opened(
        worksheet(
            row(cell("Alamat", MergeAcross=1), cell("HP", MergeDown=1)),
            row(cell("Desa"), cell("Kecamatan"), Span=1),
            row(cell("Grecol")),
        )
    ).sheets

    assert grid.rows == [
        ["Alamat", None, "HP"],
        ["Desa", "Kecamatan", None],
        [None, None, None],
        ["Grecol", None, None],
    ]
    assert grid.merges == ((0, 0, 0, 1), (0, 2, 1, 2))


def test_a_hidden_sheet_is_known_as_such_and_an_empty_one_left_out():
    hidden = "<x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions>"

    book = opened(
        worksheet(row(cell("Nama")), name="A", after=hidden),
        worksheet(name="B"),
        worksheet(row(cell("Nama")), name="C"),
    )

    assert [(grid.name, grid.hidden) for grid in book.sheets] == [("A", True), ("C", False)]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (row(cell("x", Index="satu")), "rusak"),
        (row(cell("bukan angka", "Number")), "rusak"),
        (row(cell("x", Index="9999999")), "paling banyak 200 kolom"),
        (row(cell("x"), Index="9999999"), "paling banyak 200000 baris"),
        (row(cell("x")) + "<Row>", "rusak"),
    ],
)
def test_what_cannot_be_read_is_refused_whole(wrong, said):
    with pytest.raises(Unreadable) as refused:
        opened(worksheet(wrong))

    assert said in str(refused.value.sentence).replace(".", "")


@pytest.mark.parametrize("inside", ["", "<Worksheet><Table/></Worksheet>"])
def test_a_workbook_without_a_cell_is_empty(inside):
    with pytest.raises(Unreadable, match="kosong"):
        opened(inside)


def test_entities_are_neither_expanded_nor_skipped():
    bomb = '<!DOCTYPE a [<!ENTITY b "UD Maju">]>' + HEAD.partition("?>")[2] + worksheet(row(cell("&b;")))

    with pytest.raises(Unreadable, match="rusak"):
        read(f"{bomb}</Workbook>".encode(), "a.xls")
