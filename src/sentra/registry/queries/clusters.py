"""Clusters (sentra): who belongs to which, and where most of them are."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from sentra.base.permissions import refuse_unless
from sentra.registry import rules
from sentra.registry.models import Cluster, ClusterMembership, Profile
from sentra.registry.queries import listing
from sentra.registry.queries.listing import remembered


@dataclass(frozen=True, slots=True)
class ClusterFigures:
    """One cluster: its businesses, their workers, the branch and the village most of them share."""

    pk: int
    name: str
    businesses: int
    workers: int
    branch: str
    district_code: str
    village_code: str


@dataclass(frozen=True, slots=True)
class ClusterPage:
    """One page of what was found: page `number` of `pages`, counted from 1; `by_district` of all clusters."""

    rows: list[ClusterFigures]
    total: int
    number: int
    pages: int
    by_district: Mapping[str, int]


def cluster_page(
    by: rules.By, *, words: str = "", district: str = "", number: int = 1, places: Mapping[str, str]
) -> ClusterPage:
    """The largest first, as many a page as the list of businesses has. Every word of `words` begins a word
    of the cluster's name, village or district; `district` is where most of its businesses are.
    A page past the end is the last."""
    every = clusters(by)
    wanted = re.findall(r"\w+", words.casefold())
    found = [
        one for one in every if district in ("", one.district_code) and _begins(_words(one, places), wanted)
    ]
    pages = max(1, -(-len(found) // listing.PAGE))
    number = min(max(1, number), pages)
    rows = found[(number - 1) * listing.PAGE : number * listing.PAGE]
    return ClusterPage(rows, len(found), number, pages, Counter(one.district_code for one in every))


def _words(one: ClusterFigures, places: Mapping[str, str]) -> list[str]:
    names = (one.name, places.get(one.village_code, ""), places.get(one.district_code, ""))
    return re.findall(r"\w+", " ".join(names).casefold())


def _begins(said: list[str], wanted: list[str]) -> bool:
    return all(any(word.startswith(start) for word in said) for start in wanted)


def clusters(by: rules.By) -> list[ClusterFigures]:
    """Clusters with at least one business, the largest first."""
    refuse_unless(rules.may_read_register(by))
    return remembered("clusters", _clusters)


def cluster_name(by: rules.By, pk: str) -> str:
    """Empty when there is no such cluster."""
    refuse_unless(rules.may_read_register(by))
    found = Cluster.objects.filter(pk=int(pk)) if pk.isdecimal() else Cluster.objects.none()
    return found.values_list("name", flat=True).first() or ""


def _clusters() -> list[ClusterFigures]:
    """Two statements and one pass: members and their profiles are gathered here, not joined."""
    members = ClusterMembership.objects.filter(record__membership__in_effect=True)
    read_as = members.values_list("business__canonical", "cluster_id")
    profiles = {row[0]: row for row in _profiles(members.values("business__canonical"))}
    rows = defaultdict(list)
    for business, cluster in sorted({(one, cluster) for one, cluster in read_as if one in profiles}):
        rows[cluster].append(profiles[business])
    names = dict(Cluster.objects.values_list("pk", "name"))
    found = [_figures(pk, names[pk], of) for pk, of in rows.items()]
    return sorted(found, key=lambda one: (-one.businesses, one.name))


Member = tuple[int, int | None, str, str | None, str | None]


def _profiles(businesses: QuerySet[ClusterMembership, Any]) -> Iterator[Member]:
    rows = Profile.objects.filter(current=True, business__in=businesses)
    columns = ("business_id", "workers", "branch", "district_id", "village_id")
    return rows.values_list(*columns).iterator(chunk_size=5000)


def _figures(pk: int, name: str, rows: list[Member]) -> ClusterFigures:
    branch = Counter(row[2] for row in rows).most_common(1)[0][0]
    place = Counter((row[3] or "", row[4] or "") for row in rows).most_common(1)[0][0]
    return ClusterFigures(
        pk=pk,
        name=name,
        businesses=len(rows),
        workers=sum(row[1] or 0 for row in rows),
        branch=branch,
        district_code=place[0],
        village_code=place[1],
    )
