"""Follows one line through the frames of a recording: the path of best score that moves no faster than an
engine.
"""

import math
from typing import Final

import numpy as np
import numpy.typing as npt

from sentra.engines.acoustics.combs import HOP_S, Spectra, scores
from sentra.engines.acoustics.weighting import Floats

STEP: Final = 0.002  # of the logarithm of the frequency
FASTEST: Final = 0.06  # of it, from one frame to the next
RELUCTANCE: Final = 60.0  # score that a change by one unit of the logarithm costs
LOWEST_HZ: Final = 8.0  # below, neighbouring lines flow into one within 0.4 s


def grid(lowest_hz: float, highest_hz: float) -> Floats:
    lowest = max(lowest_hz, LOWEST_HZ)
    steps = np.arange(0.0, math.log(highest_hz / lowest) + STEP, STEP)
    beats_hz: Floats = lowest * np.exp(steps)
    return beats_hz


def followed(fits: Floats) -> npt.NDArray[np.int64]:
    """The column of the best path in every row (Viterbi)."""
    frames, count = fits.shape
    reach = round(FASTEST / STEP)
    costs = RELUCTANCE * STEP * np.abs(np.arange(-reach, reach + 1))
    best, came_from = fits[0], np.zeros((frames, count), dtype=np.int64)
    columns = np.arange(count)
    for frame in range(1, frames):
        padded = np.pad(best, reach, constant_values=-1e9)
        near = np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1) - costs
        moved = near.argmax(axis=1)
        came_from[frame] = columns + moved - reach
        best = near[columns, moved] + fits[frame]
    path = np.zeros(frames, dtype=np.int64)
    path[-1] = best.argmax()
    for frame in range(frames - 1, 0, -1):
        path[frame - 1] = came_from[frame, path[frame]]
    return path


def steady(path_hz: Floats, tolerance: float, least_s: float) -> list[tuple[int, int]]:
    """Longest stretches (first, behind the last) that stay within the tolerance of their middle.

    A frame that is no number belongs to none.
    """
    logs, found = np.log(path_hz), []
    band, least, reached = 2 * math.log1p(tolerance), max(1, round(least_s / HOP_S) - 1), 0
    for first in range(len(logs)):
        low = high = logs[first]
        last = first
        while last < len(logs) and logs[last] - low <= band and high - logs[last] <= band:
            low, high = min(low, logs[last]), max(high, logs[last])
            last += 1
        if last - first >= least and last > reached:
            found.append((first, last))
            reached = last
    return found


def sharpened(found: Spectra, frames: range, beat_hz: float, reach: float = 0.08) -> tuple[float, Floats]:
    """(best beat near one over all frames, best in each frame within 1.5 % of it)."""
    wide = beat_hz * np.exp(np.arange(-reach, reach + 1e-9, 0.001))
    part = Spectra(found.times_s[frames], found.white[frames], found.size[frames], found.line_hz)
    centre = float(wide[scores(part, wide).mean(axis=0).argmax()])
    near = centre * np.exp(np.arange(-0.015, 0.0151, 0.0005))
    fits = scores(part, near)
    return _top(near, fits.mean(axis=0)), np.array([_top(near, row) for row in fits])


def _top(beats_hz: Floats, fits: Floats) -> float:
    """The maximum, between points of the grid."""
    at = int(fits.argmax())
    if not 0 < at < len(fits) - 1:
        return float(beats_hz[at])
    below, top, above = fits[at - 1 : at + 2]
    bend = below - 2 * top + above
    shift = 0.5 * (below - above) / bend if bend < 0 else 0.0
    return float(beats_hz[at] * (beats_hz[1] / beats_hz[0]) ** shift)
