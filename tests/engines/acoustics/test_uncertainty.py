"""The budget against GTC's figures, Monte Carlo and a simulated laboratory."""

import math
from dataclasses import replace

import numpy as np
import pytest

from sentra.engines.acoustics import (
    AcousticsRefused,
    Contribution,
    budget,
    repeatability,
    stationary_contributions,
)

# GTC 1.5.1 gave uc 0.667 and 86.3 degrees of freedom for these.
PUBLISHED = [
    Contribution("repeatability", 0.4 / math.sqrt(3), dof=2),
    Contribution("calibrator", 0.10),
    Contribution("drift", 0.25, "rectangular"),
    Contribution("frequency response", 0.7, "rectangular", dof=50),
    Contribution("level linearity", 0.3, "rectangular", dof=50),
    Contribution("distance", 20 * math.log10(0.52 / 0.5), "rectangular"),
    Contribution("angle", 0.3, "rectangular", dof=10),
    Contribution("engine speed", 3.0, "rectangular", sensitivity=0.15, dof=20),
    Contribution("background", 0.23, "rectangular"),
    Contribution("environment", 0.2, "rectangular"),
    Contribution("software", 0.01),
]
DRAW = {
    "normal": lambda rng, width, size: rng.standard_normal(size) * width,
    "rectangular": lambda rng, width, size: rng.uniform(-width, width, size),
    "triangular": lambda rng, width, size: rng.triangular(-width, 0, width, size),
    "u_shaped": lambda rng, width, size: width * np.sin(rng.uniform(-np.pi, np.pi, size)),
}


def test_combined_uncertainty_is_that_of_gtc():
    found = budget(PUBLISHED)
    assert found.uc_db == pytest.approx(0.667, abs=0.001)
    assert found.dof == pytest.approx(86.3, abs=0.5)
    assert found.k == pytest.approx(1.988, abs=0.001)
    assert found.U_db == pytest.approx(1.33, abs=0.005)
    assert sum(share for _, _, share in found.shares) == pytest.approx(1)


@pytest.mark.parametrize(
    "shapes", [("normal",) * 4, ("rectangular",) * 4, ("normal", "rectangular", "triangular", "u_shaped")]
)
def test_a_million_draws_agree_within_two_percent(shapes):
    parts = [
        Contribution(shape, width, shape) for shape, width in zip(shapes, (0.5, 0.3, 0.4, 0.2), strict=True)
    ]
    rng = np.random.default_rng(7)
    drawn = sum(DRAW[each.shape](rng, each.width, 1_000_000) for each in parts)
    low, high = np.percentile(drawn, [2.5, 97.5])
    assert budget(parts).U_db == pytest.approx((high - low) / 2, rel=0.02)


def drawn_half_width(repeatability_draws):
    rng = np.random.default_rng(8)
    drawn = repeatability_draws(rng) * PUBLISHED[0].width
    for each in PUBLISHED[1:]:
        drawn += DRAW[each.shape](rng, each.width, 1_000_000) * each.sensitivity
    low, high = np.percentile(drawn, [2.5, 97.5])
    return (high - low) / 2


def test_a_million_draws_of_the_published_budget_agree():
    known = [replace(each, dof=math.inf) for each in PUBLISHED]
    drawn = drawn_half_width(lambda rng: rng.standard_normal(1_000_000))
    assert budget(known).U_db == pytest.approx(drawn, rel=0.02)


def test_three_readings_are_fewer_than_the_formula_of_welch_and_satterthwaite_believes():
    """Known limit, told in docs/engines/acoustics.md: by Supplement 1 three readings scatter as Student's t with 2."""
    heavy = drawn_half_width(lambda rng: rng.standard_t(2, 1_000_000))
    assert heavy / budget(PUBLISHED).U_db == pytest.approx(1.166, abs=0.02)


def test_the_interval_covers_the_truth_95_times_in_a_hundred():
    """Twelve readings of a true 90 dB, with a chain's own offset: one laboratory after the other."""
    rng, covered, times = np.random.default_rng(9), 0, 4000
    for _ in range(times):
        readings = 90 + rng.uniform(-0.3, 0.3) + 0.1 * rng.standard_normal() + 0.4 * rng.standard_normal(12)
        doubt = budget(
            [
                repeatability(list(readings)),
                Contribution("chain", 0.3, "rectangular"),
                Contribution("cal", 0.1),
            ]
        )
        covered += abs(readings.mean() - 90) <= doubt.U_db
    assert 0.94 <= covered / times <= 0.96


def test_few_readings_widen_the_interval():
    few, many = budget([Contribution("r", 0.2, dof=2)]), budget([Contribution("r", 0.2)])
    assert (round(few.k, 3), round(many.k, 3)) == (4.303, 1.960)


def test_repeatability_is_the_standard_error_of_the_mean():
    found = repeatability([90.0, 91.0, 92.0])
    assert (found.u_db, found.dof) == (pytest.approx(1 / math.sqrt(3)), 2)


@pytest.mark.parametrize("readings", [[], [90.0]])
def test_one_reading_repeats_nothing(readings):
    with pytest.raises(AcousticsRefused):
        repeatability(readings)


@pytest.mark.parametrize(
    ("parts", "coverage"), [([], 0.95), ([Contribution("x", 0.0)], 0.95), (PUBLISHED, 1.0)]
)
def test_a_budget_of_nothing_is_refused(parts, coverage):
    with pytest.raises(AcousticsRefused):
        budget(parts, coverage=coverage)


def stationary(**changed):
    facts = {
        "calibrator_u_db": 0.1,
        "drift_db": 0.3,
        "margin_db": 10.0,
        "slope_db_per_percent": 0.15,
    } | changed
    return {each.name: each for each in stationary_contributions([90.0, 90.4, 90.8], **facts)}


def test_what_a_stationary_reading_is_in_doubt_about():
    found = stationary()
    assert found["drift"].width == pytest.approx(0.15)
    assert found["background"].width == pytest.approx(0.23, abs=0.002)  # half of 0.46 dB at a margin of 10 dB
    assert found["engine speed"].u_db == pytest.approx(0.26, abs=0.001)
    assert found["distance"].u_db == pytest.approx(0.20, abs=0.002)
    assert {name for name, each in found.items() if each.common} == {"calibrator", "frequency response"}
    assert budget(list(found.values())).uc_db == pytest.approx(0.71, abs=0.02)


def test_a_small_drift_counts_as_a_fifth_of_a_decibel_and_a_corrected_background_not_at_all():
    found = stationary(drift_db=-0.05, corrected=True, rounded=False)
    assert (found["drift"].width, found["background"].width) == (pytest.approx(0.1), 0.0)
    assert "rounding" not in found
    assert stationary()["rounding"].u_db == pytest.approx(0.289, abs=0.001)
