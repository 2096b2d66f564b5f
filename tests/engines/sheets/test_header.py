"""The header is found below titles and over several rows."""

import pytest

from sentra.engines.sheets import Field, Grid, find_header

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
