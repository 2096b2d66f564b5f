"""At the bench: in which order, by whom, with which instruments, and what is taken."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from sentra.base.permissions import ALLOWED, Verdict, role_among
from sentra.engines.acoustics import Procedure
from sentra.lab.catalogue.procedures import BY_KEY as METHODS
from sentra.lab.models import (
    Check,
    Instrument,
    InstrumentKind,
    Measurement,
    Moment,
    Report,
    ReportState,
    RequestState,
    Run,
    Session,
    SessionState,
    Specimen,
)
from sentra.lab.rules.keeping import CERTIFIED, required, within
from sentra.lab.rules.roles import AUTHORISERS, may_measure
from sentra.registry.rules import By

MOST_BYTES: Final = 100_000_000
LONGEST_S: Final = {"check": 120, "run": 120, "background": 900}
LEAST_REFLECTOR_M: Final = 3.0  # large surfaces: The Motor Vehicles Regulations (NI) 2004/484, Sch. 2 par. 3
CHANNELS: Final = (0, 7)
TEMPERATURE_C: Final = (-10.0, 60.0)
HUMIDITY_PERCENT: Final = (0.0, 100.0)
PRESSURE_HPA: Final = (600.0, 1100.0)
TACHOMETER_RPM: Final = (300.0, 25_000.0)
WIND_M_S: Final = (0.0, 59.9)
ORIENTATION: Final = b"SENTRA ORIENTASI"
SECOND_LEVEL_APART_DB: Final = 10.0
NOMINAL_DB: Final = (90.0, 130.0)
MEASURABLE: Final = (RequestState.RECEIVED, RequestState.MEASURING)


def faults_of_session(
    *,
    procedure_key: str,
    site: str,
    surface: str,
    reflector_m: float,
    channel: int,
    instruments: Mapping[str, Instrument],
    temperature_c: float,
    humidity_percent: float,
    pressure_hpa: float | None,
) -> dict[str, str]:
    """`instruments` by kind. An expired certificate is no fault here: every run will say so."""
    faults = {"site": required(site), "surface": required(surface)}
    faults["procedure_key"] = "" if procedure_key in METHODS else _("Pilih prosedur dari katalog.")
    near = _("Benda besar terdekat sekurangnya 3 m dari kendaraan dan mikrofon.")
    faults["reflector_m"] = near if reflector_m < LEAST_REFLECTOR_M else ""
    spans = {
        "channel": (within(channel, CHANNELS), _("Pilih saluran mikrofon.")),
        "temperature_c": (within(temperature_c, TEMPERATURE_C), _("Isi suhu udara dalam °C.")),
        "humidity_percent": (
            within(humidity_percent, HUMIDITY_PERCENT),
            _("Isi kelembapan dalam %."),
        ),
        "pressure_hpa": (
            pressure_hpa is None or within(pressure_hpa, PRESSURE_HPA),
            _("Isi tekanan udara dalam hPa, atau kosongkan."),
        ),
    }
    faults |= {field: "" if right else words for field, (right, words) in spans.items()}
    return faults | {kind: _fault_of_instrument(kind, instruments[kind]) for kind in InstrumentKind.values}


def _fault_of_instrument(kind: str, instrument: Instrument) -> str:
    if instrument.kind != kind:
        return _("Alat ini bukan %(kind)s.") % {"kind": InstrumentKind(kind).label}
    if instrument.retired_at:
        return _("Alat ini sudah tidak dipakai.")
    standing = instrument.certificates.filter(withdrawn_at=None)
    if kind in CERTIFIED and not standing.exists():
        return _("Alat ini belum punya sertifikat kalibrasi: catat dulu sertifikatnya.")
    return ""


def may_check(by: By, session: Session, moment: str) -> Verdict:
    """Before until something leans on it, a second level once, after once and last."""
    verdict = _running(by, session)
    if not verdict:
        return verdict
    has = set(session.checks.values_list("moment", flat=True))
    if Moment.AFTER in has:
        return _no(session, _("Pemeriksaan sesudah sudah ada; sesi ini tinggal ditutup."))
    if moment == Moment.BEFORE:
        leaned_on = session.backgrounds.exists() or Moment.SECOND_LEVEL in has
        words = _("Pemeriksaan sebelum sudah dipakai; kalau salah, batalkan sesi ini dan buka yang baru.")
        return _no(session, words) if leaned_on else ALLOWED
    if Moment.BEFORE not in has:
        return _no(session, _("Periksa dulu dengan kalibrator sebelum yang lain."))
    if moment == Moment.SECOND_LEVEL:
        return _no(session, _("Tingkat kedua sudah diperiksa.")) if moment in has else ALLOWED
    measured = Run.objects.filter(measurement__session=session).exists()
    return ALLOWED if measured else _no(session, _("Pemeriksaan sesudah dibuat setelah ada percobaan."))


def faults_of_check(session: Session, moment: str, nominal_db: float) -> dict[str, str]:
    if moment not in Moment.values:
        return {"moment": _("Pilih pemeriksaan yang mana.")}
    if not within(nominal_db, NOMINAL_DB):
        return {"nominal_db": _("Isi tingkat nadanya, dari 90 sampai 130 dB.")}
    apart = abs(nominal_db - (session.calibrator.nominal_db or 0.0))
    if moment == Moment.SECOND_LEVEL and apart < SECOND_LEVEL_APART_DB:
        return {"nominal_db": _("Tingkat kedua sekurangnya 10 dB dari yang pertama.")}
    if moment != Moment.SECOND_LEVEL and apart:
        return {"nominal_db": _("Pakai tingkat yang tertulis di kalibrator.")}
    return {}


def may_take_background(by: By, session: Session) -> Verdict:
    verdict = _running(by, session)
    return _calibrated(session) if verdict else verdict


def fault_of_background(engine_rpm: float | None) -> str:
    """With an engine in it, it is no background: every run would drown in it."""
    if engine_rpm is None:
        return ""
    words = _(
        "Dalam rekaman ini terdengar mesin, sekitar %(rpm)s rpm. Matikan mesin atau tunggu kendaraan lain "
        "lewat, lalu rekam latar sekali lagi."
    )
    return words % {"rpm": number_format(round(engine_rpm, -2), 0, force_grouping=True)}


def may_open_measurement(by: By, session: Session, specimen: Specimen) -> Verdict:
    verdict = _running(by, session)
    if verdict and specimen.returned_on:
        return _no(specimen, _("Barang ini sudah dikembalikan."))
    if verdict and specimen.request.state not in MEASURABLE:
        words = _("Permintaan %(number)s tidak dapat diukur: statusnya %(state)s.")
        told = {"number": specimen.request.number, "state": specimen.request.get_state_display().lower()}
        return _no(specimen.request, words % told)
    return verdict


def faults_of_geometry(
    procedure: Procedure, *, distance_m: float, angle_deg: float, height_m: float
) -> dict[str, str]:
    """A microphone in the wrong place is moved before anything is recorded."""
    wrong_distance = abs(distance_m - procedure.distance_m) > procedure.distance_tolerance_m + 1e-9
    wrong_angle = abs(angle_deg - procedure.angle_deg) > procedure.angle_tolerance_deg + 1e-9
    wrong_height = not procedure.least_height_m - 1e-9 <= height_m <= 10
    asked = {
        "distance": _short(procedure.distance_m),
        "within": _short(procedure.distance_tolerance_m),
        "angle": _short(procedure.angle_deg),
        "within_deg": _short(procedure.angle_tolerance_deg),
        "height": _short(procedure.least_height_m),
    }
    return {
        "distance_m": _("Prosedur meminta %(distance)s ± %(within)s m.") % asked if wrong_distance else "",
        "angle_deg": _("Prosedur meminta %(angle)s ± %(within_deg)s derajat.") % asked if wrong_angle else "",
        "height_m": _("Prosedur meminta sekurangnya %(height)s m.") % asked if wrong_height else "",
    }


def faults_of_place(known: Measurement, **place: float) -> dict[str, str]:
    """The runs of a measurement are made with the microphone at one place."""
    words = _("Pengukuran barang ini di kendaraan ini sudah dibuka dengan %(value)s.")
    return {
        name: "" if value == getattr(known, name) else words % {"value": _short(getattr(known, name))}
        for name, value in place.items()
    }


def _short(value: float) -> str:
    return str(number_format(Decimal(f"{value:g}")))


def may_take_run(by: By, measurement: Measurement) -> Verdict:
    """After the check before and a background, until the check after."""
    session = measurement.session
    verdict = may_take_background(by, session)
    if verdict and not session.backgrounds.exists():
        return _no(session, _("Rekam dulu bising latar."))
    return verdict


def faults_of_run(*, tachometer_rpm: float, wind_m_s: float) -> dict[str, str]:
    rpm = within(tachometer_rpm, TACHOMETER_RPM)
    wind = within(wind_m_s, WIND_M_S)
    return {
        "tachometer_rpm": "" if rpm else _("Isi bacaan takometer, dari 300 sampai 25.000 rpm."),
        "wind_m_s": "" if wind else _("Isi kecepatan angin dalam m/s."),
    }


def may_void_run(by: By, run: Run, reason: str) -> Verdict:
    """Only while the session runs, and it stays in the table: nobody measures until it pleases."""
    session = run.measurement.session
    verdict = _running(by, session)
    if verdict and session.checks.filter(moment=Moment.AFTER).exists():
        return _no(session, _("Setelah pemeriksaan sesudah, tidak ada percobaan yang dibatalkan."))
    if verdict and run.void_at:
        return _no(session, _("Percobaan ini sudah dibatalkan."))
    if verdict and not reason.strip():
        return _no(session, _("Alasan harus ditulis."))
    return verdict


def may_correct_run(by: By, run: Run, reason: str) -> Verdict:
    """What was typed wrong, while the session runs; what the sound contradicts stays contradicted."""
    verdict = _running(by, run.measurement.session)
    if verdict and run.void_at:
        return _no(run, _("Percobaan ini sudah dibatalkan."))
    if verdict and not reason.strip():
        return _no(run, _("Alasan harus ditulis."))
    return verdict


def may_close(by: By, session: Session) -> Verdict:
    """By who opened it: they answer for what happened in between."""
    verdict = _running(by, session)
    if verdict and session.opened_by_id != by.pk:
        words = _("Sesi ini dibuka oleh %(name)s, dan hanya ia yang menutupnya.")
        return _no(session, words % {"name": session.opened_by.name})
    if verdict and not session.checks.filter(moment=Moment.AFTER).exists():
        words = _("Periksa dulu dengan kalibrator sesudah percobaan; tanpa itu sesi hanya dapat dibatalkan.")
        return _no(session, words)
    return verdict


def may_void_session(by: By, session: Session, reason: str) -> Verdict:
    """Nothing measured in it counts any more; a report that stands on it is withdrawn first."""
    verdict = role_among(by, AUTHORISERS)
    if verdict and session.state == SessionState.VOID:
        return _no(session, _("Sesi ini sudah dibatalkan."))
    if verdict and not reason.strip():
        return _no(session, _("Alasan harus ditulis."))
    issued = Report.objects.filter(results__measurement__session=session, state=ReportState.ISSUED)
    if verdict and issued.exists():
        return _no(session, _("Laporan dari sesi ini sudah terbit: cabut dulu laporannya."))
    return verdict


def _running(by: By, session: Session) -> Verdict:
    verdict = may_measure(by)
    if verdict and session.state != SessionState.OPEN:
        words = _("Sesi ini tidak berjalan lagi: statusnya %(state)s.")
        return _no(session, words % {"state": session.get_state_display().lower()})
    return verdict


def _calibrated(session: Session) -> Verdict:
    """Between the two checks, with a gain that stands still."""
    checks: list[Check] = list(session.checks.all())
    has = {check.moment for check in checks}
    if Moment.BEFORE not in has:
        return _no(session, _("Periksa dulu dengan kalibrator sebelum yang lain."))
    if Moment.AFTER in has:
        return _no(session, _("Pemeriksaan sesudah sudah ada; yang direkam setelahnya tidak dihitung."))
    if any(check.reasons for check in checks):
        words = _("Penguatan perekam berubah sendiri; matikan itu, batalkan sesi ini, dan buka yang baru.")
        return _no(session, words)
    return ALLOWED


def _no(about: object, sentence: str) -> Verdict:
    return Verdict(False, sentence, about)


def fault_of_origin(start: bytes) -> str:
    """What our own recorder in the browser writes says so of itself: its microphone has no calibration."""
    words = _("Rekaman dari peramban hanya untuk orientasi, tidak pernah untuk mengukur.")
    return words if ORIENTATION in start else ""


def faults_of_file(purpose: str, *, size: int, duration_s: float | None) -> dict[str, str]:
    """`duration_s` None: not opened yet. `purpose`: check, background or run."""
    if not size:
        return {"file": _("Berkas ini kosong.")}
    if size > MOST_BYTES:
        return {"file": _("Berkas ini lebih dari 100 MB.")}
    longest = LONGEST_S[purpose]
    if duration_s is not None and duration_s > longest:
        words = _("Rekaman ini %(seconds)s detik; paling lama %(longest)s detik.")
        told = {"seconds": number_format(round(duration_s)), "longest": longest}
        return {"file": words % told}
    return {}
