"""What was found in a recording, before anybody judges it."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from sentra.engines.acoustics.problem import REFERENCE_PA, AudioInfo, Calibration
from sentra.engines.acoustics.refusals import Reason
from sentra.engines.acoustics.weighting import Floats

STEP_S = 0.01
"""Of the level history."""


def level_db(mean_square_pa2: float) -> float:
    """Level of a mean square pressure; of nothing at all, minus infinity."""
    return 10 * math.log10(mean_square_pa2 / REFERENCE_PA**2) if mean_square_pa2 > 0 else -math.inf


def levels_db(mean_square_pa2: Floats) -> Floats:
    with np.errstate(divide="ignore"):
        found: Floats = 10 * np.log10(mean_square_pa2 / REFERENCE_PA**2)
    return found


@dataclass(frozen=True, slots=True)
class Levels:
    """Levels of a whole recording, dB re 20 micropascal, and their history.

    `laf_db` is A-Fast at the end of every 10 ms, `laf_top_db` the highest within them; `ln_db[10]` is
    exceeded 10 % of the time.
    """

    lafmax_db: float
    lafmax_at_s: float
    laeq_db: float
    lcpeak_db: float
    ln_db: Mapping[int, float]
    laf_db: npt.NDArray[np.float32] = field(repr=False)
    laf_top_db: npt.NDArray[np.float32] = field(repr=False)

    def highest_in(self, from_s: float, until_s: float) -> tuple[float, float]:
        """(highest A-Fast level, when) between two moments, to 10 ms."""
        first, last = round(from_s / STEP_S), round(until_s / STEP_S)
        part = self.laf_top_db[first:last]
        best = int(part.argmax())
        return float(part[best]), (first + best) * STEP_S


@dataclass(frozen=True, slots=True)
class Bands:
    """Third-octave levels, not weighted: equivalent over the recording, and Fast at the moment of LAFmax."""

    centre_hz: Floats
    leq_db: Floats
    at_max_db: Floats
    filter_id: str


@dataclass(frozen=True, slots=True)
class Clipping:
    """Where the chain was overdriven: how often, for how many samples at most, in which steps of 10 ms.

    `levelled` are the steps that come within 0.3 % of the highest sample: an engine scatters, an amplifier
    at its end does not.
    """

    count: int
    longest: int
    steps: npt.NDArray[np.int64] = field(repr=False)
    levelled: npt.NDArray[np.int64] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Reading:
    """A recording measured. `faults` are true of the whole recording; clipping is judged by where it is.

    `rumble_pa2_hz`: power density between the lines from 10 to 50 Hz, the mark of wind.
    """

    info: AudioInfo
    calibration: Calibration
    channel: int
    levels: Levels
    bands: Bands
    clipping: Clipping
    faults: tuple[Reason, ...]
    rumble_pa2_hz: float
    weighting_id: str
    versions: Mapping[str, str]
