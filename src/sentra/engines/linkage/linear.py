"""Solves a small symmetric system, so that learning needs no numerical library."""

from collections.abc import Sequence


def solved(matrix: Sequence[Sequence[float]], right: Sequence[float]) -> list[float]:
    """x of `matrix` x = `right`, for a positive definite `matrix` (Cholesky)."""
    lower: list[list[float]] = []
    for i, row in enumerate(matrix):
        line: list[float] = []
        for j in range(i):
            line.append((row[j] - _dot(line, lower[j])) / lower[j][j])
        line.append((row[i] - _dot(line, line)) ** 0.5)
        lower.append(line)
    return _backward(lower, _forward(lower, right))


def _dot(one: Sequence[float], other: Sequence[float]) -> float:
    """Over the length of the shorter."""
    return sum(x * y for x, y in zip(one, other, strict=False))


def _forward(lower: Sequence[Sequence[float]], right: Sequence[float]) -> list[float]:
    found: list[float] = []
    for row, value in zip(lower, right, strict=True):
        found.append((value - _dot(found, row)) / row[len(found)])
    return found


def _backward(lower: Sequence[Sequence[float]], right: Sequence[float]) -> list[float]:
    found = [0.0] * len(right)
    for i in reversed(range(len(right))):
        rest = sum(lower[k][i] * found[k] for k in range(i + 1, len(right)))
        found[i] = (right[i] - rest) / lower[i][i]
    return found
