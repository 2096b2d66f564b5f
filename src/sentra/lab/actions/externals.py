"""What another laboratory reported, kept as theirs."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from sentra.base.audit.chain import record
from sentra.base.documents.attaching import attach
from sentra.base.people.models import User
from sentra.base.permissions import refuse_unless, unfit_unless_none
from sentra.lab.models import ExternalResult, Specimen
from sentra.lab.rules import externals as rules


@transaction.atomic
def record_external(
    *,
    by: User,
    at: datetime,
    specimen: Specimen,
    laboratory: str,
    report_number: str,
    dated_on: date,
    quantity: str,
    procedure: str,
    value_db: float,
    U_db: float | None = None,  # noqa: N803 - its name in the GUM
    k: float | None = None,
    accreditation: str = "",
    scan: bytes | None = None,
) -> ExternalResult:
    """Raises Unfit, UnusableFile. `accreditation`: theirs, as their report gives it."""
    specimen = Specimen.objects.select_for_update().get(pk=specimen.pk)
    refuse_unless(rules.may_record_external(by))
    unfit_unless_none(
        rules.faults_of_external(
            specimen,
            laboratory=laboratory,
            report_number=report_number,
            dated_on=dated_on,
            quantity=quantity,
            procedure=procedure,
            value_db=value_db,
            U_db=U_db,
            k=k,
            today=localtime(at).date(),
        )
    )
    made = ExternalResult.objects.create(
        specimen=specimen,
        laboratory=laboratory.strip(),
        accreditation=accreditation.strip(),
        report_number=report_number.strip(),
        dated_on=dated_on,
        quantity=quantity,
        procedure=procedure.strip(),
        value_db=value_db,
        U_db=U_db,
        k=k,
        document=None
        if scan is None
        else attach(by=by, at=at, name=_("Laporan laboratorium lain"), data=scan),
        recorded_at=at,
        recorded_by=by,
    )
    told = {
        "laboratory": made.laboratory,
        "report": made.report_number,
        "quantity": quantity,
        "value_db": value_db,
        "U_db": U_db,
    }
    record(by=by, at=at, act="record_external", subject=specimen, new=told)
    return made
