"""Random rounds: does the check accept every plan, and does brute force find no better one?

`python -m bench.allocation.agreeing ROUNDS TINY` prints JSON.
"""

import json
import sys
from typing import Any

from bench.allocation.clock import cpu
from sentra.engines.allocation import RulesClash, allocate, verify
from tests.engines.allocation import brute
from tests.engines.allocation.rounds import random_round, shuffled

FIRST = 1_000_000  # seeds that no test uses


def agreeing(rounds: int) -> dict[str, Any]:
    told = {"rounds": rounds, "accepted": 0, "impossible": 0, "proven": 0, "same_when_shuffled": 0}
    for seed in range(FIRST, FIRST + rounds):
        problem = random_round(seed, 24)
        try:
            found = allocate(problem)
        except RulesClash:
            told["impossible"] += 1
            continue
        told["accepted"] += verify(problem, found) == []
        told["proven"] += found.certificate.status == "optimal"
        told["same_when_shuffled"] += allocate(shuffled(problem, seed)) == found
    return told


def exhausted(rounds: int) -> dict[str, Any]:
    """Tiny rounds against every plan there is."""
    equal = 0
    for seed in range(2 * FIRST, 2 * FIRST + rounds):
        problem = random_round(seed, 5)
        expected = brute.best(problem)
        try:
            found = allocate(problem)
        except RulesClash:
            equal += expected is None
            continue
        winners = frozenset(award.applicant for award in found.awards)
        equal += expected is not None and winners in expected[1]
    return {"tiny": rounds, "equal": equal}


def main() -> None:
    rounds, tiny = map(int, sys.argv[1:3])
    started = cpu()
    told = agreeing(rounds) | exhausted(tiny)
    print(json.dumps(told | {"cpu": cpu() - started}))


if __name__ == "__main__":
    main()
