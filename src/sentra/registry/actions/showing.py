"""What is shown of a business: a version composed anew whenever the records that describe it change."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from django.db import connection
from django.db.models import F

from sentra.base.people import vault
from sentra.registry import queries
from sentra.registry.actions.composing import compose, profile
from sentra.registry.actions.facts import Told
from sentra.registry.actions.writing import insert
from sentra.registry.models import Batch, Business, Profile, RegisterState, SourceRecord


def recompose(business_id: int, *, at: datetime, without: Batch | None = None) -> Profile | None:
    """A new current version from the records in effect, the old one stays as history; None without any.

    A merged business is shown as the one it reads as. `without`: a batch that is about to be taken back.
    """
    business_id = queries.canonical([business_id])[business_id]
    rows = list(queries.members(business_id, without=without))
    before = Profile.objects.filter(business=business_id, current=True).first()
    Profile.objects.filter(business=business_id, current=True).update(current=False)
    if not rows:
        return None
    [version] = versions({business_id: rows}, {business_id: before} if before else {}, None, at=at)
    version.current = True
    version.save()
    return version


def versions(
    rows: Mapping[int, Sequence[SourceRecord]],
    before: Mapping[int, Profile],
    batch: Batch | None,
    *,
    at: datetime,
) -> list[Profile]:
    """The next version of each business (by id) from the records that describe it, oldest first; unsaved.

    A version that says exactly what its one record says keeps no copy of it.
    """
    places = queries.place_names()
    made = []
    for business_id, told in rows.items():
        shown, origin = compose(told)
        alone = len(told) == 1
        made.append(
            profile(
                told[0].values if alone else shown,
                places,
                business_id=business_id,
                record=told[-1],
                batch=batch,
                since=at,
                follows=before.get(business_id),
                shown=None if alone else shown,
                origin={} if alone else origin,
            )
        )
    return made


def version_anew(business_ids: Collection[int], batch: Batch, *, at: datetime) -> None:
    """The batch's version of businesses it changes, from all records that will describe them."""
    if not business_ids:
        return
    canonical = set(queries.canonical(business_ids).values())
    Profile.objects.filter(batch=batch, business__in=canonical).delete()
    current = {p.business_id: p for p in Profile.objects.filter(business__in=canonical, current=True)}
    told = queries.members_with(canonical, batch)
    insert(Profile, map(vars, versions(told, current, batch, at=at)))


def new_businesses(count: int, *, at: datetime) -> list[int]:
    """Ids of new identities, each its own canonical."""
    made = Business.objects.bulk_create([Business(created_at=at) for _ in range(count)])
    ids = [business.pk for business in made]
    Business.objects.filter(pk__in=ids).update(canonical=F("id"))
    return ids


def told_by(records: Iterable[SourceRecord], businesses: Mapping[int, int]) -> list[Told]:
    """What the records tell of their businesses (ids by record id), personal numbers opened in memory."""
    telling = [r for r in records if r.pk in businesses]
    opened = vault.open_keys({r.subject_id for r in telling})
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
        for r in telling
        if r.subject_id in opened
    ]


def hide(business_ids: Collection[int]) -> None:
    """Nothing is shown of these any more; what was shown stays as history."""
    Profile.objects.filter(business__in=business_ids, current=True).update(current=False)


def changed_register() -> None:
    """Remembered counts are of an older version from here on."""
    RegisterState.objects.get_or_create(pk=1)
    RegisterState.objects.filter(pk=1).update(version=F("version") + 1)


def tidy() -> None:
    """PostgreSQL would plan lists by the old counts, and step over hidden versions, until its own vacuum."""
    if connection.vendor == "postgresql" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM (ANALYZE) registry_profile, registry_membership, registry_sourcerecord")
