"""After the decision: who waits in which order, and who moves up when somebody declines."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

import numpy as np

from sentra.engines.allocation import canonical, exact, reading
from sentra.engines.allocation.allocation import Allocation, Award, Limits, Stage
from sentra.engines.allocation.clocks import Run
from sentra.engines.allocation.filling import Book
from sentra.engines.allocation.lottery import ticket
from sentra.engines.allocation.model import Ints, Model, barred, build, eligible, value_of
from sentra.engines.allocation.problem import Applicant, Fund, Problem

SECONDS: Final = 60.0


class Waiting(NamedTuple):
    """A place in the queue of a fund; 1 is next. By score, then by ticket."""

    fund: str
    rank: int
    applicant: str
    score_tenths: int
    ticket: str


def waiting_list(problem: Problem, allocation: Allocation) -> tuple[Waiting, ...]:
    """Everybody without an award whom a fund may serve, fund by fund.

    Who may be served by two stands twice.
    """
    out = {award.applicant for award in allocation.awards} | set(allocation.declined)
    drawn = sorted(
        (-each.score_tenths, ticket(problem.seed, each.id), each)
        for each, no in zip(problem.applicants, barred(problem, problem.applicants), strict=True)
        if each.id not in out and not no
    )
    return tuple(
        Waiting(fund.id, rank, each.id, -score, drawn_ticket)
        for fund in sorted(problem.funds, key=lambda fund: fund.id)
        for rank, (score, drawn_ticket, each) in enumerate(_open_to(fund, drawn), 1)
    )


Drawn = tuple[int, str, Applicant]


def _open_to(fund: Fund, drawn: Sequence[Drawn]) -> list[Drawn]:
    people = [each for _, _, each in drawn]
    served = eligible(fund, people)
    return [one for one, yes in zip(drawn, served, strict=True) if yes and _pays(fund, one[2])]


def _pays(fund: Fund, applicant: Applicant) -> bool:
    return bool(applicant.wishes) and (
        fund.packages is None or not fund.packages.isdisjoint(applicant.wishes)
    )


def promote(problem: Problem, allocation: Allocation, *, declined: Iterable[str]) -> Allocation:
    """What is left goes to those who wait, in their order; everybody else keeps what was awarded.

    First come those without whom a floor or a share would be missed, then whoever fits. Only when a rule
    cannot be kept by adding alone are awards changed, and then as few as possible; when not even that helps
    the rule stays missed and `verify` says so. `declined` may name people who declined before.
    """
    gone = set(declined) | set(allocation.declined)
    kept = tuple(award for award in allocation.awards if award.applicant not in gone)
    model = build(problem, forced_out=frozenset(gone))
    columns, others = reading.columns_of_awards(model, kept)
    book = Book(model, columns)
    _take_aside(model, book, others)
    queue = np.lexsort((np.arange(model.columns.count), -model.columns.score[model.columns.owner]))
    _restore(model, book, queue)
    while book.add(_fitting(book, queue)):
        pass
    if (book.left < 0).any() and not others:
        return _told(model, allocation, _fewest_changes(model, columns, book.plan()), (), gone)
    return _told(model, allocation, book.plan(), others, gone)


def _fitting(book: Book, queue: Ints) -> Ints:
    fits = np.zeros(len(queue), dtype=bool)
    fits[book.fitting()] = True
    return queue[fits[queue]]


def _take_aside(model: Model, book: Book, others: Sequence[Award]) -> None:
    """Awards that the rules would not have given (a committee's) still use money and stock."""
    packages = {each.id: each for each in model.problem.packages}
    rows = {row.id: at for at, row in enumerate(model.rows)}
    for award in others:
        at = rows[f"fund:{award.fund}"]
        book.left[at] -= -(-award.cost_idr // model.rows[at].divisor)
        for kind, pieces in packages[award.package].kinds:
            if f"stock:{kind}" in rows:
                at = rows[f"stock:{kind}"]
                book.left[at] -= -(-pieces // model.rows[at].divisor)
    served = {award.applicant for award in others}
    book.served |= np.array([each.id in served for each in model.columns.applicants])


def _restore(model: Model, book: Book, queue: Ints) -> None:
    rows = model.matrix.tocsr()
    for row in np.flatnonzero(book.left < 0).tolist():
        span = slice(rows.indptr[row], rows.indptr[row + 1])
        helping = np.zeros(model.columns.count, dtype=bool)
        helping[rows.indices[span][rows.data[span] < 0]] = True
        book.add(queue[helping[queue]], until=row)


def _fewest_changes(model: Model, kept: Ints, fallback: Ints) -> Ints:
    search = exact.Search(model, Run(Limits(wall_s=SECONDS)))
    same = np.zeros(model.columns.count, dtype=np.int64)
    same[kept] = 1
    found = search.best_after("kept", same)
    return fallback if found is None else found


def _told(
    model: Model, before: Allocation, chosen: Ints, others: Sequence[Award], gone: set[str]
) -> Allocation:
    """The earlier certificate with what has changed.

    The bound still holds, the proof of the best does not.
    """
    awards = tuple(sorted((*reading.awards_of(model, chosen), *others)))
    stages = tuple(
        Stage(goal.name, value, None, False, value)
        for goal in model.problem.goals
        for value in [value_of(model, goal, chosen)]
    )
    certificate = replace(
        before.certificate,
        status="feasible",
        objective=stages[0].value,
        solver_bound=None,
        stages=stages,
        solution_sha256=canonical.solution_sha256(awards),
    )
    return Allocation(before.round, awards, certificate, tuple(sorted(gone)))
