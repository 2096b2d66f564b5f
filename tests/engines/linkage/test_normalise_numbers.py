"""Phones, NIK, NIB and coordinates: read where nothing was lost, else refused with a note."""

import pytest

from tests.engines.linkage.normal_cast import codes, norm

MOBILE = "81234567891"


@pytest.mark.parametrize(
    ("written", "numbers"),
    [
        ("0812-3456-7891", (MOBILE,)),
        ("+62 812 3456 7891", (MOBILE,)),
        ("6281234567891", (MOBILE,)),
        ("81234567891", (MOBILE,)),
        ("'081234567891", (MOBILE,)),
        ("81234567891.0", (MOBILE,)),
        ("O81234567891", (MOBILE,)),
        ("HP 0812 3456 7891 (WA)", (MOBILE,)),
        ("081234567891/085712345678", (MOBILE, "85712345678")),
        ("081234567891 085712345678", (MOBILE, "85712345678")),
        ("0812 3456 7891 atau 0857 1234 5678", (MOBILE, "85712345678")),
        ("081234567891, 081234567891", (MOBILE,)),
        ("-", ()),
    ],
)
def test_mobiles_in_all_styles(written, numbers):
    found = norm(phone=written)
    assert (found.phones, codes(found)) == (numbers, [])


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("8.12E+10", "precision_lost"),
        ("8,12E+10", "precision_lost"),
        ("0281-891234", "landline"),
        ("081111111111", "made_up"),
        ("0812345xxxx", "masked"),
        ("08123456789123456", "not_a_mobile"),
    ],
)
def test_a_number_that_is_no_mobile_leaves_a_note(written, code):
    found = norm(phone=written)
    assert (found.phones, codes(found)) == ((), [f"phone {code}"])


def test_a_landline_is_kept_apart():
    found = norm(phone="0812 3456 7891, (0281) 891234")
    assert (found.phones, found.notes[0].after) == ((MOBILE,), "281891234")


MAN, WOMAN = "3303012508900001", "3303016508900002"


@pytest.mark.parametrize(
    "written",
    [
        MAN,
        f"'{MAN}",
        f"{MAN}.0",
        f"NIK: {MAN}",
        "3303 0125 0890 0001",
        "33.03.01.250890.0001",
        "3.303012508900001E+15",
    ],
)
def test_a_whole_nik(written):
    found = norm(nik=written)
    assert (found.nik, found.nik12, found.sex) == (MAN, "330301250890", "L")
    assert norm(nik=WOMAN).sex == "P"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("3.30301E+15", "precision_lost"),
        ("330301250890001", "wrong_length"),
        ("109.3303012508900001", "wrong_length"),
        ("-7,3303012508900001", "wrong_length"),
        ("3303013202900001", "implausible"),
        ("3303013002900001", "implausible"),
        ("3303012513900001", "implausible"),
        ("0003012508900001", "implausible"),
    ],
)
def test_what_is_no_nik_is_refused(written, code):
    found = norm(nik=written)
    assert (found.nik, found.nik12, found.sex, codes(found)) == (None, None, None, [f"nik {code}"])


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("3303012508900000", "precision_lost"),
        ("3303012508900100", "precision_lost"),
        ("330301250890****", "masked"),
    ],
)
def test_a_rounded_or_masked_nik_still_tells_place_and_birth(written, code):
    found = norm(nik=written)
    assert (found.nik, found.nik12, found.sex, codes(found)) == (None, "330301250890", "L", [f"nik {code}"])


def test_a_leap_day_needs_a_leap_year():
    assert norm(nik="3303012902880001").nik == "3303012902880001"
    assert norm(nik="3303012902890001").nik is None


@pytest.mark.parametrize(
    "written", ["'0220001234567", "0220001234567.0", "0220-0012-34567", "NIB 0220001234567"]
)
def test_a_whole_nib_is_read_through_what_stands_around_it(written):
    found = norm(nib=written)
    assert (found.nib, codes(found)) == ("0220001234567", [])


def test_a_nib_gets_its_zeros_back():
    assert norm(nib="0220001234567").nib == norm(nib="220001234567").nib == "0220001234567"
    assert codes(norm(nib="220001234567")) == ["nib padded"]
    assert codes(norm(nib="2.2E+11")) == ["nib precision_lost"]
    assert norm(nib="0000000000000").nib is None
    assert codes(norm(nib="1234")) == ["nib wrong_length"]


@pytest.mark.parametrize(
    ("latitude", "longitude", "code"),
    [
        ("-7.39", "109.36", None),
        ("-7,39", "109,36", None),
        ("-7.39, 109.36", "", None),
        ("7°23'24\" LS", "109°21'36\" BT", None),
        ("109.36", "-7.39", "swapped"),
        ("7.39", "109.36", "sign"),
    ],
)
def test_a_point_is_repaired(latitude, longitude, code):
    found = norm(latitude=latitude, longitude=longitude)
    assert (found.latitude, found.longitude) == pytest.approx((-7.39, 109.36))
    assert codes(found) == ([f"latitude {code}"] if code else [])


@pytest.mark.parametrize(
    ("latitude", "longitude", "code"),
    [
        ("51.5", "0.1", "abroad"),
        ("-7.39", "", "unreadable"),
        ("-7392345", "109361234", "unreadable"),
        ("0", "0", "abroad"),
    ],
)
def test_a_point_that_cannot_be_is_dropped(latitude, longitude, code):
    found = norm(latitude=latitude, longitude=longitude)
    assert (found.latitude, found.longitude, codes(found)) == (None, None, [f"latitude {code}"])


def test_a_point_written_in_groups():
    found = norm(latitude="-7.392.345", longitude="109.361.234")
    assert (found.latitude, found.longitude) == (-7.392345, 109.361234)
