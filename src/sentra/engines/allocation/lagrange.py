"""A bound anybody can recompute: prices of the rows in, the most any plan can reach out.

For any prices from zero up, no plan that keeps the rows is worth more than what all limits cost at these
prices plus, for each applicant, the best surplus of value over cost (or nothing). No solver is trusted.
"""

import numpy as np

from sentra.engines.allocation.model import Floats, Ints, Model


def surplus(model: Model, values: Ints | Floats, prices: Floats) -> Floats:
    """What each column is worth beyond what it uses, at these prices of the divided rows."""
    found: Floats = values - model.matrix.T @ prices
    return found


def best_of_each(model: Model, by_column: Floats) -> Floats:
    """The largest of each applicant's columns; minus infinity for who has none."""
    found = np.full(len(model.columns.applicants), -np.inf)
    np.maximum.at(found, model.columns.owner, by_column)
    return found


def bound(model: Model, values: Ints | Floats, prices: Floats) -> float:
    best = best_of_each(model, surplus(model, values, prices))
    return float(prices @ model.whole_limits) + float(np.maximum(best, 0.0).sum())
