"""The words of the synthetic regency: places, owners, sites, years, units, groups, clusters.

Everything here is invented. Nothing reads the clock, the database or a file, except `read_areas`.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, Protocol

Sex = Literal["L", "P"]
Status = Literal["active", "dormant", "closed"]
SizeClass = Literal["small", "medium", "unclassified"]

SMALL_WORKERS = 19
MEDIUM_FROM_IDR = 1_000_000_000
LARGE_ABOVE_IDR = 15_000_000_000


class Area(Protocol):
    """A row of the area list. Villages have ten-digit codes and a point in degrees (WGS 84)."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def latitude(self) -> float | None: ...
    @property
    def longitude(self) -> float | None: ...


@dataclass(frozen=True, slots=True)
class AreaRow:
    code: str
    name: str
    latitude: float | None
    longitude: float | None


def read_areas(path: Path) -> list[AreaRow]:
    """The area list as a CSV file with columns code, name, latitude, longitude (others ignored)."""
    with path.open(encoding="utf-8", newline="") as lines:
        return [
            AreaRow(row["code"], row["name"], _degrees(row["latitude"]), _degrees(row["longitude"]))
            for row in csv.DictReader(lines)
        ]


def _degrees(text: str) -> float | None:
    return float(text) if text else None


@dataclass(frozen=True, slots=True)
class Owner:
    """An invented person. `nik` and `kk` follow the published rules but belong to nobody known."""

    id: int
    name: str
    sex: Sex
    born_on: date
    nik: str
    kk: str
    phone: str | None
    bank_account: str | None


@dataclass(frozen=True, slots=True)
class Site:
    village_code: str
    hamlet: str
    rt: int
    rw: int
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Year:
    """One yearly observation. `None` means nobody knows, which is not zero.

    Money in whole rupiah; investment excludes land and building; `capacity` per year in the
    unit's `capacity_unit`.
    """

    year: int
    workers_m: int | None
    workers_f: int | None
    investment_idr: int | None
    turnover_idr: int
    production_idr: int
    capacity: int
    export_idr: int


@dataclass(frozen=True, slots=True)
class Group:
    """A KUB: several businesses of one branch in one village, led by the owner of one of them."""

    id: int
    name: str
    branch: str
    village_code: str
    leader_unit: int


@dataclass(frozen=True, slots=True)
class Cluster:
    """A sentra: the place where one branch has settled."""

    id: int
    name: str
    branch: str
    village_code: str


@dataclass(frozen=True, slots=True)
class Unit:
    """One true business. `business` is None when it trades under no name of its own."""

    id: int
    register_no: str
    business: str | None
    form: str
    owner: Owner
    sites: tuple[Site, ...]
    branch: str
    product: str
    kbli: str
    capacity_unit: str
    group: int | None
    cluster: int | None
    founded: int
    status: Status
    nib: str | None
    years: tuple[Year, ...]

    @property
    def site(self) -> Site:
        return self.sites[0]

    @property
    def now(self) -> Year:
        return self.years[-1]


def size_class(year: Year) -> SizeClass:
    """Class under Permenperin 64/2016 (investment without land and building).

    Written here a second time, apart from the register's own rule, so that the two can disagree
    in a test. Raises ValueError for a large business: the scenario has none.
    """
    if year.workers_m is None or year.workers_f is None or year.investment_idr is None:
        return "unclassified"
    few = year.workers_m + year.workers_f <= SMALL_WORKERS
    if few and year.investment_idr < MEDIUM_FROM_IDR:
        return "small"
    if not few and year.investment_idr > LARGE_ABOVE_IDR:
        raise ValueError(f"large business in a scenario of small and medium ones: {year}")
    return "medium"


@dataclass(frozen=True, slots=True)
class Quota:
    """How many units the truth must hold, of each class and of the muffler makers."""

    units: int = 43_358
    medium: int = 115
    unclassified: int = 58
    mufflers: int = 350
    muffler_workers: int = 4_500
    outside: int = 160

    @property
    def small(self) -> int:
        return self.units - self.medium - self.unclassified

    @classmethod
    def scaled(cls, size: float) -> "Quota":
        """The same regency in small, for quick tests. `size` 1.0 gives the published figures.

        Raises ValueError outside 0.01..1: below that some branch would vanish.
        """
        if not 0.01 <= size <= 1:
            raise ValueError(f"size must be between 0.01 and 1, not {size}")
        whole = cls()
        mufflers = max(5, round(whole.mufflers * size))
        return cls(
            units=round(whole.units * size),
            medium=max(8, round(whole.medium * size)),
            unclassified=max(3, round(whole.unclassified * size)),
            mufflers=mufflers,
            muffler_workers=round(whole.muffler_workers * mufflers / whole.mufflers),
            outside=max(6, round(whole.outside * size)),
        )


@dataclass(frozen=True, slots=True)
class Truth:
    """The whole invented regency. `outside` are businesses that no longer exist or never were here;
    their ids are negative and only other offices' lists carry them."""

    seed: int
    quota: Quota
    places: Mapping[str, str]  # area code -> name, districts and villages
    units: tuple[Unit, ...]
    outside: tuple[Unit, ...]
    groups: tuple[Group, ...]
    clusters: tuple[Cluster, ...]

    def unit(self, unit_id: int) -> Unit:
        """The unit of that id (1-based; negative: outside). Raises IndexError when there is none."""
        return self.units[unit_id - 1] if unit_id > 0 else self.outside[-unit_id - 1]

    def village(self, unit: Unit) -> str:
        return self.places[unit.site.village_code]

    def district(self, unit: Unit) -> str:
        return self.places[unit.site.village_code[:8]]


def villages_of(areas: Iterable[Area]) -> list[Area]:
    """The villages among the areas, by code. Raises ValueError when one has no point."""
    found = sorted((a for a in areas if a.code.count(".") == 3), key=lambda a: a.code)
    for area in found:
        if area.latitude is None or area.longitude is None:
            raise ValueError(f"{area.code} {area.name} has no point")
    return found
