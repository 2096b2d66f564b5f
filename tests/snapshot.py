"""A picture of the freshly migrated test database, to which a committing test is undone."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Protocol
from unittest import mock

from django.db import connection
from django.test import TransactionTestCase


class Picture(Protocol):
    def restore(self) -> None: ...
    def discard(self) -> None: ...


def take(folder: Path) -> Picture:
    return PostgresPicture() if connection.vendor == "postgresql" else SqlitePicture(folder)


@contextmanager
def instead_of_flush(picture: Picture) -> Iterator[None]:
    """Django's transactional test case empties tables; here it goes back to the picture."""
    with mock.patch.object(TransactionTestCase, "_fixture_teardown", side_effect=picture.restore):
        yield


class SqlitePicture:
    """A second file; SQLite's own backup brings it back, and open connections see it at once."""

    def __init__(self, folder: Path) -> None:
        self._live, self._kept = str(connection.settings_dict["NAME"]), str(folder / "picture.sqlite3")
        connection.close()
        _copy(self._live, self._kept)

    def restore(self) -> None:
        connection.close()
        _copy(self._kept, self._live)

    def discard(self) -> None:
        Path(self._kept).unlink()


def _copy(source: str, target: str) -> None:
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target, timeout=20)) as new:
        new.execute("PRAGMA synchronous=OFF")
        old.backup(new)


class PostgresPicture:
    """A template database; going back drops the live one and copies the template."""

    def __init__(self) -> None:
        self._live = connection.settings_dict["NAME"]
        self._kept = f"{self._live}_picture"
        self._replace(self._kept, self._live)

    def restore(self) -> None:
        self._replace(self._live, self._kept)

    def discard(self) -> None:
        self._run(f'DROP DATABASE IF EXISTS "{self._kept}" WITH (FORCE)')

    def _replace(self, target: str, source: str) -> None:
        drop = f'DROP DATABASE IF EXISTS "{target}" WITH (FORCE)'
        self._run(drop, f'CREATE DATABASE "{target}" TEMPLATE "{source}" STRATEGY FILE_COPY')

    @staticmethod
    def _run(*orders: str) -> None:
        connection.close()
        with connection._nodb_cursor() as cursor:
            for order in orders:
                cursor.execute(order)
