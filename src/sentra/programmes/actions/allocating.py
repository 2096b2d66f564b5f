"""Plans: asked for, computed by a worker, checked, adopted; and the committee's departures from them."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from sentra.base.audit.chain import record
from sentra.base.jobs.progress import Progress
from sentra.base.jobs.queue import enqueue, job
from sentra.base.people.models import User
from sentra.base.permissions import refuse_unless
from sentra.engines import allocation
from sentra.programmes.actions.planning import locked
from sentra.programmes.models import (
    Award,
    AwardOrigin,
    Override,
    Plan,
    PlanState,
    ProposalState,
    Round,
    RoundState,
)
from sentra.programmes.queries.changing import Change, Give, changed_problem, changes_of
from sentra.programmes.queries.plans import adopted_plan, job_key, points_tenths, stopped
from sentra.programmes.queries.problem import row_of
from sentra.programmes.rules import deciding as rules
from sentra.programmes.rules.roles import may_decide

WALL_S = 120.0
PHASES = {
    "build": gettext_noop("Menyusun"),
    "certificate": gettext_noop("Membuktikan"),
}


class CheckFailed(Exception):
    """The independent check does not accept what the solver found; nothing is stored."""


class NotFinished(Exception):
    """The time was over before any plan was found that keeps all rules; nothing is stored."""


class NoSuchChange(ValueError):
    """A what-if that names a fund, quota, proposal or package the round does not have."""


@transaction.atomic
def ask_plan(*, by: User, at: datetime, round_: Round, change: Change | None = None) -> Plan:
    """Puts the round, or the round with a change, to the solver; the plan is there when the job is done.

    Raises NoSuchChange.
    """
    round_ = locked(round_)
    refuse_unless(rules.may_ask_plan(by, round_))
    _refuse_unknown(round_, change or Change())
    last: int = round_.plans.aggregate(last=Max("number"))["last"] or 0
    plan = Plan.objects.create(round=round_, number=last + 1, changed=dict(change or {}), asked_by=by)
    enqueue(compute_plan, by=by, at=at, key=job_key(plan), plan_id=plan.pk)
    new = {"plan": plan.number, "change": plan.changed}
    record(by=by, at=at, act="ask_plan", subject=round_, new=new)
    return plan


@transaction.atomic
def ask_plan_again(*, by: User, at: datetime, plan: Plan) -> Plan:
    """Puts a computation that failed into the queue once more; one that runs or has ended is left alone."""
    round_ = locked(plan.round)
    refuse_unless(rules.may_ask_plan(by, round_))
    if stopped([plan]):
        enqueue(compute_plan, by=by, at=at, key=job_key(plan), plan_id=plan.pk)
        record(by=by, at=at, act="ask_plan_again", subject=round_, new={"plan": plan.number})
    return plan


def _refuse_unknown(round_: Round, change: Change) -> None:
    funds = {str(fund.pk): fund for fund in round_.programme.funds.select_related("source")}
    quotas = {quota.pk for quota in round_.quotas.all()}
    packages = {package.pk for package in round_.packages.all()}
    for key, more_idr in change.get("more_idr", {}).items():
        if key not in funds:
            raise NoSuchChange(_("Dana itu bukan dana program ini."))
        if funds[key].ceiling_idr + more_idr <= 0:
            raise NoSuchChange(_("Pagu %(fund)s harus tetap lebih dari nol.") % {"fund": funds[key]})
    if set(change.get("without", [])) - quotas:
        raise NoSuchChange(_("Kuota itu tidak ada di putaran ini."))
    for give in change.get("give", []):
        _refuse_give(round_, give, funds.keys(), packages)


def _refuse_give(round_: Round, give: Give, funds: Collection[str], packages: Collection[int]) -> None:
    taking_part = (
        ProposalState.FROZEN,
        ProposalState.AWARDED,
        ProposalState.WAITING,
        ProposalState.UNSUCCESSFUL,
    )
    if not round_.proposals.filter(number=give["proposal"], state__in=taking_part).exists():
        raise NoSuchChange(_("Usulan %(number)s tidak ikut diputus.") % {"number": give["proposal"]})
    if give["package"] is not None and give["package"] not in packages:
        raise NoSuchChange(_("Paket itu tidak ada di putaran ini."))
    if give["fund"] is not None and str(give["fund"]) not in funds:
        raise NoSuchChange(_("Dana itu bukan dana program ini."))


@job
def compute_plan(*, by: User, at: datetime, progress: Progress, plan_id: int) -> dict[str, Any]:
    """Solves, has the result checked by code that shares nothing with the solver, and stores it once.

    Raises CheckFailed, NotFinished.
    """
    refuse_unless(may_decide(by))
    plan = Plan.objects.select_related("round__programme").get(pk=plan_id)
    if plan.state != PlanState.ASKED:
        return {"state": plan.state}
    problem = changed_problem(plan.round, changes_of(plan.changed))
    try:
        found = _solved(problem, progress)
    except allocation.RulesClash as clash:
        impossible = {"state": PlanState.IMPOSSIBLE, "diagnosis": _diagnosis(clash.diagnosis)}
        return _store(plan, impossible, at=at, progress=progress)
    told = {
        "state": PlanState.FOUND,
        "problem": allocation.problem_to_json(problem),
        "solution": allocation.allocation_to_json(found),
        "input_sha256": found.certificate.input_sha256,
        "solution_sha256": found.certificate.solution_sha256,
    }
    return _store(plan, told, at=at, progress=progress)


def _solved(problem: allocation.Problem, progress: Progress) -> allocation.Allocation:
    found = allocation.allocate(
        problem, limits=allocation.Limits(wall_s=WALL_S), on_progress=_telling(progress)
    )
    if found.certificate.status == "unfinished":
        words = _(
            "Dalam %(seconds)s detik belum ditemukan rencana yang menepati semua aturan; tidak ada yang"
            " disimpan. Hitung lagi ketika komputer tidak sibuk, atau longgarkan kuota."
        )
        raise NotFinished(words % {"seconds": round(WALL_S)})
    if violations := allocation.verify(problem, found):
        raise CheckFailed("; ".join(sorted({violation.code for violation in violations})))
    return found


def _diagnosis(found: allocation.Diagnosis) -> dict[str, Any]:
    return {
        "clashing": [clash._asdict() for clash in found.clashing],
        "ways": [
            {"means": way.means, "changes": [change._asdict() for change in way.changes]}
            for way in found.ways
        ],
    }


def _telling(progress: Progress) -> Any:
    def tell(phase: str, _elapsed_s: float, _incumbent: float | None, _bound: float | None) -> bool:
        progress.tell(0, 0, PHASES.get(phase, gettext_noop("Menghitung")))
        return True

    return tell


def _store(plan: Plan, told: Mapping[str, Any], *, at: datetime, progress: Progress) -> dict[str, Any]:
    with transaction.atomic():
        progress.confirm()
        Plan.objects.filter(pk=plan.pk, state=PlanState.ASKED).update(**told, computed_at=at)
    return {"state": told["state"]}


@transaction.atomic
def choose_plan(*, by: User, at: datetime, plan: Plan) -> Round:
    """Adopts the plan of the round as frozen: awards stand, the rest wait in their order."""
    round_ = locked(plan.round)
    plan.round = round_
    refuse_unless(rules.may_choose_plan(by, plan))
    _adopt(plan, at=at)
    round_.state = RoundState.PLANNED
    round_.save(update_fields=["state"])
    new = {"plan": plan.number, "solution_sha256": plan.solution_sha256, "awards": round_.awards.count()}
    record(by=by, at=at, act="choose_plan", subject=round_, new=new)
    return round_


@transaction.atomic
def override(*, by: User, at: datetime, plan: Plan, reason: str) -> Override:
    """The committee departs from the adopted plan by one proposal, and says why.

    `plan`: the adopted one solved again with that proposal decided by the committee, so that money, stocks
    and quotas still hold. The points it costs are recorded beside it. Raises NoSuchChange.
    """
    round_ = locked(plan.round)
    before = adopted(round_)
    give = _the_one_more(before, plan)
    proposal = round_.proposals.get(number=give["proposal"])
    refuse_unless(rules.may_override(by, proposal, reason))
    made = Override.objects.create(
        before=before,
        after=plan,
        proposal=proposal,
        fund_id=give["fund"],
        package_id=give["package"],
        reason=reason.strip(),
        cost_tenths=points_tenths(before) - points_tenths(plan),
        at=at,
        by=by,
    )
    _adopt(plan, at=at)
    new = {"proposal": proposal.number, "package": give["package"], "cost_tenths": made.cost_tenths}
    record(by=by, at=at, act="override", subject=round_, new=new, reason=reason)
    return made


@transaction.atomic
def undo_override(*, by: User, at: datetime, made: Override, reason: str) -> Round:
    """Takes the last departure back: the plan before it is adopted again. Raises NoSuchChange."""
    round_ = locked(made.before.round)
    refuse_unless(rules.may_override(by, made.proposal, reason))
    if made.undone_at or adopted(round_).pk != made.after_id:
        raise NoSuchChange(_("Hanya perubahan terakhir yang dapat ditarik."))
    Override.objects.filter(pk=made.pk).update(undone_at=at)
    _adopt(made.before, at=at)
    new = {"proposal": made.proposal.number}
    record(by=by, at=at, act="undo_override", subject=round_, new=new, reason=reason)
    return round_


def adopted(round_: Round) -> Plan:
    """The plan the awards follow. Raises NoSuchChange when there is none."""
    found = adopted_plan(round_)
    if found is None:
        raise NoSuchChange(_("Belum ada rencana yang ditetapkan."))
    return found


def _the_one_more(before: Plan, plan: Plan) -> Give:
    """The single word by which `plan` goes beyond the adopted one."""
    known, wanted = changes_of(before.changed).get("give", []), changes_of(plan.changed).get("give", [])
    more = [give for give in wanted if give not in known]
    same = all(give in wanted for give in known) and set(plan.changed) == {"give"}
    if plan.state != PlanState.FOUND or len(more) != 1 or not same:
        raise NoSuchChange(_("Hitung dulu rencana dengan tepat satu perubahan dari yang berlaku."))
    return more[0]


def _adopt(plan: Plan, *, at: datetime) -> None:
    """Awards as the plan has them. Nothing has been decreed yet, so that they can be made anew."""
    round_ = plan.round
    round_.awards.all().delete()
    proposals = {proposal.number: proposal for proposal in round_.proposals.all()}
    words = Override.objects.filter(before__round=round_, undone_at=None).order_by("pk")
    reasons = {word.proposal_id: word.reason for word in words}
    awards = sorted(plan.solution["awards"], key=lambda award: str(award["applicant"]))
    Award.objects.bulk_create(
        Award(
            round=round_,
            proposal=(proposal := proposals[award["applicant"]]),
            plan=plan,
            fund_id=row_of(award["fund"]),
            package_id=row_of(award["package"]),
            value_idr=award["cost_idr"],
            origin=AwardOrigin.COMMITTEE if proposal.pk in reasons else AwardOrigin.PLAN,
            reason=reasons.get(proposal.pk, ""),
            promised_at=at,
        )
        for award in awards
    )
    _sort_out(round_, plan, {award["applicant"] for award in awards})
    Plan.objects.filter(pk=plan.pk).update(adopted_at=at)
    plan.adopted_at = at


def _sort_out(round_: Round, plan: Plan, given: set[str]) -> None:
    """Who is given to, who waits, and who could be given nothing."""
    part = [one["id"] for one in plan.problem["applicants"]]
    wishing = {one["id"] for one in plan.problem["applicants"] if one["wishes"]}
    sorted_out = {
        ProposalState.AWARDED: [number for number in part if number in given],
        ProposalState.WAITING: [number for number in part if number not in given and number in wishing],
        ProposalState.UNSUCCESSFUL: [
            number for number in part if number not in given and number not in wishing
        ],
    }
    for state, numbers in sorted_out.items():
        for first in range(0, len(numbers), 500):
            round_.proposals.filter(number__in=numbers[first : first + 500]).update(state=state)
