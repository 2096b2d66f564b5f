"""Rounds too large to enumerate: prices first, then an exact search among those whom prices leave in doubt.

1. The relaxation gives each row a price (PDLP); above a few hundred thousand columns first a sample is
priced, and then only applicants near the line. 2. The prices give a bound of our own (lagrange.py), valid
whatever the solver did. 3. Who is far above the line wins, who is far below does not. Winners who may be
paid by several funds are spread over them as the relaxation spreads them. 4. The rest, some thousands
nearest to the line, is a round of its own with what is left of every row: HiGHS solves it. Then what still
fits is filled in by price.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

import numpy as np
import scipy.sparse as sp

from sentra.engines.allocation import exact, pdlp
from sentra.engines.allocation.allocation import Stage
from sentra.engines.allocation.clocks import Run
from sentra.engines.allocation.exact import Plan
from sentra.engines.allocation.filling import filled, roughly
from sentra.engines.allocation.lagrange import best_of_each, bound, surplus
from sentra.engines.allocation.model import Bools, Floats, Ints, Model, value_of
from sentra.engines.allocation.pdlp import Relaxed
from sentra.engines.allocation.refusals import AllocationRefused

PRICED_AT_ONCE: Final = 300_000  # columns; above, a sample is priced first
WIDER: Final = (1, 3, 9)  # times the applicants searched exactly, when fewer do not suffice
MOVABLE: Final = 0.4  # for each of them, safe winners who may still change their fund
CORE_GAP: Final = 3e-5  # of the whole bound: where the exact search may stop
CORE_NODES: Final = 500
ROUNDS: Final = 3


@dataclass(frozen=True)
class Line:
    """Where each applicant stands at some prices: `best` column and what it is worth beyond its price."""

    best: Ints  # -1 without a column
    margin: Floats
    tied: Bools  # another fund or package is worth as much, to a tenth of a point


def plan(model: Model, run: Run, given: Ints | None = None) -> Plan:
    """Raises AllocationRefused when the first goal is spread, which has no price by column."""
    goal = model.problem.goals[0]
    if goal.kind == "spread":
        facts = {"pairs": model.columns.count, "most": run.limits.exact_pairs}
        raise AllocationRefused("too_large", goal=goal.name, **facts)
    values = model.value(goal)
    relaxed = _relaxed(model, values.astype(np.float64), run)
    top = bound(model, values, relaxed.prices)
    run.tell("prices", None, top)
    chosen = _rounded(model, values, relaxed, top, run)
    if chosen is None:
        chosen = given if given is not None else roughly(model, surplus(model, values, relaxed.prices))
    stages = () if chosen is None else tuple(_stages(model, chosen, top))
    proven = bool(stages) and all(stage.proven for stage in stages)
    return Plan(chosen, stages, relaxed.prices, {}, top, None, proven)


def _stages(model: Model, chosen: Ints, top: float) -> Iterator[Stage]:
    for at, goal in enumerate(model.problem.goals):
        value = value_of(model, goal, chosen)
        proven = at == 0 and value >= np.floor(top + 1e-6)
        kept = value - abs(value) * goal.yields_permille // 1000
        yield Stage(goal.name, value, top if at == 0 else None, bool(proven), kept)


# Prices


def _relaxed(model: Model, values: Floats, run: Run) -> Relaxed:
    if model.columns.count <= PRICED_AT_ONCE:
        return _priced(model, values, model.whole_limits, run)
    prices, left = _sampled(model, values, run), ROUNDS
    while True:
        line = line_of(model, surplus(model, values, prices))
        doubtful = _nearest(line, PRICED_AT_ONCE // 3) | (line.tied & (line.margin > 0))
        settled = line.best[~doubtful & (line.margin > 0)]
        part = part_of(model, doubtful, settled)
        found = _priced(part.model, values[part.columns], part.model.limits.astype(np.float64), run)
        shares = np.zeros(model.columns.count)
        shares[settled], shares[part.columns] = 1.0, found.shares
        again = line_of(model, surplus(model, values, found.prices))
        moved = ~doubtful & ((again.margin > 0) != (line.margin > 0))
        prices, left = found.prices, left - 1
        if not left or not moved.any():
            return Relaxed(prices, shares)


def _priced(model: Model, values: Floats, limits: Floats, run: Run) -> Relaxed:
    return pdlp.relax(model.matrix, limits, values, model.columns.owner, run.left_s)


def _sampled(model: Model, values: Floats, run: Run) -> Floats:
    """Every n-th applicant by ticket, with an n-th of every limit."""
    step = -(-model.columns.count // (PRICED_AT_ONCE // 2))
    part = np.flatnonzero(model.columns.owner % step == 0)
    sample = pdlp.relax(
        model.matrix[:, part], model.whole_limits / step, values[part], model.columns.owner[part], run.left_s
    )
    return sample.prices


def line_of(model: Model, worth: Floats) -> Line:
    """The best column of each applicant at these prices; equal ones in order of wish and fund."""
    columns, applicants = model.columns, len(model.columns.applicants)
    margin = best_of_each(model, worth)
    best = np.full(applicants, -1, dtype=np.int64)
    top = np.flatnonzero(worth >= margin[columns.owner])
    best[columns.owner[top[::-1]]] = top[::-1]
    close = np.flatnonzero(worth >= margin[columns.owner] - 1.0)
    return Line(best, margin, np.bincount(columns.owner[close], minlength=applicants) > 1)


def _nearest(line: Line, count: int) -> Bools:
    distance = np.where(line.best >= 0, np.abs(line.margin), np.inf)
    if count >= len(distance):
        return line.best >= 0
    near: Bools = (distance <= np.partition(distance, count)[count]) & (line.best >= 0)
    return near


# From prices to a plan


@dataclass(frozen=True)
class Part:
    """Some applicants' columns with what others leave of every row."""

    model: Model
    columns: Ints  # positions in the whole


def part_of(model: Model, inside: Bools, settled: Ints) -> Part:
    kept = np.flatnonzero(inside[model.columns.owner])
    columns = replace(
        model.columns,
        **{
            name: getattr(model.columns, name)[kept]
            for name in ("owner", "package", "fund", "wish", "cost_idr")
        },
    )
    matrix = sp.csc_array(model.matrix[:, kept])
    left = model.limits - model.used(settled)
    return Part(replace(model, columns=columns, matrix=matrix, limits=left), kept)


def _rounded(model: Model, values: Ints, relaxed: Relaxed, top: float, run: Run) -> Ints | None:
    worth = surplus(model, values, relaxed.prices)
    line = line_of(model, worth)
    for near in (run.limits.near * wider for wider in WIDER):
        inside = _nearest(line, near)
        safe = np.flatnonzero(~inside & (line.margin > 0))
        movable = safe[line.tied[safe]]
        inside[movable[:: max(1, len(movable) // max(1, int(near * MOVABLE)))]] = True
        settled = _spread(model, relaxed.shares, line, safe[~inside[safe]])
        part = part_of(model, inside, settled)
        found = _searched(part, values, settled, top, run)
        if found is not None:
            whole = np.sort(np.concatenate([settled, part.columns[found]]))
            return filled(model, whole, worth)
    return None


def _searched(part: Part, values: Ints, settled: Ints, top: float, run: Run) -> Ints | None:
    rest = max(1.0, top - float(values[settled].sum()))
    gap = max(CORE_GAP * abs(top), run.limits.relative_gap * abs(top)) / rest
    inner = replace(run, limits=replace(run.limits, relative_gap=gap, nodes=run.limits.nodes or CORE_NODES))
    found = exact.Search(part.model, inner).best()
    run.stopped = inner.stopped
    return found


def _spread(model: Model, shares: Floats, line: Line, winners: Ints) -> Ints:
    """One column for each safe winner.

    Those with a choice go where the relaxation's money is not spent yet.
    """
    columns, funds = model.columns, len(model.problem.funds)
    best, tied = line.best.copy(), line.tied[winners]
    free = winners[tied]
    taking = np.zeros(len(columns.applicants), dtype=bool)
    taking[free] = True
    mine = np.flatnonzero(taking[columns.owner] & (shares > 1e-6))
    wanted = np.bincount(columns.fund[mine], shares[mine] * columns.cost_idr[mine], funds)
    spent = np.zeros(funds)
    for at, options in _options(columns.owner[mine], mine):
        least = max(options, key=lambda column: wanted[columns.fund[column]] - spent[columns.fund[column]])
        best[at] = least
        spent[columns.fund[least]] += columns.cost_idr[least]
    return np.sort(best[winners])


def _options(owners: Ints, columns: Ints) -> Iterator[tuple[int, list[int]]]:
    """Each applicant's columns; both stand in order of applicants."""
    cuts = [*np.flatnonzero(np.diff(owners, prepend=-1)).tolist(), len(owners)]
    listed, owner = columns.tolist(), owners.tolist()
    for begin, end in pairwise(cuts):
        yield owner[begin], listed[begin:end]
