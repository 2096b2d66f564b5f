"""The best plan, goal by goal.

HiGHS proves each goal's optimum before the next one may choose among the rest.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

import numpy as np
import scipy.sparse as sp

from sentra.engines.allocation import highs
from sentra.engines.allocation.allocation import Stage
from sentra.engines.allocation.clocks import Run
from sentra.engines.allocation.highs import Outcome, Program
from sentra.engines.allocation.lagrange import best_of_each, surplus
from sentra.engines.allocation.lagrange import bound as lagrangian
from sentra.engines.allocation.model import Floats, Ints, Model
from sentra.engines.allocation.problem import Goal

Priced: TypeAlias = tuple[Floats, Mapping[str, float], float]
"""Prices of the rows, prices of the places of a first goal that is spread, and the bound from both."""

LOTTERY: Final = "lottery"
LOTTERY_NODES: Final = (
    2_000  # a tie that resists longer is left to the order of tickets: repeatable all the same
)
ARRANGEMENT_NODES: Final = 200  # nobody wins or loses by it
NEARLY_NODES: Final = 20
NEARLY: Final = 2e-4  # of the solver's gap: reached in a second, and it settles most columns


@dataclass(frozen=True)
class Plan:
    """Chosen columns (None.

    None found), what each goal reached, prices of the rows, bounds of the first goal.
    """

    chosen: Ints | None
    stages: tuple[Stage, ...]
    prices: Floats
    reach_prices: Mapping[str, float]  # of the first goal, when it is spread
    bound: float
    solver_bound: float | None
    proven: bool


def program_of(model: Model, reach: Sequence[Ints] = ()) -> Program:
    """Rows of the round, one award for each applicant, and one row for each place that is to be reached."""
    columns, more = model.columns.count, len(reach)
    blocks = [[_wider(model.matrix, more)], [_wider(_once_each(model), more)]]
    if more:
        blocks.append([_reach_rows(reach, columns)])
    matrix = sp.csc_array(sp.vstack([block[0] for block in blocks], format="csc"), dtype=np.float64)
    owners = blocks[1][0].shape[0]
    limits = np.concatenate([model.limits.astype(np.float64), np.ones(owners), np.zeros(more)])
    return Program(matrix, limits, np.ones(columns + more), np.zeros(columns + more))


def _wider(matrix: sp.csc_array, more: int) -> sp.csc_array:
    return sp.csc_array(
        (matrix.data, matrix.indices, np.append(matrix.indptr, np.full(more, matrix.indptr[-1]))),
        shape=(matrix.shape[0], matrix.shape[1] + more),
    )


def _once_each(model: Model) -> sp.csc_array:
    """One row for each applicant with two columns or more; a single column is at most one by itself."""
    lengths = np.diff(model.columns.starts)
    row = np.cumsum(lengths > 1) - 1
    kept = np.flatnonzero(lengths[model.columns.owner] > 1)
    parts = (np.ones(len(kept), dtype=np.int64), (row[model.columns.owner[kept]], kept))
    return sp.csc_array(parts, shape=(int((lengths > 1).sum()), model.columns.count))


def _reach_rows(reach: Sequence[Ints], columns: int) -> sp.csc_array:
    """A place counts only when one of its columns is chosen: place - columns <= 0."""
    lengths = [len(each) for each in reach]
    places = np.arange(len(reach))
    rows = np.concatenate([np.repeat(places, lengths), places])
    at = np.concatenate([*reach, columns + places]).astype(np.int64)
    data = np.concatenate([-np.ones(sum(lengths)), np.ones(len(reach))])
    return sp.csc_array((data, (rows, at)), shape=(len(reach), columns + len(reach)))


def places_of(model: Model, goal: Goal) -> dict[str, Ints]:
    """The columns of each value of the field a spread goal speaks of, values in order; some have none."""
    if goal.kind != "spread":
        return {}
    values = [getattr(each, goal.over) for each in model.columns.applicants]
    codes = {value: at for at, value in enumerate(sorted(set(values)))}
    by_column = np.array([codes[value] for value in values], dtype=np.int64)[model.columns.owner]
    return {value: np.flatnonzero(by_column == at) for value, at in codes.items()}


class Search:
    """Goes through the goals.

    Holds the program, the best plan so far, and what was promised to earlier goals.
    """

    def __init__(self, model: Model, run: Run, start: Ints | None = None) -> None:
        self.model, self.run = model, run
        self.goals = [(goal, places_of(model, goal)) for goal in model.problem.goals]
        reach = [place for _, places in self.goals for place in places.values()]
        self.program = program_of(model, reach)
        self.reach = reach
        self.chosen = start
        self.stages: list[Stage] = []
        self.promised: list[tuple[Ints, int]] = []

    def plan(self) -> Plan:
        priced = self._priced()
        self._best_goals(priced)
        if self.chosen is None:
            return Plan(None, (), *priced, None, proven=False)
        self._draw()
        proven = all(stage.proven for stage in self.stages[: len(self.goals)])
        return Plan(self.chosen, tuple(self.stages), *priced, self.stages[0].bound, proven)

    def best(self) -> Ints | None:
        """The best plan by the goals, without the lottery; None when none was found."""
        self._best_goals(None)
        return self.chosen

    def best_after(self, name: str, values: Ints) -> Ints | None:
        """The same with a goal before all others."""
        self._stage(name, self._padded(values), 0)
        return None if self.chosen is None else self.best()

    def first(self) -> Stage | None:
        """The first goal alone; None when no plan was found. `chosen` is its plan."""
        self.goals = self.goals[:1]
        self._best_goals(None)
        return self.stages[0] if self.stages else None

    def _best_goals(self, priced: Priced | None) -> None:
        """A stage for every goal; none when there is no plan at all."""
        at = self.model.columns.count
        for goal, places in self.goals:
            objective = self._padded(self.model.value(goal))
            objective[at : at + len(places)] = 1
            at += len(places)
            if not self.stages and priced is not None:
                self._approach(goal.name, objective, goal.yields_permille, priced)
            if not self._proven_by_prices(goal, objective, priced):
                self._stage(goal.name, objective, goal.yields_permille)
            if self.chosen is None:
                return
            if len(self.stages) == 1 and priced is not None:
                self._decide(priced, self.stages[0].kept)

    def _approach(self, name: str, objective: Ints, yields: int, priced: Priced) -> None:
        """A plan that is nearly the best settles most columns before the proof of the best one begins."""
        whole = self.run
        self.run = replace(whole, limits=replace(whole.limits, relative_gap=NEARLY))
        outcome = self._exactly(name, objective, NEARLY_NODES)
        self.run, whole.stopped = whole, self.run.stopped
        if outcome.x is not None:
            self.chosen = self._columns(outcome.x)
            self._decide(priced, _kept(int(objective @ self._lifted(self.chosen)), yields))

    def _proven_by_prices(self, goal: Goal, objective: Ints, priced: Priced | None) -> bool:
        """Scores often share a divisor; no plan reaches more than the last multiple of it below the bound."""
        if self.stages or priced is None or self.chosen is None:
            return False
        step = int(np.gcd.reduce(objective)) or 1
        value = int(objective @ self._lifted(self.chosen))
        if value < math.floor(priced[2] / step + 1e-6) * step:
            return False
        self._reached(
            Stage(goal.name, value, float(value), True, _kept(value, goal.yields_permille)), objective
        )
        return True

    def _reached(self, stage: Stage, objective: Ints) -> None:
        """Later goals have to leave what this one is promised."""
        self.stages.append(stage)
        self.promised.append((objective, stage.kept))
        self.program = self.program.with_row(-objective.astype(np.float64), -float(stage.kept))

    def _decide(self, priced: Priced, kept: int) -> None:
        """At these prices a column that loses more than the bound leaves room for is in no plan as good."""
        if self.goals[0][1]:
            return  # a place has a price of its own, which columns alone do not show
        prices, _, bound = priced
        columns = self.model.columns
        room = bound - kept + 1e-3
        worth = surplus(self.model, self.model.value(self.goals[0][0]), prices)
        margin = np.maximum(best_of_each(self.model, worth), 0.0)
        upper, lower = self.program.upper.copy(), self.program.lower.copy()
        upper[: columns.count][margin[columns.owner] - worth > room] = 0
        alone = np.diff(columns.starts)[columns.owner] == 1
        lower[: columns.count][alone & (worth > room)] = 1
        self.program = replace(self.program, upper=upper, lower=lower)

    def _draw(self) -> None:
        """Who wins is drawn first, then which package and fund, among the winners only."""
        self._stage(LOTTERY, self._padded(self.model.lots()), 0, nodes=LOTTERY_NODES)
        winners = np.zeros(len(self.model.columns.applicants))
        winners[self.model.columns.owner[self._kept()]] = 1
        upper = self.program.upper.copy()
        upper[: self.model.columns.count] *= winners[self.model.columns.owner]
        self.program = replace(self.program, upper=upper)
        self._stage("wishes", self._padded(_dearest(self.model)), 0, nodes=ARRANGEMENT_NODES)
        self._stage("arrangement", self._padded(_arrangement(self.model)), 0, nodes=ARRANGEMENT_NODES)

    def _kept(self) -> Ints:
        return np.zeros(0, dtype=np.int64) if self.chosen is None else self.chosen

    def _padded(self, values: Ints) -> Ints:
        return np.concatenate([values, np.zeros(len(self.reach), dtype=np.int64)])

    def _stage(self, name: str, objective: Ints, yields: int, nodes: int | None = None) -> None:
        outcome = self._exactly(name, objective, nodes)
        if outcome.x is not None:
            self.chosen = self._columns(outcome.x)
        if self.chosen is not None:
            value = int(objective @ self._lifted(self.chosen))
            bound = _claimed(outcome, value)
            proven = outcome.ended == "optimal" and bound == value
            self._reached(Stage(name, value, bound, proven, _kept(value, yields)), objective)

    def _exactly(self, name: str, objective: Ints, nodes: int | None) -> Outcome:
        """Solve until the rounded plan keeps all rows in whole numbers.

        Each repair shuts out what broke one.
        """
        while self.run.left_s > 0:
            start = None if self.chosen is None else self._lifted(self.chosen).astype(np.float64)
            outcome = highs.solve(
                self.program,
                objective.astype(np.float64),
                self.run.stop(nodes),
                start=start,
                watch=self.run.watch(name),
            )
            if outcome.x is None or self._holds(outcome.x):
                return outcome
            self._shut_out(self._columns(outcome.x))
        return Outcome("stopped", None, float("inf"))

    def _columns(self, x: Floats) -> Ints:
        return np.flatnonzero(x[: self.model.columns.count] > 0.5)

    def _lifted(self, chosen: Ints) -> Ints:
        """The plan as a vector; a place is reached as soon as one of its columns is chosen."""
        x = np.zeros(self.program.count, dtype=np.int64)
        x[chosen] = 1
        for at, place in enumerate(self.reach):
            x[self.model.columns.count + at] = x[place].any()
        return x

    def _holds(self, x: Floats) -> bool:
        chosen = self._columns(x)
        lifted = self._lifted(chosen)
        return self.model.keeps(chosen) and all(values @ lifted >= kept for values, kept in self.promised)

    def _shut_out(self, chosen: Ints) -> None:
        """A cover for each broken row.

        Of what was chosen and uses it, not all, unless more gives something back.
        """
        inside = np.zeros(self.model.columns.count, dtype=bool)
        inside[chosen] = True
        rows = self.model.matrix.tocsr()
        for row in np.flatnonzero(self.model.excess(chosen)).tolist():
            at, numbers = rows.indices[_span(rows, row)], rows.data[_span(rows, row)]
            taking, giving = at[inside[at] & (numbers > 0)], at[~inside[at] & (numbers < 0)]
            cut = np.zeros(self.program.count)
            cut[taking], cut[giving] = 1, -1
            self.program = self.program.with_row(cut, len(taking) - 1)

    def _priced(self) -> Priced:
        """Prices of the rows in the relaxation of the first goal, and our own bound from them."""
        goal, places = self.goals[0]
        objective = self._padded(self.model.value(goal)).astype(np.float64)
        objective[self.model.columns.count : self.model.columns.count + len(places)] = 1
        outcome = highs.solve(self.program.relaxed(), objective, self.run.stop())
        rows, duals = len(self.model.rows), outcome.duals
        if duals is None:
            duals = np.zeros(self.program.matrix.shape[0])
        reaching = dict(zip(places, duals[len(duals) - len(self.reach) :].tolist(), strict=False))
        return duals[:rows], reaching, self._bound(goal, places, duals[:rows], reaching)

    def _bound(
        self, goal: Goal, places: Mapping[str, Ints], prices: Floats, reaching: Mapping[str, float]
    ) -> float:
        values = self.model.value(goal).astype(np.float64)
        for place, price in reaching.items():
            values[places[place]] += price
        open_places = sum(max(0.0, 1 - price) for price in reaching.values())
        return lagrangian(self.model, values, prices) + open_places


def _kept(value: int, yields: int) -> int:
    """What later goals must leave of a goal that gives up some thousandths."""
    return value - abs(value) * yields // 1000


def _claimed(outcome: Outcome, value: int) -> float | None:
    """What the solver says is the most; nothing when it has not begun."""
    if outcome.ended == "optimal" and outcome.bound <= value + 0.5:
        return float(value)
    return outcome.bound if np.isfinite(outcome.bound) else None


def _span(rows: sp.csr_array, row: int) -> slice:
    return slice(rows.indptr[row], rows.indptr[row + 1])


def _dearest(model: Model) -> Ints:
    found: Ints = model.columns.wish.max(initial=0) - model.columns.wish
    return found


def _arrangement(model: Model) -> Ints:
    """Which package and fund, when all else is equal: digits of the ticket that the lottery has not used."""
    columns = model.columns
    drawn = [int(each[5:21], 16) for each in columns.tickets]
    mixed = np.array(drawn, dtype=np.uint64)[columns.owner]
    for part in (columns.package, columns.fund):
        mixed = (mixed ^ part.astype(np.uint64)) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
    return (mixed >> np.uint64(44)).astype(np.int64) + 1
