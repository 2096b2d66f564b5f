"""The sheet of a visit, for a phone held in one hand: one question after another, photo, place, sent once."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sentra.base.permissions import refuse_unless
from sentra.base.values import now
from sentra.programmes import actions
from sentra.programmes.actions import Unfit, UnusableFile
from sentra.programmes.models import Proposal
from sentra.programmes.queries.ordering import paper_in_order
from sentra.programmes.rules import proposing as rules
from sentra.web.asking import acting
from sentra.web.forms import status_of, told
from sentra.web.programmes import board
from sentra.web.programmes.forms import VisitForm
from sentra.web.programmes.named import proposal_or_404
from sentra.web.programmes.proposals import brought


@login_required
@require_http_methods(["GET", "POST"])
def visit(request: HttpRequest, pk: int) -> HttpResponse:
    one = proposal_or_404(request, pk)
    refuse_unless(rules.may_visit(request.user, one))
    if request.method == "POST":
        form = VisitForm(request.POST, request.FILES)
        if form.is_valid() and _recorded(request, one, form):
            messages.success(request, _("Kunjungan dicatat."))
            return redirect("programmes:proposal", pk)
    else:
        form = VisitForm(initial={"visited_on": localtime(now()).date(), "form_key": str(uuid.uuid4())})
    facts = board.head(one.round, "proposals") | {"proposal": one, "form": form}
    return render(request, "programmes/visit.html", facts, status=status_of(form))


def _recorded(request: HttpRequest, one: Proposal, form: VisitForm) -> bool:
    """Whether it stands now; if not, the form says why."""
    said = form.cleaned_data
    verdict = paper_in_order("visit", said["visited_on"], one.round, one, now())
    if not verdict:
        form.add_error("visited_on", verdict.reason)
        return False
    try:
        actions.record_visit(
            by=acting(request),
            at=now(),
            proposal=one,
            visited_on=said["visited_on"],
            checklist=form.checklist,
            fit=said["fit"] == "yes",
            form_key=said["form_key"],
            note=said["note"],
            point=form.point,
            photo=brought(said["photo"]),
        )
    except Unfit as wrong:
        told(form, wrong.faults)
        return False
    except UnusableFile as wrong:
        form.add_error("photo", str(wrong))
        return False
    return True
