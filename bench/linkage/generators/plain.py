"""The plain generator: five lists of small industries, their noise known to whoever wrote the engine.

Names by Javanese morphology, village products, households with two businesses at one address, owners with
two businesses. 43,358 records are about 22,000 businesses and 30,000 true pairs.
"""

from dataclasses import dataclass, replace
from datetime import date

from bench.linkage.generators import plain_noise as noise
from bench.linkage.generators.draw import Draw
from bench.linkage.generators.lists import Cells, Lists, Sheet
from bench.linkage.generators.plain_stock import (
    HAMLETS,
    MOBILE,
    PRODUCTS,
    Names,
    Product,
    blessing,
    business_name,
)
from bench.linkage.generators.region import Village, villages

HOUSEHOLD, SECOND = 0.06, 0.075  # of businesses: kin at the address, and the owner's second one (1.5 %)
SEEN = {
    "siinas": date(2026, 3, 31),
    "oss": date(2026, 6, 30),
    "dinkop": date(2025, 12, 31),
    "desa": date(2026, 5, 15),
    "bantuan": date(2025, 8, 20),
}
COVERAGE = {"siinas": 0.15, "oss": 0.34 / 0.42, "dinkop": 0.45, "desa": 0.72, "bantuan": 0.09}
TWICE = {"siinas": 0.01, "oss": 0.015, "dinkop": 0.05, "desa": 0.05, "bantuan": 0.06}


@dataclass(slots=True)
class Place:
    """A village and what its businesses share."""

    village: Village
    rws: int
    rts: int
    hamlets: int
    product: Product


@dataclass(slots=True)
class Business:
    number: int
    owner: int
    sex: str
    name: str
    place: Place
    rt: int
    rw: int
    hamlet: str
    latitude: float
    longitude: float
    phone: str
    nik: str
    nib: str | None
    product: Product
    trade: str | None
    form: str


def generate(records: int, seed: int) -> Lists:
    """`records` rows of five lists with truth; the same seed gives the same rows."""
    draw = Draw(seed)
    settled, gazetteer = villages(records)
    town = _Town(settled, draw)
    sheet = Sheet()
    while len(sheet) < records:
        for business in town.settle():
            _list(business, town.places, sheet, draw)
    return sheet.close(records, SEEN, draw, gazetteer)


class _Town:
    """Makes businesses: mostly one, sometimes with kin at the address or a second one of the owner."""

    def __init__(self, settled: list[Village], draw: Draw) -> None:
        self._draw, self._names, self._count = draw, Names(draw), 0
        self.places = [self._place(village) for village in settled]

    def _place(self, village: Village) -> Place:
        draw = self._draw
        return Place(
            village, draw.between(4, 9), draw.between(4, 6), draw.below(len(HAMLETS)), draw.of(PRODUCTS)
        )

    def settle(self) -> list[Business]:
        draw = self._draw
        first = self._business(draw.of(self.places))
        kind = draw.random()
        if kind < HOUSEHOLD:
            return [first, self._kin(first)]
        if kind < SECOND:
            return [first, self._second(first)]
        return [first]

    def _business(self, place: Place) -> Business:
        draw = self._draw
        sex = "P" if draw.chance(0.52) else "L"
        name, number = self._names.of(sex), self._count
        self._count += 1
        rw, rt = draw.between(1, place.rws), draw.between(1, place.rts)
        product = place.product if draw.chance(0.55) else draw.of(PRODUCTS)
        trade = business_name(draw, name, sex, product)
        return Business(
            number=number,
            owner=number,
            sex=sex,
            name=name,
            place=place,
            rt=rt,
            rw=rw,
            hamlet=HAMLETS[(place.hamlets + rw) % len(HAMLETS)],
            latitude=place.village.latitude + draw.gauss(0, 0.008),
            longitude=place.village.longitude + draw.gauss(0, 0.008),
            phone=_phone(draw),
            nik=self._nik(place, sex),
            nib=f"{draw.between(10**11, 2599999999999):013d}" if draw.chance(0.42) else None,
            product=product,
            trade=trade,
            form=draw.of(("UD", "UD", "UD", "CV", "KUB", "PT")) if trade and draw.chance(0.28) else "",
        )

    def _nik(self, place: Place, sex: str) -> str:
        """Where and when born, with forty added to a woman's day; the serial is small."""
        draw = self._draw
        born_in = place.village if draw.chance(0.9) else draw.of(self.places).village
        year = int(min(2004, max(1942, draw.gauss(1976, 12))))
        month, day = draw.between(1, 12), draw.between(1, 28) + (40 if sex == "P" else 0)
        serial = draw.between(1, 15 if draw.chance(0.9) else 60)
        return f"{born_in.district_code.replace('.', '')}{day:02d}{month:02d}{year % 100:02d}{serial:04d}"

    def _kin(self, first: Business) -> Business:
        """A household member's own business: same address, often the same phone, another person."""
        kin = self._business(first.place)
        kin.rt, kin.rw, kin.hamlet = first.rt, first.rw, first.hamlet
        kin.latitude, kin.longitude = first.latitude, first.longitude
        if self._draw.chance(0.4):
            kin.phone = first.phone
        return kin

    def _second(self, first: Business) -> Business:
        """The same person, NIK, NIB and place; another product and always a name."""
        draw, other = self._draw, self._business(first.place)
        product = other.product if other.product != first.product else draw.of(PRODUCTS)
        phone = first.phone if draw.chance(0.7) else other.phone
        trade = other.trade or blessing(draw)
        return replace(first, number=other.number, phone=phone, product=product, trade=trade, form=other.form)


def _phone(draw: Draw) -> str:
    return f"{draw.of(MOBILE)}{draw.below(10**7):0{7 if draw.chance(0.2) else 8}d}"


def _list(business: Business, places: list[Place], sheet: Sheet, draw: Draw) -> None:
    """Writes the business into the lists that know it, into some of them twice."""
    for source, share in COVERAGE.items():
        if (source == "oss" and not business.nib) or not draw.chance(share):
            continue
        for _ in range(2 if draw.chance(TWICE[source]) else 1):
            sheet.add(source, business.number, business.owner, _row(business, source, places, draw))


def _row(business: Business, source: str, places: list[Place], draw: Draw) -> Cells:
    cells: dict[str, str | None] = {
        "owner": noise.person(business.name, business.sex, business.product.words, source, draw),
        "business": noise.trade(business.trade, business.name, business.form, source, draw),
        "phone": noise.phone(business.phone, source, draw),
        "nik": noise.nik(business.nik, source, draw),
        "nib": noise.nib(business.nib, source, draw),
        "product": noise.product(business.product, draw),
    }
    listed = business.place.village if not draw.chance(0.008) else draw.of(places).village
    home = noise.Home(listed, business.rt, business.rw, business.hamlet)
    noise.address(cells, home, source, draw)
    noise.point(cells, business.latitude, business.longitude, source, draw)
    if source in ("siinas", "oss"):
        cells["kbli"] = business.product.kbli if draw.chance(0.88) else draw.of(PRODUCTS).kbli
    return cells
