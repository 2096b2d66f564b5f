"""Saving a staged batch, and taking it back: both become visible in one short transaction."""

import json
import time
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext_noop

from sentra.base.audit.chain import record
from sentra.base.jobs.progress import Progress
from sentra.base.jobs.queue import job
from sentra.base.people import vault
from sentra.base.people.models import User
from sentra.base.permissions import refuse_unless
from sentra.registry import queries, rules
from sentra.registry.actions.composing import Member, compose, profile
from sentra.registry.actions.facts import Told, spread
from sentra.registry.actions.staging import BREATH
from sentra.registry.actions.writing import insert
from sentra.registry.models import (
    Batch,
    BatchState,
    Business,
    Membership,
    Profile,
    RegisterState,
    RowVerdict,
    SourceRecord,
)

CHUNK = 400  # records a transaction: about ten rows each, written in a quarter of a second


@job
def commit_batch(*, by: User, at: datetime, progress: Progress, batch_id: int) -> dict[str, Any]:
    """Writes the batch invisibly in short transactions, then shows it all in one. Safe to run again."""
    batch = Batch.objects.select_related("source").get(pk=batch_id)
    if batch.state == BatchState.COMMITTED:
        return {"state": batch.state}
    refuse_unless(rules.may_commit(by, batch))
    places = queries.place_names()
    total = batch.records.filter(verdict__in=(RowVerdict.CREATE, RowVerdict.UPDATE)).count()
    done = 0
    chunk: list[SourceRecord] = []
    while chunk := _unwritten(batch, after=chunk[-1].pk if chunk else 0):
        _write(chunk, batch, places, progress, at=at)
        done += len(chunk)
        progress.tell(done, total, gettext_noop("Menyimpan baris"))
        time.sleep(BREATH)
    _show(batch, places, progress, by=by, at=at)
    tidy()
    return {"state": BatchState.COMMITTED, "rows": total}


def _unwritten(batch: Batch, *, after: int) -> list[SourceRecord]:
    """The next records without a membership: what an earlier, killed run wrote is not written twice."""
    written = Membership.objects.filter(record=OuterRef("pk"))
    waiting = batch.records.filter(pk__gt=after, verdict__in=(RowVerdict.CREATE, RowVerdict.UPDATE))
    needed = waiting.exclude(Exists(written)).defer("keys", "cells", "problems", "fingerprint")
    return list(needed.order_by("pk")[:CHUNK])


@transaction.atomic
def _write(
    records: Sequence[SourceRecord], batch: Batch, places: dict[str, str], progress: Progress, *, at: datetime
) -> None:
    progress.confirm()
    updates = [r.follows_id for r in records if r.verdict == RowVerdict.UPDATE and r.follows_id]
    current = queries.profiles_by_record(updates)
    known = [r for r in records if r.follows_id in current]
    # An update whose business was taken back between check and saving describes a business of its own.
    fresh = [r for r in records if r.follows_id not in current]
    businesses = _new_businesses(fresh, at=at)
    businesses |= {r.pk: current[r.follows_id].business_id for r in known if r.follows_id}
    about = {"batch_id": batch.pk, "in_effect": False}
    members = [(r.pk, businesses[r.pk]) for r in records if r.pk in businesses]
    insert(Membership, ({"record_id": row, "business_id": one, **about} for row, one in members))
    versions = [
        profile(r.values, places, business_id=businesses[r.pk], record=r, batch=batch, since=at)
        for r in fresh
    ]
    typed = queries.typed_by_hand({one for p in current.values() for one in p.sources.values()})
    versions += [
        _next_version(current[r.follows_id], r, batch, places, typed, at=at)
        for r in known
        if r.follows_id in current
    ]
    insert(Profile, map(vars, versions))
    spread(told_by(records, businesses))


def _new_businesses(records: Sequence[SourceRecord], *, at: datetime) -> dict[int, int]:
    """New identities, each its own canonical; ids by record id."""
    made = Business.objects.bulk_create([Business(created_at=at) for _ in records])
    Business.objects.filter(pk__in=[b.pk for b in made]).update(canonical=F("id"))
    return {r.pk: business.pk for r, business in zip(records, made, strict=True)}


def told_by(records: Sequence[SourceRecord], businesses: dict[int, int]) -> list[Told]:
    opened = vault.open_keys({r.subject_id for r in records})
    return [
        Told(
            business_id=businesses[r.pk],
            record_id=r.pk,
            subject_id=r.subject_id,
            key=opened[r.subject_id],
            at=r.recorded_at,
            values=r.values,
            personal=json.loads(vault.unseal(opened[r.subject_id], r.sealed)),
        )
        for r in records
        if r.pk in businesses and r.subject_id in opened
    ]


def _next_version(
    before: Profile,
    row: SourceRecord,
    batch: Batch,
    places: dict[str, str],
    typed: set[int],
    *,
    at: datetime,
) -> Profile:
    """The version after a corrected row: its values win, but not over what a person typed (`typed`)."""
    shown, origin = dict(before.values), before.sources
    for key, value in row.values.items():
        if origin.get(key) not in typed:
            shown[key], origin[key] = value, row.pk
    return profile(
        shown,
        places,
        business_id=before.business_id,
        record=row,
        batch=batch,
        since=at,
        follows=before,
        shown=shown,
        origin=origin,
    )


@transaction.atomic
def _show(batch: Batch, places: dict[str, str], progress: Progress, *, by: User, at: datetime) -> None:
    """The moment the batch becomes visible; a handful of statements, whatever its size."""
    progress.confirm()
    locked = Batch.objects.select_for_update().get(pk=batch.pk)
    if locked.state == BatchState.COMMITTED:
        return
    _catch_up(batch, places, at=at)
    mine = Profile.objects.filter(batch=batch)
    Profile.objects.filter(current=True, pk__in=mine.exclude(follows=None).values("follows")).update(
        current=False
    )
    mine.update(current=True)
    Membership.objects.filter(batch=batch).update(in_effect=True)
    Batch.objects.filter(pk=batch.pk).update(state=BatchState.COMMITTED, committed_at=at)
    changed_register()
    counts = {name: dict(one) for name, one in batch.summary.get("sheets", {}).items()}
    digest = queries.batch_digest(batch)
    record(by=by, at=at, act="commit_batch", subject=batch, new={"sheets": counts, "digest": digest})


def _catch_up(batch: Batch, places: dict[str, str], *, at: datetime) -> None:
    """Businesses edited while the batch was being written: their version is made again on the edit."""
    stale = Profile.objects.filter(batch=batch, follows__current=False).select_related("record", "business")
    for late in list(stale):
        now_current = Profile.objects.select_related("record").get(business=late.business_id, current=True)
        late.delete()
        typed = queries.typed_by_hand(now_current.sources.values())
        _next_version(now_current, late.record, batch, places, typed, at=at).save()


def changed_register() -> None:
    """Remembered counts are of an older version from here on."""
    RegisterState.objects.get_or_create(pk=1)
    RegisterState.objects.filter(pk=1).update(version=F("version") + 1)


def tidy() -> None:
    """PostgreSQL would plan lists by the old counts, and step over hidden versions, until its own vacuum."""
    if connection.vendor == "postgresql" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM (ANALYZE) registry_profile, registry_membership, registry_sourcerecord")


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
    untouched = mine.filter(current=True)
    before = list(untouched.exclude(follows=None).values_list("follows_id", flat=True))
    untouched.update(current=False)
    for start in range(0, len(before), 500):
        Profile.objects.filter(pk__in=before[start : start + 500]).update(current=True)
    kept = _keep_edits(batch, edited, at=at)
    Membership.objects.filter(batch=batch).exclude(business_id__in=kept["whole"]).update(in_effect=False)
    listed = sorted(kept["whole"] | kept["edit"])
    batch.summary = {**batch.summary, "kept": listed}
    batch.state, batch.undone_at = BatchState.UNDONE, at
    batch.save(update_fields=["summary", "state", "undone_at"])
    changed_register()
    record(by=by, at=at, act="undo_batch", subject=batch, old={"state": "committed"}, new={"kept": listed})
    return listed


def _keep_edits(batch: Batch, business_ids: Sequence[int], *, at: datetime) -> dict[str, set[int]]:
    """`whole`: made by the batch and edited since, stays as it is. `edit`: only the edit stays."""
    made = set(Profile.objects.filter(batch=batch, follows=None).values_list("business_id", flat=True))
    kept = {"whole": made & set(business_ids), "edit": set(business_ids) - made}
    places = queries.place_names()
    for business_id in sorted(kept["edit"]):
        recompose(business_id, list(queries.members(business_id, without=batch)), places, at=at)
    return kept


def recompose(
    business_id: int, rows: Sequence[SourceRecord], places: dict[str, str], *, at: datetime
) -> Profile:
    """A new current version from the records given, newest last; the old one stays as history."""
    before = Profile.objects.get(business=business_id, current=True)
    shown, origin = compose(Member(r.source.rank, r.recorded_at, r.pk, r.values) for r in rows)
    Profile.objects.filter(pk=before.pk).update(current=False)
    version = profile(
        shown,
        places,
        business_id=business_id,
        record=rows[-1],
        since=at,
        follows=before,
        current=True,
        shown=shown,
        origin=origin,
    )
    version.save()
    return version
