"""Numbers and points that many lend: they identify nobody.

A group's leader writes his phone, and his NIK, on the rows of ten members; a survey writes the point of the
village hall on all of them. What three rows carry whose owners' names have nothing in common is not compared
and joins nothing, or it would chain ten workshops into one. Spellings of one name are one name, so a person
who stands in ten lists keeps the number.
"""

from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Final, NamedTuple

from sentra.engines.linkage.comparing import strangers
from sentra.engines.linkage.problem import Norm

STRANGERS: Final = 3
# So many different spellings are taken for different persons without comparing them all.
SPELLINGS: Final = 25

Point = tuple[float, float]
Mark = tuple[str, str | Point]


class SharedNumbers(NamedTuple):
    """What is ignored: phones, NIKs (of 16 digits and of 12), points (latitude, longitude)."""

    phones: frozenset[str] = frozenset()
    niks: frozenset[str] = frozenset()
    points: frozenset[Point] = frozenset()

    def bare(self, norm: Norm) -> Norm:
        """The row without what is ignored; the row itself when it carries nothing of it."""
        changed: dict[str, object] = {}
        if not self.phones.isdisjoint(norm.phones):
            changed["phones"] = tuple(phone for phone in norm.phones if phone not in self.phones)
        if norm.nik in self.niks:
            changed |= {"nik": None, "nik12": None}
        elif norm.nik12 in self.niks:
            changed["nik12"] = None
        if self.points and (norm.latitude, norm.longitude) in self.points:
            changed |= {"latitude": None, "longitude": None}
        return norm._replace(**changed) if changed else norm  # type: ignore[arg-type]


def marks(norm: Norm) -> Iterator[Mark]:
    """What of a row could be lent."""
    for phone in norm.phones:
        yield ("phone", phone)
    if norm.nik is not None:
        yield ("nik", norm.nik)
    if norm.nik12 is not None:
        yield ("nik", norm.nik12)
    if norm.latitude is not None and norm.longitude is not None:
        yield ("point", (norm.latitude, norm.longitude))


class Carriers:
    """Counts, row by row, the different names each number was seen with; the order does not matter."""

    def __init__(self) -> None:
        self._names: dict[Mark, list[Norm]] = {}
        self._shared: set[Mark] = set()

    def see(self, norm: Norm) -> list[Mark]:
        """Counts a row in; returns what has become shared by it."""
        if norm.phon_sorted is None:
            return []
        return [mark for mark in marks(norm) if mark not in self._shared and self._lent(mark, norm)]

    def _lent(self, mark: Mark, norm: Norm) -> bool:
        known = self._names.setdefault(mark, [])
        if any(norm.phon_sorted == other.phon_sorted for other in known):
            return False
        shared = len(known) + 1 >= SPELLINGS or _third_stranger(known, norm)
        if shared:
            self._shared.add(mark)
            del self._names[mark]
        else:
            known.append(norm)
        return shared

    def would_share(self, norms: Iterable[Norm]) -> "SharedNumbers":
        """What is shared now and would be with `norms` counted in; nothing is counted."""
        trial = Carriers()
        trial._shared = set(self._shared)
        for norm in norms:
            for mark in marks(norm):
                if mark in self._names and mark not in trial._names:
                    trial._names[mark] = list(self._names[mark])
            trial.see(norm)
        return trial.shared()

    def shared(self) -> SharedNumbers:
        """What is shared by now."""
        return SharedNumbers(
            frozenset(value for kind, value in self._shared if kind == "phone" and isinstance(value, str)),
            frozenset(value for kind, value in self._shared if kind == "nik" and isinstance(value, str)),
            frozenset(value for kind, value in self._shared if isinstance(value, tuple)),
        )


def _third_stranger(known: list[Norm], norm: Norm) -> bool:
    apart = [other for other in known if strangers(norm, other)]
    return any(strangers(one, other) for one, other in combinations(apart, STRANGERS - 1))


def shared_numbers(records: Iterable[Norm]) -> SharedNumbers:
    """What three or more rows carry whose names have nothing in common."""
    carriers = Carriers()
    for record in records:
        carriers.see(record)
    return carriers.shared()
