"""One business: what is shown, where each value came from, and what happened."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from sentra.base.permissions import refuse_unless
from sentra.registry import rules
from sentra.registry.catalogue.fields import BY_KEY, LABELS
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
    Site,
    SourceRecord,
    StatusChange,
)


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
    observations: Sequence[Observation]
    equipment: Sequence[Equipment]
    statuses: Sequence[StatusChange]


@dataclass(frozen=True, slots=True)
class Change:
    """A value that differed from the version it followed; `undone` when its file was taken back since."""

    at: datetime
    key: str
    label: str
    old: Any
    new: Any
    record: SourceRecord
    undone: bool = False


@dataclass(frozen=True, slots=True)
class Happening:
    """A row of the timeline; `tone` is empty, warn or bad."""

    at: date
    title: str
    detail: str
    tone: str = ""


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
        observations=list(_facts(Observation, profile).select_related(*_ORIGIN).order_by("-year", "-pk")),
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


def history(by: rules.By, pk: int) -> list[Change]:
    """Every change of every value, newest first, each with the record that brought it."""
    profile = business(by, pk)
    versions = (
        Profile.objects.filter(business=profile.business_id)
        .exclude(batch__state__in=(BatchState.SURVEYED, BatchState.STAGED, BatchState.DISCARDED))
        .select_related("record__source", "record__batch", "record__recorded_by", "batch")
        .defer("record__sealed", "record__cells")
        .order_by("since", "pk")
    )
    seen = {version.pk: version for version in versions}
    changes = [change for new in seen.values() for change in _changes(seen.get(new.follows_id or 0), new)]
    return sorted(changes, key=lambda change: (change.at, change.record.pk), reverse=True)


def _changes(old: Profile | None, new: Profile) -> Iterator[Change]:
    """Against the version it followed, not the one before in time: that one may have been undone."""
    before, after = (old.values if old else {}), new.values
    undone = new.batch is not None and new.batch.state == BatchState.UNDONE
    for key in BY_KEY:
        if before.get(key) != after.get(key):
            yield Change(new.since, key, LABELS[key], before.get(key), after.get(key), new.record, undone)


def timeline(by: rules.By, pk: int) -> list[Happening]:
    """What happened, newest first; later rooms add theirs on the page, not here."""
    profile = business(by, pk)
    found = [
        Happening(change.since, change.get_status_display(), change.reason or change.record.source.title)
        for change in _facts(StatusChange, profile).select_related("record__source")
    ]
    rows = Membership.objects.filter(business__canonical=profile.business_id, in_effect=True).select_related(
        "record__source", "record__batch", "record__recorded_by"
    )
    found += [_arrival(membership.record) for membership in rows]
    return sorted(found, key=lambda happening: happening.at, reverse=True)


def _arrival(row: SourceRecord) -> Happening:
    day = timezone.localtime(row.recorded_at).date()
    if row.batch is None:
        words = _("Didaftarkan petugas") if row.verdict == RowVerdict.CREATE else _("Diperbarui petugas")
        return Happening(day, words, str(row.recorded_by))
    place = _("%(file)s · lembar %(sheet)s, baris %(row)s") % {
        "file": row.batch.file_name,
        "sheet": row.sheet,
        "row": row.row,
    }
    return Happening(day, _("Tercatat dari %(source)s") % {"source": row.source.title}, place)


# For the actions of this room: no person asks here, so no `by`.


def members(business_id: int, *, without: Batch | None = None) -> QuerySet[SourceRecord]:
    """Records in effect that describe the business, oldest first."""
    rows = SourceRecord.objects.filter(membership__business=business_id, membership__in_effect=True)
    if without is not None:
        rows = rows.exclude(batch=without)
    return rows.select_related("source").order_by("recorded_at", "pk")


def profiles_by_record(record_ids: Collection[int]) -> dict[int, Profile]:
    """The current profile of the business each record belongs to, by record id."""
    rows = Membership.objects.filter(record__in=record_ids)
    business_of = dict(rows.values_list("record_id", "business_id"))
    profiles = Profile.objects.filter(current=True, business__in=set(business_of.values()))
    profiles = profiles.select_related("record")
    by_business = {profile.business_id: profile for profile in profiles}
    return {record: by_business[owner] for record, owner in business_of.items() if owner in by_business}


def typed_by_hand(record_ids: Collection[int]) -> set[int]:
    """Which of the records a person typed."""
    return set(SourceRecord.objects.filter(pk__in=record_ids, source__key=HAND).values_list("pk", flat=True))
