"""Stable unit ids: a new partition is told as events that move records between units, and back.

A cluster keeps the unit that most of its members had. Units are handed out in this order: protected units
first, then the largest overlap, then the oldest unit (lowest id, shorter first, so that numbers count up).
A cluster that gets none takes a fresh id, but only for records that really move. A unit that loses all its
members becomes an alias of the unit that most of them went to.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping

from sentra.engines.linkage.problem import (
    Clusters,
    Event,
    EventKind,
    LinkageRefused,
    Move,
    RecordId,
    UnitId,
)

Memberships = Mapping[RecordId, UnitId]

_INVERSE: Mapping[EventKind, EventKind] = {
    "create": "detach",
    "attach": "detach",
    "detach": "attach",
    "merge": "split",
    "split": "merge",
    "override": "override",
}


def age(unit: UnitId) -> tuple[int, str]:
    """Sorts the older unit first: "9" before "10", and ids of one length by their text."""
    return len(unit), unit


def reconcile(
    old: Memberships,
    new: Clusters,
    *,
    fresh: Callable[[RecordId], UnitId],
    protected: Collection[UnitId] = (),
    cause: str = "linkage",
) -> list[Event]:
    """The events that turn `old` into `new`; records of `old` that `new` does not know are detached.

    `protected` units are referred to from outside (published, decided on): where one could stay, it stays.
    `fresh` is asked once per new unit, with its lowest record. Raises LinkageRefused when it gives an id
    that is in use.
    """
    units = _handed_out(old, new, frozenset(protected))
    used = set(old.values())
    after: dict[RecordId, UnitId] = {}
    for number, group in enumerate(new.groups):
        unit = units[number] if number in units else _unused(fresh(group[0]), used)
        after.update(dict.fromkeys(group, unit))
    return _events(old, after, cause)


def _handed_out(old: Memberships, new: Clusters, protected: Collection[UnitId]) -> dict[int, UnitId]:
    """The unit each cluster keeps, by the cluster's place in `new`; clusters without one are absent."""
    overlap: Counter[tuple[UnitId, int]] = Counter()
    for number, group in enumerate(new.groups):
        overlap.update((old[record], number) for record in group if record in old)
    claims = sorted(overlap, key=lambda c: (c[0] not in protected, -overlap[c], age(c[0]), c[1]))
    kept: dict[int, UnitId] = {}
    taken: set[UnitId] = set()
    for unit, number in claims:
        if unit not in taken and number not in kept:
            kept[number] = unit
            taken.add(unit)
    return kept


def _unused(unit: UnitId, used: set[UnitId]) -> UnitId:
    if unit in used:
        raise LinkageRefused(f"Unit {unit} is in use and cannot be given to a new cluster.")
    used.add(unit)
    return unit


def _events(old: Memberships, after: Memberships, cause: str) -> list[Event]:
    """One event per pair of units that records move between; creations first, so that targets exist."""
    moves: dict[tuple[UnitId | None, UnitId | None], list[Move]] = defaultdict(list)
    for record in sorted(old.keys() | after.keys()):
        move = Move(record, old.get(record), after.get(record))
        if move.old != move.new:
            moves[move.old, move.new].append(move)
    remaining, existing = set(after.values()), set(old.values())
    order = sorted(moves, key=lambda pair: (pair[0] or "", pair[1] or ""))
    return [Event(_kind(*pair, remaining, existing), tuple(moves[pair]), cause) for pair in order]


def _kind(
    old: UnitId | None, new: UnitId | None, remaining: Collection[UnitId], existing: Collection[UnitId]
) -> EventKind:
    if old is None:
        return "attach" if new in existing else "create"
    if new is None:
        return "detach"
    return "split" if old in remaining else "merge"


def apply(events: Iterable[Event], memberships: Memberships) -> dict[RecordId, UnitId]:
    """The memberships after `events`. Raises LinkageRefused when a record is not where its move begins."""
    state = dict(memberships)
    for event in events:
        for record, old, new in event.moves:
            if state.get(record) != old:
                raise LinkageRefused(
                    f"Record {record} is in {state.get(record)}, not in {old}: reload and retry."
                )
            if new is None:
                del state[record]
            else:
                state[record] = new
    return state


def inverse(event: Event) -> Event:
    """The event that takes `event` back."""
    moves = tuple(Move(record, new, old) for record, old, new in reversed(event.moves))
    return Event(_INVERSE[event.kind], moves, event.cause)


def aliases(old: Memberships, after: Memberships) -> dict[UnitId, UnitId]:
    """For each unit that lost all its members: where most of them went (ties: the oldest unit).

    A unit whose members are all gone points nowhere and is absent. What was an alias before may point at a
    unit that is one now: follow until none is.
    """
    remaining = set(after.values())
    gone: dict[UnitId, Counter[UnitId]] = defaultdict(Counter)
    for record, unit in old.items():
        if unit not in remaining and record in after:
            gone[unit][after[record]] += 1
    return {unit: min(gone[unit], key=lambda to: (-gone[unit][to], age(to))) for unit in sorted(gone)}
