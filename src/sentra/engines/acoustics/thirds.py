"""Third-octave bands: Butterworth band-passes of order 6 (12 poles) on the base-10 frequencies of IEC
61260-1.

Over a whole recording their energy is summed in the frequency domain (Parseval): bands above 700 Hz at the
full rate, those below at a sixteenth of 48 kHz, so that neither warps near its Nyquist frequency and both
are fine enough. At one moment (LAFmax) true filters run over the seconds before it.
"""

import math
from functools import cache
from typing import Final

import numpy as np
from scipy import fft, signal

from sentra.engines.acoustics.weighting import Floats

RATIO: Final = 10**0.3
ORDER: Final = 6
SPLIT_HZ: Final = 700.0
SLOW_HZ: Final = 3000.0  # about; the nearest whole division of the rate
FAST_S: Final = 0.125
FILTER_ID: Final = "BW6-1/3-G10: Butterworth 6 (12 poles), base 10, split at 700 Hz, table v1"
_BATCH: Final = 1 << 18


def centres(fs_hz: int) -> Floats:
    """Exact mid-band frequencies from 20 Hz up, as far as the whole band lies below half the rate."""
    every: Floats = 1000 * RATIO ** (np.arange(-17, 14) / 3)
    inside: Floats = every[every * RATIO ** (1 / 6) < fs_hz / 2]
    return inside


def edges(centre_hz: float) -> tuple[float, float]:
    return centre_hz * RATIO ** (-1 / 6), centre_hz * RATIO ** (1 / 6)


def power_response(freqs_hz: Floats, centre_hz: float) -> Floats:
    """What share of the power at a frequency belongs to the band."""
    low, high = edges(centre_hz)
    with np.errstate(divide="ignore"):
        offset = (freqs_hz**2 - low * high) / (freqs_hz * (high - low))
    shares: Floats = 1 / (1 + offset ** (2 * ORDER))
    return shares


def division(fs_hz: int) -> int:
    return round(fs_hz / SLOW_HZ)


@cache
def lowpass(by: int) -> Floats:
    """Before the rate is divided: nothing above half the new rate comes back below 790/1500 of it."""
    taps: Floats = signal.firwin(16 * by + 1, 0.86 / by, window=("kaiser", 8.6))
    return taps


class Energies:
    """Power spectrum of everything pushed: Hann windows overlapping so that each sample weighs the same."""

    def __init__(self, fs_hz: float, size: int, overlap: int) -> None:
        self.size, self.hop = size, size // overlap
        window = 0.5 - 0.5 * np.cos(2 * np.pi * (np.arange(size) + 0.5) / size)
        scale = math.sqrt(float(np.square(window).sum()) / self.hop)
        self.window: Floats = window / scale
        self.freqs_hz: Floats = np.linspace(0.0, fs_hz / 2, size // 2 + 1)
        self.power: Floats = np.zeros(size // 2 + 1)
        self.tail: Floats = np.zeros(size - self.hop)

    def push(self, samples: Floats) -> None:
        joined = np.concatenate([self.tail, samples])
        count = (len(joined) - self.size) // self.hop + 1
        if count > 0:
            frames = np.lib.stride_tricks.sliding_window_view(joined, self.size)[:: self.hop][:count]
            batch = max(1, _BATCH // self.size)
            for first in range(0, count, batch):
                spectra = fft.rfft(frames[first : first + batch] * self.window, axis=1)
                self.power += (spectra.real**2 + spectra.imag**2).sum(axis=0)
        self.tail = joined[max(0, count) * self.hop :]

    def whole(self) -> Floats:
        """Energy of each line over all that was pushed."""
        self.push(np.zeros(self.size))
        lines = self.power * 2 / self.size
        lines[[0, -1]] /= 2
        return lines


class Divider:
    """Every n-th sample after a low-pass, across blocks."""

    def __init__(self, by: int) -> None:
        self.by, self.taps = by, lowpass(by)
        self.held: Floats = np.zeros(len(self.taps) - 1)
        self.phase = 0

    def push(self, samples: Floats) -> Floats:
        joined, taps = np.concatenate([self.held, samples]), len(self.taps)
        count = max(0, (len(joined) - taps - self.phase) // self.by + 1)
        skip = (taps - 1) // self.by  # the filter's length is a whole number of steps and one
        thinned: Floats = signal.upfirdn(self.taps, joined[self.phase :], 1, self.by)[skip : skip + count]
        kept = len(joined) - taps + 1
        self.phase += count * self.by - kept
        self.held = joined[kept:]
        return thinned


class Bank:
    """Energies in bands of a recording, pushed block by block."""

    def __init__(self, fs_hz: int) -> None:
        self.centre_hz = centres(fs_hz)
        self.divider = Divider(division(fs_hz))
        self.slow_hz = fs_hz / self.divider.by
        self.upper = Energies(fs_hz, 1 << (13 if fs_hz < 64_000 else 14 if fs_hz < 128_000 else 15), 2)
        self.lower = Energies(self.slow_hz, 1 << 14, 4)
        self.slow_power: Floats = np.zeros(0)
        self.count = 0

    def push(self, samples: Floats) -> None:
        self.count += len(samples)
        self.upper.push(samples)
        self.lower.push(self.divider.push(samples))

    def finish(self) -> tuple[Floats, Floats]:
        """(mean square in each band, power density of the upper spectrum)."""
        self.lower.push(self.divider.push(np.zeros(len(self.divider.taps))))
        high, low = self.upper.whole(), self.lower.whole() * self.divider.by
        squares = [
            float(
                np.dot(power_response(self.upper.freqs_hz, centre), high)
                if centre > SPLIT_HZ
                else np.dot(power_response(self.lower.freqs_hz, centre), low)
            )
            for centre in self.centre_hz
        ]
        self.slow_power = low / self.count
        return np.array(squares) / self.count, high / self.count

    def slow_density(self) -> Floats:
        """Power density of the lower spectrum, once finished."""
        return self.slow_power / float(self.lower.freqs_hz[1])


@cache
def filters(fs_hz: float, centre_hz: float) -> Floats:
    """The band as a digital filter (edges exact, bilinear between)."""
    sections: Floats = signal.butter(ORDER, edges(centre_hz), "bandpass", fs=fs_hz, output="sos")
    return sections


def fast_at_end(samples: Floats, fs_hz: int) -> Floats:
    """Mean square in each band, Fast-weighted, at the last sample."""
    by = division(fs_hz)
    slow = signal.upfirdn(lowpass(by), samples, 1, by)[: len(samples) // by]
    quick = samples, float(fs_hz), _fading(len(samples), float(fs_hz))
    calm = slow, fs_hz / by, _fading(len(slow), fs_hz / by)
    found = []
    for centre in centres(fs_hz):
        heard, rate, weights = quick if centre > SPLIT_HZ else calm
        passed = signal.sosfilt(filters(rate, centre), heard)
        found.append(float(np.dot(np.square(passed), weights)))
    return np.array(found)


def _fading(count: int, rate_hz: float) -> Floats:
    """What each of so many samples weighs in Fast at the last one."""
    age_s = np.arange(count - 1, -1, -1) / rate_hz
    weights: Floats = np.exp(-age_s / FAST_S) * -math.expm1(-1 / (rate_hz * FAST_S))
    return weights
