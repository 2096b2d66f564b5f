"""A muffler beside the maker's original, and readings freed of their background."""

from dataclasses import replace

import numpy as np
import pytest

from sentra.engines import acoustics
from sentra.engines.acoustics import (
    AcousticsRefused,
    Contribution,
    correct_background,
    stationary_contributions,
    synthetic,
)
from tests.engines.acoustics.takes_cast import MOTORCYCLE, background, calibration, honest, run, series_of


def series(item, seeds, **more):
    runs = [run(synthetic.written(synthetic.stationary_run(seed, **more)), item=item) for seed in seeds]
    return acoustics.evaluate_series(runs, MOTORCYCLE, before=calibration(1), after=calibration(2))


@pytest.fixture(scope="module")
def original():
    return series("OEM", (1, 2, 3))


@pytest.fixture(scope="module")
def quieter():
    return series("M-2", (21, 22, 23), level_db=84.0, muffler_hz=600.0)


DOUBTS = stationary_contributions(
    [90.0, 90.2, 90.4], calibrator_u_db=0.1, drift_db=0.1, margin_db=30, slope_db_per_percent=0.15
)


def test_the_difference_of_two_mufflers(original, quieter):
    delta = acoustics.insertion_loss(original, quieter, contributions=DOUBTS)
    assert delta.delta_db == pytest.approx(6.0, abs=0.6)
    assert delta.delta_db == original.exact_db - quieter.exact_db
    back = acoustics.insertion_loss(quieter, original, contributions=DOUBTS)
    assert back.delta_db == -delta.delta_db
    assert np.nanmax(np.abs(back.band_db + delta.band_db)) == 0


def test_a_lower_cut_off_takes_more_from_the_upper_bands(original, quieter):
    delta = acoustics.insertion_loss(original, quieter)
    at = {round(hz): loss for hz, loss in zip(delta.centre_hz, delta.band_db, strict=True)}
    assert at[1000] > at[100] + 3
    assert (delta.band_u_db[~np.isnan(delta.band_db)] < 3).all()


def test_what_both_share_cancels(original, quieter):
    alone = acoustics.insertion_loss(
        original, quieter, contributions=[Contribution("chain", 0.5, common=True)]
    )
    apart = acoustics.insertion_loss(original, quieter, contributions=[Contribution("chain", 0.5)])
    assert alone.uncertainty.uc_db < 0.5
    assert apart.uncertainty.uc_db**2 - alone.uncertainty.uc_db**2 == pytest.approx(2 * 0.25)


def test_bands_hidden_by_the_background_are_no_numbers(original):
    near = honest(1).bands_db.copy()
    near[5:8] = np.add(background().bands.leq_db[5:8], [2.9, 3.1, 10.1])
    shown = replace(
        original, runs=tuple(replace(each, run=replace(each.run, bands_db=near)) for each in original.runs)
    )
    bands = acoustics.insertion_loss(original, shown).band_db
    assert np.isnan(bands[5]) and not np.isnan(bands[6:8]).any()
    own = np.mean([each.run.bands_db for each in original.runs], axis=0)
    assert own[6] - bands[6] == pytest.approx(near[6] - 2.93, abs=0.02)  # 3.1 dB above: 2.93 dB too high
    assert own[7] - bands[7] == pytest.approx(near[7])


def test_without_a_background_take_bands_stand_as_they_are(original):
    bare = replace(
        original, runs=tuple(replace(each, run=replace(each.run, background=None)) for each in original.runs)
    )
    assert not np.isnan(acoustics.insertion_loss(bare, bare).band_db).any()


def test_one_run_shows_bands_without_their_scatter():
    once = replace(MOTORCYCLE, runs=1)
    one = acoustics.evaluate_series([honest(1)], once, before=calibration(1), after=calibration(2))
    with pytest.raises(AcousticsRefused):  # and no repeatability, so no difference of readings either
        acoustics.insertion_loss(one, one)


@pytest.mark.parametrize("what", ["vehicle", "geometry", "model", "target_rpm", "fs_hz"])
def test_mufflers_are_compared_on_one_vehicle_in_one_position_only(original, quieter, what):
    other = {"vehicle": "V-9", "geometry": None, "model": None, "target_rpm": 1.0, "fs_hz": 44_100}[what]
    moved = replace(
        quieter,
        runs=tuple(
            replace(each, run=replace(each.run, setup=replace(each.run.setup, **{what: other})))
            for each in quieter.runs
        ),
    )
    with pytest.raises(AcousticsRefused) as refused:
        acoustics.insertion_loss(original, moved)
    assert (refused.value.code, refused.value.facts) == ("setup_differs", {"what": what})


def test_an_invalid_series_is_not_compared(original):
    with pytest.raises(AcousticsRefused) as refused:
        acoustics.insertion_loss(original, series_of(90.0, 99.0, 90.0))
    assert refused.value.code == "series_invalid"


# Background

CORRECTS = replace(MOTORCYCLE, uses_correction=True, least_margin_db=3.0)


@pytest.mark.parametrize(
    ("margin_db", "excess_db"),
    [(3, 3.02), (6, 1.26), (8, 0.75), (10, 0.46), (12, 0.28), (15, 0.14), (20, 0.04)],
)
def test_what_a_background_adds_is_taken_out(margin_db, excess_db):
    assert 90 - correct_background(90, 90 - margin_db, CORRECTS) == pytest.approx(excess_db, abs=0.005)


def test_a_procedure_without_correction_gives_the_reading_back():
    assert correct_background(90.0, 80.0, MOTORCYCLE) == 90.0


@pytest.mark.parametrize(
    ("procedure", "margin_db", "least_db"),
    [(MOTORCYCLE, 9.9, 10.0), (CORRECTS, 2.9, 3.0), (replace(CORRECTS, least_margin_db=0.0), 2.9, 3.0)],
)
def test_too_near_a_background_is_refused(procedure, margin_db, least_db):
    with pytest.raises(AcousticsRefused) as refused:
        correct_background(90.0, 90.0 - margin_db, procedure)
    assert refused.value.facts["least_db"] == least_db
