"""The way through a round: columns and rows, the best plan by one of two methods, and its certificate."""

from importlib.metadata import version

import numpy as np

from sentra.engines.allocation import canonical, exact, lots, pricing
from sentra.engines.allocation.allocation import (
    Allocation,
    Award,
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
    method: Method = "exact" if model.columns.count <= run.limits.exact_pairs else "price"
    plan = _plan(model, run, method, start)
    if plan.infeasible:
        raise RulesClash(diagnose(problem))
    chosen = np.zeros(0, dtype=np.int64) if plan.chosen is None else lots.settled(model, plan.chosen)
    return told(model, plan, chosen, run, method)


def _plan(model: Model, run: Run, method: Method, start: Allocation | None) -> Plan:
    given = None if start is None else positions(model, start.awards)
    if method == "price":
        return pricing.plan(model, run, given)
    return exact.Search(model, run, given).plan()


def positions(model: Model, awards: tuple[Award, ...]) -> Ints | None:
    """The columns of a plan; None when the round has changed so that it does not fit."""
    columns, problem = model.columns, model.problem
    packages = sorted(each.id for each in problem.packages)
    funds = sorted(each.id for each in problem.funds)
    wanted = {(each.applicant, each.package, each.fund) for each in awards}
    known = {award[0] for award in wanted}
    owners = [at for at, each in enumerate(columns.applicants) if each.id in known]
    found = [
        column
        for at in owners
        for column in range(columns.starts[at], columns.starts[at + 1])
        if (columns.applicants[at].id, packages[columns.package[column]], funds[columns.fund[column]])
        in wanted
    ]
    chosen = np.array(found, dtype=np.int64)
    return chosen if len(found) == len(wanted) and model.keeps(chosen) else None


def told(model: Model, plan: Plan, chosen: Ints, run: Run, method: Method) -> Allocation:
    """The plan in words of the round, with its certificate."""
    problem, awards = model.problem, awards_of(model, chosen)
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
        "nodes": -1 if limits.nodes is None else limits.nodes,
        "seed": limits.seed,
        "pairs": model.columns.count,
        "rows": len(model.rows),
    }


def awards_of(model: Model, chosen: Ints) -> tuple[Award, ...]:
    columns, problem = model.columns, model.problem
    packages = sorted(each.id for each in problem.packages)
    funds = sorted(each.id for each in problem.funds)
    found = (
        Award(
            columns.applicants[columns.owner[at]].id,
            packages[columns.package[at]],
            funds[columns.fund[at]],
            int(columns.cost_idr[at]),
            columns.tickets[columns.owner[at]],
        )
        for at in chosen
    )
    return tuple(sorted(found))


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
