"""Third-octave bands against the class 1 mask of IEC 61260-1:2014 (Table 1), and on noise."""

import math

import numpy as np
import pytest
from scipy import signal

from sentra.engines.acoustics import thirds
from tests.engines.acoustics.takes_cast import golden, read, sine

MASK = [
    (
        float(row["omega_high_third_octave"]),
        float(row["class1_min_db"]),
        math.inf if row["class1_max_db"] == "inf" else float(row["class1_max_db"]),
    )
    for row in golden("iec61260_1_2014_table1_third_octave_mask")
]
POINTS = 20_000
RATES = [32_000, 44_100, 48_000, 88_200, 96_000]


def mask_of(ratios):
    """(least, most) attenuation at frequencies divided by the centre: Table 1 with straight lines in log frequency."""
    away = np.log10(np.where(ratios >= 1, ratios, 1 / ratios))
    inner = MASK[:5]
    most = np.interp(away, np.log10([row[0] for row in inner]), [row[2] for row in inner])
    most = np.where(away > np.log10(inner[-1][0]), np.inf, most)
    outer = MASK[5:]
    least = np.interp(away, np.log10([row[0] for row in outer]), [row[1] for row in outer])
    least = np.where(away <= np.log10(inner[-1][0]), -0.4, least)
    return least, most


def around(centre_hz, top_hz):
    return np.geomspace(centre_hz / 6, min(centre_hz * 6, top_hz), POINTS)


def heard_by_lines(fs_hz, size, centre_hz, freqs_hz):
    """Power response to a steady tone: lines of the Hann window, weighted by the band."""
    weights = thirds.power_response(np.linspace(0, fs_hz / 2, size // 2 + 1), centre_hz)
    window = 0.5 - 0.5 * np.cos(2 * np.pi * (np.arange(size) + 0.5) / size)
    parts = 8
    spread = np.abs(np.fft.fft(window, parts * size)) ** 2
    spread /= spread[::parts].sum()
    steps = freqs_hz / fs_hz * size * parts
    near = np.unique(np.rint(steps).astype(int))
    reach = 96
    lines = np.clip(near[:, None] // parts + np.arange(-reach, reach + 1), 0, size // 2)
    share = spread[(near[:, None] - lines * parts) % (parts * size)]
    inside = (near[:, None] // parts + np.arange(-reach, reach + 1) >= 0) & (lines < size // 2)
    found = (weights[lines] * share * inside).sum(axis=1)
    return np.interp(steps, near, found)


@pytest.mark.parametrize("fs_hz", RATES)
def test_bands_of_a_whole_recording_keep_the_class_1_mask(fs_hz):
    bank = thirds.Bank(fs_hz)
    slow = signal.freqz(bank.divider.taps, worN=np.linspace(0, bank.slow_hz / 2, 2000), fs=fs_hz)
    for centre in bank.centre_hz:
        upper = centre > thirds.SPLIT_HZ
        rate, size = (fs_hz, bank.upper.size) if upper else (bank.slow_hz, bank.lower.size)
        freqs = around(centre, rate / 2 * (0.999 if upper else 0.57))
        found = heard_by_lines(rate, size, centre, freqs)
        if not upper:
            found = found * np.interp(freqs, slow[0], np.abs(slow[1]) ** 2)
        lost_db = -10 * np.log10(np.maximum(found, 1e-12))
        least, most = mask_of(freqs / centre)
        assert (lost_db >= least).all() and (lost_db <= most).all(), centre


@pytest.mark.parametrize("fs_hz", RATES)
def test_filters_at_the_maximum_keep_the_class_1_mask(fs_hz):
    by = thirds.division(fs_hz)
    for centre in thirds.centres(fs_hz):
        rate = fs_hz if centre > thirds.SPLIT_HZ else fs_hz / by
        freqs = around(centre, rate / 2 * 0.999)
        _, response = signal.sosfreqz(thirds.filters(rate, centre), worN=freqs, fs=rate)
        lost_db = -20 * np.log10(np.maximum(np.abs(response), 1e-12))
        least, most = mask_of(freqs / centre)
        assert (lost_db >= least).all() and (lost_db <= most).all(), centre


def test_a_mask_narrower_than_third_order_is_not_kept_by_second_order():
    freqs = around(1000.0, 24_000)
    sections = signal.butter(2, thirds.edges(1000.0), "bandpass", fs=48_000, output="sos")
    lost_db = -20 * np.log10(np.abs(signal.sosfreqz(sections, worN=freqs, fs=48_000)[1]))
    assert (lost_db < mask_of(freqs / 1000)[0]).any()


def test_nothing_below_the_division_comes_back_from_above():
    """What the low-pass lets through above half the slow rate would fold into the bands."""
    taps = thirds.lowpass(16)
    _, response = signal.freqz(taps, worN=np.linspace(48_000 / 16 - 710, 24_000, 4000), fs=48_000)
    assert 20 * np.log10(np.abs(response).max()) < -60


def test_only_bands_wholly_below_half_the_rate_are_reported():
    assert round(thirds.centres(44_100)[-1]) == 15_849
    assert round(thirds.centres(48_000)[-1]) == 19_953
    assert [round(hz, 1) for hz in thirds.centres(48_000)[:3]] == [20.0, 25.1, 31.6]


@pytest.mark.parametrize("centre", [25.1189, 100.0, 630.957, 794.328, 1000.0, 8000 * 0.99291])
def test_a_tone_in_the_middle_of_a_band_keeps_its_level(centre):
    bands = read(sine(centre, 8.0)).bands
    own = int(np.abs(bands.centre_hz - centre).argmin())
    assert bands.leq_db[own] == pytest.approx(93.979, abs=0.06)
    assert bands.at_max_db[own] == pytest.approx(93.979, abs=0.15)
    assert bands.leq_db[own] - np.delete(bands.leq_db, own).max() > 15


def test_pink_noise_has_the_same_level_in_every_band():
    from sentra.engines.acoustics.synthetic import road_noise

    bands = read(road_noise(4, 48_000 * 60) * 0.05).bands
    truth = [
        10
        * math.log10(
            np.mean(np.square(signal.sosfilt(thirds.filters(48_000, hz), road_noise(4, 48_000 * 60) * 0.05)))
            / 4e-10
        )
        for hz in bands.centre_hz[[9, 15, 20, 25]]
    ]
    assert bands.leq_db[[9, 15, 20, 25]] == pytest.approx(truth, abs=0.1)
    assert np.ptp(bands.leq_db[8:28]) < 1.0


def test_the_definition_of_the_filters_is_named():
    assert (
        read(sine(1000, 2.0)).bands.filter_id
        == "BW6-1/3-G10: Butterworth 6 (12 poles), base 10, split at 700 Hz, table v1"
    )
