"""Every list and every search starts from an index, on both databases: the planner is asked.

The register of these tests has 10,000 businesses, each with an older version, as after a second edition of a
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
from django.db.models import Model

from sentra.base.people import vault
from sentra.base.people.models import Role, User
from sentra.base.places.actions import load_areas
from sentra.registry import queries
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

BUSINESSES = 10_000
LARGE = ("registry_profile", "registry_sourcerecord", "registry_identifier")  # the rows that are wide or many
NIK = "3303094107890001"  # well formed, of nobody
VILLAGES = [f"33.03.09.20{number:02}" for number in range(1, 10)]
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
    "rare": Filters(q="kenanga9999"),
    "nothing": Filters(q="tidakada"),
    "NIK": Filters(q=NIK),
    "fifteen digits": Filters(q="123456789012345"),
}
MARK = "kenanga1990 gula~1"
POSITIONS: dict[str, dict[str, str]] = {"first": {}, "after": {"after": MARK}, "before": {"before": MARK}}


def combined(one: Filters, other: Filters) -> Filters:
    return Filters(**(one.query | other.query))


def pairs() -> dict[str, Filters]:
    named = {
        name: filters for name, filters in ALONE.items() if filters.facets or filters.nib or filters.cluster
    }
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
    business, row = Business.objects.create(created_at=cast.AT), record(by)
    Business.objects.update(canonical=business)
    Membership.objects.create(record=row, business=business, in_effect=True)
    identifier(business, row).save()
    version(business, row).save()
    clusters = Cluster.objects.bulk_create(
        Cluster(name=f"Sentra {n}", folded=f"sentra {n}") for n in range(100)
    )
    ClusterMembership.objects.create(cluster=clusters[0], business=business, record=row)
    ALONE["cluster"] = Filters(cluster=str(clusters[0].pk))
    multiply(Business, canonical_id="canonical_id + n")
    multiply(SourceRecord)
    about = {"business_id": "business_id + n", "record_id": "record_id + n"}
    multiply(Membership, **about)
    multiply(Identifier, **about, token="token || n")
    multiply(ClusterMembership, **about, cluster_id="cluster_id + n % 100")
    multiply(Profile, **about, **VARIED, current="false")  # the older versions first, as time writes them
    multiply(Profile, first=BUSINESSES, **about, **VARIED)
    if connection.vendor == "postgresql":  # its planner knows nothing of new rows until they are counted
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
            cursor.execute("SET LOCAL random_page_cost = 1.1")  # a solid-state disk: no plan hangs by a hair


VARIED = {  # columns of a profile in which one differs from the next
    "sort_name": "'kenanga' || n || ' gula'",
    "search_text": "'kenanga' || n || CASE WHEN n % 5 < 2 THEN ' gula kelapa' ELSE ' sapu glagah' END",
    "district_id": "CASE n % 3 WHEN 0 THEN '33.03.09' WHEN 1 THEN '33.03.05' ELSE '33.03.12' END",
    "village_id": "'33.03.09.200' || (1 + n % 9)",
    "branch": "CASE WHEN n % 100 = 0 THEN 'knalpot' ELSE 'gula_kelapa' END",
    "size": "CASE WHEN n % 300 = 0 THEN 'medium' ELSE 'small' END",
    "size_msme": "CASE WHEN n % 300 = 1 THEN 'medium' ELSE 'small' END",
    "size_statistics": "CASE WHEN n % 300 = 2 THEN 'medium' ELSE 'small' END",
    "status": "CASE WHEN n % 30 = 0 THEN 'closed' ELSE 'active' END",
    "nib": "CASE WHEN n % 4 = 0 THEN '1234567890123' ELSE '' END",
}


def multiply(model: type[Model], *, first: int = 0, **varied: str) -> None:
    """BUSINESSES more rows like the only one, in one statement; `varied` is SQL by column, with `n` from 1."""
    table, quoted = model._meta.db_table, connection.ops.quote_name
    columns = [field.column for field in model._meta.concrete_fields]
    values = [varied.get(column, quoted(column)) for column in columns]
    values[columns.index("id")] = f"id + n + {first}"
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {BUSINESSES}) "
            f"INSERT INTO {table} ({', '.join(map(quoted, columns))}) SELECT {', '.join(values)} "
            f"FROM {table} CROSS JOIN numbers WHERE id = (SELECT min(id) FROM {table})"
        )


def record(by: User) -> SourceRecord:
    [(key, clear)] = vault.new_keys(1)
    return SourceRecord.objects.create(
        source=Source.objects.create(key="daftar", title="Daftar"),
        subject=key,
        fingerprint="",
        sealed=vault.seal(clear, b"{}"),
        cells=vault.seal(clear, b"[]"),
        verdict="create",
        recorded_at=cast.AT,
        recorded_by=by,
        values={"business_name": "Gula Kenanga", "product": "gula kelapa cetak"},
    )


def version(business: Business, row: SourceRecord) -> Profile:
    words = "kenanga0 gula"
    classes = {"size": "small", "size_msme": "small", "size_statistics": "small", "status": "active"}
    return Profile(
        business=business,
        record=row,
        current=True,
        since=cast.AT,
        name=words.title(),
        sort_name=words,
        search_text=f"{words} kelapa",
        branch="lainnya",
        workers=3,
        latitude=-7.3,
        longitude=109.3,
        **classes,
    )


def identifier(business: Business, row: SourceRecord) -> Identifier:
    sealed = vault.seal(vault.open_key(row.subject), NIK.encode())
    token = vault.token("nik", NIK)
    return Identifier(
        business=business, record=row, subject=row.subject, scheme="nik", token=token, sealed=sealed
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
    named = [(step.strip(), found[1] or found[2]) for step in steps if (found := ALL_ROWS.search(step))]
    return [step for step, table in named if table in LARGE or not table.startswith("registry_")]


def without_index(call: Callable[[], Any]) -> list[str]:
    return [step for sql, params in asked(call) for step in whole_tables(plan(sql, params))]


def listed(filters: Filters, **position: str) -> Callable[[], Any]:
    """The page, and the query that counts what it is a page of."""
    return lambda: queries.page(READER, filters, **position)


def of_page(sent: list[tuple[str, Any]]) -> list[tuple[str, Any]]:
    """Without the count of all matches, which is remembered until the register changes."""
    return [(sql, params) for sql, params in sent if "COUNT(" not in sql]


def offending(shapes: dict[str, Filters], positions: dict[str, dict[str, str]]) -> dict[str, list[str]]:
    """Steps that read a whole table, by shape and position in the list."""
    found = {}
    for (name, filters), (where, position) in itertools.product(shapes.items(), positions.items()):
        sent = of_page(asked(listed(filters, **position)))  # the page, after whatever is looked up for it
        if steps := [step for one in sent for step in whole_tables(plan(*one))]:
            found[f"{name}, {where}"] = steps
    return found


def test_every_page_and_every_search_starts_from_an_index(register: None) -> None:
    """Every facet and every kind of search alone, first page, next page and page before; and each with each."""
    everywhere, first = offending(ALONE | SEARCHED, POSITIONS), offending(pairs(), {"first": {}})
    assert everywhere | first == {}
    assert [row.sort_name for row in queries.page(READER, Filters(q=NIK)).rows] == ["kenanga0 gula"]


INDEXED_ORDER = {
    "sqlite": (
        "everything",
        "district",
        "village",
        "branch",
        "size",
        "status",
        "size_msme",
        "size_statistics",
    ),
    "postgresql": ("everything", "district"),  # where few rows are left it rightly fetches and sorts them
}


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
        READER, {"business_name": "Kenanga0 Gula", "village": VILLAGES[7]}, {"nik": NIK}, at=cast.AT
    ),
    "export of a search": lambda business, row: list(queries.exported(READER, Filters(q="kenanga7"))),
}
# Of the whole register, or of so large a share that a download reads most of it anyway (counts are remembered
# until it changes). There PostgreSQL may read the table, which is less.
WHOLE: dict[str, Callable[[int, int], Any]] = {
    "counts": lambda business, row: queries.counts(READER),
    "export": lambda business, row: list(queries.exported(READER, Filters())),
    "export of a branch": lambda business, row: list(queries.exported(READER, Filters(branch="knalpot"))),
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
    assert [lines for name in INDEXED_ORDER[connection.vendor] for lines in sorting(name).items()] == []


def test_the_planner_is_understood(register: None) -> None:
    """A question that no index answers is caught, and a sorted one: otherwise this file could not fail."""
    slow = Profile.objects.filter(owner_name="Sutirah").order_by("sort_name", "workers")
    steps = plan(*slow.query.sql_with_params())
    assert len(whole_tables(steps)) == 1
    assert SORTED.search("\n".join(steps))


def test_a_download_of_a_branch_finds_its_profiles_by_index(register: None) -> None:
    """Their source records may be read as a whole on PostgreSQL, when the branch is a large share of them."""
    steps = without_index(lambda: list(queries.exported(READER, Filters(branch="knalpot"))))
    assert [step for step in steps if "registry_sourcerecord" not in step] == []
