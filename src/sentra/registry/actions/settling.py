"""Rows that wait and need not any more: what they waited for was decided, saved or taken back meanwhile."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import NamedTuple

from django.db.models import Q

from sentra.registry import queries
from sentra.registry.actions.facts import FACTS, spread
from sentra.registry.actions.judging import verdict_counts
from sentra.registry.actions.showing import (
    changed_register,
    new_businesses,
    recompose,
    told_by,
    version_anew,
)
from sentra.registry.models import (
    Batch,
    Likeness,
    LikenessState,
    Membership,
    Profile,
    RowVerdict,
    SourceRecord,
)
from sentra.registry.queries.linking import ONE


class Settled(NamedTuple):
    """Where a row that waited went, and what it was till then: a batch remembers whom its saving settled."""

    record: int
    business: int
    verdict: str
    follows: int | None


def settle_stranded(*, at: datetime) -> list[Settled]:
    """Rows about which nothing is asked any more go where rows like them went, or are a business of their
    own. No person said so, so it is no event: it is what an import would have done."""
    placed = [one for group in queries.stranded_groups() for one in _settled(group, at=at)]
    if placed:
        changed_register()
        rows = SourceRecord.objects.filter(pk__in=[one.record for one in placed])
        recount(set(rows.exclude(batch=None).values_list("batch", flat=True)))
    return placed


def _settled(group: Collection[int], *, at: datetime) -> list[Settled]:
    held = SourceRecord.objects.select_for_update(no_key=True).filter(pk__in=group).order_by("pk")
    list(held.values_list("pk"))  # whoever places one of them at this moment goes first
    waiting = SourceRecord.objects.filter(pk__in=group, membership__isnull=True).order_by("pk")
    rows = list(waiting.select_related("source"))
    if not rows:
        return []
    joined = _joined({row.pk for row in rows})
    business = joined[1] if joined else new_businesses(1, at=at)[0]
    Membership.objects.bulk_create(
        Membership(record=row, business_id=business, batch_id=row.batch_id, in_effect=True) for row in rows
    )
    spread(told_by(rows, {row.pk: business for row in rows}))
    recompose(business, at=at)
    first = joined[0] if joined else rows[0].pk
    before = [Settled(row.pk, business, row.verdict, row.follows_id) for row in rows]
    for row in rows:
        if row.verdict == RowVerdict.REVIEW:
            row.verdict = RowVerdict.ATTACH if row.pk != first else RowVerdict.CREATE
            row.follows_id = first if row.pk != first else None
    SourceRecord.objects.bulk_update(rows, ["verdict", "follows"])
    return before


def _joined(ids: Collection[int]) -> tuple[int, int] | None:
    """The record that one of the rows is surely or by a person's word the same as, and the number it was
    recorded under."""
    pairs = Likeness.objects.filter(Q(record__in=ids) | Q(other__in=ids), state__in=ONE)
    ends = [end for pair in pairs.order_by("-weight").values_list("record", "other") for end in pair]
    places = Membership.objects.filter(record__in=ends, in_effect=True)
    under = dict(places.values_list("record", "business"))
    return next(((end, under[end]) for end in ends if end in under), None)


def recount(batch_ids: Collection[int]) -> None:
    """What became of the rows of these lists, once some of them were placed otherwise."""
    for batch in Batch.objects.filter(pk__in=batch_ids):
        summary = {**batch.summary, "sheets": verdict_counts(batch)}
        Batch.objects.filter(pk=batch.pk).update(summary=summary)


def follow_decided(batch: Batch, *, at: datetime) -> None:
    """Rows that correct one that waited, and that a person placed since the check: they are its new edition
    and describe what it describes. The batch is not shown yet; its summary is changed, not stored."""
    successors = dict(batch.summary.get("successors", ()))
    if not successors:
        return
    held = SourceRecord.objects.select_for_update(no_key=True).filter(pk__in=successors.values())
    list(held.order_by("pk").values_list("pk"))  # nobody places one of them from here on
    placed = Membership.objects.filter(record__in=successors.values(), in_effect=True)
    under = dict(placed.values_list("record", "business"))
    goes = {row: under[old] for row, old in successors.items() if old in under}
    if goes:
        _bring(goes, batch, at=at)
        SourceRecord.objects.bulk_update(
            [SourceRecord(pk=row, verdict=RowVerdict.UPDATE, follows_id=successors[row]) for row in goes],
            ["verdict", "follows"],
        )
        waits = [row for row in batch.summary.get("replaced", []) if row not in under]
        batch.summary = {**batch.summary, "replaced": waits, "sheets": verdict_counts(batch)}


def _bring(goes: Mapping[int, int], batch: Batch, *, at: datetime) -> None:
    """Rows, by their ids, to the businesses they are of; where they were written before nothing stays."""
    before = dict(Membership.objects.filter(record__in=goes).values_list("record", "business"))
    rows = list(SourceRecord.objects.filter(pk__in=goes.keys() - before.keys()))
    Membership.objects.bulk_create(
        Membership(record=row, business_id=goes[row.pk], batch=batch, in_effect=False) for row in rows
    )
    spread(told_by(rows, goes))
    for row, old in before.items():
        Membership.objects.filter(record=row).update(business=goes[row])
        for model in FACTS:
            model._default_manager.filter(record=row).update(business=goes[row])
        Profile.objects.filter(batch=batch, business__canonical=old).delete()
    asked = Likeness.objects.filter(Q(record__in=goes) | Q(other__in=goes), batch=batch)
    asked.filter(state=LikenessState.OPEN).update(state=LikenessState.LAPSED)
    left = Membership.objects.filter(business__in=before.values()).values_list("business", flat=True)
    version_anew({*goes.values(), *left}, batch, at=at)
