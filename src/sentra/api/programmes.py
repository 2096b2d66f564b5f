"""Programmes: rounds, proposals with their findings, plans, awards; and the acts that other programs need."""

from datetime import date, datetime
from http import HTTPStatus
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema, Status
from pydantic import ConfigDict, Field, StrictInt

from sentra.api.auth import caller
from sentra.api.errors import may_answer, problem
from sentra.base.permissions import refuse_unless
from sentra.base.values import now
from sentra.programmes import actions
from sentra.programmes.actions import Unfit
from sentra.programmes.models import Award, Plan, PlanState, Proposal, Round
from sentra.programmes.queries import handovers, plans, proposals, rounds
from sentra.programmes.queries.changing import Change
from sentra.programmes.rules.roles import may_read_aid

router = Router()
CODE = r"^[0-9A-Za-z_.]*$"
CLEAN = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f]*$"
MOST_IDR = 10**15
Amount = Annotated[StrictInt, Field(ge=-MOST_IDR, le=MOST_IDR)]
UNFIT = HTTPStatus.UNPROCESSABLE_ENTITY


class RoundOut(Schema):
    """A round as lists show it."""

    id: int
    code: str
    title: str
    state: str
    programme: str
    year: int
    opens_on: date
    closes_on: date


class FundOut(Schema):
    """Money in whole rupiah, and what this round has awarded of it."""

    id: int
    source: str
    ceiling_idr: int
    used_idr: int


class PackageOut(Schema):
    id: int
    title: str
    price_idr: int


class QuotaOut(Schema):
    """`amount`: awards, or percent for a share; `source`: who decided it, where."""

    id: int
    kind: str
    dimension: str
    value: str
    amount: int
    source: str


class FullRound(RoundOut):
    """With everything it is decided by. `commitment` is empty before it is frozen."""

    counts: dict[str, int]
    funds: list[FundOut]
    packages: list[PackageOut]
    quotas: list[QuotaOut]
    eligibility: list[str]
    weights: dict[str, int]
    goals: list[str]
    repeat_months: int
    commitment: str
    lottery_source: str
    lottery_on: date | None
    lottery_value: str


class ProposalOut(Schema):
    """One business asks for one package; points are tenths, and known once the round is frozen."""

    id: int
    number: str
    state: str
    business: int
    business_name: str
    district: str | None
    village: str | None
    received_on: date
    score_tenths: int | None


class ProposalPage(Schema):
    """`after` is the position to ask the next page with; 0 at the end."""

    total: int
    after: int
    items: list[ProposalOut]


class FindingOut(Schema):
    """`bars`: to be settled before the proposal is decided upon; `waived`: the reason it was let pass."""

    key: str
    sentence: str
    bars: bool
    stands: bool
    waived: str


class PartOut(Schema):
    criterion: str
    points: int
    weight: int


class FullProposal(ProposalOut):
    """With what was found about it. `stored`: the points are those that were decided upon."""

    reason: str
    findings: list[FindingOut]
    missing: list[str]
    parts: list[PartOut]
    points_tenths: int
    stored: bool


class PlanOut(Schema):
    """A plan beside the first of the round. `state`: asked, found, impossible, failed; points are tenths."""

    id: int
    number: int
    state: str
    words: str
    adopted: bool
    awards: int
    points_tenths: int
    cost_idr: int
    input_sha256: str
    solution_sha256: str
    computed_at: datetime | None


class GivenOut(Schema):
    proposal: str
    package: str
    fund: str
    value_idr: int


class FullPlan(PlanOut):
    """`diagnosis`: which rules clash and the ways out, when there is no plan."""

    given: list[GivenOut]
    diagnosis: list[str]


class AwardOut(Schema):
    id: int
    proposal: str
    business_name: str
    package: str
    fund: str
    value_idr: int
    origin: str
    state: str


class Wanted(Schema):
    """Filters: codes as the register uses them; empty means all."""

    state: str = Field("", max_length=12, pattern=CODE)
    district: str = Field("", max_length=13, pattern=CODE)
    after: int = Field(0, ge=0, le=2**53)


class Asked(Schema):
    """A plan of the round as frozen, or with a change. `more_idr`: rupiah more or less by id of a fund."""

    model_config = ConfigDict(extra="forbid")

    more_idr: dict[str, Amount] = Field({}, max_length=20)
    without: list[StrictInt] = Field([], max_length=100)

    def change(self) -> Change | None:
        told = Change()
        if self.more_idr:
            told["more_idr"] = self.more_idr
        if self.without:
            told["without"] = self.without
        return told or None


class Why(Schema):
    """The reason, which is kept on record and shown to whom it concerns."""

    model_config = ConfigDict(extra="forbid")

    reason: str = Field(min_length=1, max_length=300, pattern=CLEAN)


@router.get("/rounds", response=list[RoundOut], openapi_extra=may_answer())
def round_list(request: HttpRequest) -> list[dict[str, Any]]:
    """The newest programme first."""
    lines = rounds.programmes_shown(caller(request))
    return [round_out(line.round) for programme in lines for line in programme.rounds]


@router.get("/rounds/{int:round_}", response=FullRound, openapi_extra=may_answer(HTTPStatus.NOT_FOUND))
def round_shown(request: HttpRequest, round_: int) -> dict[str, Any]:
    by = caller(request)
    found = rounds.round_of(by, round_)
    packages = found.packages.prefetch_related("lines__kind").order_by("pk")
    names = ("eligibility", "weights", "goals", "repeat_months", "commitment")
    lottery = ("lottery_source", "lottery_on", "lottery_value")
    return round_out(found) | {
        "counts": rounds.counts_of(by, found),
        "funds": [fund_out(use) for use in rounds.funds_of(found)],
        "packages": [
            {"id": one.pk, "title": one.title, "price_idr": rounds.price_of(one)} for one in packages
        ],
        "quotas": list(found.quotas.order_by("pk").values(*QuotaOut.model_fields)),
        **{name: getattr(found, name) for name in (*names, *lottery)},
    }


@router.get(
    "/rounds/{int:round_}/proposals",
    response=ProposalPage,
    openapi_extra=may_answer(HTTPStatus.NOT_FOUND, UNFIT),
)
def proposal_list(request: HttpRequest, round_: int, wanted: Query[Wanted]) -> dict[str, Any]:
    """By number; a field officer sees their own district."""
    by = caller(request)
    filters = proposals.Filters(state=wanted.state, district=wanted.district)
    page = proposals.page(by, rounds.round_of(by, round_), filters, after=wanted.after)
    return {"total": page.total, "after": page.after, "items": [proposal_out(one) for one in page.rows]}


@router.get(
    "/proposals/{int:proposal}", response=FullProposal, openapi_extra=may_answer(HTTPStatus.NOT_FOUND)
)
def proposal_shown(request: HttpRequest, proposal: int) -> dict[str, Any]:
    shown = proposals.proposal_shown(caller(request), proposal)
    names = tuple(FindingOut.model_fields)
    return proposal_out(shown.proposal) | {
        "reason": shown.proposal.reason,
        "findings": [{name: getattr(one, name) for name in names} for one in shown.findings],
        "missing": shown.missing,
        "parts": [{name: getattr(part, name) for name in PartOut.model_fields} for part in shown.parts],
        "points_tenths": shown.score_tenths,
        "stored": shown.stored,
    }


@router.get(
    "/rounds/{int:round_}/plans", response=list[PlanOut], openapi_extra=may_answer(HTTPStatus.NOT_FOUND)
)
def plan_list(request: HttpRequest, round_: int) -> list[dict[str, Any]]:
    found = rounds.round_of(caller(request), round_)
    return [plan_out(line) for line in plans.plan_lines(found)]


@router.post(
    "/rounds/{int:round_}/plans",
    response={201: PlanOut},
    openapi_extra=may_answer(HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT, UNFIT),
)
def ask_plan(request: HttpRequest, round_: int, asked: Asked) -> Status[dict[str, Any]] | HttpResponse:
    """Queues the computation; `state` of the plan says when it is there."""
    by = caller(request)
    found = rounds.round_of(by, round_)
    try:
        plan = actions.ask_plan(by=by, at=now(), round_=found, change=asked.change())
    except actions.NoSuchChange as wrong:
        return problem(UNFIT, str(wrong))
    return Status(201, plan_out(_line(plan)))


@router.get("/plans/{int:plan}", response=FullPlan, openapi_extra=may_answer(HTTPStatus.NOT_FOUND))
def plan_shown(request: HttpRequest, plan: int) -> dict[str, Any]:
    found = plan_of(request, plan)
    given = plans.given_lines(found, caller(request)) if found.state == PlanState.FOUND else []
    return plan_out(_line(found)) | {
        "given": [
            {
                "proposal": line.proposal.number,
                "package": line.package,
                "fund": line.fund,
                "value_idr": line.cost_idr,
            }
            for line in given
        ],
        "diagnosis": plans.clash_words(found),
    }


@router.post(
    "/plans/{int:plan}/choose",
    response=PlanOut,
    openapi_extra=may_answer(HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT),
)
def choose_plan(request: HttpRequest, plan: int) -> dict[str, Any]:
    """Adopts the plan of the round as frozen; the secret of the lottery is published by it."""
    found = plan_of(request, plan)
    actions.choose_plan(by=caller(request), at=now(), plan=found)
    return plan_out(_line(found))


@router.get(
    "/rounds/{int:round_}/awards", response=list[AwardOut], openapi_extra=may_answer(HTTPStatus.NOT_FOUND)
)
def award_list(request: HttpRequest, round_: int) -> list[dict[str, Any]]:
    by = caller(request)
    return [award_out(award) for award in plans.awards_shown(by, rounds.round_of(by, round_))]


@router.post(
    "/proposals/{int:proposal}/refuse",
    response=ProposalOut,
    openapi_extra=may_answer(HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT, UNFIT),
)
def refuse(request: HttpRequest, proposal: int, why: Why) -> dict[str, Any] | HttpResponse:
    by = caller(request)
    found = proposals.proposal_of(by, proposal)
    try:
        done = actions.refuse_proposal(by=by, at=now(), proposal=found, reason=why.reason)
    except Unfit as wrong:
        return problem(UNFIT, str(wrong), faults=wrong.faults)
    return proposal_out(done)


@router.post(
    "/awards/{int:award}/decline",
    response=list[AwardOut],
    openapi_extra=may_answer(HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT, UNFIT),
)
def decline(request: HttpRequest, award: int, why: Why) -> list[dict[str, Any]]:
    """The recipient steps back. Answers with the awards that came of it."""
    by = caller(request)
    found = handovers.award_shown(by, award)
    moved = actions.decline(by=by, at=now(), award=found, reason=why.reason)
    return [award_out(one) for one in moved]


def plan_of(request: HttpRequest, pk: int) -> Plan:
    """Raises Refused, Plan.DoesNotExist."""
    refuse_unless(may_read_aid(caller(request)))
    return Plan.objects.select_related("round__programme").get(pk=pk)


def _line(plan: Plan) -> plans.PlanLine:
    return next(line for line in plans.plan_lines(plan.round) if line.plan.pk == plan.pk)


def round_out(round_: Round) -> dict[str, Any]:
    names = ("code", "title", "state", "opens_on", "closes_on")
    of = {"id": round_.pk, "programme": round_.programme.title, "year": round_.programme.year}
    return of | {name: getattr(round_, name) for name in names}


def fund_out(use: rounds.FundUse) -> dict[str, Any]:
    fund = use.fund
    told = {"id": fund.pk, "source": str(fund), "ceiling_idr": fund.ceiling_idr}
    return told | {"used_idr": use.used_idr}


def proposal_out(one: Proposal) -> dict[str, Any]:
    told = {"id": one.pk, "business": one.business_id}
    shown = {name: one.snapshot.get(name) for name in ("business_name", "district", "village")}
    names = ("number", "state", "received_on", "score_tenths")
    return told | shown | {name: getattr(one, name) for name in names}


def plan_out(line: plans.PlanLine) -> dict[str, Any]:
    plan = line.plan
    names = ("number", "state", "input_sha256", "solution_sha256", "computed_at")
    told = {name: getattr(line, name) for name in ("words", "adopted", "awards", "points_tenths", "cost_idr")}
    state = {"state": "failed"} if line.stopped else {}
    return {"id": plan.pk} | told | {name: getattr(plan, name) for name in names} | state


def award_out(award: Award) -> dict[str, Any]:
    told = {"id": award.pk, "proposal": award.proposal.number, "package": str(award.package)}
    shown = {"business_name": award.proposal.snapshot["business_name"], "fund": str(award.fund)}
    return told | shown | {name: getattr(award, name) for name in ("value_idr", "origin", "state")}
