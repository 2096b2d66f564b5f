"""Invented rounds: one of a regency's size, and a national one with as many applicants as asked for."""

import hashlib

import numpy as np
from numpy.typing import NDArray

from sentra.engines.allocation import Applicant, Cap, Floor, Fund, Package, Problem, Share, Stock, Who

SEED = hashlib.sha256(b"bench").hexdigest()
TOOLS, DISTRICTS, AWARDS = 548, 13, 148  # the regency's round of September 2020
PLACES, PACKAGES = 500, 50

Ints = NDArray[np.int64]


def tight(applicants: int) -> Problem:
    """The regency's round with three fifths of the money: money, stock, floors and caps all bind at once."""
    return regency(applicants, money=0.6)


def regency(applicants: int, seed: int = 2020, money: float = 1.0) -> Problem:
    """60 packages of 548 kinds of tools with stocks, three funds, floor and cap in each of 13 districts."""
    draw = np.random.default_rng(seed)
    tools = [np.sort(draw.choice(TOOLS, draw.integers(3, 15), replace=False)) for _ in range(60)]
    cost = np.array([max(1, int(50 * draw.lognormal(3.2, 0.6))) * 100_000 for _ in tools])
    district, village = draw.integers(0, DISTRICTS, applicants), draw.integers(0, 15, applicants)
    wish, score = draw.integers(0, 60, applicants), draw.integers(400, 1000, applicants)
    women, young = draw.random(applicants) < 0.3, draw.random(applicants) < 0.6
    stock = np.maximum(2, draw.poisson(AWARDS * 8 / TOOLS * 3, TOOLS))
    total = float(cost[wish].mean()) * AWARDS * money
    return Problem(
        round=f"regency-{applicants}-{seed}-{money}",
        applicants=tuple(
            Applicant(
                id=f"R{at:06d}",
                score_tenths=int(score[at]),
                wishes=(f"P{wish[at]:02d}",),
                district=f"D{district[at]:02d}",
                village=f"V{village[at]:02d}",
                tags=tuple(tag for tag, on in (("women", women[at]), ("young", young[at])) if on),
            )
            for at in range(applicants)
        ),
        packages=tuple(
            Package(f"P{at:02d}", int(cost[at]), tuple((f"T{tool:03d}", 1) for tool in kinds))
            for at, kinds in enumerate(tools)
        ),
        funds=(
            Fund("A", int(total * 0.55)),
            Fund("B", int(total * 0.30), needs=("young",)),
            Fund("C", int(total * 0.15), packages=frozenset(f"P{at:02d}" for at in range(0, 60, 3))),
        ),
        seed=SEED,
        stocks=tuple(Stock(f"T{at:03d}", int(pieces)) for at, pieces in enumerate(stock)),
        rules=(
            *(Floor(f"min-{at:02d}", "call, 4", _district(at), 5) for at in range(DISTRICTS)),
            *(Cap(f"max-{at:02d}", "call, 5", _district(at), 22) for at in range(DISTRICTS)),
            Share("women", "call, 6", Who("tag", "women"), 300),
        ),
    )


def national(applicants: int, seed: int = 7) -> Problem:
    """500 places with a floor each, 50 packages with a stock each, three funds, a share of women.

    554 rows.
    """
    draw = np.random.default_rng(seed)
    crowded = np.minimum((draw.pareto(1.2, applicants) * 20).astype(int), PLACES - 1)
    place = np.where(draw.random(applicants) < 0.5, draw.integers(0, PLACES, applicants), crowded)
    wish = draw.integers(0, PACKAGES, applicants)
    cost = ((np.round(np.exp(draw.normal(2.3, 0.7, PACKAGES)), 1) + 1) * 10).astype(np.int64) * 100_000
    score = draw.integers(200, 1000, applicants)
    women, second = draw.random(applicants) < 0.35, (place % 3 != 0) & (draw.random(applicants) < 0.8)
    asked = int(cost[wish].sum())
    lived, wished = np.bincount(place, minlength=PLACES), np.bincount(wish, minlength=PACKAGES)
    return Problem(
        round=f"national-{applicants}-{seed}",
        applicants=_national_applicants(score, wish, place, women, second),
        packages=tuple(
            Package(f"P{at:02d}", int(each), ((f"T{at:02d}", 1),)) for at, each in enumerate(cost)
        ),
        funds=(
            Fund("A", asked * 3 // 100),
            Fund("B", asked * 2 // 100, needs=("second",)),
            Fund("C", asked // 100, packages=frozenset(f"P{at:02d}" for at in range(0, PACKAGES, 4))),
        ),
        seed=SEED,
        stocks=tuple(Stock(f"T{at:02d}", max(1, int(each * 0.12))) for at, each in enumerate(wished)),
        rules=(
            *(
                Floor(f"min-{at:03d}", "call, 4", _district(at), max(1, int(each * 0.02)))
                for at, each in enumerate(lived)
                if each
            ),
            Share("women", "call, 6", Who("tag", "women"), 400),
        ),
    )


def _national_applicants(
    score: Ints, wish: Ints, place: Ints, women: NDArray[np.bool_], second: NDArray[np.bool_]
) -> tuple[Applicant, ...]:
    tags = {(w, s): ("women",) * w + ("second",) * s for w in (0, 1) for s in (0, 1)}
    places, wishes = [f"D{at:02d}" for at in range(PLACES)], [(f"P{at:02d}",) for at in range(PACKAGES)]
    rows = zip(score.tolist(), wish.tolist(), place.tolist(), women.tolist(), second.tolist(), strict=True)
    return tuple(
        Applicant(f"R{at:07d}", points, wishes[package], places[lives], tags=tags[woman, open_])
        for at, (points, package, lives, woman, open_) in enumerate(rows)
    )


def _district(at: int) -> Who:
    return Who("district", f"D{at:02d}")
