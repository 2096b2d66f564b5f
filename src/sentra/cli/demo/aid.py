"""The demo's round of aid of 2020: who asks, and with what in hand. Drawn from the register; all synthetic.

148 businesses of 15 villages in 13 districts receive, as was published; who they were is not known, so that
the demo takes whoever its own register has there.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import isqrt
from typing import Literal

from sentra.cli.demo.aid_goods import DEAREST, PACKAGES, Offer, offers
from sentra.registry.catalogue.branches import BY_KEY, OTHER
from sentra.registry.models import Identifier, Profile, Scheme, Status

RECIPIENTS, DISTRICTS, VILLAGES = 148, 13, 15
ONE_EACH = (Scheme.NIK, Scheme.KK, Scheme.BANK)
WEAK, OTHERS = 22, 15
LEAST = 40  # of a branch in these villages, to have packages of its own
GOOD = {"producing": "daily", "place": "ready", "power": "enough", "skill": "skilled", "has_tool": "none"}
FAIR = {
    "producing": "sometimes",
    "place": "prepared",
    "power": "added",
    "skill": "learning",
    "has_tool": "good",
}
POOR = {"producing": "no", "place": "none", "power": "none", "skill": "nobody", "has_tool": "good"}

Ends = Literal["good", "weak", "incomplete", "unfit", "servant", "deceased", "helped", "withdrawn"]
ENDS: tuple[Ends, ...] = ("incomplete", "unfit", "servant", "deceased", "helped", "withdrawn")


@dataclass(frozen=True, slots=True)
class Asker:
    """A business, the package it asks for, and what its proposal is made to come to."""

    profile: Profile
    offer: Offer
    ends: Ends

    @property
    def checklist(self) -> dict[str, str]:
        return {"good": GOOD, "weak": FAIR, "unfit": POOR}.get(self.ends, GOOD)


def askers(seed: int) -> list[Asker]:
    """185 of them, mixed. Raises LookupError when the register has too few."""
    waiting = pool()
    stocks = _stocks()
    shares = _shares(waiting)
    given = offers(shares, [stock + (1 if at < DEAREST else 0) for at, stock in enumerate(stocks)])
    found = list(_filled(waiting, given, stocks))
    random.Random(seed).shuffle(found)
    return found


def pool() -> list[Profile]:
    """Small, active businesses with a NIK and a village, no two of one owner, family or bank account."""
    numbers = Identifier.objects.filter(scheme__in=ONE_EACH, record__membership__in_effect=True)
    with_nik = numbers.filter(scheme=Scheme.NIK).values("business")
    shown = Profile.objects.filter(current=True, status=Status.ACTIVE, size="small", village__isnull=False)
    known = shown.filter(business__in=with_nik).select_related("business").order_by("pk")
    villages = _villages(known.values_list("district_id", "village_id"))
    tokens = defaultdict[int, set[str]](set)
    for number in numbers.select_related("business"):
        tokens[number.business.canonical_id or 0].add(number.token)
    seen, found = set[str](), []
    for profile in known.filter(village__in=villages).iterator(chunk_size=2000):
        if not tokens[profile.business_id] & seen:
            seen |= tokens[profile.business_id]
            found.append(profile)
    return found


def _villages(places: Iterable[tuple[str, str]]) -> list[str]:
    """The busiest village of each of the thirteen busiest districts, and of two of them the second."""
    counts = Counter(places)
    by_district = defaultdict[str, list[str]](list)
    for (district, village), _count in sorted(counts.items(), key=lambda one: (-one[1], one[0])):
        by_district[district].append(village)
    sizes = Counter[str]()
    for (district, _village), count in counts.items():
        sizes[district] += count
    busiest = [district for district, _count in sorted(sizes.items(), key=lambda one: (-one[1], one[0]))]
    first = [by_district[district][0] for district in busiest[:DISTRICTS]]
    second = [by_district[district][1] for district in busiest if len(by_district[district]) > 1]
    return first + second[: VILLAGES - DISTRICTS]


def _stocks() -> list[int]:
    """How many of each of the sixty packages are meant to be given: two or three, 148 in all."""
    return [3 if at < RECIPIENTS - 2 * PACKAGES else 2 for at in range(PACKAGES)]


def _shares(pool: Sequence[Profile]) -> list[tuple[str, str, int]]:
    """Packages by branch, by the root of who is there, so that small ones are seen (largest remainders)."""
    counts = Counter(profile.branch for profile in pool if profile.branch != OTHER)
    roots = {branch: isqrt(count) for branch, count in counts.items() if count >= LEAST}
    total = sum(roots.values())
    whole = {branch: PACKAGES * root // total for branch, root in roots.items()}
    left = sorted(roots, key=lambda branch: (-(PACKAGES * roots[branch] % total), branch))
    for branch in left[: PACKAGES - sum(whole.values())]:
        whole[branch] += 1
    order = sorted((branch for branch in whole if whole[branch]), key=lambda branch: (-whole[branch], branch))
    return [(branch, str(BY_KEY[branch].label), whole[branch]) for branch in order]


def _filled(pool: Sequence[Profile], given: Sequence[Offer], stocks: Sequence[int]) -> Iterable[Asker]:
    """Askers of each package from its own branch, village by village in turn, so that all villages ask."""
    waiting = _in_turn(pool)
    for at, (offer, stock) in enumerate(zip(given, stocks, strict=True)):
        for _one in range(stock):
            yield Asker(_next(waiting, offer.branch), offer, "good")
        for _one in range(2 if at < DEAREST else 1 if at < DEAREST + WEAK - 2 * DEAREST else 0):
            yield Asker(_next(waiting, offer.branch), offer, "weak")
    for at in range(OTHERS):
        offer = given[at * 3 % PACKAGES]
        yield Asker(_next(waiting, offer.branch), offer, ENDS[at % len(ENDS)])


def _in_turn(pool: Sequence[Profile]) -> dict[str, list[Profile]]:
    """By branch, last first: the first of every village, then the second of every village …"""
    places = Counter[tuple[str, str]]()
    ranked = []
    for profile in pool:
        place = (profile.branch, str(profile.village_id))
        places[place] += 1
        ranked.append((places[place], str(profile.village_id), profile.pk, profile))
    waiting = defaultdict[str, list[Profile]](list)
    for *_rank, profile in sorted(ranked, key=lambda one: one[:3], reverse=True):
        waiting[profile.branch].append(profile)
    return waiting


def _next(waiting: dict[str, list[Profile]], branch: str) -> Profile:
    if not waiting[branch]:
        raise LookupError(f"the register has too few businesses of branch {branch} for the demo's round")
    return waiting[branch].pop()
