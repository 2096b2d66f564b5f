"""Short-time spectra of an engine, and how well combs of harmonics fit them.

A comb's score is the mean whitened amplitude on its teeth less that halfway between them: the second half
keeps half the true frequency from looking as good as the true one.
"""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy import fft, ndimage, sparse

from sentra.engines.acoustics import audio
from sentra.engines.acoustics.audio import Source
from sentra.engines.acoustics.thirds import Divider
from sentra.engines.acoustics.weighting import Floats

RATE_HZ: Final = 6000.0  # about
WINDOW_S: Final = 0.4
HOP_S: Final = 0.05
HIGHEST_HZ: Final = 2000.0
TEETH: Final = 24
FLOOR: Final = -1.5
AROUND_HZ: Final = 150.0
_BATCH: Final = 64


@dataclass(frozen=True, slots=True)
class Spectra:
    """Frames of a recording: `white` (log amplitude less its surroundings) and `size` (amplitude), one row
    each.
    """

    times_s: Floats
    white: Floats
    size: Floats
    line_hz: float


def slowed(source: Source, channel: int, fs_hz: int) -> tuple[Floats, float]:
    """(samples at about 6 kHz, their rate)."""
    by = max(1, round(fs_hz / RATE_HZ))
    divider = Divider(by)
    parts = [divider.push(block) for block in audio.blocks(source, channel)]
    return np.concatenate(parts), fs_hz / by


def spectra(samples: Floats, rate_hz: float) -> Spectra:
    """Frames of 0.4 s every 50 ms."""
    length, hop = round(WINDOW_S * rate_hz), round(HOP_S * rate_hz)
    size = 1 << math.ceil(math.log2(4 * length))
    line_hz = rate_hz / size
    lines = math.ceil(1.3 * HIGHEST_HZ / line_hz)
    frames = np.lib.stride_tricks.sliding_window_view(samples, length)[::hop]
    window = np.hanning(length)
    found = []
    for first in range(0, len(frames), _BATCH):
        part = frames[first : first + _BATCH]
        found.append(
            np.abs(fft.rfft((part - part.mean(axis=1, keepdims=True)) * window, size, axis=1)[:, :lines])
        )
    amplitude: Floats = np.concatenate(found).astype(np.float64, copy=False)
    times_s = ((np.arange(len(amplitude)) * hop + length / 2) / rate_hz).astype(np.float64)
    return Spectra(times_s, whitened(amplitude, line_hz), amplitude, line_hz)


def whitened(amplitude: Floats, line_hz: float) -> Floats:
    tops = amplitude.max(axis=1, keepdims=True)
    logs = np.log(amplitude + 1e-9 * tops + 1e-12)
    around = ndimage.uniform_filter1d(logs, size=2 * round(AROUND_HZ / line_hz) + 1, axis=1)
    white: Floats = np.maximum(logs - around, FLOOR)
    return white


def _lines(beats_hz: Floats, shift: float, line_hz: float, weight: float) -> sparse.csr_matrix:
    """Rows of weights that read the spectrum at (n + shift) times each frequency, between lines."""
    multiples = np.arange(1, TEETH + 1) + shift
    places = beats_hz[:, None] * multiples[None, :] / line_hz
    inside = places * line_hz < HIGHEST_HZ
    counts = np.maximum(inside.sum(axis=1), 1)
    rows = np.broadcast_to(np.arange(len(beats_hz))[:, None], places.shape)[inside]
    below = np.floor(places[inside]).astype(int)
    part = places[inside] - below
    weights = (weight / np.sqrt(counts))[rows]
    shape = (len(beats_hz), math.ceil(1.3 * HIGHEST_HZ / line_hz))
    values = np.concatenate([weights * (1 - part), weights * part])
    return sparse.csr_matrix((values, (np.tile(rows, 2), np.concatenate([below, below + 1]))), shape=shape)


def scores(found: Spectra, beats_hz: Floats) -> Floats:
    """One row a frame, one column a beat."""
    comb = _lines(beats_hz, 0.0, found.line_hz, 1.0) + _lines(beats_hz, -0.5, found.line_hz, -1.0)
    fits: Floats = np.ascontiguousarray((comb @ found.white.T).T)
    return fits
