"""Figures that were published about a programme, typed as they were published."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from sentra.base.audit.chain import record
from sentra.base.people.models import User
from sentra.base.permissions import refuse_unless, unfit_unless_none
from sentra.programmes.models import Programme, PublishedPart, PublishedTotal
from sentra.programmes.rules import totals as rules


@transaction.atomic
def record_total(
    *,
    by: User,
    at: datetime,
    programme: Programme,
    title: str,
    source: str,
    counted: str,
    stated: int,
    parts: Sequence[tuple[str, int]],
) -> PublishedTotal:
    """A total with its parts, in the order of the source, whether or not they add up. Raises Unfit."""
    refuse_unless(rules.may_record_total(by))
    faults = rules.faults_of_total(
        programme, title=title, source=source, counted=counted, stated=stated, parts=parts
    )
    unfit_unless_none(faults)
    total = PublishedTotal.objects.create(
        programme=programme,
        title=title.strip()[:200],
        source=source.strip()[:300],
        counted=counted,
        stated=stated,
        recorded_at=at,
        recorded_by=by,
    )
    PublishedPart.objects.bulk_create(
        PublishedPart(total=total, label=label.strip()[:200], amount=amount) for label, amount in parts
    )
    record(by=by, at=at, act="record_total", subject=total, new=_told(total))
    return total


def _told(total: PublishedTotal) -> dict[str, object]:
    parts = list(total.parts.order_by("pk").values_list("label", "amount"))
    return {"title": total.title, "stated": total.stated, "parts": [list(part) for part in parts]}


@transaction.atomic
def remove_total(*, by: User, at: datetime, total: PublishedTotal, reason: str) -> None:
    """One that was typed wrongly is gone; the audit keeps it."""
    refuse_unless(rules.may_remove_total(by, total, reason))
    record(by=by, at=at, act="remove_total", subject=total, old=_told(total), reason=reason)
    total.delete()
