"""The list of businesses: filters, search, keyset pages, counts, downloads.

Every plan uses an index on both databases (a test asks the planner); counts are remembered until the
register changes.
"""

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields
from typing import Any, TypeVar, cast

from django.core.cache import cache
from django.db import connection
from django.db.models import BooleanField, Count, Q, QuerySet
from django.db.models.expressions import RawSQL

from sentra.base.people import vault
from sentra.base.permissions import refuse_unless
from sentra.registry import rules
from sentra.registry.catalogue.marks import place_mark
from sentra.registry.models import ClusterMembership, Identifier, Profile, RegisterState
from sentra.registry.queries.dossier import canonical
from sentra.registry.queries.hiding import masked, personal_number

PAGE = 25
CANDIDATES = 1000  # a common word stops here; the page says "1.000+"
SIFTED = 20 * CANDIDATES  # among as many a filter is looked for, so that it does not miss the later rows
FACETS = ("district", "village", "branch", "size", "status")
COLUMNS = (*FACETS, "size_msme", "size_statistics")
PRESENT, ABSENT = "ada", "belum"
NUMBER_SCHEMES = {15: ("npwp",), 16: ("nik", "kk", "npwp")}  # by how many digits were typed

PHONE = re.compile(r"(?:0|\+?62)(8\d+)")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Filters:
    """What is asked for; empty means all. `nib` is PRESENT or ABSENT, `cluster` the id of a cluster.

    `q` may hold a personal number as it was typed: it goes into no address, page or log (see `hiding`).
    """

    q: str = field(default="", repr=False)
    district: str = ""
    village: str = ""
    branch: str = ""
    size: str = ""
    status: str = ""
    size_msme: str = ""
    size_statistics: str = ""
    nib: str = ""
    cluster: str = ""

    @property
    def facets(self) -> dict[str, str]:
        return {name: value for name in COLUMNS if (value := getattr(self, name))}

    @property
    def sifted(self) -> bool:
        """Whether anything is asked for that the word index does not know: not words, not places."""
        return bool(self.facets.keys() - {"district", "village"} or self.nib or self.cluster)

    @property
    def query(self) -> dict[str, str]:
        """What is asked for, by name."""
        return {one.name: value for one in fields(self) if (value := getattr(self, one.name))}

    @property
    def told(self) -> dict[str, str]:
        """As it may stand on record: numbers that were typed are masked."""
        return self.query | ({"q": masked(self.q)} if self.q else {})


@dataclass(frozen=True, slots=True)
class Page:
    rows: list[Profile]
    total: int
    capped: bool
    after: str = ""
    before: str = ""


def page(by: rules.By, filters: Filters, *, after: str = "", before: str = "") -> Page:
    """One page by keyset: constant time wherever in the list it lies. Positions are `name~id`."""
    refuse_unless(rules.may_read_register(by))
    found = _matching(filters).select_related("district", "village")
    total, capped = _total(filters)
    backwards = bool(before)
    position = _position(before or after)
    if position:
        found = found.filter(_beyond(*position, backwards=backwards))
    order = ("-sort_name", "-id") if backwards else ("sort_name", "id")
    rows = list(found.defer("shown", "origin", "search_text").order_by(*order)[: PAGE + 1])
    more, rows = len(rows) > PAGE, rows[:PAGE]
    if backwards:
        rows.reverse()
    return Page(
        rows=rows,
        total=total,
        capped=capped,
        after=_mark(rows[-1]) if rows and (more or backwards) else "",
        before=_mark(rows[0]) if rows and (position and (more or not backwards)) else "",
    )


def _beyond(name: str, ident: int, *, backwards: bool) -> Q:
    """The row comparison (name, id) > (…) spelt so that both databases start at the index position, and
    that PostgreSQL does not take it for rarer than it is and sort what it could read in order."""
    step, passed = ("lte", "gte") if backwards else ("gte", "lte")
    return Q(**{f"sort_name__{step}": name}) & ~Q(**{"sort_name": name, f"id__{passed}": ident})


def _position(text: str) -> tuple[str, int] | None:
    name, _tilde, ident = text.rpartition("~")
    return (name, int(ident)) if ident.isdecimal() else None


def _mark(profile: Profile) -> str:
    return f"{profile.sort_name}~{profile.pk}"


def _matching(filters: Filters) -> QuerySet[Profile]:
    found = Profile.objects.filter(current=True, **filters.facets)
    if filters.nib:
        found = found.filter(nib="") if filters.nib == ABSENT else found.exclude(nib="")
    if filters.cluster:
        found = found.filter(business__in=_in_cluster(filters.cluster))
    return _searched(found, filters, SIFTED if filters.sifted else CANDIDATES) if filters.q.strip() else found


def _in_cluster(ident: str) -> list[int]:
    members = ClusterMembership.objects.filter(
        cluster=int(ident) if ident.isdecimal() else 0, record__membership__in_effect=True
    )
    return _read_as(members)


def _searched(found: QuerySet[Profile], filters: Filters, most: int) -> QuerySet[Profile]:
    """Every word as a prefix; a NIK, KK, NPWP or phone is looked up by its keyed token instead."""
    number = personal_number(filters.q)
    if phone := PHONE.fullmatch(number):
        token = vault.token("phone", f"+62{phone[1]}")
        called = Identifier.objects.filter(scheme="phone", token=token, record__membership__in_effect=True)
        return found.filter(business__in=_read_as(called))
    if number:
        return found.filter(business__in=holders(number))
    words = re.findall(r"\w+", filters.q.casefold())[:6]
    if not words:
        return found.none()
    place = filters.village or filters.district
    return found.filter(_holding([*words, place_mark(place)] if place else words, most))


def holders(number: str) -> list[int]:
    """Businesses with a personal number, found by its keyed token; the number itself is stored nowhere."""
    asked = Q(pk__in=())
    for scheme in NUMBER_SCHEMES.get(len(number), ()):
        asked |= Q(scheme=scheme, token=vault.token(scheme, number))
    return _read_as(Identifier.objects.filter(asked, record__membership__in_effect=True))


def _read_as(facts: QuerySet[Any]) -> list[int]:
    """The businesses that facts read as. In two steps: each starts from its own index."""
    return sorted(set(canonical(set(facts.values_list("business_id", flat=True))).values()))


def _holding(words: list[str], most: int) -> Q | RawSQL:
    """Whether a row is among at most `most` current profiles holding every word as a prefix."""
    if connection.vendor == "sqlite":
        match = " ".join(f'"{word}"*' for word in words)
        sql = (
            "SELECT p.id FROM registry_search f CROSS JOIN registry_profile p ON p.id = f.rowid "
            "WHERE registry_search MATCH %s AND p.current LIMIT %s"
        )
        return Q(pk__in=RawSQL(sql, (match, most)))  # noqa: S611 - the text is a parameter, the SQL is ours
    # As an array, looked up in the primary key: joined, PostgreSQL would rather read the whole table.
    match = " & ".join(f"'{word}':*" for word in words)
    sql = (
        '"registry_profile"."id" = ANY(ARRAY(SELECT p.id FROM registry_profile p WHERE '
        "to_tsvector('simple', p.search_text) @@ to_tsquery('simple', %s) AND p.current LIMIT %s))"
    )
    return RawSQL(sql, (match, most), BooleanField())  # noqa: S611 - the text is a parameter, the SQL is ours


def register_version() -> int:
    return RegisterState.objects.filter(pk=1).values_list("version", flat=True).first() or 0


def remembered(key: str, compute: Callable[[], T]) -> T:
    """Computed once a version of the register and process; `key` may hold what people typed."""
    mark = hashlib.sha256(key.encode()).hexdigest()
    return cast("T", cache.get_or_set(f"register:{register_version()}:{mark}", compute, timeout=None))


def _total(filters: Filters) -> tuple[int, bool]:
    if not filters.q.strip():
        key = "total:" + ":".join(f"{k}={v}" for k, v in sorted(filters.query.items()))
        return remembered(key, _matching(filters).count), False
    total = _matching(filters).count()
    if not filters.sifted:
        return total, total >= CANDIDATES
    words = Filters(q=filters.q, district=filters.district, village=filters.village)
    return total, remembered(f"sifted:{words.query}", lambda: _all_sifted(words))


def _all_sifted(words: Filters) -> bool:
    """Whether so many rows hold the words that a filter did not see them all."""
    return _searched(Profile.objects.filter(current=True), words, SIFTED).count() >= SIFTED


def counts(by: rules.By) -> dict[str, dict[str, int]]:
    """How many businesses under each value of each facet."""
    refuse_unless(rules.may_read_register(by))
    return remembered("facets", _facet_counts)


def _facet_counts() -> dict[str, dict[str, int]]:
    current = Profile.objects.filter(current=True)
    return {facet: dict(current.values_list(facet).annotate(n=Count("id")).order_by()) for facet in FACETS}


def exported(by: rules.By, filters: Filters) -> Iterator[Profile]:
    """Every matching profile in list order, streamed: memory does not grow with the register.

    Sealed cells are not read: what is exported holds no personal number. Raises Refused (`may_download`).
    """
    refuse_unless(rules.may_download(by, filters.district))
    rows = _matching(filters).select_related("record__source", "record__batch").order_by("sort_name", "id")
    return rows.only(*_EXPORTED).iterator(chunk_size=2000)


_EXPORTED = (
    *("business", "name", "owner_name", "district", "village", "branch", "status", "size", "size_msme"),
    *("size_statistics", "nib", "shown", "record__values", "record__sheet", "record__row"),
    *("record__source__title", "record__batch__file_name"),
)
