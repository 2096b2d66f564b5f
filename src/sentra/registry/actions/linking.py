"""Rows of a batch against the register, before anything is saved: which business does each describe?

Sure matches attach, unsure ones wait for a person, the rest create. The engine judges pairs; here its
answer becomes a verdict on each row, with the evidence kept beside it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from typing import Any, NamedTuple

from sentra.engines import linkage, sheets
from sentra.registry import queries, rules
from sentra.registry.catalogue.meetings import left_out
from sentra.registry.models import Batch, LikenessState, RowVerdict, Source
from sentra.registry.queries.normal import normal_forms, raw

MOST_JOINED = 11  # rows of one list on one business without a question, however long its history
WAITING = "waiting"  # the rule that leaves a row that waits to the person who is asked
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
    mark: str = ""

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
            "mark": self.mark,
        }


@dataclass(slots=True)
class Linked:
    """What linking says of the rows of a batch; records are given by their ids."""

    follows: dict[int, int] = field(default_factory=dict)  # row -> the record it joins
    waiting: set[int] = field(default_factory=set)  # rows that wait for a person's word
    beside: dict[int, int] = field(default_factory=dict)  # waiting row -> the first of those it waits with
    evidence: list[Evidence] = field(default_factory=list)
    most_on_one: int = 0  # rows that are surely alike one business, or one of them, before any limit
    absurd: sheets.Sentence | None = None  # why all this cannot be true
    prior: float = 0.0  # bits, of the model that weighed the evidence
    left_out: list[sheets.Stored] = field(default_factory=list)  # sentences: by what rows were not compared

    def doubles(self, rows: Collection[int]) -> int:
        """How many of the rows join another of them."""
        return sum(1 for one in (*self.follows.values(), *self.beside.values()) if one in rows)

    def verdict(self, row: int) -> str:
        if row in self.waiting:
            return RowVerdict.REVIEW
        return RowVerdict.ATTACH if row in self.follows else RowVerdict.CREATE


@dataclass(frozen=True, slots=True)
class Register:
    """The records that new rows are compared with: those in effect, and those that wait for a word.

    `business` is what a record describes; of one that waits a number below zero, which it shares with those
    that are the same.
    """

    norms: Norms
    business: Mapping[linkage.RecordId, int]
    first: Mapping[linkage.RecordId, int]  # record -> the oldest recorded under the same number


def link_rows(source: Source, rows: Iterable[linkage.Raw], *, replaced: Collection[int] = ()) -> Linked:
    """Judges rows of a source that would create a business; their ids are numbers. Nothing is written.

    `replaced`: rows that wait and of which these say something new.
    """
    known = _register(source, replaced)
    if not known.norms and source.creates:
        return Linked()
    fresh = {norm.id: norm for norm in normal_forms(rows)}
    index = linkage.Index(known.norms.values())
    model = queries.link_model()
    found = linkage.link(fresh.values(), index, model, min_weight=linkage.DOUBTFUL)
    edges = list(islice(found, rules.most_likenesses(len(fresh)) + 1))
    if absurd := rules.too_alike(len(fresh), len(edges)):
        return Linked(absurd=absurd)
    linked = _Judge(source, fresh, known, edges, queries.learned()).linked()
    linked.prior = model.prior
    linked.absurd = rules.absurd(len(fresh), linked.doubles({*map(int, fresh)}), linked.most_on_one)
    among = () if source.creates else fresh.values()
    linked.left_out = [sheets.stored(left_out(one)) for one in index.dropped(among)]
    return linked


def _register(source: Source, replaced: Collection[int]) -> Register:
    """A list that holds one row a business is not compared with itself."""
    other_than = source if source.creates else None
    rows = list(queries.described(without=other_than))
    waiting = [(row, -head) for row, head in queries.waiting_rows(without=other_than, replaced=replaced)]
    norms = {norm.id: norm for norm in normal_forms(raw(row) for row, _unit in (*rows, *waiting))}
    business = {linkage.RecordId(str(row.pk)): unit for row, unit in (*rows, *waiting)}
    ids = [linkage.RecordId(str(row.pk)) for row, _business in rows]
    under = [vars(row)["under"] for row, _business in rows]
    oldest = {one: row.pk for one, (row, _business) in reversed(list(zip(under, rows, strict=True)))}
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
        told = list(queries.decisions(self.records, self.edges))
        self.bound = {
            (word.a, word.b): word for word in sorted(told, key=lambda word: (word.at, not word.same))
        }
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
            linkage.Rule(WAITING, self._unsettled),
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
        one, other = self._units_of(a, b)
        return one != other and one > 0 and other > 0

    def _unsettled(self, a: linkage.Norm, b: linkage.Norm) -> bool:
        """Nor does it answer for a row that waits what it is the same as."""
        one, other = self._units_of(a, b)
        return one != other and min(one, other) < 0 and 0 not in (one, other)

    def _units_of(self, *norms: linkage.Norm) -> list[int]:
        """What known records describe or wait with, 0 for new rows."""
        return [self.known.business.get(norm.id, 0) for norm in norms]

    def _nearest(self) -> dict[int, linkage.RecordId]:
        """The known record that speaks the most for each row, of the business it joins."""
        joined = [(e.weight, row, to) for e, row, to in self._outward() if self.place[row] == self.place[to]]
        return {int(row): record for _weight, row, record in sorted(joined)}

    def linked(self) -> Linked:
        tasks = self._tasks()
        asked = {self.place[record] for task in tasks for edge in task.edges for record in (edge.a, edge.b)}
        found = Linked(most_on_one=self._most_alike())
        for at, group in enumerate(self.clusters.groups):
            self._judge(group, found, asked=at in asked)
        found.evidence = [*self._sure(found.waiting), *self._apart(), *self._unsure(tasks)]
        return found

    def _most_alike(self) -> int:
        """Rows that are surely alike one business or row; clusters stop at a dozen and would not tell."""
        alike: dict[int | str, set[str]] = defaultdict(set)
        for edge in self.edges:
            if edge.weight >= linkage.SURE:
                for row, to in ((edge.a, edge.b), (edge.b, edge.a)):
                    if row in self.fresh:
                        alike[self.known.business.get(to, to)].add(row)
        return max((len(rows) + (unit in self.fresh) for unit, rows in alike.items()), default=0)

    def _judge(self, group: Sequence[linkage.RecordId], found: Linked, *, asked: bool) -> None:
        """The rows of one cluster join its business; without one, the first row makes it, or all wait, as
        they do with a row that waits."""
        rows = sorted(int(record) for record in group if record in self.fresh)
        known = [record for record in group if record in self.known.first]
        if known:
            found.follows |= {row: self.known.first[self.nearest.get(row, known[0])] for row in rows}
            return
        waits = [int(record) for record in group if record in self.known.business]
        joins = dict.fromkeys(rows if waits else rows[1:], min(waits or rows, default=0))
        if asked or waits:
            found.waiting.update(rows)
            found.beside |= joins
        else:
            found.follows |= joins

    def _tasks(self) -> list[linkage.Task]:
        """What a person must judge: unsure pairs of rows that found no business."""
        open_edges = [edge for edge in self.edges if not (self._placed(edge.a) and self._placed(edge.b))]
        return linkage.review_queue(
            self.records,
            self.clusters,
            open_edges,
            self.decisions,
            review=linkage.LIKELY,
            auto=linkage.SURE,
            rank=queries.consequences(),
            doubtful=linkage.DOUBTFUL_VETOES | {WAITING},
        )

    def _placed(self, record: linkage.RecordId) -> bool:
        return any(one in self.known.first for one in self.clusters.groups[self.place[record]])

    def _sure(self, waiting: Collection[int]) -> Iterator[Evidence]:
        """For each row that joined others the strongest pair that holds it there, and what a person's word
        held; of rows that wait also what holds them together, so that one answer places them all."""
        best: dict[linkage.RecordId, linkage.Edge] = {}
        for edge in self._within():
            row = max(edge.a, edge.b, key=int)
            if row not in best or edge.weight > best[row].weight:
                best[row] = edge
        held = [edge for edge in self._within() if (edge.a, edge.b) in self.bound]
        telling = (*best.values(), *held, *self._holding(waiting))
        for pair, edge in {(edge.a, edge.b): edge for edge in telling}.items():
            yield Evidence(edge, LikenessState.SURE, mark=self.bound[pair].data if pair in self.bound else "")

    def _within(self) -> Iterator[linkage.Edge]:
        """Links inside a cluster."""
        return (edge for edge in self.edges if self.place[edge.a] == self.place[edge.b])

    def _holding(self, waiting: Collection[int]) -> Iterator[linkage.Edge]:
        """The strongest links without which rows that wait as one would fall apart."""
        links = [e for e in self._within() if int(e.a) in waiting or int(e.b) in waiting]
        root: dict[linkage.RecordId, linkage.RecordId | int] = {
            end: self.known.business.get(end, end) for edge in links for end in (edge.a, edge.b)
        }
        for edge in sorted(links, key=lambda edge: (-edge.weight, edge.a, edge.b)):
            one, other = root[edge.a], root[edge.b]
            if one != other:
                root |= {end: one for end, of in root.items() if of == other}
                yield edge

    def _apart(self) -> Iterator[Evidence]:
        """Pairs that a person's word on rows that say the same keeps apart."""
        for edge in self.edges:
            word = self.bound.get((edge.a, edge.b))
            if word and not word.same and self.place[edge.a] != self.place[edge.b]:
                yield Evidence(edge, LikenessState.KEPT, mark=word.data)

    def _unsure(self, tasks: Iterable[linkage.Task]) -> Iterator[Evidence]:
        vetoes = {frozenset((veto.a, veto.b)): veto.rule for veto in self.clusters.vetoes}
        for task in tasks:
            for edge in task.edges:
                rule = vetoes.get(frozenset((edge.a, edge.b)), "")
                told = self.features[edge.a, edge.b]
                mark = queries.mark(self.records[edge.a], self.records[edge.b])
                yield Evidence(edge, LikenessState.OPEN, task.key, task.urgency, rule, told, mark)


def standing(
    members: Iterable[linkage.RecordId], business: Mapping[linkage.RecordId, int]
) -> Iterator[linkage.Decision]:
    """That the records of one business are one, as the register has it."""
    first: dict[int, linkage.RecordId] = {}
    for record in members:
        head = first.setdefault(business[record], record)
        if head != record:
            yield linkage.Decision(head, record, True, "", EPOCH, "")
