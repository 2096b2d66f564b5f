"""The sound level meter: A and C weighting, Fast, maximum, equivalent level, C-peak, history; block by
block.
"""

import math
from typing import Final

import numpy as np
from scipy import signal

from sentra.engines.acoustics.reading import Levels, level_db, levels_db
from sentra.engines.acoustics.weighting import Floats, sections

FAST_S: Final = 0.125
PERCENTS: Final = (1, 5, 10, 50, 90, 95, 99)
_REACH: Final = 32  # samples to each side of a peak
_FINE: Final = 8  # points between two samples
_CANDIDATES: Final = 16


def _between() -> Floats:
    """Interpolates a peak from its neighbours: one row for every eighth of a sample around the middle."""
    points = np.arange(1 - _FINE, _FINE)[:, None] / _FINE
    distance = points - np.arange(-_REACH, _REACH + 1)[None, :]
    window = np.i0(9 * np.sqrt(np.maximum(0, 1 - (distance / (_REACH + 1)) ** 2))) / np.i0(9)
    rows: Floats = np.sinc(distance) * window
    return rows


class Peak:
    """The highest absolute value of the continuous signal behind the samples."""

    def __init__(self) -> None:
        self.rows = _between()
        self.highest = 0.0
        self.held: Floats = np.zeros(2 * _REACH)

    def push(self, samples: Floats) -> None:
        joined = np.concatenate([self.held, samples])
        self.held = joined[len(joined) - 2 * _REACH :]
        size = np.abs(joined[_REACH : len(joined) - _REACH])
        if len(size) and size.max() > 0.7 * self.highest:
            near = np.argpartition(size, -min(_CANDIDATES, len(size)))[-_CANDIDATES:]
            around = joined[near[:, None] + np.arange(2 * _REACH + 1)[None, :]]
            self.highest = max(self.highest, float(np.abs(around @ self.rows.T).max()))

    def finish(self) -> float:
        self.push(np.zeros(_REACH))
        return self.highest


class Meter:
    """Everything a level needs to remember from one block to the next.

    Blocks are a whole number of steps long, but for the last; values are in units of full scale.
    """

    def __init__(self, fs_hz: int, step: int) -> None:
        self.fs_hz, self.step = fs_hz, step
        self.c, self.c_to_a = sections(fs_hz)
        self.fade = math.exp(-1 / (fs_hz * FAST_S))
        self.c_state, self.a_state, self.fast_state = np.zeros((3, 2)), np.zeros((1, 2)), np.zeros(1)
        self.peak = Peak()
        self.total, self.count, self.highest, self.highest_at = 0.0, 0, 0.0, 0
        self.ends: list[Floats] = []
        self.tops: list[Floats] = []

    def push(self, samples: Floats) -> None:
        c, self.c_state = signal.sosfilt(self.c, samples, zi=self.c_state)
        a, self.a_state = signal.sosfilt(self.c_to_a, c, zi=self.a_state)
        self.peak.push(c)
        np.multiply(a, a, out=a)
        self.total += float(a.sum())
        fast, self.fast_state = signal.lfilter([1 - self.fade], [1, -self.fade], a, zi=self.fast_state)
        self._highest(fast)
        whole = fast[: len(fast) // self.step * self.step].reshape(-1, self.step)
        self.ends.append(whole[:, -1].astype(np.float32))
        self.tops.append(whole.max(axis=1).astype(np.float32))
        self.count += len(samples)

    def _highest(self, fast: Floats) -> None:
        at = int(fast.argmax())
        if fast[at] > self.highest:
            self.highest, self.highest_at = float(fast[at]), self.count + at

    def finish(self, pa_per_fs: float) -> Levels:
        square = pa_per_fs**2
        history = np.concatenate(self.ends) * square
        exceeded = levels_db(np.percentile(history, [100 - percent for percent in PERCENTS]))
        return Levels(
            lafmax_db=level_db(self.highest * square),
            lafmax_at_s=self.highest_at / self.fs_hz,
            laeq_db=level_db(self.total / self.count * square),
            lcpeak_db=level_db(self.peak.finish() ** 2 * square),
            ln_db={percent: float(level) for percent, level in zip(PERCENTS, exceeded, strict=True)},
            laf_db=levels_db(history).astype(np.float32),
            laf_top_db=levels_db(np.concatenate(self.tops) * square).astype(np.float32),
        )
