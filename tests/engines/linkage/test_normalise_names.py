"""Names of persons in normal form, how they sound, and cells that hold a person and a business at once."""

import pytest

from sentra.engines.linkage.normalise import sound_of
from tests.engines.linkage.normal_cast import codes, norm


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("H. Moh. Slamet Riyadi, S.Pd.I", "muhammad slamet riyadi"),
        ("K.H. Abd. Rohman", "abdul rohman"),
        ("Drs. M. Djoko Santoso MM", "muhammad joko santoso"),
        ("H.M.Slamet", "muhammad slamet"),
        ("RETNO WULANDARI, S. H., M. Kn.", "retno wulandari"),
        ("Sri Wahyuni, A. Md. Keb", "sri wahyuni"),
        ("Dewi Ayu S Pd", "dewi ayu"),
        ("Tassimah, S.Pd.I", "tassimah"),
        ("Bu Hj. Siti", "siti"),
        ("Slamet, Hj.", "slamet"),
        ("Suparno alm", "suparno"),
        ("Suparno (Alm)", "suparno"),
        ("Bpk. SOEGITO", "sugito"),
        ("Muchamad Choerul Anam", "muhammad choirul anam"),
        ("Mochammad Tjipto", "muhammad cipto"),
        ("Ach. Fauzi", "ahmad fauzi"),
        ("St. Rohani", "siti rohani"),
        ("A. Slamet", "a slamet"),
        ("Slamet M", "slamet m"),
        ("Slamet Nr", "slamet nr"),
        ("Nr. Hayati", "nur hayati"),
        ("Nur'aini", "nur aini"),
        ("Nuraini", "nur aini"),
        ("Abdurrahman", "abdul rahman"),
        ("Abdurohman", "abdul rohman"),
        ("Nurohman", "nur rohman"),
        ("Yusuf Al Amin", "yusuf al amin"),
        ("Slamet bin Karto", "slamet"),
        ("Slamet B. Karto", "slamet"),
        ("José Pérez", "jose perez"),
        ("-", None),
        ("tidak ada", None),
        ("H.", None),
        ("12345", None),
    ],
)
def test_titles_degrees_and_spellings_come_off(written, name):
    assert norm(owner=written).name == name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Khotimah", "Chotimah"),
        ("Rochmat", "Rohmad"),
        ("Zaenal", "Jainal"),
        ("Soelastri", "Sulastri"),
        ("Setiyawan", "Setyawan"),
        ("Novi", "Nopi"),
        ("Aziz", "Azis"),
        ("Samsul Maarif", "Samsul Mangarif"),
        ("Mas'ud", "Masngud"),
        ("Wagiyo", "Wagio"),
        ("Dwi Hartanto", "Duwi Hartanto"),
        ("Ngabdulloh", "Abdullah"),
    ],
)
def test_names_spelt_by_ear_sound_alike(one, other):
    assert norm(owner=one).phon == norm(owner=other).phon


@pytest.mark.parametrize(
    ("one", "other"),
    [("Bpk. Soegito", "SUGITO"), ("Slamet Riyadi", "RIYADI SLAMET"), ("H. Moh. Chamid", "Muhammad Hamid")],
)
def test_a_cell_sounds_as_its_person_is_called_whatever_the_title_and_the_order(one, other):
    assert sound_of(one) == sound_of(other) is not None


@pytest.mark.parametrize("cell", ["", "-", "tidak ada", "H.", "12345"])
def test_a_cell_that_names_nobody_has_no_sound(cell):
    assert sound_of(cell) is None


@pytest.mark.parametrize(
    ("one", "other"), [("Hadi", "Adi"), ("Suparno", "Suparna"), ("Ngadiyo", "Adiyo"), ("Yono", "Yani")]
)
def test_different_names_sound_different(one, other):
    assert norm(owner=one).phon != norm(owner=other).phon


def test_the_keys_are_the_first_and_the_last_word_that_tell():
    whole = norm(owner="H. Moh. Suryati Wulandari")
    assert (whole.key1, whole.key2, whole.tokens) == ("suria", "dari", 3)
    assert norm(owner="Suryati").key2 == norm(owner="Bu Yati").key2 == "iati"
    assert norm(owner="Siti").key1 == "siti"
    assert norm(owner="A. Slamet").phon_sorted == "slamit"
    assert norm(owner="Nur Siti Aminah").phon_sorted == norm(owner="Siti Aminah Nur").phon_sorted


def test_an_alias_is_told_in_a_note():
    for written in ("Slamet alias Mamet", "Slamet al. Mamet", "Slamet, Mamet"):
        found = norm(owner=written)
        assert (found.name, [note.after for note in found.notes]) == ("slamet", ["mamet"])
        assert codes(found) == ["owner alias"]


@pytest.mark.parametrize(
    ("owner", "business", "name", "biz", "group"),
    [
        ("Slamet (UD Jaya)", "", "slamet", "jaya", None),
        ("UD Jaya / Slamet", "", "slamet", "jaya", None),
        ("UD Jaya (Slamet)", "", "slamet", "jaya", None),
        ("Slamet, UD Jaya", "Tahu", "slamet", "jaya", None),
        ("Slamet UD Sumber Rezeki", "", "slamet", "sumber rejeki", None),
        ("Slamet & Siti", "Jaya, UD", "slamet", "jaya", None),
        ("KUB Mawar - Siti", "", "siti", None, "mawar"),
        ("UD Sbr. Rizki", "", None, "sumber rejeki", None),
        ("Sumber Rejeki", "Slamet", "slamet", "sumber rejeki", None),
        ("Toko Berkah", "Tono", "tono", "berkah", None),
        ("UD Jaya", "Jaya", None, "jaya", None),
        ("", "UD Jaya (Slamet)", "slamet", "jaya", None),
        ("", "Gula Pak Slamet", "slamet", None, None),
        ("Siti", "Sumber Rejeki (KUB Makmur)", "siti", "sumber rejeki", "makmur"),
        ("", "KUB Makmur (Slamet)", "slamet", None, "makmur"),
        ("", "Dua Putri / Jaya", None, "dua putri", None),
        ("", "Tahu Pak Karto Jaya", "karto", "tahu karto jaya", None),
        ("Siti", "KUB Makmur / Dapur Ungu", "siti", "dapur ungu", "makmur"),
    ],
)
def test_a_person_and_a_business_in_one_cell_are_both_recovered(owner, business, name, biz, group):
    found = norm(owner=owner, business=business)
    assert (found.name, found.biz, found.group) == (name, biz, group)


def test_an_owner_found_elsewhere_leaves_a_note():
    assert codes(norm(business="Gula Pak Slamet")) == ["owner from_business"]
    assert codes(norm(owner="Toko Berkah", business="Tono")) == ["owner swapped"]
