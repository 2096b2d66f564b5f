"""Workers, investment, output and sales of one unit, consistent with its branch and size class."""

import random

from sentra.cli.demo.branch import Branch, Product
from sentra.cli.demo.plan import Slot
from sentra.cli.demo.units import MEDIUM_FROM_IDR, SMALL_WORKERS, Year

YEARS = (2023, 2024, 2025)
SMALL_CEILING_IDR = 950_000_000


def choose_product(branch: Branch, rng: random.Random) -> Product:
    return rng.choices(branch.products, [product.weight for product in branch.products])[0]


def observe(slot: Slot, product: Product, founded: int, rng: random.Random) -> tuple[Year, ...]:
    """One observation for each of 2023-2025 in which the unit existed, oldest first."""
    latest = _latest(slot, product, rng)
    growth = rng.gauss(1.05, 0.07)
    return tuple(
        latest if year == YEARS[-1] else _earlier(latest, year, growth, rng)
        for year in YEARS
        if year >= founded
    )


def _latest(slot: Slot, product: Product, rng: random.Random) -> Year:
    workers = slot.workers or _workers(slot, rng)
    invested = slot.investment_idr or _investment(slot, workers, rng)
    women = sum(rng.random() < slot.branch.women_workers for _ in range(workers))
    production = _tidy(product.price_idr * product.per_worker * workers * rng.lognormvariate(0, 0.3))
    turnover = _tidy(production * rng.uniform(0.9, 1.05))
    hidden = rng.random() if slot.size == "unclassified" else 1.0
    return Year(
        YEARS[-1],
        None if hidden < 0.6 else workers - women,
        None if hidden < 0.6 else women,
        None if 0.4 < hidden < 1.0 else invested,
        turnover,
        production,
        round(production / product.price_idr * rng.uniform(1.05, 1.5)),
        _export(slot, turnover, rng),
    )


def _workers(slot: Slot, rng: random.Random) -> int:
    if slot.size != "medium":
        weights = slot.branch.workers
        return rng.choices(range(1, len(weights) + 1), weights)[0]
    if rng.random() < 0.7:
        return rng.randint(SMALL_WORKERS + 1, 84)
    return rng.randint(8, SMALL_WORKERS)


def _investment(slot: Slot, workers: int, rng: random.Random) -> int:
    """Median by branch, more with more workers; a medium unit of few workers must reach Rp 1 bn."""
    if slot.size == "medium":
        low = MEDIUM_FROM_IDR if workers <= SMALL_WORKERS else 280_000_000
        return _tidy(low * rng.uniform(1.02, 6.0))
    guess = slot.branch.investment_idr * rng.lognormvariate(0, 0.65) * (workers / 2) ** 0.5
    return min(max(_tidy(guess), 150_000), SMALL_CEILING_IDR)


def _export(slot: Slot, turnover: int, rng: random.Random) -> int:
    likely = 0.55 if slot.size == "medium" else slot.branch.exporting
    if not slot.branch.exporting or rng.random() >= likely:
        return 0
    return _tidy(turnover * rng.uniform(0.15, 0.8))


def _earlier(latest: Year, year: int, growth: float, rng: random.Random) -> Year:
    back = growth ** (year - latest.year)
    return Year(
        year,
        _drift(latest.workers_m, rng),
        _drift(latest.workers_f, rng),
        latest.investment_idr,
        _tidy(latest.turnover_idr * back),
        _tidy(latest.production_idr * back),
        max(1, round(latest.capacity * back)),
        _tidy(latest.export_idr * back) if latest.export_idr else 0,
    )


def _drift(workers: int | None, rng: random.Random) -> int | None:
    """Most years nothing changes; a group never falls to nobody."""
    if not workers or rng.random() < 0.75:
        return workers
    return max(1, workers + rng.choice((-1, 1)))


def _tidy(value: float) -> int:
    """Rounded as people say it: to 50 thousand, above ten million to 100 thousand, above 100 to a million."""
    step = 50_000 if value < 10_000_000 else 100_000 if value < 100_000_000 else 1_000_000
    return max(step, round(value / step) * step)
