"""One run: an honest one counts, and each way it may not has its code and place."""

import io
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from sentra.engines import acoustics
from sentra.engines.acoustics import AcousticsRefused, Certificate, EngineModel, Geometry, repeats, synthetic
from sentra.engines.acoustics.synthetic import Chain, Course, cheats
from tests.engines.acoustics.takes_cast import (
    AT_OUTLET,
    CERTIFICATE,
    MOTORCYCLE,
    background,
    calibration,
    codes,
    honest,
    recording,
    run,
    take,
)


def written(seed=1, **more):
    return synthetic.written(synthetic.stationary_run(seed, **more))


@pytest.mark.parametrize("seed", range(1, 5))
def test_an_honest_run_counts(seed):
    found = honest(seed)
    assert (found.reasons, found.valid, found.track.status) == ((), True, "verified")
    assert found.value_db == pytest.approx(90.6, abs=0.6)  # 90 dB equivalent over the hold
    assert found.track.hold_s[0] <= found.value_at_s <= found.track.until_s
    assert found.margin_db == pytest.approx(found.value_db - background().levels.lafmax_db)


@pytest.mark.parametrize("model", [EngineModel(4, 2), EngineModel(4, 4), EngineModel(2, 1)])
def test_other_engines_count_too(model):
    assert run(written(11, model=model), model=model).reasons == ()


def test_the_reading_is_that_of_hold_and_release_not_of_a_shout_before():
    shouted = take(1).pressure_pa.copy()
    shouted[4800:24_000] += 4 * np.sin(2 * np.pi * 800 * np.arange(19_200) / 48_000)
    found = run(synthetic.written(replace(take(1), pressure_pa=shouted)))
    assert found.reading.levels.lafmax_at_s < 0.6
    assert found.value_db == pytest.approx(honest(1).value_db, abs=0.05)


@pytest.mark.parametrize(
    ("changed", "code", "facts"),
    [
        ({"wind_m_s": 5.1}, "wind_speed", {"wind_m_s": 5.1, "most_m_s": 5.0}),
        ({"background": None}, "background_missing", {}),
        ({"geometry": Geometry(0.53, 45, 0.4)}, "position", None),
        ({"geometry": Geometry(0.5, 56, 0.4)}, "position", None),
        ({"geometry": Geometry(0.5, 45, 0.19)}, "position", None),
        ({"tested_on": date(2027, 1, 1)}, "cert_expired", None),
        ({"rated_rpm": 9400}, "rpm_off", None),
    ],
)
def test_what_is_entered_is_held_against_the_procedure(changed, code, facts):
    found = run(recording(1), **changed)
    assert codes(found) == [code]
    assert facts is None or found.reasons[0].facts == facts
    assert found.reasons[0].sentence.endswith(".")


def test_the_edges_of_what_is_allowed_count():
    edges = {
        "wind_m_s": 5.0,
        "geometry": Geometry(0.52, 55, 0.2),
        "tested_on": date(2026, 12, 31),
        "rated_rpm": 9250,
    }
    assert run(recording(1), **edges).reasons == ()


def test_each_expired_certificate_is_named():
    old = Certificate("CAL-7", date(2024, 1, 1), date(2025, 1, 1))
    found = run(recording(1), certificates=[CERTIFICATE, old, replace(old, id="SLM-2")])
    assert [each.facts["certificate"] for each in found.reasons] == ["CAL-7", "SLM-2"]


@pytest.mark.parametrize(("margin_db", "expected"), [(10.0, []), (9.9, ["background"])])
def test_the_background_lies_ten_decibels_below(margin_db, expected):
    levels = replace(background().levels, lafmax_db=honest(1).value_db - margin_db)
    assert codes(run(recording(1), background=replace(background(), levels=levels))) == expected


def test_a_procedure_may_correct_for_the_background():
    corrects = replace(MOTORCYCLE, uses_correction=True, least_margin_db=3.0)
    levels = replace(background().levels, lafmax_db=honest(1).value_db - 6.0)
    found = run(recording(1), procedure=corrects, background=replace(background(), levels=levels))
    assert found.reasons == ()
    assert found.value_db == pytest.approx(honest(1).value_db - 1.256, abs=0.001)


# Cheats and accidents, each with its detector


def test_the_engine_at_twice_the_speed_is_not_taken_for_the_target():
    assert codes(run(written(course=Course(rpm=9000)))) == ["rpm_unverified"]


def test_the_engine_slower_than_the_tachometer_said():
    found = run(written(course=Course(rpm=4100)))
    assert codes(found) == ["rpm_contradicted", "rpm_off"]
    assert found.reasons[0].facts["rpm"] == pytest.approx(4100, rel=0.01)


def test_a_hold_that_was_too_short():
    assert codes(run(written(course=Course(hold_s=0.5)))) == ["hold_missing", "rpm_unverified"]


def test_a_recording_that_ends_in_the_hold():
    held = take(1).pressure_pa[: round(3.9 * 48_000)]
    assert codes(run(synthetic.written(replace(take(1), pressure_pa=held)))) == ["release_missing"]


def test_less_gain_after_the_calibration_is_found_by_the_check_afterwards_only():
    down = cheats.turned_down(take(1), 3.0)
    found = run(synthetic.written(down))
    assert found.reasons == ()
    assert found.value_db == pytest.approx(honest(1).value_db - 3, abs=0.05)
    after = acoustics.calibrate(
        io.BytesIO(synthetic.written(cheats.turned_down(synthetic.calibrator_take(2), 3.0)))
    )
    series = acoustics.evaluate_series([found] * 3, MOTORCYCLE, before=calibration(), after=after)
    assert codes(series)[0] == "cal_drift"


def test_a_recording_under_another_rate():
    found = run(cheats.retagged(recording(1), 44_100))
    assert codes(found) == ["cal_other_chain", "rpm_contradicted", "rpm_off"]
    assert found.reasons[1].facts["rpm"] == pytest.approx(4500 * 44.1 / 48, rel=0.01)


@pytest.mark.parametrize("gain_db", [0, 1.5])
def test_a_hold_put_together_from_a_short_one(gain_db):
    short = synthetic.stationary_run(3, course=Course(hold_s=0.7))
    looped = cheats.looped(short, 2.0, 2.35, 4)
    found = run(synthetic.written(cheats.turned_down(looped, gain_db)))
    assert "spliced" in codes(found)
    told = next(each for each in found.reasons if each.code == "spliced").facts
    assert (told["again_s"] - told["first_s"]) % 0.35 == pytest.approx(0, abs=0.02) or (
        told["again_s"] - told["first_s"]
    ) % 0.35 == pytest.approx(0.35, abs=0.02)


def test_honest_holds_do_not_repeat_themselves():
    both = repeats.likeness(honest(1).fingerprint, honest(2).fingerprint)
    assert both < 0.3
    assert repeats.likeness(honest(1).fingerprint, honest(1).fingerprint) == pytest.approx(1)


def test_a_gap_in_the_hold():
    cut = synthetic.written(cheats.cut(take(1), 2.9, 0.02), Chain(hiss_db=-200))
    assert codes(run(cut)) == ["gap"]


def test_an_offset():
    assert codes(run(synthetic.written(cheats.offset(take(1), 5.0)))) == ["dc"]


def test_automatic_gain_takes_the_margin_away():
    assert "background" in codes(run(synthetic.written(cheats.automatic_gain(take(1)))))


def test_wind_is_found_between_the_harmonics_before_it_moves_the_reading_by_a_decibel():
    calm, strong = (run(synthetic.written(cheats.windy(take(1), 3, level))) for level in (85, 100))
    assert codes(calm) == []
    assert calm.value_db == pytest.approx(honest(1).value_db, abs=0.1)
    assert codes(strong) == ["wind_noise"]
    assert strong.value_db > honest(1).value_db + 0.5


def test_wind_in_the_background_take_too_is_no_excuse_for_the_margin():
    """The floor did not rise, so wind is not named; the background says it."""
    windy = acoustics.analyse(
        io.BytesIO(synthetic.written(cheats.windy(synthetic.background_take(5), 4, 100))), calibration()
    )
    found = run(synthetic.written(cheats.windy(take(1), 3, 100)), background=windy)
    assert codes(found) == ["background"]


def test_a_file_swapped_after_it_was_locked():
    with pytest.raises(AcousticsRefused) as refused:
        run(recording(1), expected_sha256=honest(2).reading.info.sha256)
    assert refused.value.code == "altered"


@pytest.mark.parametrize("changed", [{"vehicle": ""}, {"item": ""}, {"wind_m_s": -1}, {"tachometer_rpm": 5}])
def test_nonsense_is_refused(changed):
    with pytest.raises(AcousticsRefused) as refused:
        run(recording(1), **changed)
    assert refused.value.code == "nonsense"


# How the level follows the speed


def test_a_slow_run_up_says_how_the_level_follows_the_speed():
    slow = Course(idle_rpm=3600, run_up_s=6.0)
    found = run(written(4, course=slow))
    assert found.slope_db_per_percent == pytest.approx(
        0.2, abs=0.03
    )  # 0.15 from louder firings, 0.04 from more of them


def test_a_steep_run_up_says_nothing():
    assert honest(1).slope_db_per_percent is None


@pytest.mark.parametrize("seed", [221, 231])
def test_an_idle_whose_third_multiple_lies_near_the_hold_is_no_run_up(seed):
    course = Course(rpm=4750, idle_rpm=1500, idle_s=0.6, hold_s=2.0)
    found = run(written(seed, course=course), rated_rpm=9500, tachometer_rpm=4750)
    assert (found.reasons, found.slope_db_per_percent) == ((), None)


def test_without_a_speed_there_is_no_slope():
    assert run(written(course=Course(rpm=9000))).slope_db_per_percent is None


def test_the_setup_says_how_the_run_was_made():
    setup = honest(1).setup
    assert (setup.procedure_id, setup.target_rpm, setup.geometry) == ("R41-stationary", 4500, AT_OUTLET)
    assert setup.calibration_sha256 == calibration().sha256
