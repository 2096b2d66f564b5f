"""A round as columns and rows: a column is (applicant, package, fund), a row is a limit many columns share.

Columns stand in order of the lottery's tickets, so wherever the order of columns decides, the lottery does.
All numbers are exact integers; each row is divided by its greatest common divisor, because solvers compare
with a relative tolerance and would pass a few rupiah over a budget.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from sentra.engines.allocation.allocation import RowKind
from sentra.engines.allocation.lottery import tickets
from sentra.engines.allocation.problem import (
    EVERYONE,
    Applicant,
    AtMostOne,
    Cap,
    Field,
    Floor,
    Fund,
    Goal,
    NoRepeat,
    Problem,
    Share,
    Unit,
    Who,
)

Ints: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float64]
Bools: TypeAlias = NDArray[np.bool_]

LOT_BITS = 20  # as many as a sum of thousands of lots leaves exact in floating point


class Row(NamedTuple):
    """`limit` in `unit`.

    A floor is the row turned round. `divisor`: greatest common divisor of its numbers.
    """

    id: str
    kind: RowKind
    unit: str
    limit: int
    divisor: int


@dataclass(frozen=True)
class Columns:
    """Applicants in order of their tickets, and the columns made of them."""

    applicants: Sequence[Applicant]
    tickets: Sequence[str]
    owner: Ints  # position of the column's applicant
    package: Ints
    fund: Ints
    wish: Ints  # 0: the dearest
    cost_idr: Ints

    @property
    def count(self) -> int:
        return len(self.owner)

    @cached_property
    def score(self) -> Ints:
        return np.array([each.score_tenths for each in self.applicants], dtype=np.int64)

    @cached_property
    def starts(self) -> Ints:
        """First column of each applicant; columns of one applicant stand together. One more at the end."""
        return np.searchsorted(self.owner, np.arange(len(self.applicants) + 1)).astype(np.int64)


@dataclass(frozen=True)
class Model:
    """rows @ chosen <= limits, in integers already divided; at most one column of each applicant besides."""

    problem: Problem
    columns: Columns
    rows: tuple[Row, ...]
    matrix: sp.csc_array  # rows x columns, int64
    limits: Ints

    @cached_property
    def whole_limits(self) -> Floats:
        """Limits before what no plan can use up (below the divisor) was cut off: what a check starts from."""
        return np.array([row.limit / row.divisor for row in self.rows])

    def value(self, goal: Goal) -> Ints:
        """What a column adds to a goal that is to be made large; spread adds nothing by column."""
        columns = self.columns
        match goal.kind:
            case "score":
                return _at(columns.score, columns.owner)
            case "awards":
                return np.ones(columns.count, dtype=np.int64)
            case "tag":
                tagged = [goal.over in each.tags for each in columns.applicants]
                return _at(np.array(tagged, dtype=np.int64), columns.owner)
            case "thrift":
                return -columns.cost_idr
            case _:
                return np.zeros(columns.count, dtype=np.int64)

    def lots(self) -> Ints:
        """What a column adds to the lottery: the lower the ticket, the more, from 1 to 2 ** LOT_BITS."""
        digits = [int(each[: LOT_BITS // 4], 16) for each in self.columns.tickets]
        weights: Ints = 2**LOT_BITS - np.array(digits, dtype=np.int64)
        return _at(weights, self.columns.owner)

    def used(self, chosen: Ints) -> Ints:
        """Exact use of each row (divided) by the columns at these positions."""
        return _summed(self.matrix, chosen)

    def excess(self, chosen: Ints) -> Ints:
        over: Ints = np.maximum(self.used(chosen) - self.limits, 0)
        return over

    def keeps(self, chosen: Ints) -> bool:
        once = len(np.unique(self.columns.owner[chosen])) == len(chosen)
        return once and not self.excess(chosen).any()


def value_of(model: Model, goal: Goal, chosen: Ints) -> int:
    """What a plan reaches of a goal."""
    if goal.kind == "spread":
        owners = model.columns.owner[chosen].tolist()
        return len({getattr(model.columns.applicants[at], goal.over) for at in owners})
    return int(model.value(goal)[chosen].sum())


def _summed(matrix: sp.csc_array, chosen: Ints) -> Ints:
    total = np.zeros(matrix.shape[0], dtype=np.int64)
    begins, ends = matrix.indptr[chosen], matrix.indptr[chosen + 1]
    positions = ranges(begins, ends)
    np.add.at(total, matrix.indices[positions], matrix.data[positions])
    return total


def ranges(begins: NDArray[Any], ends: NDArray[Any]) -> Ints:
    """All whole numbers from each begin up to its end, one range after the other."""
    lengths = (ends - begins).astype(np.int64)
    shifts = np.repeat(begins - np.concatenate([[0], np.cumsum(lengths)[:-1]]), lengths)
    found: Ints = np.arange(lengths.sum(), dtype=np.int64) + shifts
    return found


def build(problem: Problem, *, forced_out: frozenset[str] = frozenset()) -> Model:
    """The model of a round; `forced_out` are applicants that get no column."""
    columns = columns_of(problem, forced_out)
    writer = _Writer(problem, columns)
    for write in (writer.funds, writer.stocks, writer.rules):
        write()
    return writer.model()


def columns_of(problem: Problem, forced_out: frozenset[str] = frozenset()) -> Columns:
    drawn = tickets(problem.seed, (each.id for each in problem.applicants))
    order = sorted(range(len(drawn)), key=drawn.__getitem__)
    applicants = [problem.applicants[at] for at in order]
    packages = sorted(problem.packages, key=lambda each: each.id)
    funds = sorted(problem.funds, key=lambda each: each.id)
    code = {package.id: at for at, package in enumerate(packages)}
    lengths = np.array([len(each.wishes) for each in applicants], dtype=np.int64)
    owner = np.repeat(np.arange(len(applicants), dtype=np.int64), lengths)
    wanted = np.array([code[wish] for each in applicants for wish in each.wishes], dtype=np.int64)
    wish = ranges(np.zeros(len(lengths), dtype=np.int64), lengths)
    free = ~barred(problem, applicants)
    if forced_out:
        free &= np.array([each.id not in forced_out for each in applicants])
    open_to = np.column_stack(
        [
            (free & eligible(fund, applicants))[owner] & _payable(fund, packages, code)[wanted]
            for fund in funds
        ]
    )
    pair, fund = np.nonzero(open_to)
    cost = np.array([package.cost_idr for package in packages], dtype=np.int64)
    taken = wanted[pair]
    return Columns(
        applicants,
        [drawn[at] for at in order],
        owner[pair],
        taken,
        fund.astype(np.int64),
        wish[pair],
        _at(cost, taken),
    )


def _at(values: Ints, positions: Ints) -> Ints:
    taken: Ints = values[positions] if len(values) else np.zeros(0, dtype=np.int64)
    return taken


def eligible(fund: Fund, applicants: Sequence[Applicant]) -> Bools:
    found = np.ones(len(applicants), dtype=bool)
    if fund.needs:
        needs = set(fund.needs)
        carried: dict[tuple[str, ...], bool] = {}
        for tags in {each.tags for each in applicants}:
            carried[tags] = needs <= set(tags)
        found &= np.array([carried[each.tags] for each in applicants])
    if fund.applicants is not None:
        found &= np.array([each.id in fund.applicants for each in applicants])
    return found


def _payable(fund: Fund, packages: Sequence[Any], code: Mapping[str, int]) -> Bools:
    found = np.full(len(packages), fund.packages is None)
    for package in fund.packages or ():
        found[code[package]] = True
    return found


def barred(problem: Problem, applicants: Sequence[Applicant]) -> Bools:
    """Who received before, in the window of a rule, by any of the keys the rule looks at."""
    found = np.zeros(len(applicants), dtype=bool)
    for rule in problem.rules:
        if isinstance(rule, NoRepeat):
            keys = keys_barred(problem, rule)
            found |= np.array([not keys.isdisjoint(keys_of(each)) for each in applicants])
    return found


def keys_barred(problem: Problem, rule: NoRepeat) -> frozenset[str]:
    over = set(rule.over)
    return frozenset(
        each.key for each in problem.past if each.on >= rule.since_on and each.key.partition(":")[0] in over
    )


def keys_of(applicant: Applicant) -> tuple[str, ...]:
    return (f"applicant:{applicant.id}", *applicant.groups)


class _Writer:
    """Collects rows as (positions, coefficients) and makes one matrix of them."""

    def __init__(self, problem: Problem, columns: Columns) -> None:
        self.problem, self.columns = problem, columns
        self.rows: list[Row] = []
        self.positions: list[Ints] = []
        self.numbers: list[Ints] = []
        self.funds_by_id = {fund: at for at, fund in enumerate(sorted(each.id for each in problem.funds))}
        self._codes: dict[Field, tuple[dict[str, int], Ints, Ints]] = {}

    def add(self, row: tuple[str, RowKind, str], limit: int, positions: Ints, numbers: Ints) -> None:
        divisor = int(np.gcd.reduce(numbers)) if len(numbers) else 1
        divisor = max(divisor, 1)
        self.rows.append(Row(*row, limit, divisor))
        self.positions.append(positions)
        self.numbers.append(numbers // divisor)

    def funds(self) -> None:
        by_fund = _grouped(self.columns.fund, len(self.problem.funds))
        for fund in sorted(self.problem.funds, key=lambda each: each.id):
            at = by_fund(self.funds_by_id[fund.id])
            self.add((f"fund:{fund.id}", "fund", "idr"), fund.budget_idr, at, self.columns.cost_idr[at])

    def stocks(self) -> None:
        packages = sorted(self.problem.packages, key=lambda each: each.id)
        by_package = _grouped(self.columns.package, len(packages))
        holding: dict[str, list[tuple[int, int]]] = {stock.kind: [] for stock in self.problem.stocks}
        for at, package in enumerate(packages):
            for kind, pieces in package.kinds:
                if kind in holding:
                    holding[kind].append((at, pieces))
        for stock in sorted(self.problem.stocks, key=lambda each: each.kind):
            found = [(by_package(at), pieces) for at, pieces in holding[stock.kind]]
            positions = _joined([each for each, _ in found])
            numbers = _joined([np.full(len(each), pieces, dtype=np.int64) for each, pieces in found])
            self.add((f"stock:{stock.kind}", "stock", "pieces"), stock.pieces, positions, numbers)

    def rules(self) -> None:
        for rule in sorted(self.problem.rules, key=lambda each: each.id):
            match rule:
                case Floor():
                    at = self._of(rule.who, rule.fund)
                    self.add(
                        (f"floor:{rule.id}", "floor", rule.unit), -rule.least, at, -self._in(rule.unit, at)
                    )
                case Cap():
                    at = self._of(rule.who, rule.fund)
                    self.add((f"cap:{rule.id}", "cap", rule.unit), rule.most, at, self._in(rule.unit, at))
                case Share():
                    self._share(rule)
                case AtMostOne():
                    self._at_most_one(rule)

    def _share(self, rule: Share) -> None:
        """permille x all <= 1000 x theirs, written as one row with the limit zero."""
        everything = np.arange(self.columns.count, dtype=np.int64)
        weights = np.full(self.columns.count, rule.least_permille, dtype=np.int64)
        weights[self._of(rule.who, None)] -= 1000
        numbers = weights * self._in(rule.unit, everything)
        used = np.flatnonzero(numbers)
        self.add((f"share:{rule.id}", "share", rule.unit), 0, used, numbers[used])

    def _at_most_one(self, rule: AtMostOne) -> None:
        sharing: dict[str, list[int]] = {}
        for at, applicant in enumerate(self.columns.applicants):
            for group in applicant.groups:
                if group.partition(":")[0] == rule.over:
                    sharing.setdefault(group, []).append(at)
        starts = self.columns.starts
        for group, members in sorted(sharing.items()):
            if len(members) > 1:
                found = _joined([np.arange(starts[at], starts[at + 1], dtype=np.int64) for at in members])
                ones = np.ones(len(found), dtype=np.int64)
                self.add((f"once:{rule.id}:{group}", "once", "awards"), 1, found, ones)

    def _in(self, unit: Unit, positions: Ints) -> Ints:
        if unit == "idr":
            return self.columns.cost_idr[positions]
        return np.ones(len(positions), dtype=np.int64)

    def _of(self, who: Who, fund: str | None) -> Ints:
        """Positions of the columns of these applicants, paid by this fund or by any."""
        found = self._members(who)
        if fund is not None:
            found = found[self.columns.fund[found] == self.funds_by_id[fund]]
        return found

    def _members(self, who: Who) -> Ints:
        if who == EVERYONE:
            return np.arange(self.columns.count, dtype=np.int64)
        if who.field in ("tag", "group"):
            return np.flatnonzero(
                np.array([who.has(each) for each in self.columns.applicants])[self.columns.owner]
            )
        codes, order, begins = self._coded(who.field)
        at = codes.get(who.value)
        return order[:0] if at is None else np.sort(order[begins[at] : begins[at + 1]])

    def _coded(self, field: Field) -> tuple[dict[str, int], Ints, Ints]:
        """Columns sorted by a field once, because every district may have a floor of its own."""
        if field not in self._codes:
            codes: dict[str, int] = {}
            coded = [codes.setdefault(getattr(each, field), len(codes)) for each in self.columns.applicants]
            by_column = np.array(coded, dtype=np.int64)[self.columns.owner]
            order = np.argsort(by_column, kind="stable")
            begins = np.searchsorted(by_column[order], np.arange(len(codes) + 1))
            self._codes[field] = codes, order.astype(np.int64), begins.astype(np.int64)
        return self._codes[field]

    def model(self) -> Model:
        lengths = [len(each) for each in self.positions]
        row = np.repeat(np.arange(len(self.rows), dtype=np.int64), lengths)
        parts = (_joined(self.numbers), (row, _joined(self.positions)))
        matrix = sp.csc_array(parts, shape=(len(self.rows), self.columns.count), dtype=np.int64)
        limits = np.array([row.limit // row.divisor for row in self.rows], dtype=np.int64)
        return Model(self.problem, self.columns, tuple(self.rows), matrix, limits)


def _joined(parts: Iterable[Ints]) -> Ints:
    return np.concatenate([np.zeros(0, dtype=np.int64), *parts])


def _grouped(codes: Ints, count: int) -> Callable[[int], Ints]:
    order = np.argsort(codes, kind="stable").astype(np.int64)
    begins = np.searchsorted(codes[order], np.arange(count + 1))
    return lambda at: order[begins[at] : begins[at + 1]]
