"""A round with something changed: what a what-if asks, and what the committee wants otherwise."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, TypedDict, cast

from sentra.engines import allocation
from sentra.programmes.models import Round
from sentra.programmes.queries.lottery import seed_of
from sentra.programmes.queries.problem import fund_id, package_id, quota_id

COMMITTEE = "panitia"


class Give(TypedDict):
    """The committee's word on one proposal; without a package nothing is given."""

    proposal: str  # registration number
    package: int | None
    fund: int | None


class Change(TypedDict, total=False):
    """How a plan differs from the round as frozen. `more_idr`: fund -> rupiah more (or less)."""

    more_idr: dict[str, int]
    without: list[int]  # quotas left out
    give: list[Give]


def changed_problem(round_: Round, change: Change) -> allocation.Problem:
    """What was frozen, with its lottery seed, and with the change. Raises AllocationRefused, NotFrozen."""
    problem = allocation.problem_from_json({**round_.frozen, "seed": seed_of(round_)})
    problem = _with_money(problem, change.get("more_idr", {}))
    problem = _without(problem, change.get("without", []))
    return _given(problem, change.get("give", []))


def _with_money(problem: allocation.Problem, more_idr: Mapping[str, int]) -> allocation.Problem:
    more = {fund_id(int(fund)): amount for fund, amount in more_idr.items()}
    funds = tuple(replace(fund, budget_idr=fund.budget_idr + more.get(fund.id, 0)) for fund in problem.funds)
    return replace(problem, funds=funds)


def _without(problem: allocation.Problem, quotas: Sequence[int]) -> allocation.Problem:
    gone = {quota_id(quota) for quota in quotas}
    return replace(problem, rules=tuple(rule for rule in problem.rules if rule.id not in gone))


def _given(problem: allocation.Problem, gives: Sequence[Give]) -> allocation.Problem:
    """Each word is a rule of its own, so that the plan that follows it keeps all other rules, too."""
    wanted = {give["proposal"]: give for give in gives}
    applicants = tuple(_marked(one, wanted.get(one.id)) for one in problem.applicants)
    rules = tuple(_rule(give) for give in gives)
    return replace(problem, applicants=applicants, rules=(*problem.rules, *rules))


def _marked(one: allocation.Applicant, give: Give | None) -> allocation.Applicant:
    if give is None:
        return one
    tags = (*one.tags, f"{COMMITTEE}-{one.id}")
    return replace(one, tags=tags, wishes=(package_id(give["package"]),) if give["package"] else one.wishes)


def _rule(give: Give) -> allocation.Floor | allocation.Cap:
    ident = f"{COMMITTEE}-{give['proposal']}"
    who = allocation.Who("tag", ident)
    if give["package"] is None:
        return allocation.Cap(ident, COMMITTEE, who, 0)
    return allocation.Floor(
        ident, COMMITTEE, who, 1, fund=None if give["fund"] is None else fund_id(give["fund"])
    )


def changes_of(plan_changed: Mapping[str, Any]) -> Change:
    """The change as it is stored with a plan."""
    return cast(Change, dict(plan_changed))
