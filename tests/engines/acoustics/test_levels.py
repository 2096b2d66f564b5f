"""Levels against the tables of IEC 61672-1:2013 and against signals whose answer is known without any code."""

import io
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sentra.engines import acoustics
from sentra.engines.acoustics import AcousticsRefused, audio
from sentra.engines.acoustics.weighting import a_weight_db, c_weight_db
from tests.engines.acoustics.takes_cast import UNIT, calibration, golden, read, recording, sine, wav

ONE_PA_DB = 20 * math.log10(1 / 20e-6)  # 93.979


# Table 4: bursts of 4 kHz against the steady tone


BURSTS = [
    row for row in golden("iec61672_1_2013_table4_toneburst") if row["quantity"] != "LASmax-LA"
]  # Slow is not measured


@pytest.mark.parametrize("row", BURSTS, ids=lambda row: f"{row['quantity']}-{row['burst_ms']}")
def test_tonebursts(row):
    quantity, seconds = row["quantity"], float(row["burst_ms"]) / 1000
    steady = read(sine(4000, 2.0)).levels.laeq_db
    burst = np.zeros(round(2.5 * 48_000))
    burst[24_000 : 24_000 + round(seconds * 48_000)] = sine(4000, seconds)
    levels = read(burst).levels
    found = levels.lafmax_db if quantity == "LAFmax-LA" else levels.laeq_db + 10 * math.log10(2.5)
    assert found - steady == pytest.approx(float(row["formula_db"]), abs=0.15)
    assert (
        float(row["class1_lower_db"])
        <= found - steady - float(row["reference_db"])
        <= float(row["class1_upper_db"])
    )


# Table 5: C-peak of single cycles and half cycles against the steady tone


@pytest.mark.parametrize("fs_hz", [44_100, 48_000, 96_000])
@pytest.mark.parametrize(
    "row", golden("iec61672_1_2013_table5_lcpeak"), ids=lambda row: f"{row['signal']}-{row['nominal_hz']}"
)
def test_c_peak(row, fs_hz):
    hz = 1000 * 10 ** (0.1 * round(10 * math.log10(float(row["nominal_hz"]) / 1000)))
    length = {"one cycle": 1.0}.get(row["signal"], 0.5) / hz
    times = np.arange(round(1.5 * fs_hz)) / fs_hz - 0.5
    wave = np.sin(2 * np.pi * hz * times) * (times >= 0) * (times < length)
    if row["signal"] == "negative half cycle":
        wave = -wave
    c_steady_db = ONE_PA_DB - 10 * math.log10(2) + float(c_weight_db(hz))  # of a sinusoid of height 1
    found = read(wave, fs_hz).levels.lcpeak_db - c_steady_db
    assert found == pytest.approx(float(row["LCpeak-LC_reference_db"]), abs=0.2)


# Closed form


def test_one_pascal_at_1_khz_is_94_decibels():
    levels = read(sine(1000, 3.0)).levels
    assert levels.laeq_db == pytest.approx(ONE_PA_DB, abs=0.005)
    assert levels.lafmax_db == pytest.approx(ONE_PA_DB, abs=0.005)


@pytest.mark.parametrize("hz", [63.0957, 251.1886, 3981.0717, 12_589.2541])
def test_another_tone_is_weighted(hz):
    assert read(sine(hz, 3.0)).levels.laeq_db == pytest.approx(ONE_PA_DB + float(a_weight_db(hz)), abs=0.01)


def test_two_tones_add_their_energies():
    both = read(sine(1000, 4.0, 0.5) + sine(2000, 4.0, 0.5)).levels.laeq_db
    each = [ONE_PA_DB - 6.0206 + float(a_weight_db(hz)) for hz in (1000, 2000)]
    assert both == pytest.approx(10 * math.log10(sum(10 ** (level / 10) for level in each)), abs=0.005)


@pytest.mark.parametrize("sources", [2, 5, 10])
def test_equal_sources_add_ten_times_the_logarithm_of_their_number(sources):
    tones = sum(
        sine(500 + 37 * at, 4.0, 0.05) * 10 ** (-float(a_weight_db(500 + 37 * at)) / 20)
        for at in range(sources)
    )
    one = ONE_PA_DB + 20 * math.log10(0.05)
    assert read(tones).levels.laeq_db == pytest.approx(one + 10 * math.log10(sources), abs=0.01)


def test_white_noise_reads_what_the_integral_of_the_weighting_says():
    noise = np.random.default_rng(3).standard_normal(48_000 * 20) * 0.1
    freqs_hz = np.linspace(1, 24_000, 24_000)
    share = np.mean(10 ** (a_weight_db(freqs_hz) / 10))
    expected = ONE_PA_DB - 20 + 10 * math.log10(share)
    assert read(noise).levels.laeq_db == pytest.approx(expected, abs=0.05)


def test_a_level_that_halves_shows_in_the_percentiles():
    levels = read(np.concatenate([sine(1000, 10.0), sine(1000, 10.0, 0.1)])).levels
    assert levels.ln_db[10] == pytest.approx(ONE_PA_DB, abs=0.01)
    assert levels.ln_db[90] == pytest.approx(ONE_PA_DB - 20, abs=0.01)
    assert levels.lafmax_at_s < 10.0


def test_the_history_has_a_step_every_ten_milliseconds_and_its_top_is_the_maximum():
    levels = acoustics.analyse(io.BytesIO(recording(1)), calibration()).levels
    assert len(levels.laf_db) == len(levels.laf_top_db) == 650
    assert levels.laf_top_db.max() == pytest.approx(levels.lafmax_db, abs=1e-4)
    assert levels.highest_in(0, 6.5) == pytest.approx((levels.lafmax_db, levels.lafmax_at_s), abs=0.01)
    assert (levels.laf_db <= levels.laf_top_db).all()


# What must not matter


def everything(reading):
    levels = reading.levels
    return (
        levels.lafmax_db,
        levels.laeq_db,
        levels.lcpeak_db,
        *reading.bands.leq_db,
        *reading.bands.at_max_db,
    )


@settings(max_examples=4, deadline=None)
@given(size=st.integers(500, 200_000))
def test_the_size_of_blocks_changes_nothing(size):
    whole = everything(acoustics.analyse(io.BytesIO(recording(1)), calibration()))
    with pytest.MonkeyPatch.context() as changed:
        changed.setattr(audio, "BLOCK", size)
        parts = everything(acoustics.analyse(io.BytesIO(recording(1)), calibration()))
    assert parts == pytest.approx(whole, abs=1e-9)


def test_wav_and_flac_are_one_sound():
    samples = np.round(np.random.default_rng(1).standard_normal(96_000) * 2**19) / 2**23
    found = [
        acoustics.analyse(wav(samples, subtype="PCM_24", container=kind), UNIT) for kind in ("WAV", "FLAC")
    ]
    assert everything(found[0]) == everything(found[1])


@pytest.mark.parametrize(("subtype", "within"), [("PCM_16", 0.01), ("PCM_24", 1e-4), ("FLOAT", 1e-4)])
def test_the_width_of_a_sample_hardly_matters(subtype, within):
    samples = np.random.default_rng(1).standard_normal(96_000) * 0.05
    found = acoustics.analyse(wav(samples, subtype=subtype), UNIT).levels
    assert found.laeq_db == pytest.approx(read(samples).levels.laeq_db, abs=within)


def test_a_channel_is_chosen_by_name_wherever_it_stands():
    left, right = sine(1000, 2.0, 0.2), sine(1000, 2.0, 0.02)
    stereo, swapped = np.stack([left, right], axis=1), np.stack([right, left], axis=1)
    assert (
        everything(read(stereo, channel=0)) == everything(read(swapped, channel=1)) == everything(read(left))
    )


@pytest.mark.parametrize("channel", [None, 2, -1])
def test_two_channels_without_a_choice_are_refused(channel):
    with pytest.raises(AcousticsRefused) as refused:
        read(np.stack([sine(1000, 2.0), sine(1000, 2.0)], axis=1), channel=channel)
    assert refused.value.code == "channels"


def test_twice_the_pressure_is_six_decibels_more_everywhere():
    samples = np.random.default_rng(2).standard_normal(96_000) * 0.05
    louder, plain = everything(read(2 * samples)), everything(read(samples))
    assert np.subtract(louder, plain) == pytest.approx(20 * math.log10(2), abs=1e-6)


def test_backwards_the_energies_stay():
    samples = np.random.default_rng(2).standard_normal(480_000) * np.linspace(0.01, 0.1, 480_000)
    forward, backward = read(samples), read(samples[::-1])
    assert backward.levels.laeq_db == pytest.approx(forward.levels.laeq_db, abs=1e-3)
    assert backward.bands.leq_db == pytest.approx(forward.bands.leq_db, abs=0.15)


def test_silence_behind_leaves_the_maximum():
    samples = np.random.default_rng(2).standard_normal(96_000) * 0.05
    longer = read(np.concatenate([samples, np.zeros(48_000)])).levels
    assert longer.lafmax_db == read(samples).levels.lafmax_db
    assert longer.laeq_db == pytest.approx(read(samples).levels.laeq_db - 10 * math.log10(1.5), abs=1e-3)


# What is no recording


def test_a_file_that_is_no_sound_is_refused():
    with pytest.raises(AcousticsRefused) as refused:
        acoustics.analyse(io.BytesIO(b"%PDF-1.7 not a sound"), UNIT)
    assert refused.value.code == "unreadable"


def test_a_file_swapped_after_it_was_locked_is_refused(tmp_path):
    path = tmp_path / "run.wav"
    path.write_bytes(recording(1))
    locked = acoustics.open_audio(path).sha256
    assert acoustics.analyse(path, calibration(), expected_sha256=locked).info.sha256 == locked
    path.write_bytes(recording(2))
    with pytest.raises(AcousticsRefused) as refused:
        acoustics.analyse(path, calibration(), expected_sha256=locked)
    assert refused.value.code == "altered"


def test_half_a_second_is_too_short():
    with pytest.raises(AcousticsRefused, match=r"0\.50 s"):
        read(sine(1000, 0.5))


def test_samples_that_are_no_numbers_are_refused():
    samples = sine(1000, 2.0)
    samples[1000] = math.nan
    with pytest.raises(AcousticsRefused) as refused:
        read(samples)
    assert refused.value.code == "not_numbers"


def test_a_low_rate_is_refused_before_anything_is_measured():
    with pytest.raises(AcousticsRefused) as refused:
        acoustics.analyse(wav(sine(1000, 2.0, fs_hz=16_000), 16_000), UNIT)
    assert refused.value.code == "rate"


def test_the_file_says_what_it_is():
    info = acoustics.open_audio(wav(sine(1000, 2.0), subtype="PCM_16"))
    assert (info.fs_hz, info.channels, info.bits, info.lossy, info.duration_s) == (48_000, 1, 16, False, 2.0)
