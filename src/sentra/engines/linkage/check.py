"""Checks a partition and its events from first principles; shares nothing with what makes them.

An empty list means: nothing is wrong. What is checked is said at each function.
"""

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from sentra.engines.linkage.problem import Clusters, Decision, Edge, Event, Norm, RecordId, UnitId

Pair = frozenset[RecordId]


class Violation(NamedTuple):
    """A rule that is broken, and by which records (or units)."""

    rule: str
    about: tuple[str, ...]


def check_clusters(
    records: Mapping[RecordId, Norm],
    edges: Iterable[Edge],
    decisions: Iterable[Decision],
    clusters: Clusters,
    *,
    auto: float,
    size: int = 12,
) -> list[Violation]:
    """Partition; no `different` pair together; every `same` pair together unless returned as a conflict;
    no two valid NIKs more than one edit apart unless decided; every cluster held together by decisions and
    links of at least `auto`; none larger than `size` unless by decisions; every conflict is one.
    """
    last = _last_words(decisions)
    together = {pair for pair, decision in last.items() if decision.same}
    apart = set(last) - together
    refused = {frozenset((each.same.a, each.same.b)) for each in clusters.conflicts}
    strong = {frozenset((edge.a, edge.b)) for edge in edges if edge.weight >= auto}
    found = [*_not_a_partition(records, clusters)]
    for group in clusters.groups:
        members = [record for record in group if record in records]
        inside = {frozenset(pair) for pair in combinations(members, 2)}
        blocks = _blocks(members, (inside & together) - refused)
        found += [Violation("different", _named(pair)) for pair in inside & apart]
        found += _niks_apart(records, members, blocks)
        if len(set(_blocks(members, inside & (strong | (together - refused))).values())) > 1:
            found.append(Violation("connected", group))
        if len(group) > max(size, max(Counter(blocks.values()).values(), default=0)):
            found.append(Violation("size", group))
    found += _same_apart(records, clusters, together - refused)
    found += _false_conflicts(last, together - refused, clusters)
    return sorted(found)


def _named(pair: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(pair))


def _last_words(decisions: Iterable[Decision]) -> dict[Pair, Decision]:
    words: dict[Pair, list[Decision]] = {}
    for decision in decisions:
        words.setdefault(frozenset((decision.a, decision.b)), []).append(decision)
    last: dict[Pair, Decision] = {}
    for pair, said in words.items():
        newest = [decision for decision in said if decision.at == max(d.at for d in said)]
        last[pair] = next((decision for decision in newest if not decision.same), newest[0])
    return last


def _not_a_partition(records: Mapping[RecordId, Norm], clusters: Clusters) -> Iterator[Violation]:
    times = Counter(record for group in clusters.groups for record in group)
    for record in sorted(records.keys() | times.keys()):
        if times[record] != 1 or record not in records:
            yield Violation("partition", (record,))
    heads = [group[:1] for group in clusters.groups]
    if heads != sorted(heads) or any(not group or list(group) != sorted(group) for group in clusters.groups):
        yield Violation("order", ())


def _blocks(members: Sequence[RecordId], joined: Iterable[Pair]) -> dict[RecordId, RecordId]:
    """The lowest record that each one is tied to, by spreading until nothing changes."""
    block = {record: record for record in members}
    pairs = [tuple(pair) for pair in joined]
    changed = True
    while changed:
        changed = False
        for a, b in pairs:
            if block[a] != block[b]:
                block[a] = block[b] = min(block[a], block[b])
                changed = True
    return block


def _one_edit(one: str, other: str) -> bool:
    """By trying every one: a character changed, lost, added, or two neighbours swapped."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = next((i for i, (x, y) in enumerate(zip(one, other, strict=False)) if x != y), None)
    if start is None:
        return True
    a, b = one[start:], other[start:]
    swapped = len(a) > 1 and a[1] + a[0] + a[2:] == b
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or swapped


def _niks_apart(
    records: Mapping[RecordId, Norm], members: Sequence[RecordId], blocks: Mapping[RecordId, RecordId]
) -> Iterator[Violation]:
    numbered = [(record, nik) for record in members if (nik := records[record].nik) is not None]
    for (a, one), (b, other) in combinations(numbered, 2):
        if blocks[a] != blocks[b] and not _one_edit(one, other):
            yield Violation("nik", (a, b))


def _same_apart(
    records: Mapping[RecordId, Norm], clusters: Clusters, together: Iterable[Pair]
) -> Iterator[Violation]:
    of = {record: number for number, group in enumerate(clusters.groups) for record in group}
    for pair in together:
        if pair <= records.keys() and len({of.get(record) for record in pair}) > 1:
            yield Violation("same", _named(pair))


def _false_conflicts(
    last: Mapping[Pair, Decision], applied: Iterable[Pair], clusters: Clusters
) -> Iterator[Violation]:
    """A conflict names a `same` left out and a `different`, both binding, such that the `same` decisions
    that were applied tie the ends of one to the ends of the other.
    """
    block = _blocks(sorted({record for pair in last for record in pair}), applied)
    for same, different in clusters.conflicts:
        binding = all(last.get(frozenset((d.a, d.b))) == d for d in (same, different))
        opposed = same.same and not different.same
        if not binding or not opposed or _ends(block, same) != _ends(block, different):
            yield Violation("conflict", _named((same.a, same.b)))


def _ends(block: Mapping[RecordId, RecordId], decision: Decision) -> set[RecordId]:
    return {block[decision.a], block[decision.b]}


def check_events(
    old: Mapping[RecordId, UnitId],
    events: Sequence[Event],
    new: Clusters,
    *,
    protected: Collection[UnitId] = (),
) -> list[Violation]:
    """The events turn `old` into `new`, one unit per cluster; no record is moved twice or for nothing; no
    event is empty or mixes units; a unit that most members of a cluster had is kept, there or elsewhere.
    """
    found: list[Violation] = []
    state: dict[RecordId, UnitId | None] = dict(old)
    moved = Counter(move.record for event in events for move in event.moves)
    found += [Violation("moved twice", (record,)) for record, times in moved.items() if times > 1]
    for event in events:
        if len({(move.old, move.new) for move in event.moves}) != 1:
            found.append(Violation("event", tuple(move.record for move in event.moves)))
        for record, before, after in event.moves:
            if state.get(record) != before or before == after:
                found.append(Violation("move", (record,)))
            state[record] = after
    units = {record: unit for record, unit in state.items() if unit is not None}
    return sorted([*found, *_not_the_clusters(units, new), *_taken_away(old, units, new, protected)])


def _groups(labels: Mapping[RecordId, Hashable]) -> set[frozenset[RecordId]]:
    groups: dict[Hashable, set[RecordId]] = {}
    for record, label in labels.items():
        groups.setdefault(label, set()).add(record)
    return {frozenset(group) for group in groups.values()}


def _not_the_clusters(units: Mapping[RecordId, UnitId], new: Clusters) -> Iterator[Violation]:
    wanted, have = {frozenset(group) for group in new.groups}, _groups(units)
    for group in wanted ^ have:
        yield Violation("membership", _named(group))


def _taken_away(
    old: Mapping[RecordId, UnitId],
    units: Mapping[RecordId, UnitId],
    new: Clusters,
    protected: Collection[UnitId],
) -> Iterator[Violation]:
    """A unit of theirs that is used nowhere, though more members had it than the unit their cluster has."""
    in_use = set(units.values())
    for group in new.groups:
        had = Counter(old[record] for record in group if record in old)
        kept = units.get(group[0])
        unused = [times for unit, times in had.items() if unit not in in_use]
        if kept is not None and kept not in protected and max(unused, default=0) > had[kept]:
            yield Violation("identity", group)
