"""Programmes and rounds: the list, the board, terms, kinds and packages, opening and closing."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sentra.base.permissions import refuse_unless
from sentra.base.values import now
from sentra.programmes import actions
from sentra.programmes.actions import Unfit
from sentra.programmes.models import FundSource, Package, Programme, Round, ToolKind
from sentra.programmes.queries import rounds as queries
from sentra.programmes.queries.totals import totals_of
from sentra.programmes.rules import planning as rules
from sentra.programmes.rules.roles import may_prepare
from sentra.web.asking import acting
from sentra.web.forms import WRONG, status_of, told
from sentra.web.programmes import board, kinds
from sentra.web.programmes.forms import FundForm, KindsForm, ProgrammeForm, RoundForm
from sentra.web.programmes.named import programme_or_404, round_or_404
from sentra.web.programmes.screening_forms import TotalForm
from sentra.web.programmes.terms import TermsForm


@login_required
@require_GET
def programme_list(request: HttpRequest) -> HttpResponse:
    facts = {
        "programmes": queries.programmes_shown(request.user),
        "may_prepare": may_prepare(request.user),
    }
    return render(request, "programmes/list.html", facts)


@login_required
@require_http_methods(["GET", "POST"])
def new_programme(request: HttpRequest) -> HttpResponse:
    refuse_unless(may_prepare(request.user))
    form = ProgrammeForm(
        request.POST or None, initial={"year": localtime(now()).year, "instrument": "barang"}
    )
    if form.is_valid():
        try:
            made = actions.open_programme(by=acting(request), at=now(), **form.cleaned_data)
            return redirect("programmes:programme", made.pk)
        except Unfit as wrong:
            told(form, wrong.faults)
    return render(request, "programmes/new.html", {"form": form}, status=status_of(form))


@login_required
@require_GET
def programme(request: HttpRequest, pk: int) -> HttpResponse:
    shown = programme_or_404(request, pk)
    return programme_page(request, shown, FundForm(), RoundForm())


def programme_page(
    request: HttpRequest, shown: Programme, fund: FundForm, round_: RoundForm, total: TotalForm | None = None
) -> HttpResponse:
    """With whichever of its forms was sent and is to be mended."""
    facts = {
        "programme": shown,
        "instrument": board.instrument_of(shown),
        "funds": shown.funds.select_related("source").order_by("pk"),
        "rounds": shown.rounds.order_by("-opens_on", "-pk"),
        "fund_form": fund,
        "round_form": round_,
        "may_prepare": may_prepare(request.user),
        "may_add_fund": rules.may_add_fund(request.user, shown),
        "places": board.place_names(),
        "totals": totals_of(shown),
        "total_form": total or TotalForm(),
    }
    status = WRONG if fund.is_bound or round_.is_bound or total else 200
    return render(request, "programmes/programme.html", facts, status=status)


@login_required
@require_POST
def add_fund(request: HttpRequest, pk: int) -> HttpResponse:
    shown = programme_or_404(request, pk)
    refuse_unless(rules.may_add_fund(request.user, shown))
    form = FundForm(request.POST)
    if form.is_valid():
        try:
            actions.add_fund(
                by=acting(request),
                at=now(),
                programme=shown,
                source=_source(request, form),
                ceiling_idr=form.cleaned_data["ceiling_idr"],
                budget_line=form.cleaned_data["budget_line"],
                scope=form.scope,
            )
            messages.success(request, _("Dana dicatat."))
            return redirect("programmes:programme", pk)
        except Unfit as wrong:
            told(form, wrong.faults)
    return programme_page(request, shown, form, RoundForm())


def _source(request: HttpRequest, form: FundForm) -> FundSource:
    known: FundSource | None = form.cleaned_data["source"]
    if known:
        return known
    title = form.cleaned_data["new_source"]
    return actions.save_fund_source(by=acting(request), at=now(), key=slugify(title)[:20], title=title)


@login_required
@require_POST
def prepare(request: HttpRequest, pk: int) -> HttpResponse:
    shown = programme_or_404(request, pk)
    refuse_unless(may_prepare(request.user))
    form = RoundForm(request.POST)
    if form.is_valid():
        try:
            made = actions.prepare_round(by=acting(request), at=now(), programme=shown, **form.cleaned_data)
            return redirect("programmes:kinds", made.pk)
        except Unfit as wrong:
            told(form, wrong.faults)
    return programme_page(request, shown, FundForm(), form)


@login_required
@require_GET
def round_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The board: how far the proposals are, the money, what waits, and by what it is decided."""
    try:
        shown = queries.round_shown(request.user, pk, on=localtime(now()).date())
    except Round.DoesNotExist as missing:
        raise Http404 from missing
    return render(request, "programmes/round.html", board.facts(request, shown))


@login_required
@require_http_methods(["GET", "POST"])
def terms(request: HttpRequest, pk: int) -> HttpResponse:
    round_ = round_or_404(request, pk)
    refuse_unless(rules.may_set_up(request.user, round_))
    form = TermsForm(request.POST or None, round_=round_)
    if form.is_valid():
        try:
            actions.set_terms(by=acting(request), at=now(), round_=round_, terms=form.terms)
            messages.success(request, _("Syarat, bobot dan tujuan disimpan."))
            return redirect("programmes:terms" if "again" in request.POST else "programmes:round", pk)
        except Unfit as wrong:
            form.show(wrong.faults)
    facts = board.head(round_, "") | {"form": form}
    return render(request, "programmes/terms.html", facts, status=status_of(form))


@login_required
@require_GET
def kinds_page(request: HttpRequest, pk: int) -> HttpResponse:
    round_ = round_or_404(request, pk)
    return _kinds(request, round_, KindsForm())


def _kinds(request: HttpRequest, round_: Round, form: KindsForm, **more: Any) -> HttpResponse:
    facts = board.head(round_, "") | kinds.facts(round_, request.POST) | {"form": form, **more}
    facts["may_set_up"] = rules.may_set_up(request.user, round_)
    wrong = form.is_bound or more
    return render(request, "programmes/kinds.html", facts, status=WRONG if wrong else 200)


@login_required
@require_POST
def add_kinds(request: HttpRequest, pk: int) -> HttpResponse:
    round_ = round_or_404(request, pk)
    refuse_unless(rules.may_set_up(request.user, round_))
    form = KindsForm(request.POST)
    if form.is_valid():
        try:
            read = kinds.read(form.cleaned_data["lines"])
            made = actions.add_kinds(by=acting(request), at=now(), round_=round_, kinds=read)
            messages.success(request, _("%(count)s alat dicatat.") % {"count": len(made)})
            return redirect("programmes:kinds", pk)
        except Unfit as wrong:
            told(form, wrong.faults)
    return _kinds(request, round_, form)


@login_required
@require_POST
def add_package(request: HttpRequest, pk: int) -> HttpResponse:
    round_ = round_or_404(request, pk)
    title, lines = request.POST.get("title", ""), kinds.lines(round_, request.POST)
    try:
        actions.add_package(by=acting(request), at=now(), round_=round_, title=title, lines=lines)
        messages.success(request, _("Paket dicatat."))
        return redirect("programmes:kinds", pk)
    except Unfit as wrong:
        return _kinds(request, round_, KindsForm(), faults=wrong.faults, title=title)


@login_required
@require_POST
def remove_kind(request: HttpRequest, pk: int, kind: int) -> HttpResponse:
    round_ = round_or_404(request, pk)
    found = ToolKind.objects.filter(round=round_, pk=kind).first()
    if found is None:
        raise Http404
    return attempt(request, actions.remove_kind, "programmes:kinds", pk, round_=round_, kind=found)


@login_required
@require_POST
def remove_package(request: HttpRequest, pk: int, package: int) -> HttpResponse:
    found = Package.objects.filter(round=round_or_404(request, pk), pk=package).first()
    if found is None:
        raise Http404
    return attempt(request, actions.remove_package, "programmes:kinds", pk, package=found)


def attempt(
    request: HttpRequest, action: Callable[..., Any], page: str, pk: int, done: str = "", **told: Any
) -> HttpResponse:
    """Does it, tells how it went, and leads to `page`; for forms that hold nothing to correct."""
    try:
        action(by=acting(request), at=now(), **told)
        if done:
            messages.success(request, done)
    except ValueError as wrong:
        messages.error(request, str(wrong))
    return redirect(page, pk)


@login_required
@require_POST
def open_round(request: HttpRequest, pk: int) -> HttpResponse:
    done = _("Putaran dibuka. Usulan dapat diterima.")
    about = round_or_404(request, pk)
    return attempt(request, actions.open_round, "programmes:round", pk, done, round_=about)


@login_required
@require_POST
def close_round(request: HttpRequest, pk: int) -> HttpResponse:
    done = _("Penerimaan ditutup. Pemeriksaan dan kunjungan berjalan terus.")
    about = round_or_404(request, pk)
    return attempt(request, actions.close_round, "programmes:round", pk, done, round_=about)


@login_required
@require_POST
def cancel_round(request: HttpRequest, pk: int) -> HttpResponse:
    told_ = {"round_": round_or_404(request, pk), "reason": request.POST.get("reason", "")}
    return attempt(request, actions.cancel_round, "programmes:round", pk, _("Putaran dibatalkan."), **told_)
