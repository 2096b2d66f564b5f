"""What linkage knows and asks: the records in effect, people's decisions, open questions, evidence."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from django.db.models import F, Q, QuerySet

from sentra.base.people import vault
from sentra.engines import linkage
from sentra.registry.models import (
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
    """What people said of two rows that say the same as these; a pair that says something else is new."""
    pairs: dict[str, list[linkage.Edge]] = defaultdict(list)  # rows that say the same have one mark
    for edge in edges:
        pairs[mark(records[edge.a], records[edge.b])].append(edge)
    marks = sorted(pairs)
    for start in range(0, len(marks), CHUNK):
        told = Decision.objects.filter(mark__in=marks[start : start + CHUNK], withdrawn_at=None)
        for one in told.order_by("pk"):
            for edge in pairs[one.mark]:
                yield linkage.Decision(edge.a, edge.b, one.same, str(one.by_id), one.at, one.reason)


def stored_weights() -> Any:
    """The weights in force, as they are stored."""
    return json.loads(linkage.dump_model(link_model()))


def answered() -> QuerySet[Likeness]:
    """Pairs on which a person's word stands, oldest first."""
    return Likeness.objects.filter(state__in=(LikenessState.SAME, LikenessState.DIFFERENT)).order_by("pk")


def open_questions() -> QuerySet[Likeness]:
    """Pairs that wait for a person, of lists that stand in the register."""
    return Likeness.objects.filter(state=LikenessState.OPEN).filter(
        Q(batch=None) | Q(batch__state=BatchState.COMMITTED)
    )


def waiting_with(record: SourceRecord) -> list[SourceRecord]:
    """The record and those that wait as it does and are the same row or business, surely or by a person's
    word; oldest first. None when it does not wait."""
    ids = fresh = _waiting({record.pk})
    while fresh:
        sure = Likeness.objects.filter(state__in=(LikenessState.SURE, LikenessState.SAME))
        ends = sure.filter(Q(record__in=fresh) | Q(other__in=fresh)).values_list("record", "other")
        met = {end for pair in ends for end in pair} | same_rows(fresh)
        fresh = _waiting(met - ids)
        ids = ids | fresh
    return list(SourceRecord.objects.filter(pk__in=ids).select_related("source", "batch").order_by("pk"))


def _waiting(record_ids: Collection[int]) -> set[int]:
    """Those that stand in the register and describe no business."""
    rows = SourceRecord.objects.filter(
        pk__in=record_ids, batch__state=BatchState.COMMITTED, membership__isnull=True
    )
    return set(rows.values_list("pk", flat=True))


def same_rows(record_ids: Collection[int]) -> set[int]:
    """The records with what their lists said of the same rows before and after."""
    ids = fresh = set(record_ids)
    while fresh:
        later = SourceRecord.objects.filter(verdict=RowVerdict.UPDATE)
        pairs = later.filter(Q(pk__in=fresh) | Q(follows__in=fresh)).values_list("pk", "follows")
        fresh = {end for pair in pairs for end in pair if end} - ids
        ids = ids | fresh
    return ids
