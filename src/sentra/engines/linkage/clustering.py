"""From scored pairs to a partition: decisions first, then links from strong to weak, unless vetoed.

The rules, in order:
1. The last decision on a pair binds; of two at one moment, `different`.
2. A `different` is never broken, not even through third records. Where `same` decisions contradict it,
   they are applied oldest first; the one that would put the pair together is left out and returned as a
   conflict, for a person to settle.
3. Links of at least `auto` bits join clusters from the strongest down, ties in order of id (Kruskal), unless
   a veto forbids any pair across the two clusters. Vetoes do not undo what a person called the same.
4. With `average`, each cluster is taken apart and joined again by average support, and what a link weighs is
   weighed against its rivals first (`rivals.py`).

Nothing depends on the order of the input. A record without a link of at least `auto` stays alone; it changes
nothing for others, but as a rival (4) it may weaken what they have. Cost: sorting plus one look per link;
2 million records and links take seconds.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isnan
from operator import itemgetter

from sentra.engines.linkage.averaging import averaged
from sentra.engines.linkage.problem import (
    Clusters,
    Conflict,
    Decision,
    Edge,
    LinkageRefused,
    Norm,
    RecordId,
    Veto,
)
from sentra.engines.linkage.rivals import taken_by_rivals
from sentra.engines.linkage.vetoes import DECIDED, DEFAULT, RIVAL, SIZE, Rule, forbidding


@dataclass(frozen=True, slots=True)
class EdgeTable:
    """Links as columns, for millions: positions in the sequence of records, and weights in bits; each pair
    once."""

    a: Sequence[int]
    b: Sequence[int]
    weight: Sequence[float]
    owner: Sequence[float]  # bits that the two are of one owner: the weight without what siblings take off


Records = Mapping[RecordId, Norm] | Sequence[Norm]
Links = Iterable[Edge] | EdgeTable
Link = tuple[float, int, int]  # minus the weight, lower and higher place: sorts strongest first


class _Roll:
    """Records in order of id. Inside, a record is its place in that order."""

    def __init__(self, records: Records) -> None:
        given = list(records.values()) if isinstance(records, Mapping) else records
        ids = [record.id for record in given]
        self.order = sorted(range(len(ids)), key=ids.__getitem__)
        self.records = [given[i] for i in self.order]
        self.ids = [ids[i] for i in self.order]
        for one, other in zip(self.ids, self.ids[1:], strict=False):
            if one == other:
                raise LinkageRefused(f"Record {one} is given twice.")

    def places(self) -> dict[RecordId, int]:
        return {key: place for place, key in enumerate(self.ids)}

    def ranks(self) -> list[int]:
        """The place of each record by its position in what was given."""
        ranks = [0] * len(self.order)
        for place, position in enumerate(self.order):
            ranks[position] = place
        return ranks


class Partition:
    """Who is with whom, and which clusters a person keeps apart."""

    def __init__(self, count: int) -> None:
        self.root = list(range(count))
        self._many: dict[int, list[int]] = {}  # by root, of clusters of two and more
        self._apart: dict[int, set[int]] = {}

    def members(self, root: int) -> Sequence[int]:
        """Of the cluster with this root."""
        return self._many.get(root) or (root,)

    def crowds(self) -> set[int]:
        """The roots of clusters of three and more."""
        return {root for root, members in self._many.items() if len(members) > 2}

    def keep_apart(self, a: int, b: int) -> None:
        self._apart.setdefault(self.root[a], set()).add(self.root[b])
        self._apart.setdefault(self.root[b], set()).add(self.root[a])

    def kept_apart(self, a: int, b: int) -> bool:
        return bool(self._apart) and self.root[b] in self._apart.get(self.root[a], ())

    def join(self, a: int, b: int) -> None:
        """The smaller cluster takes the root of the larger."""
        stays, goes = self.root[a], self.root[b]
        if len(self.members(stays)) < len(self.members(goes)):
            stays, goes = goes, stays
        theirs = self._many.pop(goes, (goes,))
        for place in theirs:
            self.root[place] = stays
        ours = self._many.get(stays)
        if ours is None:
            self._many[stays] = [stays, *theirs]
        else:
            ours.extend(theirs)
        if self._apart:
            self._inherit(stays, goes)

    def _inherit(self, stays: int, goes: int) -> None:
        for other in self._apart.pop(goes, ()):
            self._apart[other].discard(goes)
            self._apart[other].add(stays)
            self._apart.setdefault(stays, set()).add(other)

    def groups(self) -> list[list[int]]:
        """In order of their first members; members in order."""
        many = {root: sorted(members) for root, members in self._many.items()}
        found = []
        for place, root in enumerate(self.root):
            members = many.get(root)
            if members is None:
                found.append([place])
            elif place == members[0]:
                found.append(members)
        return found


def binding(decisions: Iterable[Decision]) -> list[Decision]:
    """The last word on each pair, oldest first; of two words at one moment, `different`."""
    last: dict[tuple[RecordId, RecordId], Decision] = {}
    for decision in sorted(decisions, key=lambda d: (d.at, not d.same, d.by, d.reason, d.data, d.a, d.b)):
        pair = _pair(decision)
        if pair[0] == pair[1]:
            raise LinkageRefused(f"A decision compares record {pair[0]} with itself.")
        last[pair] = decision
    return sorted(last.values(), key=lambda d: (d.at, *_pair(d)))


def _pair(decision: Decision) -> tuple[RecordId, RecordId]:
    return min(decision.a, decision.b), max(decision.a, decision.b)


Placed = tuple[int, int, Decision]


def _decide(partition: Partition, decided: Sequence[Placed]) -> list[Conflict]:
    """Keeps apart, then joins; returns what contradicts."""
    apart = [each for each in decided if not each[2].same]
    for a, b, _ in apart:
        partition.keep_apart(a, b)
    conflicts = []
    for a, b, decision in decided:
        if not decision.same or partition.root[a] == partition.root[b]:
            continue
        if partition.kept_apart(a, b):
            conflicts.append(Conflict(decision, _breaking(partition, a, b, apart)))
        else:
            partition.join(a, b)
    return conflicts


def _breaking(partition: Partition, a: int, b: int, apart: Sequence[Placed]) -> Decision:
    """The first `different` that a join of the two clusters would break."""
    sides = {partition.root[a], partition.root[b]}
    return next(d for one, other, d in apart if {partition.root[one], partition.root[other]} == sides)


def _links(roll: _Roll, edges: Links) -> tuple[list[Link], Sequence[float]]:
    """Every link by places, and what it weighs as one of one owner; refuses what is no link of these
    records."""
    owners: Sequence[float]
    if isinstance(edges, EdgeTable):
        rank, owners = roll.ranks().__getitem__, edges.owner
        placed: Iterable[tuple[int, int, float]] = zip(
            map(rank, edges.a), map(rank, edges.b), edges.weight, strict=True
        )
    else:
        edges, place = _once(edges), roll.places().get
        placed = ((place(e.a, -1), place(e.b, -1), e.weight) for e in edges)
        owners = [edge.owner for edge in edges]
    links = [(-weight, a, b) if a < b else (-weight, b, a) for a, b, weight in placed]
    if any(a < 0 or a == b or isnan(minus) for minus, a, b in links):
        raise LinkageRefused("A link must be between two different records that are given, with a weight.")
    return links, owners


def _once(edges: Iterable[Edge]) -> list[Edge]:
    """Each pair once, by the strongest of its links; what is no number stays to be refused."""
    strongest: dict[tuple[RecordId, RecordId], Edge] = {}
    for edge in edges:
        pair = (edge.a, edge.b) if edge.a < edge.b else (edge.b, edge.a)
        held = strongest.get(pair)
        if held is None or isnan(edge.weight) or (edge.weight, edge.owner) > (held.weight, held.owner):
            strongest[pair] = edge
    return list(strongest.values())


def _strongest_first(links: list[Link], count: int) -> None:
    """In place, ties by place. Two sorts by one number each take half the time of one by tuples."""
    links.sort(key=lambda link: link[1] * count + link[2])
    links.sort(key=itemgetter(0))


def _refusal(
    partition: Partition, records: Sequence[Norm], link: Link, vetoes: Sequence[Rule], size: int
) -> str | None:
    _, a, b = link
    if partition.kept_apart(a, b):
        return DECIDED
    ones, others = partition.members(partition.root[a]), partition.members(partition.root[b])
    if len(ones) + len(others) > size:
        return SIZE
    return forbidding(vetoes, [records[i] for i in ones], [records[i] for i in others])


def _join(
    partition: Partition, roll: _Roll, links: Iterable[Link], vetoes: Sequence[Rule], size: int
) -> list[Veto]:
    """Kruskal: `links` come strongest first."""
    refused = []
    root = partition.root
    for link in links:
        _, a, b = link
        if root[a] == root[b]:
            continue
        rule = _refusal(partition, roll.records, link, vetoes, size)
        if rule is None:
            partition.join(a, b)
        else:
            refused.append(Veto(roll.ids[a], roll.ids[b], rule))
    return refused


def _average(
    partition: Partition, links: Iterable[Link], decided: Sequence[Placed], auto: float, average: float
) -> list[list[int]]:
    """The groups, those of three and more taken apart where the average support is below `average`."""
    root, crowds = partition.root, partition.crowds()
    inside: dict[int, dict[tuple[int, int], float]] = {crowd: {} for crowd in crowds}
    for minus, a, b in links:
        if root[a] == root[b] and root[a] in crowds:
            inside[root[a]].setdefault((a, b), -minus)  # the strongest of a pair comes first
    must: dict[int, list[tuple[int, int]]] = {}
    for a, b, decision in decided:
        if decision.same and root[a] == root[b]:
            must.setdefault(root[a], []).append((a, b))
    found: list[list[int]] = []
    for group in partition.groups():
        crowd = root[group[0]]
        if crowd in crowds:
            found += _parts(group, inside[crowd], must.get(crowd, ()), auto, average)
        else:
            found.append(group)
    return sorted(found)


def _parts(
    group: list[int],
    pairs: Mapping[tuple[int, int], float],
    must: Sequence[tuple[int, int]],
    auto: float,
    average: float,
) -> list[list[int]]:
    linked = len(group) * (len(group) - 1) // 2 == len(pairs) and min(pairs.values()) >= max(auto, average)
    # Most groups: everyone is linked with everyone, so no average can fall short.
    return [group] if linked else averaged(group, pairs, must, auto=auto, average=average)


def cluster(
    records: Records,
    edges: Links,
    decisions: Iterable[Decision] = (),
    *,
    auto: float,
    vetoes: Sequence[Rule] = DEFAULT,
    size: int = 12,
    average: float | None = None,
) -> Clusters:
    """The partition of `records`; `auto` and `average` in bits, `size` the most members a link may make.

    Decisions on records that are not given bind nothing. Raises LinkageRefused for a record given twice, a
    link to an unknown record, a link or a decision of a record with itself, a weight that is no number.
    """
    roll = _Roll(records)
    links, owners = _links(roll, edges)
    if average is None:
        links = [link for link in links if -link[0] >= auto]
    partition = Partition(len(roll.ids))
    decided = _placed(roll, decisions)
    conflicts = _decide(partition, decided)
    contested = [] if average is None else _contest(links, owners, roll.records, partition.root)
    _strongest_first(links, len(roll.ids))
    refused = _join(partition, roll, (link for link in links if -link[0] >= auto), vetoes, size)
    groups = partition.groups() if average is None else _average(partition, links, decided, auto, average)
    root = partition.root
    refused += [
        Veto(roll.ids[a], roll.ids[b], RIVAL)
        for (a, b), before, left in contested
        if root[a] != root[b] and before >= auto > left
    ]
    return Clusters(
        tuple(tuple(roll.ids[place] for place in group) for group in groups),
        tuple(sorted(set(refused))),
        tuple(conflicts),
        {(roll.ids[a], roll.ids[b]): left for (a, b), _, left in contested},
    )


def _contest(
    links: list[Link], owners: Sequence[float], records: Sequence[Norm], root: Sequence[int]
) -> list[tuple[tuple[int, int], float, float]]:
    """Takes off the links what their rivals do; returns these pairs, with their bits before and after."""
    contested = []
    for at, bits in taken_by_rivals(links, owners, records, root):
        minus, a, b = links[at]
        links[at] = minus + bits, a, b
        contested.append(((a, b), -minus, -minus - bits))
    return contested


def _placed(roll: _Roll, decisions: Iterable[Decision]) -> list[Placed]:
    bound = binding(decisions)
    places = roll.places() if bound else {}
    return [(places[d.a], places[d.b], d) for d in bound if d.a in places and d.b in places]
