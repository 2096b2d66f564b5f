"""Rows of one list that are likened to the same row are rivals: a list mostly holds a business once.

Two rows with one common name in one village both look like a third, and a pair alone cannot know. The odds of
a link are therefore weighed against those of its rivals, odds / (1 + sum of the rivals' odds), on both sides.
Two rows of a list that look like one business are no rivals but written twice.
"""

from collections.abc import Sequence
from itertools import combinations
from math import exp2, log2
from typing import Final

from sentra.engines.linkage.problem import Norm

STRONGEST: Final = 6.0
"""Bits of a rival beyond which it takes no more: one list may hold a business twice all the same."""
CERTAIN: Final = 60.0

Link = tuple[float, int, int]  # minus the weight, lower and higher place


def taken_by_rivals(
    links: Sequence[Link], records: Sequence[Norm], root: Sequence[int]
) -> list[tuple[int, float]]:
    """The positions of links that have rivals, and the bits these take off.

    `links` must be all there are, each pair once; `records` and `root` are by place: records of one root are
    decided to be one. A record that names no source has no rivals.
    """
    lists = _lists(records)
    groups = _likened(links, lists)
    alike = {(a, b): -minus for minus, a, b in links if lists[a] == lists[b]} if groups else {}
    odds: dict[int, float] = {}
    for group in groups:
        for (one, at), (other, to) in combinations(group, 2):
            if root[one] != root[other]:
                twice = alike.get((min(one, other), max(one, other)), -CERTAIN)
                apart = 1.0 / (1.0 + exp2(min(twice, CERTAIN)))
                odds[at] = odds.get(at, 0.0) + apart * exp2(min(-links[to][0], STRONGEST))
                odds[to] = odds.get(to, 0.0) + apart * exp2(min(-links[at][0], STRONGEST))
    return [(at, log2(1.0 + rivals)) for at, rivals in odds.items()]


def _lists(records: Sequence[Norm]) -> list[int]:
    """A number for the list of each record; one of its own for a record that names none."""
    numbers: dict[object, int] = {}
    return [
        numbers.setdefault((record.source, record.seen) if record.source else at, len(numbers))
        for at, record in enumerate(records)
    ]


def _likened(links: Sequence[Link], lists: Sequence[int]) -> list[list[tuple[int, int]]]:
    """For each record, and each list several of whose rows are likened to it: these rows and their links."""
    first: dict[int, int] = {}  # by record and list as one number: this is asked of every link, twice
    several: dict[int, list[int]] = {}
    count = len(lists)
    for at, (_, a, b) in enumerate(links):
        for key in (a * count + lists[b], b * count + lists[a]):
            held = first.setdefault(key, at)
            if held != at:
                several.setdefault(key, [held]).append(at)
    return [
        [(links[at][1] + links[at][2] - key // count, at) for at in found] for key, found in several.items()
    ]
