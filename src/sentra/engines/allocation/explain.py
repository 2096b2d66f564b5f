"""Why somebody won or lost, as codes and numbers.

Rooms put them into words. Others are counted, never named.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal, NamedTuple

import numpy as np

from sentra.engines.allocation import exact, reading
from sentra.engines.allocation.allocation import Allocation, Award, Limits
from sentra.engines.allocation.clocks import Run
from sentra.engines.allocation.lots import interchangeable
from sentra.engines.allocation.lottery import ticket
from sentra.engines.allocation.model import Ints, Model, build, keys_barred, keys_of
from sentra.engines.allocation.problem import Applicant, NoRepeat, Problem

Depth = Literal["price", "exact"]
Outcome = Literal["awarded", "barred", "no_fund", "lost_by_lot", "outscored"]
SECONDS: Final = 60.0


class Standing(NamedTuple):
    """Among all whom a fund may serve: the place by score and ticket, and the lowest score it served."""

    fund: str
    rank: int
    of: int
    winners: int
    cutoff_tenths: int | None  # None: it served nobody


class Cost(NamedTuple):
    """What a row takes off the score at its price, in tenths; below zero: what it adds, as a floor does."""

    row: str
    kind: str
    tenths: float


class Forced(NamedTuple):
    """The best plan in which this applicant wins (or, for a winner, loses).

    `loss` is what the first goal loses by it, so a loser with more than so many tenths more would have won;
    0 is a tie that later goals or the lottery decided. `others` of the winners lose their award by it and
    `instead` others win one. None: no plan keeps all rules then.
    """

    loss: int
    others: int
    instead: int
    proven: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """`costs`: the dearest row first; `missing_tenths`: the score that was missing at these prices.

    `alike`: how many no rule and no goal tells from this applicant, who included; `alike_won`: how many won.
    `impossible`: with depth "exact", no plan keeps all rules when this outcome is turned round.
    """

    applicant: str
    outcome: Outcome
    score_tenths: int
    ticket: str
    depth: Depth
    award: Award | None = None
    barred_by: tuple[str, ...] = ()
    standings: tuple[Standing, ...] = ()
    costs: tuple[Cost, ...] = ()
    missing_tenths: int | None = None
    alike: int = 0
    alike_won: int = 0
    forced: Forced | None = None
    impossible: bool = False


def explain(
    problem: Problem, allocation: Allocation, applicant_id: str, *, depth: Depth = "price"
) -> Explanation:
    """Raises AllocationRefused for who is not in the round.

    "exact" solves again with the outcome turned round; a round too large for that is explained by its
    prices, and `depth` says so.
    """
    applicant = problem.applicant(applicant_id)
    model = build(problem)
    book = _Reader(model, allocation, applicant)
    told = book.by_price()
    if depth == "price" or told.outcome in ("barred", "no_fund"):
        return replace(told, depth=depth)
    if model.columns.count > int(allocation.certificate.parameters["exact_pairs"]):
        return told
    forced = book.turned_round()
    return replace(told, depth="exact", forced=forced, impossible=forced is None)


class _Reader:
    """One applicant's place in a decided round."""

    def __init__(self, model: Model, allocation: Allocation, applicant: Applicant) -> None:
        self.model, self.allocation, self.applicant = model, allocation, applicant
        self.award = allocation.award_of(applicant.id)
        self.at = next(at for at, each in enumerate(model.columns.applicants) if each.id == applicant.id)
        starts = model.columns.starts
        self.own = np.arange(starts[self.at], starts[self.at + 1], dtype=np.int64)

    def by_price(self) -> Explanation:
        barred_by = tuple(self._bars())
        alike, alike_won = self._alike()
        costs, missing = self._costs()
        return Explanation(
            applicant=self.applicant.id,
            outcome=self._outcome(barred_by, alike_won),
            score_tenths=self.applicant.score_tenths,
            ticket=ticket(self.model.problem.seed, self.applicant.id),
            depth="price",
            award=self.award,
            barred_by=barred_by,
            standings=tuple(self._standings()),
            costs=costs,
            missing_tenths=missing if self.award is None else None,
            alike=alike,
            alike_won=alike_won,
        )

    def _outcome(self, barred_by: tuple[str, ...], alike_won: int) -> Outcome:
        if self.award is not None:
            return "awarded"
        if barred_by:
            return "barred"
        if not len(self.own):
            return "no_fund"
        return "lost_by_lot" if alike_won else "outscored"

    def _bars(self) -> Iterator[str]:
        for rule in self.model.problem.rules:
            barring = isinstance(rule, NoRepeat) and keys_barred(self.model.problem, rule)
            if barring and not barring.isdisjoint(keys_of(self.applicant)):
                yield rule.id

    def _alike(self) -> tuple[int, int]:
        if not len(self.own):
            return 0, 0
        classes = interchangeable(self.model)
        same = np.flatnonzero(classes == classes[self.at]).tolist()
        won = {award.applicant for award in self.allocation.awards}
        return len(same), sum(self.model.columns.applicants[at].id in won for at in same)

    def _costs(self) -> tuple[tuple[Cost, ...], int | None]:
        """Of the column with the best surplus; only a first goal of points has prices in points."""
        if not len(self.own) or self.model.problem.goals[0].kind != "score":
            return (), None
        told = {price.row: price.price for price in self.allocation.certificate.prices}
        prices = np.array([told.get(row.id, 0.0) * row.divisor for row in self.model.rows])
        part = self.model.matrix[:, self.own]
        best = int(np.argmin(part.T @ prices))
        span = slice(part.indptr[best], part.indptr[best + 1])
        found = [
            Cost(self.model.rows[row].id, self.model.rows[row].kind, round(float(prices[row] * number), 3))
            for row, number in zip(part.indices[span], part.data[span], strict=True)
            if prices[row] > 0
        ]
        price = sum(cost.tenths for cost in found)
        ordered = tuple(sorted(found, key=lambda cost: (-cost.tenths, cost.row)))
        return ordered, max(0, int(np.ceil(price - self.applicant.score_tenths - 1e-6)))

    def _standings(self) -> Iterator[Standing]:
        """People stand in order of their tickets, so a stable sort by score is the order of a pool."""
        columns, problem = self.model.columns, self.model.problem
        by_fund: dict[str, list[int]] = {}
        for award in self.allocation.awards:
            score = problem.applicant(award.applicant).score_tenths
            by_fund.setdefault(award.fund, []).append(score)
        for at, fund in enumerate(sorted(each.id for each in problem.funds)):
            pool = np.unique(columns.owner[columns.fund == at])
            order = pool[np.argsort(-columns.score[pool], kind="stable")].tolist()
            if self.at in order:
                served = by_fund.get(fund, [])
                cutoff = min(served, default=None)
                yield Standing(fund, order.index(self.at) + 1, len(order), len(served), cutoff)

    def turned_round(self) -> Forced | None:
        """The best plan with the loser in it, or without the winner."""
        search = exact.Search(self.model, Run(Limits(wall_s=SECONDS)))
        numbers = np.zeros(search.program.count)
        numbers[self.own] = 1 if self.award else -1
        search.program = search.program.with_row(numbers, 0.0 if self.award else -1.0)
        found = search.first()
        if found is None or search.chosen is None:
            return None
        return self._compared(search.chosen, found.value, found.proven)

    def _compared(self, chosen: Ints, value: int, proven: bool) -> Forced:
        before = {award.applicant for award in self.allocation.awards}
        after = {award.applicant for award in reading.awards_of(self.model, chosen)}
        mine = {self.applicant.id}
        loss = self.allocation.certificate.objective - value
        return Forced(max(0, loss), len(before - after - mine), len(after - before - mine), proven)
