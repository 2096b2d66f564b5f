"""How far the weightings and the tables of bursts and peaks are missed. Prints JSON."""

import io
import json
import math
from typing import Any

import numpy as np
import soundfile
from scipy import signal

from sentra.engines import acoustics
from sentra.engines.acoustics import Calibration
from sentra.engines.acoustics.weighting import a_weight_db, c_weight_db, sections

RATES = (44_100, 48_000, 88_200, 96_000)
BURSTS_MS = (1000, 500, 200, 100, 50, 20, 10, 5, 2, 1, 0.5, 0.25)
PEAKS = ((31.6228, 1.0, 2.5), (501.1872, 1.0, 3.5), (7943.2823, 1.0, 3.4), (501.1872, 0.5, 2.4))


def weightings() -> dict[str, Any]:
    found = {}
    for fs_hz in RATES:
        c, c_to_a = sections(fs_hz)
        for name, chain, formula in (("A", np.vstack([c, c_to_a]), a_weight_db), ("C", c, c_weight_db)):
            for top in (16_000, 20_000):
                freqs = np.geomspace(10, top, 8000)
                _, response = signal.sosfreqz(chain, worN=freqs, fs=fs_hz)
                miss = np.abs(20 * np.log10(np.abs(response)) - formula(freqs)).max()
                found[f"{name} {fs_hz} {top}"] = float(miss)
    return found


def read(samples: Any, fs_hz: int) -> Any:
    file = io.BytesIO()
    soundfile.write(file, samples, fs_hz, subtype="DOUBLE", format="WAV")
    return acoustics.analyse(file, Calibration(1.0, 94, 1000, 0, 60, 0.1, 10, fs_hz, "bench")).levels


def bursts(fs_hz: int) -> float:
    times = np.arange(2 * fs_hz) / fs_hz
    tone = np.sqrt(2) * np.sin(2 * np.pi * 4000 * times)
    steady = read(tone, fs_hz).laeq_db
    worst = 0.0
    for length in BURSTS_MS:
        burst = np.zeros(round(2.5 * fs_hz))
        count = round(length / 1000 * fs_hz)
        burst[fs_hz // 2 : fs_hz // 2 + count] = tone[:count]
        levels = read(burst, fs_hz)
        fast = 10 * math.log10(1 - math.exp(-length / 125))
        exposure = 10 * math.log10(length / 1000)
        worst = max(worst, abs(levels.lafmax_db - steady - fast))
        worst = max(worst, abs(levels.laeq_db + 10 * math.log10(2.5) - steady - exposure))
    return worst


def peaks(fs_hz: int) -> float:
    worst = 0.0
    for hz, cycles, reference in PEAKS:
        times = np.arange(round(1.5 * fs_hz)) / fs_hz - 0.5
        wave = np.sin(2 * np.pi * hz * times) * (times >= 0) * (times < cycles / hz)
        steady = 20 * math.log10(1 / 20e-6) - 10 * math.log10(2) + float(c_weight_db(hz))
        worst = max(worst, abs(read(wave, fs_hz).lcpeak_db - steady - reference))
    return worst


def main() -> None:
    told = {
        "weightings": weightings(),
        "bursts": {fs_hz: bursts(fs_hz) for fs_hz in (44_100, 48_000, 96_000)},
        "peaks": {fs_hz: peaks(fs_hz) for fs_hz in (44_100, 48_000, 96_000)},
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
