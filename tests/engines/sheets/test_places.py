"""Which village a cell names, and when it must stay open."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentra.engines.sheets import Address, Ambiguous, Gazetteer, Hit, Places, addresses, places, read_address
from sentra.engines.sheets.addresses import Addresses
from tests.engines.sheets.places_cast import GAZETTEER, PLACES

BOJONGS = ("33.03.05.1001", "33.03.08.2011")


def _short(found):
    return (found.code, found.how) if isinstance(found, Hit) else found


@pytest.mark.parametrize(
    ("text", "code", "how"),
    [
        ("Kutasari", "33.03.07.2005", "exact"),
        ("DS.Kutasari", "33.03.07.2005", "exact"),
        ("Ds Kutasari", "33.03.07.2005", "exact"),
        ("Desa : KUTASARI", "33.03.07.2005", "exact"),
        ("Kel. Bancar", "33.03.05.1005", "exact"),
        ("Ds/Kel. Bancar", "33.03.05.1005", "exact"),
        ("kel bancar kec purbalingga", "33.03.05.1005", "exact"),
        ("Ds. Bojong Kec. Mrebet", "33.03.08.2011", "exact"),
        ("Karang Banjar", "33.03.14.2008", "exact"),
        ("DsKutasari", "33.03.07.2005", "glued"),
        ("DESAKUTASARI", "33.03.07.2005", "glued"),
        ("Kr.anyar", "33.03.11.2010", "alias"),
        ("Pbg Lor", "33.03.05.1011", "alias"),
        ("Pbg. Kdl", "33.03.05.1008", "alias"),
        ("Tlahab Krajan", "33.03.10.2004", "alias"),
        ("Palumbungan Kulon", "33.03.09.2014", "alias"),
        ("Palumbungan", "33.03.09.2014", "exact"),
        ("Margasana", "33.03.18.2011", "fuzzy"),
        ("Plumutan", "33.03.01.2003", "fuzzy"),
        ("Srayu Larangan", "33.03.08.2013", "fuzzy"),
    ],
)
def test_a_village_is_found_as_offices_write_it(text, code, how):
    assert _short(PLACES.find_village(text)) == (code, how)


@pytest.mark.parametrize(
    "text", ["", "x", "Jakarta Selatan", "Tlahab", "Kalimanah", "Kutoarjo", "gone", "a" * 60, "Grec"]
)
def test_what_is_near_nothing_is_nothing(text):
    assert PLACES.find_village(text) is None


def test_a_name_that_occurs_twice_needs_its_district():
    assert PLACES.find_village("Bojong") == Ambiguous(BOJONGS)
    assert PLACES.find_village("Bojong", "33.03.08") == Hit(BOJONGS[1], "exact", 1.0)
    assert PLACES.find_village("Bojong", "33.03.01") == Ambiguous(BOJONGS)


def test_two_equally_near_names_are_never_chosen_between():
    twins = Places(
        Gazetteer(
            {"1": "Satu"},
            tuple(
                type(v)(c, n, "1")
                for v, c, n in zip(PLACES.villages.values(), "ab", ("Karangtala", "Karangtasa"), strict=False)
            ),
        )
    )
    assert twins.find_village("Karangtaka") == Ambiguous(("a", "b"))


def test_directions_are_not_misspellings_of_each_other():
    assert PLACES.find_village("Kalimanah Lor") is None
    assert _short(PLACES.find_village("Klimanah Kulon")) == ("33.03.06.2006", "fuzzy")


def test_within_its_district_a_near_name_beats_an_exact_one_elsewhere():
    assert _short(PLACES.find_village("Karngreja", "33.03.07")) == ("33.03.07.2007", "fuzzy")
    assert _short(PLACES.find_village("Grecol", "33.03.07")) == ("33.03.06.2010", "exact")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Kec. Mrebet", ("33.03.08", "exact")),
        ("MREBET", ("33.03.08", "exact")),
        ("KECKUTASARI", ("33.03.07", "glued")),
        ("kecamatan Kr. Moncol", ("33.03.12", "alias")),
        ("Boboksari", ("33.03.09", "fuzzy")),
        ("Kec. Kutasari, Kab. Purbalingga", ("33.03.07", "exact")),
        ("Pwt", None),
        ("Purwokerto Timur", None),
    ],
)
def test_districts(text, found):
    assert _short(PLACES.find_district(text)) == found


@pytest.mark.parametrize(
    ("text", "parts", "village", "district"),
    [
        (
            "Jl. Raya 5, Dk. Krajan RT 02 RW 05 Ds. Bojong Kec. Mrebet",
            ("Jl. Raya 5", "Krajan", "2", "5"),
            BOJONGS[1],
            "33.03.08",
        ),
        ("DS.Karangbanjar RT.01 RW.02 KEC.Bojongsari", ("", "", "1", "2"), "33.03.14.2008", "33.03.14"),
        (
            "Dsn. Pengempon, Desa Tunjungmuli, Karangmoncol",
            ("", "Pengempon", "", ""),
            "33.03.12.2009",
            "33.03.12",
        ),
        ("Pengempon, Tunjungmuli, Karangmoncol", ("", "", "", ""), "33.03.12.2009", "33.03.12"),
        ("Desa Bojong, Mrebet", ("", "", "", ""), BOJONGS[1], "33.03.08"),
        ("Bojong RT 1/2 Mrebet", ("", "", "1", "2"), BOJONGS[1], "33.03.08"),
        ("Ds. Kedungbenda RT 3/4", ("", "", "3", "4"), "33.03.01.2001", None),
        ("RT 02 RW 05 Kutasari", ("", "", "2", "5"), "33.03.07.2005", None),
        ("Kalimanah Wetan 02/05", ("", "", "2", "5"), "33.03.06.2009", None),
        (
            "Jl Letjen Sudirman No. 12/3, Purbalingga Lor",
            ("Jl Letjen Sudirman No. 12/3", "", "", ""),
            "33.03.05.1011",
            None,
        ),
        (
            "Grecol, Kec. Kalimanah, Kab. Purbalingga, Jawa Tengah",
            ("", "", "", ""),
            "33.03.06.2010",
            "33.03.06",
        ),
        ("RW 7 Dusun Karangsari Ds. Grecol", ("", "Karangsari", "", "7"), "33.03.06.2010", None),
        ("Grecol, Kalimanah, Purbalingga", ("", "", "", ""), "33.03.06.2010", "33.03.06"),
        ("Grecol, Purbalingga", ("", "", "", ""), "33.03.06.2010", None),
        ("Krajan, Mrebet", ("", "", "", ""), "33.03.08.2010", None),
        ("Desa Bojong, Krajan, Mrebet", ("", "", "", ""), BOJONGS[1], "33.03.08"),
        ("Warung Kutasari", ("", "", "", ""), "33.03.07.2005", None),
        ("Perum Griya Blok A5", ("", "", "", ""), None, None),
        ("x" * 400, ("", "", "", ""), None, None),
    ],
)
def test_the_parts_of_an_address(text, parts, village, district):
    read = read_address(text, PLACES)
    codes = [f.code if isinstance(f, Hit) else f for f in (read.village, read.district)]
    assert (read[:4], codes) == (parts, [village, district])


def test_another_columns_district_decides_for_the_address():
    assert read_address("Ds. Bojong RT 1", PLACES).village == Ambiguous(BOJONGS)
    assert _short(read_address("Ds. Bojong RT 1", PLACES, "33.03.05").village) == (BOJONGS[0], "exact")


def test_addresses_are_read_once_per_text():
    reader = Addresses(PLACES)
    assert reader.read("Ds. Grecol RT 1") is reader.read("Ds. Grecol RT 1")


def test_memory_of_texts_asked_is_bounded(monkeypatch):
    monkeypatch.setattr(places, "CACHE_LIMIT", 2)
    monkeypatch.setattr(addresses, "CACHE_LIMIT", 2)
    small = Places(GAZETTEER)
    reader = Addresses(small)
    for _ in range(2):
        for text in ("Grecol", "Bancar", "Mrebet", "Kutasari"):
            assert small.find_village(text) == PLACES.find_village(text)
            assert small.find_district(text) == PLACES.find_district(text)
            assert reader.read(text) == read_address(text, PLACES)


@given(st.text(max_size=80))
def test_no_text_raises(text):
    assert isinstance(read_address(text, PLACES), Address)
    assert PLACES.find_village(text) is PLACES.find_village(text)
    assert PLACES.find_district(text) is PLACES.find_district(text)
