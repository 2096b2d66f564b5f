"""Rows that describe nothing any more, because the word or the list that placed them was taken back."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from sentra.base.permissions import OutOfTurn
from sentra.registry import queries
from sentra.registry.actions.facts import FACTS
from sentra.registry.actions.settling import Settled, recount
from sentra.registry.actions.showing import changed_register, recompose
from sentra.registry.models import (
    BatchState,
    Decision,
    Likeness,
    LikenessState,
    Membership,
    RowVerdict,
    SourceRecord,
)


def release(record_ids: Collection[int]) -> None:
    """The rows describe nothing any more; what they told goes with them."""
    for model in FACTS:
        model._default_manager.filter(record__in=record_ids).delete()
    Membership.objects.filter(record__in=record_ids).delete()


def grown(business_id: int, rows: Collection[int]) -> bool:
    """Whether more is known of the business than these rows say."""
    reading = queries.canonical([business_id])[business_id]
    return reading != business_id or queries.members(business_id).exclude(pk__in=rows).exists()


def unsettle(settled: Iterable[Settled], *, at: datetime) -> None:
    """Rows that the saving of a list settled wait again, now that it is taken back; not those that a person
    moved since, nor those that began a business of which more is known by now."""
    together: dict[int, list[Settled]] = defaultdict(list)
    for one in settled:
        together[one.business].append(one)
    waiting = [one for business, ones in together.items() for one in _unsettled(business, ones, at=at)]
    rows = SourceRecord.objects.filter(pk__in=[one.record for one in waiting])
    recount(set(rows.exclude(batch=None).values_list("batch", flat=True)))


def _unsettled(business: int, ones: Collection[Settled], *, at: datetime) -> list[Settled]:
    where = Membership.objects.filter(record__in=[one.record for one in ones], business=business)
    still = set(where.filter(in_effect=True).values_list("record", flat=True))
    began = SourceRecord.objects.filter(pk__in=still, verdict=RowVerdict.CREATE).exists()
    if began and grown(business, still):
        return []
    release(still)
    back = [one for one in ones if one.record in still]
    was = [SourceRecord(pk=one.record, verdict=one.verdict, follows_id=one.follows) for one in back]
    SourceRecord.objects.bulk_update(was, ["verdict", "follows"])
    recompose(business, at=at)
    return back


def release_bound(word: Decision, *, at: datetime) -> list[SourceRecord]:
    """Rows of other lists and later editions that say the same, and so went where a word sent them that is
    taken back: they wait again, and are asked about. Those somebody moved since stay.

    Raises OutOfTurn while a list that goes by the word is being saved.
    """
    if Decision.objects.filter(mark=word.mark, withdrawn_at=None).exclude(pk=word.pk).exists():
        return []
    pairs = _bound(word)
    saving = pairs.filter(batch__state=BatchState.STAGED, batch__memberships__isnull=False)
    if saving.exists():
        raise OutOfTurn(_("Berkas yang mengikuti keputusan ini sedang disimpan; tunggu sebentar."), word)
    freed = [row for pair in pairs.filter(batch__state=BatchState.COMMITTED) for row in _freed(pair, at=at)]
    if freed:
        changed_register()
        recount({row.batch_id for row in freed if row.batch_id})
    return freed


def _bound(word: Decision) -> QuerySet[Likeness]:
    state = LikenessState.SURE if word.same else LikenessState.KEPT
    return (
        Likeness.objects.filter(mark=word.mark, state=state).select_related("record__source").order_by("pk")
    )


def _freed(pair: Likeness, *, at: datetime) -> Iterator[SourceRecord]:
    row = pair.record
    under = Membership.objects.filter(record=row, in_effect=True).values_list("business", flat=True).first()
    if under is None or not _placed_by(pair, under):
        return
    _ask(pair)
    rows = Membership.objects.filter(record__in=queries.same_rows({row.pk}), business=under)
    line = set(rows.values_list("record", flat=True))
    if pair.state == LikenessState.KEPT and grown(under, line):
        return  # what became of the row stays; a yes would merge the two
    release(line)
    SourceRecord.objects.filter(pk=row.pk).update(verdict=RowVerdict.REVIEW)
    recompose(under, at=at)
    yield from SourceRecord.objects.filter(pk__in=line).order_by("pk")


def _placed_by(pair: Likeness, under: int) -> bool:
    """Whether the row still is where its import put it because of the word."""
    if pair.state == LikenessState.KEPT:
        return pair.record.verdict == RowVerdict.CREATE
    reading = queries.canonical([under])[under]
    beside = Membership.objects.filter(record=pair.other_id, business__canonical=reading, in_effect=True)
    return pair.record.verdict == RowVerdict.ATTACH and beside.exists()


def _ask(pair: Likeness) -> None:
    """The pair is a question of its own."""
    priority = float(pair.record.source.stakes)
    asked = {"state": LikenessState.OPEN, "group": f"tarik-{pair.pk}", "priority": priority}
    Likeness.objects.filter(pk=pair.pk).update(**asked)
