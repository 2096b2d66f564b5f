"""The hidden truth of the demo: a whole invented regency of small and medium industries.

Deterministic: the same areas, seed and size give the same truth on every machine. Synthetic
throughout; only counts published in the press are reproduced (43,358 units: 43,185 small, 115 medium
and 58 without a class; 350 muffler makers with 4,500 workers).
"""

import random
from collections import defaultdict
from collections.abc import Sequence

from sentra.cli.demo.branches import BRANCHES
from sentra.cli.demo.economics import choose_product, observe
from sentra.cli.demo.names import Names
from sentra.cli.demo.numbers import Numbers
from sentra.cli.demo.plan import Slot, make_plan
from sentra.cli.demo.units import Area, Owner, Quota, Sex, Site, Status, Truth, Unit, villages_of

SAME_OWNER = 0.015
SAME_HOUSEHOLD = 0.06
SHARED_PHONE = 0.4
NEAR = 15  # how many earlier units of the village may share an owner or a house
SPREAD_DEGREES = 0.005


def build_truth(areas: Sequence[Area], seed: int, size: float = 1.0) -> Truth:
    """The truth for one seed. `size` below 1 gives a smaller regency of the same shape, for tests.

    Raises ValueError when `areas` has a village without a point, or `size` is too small.
    """
    rng = random.Random(seed)
    quota = Quota.scaled(size)
    villages = villages_of(areas)
    names = Names(rng)
    plan = make_plan(villages, quota, rng, names)
    builder = _Builder(rng, names)
    units = tuple(builder.unit(slot) for slot in plan.slots)
    outside = tuple(builder.stranger(villages, number) for number in range(1, quota.outside + 1))
    places = {area.code: area.name for area in areas}
    return Truth(seed, quota, places, units, outside, plan.groups, plan.clusters)


class _Builder:
    """Turns slots into units one after another; remembers neighbours so that people can share."""

    def __init__(self, rng: random.Random, names: Names) -> None:
        self.rng = rng
        self.names = names
        self.numbers = Numbers(rng)
        self._owners = 0
        self._serials: dict[str, int] = defaultdict(int)
        self._near: list[Unit] = []
        self._hamlets: dict[str, list[str]] = {}

    def unit(self, slot: Slot) -> Unit:
        """The unit of a slot; the owner may already own, or live with the owner of, a unit nearby."""
        if self._near and self._near[-1].site.village_code != slot.village.code:
            self._near.clear()
        owner, site = self._household(slot)
        unit = self._make(slot, slot.id, owner, site, self._status(slot))
        self._near = [*self._near[-NEAR:], unit]
        return unit

    def stranger(self, villages: Sequence[Area], number: int) -> Unit:
        """A business that closed before the register was made."""
        slot = Slot(-number, self.rng.choice(villages), self.rng.choice(BRANCHES))
        return self._make(slot, -number, self._owner(slot), self._site(slot), "closed")

    def _make(self, slot: Slot, unit_id: int, owner: Owner, site: Site, status: Status) -> Unit:
        product = choose_product(slot.branch, self.rng)
        formal = slot.size == "medium"
        second = any(owner is near.owner for near in self._near)
        business = self.names.business(owner.name, owner.sex, slot.branch, named=formal or second)
        founded = self._founded(owner)
        return Unit(
            id=unit_id,
            register_no=self._register_no(slot.village.code) if unit_id > 0 else "",
            business=business,
            form=self._form(business, formal=formal),
            owner=owner,
            sites=self._sites(slot, site),
            branch=slot.branch.key,
            product=product.word,
            kbli=product.kbli,
            capacity_unit=product.unit,
            group=slot.group,
            cluster=slot.cluster,
            founded=founded,
            status=status,
            nib=self.numbers.nib() if formal or self.rng.random() < 0.38 else None,
            years=observe(slot, product, founded, self.rng),
        )

    def _household(self, slot: Slot) -> tuple[Owner, Site]:
        kind = self.rng.random()
        others = [near for near in self._near if near.branch != slot.branch.key]
        if kind >= SAME_OWNER + SAME_HOUSEHOLD or not others:
            return self._owner(slot), self._site(slot)
        near = self.rng.choice(others)
        if kind < SAME_OWNER:
            return near.owner, near.site
        return self._owner(slot, near.owner), near.site

    def _owner(self, slot: Slot, kin: Owner | None = None) -> Owner:
        """A new person; `kin` lends the family card and often the phone."""
        self._owners += 1
        sex: Sex = "P" if self.rng.random() < slot.branch.women else "L"
        district = slot.village.code[:8]
        born_on = self.numbers.birthday()
        return Owner(
            id=self._owners,
            name=self.names.person(sex),
            sex=sex,
            born_on=born_on,
            nik=self.numbers.nik(district, born_on, sex),
            kk=kin.kk if kin else self.numbers.kk(district),
            phone=self._phone(kin),
            bank_account=self.numbers.bank_account() if self.rng.random() < 0.12 else None,
        )

    def _phone(self, kin: Owner | None) -> str | None:
        if kin and self.rng.random() < SHARED_PHONE:
            return kin.phone
        return self.numbers.phone() if self.rng.random() < 0.86 else None

    def _site(self, slot: Slot) -> Site:
        rw = self.rng.randint(1, 8)
        hamlets = self._hamlets.setdefault(slot.village.code, self.names.hamlets(4))
        return Site(
            village_code=slot.village.code,
            hamlet=hamlets[rw % 4],
            rt=self.rng.randint(1, 5),
            rw=rw,
            latitude=self._scatter(slot.village.latitude),
            longitude=self._scatter(slot.village.longitude),
        )

    def _scatter(self, degrees: float | None) -> float:
        return round((degrees or 0.0) + self.rng.gauss(0, SPREAD_DEGREES), 6)

    def _sites(self, slot: Slot, site: Site) -> tuple[Site, ...]:
        """Nearly always one; some medium units have a workshop elsewhere in the village."""
        if slot.size == "medium" and self.rng.random() < 0.2:
            return site, self._site(slot)
        return (site,)

    def _founded(self, owner: Owner) -> int:
        grown = owner.born_on.year + 17
        return min(2025, max(grown, min(2025, round(self.rng.gauss(2012, 8)))))

    def _form(self, business: str | None, *, formal: bool) -> str:
        if not business:
            return ""
        if formal:
            return self.rng.choice(("CV", "PT", "UD", "CV"))
        return self.rng.choice(("UD", "UD", "CV")) if self.rng.random() < 0.14 else ""

    def _status(self, slot: Slot) -> Status:
        resting = slot.size == "small" and slot.workers is None and self.rng.random() < 0.015
        return "dormant" if resting else "active"

    def _register_no(self, village_code: str) -> str:
        district = village_code[6:8]
        self._serials[district] += 1
        return f"PBG-{district}-{self._serials[district]:05d}"
