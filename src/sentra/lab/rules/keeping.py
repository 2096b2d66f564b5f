"""Instruments and their certificates, the accreditation, limits that are rows: what may be recorded."""

import re
from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from sentra.base.permissions import Verdict
from sentra.lab.catalogue.procedures import BY_KEY as METHODS
from sentra.lab.models import (
    Accreditation,
    Certificate,
    Instrument,
    InstrumentKind,
    Limit,
    LimitKind,
    Quantity,
)
from sentra.lab.rules.roles import may_keep
from sentra.registry.rules import By

ACCURACIES = ("1", "2", "")
CALIBRATOR_DB = (90.0, 130.0)
CALIBRATOR_HZ = (200.0, 2000.0)
LIMIT_DB = (20.0, 160.0)
CERTIFIED = (InstrumentKind.METER, InstrumentKind.CALIBRATOR)  # without their certificates nothing counts
KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def required(text: str) -> str:
    """The sentence for a field that was left empty."""
    return "" if text.strip() else _("Wajib diisi.")


def may_retire(by: By, instrument: Instrument) -> Verdict:
    verdict = may_keep(by)
    if verdict and instrument.retired_at:
        return Verdict(False, _("Alat ini sudah tidak dipakai."), instrument)
    return verdict


def may_withdraw(by: By, row: Certificate | Accreditation | Limit, reason: str) -> Verdict:
    """A certificate, an accreditation or a limit; it stays readable with the reason."""
    verdict = may_keep(by)
    if verdict and row.withdrawn_at:
        return Verdict(False, _("Ini sudah dicabut."), row)
    if verdict and not reason.strip():
        return Verdict(False, _("Alasan harus ditulis."), row)
    return verdict


def may_certify(by: By, instrument: Instrument) -> Verdict:
    return may_retire(by, instrument)


def may_verify(by: By, limit: Limit) -> Verdict:
    """Compared with its document by somebody else than who typed it: one pair of eyes misreads a number."""
    verdict = may_keep(by)
    if verdict and limit.withdrawn_at:
        return Verdict(False, _("Batas ini sudah dicabut."), limit)
    if verdict and limit.verified_at:
        return Verdict(False, _("Batas ini sudah dicocokkan."), limit)
    if verdict and limit.recorded_by_id == by.pk:
        return Verdict(False, _("Anda yang mencatat batas ini; orang lain yang mencocokkannya."), limit)
    return verdict


def faults_of_instrument(
    *,
    kind: str,
    maker: str,
    model: str,
    serial: str,
    accuracy: str,
    nominal_db: float | None,
    nominal_hz: float | None,
    known: bool,
) -> dict[str, str]:
    """`known`: an instrument of this kind has the serial number already."""
    faults = {"maker": required(maker), "model": required(model), "serial": required(serial)}
    faults["kind"] = "" if kind in InstrumentKind.values else _("Pilih jenis alat.")
    faults["accuracy"] = "" if accuracy in ACCURACIES else _("Kelas ketelitian: 1, 2, atau tidak disebut.")
    if known:
        faults["serial"] = _("Alat sejenis dengan nomor seri ini sudah tercatat.")
    return faults | _faults_of_tone(kind, nominal_db, nominal_hz)


def _faults_of_tone(kind: str, nominal_db: float | None, nominal_hz: float | None) -> dict[str, str]:
    calibrator = kind == InstrumentKind.CALIBRATOR
    words = _("Hanya kalibrator yang memiliki nada.")
    asked = {
        "nominal_db": (nominal_db, CALIBRATOR_DB, _("Isi tingkat nadanya, dari 90 sampai 130 dB.")),
        "nominal_hz": (nominal_hz, CALIBRATOR_HZ, _("Isi frekuensi nadanya, dari 200 sampai 2.000 Hz.")),
    }
    if not calibrator:
        return {field: "" if value is None else words for field, (value, _span, _told) in asked.items()}
    return {field: "" if within(value, span) else told for field, (value, span, told) in asked.items()}


def within(value: float | None, span: tuple[float, float]) -> bool:
    return value is not None and span[0] <= value <= span[1]


def faults_of_certificate(
    instrument: Instrument,
    *,
    number: str,
    issuer: str,
    valid_from: date,
    valid_until: date,
    u_db: float | None,
    known: bool,
) -> dict[str, str]:
    faults = {"number": required(number), "issuer": required(issuer)}
    faults |= faults_of_days(valid_from, valid_until)
    calibrator = instrument.kind == InstrumentKind.CALIBRATOR
    words = _("Isi ketidakpastian baku nada kalibrator, dari 0,01 sampai 1 dB (U dibagi k).")
    faults["u_db"] = "" if not calibrator or within(u_db, (0.01, 1.0)) else words
    if known:
        faults["number"] = _("Sertifikat dengan nomor ini sudah tercatat untuk alat ini.")
    return faults


def faults_of_days(valid_from: date, valid_until: date | None) -> dict[str, str]:
    wrong = valid_until is not None and valid_until < valid_from
    return {"valid_until": _("Hari terakhir tidak boleh sebelum hari pertama.") if wrong else ""}


def faults_of_accreditation(
    *, number: str, scope: str, body: str, valid_from: date, valid_until: date
) -> dict[str, str]:
    texts = {"number": number, "scope": scope, "body": body}
    return {field: required(text) for field, text in texts.items()} | faults_of_days(valid_from, valid_until)


def faults_of_limit(
    *,
    key: str,
    name: str,
    kind: str,
    quantity: str,
    value_db: float,
    procedure_key: str,
    source: str,
    valid_from: date,
    valid_until: date | None,
    known: bool,
) -> dict[str, str]:
    """A limit names what is measured and how: 85 dB of another method is another limit."""
    faults = {"name": required(name), "source": required(source)} | faults_of_days(valid_from, valid_until)
    faults["key"] = "" if KEY.fullmatch(key) else _("Kode: huruf kecil, angka, dan tanda hubung.")
    faults["kind"] = "" if kind in LimitKind.values else _("Pilih asal batas.")
    faults["quantity"] = "" if quantity in Quantity.values else _("Pilih apa yang diukur.")
    faults["procedure_key"] = "" if procedure_key in METHODS else _("Pilih prosedur dari katalog.")
    faults["value_db"] = "" if within(value_db, LIMIT_DB) else _("Isi nilai dari 20 sampai 160 dB.")
    if known:
        faults["key"] = _("Kode ini sudah dipakai.")
    if not faults["quantity"] and not faults["procedure_key"]:
        fits = METHODS[procedure_key].procedure.quantity == quantity
        faults["quantity"] = "" if fits else _("Prosedur ini tidak mengukur besaran itu.")
    return faults


def in_force(rows: Iterable[Certificate], on: date) -> Certificate | None:
    """The certificate that covers a day, the newest first; withdrawn ones cover nothing."""
    covering = [row for row in rows if not row.withdrawn_at and row.valid_from <= on <= row.valid_until]
    return max(covering, key=lambda row: (row.valid_until, row.pk), default=None)


def latest(rows: Iterable[Certificate]) -> Certificate | None:
    """The one that ran out last, when none covers the day."""
    standing = [row for row in rows if not row.withdrawn_at]
    return max(standing, key=lambda row: (row.valid_until, row.pk), default=None)
