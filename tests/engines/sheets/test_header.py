"""The header is found below titles and over several rows; totals are verified and left out."""

import pytest

from sentra.engines.sheets import Field, Grid, find_header, find_totals

VOCABULARY = (
    Field("name", "name", ("nama usaha", "nama perusahaan", "nama ikm"), "Nama usaha", required=True),
    Field("owner", "name", ("nama pemilik", "pemilik"), "Pemilik"),
    Field("nik", "nik", ("nik", "no ktp"), "NIK"),
    Field("address", "address", ("alamat",), "Alamat"),
    Field("village", "village", ("desa", "kelurahan"), "Desa"),
    Field("workers", "workers", ("tenaga kerja", "tk"), "Tenaga kerja"),
    Field("turnover", "money", ("omzet", "nilai produksi"), "Omzet"),
)
HEADER = ["No", "Nama Usaha", "Pemilik", "Desa", "Omzet"]
DATA = [[n, f"UD Contoh {n}", f"Pemilik {n}", "Bojong", n * 1000] for n in range(1, 7)]
NONE = [None] * 5


def grid(*rows, merges=()):
    width = max(map(len, rows))
    return Grid("Data", [[*row, *[None] * (width - len(row))] for row in rows], merges=merges)


def test_title_rows_above_the_header_are_skipped():
    found = find_header(
        grid(["DATA INDUSTRI KECIL"], ["DESA BOJONG TAHUN 2024"], NONE, HEADER, *DATA), VOCABULARY
    )

    assert (found.rows, found.first_row, found.headers) == ((3,), 4, tuple(HEADER))
    assert (found.skipped, found.warnings) == ((0, 1, 2), ())


@pytest.mark.parametrize(
    "numbering", [[1, 2, 3, 4, 5], ["(1)", "(2)", "(3)", "(4)", "(5)"], ["1", "2", "3", "4", "5=3+4"]]
)
def test_a_numbering_row_below_the_header_is_skipped(numbering):
    found = find_header(grid(HEADER, numbering, *DATA), VOCABULARY)

    assert (found.first_row, found.skipped) == (2, (1,))


def test_a_first_row_of_data_is_not_taken_for_a_numbering_row():
    found = find_header(grid(HEADER, [1, "UD Contoh", "Pemilik", "Bojong", 2], *DATA), VOCABULARY)

    assert (found.first_row, found.skipped) == (1, ())


@pytest.mark.parametrize("merges", [((0, 2, 0, 3), (0, 0, 1, 0), (0, 1, 1, 1), (0, 4, 1, 4)), ()])
def test_a_header_over_two_rows_is_joined_with_and_without_merged_cells(merges):
    upper = ["No", "Nama Usaha", "Tenaga Kerja", None, "Alamat"]
    lower = [None, None, "L", "P", None]

    found = find_header(grid(upper, lower, [1, "UD Contoh", 2, 3, "Jl. Mawar"], merges=merges), VOCABULARY)

    assert found.rows == (0, 1)
    assert found.headers == ("No", "Nama Usaha", "Tenaga Kerja L", "Tenaga Kerja P", "Alamat")
    assert (found.first_row, found.skipped) == (2, ())


def test_group_labels_above_a_full_header_are_joined_to_it():
    upper = [None, "Identitas Pemilik", None, "Perusahaan", None]
    lower = ["No", "Nama", "NIK", "Nama Usaha", "Alamat"]

    found = find_header(grid(["DAFTAR"], upper, lower, [1, "A", "x", "UD", "Jl."]), VOCABULARY)

    assert found.rows == (1, 2)
    assert found.headers == (
        "No",
        "Identitas Pemilik Nama",
        "Identitas Pemilik NIK",
        "Perusahaan Nama Usaha",
        "Perusahaan Alamat",
    )


def test_a_text_only_first_data_row_is_not_taken_for_a_second_header_row():
    rows = [["UD Contoh", "Sari", "Jl. Mawar", "Bojong"], ["CV Umpama", None, "Jl. Melati", "Bojong"]]

    found = find_header(grid(["Nama Usaha", "Pemilik", "Alamat", "Desa"], *rows), VOCABULARY)

    assert (found.rows, found.first_row) == ((0,), 1)


def test_a_header_repeated_at_a_page_break_and_blank_rows_are_skipped():
    numbering = [1, 2, 3, 4, 5]
    rows = [["DAFTAR"], HEADER, numbering, *DATA[:2], NONE, ["Daftar"], HEADER, numbering, *DATA[2:]]

    found = find_header(grid(*rows), VOCABULARY)

    assert (found.first_row, found.skipped) == (3, (0, 2, 5, 6, 7, 8))


def test_signatures_below_the_table_are_skipped_with_a_warning():
    rows = [
        HEADER,
        *DATA,
        NONE,
        [None, None, None, "Purbalingga, Mei 2024"],
        [None, None, None, "Kepala Dinas"],
    ]

    found = find_header(grid(*rows), VOCABULARY)

    assert found.skipped == (7, 8, 9)
    assert found.warnings == ("Baris 9 sampai 10 di bawah tabel dianggap catatan atau tanda tangan.",)


def test_a_sheet_without_header_gets_column_letters_and_a_warning():
    found = find_header(grid(*DATA), VOCABULARY)

    assert (found.rows, found.first_row) == ((), 0)
    assert found.headers == ("Kolom A", "Kolom B", "Kolom C", "Kolom D", "Kolom E")
    assert found.warnings == (
        "Lembar ini tidak mempunyai baris judul kolom; kolom disebut menurut hurufnya.",
    )


def test_field_names_of_a_database_and_unknown_headers_over_numbers_are_headers():
    known = find_header(grid(["id", "nama_usaha", "alamat"], [1, "UD", "Jl."]), VOCABULARY)
    unknown = find_header(grid(["kode", "uraian", "skor"], ["A1", "x", 5], ["A2", "y", 7]), VOCABULARY)

    assert (known.rows, known.headers) == ((0,), ("id", "nama_usaha", "alamat"))
    assert (unknown.rows, unknown.headers) == ((0,), ("kode", "uraian", "skor"))


def test_labels_that_nobody_knows_over_more_labels_are_not_called_a_header():
    assert find_header(grid(["DAFTAR"], ["x", "y"], ["a", "b"]), VOCABULARY).rows == ()
    assert find_header(grid(["blok 12", "y"], ["a", 1]), VOCABULARY).rows == ()
    assert find_header(grid(["satu"], ["dua"]), ()).rows == ()


def test_a_merged_group_above_and_years_as_sub_headers_are_joined():
    upper = [None, None, "Kegiatan", None]
    lower = ["No", "Nama Usaha", "L", "P"]
    years = ["No", "Nama Usaha", "Omzet", None], [None, None, 2023.0, 2024.0]

    above = find_header(grid(upper, lower, [1, "UD", 2, 3], merges=((0, 2, 0, 3),)), VOCABULARY)
    below = find_header(grid(*years, [1, "UD", 2, 3], merges=((0, 2, 0, 3),)), VOCABULARY)

    assert above.headers == ("No", "Nama Usaha", "Kegiatan L", "Kegiatan P")
    assert below.headers == ("No", "Nama Usaha", "Omzet 2023", "Omzet 2024")


def test_unknown_sub_labels_count_where_merged_cells_span_both_header_rows():
    upper, lower = ["No", "Nama Usaha", "Mesin", None], [None, None, "Tua", "Baru"]
    merges = ((0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3))

    assert find_header(grid(upper, lower, [1, "UD", 2, 3], merges=merges), VOCABULARY).headers == (
        "No",
        "Nama Usaha",
        "Mesin Tua",
        "Mesin Baru",
    )


def test_a_lone_label_below_the_header_is_a_section_and_no_header_row():
    assert find_header(grid(HEADER, [None, "Desa Bojong", None, None, None], *DATA), VOCABULARY).rows == (0,)
    assert find_header(grid(HEADER), VOCABULARY).first_row == 1


def test_duplicate_and_missing_header_names_are_made_distinct_with_a_warning():
    found = find_header(grid(["Nama Usaha", "Alamat", "ALAMAT", None], ["UD", "Jl.", "Jl.", "x"]), VOCABULARY)

    assert found.headers == ("Nama Usaha", "Alamat", "ALAMAT (2)", "Kolom D")
    assert found.warnings == (
        "Judul kolom 'ALAMAT' dipakai lebih dari sekali; kolom C disebut 'ALAMAT (2)'.",
    )


def test_an_empty_vocabulary_and_a_blank_sheet_do_no_harm():
    assert find_header(Grid("Kosong", []), VOCABULARY).headers == ()


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
        (7, "Rata-rata", True, "Baris rata-rata; tidak dijumlahkan."),
        (8, "JUMLAH", True, "Baris jumlah tanpa angka yang dapat diperiksa."),
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


def test_a_district_among_its_villages_is_found_by_its_sums():
    header = ["Kode", "Desa", "Penduduk"]
    first = [[f"33.01.{n}", f"Desa {n}", 1000 + n] for n in range(10)]
    second = [[f"33.02.{n}", f"Desa {n}", 2000 + n] for n in range(10)]
    lone = [None, "Karangreja", 7]
    first[3].append("ibu kota")
    rows = [[None, "BOBOTSARI", 10045], *first, [None, "KEMANGKON", 20045], *second, lone]

    found = find_totals(grid(header, *rows), 1, header)

    assert [(total.row, total.label, total.agrees) for total in found] == [
        (1, "BOBOTSARI", True),
        (12, "KEMANGKON", True),
    ]


def test_small_figures_that_happen_to_add_up_do_not_make_a_total():
    rows = [[n, f"UD Contoh {n}", f"Pemilik {n}", "Bojong", 1] for n in range(1, 9)]
    rows[5] = [6, "UD Contoh 6", None, "Bojong", 2]

    assert totals(*rows) == []
