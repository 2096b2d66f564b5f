"""What changed of one business, value by value and number by number, each with the record that brought it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from sentra.registry import rules
from sentra.registry.catalogue.fields import BY_KEY, LABELS
from sentra.registry.models import (
    BatchState,
    Identifier,
    LinkEvent,
    LinkEventKind,
    Membership,
    Profile,
    SourceRecord,
)
from sentra.registry.queries.dossier import business
from sentra.registry.queries.numbers import masks, standing_rows

NOT_SAVED = (BatchState.SURVEYED, BatchState.STAGED, BatchState.DISCARDED)
ORIGIN = ("record__source", "record__batch", "record__recorded_by", "record__membership")


@dataclass(frozen=True, slots=True)
class Change:
    """A value that differed from the version it followed; personal numbers stand masked.

    `undone`: its file was taken back since. `undoing`: it is what the taking back changed. `joining`: two
    businesses became one then, or two again, and nobody typed it.
    """

    at: datetime
    key: str
    label: str
    old: Any
    new: Any
    record: SourceRecord
    undone: bool = False
    undoing: bool = False
    joining: LinkEvent | None = None


def history(by: rules.By, pk: int) -> list[Change]:
    """Every change of every value and number, newest first, each with the record that brought it."""
    ident = business(by, pk).business_id
    versions = (
        Profile.objects.filter(business=ident)
        .exclude(batch__state__in=NOT_SAVED)
        .select_related("batch", *ORIGIN)
        .defer("record__sealed", "record__cells")
        .order_by("since", "pk")
    )
    seen = {version.pk: version for version in versions}
    taken_back = _taken_back(ident)
    changes = [*_value_changes(ident, seen, taken_back), *_number_changes(ident, seen, taken_back)]
    return sorted(changes, key=lambda c: (c.at, c.record.pk, c.undoing), reverse=True)


TakenBack = Mapping[datetime, SourceRecord]


def _taken_back(business_id: int) -> dict[datetime, SourceRecord]:
    """Records of files that were taken back, by the moment that happened."""
    about = {"business__canonical": business_id, "in_effect": False, "batch__state": BatchState.UNDONE}
    rows = Membership.objects.filter(**about).select_related("batch", *ORIGIN[:-1])
    rows = rows.defer("record__sealed", "record__cells")
    return {row.batch.undone_at: row.record for row in rows if row.batch and row.batch.undone_at}


def _value_changes(business_id: int, seen: Mapping[int, Profile], taken_back: TakenBack) -> Iterator[Change]:
    known: set[int] = set()
    joined, moments = _joined(business_id), {version.since for version in seen.values()}
    for new in seen.values():
        # An undo makes a version of records that were there before; what changed is the undo's doing.
        cause = taken_back.get(new.since) if new.batch is None and new.record_id in known else None
        event = joined.get(new.since) if new.batch is None else None
        changes = list(_changes(seen.get(new.follows_id or 0), new, cause, event))
        yield from changes
        ended = event.undone_at if event and new.since == event.at else None
        if ended and ended not in moments:
            yield from _taken_apart(changes, ended)  # the version before it is shown again
        known.add(new.record_id)


def _taken_apart(changes: Sequence[Change], at: datetime) -> Iterator[Change]:
    for change in changes:
        yield replace(change, at=at, old=change.new, new=change.old)


def _joined(business_id: int) -> dict[datetime, LinkEvent]:
    """Merges that this business took part in, by the moments at which they were made and taken back."""
    part = Q(business=business_id) | Q(other=business_id)
    merges = LinkEvent.objects.filter(part, kind=LinkEventKind.MERGE).order_by("pk")
    moments = [(at, event) for event in merges for at in (event.at, event.undone_at)]
    return {at: event for at, event in moments if at}


def _changes(
    old: Profile | None, new: Profile, cause: SourceRecord | None, event: LinkEvent | None
) -> Iterator[Change]:
    """Against the version it followed, not the one before in time: that one may have been undone."""
    before, after = (old.values if old else {}), new.values
    about = (cause or new.record, new.batch is not None and _is_undone(new.record), cause is not None)
    for key in BY_KEY:
        if before.get(key) != after.get(key):
            yield Change(new.since, key, LABELS[key], before.get(key), after.get(key), *about, event)


def _is_undone(row: SourceRecord) -> bool:
    """Taken back with its file; a business that was edited since keeps its record in effect."""
    return bool(row.batch and row.batch.state == BatchState.UNDONE and not row.membership.in_effect)


def _number_changes(business_id: int, seen: Mapping[int, Profile], taken_back: TakenBack) -> Iterator[Change]:
    """Walks through the records in the order they took effect, and asks each time which numbers stand."""
    rows = list(_sealed_numbers(business_id))
    known, held = masks(rows), list[Identifier]()
    for at, record, undoing in _steps(rows, seen, taken_back):
        before = _standing(held)
        of = [row for row in rows if row.record_id == record.pk]
        held = [row for row in held if row not in of] if undoing else held + of
        after = _standing(held)
        undone = not undoing and _is_undone(record)
        for scheme in sorted({row.scheme for row in of}):
            old, new = before.get(scheme, {}), after.get(scheme, {})
            if old.keys() != new.keys():
                words = _apart(_worded(old, known), _worded(new, known))
                yield Change(at, scheme, LABELS[scheme], *words, record, undone, undoing)


def _apart(old: str, new: str) -> tuple[str, str]:
    """Two numbers that end alike look the same behind their masks."""
    return (old, new) if old != new else (old, _("%(mask)s (berubah)") % {"mask": new})


def _sealed_numbers(business_id: int) -> QuerySet[Identifier]:
    """Personal numbers of every record that was ever saved, undone ones too."""
    found = Identifier.objects.filter(business__canonical=business_id, sealed__isnull=False)
    found = found.exclude(record__batch__state__in=NOT_SAVED).select_related(*ORIGIN)
    return found.defer("record__sealed", "record__cells").order_by("pk")


Step = tuple[datetime, SourceRecord, bool]


def _steps(rows: Sequence[Identifier], seen: Mapping[int, Profile], taken_back: TakenBack) -> list[Step]:
    """(when, record, whether it was taken back then), in time."""
    first: dict[int, datetime] = {}
    for version in seen.values():
        first.setdefault(version.record_id, version.since)
    records = {row.record_id: row.record for row in rows}
    steps = [(first.get(pk, record.recorded_at), record, False) for pk, record in records.items()]
    steps += [(at, records[row.pk], True) for at, row in taken_back.items() if row.pk in records]
    return sorted(steps, key=lambda step: (step[0], step[2], step[1].pk))


def _standing(held: Sequence[Identifier]) -> dict[str, dict[str, Identifier]]:
    """By scheme and token, the numbers that stand among those held."""
    found: dict[str, dict[str, Identifier]] = {}
    for row in standing_rows(held):
        found.setdefault(row.scheme, {})[row.token] = row
    return found


def _worded(of: Mapping[str, Identifier], known: Mapping[int, str]) -> str:
    return ", ".join(known.get(row.pk, _("dihapus")) for row in of.values())
