"""A small laboratory: instruments with certificates, one vehicle, one request, and its bench."""

from datetime import date, timedelta
from typing import Any

from sentra.base.people.models import User
from sentra.lab import actions
from sentra.lab.models import (
    Background,
    Check,
    Instrument,
    LabRequest,
    Measurement,
    Run,
    Session,
    Specimen,
    Vehicle,
)
from tests import cast, makers
from tests.rooms.lab import takes

DAY = date(2026, 11, 20)  # of cast.AT
METHOD = "r41_04_stationary"


def person(part: cast.Part) -> User:
    return User.objects.filter(email=part.email).first() or cast.enter(part)


def technician() -> User:
    return person(cast.PRAMU)


def instrument(kind: str, **otherwise: Any) -> Instrument:
    """With a certificate unless `certified=False`; `until`: its last day."""
    certified, until = otherwise.pop("certified", True), otherwise.pop("until", date(2027, 6, 30))
    told = {"kind": kind, "maker": "Contoh", "model": kind, "serial": f"{kind}-1", "accuracy": "1"}
    if kind == "calibrator":
        told |= {"nominal_db": 94.0, "nominal_hz": 1000.0}
    told |= otherwise
    known = Instrument.objects.filter(kind=kind, serial=told["serial"]).first()
    if known:
        return known
    made = actions.add_instrument(by=technician(), at=cast.AT, **told)
    if certified:
        certificate(made, until=until)
    return made


def certificate(
    made: Instrument, number: str = "K-1", *, until: date = date(2027, 6, 30), **otherwise: Any
) -> Any:
    told: dict[str, Any] = {
        "number": number,
        "issuer": "Lab Kalibrasi Contoh",
        "valid_from": date(2025, 7, 1),
    }
    told |= {"valid_until": until, "u_db": 0.1 if made.kind == "calibrator" else None}
    return actions.add_certificate(by=technician(), at=cast.AT, instrument=made, **(told | otherwise))


def vehicle(**otherwise: Any) -> Vehicle:
    told: dict[str, Any] = {"maker": "Contoh", "model": "Bebek 125", "year": 2022, "capacity_cc": 125}
    told |= {"rated_rpm": 9000, "rated_rpm_source": "buku pemilik", "unit_mark": "0042"}
    known = Vehicle.objects.filter(unit_mark=otherwise.get("unit_mark", "0042")).first()
    return known or actions.add_vehicle(by=technician(), at=cast.AT, **(told | otherwise))


def asked(name: str = "Knalpot Contoh", **otherwise: Any) -> LabRequest:
    told: dict[str, Any] = {"purpose": "own_check", "asked_on": DAY, "wish": "seberapa keras"}
    business = otherwise.pop("business", None) or makers.business(name)
    return actions.ask_test(by=technician(), at=cast.AT, business=business, **(told | otherwise))


def specimen(request: LabRequest | None = None, **otherwise: Any) -> Specimen:
    told: dict[str, Any] = {"model": "Senyap 3", "killer": "fitted", "received_on": DAY}
    return actions.receive_specimen(
        by=technician(), at=cast.AT, request=request or asked(), **(told | otherwise)
    )


def opened(**otherwise: Any) -> Session:
    tools = {kind: instrument(kind) for kind in ("meter", "calibrator", "tachometer", "anemometer")}
    told: dict[str, Any] = {
        "procedure_key": METHOD,
        "site": "Lahan uji",
        "surface": "aspal",
        "reflector_m": 5.0,
    }
    told |= {"temperature_c": 29.0, "humidity_percent": 70.0, "pressure_hpa": 1006.0}
    by = otherwise.pop("by", None) or technician()
    return actions.open_session(by=by, at=cast.AT, **(tools | told | otherwise))


def checked(session: Session, moment: str = "before", data: bytes | None = None, **otherwise: Any) -> Check:
    seed = {"before": 1, "second_level": 11, "after": 21}[moment]
    told: dict[str, Any] = {"moment": moment, "name": f"{moment}.wav", "data": data or takes.tone(seed)}
    return actions.check_chain(by=technician(), at=cast.AT, session=session, **(told | otherwise))


def quiet(session: Session, data: bytes | None = None) -> Background:
    said = {"name": "latar.wav", "data": data or takes.background()}
    return actions.take_background(by=technician(), at=cast.AT, session=session, **said)


def measured(session: Session, item: Specimen | None = None, **otherwise: Any) -> Measurement:
    told: dict[str, Any] = {"distance_m": 0.5, "angle_deg": 45.0, "height_m": 0.4}
    bike = otherwise.pop("vehicle", None) or vehicle()
    return actions.open_measurement(
        by=technician(),
        at=cast.AT,
        session=session,
        specimen=item or specimen(),
        vehicle=bike,
        **(told | otherwise),
    )


def ready(first: int = 1, **otherwise: Any) -> Measurement:
    """A session with its check and background, and a measurement without a run. `first`: seed of the check;
    another one for a second session, because a recording is handed in once.
    """
    session = opened(**otherwise)
    checked(session, data=takes.tone(first))
    quiet(session, takes.background(first + 1))
    return measured(session)


def taken(measurement: Measurement, seed: int = 3, data: bytes | None = None, **otherwise: Any) -> Run:
    told: dict[str, Any] = {"name": f"lari{seed}.wav", "data": data or takes.run(seed)}
    told |= {"tachometer_rpm": takes.RPM, "wind_m_s": 1.0}
    by, at = otherwise.pop("by", None) or technician(), otherwise.pop("at", cast.AT)
    return actions.take_run(by=by, at=at, measurement=measurement, **(told | otherwise))


def complete(first: int = 1, count: int = 3, **otherwise: Any) -> Measurement:
    """Three runs that count, and the check after; the session is closed."""
    one = ready(first, **otherwise)
    for seed in range(first + 2, first + 2 + count):
        taken(one, seed)
    checked(one.session, "after", takes.tone(first + 20))
    actions.close_session(by=one.session.opened_by, at=cast.AT + timedelta(hours=1), session=one.session)
    one.session.refresh_from_db()
    return one
