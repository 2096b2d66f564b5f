"""Identity numbers and phones: what offices write, and what must be refused rather than repaired."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentra.engines.sheets import nik_sex, parse_value
from sentra.engines.sheets.values import find_niks
from tests.engines.sheets.cells_cast import NIK, read


@pytest.mark.parametrize(
    "cell",
    [NIK, "'" + NIK, "33 0305 520890 0001", "33.03.05.520890.0001", "NIK: " + NIK, int(NIK), float(NIK)],
)
def test_a_nik_is_read_as_people_write_it(cell):
    assert read("nik", cell) == (NIK, [])


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (3303055208900010.0, "nik_precision_lost"),
        (3303055208900001.5, "nik_precision_lost"),
        (9103055208900002.0, "nik_precision_lost"),
        (3303053102900001.0, "nik_date"),
        (33030552089000012.0, "nik_precision_lost"),
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


@pytest.mark.parametrize(
    ("cell", "value", "codes"),
    [
        (3303051208100003.0, "3303051208100003", []),
        (3303051208100010.0, None, ["kk_precision_lost"]),
        ("3,30305E+15", None, ["kk_precision_lost"]),
        (float(NIK), None, ["kk_date"]),
    ],
)
def test_a_family_card_kept_as_a_number_is_exact_unless_it_ends_in_zero(cell, value, codes):
    assert read("kk", cell) == (value, codes)


def test_only_numbers_that_a_float_holds_exactly_are_trusted():
    last, beyond = 2**53 - 1, 2**53 + 1
    assert (int(float(last)), int(float(beyond))) == (last, beyond - 1)
    assert read("nik", float(beyond)) == (None, ["nik_precision_lost"])
    assert read("nik", float(last)) == (None, ["nik_area"])


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
