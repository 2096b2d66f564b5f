"""Villages, hamlets, RT and RW: from the columns, from running text, and unresolved rather than guessed."""

import pytest

from sentra.engines.linkage.normalise import Gazetteer
from tests.engines.linkage.normal_cast import BOTH, HERE, codes, norm, place


@pytest.mark.parametrize(
    ("village", "district", "found"),
    [
        ("Tunjungmuli", "", "Tunjungmuli, Karangmoncol"),
        ("TUNJUNG MULI", "", "Tunjungmuli, Karangmoncol"),
        ("DS.TUNJUNGMULI", "", "Tunjungmuli, Karangmoncol"),
        ("DSTUNJUNGMULI", "", "Tunjungmuli, Karangmoncol"),
        ("DESATUNJUNGMULI", "", "Tunjungmuli, Karangmoncol"),
        ("Desa Tunjungmuli Kec. Karangmoncol", "", "Tunjungmuli, Karangmoncol"),
        ("Tunjungmulii", "Karangmoncol", "Tunjungmuli, Karangmoncol"),
        ("Tnjungmuli", "", "Tunjungmuli, Karangmoncol"),
        ("Tj. Muli", "", "Tunjungmuli, Karangmoncol"),
        ("Kr. Reja", "Kutasari", "Karangreja, Kutasari"),
        ("Karangrejo", "Karangreja", "Karangreja, Karangreja"),
        ("Kd.legok", "", "Kedunglegok, Kemangkon"),
        ("KRAREN", "Kutasari", "Karangaren, Kutasari"),
        ("Gn. Wuled", "", "Gunungwuled, Rembang"),
        ("K.alang", "", "Kalialang, Kemangkon"),
        ("Kl. Alang", "", "Kalialang, Kemangkon"),
        ("Pbg. Kidul", "", "Purbalingga Kidul, Purbalingga"),
        ("Plumutan", "", "Pelumutan, Kemangkon"),
        ("Plmtan", "Kemangkon", "Pelumutan, Kemangkon"),
        ("Pnaican", "Kemangkon", "Panican, Kemangkon"),
        ("Kembaran", "Purbalingga", "Kembaran Kulon, Purbalingga"),
        ("Bancar Kulon", "", "Bancar, Purbalingga"),
        ("Bojong", "Kec. Mrebet, Kab. Purbalingga", "Bojong, Mrebet"),
        ("Mrebet", "Bojong", "Bojong, Mrebet"),
        ("33.03.12.2001", "", "Tunjungmuli, Karangmoncol"),
        ("3303122001", "", "Tunjungmuli, Karangmoncol"),
    ],
)
def test_a_village_column(village, district, found):
    assert place(village=village, district=district) == found


@pytest.mark.parametrize(
    ("village", "district"), [("Bojong", ""), ("Kr. Reja", ""), ("Tlahab", "Karangreja"), ("Krajan", "")]
)
def test_a_village_that_could_be_two_stays_unresolved(village, district):
    assert place(village=village, district=district) is None
    assert norm(village=village, district=district).district == ("33.03.10" if district else None)


def test_a_double_name_leaves_a_note_with_both_codes():
    found = norm(village="Bojong")
    assert codes(found) == ["village ambiguous"]
    assert found.notes[0].after == "33.03.05.2001 33.03.08.2001"


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("DS.TUNJUNGMULI RT 02/RW 05", "Tunjungmuli, Karangmoncol"),
        ("Dk. Krajan RT.3 RW.2 Tunjungmuli", "Tunjungmuli, Karangmoncol"),
        ("Dk Krajan DSTUNJUNGMULI 01/08", "Tunjungmuli, Karangmoncol"),
        ("Krajan RT3/2, Tunjungmuli, Karangmoncol", "Tunjungmuli, Karangmoncol"),
        ("Jl. Raya Bojong No 3 Rt03Rw04 Ds Bojong Mrebet Purbalingga", "Bojong, Mrebet"),
        ("Bojong, Mrebet, Purbalingga", "Bojong, Mrebet"),
        ("Karangreja Kutasari", "Karangreja, Kutasari"),
        ("Kec. Mrebet Kab. Purbalingga, Selaganggeng", "Selaganggeng, Mrebet"),
        ("Dusun II Karangnangka", "Karangnangka, Mrebet"),
        ("GRUMBUL MAKAM RT 5 RW 2 DESA LOSARI KEC REMBANG", "Losari, Rembang"),
        ("depan pasar Bojong", None),
        ("Bojong Purbalingga", None),
        ("Jl. Tunjungmuli No. 3", None),
        ("rumah pak Makam", None),
        ("Krajan RT 1/2", None),
    ],
)
def test_a_village_in_the_address(address, found):
    assert place(address=address) == found


def test_the_district_decides_what_the_address_alone_does_not():
    assert place(address="Jl. Raya Bojong 3") is None
    assert place(address="Jl. Raya Bojong 3", district="Mrebet") == "Bojong, Mrebet"
    assert place(village="Bojong", address="RT 1/2 Kec. Mrebet") == "Bojong, Mrebet"
    assert place(village="Bojonq", address="RT 1/2, Mrebet") == "Bojong, Mrebet"
    assert place(address="Panikan RT 2/3", district="Kemangkon") == "Panican, Kemangkon"


def test_a_districts_own_name_is_not_taken_for_its_seat():
    """ "Kec. Kemangkon" behind an unreadable village says nothing about the village Kemangkon."""
    assert place(village="Xyzabc", address="KEC. KEMANGKON") is None
    assert norm(village="Xyzabc", address="KEC. KEMANGKON").district == "33.03.01"
    assert place(village="Kemangkon", district="Kemangkon") == "Kemangkon, Kemangkon"


def test_swapped_village_and_address_are_turned_round():
    found = norm(village="Jl. Mawar 3 RT 02 RW 01", district="Kemangkon", address="Pelumutan")
    assert (found.village, found.rt, found.rw) == ("33.03.01.2001", "2", "1")


def test_a_whole_rt_rw_outranks_half_a_one():
    found = norm(village="Losari RT 2/3", address="RT 7")
    assert (found.village, found.rt, found.rw) == ("33.03.13.2002", "2", "3")


def test_a_village_outside_the_named_district_corrects_the_district():
    found = norm(village="Gunungwuled", district="Kemangkon")
    assert (found.village, found.district) == ("33.03.13.2001", "33.03.13")
    assert codes(found) == ["district other_than_village"]


def test_a_slip_of_the_pen_is_forgiven_in_the_district_but_not_into_a_neighbours_name():
    assert place(village="Karengarem", district="Kutasari") == "Karangaren, Kutasari"
    assert place(village="Karengarem") is None
    assert place(village="Karangsari", district="Kutasari") == "Karangsari, Karangmoncol"


def test_the_regency_decides_where_names_recur():
    assert place(BOTH, village="Tunjungmuli", regency="Kab. Purbalingga") == "Tunjungmuli, Karangmoncol"
    assert place(BOTH, village="Tunjungmuli", regency="PBG") == "Tunjungmuli, Karangmoncol"
    assert place(BOTH, village="Tunjungmuli", regency="WONOSARI LOR") == "Tunjungmuli, Sukorame"
    assert place(BOTH, village="Tunjungmuli") is None
    assert place(BOTH, village="Wonolelo") == "Wonolelo, Sukorame"
    assert place(BOTH, village="Wonolalo") == "Wonolelo, Sukorame"
    assert place(BOTH, address="Wonolalo RT 1/2") == "Wonolelo, Sukorame"
    assert place(BOTH, address="Ds. Wonolela Kab. Wonosari Lor") == "Wonolelo, Sukorame"


def test_in_a_nation_only_the_very_name_is_found_without_its_regency():
    rows = [
        (f"51.{n:04d}", f"Desa{n:05d}", f"51.{n % 9}", f"Kec{n % 9}", "Kabupaten Jauh Sekali")
        for n in range(10_000)
    ]
    nation = Gazetteer([*HERE, *rows])
    assert place(nation, village="Losari") == place(nation, address="Losari RT 1/2") == "Losari, Rembang"
    assert place(nation, village="Losary") is place(nation, address="Losary RT 1/2") is None
    assert place(nation, village="Losary", regency="Purbalingga") == "Losari, Rembang"


def test_another_regency_has_no_village_here():
    found = norm(village="Bancar", regency="Kab. Tuban")
    assert (found.village, codes(found)) == (None, ["regency elsewhere"])
    assert place(village="Bancar", regency="Jawa Tengah") == "Bancar, Purbalingga"


def test_a_code_may_come_with_several_names():
    other_names = ("Lasah Ari", "Rawa Gombong")
    also = [("33.03.13.2002", name, "33.03.13", "Rembang", "Kabupaten Purbalingga") for name in other_names]
    aliases = Gazetteer([*HERE, *also])
    assert place(village="Rawa Gombong") is None
    assert {place(aliases, village=name) for name in (*other_names, "Losari")} == {"Losari, Rembang"}


def test_a_name_in_the_address_that_contradicts_the_district_is_no_village():
    assert place(address="Losari RT 1/2", district="Mrebet") is None
    assert norm(address="Losari RT 1/2", district="Mrebet").district == "33.03.08"
    assert place(address="Losari RT 1/2", district="Rembang") == "Losari, Rembang"


def test_a_code_of_another_list_passes_as_it_is():
    found = norm(village="33.04.01.2001")
    assert (found.village, found.district, codes(found)) == (
        "33.04.01.2001",
        "33.04.01",
        ["village unlisted_code"],
    )
    assert norm(district="3303.12").district == "33.03.12"


@pytest.mark.parametrize(
    ("address", "rt", "rw"),
    [
        ("RT 02/RW 05", "2", "5"),
        ("RT.3 RW.2", "3", "2"),
        ("3/2", "3", "2"),
        ("RT3/2", "3", "2"),
        ("Rt03Rw04", "3", "4"),
        ("002/005", "2", "5"),
        ("RT-2/RW-6", "2", "6"),
        ("RT/RW 03/04", "3", "4"),
        ("RT/RW: 3/4", "3", "4"),
        ("R.T. 02 / R.W. 05", "2", "5"),
        ("RT 1 RW IV", "1", "4"),
        ("RW 05 RT 02", "2", "5"),
        ("RT 7", "7", None),
        ("Jl. Mawar no 5/12", None, None),
        ("sort 3", None, None),
        ("12/05/1990", None, None),
        ("RT 00/00", None, None),
    ],
)
def test_rt_and_rw_in_all_styles(address, rt, rw):
    found = norm(address=address)
    assert (found.rt, found.rw) == (rt, rw)


def test_columns_of_their_own_outrank_the_address():
    found = norm(rt="002", rw="RW 5", hamlet="Dsn. Krajan", address="Dk. Wetan RT 3 RW 4")
    assert (found.rt, found.rw, found.hamlet) == ("2", "5", "krajan")


@pytest.mark.parametrize(
    ("address", "hamlet"),
    [
        ("Dk. Karang Tengah, Ds. Losari", "karangtengah"),
        ("Dsn.Krajan RT 1/2", "krajan"),
        ("GRUMBUL KRAJAN LOSARI RT-6/RW-4", "krajan"),
        ("Dusun II Losari", "2"),
        ("Krajan RT 1/2, Losari", "krajan"),
        ("Utara Masjid RT 1/2, Losari", None),
        ("Losari RT 1/2", None),
    ],
)
def test_hamlets(address, hamlet):
    assert norm(address=address, village="Losari").hamlet == hamlet or norm(address=address).hamlet == hamlet


def test_a_village_name_that_several_have_is_kept_as_a_name():
    found = norm(village="Bojong")
    assert (found.village, found.place) == (None, "bojong")
    assert norm(village="Bojong", district="Mrebet").place == "bojong"
    assert norm(village="Entah Berantah").place is None


def test_a_district_whose_name_several_have_still_tells_which_village():
    """Two regencies with a district Mrebet, two villages Bojong in other districts beside them."""
    twins = Gazetteer(
        [
            ("33.03.08.2001", "Bojong", "33.03.08", "Mrebet", "Purbalingga"),
            ("33.03.05.2001", "Bojong", "33.03.05", "Purbalingga", "Purbalingga"),
            ("33.99.08.2001", "Sidareja", "33.99.08", "Mrebet", "Wonosari"),
        ]
    )
    said = [norm(twins, village=v, district="Mrebet").village for v in ("Bojong", "Bojnog", "Sidareja")]
    assert said == ["33.03.08.2001", "33.03.08.2001", "33.99.08.2001"]
    assert norm(twins, address="Ds. Bojong, Kec. Mrebet").village == "33.03.08.2001"
