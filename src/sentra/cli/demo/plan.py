"""Decides, before any name is drawn, what stands where: one slot per unit with its branch and village,
size class, group and cluster. All the counts the scenario promises are met here."""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from sentra.cli.demo.branch import MUFFLER, Branch
from sentra.cli.demo.branches import BRANCHES, BY_KEY
from sentra.cli.demo.names import Names
from sentra.cli.demo.units import SMALL_WORKERS, Area, Cluster, Group, Quota, SizeClass

MEMBERS = {"gula_kelapa": (18, 45)}
ELSEWHERE_MEMBERS = (6, 20)
LEAST_GROUP = 4
IN_CLUSTER = 0.85
BOUNDARY_BRANCH = "kayu"


@dataclass(slots=True)
class Slot:
    """A unit to be. `workers` and `investment_idr` are set only where a count is promised."""

    id: int
    village: Area
    branch: Branch
    size: SizeClass = "small"
    group: int | None = None
    cluster: int | None = None
    workers: int | None = None
    investment_idr: int | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    slots: list[Slot]
    groups: tuple[Group, ...]
    clusters: tuple[Cluster, ...]


def make_plan(villages: Sequence[Area], quota: Quota, rng: random.Random, names: Names) -> Plan:
    """Slots in village order, numbered from 1. Raises ValueError with fewer units than villages."""
    if quota.units < len(villages):
        raise ValueError(f"{quota.units} units cannot inhabit {len(villages)} villages")
    slots = _place(villages, quota, rng)
    _size(slots, quota, rng)
    by_spot = _by_spot(slots)
    clusters = tuple(_clusters(by_spot, rng))
    groups = tuple(_groups(by_spot, rng, names))
    return Plan(slots, groups, clusters)


def apportion(total: int, weights: Sequence[float]) -> list[int]:
    """Whole shares of `total` in proportion to `weights` by largest remainder; they sum to it exactly."""
    scale = total / sum(weights)
    shares = [int(weight * scale) for weight in weights]
    by_rest = sorted(range(len(weights)), key=lambda i: (shares[i] - weights[i] * scale, i))
    for i in by_rest[: total - sum(shares)]:
        shares[i] += 1
    return shares


def _place(villages: Sequence[Area], quota: Quota, rng: random.Random) -> list[Slot]:
    others = [branch for branch in BRANCHES if branch.key != MUFFLER]
    counts = dict(
        zip(others, apportion(quota.units - quota.mufflers, [b.units for b in others]), strict=True)
    )
    counts[BY_KEY[MUFFLER]] = quota.mufflers
    stock: dict[str, list[Branch]] = {village.code: [] for village in villages}
    for branch in BRANCHES:
        weights = [_weight(branch, village.code, rng) for village in villages]
        for village, share in zip(villages, apportion(counts[branch], weights), strict=True):
            stock[village.code] += [branch] * share
    _inhabit(stock)
    return list(_slots(villages, stock, rng))


def _weight(branch: Branch, village_code: str, rng: random.Random) -> float:
    """How much a village attracts a branch: named villages firmly, others by district and chance."""
    chance = rng.lognormvariate(0, 0.7)
    number = village_code.removeprefix("33.03.")
    named = branch.villages.get(number)
    if named is not None:
        return named
    return branch.districts.get(number[:2], branch.elsewhere) * chance


def _inhabit(stock: dict[str, list[Branch]]) -> None:
    """Move one unit from the fullest village into each empty one (only a small scenario has any)."""
    for code in [code for code, branches in stock.items() if not branches]:
        fullest = max(stock, key=lambda other: len(stock[other]))
        movable = next(i for i, branch in enumerate(stock[fullest]) if branch.key != MUFFLER)
        stock[code].append(stock[fullest].pop(movable))


def _slots(villages: Sequence[Area], stock: dict[str, list[Branch]], rng: random.Random) -> Iterator[Slot]:
    number = 0
    for village in villages:
        branches = stock[village.code]
        rng.shuffle(branches)
        for branch in branches:
            number += 1
            yield Slot(number, village, branch)


def _size(slots: list[Slot], quota: Quota, rng: random.Random) -> None:
    by_branch: dict[Branch, list[Slot]] = defaultdict(list)
    for slot in slots:
        by_branch[slot.branch].append(slot)
    shares = apportion(quota.medium, [branch.medium for branch in BRANCHES])
    for branch, share in zip(BRANCHES, shares, strict=True):
        for slot in rng.sample(by_branch[branch], share):
            slot.size = "medium"
    rest = [slot for slot in slots if slot.size == "small" and slot.branch.key != MUFFLER]
    for slot in rng.sample(rest, quota.unclassified):
        slot.size = "unclassified"
    _share_muffler_workers(by_branch[BY_KEY[MUFFLER]], quota.muffler_workers, rng)
    _boundary_cases(by_branch[BY_KEY[BOUNDARY_BRANCH]])


def _share_muffler_workers(slots: list[Slot], total: int, rng: random.Random) -> None:
    """Give every muffler maker its workers so that they add up to `total` exactly."""
    small = [slot for slot in slots if slot.size == "small"]
    for slot in slots:
        slot.workers = rng.randint(SMALL_WORKERS + 1, 44)
    mean = (total - sum(s.workers or 0 for s in slots if s.size == "medium")) / len(small)
    for slot in small:
        slot.workers = min(max(round(rng.gauss(mean, 4)), 2), SMALL_WORKERS)
    gap = total - sum(slot.workers or 0 for slot in slots)
    while gap:
        slot = rng.choice(small)
        step = 1 if gap > 0 else -1
        if 1 <= (slot.workers or 0) + step <= SMALL_WORKERS:
            slot.workers = (slot.workers or 0) + step
            gap -= step


def _boundary_cases(slots: list[Slot]) -> None:
    """Businesses exactly on the lines of the size rule, so that a wrong `<` shows in the counts."""
    medium = [slot for slot in slots if slot.size == "medium"]
    small = [slot for slot in slots if slot.size == "small"]
    cases = [(medium, 19, 1_000_000_000), (medium, 20, 15_000_000_000), (small, 19, 999_900_000)]
    for stock, workers, investment in cases:
        if stock:
            slot = stock.pop(0)
            slot.workers, slot.investment_idr = workers, investment


def _by_spot(slots: list[Slot]) -> dict[tuple[str, str], list[Slot]]:
    """Slots by (branch, village code), in a fixed order."""
    ordered = sorted(slots, key=lambda s: (s.branch.key, s.village.code, s.id))
    spots = groupby(ordered, key=lambda s: (s.branch.key, s.village.code))
    return {spot: list(members) for spot, members in spots}


def _clusters(by_spot: dict[tuple[str, str], list[Slot]], rng: random.Random) -> Iterator[Cluster]:
    number = 0
    for branch in BRANCHES:
        spots = [members for (key, _), members in by_spot.items() if key == branch.key and len(members) > 1]
        spots.sort(key=lambda members: (-len(members), members[0].id))
        for members in spots[: branch.clusters]:
            number += 1
            for slot in members:
                if branch.key == MUFFLER or rng.random() < IN_CLUSTER:
                    slot.cluster = number
            village = members[0].village
            yield Cluster(number, f"{branch.sentra} {village.name}", branch.key, village.code)


def _groups(by_spot: dict[tuple[str, str], list[Slot]], rng: random.Random, names: Names) -> Iterator[Group]:
    number = 0
    for (key, code), members in by_spot.items():
        joined = [slot for slot in members if rng.random() < slot.branch.grouped]
        for circle in _circles(joined, rng.randint(*MEMBERS.get(key, ELSEWHERE_MEMBERS))):
            number += 1
            for slot in circle:
                slot.group = number
            yield Group(number, names.group(circle[0].village.name), key, code, circle[0].id)


def _circles(joined: list[Slot], wanted: int) -> list[list[Slot]]:
    """Split the joiners into groups of about `wanted`; too few make no group."""
    if len(joined) < LEAST_GROUP:
        return []
    count = max(1, round(len(joined) / wanted))
    return [joined[start::count] for start in range(count)]
