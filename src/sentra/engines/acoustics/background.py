"""Taking the background out of a reading, where the method allows it."""

import math
from typing import Final

from sentra.engines.acoustics.problem import Procedure
from sentra.engines.acoustics.refusals import AcousticsRefused

LEAST_MARGIN_DB: Final = 3.0
"""Below it the background is half of what was read; no method corrects that."""


def correct_background(level_db: float, background_db: float, procedure: Procedure) -> float:
    """The level without the background.

    Raises AcousticsRefused below the margin the procedure asks for, always below 3 dB. A procedure without
    correction gets the reading back as it is.
    """
    margin_db = level_db - background_db
    least_db = max(LEAST_MARGIN_DB, procedure.least_margin_db)
    if margin_db < least_db - 1e-9:
        raise AcousticsRefused("margin_low", margin_db=margin_db, least_db=least_db)
    return without(level_db, background_db) if procedure.uses_correction else level_db


def without(level_db: float, background_db: float) -> float:
    """10 lg(10^(L/10) - 10^(Lb/10)): energies subtract. Undefined unless the level is the higher one."""
    return level_db + 10 * math.log10(-math.expm1((background_db - level_db) * math.log(10) / 10))
