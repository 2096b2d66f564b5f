"""Two solvers in one process: the pinned versions live together, whichever is loaded first."""

import subprocess
import sys

import pytest

SOLVE = """
import {first}
import {second}
import highspy
from ortools.pdlp.python import pdlp

solver = highspy.Highs()
solver.setOptionValue("output_flag", False)
x = solver.addVariable(ub=3.0, obj=-1.0)
solver.run()
print(solver.getInfo().objective_function_value, pdlp.QuadraticProgram().objective_offset)
"""


@pytest.mark.parametrize(
    ("first", "second"), [("highspy", "ortools.pdlp.python.pdlp"), ("ortools.pdlp.python.pdlp", "highspy")]
)
def test_both_solvers_can_be_loaded_in_either_order(first, second):
    program = SOLVE.format(first=first, second=second)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.stdout, done.returncode) == ("-3.0 0.0\n", 0), done.stderr
