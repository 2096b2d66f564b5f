"""Readings, runs and series computed from sealed recordings; what a process computed it remembers a while.

Nothing stored is an input but what was entered: stored levels are for lists.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, BinaryIO, Final

from django.db.models import QuerySet

from sentra.engines import acoustics
from sentra.engines.acoustics import AcousticsRefused, Calibration, Reading, Reason, refused_as_reason
from sentra.lab.models import Background, Check, Measurement, Moment, Recording, Run, Session
from sentra.lab.queries import chain
from sentra.lab.queries.recordings import sound_of
from sentra.lab.queries.remembering import Remembered

ANY_ENGINE: Final = (acoustics.EngineModel(4, 1), 4500.0)  # before a vehicle was named
SLOWEST_RPM: Final = 300.0


@dataclass(frozen=True, slots=True)
class Case:
    """Everything a run's evaluation depends on; the recordings by their hashes."""

    sha256: str
    calibration: Calibration
    background_sha256: str
    procedure: acoustics.Procedure
    vehicle: str
    item: str
    model: acoustics.EngineModel
    rated_rpm: float
    tachometer_rpm: float
    geometry: acoustics.Geometry
    wind_m_s: float
    tested_on: date
    certificates: tuple[acoustics.Certificate, ...]
    channel: int


@dataclass(frozen=True, slots=True)
class Attempt:
    """A run as stored, and what the engine says of it: `run` is None when not even a level could be read."""

    row: Run
    run: acoustics.Run | None
    reasons: tuple[Reason, ...]
    counted: bool = False
    reading_db: float | None = None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A measurement evaluated whole. `blocked`: the laboratory's own reasons, besides the engine's."""

    series: acoustics.Series
    attempts: tuple[Attempt, ...]
    before: Calibration | None
    after: Calibration | None
    blocked: tuple[Reason, ...]


_calibrations: Remembered[tuple[object, ...], Calibration] = Remembered(16)
_readings: Remembered[tuple[object, ...], Reading] = Remembered(8)
_runs: Remembered[Case, acoustics.Run] = Remembered(32)


def forget() -> None:
    """What was computed before is computed again, from the files."""
    for remembered in (_calibrations, _readings, _runs):
        remembered.clear()


def evaluated(case: Case, source: BinaryIO | None = None) -> acoustics.Run:
    """`source`: the recording, when it is not stored yet.

    Raises AcousticsRefused, RecordingLost, vault.Tampered, vault.Erased.
    """
    return _runs.of(case, lambda: _evaluated(case, source or _sealed(case.sha256)))


def _evaluated(case: Case, source: BinaryIO) -> acoustics.Run:
    return acoustics.evaluate_run(
        source,
        case.calibration,
        case.procedure,
        vehicle=case.vehicle,
        item=case.item,
        model=case.model,
        rated_rpm=case.rated_rpm,
        tachometer_rpm=case.tachometer_rpm,
        geometry=case.geometry,
        wind_m_s=case.wind_m_s,
        tested_on=case.tested_on,
        certificates=case.certificates,
        background=_read(case.background_sha256, case.calibration, case.channel),
        channel=case.channel,
        expected_sha256=case.sha256,
    )


def _read(sha256: str, calibration: Calibration, channel: int) -> Reading:
    return _readings.of(
        (sha256, calibration, channel),
        lambda: acoustics.analyse(_sealed(sha256), calibration, channel=channel, expected_sha256=sha256),
    )


def _sealed(sha256: str) -> BinaryIO:
    return sound_of(Recording.objects.select_related("key").get(sha256=sha256))


def calibration_of(check: Check) -> Calibration:
    """The check's tone fitted again."""
    session, sha256 = check.session, check.recording.sha256
    u_db = chain.calibrator_u_db(session, chain.day_of(check.taken_at))
    tone = (check.nominal_db, check.nominal_hz)
    return _calibrations.of(
        (sha256, tone, u_db, session.channel),
        lambda: calibrated(_sealed(sha256), tone, u_db, session.channel, sha256),
    )


def calibrated(
    source: BinaryIO, tone: tuple[float, float], u_db: float, channel: int, sha256: str
) -> Calibration:
    """`tone`: level and frequency of the calibrator. Raises AcousticsRefused."""
    return acoustics.calibrate(
        source,
        nominal_db=tone[0],
        nominal_hz=tone[1],
        calibrator_u_db=u_db,
        channel=channel,
        expected_sha256=sha256,
    )


def calibration_at(session: Session, moment: str) -> Calibration | None:
    check = chain.check_of(session, moment)
    return None if check is None else calibration_of(check)


def reading_of(take: Check | Background, calibration: Calibration) -> Reading:
    return _read(take.recording.sha256, calibration, take.session.channel)


def remember(reading: Reading, channel: int) -> None:
    """A recording that was just heard, and is about to be stored."""
    _readings.of((reading.info.sha256, reading.calibration, channel), lambda: reading)


def engine_heard(session: Session, data: bytes) -> float | None:
    """The speed of an engine that runs in what should be a background: held, or idling.

    Raises AcousticsRefused.
    """
    bikes = {one.vehicle_id: one for one in session.measurements.select_related("vehicle")}.values()
    engines = [(chain.model_of(one.vehicle), one.target_rpm) for one in bikes] or [ANY_ENGINE]
    for model, target_rpm in engines:
        for rpm in (target_rpm, max(SLOWEST_RPM, target_rpm / 3)):
            found = acoustics.engine_speed(io.BytesIO(data), model, rpm, channel=session.channel).rpm_hold
            if found is not None:
                return found
    return None


def case_of(run: Run, calibration: Calibration) -> Case:
    """A run that is stored, or about to be: only its recording's hash must be known."""
    measurement, session = run.measurement, run.measurement.session
    on = chain.day_of(run.taken_at)
    return Case(
        sha256=run.recording.sha256,
        calibration=calibration,
        background_sha256=run.background.recording.sha256,
        procedure=chain.procedure_of(session),
        vehicle=str(measurement.vehicle_id),
        item=str(measurement.specimen_id),
        model=chain.model_of(measurement.vehicle),
        rated_rpm=float(measurement.vehicle.rated_rpm),
        tachometer_rpm=run.tachometer_rpm,
        geometry=chain.geometry_of(measurement),
        wind_m_s=run.wind_m_s,
        tested_on=on,
        certificates=chain.certificates_of(session, on),
        channel=session.channel,
    )


def runs_of(measurement: Measurement) -> QuerySet[Run]:
    """In the order they were made, with what an evaluation needs."""
    near = ("recording__key", "background__recording__key", "background__session", "by", "void_by")
    return measurement.runs.select_related(*near).order_by("sequence")


def attempted(run: Run, calibration: Calibration) -> Attempt:
    """One run by itself."""
    if run.void_at:
        return Attempt(run, None, (Reason("void"),))
    try:
        found = evaluated(case_of(run, calibration))
    except AcousticsRefused as refused:
        return Attempt(run, None, (refused_as_reason(refused),))
    return Attempt(run, found, found.reasons)


def evaluation_of(measurement: Measurement, rows: Sequence[Run] | None = None) -> Evaluation:
    """The whole series as it stands. Raises RecordingLost, vault.Tampered, vault.Erased."""
    session = measurement.session
    before = calibration_at(session, Moment.BEFORE)
    after = calibration_at(session, Moment.AFTER)
    rows = list(runs_of(measurement)) if rows is None else rows
    for row in rows:
        row.measurement = measurement  # the one that was asked about, with what hangs on it
    attempts = [] if before is None else [attempted(row, before) for row in rows]
    heard = [each.run for each in attempts if each.run is not None]
    procedure = chain.procedure_of(session)
    series = acoustics.evaluate_series(heard, procedure, before=before, after=after)
    sequences = [each.row.sequence for each in attempts if each.run is not None]
    judged = iter([replace(each, reasons=_numbered(each.reasons, sequences)) for each in series.runs])
    return Evaluation(
        series=series,
        attempts=tuple(each if each.run is None else _within(each, next(judged)) for each in attempts),
        before=before,
        after=after,
        blocked=tuple(blocked(session)),
    )


def _within(attempt: Attempt, judged: acoustics.Judged) -> Attempt:
    return replace(attempt, reasons=judged.reasons, counted=judged.counted, reading_db=judged.reading_db)


def _numbered(reasons: Sequence[Reason], sequences: Sequence[int]) -> tuple[Reason, ...]:
    """The engine counts the runs it was given; people know them by the numbers on the bench."""
    return tuple(_renumbered(each, sequences) for each in reasons)


def _renumbered(reason: Reason, sequences: Sequence[int]) -> Reason:
    word, _space, place = reason.place.partition(" ")
    if word != "run":
        return reason
    facts = dict(reason.facts)
    if reason.code == "duplicate":
        facts |= {name: sequences[int(str(facts[name])) - 1] for name in ("first", "second")}
    return Reason(reason.code, f"run {sequences[int(place) - 1]}", facts)


def blocked(session: Session) -> list[Reason]:
    """What makes a session's runs no measurement whatever they sound like."""
    on = chain.day_of(session.opened_at)
    missing = [
        Reason("cert_missing", "", {"instrument": str(each)}) for each in chain.uncertified(session, on)
    ]
    seconds = session.checks.filter(moment=Moment.SECOND_LEVEL)  # a drift the series finds itself
    unsteady = seconds.exclude(reasons=[]).order_by("pk").first()
    return [*missing, *([] if unsteady is None else [told(each) for each in unsteady.reasons])]


def told(kept: dict[str, Any]) -> Reason:
    """A reason that was stored."""
    return Reason(kept["code"], kept["place"], kept["facts"])
