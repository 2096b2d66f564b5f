"""Who could change places without anybody else noticing; among those, the lower ticket wins."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sentra.engines.allocation.model import Ints, Model, value_of

_ODD: Final = np.uint64(0x9E3779B97F4A7C15)


def interchangeable(model: Model) -> Ints:
    """A number for each applicant; equal for those whose columns are equal in every row and every goal."""
    columns, goals = model.columns, model.problem.goals
    marks = [columns.package, columns.fund, columns.wish, *(model.value(goal) for goal in goals)]
    marks += [
        _coded([getattr(each, goal.over) for each in columns.applicants])[columns.owner]
        for goal in goals
        if goal.kind == "spread"
    ]
    return alike(model, marks)


def alike(model: Model, marks: Sequence[Ints]) -> Ints:
    """A number for each applicant; equal for those whose columns are equal in every row and these marks.

    By a 64-bit sum over columns, so that a million take a second; `settled` checks what comes of it.
    """
    columns = model.columns
    weight = _scrambled(np.arange(1, len(model.rows) + 1, dtype=np.uint64))
    used = _scrambled(model.matrix.astype(np.uint64).T @ weight)
    for mark in marks:
        used = _scrambled(used + mark.astype(np.uint64))
    total = np.zeros(len(columns.applicants), dtype=np.uint64)
    np.add.at(total, columns.owner, used)
    return np.unique(total, return_inverse=True)[1].astype(np.int64)


def settled(model: Model, chosen: Ints) -> Ints:
    """The same plan with each tie given to the lowest tickets; applicants stand in that order already."""
    if not len(chosen):
        return chosen
    classes, columns = interchangeable(model), model.columns
    place = chosen - columns.starts[columns.owner[chosen]]  # which of the applicant's columns
    order = np.lexsort((columns.owner[chosen], classes[columns.owner[chosen]]))
    by_class = np.argsort(classes, kind="stable")
    begins = np.searchsorted(classes[by_class], classes[columns.owner[chosen[order]]])
    first = np.searchsorted(classes[columns.owner[chosen[order]]], classes[columns.owner[chosen[order]]])
    winners = by_class[begins + np.arange(len(order)) - first]
    found = np.sort(columns.starts[winners] + place[order]).astype(np.int64)
    return found if _as_good(model, chosen, found) else chosen


def _as_good(model: Model, before: Ints, after: Ints) -> bool:
    goals = model.problem.goals
    same = all(value_of(model, goal, before) == value_of(model, goal, after) for goal in goals)
    return same and model.keeps(after)


def _coded(values: list[str]) -> Ints:
    codes: dict[str, int] = {}
    return np.array([codes.setdefault(value, len(codes)) for value in values], dtype=np.int64)


def _scrambled(numbers: NDArray[np.uint64]) -> NDArray[np.uint64]:
    mixed = (numbers + np.uint64(1)) * _ODD
    mixed ^= mixed >> np.uint64(31)
    return mixed * np.uint64(0xBF58476D1CE4E5B9)
