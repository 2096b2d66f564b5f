"""Invented personal and business numbers that obey the published rules and are never issued twice."""

import random
from datetime import date, timedelta

from sentra.cli.demo.units import Sex

NEIGHBOURS = ("3302", "3304", "3327", "3305")
MOBILE = "0812 0813 0821 0822 0823 0852 0853 0857 0858 0856 0815 0816 0877 0878 0895 0896 0838 0882".split()
OLDEST, YOUNGEST = date(1947, 1, 1), date(2003, 12, 31)
CARDS_FROM, CARDS_TO = date(2006, 1, 1), date(2022, 12, 31)


class Numbers:
    """Issues NIK, family card, NIB, phone and account numbers from one `rng`."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self._serials: dict[str, int] = {}
        self._nibs: set[str] = set()

    def birthday(self) -> date:
        """Between 1947 and 2003, most around 1976: an owner is grown up and alive."""
        year = min(max(round(self.rng.gauss(1976, 12)), OLDEST.year), YOUNGEST.year)
        return date(year, 1, 1) + timedelta(days=int(self.rng.random() * 365))

    def nik(self, district_code: str, born_on: date, sex: Sex) -> str:
        """16 digits: district of first registration, birth date (women: day + 40), serial from 0001.

        One person in ten was first registered elsewhere, so 3303 proves no residence.
        """
        day = born_on.day + (40 if sex == "P" else 0)
        return self._serial(f"{self._registered(district_code)}{day:02d}{born_on:%m%y}")

    def kk(self, district_code: str) -> str:
        """16 digits: district, date of issue, serial."""
        span = (CARDS_TO - CARDS_FROM).days
        issued = CARDS_FROM + timedelta(days=int(self.rng.random() * span))
        return self._serial(f"{district_code.replace('.', '')}{issued:%d%m%y}")

    def phone(self) -> str:
        prefix = self.rng.choice(MOBILE)
        digits = 7 if self.rng.random() < 0.15 else 8
        return f"{prefix}{int(self.rng.random() * 10**digits):0{digits}d}"

    def bank_account(self) -> str:
        return f"{int(self.rng.random() * 10**9) + 10**9}{int(self.rng.random() * 10**5):05d}"

    def nib(self) -> str:
        """13 digits; a leading zero is common and spreadsheets love to lose it."""
        while (nib := f"{self.rng.randrange(2 * 10**11, 26 * 10**11):013d}") in self._nibs:
            pass
        self._nibs.add(nib)
        return nib

    def _registered(self, district_code: str) -> str:
        kind = self.rng.random()
        if kind < 0.9:
            return district_code.replace(".", "")
        if kind < 0.97:
            return f"3303{self.rng.randint(1, 18):02d}"
        return f"{self.rng.choice(NEIGHBOURS)}{self.rng.randint(1, 18):02d}"

    def _serial(self, stem: str) -> str:
        serial = self._serials.get(stem, 0) + self.rng.randint(1, 4)
        self._serials[stem] = serial
        return f"{stem}{serial:04d}"
