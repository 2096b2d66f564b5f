"""What has to be known of another laboratory's result, and when it may be recorded."""

from datetime import date

from django.utils.translation import gettext as _

from sentra.base.permissions import Verdict
from sentra.lab.models import ExternalResult, Quantity, Specimen
from sentra.lab.rules.roles import may_keep
from sentra.registry.rules import By

LEVELS_DB = (20, 160)


def may_record_external(by: By) -> Verdict:
    return may_keep(by)


def faults_of_external(
    specimen: Specimen,
    *,
    laboratory: str,
    report_number: str,
    dated_on: date,
    quantity: str,
    procedure: str,
    value_db: float,
    U_db: float | None,  # noqa: N803 - its name in the GUM
    k: float | None,
    today: date,
) -> dict[str, str]:
    """A sentence by the name of the field; empty where nothing is wrong."""
    same = ExternalResult.objects.filter(
        specimen=specimen,
        laboratory=laboratory.strip(),
        report_number=report_number.strip(),
        quantity=quantity,
    )
    least, most = LEVELS_DB
    return {
        "laboratory": "" if laboratory.strip() else _("Laboratorium mana?"),
        "report_number": _number_fault(report_number, recorded=same.exists()),
        "dated_on": "" if dated_on <= today else _("Tanggal laporan tidak mungkin di masa depan."),
        "quantity": "" if quantity in Quantity.values else _("Besaran ini tidak dikenal."),
        "procedure": "" if procedure.strip() else _("Dengan prosedur apa?"),
        "value_db": "" if least <= value_db <= most else _("Nilainya antara 20 dan 160 dB."),
        "U_db": ""
        if U_db is None or 0 < U_db < 20
        else _("Ketidakpastiannya lebih dari 0 dan kurang dari 20 dB."),
        "k": "" if k is None or 1 <= k <= 15 else _("Faktor cakupan antara 1 dan 15."),
    }


def _number_fault(report_number: str, *, recorded: bool) -> str:
    if not report_number.strip():
        return _("Nomor laporannya berapa?")
    return _("Hasil dari laporan ini sudah dicatat.") if recorded else ""
