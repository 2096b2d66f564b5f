"""The same round with its lists in another order."""

from dataclasses import replace
from random import Random
from typing import Any

from sentra.engines.allocation import Problem


def shuffled(problem: Problem, seed: int = 1) -> Problem:
    draw = Random(seed)

    def mixed(items: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(draw.sample(items, len(items)))

    return replace(
        problem,
        applicants=mixed(problem.applicants),
        packages=mixed(problem.packages),
        funds=mixed(problem.funds),
        stocks=mixed(problem.stocks),
        rules=mixed(problem.rules),
    )
