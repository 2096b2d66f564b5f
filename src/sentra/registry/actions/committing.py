"""Saving a staged batch, and taking it back: both become visible in one short transaction."""

from collections.abc import Sequence
from datetime import datetime
from itertools import starmap
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext_noop

from sentra.base.audit.chain import record
from sentra.base.jobs.progress import Progress
from sentra.base.jobs.queue import enqueue, job
from sentra.base.people.models import User
from sentra.base.permissions import refuse_unless
from sentra.registry import queries, rules
from sentra.registry.actions.facts import spread
from sentra.registry.actions.judging import Judging, breathe, outdated
from sentra.registry.actions.receiving import drop_rows, refuse_batch
from sentra.registry.actions.releasing import unsettle
from sentra.registry.actions.relinking import fit_weights
from sentra.registry.actions.settling import Settled, follow_decided, settle_stranded
from sentra.registry.actions.showing import (
    changed_register,
    new_businesses,
    recompose,
    tidy,
    told_by,
    version_anew,
    versions,
)
from sentra.registry.actions.writing import insert
from sentra.registry.models import (
    Batch,
    BatchState,
    Likeness,
    LikenessState,
    LinkModel,
    Membership,
    Profile,
    RowVerdict,
    SourceRecord,
)

MAKING = (RowVerdict.CREATE, RowVerdict.UPDATE)
ENOUGH = 1000  # records in effect, to count how common a name is
CHUNK = 300  # records a transaction: about ten rows each, written in a fifth of a second


@job
def commit_batch(*, by: User, at: datetime, progress: Progress, batch_id: int) -> dict[str, Any]:
    """Writes the batch invisibly in short transactions, then shows it all in one. Safe to run again."""
    batch = Batch.objects.select_related("source").get(pk=batch_id)
    if batch.state == BatchState.COMMITTED:
        return {"state": batch.state}
    refuse_unless(rules.may_commit(by, batch))
    if outdated(batch):
        progress.tell(0, 1, gettext_noop("Menautkan dengan usaha yang tercatat"))
        if absurd := Judging(batch, progress, replaced=batch.summary.get("replaced", ())).link():
            drop_rows(batch)
            return refuse_batch(batch, absurd, by=by, at=at)
    total = batch.records.filter(verdict__in=(*MAKING, RowVerdict.ATTACH)).count()
    done = 0
    while chunk := _unwritten(batch):
        _write(chunk, batch, progress, at=at)
        done += len(chunk)
        progress.tell(done, total, gettext_noop("Menyimpan baris"))
        breathe()
    while _catch_up_ahead(batch, progress, at=at):
        breathe()
    _show(batch, progress, by=by, at=at)
    tidy()
    _attune(batch, by=by, at=at)
    return {"state": BatchState.COMMITTED, "rows": total}


def _attune(batch: Batch, *, by: User, at: datetime) -> None:
    """The first list of some size says how common names are here; later lists are linked by that."""
    if not LinkModel.objects.exists() and Membership.objects.filter(in_effect=True).count() >= ENOUGH:
        enqueue(fit_weights, by=by, at=at, key=f"weights-{batch.pk}")


def _unwritten(batch: Batch) -> list[SourceRecord]:
    """The next records without a membership: what an earlier, killed run wrote is not written twice.

    Rows that join a business come after those that make one, in the order of whom they join.
    """
    written = Membership.objects.filter(record=OuterRef("pk"))
    for verdicts, order in ((MAKING, ("pk",)), ((RowVerdict.ATTACH,), ("follows", "pk"))):
        waiting = batch.records.filter(verdict__in=verdicts).exclude(Exists(written))
        needed = waiting.defer("keys", "cells", "problems", "fingerprint").select_related("source")
        if chunk := list(needed.order_by(*order)[:CHUNK]):
            return chunk
    return []


@transaction.atomic
def _write(records: Sequence[SourceRecord], batch: Batch, progress: Progress, *, at: datetime) -> None:
    progress.confirm()
    followed = queries.businesses_of({r.follows_id for r in records if r.follows_id}, batch)
    # A row whose business was taken back between check and saving describes a business of its own.
    fresh = [r for r in records if r.follows_id not in followed]
    businesses = dict(zip((r.pk for r in fresh), new_businesses(len(fresh), at=at), strict=True))
    businesses |= {r.pk: followed[r.follows_id] for r in records if r.follows_id in followed}
    about = {"batch_id": batch.pk, "in_effect": False}
    insert(Membership, ({"record_id": row, "business_id": one, **about} for row, one in businesses.items()))
    made = versions({businesses[r.pk]: [r] for r in fresh}, {}, batch, at=at)
    insert(Profile, map(vars, made))
    version_anew({businesses[r.pk] for r in records if r.follows_id in followed}, batch, at=at)
    spread(told_by(records, businesses))


@transaction.atomic
def _catch_up_ahead(batch: Batch, progress: Progress, *, at: datetime) -> bool:
    """Leaves the last transaction only what was edited in the last moment."""
    progress.confirm()
    return _catch_up(batch, at=at)


@transaction.atomic
def _show(batch: Batch, progress: Progress, *, by: User, at: datetime) -> None:
    """The moment the batch becomes visible; a handful of statements, whatever its size."""
    progress.confirm()
    locked = Batch.objects.select_for_update().get(pk=batch.pk)
    if locked.state == BatchState.COMMITTED:
        return
    follow_decided(batch, at=at)
    while _catch_up(batch, at=at):
        continue
    mine = Profile.objects.filter(batch=batch)
    followed = mine.exclude(follows=None).values("follows")
    Profile.objects.filter(current=True, pk__in=followed).update(current=False)
    mine.update(current=True)
    Membership.objects.filter(batch=batch).update(in_effect=True)
    summary = {**batch.summary, "lapsed": _lapse_replaced(batch)}
    Batch.objects.filter(pk=batch.pk).update(state=BatchState.COMMITTED, committed_at=at, summary=summary)
    _remember_settled(batch, settle_stranded(at=at))
    changed_register()
    counts = Batch.objects.values_list("summary__sheets", flat=True).get(pk=batch.pk)
    digest = queries.batch_digest(batch)
    record(by=by, at=at, act="commit_batch", subject=batch, new={"sheets": counts, "digest": digest})


def _remember_settled(batch: Batch, settled: Sequence[Settled]) -> None:
    """Stored by itself: settling may have counted the batch's own rows anew."""
    if settled:
        summary = Batch.objects.values_list("summary", flat=True).get(pk=batch.pk)
        Batch.objects.filter(pk=batch.pk).update(summary={**summary, "settled": settled})


def _lapse_replaced(batch: Batch) -> list[int]:
    """Questions about rows that waited, and of which this edition says something else."""
    replaced = batch.summary.get("replaced", [])
    asked = queries.open_questions().filter(Q(record__in=replaced) | Q(other__in=replaced))
    lapsed = sorted(asked.values_list("pk", flat=True))
    Likeness.objects.filter(pk__in=lapsed).update(state=LikenessState.LAPSED)
    return lapsed


def _catch_up(batch: Batch, *, at: datetime) -> bool:
    """Businesses edited, merged or taken back while the batch was being written: their version is made
    again. A chunk of them; whether there may be more."""
    stale = Profile.objects.filter(batch=batch, follows__current=False).order_by("pk")
    late = list(stale.values_list("pk", "business_id")[:CHUNK])
    if not late:
        return False
    Profile.objects.filter(pk__in=[pk for pk, _business in late]).delete()
    parted = _unversioned(batch).values_list("business_id", flat=True)  # a merge may have been taken back
    version_anew({business for _pk, business in late}.union(parted), batch, at=at)
    return len(late) == CHUNK


@job
def undo_batch(*, by: User, at: datetime, progress: Progress, batch_id: int) -> dict[str, Any]:
    """Takes a whole batch back. A business edited since then keeps its edit and is listed."""
    batch = Batch.objects.get(pk=batch_id)
    if batch.state == BatchState.UNDONE:
        return {"state": batch.state, "kept": batch.summary.get("kept", [])}
    refuse_unless(rules.may_undo(by, batch))
    progress.tell(0, 1, gettext_noop("Membatalkan"))
    kept = _hide(batch, progress, by=by, at=at)
    tidy()
    progress.tell(1, 1, gettext_noop("Dibatalkan"))
    return {"state": BatchState.UNDONE, "kept": kept}


@transaction.atomic
def _hide(batch: Batch, progress: Progress, *, by: User, at: datetime) -> list[int]:
    """One short transaction: the batch's versions step back to what was shown before them."""
    progress.confirm()
    Batch.objects.select_for_update().get(pk=batch.pk)
    mine = Profile.objects.filter(batch=batch)
    edited = list(
        mine.filter(current=False)
        .exclude(record__membership__in_effect=False)
        .values_list("business_id", flat=True)
    )
    mine.filter(current=True).update(current=False)
    other = Profile.objects.filter(business=OuterRef("business"), current=True)
    followed = mine.exclude(follows=None).values("follows")
    stepped = Profile.objects.filter(~Exists(other), pk__in=followed)
    stepped.filter(business__canonical=F("business")).update(current=True)
    kept = _keep_edits(batch, edited, at=at)
    given = _given(batch)
    kept["whole"] |= {business_id for business_id in given if _begins(batch, business_id)}
    Membership.objects.filter(batch=batch).exclude(business_id__in=kept["whole"]).update(in_effect=False)
    for business_id in sorted(given - kept["whole"]):
        recompose(business_id, at=at)
    lapsed = Likeness.objects.filter(pk__in=batch.summary.get("lapsed", []), state=LikenessState.LAPSED)
    lapsed.update(state=LikenessState.OPEN)
    unsettle(starmap(Settled, batch.summary.get("settled", [])), at=at)
    listed = sorted(set(queries.canonical(kept["whole"] | kept["edit"]).values()))
    lost = queries.lost_numbers(batch, kept["edit"])
    batch.summary = {**batch.summary, "kept": listed, "lost": lost}
    batch.state, batch.undone_at = BatchState.UNDONE, at
    batch.save(update_fields=["summary", "state", "undone_at"])
    settle_stranded(at=at)
    changed_register()
    new = {"kept": listed, "lost": lost}
    record(by=by, at=at, act="undo_batch", subject=batch, old={"state": "committed"}, new=new)
    return listed


def _given(batch: Batch) -> set[int]:
    """Businesses that rows of the batch describe by a person's word: no version of the batch shows those."""
    return set(_unversioned(batch).filter(in_effect=True).values_list("business_id", flat=True))


def _unversioned(batch: Batch) -> QuerySet[Membership]:
    """Rows of the batch that no version of it tells of.

    Two lists of ids, not a condition on each row: SQLite would look through the whole batch for every row.
    """
    told = Profile.objects.filter(batch=batch).values("business")
    rows = Membership.objects.filter(batch=batch).exclude(business__in=told)
    return rows.exclude(business__canonical__in=told)


def _begins(batch: Batch, business_id: int) -> bool:
    """Whether a row of the batch is the first that is known of the business, and others came since."""
    batches = list(queries.members(business_id).order_by("pk").values_list("batch", flat=True))
    return batches[:1] == [batch.pk] and set(batches) != {batch.pk}


def _keep_edits(batch: Batch, business_ids: Sequence[int], *, at: datetime) -> dict[str, set[int]]:
    """`whole`: made by the batch and edited since, stays as it is. `edit`: only the edit stays."""
    made = set(Profile.objects.filter(batch=batch, follows=None).values_list("business_id", flat=True))
    kept = {"whole": made & set(business_ids), "edit": set(business_ids) - made}
    for business_id in sorted(set(queries.canonical(kept["edit"]).values())):
        recompose(business_id, at=at, without=batch)
    return kept
