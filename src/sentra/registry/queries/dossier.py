"""One business: what is shown, where each value came from, and what happened."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from sentra.base.permissions import refuse_unless
from sentra.registry import rules
from sentra.registry.catalogue.fields import BY_KEY, DATED, LABELS
from sentra.registry.models import (
    HAND,
    Batch,
    BatchState,
    Business,
    Equipment,
    Identifier,
    Membership,
    Observation,
    Ownership,
    Profile,
    RowVerdict,
    Scheme,
    Site,
    SourceRecord,
    StatusChange,
)
from sentra.registry.queries.years import Year, years


@dataclass(frozen=True, slots=True)
class Shown:
    """One value with the record it came from."""

    key: str
    label: str
    value: Any
    record: SourceRecord


@dataclass(frozen=True, slots=True)
class Dossier:
    profile: Profile
    values: dict[str, Shown]
    owners: Sequence[Ownership]
    sites: Sequence[Site]
    years: Sequence[Year]
    equipment: Sequence[Equipment]
    statuses: Sequence[StatusChange]


@dataclass(frozen=True, slots=True)
class Happening:
    """A row of the timeline; `tone` is empty, warn or bad. `moment` orders what has the same day."""

    at: date
    title: str
    detail: str
    tone: str = ""
    moment: datetime = field(kw_only=True)


def business(by: rules.By, pk: int) -> Profile:
    """The current profile, read through `canonical`. Raises Profile.DoesNotExist for a stranger."""
    if not rules.may_read_register(by):
        raise Profile.DoesNotExist
    canonical = Business.objects.filter(pk=pk).values("canonical_id")
    shown = ("record__source", "record__batch", "village", "district", "business")
    return Profile.objects.select_related(*shown).get(business_id__in=canonical, current=True)


def dossier(by: rules.By, pk: int) -> Dossier:
    profile = business(by, pk)
    return Dossier(
        profile=profile,
        values=_values(profile),
        owners=list(_facts(Ownership, profile).select_related("person")),
        sites=list(_facts(Site, profile).select_related("village")),
        years=years(_facts(Observation, profile).select_related(*_ORIGIN)),
        equipment=list(_facts(Equipment, profile)),
        statuses=list(_facts(StatusChange, profile).order_by("-since", "-pk")),
    )


_ORIGIN = ("record__source", "record__batch", "record__recorded_by")


def _facts(model: type[Any], profile: Profile) -> QuerySet[Any]:
    """Facts of the business whose record is in effect."""
    about = {"business__canonical": profile.business_id, "record__membership__in_effect": True}
    facts: QuerySet[Any] = model.objects.filter(**about)
    return facts


def _values(profile: Profile) -> dict[str, Shown]:
    wanted = {profile.record_id, *profile.origin.values()}
    records = SourceRecord.objects.select_related("source", "batch", "recorded_by").in_bulk(list(wanted))
    return {
        key: Shown(key, LABELS.get(key, key), value, records[profile.origin.get(key, profile.record_id)])
        for key, value in profile.values.items()
        if value not in (None, "")
    }


def source_of(by: rules.By, pk: int, key: str) -> Shown:
    """Where one value came from. Raises KeyError when the business has no such value."""
    return _values(business(by, pk))[key]


def identifiers(by: rules.By, pk: int) -> QuerySet[Identifier]:
    """Numbers of the business; the personal ones hold only ciphertext and are shown masked."""
    refuse_unless(rules.may_read_register(by))
    return (
        Identifier.objects.filter(business__canonical=pk, record__membership__in_effect=True)
        .select_related("record__source", "subject")
        .order_by("scheme", "-pk")
    )


def timeline(by: rules.By, pk: int) -> list[Happening]:
    """What happened, newest first; of one day what was recorded last. Later rooms add theirs on the page."""
    profile = business(by, pk)
    changes = _facts(StatusChange, profile).select_related("record__source")
    found = [
        Happening(change.since, change.get_status_display(), _why(change), moment=change.record.recorded_at)
        for change in changes
    ]
    rows = (
        Membership.objects.filter(business__canonical=profile.business_id)
        .filter(Q(in_effect=True) | Q(batch__state=BatchState.UNDONE))
        .select_related("record__source", "record__batch", "record__recorded_by")
        .defer("record__sealed", "record__cells")
        .order_by("-record")
    )
    numbers = _numbers_typed(profile, rows)
    for row in rows:
        arrived = row.in_effect and _arrival(row.record, numbers.get(row.record_id, ()))
        found.append(arrived or _undone(row.record, profile))
    return sorted(found, key=lambda happening: (happening.at, happening.moment), reverse=True)


def _why(change: StatusChange) -> str:
    return change.reason or change.record.source.title


def _numbers_typed(profile: Profile, rows: Iterable[Membership]) -> dict[int, list[str]]:
    """Names of the numbers a person typed, by record."""
    typed = [row.record_id for row in rows if row.batch_id is None]
    found: dict[int, list[str]] = {}
    schemes = _facts(Identifier, profile).filter(record__in=typed, sealed__isnull=False)
    for record, scheme in (
        schemes.values_list("record_id", "scheme").order_by("record_id", "scheme").distinct()
    ):
        found.setdefault(record, []).append(str(Scheme(scheme).label))
    return found


def _arrival(row: SourceRecord, numbers: Iterable[str]) -> Happening:
    day = timezone.localtime(row.recorded_at).date()
    if row.batch is not None:
        words = _("Tercatat dari %(source)s") % {"source": row.source.title}
        return Happening(day, words, _place(row, row.batch), moment=row.recorded_at)
    if row.verdict == RowVerdict.CREATE:
        return Happening(day, _("Didaftarkan petugas"), str(row.recorded_by), moment=row.recorded_at)
    said = [_(LABELS[key]) for key in BY_KEY if key in row.values.keys() - DATED]
    detail = ": ".join(filter(None, (str(row.recorded_by), ", ".join([*said, *numbers]))))
    return Happening(day, _("Diperbarui petugas"), detail, moment=row.recorded_at)


def _place(row: SourceRecord, batch: Batch) -> str:
    return _("%(file)s · lembar %(sheet)s, baris %(row)s") % {
        "file": batch.file_name,
        "sheet": row.sheet,
        "row": row.row,
    }


def _undone(row: SourceRecord, profile: Profile) -> Happening:
    """A file that was taken back, with the numbers that went with it and that nothing else tells."""
    batch = row.batch
    at = (batch and batch.undone_at) or row.recorded_at
    words = _("Impor %(source)s dibatalkan") % {"source": row.source.title}
    lost = batch.summary.get("lost", {}).get(str(profile.business_id), []) if batch else []
    detail = _place(row, batch) if batch else ""
    if lost:
        names = ", ".join(str(Scheme(scheme).label) for scheme in lost)
        detail += _(". Ikut hilang: %(numbers)s") % {"numbers": names}
    return Happening(timezone.localtime(at).date(), words, detail, "warn", moment=at)


# For the actions of this room: no person asks here, so no `by`.


def members(business_id: int, *, without: Batch | None = None) -> QuerySet[SourceRecord]:
    """Records in effect that describe the business, oldest first."""
    rows = SourceRecord.objects.filter(
        membership__business__canonical=business_id, membership__in_effect=True
    )
    if without is not None:
        rows = rows.exclude(batch=without)
    return rows.select_related("source").order_by("recorded_at", "pk")


def members_with(business_ids: Collection[int], batch: Batch) -> dict[int, list[SourceRecord]]:
    """The records that will describe each business once the batch is shown, oldest first."""
    rows = (
        SourceRecord.objects.filter(membership__business__canonical__in=business_ids)
        .filter(Q(membership__in_effect=True) | Q(membership__batch=batch))
        .annotate(described_id=F("membership__business__canonical"))
        .select_related("source")
        .defer("sealed", "cells", "problems", "changes", "keys")
        .order_by("recorded_at", "pk")
    )
    found: dict[int, list[SourceRecord]] = {}
    for row in rows:
        found.setdefault(row.described_id, []).append(row)
    return found


def businesses_of(record_ids: Collection[int], batch: Batch) -> dict[int, int]:
    """The business each record describes, or will once the batch is shown, by record id."""
    rows = Membership.objects.filter(Q(in_effect=True) | Q(batch=batch), record__in=record_ids)
    return dict(rows.values_list("record_id", "business_id"))


def canonical(business_ids: Collection[int]) -> dict[int, int]:
    """The business each id reads as."""
    rows = Business.objects.filter(pk__in=business_ids, canonical__isnull=False)
    return {pk: one for pk, one in rows.values_list("pk", "canonical_id") if one}


def profiles_by_record(record_ids: Collection[int]) -> dict[int, Profile]:
    """The current profile of the business each record belongs to, by record id."""
    rows = Membership.objects.filter(record__in=record_ids)
    business_of = dict(rows.values_list("record_id", "business__canonical"))
    profiles = Profile.objects.filter(current=True, business__in=set(business_of.values()))
    profiles = profiles.select_related("record")
    by_business = {profile.business_id: profile for profile in profiles}
    return {record: by_business[owner] for record, owner in business_of.items() if owner in by_business}


def typed_by_hand(record_ids: Collection[int]) -> set[int]:
    """Which of the records a person typed."""
    return set(SourceRecord.objects.filter(pk__in=record_ids, source__key=HAND).values_list("pk", flat=True))
