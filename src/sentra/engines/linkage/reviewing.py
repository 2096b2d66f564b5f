"""What people are asked: groups of clusters that unsure links hold together, the weightiest question first.

A link is unsure when its weight lies from `review` up to `auto`, or when it was strong enough but an
identifier spoke against it (a veto on NIK or NIB, the size of the cluster, or a rival row of the same list).
A link to which rivals left next to nothing is not asked about: the question is about the rivals.
A pair that was decided is asked again only when the data that the person saw has changed since.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import NamedTuple

from sentra.engines.linkage.bands import DOUBTFUL
from sentra.engines.linkage.clustering import binding
from sentra.engines.linkage.problem import Clusters, Decision, Edge, LinkageRefused, Norm, RecordId
from sentra.engines.linkage.vetoes import RIVAL, SIZE

DOUBTFUL_VETOES = frozenset(("nik", "nib", SIZE, RIVAL))
UNKNOWN_RANK = 1
# What a person judges a pair by; a new edition of a list that says the same changes nothing.
COMPARED = tuple(name for name in Norm._fields if name not in {"source", "seen", "notes"})

Fingerprint = Callable[[Norm, Norm], str]
Pair = tuple[RecordId, RecordId]


class Task(NamedTuple):
    """One question. The score is to be hidden until the first answer is given."""

    key: str  # the same for the same records, whatever the run
    records: tuple[RecordId, ...]  # all members of the clusters in question, in order
    edges: tuple[Edge, ...]  # the unsure links between them, weakest first
    bottleneck: Edge  # the weakest link without which the records would fall apart
    uncertainty: float  # 0: sure, 1: even odds or evidence against evidence
    consequence: int  # the highest rank of the sources involved

    @property
    def urgency(self) -> float:
        return self.uncertainty * self.consequence


def fingerprinted(key: bytes) -> Fingerprint:
    """Says by what data a pair was judged, under `key` (16 to 64 bytes), or numbers could be guessed."""
    if not 16 <= len(key) <= 64:
        raise LinkageRefused("The key of a fingerprint has 16 to 64 bytes.")

    def fingerprint(a: Norm, b: Norm) -> str:
        sides = sorted(repr([getattr(norm, name) for name in COMPARED]) for norm in (a, b))
        return blake2b("\n".join(sides).encode(), key=key, digest_size=16).hexdigest()

    return fingerprint


def review_queue(
    records: Mapping[RecordId, Norm],
    clusters: Clusters,
    edges: Iterable[Edge],
    decisions: Iterable[Decision] = (),
    *,
    review: float,
    auto: float,
    rank: Mapping[str, int],
    fingerprint: Fingerprint | None = None,
    doubtful: Collection[str] = DOUBTFUL_VETOES,
    most: int = 8,
) -> list[Task]:
    """The open questions, most urgent first (ties by key). `review` and `auto` in bits.

    `rank` says how much hangs on a source (aid lists highest); an unknown source has rank 1. A task holds at
    most `most` clusters; a link that would make it larger is a question of another task. Without
    `fingerprint` a decided pair is never asked again. A strong link that one of the rules `doubtful` forbade
    is asked about.
    """
    if review > auto:
        raise LinkageRefused("Review must not begin above what is linked by itself.")
    place = {record: i for i, group in enumerate(clusters.groups) for record in group}
    answers = _Answers(records, decisions, fingerprint, place)
    vetoed = {_pair(veto.a, veto.b) for veto in clusters.vetoes if veto.rule in doubtful}
    lost = {pair for pair, left in clusters.contested.items() if left < DOUBTFUL}
    unsure = [edge for edge in edges if _is_unsure(edge, place, answers, (lost, vetoed), (review, auto))]
    unsure.sort(key=lambda edge: (-edge.weight, *_pair(edge.a, edge.b)))
    tasks = [_task(group, records, clusters, rank, auto) for group in _grouped(unsure, place, most)]
    return sorted(tasks, key=lambda task: (-task.urgency, task.key))


def _pair(a: RecordId, b: RecordId) -> Pair:
    return (a, b) if a < b else (b, a)


class _Answers:
    """What need not be asked, and what must be asked again because the data changed."""

    def __init__(
        self,
        records: Mapping[RecordId, Norm],
        decisions: Iterable[Decision],
        fingerprint: Fingerprint | None,
        place: Mapping[RecordId, int],
    ) -> None:
        self.stale: dict[Pair, Decision] = {}
        self.settled: set[Pair] = set()
        self.apart: set[tuple[int, int]] = set()
        for decision in binding(decisions):
            a, b = _pair(decision.a, decision.b)
            if a not in records or b not in records:
                continue
            if decision.data and fingerprint and decision.data != fingerprint(records[a], records[b]):
                self.stale[a, b] = decision
            else:
                self.settled.add((a, b))
            if not decision.same and (a, b) in self.settled:
                self.apart |= {(place[a], place[b]), (place[b], place[a])}


def _is_unsure(
    edge: Edge,
    place: Mapping[RecordId, int],
    answers: _Answers,
    told: tuple[Collection[Pair], Collection[Pair]],
    limits: tuple[float, float],
) -> bool:
    pair, (lost, vetoed), (review, auto) = _pair(edge.a, edge.b), told, limits
    if pair in answers.settled or (place[edge.a], place[edge.b]) in answers.apart:
        return False
    stale = answers.stale.get(pair)
    if stale is not None:
        return edge.weight < auto if stale.same else edge.weight >= review
    if place[edge.a] == place[edge.b] or pair in lost:
        return False
    return review <= edge.weight < auto or (edge.weight >= auto and pair in vetoed)


class _Group:
    """Clusters that unsure links hold together; links come strongest first."""

    def __init__(self, clusters: Iterable[int]) -> None:
        self.clusters = set(clusters)
        self.edges: list[Edge] = []
        self.bottleneck: Edge | None = None  # the last link that was needed to hold it together

    def absorb(self, other: "_Group", edge: Edge) -> None:
        if other is not self:
            self.clusters |= other.clusters
            self.edges += other.edges
            self.bottleneck = edge
        self.edges.append(edge)


def _grouped(unsure: Sequence[Edge], place: Mapping[RecordId, int], most: int) -> Iterator[_Group]:
    """Every unsure link is in one group; what would make a group too large is grouped in a next round."""
    while unsure:
        groups: dict[int, _Group] = {}
        later: list[Edge] = []
        for edge in unsure:
            one, other = (groups.setdefault(c, _Group([c])) for c in (place[edge.a], place[edge.b]))
            if one is not other and len(one.clusters) + len(other.clusters) > max(most, 2):
                later.append(edge)
                continue
            one.absorb(other, edge)
            groups.update(dict.fromkeys(other.clusters, one))
        yield from {id(group): group for group in groups.values() if group.edges}.values()
        unsure = later


def _task(
    group: _Group,
    records: Mapping[RecordId, Norm],
    clusters: Clusters,
    rank: Mapping[str, int],
    auto: float,
) -> Task:
    members = tuple(sorted(record for number in group.clusters for record in clusters.groups[number]))
    edges = tuple(sorted(group.edges, key=lambda edge: (edge.weight, *_pair(edge.a, edge.b))))
    return Task(
        blake2b("\n".join(members).encode(), digest_size=12).hexdigest(),
        members,
        edges,
        group.bottleneck or edges[0],
        max(1.0 if edge.weight >= auto else doubt(edge) for edge in edges),
        max(rank.get(records[record].source, UNKNOWN_RANK) for record in members),
    )


def doubt(edge: Edge) -> float:
    """0: sure either way, 1: even odds."""
    return 1.0 - abs(2.0 * edge.probability - 1.0)
