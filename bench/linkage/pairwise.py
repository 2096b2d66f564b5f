"""How well a partition agrees with the truth, over pairs; independent of what the engine says of itself."""

from typing import NamedTuple

import numpy as np


class Pairwise(NamedTuple):
    precision: float
    recall: float
    f1: float
    found: int  # pairs the partition joins
    true: int  # pairs the truth joins


def pairwise(truth: np.ndarray, found: np.ndarray) -> Pairwise:
    """Both give each record's group, in one order; any values that numpy can sort."""
    if truth.shape != found.shape:
        raise ValueError(f"Truth has {truth.shape[0]} records, the partition {found.shape[0]}.")
    left, right = np.unique(truth, return_inverse=True)[1], np.unique(found, return_inverse=True)[1]
    both = left.astype(np.int64) * (int(right.max(initial=0)) + 1) + right
    return _scores(_pairs(both), _pairs(right), _pairs(left))


def pairwise_edges(truth: np.ndarray, left: np.ndarray, right: np.ndarray, total: int) -> Pairwise:
    """The same for edges: `left` and `right` are positions in `truth`, which has `total` true pairs."""
    return _scores(int((truth[left] == truth[right]).sum()), len(left), total)


def true_pairs(truth: np.ndarray) -> int:
    return _pairs(truth)


def _pairs(groups: np.ndarray) -> int:
    sizes = np.unique(groups, return_counts=True)[1].astype(np.int64)
    return int((sizes * (sizes - 1) // 2).sum())


def _scores(right: int, found: int, true: int) -> Pairwise:
    precision, recall = right / found if found else 1.0, right / true if true else 1.0
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    return Pairwise(precision, recall, f1, found, true)
