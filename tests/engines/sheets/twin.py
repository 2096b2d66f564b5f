"""A synthetic twin of a real list: its bytes, and for every cell what should be read out of it."""

import random
from collections.abc import Callable, Mapping, Sequence
from csv import DictReader
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import sentra
from sentra.engines.sheets import (
    Book,
    Field,
    Gazetteer,
    Layout,
    Places,
    Row,
    Village,
    parse_rows,
    read,
    survey,
)
from sentra.registry.catalogue.fields import FIELDS

AREAS = Path(sentra.__file__).parent / "base" / "places" / "areas" / "33.03.csv"


class Illegible:
    """What nobody can read: it must be reported, and no value may stand in its place."""

    def __repr__(self) -> str:
        return "ILLEGIBLE"


ILLEGIBLE = Illegible()
Place = tuple[str, int]
"""Sheet and row as people count it, from 1."""


@dataclass(frozen=True)
class Twin:
    """`truth`: what each cell says by row and by field key, or by column index for a column of no field."""

    name: str
    file_name: str
    data: bytes
    truth: Mapping[Place, Mapping[str | int, Any]]
    vocabulary: Sequence[Field] = FIELDS
    facts: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def book(self) -> Book:
        return read(self.data, self.file_name)

    @cached_property
    def layouts(self) -> dict[str, Layout]:
        return {grid.name: survey(grid, self.vocabulary, places()) for grid in self.book.sheets}

    @cached_property
    def rows(self) -> dict[Place, Row]:
        return {
            (grid.name, row.number): row
            for grid in self.book.sheets
            for row in parse_rows(grid, self.layouts[grid.name], self.vocabulary, places())
        }

    def codes(self, code: str) -> list[Place]:
        """The rows with a problem of this code."""
        return [place for place, row in self.rows.items() if any(p.code == code for p in row.problems)]


@cache
def places() -> Places:
    with AREAS.open(encoding="utf-8") as lines:
        rows = list(DictReader(lines))
    villages = (row for row in rows if row["level"] in ("desa", "kelurahan"))
    return Places(
        Gazetteer(
            {row["code"]: row["name"] for row in rows if row["level"] == "kecamatan"},
            tuple(Village(row["code"], row["name"], row["parent"]) for row in villages),
        )
    )


def share(twin: Twin) -> tuple[int, int]:
    """(cells read right, legible cells). An illegible cell that was given a value, or not reported, is wrong."""
    right = legible = 0
    for place, cells in twin.truth.items():
        row = twin.rows.get(place)
        for key, wanted in cells.items():
            legible += wanted is not ILLEGIBLE
            right += (wanted is not ILLEGIBLE) * (row is not None and _read(row, key) == wanted)
            right -= (wanted is ILLEGIBLE) * (row is None or not _reported(row, key))
    return right, legible


def wrong(twin: Twin) -> list[tuple[Place, str | int, Any, Any]]:
    """(place, key, wanted, read) of every cell that is not read right: for people who mend the engine."""
    found = []
    for place, cells in twin.truth.items():
        row = twin.rows.get(place)
        for key, wanted in cells.items():
            got = None if row is None else _read(row, key)
            bad = (row is None or not _reported(row, key)) if wanted is ILLEGIBLE else got != wanted
            found += [(place, key, wanted, got)] if bad else []
    return found


def _read(row: Row, key: str | int) -> Any:
    if isinstance(key, int):
        return row.cells[key] if key < len(row.cells) else None
    return row.values.get(key)


def _reported(row: Row, key: str | int) -> bool:
    told = any(p.field == key and p.severity in ("rejected", "doubtful") for p in row.problems)
    return told and key not in row.values


SYLLABLES = "ba be bi bo da di du ga gi ja ji ka ki ku la li lo ma mi mu na ni no ra ri ru sa si su ta ti tu wa wi".split()
FIRMS = ("UD", "CV", "Toko", "Warung", "Griya", "Sentra", "Dapur", "Rumah")
PRODUCTS = (
    "Gula Kelapa",
    "Keripik Tempe",
    "Sapu Glagah",
    "Knalpot",
    "Batik Tulis",
    "Mebel Kayu",
    "Tahu",
    "Roti",
)
STREETS = ("Melati", "Mawar", "Kenanga", "Dahlia", "Anggrek", "Cempaka", "Teratai", "Seruni")


def invented(rng: random.Random, count: int = 3) -> str:
    """A name that is nobody's."""
    return "".join(rng.choice(SYLLABLES) for _ in range(count)).capitalize()


def business(rng: random.Random) -> str:
    return f"{rng.choice(FIRMS)} {invented(rng)} {invented(rng, 2)}"


def phone(rng: random.Random) -> tuple[str, str]:
    """As written, and in full."""
    tail = f"{rng.choice(('812', '813', '857', '877'))}{rng.randrange(10**7, 10**8)}"
    shown = rng.choice((f"0{tail}", f"0{tail[:3]}-{tail[3:7]}-{tail[7:]}", f"+62{tail}", f"62{tail}"))
    return shown, f"+62{tail}"


@cache
def known_villages() -> tuple[tuple[str, str, str, str], ...]:
    """(village code, village, district code, district) of every village."""
    known = places()
    return tuple(
        (v.code, v.name, v.district_code, known.districts[v.district_code]) for v in known.villages.values()
    )


Maker = Callable[[], Twin]
