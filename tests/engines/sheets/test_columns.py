"""Columns that need a second look: per month, RT/RW, a unit of its own, a number given twice."""

from datetime import date

import pytest

from sentra.engines.sheets import Field, Grid, Span, parse_rows, survey
from tests.engines.sheets.places_cast import PLACES

VOCABULARY = (
    Field("name", "name", ("nama usaha",), "Nama usaha"),
    Field("number", "identifier", ("no reg",), "Nomor registrasi"),
    Field("turnover", "money", ("omset", "omzet"), "Omzet setahun", yearly=True),
    Field("capital", "money", ("modal",), "Modal"),
    Field("capacity", "quantity", ("kapasitas",), "Kapasitas"),
    Field("rt", "text", ("rt",), "RT"),
    Field("rw", "text", ("rw",), "RW"),
    Field("latitude", "latitude", ("koordinat y", "lintang"), "Lintang"),
    Field("longitude", "longitude", ("koordinat x", "bujur"), "Bujur"),
)


def rows(titles, *table):
    """The rows of a sheet that is surveyed first, as an import does."""
    grid = Grid("Data", [list(titles), *[list(row) for row in table]])
    return list(parse_rows(grid, survey(grid, VOCABULARY, PLACES), VOCABULARY, PLACES))


def one(title, cell, *more):
    """(values without the name, codes) of one row."""
    row = rows(["Nama Usaha", title, *more[::2]], ["UD Contoh", cell, *more[1::2]])[0]
    return {k: v for k, v in row.values.items() if k != "name"}, [p.code for p in row.problems]


@pytest.mark.parametrize(
    ("title", "cell", "value", "codes"),
    [
        ("Omset", "5 jt", 5_000_000, []),
        ("Omset per tahun", "5 jt", 5_000_000, []),
        ("Omset per bulan", "5 jt", 60_000_000, ["per_month_times_12"]),
        ("Omset/bln", 5_000_000, 60_000_000, ["per_month_times_12"]),
        ("Omset sebulan", "5.000.000", 60_000_000, ["per_month_times_12"]),
        ("omset_per_bulan", "1-2 jt", Span(12_000_000, 24_000_000), ["per_month_times_12"]),
        ("Omset bulanan (juta)", 5, 60_000_000, ["per_month_times_12"]),
        ("Omset (bulan)", "5 jt/tahun", 5_000_000, []),
        ("Omset", "5 jt/bulan", 60_000_000, ["per_month_times_12"]),
        ("Omset per hari", "100 rb", 100_000, ["money_per_time"]),
        ("Omset", "100 rb/hari", 100_000, ["money_per_time"]),
        ("Omset per bulan", "tidak tentu", None, ["money_unclear"]),
    ],
)
def test_money_kept_per_year_is_multiplied_when_a_list_gives_it_per_month(title, cell, value, codes):
    assert one(title, cell) == ({} if value is None else {"turnover": value}, codes)


def test_money_that_is_not_per_year_is_left_as_written():
    assert one("Modal per bulan", "5 jt") == ({"capital": 5_000_000}, [])
    assert one("Modal", "5 jt/bulan") == ({"capital": 5_000_000}, ["money_per_time"])


@pytest.mark.parametrize(
    ("title", "cell", "values", "codes"),
    [
        ("RT/RW", "02/05", {"rt": "2", "rw": "5"}, []),
        ("RT / RW", "RT 02 RW 05", {"rt": "2", "rw": "5"}, []),
        ("rt/rw", "002-010", {"rt": "2", "rw": "10"}, []),
        ("RW/RT", "RT.02/RW.05", {"rt": "2", "rw": "5"}, []),
        ("RT/RW", "3", {"rt": "3"}, []),
        ("RT/RW", date(2024, 5, 2), {}, ["rt_rw_is_date"]),
        ("RT/RW", "-", {}, []),
        ("RT/RW", "#REF!", {}, ["formula_error"]),
        ("RT", "02", {"rt": "2"}, []),
        ("RW", 5, {"rw": "5"}, []),
        ("RT", "timur", {"rt": "timur"}, ["rt_rw_unclear"]),
    ],
)
def test_rt_and_rw_in_one_column_or_two(title, cell, values, codes):
    assert one(title, cell) == (values, codes)


@pytest.mark.parametrize(
    ("cell", "unit", "value", "codes"),
    [
        (500, "kg/bulan", "500 kg/bulan", []),
        ("500 pcs", "kg", "500 pcs", []),
        ("1.500", "buah per tahun", "1500 buah/tahun", []),
        (500, None, "500", ["quantity_unit_missing"]),
    ],
)
def test_a_quantity_takes_its_unit_from_the_column_beside_it(cell, unit, value, codes):
    assert one("Kapasitas Terpasang", cell, "Satuan", unit) == ({"capacity": value}, codes)


def test_a_unit_behind_another_field_is_not_the_quantitys():
    assert one("Kapasitas", 500, "Modal", 1_000_000, "Satuan", "kg") == (
        {"capacity": "500", "capital": 1_000_000},
        ["quantity_unit_missing"],
    )


def test_another_column_may_stand_between_a_quantity_and_its_unit():
    assert one("Kapasitas", 500, "Jam Kerja", 8, "Satuan", "kg") == ({"capacity": "500 kg"}, [])
    assert one("Kapasitas", 500, "Jam Kerja", 8) == ({"capacity": "500"}, ["quantity_unit_missing"])


def test_a_column_of_pairs_gives_both_coordinates():
    table = [["UD Contoh", f"-7.3{n}, 109.3{n}"] for n in range(5)]

    found = rows(["Nama Usaha", "Koordinat"], *table)

    assert [(r.values["latitude"], r.values["longitude"]) for r in found] == [
        (float(f"-7.3{n}"), float(f"109.3{n}")) for n in range(5)
    ]


def test_a_number_of_the_office_given_to_two_rows_is_doubted_in_the_second():
    found = rows(["Nama Usaha", "No Reg"], ["UD A", "R-1"], ["UD B", "R-2"], ["UD C", "R-1"])

    assert [[(p.column, p.code, p.sentence) for p in r.problems] for r in found] == [
        [],
        [],
        [(1, "identifier_repeated", "Nomor ini sudah dipakai baris 2.")],
    ]
