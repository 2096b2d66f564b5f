"""Totals are verified and left out; a row that says who it is stays, whatever its figures add up to."""

from datetime import date

import pytest

from sentra.engines.sheets import Field, Grid, find_totals, survey
from tests.engines.sheets.places_cast import PLACES

HEADER = ["No", "Nama Usaha", "Pemilik", "Desa", "Omzet"]
DATA = [[n, f"UD Contoh {n}", f"Pemilik {n}", "Bojong", n * 1000] for n in range(1, 7)]


def grid(*rows):
    width = max(map(len, rows))
    return Grid("Data", [[*row, *[None] * (width - len(row))] for row in rows])


def totals(*rows):
    found = find_totals(grid(HEADER, *rows), 1, HEADER)
    return [(total.row, total.label, total.agrees, total.detail) for total in found]


def test_a_grand_total_that_checks_agrees():
    assert totals(*DATA, ["JUMLAH", None, None, None, 21000]) == [
        (7, "JUMLAH", True, "Jumlah cocok dengan 6 baris.")
    ]


def test_a_total_that_does_not_check_tells_the_column_and_the_difference():
    assert totals(*DATA, [None, "Total", None, None, "Rp 21.500"]) == [
        (7, "Total", False, "Omzet: tertulis 21.500, hitungan 21.000, selisih 500")
    ]


def test_sub_totals_count_since_the_last_one_and_the_grand_total_counts_all():
    rows = [
        *DATA[:2],
        [None, "Sub Total", None, None, 3000],
        *DATA[2:],
        [None, "SUBTOTAL KEC. BOBOTSARI", None, None, 18000],
        ["TOTAL KESELURUHAN", None, None, None, 21000],
    ]

    assert totals(*rows) == [
        (3, "Sub Total", True, "Jumlah cocok dengan 2 baris."),
        (8, "SUBTOTAL KEC. BOBOTSARI", True, "Jumlah cocok dengan 4 baris."),
        (9, "TOTAL KESELURUHAN", True, "Jumlah cocok dengan 6 baris."),
    ]


@pytest.mark.parametrize("name", ["Total Jaya", "Jumlah Rejeki", "Total", "Jumlah"])
def test_a_business_named_like_a_total_is_not_one(name):
    assert totals(*DATA, [7, name, "Pemilik 7", "Bojong", 500]) == []
    assert totals(*DATA, [7, f"{name} Makmur", None, None, 500]) == []


def test_averages_and_totals_without_figures_are_left_out_unchecked():
    assert totals(*DATA, ["Rata-rata", None, None, None, 3500], ["JUMLAH", None, None, None, None]) == [
        (7, "Rata-rata", None, "Baris rata-rata; tidak dijumlahkan."),
        (8, "JUMLAH", None, "Baris jumlah tanpa angka yang dapat diperiksa."),
    ]


def test_a_total_above_its_rows_is_left_out_unchecked():
    assert totals(["JUMLAH", None, None, None, 21000], *DATA) == [
        (1, "JUMLAH", None, "Baris jumlah tanpa angka yang dapat diperiksa.")
    ]


def test_figures_as_text_with_dashes_and_decimals_are_added_up():
    rows = [
        ["a", "Rp 1.250.000,-"],
        ["b", "-"],
        ["c", "1,250,000.5"],
        ["d", "x" * 50],
        ["Total", "2.500.001,25"],
    ]
    rows += [["e", 1], ["f", True], ["g", 2]]

    found = find_totals(grid(["Nama", "Omzet"], *rows), 1)

    assert [(total.row, total.agrees, total.detail) for total in found] == [
        (5, False, "Kolom B: tertulis 2.500.001,25, hitungan 2.500.000,50, selisih 0,75")
    ]


def test_a_label_behind_the_figures_is_a_remark_and_no_total():
    rows = [[n, 1000 * n, "baik"] for n in range(1, 6)]

    assert find_totals(grid(["No", "Omzet", "Catatan"], *rows, [6, 15000, "Total"]), 1) == ()


VILLAGES = ["Kode", "Desa", "Laki-laki", "Perempuan"]
FIRST = [[f"33.01.{n}", f"Desa {n}", 1000 + n, 900 + n] for n in range(10)]
SECOND = [[f"33.02.{n}", f"Desa {n}", 2000 + n, 1900 + n] for n in range(10)]


def groups(*rows, header=VILLAGES, named=()):
    found = find_totals(grid(header, *rows), 1, header, (), named)
    return [(total.row, total.label, total.agrees) for total in found]


def test_a_district_among_its_villages_is_found_by_its_sums():
    bare = [[None, *FIRST[4][1:]]]  # a village without code is no district
    rows = [*FIRST[:4], *bare, *FIRST[5:]]

    found = groups(
        [None, "BOBOTSARI", 10045, 9045],
        *rows,
        [None, "KEMANGKON", 20045, 19045],
        *SECOND,
        [None, "Lain", 7, 9],
    )

    assert found == [(1, "BOBOTSARI", True), (12, "KEMANGKON", True)]


def test_a_grand_total_over_sums_without_the_word_checks():
    rows = [[None, "BOBOTSARI", 10045, 9045], *FIRST, [None, "KEMANGKON", 20045, 19045], *SECOND]

    found = find_totals(grid(VILLAGES, *rows, ["JUMLAH", None, 30090, 28090]), 1, VILLAGES)

    assert [t.detail for t in found] == ["Sama dengan jumlah baris kelompoknya."] * 2 + [
        "Jumlah cocok dengan 20 baris."
    ]


def test_a_district_below_its_villages_is_found_as_well():
    assert groups(*FIRST, [None, "BOBOTSARI", 10045, 9045]) == [(11, "BOBOTSARI", True)]


@pytest.mark.parametrize("sums", [(10045, 9046), (10046, 9046)])
def test_a_row_without_the_word_that_does_not_add_up_stays(sums):
    assert groups([None, "BOBOTSARI", *sums], *FIRST) == []


def test_one_column_that_adds_up_is_no_evidence():
    rows = [[None, "BOBOTSARI", 10045], *(row[:3] for row in FIRST)]

    assert groups(*rows, header=VILLAGES[:3]) == []


def test_the_sum_of_a_single_row_is_no_evidence():
    assert groups([None, "BOBOTSARI", 1000, 900], *FIRST[:1], [None, "x", 1, 2], *SECOND) == []


def test_a_row_with_the_name_of_an_owner_is_never_a_total_without_the_word():
    rows = [*FIRST, [None, "Sariwati", 10045, 9045]]
    header = ["Kode", "Nama Pemilik", "Tenaga Kerja L", "Tenaga Kerja P"]

    assert groups(*rows, header=header, named={1}) == []
    assert groups(*rows, header=header) == [(11, "Sariwati", True)]


def test_a_survey_knows_which_columns_hold_names():
    header = ["Kode", "Nama Pemilik", "Tenaga Kerja L", "Tenaga Kerja P"]
    vocabulary = (
        Field("owner", "name", ("nama pemilik",), "Pemilik"),
        Field("men", "count", ("tenaga kerja l",), "L"),
        Field("women", "count", ("tenaga kerja p",), "P"),
    )
    rows = grid(header, *FIRST, [None, "Sariwati", 10045, 9045], ["JUMLAH", None, 20090, 18090])

    assert [t.row for t in survey(rows, vocabulary, PLACES).totals] == [12]


@pytest.mark.parametrize(
    ("cells", "total"),
    [
        (["1,5 jt", "Rp 1.250.000", "2.000.000", 250000], "5.000.000"),
        (["0,3 jt", "500 rb", "Rp. 1.200.000,-", "-"], 2_000_000),
        (["1-2 jt", "3 jt", "1 jt", "500.000"], "6.000.000"),
        (["3 orang", "2 org", "5", 10], 20),
    ],
)
def test_figures_in_words_count_in_a_total_as_in_the_rows(cells, total):
    rows = [[n, f"UD Contoh {n}", f"Pemilik {n}", "Bojong", cell] for n, cell in enumerate(cells, start=1)]

    assert [t[2] for t in totals(*rows, ["JUMLAH", None, None, None, total])] == [True]


def test_plain_figures_beside_written_units_follow_the_unit_of_the_title():
    header = ["No", "Nama Usaha", "Pemilik", "Desa", "Omzet (juta)"]
    rows = [
        [n, f"UD Contoh {n}", "x", "Bojong", cell] for n, cell in enumerate([5, 10, "2,5 jt", 7], start=1)
    ]

    found = find_totals(grid(header, *rows, ["JUMLAH", None, None, None, 24.5]), 1, header)

    assert [total.agrees for total in found] == [True]


def test_a_page_total_counts_since_the_page_break():
    rows = grid(HEADER, *DATA[:3], HEADER, *DATA[3:], ["JUMLAH HALAMAN INI", None, None, None, 15000])

    assert [t.agrees for t in find_totals(rows, 1, HEADER, skipped=(4,))] == [True]
    assert [t.agrees for t in find_totals(rows, 1, HEADER)] == [False]


def test_small_figures_that_happen_to_add_up_do_not_make_a_total():
    rows = [[n, f"UD Contoh {n}", f"Pemilik {n}", "Bojong", 1] for n in range(1, 9)]
    rows[5] = [6, "UD Contoh 6", None, "Bojong", 2]

    assert totals(*rows) == []


WORKERS = ["No", "Nama Usaha", "Pemilik", "Desa", "Tenaga Kerja", "Omzet"]


def mixed(workers, *last, header=WORKERS, named=(1, 2)):
    rows = [[n, f"UD {n}", f"Pemilik {n}", "Bojong", cell, 1000] for n, cell in enumerate(workers, start=1)]
    found = find_totals(grid(header, *rows, *last), 1, header, named=named)
    return [(total.row, total.agrees, total.detail) for total in found]


@pytest.mark.parametrize(
    ("workers", "total"),
    [
        (["L:3 P:2", "L:1 P:1", "L:4", "2 L 1 P"], 14),
        (["L3 P2", "0 L 2 P", "laki-laki: 3, perempuan: 1", "5 (3 L, 2 P)"], "L:9 P:7"),
        (["empat", "lima orang", 3, "dua belas"], 24),
    ],
)
def test_workers_by_sex_or_in_words_count_in_a_total(workers, total):
    assert mixed(workers, ["JUMLAH", None, None, None, total, 4000]) == [
        (5, True, "Jumlah cocok dengan 4 baris.")
    ]
    assert mixed(workers, ["JUMLAH", None, None, None, 50, 4000]) != [
        (5, True, "Jumlah cocok dengan 4 baris.")
    ]


UNCLEAR = "Tidak dapat diperiksa karena ada sel yang bukan angka: Tenaga Kerja."


@pytest.mark.parametrize(
    "workers",
    [
        ["beberapa", "P2", "keluarga", "sendiri"],
        [3, 2, 4, "keluarga"],
        [3, 2, 4, date(2025, 3, 2)],  # `3-2`, as Excel takes it
    ],
)
@pytest.mark.parametrize("label", ["JUMLAH", "Jumlah IKM Pangan", "TOTAL KEC. KUTASARI"])
def test_a_total_without_a_name_is_left_out_and_tells_what_cannot_be_checked(workers, label):
    assert mixed(workers, [label, None, None, None, 27, 4000]) == [
        (5, True, f"Jumlah cocok dengan 4 baris. {UNCLEAR}")
    ]
    assert mixed(workers, [label, None, None, None, 27, 4001]) == [
        (5, False, f"Omzet: tertulis 4.001, hitungan 4.000, selisih 1. {UNCLEAR}")
    ]
    assert mixed(workers, [label, None, None, None, 27, None]) == [(5, None, UNCLEAR)]


def test_a_total_that_cannot_be_read_is_not_checked():
    assert mixed([1, 2, 3, 4], ["JUMLAH", None, None, None, "banyak sekali", 4000]) == [
        (5, True, f"Jumlah cocok dengan 4 baris. {UNCLEAR}")
    ]


def test_a_total_smaller_than_what_can_be_read_is_wrong_whatever_the_rest_means():
    assert mixed([3, 2, 4, "keluarga"], ["JUMLAH", None, None, None, 8, 4000]) == [
        (5, False, "Tenaga Kerja: tertulis 8, hitungan 9, selisih -1")
    ]


@pytest.mark.parametrize("label", ["JUMLAH", "Total"])
def test_a_total_written_in_the_column_for_names_is_left_out_whatever_its_figures(label):
    workers = ["beberapa", "P2", "keluarga", "sendiri"]

    assert [row for row, *_ in mixed(workers, [None, label, None, None, 27, 4000])] == [5]


@pytest.mark.parametrize(
    "last",
    [
        [5, "Jumlah Rejeki", None, None, "L:3 P:2", 500],
        [None, "Jumlah Rejeki", None, None, 27, 500],
        ["Jumlah Rejeki", "UD Contoh", None, None, 27, 500],
        ["Total", None, "Pemilik 5", "Bojong", 27, 500],
        [5, "Total", "Pemilik 5", "Bojong", "beberapa", 500],
    ],
)
def test_a_business_named_like_a_total_stays_among_messy_figures(last):
    assert mixed(["L:3 P:2", "P2", "keluarga", 3], last) == []


def test_a_business_named_like_a_total_stays_under_a_title_that_was_not_understood():
    header = ["Merk Dagang", "Pemilik", "Tenaga Kerja"]
    rows = [[f"Merk {n}", f"Pemilik {n}", "keluarga"] for n in range(4)]
    found = [
        find_totals(grid(header, *rows, [name, None, 27]), 1, header, named=[1])
        for name in ("Total Jaya", "JUMLAH")
    ]

    assert [[total.label for total in totals] for totals in found] == [[], ["JUMLAH"]]
