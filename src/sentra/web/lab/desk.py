"""The desk: the queue, requests, what is handed in and given back, results of other laboratories."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sentra.base.permissions import refuse_unless
from sentra.base.values import now
from sentra.lab import actions
from sentra.lab.models import LabRequest, RequestState, Specimen
from sentra.lab.queries import offering
from sentra.lab.queries import requesting as queries
from sentra.lab.rules import externals as external_rules
from sentra.lab.rules import reporting as reports
from sentra.lab.rules import requesting as rules
from sentra.lab.rules import roles
from sentra.registry.queries import Filters, page
from sentra.web.asking import acting
from sentra.web.forms import status_of
from sentra.web.lab import doing, tasks
from sentra.web.lab.forms import ExternalForm, PlanForm, RequestForm, ReturnForm, SpecimenForm
from sentra.web.lab.named import request_or_404, specimen_or_404
from sentra.web.registry.dossier import business_or_404

SHOWN = 12
STATES = (
    ("", gettext_lazy("Berjalan"), rules.OPEN),
    ("selesai", gettext_lazy("Dilaporkan"), (RequestState.REPORTED,)),
    ("batal", gettext_lazy("Dibatalkan"), (RequestState.CANCELLED,)),
)


@login_required
@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """Who waits, what is open at the bench, and what only a person can do next."""
    by = acting(request)
    every = queries.queue(by)
    found = {key: [one for one in every if one.state in states] for key, _words, states in STATES}
    chosen = request.GET.get("tampil", "")
    chosen = chosen if chosen in found else ""
    reads = bool(roles.may_read_lab(by))
    facts = {
        "requests": found[chosen],
        "chosen": chosen,
        "choices": [(key, words, len(found[key])) for key, words, _states in STATES],
        "reads_lab": reads,
        "lab_tabs": doing.tabs("queue"),
        "tasks": tasks.waiting(by, on=localdate(now())) if reads else [],
        "sessions": queries.sessions(by)[:SHOWN] if reads else [],
        "may_request": by.role in roles.REQUEST_TAKERS,
        "may_measure": roles.may_measure(by),
    }
    return render(request, "lab/queue.html", facts)


@login_required
@require_http_methods(["GET", "POST"])
def find_business(request: HttpRequest) -> HttpResponse:
    """What is typed is posted, because it may be a personal number."""
    refuse_unless(roles.may_take_request(acting(request), getattr(request.user, "district_code", "") or None))
    words = request.POST.get("q", "").strip()[:100]
    found = page(request.user, Filters(q=words)) if words else None
    facts = {
        "crumbs": doing.crumbs(),
        "found": found and found.rows[:SHOWN],
        "more": found and (found.capped or found.total > SHOWN),
    }
    return render(request, "lab/find_business.html", facts)


@login_required
@require_http_methods(["GET", "POST"])
def new_request(request: HttpRequest, business: int) -> HttpResponse:
    profile = business_or_404(request, business)
    refuse_unless(roles.may_take_request(acting(request), profile.district_id))
    form = RequestForm(request.POST or None, today=localdate(now()))
    if form.is_valid():
        said = form.cleaned_data | {"business": profile.business}
        if made := doing.carried_out(form, actions.ask_test, request, **said):
            messages.success(request, _("Permintaan %(number)s dicatat.") % {"number": made.number})
            return redirect("lab:request", made.pk)
    return doing.form_page(
        request,
        form,
        title=_("Permintaan pengujian"),
        lead=profile.name,
        button=_("Catat permintaan"),
        back=reverse("lab:queue"),
    )


@login_required
@require_GET
def request_page(request: HttpRequest, pk: int) -> HttpResponse:
    return _request_page(request, request_or_404(request, pk))


def _request_page(request: HttpRequest, asked: LabRequest, form: PlanForm | None = None) -> HttpResponse:
    by = acting(request)
    reads = bool(roles.may_read_lab(by))
    facts = {
        "crumbs": doing.crumbs(),
        "asked": asked,
        "specimens": asked.specimens.order_by("serial"),
        "measurements": tasks.measured(queries.measurements_of(by, asked)) if reads else [],
        "reports": queries.reports_of(by, asked) if reads else [],
        "plan_form": form or (PlanForm() if rules.may_plan_request(by, asked) else None),
        "may_receive": rules.may_receive(by, asked),
        "may_cancel": rules.may_cancel(by, asked, "-"),
        "may_prepare": reads and _reportable(request, asked),
    }
    return render(request, "lab/request.html", facts, status=status_of(form) if form else 200)


def _reportable(request: HttpRequest, asked: LabRequest) -> bool:
    """Whether there is something to report, and nobody is at it already."""
    offered = offering.reportable(acting(request), asked)
    return bool(reports.may_prepare_report(acting(request), asked, offered.results, None, None))


@login_required
@require_POST
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    asked, form = request_or_404(request, pk), PlanForm(request.POST)
    if form.is_valid():
        said = {"request": asked, **form.cleaned_data}
        if doing.carried_out(form, actions.plan_test, request, **said):
            messages.success(request, _("Rencana disimpan."))
            return redirect("lab:request", pk)
    return _request_page(request, asked, form)


@login_required
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    asked, reason = request_or_404(request, pk), request.POST.get("reason", "")
    words = _("Permintaan dibatalkan.")
    return doing.done(request, actions.cancel_test, words, "lab:request", pk, request=asked, reason=reason)


@login_required
@require_http_methods(["GET", "POST"])
def receive_specimen(request: HttpRequest, pk: int) -> HttpResponse:
    asked = request_or_404(request, pk)
    refuse_unless(rules.may_receive(acting(request), asked))
    form = SpecimenForm(request.POST or None, today=localdate(now()))
    if form.is_valid():
        said = {"request": asked, **form.cleaned_data}
        if made := doing.carried_out(form, actions.receive_specimen, request, **said):
            words = _("Barang diterima. Tulis nomor %(serial)s pada barangnya.")
            messages.success(request, words % {"serial": made.serial})
            return redirect("lab:request", pk)
    return doing.form_page(
        request,
        form,
        title=_("Terima barang uji"),
        lead=f"{asked.number} · {asked.snapshot.get('business_name', '')}",
        button=_("Terima barang"),
        back=reverse("lab:request", args=[pk]),
    )


@login_required
@require_GET
def specimen_page(request: HttpRequest, pk: int) -> HttpResponse:
    return _specimen_page(request, specimen_or_404(request, pk))


def _specimen_page(request: HttpRequest, one: Specimen, form: ReturnForm | None = None) -> HttpResponse:
    by = acting(request)
    here = (reverse("lab:request", args=[one.request_id]), one.request.number)
    returns = ReturnForm(today=localdate(now())) if rules.may_return(by, one) else None
    facts: dict[str, Any] = {
        "crumbs": doing.crumbs(here),
        "specimen": one,
        "return_form": form or returns,
        **tasks.around_specimen(by, one),
    }
    return render(request, "lab/specimen.html", facts, status=status_of(form) if form else 200)


@login_required
@require_POST
def return_specimen(request: HttpRequest, pk: int) -> HttpResponse:
    one = specimen_or_404(request, pk)
    form = ReturnForm(request.POST, today=localdate(now()))
    if form.is_valid():
        said = {"specimen": one, **form.cleaned_data}
        if doing.carried_out(form, actions.return_specimen, request, **said):
            messages.success(request, _("Pengembalian dicatat."))
            return redirect("lab:specimen", pk)
    return _specimen_page(request, one, form)


@login_required
@require_http_methods(["GET", "POST"])
def external(request: HttpRequest, pk: int) -> HttpResponse:
    """The report of another laboratory about the same item."""
    one = specimen_or_404(request, pk)
    refuse_unless(external_rules.may_record_external(acting(request)))
    form = ExternalForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        said = {"specimen": one, **doing.with_scan(form)}
        said["scan"] = said["scan"] or None
        if doing.carried_out(form, actions.record_external, request, **said):
            messages.success(request, _("Hasil laboratorium lain dicatat."))
            return redirect("lab:specimen", pk)
    return doing.form_page(
        request,
        form,
        title=_("Hasil laboratorium lain"),
        lead=f"{one.model} · {one.serial}",
        button=_("Simpan hasil"),
        back=reverse("lab:specimen", args=[pk]),
        notes=[_("Ditampilkan sebagai hasil laboratorium itu, tidak pernah sebagai hasil kita.")],
    )
