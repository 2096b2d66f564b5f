"""Money, counts, quantities, dates and years: what offices write, and what is refused rather than guessed."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentra.engines.sheets import Span, parse_value
from sentra.engines.sheets.values import header_unit
from tests.engines.sheets.cells_cast import read


@pytest.mark.parametrize(
    ("cell", "value", "codes"),
    [
        ("Rp 1.250.000", 1_250_000, []),
        ("1.250.000,00", 1_250_000, []),
        ("1,250,000", 1_250_000, []),
        ("1 250 000", 1_250_000, []),
        ("1,5 jt", 1_500_000, []),
        ("1.5 juta", 1_500_000, []),
        ("120rb", 120_000, []),
        ("1 jt 500 rb", 1_500_000, []),
        ("15-35k", Span(15_000, 35_000), []),
        ("10-15 jt", Span(10_000_000, 15_000_000), []),
        ("500rb-1jt", Span(500_000, 1_000_000), []),
        ("5.000.000 s/d 10.000.000", Span(5_000_000, 10_000_000), []),
        ("2,3 M", 2_300_000_000, []),
        ("2,3 miliar", 2_300_000_000, []),
        ("Rp. 250.000,-", 250_000, []),
        ("Rp 5.000.000 (modal sendiri)", 5_000_000, []),
        ("5 jt / tahun", 5_000_000, []),
        ("0", 0, []),
        ("-", None, []),
        ("tidak ada", None, []),
        (1_250_000, 1_250_000, []),
        (1_250_000.0, 1_250_000, []),
        (125_000.4, 125_000, ["money_rounded"]),
        ("± 3 jt", 3_000_000, ["money_approximate"]),
        ("2.3 m", 2_300_000_000, ["money_small_m"]),
        ("800rb/10box", 800_000, ["money_per_quantity"]),
        ("5 jt/bulan", 5_000_000, ["money_per_time"]),
        ("< 50 juta", 50_000_000, ["money_bound"]),
        ("1.500 jt", 1_500_000_000, ["money_separator"]),
        ("1,500 jt", 1_500_000, ["money_separator"]),
        ("1.250,000", 1_250, ["money_separator"]),
        ("50", 50, ["money_small"]),
        ("90.000.000.000.000", 90_000_000_000_000, ["money_large"]),
        ("-5.000", None, ["money_negative"]),
        ("(1.250)", None, ["money_negative"]),
        (-5.0, None, ["money_negative"]),
        ("500-1jt", None, ["money_range"]),
        ("1.2.3", None, ["money_unclear"]),
        ("1.2.3-5 jt", None, ["money_unclear"]),
        ("1 rb 500 jt", None, ["money_unclear"]),
        ("banyak", None, ["money_unclear"]),
        ("9" * 90, None, ["money_unclear"]),
        ("1.25E+06", None, ["money_precision_lost"]),
        (float("nan"), None, ["money_not_number"]),
        (True, None, ["money_not_number"]),
        (date(2020, 1, 1), None, ["money_not_number"]),
        ("#REF!", None, ["formula_error"]),
    ],
)
def test_money_is_whole_rupiah(cell, value, codes):
    assert read("money", cell) == (value, codes)


@pytest.mark.parametrize(
    ("header", "unit"),
    [
        ("Investasi (juta)", 10**6),
        ("Omzet (Rp 000)", 10**3),
        ("Nilai Produksi dalam ribuan", 10**3),
        ("Nilai (Rp 000.000)", 10**6),
        ("Ekspor (miliar)", 10**9),
        ("Investasi (Rp)", 1),
    ],
)
def test_the_title_multiplies_plain_numbers_only(header, unit):
    assert header_unit(header) == unit
    assert read("money", 250, header)[0] == 250 * unit
    assert read("money", "2,5 jt", header)[0] == 2_500_000


@given(st.integers(100, 10**13), st.sampled_from(["Rp {}", "{}", "Rp. {},-", "{},00", "Rp{}", "IDR {}"]))
def test_money_reads_back_what_it_is_written_as(rupiah, form):
    dotted = f"{rupiah:,}".replace(",", ".")
    assert read("money", form.format(dotted)) == (rupiah, [])
    assert read("money", f"{rupiah:,}") == (rupiah, [])


@pytest.mark.parametrize(
    ("cell", "value", "codes"),
    [
        ("5", 5, []),
        (5.0, 5, []),
        ("5 orang", 5, []),
        ("1.200", 1200, []),
        ("3 (tiga)", 3, []),
        ("lima", 5, []),
        ("dua belas orang", 12, []),
        ("2-3", Span(2, 3), []),
        ("-", None, []),
        ("± 5", 5, ["count_approximate"]),
        (2_000_000, 2_000_000, ["count_absurd"]),
        ("2-99999", Span(2, 99999), []),
        (5.5, None, ["count_fraction"]),
        ("-3", None, ["count_negative"]),
        (-3, None, ["count_negative"]),
        ("3-2", None, ["count_range"]),
        ("banyak", None, ["count_unclear"]),
        ("9" * 90, None, ["count_unclear"]),
        (True, None, ["count_unclear"]),
        (float("nan"), None, ["count_unclear"]),
        (date(2020, 3, 2), None, ["count_is_date"]),
        ("#VALUE!", None, ["formula_error"]),
    ],
)
def test_counts_are_whole_and_never_negative(cell, value, codes):
    assert read("count", cell) == (value, codes)


@pytest.mark.parametrize(
    "cell",
    [
        "L:3 P:2", "3L 2P", "L3P2", "L 3, P 2", "P:2 L:3", "2P 3L", "3 laki-laki, 2 perempuan",
        "laki-laki 3 perempuan 2", "5 (3L, 2P)", "3L+2P", "2 wanita 3 pria",
    ],
)  # fmt: skip
def test_workers_are_told_apart_by_sex(cell):
    parsed = parse_value("workers", cell)
    assert (parsed.value, dict(parsed.extra), parsed.findings) == (None, {"male": 3, "female": 2}, ())


def test_workers_two_numbers_need_a_title_that_says_which():
    assert dict(parse_value("workers", "3/2", "Tenaga Kerja (L/P)").extra) == {"male": 3, "female": 2}
    assert read("workers", "3/2", "Tenaga Kerja") == (None, ["workers_unclear"])


@pytest.mark.parametrize(
    ("cell", "value", "extra", "codes"),
    [
        ("5", 5, {}, []),
        (5, 5, {}, []),
        ("", None, {}, []),
        ("5 orang", 5, {}, []),
        ("2-3", Span(2, 3), {}, []),
        ("L: 3", None, {"male": 3}, []),
        ("2 P", None, {"female": 2}, []),
        ("6 (3L, 2P)", None, {"male": 3, "female": 2}, ["workers_sum"]),
        ("L:9000 P:2", None, {"male": 9000, "female": 2}, ["count_absurd"]),
        (9000, 9000, {}, ["count_absurd"]),
        ("2-9000", Span(2, 9000), {}, ["count_absurd"]),
        ("5 (keluarga)", 5, {}, []),
        ("x" * 90, None, {}, ["count_unclear"]),
    ],
)
def test_workers_as_a_total_or_in_doubt(cell, value, extra, codes):
    parsed = parse_value("workers", cell)
    assert (parsed.value, dict(parsed.extra), [f.code for f in parsed.findings]) == (value, extra, codes)


@pytest.mark.parametrize(
    ("cell", "value", "codes"),
    [
        ("50 kg/bulan", "50 kg/bulan", []),
        ("1.000 pcs/bln", "1000 pcs/bulan", []),
        ("1,5 ton per hari", "1.5 ton/hari", []),
        ("50-100 kg/hari", "50-100 kg/hari", []),
        ("0,250 ton", "0.25 ton", []),
        ("± 300kg", "300 kg", []),
        ("100/hari", "100/hari", []),
        ("100", "100", ["quantity_unit_missing"]),
        (100.0, "100", ["quantity_unit_missing"]),
        ("", None, []),
        ("banyak", None, ["quantity_unclear"]),
        ("1.2.3 kg", None, ["quantity_unclear"]),
        (True, None, ["quantity_unclear"]),
    ],
)
def test_quantities_keep_their_unit(cell, value, codes):
    assert read("quantity", cell) == (value, codes)


def test_a_quantity_takes_the_unit_of_the_title():
    assert read("quantity", 50, "Kapasitas (kg/bln)") == ("50 kg/bulan", [])


@pytest.mark.parametrize(
    ("cell", "value", "codes"),
    [
        ("12 Agustus 2020", date(2020, 8, 12), []),
        ("12 Agt 20", date(2020, 8, 12), []),
        ("Rabu, 12 Agustus 2020", date(2020, 8, 12), []),
        ("12/08/2020", date(2020, 8, 12), []),
        ("12-8-20", date(2020, 8, 12), []),
        ("12-08-98", date(1998, 8, 12), []),
        ("2020-08-12", date(2020, 8, 12), []),
        ("2020-08-12 00:00:00", date(2020, 8, 12), []),
        ("29 Pebruari 2020", date(2020, 2, 29), []),
        (44055, date(2020, 8, 12), []),
        (44055.5, date(2020, 8, 12), []),
        ("44055", date(2020, 8, 12), []),
        (date(2020, 8, 12), date(2020, 8, 12), []),
        (datetime(2020, 8, 12, 9, 30), date(2020, 8, 12), []),
        ("-", None, []),
        ("Agustus 2020", date(2020, 8, 1), ["date_month_only"]),
        ("08/2020", date(2020, 8, 1), ["date_month_only"]),
        ("2020", date(2020, 1, 1), ["date_year_only"]),
        (2020, date(2020, 1, 1), ["date_year_only"]),
        ("08/25/2020", date(2020, 8, 25), ["date_month_first"]),
        ("31/02/2020", None, ["date_impossible"]),
        ("29 Februari 2021", None, ["date_impossible"]),
        ("02/30/2020", None, ["date_impossible"]),
        ("13/2020", None, ["date_impossible"]),
        ("12/08/1820", None, ["date_out_of_range"]),
        ("kemarin", None, ["date_unclear"]),
        ("12 Ramadan 2020", None, ["date_unclear"]),
        ("x" * 50, None, ["date_unclear"]),
        (7, None, ["date_unclear"]),
        (True, None, ["date_unclear"]),
        ("#N/A", None, []),
        ("#NUM!", None, ["formula_error"]),
    ],
)
def test_dates_are_read_day_first(cell, value, codes):
    assert read("date", cell) == (value, codes)


@pytest.mark.parametrize(
    ("cell", "value", "codes"),
    [
        ("2019", 2019, []),
        (2019.0, 2019, []),
        ("th. 2019", 2019, []),
        ("sejak tahun 2010", 2010, []),
        ("", None, []),
        ("2.019", 2019, ["year_grouped"]),
        (2.019, 2019, ["year_grouped"]),
        ("12 Agustus 2019", 2019, ["year_from_date"]),
        (date(2019, 8, 12), 2019, ["year_from_date"]),
        (43831, 2020, ["year_from_date"]),
        ("2018/2019", 2018, ["year_two"]),
        ("10 tahun", None, ["year_is_age"]),
        ("1.200", None, ["year_unclear"]),
        ("lama", None, ["year_unclear"]),
        ("x" * 50, None, ["year_unclear"]),
        (19, None, ["year_unclear"]),
        (True, None, ["year_unclear"]),
        ("#REF!", None, ["formula_error"]),
    ],
)
def test_years(cell, value, codes):
    assert read("year", cell) == (value, codes)


NIK = "3303055208900001"  # a woman, 12 August 1990
