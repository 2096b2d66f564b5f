"""Figures of the register with the whole Purbalingga scenario in it, in one run: `make bench-registry`.

Builds everything in a temporary data folder, through the same actions, jobs and pages as the product
(encryption, audit and database writes included), and writes the table to `docs/reference/`.
`--postgres` measures on PostgreSQL, `--size 0.1` a smaller regency (prints, writes no table).
"""

import argparse
import dataclasses
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(REPOSITORY))

from bench.registry_pages import exports, pages, peers  # noqa: E402 - found once the path is set
from bench.table import Table  # noqa: E402 - the same

REFERENCE = REPOSITORY / "docs" / "reference"
SEED = 7
CHANGED = 500  # rows that differ in the second edition


class Transactions:
    """How long each outermost transaction was open, in seconds, from BEGIN to after COMMIT."""

    def __init__(self) -> None:
        from django.db import transaction

        self.seconds: list[float] = []
        self.showing: list[float] = []  # those that made a batch visible
        self._started = 0.0
        self._enter, self._exit = transaction.Atomic.__enter__, transaction.Atomic.__exit__
        transaction.Atomic.__enter__ = lambda atomic: self._on_enter(atomic)  # type: ignore[method-assign] # noqa: PLW0108 - a bound method would not get it
        transaction.Atomic.__exit__ = lambda atomic, *ended: self._on_exit(atomic, *ended)  # type: ignore[method-assign] # noqa: PLW0108 - the same

    def _on_enter(self, atomic: Any) -> None:
        from django.db import connection

        if not connection.in_atomic_block:
            self._started = time.monotonic()
        self._enter(atomic)

    def _on_exit(self, atomic: Any, *ended: Any) -> None:
        from django.db import connection

        self._exit(atomic, *ended)
        if not connection.in_atomic_block:
            self.seconds.append(time.monotonic() - self._started)

    def since(self, mark: int) -> list[float]:
        return self.seconds[mark:]

    def watch_showing(self) -> None:
        from sentra.registry.actions import committing

        show = committing._show  # noqa: SLF001 - the one transaction that has a figure of its own

        def watched(*arguments: Any, **named: Any) -> None:
            show(*arguments, **named)
            self.showing.append(self.seconds[-1])

        committing._show = watched  # noqa: SLF001 - the same


def prepare(folder: Path) -> None:
    """An empty installation in `folder`, with areas and reference data."""
    (folder / "data").mkdir()
    ours = {"SENTRA_DATA_DIR": str(folder / "data"), "DJANGO_SETTINGS_MODULE": "sentra.config.settings"}
    os.environ.update(ours, SENTRA_SECRET_KEY="x" * 50, SENTRA_DEMO_DATE="2026-11-21")
    import django

    django.setup()
    from django.core.management import call_command

    from sentra.base.people import vault
    from sentra.base.values import now
    from sentra.cli.demo.people import prepare_demo_accounts
    from sentra.cli.installation import load_facts

    vault.make_keys(folder / "data" / "keys")
    call_command("migrate", verbosity=0)
    load_facts(at=now())
    prepare_demo_accounts(at=now())


class Office:
    """The office with its list and, later, a corrected edition of it."""

    def __init__(self, folder: Path, size: float, table: Table) -> None:
        from sentra.base.people.operator import command_line_user
        from sentra.base.places.actions import AREAS
        from sentra.base.values import now
        from sentra.cli.demo.truth import build_truth
        from sentra.cli.demo.units import read_areas
        from sentra.registry import actions

        self.table, self.open = table, Transactions()
        self.open.watch_showing()
        self.folder, self.by, self.at = folder, command_line_user(at=now()), now()
        self.truth = build_truth(read_areas(AREAS / "33.03.csv"), SEED, size)
        self.source = actions.save_source(
            by=self.by, at=self.at, key="buku-induk", title="Buku Induk", creates=True
        )

    def written(self, truth: Any) -> bytes:
        from sentra.cli.demo.lists import write_lists

        file = write_lists(truth, self.folder / "lists", SEED)[0]
        self.rows = file.rows
        return file.path.read_bytes()

    def corrected(self, changed: int) -> bytes:
        """The same list, in which so many businesses were founded a year later."""
        later = [
            dataclasses.replace(unit, founded=unit.founded + 1) if number < changed else unit
            for number, unit in enumerate(self.truth.units)
        ]
        return self.written(dataclasses.replace(self.truth, units=type(self.truth.units)(later)))

    def receive(self, data: bytes) -> Any:
        from sentra.registry import actions

        return actions.receive_file(
            by=self.by, at=self.at, source=self.source, file_name="buku-induk.xlsx", data=data
        )

    def step(self, action: Any, batch: Any, what: str, target: str = "") -> list[float]:
        """One step as the worker runs it; the seconds its transactions were open."""
        from sentra.cli.importing import run

        mark = len(self.open.seconds)
        with self.table.timed(what, target):
            run(action, batch, by=self.by, at=self.at)
        return self.open.since(mark)

    def import_whole(self, data: bytes) -> Any:
        from sentra.registry import actions

        batch = self.receive(data)
        self.step(actions.survey_file, batch, "read and survey the file")
        staged = self.step(actions.stage_batch, batch, "check and preview every row", "preview ≤ 60 s, both")
        self.table.add("  longest transaction of it", f"{max(staged):.2f} s", "", "< 1 s")
        saved = self.step(actions.commit_batch, batch, "save", "≤ 60 s")
        shown = self.open.showing[-1]
        rest = max(seconds for seconds in saved if seconds != shown)
        self.table.add("  longest transaction of it", f"{rest:.2f} s", "", "< 1 s")
        self.table.add("  the transaction that makes it visible", f"{shown:.2f} s", "", "< 2 s")
        return batch

    def import_quietly(self, data: bytes, what: str) -> Any:
        from sentra.registry import actions

        batch = self.receive(data)
        for name in ("survey_file", "stage_batch", "commit_batch"):
            words = {"survey_file": "read", "stage_batch": "preview", "commit_batch": "save"}[name]
            self.step(getattr(actions, name), batch, f"{what}: {words}")
        shown = self.open.showing[-1]
        self.table.add("  the transaction that makes it visible", f"{shown:.2f} s", "", "< 2 s")
        return batch

    def undo(self, batch: Any, what: str = "undo") -> None:
        from sentra.registry import actions

        seconds = self.step(actions.undo_batch, batch, what, "≤ 30 s")
        self.table.add("  its transaction", f"{max(seconds):.2f} s", "", "< 2 s")


def imports(office: Office) -> None:
    from sentra.registry.models import Batch

    list_ = office.written(office.truth)
    office.table.add("rows of the list", f"{office.rows:,}", "", "43,358")
    office.undo(office.import_whole(list_))
    office.import_quietly(list_, "the same file again")
    edition = office.import_quietly(office.corrected(CHANGED), f"an edition with {CHANGED} changed rows")
    counts = list(Batch.objects.get(pk=edition.pk).summary["sheets"].values())
    told = {name: sum(sheet.get(name, 0) for sheet in counts) for name in ("read", "update", "unchanged")}
    office.table.add("  rows read, updated, unchanged", ", ".join(f"{n:,}" for n in told.values()))


def whole_edition(office: Office) -> None:
    """The most that an edition can change, and its undo; last, because it stores every business once more."""
    batch = office.import_quietly(office.corrected(office.rows), "an edition in which every row changed")
    office.undo(batch, "undo of that edition")


def database_size(folder: Path) -> int:
    from django.db import connection

    if connection.vendor == "sqlite":
        return sum(path.stat().st_size for path in (folder / "data").glob("sentra.sqlite3*"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0])


def measure(folder: Path, size: float) -> Table:
    prepare(folder)
    table = Table()
    office = Office(folder, size, table)
    imports(office)
    stored = database_size(folder) / 1e6
    table.add("the database, with all of that in it", f"{stored:.0f} MB")
    table.add("  a business, each stored twice by now", f"{stored * 1000 / office.rows / 2:.1f} kB")
    pages(table)
    exports(table)
    whole_edition(office)
    peers(table, office.rows)
    return table


def document(table: Table, database: str) -> str:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_version()" if connection.vendor == "sqlite" else "SHOW server_version")
        version = cursor.fetchone()[0]
    load, cores = os.getloadavg()[0], os.cpu_count()
    return f"""# Figures of the register on {database}

Written by `make bench-registry`; measured on {database} {version}, Python {sys.version.split()[0]},
{cores} cores with a load of {load:.1f} by other work at the end, so CPU seconds say more than wall seconds.
Reading, checking, encryption, audit and every write are included. Between two transactions of an import
it waits 0.11 s on purpose, so that whoever wants to write in between can; that is in the wall seconds.

{table.markdown()}
"""


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--postgres", action="store_true")
    words.add_argument("--size", type=float, default=1.0)
    given = words.parse_args()
    for name in ("DATABASE_URL", "SENTRA_KEYS_DIR"):
        os.environ.pop(name, None)
    database, name = "SQLite", "registry-figures.md"
    if given.postgres:
        from tests import postgres

        os.environ["DATABASE_URL"] = postgres.start().url
        database, name = "PostgreSQL", "registry-figures-postgresql.md"
    folder = Path(tempfile.mkdtemp(prefix="sentra-bench-"))
    try:
        table = measure(folder, given.size)
        if given.size == 1.0:
            REFERENCE.mkdir(exist_ok=True)
            (REFERENCE / name).write_text(document(table, database), encoding="utf-8")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
