"""Why a proposal came out as it did: on the page, and as a sheet of paper."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from sentra.base.values import now
from sentra.programmes import actions
from sentra.programmes.catalogue.criteria import BY_KEY as CRITERIA
from sentra.programmes.queries.explaining import explanation
from sentra.programmes.rules import deciding as rules
from sentra.web.asking import acting
from sentra.web.programmes.named import proposal_or_404


@login_required
@require_GET
@never_cache
def reasons(request: HttpRequest, pk: int) -> HttpResponse:
    """In plain words; `?persis=1` solves the round again with the outcome turned round."""
    proposal = proposal_or_404(request, pk)
    may, exact = rules.may_explain(request.user, proposal), request.GET.get("persis") == "1"
    context = {
        "proposal": proposal,
        "round": proposal.round,
        "known": proposal.snapshot,
        "told": explanation(proposal, exact=exact and bool(may)),
        "exact": exact,
        "may_explain": may,
        "may_issue": rules.may_issue_reasons(request.user, proposal),
        "parts": [
            (
                CRITERIA[part["criterion"]].label,
                CRITERIA[part["criterion"]].explains,
                part["points"],
                part["weight"],
            )
            for part in proposal.score_parts
        ],
    }
    return render(request, "programmes/reasons.html", context)


@login_required
@require_POST
def issue_reasons(request: HttpRequest, pk: int) -> HttpResponse:
    document = actions.issue_reasons(by=acting(request), at=now(), proposal=proposal_or_404(request, pk))
    return redirect("programmes:document", pk=document.pk)
