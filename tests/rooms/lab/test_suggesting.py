"""A suggestion names the band and the excess that made us say it; where nothing stands out, that is said."""

from typing import Any

import pytest

from sentra.lab.models import Comparison, Result
from sentra.lab.queries.suggesting import band_name, suggestions

CENTRES = [
    100.0,
    125.89,
    158.49,
    199.53,
    251.19,
    316.23,
    398.11,
    501.19,
    630.96,
    794.33,
    1000.0,
    1258.9,
    1584.9,
]
FLAT = [80.0] * len(CENTRES)


def result(levels: list[float | None]) -> Result:
    return Result(bands={"centre_hz": CENTRES, "level_db": levels})


def louder(at: float, by_db: float, u_db: float | None = 0.3) -> Comparison:
    deltas = [-by_db if each == at else 0.0 for each in CENTRES]
    return Comparison(bands={"centre_hz": CENTRES, "delta_db": deltas, "u_db": [u_db] * len(CENTRES)})


def raised(at: float, by_db: float) -> list[float | None]:
    return [80.0 + by_db if each == at else 80.0 for each in CENTRES]


def told(found: Any) -> list[tuple[float, float, str]]:
    return [(each.centre_hz, round(each.excess_db, 2), each.advice.key) for each in found.found]


@pytest.mark.parametrize(
    ("at", "by_db", "expected"),
    [
        (199.53, 8.0, [(199.53, 8.0, "resonance")]), (199.53, 7.9, []),
        (1000.0, 5.0, [(1000.0, 5.0, "middle")]), (1000.0, 4.9, []),
        (125.89, 15.0, [(125.89, 15.0, "firing")]), (125.89, 14.9, []),
    ],
)  # fmt: skip
def test_a_band_stands_out_of_both_its_neighbours(at, by_db, expected) -> None:
    assert told(suggestions(result(raised(at, by_db)))) == expected


def test_the_sentence_names_band_and_excess() -> None:
    (found,) = suggestions(result(raised(199.53, 9.04))).found
    assert (
        found.sentence
        == "Pita 200 Hz menonjol 9,0 dB di atas tetangganya: dengung pipa: satu nada yang bertahan."
    )
    (against,) = suggestions(result([*FLAT]), louder(1258.9, 4.2)).found
    assert (
        against.sentence
        == "Pita 1250 Hz 4,2 dB lebih bising daripada knalpot asli: bunyi keras menyentak di nada tengah."
    )


@pytest.mark.parametrize(
    ("by_db", "u_db", "named"),
    [
        (3.0, 0.3, True),
        (2.99, 0.3, False),
        (4.0, 2.0, False),
        (4.01, 2.0, True),
        (4.0, None, True),
        (-6.0, 0.3, False),
    ],
)
def test_a_band_is_louder_than_the_original_beyond_the_scatter_of_both(by_db, u_db, named) -> None:
    assert bool(suggestions(result([*FLAT]), louder(630.96, by_db, u_db)).found) is named


def test_what_the_ear_hardly_hears_is_not_worth_a_weld() -> None:
    quiet: list[float | None] = [80.0 if each != 125.89 else 75.0 for each in CENTRES]
    assert suggestions(result(quiet), louder(125.89, 9.0)).found == ()
    assert suggestions(result([30.0, 50.0, 30.0, *FLAT[3:]])).found == ()


def test_one_band_is_named_once_and_the_heaviest_first() -> None:
    both = suggestions(result(raised(1000.0, 6.0)), louder(1000.0, 9.0))
    assert told(both) == [(1000.0, 9.0, "middle")]
    levels = raised(199.53, 9.0)
    levels[CENTRES.index(1000.0)] = 91.0
    assert [each.centre_hz for each in suggestions(result(levels)).found] == [1000.0, 199.53]


def test_the_greatest_excess_is_named_first_however_loud_the_others_are() -> None:
    comparison = louder(501.19, 7.3)
    for hz, by_db in ((630.96, 8.7), (794.33, 9.4), (1000.0, 10.1)):
        comparison.bands["delta_db"][CENTRES.index(hz)] = -by_db
    levels: list[float | None] = [84.0 if each == 501.19 else 80.0 for each in CENTRES]
    (found,) = suggestions(result(levels), comparison).found
    assert (found.centre_hz, found.also) == (1000.0, ("800", "630", "500"))


def test_one_advice_is_given_once_with_the_other_bands_it_is_for() -> None:
    comparison = louder(1000.0, 6.0)
    for hz, by_db in ((794.33, 4.0), (316.23, 5.0)):
        comparison.bands["delta_db"][CENTRES.index(hz)] = -by_db
    found = suggestions(result([*FLAT]), comparison).found
    assert [(each.advice.key, each.centre_hz, each.also) for each in found] == [
        ("middle", 1000.0, ("800",)),
        ("resonance", 316.23, ()),
    ]
    assert found[0].sentence.endswith("di nada tengah. Juga pita 800 Hz.")


@pytest.mark.parametrize(
    ("levels", "comparison", "said"),
    [
        (FLAT, None, "Tidak ada pita frekuensi yang menonjol dari tetangganya."),
        (
            FLAT,
            louder(1000.0, 1.0),
            "Tidak ada pita yang menonjol, dan tidak ada yang lebih bising daripada knalpot asli.",
        ),
        ([None] * len(CENTRES), None, "Tidak ada pita frekuensi yang menonjol dari tetangganya."),
    ],
)
def test_nothing_is_said_to_be_nothing(levels, comparison, said) -> None:
    found = suggestions(result(list(levels)), comparison)
    assert (found.found, found.nothing) == ((), said)


def test_without_bands_nothing_can_be_said() -> None:
    assert suggestions(Result(bands={})).nothing.startswith("Hasil ini tidak memuat pita frekuensi")


@pytest.mark.parametrize(
    ("centre_hz", "name"),
    [
        (19.953, "20"),
        (25.119, "25"),
        (31.623, "31,5"),
        (1000.0, "1000"),
        (12_589.0, "12500"),
        (6309.6, "6300"),
        (79.4, "80"),
    ],
)
def test_bands_bear_their_nominal_names(centre_hz, name) -> None:
    assert band_name(centre_hz) == name
