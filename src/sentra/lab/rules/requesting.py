"""Requests, what is handed in, vehicles: when and with what."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from sentra.base.permissions import ALLOWED, Verdict
from sentra.engines.acoustics import AcousticsRefused, EngineModel
from sentra.lab.models import Killer, LabRequest, Purpose, RequestState, Specimen, SpecimenRole
from sentra.lab.rules import roles
from sentra.lab.rules.keeping import required, within
from sentra.registry.rules import By

OPEN = (RequestState.QUEUED, RequestState.RECEIVED, RequestState.MEASURING)
YEARS = (1950, 2100)
CAPACITY_CC = (20, 3000)
RATED_RPM = (500, 25_000)
APPROVAL_DB = (60.0, 120.0)


def faults_of_request(*, purpose: str, asked_on: date, today: date) -> dict[str, str]:
    faults = {"purpose": "" if purpose in Purpose.values else _("Pilih untuk apa pengukuran diminta.")}
    return faults | {"asked_on": _("Tanggal ini belum tiba.") if asked_on > today else ""}


def may_plan_request(by: By, request: LabRequest) -> Verdict:
    verdict = roles.may_plan(by)
    return _open(request) if verdict else verdict


def faults_of_plan(planned_on: date, *, today: date) -> dict[str, str]:
    return {"planned_on": _("Tanggal ini sudah lewat.") if planned_on < today else ""}


def may_cancel(by: By, request: LabRequest, reason: str) -> Verdict:
    """Until something was measured; from then on the way is a report, or the session is void."""
    verdict = roles.may_plan(by)
    if verdict and request.state == RequestState.MEASURING:
        return Verdict(False, _("Permintaan ini sedang diukur dan tidak dapat dibatalkan."), request)
    if verdict and request.state in OPEN and not reason.strip():
        return Verdict(False, _("Alasan harus ditulis."), request)
    return _open(request) if verdict else verdict


def may_receive(by: By, request: LabRequest) -> Verdict:
    verdict = roles.may_handle(by)
    return _open(request) if verdict else verdict


def _open(request: LabRequest) -> Verdict:
    if request.state in OPEN:
        return ALLOWED
    words = _("Permintaan ini tidak berjalan lagi: statusnya %(state)s.")
    return Verdict(False, words % {"state": request.get_state_display().lower()}, request)


def faults_of_specimen(
    request: LabRequest, *, role: str, model: str, killer: str, received_on: date, today: date
) -> dict[str, str]:
    faults = {"model": required(model), "received_on": ""}
    faults["role"] = "" if role in SpecimenRole.values else _("Pilih: barang uji atau knalpot asli.")
    faults["killer"] = "" if killer in Killer.values else _("Pilih keadaan db killer.")
    if received_on > today:
        faults["received_on"] = _("Tanggal ini belum tiba.")
    if received_on < request.asked_on:
        faults["received_on"] = _("Barang diterima setelah diminta, tidak sebelumnya.")
    return faults


def may_return(by: By, specimen: Specimen) -> Verdict:
    verdict = roles.may_handle(by)
    if verdict and specimen.returned_on:
        return Verdict(False, _("Barang ini sudah dikembalikan."), specimen)
    return verdict


def faults_of_return(specimen: Specimen, *, returned_on: date, today: date) -> dict[str, str]:
    if returned_on > today:
        return {"returned_on": _("Tanggal ini belum tiba.")}
    early = returned_on < specimen.received_on
    return {"returned_on": _("Barang dikembalikan setelah diterima, tidak sebelumnya.") if early else ""}


def faults_of_vehicle(
    *,
    maker: str,
    model: str,
    year: int,
    capacity_cc: int,
    strokes: int,
    cylinders: int,
    firing_deg: Sequence[float],
    rated_rpm: float,
    rated_rpm_source: str,
    approval_db: float | None,
    approval_source: str,
    known: bool,
) -> dict[str, str]:
    """The rated speed decides at which speed is measured: it needs a source somebody can look up."""
    spans = {
        "year": (within(year, YEARS), _("Isi tahun pembuatan.")),
        "capacity_cc": (within(capacity_cc, CAPACITY_CC), _("Isi isi silinder, dari 20 sampai 3.000 cc.")),
        "rated_rpm": (within(rated_rpm, RATED_RPM), _("Isi putaran daya tertinggi, dari 500 sampai 25.000.")),
        "approval_db": (
            approval_db is None or within(approval_db, APPROVAL_DB),
            _("Nilai statis terdaftar berada antara 60 dan 120 dB."),
        ),
    }
    faults = {field: "" if right else words for field, (right, words) in spans.items()}
    faults |= {"maker": required(maker), "model": required(model)}
    faults["rated_rpm_source"] = required(rated_rpm_source)
    if approval_db is not None and not approval_source.strip():
        faults["approval_source"] = _("Sebutkan dari mana nilai terdaftar itu.")
    if known:
        faults["unit_mark"] = _("Kendaraan ini sudah tercatat; unit kedua diberi tanda unit yang lain.")
    return faults | _faults_of_engine(strokes, cylinders, firing_deg)


def _faults_of_engine(strokes: int, cylinders: int, firing_deg: Sequence[float]) -> dict[str, str]:
    if strokes not in (2, 4):
        return {"strokes": _("Pilih 2 atau 4 langkah.")}
    if not 1 <= cylinders <= 12:
        return {"cylinders": _("Isi jumlah silinder, dari 1 sampai 12.")}
    try:
        EngineModel(4 if strokes == 4 else 2, cylinders, tuple(firing_deg))
    except AcousticsRefused:
        words = _("Sudut pengapian: satu angka untuk setiap silinder, dari 0 sampai di bawah %(cycle)s.")
        return {"firing_deg": words % {"cycle": 180 * strokes}}
    return {}
