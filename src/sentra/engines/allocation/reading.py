"""Between columns of the model and awards of the round, in both directions."""

from collections.abc import Sequence

import numpy as np

from sentra.engines.allocation.allocation import Award
from sentra.engines.allocation.model import Ints, Model


def awards_of(model: Model, chosen: Ints) -> tuple[Award, ...]:
    """By applicant's id."""
    columns = model.columns
    packages, funds = _names(model)
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


def columns_of_awards(model: Model, awards: Sequence[Award]) -> tuple[Ints, tuple[Award, ...]]:
    """The columns of these awards, and the awards that have none."""
    columns = model.columns
    packages, funds = _names(model)
    wanted = {(each.applicant, each.package, each.fund): each for each in awards}
    known = {award.applicant for award in awards}
    found = []
    for at, applicant in enumerate(columns.applicants):
        if applicant.id in known:
            for column in range(columns.starts[at], columns.starts[at + 1]):
                key = (applicant.id, packages[columns.package[column]], funds[columns.fund[column]])
                if wanted.pop(key, None) is not None:
                    found.append(column)
    return np.array(found, dtype=np.int64), tuple(wanted.values())


def _names(model: Model) -> tuple[list[str], list[str]]:
    problem = model.problem
    return sorted(each.id for each in problem.packages), sorted(each.id for each in problem.funds)
