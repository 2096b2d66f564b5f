"""What stands once and holds for several rows: merged cells, ditto marks, headings, a unit in the title."""

import pytest

from sentra.engines.sheets import Field, Grid, parse_rows, survey
from tests.engines.sheets.places_cast import PLACES, WITHOUT_DUTIES

TITLES = ["No", "Nama Pemilik", "Desa", "Produk", "Modal"]
TURNOVER = Field("turnover_idr", "money", ("omzet",), "Omzet", yearly=True)


def read(*lines, titles=TITLES, above=(), below=(), merges=(), name="Data"):
    """(layout, rows) of a sheet whose titles stand under the lines `above`."""
    width = len(titles)
    table = [[*line, *[None] * (width - len(line))] for line in (*above, titles, *lines, *below)]
    grid = Grid(name, table, merges=tuple(merges))
    vocabulary = (*WITHOUT_DUTIES, TURNOVER)
    layout = survey(grid, vocabulary, PLACES)
    return layout, list(parse_rows(grid, layout, vocabulary, PLACES))


def values(rows, key):
    return [row.values.get(key) for row in rows]


def codes(rows):
    return [[p.code for p in row.problems] for row in rows]


def test_a_merged_cell_holds_for_all_its_rows_but_a_figure_only_for_the_first():
    _, rows = read(
        [1, "Ani", "Grecol", "Tahu", "5 jt"],
        [2, "Budi", None, "Tempe", None],
        [3, "Cici", "Mergasana", "Batik", "2 jt"],
        merges=[(1, 2, 2, 2), (1, 4, 2, 4)],
    )

    assert values(rows, "village") == ["33.03.06.2010", "33.03.06.2010", "33.03.18.2011"]
    assert values(rows, "investment_idr") == [5_000_000, None, 2_000_000]
    assert codes(rows) == [["figure_merged"], ["cell_merged"], []]


def test_ditto_marks_take_the_cell_above():
    _, rows = read(
        [1, "Ani", "Grecol", "Tahu", "5 jt"],
        [2, "Budi", '"', "sda", "3 jt"],
        [3, "Cici", "idem", "s.d.a.", "2 jt"],
    )

    assert values(rows, "product") == ["Tahu", "Tahu", "Tahu"]
    assert values(rows, "village") == ["33.03.06.2010"] * 3
    assert codes(rows) == [[], ["ditto", "ditto"], ["ditto", "ditto"]]


def test_a_ditto_mark_without_anything_above_is_in_doubt():
    _, rows = read([1, "Ani", "Grecol", "sda", "5 jt"], [2, "Budi", "Grecol", "Tahu", "5 jt"])

    assert values(rows, "product") == [None, "Tahu"]
    assert codes(rows) == [["ditto_without_source"], []]


def test_a_village_written_once_for_the_rows_below_is_used_and_in_doubt():
    _, rows = read(
        [1, "Ani", "Grecol", "Tahu"],
        [2, "Budi", None, "Tempe"],
        [3, "Cici", None, "Batik"],
        [4, "Dedi", "Mergasana", "Sapu"],
    )

    assert values(rows, "village") == ["33.03.06.2010"] * 3 + ["33.03.18.2011"]
    assert codes(rows) == [[], ["place_from_above"], ["place_from_above"], []]


def test_a_blank_village_in_a_list_that_repeats_its_villages_stays_blank():
    _, rows = read(
        [1, "Ani", "Grecol", "Tahu"],
        [2, "Budi", "Grecol", "Tempe"],
        [3, "Cici", None, "Batik"],
        [4, "Dedi", "Mergasana", "Sapu"],
    )

    assert values(rows, "village") == ["33.03.06.2010", "33.03.06.2010", None, "33.03.18.2011"]


@pytest.mark.parametrize(
    "above",
    [
        [["DATA UMKM DESA GRECOL KECAMATAN KALIMANAH TAHUN 2024"]],
        [["DATA UMKM"], ["Kecamatan", ":", "Kalimanah"], ["Desa", ":", "Grecol"]],
    ],
)
def test_the_village_of_the_title_holds_for_rows_that_name_none(above):
    titles = ["No", "Nama Pemilik", "Alamat", "Produk", "Modal"]

    _, rows = read(
        [1, "Ani", "RT 1 RW 2", "Tahu", "5 jt"],
        [2, "Budi", "RT 1 RW 2 Desa Kalimanah Kulon", "Tempe", "5 jt"],
        titles=titles,
        above=above,
    )

    assert values(rows, "village") == ["33.03.06.2010", "33.03.06.2006"]
    assert codes(rows) == [["village_from_heading"], []]


@pytest.mark.parametrize(
    "section", [["I.", "DESA GRECOL"], ["DESA", ":", "GRECOL"], ["A. KUB Maju - Desa Grecol"]]
)
def test_village_rows_head_the_rows_below_them(section):
    _, rows = read(
        section,
        [1, "Ani", "RT 1", "Tahu", "5 jt"],
        ["II.", "DESA MERGASANA"],
        [1, "Budi", "RT 2", "Tempe", "5 jt"],
        titles=["No", "Nama Pemilik", "Alamat", "Produk", "Modal"],
    )

    assert [(r.number, r.values["village"]) for r in rows] == [(3, "33.03.06.2010"), (5, "33.03.18.2011")]


@pytest.mark.parametrize(
    ("name", "other", "village"),
    [
        ("KEC. MREBET", "Onje", "33.03.08.2011"),
        ("Mrebet", "Serayu Larangan", "33.03.08.2011"),
        ("Purbalingga", "Serayu Larangan", None),  # the regency: its villages lie elsewhere
        ("Sheet1", "Serayu Larangan", None),
    ],
)
def test_the_name_of_a_sheet_may_be_the_district(name, other, village):
    _, rows = read([1, "Ani", "Bojong", "Tahu", "5 jt"], [2, "Budi", other, "Tahu", "5 jt"], name=name)

    assert values(rows, "village")[0] == village


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ([["DATA UMKM (dalam ribuan rupiah)"]], []),
        ([["POTENSI INDUSTRI (Rp. 000,-)"]], []),
        ([], [[], ["Keterangan : nilai dalam ribuan rupiah"]]),
    ],
)
def test_a_unit_named_outside_the_table_holds_for_its_money(above, below):
    layout, rows = read(
        [1, "Ani", "Grecol", "Tahu", 1500, "2 jt"],
        [2, "Budi", "Grecol", "Tahu", 2500, 3000],
        titles=[*TITLES, "Omzet per bulan"],
        above=above,
        below=below,
    )

    assert values(rows, "investment_idr") == [1_500_000, 2_500_000]
    assert values(rows, "turnover_idr") == [24_000_000, 36_000_000]
    assert (
        "Di luar tabel tertulis nilai dalam ribuan rupiah; berlaku untuk: Modal, Omzet per bulan."
        in layout.warnings
    )


def test_money_of_a_whole_column_that_is_too_little_is_in_doubt():
    lines = [[n, f"Ani {n}", "Grecol", "Tahu", 500 * n] for n in (1, 2, 3)]

    _, plain = read(*lines)
    _, rich = read(*[[*line[:4], line[4] * 1000] for line in lines])

    assert codes(plain) == [["money_perhaps_thousands"]] * 3
    assert codes(rich) == [[], [], []]


def test_of_a_column_that_is_too_little_only_bare_figures_are_in_doubt():
    """Who writes `Rp` or `jt` with a figure has said what is meant."""
    cells = [500, "750", 300, "Rp 600", "2 jt", "belum ada"]

    _, rows = read(*[[n, f"Ani {n}", "Grecol", "Tahu", cell] for n, cell in enumerate(cells, start=1)])

    assert values(rows, "investment_idr") == [500, 750, 300, 600, 2_000_000, None]
    assert codes(rows) == [["money_perhaps_thousands"]] * 3 + [[], [], []]
