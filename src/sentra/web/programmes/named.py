"""What the number in an address names, as far as the person who asks may see it; otherwise a 404.

Each raises Refused for those who may not read of aid at all.
"""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from sentra.base.permissions import refuse_unless
from sentra.programmes.models import Award, Inspection, Plan, Programme, Proposal, Round
from sentra.programmes.queries import following, handovers, proposals, rounds
from sentra.programmes.rules.roles import may_read_aid
from sentra.web.asking import acting, shown_or_404


def programme_or_404(request: HttpRequest, pk: int) -> Programme:
    return shown_or_404(rounds.programme_shown, request.user, pk)


def round_or_404(request: HttpRequest, pk: int) -> Round:
    return shown_or_404(rounds.round_of, request.user, pk)


def proposal_or_404(request: HttpRequest, pk: int) -> Proposal:
    return shown_or_404(proposals.proposal_of, request.user, pk)


def plan_or_404(request: HttpRequest, pk: int) -> Plan:
    refuse_unless(may_read_aid(request.user))
    return get_object_or_404(Plan.objects.select_related("round__programme"), pk=pk)


def award_or_404(request: HttpRequest, pk: int) -> Award:
    return shown_or_404(handovers.award_shown, acting(request), pk)


def inspection_or_404(request: HttpRequest, pk: int) -> Inspection:
    return shown_or_404(following.inspection_shown, acting(request), pk)
