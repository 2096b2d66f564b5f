"""Somebody steps back: whoever the rules put next moves up, and nobody else's award changes."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from sentra.base.audit.chain import record
from sentra.base.people.models import User
from sentra.base.permissions import refuse_unless
from sentra.engines import allocation
from sentra.programmes.actions.allocating import adopted
from sentra.programmes.actions.decreeing import held
from sentra.programmes.models import (
    Award,
    AwardOrigin,
    AwardState,
    Proposal,
    ProposalState,
    Round,
)
from sentra.programmes.queries.problem import fund_id, package_id, row_of
from sentra.programmes.rules import deciding as rules


@transaction.atomic
def decline(*, by: User, at: datetime, award: Award, reason: str) -> list[Award]:
    """The recipient steps back; whoever the rules put next moves up. Nobody else's award changes.

    Returns the awards that came of it: none when the money left fits nobody who waits.
    """
    award = held(award)
    refuse_unless(rules.may_decline(by, award, reason))
    standing = _standing(award.round)
    award.state, award.reason = AwardState.DECLINED, reason.strip()
    award.save(update_fields=["state", "reason"])
    _settle(award.proposal, ProposalState.DECLINED, reason.strip())
    moved = _promote(award, standing, at=at)
    told = {"proposal": award.proposal.number, "promoted": [one.proposal.number for one in moved]}
    record(by=by, at=at, act="decline", subject=award, new=told, reason=reason)
    return moved


def _promote(award: Award, standing: allocation.Allocation, *, at: datetime) -> list[Award]:
    """Whom the engine adds. An award that stands is never taken for it, even where a quota is then missed."""
    problem = allocation.problem_from_json(adopted(award.round).problem)
    declined = award.round.awards.filter(state=AwardState.DECLINED)
    gone = set(declined.values_list("proposal__number", flat=True))
    after = allocation.promote(problem, standing, declined=gone)
    known = {one.applicant: one for one in standing.awards if one.applicant not in gone}
    if any(after.award_of(number) != one for number, one in known.items()):
        return []
    new = [one for one in after.awards if one.applicant not in known]
    return [_moved_up(award, one, at=at) for one in new]


def _moved_up(award: Award, one: allocation.Award, *, at: datetime) -> Award:
    proposal = award.round.proposals.get(number=one.applicant)
    _settle(proposal, ProposalState.AWARDED, "")
    return Award.objects.create(
        round=award.round,
        proposal=proposal,
        plan=award.plan,
        fund_id=row_of(one.fund),
        package_id=row_of(one.package),
        value_idr=one.cost_idr,
        origin=AwardOrigin.PROMOTED,
        reason=_("Menggantikan %(number)s.") % {"number": award.proposal.number},
        promised_at=at,
    )


def _standing(round_: Round) -> allocation.Allocation:
    """The plan as it stands after earlier declines and promotions."""
    plan = allocation.allocation_from_json(adopted(round_).solution)
    in_force = round_.awards.exclude(state__in=(AwardState.DECLINED, AwardState.WITHDRAWN))
    problem = allocation.problem_from_json(adopted(round_).problem)
    awards = tuple(
        sorted(
            allocation.Award(
                award.proposal.number,
                package_id(award.package_id),
                fund_id(award.fund_id),
                award.value_idr,
                allocation.ticket(problem.seed, award.proposal.number),
            )
            for award in in_force.select_related("proposal")
        )
    )
    return allocation.Allocation(plan.round, awards, plan.certificate)


def _settle(proposal: Proposal, state: str, reason: str) -> None:
    proposal.state, proposal.reason = state, reason
    proposal.save(update_fields=["state", "reason"])
