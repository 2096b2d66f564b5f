"""How a round is decided: frozen, drawn, computed, departed from, decreed; and why it came out so."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from sentra.base.jobs.models import State
from sentra.base.permissions import Verdict, refuse_unless
from sentra.base.values import now
from sentra.programmes import actions
from sentra.programmes.models import AwardState, Override, Plan, PlanState, Round, RoundState
from sentra.programmes.queries import plans, screening
from sentra.programmes.queries.changing import Change, changes_of
from sentra.programmes.queries.working import unfinished
from sentra.programmes.rules import deciding as rules
from sentra.programmes.rules.findings import OPEN_STATES
from sentra.programmes.rules.roles import may_read_aid
from sentra.web.asking import acting
from sentra.web.programmes import board, running
from sentra.web.programmes.deciding_forms import FreezeForm, GiveForm, WhatIfForm
from sentra.web.programmes.named import plan_or_404, round_or_404
from sentra.web.programmes.running import Work

A_PAGE = 50
A_PAGE_OF_PLAN = 20


@login_required
@require_GET
@never_cache
def deciding_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Rules and weights before the solve, the commitment, the plans, what the committee changed."""
    return _page(request, round_or_404(request, pk))


def _page(request: HttpRequest, round_: Round, status: int = 200, **forms: Form) -> HttpResponse:
    by = acting(request)
    adopted = plans.adopted_plan(round_)
    lines = plans.plan_lines(round_)
    context: dict[str, Any] = board.head(round_, "decision") | {
        **board.terms_told(round_),
        "counts": _before(round_) if round_.state == RoundState.CHECKING else None,
        "may_freeze": rules.may_freeze(by, round_),
        "may_reveal": rules.may_reveal(by, round_, on=localdate(now())),
        "may_ask": rules.may_ask_plan(by, round_),
        "may_decree": rules.may_decree(by, round_),
        "may_agree": rules.may_agree(by, round_),
        "work": _agreeing(round_),
        "unsigned": round_.awards.filter(state=AwardState.DECREED).count(),
        "secret": plans.published_secret(round_),
        "lines": lines,
        "adopted": adopted,
        "running": [line for line in lines if line.plan.state == PlanState.ASKED and not line.stopped],
        "overrides": plans.overrides(round_),
        "uncovered": round_.awards.filter(state="proposed").count(),
        "decrees": round_.papers.filter(kind__in=("minutes", "decree"), void=False).order_by("pk"),
        "freeze_form": FreezeForm(),
        "what_if_form": WhatIfForm(round_=round_),
        "give_form": GiveForm(round_=round_),
    }
    return render(request, "programmes/deciding.html", context | forms, status=status)


def _before(round_: Round) -> dict[str, Any]:
    """Who would take part if it were frozen now, and who would be refused for what."""
    waiting = list(
        round_.proposals.filter(state__in=OPEN_STATES).select_related("business").order_by("number")
    )
    looked = screening.screened(round_, waiting)
    held = [
        (proposal, [finding for finding in found if finding.stands])
        for proposal, found in looked
        if proposal.state != "visited" or any(finding.stands for finding in found)
    ]
    return {"ready": len(waiting) - len(held), "held": held[:A_PAGE], "held_count": len(held)}


@login_required
@require_POST
def freeze(request: HttpRequest, pk: int) -> HttpResponse:
    round_, form = round_or_404(request, pk), FreezeForm(request.POST)
    refuse_unless(rules.may_freeze(acting(request), round_))
    if form.is_valid():
        try:
            actions.freeze_round(by=acting(request), at=now(), round_=round_, **form.cleaned_data)
        except actions.CannotFreeze as wrong:
            form.add_error(None, str(wrong))
    if not form.is_valid():
        return _page(request, round_, 422, freeze_form=form)
    messages.success(request, _("Putaran dibekukan. Berita acaranya memuat komitmen undian."))
    return redirect("programmes:deciding", pk=pk)


@login_required
@require_POST
def reveal(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        actions.reveal_lottery(
            by=acting(request),
            at=now(),
            round_=round_or_404(request, pk),
            value=request.POST.get("value", ""),
        )
    except actions.CannotFreeze as wrong:
        messages.error(request, str(wrong))
    return redirect("programmes:deciding", pk=pk)


@login_required
@require_POST
def ask_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """The round as frozen, or with one change."""
    round_ = round_or_404(request, pk)
    form = WhatIfForm(request.POST, round_=round_)
    if not form.is_valid():
        return _page(request, round_, 422, what_if_form=form)
    return _asked(request, round_, form.change)


@login_required
@require_POST
def ask_departure(request: HttpRequest, pk: int) -> HttpResponse:
    """What the committee wants otherwise, computed with everything it has already decided."""
    round_ = round_or_404(request, pk)
    form, adopted = GiveForm(request.POST, round_=round_), plans.adopted_plan(round_)
    if not form.is_valid():
        return _page(request, round_, 422, give_form=form)
    return _asked(request, round_, form.change(changes_of(adopted.changed) if adopted else Change()))


def _asked(request: HttpRequest, round_: Round, change: Change) -> HttpResponse:
    try:
        plan = actions.ask_plan(by=acting(request), at=now(), round_=round_, change=change)
    except actions.NoSuchChange as wrong:
        messages.error(request, str(wrong))
        return redirect("programmes:deciding", pk=round_.pk)
    return redirect("programmes:plan", pk=plan.pk)


@login_required
@require_GET
@never_cache
def plan_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One plan beside the first: what it gives, what it costs, what a little more would buy."""
    plan, by = plan_or_404(request, pk), acting(request)
    round_ = plan.round
    lines = plans.plan_lines(round_)
    context: dict[str, Any] = board.head(round_, "decision") | {
        "plan": plan,
        "line": next(line for line in lines if line.plan.pk == plan.pk),
        "lines": lines,
        "work": _work(plan, rules.may_ask_plan(by, round_)),
        "funds": plans.fund_uses(plan),
        "prices": plans.price_sheet(plan)[:20],
        "clash": plans.clash_words(plan),
        "certificate": plan.solution.get("certificate", {}),
        "may_choose": rules.may_choose_plan(by, plan),
        "departs": _departs(round_, plan),
        "awards": (awards := plans.given_lines(plan, by)),
        "shown": awards if request.GET.get("semua") else awards[:A_PAGE_OF_PLAN],
    }
    return render(request, "programmes/plan.html", context)


def _work(plan: Plan, may_ask: Verdict) -> Work | None:
    """The computation of a plan that has no result yet; asked for again by whoever may ask for one."""
    job = plans.job_of(plan) if plan.state == PlanState.ASKED else None
    if job is None or job.state == State.DONE:
        return None
    return Work(
        job=job,
        asked=reverse("programmes:plan_progress", args=[plan.pk]),
        doing=_("Menghitung pembagian"),
        stopped=_("Perhitungan berhenti"),
        advice=_("Tidak ada yang tersimpan dari perhitungan ini; mengulang menghitungnya dari awal."),
        again=reverse("programmes:ask_plan_again", args=[plan.pk]) if may_ask else "",
    )


def _departs(round_: Round, plan: Plan) -> bool:
    """Whether the committee could adopt it now with a reason: it is the plan in force and one word more."""
    adopted = plans.adopted_plan(round_)
    ready = adopted is not None and plan.state == PlanState.FOUND and round_.state == RoundState.PLANNED
    if not ready or adopted is None:
        return False
    known, wanted = changes_of(adopted.changed).get("give", []), changes_of(plan.changed).get("give", [])
    return set(plan.changed) == {"give"} and len(wanted) == len(known) + 1


@login_required
@require_GET
@never_cache
def plan_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The fragment that is asked for again while the plan is computed."""
    plan = plan_or_404(request, pk)
    may_ask = rules.may_ask_plan(acting(request), plan.round)
    return running.told(request, _work(plan, may_ask), reverse("programmes:plan", args=[pk]))


@login_required
@require_POST
def ask_plan_again(request: HttpRequest, pk: int) -> HttpResponse:
    """A computation that failed, once more."""
    actions.ask_plan_again(by=acting(request), at=now(), plan=plan_or_404(request, pk))
    return redirect("programmes:plan", pk=pk)


@login_required
@require_POST
def choose_plan(request: HttpRequest, pk: int) -> HttpResponse:
    plan = plan_or_404(request, pk)
    actions.choose_plan(by=acting(request), at=now(), plan=plan)
    messages.success(request, _("Rencana ditetapkan. Rahasia undian kini terbuka untuk diperiksa siapa pun."))
    return redirect("programmes:deciding", pk=plan.round_id)


@login_required
@require_POST
def depart(request: HttpRequest, pk: int) -> HttpResponse:
    """The committee adopts a plan with one word of its own, and says why."""
    plan = plan_or_404(request, pk)
    return _told(
        request,
        plan.round,
        lambda: actions.override(
            by=acting(request), at=now(), plan=plan, reason=request.POST.get("reason", "")
        ),
        _("Keputusan panitia dicatat beserta alasan dan akibatnya."),
    )


@login_required
@require_POST
def undo_departure(request: HttpRequest, pk: int) -> HttpResponse:
    refuse_unless(may_read_aid(request.user))
    made = get_object_or_404(Override.objects.select_related("before__round", "proposal__round"), pk=pk)
    return _told(
        request,
        made.before.round,
        lambda: actions.undo_override(
            by=acting(request), at=now(), made=made, reason=request.POST.get("reason", "")
        ),
        _("Keputusan panitia ditarik; rencana sebelumnya berlaku lagi."),
    )


@login_required
@require_POST
def decree(request: HttpRequest, pk: int) -> HttpResponse:
    round_ = round_or_404(request, pk)
    return _told(
        request,
        round_,
        lambda: actions.issue_decree(
            by=acting(request),
            at=now(),
            round_=round_,
            place=request.POST.get("place", "") or _("Purbalingga"),
        ),
        _("SK terbit dan ditandatangani."),
    )


@login_required
@require_POST
def agreements(request: HttpRequest, pk: int) -> HttpResponse:
    job = actions.ask_agreements(by=acting(request), at=now(), round_=round_or_404(request, pk))
    if job is None or job.state == State.DONE:
        messages.info(request, _("Semua perjanjian dan pakta sudah terbit."))
    return redirect("programmes:deciding", pk=pk)


@login_required
@require_GET
@never_cache
def agreements_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The fragment that is asked for again while they are drawn; when it ends the whole page is."""
    round_ = round_or_404(request, pk)
    return running.told(request, _agreeing(round_), reverse("programmes:deciding", args=[pk]))


def _agreeing(round_: Round) -> Work | None:
    """The agreements and pacts that are being drawn now, or that failed to be."""
    job = unfinished("perjanjian", round_)
    return (
        None
        if job is None
        else Work(
            job=job,
            asked=reverse("programmes:agreements_progress", args=[round_.pk]),
            doing=_("Menerbitkan perjanjian dan pakta"),
            stopped=_("Penerbitan perjanjian berhenti"),
            advice=_("Yang sudah terbit tetap ada; mengulang hanya menerbitkan sisanya."),
            again=reverse("programmes:agreements", args=[round_.pk]),
        )
    )


WRONG = (actions.NoSuchChange, actions.NothingToDecree, actions.PaperMissing)


def _told(request: HttpRequest, round_: Round, act: Any, done: str) -> HttpResponse:
    """Does it and says so; what is wrong with it is said instead."""
    try:
        act()
    except WRONG as wrong:
        messages.error(request, str(wrong))
    else:
        messages.success(request, done)
    return redirect("programmes:deciding", pk=round_.pk)
