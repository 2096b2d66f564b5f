"""Columns proposed from titles and values; when the two quarrel, the values win and the officer is told."""

import random

import pytest

from sentra.engines.sheets import Grid, Layout, survey
from sentra.engines.sheets.evidence import Evidence, evidence_of
from sentra.engines.sheets.mapping import meant_field, propose, recalled
from sentra.engines.sheets.wording import header_score
from tests.engines.sheets.places_cast import GAZETTEER, PLACES, VOCABULARY

VILLAGES = [v.name for v in PLACES.villages.values()]
ADDRESSES = [f"RT {n:02d} RW 01 Dk. Krajan" for n in range(1, 27)]


def _proposed(titles, rows):
    """({title: field}, warnings) for a sheet given as rows."""
    columns, warnings = propose(titles, [evidence_of(c, PLACES) for c in zip(*rows, strict=True)], VOCABULARY)
    return {c.header: c.field for c in columns}, warnings


def _untouched(*titles):
    columns, _ = propose(titles, [Evidence(0)] * len(titles), VOCABULARY)
    return [c.field for c in columns]


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("Nama Usaha", "business_name"),
        ("NAMA USAHA / IKM", "business_name"),
        ("namaPemilik", "owner_name"),
        ("nama_pemilik", "owner_name"),
        ("Nama", "owner_name"),
        ("Pemilik Nama", "owner_name"),
        ("NoHP", "phone"),
        ("NOHP", "phone"),
        ("No. Telp / WA", "phone"),
        ("No. KTP (NIK)", "nik"),
        ("Nomor Kartu Keluarga", "kk"),
        ("Alamat", "address"),
        ("Desa / Kelurahan", "village"),
        ("Nama Desa", "village"),
        ("Kecamtan", "district"),
        ("Nilai Investasi (Rp juta)", "investment_idr"),
        ("Tenaga Kerja", "workers"),
        ("Tenaga Kerja L", "workers_male"),
        ("Tenaga Kerja (P)", "workers_female"),
        ("Jml Tenaga Kerja", "workers"),
        ("Alamat Email", None),
        ("Tanggal Lahir", None),
        ("Sumber Air", None),
        ("No", None),
        ("", None),
    ],
)
def test_titles_alone(title, key):
    assert _untouched(title) == [key]


def test_the_more_specific_title_gets_the_field_and_nama_takes_what_is_left():
    assert _untouched("Nama", "Nama Usaha") == ["owner_name", "business_name"]
    assert _untouched("Nama", "Nama Pemilik") == ["business_name", "owner_name"]


def test_a_field_is_given_once_but_a_phone_may_repeat():
    assert _untouched("Alamat", "Alamat", "No HP", "No WA") == ["address", None, "phone", "phone"]


@pytest.mark.parametrize(
    ("cells", "key"),
    [
        (["UD Maju Jaya", "Toko Berkah", "CV Sumber Rejeki"], "business_name"),
        (["Bpk. Slamet", "Ibu Tini", "H. Sarno"], "owner_name"),
    ],
)
def test_a_bare_nama_is_decided_by_the_names_inside(cells, key):
    assert _proposed(["Nama"], [[c] for c in cells])[0] == {"Nama": key}


NIKS = ["3303055208900001", "3303051208900002", "3303052008910003", "3303054108920004", "3303050101930005"]


@pytest.mark.parametrize(
    ("cells", "key"),
    [
        (NIKS, "nik"),
        (["9120001234567", "9120001234568", "1234567890123"], "nib"),
        (["081234567890", "0857-1234-5678", "+62 813 1234 5678"], "phone"),
        (["10722", "30912", "13134"], "kbli"),
        (VILLAGES, "village"),
        (["Mrebet", "Kutasari", "Kec. Bobotsari", "Purbalingga"], "district"),
        (ADDRESSES, "address"),
        ([-7.381234, -7.321234, "-7,351234"], "latitude"),
        ([109.381234, 109.321234, "109,351234"], "longitude"),
        (["L", "P", "L"], "sex"),
        ([f"109.{n}38461234567891" for n in range(1, 8)], "longitude"),
        (["Rp 1.000.000", "2 jt", "500rb"], None),
        (["3303055208900001", "belum"], None),
        ([None, "-"], None),
    ],
)
def test_values_alone_under_a_title_that_says_nothing(cells, key):
    assert _proposed(["Kolom A"], [[c] for c in cells])[0] == {"Kolom A": key}


def test_a_longitude_of_sixteen_digits_is_no_nik():
    seen = evidence_of(["109.38461234567891", "109.3012345678912"], PLACES)
    assert (seen.strict["nik"], seen.strict["longitude"]) == (0.0, 1.0)


def test_swapped_village_and_address_columns_are_swapped_back_and_told():
    rows = [[a, v] for a, v in zip(ADDRESSES, VILLAGES, strict=True)]
    fields, warnings = _proposed(["Desa", "Alamat"], rows)
    assert fields == {"Desa": "address", "Alamat": "village"}
    assert warnings == ('Kolom A berjudul "Desa" tetapi isinya Alamat; ditukar dengan kolom B.',)


def test_swapped_coordinates_are_told_once():
    rows = [[109.381234 + n / 1000, -7.381234 - n / 1000] for n in range(9)]
    fields, warnings = _proposed(["Lintang", "Bujur"], rows)
    assert fields == {"Lintang": "longitude", "Bujur": "latitude"}
    assert warnings == ('Kolom A berjudul "Lintang" tetapi isinya Bujur; ditukar dengan kolom B.',)


def test_a_title_that_its_values_contradict_is_not_believed():
    fields, warnings = _proposed(
        ["NIK", "Status"], [[n, "milik sendiri"] for n in ["081234567890", "085712345678", "081312345678"]]
    )
    assert fields == {"NIK": "phone", "Status": None}
    assert warnings == (
        'Kolom A berjudul "NIK" tetapi isinya tampak sebagai Nomor HP; dipakai sebagai itu.',
        'Kolom B berjudul "Status" tetapi isinya tidak cocok; kolom ini tidak dipakai.',
    )


def test_spoilt_niks_are_still_the_nik_column():
    rows = [[c] for c in ["3.30305E+15", 3303055208900000.0, "330305520890000", "33O3055208900001"]]
    assert _proposed(["NIK"], rows) == ({"NIK": "nik"}, ())


def test_a_village_column_of_another_regency_stays_a_village_column():
    assert _proposed(["Desa"], [["Sukamaju"], ["Cibiru"], ["Margahayu"]]) == ({"Desa": "village"}, ())


def test_hamlets_under_alamat_stay_the_address_beside_a_village_column():
    rows = [["Krajan", v] for v in VILLAGES]
    assert _proposed(["Alamat", "Desa"], rows) == ({"Alamat": "address", "Desa": "village"}, ())


def test_each_column_says_why():
    rows = [[n, "x", None, n, n, v] for n, v in enumerate(VILLAGES, start=1)]
    columns, _ = propose(
        ["No", "Lain", "Kosong", "NIK", "Investasi", "Tempat"],
        [evidence_of(c, PLACES) for c in zip(*rows, strict=True)],
        VOCABULARY,
    )
    assert [c.why for c in columns] == [
        "nomor urut",
        "judul tidak dikenal; isi selalu sama",
        "kolom kosong",
        "nomor urut",
        'judul "Investasi"',
        "isi: 100% berupa Desa",
    ]


def test_scores_fall_with_what_a_title_says_besides():
    scores = [
        header_score(t, ("nilai investasi",))
        for t in (
            "Nilai Investasi",
            "Nilai Investasi (Rp)",
            "Nilai Investasi Mesin",
            "Investasi mesin nilai",
            "Harga",
        )
    ]
    assert scores == sorted(scores, reverse=True)
    assert scores[-1] == 0.0
    assert meant_field("Harga", VOCABULARY) is None
    assert header_score("x", ("", "y")) == 0.0


ROWS = [
    ["DATA IKM KABUPATEN", None, None, None],
    ["No", "Nama Usaha", "Desa", "Investasi"],
    [1, "UD Maju", "Grecol", "Rp 1.000.000"],
    [2, "UD Jaya", "Bancar", "Rp 2.000.000"],
    ["JUMLAH", None, None, "Rp 3.000.000"],
]


def test_a_survey_finds_header_columns_and_totals():
    layout = survey(Grid("Data", ROWS), VOCABULARY, GAZETTEER)
    assert (layout.header_rows, layout.first_row) == ((1,), 2)
    assert [c.field for c in layout.columns] == [None, "business_name", "village", "investment_idr"]
    assert [(t.row, t.agrees) for t in layout.totals] == [(4, True)]
    assert 4 in layout.skipped


def test_a_remembered_mapping_wins():
    grid = Grid("Data", ROWS)
    known = {survey(grid, VOCABULARY, PLACES).fingerprint: {"NAMA  usaha": "owner_name", "Desa": ""}}
    layout = survey(grid, VOCABULARY, PLACES, known)
    assert [(c.field, c.why) for c in layout.columns] == [
        (None, "nomor urut"),
        ("owner_name", "tersimpan"),
        (None, "tersimpan"),
        (None, "tersimpan"),
    ]


def test_the_fingerprint_of_a_header_does_not_depend_on_its_mapping():
    columns = recalled(["No", "Nama  USAHA"], {})
    assert Layout("x", (), 0, columns).fingerprint == "no|nama usaha"


def test_the_sample_is_spread_over_a_long_sheet():
    chance = random.Random(5)
    rows = [["Alamat", "Desa"]] + [
        [f"RT {chance.randint(1, 9)} RW 1", chance.choice(VILLAGES)] for _ in range(1000)
    ]
    layout = survey(Grid("Data", rows), VOCABULARY, PLACES)
    assert [c.field for c in layout.columns] == ["address", "village"]
