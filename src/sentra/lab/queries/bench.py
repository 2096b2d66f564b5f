"""The bench: sessions, what is measured with, what may be measured, runs with what is drawn of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
from django.utils.functional import Promise

from sentra.base.people.models import User
from sentra.base.permissions import refuse_unless
from sentra.engines import acoustics
from sentra.engines.acoustics import STEP_S, AcousticsRefused
from sentra.lab.catalogue.kinds import Method
from sentra.lab.catalogue.procedures import BY_KEY, CHOICES
from sentra.lab.models import (
    Background,
    Certificate,
    Check,
    Instrument,
    InstrumentKind,
    Measurement,
    Moment,
    RequestState,
    Run,
    Session,
    Specimen,
    Vehicle,
)
from sentra.lab.queries import chain, evaluating
from sentra.lab.queries.recordings import sound_of
from sentra.lab.rules.roles import may_read_lab

Floats = npt.NDArray[np.floating[Any]]
TOOLS = ("meter", "calibrator", "tachometer", "anemometer")
MEASURABLE = (RequestState.RECEIVED, RequestState.MEASURING)


@dataclass(frozen=True, slots=True)
class Tool:
    """An instrument and the certificate that counts on a day, or the one that ran out last."""

    instrument: Instrument
    certificate: Certificate | None
    covers: bool
    needed: bool  # without a certificate of it nothing counts


@dataclass(frozen=True, slots=True)
class History:
    """A-Fast through a recording, every `step_s`."""

    laf_db: Floats
    duration_s: float
    lafmax_db: float
    lafmax_at_s: float
    step_s: float = STEP_S


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is drawn of a run, computed from the sealed recording."""

    history: History
    value_db: float
    value_at_s: float
    hold_s: tuple[float, float] | None
    background_db: float
    centre_hz: Floats
    at_value_db: Floats
    leq_db: Floats
    filter_id: str
    times_s: Floats
    rpm: Floats
    rpm_status: str
    rpm_hold: float | None
    claimed_rpm: float
    target_rpm: float
    rpm_tolerance: float


def session_shown(by: User, pk: int) -> Session:
    """Raises Refused, Session.DoesNotExist."""
    refuse_unless(may_read_lab(by))
    return Session.objects.select_related(*TOOLS, "opened_by", "closed_by").get(pk=pk)


def measurement_shown(by: User, pk: int) -> Measurement:
    """Raises Refused, Measurement.DoesNotExist."""
    refuse_unless(may_read_lab(by))
    session = [f"session__{tool}" for tool in (*TOOLS, "opened_by")]
    near = (*session, "specimen__request", "vehicle", "opened_by")
    return Measurement.objects.select_related(*near).get(pk=pk)


def run_shown(by: User, pk: int) -> Run:
    """Raises Refused, Run.DoesNotExist."""
    refuse_unless(may_read_lab(by))
    place = [f"measurement__{each}" for each in ("specimen__request", "vehicle")]
    tools = [f"measurement__session__{tool}" for tool in TOOLS]
    near = ("recording__key", "background__recording__key", "background__session", "by", "void_by")
    return Run.objects.select_related(*place, *tools, *near).get(pk=pk)


def runs_shown(measurement: Measurement) -> list[Run]:
    """Every attempt, in order, also those that do not count."""
    return list(evaluating.runs_of(measurement))


def runs_against(background: Background) -> list[Run]:
    """Runs that are judged by it, void ones left out."""
    return list(background.runs.filter(void_at=None).order_by("measurement_id", "sequence"))


def unsettled(session: Session) -> list[dict[str, Any]]:
    """Why none of its runs counts, found by the last calibrator check; nothing while there is none."""
    check = session.checks.filter(moment=Moment.AFTER).first()
    return [] if check is None else check.reasons


def drift_of(check: Check) -> float | None:
    """By how many dB the tone reads differently through the check before; None of that check itself."""
    before = chain.before_of(check.session)
    if before is None or check.moment == Moment.BEFORE:
        return None
    return float(20 * np.log10(before.sensitivity_pa_per_fs / check.sensitivity_pa_per_fs))


def method_of(session: Session) -> Method:
    return BY_KEY[session.procedure_key]


def method_choices() -> list[tuple[str, Promise]]:
    return CHOICES


def tools(by: User, *, on: date) -> list[Tool]:
    """Those in use, by kind."""
    refuse_unless(may_read_lab(by))
    found = Instrument.objects.filter(retired_at=None).prefetch_related("certificates")
    return tools_with(found.order_by("kind", "maker", "serial"), on)


def tools_with(instruments: Iterable[Instrument], on: date) -> list[Tool]:
    held = ((each, chain.certificate_of(each, on)) for each in instruments)
    return [
        Tool(each, paper, paper is not None and paper.valid_from <= on <= paper.valid_until, _needed(each))
        for each, paper in held
    ]


def _needed(instrument: Instrument) -> bool:
    return instrument.kind in (InstrumentKind.METER, InstrumentKind.CALIBRATOR)


def tools_of(session: Session, *, on: date) -> list[Tool]:
    return tools_with(chain.instruments_of(session).values(), on)


def measurable(by: User) -> list[Specimen]:
    """What lies in the laboratory and waits or is measured, who asked first first."""
    refuse_unless(may_read_lab(by))
    lying = Specimen.objects.filter(returned_on=None, request__state__in=MEASURABLE)
    return list(lying.select_related("request").order_by("request__asked_on", "serial"))


def vehicles(by: User) -> list[Vehicle]:
    refuse_unless(may_read_lab(by))
    return list(Vehicle.objects.order_by("maker", "model", "year", "unit_mark"))


def drawn(run: Run) -> Drawn | None:
    """None for a run of which not even a level could be read.

    Raises RecordingLost, vault.Tampered, vault.Erased.
    """
    before = chain.before_of(run.measurement.session)
    if before is None:
        return None
    try:
        found = evaluating.evaluated(evaluating.case_of(run, evaluating.calibration_of(before)))
    except AcousticsRefused:
        return None
    background, track = found.background, found.track
    return Drawn(
        history=_history(found.reading),
        value_db=found.value_db,
        value_at_s=found.value_at_s,
        hold_s=track.hold_s,
        background_db=background.levels.lafmax_db if background else -np.inf,
        centre_hz=found.reading.bands.centre_hz,
        at_value_db=found.bands_db,
        leq_db=found.reading.bands.leq_db,
        filter_id=found.reading.bands.filter_id,
        times_s=track.times_s,
        rpm=track.rpm,
        rpm_status=track.status,
        rpm_hold=track.rpm_hold,
        claimed_rpm=track.claimed_rpm,
        target_rpm=found.setup.target_rpm,
        rpm_tolerance=chain.procedure_of(run.measurement.session).rpm_tolerance,
    )


def _history(reading: acoustics.Reading) -> History:
    levels = reading.levels
    return History(levels.laf_db, reading.info.duration_s, levels.lafmax_db, levels.lafmax_at_s)


def history_of(take: Check | Background) -> History | None:
    """The level through a calibrator tone or a background, by the check that counts."""
    before = chain.before_of(take.session)
    if before is None:
        return None
    calibration = evaluating.calibration_of(before)
    return _history(evaluating.reading_of(take, calibration))


def spectrogram_of(run: Run, *, columns: int = 600, rows: int = 200) -> acoustics.Spectrogram | None:
    """None for a recording too short for one."""
    session = run.measurement.session
    before = chain.before_of(session)
    if before is None:
        return None
    calibration = evaluating.calibration_of(before)
    try:
        return acoustics.spectrogram(
            sound_of(run.recording), calibration, columns=columns, rows=rows, channel=session.channel
        )
    except AcousticsRefused:
        return None


def last_take(session: Session) -> Check | Background | Run | None:
    """What was recorded last at this bench."""
    near = ("recording__key", "by")
    found: list[Check | Background | Run] = [
        *session.checks.select_related(*near).order_by("-pk")[:1],
        *session.backgrounds.select_related(*near).order_by("-pk")[:1],
        *Run.objects.filter(measurement__session=session).select_related(*near).order_by("-pk")[:1],
    ]
    return max(found, key=lambda take: take.recording_id, default=None)
