"""Data rows: values by field, raw cells as seen, every problem with its place."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sentra.engines.sheets import Grid, Span, parse_rows, plan, survey
from sentra.engines.sheets.persons import parted
from tests.engines.sheets.places_cast import PLACES, VOCABULARY, laid_out

NIK = "3303055208900001"  # a woman


def _rows(*table, fields, **more):
    grid, layout = laid_out(table, *fields, **more)
    return list(parse_rows(grid, layout, VOCABULARY, PLACES))


def _row(cells, fields, **more):
    return _rows(cells, fields=fields, **more)[0]


def _told(row):
    return [(p.column, p.field, p.code, p.severity) for p in row.problems]


def test_a_clean_row_gives_values_by_field():
    row = _row(
        [
            1,
            "UD Maju",
            "Ibu Tini",
            "P",
            NIK,
            "0812-3456-7890",
            "Dk. Krajan RT 1/2",
            "Ds. Grecol",
            "Kalimanah",
            "L:3 P:2",
            "10-15 jt",
            44055,
        ],
        [
            "no",
            "business_name",
            "owner_name",
            "sex",
            "nik",
            "phone",
            "address",
            "village",
            "district",
            "workers",
            "investment_idr",
            "observed_on",
        ],
    )
    assert row.problems == ()
    assert row.number == 2
    assert row.values == {
        "business_name": "UD Maju",
        "owner_name": "Ibu Tini",
        "sex": "P",
        "nik": NIK,
        "phone": "+6281234567890",
        "address": "Dk. Krajan RT 1/2",
        "hamlet": "Krajan",
        "village": "33.03.06.2010",
        "district": "33.03.06",
        "workers_male": 3,
        "workers_female": 2,
        "investment_idr": Span(10_000_000, 15_000_000),
        "observed_on": date(2020, 8, 12),
    }


def test_raw_cells_stay_as_the_officer_sees_them():
    row = _row(
        [" UD  Maju ", 5.0, 109.25, None, date(2020, 8, 12)], ["business_name", "workers", None, None, None]
    )
    assert row.cells == (" UD  Maju ", "5", "109.25", "", "2020-08-12")
    assert row.values == {"business_name": "UD Maju", "workers": 5}


def test_short_rows_are_filled_and_long_ones_kept():
    rows = _rows(["UD A"], ["UD B", 3, "lebih"], fields=["business_name", "workers"])
    assert [r.cells for r in rows] == [("UD A", ""), ("UD B", "3", "lebih")]


def test_blank_and_skipped_rows_give_nothing():
    rows = _rows(["UD A"], [None], ["  "], ["JUMLAH"], ["UD B"], fields=["business_name"], skipped=[4])
    assert [(r.number, r.values["business_name"]) for r in rows] == [(2, "UD A"), (6, "UD B")]


def test_what_is_required_and_missing_rejects_the_row():
    row = _row([None, 5], ["business_name", "workers"])
    assert _told(row) == [(0, "business_name", "required_missing", "rejected")]
    assert row.problems[0].sentence == "Nama usaha wajib diisi."


def test_a_required_cell_that_was_refused_is_not_also_missing():
    assert _told(_row(["#REF!"], ["business_name"])) == [(0, "business_name", "formula_error", "rejected")]


def test_a_required_field_without_a_column_is_missing_in_every_row():
    assert _told(_row([5], ["workers"])) == [(None, "business_name", "required_missing", "rejected")]


def test_a_formula_without_result_names_its_place():
    grid, layout = laid_out([["UD A", None]], "business_name", "workers")
    row = next(parse_rows(replace(grid, formulas=frozenset({(1, 1)})), layout, VOCABULARY, PLACES))
    assert _told(row) == [(1, "workers", "formula_without_result", "rejected")]
    assert "lembar Data, baris 2, kolom B" in row.problems[0].sentence


def test_broken_rows_are_rejected_with_their_sentence_and_repaired_ones_noted():
    grid, layout = laid_out([["UD A", "x"], ["UD B"]], "business_name")
    grid = replace(grid, broken={1: "Baris ini terpotong."}, repaired={2: "Tanda kutip diperbaiki."})
    rows = list(parse_rows(grid, layout, VOCABULARY, PLACES))
    assert [(r.values, [p.sentence for p in r.problems]) for r in rows] == [
        ({}, ["Baris ini terpotong."]),
        ({"business_name": "UD B"}, ["Tanda kutip diperbaiki."]),
    ]
    assert [_told(r) for r in rows] == [
        [(None, None, "row_broken", "rejected")],
        [(None, None, "row_repaired", "note")],
    ]


def test_full_duplicates_point_at_the_first_row_whatever_their_number():
    rows = _rows([1, "UD A"], [2, "UD B"], [3, "UD A"], fields=["no", "business_name"])
    assert [_told(r) for r in rows] == [[], [], [(None, None, "row_repeated", "doubtful")]]
    assert rows[2].problems[0].sentence == "Sama persis dengan baris 2."


def test_a_nik_that_contradicts_the_sex_is_in_doubt():
    row = _row(["UD A", NIK, "L"], ["business_name", "nik", "sex"])
    assert _told(row) == [(1, "nik", "nik_sex_mismatch", "doubtful")]


def test_workers_that_do_not_add_up_are_in_doubt():
    fields = ["business_name", "workers", "workers_male", "workers_female"]
    assert _told(_row(["UD A", 5, 3, 2], fields)) == []
    assert _told(_row(["UD A", 6, 3, 2], fields)) == [(1, "workers", "workers_sum", "doubtful")]


def test_a_column_of_niks_that_all_end_in_zero_has_lost_its_last_digit():
    table = [[f"UD {n}", f"330305520890{n:03d}0"] for n in range(1, 30)]
    codes = {p.code for r in _rows(*table, fields=["business_name", "nik"]) for p in r.problems}
    assert codes == {"nik_precision_lost"}
    one = _row(["UD 1", "3303055208900010"], ["business_name", "nik"])
    assert (one.values["nik"], one.problems) == ("3303055208900010", ())


@pytest.mark.parametrize(
    ("village", "district", "address", "values", "codes"),
    [
        ("Bojong", "Mrebet", "", ("33.03.08.2011", "33.03.08"), []),
        ("Bojong", "", "", (None, None), ["village_ambiguous"]),
        ("Bojong", "", "RT 1 Ds. Bojong Kec. Mrebet", ("33.03.08.2011", "33.03.08"), []),
        ("", "", "RT 1 Ds. Bojong", (None, None), ["village_ambiguous"]),
        ("Grecol", "", "", ("33.03.06.2010", "33.03.06"), []),
        ("Grecol", "Kutasari", "", ("33.03.06.2010", "33.03.07"), ["village_not_in_district"]),
        ("Margasana", "", "", ("33.03.18.2011", "33.03.18"), ["village_spelling"]),
        ("Sukamaju", "Kutasari", "", (None, "33.03.07"), ["village_unknown"]),
        ("Sukamaju", "", "RT 1 Ds. Grecol", ("33.03.06.2010", "33.03.06"), ["village_unknown"]),
        ("", "Antah Berantah", "", (None, None), ["district_unknown"]),
        ("", "", "Dk. Krajan RT 1 Grecol", ("33.03.06.2010", "33.03.06"), []),
        ("", "", "di mana-mana", (None, None), []),
        ("", "", "", (None, None), []),
    ],
)
def test_village_district_and_address_are_judged_together(village, district, address, values, codes):
    row = _row(["UD A", village, district, address], ["business_name", "village", "district", "address"])
    assert (row.values.get("village"), row.values.get("district")) == values
    assert [p.code for p in row.problems] == codes


def test_the_two_villages_of_one_name_are_named_to_the_officer():
    row = _row(["UD A", "Bojong"], ["business_name", "village"])
    assert row.problems[0].sentence == (
        "Desa belum pasti: Bojong (Kec. Purbalingga) atau Bojong (Kec. Mrebet); lengkapi kecamatannya."
    )


def test_three_swapped_rows_among_many_are_read_the_other_way_round():
    table = [[f"UD {n}", f"RT {n} RW 1", "Grecol"] for n in range(1, 275)]
    table += [[f"UD {n}", "Grecol", f"RT {n} RW 1"] for n in range(275, 278)]
    grid = Grid("Data", [["Nama Usaha", "Alamat", "Desa"], *table])
    rows = list(parse_rows(grid, survey(grid, VOCABULARY, PLACES), VOCABULARY, PLACES))
    assert {(r.values["village"], str(r.values["address"])[:2]) for r in rows} == {("33.03.06.2010", "RT")}
    told = [r.number for r in rows if [p.code for p in r.problems] == ["village_address_swapped"]]
    assert told == [276, 277, 278]


def test_an_unknown_village_beside_an_address_that_names_none_is_no_swap():
    row = _row(["UD A", "belakang pasar", "Sukamaju"], ["business_name", "address", "village"])
    assert (row.values.get("village"), row.values["address"]) == (None, "belakang pasar")
    assert _told(row) == [(2, "village", "village_unknown", "doubtful")]


def test_a_bare_village_under_alamat_is_no_swap_when_the_village_is_known():
    row = _row(["UD A", "Kutasari", "Grecol"], ["business_name", "address", "village"])
    assert (row.values["village"], row.problems) == ("33.03.06.2010", ())


def test_a_point_far_from_all_others_is_doubted_and_kept():
    table = [[f"UD {n}", -7.38 - n / 1000, 109.36] for n in range(30)] + [["UD 31", -6.2, 106.8]]
    rows = _rows(*table, fields=["business_name", "latitude", "longitude"])
    assert [(r.number, _told(r)) for r in rows if r.problems] == [
        (32, [(1, "latitude", "coordinate_far", "doubtful")])
    ]
    assert rows[-1].values["latitude"] == -6.2


def test_a_handful_of_points_says_nothing_about_where_a_list_is():
    table = [["UD A", -7.38, 109.36], ["UD B", -6.2, 106.8]]
    rows = _rows(*table, fields=["business_name", "latitude", "longitude"])
    assert [_told(r) for r in rows] == [[], []]


def test_swapped_coordinates_are_doubted_and_not_swapped():
    row = _row(["UD A", 109.38, -7.38], ["business_name", "latitude", "longitude"])
    assert [(p.column, p.code) for p in row.problems] == [
        (1, "coordinates_swapped"),
        (2, "coordinates_swapped"),
    ]
    assert row.values == {"business_name": "UD A"}


def test_a_pair_of_coordinates_in_one_cell_gives_both():
    row = _row(["UD A", "-7.38, 109.36"], ["business_name", "latitude"])
    assert (row.values["latitude"], row.values["longitude"]) == (-7.38, 109.36)


def test_every_phone_of_two_columns_is_kept():
    row = _row(["UD A", "081234567890 / 085712345678", "081312345678"], ["business_name", "phone", "phone"])
    assert {k: v for k, v in row.values.items() if "phone" in k} == {
        "phone": "+6281234567890",
        "phone_2": "+6285712345678",
        "phone_3": "+6281312345678",
    }


def test_a_combined_title_says_who_comes_first_when_the_names_do_not():
    headers = ["Nama Pemilik / Usaha"]
    rows = _rows(["Budiwa / Kirana"], ["Budiwa (Kirana)"], fields=["business_name"], headers=headers)
    assert [r.values for r in rows] == [{"business_name": "Kirana", "owner_name": "Budiwa"}] * 2
    rows = _rows(["Kirana / Budiwa"], fields=["owner_name"], headers=["Nama Usaha / Pemilik"])
    assert rows[0].values == {"business_name": "Kirana", "owner_name": "Budiwa"}
    assert _told(rows[0])[0] == (0, "owner_name", "names_split", "doubtful")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("UD Sumber Rejeki (Bpk. Slamet)", ("UD Sumber Rejeki", "Bpk. Slamet", True)),
        ("Bpk. Slamet (UD Sumber Rejeki)", ("UD Sumber Rejeki", "Bpk. Slamet", True)),
        ("UD Sumber Rejeki (milik Slamet)", ("UD Sumber Rejeki", "Slamet", True)),
        ("Slamet / Gula Jaya", ("Gula Jaya", "Slamet", True)),
        ("Gula Jaya / Slamet", ("Gula Jaya", "Slamet", True)),
        ("Slamet / Tini", ("Tini", "Slamet", False)),
        ("Slamet (alm)", None),
        ("UD Maju", None),
    ],
)
def test_business_and_person_in_one_cell(text, parts):
    assert parted(text) == parts


def test_a_combined_cell_is_split_only_without_an_owner_column():
    row = _row(["Slamet / Gula Jaya"], ["business_name"])
    assert row.values == {"business_name": "Gula Jaya", "owner_name": "Slamet"}
    assert _told(row) == [(0, "business_name", "names_split", "note")]
    row = _row(["Slamet / Gula Jaya", "Tini"], ["business_name", "owner_name"])
    assert row.values == {"business_name": "Slamet / Gula Jaya", "owner_name": "Tini"}


def test_a_number_in_free_text_is_not_stored_in_clear():
    row = _row(
        ["UD A", f"NIK {NIK} WA 081234567890", "Ds. Grecol HP 081234567890"],
        ["business_name", "note", "address"],
    )
    assert (row.values["note"], row.values["address"]) == ("NIK ••• WA •••", "Ds. Grecol HP •••")
    assert row.values["village"] == "33.03.06.2010"


def test_a_field_unknown_to_the_vocabulary_is_left_alone():
    assert _row(["UD A", "x"], ["business_name", "strange"]).values == {"business_name": "UD A"}


def test_memory_of_cells_read_is_bounded_and_changes_nothing(monkeypatch):
    table = [[f"UD {n % 3}", n] for n in range(9)]
    unbounded = _rows(*table, fields=["business_name", "workers"])
    monkeypatch.setattr(plan, "REMEMBERED_CELLS", 1)
    assert _rows(*table, fields=["business_name", "workers"]) == unbounded


_CELLS = st.one_of(
    st.none(), st.booleans(), st.floats(), st.integers(-(10**18), 10**18), st.dates(), st.text(max_size=30)
)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.lists(_CELLS, max_size=len(VOCABULARY)), max_size=5))
def test_no_row_raises(table):
    grid, layout = laid_out(table, *[f.key for f in VOCABULARY])
    for row in parse_rows(grid, layout, VOCABULARY, PLACES):
        assert len(row.cells) == len(VOCABULARY)
        assert all(
            not any(c.isdigit() for c in p.sentence)
            for p in row.problems
            if p.field in ("nik", "kk") and "length" not in p.code
        )
