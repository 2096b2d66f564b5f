"""Rows of one list that are likened to the same row are rivals: a list mostly holds a business once.

Two rows with one common name in one village both look like a third, and a pair alone cannot know. So to the
odds against a link is added, on both sides, how likely each rival is beside it. They are compared as rows of
one owner (`Edge.owner`): that the owner may have another business makes no stranger likelier. Two rows of a
list that look like one business are no rivals but written twice.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from math import exp2, fsum, log2
from typing import Final

from sentra.engines.linkage.problem import Norm
from sentra.engines.linkage.vetoes import businesses_differ, names_differ

TWICE: Final = -6.0
"""Bits that two rows of one list are one business though nothing says so: a rival leaves a link these."""
CERTAIN: Final = 60.0
FOREMOST: Final = 24
"""Of a crowd only so many rivals are weighed, the likeliest: they leave a link as little as all would."""
IMPOSSIBLE: Final = (names_differ, businesses_differ)
"""What is neither linked nor asked about is nobody's rival; a number that differs may be lent."""

Link = tuple[float, int, int]  # minus the weight, lower and higher place


def taken_by_rivals(
    links: Sequence[Link], owners: Sequence[float], records: Sequence[Norm], root: Sequence[int]
) -> list[tuple[int, float]]:
    """The positions of links that have rivals, and the bits these take off.

    `links` must be all there are, each pair once, `owners` what they weigh as links of one owner; `records`
    and `root` are by place: records of one root are decided to be one. A record that names no source has no
    rivals.
    """
    lists = _lists(records)
    groups = list(_possible(_likened(links, lists), records, links))
    alike = {(a, b): _twice(-minus) for minus, a, b in links if lists[a] == lists[b]} if groups else {}
    strangers = _twice(TWICE)
    against: dict[int, list[float]] = {}  # what is added to the odds against a link, rival by rival
    for group in groups:
        for (one, at), (other, to) in product(group, _foremost(group, owners)):
            if root[one] != root[other]:
                twice = alike.get((one, other) if one < other else (other, one), strangers)
                against.setdefault(at, []).append(_added(links[at][0], owners[to] - owners[at], twice))
    # Added up exactly, so that nothing depends on the order of the input.
    return [(at, log2(1.0 + fsum(added) * _odds(-links[at][0]))) for at, added in against.items()]


def _foremost(group: list[tuple[int, int]], owners: Sequence[float]) -> list[tuple[int, int]]:
    if len(group) <= FOREMOST:
        return group
    return sorted(group, key=lambda rival: (-owners[rival[1]], rival[0]))[:FOREMOST]


def _twice(bits: float) -> float:
    """The odds that two rows of one list, alike by so many bits, are one business written twice."""
    return _odds(max(bits, TWICE))


def _added(minus: float, ahead: float, twice: float) -> float:
    """What a rival so many bits ahead adds to the odds against a link (`minus`, in bits).

    With odds of `twice` it is none, and the link as probable as without it: 1 / (1 + added + against) is
    (twice / (1 + against) + 1 / (1 + rival + against)) / (twice + 1), solved for `added`.
    """
    rival = _odds(ahead)
    return rival / (1.0 + twice + twice * rival / (1.0 + _odds(minus)))


def _odds(bits: float) -> float:
    return exp2(max(-CERTAIN, min(bits, CERTAIN)))


def _possible(
    groups: Iterable[list[tuple[int, int]]], records: Sequence[Norm], links: Sequence[Link]
) -> Iterator[list[tuple[int, int]]]:
    for group in groups:
        yield [
            (one, at)
            for one, at in group
            if not any(forbids(records[links[at][1]], records[links[at][2]]) for forbids in IMPOSSIBLE)
        ]


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
