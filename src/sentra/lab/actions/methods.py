"""Limits of local rules, buyers and standards: typed in by one, compared by another, withdrawn."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from sentra.base.audit.chain import record
from sentra.base.people.models import User
from sentra.base.permissions import refuse_unless, unfit_unless_none
from sentra.lab.actions.instruments import scanned, withdrawn
from sentra.lab.catalogue.limits import BY_KEY as STATUTORY
from sentra.lab.models import Limit
from sentra.lab.rules import keeping as rules
from sentra.lab.rules.roles import may_keep


@transaction.atomic
def add_limit(
    *,
    by: User,
    at: datetime,
    key: str,
    name: str,
    kind: str,
    quantity: str,
    value_db: float,
    procedure_key: str,
    source: str,
    valid_from: date,
    valid_until: date | None = None,
    document: bytes = b"",
) -> Limit:
    """It judges nothing until somebody else has compared it with its document. Raises Unfit, UnusableFile."""
    refuse_unless(may_keep(by))
    told: dict[str, Any] = {"key": key.strip(), "name": name.strip(), "kind": kind, "quantity": quantity}
    told |= {"value_db": value_db, "procedure_key": procedure_key, "source": source.strip()}
    told |= {"valid_from": valid_from, "valid_until": valid_until}
    known = told["key"] in STATUTORY or Limit.objects.filter(key=told["key"]).exists()
    unfit_unless_none(rules.faults_of_limit(**told, known=known))
    made = Limit.objects.create(
        **told, document=scanned(by, at, name, document), recorded_at=at, recorded_by=by
    )
    record(by=by, at=at, act="add_limit", subject=made, new=told)
    return made


@transaction.atomic
def verify_limit(*, by: User, at: datetime, limit: Limit) -> Limit:
    """Somebody else than who typed it has held it against its document."""
    limit = Limit.objects.select_for_update().get(pk=limit.pk)
    refuse_unless(rules.may_verify(by, limit))
    limit.verified_at, limit.verified_by = at, by
    limit.save(update_fields=["verified_at", "verified_by"])
    record(
        by=by, at=at, act="verify_limit", subject=limit, new={"key": limit.key, "value_db": limit.value_db}
    )
    return limit


@transaction.atomic
def withdraw_limit(*, by: User, at: datetime, limit: Limit, reason: str) -> Limit:
    row = Limit.objects.select_for_update().get(pk=limit.pk)
    withdrawn(by=by, at=at, row=row, act="withdraw_limit", reason=reason)
    return row
