"""Receiving proposals: first who proposes, then what the letter asks for."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from sentra.base.permissions import refuse_unless
from sentra.base.values import now
from sentra.programmes import actions
from sentra.programmes.actions import Letter, Unfit
from sentra.programmes.models import Round
from sentra.programmes.queries import proposals as queries
from sentra.programmes.rules import proposing as rules
from sentra.registry.models import BusinessGroup, Profile
from sentra.registry.queries import Filters, page
from sentra.web.asking import acting
from sentra.web.forms import status_of, told
from sentra.web.programmes import board
from sentra.web.programmes.forms import BusinessProposalForm, GroupProposalForm, ProposalForm
from sentra.web.programmes.named import round_or_404
from sentra.web.registry.dossier import business_or_404

SHOWN = 12


@login_required
@require_http_methods(["GET", "POST"])
def receive(request: HttpRequest, pk: int) -> HttpResponse:
    """The business is looked up by what is typed; that is posted, because it may be a personal number."""
    round_ = round_or_404(request, pk)
    may = rules.may_receive(request.user, round_, getattr(request.user, "district_code", "") or None)
    refuse_unless(may)
    words = request.POST.get("q", "").strip()[:100]
    found = page(request.user, Filters(q=words)) if words else None
    facts = board.head(round_, "proposals") | {
        "found": found and found.rows[:SHOWN],
        "more": found and (found.capped or found.total > SHOWN),
        "instrument": board.instrument_of(round_.programme),
    }
    return render(request, "programmes/receive.html", facts)


@login_required
@require_http_methods(["GET", "POST"])
def receive_business(request: HttpRequest, pk: int, business: int) -> HttpResponse:
    round_, profile = round_or_404(request, pk), business_or_404(request, business)
    refuse_unless(rules.may_receive(request.user, round_, profile.district_id))
    refuse_unless(rules.may_propose_once(round_, profile))
    form = BusinessProposalForm(request.POST or None, round_=round_, today=localtime(now()).date())
    if form.is_valid():
        try:
            one = actions.receive_proposal(
                business=profile.business,
                channel=form.cleaned_data["channel"],
                **_said(request, round_, form),
            )
            messages.success(request, _("Usulan %(number)s diterima.") % {"number": one.number})
            return redirect("programmes:proposal", one.pk)
        except Unfit as wrong:
            told(form, wrong.faults)
    return _form(request, round_, form, profile=profile)


def _said(request: HttpRequest, round_: Round, form: ProposalForm) -> dict[str, Any]:
    said = form.cleaned_data
    return {
        "by": acting(request),
        "at": now(),
        "round_": round_,
        "received_on": said["received_on"],
        "need": said["need"],
        "wishes": form.wishes,
        "letter": Letter(said["letter_number"], said["letter_on"]),
    }


def _form(request: HttpRequest, round_: Round, form: ProposalForm, **more: Any) -> HttpResponse:
    facts = board.head(round_, "proposals") | {"form": form, **more}
    return render(request, "programmes/receive_form.html", facts, status=status_of(form))


@login_required
@require_http_methods(["GET"])
def find_group(request: HttpRequest, pk: int) -> HttpResponse:
    round_ = round_or_404(request, pk)
    refuse_unless(rules.may_receive(request.user, round_, getattr(request.user, "district_code", "") or None))
    words = request.GET.get("q", "").strip()[:100]
    facts = board.head(round_, "proposals") | {
        "words": words,
        "groups": queries.groups_found(request.user, words) if words else None,
    }
    return render(request, "programmes/receive_group.html", facts)


@login_required
@require_http_methods(["GET", "POST"])
def receive_group(request: HttpRequest, pk: int, group: int) -> HttpResponse:
    round_ = round_or_404(request, pk)
    refuse_unless(rules.may_receive(request.user, round_, getattr(request.user, "district_code", "") or None))
    kub = BusinessGroup.objects.filter(pk=group).first()
    if kub is None:
        raise Http404
    members = queries.members_of(request.user, kub, round_)
    open_ones = {one.profile.business_id: one.profile for one in members if one.proposal is None}
    choices = [(pk, _member(profile)) for pk, profile in open_ones.items()]
    today = localtime(now()).date()
    form = GroupProposalForm(request.POST or None, round_=round_, today=today, members=choices)
    if form.is_valid():
        chosen = [open_ones[int(pk)].business for pk in form.cleaned_data["members"]]
        try:
            said = _said(request, round_, form)
            made = actions.receive_group(group=kub, members=chosen, receipt=False, **said)
            words = ngettext("%(count)s usulan diterima.", "%(count)s usulan diterima.", len(made))
            messages.success(request, words % {"count": len(made)})
            return redirect("programmes:proposals", pk)
        except Unfit as wrong:
            told(form, wrong.faults)
    there = [one for one in members if one.proposal is not None]
    return _form(request, round_, form, group=kub, there=there)


def _member(profile: Profile) -> str:
    place = profile.village.name if profile.village else ""
    return ", ".join(part for part in (profile.name, profile.owner_name, place) if part)
