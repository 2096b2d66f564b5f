"""The rough generator: six lists with habits of their own, made to show what does not generalise.

Other people, other accidents and other columns than the plain generator; on purpose it lends the phone and
NIK of group leaders, gives owners second businesses, moves, renames and hands over businesses.
"""

from dataclasses import dataclass, field, replace
from datetime import date

from bench.linkage.generators import rough_forms as forms
from bench.linkage.generators.draw import Draw
from bench.linkage.generators.lists import Lists, Sheet
from bench.linkage.generators.region import Village, villages
from bench.linkage.generators.rough_stock import (
    CRAFTS,
    HAMLETS,
    Craft,
    People,
    Person,
    group_name,
    trade_name,
)

SEEN = {
    "paguyuban": date(2022, 11, 5),
    "sensus": date(2023, 9, 30),
    "pelatihan": date(2024, 12, 20),
    "bantuan": date(2025, 7, 1),
    "siinas": date(2026, 4, 30),
    "oss": date(2026, 7, 31),
}
COVERAGE = {"paguyuban": 0.02, "sensus": 0.52, "pelatihan": 0.24, "bantuan": 0.12, "siinas": 0.2, "oss": 0.8}
GROUPED = {"paguyuban": 0.35, "sensus": 0.55, "pelatihan": 0.34, "bantuan": 0.25, "siinas": 0.15, "oss": 0.65}
TWICE = {"paguyuban": 0.03, "sensus": 0.02, "pelatihan": 0.11, "bantuan": 0.07, "siinas": 0.005, "oss": 0.03}
KIN, SECOND, THIRD = 0.05, 0.055, 0.008
MOVED, RENAMED, HANDED, ADULT = 0.04, 0.05, 0.012, 0.03
GROUPS, JOINS = 2, 0.38  # groups of a village; businesses that belong to one
LENT = (0.45, 0.25)  # of the groups: the leader lends the phone, the NIK
MOBILE = (
    "0811 0812 0813 0814 0819 0821 0822 0823 0831 0838 0852 0853 0857 0858 0859 0877 0878 0881 0895"
).split()


@dataclass(slots=True)
class Group:
    """A KUB or Kelompok; its leader's numbers stand on some members' rows, so many times at most."""

    name: str
    phone: str
    nik: str
    phones_left: int
    niks_left: int


@dataclass(slots=True)
class Hood:
    """A village, and what its businesses share."""

    index: int
    village: Village
    border: bool
    rts: int
    rws: int
    hamlets: tuple[str, ...]
    crafts: tuple[Craft, ...]
    groups: list[Group] = field(default_factory=list)


@dataclass(slots=True)
class Home:
    hood: Hood
    hamlet: str
    rt: int
    rw: int
    latitude: float
    longitude: float


@dataclass(slots=True)
class Owner:
    number: int
    person: Person
    father: str | None
    adult: str | None  # his later name
    nik: str


@dataclass(slots=True)
class Business:
    """As it is, and as it was before `since`: lists older than that day still have the former state."""

    number: int
    owner: Owner
    home: Home
    phone: str
    nib: str | None
    craft: Craft
    trade: str | None
    group: Group | None
    told: bool = False  # the owner has another one: rows always say which
    since: date = date.min
    former: "Business | None" = None

    def at(self, day: date) -> "Business":
        return self.former if self.former is not None and day < self.since else self


def generate(records: int, seed: int) -> Lists:
    """`records` rows of six lists with truth; the same seed gives the same rows."""
    draw = Draw(seed + 1_000_003)
    settled, gazetteer = villages(records)
    world = _World(settled, draw)
    sheet = Sheet()
    while len(sheet) < records:
        for business in world.settle():
            _list(business, sheet, draw)
    return sheet.close(records, SEEN, draw, gazetteer)


def _list(business: Business, sheet: Sheet, draw: Draw) -> None:
    for source, share in (GROUPED if business.group else COVERAGE).items():
        seen = business.at(SEEN[source])
        if (source == "oss" and not seen.nib) or not draw.chance(share):
            continue
        for _ in range(2 if draw.chance(TWICE[source]) else 1):
            sheet.add(source, business.number, seen.owner.number, forms.row(seen, source, draw))


class _World:
    def __init__(self, settled: list[Village], draw: Draw) -> None:
        self._draw, self._people = draw, People(draw)
        self._businesses = self._owners = 0
        self._hoods = [self._hood(*numbered) for numbered in enumerate(settled)]

    def _hood(self, index: int, village: Village) -> Hood:
        draw = self._draw
        hamlets = tuple(draw.of(HAMLETS) for _ in range(draw.between(3, 6)))
        crafts = tuple(draw.of(CRAFTS) for _ in range(2))
        border, rts, rws = draw.chance(0.12), draw.between(3, 7), draw.between(2, 10)
        return Hood(index, village, border, rts, rws, hamlets, crafts)

    def settle(self) -> list[Business]:
        """A business, and what may come with it: kin's at the same house, or the owner's second and third."""
        draw = self._draw
        first = self._business(draw.of(self._hoods))
        found, kind = [first], draw.random()
        if kind < KIN:
            found.append(self._kin(first))
        elif kind < KIN + SECOND:
            first.told = True
            found.append(self._other(first))
            if draw.chance(THIRD / SECOND):
                found.append(self._other(first))
        return [self._changed(business) for business in found]

    def _owner(self, hood: Hood) -> Owner:
        draw = self._draw
        sex = "P" if draw.chance(0.47) else "L"
        number = self._owners
        self._owners += 1
        person = self._people.of(sex, hood.border)
        father = self._people.father() if draw.chance(0.16) else None
        adult = self._people.adult() if sex == "L" and draw.chance(ADULT) else None
        return Owner(number, person, father, adult, self._nik(hood, sex))

    def _nik(self, hood: Hood, sex: str) -> str:
        draw = self._draw
        born_in = hood if draw.chance(0.82) else draw.of(self._hoods)
        year = 1945 + int(60 * (draw.random() + draw.random()) / 2)
        month, day = draw.between(1, 12), draw.between(1, 28) + (40 if sex == "P" else 0)
        code = born_in.village.district_code.replace(".", "")
        serial = draw.between(1, 9 if draw.chance(0.8) else 99)
        return f"{code}{day:02d}{month:02d}{year % 100:02d}{serial:04d}"

    def _home(self, hood: Hood) -> Home:
        draw, village = self._draw, hood.village
        rw = draw.between(1, hood.rws)
        where = village.latitude + draw.gauss(0, 0.006), village.longitude + draw.gauss(0, 0.006)
        return Home(hood, hood.hamlets[rw % len(hood.hamlets)], draw.between(1, hood.rts), rw, *where)

    def _phone(self) -> str:
        draw = self._draw
        return f"{draw.of(MOBILE)}{draw.between(10**6, 10**8 - 1)}"

    def _business(self, hood: Hood) -> Business:
        draw, owner = self._draw, self._owner(hood)
        number = self._businesses
        self._businesses += 1
        craft = draw.of(hood.crafts) if draw.chance(0.5) else draw.of(CRAFTS)
        trade = trade_name(draw, owner.person, craft) if draw.chance(0.5) else None
        phone = self._phone()
        group = self._join(hood, phone, owner.nik) if draw.chance(JOINS) else None
        return Business(number, owner, self._home(hood), phone, self._nib(), craft, trade, group)

    def _nib(self) -> str | None:
        draw = self._draw
        return f"{draw.between(2 * 10**10, 2799999999999):013d}" if draw.chance(0.4) else None

    def _join(self, hood: Hood, phone: str, nik: str) -> Group:
        """The first to join a group leads it: these are the numbers that are lent."""
        draw = self._draw
        if len(hood.groups) < GROUPS and draw.chance(0.4):
            lent = [draw.between(5, 15) if draw.chance(share) else 0 for share in LENT]
            hood.groups.append(Group(group_name(draw), phone, nik, *lent))
            return hood.groups[-1]
        return draw.of(hood.groups) if hood.groups else self._join(hood, phone, nik)

    def _kin(self, first: Business) -> Business:
        kin = self._business(first.home.hood)
        kin.home = first.home
        if self._draw.chance(0.5):
            kin.phone = first.phone
        return kin

    def _other(self, first: Business) -> Business:
        """Another business of the same person: own number, product and mostly name; NIB often the same."""
        draw, other = self._draw, self._business(first.home.hood)
        while other.craft.kbli == first.craft.kbli:
            other.craft = draw.of(CRAFTS)
        if other.trade is not None or draw.chance(0.7):
            other.trade = trade_name(draw, first.owner.person, other.craft)
        other.owner, other.told = first.owner, True
        other.group = first.group if draw.chance(0.5) else None
        other.home = first.home if draw.chance(0.75) else other.home
        other.phone = first.phone if draw.chance(0.65) else other.phone
        other.nib = first.nib if draw.chance(0.6) else other.nib
        return other

    def _changed(self, business: Business) -> Business:
        """Some have moved, been renamed or handed on at some day between the lists."""
        draw, kind = self._draw, self._draw.random()
        now = business
        if kind < MOVED:
            now = replace(business, home=self._home(draw.of(self._near(business.home.hood))))
        elif kind < MOVED + RENAMED and business.trade:
            now = replace(business, trade=trade_name(draw, business.owner.person, business.craft))
        elif kind < MOVED + RENAMED + HANDED and business.trade:
            now = replace(business, owner=self._owner(business.home.hood))
        elif business.owner.adult:
            person = Person(business.owner.adult, (business.owner.adult,), business.owner.person.sex)
            now = replace(business, owner=replace(business.owner, person=person, father=None))
        if now is not business:
            now.former, now.since = business, date(draw.between(2022, 2026), draw.between(1, 12), 1)
        return now

    def _near(self, hood: Hood) -> list[Hood]:
        """Most who move stay close: the villages next in code order are mostly of one district."""
        return self._hoods[max(0, hood.index - 3) : hood.index + 4]
