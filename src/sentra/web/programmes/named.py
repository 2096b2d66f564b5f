"""What the number in an address names, as far as the person who asks may see it; otherwise a 404.

Each raises Refused for those who may not read of aid at all.
"""

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from sentra.base.permissions import refuse_unless
from sentra.programmes.models import Award, Inspection, Plan, Programme, Proposal, Round
from sentra.programmes.queries import following, handovers, proposals, rounds
from sentra.programmes.rules.roles import may_read_aid
from sentra.web.registry.dossier import acting


def programme_or_404(request: HttpRequest, pk: int) -> Programme:
    try:
        return rounds.programme_shown(request.user, pk)
    except Programme.DoesNotExist as missing:
        raise Http404 from missing


def round_or_404(request: HttpRequest, pk: int) -> Round:
    try:
        return rounds.round_of(request.user, pk)
    except Round.DoesNotExist as missing:
        raise Http404 from missing


def proposal_or_404(request: HttpRequest, pk: int) -> Proposal:
    try:
        return proposals.proposal_of(request.user, pk)
    except Proposal.DoesNotExist as missing:
        raise Http404 from missing


def plan_or_404(request: HttpRequest, pk: int) -> Plan:
    refuse_unless(may_read_aid(request.user))
    return get_object_or_404(Plan.objects.select_related("round__programme"), pk=pk)


def award_or_404(request: HttpRequest, pk: int) -> Award:
    try:
        return handovers.award_shown(acting(request), pk)
    except Award.DoesNotExist as missing:
        raise Http404 from missing


def inspection_or_404(request: HttpRequest, pk: int) -> Inspection:
    try:
        return following.inspection_shown(acting(request), pk)
    except Inspection.DoesNotExist as missing:
        raise Http404 from missing
