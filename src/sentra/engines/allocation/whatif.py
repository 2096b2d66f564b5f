"""What something would cost or bring: the round solved again with one thing changed, beside its price."""

from dataclasses import dataclass, replace
from typing import Final, NamedTuple, TypeAlias

from sentra.engines.allocation.allocation import Allocation, Limits
from sentra.engines.allocation.diagnose import RulesClash
from sentra.engines.allocation.problem import Cap, Floor, Problem, Rule, Share
from sentra.engines.allocation.refusals import AllocationRefused
from sentra.engines.allocation.solve import allocate

STEP_IDR: Final = 10_000_000


@dataclass(frozen=True, slots=True)
class MoreMoney:
    """`idr` more in a fund; below zero: less."""

    fund: str
    idr: int


@dataclass(frozen=True, slots=True)
class MoreStock:
    """`pieces` more of a kind; below zero: fewer."""

    kind: str
    pieces: int


@dataclass(frozen=True, slots=True)
class Without:
    """The round without one of its rules."""

    rule: str


@dataclass(frozen=True, slots=True)
class FloorAt:
    """A floor at another height."""

    rule: str
    least: int


What: TypeAlias = MoreMoney | MoreStock | Without | FloorAt


class Effect(NamedTuple):
    """What the first goal gains (tenths of a point when it is the score), and how many enter and leave.

    `estimate`: the same by the price of the row, good for small steps. `proven`: both plans are the best
    there are. None in all three: no plan keeps all rules then.
    """

    what: What
    gain: int | None
    entering: int | None
    leaving: int | None
    proven: bool
    estimate: float | None


def what_if(problem: Problem, allocation: Allocation, what: What, *, limits: Limits | None = None) -> Effect:
    """Raises AllocationRefused when the change names what is not in the round or leaves no budget."""
    estimate = _estimate(problem, allocation, what)
    try:
        found = allocate(changed(problem, what), limits=limits, start=allocation)
    except RulesClash:
        return Effect(what, None, None, None, proven=True, estimate=estimate)
    before = {award.applicant for award in allocation.awards}
    after = {award.applicant for award in found.awards}
    proven = all(_proven(each) for each in (allocation, found))
    gain = found.certificate.objective - allocation.certificate.objective
    return Effect(what, gain, len(after - before), len(before - after), proven, estimate)


def price_sheet(
    problem: Problem, allocation: Allocation, *, step_idr: int = STEP_IDR, limits: Limits | None = None
) -> tuple[Effect, ...]:
    """For the council: what one step more in each fund brings, and what each floor, cap and share costs."""
    asked: list[What] = [MoreMoney(each.id, step_idr) for each in sorted(problem.funds, key=lambda f: f.id)]
    bounds = [rule for rule in problem.rules if isinstance(rule, Floor | Cap | Share)]
    asked += [Without(rule.id) for rule in sorted(bounds, key=lambda rule: rule.id)]
    return tuple(what_if(problem, allocation, what, limits=limits) for what in asked)


def changed(problem: Problem, what: What) -> Problem:
    """The round with the change; a round of its own, with a hash of its own."""
    match what:
        case MoreMoney():
            _known(what.fund in {each.id for each in problem.funds}, "unknown_fund", fund=what.fund)
            funds = tuple(
                replace(each, budget_idr=each.budget_idr + what.idr) if each.id == what.fund else each
                for each in problem.funds
            )
            return replace(problem, funds=funds)
        case MoreStock():
            _known(what.kind in {each.kind for each in problem.stocks}, "unknown_stock", kind=what.kind)
            stocks = tuple(
                replace(each, pieces=each.pieces + what.pieces) if each.kind == what.kind else each
                for each in problem.stocks
            )
            return replace(problem, stocks=stocks)
        case Without():
            _rule(problem, what.rule)
            return replace(problem, rules=tuple(each for each in problem.rules if each.id != what.rule))
        case _:
            rule = _rule(problem, what.rule)
            _known(isinstance(rule, Floor), "unknown_rule", rule=what.rule)
            rules = tuple(
                replace(each, least=what.least) if isinstance(each, Floor) and each is rule else each
                for each in problem.rules
            )
            return replace(problem, rules=rules)


def _rule(problem: Problem, rule_id: str) -> Rule:
    found = next((each for each in problem.rules if each.id == rule_id), None)
    if found is None:
        raise AllocationRefused("unknown_rule", rule=rule_id)
    return found


def _known(there: bool, code: str, **facts: str) -> None:
    if not there:
        raise AllocationRefused(code, **facts)


def _estimate(problem: Problem, allocation: Allocation, what: What) -> float | None:
    prices = {price.row: price.price for price in allocation.certificate.prices}
    match what:
        case MoreMoney():
            return prices.get(f"fund:{what.fund}", 0.0) * what.idr
        case MoreStock():
            return prices.get(f"stock:{what.kind}", 0.0) * what.pieces
        case FloorAt():
            rule = _rule(problem, what.rule)
            before = rule.least if isinstance(rule, Floor) else 0
            return prices.get(f"floor:{what.rule}", 0.0) * (before - what.least)
        case _:
            return None  # a price speaks of small steps, and leaving out a rule is none


def _proven(allocation: Allocation) -> bool:
    stages = allocation.certificate.stages
    return bool(stages) and stages[0].proven
