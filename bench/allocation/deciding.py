"""One round decided and checked by the engine: `python -m bench.allocation.deciding NAME N` prints JSON.

Making the round is not on the clock; building the model, solving and hashing are.
"""

import json
import sys
import time
from typing import Any

from bench.allocation import inputs
from bench.allocation.clock import cpu, loop, peak_gb
from bench.allocation.shuffling import shuffled
from sentra.engines.allocation import Limits, Problem, allocate, verify

WALL_S = 300.0
SHORT_S = 60.0  # where a proof may take for ever


class Laps:
    """CPU seconds at which each phase began."""

    def __init__(self) -> None:
        self.began: dict[str, float] = {}

    def __call__(self, phase: str, _elapsed: float, _value: float | None, _bound: float | None) -> bool:
        self.began.setdefault(phase, cpu())
        return True


def decided(problem: Problem) -> dict[str, Any]:
    wall_s = SHORT_S if problem.round.endswith("-0.6") else WALL_S
    laps, started = Laps(), time.monotonic()
    found = allocate(problem, limits=Limits(wall_s=wall_s), on_progress=laps)
    ended, wall, peak = cpu(), time.monotonic() - started, peak_gb()
    told = found.certificate
    violations = verify(problem, found)
    began = laps.began
    return {
        "status": told.status,
        "method": told.method,
        "objective": told.objective,
        "bound": told.bound,
        "gap": told.gap,
        "solver_gap": told.solver_gap,
        "proven": told.stages[0].proven if told.stages else False,
        "awards": len(found.awards),
        "pairs": told.parameters["pairs"],
        "rows": told.parameters["rows"],
        "build_cpu": began["solve"] - began["build"],
        "solve_cpu": began["certificate"] - began["solve"],
        "hash_cpu": ended - began["certificate"],
        "cpu": ended - began["build"],
        "wall": wall,
        "peak_gb": peak,
        "check_cpu": cpu() - ended,
        "violations": sorted({violation.code for violation in violations}),
        "solution": told.solution_sha256,
    }


def main() -> None:
    name, count, *words = sys.argv[1:]
    problem = getattr(inputs, name)(int(count))
    if "shuffled" in words:
        problem = shuffled(problem)
    speed = loop()
    print(json.dumps(decided(problem) | {"loop": speed}))


if __name__ == "__main__":
    main()
