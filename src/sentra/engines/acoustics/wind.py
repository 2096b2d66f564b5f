"""Wind on the microphone, heard between the harmonics.

The difference of C and A says nothing here: an exhaust has it too. Between the engine's lines, from 10 to
50 Hz, there is only wind and ground; what that means in dB(A) follows from its fall with the power -5/3 of
the frequency (Kolmogorov), which overstates it on the safe side.
"""

from typing import Final

import numpy as np
from scipy import signal

from sentra.engines.acoustics.reading import level_db
from sentra.engines.acoustics.refusals import Reason, reason
from sentra.engines.acoustics.weighting import Floats, a_weight_db

LOWEST_HZ: Final = 10.0
HIGHEST_HZ: Final = 50.0
FALL: Final = -5 / 3
EXCESS_DB: Final = 6.0
_GROUP_HZ: Final = 2.5
_MIDDLE_HZ: Final = 25.0


def floor(freqs_hz: Floats, density: Floats) -> float:
    """Power density between the lines: the fifth part from below of groups 2.5 Hz wide."""
    inside = (freqs_hz >= LOWEST_HZ) & (freqs_hz < HIGHEST_HZ)
    groups = ((freqs_hz[inside] - LOWEST_HZ) / _GROUP_HZ).astype(int)
    means = np.bincount(groups, density[inside]) / np.bincount(groups)
    return float(np.percentile(means, 20))


def floor_of(samples: Floats, rate_hz: float) -> float:
    freqs_hz, density = signal.welch(samples, rate_hz, nperseg=min(len(samples), round(rate_hz)))
    return floor(freqs_hz, density)


def weighted_db(density_pa2_hz: float) -> float:
    """What such a floor means in dB(A)."""
    freqs_hz = np.arange(LOWEST_HZ, 20_000.0, 2.5)
    spectrum = density_pa2_hz * (freqs_hz / _MIDDLE_HZ) ** FALL * 10 ** (a_weight_db(freqs_hz) / 10)
    return level_db(float(spectrum.sum() * 2.5))


def judged(
    run_floor: float, still_floor: float, value_db: float, least_margin_db: float, place: str
) -> list[Reason]:
    """A reason when the floor rose above that of the background take, and matters."""
    wind_db = weighted_db(run_floor)
    risen = run_floor > still_floor * 10 ** (EXCESS_DB / 10)
    if risen and value_db - wind_db < least_margin_db:
        return [reason("wind_noise", place, wind_db=wind_db, margin_db=value_db - wind_db)]
    return []
