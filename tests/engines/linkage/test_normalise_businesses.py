"""Businesses, groups and products in normal form."""

import pytest

from tests.engines.linkage.normal_cast import norm


@pytest.mark.parametrize(
    ("written", "biz"),
    [
        ("UD Jaya Makmur", "jaya makmur"),
        ("Jaya Makmur, UD", "jaya makmur"),
        ("U.D. Djaya Makmoer", "jaya makmur"),
        ("CV. SUMBER BAROKAH", "sumber berkah"),
        ("Sbr. Brkah", "sumber berkah"),
        ('"Dua Putera" Home Industry', "dua putra"),
        ("IKM Cahya Rizqi", "cahaya rejeki"),
        ("Toko 99", "99"),
        ("Industri Dua Putri", "dua putri"),
        ("-", None),
        ("tidak ada", None),
        ("UD", None),
        ("Gula Merah", None),
        ("Usaha Tempe", None),
        ("Home Industri", None),
    ],
)
def test_form_and_filler_do_not_tell(written, biz):
    assert norm(owner="Karto", business=written).biz == biz


@pytest.mark.parametrize(
    "written", ["Slamet", "UD Slamet", "Gula Pak Slamet", "SLAMET RIYADI", "Tahu Selamet Riadi"]
)
def test_the_owners_own_name_is_no_business_name(written):
    same = norm(owner="Slamet Riyadi", business=written)
    other = norm(owner="Karto", business=f"{written} Baru")
    assert same.biz is None or "selamet" in same.biz
    assert other.biz.endswith("baru")


@pytest.mark.parametrize(
    ("written", "group"),
    [
        ("KUB Makmur Jaya", "makmur jaya"),
        ("Kelompok Makmur Jaya", "makmur jaya"),
        ("K.U.B. Makmur Jaya", "makmur jaya"),
        ('Kel. Usaha Bersama "Makmur Jaya"', "makmur jaya"),
        ("Kelompok Wanita Tani Makmur Jaya", "makmur jaya"),
    ],
)
def test_a_group_is_never_a_business(written, group):
    found = norm(owner="Siti", business=written)
    assert (found.biz, found.group) == (None, group)
    assert norm(owner="Siti", group=written).group == group


@pytest.mark.parametrize(
    ("written", "product"),
    [
        ("Gula Merah", "gula"),
        ("Industri Gula Kelapa", "gula"),
        ("Bata Merah", "bata"),
        ("Batu Bata", "bata"),
        ("REGULATOR", "regulator"),
        ("knalpott", "knalpot"),
        ("Keripik Tempe", "keripik"),
        ("Kerajinan Batik", "batik"),
        ("Bulu mata palsu", "bulu mata"),
        ("Minuman jahe instan", "jamu"),
        ("Jahit kaos", "pakaian"),
        ("makanan ringan", None),
        ("kerajinan", None),
        ("Geplak & Yangko", "geplak yangko"),
        ("Yangko, geplak", "geplak yangko"),
        ("-", None),
    ],
)
def test_products_are_told_by_words_not_by_parts_of_words(written, product):
    assert norm(product=written).product == product


@pytest.mark.parametrize(
    ("written", "product"),
    [
        ("Gulac Etak", "gula"),  # a blank one letter too late
        ("gul cetak", "gula"),  # a letter lost: no print shop
        ("gulaikelapa", "gula"),
        ("blu mata palsu", "bulu mata"),
        ("idpe", "bulu mata"),
        ("mebell kayu", "mebel"),  # the thing goes before what it is made of
        ("bubur", "bubur"),  # another letter in a short word is another word: no bubut
        ("cabe", "cabe"),  # no cake
        ("gulung cetak", "cetak"),
    ],
)
def test_a_slip_of_the_pen_makes_no_other_product(written, product):
    assert norm(product=written).product == product


def test_a_product_may_stand_in_the_business_or_behind_the_code():
    assert norm(business="Tahu Pak Karto").product == "tahu"
    assert norm(kbli="10722 - Industri gula merah").product == "gula"
    assert norm(kbli="10794").product is None
    assert norm(kbli="10722", product="Keripik").product == "keripik"
    assert norm(kbli="C10722").kbli == "10722"
