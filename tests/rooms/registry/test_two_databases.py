"""Where the two databases are told different things, and what: everywhere else they hear the same.

The other database stands in by its name only and executes nothing, so both tables are read on either.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import DEFAULT_DB_ALIAS, connections

from sentra.base.people.models import SubjectKey, User
from sentra.registry import actions
from sentra.registry.actions import personal, showing, writing
from sentra.registry.models import Cluster, SourceRecord
from tests import cast
from tests.rooms.registry.lists import AT, KENANGA, committed, written

SQLITE, POSTGRES = "sqlite", "postgresql"


class Named:
    """The connection under the name of a database; what is said to its cursors is only heard."""

    def __init__(self, vendor: str, *, in_atomic_block: bool = False) -> None:
        self.vendor, self.in_atomic_block = vendor, in_atomic_block
        self.heard: list[Any] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(connections[DEFAULT_DB_ALIAS], name)

    @contextmanager
    def cursor(self) -> Iterator["Named"]:
        yield self

    def execute(self, statement: str) -> None:
        self.heard.append(statement)

    def executemany(self, statement: str, rows: list[list[Any]]) -> None:
        self.heard += [statement, *rows]

    @contextmanager
    def copy(self, statement: str) -> Iterator["Named"]:
        self.heard.append(statement)
        yield self

    def write_row(self, row: list[Any]) -> None:
        self.heard.append(row)


@pytest.mark.parametrize(
    ("vendor", "statement"),
    [
        (SQLITE, 'INSERT INTO "registry_cluster" ("name", "folded") VALUES (%s, %s)'),
        (POSTGRES, 'COPY "registry_cluster" ("name", "folded") FROM STDIN'),
    ],
)
def test_many_rows_are_one_statement_in_the_order_of_its_columns(
    db: None, monkeypatch: pytest.MonkeyPatch, vendor: str, statement: str
) -> None:
    told = Named(vendor)
    monkeypatch.setattr(writing, "connections", {DEFAULT_DB_ALIAS: told})
    writing.insert(Cluster, [{"folded": "gula brakas", "name": "Gula Brakas"}, {"name": "Knalpot"}])
    assert told.heard == [statement, ["Gula Brakas", "gula brakas"], ["Knalpot", ""]]


def test_without_rows_nothing_is_said(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    told = Named(POSTGRES)
    monkeypatch.setattr(writing, "connections", {DEFAULT_DB_ALIAS: told})
    writing.insert(Cluster, iter(()))
    assert told.heard == []


def test_rows_written_so_are_rows_like_any_other(db: None) -> None:
    """This time by the database that is really there."""
    writing.insert(Cluster, [{"folded": "gula brakas", "name": 'Gula\t"Brakas" \\N'}])
    assert Cluster.objects.get(folded="gula brakas").name == 'Gula\t"Brakas" \\N'


@pytest.mark.parametrize(
    ("vendor", "inside", "statements"),
    [
        (
            POSTGRES,
            False,
            ["VACUUM (ANALYZE) registry_profile, registry_membership, registry_sourcerecord"],
        ),
        (POSTGRES, True, []),  # it refuses to tidy inside a transaction
        (SQLITE, False, []),
        (SQLITE, True, []),
    ],
)
def test_after_a_list_is_saved_postgresql_counts_and_sweeps_what_lists_are_read_from(
    monkeypatch: pytest.MonkeyPatch, vendor: str, statements: list[str], *, inside: bool
) -> None:
    told = Named(vendor, in_atomic_block=inside)
    monkeypatch.setattr(showing, "connection", told)
    showing.tidy()
    assert told.heard == statements


@pytest.mark.parametrize(
    ("vendor", "statements"),
    [(SQLITE, ["INSERT INTO registry_search(registry_search) VALUES ('rebuild')"]), (POSTGRES, [])],
)
def test_who_is_forgotten_goes_from_the_word_index_of_sqlite_too(
    officer: User, monkeypatch: pytest.MonkeyPatch, vendor: str, statements: list[str]
) -> None:
    committed(officer, written(KENANGA))
    subject = SubjectKey.objects.get(pk=SourceRecord.objects.get().subject_id)
    told = Named(vendor)
    monkeypatch.setattr(personal, "connection", told)
    actions.erase_person(by=cast.enter(cast.WIRA), at=AT, subject=subject, reason="permintaan")
    assert told.heard == statements
