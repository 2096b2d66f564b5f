"""HiGHS behind one function: a program in, an outcome out; one thread, no output, repeatable."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final, Literal, NamedTuple

import highspy
import numpy as np
import scipy.sparse as sp

from sentra.engines.allocation.model import Floats, Ints

Ended = Literal["optimal", "infeasible", "stopped"]
Watch = Callable[[float, float], bool]  # (incumbent, bound) -> go on?

_LARGE: Final = 2.0**6  # the largest number in a row that HiGHS sees


@dataclass(frozen=True)
class Program:
    """Make `objective` large under matrix @ x <= limits, 0 <= x <= upper, all x whole when `whole`."""

    matrix: sp.csc_array
    limits: Floats
    upper: Floats
    lower: Floats
    whole: bool = True

    @property
    def count(self) -> int:
        return int(self.matrix.shape[1])

    def with_row(self, numbers: Floats, limit: float) -> "Program":
        """The same and one row more."""
        more = sp.csc_array(numbers.reshape(1, -1))
        return replace(
            self, matrix=sp.vstack([self.matrix, more], format="csc"), limits=np.append(self.limits, limit)
        )

    def relaxed(self) -> "Program":
        return replace(self, whole=False)


class Stop(NamedTuple):
    """When HiGHS gives up."""

    wall_s: float
    relative_gap: float = 0.0
    nodes: int | None = None
    seed: int = 1


class Outcome(NamedTuple):
    """`x` is None without a solution.

    `duals` are of the rows, at least zero; `bound` is the solver's claim.
    """

    ended: Ended
    x: Floats | None
    bound: float
    duals: Floats | None = None


def solve(
    program: Program,
    objective: Floats,
    stop: Stop,
    *,
    start: Floats | None = None,
    watch: Watch | None = None,
) -> Outcome:
    if not program.count:
        return _without_columns(program)
    solver = _solver(stop)
    solver.passModel(_passed(program, objective))
    if start is not None:
        given = highspy.HighsSolution()
        given.col_value = start.tolist()
        solver.setSolution(given)
    if watch is not None:
        _listen(solver, watch)
    solver.run()
    return _outcome(solver, program)


def clashing(program: Program) -> Ints:
    """Rows that cannot all hold even when awards may be split; empty when HiGHS names none.

    Strategy 2 (of `iis_strategy`) starts from the relaxation's proof; 0 finds nothing and 1 ends in an error.
    """
    if not program.count:
        return np.flatnonzero(program.limits < 0).astype(np.int64)
    solver = _solver(Stop(60.0))
    solver.setOptionValue("iis_strategy", 2)
    solver.passModel(_passed(program.relaxed(), np.zeros(program.count)))
    solver.run()
    _, found = solver.getIis()
    return np.array(found.row_index_, dtype=np.int64)


def _solver(stop: Stop) -> Any:
    solver = highspy.Highs()
    options: dict[str, Any] = {
        "output_flag": False,
        "threads": 1,
        "random_seed": stop.seed,
        "mip_rel_gap": stop.relative_gap,
        "time_limit": max(stop.wall_s, 0.01),
    }
    if stop.nodes is not None:
        options["mip_max_nodes"] = stop.nodes
    for name, value in options.items():
        solver.setOptionValue(name, value)
    return solver


def _passed(program: Program, objective: Floats) -> Any:
    factors = _factors(program)
    matrix = program.matrix
    passed = highspy.HighsLp()
    passed.num_row_, passed.num_col_ = matrix.shape
    passed.sense_ = highspy.ObjSense.kMaximize
    passed.col_cost_ = objective
    passed.col_lower_, passed.col_upper_ = program.lower, program.upper
    passed.row_lower_ = np.full(matrix.shape[0], -np.inf)
    passed.row_upper_ = program.limits * factors
    passed.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    passed.a_matrix_.start_ = matrix.indptr.astype(np.int32)
    passed.a_matrix_.index_ = matrix.indices.astype(np.int32)
    passed.a_matrix_.value_ = matrix.data * factors[matrix.indices]
    if program.whole:
        passed.integrality_ = np.full(program.count, highspy.HighsVarType.kInteger)
    return passed


def _factors(program: Program) -> Floats:
    """What rows are multiplied by; powers of two lose no digit.

    Tolerances are absolute. Of a row of small numbers HiGHS passes a plan a few rupiah over, which is then
    shut out in whole numbers; a row of billions it has called infeasible although it was not.
    """
    largest = np.ones(program.matrix.shape[0])
    np.maximum.at(largest, program.matrix.indices, np.abs(program.matrix.data))
    return np.exp2(-np.ceil(np.log2(np.maximum(largest / _LARGE, 1.0))))


def _listen(solver: Any, watch: Watch) -> None:
    def heard(event: Any) -> None:
        told = event.data_out
        if not watch(float(told.mip_primal_bound), float(told.mip_dual_bound)):
            event.interrupt()

    solver.cbMipInterrupt += heard


_ENDED: Final[dict[Any, Ended]] = {
    highspy.HighsModelStatus.kOptimal: "optimal",
    highspy.HighsModelStatus.kInfeasible: "infeasible",
    highspy.HighsModelStatus.kUnboundedOrInfeasible: "infeasible",
}
_FEASIBLE: Final = 2  # kSolutionStatusFeasible


def _outcome(solver: Any, program: Program) -> Outcome:
    info, ended = solver.getInfo(), _ENDED.get(solver.getModelStatus(), "stopped")
    # An optimum that is infeasible by a hair is rounded and checked in whole numbers by whoever asked.
    if ended == "infeasible" or (info.primal_solution_status != _FEASIBLE and ended != "optimal"):
        return Outcome(ended, None, _bound(info, program))
    found = solver.getSolution()
    x = np.array(found.col_value)
    if program.whole:
        return Outcome(ended, np.round(x), _bound(info, program))
    duals = np.maximum(np.array(found.row_dual), 0.0) * _factors(program)
    return Outcome(ended, x, float(info.objective_function_value), duals)


def _without_columns(program: Program) -> Outcome:
    """HiGHS has no answer for an empty model; either all rows bear that nothing is chosen, or they do not."""
    rows = len(program.limits)
    if (program.limits < 0).any():
        return Outcome("infeasible", None, float("-inf"))
    return Outcome("optimal", np.zeros(0), 0.0, np.zeros(rows))


def _bound(info: Any, program: Program) -> float:
    return float(info.mip_dual_bound) if program.whole else float("inf")
