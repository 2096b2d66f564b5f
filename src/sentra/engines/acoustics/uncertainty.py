"""Uncertainty by propagation (GUM, JCGM 100): contributions, Welch-Satterthwaite, coverage factor from
Student's t.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from scipy import special

from sentra.engines.acoustics.refusals import demand

Shape = Literal["normal", "rectangular", "triangular", "u_shaped"]
DIVISOR: Final[dict[Shape, float]] = {
    "normal": 1.0,
    "rectangular": math.sqrt(3),
    "triangular": math.sqrt(6),
    "u_shaped": math.sqrt(2),
}
CERTAIN_DRIFT_DB: Final = 0.2


@dataclass(frozen=True, slots=True)
class Contribution:
    """One cause of doubt. `width`: standard uncertainty (normal) or half width, in its own unit.

    `sensitivity` turns it into dB; `dof` are degrees of freedom; `common`: the same for two results of one
    chain on one day, so that it cancels in their difference.
    """

    name: str
    width: float
    shape: Shape = "normal"
    sensitivity: float = 1.0
    dof: float = math.inf
    common: bool = False

    def __post_init__(self) -> None:
        demand(self.width >= 0 and math.isfinite(self.width), self.name, self.width, "a width from zero up")
        demand(self.dof > 0, self.name, self.dof, "a number of degrees of freedom above zero")

    @property
    def u_db(self) -> float:
        return abs(self.sensitivity) * self.width / DIVISOR[self.shape]


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """Combined: `uc_db` (k = 1), `dof`, `k` and `U_db` for the coverage; `shares` of the variance by name."""

    uc_db: float
    dof: float
    k: float
    U_db: float
    coverage: float
    shares: tuple[tuple[str, float, float], ...]  # name, u in dB, share


def budget(contributions: Sequence[Contribution], *, coverage: float = 0.95) -> Uncertainty:
    """Combines independent contributions. Raises AcousticsRefused when there are none, or all are nothing."""
    demand(0.5 < coverage < 1, "Coverage", coverage, "a share between 0.5 and 1")
    variance = math.fsum(each.u_db**2 for each in contributions)
    demand(variance > 0, "Budget", len(contributions), "a list with some doubt in it")
    uc_db = math.sqrt(variance)
    loose = math.fsum(each.u_db**4 / each.dof for each in contributions)
    dof = variance**2 / loose if loose > 0 else math.inf
    half = (1 + coverage) / 2
    k = float(special.ndtri(half) if math.isinf(dof) else special.stdtrit(dof, half))
    shares = tuple((each.name, each.u_db, each.u_db**2 / variance) for each in contributions)
    return Uncertainty(uc_db, dof, k, k * uc_db, coverage, shares)


def repeatability(values_db: Sequence[float]) -> Contribution:
    """Of the mean of readings. Two at least; three equal ones say little, but they say it."""
    count = len(values_db)
    demand(count >= 2, "Readings", count, "two or more")
    mean = math.fsum(values_db) / count
    spread = math.sqrt(math.fsum((each - mean) ** 2 for each in values_db) / (count - 1))
    return Contribution("repeatability", spread / math.sqrt(count), dof=count - 1)


def stationary_contributions(
    readings_db: Sequence[float],
    *,
    calibrator_u_db: float,
    drift_db: float,
    margin_db: float,
    slope_db_per_percent: float,
    rpm_tolerance_percent: float = 3.0,
    corrected: bool = False,
    distance_m: float = 0.5,
    distance_tolerance_m: float = 0.02,
    response_db: float = 0.7,
    linearity_db: float = 0.3,
    angle_db: float = 0.3,
    weather_db: float = 0.2,
    rounded: bool = True,
) -> list[Contribution]:
    """What a stationary reading of a class 1 chain is in doubt about.

    Half widths without a certificate behind them (response, linearity, angle, weather) are arguments: a
    laboratory replaces them by its own. Half the drift found is the half width, 0.2 dB of drift at least.
    `slope_db_per_percent` is best taken from the run's own recording.
    """
    residue_db = 0.0 if corrected else -10 * math.log10(1 - 10 ** (-margin_db / 10)) / 2
    found = [
        repeatability(readings_db),
        Contribution("calibrator", calibrator_u_db, common=True),
        Contribution("drift", max(abs(drift_db), CERTAIN_DRIFT_DB) / 2, "rectangular"),
        Contribution("frequency response", response_db, "rectangular", dof=50, common=True),
        Contribution("level linearity", linearity_db, "rectangular", dof=50),
        Contribution("distance", distance_tolerance_m, "rectangular", 20 / math.log(10) / distance_m),
        Contribution("angle", angle_db, "rectangular", dof=10),
        Contribution("engine speed", rpm_tolerance_percent, "rectangular", slope_db_per_percent, dof=20),
        Contribution("background", residue_db, "rectangular"),
        Contribution("weather and ground", weather_db, "rectangular"),
        Contribution("software", 0.01),
    ]
    return [*found, Contribution("rounding", 0.5, "rectangular")] if rounded else found
