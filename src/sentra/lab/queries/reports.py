"""Reports: one with what it tells, and whether it stands."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import translation

from sentra.base.audit.models import Entry
from sentra.base.documents.drawing import draw
from sentra.base.documents.models import Document
from sentra.base.documents.queries import check_url
from sentra.base.permissions import Verdict, refuse_unless
from sentra.base.places.queries import regency
from sentra.lab.models import Report, ReportState, Result
from sentra.lab.queries.papers import TEMPLATE, TITLE, report_data
from sentra.lab.queries.results import Judged, judged, whole
from sentra.lab.rules import reporting as rules
from sentra.lab.rules.roles import may_read_lab
from sentra.registry.rules import By


@dataclass(frozen=True, slots=True)
class ReportShown:
    """`may_*`: what `by` could do now, each with the reason why not. `ended`: who withdrew it, and when."""

    report: Report
    results: list[Result]
    judgement: Judged | None
    replaced_by: Report | None
    check_url: str
    ended: Entry | None
    may_authorise: Verdict


def report_shown(by: By, pk: int) -> ReportShown:
    """Raises Report.DoesNotExist."""
    refuse_unless(may_read_lab(by))
    near = (
        "request",
        "comparison",
        "judgement",
        "document",
        "replaces__document",
        "prepared_by",
        "authorised_by",
    )
    report = Report.objects.select_related(*near).get(pk=pk)
    later = report.replaced_by.select_related("document").order_by("-pk").first()
    return ReportShown(
        report=report,
        results=list(whole().filter(reports=report).order_by("measurement__specimen__serial")),
        judgement=judged(report.judgement) if report.judgement else None,
        replaced_by=later,
        check_url=check_url(report.document) if report.document else "",
        ended=_ended(report),
        may_authorise=rules.may_authorise_report(by, report),
    )


def _ended(report: Report) -> Entry | None:
    acts = Entry.objects.filter(subject_kind="lab.report", subject_id=str(report.pk), act="withdraw_report")
    return acts.order_by("number").last()


def draft_pdf(by: By, report: Report, *, at: datetime) -> bytes:
    """What the paper would say, marked as a draft; nothing is issued. Raises Refused, OutOfTurn."""
    refuse_unless(rules.may_preview_report(by, report))
    with translation.override("id"):
        data = report_data(report, authorised_by=report.prepared_by, at=at)
    issued = {
        "draft": True,
        "number": "KONSEP",
        "code": "belum ada",
        "title": TITLE,
        "office": settings.OFFICE_NAME,
        "regency": regency().name,
        "address": settings.OFFICE_ADDRESS,
        "simulated": bool(settings.DEMO_DATE),
        **dict.fromkeys(("check_url", "qr", "on", "signer"), ""),
    }
    pdf, _box = draw(TEMPLATE, issued=issued, data=data, at=at)
    return pdf


def replacement_of(document: Document) -> Document | None:
    """The report that took this one's place; whoever holds its code may ask."""
    standing = Report.objects.filter(
        replaces__document=document, replaces__state=ReportState.REPLACED, document__isnull=False
    )
    found = standing.select_related("document").order_by("pk").first()
    return found.document if found else None
