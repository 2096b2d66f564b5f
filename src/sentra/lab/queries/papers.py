"""A report as its paper prints it (documents/laporan_uji.typ): every value is text, in Indonesian."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.timezone import localtime

from sentra.base.people.models import User
from sentra.lab.catalogue.limits.stationary_indonesia import NO_STATIONARY_LIMIT
from sentra.lab.catalogue.procedures import BY_KEY as METHODS
from sentra.lab.models import (
    Accreditation,
    Comparison,
    Instrument,
    InstrumentKind,
    Killer,
    Measurement,
    Report,
    Result,
    Run,
    Session,
    Specimen,
    Vehicle,
)
from sentra.lab.queries import chain
from sentra.lab.queries.agreement import Agreement, agreements
from sentra.lab.queries.comparisons import bands, sentence
from sentra.lab.queries.labels import KILLER_FITTED
from sentra.lab.queries.reasons import sentences
from sentra.lab.queries.results import RunRow, causes, judged, run_rows, whole

TEMPLATE = Path(__file__).resolve().parent.parent / "documents" / "laporan_uji.typ"
TITLE = "Laporan Hasil Uji Kebisingan"
Data = dict[str, Any]
COVERAGE = "95 %"
FILTERS = {  # of the engine, as the paper says them
    "AC-4 sections, fitted to IEC 61672-1 Annex E, table v1": (
        "AC-4: pembobotan A dan C, dicocokkan dengan IEC 61672-1 lampiran E, tabel v1"
    ),
    "BW6-1/3-G10: Butterworth 6 (12 poles), base 10, split at 700 Hz, table v1": (
        "BW6-1/3-G10: pita sepertiga oktaf Butterworth tingkat 6 (12 kutub), dasar 10, "
        "dibagi pada 700 Hz, tabel v1"
    ),
}


def report_data(report: Report, *, authorised_by: User, at: datetime) -> Data:
    """To be called with Indonesian in force."""
    results = list(whole().filter(reports=report).order_by("measurement__specimen__serial", "pk"))
    first: Measurement = results[0].measurement
    sessions = list(dict.fromkeys(each.measurement.session for each in results))
    return {
        "replaces": _replaces(report),
        "accreditation": accreditation(localtime(at).date()),
        "customer": _customer(report),
        "request": f"{report.request.number} · {report.request.get_purpose_display()}",
        "sampling": "Contoh dipilih dan diserahkan oleh pelanggan",
        "received": _days(each.measurement.specimen.received_on for each in results),
        "tested": _days(chain.day_of(session.opened_at) for session in sessions),
        "site": " · ".join(dict.fromkeys(_site(session) for session in sessions)),
        "items": [_item(each.measurement.specimen) for each in results],
        "vehicle": _vehicle(first),
        "method": _method(first.session),
        "conditions": _conditions(results, sessions),
        "instruments": [row for session in sessions for row in _instruments(session)],
        "results": [_result(each) for each in results],
        "runs": [_run(each, row) for each in results for row in run_rows(each)],
        "shares_of": f"barang {first.specimen.serial}",
        "shares": [
            [cause.label, _n(cause.u_db, 2), f"{_n(100 * cause.share)} %"]
            for cause in causes(results[0].shares)
        ],
        "comparison": _comparison(report.comparison),
        "decision": _decision(report),
        "no_limit": str(NO_STATIONARY_LIMIT.sentence),
        "external": [_external(each) for result in results for each in agreements(result)],
        "deviations": [line.strip() for line in report.note.splitlines() if line.strip()],
        "remarks": list(
            dict.fromkeys(filter(None, (_killer(each.measurement.specimen) for each in results)))
        ),
        "prepared": signs(report.prepared_by),
        "authorised": signs(authorised_by),
    }


def signs(by: User) -> dict[str, str]:
    """As a report names a person."""
    return {"name": by.name, "role": str(by.get_role_display())}


def accreditation(on: date) -> str:
    """Number and scope of the accreditation in force; without one, not a word."""
    standing = Accreditation.objects.filter(withdrawn_at=None, valid_from__lte=on, valid_until__gte=on)
    found = standing.order_by("-valid_until", "-pk").first()
    if found is None:
        return ""
    until = date_format(found.valid_until, "j F Y")
    return (
        f"Laboratorium penguji terakreditasi {found.body}, nomor {found.number}, berlaku sampai {until}. "
        f"Ruang lingkup: {found.scope}"
    )


def _n(value: float | None, digits: int = 0) -> str:
    """Thousands stand apart; what rounds to nothing has no sign."""
    if value is None:
        return "–"
    return str(number_format(round(value, digits) + 0.0, digits, use_l10n=True, force_grouping=True))


def _day(day: date) -> str:
    return str(date_format(day, "j F Y"))


def _days(days: Iterable[date]) -> str:
    return ", ".join(_day(each) for each in sorted(set(days)))


def _replaces(report: Report) -> str:
    old = report.replaces
    if old is None or old.document is None:
        return ""
    return f"Laporan ini menggantikan laporan {old.document.number}. Sebabnya: {report.reason}"


def _customer(report: Report) -> Data:
    known = report.request.snapshot
    place = [known["village_name"], f"Kecamatan {known['district_name']}" if known["district_name"] else ""]
    return {"name": known["business_name"], "place": ", ".join(filter(None, place))}


def _site(session: Session) -> str:
    return f"{session.site}, {session.surface}; pemantul terdekat {_n(session.reflector_m, 1)} m"


def _item(specimen: Specimen) -> Data:
    told = [
        " ".join(filter(None, (specimen.made_by, specimen.model))),
        f"tumpukan {specimen.batch}" if specimen.batch else "",
        f"untuk {specimen.fits}" if specimen.fits else "",
        "tanpa db killer"
        if specimen.killer == Killer.NONE
        else f"db killer {specimen.get_killer_display().lower()}",
    ]
    return {
        "serial": specimen.serial,
        "role": specimen.get_role_display(),
        "what": "; ".join(filter(None, told)),
        "condition": specimen.condition,
    }


def _vehicle(measurement: Measurement) -> Data:
    vehicle: Vehicle = measurement.vehicle
    rated = f"putaran daya tertinggi {_n(vehicle.rated_rpm)} rpm menurut {vehicle.rated_rpm_source}"
    return {
        "name": str(vehicle),
        "engine": f"{vehicle.capacity_cc} cc, {vehicle.strokes} langkah, {vehicle.cylinders} silinder",
        "speed": f"{_n(measurement.target_rpm)} rpm ({rated})",
        "mark": vehicle.unit_mark,
    }


def _method(session: Session) -> Data:
    method = METHODS[session.procedure_key]
    return {
        "label": str(method.title),
        "edition": method.edition,
        "purpose": str(method.purpose),
        "unread": [str(step.label) for step in method.unread],
    }


def _conditions(results: Sequence[Result], sessions: Sequence[Session]) -> list[list[str]]:
    counted = [row["run"] for each in results for row in each.series if row["counted"]]
    winds = list(Run.objects.filter(pk__in=counted, void_at=None).values_list("wind_m_s", flat=True))
    places = dict.fromkeys(_place(each.measurement) for each in results)
    return [
        ["Suhu, kelembapan, tekanan", "; ".join(dict.fromkeys(_weather(session) for session in sessions))],
        ["Angin", f"{_n(min(winds), 1)} sampai {_n(max(winds), 1)} m/detik" if winds else ""],
        ["Letak mikrofon", "; ".join(places)],
        ["Level terhadap putaran", "; ".join(dict.fromkeys(_slope(each) for each in results))],
        ["Saringan", "; ".join(dict.fromkeys(_filters(each) for each in results))],
        ["Dihitung dengan", "; ".join(dict.fromkeys(each.engine_version for each in results))],
    ]


def _slope(result: Result) -> str:
    """Which the budget stands on: heard in the run-ups, or the steepest known."""
    slope = result.basis.get("slope_db_per_percent")
    if slope is None:
        return ""
    where = "dari rekamannya sendiri" if result.basis["slope_heard"] else "anggapan terburuk, tidak terdengar"
    return f"{result.measurement.specimen.serial}: {_n(slope, 2)} dB tiap persen putaran, {where}"


def _filters(result: Result) -> str:
    """Two banks of class 1 differ on an engine's lines: without the definition a band says little."""
    used = filter(None, (result.basis.get("weighting_id"), result.basis.get("filter_id")))
    return ", ".join(FILTERS.get(each, each) for each in used)


def _weather(session: Session) -> str:
    told = [f"{_n(session.temperature_c, 1)} °C", f"{_n(session.humidity_percent)} %"]
    return ", ".join([*told, *([] if session.pressure_hpa is None else [f"{_n(session.pressure_hpa)} hPa"])])


def _place(measurement: Measurement) -> str:
    stood = (_n(measurement.distance_m, 2), _n(measurement.angle_deg), _n(measurement.height_m, 2))
    return "{} m, {}°, setinggi {} m".format(*stood)


def _instruments(session: Session) -> list[list[str]]:
    on = chain.day_of(session.opened_at)
    return [_instrument(each, on) for each in chain.instruments_of(session).values()]


def _instrument(instrument: Instrument, on: date) -> list[str]:
    found = chain.certificate_of(instrument, on)
    name = f"{InstrumentKind(instrument.kind).label}: {instrument.maker} {instrument.model}"
    if found is None:
        return [name, instrument.serial, "tanpa sertifikat", ""]
    return [name, instrument.serial, f"{found.number} ({found.issuer})", _day(found.valid_until)]


def _result(result: Result) -> Data:
    specimen = result.measurement.specimen
    return {
        "serial": specimen.serial,
        "role": specimen.get_role_display(),
        "value": f"{_n(result.value_db)} dB(A)",
        "exact": f"{_n(result.exact_db, 2)} dB(A)",
        "doubt": f"± {_n(result.U_db, 1)} dB (k = {_n(result.k, 2)}; {COVERAGE})",
        "spread": f"{_n(result.spread_db, 2)} dB",
        "drift": f"{_n(result.drift_db, 2)} dB",
    }


def _run(result: Result, row: RunRow) -> Data:
    run, summary = row.run, row.run.summary
    reasons = next(each["reasons"] for each in result.series if each["run"] == run.pk)
    margin_db = summary.get("margin_db")
    return {
        "serial": result.measurement.specimen.serial,
        "number": str(run.sequence),
        "speed": _n(run.tachometer_rpm),
        "reading": _n(run.value_db, 1),
        "margin": _n(margin_db, 1),
        "counted": "ya" if row.counted else "tidak",
        "why": " ".join(sentences(reasons)) or ("" if row.counted else "Sudah ada cukup percobaan yang sah."),
    }


def _comparison(comparison: Comparison | None) -> Data:
    if comparison is None:
        return {"sentence": "", "bands": []}
    shown = [
        {
            "frequency": f"{band.name} Hz",
            "difference": "tertutup latar"
            if band.delta_db is None
            else _n(band.delta_db, 1).replace("-", "−"),
            "scatter": _n(band.u_db, 1),
        }
        for band in bands(comparison)
    ]
    serial = comparison.item.measurement.specimen.serial
    return {"sentence": f"Knalpot {serial}: {sentence(comparison)}", "bands": shown}


def _decision(report: Report) -> Data:
    if report.judgement is None:
        return {"limit": "", "rule": "", "outcome": "", "risk": "", "reasons": []}
    shown = judged(report.judgement)
    share, top_db = report.judgement.p_conform, report.judgement.acceptance_db
    risk = (
        ""
        if share is None
        else f"Kemungkinan nilai sebenarnya tidak melewati batas: {_n(100 * share)} %. "
        f"Menurut aturan ini diterima sampai {_n(top_db, 1)} dB."
    )
    return {
        "limit": shown.limit,
        "rule": shown.rule,
        "outcome": report.judgement.get_outcome_display(),
        "risk": risk,
        "reasons": sentences(report.judgement.reasons),
    }


def _external(found: Agreement) -> Data:
    other = found.external
    doubt = "" if other.U_db is None else f" ± {_n(other.U_db, 1)}"
    return {
        "laboratory": other.laboratory,
        "accreditation": other.accreditation or "tidak disebut",
        "number": other.report_number,
        "dated_on": _day(other.dated_on),
        "quantity": other.get_quantity_display(),
        "value": f"{_n(other.value_db, 1)}{doubt} dB",
        "agreement": agreement_words(found),
    }


def agreement_words(found: Agreement) -> str:
    """The difference and what it means."""
    if found.difference_db is None:
        return found.reason
    words = f"selisih {_n(found.difference_db, 1).replace('-', '−')} dB"
    if found.en is None:
        return f"{words}. {found.reason}"
    return (
        f"{words}; En = {_n(found.en, 2).replace('-', '−')}: {'sejalan' if found.agrees else 'tidak sejalan'}"
    )


def _killer(specimen: Specimen) -> str:
    if specimen.killer not in KILLER_FITTED:
        return ""
    removable = " dan dapat dilepas" if specimen.killer == Killer.REMOVABLE_FITTED else ""
    told = f"{specimen.serial} diuji dengan db killer terpasang{removable}."
    return f"{told} Tanpa db killer, hasilnya tidak berlaku."
