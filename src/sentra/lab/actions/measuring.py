"""At the bench: sessions, calibrator checks, backgrounds, runs. Slow work is done before a lock is taken."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from sentra.base.audit.chain import record
from sentra.base.documents.counting import next_number
from sentra.base.people.models import User
from sentra.base.permissions import Unfit, refuse_unless, unfit_unless_none
from sentra.base.values.years import fiscal_year
from sentra.engines.acoustics import (
    AcousticsRefused,
    Calibration,
    Reading,
    analyse,
    drifted,
    refused_as_reason,
    same_gain,
)
from sentra.lab.actions.recording import Upload, opened, sealed, unusable
from sentra.lab.actions.requesting import held as held_request
from sentra.lab.actions.requesting import moved
from sentra.lab.models import (
    Background,
    Check,
    Instrument,
    LabRequest,
    Measurement,
    Moment,
    Recording,
    RequestState,
    Result,
    Run,
    Session,
    SessionState,
    Specimen,
    Vehicle,
)
from sentra.lab.queries import chain, evaluating
from sentra.lab.queries.plain import kept
from sentra.lab.queries.summaries import summary_of_reading, summary_of_run
from sentra.lab.rules import bench as rules
from sentra.lab.rules.roles import may_measure


@transaction.atomic
def open_session(
    *,
    by: User,
    at: datetime,
    procedure_key: str,
    site: str,
    surface: str,
    reflector_m: float,
    meter: Instrument,
    calibrator: Instrument,
    tachometer: Instrument,
    anemometer: Instrument,
    temperature_c: float,
    humidity_percent: float,
    pressure_hpa: float | None = None,
    channel: int = 0,
    note: str = "",
) -> Session:
    """Raises Unfit. An expired certificate does not keep anybody from measuring, only from counting."""
    refuse_unless(may_measure(by))
    tools = {"meter": meter, "calibrator": calibrator, "tachometer": tachometer, "anemometer": anemometer}
    told: dict[str, Any] = {"procedure_key": procedure_key, "site": site.strip(), "surface": surface.strip()}
    told |= {"reflector_m": reflector_m, "channel": channel, "pressure_hpa": pressure_hpa}
    told |= {"temperature_c": temperature_c, "humidity_percent": humidity_percent}
    unfit_unless_none(rules.faults_of_session(**told, instruments=tools))
    year = fiscal_year(localtime(at).date())
    number = f"SESI-{year}-{next_number('lab_session', year):04}"
    made = Session.objects.create(
        number=number, **told, **tools, note=note.strip(), opened_at=at, opened_by=by
    )
    new = told | {"number": number} | {kind: str(tool) for kind, tool in tools.items()}
    record(by=by, at=at, act="open_session", subject=made, new=new)
    return made


def held(session: Session) -> Session:
    """The session as it stands now; whoever else adds to it waits."""
    tools = ("meter", "calibrator", "tachometer", "anemometer", "opened_by")
    locked = Session.objects.select_for_update(of=("self",)).select_related(*tools)
    return locked.get(pk=session.pk)


def check_chain(
    *,
    by: User,
    at: datetime,
    session: Session,
    moment: str,
    name: str,
    data: bytes,
    nominal_db: float | None = None,
) -> Check:
    """The calibrator's tone through the chain. A tone the engine refuses is not stored: Unfit says why.

    `nominal_db`: the calibrator's own level unless a second one is checked. A second level that disagrees is
    stored with its reason, and nothing more is taken in that session; so is a chain that drifted.
    """
    refuse_unless(rules.may_check(by, session, moment))
    level_db = session.calibrator.nominal_db or 0.0 if nominal_db is None else nominal_db
    unfit_unless_none(rules.faults_of_check(session, moment, level_db))
    upload = opened("check", name, data)
    tone = (level_db, session.calibrator.nominal_hz or 0.0)
    found = _tone(session, at, upload, tone)
    made = Check(moment=moment, nominal_hz=tone[1], **_measured(found), taken_at=at, by=by)
    with transaction.atomic():
        made.session = held(session)
        refuse_unless(rules.may_check(by, made.session, moment))
        made.reasons = _moved(made.session, moment, found)
        made.recording = sealed(by=by, at=at, upload=upload)
        made.save(force_insert=True)
        new = _measured(found) | {"moment": moment, "sha256": found.sha256, "reasons": made.reasons}
        record(by=by, at=at, act="check_chain", subject=made, new=new | {"session": made.session.number})
    return made


def _tone(session: Session, at: datetime, upload: Upload, tone: tuple[float, float]) -> Calibration:
    u_db = chain.calibrator_u_db(session, chain.day_of(at))
    try:
        return evaluating.calibrated(upload.sound, tone, u_db, session.channel, upload.info.sha256)
    except AcousticsRefused as refused:
        raise unusable(refused) from refused


def _moved(session: Session, moment: str, found: Calibration) -> list[dict[str, Any]]:
    """The second level finds a gain that works by itself, the check after a chain that drifted."""
    if moment == Moment.BEFORE:
        return []
    before = _calibration(session)[1]
    if moment == Moment.AFTER:
        return kept(drifted(before, found, chain.procedure_of(session)))
    try:
        same_gain(before, found)
    except AcousticsRefused as refused:
        return kept([refused_as_reason(refused)])
    return []


def _measured(found: Calibration) -> dict[str, float]:
    names = ("nominal_db", "sensitivity_pa_per_fs", "tone_hz", "fluctuation_db", "snr_db", "u_db")
    return {name: float(getattr(found, name)) for name in names}


def take_background(*, by: User, at: datetime, session: Session, name: str, data: bytes) -> Background:
    """What is heard without the engine. A take that is silent, clipped, compressed or holds an engine is not
    stored: Unfit. All runs of the session are judged by the newest one: nobody chooses among backgrounds.
    """
    refuse_unless(rules.may_take_background(by, session))
    upload = opened("background", name, data)
    check, calibration = _calibration(session)
    try:
        reading = analyse(upload.sound, calibration, channel=session.channel)
        engine_rpm = _engine_rpm(session, upload)
    except AcousticsRefused as refused:
        raise unusable(refused) from refused
    for fault in reading.faults:
        raise unusable(AcousticsRefused(fault.code, place=fault.place, **fault.facts))
    unfit_unless_none({"file": rules.fault_of_background(engine_rpm)})
    made = Background(session=session, reading=summary_of_reading(reading), taken_at=at, by=by)
    _heard_again(made, reading)
    with transaction.atomic():
        made.session = _as_checked(by, session, check)
        made.recording = sealed(by=by, at=at, upload=upload)
        made.save(force_insert=True)
        new = {"session": session.number, "sha256": upload.info.sha256} | made.reading
        record(by=by, at=at, act="take_background", subject=made, new=new | {"runs": _judged_again(made)})
    return made


def _engine_rpm(session: Session, upload: Upload) -> float | None:
    """Of a take as long as a run at most: a longer one is no hold that was forgotten."""
    if upload.info.duration_s > rules.LONGEST_S["run"]:
        return None
    return evaluating.engine_heard(session, upload.data)


def _heard_again(background: Background, reading: Reading) -> None:
    """Evaluates the runs there are against it before anything is locked."""
    background.recording = Recording(sha256=reading.info.sha256)
    evaluating.remember(reading, background.session.channel)
    for one in background.session.measurements.all():
        for run in evaluating.runs_of(one):
            run.measurement, run.background = one, background
            evaluating.attempted(run, reading.calibration)


def _judged_again(background: Background) -> dict[str, list[str]]:
    """What the runs there are say now: codes of their reasons, by run."""
    found: dict[str, list[str]] = {}
    for one in background.session.measurements.all():
        rows = list(evaluating.runs_of(one).filter(void_at=None))
        for row in rows:
            row.background = background
        found |= judged_again(one, rows)
    return found


def judged_again(measurement: Measurement, rows: list[Run]) -> dict[str, list[str]]:
    """Runs of which something was put right, with the others of their measurement."""
    found = {}
    for row in map(_said, evaluating.evaluation_of(measurement, rows).attempts):
        row.save(update_fields=["background", "tachometer_rpm", "reasons", "value_db", "summary"])
        found[str(row.pk)] = [each["code"] for each in row.reasons]
    return found


def _calibration(session: Session) -> tuple[Check, Calibration]:
    check = Check.objects.filter(session=session, moment=Moment.BEFORE).order_by("-pk")[0]
    return check, evaluating.calibration_of(check)


def _as_checked(by: User, session: Session, check: Check) -> Session:
    """Held, and still under the check that was computed with. Raises Unfit when it was replaced meanwhile."""
    session = held(session)
    refuse_unless(rules.may_take_background(by, session))
    if _calibration(session)[0].pk != check.pk:
        raise Unfit({"file": _("Pemeriksaan kalibrator baru saja diganti; kirim rekaman ini sekali lagi.")})
    return session


@transaction.atomic
def open_measurement(
    *,
    by: User,
    at: datetime,
    session: Session,
    specimen: Specimen,
    vehicle: Vehicle,
    distance_m: float,
    angle_deg: float,
    height_m: float,
) -> Measurement:
    """One specimen on one vehicle; asked for again it is the same one, at the same place. Raises Unfit."""
    session = held(session)
    specimen = Specimen.objects.select_related("request").get(pk=specimen.pk)
    refuse_unless(rules.may_open_measurement(by, session, specimen))
    procedure = chain.procedure_of(session)
    place = {"distance_m": distance_m, "angle_deg": angle_deg, "height_m": height_m}
    unfit_unless_none(rules.faults_of_geometry(procedure, **place))
    known = Measurement.objects.filter(session=session, specimen=specimen, vehicle=vehicle).first()
    if known:
        unfit_unless_none(rules.faults_of_place(known, **place))
        return known
    target_rpm = procedure.target_rpm(vehicle.rated_rpm)
    made = Measurement.objects.create(
        session=session,
        specimen=specimen,
        vehicle=vehicle,
        target_rpm=target_rpm,
        **place,
        opened_at=at,
        opened_by=by,
    )
    new = place | {"session": session.number, "specimen": specimen.serial, "vehicle": str(vehicle)}
    record(by=by, at=at, act="open_measurement", subject=made, new=new | {"target_rpm": target_rpm})
    request, state = held_request(specimen.request), RequestState.MEASURING
    moved(by=by, at=at, act="move_request", request=request, state=state)
    return made


def take_run(
    *,
    by: User,
    at: datetime,
    measurement: Measurement,
    name: str,
    data: bytes,
    tachometer_rpm: float,
    wind_m_s: float,
    background: Background | None = None,
) -> Run:
    """One attempt, numbered and kept whether or not it counts. Raises Unfit for what is no recording.

    `background`: the last one of the session unless another is named.
    """
    refuse_unless(rules.may_take_run(by, measurement))
    unfit_unless_none(rules.faults_of_run(tachometer_rpm=tachometer_rpm, wind_m_s=wind_m_s))
    upload = opened("run", name, data)
    row = Run(
        measurement=measurement,
        background=_background(measurement.session, background),
        tachometer_rpm=tachometer_rpm,
        wind_m_s=wind_m_s,
        taken_at=at,
        by=by,
    )
    check = _heard(row, upload)
    with transaction.atomic():
        measurement.session = _as_checked(by, measurement.session, check)
        row.sequence = 1 + (measurement.runs.aggregate(last=Max("sequence"))["last"] or 0)
        row.recording = sealed(by=by, at=at, upload=upload)
        _judged(row)
        row.save(force_insert=True)
        record(by=by, at=at, act="take_run", subject=row, new=_told(row))
    return row


def _background(session: Session, asked: Background | None) -> Background:
    found = session.backgrounds.select_related("recording__key", "session").order_by("-pk")
    background = found.first() if asked is None else found.filter(pk=asked.pk).first()
    if background is None:
        raise Unfit({"background": _("Bising latar ini bukan dari sesi ini.")})
    return background


def _heard(row: Run, upload: Upload) -> Check:
    """Evaluates the run, and those before it, before anything is locked; what the engine refuses is said
    under the lock.
    """
    check, calibration = _calibration(row.measurement.session)
    for earlier in evaluating.runs_of(row.measurement):
        earlier.measurement = row.measurement
        evaluating.attempted(earlier, calibration)
    row.recording = Recording(sha256=upload.info.sha256)
    with suppress(AcousticsRefused):
        evaluating.evaluated(evaluating.case_of(row, calibration), upload.sound)
    return check


def _judged(row: Run) -> None:
    """Its own reasons, and those it has beside the runs before it."""
    rows = [*evaluating.runs_of(row.measurement), row]
    _said(evaluating.evaluation_of(row.measurement, rows).attempts[-1])


def _said(attempt: evaluating.Attempt) -> Run:
    row = attempt.row
    row.reasons = kept(attempt.reasons)
    if attempt.run is not None:
        row.value_db, row.summary = float(attempt.run.value_db), summary_of_run(attempt.run)
    return row


def _told(row: Run) -> Mapping[str, Any]:
    return {
        "measurement": row.measurement_id,
        "sequence": row.sequence,
        "sha256": row.recording.sha256,
        "tachometer_rpm": row.tachometer_rpm,
        "wind_m_s": row.wind_m_s,
        "value_db": row.value_db,
        "reasons": [each["code"] for each in row.reasons],
    }


@transaction.atomic
def close_session(*, by: User, at: datetime, session: Session) -> Session:
    session = held(session)
    refuse_unless(rules.may_close(by, session))
    session.state, session.closed_at, session.closed_by = SessionState.CLOSED, at, by
    session.save(update_fields=["state", "closed_at", "closed_by"])
    record(by=by, at=at, act="close_session", subject=session, new={"state": session.state})
    return session


@transaction.atomic
def void_session(*, by: User, at: datetime, session: Session, reason: str) -> Session:
    """Nothing measured in it counts any more; everything stays readable."""
    session = held(session)
    refuse_unless(rules.may_void_session(by, session, reason))
    session.state, session.void_reason = SessionState.VOID, reason.strip()
    session.closed_at, session.closed_by = at, by
    session.save(update_fields=["state", "void_reason", "closed_at", "closed_by"])
    Result.objects.filter(measurement__session=session, current=True).update(current=False)
    new = {"state": session.state}
    record(by=by, at=at, act="void_session", subject=session, new=new, reason=session.void_reason)
    for request in _left_unmeasured(session):
        moved(by=by, at=at, act="move_request", request=request, state=RequestState.RECEIVED)
    return session


def _left_unmeasured(session: Session) -> list[LabRequest]:
    """Requests that were being measured in this session only."""
    measured = LabRequest.objects.filter(
        state=RequestState.MEASURING, specimens__measurements__session=session
    ).distinct()
    standing = Measurement.objects.exclude(session__state=SessionState.VOID)
    elsewhere = standing.values("specimen__request")
    return [held_request(request) for request in measured.exclude(pk__in=elsewhere).order_by("pk")]
