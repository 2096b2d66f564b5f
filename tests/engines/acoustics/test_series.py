"""The truth table of a series: what counts, what agrees, how it is rounded."""

import io
from dataclasses import replace

import pytest

from sentra.engines import acoustics
from sentra.engines.acoustics import EngineModel, Geometry, Reason, half_up, synthetic
from sentra.engines.acoustics.synthetic import cheats
from tests.engines.acoustics.takes_cast import (
    MOTORCYCLE,
    calibration,
    codes,
    honest,
    reading_of,
    recording,
    run,
    series_of,
)

MEAN = replace(MOTORCYCLE, aggregate="mean")


@pytest.mark.parametrize(
    ("level_db", "whole"),
    [(76.5, 77), (77.5, 78), (76.49, 76), (76.4999999999, 77), (76.51, 77), (0.5, 1), (76.499, 76)],
)
def test_halves_go_up(level_db, whole):
    assert half_up(level_db) == whole


def test_three_honest_runs_give_the_highest_rounded():
    series = acoustics.evaluate_series(
        [honest(1), honest(2), honest(3)], MOTORCYCLE, before=calibration(1), after=calibration(2)
    )
    exact = max(honest(seed).value_db for seed in (1, 2, 3))
    assert (series.valid, series.reasons, series.exact_db, series.value_db) == (
        True,
        (),
        exact,
        float(half_up(exact)),
    )
    assert acoustics.verify_series(series, MOTORCYCLE) == []


@pytest.mark.parametrize(
    ("values", "reported"), [((90.4, 90.5, 91.4), 91), ((90.5, 90.5, 90.5), 91), ((90.4, 90.4, 90.4), 90)]
)
def test_each_reading_is_rounded_and_the_highest_taken(values, reported):
    assert series_of(*values).value_db == reported


@pytest.mark.parametrize(
    ("values", "reported"), [((90.0, 91.0, 91.0), 91), ((90.0, 90.0, 91.0), 90), ((90.5, 90.4, 90.4), 90)]
)
def test_or_their_mean_where_the_procedure_says_so(values, reported):
    """Rounded readings are averaged and rounded again."""
    assert series_of(*values, procedure=MEAN).value_db == reported


def test_a_procedure_without_rounding_reports_what_it_found():
    plain = replace(MEAN, rounding="none")
    assert series_of(90.25, 90.5, 90.75, procedure=plain).value_db == pytest.approx(90.5)


@pytest.mark.parametrize(("spread", "valid"), [(2.0, True), (2.1, False)])
def test_readings_differ_by_two_decibels_at_most(spread, valid):
    series = series_of(89.0, 90.0, 89.0 + spread)
    assert series.valid is valid
    assert codes(series) == ([] if valid else ["spread"])
    assert series.spread_db == pytest.approx(spread)


def test_the_first_three_that_agree_count_and_later_ones_replace_nothing():
    series = series_of(95.0, 90.0, 90.5, 91.0, 85.0)
    assert [each.counted for each in series.runs] == [False, True, True, True, False]
    assert series_of(91.0, 90.5, 90.0, 85.0, 85.0, 85.0).value_db == 91


def test_runs_that_agree_but_not_in_a_row_do_not_count():
    series = series_of(90.0, 95.0, 90.0, 95.0, 90.0)
    assert codes(series) == ["spread"]
    assert series.spread_db == pytest.approx(5.0)


def test_an_invalid_run_between_is_no_measurement():
    broken = reading_of(99.0, 7, reasons=(Reason("clipped"),))
    runs = [reading_of(90.0, 1), broken, reading_of(90.5, 2), reading_of(91.0, 3)]
    series = acoustics.evaluate_series(runs, MOTORCYCLE, before=calibration(1), after=calibration(2))
    assert [each.counted for each in series.runs] == [True, False, True, True]
    assert series.value_db == 91


@pytest.mark.parametrize("count", [0, 1, 2])
def test_fewer_than_three_are_too_few(count):
    series = series_of(*[90.0] * count)
    assert (codes(series), series.value_db, series.counted) == (["too_few"], None, ())
    assert series.reasons[0].facts == {"valid": count, "least": 3}


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        ({"geometry": Geometry(0.51, 45, 0.4)}, "geometry"),
        ({"item": "M-2"}, "item"),
        ({"vehicle": "V-2"}, "vehicle"),
        ({"model": EngineModel(4, 2)}, "model"),
        ({"target_rpm": 4600.0}, "target_rpm"),
        ({"edition": "05"}, "edition"),
        ({"calibration_sha256": "another"}, "calibration"),
    ],
)
def test_a_run_made_otherwise_does_not_count(changed, what):
    runs = [reading_of(90.0, seed) for seed in range(3)]
    runs[2] = replace(runs[2], setup=replace(runs[2].setup, **changed))
    series = acoustics.evaluate_series(runs, MOTORCYCLE, before=calibration(1), after=calibration(2))
    assert [(each.code, each.place, each.facts["what"]) for each in series.runs[2].reasons] == [
        ("setup_differs", "run 3", what)
    ]
    assert codes(series) == ["too_few"]


# Calibrator checks


@pytest.mark.parametrize(
    ("moved_db", "expected"), [(0.50, []), (0.51, ["cal_drift"]), (-0.50, []), (-0.51, ["cal_drift"])]
)
def test_drift_between_the_checks(moved_db, expected):
    after = replace(
        calibration(1), sensitivity_pa_per_fs=calibration(1).sensitivity_pa_per_fs * 10 ** (-moved_db / 20)
    )
    runs = [reading_of(90.0, seed) for seed in range(3)]
    series = acoustics.evaluate_series(runs, MOTORCYCLE, before=calibration(1), after=after)
    assert codes(series) == expected
    assert series.drift_db == pytest.approx(moved_db, abs=1e-6)
    assert [each.counted for each in series.runs] == [not expected] * 3


@pytest.mark.parametrize(
    ("before", "after", "places"),
    [(1, None, ["after"]), (None, 2, ["before"]), (None, None, ["before", "after"])],
)
def test_a_missing_check_blocks_the_result(before, after, places):
    series = series_of(90.0, 90.0, 90.0, before=before, after=after)
    assert [(each.code, each.place) for each in series.reasons] == [
        ("cal_missing", place) for place in places
    ]
    assert (series.valid, series.drift_db) == (False, None)


# One run handed in twice


@pytest.mark.parametrize(
    "copied",
    [recording(1), cheats.trimmed(recording(1), 0.31), cheats.trimmed(recording(1), 0.2, -1.2)],
    ids=["same file", "trimmed", "quieter"],
)
def test_a_run_handed_in_again_does_not_count(copied):
    runs = [honest(1), honest(2), run(copied), honest(3)]
    series = acoustics.evaluate_series(runs, MOTORCYCLE, before=calibration(1), after=calibration(2))
    assert series.runs[2].reasons == (Reason("duplicate", "run 3", {"first": 1, "second": 3}),)
    assert [each.counted for each in series.runs] == [True, True, False, True]


def test_one_run_three_times_is_one_run():
    series = acoustics.evaluate_series(
        [honest(1)] * 3, MOTORCYCLE, before=calibration(1), after=calibration(2)
    )
    assert codes(series) == ["too_few"]
    assert series.reasons[0].facts["valid"] == 1


def test_a_calibrator_check_of_the_same_chain_drifts_by_nothing():
    again = acoustics.calibrate(io.BytesIO(synthetic.written(synthetic.calibrator_take(9), seed=9)))
    assert acoustics.drift_db(calibration(1), again) == pytest.approx(0, abs=0.001)
