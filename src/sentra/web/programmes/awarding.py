"""Who receives: the list, one award, and what is recorded of it before the goods."""

from collections.abc import Mapping
from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from sentra.base.values import now
from sentra.programmes import actions
from sentra.programmes.models import AwardState
from sentra.programmes.queries import plans
from sentra.programmes.queries.files import documents_about
from sentra.programmes.queries.rounds import GONE
from sentra.programmes.rules import deciding as rules
from sentra.registry.queries import leaf
from sentra.web import paging
from sentra.web.asking import acting
from sentra.web.programmes import board
from sentra.web.programmes.named import award_or_404, round_or_404

A_PAGE = 25


@login_required
@require_GET
@never_cache
def recipients(request: HttpRequest, pk: int) -> HttpResponse:
    """Who receives what and how far that is; who waits, in their order."""
    round_, by = round_or_404(request, pk), acting(request)
    found = plans.awards_shown(by, round_)
    standing = [award for award in found if award.state not in GONE]
    page = leaf(found, paging.number(request.GET), size=A_PAGE)
    context = board.head(round_, "recipients") | {
        "awards": page.rows,
        "pager": paging.pager(request, page),
        "standing": len(standing),
        "unsigned": rules.may_record_signatures(by)
        and any(award.state == AwardState.DECREED for award in found),
        "value_idr": sum(award.value_idr for award in standing if award.origin != "transfer"),
        "waiting": plans.waiting(by, round_),
    }
    return render(request, "programmes/recipients.html", context)


@login_required
@require_GET
@never_cache
def award_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One award: what may be done with it now."""
    award, by = award_or_404(request, pk), acting(request)
    context = {
        "award": award,
        "round": award.round,
        "known": award.proposal.snapshot,
        "documents": documents_about(award.proposal),
        "may_sign": rules.may_sign_agreement(by, award),
        "may_decline": rules.may_decline(by, award, "-"),
        "today": localdate(now()),
    }
    return render(request, "programmes/award.html", context)


@login_required
@require_POST
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """The recipient has signed agreement and pact."""
    award = award_or_404(request, pk)
    day = _day(request.POST)
    try:
        actions.sign_agreement(by=acting(request), at=now(), award=award, signed_on=day)
        messages.success(request, _("Tanda tangan dicatat."))
    except actions.PaperMissing as wrong:
        messages.error(request, str(wrong))
    return redirect("programmes:award", pk=pk)


def _day(sent: Mapping[str, str]) -> date:
    """The day as the browser sends it; today when none was sent that exists."""
    try:
        return date.fromisoformat(sent.get("signed_on", ""))
    except ValueError:
        return localdate(now())


@login_required
@require_POST
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    award = award_or_404(request, pk)
    moved = actions.decline(by=acting(request), at=now(), award=award, reason=request.POST.get("reason", ""))
    words = ", ".join(one.proposal.number for one in moved)
    told = _("Naik dari daftar tunggu: %(numbers)s. Terbitkan SK untuknya.") % {"numbers": words}
    messages.success(request, told if moved else _("Tidak ada yang dapat naik dengan dana yang tersisa."))
    return redirect("programmes:recipients", pk=award.round_id)
