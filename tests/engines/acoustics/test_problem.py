"""What is refused at birth, and what a procedure asks of an engine."""

import math
from dataclasses import replace
from datetime import date

import pytest

from sentra.engines.acoustics import (
    SENTENCES,
    AcousticsRefused,
    Calibration,
    Certificate,
    Contribution,
    EngineModel,
    Geometry,
    Limit,
    Procedure,
    Reason,
    SpeedBand,
    refused_as_reason,
)
from tests.engines.acoustics.takes_cast import MOTORCYCLE, UNIT

CAR = (SpeedBand(5000, share=0.75), SpeedBand(7500, fixed_rpm=3750), SpeedBand(None, share=0.5))
DAY = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("rated_rpm", "target_rpm"), [(4000, 3000), (5000, 3750), (5001, 2500.5), (9000, 4500), (10_500, 5250)]
)
def test_a_motorcycle_is_held_at_three_quarters_or_half(rated_rpm, target_rpm):
    assert MOTORCYCLE.target_rpm(rated_rpm) == target_rpm


@pytest.mark.parametrize(
    ("rated_rpm", "target_rpm"), [(5000, 3750), (6000, 3750), (7500, 3750), (8000, 4000)]
)
def test_a_car_is_held_by_its_own_table(rated_rpm, target_rpm):
    assert replace(MOTORCYCLE, speed_bands=CAR).target_rpm(rated_rpm) == target_rpm


@pytest.mark.parametrize(
    ("model", "beat_hz"),
    [
        (EngineModel(4, 1), 37.5),
        (EngineModel(4, 2), 75.0),
        (EngineModel(4, 2, (0, 270)), 37.5),
        (EngineModel(4, 4), 150.0),
        (EngineModel(2, 1), 75.0),
    ],
)
def test_the_beat_of_an_engine_at_4500_rpm(model, beat_hz):
    assert model.beat_hz(4500) == pytest.approx(beat_hz)
    assert model.rpm(beat_hz) == pytest.approx(4500)


NONSENSE = [
    lambda: EngineModel(3, 1),
    lambda: EngineModel(4, 0),
    lambda: EngineModel(4, 2, (0,)),
    lambda: EngineModel(2, 1, (400,)),
    lambda: SpeedBand(None),
    lambda: SpeedBand(None, share=0.5, fixed_rpm=3000),
    lambda: Geometry(0, 45, 1),
    lambda: Geometry(0.5, 200, 1),
    lambda: Geometry(0.5, 45, 0),
    lambda: Procedure("", "04", "L_stationary", CAR),
    lambda: replace(MOTORCYCLE, rpm_tolerance=0.5),
    lambda: replace(MOTORCYCLE, runs=0),
    lambda: replace(MOTORCYCLE, speed_bands=()),
    lambda: replace(MOTORCYCLE, speed_bands=CAR[:2]),
    lambda: replace(MOTORCYCLE, speed_bands=(CAR[1], CAR[0], CAR[2])),
    lambda: MOTORCYCLE.target_rpm(100),
    lambda: Limit("", "L_stationary", 90, "P", "a decree", DAY),
    lambda: Limit("L", "L_stationary", 9, "P", "a decree", DAY),
    lambda: Certificate("", DAY, DAY),
    lambda: Certificate("C", DAY, date(2025, 1, 1)),
    lambda: replace(UNIT, sensitivity_pa_per_fs=0.0),
    lambda: replace(UNIT, sensitivity_pa_per_fs=math.inf),
    lambda: Contribution("x", -1.0),
    lambda: Contribution("x", 1.0, dof=0),
]


@pytest.mark.parametrize("born", NONSENSE)
def test_nonsense_is_refused_at_birth(born):
    with pytest.raises(AcousticsRefused) as refused:
        born()
    assert refused.value.code == "nonsense"


def test_a_certificate_covers_its_first_and_last_day():
    certificate = Certificate("C", DAY, date(2026, 12, 31))
    assert [certificate.covers(day) for day in (DAY, date(2026, 12, 31), date(2027, 1, 1))] == [
        True,
        True,
        False,
    ]


def test_a_limit_without_an_end_holds_on():
    limit = Limit("L", "L_stationary", 90, "P", "a decree", DAY)
    assert limit.in_force(date(2060, 1, 1))
    assert not replace(limit, valid_until=date(2030, 1, 1)).in_force(date(2060, 1, 1))


def test_sensitivity_in_decibels_is_the_level_of_full_scale():
    assert Calibration(20e-6, 94, 1000, 0, 60, 0.1, 10, 48_000, "x").sensitivity_db == 0.0


def test_a_refusal_becomes_a_reason_with_the_same_sentence():
    refused = AcousticsRefused("too_short", place="run 2", duration_s=1.0, least_s=2.0)
    assert refused_as_reason(refused) == Reason("too_short", "run 2", {"duration_s": 1.0, "least_s": 2.0})
    assert (
        refused_as_reason(refused).sentence
        == str(refused)
        == "The recording lasts 1.00 s: at least 2 s are needed."
    )


def test_every_sentence_ends_as_a_sentence():
    assert [code for code, sentence in SENTENCES.items() if not sentence.endswith(".")] == []
