"""The peer: HiGHS given the whole model as it stands. `python -m bench.allocation.peer NAME N` prints JSON.

Stopped at 120 CPU seconds (one thread, counted from the start of the solve) or 12 GB. It gets the rows the
engine built, divided rupiah included, so only the method differs.
"""

import json
import os
import resource
import sys
import threading
import time
from typing import Any

import highspy
import numpy as np

from bench.allocation import inputs
from bench.allocation.clock import cpu, peak_gb
from sentra.engines.allocation.exact import program_of
from sentra.engines.allocation.model import build
from sentra.engines.allocation.problem import Problem

CPU_S, MEMORY_GB = 120.0, 12


def whole(problem: Problem) -> dict[str, Any]:
    model = build(problem)
    program = program_of(model)
    solver = highspy.Highs()
    for name, value in {"output_flag": False, "threads": 1, "mip_rel_gap": 0.0}.items():
        solver.setOptionValue(name, value)
    solver.passModel(_passed(program, model.value(problem.goals[0]).astype(float)))
    started = cpu()

    def watched(event: Any) -> None:
        if cpu() - started > CPU_S or peak_gb() > MEMORY_GB:
            event.interrupt()

    solver.cbMipInterrupt += watched
    solver.cbSimplexInterrupt += watched
    _stop_hard()
    solver.run()
    info, status = solver.getInfo(), str(solver.getModelStatus()).rpartition(".k")[2]
    found = info.primal_solution_status == 2
    return {
        "status": status,
        "objective": round(info.objective_function_value) if found else None,
        "bound": info.mip_dual_bound if abs(info.mip_dual_bound) < 1e300 else None,
        "cpu": cpu() - started,
        "peak_gb": peak_gb(),
    }


def _passed(program: Any, values: Any) -> Any:
    matrix, passed = program.matrix, highspy.HighsLp()
    passed.num_row_, passed.num_col_ = matrix.shape
    passed.sense_, passed.col_cost_ = highspy.ObjSense.kMaximize, values
    passed.col_lower_, passed.col_upper_ = program.lower, program.upper
    passed.row_lower_, passed.row_upper_ = np.full(matrix.shape[0], -np.inf), program.limits
    passed.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    passed.a_matrix_.start_ = matrix.indptr.astype(np.int32)
    passed.a_matrix_.index_, passed.a_matrix_.value_ = matrix.indices.astype(np.int32), matrix.data
    passed.integrality_ = np.full(program.count, highspy.HighsVarType.kInteger)
    return passed


def _stop_hard() -> None:
    """Some phases never ask whether to stop; a minute later nobody waits for them any more."""

    def end() -> None:
        limit = cpu() + CPU_S * 1.25
        while cpu() < limit:
            time.sleep(1)
        print(json.dumps(_nothing("Stopped")), flush=True)
        os._exit(0)

    threading.Thread(target=end, daemon=True).start()


def _nothing(status: str) -> dict[str, Any]:
    return {"status": status, "objective": None, "bound": None, "cpu": cpu(), "peak_gb": peak_gb()}


def main() -> None:
    name, count = sys.argv[1:3]
    problem = getattr(inputs, name)(int(count))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_GB * 2**30, MEMORY_GB * 2**30))
    try:
        told = whole(problem)
    except MemoryError:
        told = _nothing("Memory")
    print(json.dumps(told))


if __name__ == "__main__":
    main()
