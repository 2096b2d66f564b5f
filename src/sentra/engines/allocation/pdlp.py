"""PDLP behind one function: prices for a million columns in seconds, from matrices and with one thread."""

from typing import Final, NamedTuple

import numpy as np
import scipy.sparse as sp
from ortools.pdlp import solvers_pb2
from ortools.pdlp.python import pdlp

from sentra.engines.allocation.model import Floats, Ints

TOLERANCE: Final = 1e-4  # the bound is computed from the prices afterwards, so it is safe at any tolerance
ITERATIONS: Final = 20_000


class Relaxed(NamedTuple):
    """Prices of the rows, at least zero, and the share of each column, from 0 to 1."""

    prices: Floats
    shares: Floats


def relax(matrix: sp.csc_array, limits: Floats, values: Floats, owner: Ints, wall_s: float) -> Relaxed:
    """Make values @ x large under matrix @ x <= limits, for each owner sum(x) <= 1, 0 <= x <= 1."""
    rows, columns = matrix.shape
    program = pdlp.QuadraticProgram()
    whole = _with_owners(matrix, owner)
    program.resize_and_initialize(columns, whole.shape[0])
    program.objective_vector = -values
    program.constraint_matrix = whole
    program.constraint_upper_bounds = np.concatenate([limits, np.ones(whole.shape[0] - rows)])
    program.variable_lower_bounds = np.zeros(columns)
    program.variable_upper_bounds = np.ones(columns)
    del whole
    found = pdlp.primal_dual_hybrid_gradient(program, _parameters(wall_s))
    return Relaxed(
        np.maximum(-np.array(found.dual_solution)[:rows], 0.0),
        np.clip(np.array(found.primal_solution), 0.0, 1.0),
    )


def _with_owners(matrix: sp.csc_array, owner: Ints) -> sp.csc_matrix:
    """One row more for each owner of two columns or more: every column has at most one entry there."""
    _, owners, counts = np.unique(owner, return_inverse=True, return_counts=True)
    several = counts > 1
    row = (np.cumsum(several) - 1)[owners]
    kept = np.flatnonzero(several[owners])
    parts = (np.ones(len(kept)), (row[kept], kept))
    once = sp.csc_array(parts, shape=(int(several.sum()), matrix.shape[1]))
    return sp.csc_matrix(sp.vstack([matrix.astype(np.float64), once], format="csc"))


def _parameters(wall_s: float) -> solvers_pb2.PrimalDualHybridGradientParams:
    parameters = solvers_pb2.PrimalDualHybridGradientParams()
    parameters.num_threads = 1
    criteria = parameters.termination_criteria
    criteria.simple_optimality_criteria.eps_optimal_relative = TOLERANCE
    criteria.simple_optimality_criteria.eps_optimal_absolute = TOLERANCE
    criteria.iteration_limit = ITERATIONS
    criteria.time_sec_limit = max(wall_s, 0.1)
    return parameters
