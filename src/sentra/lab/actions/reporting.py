"""Reports: prepared by one person, authorised by another, never edited once they are out."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import translation

from sentra.base.audit.chain import record
from sentra.base.documents.actions import issue_document, revoke_document
from sentra.base.documents.models import Document
from sentra.base.people.models import User
from sentra.base.permissions import refuse_unless
from sentra.engines import sheets
from sentra.lab.models import (
    Comparison,
    Judgement,
    LabRequest,
    Report,
    ReportState,
    RequestState,
    Result,
)
from sentra.lab.queries.papers import TEMPLATE, TITLE, report_data
from sentra.lab.rules import reporting as rules

PATTERN = "500.9/{sequence:03}/LHU/{roman_month}/{year}"


@transaction.atomic
def prepare_report(
    *,
    by: User,
    at: datetime,
    request: LabRequest,
    results: Sequence[Result],
    comparison: Comparison | None = None,
    judgement: Judgement | None = None,
    note: str = "",
) -> Report:
    """A draft; `note` tells deviations from the procedure, a line each."""
    request = LabRequest.objects.select_for_update().get(pk=request.pk)
    refuse_unless(rules.may_prepare_report(by, request, results, comparison, judgement))
    report = Report.objects.create(
        request=request,
        comparison=comparison,
        judgement=judgement,
        note=note.strip(),
        prepared_at=at,
        prepared_by=by,
    )
    report.results.set(results)
    told = {"request": request.number, "results": [each.pk for each in results]}
    record(by=by, at=at, act="prepare_report", subject=report, new=told)
    return report


@transaction.atomic
def replace_report(
    *,
    by: User,
    at: datetime,
    report: Report,
    reason: str,
    results: Sequence[Result],
    comparison: Comparison | None = None,
    judgement: Judgement | None = None,
    note: str = "",
) -> Report:
    """A draft that takes the place of `report` once it is authorised; until then that one stands."""
    request = LabRequest.objects.select_for_update().get(pk=report.request_id)  # always before its reports
    report = Report.objects.select_for_update().get(pk=report.pk)
    refuse_unless(rules.may_replace_report(by, report, reason))
    made = prepare_report(
        by=by,
        at=at,
        request=request,
        results=results,
        comparison=comparison,
        judgement=judgement,
        note=note,
    )
    made.replaces, made.reason = report, _published(reason)
    made.save(update_fields=["replaces", "reason"])
    return made


@transaction.atomic
def authorise_report(*, by: User, at: datetime, report: Report) -> Report:
    """Issues the paper. A report that this one replaces falls at the same moment."""
    request = LabRequest.objects.select_for_update().get(pk=report.request_id)
    report = (
        Report.objects.select_for_update(of=("self",)).select_related("replaces__document").get(pk=report.pk)
    )
    refuse_unless(rules.may_authorise_report(by, report))
    report.document = _issued(report, by=by, at=at)
    report.state, report.authorised_at, report.authorised_by = ReportState.ISSUED, at, by
    report.save(update_fields=["document", "state", "authorised_at", "authorised_by"])
    if report.replaces is not None and report.replaces.state == ReportState.ISSUED:
        reason = f"Diganti oleh laporan {report.document.number}: {report.reason}"
        _end(report.replaces, ReportState.REPLACED, reason, by=by, at=at)
    request.state = RequestState.REPORTED
    request.save(update_fields=["state"])
    told = {"number": report.document.number, "replaces": report.replaces_id}
    record(by=by, at=at, act="authorise_report", subject=report, new=told)
    return report


def _issued(report: Report, *, by: User, at: datetime) -> Document:
    with translation.override("id"):  # documents are Indonesian, whoever asks for them
        data = report_data(report, authorised_by=by, at=at)
    return issue_document(
        by=by,
        at=at,
        kind="laporan-uji",
        title=TITLE,
        template=TEMPLATE,
        data=data,
        subject=report,
        pattern=PATTERN,
    )


@transaction.atomic
def withdraw_report(*, by: User, at: datetime, report: Report, reason: str) -> Report:
    """Its check page says so from now on; a draft makes room for another."""
    request = LabRequest.objects.select_for_update().get(pk=report.request_id)
    report = Report.objects.select_for_update(of=("self",)).select_related("document").get(pk=report.pk)
    refuse_unless(rules.may_withdraw_report(by, report, reason))
    old, reason = report.state, _published(reason)
    _end(report, ReportState.WITHDRAWN, f"Ditarik: {reason}", by=by, at=at)
    report.reason = reason
    report.save(update_fields=["reason"])
    if not request.reports.filter(state=ReportState.ISSUED).exists():
        request.state = RequestState.MEASURING
        request.save(update_fields=["state"])
    new = {"state": report.state}
    record(by=by, at=at, act="withdraw_report", subject=report, old={"state": old}, new=new, reason=reason)
    return report


def _published(reason: str) -> str:
    """Everybody reads it on the check page; people write numbers into reasons."""
    return sheets.mask_numbers(reason.strip())


def _end(report: Report, state: ReportState, reason: str, *, by: User, at: datetime) -> None:
    report.state = state
    report.save(update_fields=["state"])
    if report.document is not None:
        revoke_document(by=by, at=at, document=report.document, reason=reason[:300])
