"""Places as careless lists give them: codes for names, a whole address in one cell, a village in the title."""

import pytest

from sentra.engines.sheets import Field, Grid, parse_rows, survey
from tests.engines.sheets.places_cast import PLACES, VOCABULARY, laid_out

VILLAGE = "33.03.06.2010"  # Grecol in Kalimanah


def one(cells, fields):
    grid, layout = laid_out([cells], *fields)
    [row] = parse_rows(grid, layout, VOCABULARY, PLACES)
    return row.values, [(p.field, p.code, p.severity) for p in row.problems]


@pytest.mark.parametrize(
    ("code", "found"), [("33.03.06", "33.03.06"), ("330306", "33.03.06"), ("33.03.99", None)]
)
def test_a_district_may_be_given_by_its_code(code, found):
    hit = PLACES.find_district(code)
    assert (hit and hit.code) == found


def test_a_cell_for_the_hamlet_may_hold_its_rt_and_rw():
    values, problems = one(
        ["UD A", "Grecol", "Dsn. Krajan RT 01 RW 03"], ["business_name", "village", "hamlet"]
    )
    assert (values["hamlet"], values["village"], problems) == ("Krajan", VILLAGE, [])


def test_a_village_code_that_nobody_knows_yields_to_the_address():
    values, problems = one(
        ["UD A", "9999", "Ds. Grecol RT 1/2 Kec. Kalimanah"], ["business_name", "village", "address"]
    )
    assert (values["village"], problems) == (VILLAGE, [("village", "village_code_unknown", "note")])


def headed(heading, *lines):
    titles = ["No", "Nama Usaha", "Alamat", "Tenaga Kerja"]
    grid = Grid("Data", [[heading, None, None, None], titles, *lines])
    layout = survey(grid, VOCABULARY, PLACES)
    rows = list(parse_rows(grid, layout, VOCABULARY, PLACES))
    return [r.values.get("village") for r in rows], [[p.code for p in r.problems] for r in rows]


def test_the_title_settles_a_village_that_an_address_leaves_open():
    """Bojong is a village of two districts; the title says which."""
    villages, problems = headed(
        "DAFTAR IKM DESA BOJONG KECAMATAN MREBET",
        [1, "UD A", "Bojong RT 1/2", 3],
        [2, "UD B", "Jl Raya 3", 4],
        [3, "UD C", "Ds. Grecol Kec. Kalimanah", 5],
    )
    assert villages == ["33.03.08.2011", "33.03.08.2011", VILLAGE]
    assert problems[2] == []


def test_a_title_decides_between_namesakes_only_when_it_names_one_of_them():
    """Where the district column names no known district, nothing but the title can tell."""
    titles = ["No", "Nama Usaha", "Alamat", "Kecamatan"]
    grid = Grid(
        "Data",
        [
            ["DAFTAR IKM DESA BOJONG KECAMATAN MREBET", None, None, None],
            titles,
            [1, "UD A", "Ds. Bojong RT 1/2", "Antah Berantah"],
            [2, "UD B", "Ds. Karangsari RT 1", "Antah Berantah"],
            [3, "UD C", "Ds. Bojong RT 1/2", "Purbalingga"],
        ],
    )

    rows = list(parse_rows(grid, survey(grid, VOCABULARY, PLACES), VOCABULARY, PLACES))

    assert [row.values.get("village") for row in rows] == ["33.03.08.2011", None, "33.03.05.1001"]
    assert [[problem.code for problem in row.problems] for row in rows] == [
        ["district_unknown"],
        ["district_unknown", "village_ambiguous"],
        [],
    ]


@pytest.mark.parametrize(
    ("cell", "village", "codes"),
    [
        ("Kalimanah - Wetan", "33.03.06.2009", []),
        ("Purbalingga-Lor", "33.03.05.1011", []),
        ("Grecol / Krajan", None, ["village_unknown"]),
    ],
)
def test_what_stands_behind_a_dash_is_a_district_only_if_there_is_such_a_district(cell, village, codes):
    values, problems = one(["UD A", cell], ["business_name", "village"])

    assert (values.get("village"), [code for _, code, _ in problems]) == (village, codes)


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ("Dsn. Krajan RT 01 RW 03", ("Krajan", "1", "3")),
        ("Dk. Krajan", ("Krajan", None, None)),
        ("RT 01 RW 03", ("RT 01 RW 03", "1", "3")),  # no name in it: left as written
        ("RT 2", ("RT 2", "2", None)),
    ],
)
def test_rt_and_rw_under_the_title_for_the_hamlet_go_where_they_belong(cell, parts):
    vocabulary = (*VOCABULARY, Field("rt", "text", ("rt",), "RT"), Field("rw", "text", ("rw",), "RW"))
    grid, layout = laid_out([["UD A", "Grecol", cell]], "business_name", "village", "hamlet")

    [row] = parse_rows(grid, layout, vocabulary, PLACES)

    assert tuple(row.values.get(part) for part in ("hamlet", "rt", "rw")) == parts
