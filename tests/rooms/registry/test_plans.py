"""Every list and every search starts from an index, on both databases: the planner is asked.

The register of these tests has 3,000 businesses, each with an older version, as after a second edition of a
list: enough that a planner which could read the whole table cheaply would be caught doing it.
"""

import functools
import itertools
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.db.models import F

from sentra.base.people import vault
from sentra.base.people.models import Role, SubjectKey, User
from sentra.base.places.actions import load_areas
from sentra.registry import queries
from sentra.registry.catalogue.branches import BRANCHES
from sentra.registry.models import (
    Business,
    Cluster,
    ClusterMembership,
    Identifier,
    Membership,
    Profile,
    Source,
    SourceRecord,
)
from sentra.registry.queries import Filters
from tests import cast

BUSINESSES = 3000
LARGE = ("registry_profile", "registry_sourcerecord", "registry_identifier", "registry_membership")
NIK = "3303094107890001"  # well formed, of nobody
VILLAGES = [f"33.03.09.20{number:02}" for number in range(1, 10)]
SIZES, STATUSES = ("small", "medium", "unknown"), ("active", "idle", "closed", "unverified")
READER = User(email="pembaca@cast.example", role=Role.OFFICER)

ALONE = {
    "everything": Filters(),
    "district": Filters(district="33.03.09"),
    "village": Filters(village=VILLAGES[2]),
    "branch": Filters(branch="knalpot"),
    "size": Filters(size="medium"),
    "status": Filters(status="closed"),
    "size_msme": Filters(size_msme="medium"),
    "size_statistics": Filters(size_statistics="medium"),
    "with NIB": Filters(nib="ada"),
    "without NIB": Filters(nib="belum"),
    "cluster": Filters(cluster="1"),
}
SEARCHED = {
    "word": Filters(q="gula"),
    "two words": Filters(q="gula kenanga"),
    "beginning": Filters(q="ken"),
    "rare": Filters(q="kenanga2999"),
    "nothing": Filters(q="tidakada"),
    "NIK": Filters(q=NIK),
    "fifteen digits": Filters(q="123456789012345"),
}
MARK = "kenanga1990 gula~1"
POSITIONS: dict[str, dict[str, str]] = {"first": {}, "after": {"after": MARK}, "before": {"before": MARK}}


def combined(one: Filters, other: Filters) -> Filters:
    return Filters(**(one.query | other.query))


def pairs() -> dict[str, Filters]:
    named = {name: filters for name, filters in ALONE.items() if filters.narrowed}
    both = itertools.combinations(named, 2)
    found = {f"{one} + {other}": combined(named[one], named[other]) for one, other in both}
    searched = itertools.product(SEARCHED, named)
    return found | {f"{word} + {one}": combined(SEARCHED[word], named[one]) for word, one in searched}


@pytest.fixture
def register(db: None) -> None:
    """Loaded below the actions, because plans do not care who said it; few tests, because it takes a second."""
    load()


def load() -> None:
    by = cast.enter(cast.SEKAR)
    load_areas(by=by, at=cast.AT, regency="33.03")
    source = Source.objects.create(key="daftar", title="Daftar")
    records = SourceRecord.objects.bulk_create(record(source, by) for _ in range(BUSINESSES))
    businesses = Business.objects.bulk_create(Business(created_at=cast.AT) for _ in range(BUSINESSES))
    Business.objects.update(canonical=F("id"))
    known = list(zip(range(BUSINESSES), businesses, records, strict=True))
    for current in (False, True):  # the older versions first, as time writes them
        Profile.objects.bulk_create(version(*one, current=current) for one in known)
    Membership.objects.bulk_create(
        Membership(record=row, business=business, in_effect=True) for _n, business, row in known
    )
    Identifier.objects.bulk_create(identifier(*one) for one in known)
    clusters = Cluster.objects.bulk_create(
        Cluster(name=f"Sentra {n}", folded=f"sentra {n}") for n in range(40)
    )
    ALONE["cluster"] = Filters(cluster=str(clusters[0].pk))
    ClusterMembership.objects.bulk_create(
        ClusterMembership(cluster=clusters[n % 40], business=business, record=row)
        for n, business, row in known
    )
    if connection.vendor == "postgresql":  # its planner knows nothing of new rows until they are counted
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def record(source: Source, by: User) -> SourceRecord:
    key = SubjectKey.objects.first() or vault.new_keys(1)[0][0]
    return SourceRecord(
        source=source,
        subject=key,
        fingerprint="",
        sealed=b"",
        cells=b"",
        verdict="create",
        recorded_at=cast.AT,
        recorded_by=by,
        values={"business_name": "Gula Kenanga", "product": "gula kelapa cetak"},
    )


def version(number: int, business: Business, row: SourceRecord, *, current: bool) -> Profile:
    words = f"kenanga{number} gula"
    return Profile(
        business=business,
        record=row,
        current=current,
        since=cast.AT,
        name=words.title(),
        sort_name=words,
        search_text=f"{words} kelapa brakas",
        district_id=("33.03.09", "33.03.05", "33.03.12")[number % 3],
        village_id=VILLAGES[number % len(VILLAGES)],
        branch=BRANCHES[number % len(BRANCHES)].key,
        size=SIZES[number % 20 == 0],
        size_msme=SIZES[number % 20 == 1],
        size_statistics=SIZES[number % 20 == 2],
        status=STATUSES[number % 4],
        nib=f"{number:013}" if number % 10 == 0 else "",
        workers=number % 30,
        latitude=-7.3,
        longitude=109.3,
    )


def identifier(number: int, business: Business, row: SourceRecord) -> Identifier:
    token = vault.token("nik", NIK if number == 7 else f"{number:016}")
    return Identifier(
        business=business, record=row, subject_id=row.subject_id, scheme="nik", token=token, sealed=b"x"
    )


def asked(call: Callable[[], Any]) -> list[tuple[str, Any]]:
    """The SELECTs that `call` sends about the large tables."""
    found: list[tuple[str, Any]] = []

    def listen(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("SELECT") and any(f'"{table}"' in sql for table in LARGE):
            found.append((sql, params))
        return execute(sql, params, many, context)

    cache.clear()
    with connection.execute_wrapper(listen):
        call()
    return found


def plan(sql: str, params: Any) -> list[str]:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
            return [detail for *_ids, detail in cursor.fetchall()]
        cursor.execute(f"EXPLAIN {sql}", params)
        return [line for (line,) in cursor.fetchall()]


ALL_ROWS = re.compile(r"Seq Scan on (registry_\w+)|^SCAN (?!.*(?:USING|VIRTUAL TABLE|CONSTANT|\())(\w+)")
SORTED = re.compile(r"Sort Key: .*sort_name|TEMP B-TREE FOR ORDER BY")


def whole_tables(steps: list[str]) -> list[str]:
    """Steps that read a whole large table (a subquery's alias on SQLite counts as one)."""
    small = ("registry_cluster", "registry_source", "registry_batch")
    return [step.strip() for step in steps if (m := ALL_ROWS.search(step)) and m[1] not in small]


def without_index(call: Callable[[], Any]) -> list[str]:
    return [step for sql, params in asked(call) for step in whole_tables(plan(sql, params))]


def listed(filters: Filters, **position: str) -> Callable[[], Any]:
    """The page, and the query that counts what it is a page of."""
    return lambda: queries.page(READER, filters, **position)


def of_page(sent: list[tuple[str, Any]]) -> list[tuple[str, Any]]:
    """Without the count of all matches, which is remembered until the register changes."""
    return [(sql, params) for sql, params in sent if "COUNT(" not in sql]


def offending(shapes: dict[str, Filters]) -> dict[str, list[str]]:
    """Steps that read a whole table, by shape and position in the list."""
    found = {}
    for (name, filters), (where, position) in itertools.product(shapes.items(), POSITIONS.items()):
        [sent] = of_page(asked(listed(filters, **position)))
        if steps := whole_tables(plan(*sent)):
            found[f"{name}, {where}"] = steps
    return found


def test_every_page_and_every_search_starts_from_an_index(register: None) -> None:
    """Every facet and every kind of search alone, and each with each; first page, next page, page before."""
    import json; f=offending(ALONE | SEARCHED | pairs()); open('/tmp/scratch/off.json','w').write(json.dumps(f,indent=1))
    assert offending(ALONE | SEARCHED | pairs()) == {}
    assert [row.sort_name for row in queries.page(READER, Filters(q=NIK)).rows] == ["kenanga7 gula"]


INDEXED_ORDER = ("everything", "district", "village", "branch", "size", "status")


def sorting(name: str) -> dict[str, list[str]]:
    steps = {where: plan(*of_page(asked(listed(ALONE[name], **at)))[0]) for where, at in POSITIONS.items()}
    return {f"{name}, {where}": lines for where, lines in steps.items() if SORTED.search("\n".join(lines))}


CALLS: dict[str, Callable[[int, int], Any]] = {
    "one business": lambda business, row: queries.business(READER, business),
    "dossier": lambda business, row: queries.dossier(READER, business),
    "history": lambda business, row: queries.history(READER, business),
    "timeline": lambda business, row: queries.timeline(READER, business),
    "numbers": lambda business, row: queries.numbers(READER, business),
    "members": lambda business, row: list(queries.members(business)),
    "profiles by record": lambda business, row: queries.profiles_by_record([row]),
    "likely the same": lambda business, row: queries.likely_same(
        READER, {"business_name": "Kenanga7 Gula", "village": VILLAGES[7]}, {"nik": NIK}
    ),
    "export of a search": lambda business, row: list(queries.exported(READER, Filters(q="kenanga7"))),
    "export of a village": lambda business, row: list(queries.exported(READER, Filters(village=VILLAGES[1]))),
}
# Of the whole register: each is remembered until it changes. PostgreSQL may read the table, which is less.
WHOLE: dict[str, Callable[[int, int], Any]] = {
    "counts": lambda business, row: queries.counts(READER),
    "export": lambda business, row: list(queries.exported(READER, Filters())),
    "total": lambda business, row: queries.page(READER, Filters()),
    "total of a rare class": lambda business, row: queries.page(READER, Filters(size_msme="medium")),
}


def test_look_ups_start_from_an_index_and_pages_come_in_its_order(register: None) -> None:
    """The index of a facet has the rows in the order of the list: a page stops after 26, whatever the size."""
    of_seventh = tuple(
        model.objects.order_by("pk").values_list("pk", flat=True)[7] for model in (Business, SourceRecord)
    )
    calls = CALLS if connection.vendor == "postgresql" else CALLS | WHOLE
    found = {name: without_index(functools.partial(call, *of_seventh)) for name, call in calls.items()}
    assert {name: steps for name, steps in found.items() if steps} == {}
    assert [lines for name in INDEXED_ORDER for lines in sorting(name).items()] == []


def test_the_planner_is_understood(register: None) -> None:
    """A question that no index answers is caught, and a sorted one: otherwise this file could not fail."""
    slow = Profile.objects.filter(owner_name="Sutirah").order_by("sort_name", "workers")
    steps = plan(*slow.query.sql_with_params())
    assert len(whole_tables(steps)) == 1
    assert SORTED.search("\n".join(steps))
