"""How good a partition is when the truth is known, over pairs and over records (B-cubed), and how well two
people agree who judge the same pairs."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from typing import NamedTuple

from sentra.engines.linkage.problem import Clusters, LinkageRefused, Metrics, RecordId


class Agreement(NamedTuple):
    """Of `pairs` judged twice: the share judged alike, 0 to 1, and Cohen's kappa, -1 to 1.

    `kappa` is None where chance alone would make them agree on everything: both said one thing throughout.
    """

    pairs: int
    share: float
    kappa: float | None


def evaluate(clusters: Clusters, truth: Mapping[RecordId, Hashable]) -> Metrics:
    """Over the records of `truth`; the others are not judged.

    A share of nothing is 1: who links no pair makes no mistake. B-cubed is after Bagga and Baldwin (1998):
    for each record the share of its cluster (of its true group) that belongs with it, averaged.
    Raises LinkageRefused when no record is judged or one of `truth` is in no cluster.
    """
    found = {record: i for i, group in enumerate(clusters.groups) for record in group if record in truth}
    if not found or len(found) < len(truth):
        raise LinkageRefused("Every record of the truth must be in a cluster, and there must be one.")
    cells = Counter((group, truth[record]) for record, group in found.items())
    groups, true_groups = Counter(found.values()), Counter(truth.values())
    right = _pairs(cells.values())
    precision = _share(right, _pairs(groups.values()))
    recall = _share(right, _pairs(true_groups.values()))
    return Metrics(
        precision,
        recall,
        _share(2 * precision * recall, precision + recall, empty=0.0),
        sum(n * n / groups[group] for (group, _), n in cells.items()) / len(found),
        sum(n * n / true_groups[label] for (_, label), n in cells.items()) / len(found),
        len(groups),
        len(true_groups),
    )


def _pairs(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)


def _share(part: float, whole: float, *, empty: float = 1.0) -> float:
    return part / whole if whole else empty


def agreement(words: Iterable[tuple[bool, bool]]) -> Agreement:
    """Of (first word, second word) a pair, `True` for the same business.

    Kappa is the share of agreement beyond what chance would give, (p - e) / (1 - e), with e from how often
    each of the two said yes and no: J. Cohen, "A coefficient of agreement for nominal scales", Educational
    and Psychological Measurement 20 (1960), 37-46. With few pairs it says little. Raises LinkageRefused when
    nothing was judged twice.
    """
    told = list(words)
    if not told:
        raise LinkageRefused("Agreement needs at least one pair that two people judged.")
    count = len(told)
    share = sum(1 for one, other in told if one == other) / count
    yes, yes_too = (sum(1 for word in told if word[reader]) / count for reader in (0, 1))
    chance = yes * yes_too + (1 - yes) * (1 - yes_too)
    return Agreement(count, share, (share - chance) / (1 - chance) if chance < 1 else None)
