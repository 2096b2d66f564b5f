"""A muffler against the maker's original on the same vehicle: how much quieter, as a whole and in each
band.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from sentra.engines.acoustics.background import LEAST_MARGIN_DB, without
from sentra.engines.acoustics.refusals import AcousticsRefused
from sentra.engines.acoustics.runs import Run
from sentra.engines.acoustics.series import Series
from sentra.engines.acoustics.uncertainty import Contribution, Uncertainty, budget, repeatability
from sentra.engines.acoustics.weighting import Floats

FULL_MARGIN_DB: Final = 10.0


@dataclass(frozen=True, slots=True)
class Delta:
    """Reference less item under test, dB: positive when the item is quieter.

    `band_db` and `band_u_db` (standard uncertainty of repetition) are not numbers where the background
    hides a band.
    """

    delta_db: float
    uncertainty: Uncertainty
    centre_hz: Floats
    band_db: Floats
    band_u_db: Floats


def insertion_loss(reference: Series, item: Series, *, contributions: Sequence[Contribution] = ()) -> Delta:
    """Compares two valid series of one vehicle, position, engine and speed.

    `contributions` are those of one reading; what is common to both cancels, the rest counts twice.
    Raises AcousticsRefused when a series is invalid or they were not made alike.
    """
    ours, theirs = item.counted, reference.counted
    if item.exact_db is None or reference.exact_db is None:
        raise AcousticsRefused("series_invalid")
    for what in ("procedure_id", "edition", "vehicle", "geometry", "model", "target_rpm", "fs_hz"):
        if getattr(ours[0].setup, what) != getattr(theirs[0].setup, what):
            raise AcousticsRefused("setup_differs", what=what)
    own = [each for each in contributions if not each.common]
    repeated = [repeatability([run.value_db for run in runs]) for runs in (ours, theirs)]
    doubt = budget([*repeated, *own, *own, Contribution("software", 0.01)])
    left, right = _bands(theirs), _bands(ours)
    return Delta(
        delta_db=reference.exact_db - item.exact_db,
        uncertainty=doubt,
        centre_hz=ours[0].reading.bands.centre_hz,
        band_db=left[0] - right[0],
        band_u_db=np.hypot(left[1], right[1]),
    )


def _bands(runs: Sequence[Run]) -> tuple[Floats, Floats]:
    """(mean level, its standard uncertainty) in each band; not a number where the background is too near."""
    levels = np.array([_clean(run) for run in runs])
    return levels.mean(axis=0), levels.std(axis=0, ddof=1) / math.sqrt(len(runs))


def _clean(run: Run) -> Floats:
    if run.background is None:
        return run.bands_db
    return np.array(
        [_one(level, noise) for level, noise in zip(run.bands_db, run.background.bands.leq_db, strict=True)]
    )


def _one(level_db: float, background_db: float) -> float:
    margin_db = level_db - background_db
    if margin_db < LEAST_MARGIN_DB:
        return math.nan
    return level_db if margin_db >= FULL_MARGIN_DB else without(level_db, background_db)
