"""From rows to what the engine measures by: chain, certificates, engine, place, procedure."""

from datetime import date, datetime

from django.utils.timezone import localtime

from sentra.engines import acoustics
from sentra.lab.catalogue.procedures import BY_KEY as METHODS
from sentra.lab.models import (
    Certificate,
    Check,
    Instrument,
    InstrumentKind,
    Measurement,
    Moment,
    Session,
    Vehicle,
)
from sentra.lab.rules.keeping import CERTIFIED, in_force, latest

FALLBACK_U_DB = (
    0.5  # of a calibrator whose certificate was withdrawn: nothing counts, but it can be looked at
)


def day_of(at: datetime) -> date:
    return localtime(at).date()


def procedure_of(session: Session) -> acoustics.Procedure:
    return METHODS[session.procedure_key].procedure


def instruments_of(session: Session) -> dict[str, Instrument]:
    """By kind."""
    return {kind: getattr(session, kind) for kind in InstrumentKind.values}


def certificate_of(instrument: Instrument, on: date) -> Certificate | None:
    """The one that covers the day, else the one that ran out last; None when there is none at all."""
    rows = list(instrument.certificates.all())
    return in_force(rows, on) or latest(rows)


def certificates_of(session: Session, on: date) -> tuple[acoustics.Certificate, ...]:
    """For the engine, which finds those that do not cover the day."""
    found = (certificate_of(instrument, on) for instrument in instruments_of(session).values())
    return tuple(
        acoustics.Certificate(f"{each.number} ({each.instrument})", each.valid_from, each.valid_until)
        for each in found
        if each is not None
    )


def uncertified(session: Session, on: date) -> list[Instrument]:
    """Those without which nothing counts, and that have no certificate (any more)."""
    found = instruments_of(session)
    return [found[kind] for kind in CERTIFIED if certificate_of(found[kind], on) is None]


def calibrator_u_db(session: Session, on: date) -> float:
    certificate = certificate_of(session.calibrator, on)
    return FALLBACK_U_DB if certificate is None or certificate.u_db is None else certificate.u_db


def model_of(vehicle: Vehicle) -> acoustics.EngineModel:
    firing_deg = tuple(vehicle.firing_deg)
    return acoustics.EngineModel(2 if vehicle.strokes == 2 else 4, vehicle.cylinders, firing_deg)


def geometry_of(measurement: Measurement) -> acoustics.Geometry:
    return acoustics.Geometry(measurement.distance_m, measurement.angle_deg, measurement.height_m)


def check_of(session: Session, moment: str) -> Check | None:
    """The one that counts: of several before the last."""
    return session.checks.filter(moment=moment).select_related("recording__key").order_by("-pk").first()


def before_of(session: Session) -> Check | None:
    return check_of(session, Moment.BEFORE)
