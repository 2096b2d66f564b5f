"""One cell to one value: what offices write, and what must be refused rather than guessed."""

import re
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sentra.engines.sheets import Span, mask_numbers, nik_sex, parse_value, written
from sentra.engines.sheets.values import find_niks, header_unit, mend

KINDS = (
    "name text address village district nik kk nib npwp bank_account identifier phone money count quantity "
    "workers date year kbli latitude longitude sex status"
).split()


def read(kind, cell, header=""):
    """(value, codes of the findings)."""
    parsed = parse_value(kind, cell, header)
    return parsed.value, [f.code for f in parsed.findings]


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


@pytest.mark.parametrize(
    "cell", [NIK, "'" + NIK, "33 0305 520890 0001", "33.03.05.520890.0001", "NIK: " + NIK, int(NIK)]
)
def test_a_nik_is_read_as_people_write_it(cell):
    assert read("nik", cell) == (NIK, [])


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (float(NIK), "nik_precision_lost"),
        (3303055208900000, "nik_precision_lost"),
        (3303055208900010, "nik_precision_lost"),
        ("3.30305E+15", "nik_precision_lost"),
        ("3,30305E+15", "nik_precision_lost"),
        ("3303055208900000", "nik_precision_lost"),
        (NIK[:-1], "nik_length"),
        (NIK + "1", "nik_length"),
        ("33O3055208900001", "nik_letters"),
        ("109.38461234567891", "nik_decimal"),
        (109.38461234567891, "nik_decimal"),
        (-7.0, "nik_decimal"),
        ("9903055208900001", "nik_area"),
        ("3300055208900001", "nik_area"),
        ("3303005208900001", "nik_area"),
        ("3303057208900001", "nik_date"),
        ("3303053102900001", "nik_date"),
        ("3303052902910001", "nik_date"),
        ("3303050013900001", "nik_date"),
        (NIK + "/" + NIK, "nik_two"),
        ("belum dicetak", "nik_unclear"),
        (date(2020, 1, 1), "nik_unclear"),
        ("#REF!", "formula_error"),
    ],
)
def test_a_nik_is_refused_and_never_repaired(cell, code):
    assert read("nik", cell) == (None, [code])


@pytest.mark.parametrize("cell", ["", "-", "0", 0.0, None, "tidak ada", float("nan")])
def test_no_nik_is_no_problem(cell):
    assert read("nik", cell) == (None, [])


def _nik(day, month, year, sequence, woman):
    return f"330305{day + 40 * woman:02d}{month:02d}{year:02d}{sequence:04d}"


@given(st.dates(date(1930, 1, 1), date(2008, 12, 31)), st.integers(1, 9999), st.booleans())
def test_every_nik_built_by_the_rule_is_accepted_and_any_single_fault_refused(born, sequence, woman):
    nik = _nik(born.day, born.month, born.year % 100, sequence, woman)
    assert parse_value("nik", nik).value == nik
    assert nik_sex(nik) == ("P" if woman else "L")
    faults = [
        "10" + nik[2:],
        nik[:2] + "00" + nik[4:],
        nik[:4] + "00" + nik[6:],
        nik[:6] + "32" + nik[8:],
        nik[:6] + "00" + nik[8:],
        nik[:6] + "72" + nik[8:],
        nik[:8] + "13" + nik[10:],
        nik[:8] + "00" + nik[10:],
        nik[:12] + "0000",
        nik[:-1],
        nik + "1",
    ]
    assert [parse_value("nik", fault).value for fault in faults] == [None] * len(faults)


@given(st.integers(0, 180), st.integers(0, 10**14 - 1), st.sampled_from(".,"))
def test_no_nik_ever_comes_out_of_a_decimal(whole, part, point):
    text = f"{whole}{point}{part:014d}33"
    assert parse_value("nik", text).value is None
    assert find_niks(f"titik {text} di peta") == []


def test_niks_are_found_in_free_text():
    assert find_niks(f"KTP {NIK}, lat -7.3303055208900001") == [NIK]


def test_a_family_card_has_a_plain_date():
    assert read("kk", "3303051208100003") == ("3303051208100003", [])
    assert read("kk", NIK) == (None, ["kk_date"])


@pytest.mark.parametrize(
    ("kind", "cell", "value", "codes"),
    [
        ("nib", "9120001234567", "9120001234567", []),
        ("nib", 9120001234567.0, "9120001234567", []),
        ("nib", "91.2000.1234567", "9120001234567", []),
        ("nib", "belum ada", None, []),
        ("nib", 120001234567.0, None, ["nib_zero_lost"]),
        ("nib", "12345", None, ["nib_length"]),
        ("nib", "9.12E+12", None, ["nib_precision_lost"]),
        ("npwp", "01.234.567.8-901.000", "012345678901000", []),
        ("npwp", NIK, NIK, []),
        ("npwp", "12345678901234", None, ["npwp_zero_lost"]),
        ("npwp", "1" * 22, None, ["npwp_is_nitku"]),
        ("npwp", "123", None, ["npwp_length"]),
        ("npwp", "-", None, []),
        ("bank_account", "1234567890", "1234567890", []),
        ("bank_account", "BRI 1234-01-012345-50-1", "123401012345501", ["bank_account_words"]),
        ("bank_account", 1234567890.0, "1234567890", ["bank_account_number"]),
        ("bank_account", "1.23E+14", None, ["bank_account_precision_lost"]),
        ("bank_account", "123", None, ["bank_account_length"]),
        ("bank_account", "BRI", None, ["bank_account_unclear"]),
        ("bank_account", "", None, []),
        ("identifier", "IND-77/2020", "IND-77/2020", []),
        ("identifier", "", None, []),
        ("identifier", "1.2E+9", None, ["identifier_precision_lost"]),
        ("identifier", "#REF!", None, ["formula_error"]),
    ],
)
def test_other_identity_numbers(kind, cell, value, codes):
    assert read(kind, cell) == (value, codes)


@pytest.mark.parametrize(
    ("cell", "value", "extra", "codes"),
    [
        ("0812-3456-7890", "+6281234567890", {}, []),
        ("+62 812 3456 7890", "+6281234567890", {}, []),
        ("6281234567890", "+6281234567890", {}, []),
        ("WA 0812 3456 7890", "+6281234567890", {}, []),
        ("0281-891234", "+62281891234", {}, []),
        ("(0281) 891234", "+62281891234", {}, []),
        ("081234567890/081298765432", "+6281234567890", {"2": "+6281298765432"}, []),
        ("81234567890", "+6281234567890", {}, ["phone_zero_added"]),
        (81234567890.0, "+6281234567890", {}, ["phone_zero_added"]),
        (81234567890, "+6281234567890", {}, ["phone_zero_added"]),
        ("081234567890 (Budi)", "+6281234567890", {}, ["phone_words"]),
        ("081234567890 / 0812", "+6281234567890", {}, ["phone_part_invalid"]),
        ("-", None, {}, []),
        ("0", None, {}, []),
        ("8.12E+10", None, {}, ["phone_precision_lost"]),
        ("0812345", None, {}, ["phone_invalid"]),
        ("+1 202 555 0123", None, {}, ["phone_invalid"]),
        ("021234567890123", None, {}, ["phone_invalid"]),
        ("312345678", None, {}, ["phone_invalid"]),
        ("tanya tetangga", None, {}, ["phone_invalid"]),
        ("1" * 130, None, {}, ["phone_invalid"]),
        (0.5, None, {}, ["phone_invalid"]),
        (True, None, {}, ["phone_invalid"]),
        ("#REF!", None, {}, ["formula_error"]),
    ],
)
def test_phones_become_e164(cell, value, extra, codes):
    parsed = parse_value("phone", cell)
    assert (parsed.value, dict(parsed.extra), [f.code for f in parsed.findings]) == (value, extra, codes)


@pytest.mark.parametrize(
    ("kind", "cell", "value", "codes"),
    [
        ("latitude", "-7.38", -7.38, []),
        ("latitude", "-7,38", -7.38, []),
        ("latitude", -7.38, -7.38, []),
        ("latitude", "7°23'12\"S", -7.38666667, []),
        ("latitude", "7° 23' LS", -7.38333333, []),
        ("latitude", "-7", -7.0, []),
        ("latitude", 0, None, []),
        ("latitude", "", None, []),
        ("latitude", 109.38, None, ["coordinates_swapped"]),
        ("longitude", "-7.38", None, ["coordinates_swapped"]),
        ("latitude", "7.38", None, ["coordinate_sign"]),
        ("latitude", "-738261", None, ["coordinate_no_point"]),
        ("latitude", -738261.0, None, ["coordinate_no_point"]),
        ("latitude", "-7.382.612", None, ["coordinate_no_point"]),
        ("latitude", "51.5", None, ["coordinate_outside"]),
        ("latitude", "51.5, 0.1", None, ["coordinate_outside"]),
        ("latitude", "7°83'12\"S", None, ["coordinate_unclear"]),
        ("latitude", "di sawah", None, ["coordinate_unclear"]),
        ("latitude", "x" * 70, None, ["coordinate_unclear"]),
        ("latitude", True, None, ["coordinate_unclear"]),
        ("latitude", float("nan"), None, ["coordinate_unclear"]),
        ("latitude", "#REF!", None, ["formula_error"]),
        ("longitude", "109,38", 109.38, []),
        ("longitude", "109°23'12\"E", 109.38666667, []),
        ("longitude", "10938261", None, ["coordinate_no_point"]),
    ],
)
def test_coordinates_within_indonesia(kind, cell, value, codes):
    assert read(kind, cell) == (value, codes)


def test_both_coordinates_in_one_cell():
    assert dict(parse_value("latitude", "-7.38, 109.36").extra) == {"longitude": 109.36}
    assert dict(parse_value("longitude", "-7.38, 109.36").extra) == {"latitude": -7.38}


@pytest.mark.parametrize(
    ("kind", "cell", "value", "codes"),
    [
        ("sex", "Laki-laki", "L", []),
        ("sex", "wanita", "P", []),
        ("sex", "-", None, []),
        ("sex", "1", None, ["sex_unclear"]),
        ("sex", "#REF!", None, ["formula_error"]),
        ("status", "Masih aktif", "aktif", []),
        ("status", "Non-aktif", "tutup", []),
        ("status", "libur", "libur", []),
        ("status", "milik sendiri", None, ["status_unclear"]),
        ("kbli", "30912", "30912", []),
        ("kbli", 30912.0, "30912", []),
        ("kbli", "30912 - Industri Komponen", "30912", []),
        ("kbli", "KBLI 2020: 10722", "10722", []),
        ("kbli", "C 10722", "10722", []),
        ("kbli", "0", None, []),
        ("kbli", "10722, 10729", "10722", ["kbli_several"]),
        ("kbli", "1072", None, ["kbli_length"]),
        ("kbli", "10.722", None, ["kbli_length"]),
        ("kbli", True, None, ["kbli_length"]),
        ("kbli", "#REF!", None, ["formula_error"]),
        ("text", "a\\r\\nb\tc\x00 d\u200b", "a b c d", []),
        ("text", "tidak ada", None, []),
        ("text", "NULL", None, []),
        ("text", "#REF!", None, ["formula_error"]),
        ("text", "MebÃ©l", "MebÃ©l", []),
        ("text", f"KTP {NIK}", "KTP •••", ["number_masked"]),
        ("name", "  UD   Jaya ", "UD Jaya", []),
        ("name", "99", "99", ["name_without_letters"]),
    ],
)
def test_words_codes_and_text(kind, cell, value, codes):
    assert read(kind, cell) == (value, codes)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("hub 0812-3456-7890 ya", "hub ••• ya"),
        (f"NIK {NIK}", "NIK •••"),
        (f"NIK{NIK}", "NIK•••"),
        ("33 0305 520890 0001", "•••"),
        ("33.03.05.520890.0001", "•••"),
        ("+62 (812) 3456-7890", "•••"),
        ("rek 1234-01-012345-50-1", "rek •••"),
        ("NIB 9120001234567.", "NIB •••."),
        ("3.303055208900001E+15", "•••"),
        ("812.345.678.901", "•••"),
        ("62.81234567890", "•••"),
        ("harga 10.000-15.000 / 20.000", "harga 10.000-15.000 / 20.000"),
        ("15.000 20.000 30.000", "15.000 20.000 30.000"),
        ("Rp 1.250.000.000", "Rp 1.250.000.000"),
        ("Rp 812.345.678.901", "Rp 812.345.678.901"),
        ("Rp1250000000", "Rp1250000000"),
        ("Rp 3303055208900001", "Rp •••"),
        ("-7.3812345, 109.38461234567891", "-7.3812345, 109.38461234567891"),
        ("12/08/2020 - 15/08/2020", "12/08/2020 - 15/08/2020"),
        ("2018 2019 2020", "2018 2019 2020"),
        ("RT 02/05 no 12", "RT 02/05 no 12"),
        ("٠٨١٢٣٤٥٦٧٨٩٠", "•••"),
    ],
)
def test_long_numbers_in_free_text_are_masked_and_prices_are_not(text, masked):
    assert mask_numbers(text) == masked


_LEFT_ON_PURPOSE = re.compile(r"(?i)rp\.?\s*[0-9]{9,12}|(?<![0-9])[0-9]{1,3}[.,][0-9]+")


@settings(max_examples=300)
@given(st.text(alphabet="0123456789 .,-/()ERpabx+", max_size=60))
def test_no_run_of_nine_digits_survives_outside_prices_and_decimals(text):
    assert not re.search("[0-9]{9}", _LEFT_ON_PURPOSE.sub(" ", mask_numbers(text)))


@given(st.from_regex(r"[1-9]\d{8,17}", fullmatch=True), st.text(alphabet="abc: ", max_size=5))
def test_a_bare_long_number_is_always_masked(digits, before):
    assert mask_numbers(before + digits) == before + "•••"


CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.floats(),
    st.dates(),
    st.datetimes(),
    st.text(max_size=120),
    st.text(alphabet="0123456789.,-/ LPjtrbkE+°'\"", max_size=40),
)


@settings(max_examples=400, deadline=None)
@given(
    CELLS,
    st.sampled_from(KINDS),
    st.sampled_from(["", "Tenaga Kerja (L/P)", "Investasi (juta)", "Kap. (kg)"]),
)
def test_no_cell_ever_raises_and_no_sentence_repeats_a_number(cell, kind, header):
    parsed = parse_value(kind, cell, header)
    assert all(not re.search("[0-9]{5}", finding.sentence) for finding in parsed.findings)
    assert all(finding.severity != "rejected" or parsed.value is None for finding in parsed.findings)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        ("  a ", "  a "),
        (5.0, "5"),
        (0.00001, "0.00001"),
        (109.3846123, "109.3846123"),
        (1e20, "1e+20"),
        (float("nan"), ""),
        (True, "TRUE"),
        (date(2020, 8, 12), "2020-08-12"),
        (datetime(2020, 8, 12), "2020-08-12"),
        (datetime(2020, 8, 12, 9, 30), "2020-08-12 09:30:00"),
        (12, "12"),
    ],
)
def test_raw_cells_look_as_the_officer_sees_them(cell, text):
    assert written(cell) == text


@given(st.text(max_size=80))
def test_mending_twice_changes_nothing(text):
    assert mend(mend(text)) == mend(text)
