"""The persons behind the businesses: one owner may have several, and they are never one business for it.

Two rows have one owner when they carry the same NIK, or when their names sound the same and either a phone
and the village, or the household (village, RW and RT) are the same. Numbers that three strangers carry say
nothing. Two owners whose NIKs differ are never one, whatever else agrees.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from sentra.engines.linkage.clustering import Partition
from sentra.engines.linkage.problem import Clusters, Norm, RecordId
from sentra.engines.linkage.sharing import shared_numbers
from sentra.engines.linkage.vetoes import Rule, forbidding, names_differ, niks_differ

PERSON = (Rule("nik", niks_differ), Rule("name", names_differ))
Group = tuple[RecordId, ...]


class Owner(NamedTuple):
    """A person: the clusters that are this owner's businesses, in order."""

    businesses: tuple[Group, ...]


def _signs(norm: Norm) -> Iterator[tuple[int, str, tuple[str, ...]]]:
    """What two rows of one owner share, the strongest kind first."""
    if norm.nik is not None:
        yield 0, norm.nik, ()
    if norm.phon_sorted is None or norm.village is None:
        return
    for phone in norm.phones:
        yield 1, norm.phon_sorted, (norm.village, phone)
    if norm.rw is not None and norm.rt is not None:
        yield 2, norm.phon_sorted, (norm.village, norm.rw, norm.rt)


def owner_groups(records: Mapping[RecordId, Norm], clusters: Clusters) -> tuple[Owner, ...]:
    """Every cluster under one owner, in order of their first records."""
    shared = shared_numbers(records.values())
    bare = [[shared.bare(records[record]) for record in group] for group in clusters.groups]
    partition = Partition(len(clusters.groups))
    for one, other in _shared_signs(bare):
        _join(partition, bare, one, other)
    return tuple(Owner(tuple(clusters.groups[i] for i in group)) for group in partition.groups())


def _shared_signs(bare: Sequence[Iterable[Norm]]) -> list[tuple[int, int]]:
    """Clusters that share a sign, by the strength of the sign, then in order."""
    carriers: dict[tuple[int, str, tuple[str, ...]], list[int]] = {}
    for number, norms in enumerate(bare):
        for sign in dict.fromkeys(sign for norm in norms for sign in _signs(norm)):
            carriers.setdefault(sign, []).append(number)
    return [pair for sign in sorted(carriers) for pair in pairwise(carriers[sign])]


def _join(partition: Partition, bare: Sequence[Sequence[Norm]], one: int, other: int) -> None:
    if partition.root[one] == partition.root[other]:
        return
    ours, theirs = (
        [norm for member in partition.members(partition.root[number]) for norm in bare[member]]
        for number in (one, other)
    )
    if forbidding(PERSON, ours, theirs) is None:
        partition.join(one, other)
