"""Places, words, free text and every kind: what offices write, and what is refused rather than guessed."""

import re
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sentra.engines.sheets import mask_numbers, parse_value, written
from sentra.engines.sheets.values import mend
from tests.engines.sheets.cells_cast import KINDS, NIK, read


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


@pytest.mark.parametrize(
    "cell",
    [
        "-7.38, 109.36",
        "-7.38 109.36",
        "(-7.38;109.36)",
        "-7,38; 109,36",
        "-7,38 109,36",
        "lat: -7.38, long: 109.36",
        "7°22'48\"S 109°21'36\"E",
    ],
)
def test_both_coordinates_in_one_cell(cell):
    assert parse_value("latitude", cell)[::2] == (-7.38, {"longitude": 109.36})
    assert parse_value("longitude", cell)[::2] == (109.36, {"latitude": -7.38})


def test_a_pair_the_other_way_round_is_doubted_and_not_turned():
    assert read("latitude", "109.36, -7.38") == (None, ["coordinates_swapped"])


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
        ("name", "Murah www.contoh.invalid", "Murah www.contoh.invalid", ["name_with_link"]),
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
