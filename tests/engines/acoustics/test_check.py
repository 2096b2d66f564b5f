"""The checker shares no code with the meter: it accepts what is right and sees what was changed."""

import io
from dataclasses import replace

import numpy as np
import pytest

from sentra.engines import acoustics
from sentra.engines.acoustics import Reason
from tests.engines.acoustics.takes_cast import (
    MOTORCYCLE,
    UNIT,
    calibration,
    read,
    recording,
    series_of,
    sine,
    wav,
)


@pytest.mark.parametrize("seed", range(1, 4))
def test_readings_of_honest_runs_are_accepted(seed):
    source = io.BytesIO(recording(seed))
    assert acoustics.verify_reading(source, acoustics.analyse(source, calibration())) == []


@pytest.mark.parametrize("fs_hz", [32_000, 44_100, 48_000, 96_000])
def test_noise_and_impulses_are_accepted_at_every_rate(fs_hz):
    samples = np.random.default_rng(fs_hz).standard_normal(2 * fs_hz) * 0.02
    samples[fs_hz : fs_hz + 40] += sine(4000, 40 / fs_hz, 0.5, fs_hz)
    assert acoustics.verify_reading(wav(samples, fs_hz), read(samples, fs_hz)) == []


@pytest.mark.parametrize(("field", "code"), [("lafmax_db", "lafmax"), ("laeq_db", "laeq")])
def test_a_level_off_by_three_hundredths_is_seen(field, code):
    source = io.BytesIO(recording(1))
    reading = acoustics.analyse(source, calibration())
    moved = replace(reading, levels=replace(reading.levels, **{field: getattr(reading.levels, field) + 0.03}))
    assert [each.code for each in acoustics.verify_reading(source, moved)] == [code]


def test_a_peak_off_by_a_quarter_is_seen():
    source = io.BytesIO(recording(1))
    reading = acoustics.analyse(source, UNIT)
    moved = replace(reading, levels=replace(reading.levels, lcpeak_db=reading.levels.lcpeak_db - 0.25))
    assert [each.code for each in acoustics.verify_reading(source, moved)] == ["lcpeak"]


def test_another_recording_is_seen():
    reading = acoustics.analyse(io.BytesIO(recording(1)), calibration())
    assert "lafmax" in [each.code for each in acoustics.verify_reading(io.BytesIO(recording(2)), reading)]


def counted(series, at, value):
    runs = [
        replace(each, counted=value if place == at else each.counted)
        for place, each in enumerate(series.runs)
    ]
    return replace(series, runs=tuple(runs))


def changed(series, at, **what):
    run = replace(series.runs[at].run, **what)
    runs = [replace(each, run=run) if place == at else each for place, each in enumerate(series.runs)]
    return replace(series, runs=tuple(runs))


@pytest.mark.parametrize(
    "procedure", [MOTORCYCLE, replace(MOTORCYCLE, aggregate="mean"), replace(MOTORCYCLE, rounding="none")]
)
def test_series_are_accepted(procedure):
    for values in ((90.4, 90.5, 91.6), (76.5, 76.5, 76.5), (95.0, 90.0, 91.0, 90.5), (90.0, 99.0, 90.0)):
        assert acoustics.verify_series(series_of(*values, procedure=procedure), procedure) == []


def test_every_change_to_a_series_is_seen():
    good, invalid = series_of(90.0, 90.5, 91.0, 91.2), series_of(90.0, 95.0, 99.0)
    blamed = replace(good.runs[0], reasons=(Reason("clipped"),))
    wrong = {
        "value": replace(good, value_db=90.0),
        "runs": counted(good, 0, False),
        "spread": changed(good, 0, value_db=88.9),
        "counted_with_reason": replace(good, runs=(blamed, *good.runs[1:])),
        "counted_without_result": counted(invalid, 0, True),
    }
    found = {
        name: [each.code for each in acoustics.verify_series(each, MOTORCYCLE)]
        for name, each in wrong.items()
    }
    assert found == {name: [name] for name in wrong}
