"""Reports and labels: prepared, authorised by another person, replaced, withdrawn; and their papers."""

from collections.abc import Sequence

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sentra.base.people.models import User
from sentra.base.permissions import refuse_unless
from sentra.base.values import now
from sentra.lab import actions
from sentra.lab.models import LabRequest, Purpose, ReportState, Result
from sentra.lab.queries import labels, offering, reports
from sentra.lab.queries.comparisons import sentence
from sentra.lab.rules import reporting as rules
from sentra.web.asking import acting
from sentra.web.files import attachment_view, document_view, pdf
from sentra.web.lab import doing
from sentra.web.lab.forms import ReportForm
from sentra.web.lab.named import report_or_404, request_or_404, specimen_or_404
from sentra.web.lab.tasks import value_words


@login_required
@require_http_methods(["GET", "POST"])
def prepare(request: HttpRequest, pk: int) -> HttpResponse:
    """Which results go into the report. With `ganti` it is to take the place of an issued one."""
    asked = request_or_404(request, pk)
    offered = offering.reportable(acting(request), asked)
    refuse_unless(rules.may_prepare_report(acting(request), asked, offered.results, None, None))
    form = _report_form(request, offered, comparing=asked.purpose == Purpose.COMPARISON)
    if form.is_valid():
        made = doing.carried_out(form, actions.prepare_report, request, request=asked, **form.said)
        if made:
            messages.success(request, _("Konsep disiapkan. Orang lain yang mengesahkannya."))
            return redirect("lab:report", made.pk)
    return _report_form_page(request, form, asked, _("Siapkan laporan"))


def _report_form(
    request: HttpRequest, offered: offering.Reportable, *, reason: bool = False, comparing: bool = False
) -> ReportForm:
    """`comparing`: what was asked for is the comparison, so the only one there is stands chosen."""
    return ReportForm(
        request.POST or None,
        results=[(one, result_words(one)) for one in offered.results],
        comparisons=[(one, sentence(one)) for one in offered.comparisons],
        judgements=[
            (one.judgement, f"{one.limit}: {one.judgement.get_outcome_display()}")
            for one in offered.judgements
        ],
        reason=reason,
        comparing=comparing,
    )


def result_words(one: Result) -> str:
    where = one.measurement
    return f"{where.specimen.model} ({where.specimen.serial}) · {where.vehicle} · {value_words(one)}"


def _report_form_page(
    request: HttpRequest, form: ReportForm, asked: LabRequest, title: str, notes: Sequence[str] = ()
) -> HttpResponse:
    return doing.form_page(
        request,
        form,
        title=title,
        lead=f"{asked.number} · {asked.snapshot.get('business_name', '')}",
        button=_("Simpan konsep"),
        back=reverse("lab:request", args=[asked.pk]),
        notes=notes,
    )


@login_required
@require_GET
def report_page(request: HttpRequest, pk: int) -> HttpResponse:
    by, shown = acting(request), report_or_404(request, pk)
    report = shown.report
    here = (reverse("lab:request", args=[report.request_id]), report.request.number)
    facts = {
        "crumbs": doing.crumbs(here),
        "shown": shown,
        "report": report,
        "compared": sentence(report.comparison) if report.comparison else "",
        "measurers": User.objects.filter(pk__in=rules.measurers(report)).order_by("name"),
        "title": report.document.number if report.document else _("Konsep laporan"),
        "may_authorise": rules.may_authorise_report(by, report),
        "may_replace": rules.may_replace_report(by, report, "-"),
        "may_withdraw": rules.may_withdraw_report(by, report, "-"),
    }
    return render(request, "lab/report.html", facts)


@login_required
@require_GET
@never_cache
def draft_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper before it is one, to be read before it is authorised."""
    report = report_or_404(request, pk).report
    return pdf(reports.draft_pdf(acting(request), report, at=now()), f"konsep-{report.request.number}")


@login_required
@require_POST
def authorise(request: HttpRequest, pk: int) -> HttpResponse:
    report = report_or_404(request, pk).report
    words = _("Laporan disahkan dan terbit.")
    return doing.done(request, actions.authorise_report, words, "lab:report", pk, report=report)


@login_required
@require_http_methods(["GET", "POST"])
def replace(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft of another report; the one it replaces stands until that is authorised."""
    report = report_or_404(request, pk).report
    refuse_unless(rules.may_replace_report(acting(request), report, "-"))
    form = _report_form(request, offering.reportable(acting(request), report.request), reason=True)
    if form.is_valid() and (
        made := doing.carried_out(form, actions.replace_report, request, report=report, **form.said)
    ):
        messages.success(request, _("Konsep pengganti disiapkan. Yang lama berlaku sampai ini disahkan."))
        return redirect("lab:report", made.pk)
    return _report_form_page(request, form, report.request, _("Ganti laporan"))


@login_required
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft has no number and no page yet: it is discarded, and the request can be reported anew."""
    report = report_or_404(request, pk).report
    said = {"report": report, "reason": request.POST.get("reason", "")}
    if report.state == ReportState.DRAFT:
        words = _("Konsep dibuang. Laporan dapat disiapkan lagi.")
        asked = report.request_id
        return doing.done(request, actions.withdraw_report, words, "lab:request", asked, **said)
    words = _("Laporan dicabut; halaman periksanya mengatakannya.")
    return doing.done(request, actions.withdraw_report, words, "lab:report", pk, **said)


@login_required
@require_POST
def issue_label(request: HttpRequest, pk: int) -> HttpResponse:
    one = specimen_or_404(request, pk)
    words = _("Label siap dicetak.")
    return doing.done(request, actions.issue_label, words, "lab:specimen", pk, specimen=one)


@login_required
@require_POST
def revoke_label(request: HttpRequest, pk: int) -> HttpResponse:
    said = {"specimen": specimen_or_404(request, pk), "reason": request.POST.get("reason", "")}
    return doing.done(request, actions.revoke_label, _("Label dicabut."), "lab:specimen", pk, **said)


@login_required
@require_GET
@never_cache
def label_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The sticker, as often as it is printed."""
    one = specimen_or_404(request, pk)
    if not one.label_code:
        raise Http404
    return pdf(labels.label_pdf(acting(request), one, at=now()), f"label-{one.serial}")


document = document_view(actions.open_document)
attachment = attachment_view(actions.open_attachment)
