"""Adding awards one by one while they fit, the best first; in whole numbers."""

from collections.abc import Iterable

import numpy as np

from sentra.engines.allocation.model import Floats, Ints, Model


def filled(model: Model, chosen: Ints, worth: Floats) -> Ints:
    """What still fits is added, the most worth at the prices first; nobody loses anything."""
    book = Book(model, chosen)
    while book.add(_in_order(book.fitting(), worth)):
        pass
    return book.plan()


def roughly(model: Model, worth: Floats) -> Ints | None:
    """A plan without a search: floors first, then what fits. None when that keeps not all rules."""
    book = Book(model, np.zeros(0, dtype=np.int64))
    rows = model.matrix.tocsr()
    for at, row in enumerate(model.rows):
        if row.kind == "floor" and row.limit < 0:
            found = rows.indices[rows.indptr[at] : rows.indptr[at + 1]].astype(np.int64)
            book.add(_in_order(found, worth), until=at)
    while book.add(_in_order(book.fitting(), worth)):
        pass
    plan = book.plan()
    return plan if model.keeps(plan) else None


def _in_order(columns: Ints, worth: Floats) -> Ints:
    return columns[np.argsort(-worth[columns], kind="stable")]


class Book:
    """What is left of every row, and who has an award."""

    def __init__(self, model: Model, chosen: Ints) -> None:
        self.model, self.chosen = model, chosen.tolist()
        self.left = model.limits - model.used(chosen)
        self.served = np.zeros(len(model.columns.applicants), dtype=bool)
        self.served[model.columns.owner[chosen]] = True

    def plan(self) -> Ints:
        return np.sort(np.array(self.chosen, dtype=np.int64))

    def fitting(self) -> Ints:
        """Columns that fit as things stand, of applicants without an award."""
        matrix = self.model.matrix
        over = (matrix.data > 0) & (matrix.data > self.left[matrix.indices])
        broken = np.concatenate([[0], np.cumsum(over)])
        fits = broken[matrix.indptr[1:]] == broken[matrix.indptr[:-1]]
        return np.flatnonzero(fits & ~self.served[self.model.columns.owner]).astype(np.int64)

    def add(self, columns: Iterable[int], until: int | None = None) -> int:
        """How many were added; with `until`, no more than that row's floor needs."""
        matrix, owner, added = self.model.matrix, self.model.columns.owner, 0
        for column in columns:
            if until is not None and self.left[until] >= 0:
                break
            span = slice(matrix.indptr[column], matrix.indptr[column + 1])
            rows, numbers = matrix.indices[span], matrix.data[span]
            if self.served[owner[column]] or ((numbers > 0) & (numbers > self.left[rows])).any():
                continue
            self.left[rows] -= numbers
            self.served[owner[column]] = True
            self.chosen.append(int(column))
            added += 1
        return added
