"""What is no row of the list: signatures, page marks, a second table; and sheets that are no list at all."""

import pytest

from sentra.engines.sheets import Grid, parse_rows, read, survey
from tests.engines.sheets.places_cast import PLACES, WITHOUT_DUTIES

TITLES = ["No", "Nama Pemilik", "Desa", "Produk", "Tenaga Kerja"]
ANI = [1, "Ani", "Grecol", "Tahu", 2]
BUDI = [2, "Budi", "Mergasana", "Tempe", 3]


def sheet(*lines):
    width = max(map(len, lines))
    return Grid("Data", [[*line, *[None] * (width - len(line))] for line in lines])


def understood(*lines):
    grid = sheet(*lines)
    layout = survey(grid, WITHOUT_DUTIES, PLACES)
    return layout, list(parse_rows(grid, layout, WITHOUT_DUTIES, PLACES))


def fields(layout):
    return [column.field for column in layout.columns]


SIGNATURE = (
    [None, None, None, "Purbalingga, 12 Januari 2025"],
    [None, None, None, "Mengetahui,"],
    [None, None, None, "Kepala Dinas"],
    [],
    [None, None, None, "CONTOH PEJABAT"],
    [None, None, None, "NIP. 19700101 199503 1 001"],
)


@pytest.mark.parametrize(
    "between", [[], [["JUMLAH", None, None, None, 5]], [["JUMLAH", None, None, None, 5], []]]
)
def test_a_signature_below_the_table_is_left_out_and_told(between):
    layout, rows = understood(TITLES, ANI, BUDI, *between, *SIGNATURE)

    first = 4 + len(between)
    assert [row.number for row in rows] == [2, 3]
    assert [(total.row, total.agrees) for total in layout.totals] == [(3, True)][: len(between)]
    assert layout.warnings == (
        f"Baris {first} sampai {first + 5} di bawah tabel dianggap catatan atau tanda tangan.",
    )


def test_page_marks_and_a_continued_title_are_no_rows():
    layout, rows = understood(
        ["DAFTAR IKM"], TITLES, ANI, ["Halaman 1 dari 2"], ["DAFTAR IKM (lanjutan)"], TITLES, BUDI
    )

    assert [row.number for row in rows] == [3, 7]
    assert layout.skipped == (0, 3, 4, 5)


def test_a_lone_cell_is_no_business_even_under_the_names():
    _, rows = understood(TITLES, [None, "A. INDUSTRI PANGAN"], ANI, BUDI)

    assert [[p.code for p in row.problems] for row in rows] == [["row_of_one_cell"], [], []]
    assert rows[0].values == {}


def test_a_second_table_with_other_titles_is_refused_row_by_row():
    other = ["No", "Nama", "Produk", "Alamat", "No HP"]

    layout, rows = understood(TITLES, ANI, BUDI, [], other, [1, "Cici", "Sapu", "Grecol", "081200004403"])

    sentence = (
        "Di baris 5 mulai tabel lain dengan judul kolom yang berbeda; baris-barisnya tidak dibaca. "
        "Pindahkan tabel itu ke lembar sendiri."
    )
    assert layout.warnings == (sentence,)
    assert [(r.number, [(p.code, p.severity) for p in r.problems]) for r in rows] == [
        (2, []),
        (3, []),
        (5, [("row_other_table", "rejected")]),
        (6, [("row_other_table", "rejected")]),
    ]
    assert [r.values for r in rows[2:]] == [{}, {}]


def test_a_form_is_no_list():
    layout, _ = understood(
        ["FORMULIR PROFIL"],
        ["Nama Usaha", ":", "Gerabah A"],
        ["Nama Pemilik", ":", "Ani"],
        ["Alamat", ":", "Desa Grecol"],
        ["Tenaga Kerja", ":", 3],
    )

    assert set(fields(layout)) == {None}
    assert layout.warnings[-1] == (
        "Lembar 'Data' berupa formulir (judul di kiri, isinya di kanan), bukan daftar. "
        "Salin isinya ke satu baris dengan judul kolom di atas."
    )


def test_tables_side_by_side_are_not_half_read():
    half = ["Nama Pemilik", "Desa", "Tenaga Kerja"]

    layout, _ = understood([*half, None, *half], ["Ani", "Grecol", 2, None, "Budi", "Mergasana", 3])
    twice, _ = understood(["Nama Pemilik", "Nama Pemilik", "Desa", "Desa"], ["Ani", "Budi", "Grecol", "Onje"])

    assert set(fields(layout)) == {None}
    assert layout.warnings[-1] == (
        "Lembar 'Data' berisi beberapa tabel berdampingan (kolom A dan kolom E sama judulnya, baris 1). "
        "Pindahkan tabel di kanan ke lembar sendiri."
    )
    assert fields(twice) == ["owner_name", None, "village", None]


def test_places_given_twice_are_one_table_of_which_the_first_are_read():
    """The workshop's place and the owner's: nobody is named twice, so they are no two tables."""
    titles = ["Nama Pemilik", "Desa", "Kecamatan", "Desa", "Kecamatan"]

    layout, rows = understood(titles, ["Ani", "Grecol", "Kalimanah", "Bojong", "Mrebet"])

    assert fields(layout) == ["owner_name", "village", "district", None, None]
    assert (rows[0].values["village"], rows[0].values["district"]) == ("33.03.06.2010", "33.03.06")


def test_titles_without_a_row_below_are_no_list():
    layout, rows = understood(["DAFTAR IKM"], TITLES)

    assert (set(fields(layout)), rows) == ({None}, [])
    assert layout.warnings == ("Lembar 'Data' tidak berisi data: di bawah judul kolom (baris 2) kosong.",)


def test_a_third_header_row_of_units_belongs_to_the_header():
    grid = Grid(
        "Data",
        [
            ["No", "Nama Pemilik", "Desa", "Tenaga Kerja", None],
            [None, None, None, "L", "P"],
            [None, None, None, "(org)", "(org)"],
            [1, "Ani", "Grecol", 2, 3],
        ],
        merges=((0, 3, 0, 4), (0, 0, 2, 0)),
    )

    layout = survey(grid, WITHOUT_DUTIES, PLACES)
    rows = list(parse_rows(grid, layout, WITHOUT_DUTIES, PLACES))

    assert layout.header_rows == (0, 1, 2)
    assert [(r.values["workers_male"], r.values["workers_female"]) for r in rows] == [(2, 3)]


PORTAL = """<html><body><table><tr><td><table><tr><td>Beranda</td><td>Kontak</td></tr></table>
<table><thead><tr><th>Nama Usaha</th><th>Desa</th><th>Aksi</th></tr></thead>
<tr><td>Abon A</td><td>Grecol</td><td><table><tr><td>Ubah</td><td>Hapus</td></tr></table></td></tr>
</table></td></tr></table></body></html>"""


def test_a_web_list_with_buttons_in_tables_of_their_own_is_one_table():
    book = read(PORTAL.encode(), "halaman.html")

    assert [[row[:2] for row in grid.rows] for grid in book.sheets] == [
        [["Beranda", "Kontak"]],
        [["Nama Usaha", "Desa"], ["Abon A", "Grecol"]],
    ]
