"""Instruments, accreditation, procedures and limits, as pages show them."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

from sentra.base.people.models import User
from sentra.base.permissions import refuse_unless
from sentra.lab.catalogue.kinds import Evidence, KnownFact, Method, StatutoryLimit
from sentra.lab.catalogue.limits import FACTS, LIMITS
from sentra.lab.catalogue.procedures import METHODS
from sentra.lab.models import Accreditation, Instrument, Limit, LimitOrigin, Quantity, Vehicle
from sentra.lab.queries.bench import Tool, tools_with
from sentra.lab.queries.bench import vehicles as known_vehicles
from sentra.lab.rules.roles import may_read_lab


@dataclass(frozen=True, slots=True)
class LimitShown:
    """A limit wherever it stands. `judges`: in force that day, and compared with its source by a person."""

    origin: str
    key: str
    name: str
    applies_to: str
    quantity: str | Promise
    value_db: float
    procedure: str
    source: str
    evidence: Evidence | None
    valid_from: date | None
    valid_until: date | None
    verified_by: str
    in_force: bool
    row: Limit | None = None

    @property
    def judges(self) -> bool:
        return self.in_force and bool(self.verified_by)


def instruments_shown(by: User, *, on: date) -> list[Tool]:
    """All of them, those in use first, each with the certificate that counts that day."""
    refuse_unless(may_read_lab(by))
    every = Instrument.objects.prefetch_related("certificates").order_by("kind", "maker", "serial")
    found = tools_with(every, on)
    return sorted(found, key=lambda tool: tool.instrument.retired_at is not None)


def accreditation_in_force(on: date) -> Accreditation | None:
    """Without one no paper shows a mark or says the word."""
    rows = Accreditation.objects.filter(withdrawn_at=None, valid_from__lte=on, valid_until__gte=on)
    return rows.order_by("-pk").first()


def known_facts() -> tuple[KnownFact, ...]:
    """What is known of the law that is no limit: above all, that there is no stationary one."""
    return FACTS


def procedures_shown(by: User) -> tuple[Method, ...]:
    refuse_unless(may_read_lab(by))
    return METHODS


def quantities_measured() -> list[tuple[str, str]]:
    """What a method of the catalogue measures: a limit on anything else would never judge."""
    measured = {method.procedure.quantity for method in METHODS}
    return [(str(key), str(label)) for key, label in Quantity.choices if key in measured]


def limits_shown(by: User, *, on: date) -> list[LimitShown]:
    """Rows first, the newest first; then the statutory ones as the catalogue has them."""
    refuse_unless(may_read_lab(by))
    rows = Limit.objects.select_related("verified_by", "recorded_by", "document").order_by("-pk")
    return [*(_of_row(row, on) for row in rows), *(_of_statute(entry, on) for entry in LIMITS)]


def _of_row(row: Limit, on: date) -> LimitShown:
    begun = row.withdrawn_at is None and row.valid_from <= on
    return LimitShown(
        origin=LimitOrigin.ROW,
        key=row.key,
        name=row.name,
        applies_to=row.get_kind_display(),
        quantity=row.get_quantity_display(),
        value_db=row.value_db,
        procedure=row.procedure_key,
        source=row.source,
        evidence=None,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        verified_by=row.verified_by.name if row.verified_by else "",
        in_force=begun and (row.valid_until is None or on <= row.valid_until),
        row=row,
    )


def _of_statute(entry: StatutoryLimit, on: date) -> LimitShown:
    limit = entry.for_engine()
    return LimitShown(
        origin=LimitOrigin.CATALOGUE,
        key=entry.key,
        name=entry.instrument,
        applies_to=str(entry.applies_to),
        quantity=Quantity(entry.quantity).label,
        value_db=entry.value_db,
        procedure=str(entry.method),
        source=entry.source,
        evidence=entry.evidence,
        valid_from=entry.valid_from,
        valid_until=entry.valid_until,
        verified_by=entry.verified_by,
        in_force=limit.in_force(on),
    )


def vehicles(by: User) -> list[Vehicle]:
    return known_vehicles(by)
