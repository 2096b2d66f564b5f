"""Headings between the rows: their district holds for the rows below that name none."""

import pytest

from sentra.engines.sheets import Grid, parse_rows, survey
from tests.engines.sheets.places_cast import PLACES, VOCABULARY

TITLES = ["No", "Nama Usaha", "Desa", "Tenaga Kerja"]


def read(*lines, titles=TITLES, above=()):
    """(layout, the rows as (number, village, district), codes)."""
    width = len(titles)
    table = [[*line, *[None] * (width - len(line))] for line in (*above, titles, *lines)]
    grid = Grid("Data", table)
    layout = survey(grid, VOCABULARY, PLACES)
    rows = list(parse_rows(grid, layout, VOCABULARY, PLACES))
    found = [(r.number, r.values.get("village"), r.values.get("district")) for r in rows]
    return layout, found, [p.code for r in rows for p in r.problems]


@pytest.mark.parametrize(
    "heading",
    [
        ["Kecamatan Mrebet"],
        [None, "KEC. MREBET"],
        ["II", "KECAMATAN MREBET"],
        ["B. Kecamatan: Mrebet"],
        ["Kecamatan", ":", "Mrebet"],
        ["Kec. Mrebet Kab. Purbalingga"],
    ],
)
def test_a_lone_district_heads_the_rows_below(heading):
    layout, rows, codes = read(
        ["Kecamatan Purbalingga"],
        [1, "UD A", "Bojong", 3],
        heading,
        [1, "UD B", "Bojong", 4],
        [2, "UD C", None, 5],
    )

    assert layout.skipped == (1, 3)
    assert rows == [
        (3, "33.03.05.1001", "33.03.05"),
        (5, "33.03.08.2011", "33.03.08"),
        (6, None, "33.03.08"),
    ]
    assert codes == []


def test_a_row_that_names_its_district_is_not_overruled():
    titles = ["No", "Nama Usaha", "Desa", "Kecamatan"]

    _, rows, codes = read(
        ["Kecamatan Mrebet"],
        [1, "UD A", "Grecol", "Kalimanah"],
        [2, "UD B", "Bojong", None],
        [3, "UD C", "Bojong", "Entah"],
        titles=titles,
    )

    assert rows == [
        (3, "33.03.06.2010", "33.03.06"),
        (4, "33.03.08.2011", "33.03.08"),
        (5, None, None),
    ]
    assert codes == ["district_unknown", "village_ambiguous"]


def test_an_address_that_names_its_district_is_not_overruled():
    _, rows, _ = read(
        ["Kecamatan Mrebet"],
        [1, "UD A", "RT 1 RW 2 Desa Bojong Kec. Purbalingga"],
        [2, "UD B", "RT 1 RW 2 Desa Bojong"],
        titles=["No", "Nama Usaha", "Alamat"],
    )

    assert rows == [(3, "33.03.05.1001", "33.03.05"), (4, "33.03.08.2011", "33.03.08")]


def test_a_title_above_the_table_names_the_district_of_all_rows():
    _, rows, _ = read([1, "UD A", "Bojong", 3], above=[["DAFTAR IKM"], ["KECAMATAN : MREBET TAHUN 2024"]])

    assert rows == [(4, "33.03.08.2011", "33.03.08")]


@pytest.mark.parametrize("title", ["Jl. Contoh 1 Kecamatan Mrebet", "REKAP PER KECAMATAN", "KECAMATAN ANTAH"])
def test_a_letterhead_or_an_unknown_district_names_none(title):
    _, rows, codes = read([1, "UD A", "Bojong", 3], above=[["DAFTAR IKM"], [title]])

    assert (rows, codes) == ([(4, None, None)], ["village_ambiguous"])


def test_a_business_with_figures_is_no_heading():
    layout, rows, _ = read(
        [1, "UD A", "Grecol", 3], [2, "Kecamatan Mrebet", None, 7], [3, "UD C", "Grecol", 5]
    )

    assert (layout.skipped, len(rows)) == ((), 3)


def test_sums_above_their_rows_name_the_district_and_sums_below_do_not():
    titles = ["No", "Nama Usaha", "Desa", "Tenaga Kerja L", "Tenaga Kerja P"]
    rows = [[1, "UD A", "Bojong", 300, 200], [2, "UD B", "Grecol", 500, 400]]
    sums = [None, None, "Kecamatan Mrebet", 800, 600]

    heading, above, _ = read(sums, *rows, titles=titles)
    footing, below, _ = read(*rows, sums, [3, "UD C", "Bojong", 30, 20], titles=titles)

    assert [t.row for t in heading.totals] == [1]
    assert above[0] == (3, "33.03.08.2011", "33.03.08")
    assert [t.row for t in footing.totals] == [3]
    assert below[2] == (5, None, None)


def test_villages_of_one_name_are_told_apart_by_where_all_others_of_the_list_lie():
    others = [
        "Mrebet",
        "Serayu Larangan",
        "Mrebet",
        "Desa Mrebet",
        "Kel. Mrebet",
        "MREBET",
        "serayu larangan",
    ]
    lines = [[n, f"UD {n}", village, n] for n, village in enumerate([*others, "Bojong"], start=1)]

    _, rows, codes = read(*lines)
    _, mixed, doubts = read(*lines, [9, "UD 9", "Grecol", 9])
    _, _, elsewhere = read(*lines, [9, "UD 9", "Karangsari", 9])

    assert (rows[-1], codes) == ((9, "33.03.08.2011", "33.03.08"), ["village_by_list"])
    assert (mixed[-2], doubts) == ((9, None, None), ["village_ambiguous"])
    assert elsewhere == ["village_by_list", "village_ambiguous"]  # neither of the two lies there


def test_a_hidden_sheet_says_so():
    grid = Grid("Data", [TITLES, [1, "UD A", "Grecol", 3]], hidden=True)
    shown = Grid("Data", grid.rows)

    assert survey(grid, VOCABULARY, PLACES).hidden is True
    assert survey(grid, VOCABULARY, PLACES).warnings == (
        "Lembar ini disembunyikan di berkas aslinya; jangan diimpor tanpa bertanya kepada pengirimnya.",
    )
    assert (survey(shown, VOCABULARY, PLACES).hidden, survey(shown, VOCABULARY, PLACES).warnings) == (
        False,
        (),
    )
