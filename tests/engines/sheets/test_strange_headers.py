"""Headers as a stranger's office writes them: found by trying lists that were not written beside the reader."""

import pytest

from tests.engines.sheets.surveying import NIK, people, surveyed, taken


def test_numbered_questions_of_a_form_are_a_header():
    titles = [
        "Timestamp",
        "1. Nama Lengkap Pemilik Usaha (sesuai KTP)",
        "2. Alamat Lengkap (Dusun, RT/RW, Desa, Kecamatan)",
        "3. Nama Usaha / Merek Dagang",
        "4. Tahun berapa usaha dimulai?",
        "5. Kendala yang dihadapi",
    ]
    row = ["3/14/2023 9:01:08", "Warsono", "RT 02 RW 05 Desa Grecol", "UD Maju", "2011", "Modal"]

    layout = surveyed(titles, row, row, row)

    assert layout.header_rows == (0,)
    assert [column.field for column in layout.columns] == [
        "observed_on", "owner_name", "address", "business_name", "founded_year", None,
    ]  # fmt: skip


def test_a_survey_of_many_questions_has_a_header_though_few_are_known():
    known = ["identitas/nama_pemilik", "lokasi/desa", "identitas/nik", "usaha/tahun_berdiri", "_id"]
    asked = [f"modul_{n // 10}/p{n}" for n in range(60)]
    rows = [[*cells, 1, *["ya"] * 60] for cells in people([NIK] * 3, [2001, 2005, 2011])]

    layout = surveyed([*known, *asked], *rows)

    assert layout.header_rows == (0,)
    assert [c.field for c in layout.columns[:5]] == ["owner_name", "village", "nik", "founded_year", None]
    assert {c.field for c in layout.columns[5:]} == {None}


def test_many_texts_of_which_some_come_twice_are_no_header_of_a_survey():
    asked = ["lokasi desa", "identitas nik", "nama", "nama", *[f"apa saja {'x' * n}" for n in range(40)]]

    assert surveyed(asked, *[["ya"] * 44] * 3).header_rows == ()


@pytest.mark.parametrize("unit", ["(Rp. 000)", "(Rp 000,-)", "(dalam Rp ribuan)"])
def test_a_third_header_row_of_units_belongs_to_the_header(unit):
    rows = [
        ["No", "Nama UMKM", "Permodalan", None, "Tenaga Kerja", None],
        [None, None, "Aset", "Omzet", "L", "P"],
        [None, None, unit, "/bulan (Rp. 000)", "org", "org"],
        [1, 2, 3, 4, 5, 6],
        [1, "UD Maju", 5000, 700, 2, 1],
    ]

    [(values, _)] = taken(*rows, merges=((0, 0, 2, 0), (0, 1, 2, 1), (0, 2, 0, 3), (0, 4, 0, 5)))

    assert values == {
        "business_name": "UD Maju",
        "investment_idr": 5_000_000,
        "turnover_idr": 8_400_000,
        "workers_male": 2,
        "workers_female": 1,
    }


def test_titles_that_come_twice_are_told_apart_by_the_row_below():
    rows = [
        ["No", "Nama", "Alamat", "Nama", "Alamat", "Kecamatan"],
        [None, "Pemilik", "Pemilik", "Usaha", "Usaha (Desa)", None],
        *[
            [n, owner, "RT 01 RW 02", "UD Maju", village, "Kalimanah"]
            for n, (owner, village) in enumerate(people())
        ],
    ]

    layout = surveyed(*rows)

    assert layout.header_rows == (0, 1)
    assert [c.field for c in layout.columns] == [
        None, "owner_name", "address", "business_name", "village", "district",
    ]  # fmt: skip


def test_titles_that_stay_alike_below_are_one_row_of_header():
    rows = [["Nama", "Nama", "Desa"], ["Pemilik", "Pemilik", None], *[[a, a, v] for a, v in people()]]

    assert surveyed(*rows).header_rows == (0,)


def test_a_row_of_data_under_titles_that_come_twice_stays_data():
    rows = [["Nama", "Nama", "Desa"], *[[a, "UD " + a, v] for a, v in people()]]

    assert surveyed(*rows).header_rows == (0,)


@pytest.mark.parametrize(
    "numbering",
    [["a", "b", "c", "d"], ["(A)", "(B)", "(C)", "(D)"], ["I", "II", "III", "IV"]],
)
def test_letters_and_roman_numerals_number_columns_too(numbering):
    rows = [["No", "Nama Usaha", "Desa", "Produk"], numbering, [1, "UD Maju", "Grecol", "Sapu"]]

    assert surveyed(*rows).first_row == 2


def test_rows_that_hold_only_a_row_number_are_passed_over_and_told():
    rows = [["No", "Nama Usaha", "Desa"], [1, "UD Maju", "Grecol"], ["2.", None, " "], [3, None, None]]

    layout = surveyed(*rows)

    assert layout.skipped == (2, 3)
    assert [str(w) for w in layout.warnings] == ["2 baris hanya berisi nomor urut dan dilewati."]
    assert [values["business_name"] for values, _ in taken(*rows)] == ["UD Maju"]


def test_a_lone_word_in_the_column_of_row_numbers_is_not_passed_over():
    rows = [["No", "Nama Usaha", "Desa", "HP"], *[[1, "UD Maju", "Grecol", "081234567890"]] * 3, ["menyusul"]]

    assert [codes for _, codes in taken(*rows)][-1] == ["row_of_one_cell"]


@pytest.mark.parametrize(
    "again",
    [
        ["nama_pelaku_usaha", "nib", "nama_usaha", "kecamatan"],
        ["(sesuai KTP)", "(13 angka)", "(merk)", "(pilih)"],
    ],
)
def test_titles_once_more_and_hints_under_the_header_are_no_business(again):
    header = ["Nama Pelaku Usaha", "NIB", "Nama Usaha", "Kecamatan"]
    row = ["Warsono", "1234567890123", "UD Maju", "Kalimanah"]

    layout = surveyed(header, again, row)

    assert (layout.header_rows, layout.first_row, layout.skipped) == ((0,), 2, (1,))


def test_a_first_row_of_few_cells_in_brackets_is_data():
    assert (
        surveyed(["Nama", "Desa", "Kecamatan"], ["(alm)", "(Bancar)"], *[["A", "B", "C"]] * 2).first_row == 1
    )


def test_a_group_written_over_its_middle_column_and_a_unit_below_are_a_second_row():
    rows = [
        ["No", "Nama IKM", None, "Lokasi", None, None, "Tenaga Kerja", None, "Investasi"],
        [None, None, "Alamat", "Desa", "Kecamatan", "Lk", "Pr", "Jml", "(Rp.Juta)"],
        [1, "UD Maju", "Jl. Mawar 1", "Grecol", "Kalimanah", 2, 1, 3, 12.5],
    ]

    [(values, _)] = taken(*rows)

    assert (values["workers_male"], values["workers_female"], values["workers"]) == (2, 1, 3)
    assert (values["investment_idr"], values["village"], values["address"]) == (
        12_500_000, "33.03.06.2010", "Jl. Mawar 1",
    )  # fmt: skip


def test_a_header_far_below_instructions_is_found():
    hints = [[f"Petunjuk {n}: isilah dengan benar"] for n in range(60)]

    assert surveyed(*hints, ["No", "Nama Usaha", "Desa"], [1, "UD Maju", "Grecol"]).header_rows == (60,)


@pytest.mark.parametrize("unit", ["(pcs)", "(Rp. 000)"])
def test_one_unit_under_one_title_is_no_row_of_data(unit):
    rows = [["Nama Usaha", "Kapasitas", "Desa"], [None, unit, None], ["UD Maju", 5, "Grecol"]]

    assert surveyed(*rows).header_rows == (0, 1)


def test_a_column_of_numbers_alone_is_no_list_of_rows_prepared_for_later():
    assert surveyed(["No"], [1], [2]).skipped == ()


def test_the_column_of_row_numbers_may_stand_anywhere():
    assert surveyed(["Nama Usaha", "Desa", "No"], ["UD Maju", "Grecol", 1], [None, None, 2]).skipped == (2,)
