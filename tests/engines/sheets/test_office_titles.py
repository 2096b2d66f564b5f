"""Titles as offices, web forms and surveys by phone write them, and cells that hold more than one thing."""

import pytest

from sentra.engines.sheets import Field, Grid, Layout, parse_rows, parse_value, survey
from tests.engines.sheets.places_cast import PLACES, WITHOUT_DUTIES

YEAR = Field("founded_year", "year", ("tahun berdiri", "tanggal berdiri"), "Tahun berdiri")
TURNOVER = Field("turnover_idr", "money", ("omzet",), "Omzet", yearly=True)
FIELDS = (*WITHOUT_DUTIES, YEAR, TURNOVER)


def laid(titles, *lines) -> tuple[Layout, list]:
    grid = Grid("Data", [list(titles), *map(list, lines)])
    layout = survey(grid, FIELDS, PLACES)
    return layout, list(parse_rows(grid, layout, FIELDS, PLACES))


def mapped(titles, *lines):
    return [column.field for column in laid(titles, *lines)[0].columns]


def test_shortened_titles_are_written_out():
    titles = ["Nm Pemilik", "Almt", "Ds.", "Jml Tenaga Kerja"]

    assert mapped(titles, ["Ani", "RT 1 RW 2", "Grecol", 2]) == [
        "owner_name",
        "address",
        "village",
        "workers",
    ]


def test_questions_of_a_web_form_are_titles():
    titles = [
        "Nama Lengkap Pemilik Usaha (sesuai KTP)",
        "Nomor Induk Kependudukan (NIK) 16 digit",
        "Nama Usaha / Brand / Merek Dagang",
        "Apakah sudah memiliki NIB? Jika sudah tuliskan nomornya",
        "Produk apa saja yang dihasilkan?",
        "Berapa jumlah tenaga kerja (termasuk pemilik)?",
        "Apa kendala usaha Anda saat ini?",
    ]

    layout, rows = laid(
        titles, ["Ani", "belum ada", "Dapur A", "Sudah, 1234567890123", "kue", "saya sendiri", "modal"]
    )

    assert layout.header_rows == (0,)
    assert rows[0].values == {
        "owner_name": "Ani",
        "business_name": "Dapur A",
        "nib": "1234567890123",
        "product": "kue",
        "workers": 1,
    }


def test_a_survey_by_phone_names_a_question_in_its_group():
    titles = ["identitas/nama_pemilik", "identitas/no_hp", "profil/nama_usaha", "lokasi/desa"]

    assert mapped(titles, ["Ani", "081200015001", "Nira A", "Grecol"]) == [
        "owner_name",
        "phone",
        "business_name",
        "village",
    ]


@pytest.mark.parametrize(
    "title", ["Bentuk Usaha", "Jumlah Nama Usaha", "Skala Nama Usaha", "Kode Nama Usaha"]
)
def test_what_is_about_a_business_is_not_its_name(title):
    assert mapped([title, "Nama Pemilik", "Desa"], ["Perorangan", "Ani", "Grecol"])[0] is None


def test_the_date_of_foundation_is_not_that_of_the_list():
    titles = ["Nama Usaha", "Tgl Berdiri", "Tanggal Pendataan", "Tanggal Terbit NIB"]

    layout, rows = laid(titles, ["Abon A", "17-8-1998", "01/02/2024", "03/03/2023"])

    assert [c.field for c in layout.columns] == ["business_name", "founded_year", "observed_on", None]
    assert rows[0].values["founded_year"] == 1998


def test_of_the_same_figure_in_two_years_the_later_is_read():
    titles = ["Nama Usaha", "Tenaga Kerja 2022", "Tenaga Kerja 2023"]

    assert mapped(titles, ["Abon A", 2, 3]) == ["business_name", None, "workers"]


def test_a_column_of_a_database_says_per_month_at_its_end():
    _, rows = laid(["nama_usaha", "omset_bln"], ["Abon A", 3_000_000])

    assert rows[0].values["turnover_idr"] == 36_000_000


@pytest.mark.parametrize(
    "cell", ["Ani\nRT 01 RW 02 Desa Grecol", "Ani, RT 01 RW 02 Desa Grecol", "Ani RT 01 RW 02 Desa Grecol"]
)
def test_name_and_address_in_one_cell_are_parted(cell):
    _, rows = laid(["No", "Nama/Alamat", "Produk"], [1, cell, "Tahu"], [2, "Budi", "Tempe"])

    assert rows[0].values == {
        "owner_name": "Ani",
        "address": "RT 01 RW 02 Desa Grecol",
        "product": "Tahu",
        "village": "33.03.06.2010",
        "district": "33.03.06",
    }
    assert rows[1].values["owner_name"] == "Budi"


@pytest.mark.parametrize("cell", ["Bojong / Mrebet", "Bojong, Kec. Mrebet", "Bojong - Mrebet"])
def test_village_and_district_in_one_cell_are_parted(cell):
    _, rows = laid(["Nama Usaha", "Desa / Kecamatan"], ["Abon A", cell])

    assert (rows[0].values["village"], rows[0].problems) == ("33.03.08.2011", ())


@pytest.mark.parametrize(
    "address", ["RT 1 RW 2 Bojong Mrebet", "Ds. Bojong Mrebet", "RT 1 RW 2\nBojong\nMrebet"]
)
def test_an_address_may_end_in_village_and_district_without_a_comma(address):
    _, rows = laid(["Nama Usaha", "Alamat"], ["Abon A", address])

    assert (rows[0].values["village"], rows[0].values["district"]) == ("33.03.08.2011", "33.03.08")


@pytest.mark.parametrize("code", ["3303062010", "33.03.06.2010", 3303062010])
def test_a_village_may_be_its_code(code):
    _, rows = laid(["Nama Usaha", "Desa"], ["Abon A", code])

    assert rows[0].values["village"] == "33.03.06.2010"


def test_the_places_of_a_list_without_titles_show_where_its_names_stand():
    lines = [[1, "Ani", "tahu", "Grecol"], [2, "Budi", "tahu", "Mergasana"], [3, "Cici", "tahu", "Bancar"]]
    grid = Grid("Data", lines)
    pictures = Grid("Menu", [["a", "Beranda"], ["b", "Profil"], ["c", "Kontak"]])

    assert [c.field for c in survey(grid, FIELDS, PLACES).columns] == [None, "owner_name", None, "village"]
    assert [c.field for c in survey(pictures, FIELDS, PLACES).columns] == [None, None]


def test_a_list_without_titles_and_without_names_gets_no_owner():
    lines = [[1, "tahu", "Grecol"], [2, "tahu", "Mergasana"], [3, "tahu", "Bancar"]]

    assert [c.field for c in survey(Grid("Data", lines), FIELDS, PLACES).columns] == [None, None, "village"]


def test_two_phones_on_two_lines_are_two():
    parsed = parse_value("phone", "081300008803\n085700008813")

    assert (parsed.value, parsed.extra) == ("+6281300008803", {"2": "+6285700008813"})


def test_men_and_women_in_two_columns_are_not_all_workers():
    titles = ["Nama Usaha", "JML_TK_L", "JML_TK_P"]

    assert mapped(titles, ["Abon A", 1, 2])[1:] == ["workers_male", "workers_female"]
    assert mapped(["Nama Usaha", "Tenaga Kerja (L/P)"], ["Abon A", "1/2"]) == ["business_name", "workers"]


def test_a_title_for_group_or_person_is_the_owner_where_nothing_else_is_a_name():
    group = Field("group_name", "name", ("nama kelompok",), "Kelompok")
    grid = Grid("Data", [["Nama Kelompok / Pemilik", "Desa"], ["Ani", "Grecol"]])
    named = Grid("Data", [["Nama Kelompok", "Desa"], ["KUB A", "Grecol"]])
    vocabulary = (*FIELDS, group)

    assert survey(grid, vocabulary, PLACES).columns[0].field == "owner_name"
    assert survey(named, vocabulary, PLACES).columns[0].field == "group_name"


def test_a_phone_that_an_export_wrote_as_a_decimal_keeps_its_length():
    assert parse_value("phone", "85261610001.0").value == "+6285261610001"
