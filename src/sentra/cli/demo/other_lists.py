"""Four lists of other offices about partly the same businesses, in their own words and spelling.

No hidden key runs through them: a NIB or NIK stands only where such a list really has one, and is
sometimes wrong or lent by a group's leader.
"""

import math
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sentra.cli.demo.files import Cell
from sentra.cli.demo.spelling import Habits, Hand
from sentra.cli.demo.units import Site, Truth, Unit

ROWS: Mapping[str, int] = {"siinas": 1_300, "oss": 3_100, "dinkop": 4_300, "survei-desa": 3_300}
OUTSIDE = 0.015  # share of rows about businesses that are gone
REPEATED: Mapping[str, float] = {"siinas": 0.01, "oss": 0.015, "dinkop": 0.05, "survei-desa": 0.05}
LENT_PHONE, LENT_NIK = 0.18, 0.06
OTHER_PLACES = (("Sokaraja Kulon", "Sokaraja"), ("Susukan", "Susukan"), ("Belik", "Belik"))
ISSUED_FROM = date(2018, 8, 1)


@dataclass(frozen=True, slots=True)
class Listing:
    """One other list: its columns, its hand, how likely it holds a unit, and how it writes one."""

    key: str
    title: str
    header: tuple[str, ...]
    habits: Habits
    likes: Callable[[Unit], float]
    row: Callable[["Clerk", Unit], list[Cell]]


class Clerk:
    """Writes the rows of one list."""

    def __init__(self, truth: Truth, listing: Listing, rng: random.Random) -> None:
        self.truth = truth
        self.listing = listing
        self.rng = rng
        self.hand = Hand(rng, listing.habits)

    def rows(self) -> Iterator[tuple[int, list[Cell]]]:
        """(unit id, cells) in file order: by place, repeats standing where they fall."""
        wanted = max(12, round(ROWS[self.listing.key] * self.truth.quota.units / 43_358))
        repeats = round(wanted * REPEATED[self.listing.key])
        gone = max(1, round(wanted * OUTSIDE))
        units = self._choose(wanted - repeats - gone)
        units += self.rng.sample(units, repeats)
        units += self.rng.sample(self.truth.outside, gone)
        self.rng.shuffle(units)
        units.sort(key=lambda unit: unit.site.village_code[:8])
        for unit in units:
            yield unit.id, self.listing.row(self, unit)

    def _choose(self, count: int) -> list[Unit]:
        """Weighted draw without repetition: the largest of random ** (1 / weight)."""
        keyed = ((self.listing.likes(unit), unit) for unit in self.truth.units)
        drawn = [(self.rng.random() ** (1 / weight), unit.id) for weight, unit in keyed if weight > 0]
        return [self.truth.unit(unit_id) for _, unit_id in sorted(drawn, reverse=True)[:count]]

    def place(self, unit: Unit) -> tuple[str, str]:
        """Village and district as this office has them; some vanished businesses lie outside."""
        if unit.id < 0 and unit.id % 2:
            return OTHER_PLACES[-unit.id % len(OTHER_PLACES)]
        return self.truth.village(unit), self.truth.district(unit)

    def address(self, unit: Unit) -> str:
        """Hamlet, RT/RW and sometimes village and district, in one cell."""
        hand, site = self.hand, unit.site
        parts = [hand.rt_rw(site.rt, site.rw, bare=False)] if hand.chance(0.75) else []
        if hand.chance(0.5):
            parts.insert(0, self.rng.choice(("Dk. ", "Dsn. ", "Dukuh ")) + site.hamlet)
        if not parts or hand.chance(hand.habits.place_in_address):
            village, district = self.place(unit)
            parts += [f"{self.rng.choice(('Ds. ', 'Desa '))}{hand.typo(village)}", f"Kec. {district}"]
        return hand.cased(self.rng.choice((", ", " ")).join(parts))

    def village(self, unit: Unit) -> str | None:
        return self.hand.cased(self.hand.typo(self.place(unit)[0])) if self.hand.chance(0.94) else None

    def leader(self, unit: Unit) -> Unit:
        """Whose numbers stand in the row when the group's leader filled in the form."""
        return self.truth.unit(self.truth.groups[unit.group - 1].leader_unit) if unit.group else unit


def _formality(unit: Unit) -> float:
    named = 2.0 if unit.business else 1.0
    return named * (2.0 if unit.nib else 1.0) * (3.0 if unit.form else 1.0)


def _siinas_likes(unit: Unit) -> float:
    grown = (unit.now.workers_m or 0) + (unit.now.workers_f or 0) > 4
    return math.pow(_formality(unit), 1.5) * (4.0 if grown else 1.0)


def _oss_likes(unit: Unit) -> float:
    return _formality(unit) if unit.nib else 0.0


def _dinkop_likes(unit: Unit) -> float:
    return math.sqrt(_formality(unit)) * (2.5 if unit.group else 1.0)


def _survey_likes(unit: Unit) -> float:
    """Only about one village in six was visited."""
    village = int(unit.site.village_code[-2:]) + 3 * int(unit.site.village_code[6:8])
    return 1.0 if village % 6 == 0 else 0.0


def _nib_as_number(nib: str | None, hand: Hand) -> str | None:
    """Without its leading zero, as a spreadsheet leaves it; missing in three rows of ten."""
    return nib.lstrip("0") if nib and hand.chance(0.7) else None


def _siinas_row(clerk: Clerk, unit: Unit) -> list[Cell]:
    hand, now = clerk.hand, unit.now
    village, district = clerk.village(unit), clerk.place(unit)[1]
    name = hand.business(unit.business, unit.form) or hand.person(unit.owner.name, unit.owner.sex).upper()
    return [
        f"IK{clerk.rng.randrange(10**6):06d}",
        name,
        _nib_as_number(unit.nib, hand),
        unit.kbli if hand.chance(0.9) else None,
        clerk.address(unit),
        village,
        district.upper(),
        "KAB. PURBALINGGA",
        hand.phone(unit.owner.phone),
        hand.person(unit.owner.name, unit.owner.sex),
        hand.product(unit.product),
        now.capacity,
        f"{unit.capacity_unit}/tahun",
        f"{now.investment_idr:,}".replace(",", ".") + ",00" if now.investment_idr else None,
        now.workers_m,
        now.workers_f,
        "Ya" if now.export_idr else "Tidak",
    ]


def _oss_row(clerk: Clerk, unit: Unit) -> list[Cell]:
    hand = clerk.hand
    village, district = clerk.place(unit)
    person = hand.person(unit.owner.name, unit.owner.sex)
    issued = ISSUED_FROM + timedelta(days=clerk.rng.randrange(2_500))
    return [
        unit.nib or f"{clerk.rng.randrange(10**12, 2 * 10**12):013d}",
        person,
        hand.business(unit.business, "") or person,
        unit.form or "PERORANGAN",
        clerk.address(unit),
        hand.typo(village).upper(),
        district.upper(),
        unit.kbli if hand.chance(0.92) else "32909",
        (hand.product(unit.product) or "").upper() or None,
        round((unit.now.investment_idr or 5_000_000) * clerk.rng.choice((1, 1, 1, 0.8, 1.2))),
        hand.phone(unit.owner.phone),
        f"{issued:%d/%m/%Y}",
    ]


def _dinkop_row(clerk: Clerk, unit: Unit) -> list[Cell]:
    hand = clerk.hand
    phone_of = clerk.leader(unit) if hand.chance(LENT_PHONE) else unit
    nik_of = clerk.leader(unit) if hand.chance(LENT_NIK) else unit
    return [
        hand.person(unit.owner.name, unit.owner.sex),
        hand.nik(nik_of.owner.nik),
        hand.business(unit.business, unit.form),
        hand.product(unit.product),
        clerk.address(unit),
        clerk.village(unit),
        hand.cased(clerk.place(unit)[1]) if hand.chance(0.9) else None,
        hand.phone(phone_of.owner.phone),
        clerk.truth.groups[unit.group - 1].name if unit.group and hand.chance(0.7) else None,
        _aid(clerk) if unit.group and hand.chance(0.3) else None,
        hand.money(unit.now.turnover_idr) if hand.chance(0.5) else None,
        unit.owner.bank_account if hand.chance(0.5) else None,
    ]


def _aid(clerk: Clerk) -> str:
    thing = clerk.rng.choice(("wajan 2 buah", "kompor 1 unit", "mesin jahit 1", "oven 1 unit", "pisau 3 set"))
    return f"{clerk.rng.randint(2015, 2020)}: {thing}"


def _survey_row(clerk: Clerk, unit: Unit) -> list[Cell]:
    hand, site = clerk.hand, unit.site
    seen = next((year for year in unit.years if year.year == 2024), unit.now)
    village, district = clerk.place(unit)
    return [
        district if hand.chance(0.8) else None,
        hand.cased(hand.typo(village)),
        site.hamlet if hand.chance(0.6) else None,
        hand.rt_rw(site.rt, site.rw) if hand.chance(0.9) else None,
        hand.person(unit.owner.name, unit.owner.sex),
        hand.business(unit.business, ""),
        hand.product(unit.product),
        _headcount(seen.workers_m, seen.workers_f, clerk),
        _monthly_range(seen.turnover_idr) if hand.chance(0.35) else None,
        hand.phone(unit.owner.phone),
        hand.nik(unit.owner.nik),
        _point(site, clerk) if hand.chance(0.4) else None,
    ]


def _point(site: Site, clerk: Clerk) -> str:
    """A point in one cell, a few metres off; now and then the two numbers are swapped."""
    pair = [f"{degrees + clerk.rng.gauss(0, 0.0002):.5f}" for degrees in (site.latitude, site.longitude)]
    return ", ".join(pair[::-1] if clerk.hand.chance(0.02) else pair)


def _headcount(men: int | None, women: int | None, clerk: Clerk) -> Cell:
    if men is None or women is None or clerk.hand.chance(0.3):
        return None
    return f"L:{men} P:{women}" if clerk.hand.chance(0.5) else men + women


def _monthly_range(turnover_idr: int) -> str:
    """A month's sales as people tell them: between two round figures in millions."""
    low = max(1, turnover_idr // 12_000_000)
    return f"{low}-{low + max(1, low // 2)} jt"


SIINAS = Listing(
    "siinas",
    "Ekspor Akun Industri SIINas \u2013 Kabupaten Purbalingga",
    (
        "ID Akun", "Nama Perusahaan", "NIB", "KBLI", "Alamat Pabrik", "Desa/Kelurahan", "Kecamatan",
        "Kabupaten/Kota", "Telepon", "Penanggung Jawab", "Produk Utama", "Kapasitas Terpasang", "Satuan",
        "Nilai Investasi", "TK Laki-laki", "TK Perempuan", "Ekspor",
    ),
    Habits(phone=0.8, business=0.92, product=0.95, upper=0.5, nicknames=0.05, old_spelling=0.06, typos=0.05,
           wrong_numbers=0.05, place_in_address=0.2),
    _siinas_likes,
    _siinas_row,
)  # fmt: skip
OSS = Listing(
    "oss",
    "Rekap NIB Terbit - OSS RBA",
    (
        "NIB", "NAMA PELAKU USAHA", "NAMA USAHA", "JENIS PERUSAHAAN", "ALAMAT USAHA", "KELURAHAN",
        "KECAMATAN", "KBLI", "KEGIATAN USAHA", "JUMLAH MODAL", "NO TELP", "TANGGAL TERBIT NIB",
    ),
    Habits(phone=0.95, business=0.75, product=0.9, upper=1.0, titles=0.0, nicknames=0.01, old_spelling=0.04,
           typos=0.02, wrong_numbers=0.08, place_in_address=0.1),
    _oss_likes,
    _oss_row,
)  # fmt: skip
DINKOP = Listing(
    "dinkop",
    "Data UMKM Binaan Dinas Koperasi dan UKM",
    (
        "Nama Pelaku Usaha", "No KTP", "Nama Usaha", "Jenis Usaha", "Alamat Lengkap", "Desa", "Kec",
        "No Telp/WA", "Kelompok", "Bantuan 2015-2020", "Omset/Tahun", "No Rekening",
    ),
    Habits(phone=0.6, nik=0.72, business=0.65, product=0.88, upper=0.4, titles=0.05, nicknames=0.08,
           old_spelling=0.1, typos=0.06, wrong_numbers=0.1, place_in_address=0.35),
    _dinkop_likes,
    _dinkop_row,
)  # fmt: skip
SURVEY = Listing(
    "survei-desa",
    "Pendataan Usaha Desa 2024 (kuesioner perangkat desa)",
    (
        "kec", "desa", "dusun", "rt/rw", "nama pemilik usaha", "nama usaha", "jenis usaha", "tk",
        "omset per bulan", "no hp", "nik", "koordinat",
    ),
    Habits(phone=0.3, nik=0.12, business=0.4, product=0.88, upper=0.3, titles=0.14, nicknames=0.28,
           old_spelling=0.1, typos=0.07, wrong_numbers=0.1),
    _survey_likes,
    _survey_row,
)  # fmt: skip
LISTINGS = (SIINAS, OSS, DINKOP, SURVEY)
