"""Why no plan keeps all rules: the few rows that clash, none of which can be spared, and cheap ways out.

Whether a plan exists does not depend on scores, so applicants with equal columns are counted instead of
named. This keeps a round of any size small.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, NamedTuple, TypeAlias

import numpy as np
import scipy.sparse as sp

from sentra.engines.allocation import highs
from sentra.engines.allocation.highs import Program, Stop
from sentra.engines.allocation.lots import alike
from sentra.engines.allocation.model import Floats, Ints, Model, Row, build
from sentra.engines.allocation.problem import Problem, Share
from sentra.engines.allocation.refusals import AllocationRefused

Means = Literal["rules", "budgets", "stocks"]
MEANS: Final[dict[Means, tuple[str, ...]]] = {
    "rules": ("floor", "cap", "share", "once"),
    "budgets": ("fund",),
    "stocks": ("stock",),
}
SECONDS: Final = 20.0  # for one question to the solver; most take a tenth
PERMILLE: Final = 1000
STOCKS_NAMED: Final = 6


class Clash(NamedTuple):
    """A row that cannot hold together with the others named beside it; without it they can.

    "stock:*" are all stocks together, when naming them would be a long list; its limit is how many they are.
    """

    row: str
    kind: str
    unit: str
    limit: int


class Change(NamedTuple):
    """A row's limit as it is and as it would have to be; of a share in thousandths."""

    row: str
    unit: str
    before: int
    after: int


class WayOut(NamedTuple):
    """The least change of one kind after which a plan exists: in awards, in rupiah, or in pieces."""

    means: Means
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Empty when a plan exists. `ways` are alternatives; a means that cannot help alone is left out."""

    clashing: tuple[Clash, ...] = ()
    ways: tuple[WayOut, ...] = ()


class RulesClash(AllocationRefused):
    """No plan keeps all rules; `diagnosis` says which clash and what would help."""

    def __init__(self, diagnosis: Diagnosis) -> None:
        self.diagnosis = diagnosis
        super().__init__("clash", rules=", ".join(each.row for each in diagnosis.clashing))


Item: TypeAlias = tuple[int, ...]  # rows that are dropped together
Infeasible: TypeAlias = Callable[[Sequence[int]], bool]


def diagnose(problem: Problem) -> Diagnosis:
    """Which rows clash, and the cheapest ways out; empty when a plan exists."""
    model = build(problem)
    program, kept = counted(model)
    every = list(range(len(model.rows)))
    if not _infeasible(program, every, len(every)):
        return Diagnosis()
    found = minimal(_items(model, program), lambda rows: _infeasible(program, rows, len(every)))
    ways = (_way_out(model, program, kept, means) for means in MEANS)
    return Diagnosis(
        tuple(_clash(model, item) for item in found), tuple(way for way in ways if way is not None)
    )


def _items(model: Model, program: Program) -> list[Item]:
    """Each rule and each fund by itself; stocks all together unless the relaxation's proof names few of them.

    Only rows that this proof names, when they clash by themselves; otherwise only whole awards clash.
    """
    every = range(len(model.rows))
    named = [row for row in highs.clashing(program).tolist() if row < len(every)]
    if not named or not _infeasible(program, named, len(every)):
        named = list(every)
    stocks = tuple(row for row in named if model.rows[row].kind == "stock")
    rest: list[Item] = [(row,) for row in named if model.rows[row].kind != "stock"]
    if len(stocks) > STOCKS_NAMED:
        return [tuple(row for row in every if model.rows[row].kind == "stock"), *rest]
    return [*((row,) for row in stocks), *rest]


def counted(model: Model) -> tuple[Program, Ints]:
    """One whole number for each column of each kind of applicant, and which columns these are."""
    columns = model.columns
    classes, first, sizes = np.unique(alike(model, []), return_index=True, return_counts=True)
    starts = columns.starts
    lengths = (starts[first + 1] - starts[first]).astype(np.int64)
    kept = np.concatenate(
        [np.zeros(0, dtype=np.int64), *(np.arange(starts[at], starts[at + 1]) for at in first)]
    ).astype(np.int64)
    rows = np.repeat(np.arange(len(classes)), lengths)
    once = sp.csc_array((np.ones(len(kept)), (rows, np.arange(len(kept)))), shape=(len(classes), len(kept)))
    matrix = sp.csc_array(sp.vstack([model.matrix[:, kept], once], format="csc"), dtype=np.float64)
    limits = np.concatenate([model.limits.astype(np.float64), sizes.astype(np.float64)])
    upper = np.repeat(sizes, lengths).astype(np.float64)
    return Program(matrix, limits, upper, np.zeros(len(kept))), kept


def minimal(items: Sequence[Item], infeasible: Infeasible) -> list[Item]:
    """A smallest clash among these by halving (QuickXplain): without any one of them the rest can hold."""
    return sorted(_needed([], list(items), infeasible, fresh=False))


def _needed(background: list[Item], items: list[Item], infeasible: Infeasible, *, fresh: bool) -> list[Item]:
    if fresh and infeasible([row for item in background for row in item]):
        return []
    if len(items) <= 1:
        return items
    half = len(items) // 2
    left, right = items[:half], items[half:]
    of_right = _needed(background + left, right, infeasible, fresh=bool(left))
    of_left = _needed(background + of_right, left, infeasible, fresh=bool(of_right))
    return of_left + of_right


def _infeasible(program: Program, kept: Iterable[int], rows: int) -> bool:
    """With only these of the round's rows; out of time counts as "can hold": it is no proof of a clash."""
    limits = program.limits.copy()
    dropped = np.setdiff1d(np.arange(rows), np.array(list(kept), dtype=np.int64))
    limits[dropped] = np.inf
    asked = replace(program, limits=limits)
    return highs.solve(asked, np.zeros(program.count), Stop(SECONDS)).ended == "infeasible"


def _way_out(model: Model, program: Program, kept: Ints, means: Means) -> WayOut | None:
    """The rows of this kind may give way; the least sum of what they give."""
    elastic = [at for at, row in enumerate(model.rows) if row.kind in MEANS[means]]
    if not elastic:
        return None
    wider = _elastic(program, elastic)
    weights = np.array([_weight(model.rows[at]) for at in elastic])
    objective = np.concatenate([np.zeros(program.count), -weights])
    outcome = highs.solve(wider, objective, Stop(SECONDS))
    if outcome.x is None:
        return None
    x = outcome.x[: program.count]
    used = program.matrix @ x
    cost = round(float(model.columns.cost_idr[kept] @ x))
    given = {"idr": cost, "awards": round(float(x.sum()))}
    changes = [_change(model, at, used, given) for at in elastic]
    return WayOut(means, tuple(change for change in changes if change.before != change.after))


def _elastic(program: Program, elastic: Sequence[int]) -> Program:
    more = len(elastic)
    give = sp.csc_array(
        (-np.ones(more), (np.array(elastic), np.arange(more))), shape=(program.matrix.shape[0], more)
    )
    return Program(
        sp.csc_array(sp.hstack([program.matrix, give], format="csc")),
        program.limits,
        np.concatenate([program.upper, np.full(more, np.inf)]),
        np.concatenate([program.lower, np.zeros(more)]),
    )


def _weight(row: Row) -> float:
    """An award counts 1, a rupiah one millionth, a thousandth of a share's award one thousandth."""
    size = float(row.divisor)
    if row.unit == "idr":
        size /= 1e6
    return size / PERMILLE if row.kind == "share" else size


def _change(model: Model, at: int, used: Floats, given: Mapping[str, int]) -> Change:
    row = model.rows[at]
    use = round(float(used[at])) * row.divisor
    if row.kind == "share":
        # permille x all - 1000 x theirs = use: what is missed is use / all.
        rule = next(each for each in model.problem.rules if f"share:{each.id}" == row.id)
        permille = rule.least_permille if isinstance(rule, Share) else 0
        missed = -(-max(use, 0) // max(1, given[row.unit]))
        return Change(row.id, row.unit, permille, permille - missed)
    turned = -1 if row.kind == "floor" else 1
    return Change(row.id, row.unit, turned * row.limit, turned * max(row.limit, use))


def _clash(model: Model, item: Item) -> Clash:
    row = model.rows[item[0]]
    if len(item) > 1:
        return Clash(f"{row.kind}:*", row.kind, row.unit, len(item))
    turned = -1 if row.kind in ("floor", "share") else 1
    return Clash(row.id, row.kind, row.unit, turned * row.limit)
