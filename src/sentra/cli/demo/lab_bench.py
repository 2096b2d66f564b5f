"""The demo's bench: its instruments, its vehicles, and how a session goes. All of it is invented."""

from dataclasses import dataclass
from datetime import date

from sentra.base.people.models import Role
from sentra.cli.demo.acting import account, on
from sentra.lab import actions
from sentra.lab.models import Instrument, Measurement, Session, Specimen, Vehicle
from sentra.lab.queries import invented
from sentra.lab.queries.invented import Muffler

MAKER = "Contoh (simulasi)"
METHOD = "r41_04_stationary"
CALIBRATED_ON, CALIBRATED_UNTIL = date(2026, 6, 15), date(2027, 6, 14)
EXPIRED = (date(2025, 3, 3), date(2026, 3, 2))
PLACE = {"distance_m": 0.5, "angle_deg": 45.0, "height_m": 0.38}


@dataclass(frozen=True, slots=True)
class Bench:
    tools: dict[str, Instrument]
    small: Vehicle
    large: Vehicle


def equipped() -> Bench:
    """Instruments with certificates; a second calibrator whose certificate ran out stays in the list."""
    by, at = account(Role.LAB_TECHNICIAN), on(date(2026, 6, 22))
    models = {
        "meter": "Rantai M1",
        "calibrator": "Kalibrator C94",
        "tachometer": "Induksi T2",
        "anemometer": "Baling A1",
    }
    tools = {}
    for kind, model in models.items():
        tools[kind] = _instrument(kind, model, f"SIM-{kind[:3].upper()}-01")
        actions.add_certificate(
            by=by,
            at=at,
            instrument=tools[kind],
            number=f"SIM/{kind[:3].upper()}/2026/041",
            issuer="Laboratorium Kalibrasi Contoh (simulasi)",
            valid_from=CALIBRATED_ON,
            valid_until=CALIBRATED_UNTIL,
            u_db=0.1 if kind == "calibrator" else None,
        )
    _old_calibrator()
    return Bench(tools, _small(), _large())


def _instrument(kind: str, model: str, serial: str) -> Instrument:
    tone = {"nominal_db": 94.0, "nominal_hz": 1000.0} if kind == "calibrator" else {}
    accuracy = "1" if kind in ("meter", "calibrator") else ""
    return actions.add_instrument(
        by=account(Role.LAB_TECHNICIAN),
        at=on(date(2026, 6, 22)),
        kind=kind,
        maker=MAKER,
        model=model,
        serial=serial,
        accuracy=accuracy,
        **tone,
    )


def _old_calibrator() -> None:
    actions.add_certificate(
        by=account(Role.LAB_TECHNICIAN),
        at=on(date(2026, 6, 22)),
        instrument=_instrument("calibrator", "Kalibrator C94 lama", "SIM-CAL-00"),
        number="SIM/CAL/2025/007",
        issuer="Laboratorium Kalibrasi Contoh (simulasi)",
        valid_from=EXPIRED[0],
        valid_until=EXPIRED[1],
        u_db=0.15,
    )


def _small() -> Vehicle:
    return actions.add_vehicle(
        by=account(Role.LAB_TECHNICIAN),
        at=on(date(2026, 6, 23)),
        maker=MAKER,
        model="Bebek 125",
        year=2022,
        capacity_cc=125,
        rated_rpm=9000,
        rated_rpm_source="buku pemilik (simulasi)",
        unit_mark="0042",
        approval_db=85.0,
        approval_source="pelat kendaraan (simulasi)",
    )


def _large() -> Vehicle:
    return actions.add_vehicle(
        by=account(Role.LAB_TECHNICIAN),
        at=on(date(2026, 6, 23)),
        maker=MAKER,
        model="Sport 150",
        year=2023,
        capacity_cc=150,
        rated_rpm=9500,
        rated_rpm_source="buku pemilik (simulasi)",
        unit_mark="0117",
    )


def opened(bench: Bench, day: date, seed: int) -> Session:
    """Open, with the calibrator's check before and the background."""
    by, at = account(Role.LAB_TECHNICIAN), on(day, 8)
    session = actions.open_session(
        by=by,
        at=at,
        procedure_key=METHOD,
        site="Halaman UPT (simulasi)",
        surface="aspal",
        reflector_m=6.5,
        meter=bench.tools["meter"],
        calibrator=bench.tools["calibrator"],
        tachometer=bench.tools["tachometer"],
        anemometer=bench.tools["anemometer"],
        temperature_c=27.5 + seed % 4,
        humidity_percent=68.0 + seed % 9,
        pressure_hpa=1004.0,
    )
    checked(session, day, "before", seed)
    actions.take_background(
        by=by, at=at, session=session, name="latar.wav", data=invented.background(seed + 1)
    )
    return session


def checked(session: Session, day: date, moment: str, seed: int) -> None:
    actions.check_chain(
        by=account(Role.LAB_TECHNICIAN),
        at=on(day, 8 if moment == "before" else 11),
        session=session,
        moment=moment,
        name=f"kalibrator-{moment}.wav",
        data=invented.tone(seed + (0 if moment == "before" else 50)),
    )


def measured(session: Session, specimen: Specimen, vehicle: Vehicle, day: date) -> Measurement:
    return actions.open_measurement(
        by=account(Role.LAB_TECHNICIAN),
        at=on(day),
        session=session,
        specimen=specimen,
        vehicle=vehicle,
        **PLACE,
    )


def taken(one: Measurement, day: date, seed: int, muffler: Muffler, ran_at_rpm: float | None = None) -> None:
    """One attempt; `ran_at_rpm`: the engine did not run as fast as the tachometer was read."""
    rpm = one.target_rpm
    _taken(one, day, seed, invented.run(seed, muffler, ran_at_rpm or rpm), rpm)


def clipped(one: Measurement, day: date, seed: int, muffler: Muffler) -> None:
    _taken(one, day, seed, invented.overdriven_run(seed, muffler, one.target_rpm), one.target_rpm)


def _taken(one: Measurement, day: date, seed: int, data: bytes, rpm: float) -> None:
    actions.take_run(
        by=account(Role.LAB_TECHNICIAN),
        at=on(day, 10),
        measurement=one,
        name=f"{one.specimen.serial}-{seed}.wav",
        data=data,
        tachometer_rpm=rpm + seed % 7 * 3,
        wind_m_s=0.4 + seed % 5 * 0.3,
    )


def closed(session: Session, day: date, seed: int) -> None:
    checked(session, day, "after", seed)
    actions.close_session(by=account(Role.LAB_TECHNICIAN), at=on(day, 12), session=session)
