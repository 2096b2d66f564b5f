"""Rows of a batch against the register, before anything is saved: which business does each describe?

Sure matches attach, unsure ones wait for a person, the rest create. The engine judges pairs; here its
answer becomes a verdict on each row, with the evidence kept beside it.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sentra.engines import linkage
from sentra.registry import queries
from sentra.registry.models import Batch, LikenessState, RowVerdict, Source
from sentra.registry.queries.normal import normal_forms, raw

MOST_JOINED = 11  # rows of one list on one business without a question, however long its history
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)  # before any person's word

Norms = Mapping[linkage.RecordId, linkage.Norm]


class Evidence(NamedTuple):
    """A pair worth keeping, and what is to become of it."""

    edge: linkage.Edge
    state: str
    group: str = ""
    priority: float = 0.0
    veto: str = ""
    features: Sequence[float] = ()

    def columns(self, batch: Batch | None, prior: float) -> dict[str, Any]:
        """As a likeness is stored: the row of the batch first, the older record beside it."""
        other, row = sorted((int(self.edge.a), int(self.edge.b)))
        return {
            "record_id": row,
            "other_id": other,
            "batch_id": batch.pk if batch else None,
            "group": self.group,
            "weight": self.edge.weight,
            "prior": prior,
            "parts": [list(part) for part in self.edge.parts],
            "features": list(self.features),
            "model": self.edge.model,
            "veto": self.veto,
            "priority": self.priority,
            "state": self.state,
        }


@dataclass(slots=True)
class Linked:
    """What linking says of the rows of a batch; records are given by their ids."""

    follows: dict[int, int] = field(default_factory=dict)  # row -> the record it joins
    waiting: set[int] = field(default_factory=set)  # rows that wait for a person's word
    beside: dict[int, int] = field(default_factory=dict)  # waiting row -> the first of those it waits with
    evidence: list[Evidence] = field(default_factory=list)
    prior: float = 0.0  # bits, of the model that weighed the evidence

    def doubles(self, rows: Collection[int]) -> int:
        """How many of the rows join another of them."""
        return sum(1 for one in self._equals() if one in rows)

    @property
    def most_on_one(self) -> int:
        """The most rows that join one business."""
        return max(Counter(self._equals()).values(), default=0)

    def _equals(self) -> Iterable[int]:
        return (*self.follows.values(), *self.beside.values())

    def verdict(self, row: int) -> str:
        if row in self.waiting:
            return RowVerdict.REVIEW
        return RowVerdict.ATTACH if row in self.follows else RowVerdict.CREATE


@dataclass(frozen=True, slots=True)
class Register:
    """The records in effect that new rows are compared with, and the business each describes."""

    norms: Norms
    business: Mapping[linkage.RecordId, int]
    first: Mapping[linkage.RecordId, int]  # record -> the oldest recorded under the same number


def link_rows(source: Source, rows: Iterable[linkage.Raw]) -> Linked:
    """Judges rows of a source that would create a business; their ids are numbers. Nothing is written."""
    known = _register(source)
    if not known.norms and source.creates:
        return Linked()
    fresh = {norm.id: norm for norm in normal_forms(rows)}
    index = linkage.Index(known.norms.values())
    model = queries.link_model()
    edges = list(linkage.link(fresh.values(), index, model, min_weight=linkage.DOUBTFUL))
    linked = _Judge(source, fresh, known, edges, queries.learned()).linked()
    linked.prior = model.prior
    return linked


def _register(source: Source) -> Register:
    """A list that holds one row a business is not compared with itself."""
    rows = list(queries.described(without=source if source.creates else None))
    norms = {norm.id: norm for norm in normal_forms(raw(row) for row, _business in rows)}
    ids = [linkage.RecordId(str(row.pk)) for row, _business in rows]
    under = [vars(row)["under"] for row, _business in rows]
    oldest = {one: row.pk for one, (row, _business) in reversed(list(zip(under, rows, strict=True)))}
    business = dict(zip(ids, (one for _row, one in rows), strict=True))
    return Register(norms, business, {record: oldest[one] for record, one in zip(ids, under, strict=True)})


class _Judge:
    """One batch: clusters of new rows and of the known records they touch."""

    def __init__(
        self,
        source: Source,
        fresh: Norms,
        known: Register,
        edges: Sequence[linkage.Edge],
        learned: linkage.Learned | None,
    ) -> None:
        self.source, self.fresh, self.known = source, fresh, known
        scored = [edge for edge in edges if not self._same_list(edge)]
        touched = {end for edge in scored for end in (edge.a, edge.b)} - fresh.keys()
        units = {known.business[record] for record in touched}
        members = {r: known.norms[r] for r, unit in known.business.items() if unit in units}
        self.units: dict[int, list[linkage.Norm]] = defaultdict(list)
        for record, norm in members.items():
            self.units[known.business[record]].append(norm)
        self.longest = max(map(len, self.units.values()), default=1)
        self.records = {**fresh, **members}
        told_by = linkage.features(self.records, scored)
        self.features = {(edge.a, edge.b): row for edge, row in zip(scored, told_by, strict=True)}
        self.edges = linkage.rerank(scored, told_by, learned)
        told = queries.decisions(self.records, self.edges)
        self.decisions = [*told, *standing(members, known.business)]
        self.clusters = self._clustered()
        self.place = {record: at for at, group in enumerate(self.clusters.groups) for record in group}
        self.nearest = self._nearest()

    def _same_list(self, edge: linkage.Edge) -> bool:
        """Two rows of a list that holds one row a business."""
        return self.source.creates and edge.a in self.fresh and edge.b in self.fresh

    def _clustered(self) -> linkage.Clusters:
        vetoes = (
            *map(self._overruled, linkage.DEFAULT_VETOES),
            linkage.Rule("established", self._established),
            linkage.Rule("one_list", self._one_list),
        )
        return linkage.cluster(
            self.records,
            [*self.edges, *self._as_one()],
            self.decisions,
            auto=linkage.SURE,
            vetoes=vetoes,
            size=MOST_JOINED + self.longest,
            average=linkage.SUPPORTED,
        )

    def _overruled(self, rule: linkage.Rule) -> linkage.Rule:
        """The rule, without what it forbids of records that people made one: a row that may stand with one
        of them may stand with all."""

        def allowed(row: linkage.Norm, record: linkage.Norm) -> bool:
            beside = self.units.get(self.known.business.get(record.id, 0), ())
            return any(rule.forbids(one, record) and not rule.forbids(one, row) for one in beside)

        def forbids(a: linkage.Norm, b: linkage.Norm) -> bool:
            return rule.forbids(a, b) and not allowed(a, b) and not allowed(b, a)

        return linkage.Rule(rule.key, forbids)

    def _as_one(self) -> Iterator[linkage.Edge]:
        """A business is met as a whole: records of it that say too little to be compared, as what a person
        typed does, do not weigh against a link to the others."""
        met: dict[tuple[linkage.RecordId, int], list[tuple[float, linkage.RecordId]]] = defaultdict(list)
        for edge, row, record in self._outward():
            met[row, self.known.business[record]].append((edge.weight, record))
        for (row, unit), found in met.items():
            said = {record for _weight, record in found}
            for silent in (norm.id for norm in self.units[unit] if norm.id not in said):
                yield linkage.Edge(row, silent, max(found)[0], (), "")

    def _outward(self) -> Iterator[tuple[linkage.Edge, linkage.RecordId, linkage.RecordId]]:
        """Links between a row and a known record, in this order."""
        for edge in self.edges:
            if edge.a in self.fresh and edge.b in self.known.business:
                yield edge, edge.a, edge.b
            if edge.b in self.fresh and edge.a in self.known.business:
                yield edge, edge.b, edge.a

    def _one_list(self, a: linkage.Norm, b: linkage.Norm) -> bool:
        """Nor do two rows of such a list become one by way of a third record."""
        return self.source.creates and a.id in self.fresh and b.id in self.fresh

    def _established(self, a: linkage.Norm, b: linkage.Norm) -> bool:
        """An import never makes one of two businesses that stand in the register: a person does."""
        one, other = self.known.business.get(a.id), self.known.business.get(b.id)
        return one is not None and other is not None and one != other

    def _nearest(self) -> dict[int, linkage.RecordId]:
        """The known record that speaks the most for each row, of the business it joins."""
        joined = [(e.weight, row, to) for e, row, to in self._outward() if self.place[row] == self.place[to]]
        return {int(row): record for _weight, row, record in sorted(joined)}

    def linked(self) -> Linked:
        tasks = self._tasks()
        asked = {self.place[record] for task in tasks for edge in task.edges for record in (edge.a, edge.b)}
        found = Linked()
        for at, group in enumerate(self.clusters.groups):
            self._judge(group, found, asked=at in asked)
        found.evidence = [*self._sure(), *self._unsure(tasks)]
        return found

    def _judge(self, group: Sequence[linkage.RecordId], found: Linked, *, asked: bool) -> None:
        """The rows of one cluster join its business; without one, the first row makes it, or all wait."""
        rows = sorted(int(record) for record in group if record in self.fresh)
        known = [record for record in group if record in self.known.business]
        if known:
            found.follows |= {row: self.known.first[self.nearest.get(row, known[0])] for row in rows}
            return
        joins = dict.fromkeys(rows[1:], rows[0]) if rows else {}
        if asked:
            found.waiting.update(rows)
            found.beside |= joins
        else:
            found.follows |= joins

    def _unit(self, group: Iterable[linkage.RecordId]) -> int | None:
        return next((self.known.business[r] for r in group if r in self.known.business), None)

    def _tasks(self) -> list[linkage.Task]:
        """What a person must judge: unsure pairs of rows that found no business."""
        open_edges = [edge for edge in self.edges if not (self._placed(edge.a) and self._placed(edge.b))]
        return linkage.review_queue(
            self.records,
            self.clusters,
            open_edges,
            self.decisions,
            review=linkage.DOUBTFUL,
            auto=linkage.SURE,
            rank=queries.consequences(),
        )

    def _placed(self, record: linkage.RecordId) -> bool:
        return self._unit(self.clusters.groups[self.place[record]]) is not None

    def _sure(self) -> Iterator[Evidence]:
        """For each row that joined others the strongest pair that holds it there."""
        best: dict[linkage.RecordId, linkage.Edge] = {}
        for edge in self.edges:
            if self.place[edge.a] == self.place[edge.b]:
                row = max(edge.a, edge.b, key=int)
                if row not in best or edge.weight > best[row].weight:
                    best[row] = edge
        for edge in best.values():
            yield Evidence(edge, LikenessState.SURE)

    def _unsure(self, tasks: Iterable[linkage.Task]) -> Iterator[Evidence]:
        vetoes = {frozenset((veto.a, veto.b)): veto.rule for veto in self.clusters.vetoes}
        for task in tasks:
            for edge in task.edges:
                rule = vetoes.get(frozenset((edge.a, edge.b)), "")
                told = self.features[edge.a, edge.b]
                yield Evidence(edge, LikenessState.OPEN, task.key, task.urgency, rule, told)


def standing(
    members: Iterable[linkage.RecordId], business: Mapping[linkage.RecordId, int]
) -> Iterator[linkage.Decision]:
    """That the records of one business are one, as the register has it."""
    first: dict[int, linkage.RecordId] = {}
    for record in members:
        head = first.setdefault(business[record], record)
        if head != record:
            yield linkage.Decision(head, record, True, "", EPOCH, "")
