"""What linkage knows and asks: the records in effect, people's decisions, open questions, evidence."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from django.db.models import F, Q, QuerySet

from sentra.base.people import vault
from sentra.engines import linkage
from sentra.registry.models import (
    Batch,
    BatchState,
    Decision,
    Likeness,
    LikenessState,
    LinkModel,
    RowVerdict,
    Source,
    SourceRecord,
)

CHUNK = 500
ONE = (LikenessState.SURE, LikenessState.SAME)  # what makes one of two rows
SAID = tuple(name for name in linkage.COMPARED if name != "id")  # a row that comes again has another


# For the actions of this room: no person asks here, so no `by`.


def link_model() -> linkage.Model:
    """The weights in force: the newest that were fitted, else those the product comes with."""
    stored = LinkModel.objects.order_by("-at", "-pk").values_list("weights", flat=True).first()
    return linkage.load_model(json.dumps(stored)) if stored else linkage.starting_model()


def learned() -> linkage.Learned | None:
    """What people's answers taught, if they did."""
    stored = (
        LinkModel.objects.exclude(learned=None)
        .order_by("-at", "-pk")
        .values_list("learned", flat=True)
        .first()
    )
    return linkage.Learned(**{**stored, **_as_tuples(stored)}) if stored else None


def _as_tuples(stored: Mapping[str, Any]) -> dict[str, tuple[float, ...]]:
    return {name: tuple(value) for name, value in stored.items() if isinstance(value, list)}


def described(*, without: Source | None = None) -> Iterator[tuple[SourceRecord, int]]:
    """Records in effect, oldest first, each with the id of the business it describes; `under` of a record is
    the id it was recorded under."""
    rows = SourceRecord.objects.filter(membership__in_effect=True)
    if without is not None:
        rows = rows.exclude(source=without)
    places = {"business": F("membership__business__canonical"), "under": F("membership__business")}
    rows = rows.annotate(**places).select_related("source", "subject")
    for row in rows.defer("cells", "problems", "changes", "keys").order_by("pk").iterator(chunk_size=2000):
        yield row, vars(row)["business"]


def waiting_rows(
    *, without: Source | None = None, replaced: Collection[int] = ()
) -> Iterator[tuple[SourceRecord, int]]:
    """Rows that wait for a person's word, oldest first, each with the first of those that are surely or by
    somebody's word the same; not those that a new edition replaces."""
    heads = {row: group[0] for group in waiting_groups() for row in group if row not in replaced}
    rows = _unplaced() if without is None else _unplaced().exclude(source=without)
    rows = rows.select_related("source", "subject").defer("cells", "problems", "changes", "keys")
    for row in rows.order_by("pk").iterator(chunk_size=2000):
        if row.pk in heads:
            yield row, heads[row.pk]


def waiting_groups() -> list[list[int]]:
    """All rows that wait, by what they are the same as; the oldest first within a group and among groups."""
    gone = replaced_rows()
    waits = _unplaced().order_by("pk").values_list("pk", "follows")
    ids = {row: before for row, before in waits if row not in gone}
    sure = Likeness.objects.filter(state__in=ONE, record__in=_unplaced().values("pk"))
    pairs = [*sure.values_list("record", "other"), *ids.items()]
    return _hanging_together(list(ids), [(a, b) for a, b in pairs if a in ids and b in ids])


def _unplaced() -> QuerySet[SourceRecord]:
    """Rows that stand in the register, were asked about and describe no business."""
    asked = (RowVerdict.REVIEW, RowVerdict.UPDATE)  # an update, when what it follows was let go
    return SourceRecord.objects.filter(
        verdict__in=asked, membership__isnull=True, batch__state=BatchState.COMMITTED
    )


def _hanging_together(ids: Collection[int], pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    """What hangs together by the pairs, each in the order of `ids`."""
    group = {one: [one] for one in ids}
    for a, b in pairs:
        one, other = group[a], group[b]
        if one is not other:
            one += other
            group.update(dict.fromkeys(other, one))
    return sorted(sorted(one) for one in {id(one): one for one in group.values()}.values())


def replaced_rows() -> set[int]:
    """Rows that waited and of which a later edition, that stands, says something else."""
    stands = Batch.objects.filter(state=BatchState.COMMITTED)
    return {row for rows in stands.values_list("summary__replaced", flat=True) for row in rows or ()}


def stranded_groups() -> list[list[int]]:
    """Rows that wait though nothing is asked about them any more: what was asked went with another list."""
    asked = {end for ends in open_questions().values_list("record", "other") for end in ends}
    return [group for group in waiting_groups() if asked.isdisjoint(group)]


def consequences() -> dict[str, int]:
    """How much hangs on a list, by its key: lists of aid most."""
    return dict(Source.objects.values_list("key", "stakes"))


def mark(a: linkage.Norm, b: linkage.Norm) -> str:
    """A keyed digest of what two rows say, whatever their ids: equal means that nothing changed."""
    said = sorted(json.dumps([getattr(n, name) for name in SAID]) for n in (a, b))
    return vault.token("pair", "\n".join(said))


def decisions(
    records: Mapping[linkage.RecordId, linkage.Norm], edges: Iterable[linkage.Edge]
) -> Iterator[linkage.Decision]:
    """What people said of two rows that say the same as these; a pair that says something else is new.

    In the order in which it was said; `data` is the mark of the pair.
    """
    pairs: dict[str, list[linkage.Edge]] = defaultdict(list)  # rows that say the same have one mark
    for edge in edges:
        pairs[mark(records[edge.a], records[edge.b])].append(edge)
    marks = sorted(pairs)
    for start in range(0, len(marks), CHUNK):
        told = Decision.objects.filter(mark__in=marks[start : start + CHUNK], withdrawn_at=None)
        for one in told.order_by("pk"):
            for edge in pairs[one.mark]:
                told_by = str(one.by_id)
                yield linkage.Decision(edge.a, edge.b, one.same, told_by, one.at, one.reason, one.mark)


def stored_weights() -> Any:
    """The weights in force, as they are stored."""
    return json.loads(linkage.dump_model(link_model()))


def answered() -> QuerySet[Likeness]:
    """Pairs on which a person's word stands, oldest first."""
    return Likeness.objects.filter(state__in=(LikenessState.SAME, LikenessState.DIFFERENT)).order_by("pk")


def open_questions() -> QuerySet[Likeness]:
    """Pairs that wait for a person, of lists that stand in the register; as does what they ask about."""
    return Likeness.objects.filter(
        Q(batch=None) | Q(batch__state=BatchState.COMMITTED),
        _stands("record"),
        _stands("other"),
        state=LikenessState.OPEN,
    )


def _stands(end: str) -> Q:
    """Not of a list that was taken back, unless something else holds it in the register."""
    undone = Q(**{f"{end}__batch__isnull": False}) & ~Q(**{f"{end}__batch__state": BatchState.COMMITTED})
    return ~undone | Q(**{f"{end}__membership__in_effect": True})


def waiting_with(record: SourceRecord) -> list[SourceRecord]:
    """The record and those that wait as it does and are the same row or business, surely or by a person's
    word; oldest first. None when it does not wait."""
    ids = fresh = _waiting({record.pk})
    while fresh:
        sure = Likeness.objects.filter(state__in=ONE)
        ends = sure.filter(Q(record__in=fresh) | Q(other__in=fresh)).values_list("record", "other")
        met = {end for pair in ends for end in pair} | same_rows(fresh)
        fresh = _waiting(met - ids)
        ids = ids | fresh
    return list(SourceRecord.objects.filter(pk__in=ids).select_related("source", "batch").order_by("pk"))


def _waiting(record_ids: Collection[int]) -> set[int]:
    """Those that stand in the register and describe no business; what a newer edition replaces is over."""
    rows = SourceRecord.objects.filter(
        pk__in=record_ids, batch__state=BatchState.COMMITTED, membership__isnull=True
    )
    found = set(rows.values_list("pk", flat=True))
    return found - replaced_rows() if found else found


def same_rows(record_ids: Collection[int]) -> set[int]:
    """The records with what their lists said of the same rows before and after."""
    ids = fresh = set(record_ids)
    while fresh:
        later = SourceRecord.objects.filter(verdict=RowVerdict.UPDATE)
        pairs = later.filter(Q(pk__in=fresh) | Q(follows__in=fresh)).values_list("pk", "follows")
        fresh = {end for pair in pairs for end in pair if end} - ids
        ids = ids | fresh
    return ids
