"""A round led on from `rounds`: frozen, drawn, planned, decreed. Needs `makers.areas()` and certificates.

round_ = decided.planned(rounds.checking(count=6))
"""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from sentra.base.documents.certificates import make_certificates
from sentra.base.jobs.models import Job, State
from sentra.base.jobs.queue import enqueue
from sentra.base.jobs.running import run_now
from sentra.base.people.models import User
from sentra.programmes.actions import allocating, decreeing, freezing
from sentra.programmes.models import Plan, Proposal, Round
from sentra.programmes.queries.changing import Change, Give
from tests import cast
from tests.rooms.programmes import rounds

AT = cast.AT  # a Friday
DRAWN_ON = date(2026, 11, 21)
LATER = AT + timedelta(days=1)
VALUE = "IHSG 7.012,33"


def certificates() -> None:
    make_certificates(Path(settings.KEYS_DIR), at=AT, office="Dinas")


def ran(function: Callable[..., Any], by: User, *, key: str, **arguments: Any) -> Job:
    """A job, run as the worker would."""
    job = run_now(enqueue(function, by=by, at=LATER, key=key, **arguments), clock=lambda: LATER)
    assert job.state == State.DONE, job.error
    return job


def frozen(round_: Round) -> Round:
    certificates()
    rounds.committee(round_)
    told: dict[str, Any] = {
        "lottery_source": "penutupan IHSG",
        "lottery_on": DRAWN_ON,
        "place": "Purbalingga",
    }
    freezing.freeze_round(by=rounds.head(), at=AT, round_=round_, **told)
    return Round.objects.get(pk=round_.pk)


def drawn(round_: Round) -> Round:
    return freezing.reveal_lottery(by=rounds.head(), at=LATER, round_=frozen(round_), value=VALUE)


def computed(round_: Round, change: Change | None = None) -> Plan:
    """The round, or the round with a change, as the solver sees it."""
    plan = allocating.ask_plan(by=rounds.head(), at=LATER, round_=round_, change=change)
    ran(allocating.compute_plan, rounds.head(), key=allocating.job_key(plan), plan_id=plan.pk)
    return Plan.objects.select_related("round__programme").get(pk=plan.pk)


def planned(round_: Round) -> Round:
    return allocating.choose_plan(by=rounds.head(), at=LATER, plan=computed(drawn(round_)))


def decreed(round_: Round) -> Round:
    done = planned(round_)
    decreeing.issue_decree(by=rounds.head(), at=LATER, round_=done, place="Purbalingga")
    return Round.objects.get(pk=done.pk)


def agreed(round_: Round) -> Round:
    done = decreed(round_)
    ran(decreeing.issue_agreements, rounds.officer(), key=f"perjanjian {done.pk}", round_id=done.pk)
    for award in done.awards.order_by("pk"):
        decreeing.sign_agreement(by=rounds.officer(), at=LATER, award=award, signed_on=LATER.date())
    return Round.objects.get(pk=done.pk)


def give(proposal: Proposal, package: int | None = None, fund: int | None = None) -> Change:
    return Change(give=[Give(proposal=proposal.number, package=package, fund=fund)])


def given(round_: Round) -> list[tuple[str, str, str]]:
    """Number, package and origin of every award, by number."""
    awards = round_.awards.order_by("proposal__number")
    return list(awards.values_list("proposal__number", "package__title", "origin"))


def states(round_: Round) -> list[str]:
    return list(round_.proposals.order_by("number").values_list("state", flat=True))
