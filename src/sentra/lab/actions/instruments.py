"""Instruments, what says that they measure rightly, and what the laboratory is accredited for."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from sentra.base.audit.chain import record
from sentra.base.documents.attaching import attach
from sentra.base.documents.models import Attachment
from sentra.base.people.models import User
from sentra.base.permissions import refuse_unless, unfit_unless_none
from sentra.lab.models import Accreditation, Certificate, Instrument, Limit
from sentra.lab.rules import keeping as rules
from sentra.lab.rules.roles import may_keep


@transaction.atomic
def add_instrument(
    *,
    by: User,
    at: datetime,
    kind: str,
    maker: str,
    model: str,
    serial: str,
    accuracy: str = "",
    nominal_db: float | None = None,
    nominal_hz: float | None = None,
) -> Instrument:
    """Raises Unfit; an instrument is known by its kind and serial number."""
    refuse_unless(may_keep(by))
    known = Instrument.objects.filter(kind=kind, serial=serial.strip()).exists()
    told: dict[str, Any] = {"kind": kind, "accuracy": accuracy, "nominal_db": nominal_db}
    told |= {
        "maker": maker.strip(),
        "model": model.strip(),
        "serial": serial.strip(),
        "nominal_hz": nominal_hz,
    }
    unfit_unless_none(rules.faults_of_instrument(**told, known=known))
    made = Instrument.objects.create(**told)
    record(by=by, at=at, act="add_instrument", subject=made, new=told)
    return made


@transaction.atomic
def retire_instrument(*, by: User, at: datetime, instrument: Instrument) -> Instrument:
    """No new session takes it; what it measured stays as it is."""
    instrument = Instrument.objects.select_for_update().get(pk=instrument.pk)
    refuse_unless(rules.may_retire(by, instrument))
    instrument.retired_at = at
    instrument.save(update_fields=["retired_at"])
    record(by=by, at=at, act="retire_instrument", subject=instrument, new={"retired_at": at})
    return instrument


@transaction.atomic
def add_certificate(
    *,
    by: User,
    at: datetime,
    instrument: Instrument,
    number: str,
    issuer: str,
    valid_from: date,
    valid_until: date,
    u_db: float | None = None,
    scan: bytes = b"",
) -> Certificate:
    """Raises Unfit, UnusableFile."""
    instrument = Instrument.objects.select_for_update().get(pk=instrument.pk)
    refuse_unless(rules.may_certify(by, instrument))
    known = instrument.certificates.filter(number=number.strip()).exists()
    told: dict[str, Any] = {"number": number.strip(), "issuer": issuer.strip(), "u_db": u_db}
    told |= {"valid_from": valid_from, "valid_until": valid_until}
    unfit_unless_none(rules.faults_of_certificate(instrument, **told, known=known))
    made = Certificate.objects.create(
        instrument=instrument, **told, scan=scanned(by, at, number, scan), recorded_at=at, recorded_by=by
    )
    record(by=by, at=at, act="add_certificate", subject=made, new=told | {"instrument": str(instrument)})
    return made


def scanned(by: User, at: datetime, name: str, data: bytes) -> Attachment | None:
    """None when nothing was brought. Raises UnusableFile."""
    return attach(by=by, at=at, name=name, data=data) if data else None


@transaction.atomic
def withdraw_certificate(*, by: User, at: datetime, certificate: Certificate, reason: str) -> Certificate:
    """It covers nothing any more; results that leaned on it say so when they are computed again."""
    row = Certificate.objects.select_for_update().get(pk=certificate.pk)
    withdrawn(by=by, at=at, row=row, act="withdraw_certificate", reason=reason)
    return row


def withdrawn(
    *, by: User, at: datetime, row: Certificate | Accreditation | Limit, act: str, reason: str
) -> None:
    refuse_unless(rules.may_withdraw(by, row, reason))
    row.withdrawn_at, row.withdrawn_reason = at, reason.strip()
    row.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    record(by=by, at=at, act=act, subject=row, new={"withdrawn_at": at}, reason=reason.strip())


@transaction.atomic
def set_accreditation(
    *,
    by: User,
    at: datetime,
    number: str,
    scope: str,
    body: str,
    valid_from: date,
    valid_until: date,
    scan: bytes = b"",
) -> Accreditation:
    """Another one beside those before: which is in force, the day of a report says. Raises Unfit."""
    refuse_unless(may_keep(by))
    told: dict[str, Any] = {"number": number.strip(), "scope": scope.strip(), "body": body.strip()}
    told |= {"valid_from": valid_from, "valid_until": valid_until}
    unfit_unless_none(rules.faults_of_accreditation(**told))
    made = Accreditation.objects.create(
        **told, scan=scanned(by, at, number, scan), recorded_at=at, recorded_by=by
    )
    record(by=by, at=at, act="set_accreditation", subject=made, new=told)
    return made


@transaction.atomic
def withdraw_accreditation(
    *, by: User, at: datetime, accreditation: Accreditation, reason: str
) -> Accreditation:
    row = Accreditation.objects.select_for_update().get(pk=accreditation.pk)
    withdrawn(by=by, at=at, row=row, act="withdraw_accreditation", reason=reason)
    return row
