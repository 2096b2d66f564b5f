"""Cells as a stranger's office sends them: found by trying lists that were not written beside the reader."""

from datetime import date, datetime

import pytest

from sentra.engines.sheets import Problem, Sentence, Unreadable, annotate, read, survey
from sentra.registry.catalogue.fields import FIELDS
from tests.engines.sheets.places_cast import PLACES
from tests.engines.sheets.surveying import NIK, PEOPLE, VILLAGES, column, fields, people, surveyed, taken
from tests.engines.sheets.test_reading import xlsx


def test_alamat_rt_over_numbers_is_the_rt():
    rows = [["Nama", "Alamat Jalan", "Alamat RT", "Alamat RW", "Alamat Desa"]]
    rows += [[a, f"Jl. Mawar {n}", n, n + 1, v] for n, (a, v) in enumerate(people(), start=1)]

    layout = surveyed(*rows)

    assert [c.field for c in layout.columns] == ["owner_name", "address", "rt", "rw", "village"]
    assert layout.warnings == ()


def test_a_title_that_says_what_the_values_are_needs_no_warning():
    rows = [
        ["Nama Perusahaan", "NPWP Perusahaan"],
        *[["UD Maju", f"12.345.678.{n}-526.000"] for n in range(4)],
    ]

    layout = surveyed(*rows)

    assert ([c.field for c in layout.columns], layout.warnings) == (["business_name", "npwp"], ())


@pytest.mark.parametrize(
    ("cells", "field"),
    [(["Warsono", "Parsini", "Tukiran"], "owner_name"), (["081234567890"] * 3, "phone")],
)
def test_a_contact_person_is_whom_the_cells_tell(cells, field):
    assert fields(["Nama Perusahaan", "Contact Person"], *[["UD Maju", c] for c in cells])[1] == field


@pytest.mark.parametrize("title", ["Tahun Berdiri Usaha", "Tahun Mulai Produksi", "Year Established"])
def test_when_a_business_began_is_not_the_year_of_the_data(title):
    assert fields(["Nama Usaha", title], *[["UD Maju", 1999 + n] for n in range(3)])[1] == "founded_year"


def test_a_column_of_niks_under_telepon_changes_places_with_the_phones():
    rows = [["Nama", "Telepon", "NIK"], *[[a, NIK, f"08123456789{n}"] for n, a in enumerate(PEOPLE)]]

    assert fields(*rows) == ["owner_name", "nik", "phone"]


def test_an_unreadable_first_phone_leaves_its_place_to_the_second():
    rows = [["Nama", "No HP", "No WA"], ["Warsono", "sda?", "081234567890 / 081234567891"]]

    assert taken(*rows) == [
        (
            {"owner_name": "Warsono", "phone": "+6281234567890", "phone_2": "+6281234567891"},
            ["phone_invalid"],
        )
    ]


SEXES = ["Nama Pemilik", "Jenis Kelamin L", "Jenis Kelamin P"]
STATES = ["Nama Pemilik", "Status Usaha Aktif", "Status Usaha Tidak Aktif", "Status Usaha Libur"]


@pytest.mark.parametrize("mark", ["v", "V", "√", "✓", "x"])
def test_a_tick_stands_for_the_word_of_its_title(mark):
    rows = [SEXES, ["Warsono", mark, None], ["Parsini", None, mark], ["Tukiran", mark, None], ["Rasiwan"]]

    assert fields(*rows) == ["owner_name", "sex", "sex"]
    assert [values.get("sex") for values, _ in taken(*rows)] == ["L", "P", "L", None]


def test_letters_alone_are_titles_of_ticks():
    rows = [["Nama Pemilik", "L", "P"], *[[a, "v", None] for a in PEOPLE], ["Siti", None, "v"]]

    assert fields(*rows) == ["owner_name", "sex", "sex"]
    assert [values["sex"] for values, _ in taken(*rows)] == ["L"] * 4 + ["P"]


def test_two_ticks_in_a_row_are_told_and_neither_is_used():
    rows = [STATES, *[[a, "v"] for a in PEOPLE], ["Siti", None, "v"], ["Dwi", "v", None, "v"]]
    rows += [["Tri", "v", "v", "v"], ["Eko", None, None, "v"]]

    found = [(values.get("status"), codes) for values, codes in taken(*rows)]

    assert found[:4] == [("aktif", [])] * 4
    assert found[4:] == [
        ("tutup", []),
        (None, ["ticked_twice"]),
        (None, ["ticked_twice", "ticked_twice"]),
        ("libur", []),
    ]


def test_a_word_among_ticks_is_read_as_the_word_it_is():
    rows = [STATES, *[[a, "v"] for a in PEOPLE * 3], ["Tri", "tutup"]]

    assert taken(*rows)[-1] == ({"owner_name": "Tri", "status": "tutup"}, [])


@pytest.mark.parametrize("title", ["L/P", "Keterangan"])
def test_ticks_under_a_title_that_names_no_one_word_are_not_guessed(title):
    rows = [["Nama Pemilik", title], *[[a, "v"] for a in PEOPLE]]

    assert fields(*rows)[1] in (None, "note")
    assert all("sex" not in values and "status" not in values for values, _ in taken(*rows))


def test_a_column_written_month_first_is_read_so_throughout():
    found = column("Tanggal", "3/14/2023 9:01:08", "4/5/2023 10:00:00", "2023-04-06", key="observed_on")

    assert found == [
        (date(2023, 3, 14), ["date_column_month_first"]),
        (date(2023, 4, 5), ["date_column_month_first"]),
        (date(2023, 4, 6), []),
    ]


def test_a_column_with_both_orders_is_read_day_first():
    found = column("Tanggal", "3/14/2023", "14/3/2023", "4/5/2023", key="observed_on")

    assert found == [
        (date(2023, 3, 14), ["date_month_first"]),
        (date(2023, 3, 14), []),
        (date(2023, 5, 4), []),
    ]


def test_dates_that_excel_turned_round_are_doubted():
    real = [datetime(2022, 5, 3), datetime(2022, 6, 6), datetime(2022, 1, 9)]
    found = column("Tanggal", "13/05/2022", "25/11/2022", "30/01/2022", *real, key="observed_on")

    assert [codes for _, codes in found] == [
        [], [], [], ["date_swapped_by_excel"], [], ["date_swapped_by_excel"],
    ]  # fmt: skip
    assert found[3][0] == date(2022, 5, 3)


def test_real_dates_beside_texts_of_small_days_are_not_doubted():
    real = [datetime(2022, 5, 3), datetime(2022, 6, 6), datetime(2022, 1, 9)]
    found = column(
        "Tanggal", "13/05/2022", "25/11/2022", "30/01/2022", "02/01/2022", *real, key="observed_on"
    )

    assert [codes for _, codes in found] == [[]] * 7


@pytest.mark.parametrize(
    ("title", "cell", "value", "codes"),
    [
        ("Investment (million IDR)", 12.5, 12_500_000, []),
        ("Nilai Ekspor (USD)", 12000, None, ["money_not_rupiah"]),
        ("Nilai Ekspor (US$)", "12,000", None, ["money_not_rupiah"]),
        ("Nilai Ekspor (USD)", "Rp 1.500.000", 1_500_000, []),
        ("Nilai Ekspor (USD)", "-", None, []),
        ("Nilai Ekspor (Rp, bukan USD)", 1_500_000, 1_500_000, []),
    ],
)
def test_money_of_another_currency_is_no_rupiah(title, cell, value, codes):
    key = "investment_idr" if "Invest" in title else "export_value_idr"

    assert column(title, cell, key=key) == [(value, codes)]


@pytest.mark.parametrize(
    ("title", "capacity"),
    [("Kapasitas Produksi Satuan", "50 kg"), ("Satuan", "50 kg"), ("Harga Satuan", "50")],
)
def test_the_unit_of_a_quantity_stands_under_its_group(title, capacity):
    rows = [["Nama Usaha", "Kapasitas Produksi Jumlah", title], *[["UD Maju", 50, "Kg"]] * 3]

    assert taken(*rows)[0][0]["capacity"] == capacity


@pytest.mark.parametrize(
    "mark", ["- sda -", "ditto", "idem di atas", "sama dengan diatas", '""', "´´", "s.d.a."]
)
def test_more_signs_for_the_same_as_above(mark):
    rows = [["Nama", "Desa", "Kecamatan"], ["Warsono", "Grecol", "Kalimanah"], ["Parsini", mark, mark]]

    values, codes = taken(*rows)[1]
    assert (values["village"], values["district"], codes) == ("33.03.06.2010", "33.03.06", ["ditto", "ditto"])


def test_row_numbers_before_names_are_no_part_of_them():
    rows = [
        ["Nama Pengrajin", "Desa"],
        *[[f"{n}. {a}", v] for n, (a, v) in enumerate(people(), start=1)],
        [5],
    ]

    assert [values.get("owner_name") for values, _ in taken(*rows)][:4] == list(PEOPLE)


def test_a_number_before_one_name_is_part_of_it():
    rows = [["Nama Toko", "Desa"], ["99. Jaya", "Grecol"], *[[f"UD {a}", v] for a, v in people()]]

    assert taken(*rows)[0][0]["business_name"] == "99. Jaya"


@pytest.mark.parametrize("word", ["Belum", "belum punya", "Proses", "tidak"])
def test_a_number_that_one_has_not_yet_is_nothing_wrong(word):
    assert column("NIB", word, key="nib") == [(None, [])]


@pytest.mark.parametrize(
    ("cell", "phones"),
    [
        ("081234567890 atau 081234567891", ["+6281234567890", "+6281234567891"]),
        ("081234567890 081234567891", ["+6281234567890", "+6281234567891"]),
        ("+62 812-3456-7890 0857 1234 5678", ["+6281234567890", "+6285712345678"]),
    ],
)
def test_two_phones_with_a_word_or_a_space_between(cell, phones):
    [(values, codes)] = taken(["Nama", "HP"], ["Warsono", cell])

    assert ([values["phone"], values["phone_2"]], codes) == (phones, [])


def test_two_numbers_of_which_one_is_broken_are_not_cut_at_a_space():
    assert column("HP", "081234567890 0812", key="phone") == [(None, ["phone_invalid"])]


LINES = ["No;Nama Usaha;Pemilik;Desa", "1;UD Maju;Warsono;Grecol", "2;UD Jaya;Parsini;Bancar"]


def test_a_sheet_with_whole_lines_in_its_only_column_is_cut_into_columns():
    [grid] = read(xlsx([[line] for line in ["DAFTAR IKM", *LINES, *LINES[1:]]]), "a.xlsx").sheets

    assert (grid.name, grid.rows[:3]) == (
        "Data",
        [["DAFTAR IKM", None, None, None], LINES[0].split(";"), LINES[1].split(";")],
    )


def test_whole_lines_come_back_cut_into_columns_that_can_be_mended():
    data = xlsx([[line] for line in LINES])
    book = read(data, "a.xlsx")
    problem = Problem(2, 3, "village", "village_unknown", "rejected", Sentence("Desa tidak dikenal."))

    back = annotate(
        data, "a.xlsx", {"Data": {2: [problem]}}, {"Data": survey(book.sheets[0], FIELDS, PLACES)}
    )

    assert (book.kind, read(back, "back.xlsx").kind) == ("lines", "xlsx")
    assert read(back, "back.xlsx").sheets[0].rows == book.sheets[0].rows


@pytest.mark.parametrize(
    "lines",
    [
        LINES[:2],
        ["Nama Usaha", "UD Maju", "UD Jaya; ya"],
        ["Nama;Desa;Kecamatan", *[f'"{n};x;y' for n in range(9)]],
    ],
)
def test_a_column_of_other_texts_stays_as_it_is(lines):
    [grid] = read(xlsx([[line] for line in lines]), "a.xlsx").sheets

    assert grid.rows == [[line] for line in lines]


def test_lone_cells_in_different_columns_stay_where_they_are():
    rows = [["a;b;c"], ["", "d;e;f"], ["g;h;i"]]

    assert read(xlsx(rows), "a.xlsx").sheets[0].rows == [["a;b;c", None], [None, "d;e;f"], ["g;h;i", None]]


def test_apostrophes_around_the_cells_of_a_text_file_are_quotes():
    text = "'No','Nama','Alamat'\n'1','Ma'ruf','Jl. Mawar, RT 1'\n2,'Siti','Bancar'\n3,Tini,\"Jl. A, B\"\n"
    text += "'4','Tono','Grecol'\n" * 9

    assert read(text.encode(), "a.csv").sheets[0].rows[:4] == [
        ["No", "Nama", "Alamat"],
        ["1", "Ma'ruf", "Jl. Mawar, RT 1"],
        ["2", "Siti", "Bancar"],
        ["3", "Tini", "Jl. A, B"],
    ]


@pytest.mark.parametrize("text", ['[{"nama": "Warsono"}]', '{"data": [1]}', '\ufeff[\n {"a": 1}\n]'])
def test_json_is_refused_with_how_to_convert_it(text):
    with pytest.raises(Unreadable, match="Berkas ini JSON") as refused:
        read(text.encode(), "a.csv")

    assert refused.value.row is None


@pytest.mark.parametrize(
    ("names", "field"),
    [(PEOPLE, "owner_name"), (("UD Maju", "CV Jaya", "Toko Tini", "Umi"), "business_name")],
)
def test_names_without_a_title_are_firms_when_they_look_like_firms(names, field):
    rows = [[name, v, f"08123456789{n}"] for n, (name, v) in enumerate(zip(names, VILLAGES, strict=True))]

    assert fields(*rows)[0] == field


@pytest.mark.parametrize("title", ["NILAI INV (RP)", "JML INVEST"])
def test_investment_is_known_by_its_short_forms(title):
    assert fields(["Nama Usaha", title], *[["UD Maju", 5_000_000]] * 3)[1] == "investment_idr"


def test_a_whole_number_that_a_program_wrote_as_a_decimal_is_a_nik():
    assert column("NIK", f"{NIK}.0", "3303055208900002.5", key="nik") == [(NIK, []), (None, ["nik_length"])]


MONEY, COUNTS, WORDS = (1_500_000, 2_750_000, 900_000), (3, 4, 2), ("Petani", "Pedagang", "Guru")
DAYS, YEARS = ("12/05/1980", "01/02/1990", "15/07/1975"), (2015, 2018, 2020)
NIKS, PHONES = (NIK, NIK[:-1] + "2", NIK[:-1] + "3"), ("081234567890", "081234567891", "081234567892")


@pytest.mark.parametrize(
    ("titles", "cells"),
    [
        ("NIK Suami, NIK Pendamping, No KK Pendamping", NIKS),
        ("HP Pendamping, No HP Petugas", PHONES),
        ("Penghasilan Suami, Pendapatan Keluarga, Harga Produk, Modal Pinjaman, Target Omzet", MONEY),
        ("Gaji Pekerja, Upah per bulan, Nilai Mesin, Laba per tahun, Omset yang diharapkan", MONEY),
        ("Jumlah Mesin, Jumlah Cabang, Jumlah Produk Terjual, Anggota Laki-laki, Tenaga Kerja Asing", COUNTS),
        ("Jumlah Anak Laki-laki, Tenaga Kerja Tetap, TK Harian", COUNTS),
        ("Pekerjaan, Nama Panggilan, Nama Pendamping, Alamat Pemasaran", WORDS),
        ("Tgl SK, Tanggal Cetak, Tgl Expired", DAYS),
        ("Tahun Bergabung, Tahun Pembelian Mesin, Tahun Terima KUR", YEARS),
        ("No Registrasi Halal", ("A-1", "A-2", "A-3")),
        ("Harga Jual", (15_000, 12_500, 20_000)),
    ],
)
def test_a_title_about_something_else_is_left_to_the_officer(titles, cells):
    taken_for = {
        title: fields(["Nama Usaha", "Nama Pemilik", title], *[["UD Maju", "Budi", c] for c in cells])[2]
        for title in titles.split(", ")
    }

    assert taken_for == dict.fromkeys(titles.split(", "))


@pytest.mark.parametrize(
    ("title", "cells", "field"),
    [
        ("No Kartu Keluarga", NIKS, "kk"),
        ("Nama Kepala Keluarga", ("Warsono", "Parsini", "Tukiran"), "owner_name"),
        ("Nilai Penjualan Ekspor", MONEY, "export_value_idr"),
        ("Kode Industri KBLI", ("10799", "13121", "16291"), "kbli"),
        ("Kode", ("10799", "13121", "16291"), "kbli"),
    ],
)
def test_the_words_of_a_field_are_its_own(title, cells, field):
    assert fields(["Nama Usaha", title], *[["UD Maju", c] for c in cells])[1] == field


@pytest.mark.parametrize(
    ("title", "cell", "value", "codes"),
    [
        ("Kapasitas per Bulan (kg)", 50, "50 kg/bulan", []),
        ("Kapasitas/thn", "50 kg", "50 kg/tahun", []),
        ("Kapasitas per tahun", "50 kg/hari", "50 kg/hari", []),
        ("Kapasitas per tahun (kg/bln)", 50, "50 kg/bulan", []),
        ("Kapasitas per bulan", 50, "50/bulan", ["quantity_unit_missing"]),
        ("Kapasitas per bulan", "50/hari", "50/hari", []),
        ("Kapasitas", 50, "50", ["quantity_unit_missing"]),
    ],
)
def test_the_period_of_a_quantity_may_stand_in_the_title(title, cell, value, codes):
    assert column(title, cell, key="capacity") == [(value, codes)]


def test_the_period_in_a_title_holds_beside_a_column_of_units():
    rows = [["Nama Usaha", "Kapasitas per bulan (jumlah)", "Satuan"], *[["UD Maju", 50, "Kg"]] * 3]

    assert taken(*rows)[0][0]["capacity"] == "50 kg/bulan"
