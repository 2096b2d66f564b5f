"""What makes a level untrue, found in the samples: and an honest recording has none of it."""

import io
from dataclasses import replace

import numpy as np
import pytest

from sentra.engines import acoustics
from sentra.engines.acoustics import synthetic
from sentra.engines.acoustics.synthetic import Chain, cheats
from tests.engines.acoustics.takes_cast import UNIT, calibration, codes, read, recording, run, sine, take, wav

SILENT_CHAIN = Chain(hiss_db=-200)


def noise(seconds=2.0, size=0.05, seed=1):
    return np.random.default_rng(seed).standard_normal(round(seconds * 48_000)) * size


def faults(samples, **more):
    return [each.code for each in read(samples, **more).faults]


def analysed(recorded):
    return acoustics.analyse(io.BytesIO(recorded), calibration())


@pytest.mark.parametrize("seed", range(4))
def test_an_honest_run_has_no_fault(seed):
    reading = analysed(recording(seed))
    assert (reading.faults, reading.clipping.count, len(reading.clipping.levelled)) == ((), 0, 0)


def test_silence_is_no_recording():
    assert faults(np.zeros(96_000)) == ["silent"]
    assert faults(noise(size=1e-6)) == ["silent"]


def test_an_offset_is_found():
    assert faults(noise() + 0.03) == ["dc"]
    assert faults(noise() + 0.01) == []


def test_a_gap_is_found_with_its_place():
    samples = noise()
    samples[48_000:48_480] = 0.0
    found = read(samples).faults
    assert [(each.code, each.place) for each in found] == [("gap", "1.00 s")]
    assert found[0].facts["gap_ms"] == pytest.approx(10, abs=0.1)


def test_a_gap_over_the_end_of_a_block_is_as_long():
    samples = noise(3.0)
    block = 65_536 // 480 * 480
    samples[block - 300 : block + 300] = 0.25
    assert read(samples).faults[0].facts["gap_ms"] == pytest.approx(12.5, abs=0.1)


def test_two_equal_samples_are_no_gap():
    samples = noise()
    samples[1000:1100] = samples[1000]
    assert faults(samples) == []


# Overdrive


@pytest.mark.parametrize("subtype", ["PCM_16", "PCM_24", "FLOAT"])
def test_full_scale_three_times_in_a_row_is_clipped(subtype):
    samples = noise(size=0.2)
    samples[50_000:50_003] = 1.5
    found = acoustics.analyse(wav(np.clip(samples, -1, 1), subtype=subtype), UNIT).clipping
    assert (found.count, found.longest, found.steps.tolist()) == (1, 3, [104])


def test_both_sides_are_watched():
    samples = noise(size=0.2)
    samples[10_000:10_004], samples[20_000:20_003] = -1.0, 1.0
    found = read(samples).clipping
    assert (found.count, found.longest) == (2, 4)


def test_full_scale_twice_in_a_row_may_be_music():
    samples = noise(size=0.2)
    samples[50_000:50_002] = 1.0
    assert read(samples).clipping.count == 0


def test_flat_tops_below_full_scale_are_clipped_too():
    found = read(np.clip(noise(size=0.4), -0.5, 0.5)).clipping
    assert found.count > 50
    assert found.longest >= 3


def test_a_higher_peak_later_forgives_flat_places_below_it():
    samples = noise(4.0, size=0.02)
    samples[1000:1010] = samples[2000:2010] = samples[3000:3010] = 0.5
    samples[150_000] = 0.9
    assert read(samples).clipping.count == 0


@pytest.mark.parametrize("over_db", [1.0, 3.0, 6.0])
def test_a_preamplifier_at_its_end_is_found_under_the_hiss_of_the_converter(over_db):
    honest = take(1)
    peak_db = 20 * np.log10(np.abs(honest.pressure_pa).max() / 20e-6)
    levelled = synthetic.written(cheats.overdriven(honest, peak_db - over_db))
    assert codes(run(levelled)) == ["levelled"]


@pytest.mark.parametrize("seed", range(1, 5))
def test_an_honest_run_far_below_full_scale_is_not_taken_for_levelled(seed):
    chain = Chain(full_scale_db=148)
    quiet = synthetic.written(take(seed), chain)
    calibrated = acoustics.calibrate(
        io.BytesIO(synthetic.written(synthetic.calibrator_take(seed), chain)), nominal_db=94
    )
    found = run(quiet, calibrated)
    assert (found.reading.clipping.count, len(found.reading.clipping.levelled)) == (0, 0)


@pytest.mark.parametrize("rail_db", [96.0, 100.0])
def test_a_preamplifier_at_its_end_is_found_however_low_the_converter_stands(rail_db):
    honest = run(synthetic.written(take(1)))
    levelled = run(synthetic.written(cheats.overdriven(take(1), rail_db)))  # 2 % of full scale and less
    assert (codes(honest), codes(levelled)) == ([], ["levelled"])
    assert levelled.value_db < honest.value_db - 5


def test_a_clipped_run_is_refused_where_it_matters():
    quiet = Chain(full_scale_db=112, hiss_db=0)
    found = run(synthetic.written(take(1), quiet))
    assert codes(found) == ["clipped"]
    assert float(found.reasons[0].place.removesuffix(" s")) == pytest.approx(found.value_at_s, abs=3.0)


def test_clipping_long_before_and_far_below_the_maximum_does_not_count():
    chain = Chain(full_scale_db=116.5, hiss_db=0)
    calibrated = acoustics.calibrate(io.BytesIO(synthetic.written(synthetic.calibrator_take(1), chain)))
    knocked = take(1).pressure_pa.copy()
    knocked[2000:2003] = 100.0  # on the microphone, at 0.04 s
    found = run(synthetic.written(replace(take(1), pressure_pa=knocked), chain), calibrated)
    assert found.reading.clipping.count == 1
    assert codes(found) == []


# What is missing from the spectrum


@pytest.mark.parametrize("edge_hz", [4000, 8000, 16_000])
def test_a_spectrum_cut_off_is_found(edge_hz):
    found = analysed(synthetic.written(cheats.narrowed(take(1), edge_hz))).faults
    assert [each.code for each in found] == ["band_limited"]
    assert found[0].facts["edge_hz"] == pytest.approx(edge_hz, rel=0.15)


def test_a_compressed_recording_is_for_orientation_only():
    found = run(cheats.compressed(recording(1)))
    assert "lossy" in codes(found)
    assert found.value_db == pytest.approx(run(recording(1)).value_db, abs=0.3)


def test_a_tone_alone_is_not_taken_for_a_cut_off_spectrum():
    assert faults(sine(1000, 3.0, 0.2) + noise(3.0, 0.001)) == []
