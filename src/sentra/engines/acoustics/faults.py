"""Watches the samples for what makes a level untrue: overdrive, gaps, offset, silence, a cut-off spectrum.

Overdrive makes a loud muffler pass: 1 dB too much already reads 0.1 dB low, 6 dB reads 2.6 dB low.
"""

from typing import Final

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from sentra.engines.acoustics.reading import Clipping
from sentra.engines.acoustics.refusals import Reason, at, reason
from sentra.engines.acoustics.weighting import Floats

FLAT: Final = 3  # samples in a row
FLAT_TOPS: Final = 3  # flat runs at the very same height, below full scale
# Of full scale: quieter tops are flat by resolution alone. A file of more than 16 bits resolves finer.
WORTH_WATCHING: Final = 0.05
WORTH_WATCHING_FINE: Final = 0.01
LEVELLED: Final = 0.003
LEVELLED_STEPS: Final = 8
GAP_S: Final = 0.005
SILENT_DB: Final = -80.0
OFFSET: Final = 0.02
CLIFF_DB: Final = 30.0
CLIFF_HZ: Final = 1000.0


class Tops:
    """Flat runs at the highest value of one side; a higher value forgets those below it."""

    def __init__(self, worth: float) -> None:
        self.height = worth
        self.count = self.longest = 0
        self.steps: set[int] = set()

    def rise(self, height: float) -> None:
        if height > self.height:
            self.height, self.count, self.longest, self.steps = height, 0, 0, set()

    def add(self, heights: Floats, lengths: npt.NDArray[np.int64], steps: npt.NDArray[np.int64]) -> None:
        top = heights == self.height
        if top.any():
            self.count += int(top.sum())
            self.longest = max(self.longest, int(lengths[top].max()))
            self.steps.update(steps[top].tolist())


class Watch:
    """Sees every sample once. `step` samples are 10 ms."""

    def __init__(self, fs_hz: int, step: int, bits: int) -> None:
        self.fs_hz, self.step = fs_hz, step
        self.rail = 1 - 2.0 ** (2 - min(bits, 16))
        self.seen, self.total, self.peak = 0, 0.0, 0.0
        self.gap, self.gap_at = 0, 0
        self.worth = WORTH_WATCHING if bits <= 16 else WORTH_WATCHING_FINE
        self.upper, self.lower = Tops(self.worth), Tops(self.worth)
        self.highs: list[npt.NDArray[np.float32]] = []
        self.lows: list[npt.NDArray[np.float32]] = []
        self._last: Floats = np.zeros(0)
        self._run = 1

    def push(self, samples: Floats) -> None:
        high, low = float(samples.max()), float(samples.min())
        self.peak, self.total = max(self.peak, high, -low), self.total + float(samples.sum())
        self.upper.rise(min(high, self.rail))
        self.lower.rise(min(-low, self.rail))
        self._runs(samples)
        whole = samples[: len(samples) // self.step * self.step].reshape(-1, self.step)
        self.highs.append(whole.max(axis=1).astype(np.float32))
        self.lows.append(-whole.min(axis=1).astype(np.float32))
        self.seen += len(samples)
        self._last = samples[-1:].copy()

    def _runs(self, samples: Floats) -> None:
        """Runs of equal samples; one that reaches over the end of a block is counted where it ends."""
        held = len(self._last)
        joined = np.concatenate([self._last, samples])
        equal = np.zeros(len(joined) + 1, dtype=np.int8)
        equal[1:-1] = joined[1:] == joined[:-1]
        turns = np.flatnonzero(np.diff(equal))
        first, last = turns[::2], turns[1::2]
        lengths = last - first + 1
        carried, self._run = self._run, 1
        if len(first) and held and first[0] == 0:
            lengths[0] += carried - 1
        if len(last) and last[-1] == len(joined) - 1:
            self._run = int(lengths[-1])
        self._note(joined[first], lengths, self.seen - held + last)

    def _note(self, values: Floats, lengths: npt.NDArray[np.int64], ends: npt.NDArray[np.int64]) -> None:
        if not len(values):
            return
        longest = int(lengths.argmax())
        if lengths[longest] > self.gap:
            self.gap, self.gap_at = int(lengths[longest]), int(ends[longest])
        flat = lengths >= FLAT
        heights, counted, steps = values[flat], lengths[flat], ends[flat] // self.step
        self.upper.add(np.minimum(heights, self.rail), counted, steps)
        self.lower.add(np.minimum(-heights, self.rail), counted, steps)

    def clipping(self) -> Clipping:
        """At the rail one flat run is enough; below it the same height must come again."""
        sides = [
            side
            for side in (self.upper, self.lower)
            if side.count >= (1 if side.height >= self.rail else FLAT_TOPS)
        ]
        steps = sorted(set().union(*(side.steps for side in sides)))
        longest = max((side.longest for side in sides), default=0)
        count = sum(side.count for side in sides)
        return Clipping(count, longest, np.array(steps, dtype=np.int64), self._levelled())

    def _levelled(self) -> npt.NDArray[np.int64]:
        """Steps at one height on either side; none when there are few, as chance allows."""
        crowds = []
        for steps in (np.concatenate(self.highs), np.concatenate(self.lows)):
            top = np.flatnonzero(steps >= (1 - LEVELLED) * steps.max())
            crowds.append(top if len(top) >= LEVELLED_STEPS and steps.max() > self.worth else top[:0])
        return np.unique(np.concatenate(crowds))

    def faults(self) -> tuple[Reason, ...]:
        found = []
        peak_db = 20 * np.log10(max(self.peak, 1e-15))
        offset = self.total / self.seen
        if peak_db < SILENT_DB:
            return (reason("silent", peak_db=-peak_db),)
        if abs(offset) > OFFSET:
            found.append(reason("dc", offset=offset))
        if self.gap >= GAP_S * self.fs_hz and self.gap < self.seen:
            gap_ms = 1000 * self.gap / self.fs_hz
            found.append(reason("gap", at((self.gap_at - self.gap) / self.fs_hz), gap_ms=gap_ms))
        return tuple(found)


def cut_off(freqs_hz: Floats, power: Floats, fs_hz: int) -> tuple[Reason, ...]:
    """A cliff in the spectrum well below half the rate: a lossy format, or a slower recording in disguise."""
    line_hz = float(freqs_hz[1])
    smooth = ndimage.median_filter(10 * np.log10(power + 1e-30), size=int(500 / line_hz) | 1)
    apart = round(CLIFF_HZ / line_hz)
    drop = smooth[:-apart] - smooth[apart:]
    highest_hz = min(18_000.0, 0.44 * fs_hz)
    watched = (freqs_hz[:-apart] > 3000) & (freqs_hz[apart:] < highest_hz)
    cliffs = np.flatnonzero(watched & (drop > CLIFF_DB))
    if not len(cliffs):
        return ()
    edge = int(cliffs[drop[cliffs].argmax()]) + apart // 2
    return (reason("band_limited", edge_hz=float(freqs_hz[edge])),)
