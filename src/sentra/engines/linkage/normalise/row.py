"""One row, and all rows, in normal form."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import chain, islice
from multiprocessing import get_context
from typing import NamedTuple
from weakref import WeakKeyDictionary

from sentra.engines.linkage.normalise.addresses import hamlet, number_of
from sentra.engines.linkage.normalise.businesses import (
    Cell,
    business_words,
    group_words,
    is_no_name,
    person_of,
    split_business,
    split_owner,
    tells,
)
from sentra.engines.linkage.normalise.cells import CACHED, LONGEST, plain
from sentra.engines.linkage.normalise.names import Person, Sound, person, sounds
from sentra.engines.linkage.normalise.numbers import Nib, Nik, Phones, kbli, nib, nik, phones
from sentra.engines.linkage.normalise.points import Point, point
from sentra.engines.linkage.normalise.products import known_product, product, product_of_kbli
from sentra.engines.linkage.normalise.siting import Siting
from sentra.engines.linkage.normalise.villages import Gazetteer
from sentra.engines.linkage.problem import CELLS, Norm, Note, Raw

NORMALISER_VERSION = "3"
"""Changes when a normal form changes: stored normal forms of another version have to be made again."""

WORTH_A_POOL = 100_000
"""Rows from which starting processes (about a second) pays."""
_CHUNK = 5_000


class Named(NamedTuple):
    """Owner, business and group of a row."""

    name: str | None
    biz: str | None
    group: str | None
    product: str | None
    notes: tuple[Note, ...]


_NO_PHONES, _NO_NIK, _NO_NIB, _NOWHERE = Phones((), ()), Nik(), Nib(), Point()
_SILENT = Sound("", "", "", "", 0)
_sitings: WeakKeyDictionary[Gazetteer, Siting] = WeakKeyDictionary()


def normalise(raw: Raw, gazetteer: Gazetteer) -> Norm:
    """The row in normal form. Never raises, whatever the cells hold; depends on nothing but its arguments.

    A cell is read up to LONGEST letters, so that time is bounded; a longer one leaves a note.
    """
    cells, cut = _bounded(raw.cells)
    cell = cells.get  # a cell may also be there and None
    named = _named(cell("owner") or "", cell("business") or "", cell("group") or "", cell("product") or "")
    heard = sounds(named.name) if named.name else _SILENT
    siting = _sitings.get(gazetteer) or _sitings.setdefault(gazetteer, Siting(gazetteer))
    place = siting.site(
        cell("village") or "", cell("district") or "", cell("regency") or "", cell("address") or ""
    )
    called = phones(text) if (text := cell("phone")) else _NO_PHONES
    person_number = nik(text) if (text := cell("nik")) else _NO_NIK
    number = nib(text) if (text := cell("nib")) else _NO_NIB
    code = kbli(text) if (text := cell("kbli")) else None
    north, east = cell("latitude") or "", cell("longitude") or ""
    spot = point(north, east) if north or east else _NOWHERE
    return Norm(
        raw.id,
        raw.source,
        raw.seen,
        named.name,
        heard.spoken or None,
        heard.sorted or None,
        heard.first or None,
        heard.last or None,
        heard.tokens,
        named.biz,
        named.group,
        place.village,
        place.district,
        place.name,
        (hamlet(text) if (text := cell("hamlet")) else None) or place.hamlet,
        (number_of(text) if (text := cell("rt")) else None) or place.rt,
        (number_of(text) if (text := cell("rw")) else None) or place.rw,
        called.numbers,
        person_number.whole,
        person_number.place_and_birth,
        person_number.sex,
        number.number,
        named.product or product_of_kbli(code),
        code,
        spot.latitude,
        spot.longitude,
        cut + named.notes + place.notes + called.notes + person_number.notes + number.notes + spot.notes,
    )


def _bounded(cells: Mapping[str, str]) -> tuple[Mapping[str, str], tuple[Note, ...]]:
    """The cells of a row, long ones cut, with a note for each that was."""
    if sum(map(len, filter(None, cells.values()))) <= LONGEST:
        return cells, ()
    kept = {name: (cells.get(name) or "")[:LONGEST] for name in CELLS}
    cut = (name for name in CELLS if len(cells.get(name) or "") > LONGEST)
    return kept, tuple(Note(name, "cut", "", kept[name]) for name in cut)


def _named(owner: str, business: str, group: str, made: str) -> Named:
    """Who and what the row is, sorted out of the columns that lists mix up."""
    (left, who), right = _owner(plain(owner)), split_business(business)
    notes: tuple[Note, ...] = (Note("owner", "alias", owner, who.alias),) if who.alias else ()
    swapped = False
    if who.name is None:
        who, swapped, notes = _owner_elsewhere(left.business, right.person, business)
    texts = (left.business,) if swapped else (right.business, left.business)
    called = [b for text in texts if text and (b := business_words(text))]
    makes = product(made) if made else None
    return Named(
        who.name,
        next((b for b in called if tells(b, who.name)), None) if called else None,
        _first_group(group, left.group, right.group),
        makes or (next((p for b in called if (p := _made(b))), None) if called else None),
        notes,
    )


_NOBODY = Person(None)


@lru_cache(CACHED)
def _owner(text: str) -> tuple[Cell, Person]:
    """What a plain owner cell says, and its person: none when that is the name of a business."""
    said = split_owner(text)
    who = person(said.person) if said.person else _NOBODY
    if who.name and is_no_name(who.name):
        return said._replace(person=None, business=said.business or who.name), _NOBODY
    return said, who


def _first_group(*texts: str | None) -> str | None:
    for text in texts:
        if text and (group := group_words(text)):
            return group
    return None


def _owner_elsewhere(
    firm: str | None, beside: str | None, business: str
) -> tuple[Person, bool, tuple[Note, ...]]:
    """The owner from the business cell: "UD Jaya (Slamet)", or the two columns are swapped."""
    name = person_of(beside)
    if name and not is_no_name(name):
        return Person(name), False, (Note("owner", "from_business", business, name),)
    name = person_of(business) if firm and _may_be_person(business, firm) else None
    if name and not is_no_name(name):
        return Person(name), True, (Note("owner", "swapped", business, name),)
    return Person(None), False, ()


def _may_be_person(business: str, firm: str) -> bool:
    """With a business in the owner cell, a bare name in the business cell is the owner's."""
    found = split_business(business)
    called = business_words(found.business) if found.business and not found.group else None
    if not called or called == business_words(firm):
        return False
    return plain(business).replace(".", " ").replace(" ", "").isalpha() and tells(called, None)


@lru_cache(CACHED)
def _made(business: str) -> str | None:
    """The product that a business name tells: "gula slamet"."""
    return known_product(business.split())


def normalise_all(rows: Iterable[Raw], gazetteer: Gazetteer, *, processes: int = 1) -> Iterator[Norm]:
    """All rows in their order; beyond WORTH_A_POOL rows in `processes` processes. Rows are read as they
    are asked for."""
    rows = iter(rows)
    if processes < 2:
        yield from (normalise(row, gazetteer) for row in rows)
        return
    first = list(islice(rows, WORTH_A_POOL))
    if len(first) < WORTH_A_POOL:
        yield from (normalise(row, gazetteer) for row in first)
        return
    yield from _in_pool(chain(first, rows), gazetteer, processes)


def _in_pool(rows: Iterator[Raw], gazetteer: Gazetteer, processes: int) -> Iterator[Norm]:
    """Spawned, not forked: a worker of a web server holds threads and connections that must not be copied."""
    chunks = iter(lambda: list(islice(rows, _CHUNK)), [])
    with get_context("spawn").Pool(processes, _take, (gazetteer,)) as pool:
        for done in pool.imap(_chunk, chunks):
            yield from done


_taken: list[Gazetteer] = []


def _take(gazetteer: Gazetteer) -> None:
    _taken[:] = [gazetteer]


def _chunk(rows: list[Raw]) -> list[Norm]:
    return [normalise(row, _taken[0]) for row in rows]
