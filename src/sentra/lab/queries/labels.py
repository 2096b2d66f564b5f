"""What the public sees behind the code on a muffler: what was tested, how, when, and whether it stands."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sentra.base.documents.codes import read_code
from sentra.base.documents.drawing import draw, qr_svg
from sentra.base.documents.models import Document
from sentra.base.permissions import refuse_unless
from sentra.lab.catalogue.kinds import Method
from sentra.lab.catalogue.limits.stationary_indonesia import NO_STATIONARY_LIMIT
from sentra.lab.catalogue.procedures import BY_KEY as METHODS
from sentra.lab.models import Killer, Report, ReportState, Result, Specimen
from sentra.lab.queries.stored import measured_on
from sentra.lab.rules.labelling import may_print_label
from sentra.registry.rules import By

TEMPLATE = Path(__file__).resolve().parent.parent / "documents" / "label_produk.typ"
Standing = Literal["issued", "replaced", "withdrawn", "revoked"]
KILLER_FITTED = (Killer.FITTED, Killer.REMOVABLE_FITTED)


@dataclass(frozen=True, slots=True)
class LabelShown:
    """Nothing about a person. `maker` is a pseudonym when the business is called after its owner."""

    specimen: Specimen
    maker: str
    result: Result
    method: Method
    tested_on: date
    report: Report
    document: Document
    standing: Standing
    sentence: str
    killer: str
    no_limit: str


def label_shown(code: str) -> LabelShown | None:
    """None for a code that was never given; whoever holds one may ask."""
    read = read_code(code)
    found = (
        Specimen.objects.filter(label_code=read).select_related("request")
        if read
        else Specimen.objects.none()
    )
    specimen = found.first()
    report = None if specimen is None else _report_of(specimen)
    if specimen is None or report is None or report.document is None:
        return None
    shown = report.results.select_related(
        "measurement__session", "measurement__vehicle", "measurement__specimen"
    )
    result = shown.filter(measurement__specimen=specimen).order_by("-pk")[0]
    standing = _standing(specimen, report)
    return LabelShown(
        specimen=specimen,
        maker=maker_name(specimen),
        result=result,
        method=METHODS[result.measurement.session.procedure_key],
        tested_on=measured_on(result),
        report=report,
        document=report.document,
        standing=standing,
        sentence=_sentence(standing, specimen),
        killer=killer_sentence(specimen),
        no_limit=str(NO_STATIONARY_LIMIT.sentence),
    )


def _report_of(specimen: Specimen) -> Report | None:
    """The one that stands; else the last one that stood."""
    issued = Report.objects.filter(results__measurement__specimen=specimen, document__isnull=False)
    newest = list(issued.select_related("document").distinct().order_by("-authorised_at", "-pk"))
    standing = (each for each in newest if each.state == ReportState.ISSUED)
    return next(standing, newest[0] if newest else None)


def _standing(specimen: Specimen, report: Report) -> Standing:
    if specimen.label_revoked_at is not None:
        return "revoked"
    return (
        "issued"
        if report.state == ReportState.ISSUED
        else "withdrawn"
        if report.state == ReportState.WITHDRAWN
        else "replaced"
    )


def _sentence(standing: Standing, specimen: Specimen) -> str:
    words = {
        "issued": _("Laporan uji barang ini masih berlaku."),
        "replaced": _(
            "Laporan uji barang ini sudah diganti; barang ini tidak ada dalam laporan penggantinya."
        ),
        "withdrawn": _("Laporan uji barang ini sudah ditarik. Jangan berpegang pada label ini."),
        "revoked": _("Label ini sudah dicabut: %(reason)s") % {"reason": specimen.label_revoked_reason},
    }
    return words[standing]


def killer_sentence(specimen: Specimen) -> str:
    """Empty for a muffler that has none."""
    if specimen.killer not in KILLER_FITTED:
        return ""
    return _("Diuji dengan db killer terpasang. Tanpa db killer, hasil ini tidak berlaku.")


def maker_name(specimen: Specimen) -> str:
    """The business that asked, unless its name holds a part of its owner's."""
    known = specimen.request.snapshot
    owner = {word for word in _words(known["owner_name"]) if len(word) > 2}
    name = str(known["business_name"])
    return specimen.request.number if owner & _words(name) else name


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


def label_url(specimen: Specimen) -> str:
    """What the QR code says."""
    return f"{settings.PUBLIC_BASE_URL}/uji/{specimen.label_code}/"


def label_pdf(by: By, specimen: Specimen, *, at: datetime) -> bytes:
    """One label, 50 by 30 mm. Raises Refused, OutOfTurn, BadTemplate."""
    refuse_unless(may_print_label(by, specimen))
    with translation.override("id"):
        pdf, _box = draw(
            TEMPLATE, issued={"simulated": bool(settings.DEMO_DATE)}, data=label_data(specimen), at=at
        )
    return pdf


def label_data(specimen: Specimen) -> dict[str, Any]:
    shown = label_shown(specimen.label_code or "")
    tested = "" if shown is None else date_format(shown.tested_on, "j F Y")
    return {
        "office": settings.OFFICE_NAME,
        "serial": specimen.serial,
        "item": f"{maker_name(specimen)} {specimen.model}",
        "tested_on": tested,
        "killer": _("Db killer harus tetap terpasang") if specimen.killer in KILLER_FITTED else "",
        "code": specimen.label_code or "",
        "address": label_url(specimen),
        "qr": qr_svg(label_url(specimen)),
    }
