"""The way through a round: columns and rows, the best plan by one of two methods, and its certificate."""

from importlib.metadata import version

import numpy as np

from sentra.engines.allocation import canonical, exact, lots, pricing, reading
from sentra.engines.allocation.allocation import (
    Allocation,
    Certificate,
    Limits,
    Method,
    Price,
    Status,
)
from sentra.engines.allocation.clocks import Progress, Run
from sentra.engines.allocation.diagnose import RulesClash, diagnose
from sentra.engines.allocation.exact import Plan
from sentra.engines.allocation.model import Ints, Model, Row, build
from sentra.engines.allocation.problem import Problem

LIBRARIES = ("highspy", "ortools", "numpy", "scipy")


def allocate(
    problem: Problem,
    *,
    limits: Limits | None = None,
    on_progress: Progress | None = None,
    start: Allocation | None = None,
) -> Allocation:
    """The best plan for a round. Out of time: the best found so far, with its gap.

    Raises RulesClash, with a diagnosis, when no plan keeps all rules.
    """
    run = Run(limits or Limits(), on_progress)
    run.tell("build")
    model = build(problem)
    run.tell("solve")
    method: Method = "exact" if model.columns.count <= run.limits.exact_pairs else "price"
    plan = _plan(model, run, method, start)
    if plan.chosen is None:
        _refuse_clash(problem)
        return told(model, plan, np.zeros(0, dtype=np.int64), run, method)
    return told(model, plan, lots.settled(model, plan.chosen), run, method)


def _refuse_clash(problem: Problem) -> None:
    """Nothing was found; whether there was too little time or there is nothing, only a diagnosis can tell."""
    diagnosis = diagnose(problem)
    if diagnosis.clashing:
        raise RulesClash(diagnosis)


def _plan(model: Model, run: Run, method: Method, start: Allocation | None) -> Plan:
    given = None if start is None else _start(model, start)
    if method == "price":
        return pricing.plan(model, run, given)
    return exact.Search(model, run, given).plan()


def _start(model: Model, start: Allocation) -> Ints | None:
    """The columns of an earlier plan; None when the round has changed so that it does not fit."""
    chosen, others = reading.columns_of_awards(model, start.awards)
    return chosen if not others and model.keeps(chosen) else None


def told(model: Model, plan: Plan, chosen: Ints, run: Run, method: Method) -> Allocation:
    """The plan in words of the round, with its certificate."""
    problem, awards = model.problem, reading.awards_of(model, chosen)
    run.tell("certificate")
    objective = plan.stages[0].value if plan.stages else 0
    certificate = Certificate(
        status=_status(plan),
        method=method,
        objective=objective,
        bound=plan.bound,
        solver_bound=plan.solver_bound,
        stages=plan.stages,
        prices=prices_of(model, plan, chosen),
        input_sha256=canonical.input_sha256(problem),
        seals=canonical.seals(problem),
        applicants=len(problem.applicants),
        solution_sha256=canonical.solution_sha256(awards),
        versions={name: version(name) for name in LIBRARIES},
        parameters=_parameters(model, run),
        wall_s=round(run.wall_s, 3),
        cpu_s=round(run.cpu_s, 3),
    )
    return Allocation(problem.round, awards, certificate)


def _status(plan: Plan) -> Status:
    if plan.chosen is None:
        return "unfinished"
    return "optimal" if plan.proven else "feasible"


def _parameters(model: Model, run: Run) -> dict[str, float | int | str]:
    limits = run.limits
    return {
        "wall_s": limits.wall_s,
        "relative_gap": limits.relative_gap,
        "exact_pairs": limits.exact_pairs,
        "near": limits.near,
        "nodes": -1 if limits.nodes is None else limits.nodes,
        "seed": limits.seed,
        "pairs": model.columns.count,
        "rows": len(model.rows),
    }


def prices_of(model: Model, plan: Plan, chosen: Ints) -> tuple[Price, ...]:
    used = model.used(chosen)
    rows = (
        _price(row, float(price), int(use) * row.divisor)
        for row, price, use in zip(model.rows, plan.prices, used, strict=True)
    )
    reach = (
        Price(f"reach:{place}", "reach", "places", price, 0, 0) for place, price in plan.reach_prices.items()
    )
    return (*rows, *reach)


def _price(row: Row, price: float, used: int) -> Price:
    turned = -1 if row.kind in ("floor", "share") else 1
    return Price(row.id, row.kind, row.unit, price / row.divisor, turned * used, turned * row.limit)
