"""Invented takes: the same seed gives the same bytes, and they are as loud and as fast as asked."""

import io

import numpy as np
import pytest
import soundfile

from sentra.engines import acoustics
from sentra.engines.acoustics import AcousticsRefused, synthetic
from sentra.engines.acoustics.synthetic import Chain, Course
from tests.engines.acoustics.takes_cast import calibration


@pytest.mark.parametrize(
    "make", [synthetic.stationary_run, synthetic.background_take, synthetic.calibrator_take]
)
def test_a_seed_is_a_recording(make):
    once, again, other = (synthetic.written(make(seed)) for seed in (7, 7, 8))
    assert once == again
    assert once != other


def test_the_background_is_as_loud_as_asked():
    found = acoustics.analyse(
        io.BytesIO(synthetic.written(synthetic.background_take(3, level_db=62.0))), calibration()
    )
    assert found.levels.laeq_db == pytest.approx(62.0, abs=0.05)
    assert found.faults == ()


def test_a_run_holds_the_speed_asked_and_its_length():
    run = synthetic.stationary_run(4, course=Course(rpm=5200, hold_s=2.0))
    held = run.rpm[round(2.0 * 48_000) : round(3.6 * 48_000)]
    assert held.mean() == pytest.approx(5200, rel=0.01)
    assert len(run.pressure_pa) == len(run.rpm) == 6 * 48_000
    assert len(synthetic.background_take(1).rpm) == 0


@pytest.mark.parametrize(
    ("container", "subtype"), [("WAV", "PCM_16"), ("WAV", "PCM_24"), ("FLAC", "PCM_24"), ("WAV", "FLOAT")]
)
def test_a_chain_writes_as_asked(container, subtype):
    chain = Chain(fs_hz=44_100, container=container, subtype=subtype)
    file = synthetic.written(synthetic.background_take(1, fs_hz=44_100), chain)
    info = soundfile.info(io.BytesIO(file))
    assert (info.samplerate, info.format, info.subtype) == (44_100, container, subtype)


def test_what_is_louder_than_full_scale_stands_at_full_scale():
    file = synthetic.written(synthetic.calibrator_take(1, level_db=130.0))
    samples, _ = soundfile.read(io.BytesIO(file))
    assert np.abs(samples).max() == pytest.approx(1.0, abs=1e-6)


def test_only_wav_and_flac_are_written():
    with pytest.raises(AcousticsRefused):
        synthetic.written(synthetic.background_take(1), Chain(container="MP3"))
