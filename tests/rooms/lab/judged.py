"""Results as rows, without a recording behind them: for what follows from a result, not for how it is found.

one = judged.bench()          # a closed session with an item and an original, both with a valid result
judged.report(one)            # issued by another person than who measured and prepared
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings

from sentra.base.documents.certificates import make_certificates
from sentra.base.people import vault
from sentra.base.people.models import User
from sentra.lab.actions.reporting import authorise_report, prepare_report
from sentra.lab.models import (
    Background,
    Certificate,
    Instrument,
    InstrumentKind,
    Killer,
    LabRequest,
    Limit,
    LimitKind,
    Measurement,
    Purpose,
    Quantity,
    Recording,
    Report,
    RequestState,
    Result,
    Run,
    Session,
    SessionState,
    Specimen,
    SpecimenRole,
    Vehicle,
)
from tests import cast, makers

BANDS = {"centre_hz": [100.0, 125.89, 158.49, 199.53], "level_db": [80.0, 82.0, 81.0, 79.0]}


@dataclass
class Bench:
    technician: User
    other: User  # the second technician of the house: had no hand in it
    head: User
    session: Session
    request: LabRequest
    item: Result
    original: Result

    @property
    def specimen(self) -> Specimen:
        return self.item.measurement.specimen


def people() -> tuple[User, User, User]:
    second = cast.enter(cast.PRAMU, email="kedua@cast.example", name="Kedua Gentasuara")
    return cast.enter(cast.PRAMU), second, cast.enter(cast.BRAMA)


def instruments(by: User) -> dict[str, Instrument]:
    found = {}
    for kind in InstrumentKind.values:
        tone = (94.0, 1000.0) if kind == "calibrator" else (None, None)
        found[kind] = Instrument.objects.create(
            kind=kind, maker="Contoh", model=kind.upper(), serial="1", nominal_db=tone[0], nominal_hz=tone[1]
        )
        Certificate.objects.create(
            instrument=found[kind], number=f"K-{kind}", issuer="Lab Contoh", valid_from=date(2026, 1, 5),
            valid_until=date(2027, 1, 4), recorded_at=cast.AT, recorded_by=by,
        )  # fmt: skip
    return found


def a_request(by: User, name: str = "Knalpot Contoh", number: str = "LAB-2026-0001") -> LabRequest:
    snapshot = {
        "business_name": name, "owner_name": "Karti Nalapatra", "village_name": "Bobotsari",
        "district": makers.BOBOTSARI, "district_name": "Bobotsari",
    }  # fmt: skip
    return LabRequest.objects.create(
        number=number, business=makers.business(name), purpose=Purpose.COMPARISON, asked_on=date(2026, 11, 2),
        state=RequestState.MEASURING, snapshot=snapshot, recorded_at=cast.AT, recorded_by=by,
    )  # fmt: skip


def a_session(by: User, tools: dict[str, Instrument], number: str = "SESI-2026-0001") -> Session:
    return Session.objects.create(
        number=number, procedure_key="r41_04_stationary", site="Halaman UPT", surface="aspal", reflector_m=8,
        **tools, temperature_c=29.4, humidity_percent=71, pressure_hpa=1008, state=SessionState.CLOSED,
        opened_at=cast.AT, opened_by=by, closed_at=cast.AT, closed_by=by,
    )  # fmt: skip


def a_vehicle(by: User) -> Vehicle:
    return Vehicle.objects.create(
        maker="Contoh", model="Bebek 110", year=2021, capacity_cc=110, rated_rpm=8500, approval_db=84.0,
        approval_source="pelat kendaraan", rated_rpm_source="buku pemilik", unit_mark="4711",
        recorded_at=cast.AT, recorded_by=by,
    )  # fmt: skip


def a_specimen(request: LabRequest, role: str, by: User, **otherwise: Any) -> Specimen:
    told = {
        "serial": f"{request.number}-{request.specimens.count() + 1}", "model": "SP1", "made_by": "",
        "killer": Killer.REMOVABLE_FITTED, "received_on": date(2026, 11, 3), "condition": "baru",
    }  # fmt: skip
    return Specimen.objects.create(
        request=request, role=role, recorded_at=cast.AT, recorded_by=by, **told | otherwise
    )


def a_result(
    session: Session, specimen: Specimen, vehicle: Vehicle, exact_db: float, **otherwise: Any
) -> Result:
    """Three runs count, and a fourth that was clipped does not."""
    by = session.opened_by
    measurement, _new = Measurement.objects.get_or_create(
        session=session, specimen=specimen, vehicle=vehicle,
        defaults={"target_rpm": 4250, "distance_m": 0.5, "angle_deg": 45, "height_m": 0.35, "opened_at": cast.AT, "opened_by": by},
    )  # fmt: skip
    runs = list(measurement.runs.order_by("sequence")) or [
        a_run(measurement, at, exact_db - 0.2 * at) for at in range(4)
    ]
    clipped = {"code": "clipped", "place": "3.42 s", "facts": {"count": 41, "longest": 18}}
    told = {
        "valid": True, "value_db": float(round(exact_db)), "exact_db": exact_db, "spread_db": 0.4, "drift_db": 0.03,
        "uc_db": 0.7, "dof": 60.0, "k": 2.0, "U_db": 1.4, "bands": BANDS,
        "shares": [{"name": "repeatability", "u_db": 0.2, "share": 0.1}, {"name": "frequency response", "u_db": 0.6, "share": 0.9}],
        "series": [
            {"run": run.pk, "sequence": run.sequence, "counted": at < 3, "reading_db": float(round(exact_db)), "reasons": [] if at < 3 else [clipped]}
            for at, run in enumerate(runs)
        ],
    }  # fmt: skip
    return Result.objects.create(
        measurement=measurement, computed_at=cast.AT, computed_by=by, engine_version="0.1", **told | otherwise
    )


def a_run(measurement: Measurement, at: int, value_db: float) -> Run:
    by, session = measurement.opened_by, measurement.session
    quiet = session.backgrounds.first() or Background.objects.create(
        session=session, recording=a_recording(f"latar-{session.pk}", by), taken_at=cast.AT, by=by
    )
    return Run.objects.create(
        measurement=measurement, background=quiet, sequence=at + 1, recording=a_recording(f"{measurement.pk}-{at}", by),
        tachometer_rpm=4240, wind_m_s=0.5 * at, value_db=value_db, summary={"margin_db": 37.4},
        taken_at=cast.AT, by=by,
    )  # fmt: skip


def a_recording(name: str, by: User) -> Recording:
    key, _opened = vault.new_keys(1)[0]
    return Recording.objects.create(
        sha256=f"{name:0>64}", name=f"{name}.wav", size=1, container="WAV", subtype="PCM_24", fs_hz=48_000, frames=48_000,
        channels=1, bits=24, lossy=False, key=key, recorded_at=cast.AT, recorded_by=by,
    )  # fmt: skip


def bench() -> Bench:
    """Needs `makers.areas()`."""
    make_certificates(Path(settings.KEYS_DIR), at=cast.AT, office="Dinas")
    technician, other, head = people()
    session = a_session(technician, instruments(technician))
    request, vehicle = a_request(technician), a_vehicle(technician)
    item = a_specimen(request, SpecimenRole.ITEM, technician)
    original = a_specimen(request, SpecimenRole.ORIGINAL, technician, model="Bawaan", killer=Killer.NONE)
    return Bench(
        technician, other, head, session, request,
        a_result(session, item, vehicle, 91.63), a_result(session, original, vehicle, 85.91),
    )  # fmt: skip


def report(one: Bench, **otherwise: Any) -> Report:
    """Prepared by who measured, authorised by the head."""
    told = {"request": one.request, "results": [one.item, one.original]} | otherwise
    draft = prepare_report(by=one.technician, at=cast.AT, **told)
    return authorise_report(by=one.head, at=cast.AT, report=draft)


def a_limit(by: User, *, verified_by: User | None = None, **otherwise: Any) -> Limit:
    told = {
        "key": "pembeli-contoh", "name": "Syarat pembeli Contoh", "kind": LimitKind.BUYER, "quantity": Quantity.STATIONARY,
        "value_db": 92.0, "procedure_key": "r41_04_stationary", "source": "kontrak 7/2026", "valid_from": date(2026, 1, 1),
    }  # fmt: skip
    verified = {} if verified_by is None else {"verified_by": verified_by, "verified_at": cast.AT}
    return Limit.objects.create(recorded_at=cast.AT, recorded_by=by, **told | verified | otherwise)
