"""Figures of the register with the whole Purbalingga scenario in it, in one run: `make bench-registry`.

Builds everything in a temporary data folder, through the same actions, jobs and pages as the product
(encryption, audit and database writes included), and writes the table to `docs/reference/`.
`--postgres` measures on PostgreSQL, `--size 0.1` a smaller regency (prints, writes no table).
"""

import argparse
import dataclasses
import json
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parent.parent
REFERENCE = REPOSITORY / "docs" / "reference"
SEED = 7
CHANGED = 500  # rows that differ in the second edition
NAIVE_ROWS = 300  # as many are saved one by one, the rest is extrapolated
REQUESTS = 14  # of each kind of page

Line = tuple[str, str, str, str]  # what, wall, CPU, target


def cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


class Table:
    """Prints each figure as it is known, and keeps it for the file."""

    def __init__(self) -> None:
        self.lines: list[Line] = []

    def add(self, what: str, wall: str, used: str = "", target: str = "") -> None:
        self.lines.append((what, wall, used, target))
        print(f"{what:62} {wall:>14} {used:>10}   {target}", flush=True)

    @contextmanager
    def timed(self, what: str, target: str = "") -> Iterator[None]:
        wall, used = time.monotonic(), cpu()
        yield
        self.add(what, f"{time.monotonic() - wall:.1f} s", f"{cpu() - used:.1f} s", target)

    def markdown(self) -> str:
        rows = [f"| {' | '.join(line)} |" for line in self.lines]
        return "\n".join(["| What | Wall | CPU | Target |", "|---|---:|---:|---|", *rows])


class Transactions:
    """How long each outermost transaction was open, in seconds, from BEGIN to after COMMIT."""

    def __init__(self) -> None:
        from django.db import transaction

        self.seconds: list[float] = []
        self._started = 0.0
        self._enter, self._exit = transaction.Atomic.__enter__, transaction.Atomic.__exit__
        transaction.Atomic.__enter__ = lambda atomic: self._on_enter(atomic)  # type: ignore[method-assign]
        transaction.Atomic.__exit__ = lambda atomic, *ended: self._on_exit(atomic, *ended)  # type: ignore[method-assign]

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

    def corrected(self) -> bytes:
        """The same list, in which CHANGED businesses were founded a year later."""
        later = [
            dataclasses.replace(unit, founded=unit.founded + 1) if number < CHANGED else unit
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
        self.table.add("  longest transaction of it", f"{max(saved[:-1]):.2f} s", "", "< 1 s")
        self.table.add("  the transaction that makes it visible", f"{saved[-1]:.2f} s", "", "< 2 s")
        return batch

    def import_quietly(self, data: bytes, what: str) -> Any:
        from sentra.registry import actions

        batch = self.receive(data)
        for name in ("survey_file", "stage_batch", "commit_batch"):
            words = {"survey_file": "read", "stage_batch": "preview", "commit_batch": "save"}[name]
            self.step(getattr(actions, name), batch, f"{what}: {words}")
        return batch

    def undo(self, batch: Any) -> None:
        from sentra.registry import actions

        seconds = self.step(actions.undo_batch, batch, "undo", "≤ 30 s")
        self.table.add("  its transaction", f"{max(seconds):.2f} s", "", "< 2 s")


def imports(office: Office) -> None:
    from sentra.registry.models import Batch

    list_ = office.written(office.truth)
    office.table.add("rows of the list", f"{office.rows:,}", "", "43,358")
    office.undo(office.import_whole(list_))
    office.import_quietly(list_, "the same file again")
    edition = office.import_quietly(office.corrected(), f"an edition with {CHANGED} changed rows")
    counts = [sheet for sheet in Batch.objects.get(pk=edition.pk).summary["sheets"].values()]
    told = {name: sum(sheet.get(name, 0) for sheet in counts) for name in ("read", "update", "unchanged")}
    office.table.add("  rows read, updated, unchanged", ", ".join(f"{n:,}" for n in told.values()))


def client() -> Any:
    from django.test import Client

    from sentra.base.people.models import Role, User

    visitor = Client(headers={"host": "127.0.0.1"})
    visitor.force_login(User.objects.get(role=Role.OFFICER))
    return visitor


def addresses() -> dict[str, list[str]]:
    """Pages by kind; many places of the list, so that no cache of the database is too kind."""
    from urllib.parse import urlencode

    from sentra.registry.models import Profile

    current = Profile.objects.filter(current=True).order_by("sort_name", "pk")
    marks = [
        current.only("sort_name")[n] for n in range(0, current.count(), max(1, current.count() // REQUESTS))
    ]
    after = [urlencode({"sesudah": f"{one.sort_name}~{one.pk}"}) for one in marks]
    districts = [f"33.03.{n:02}" for n in range(1, REQUESTS + 1)]
    words = ["gula", "knalpot", "sapu", "batik", "tahu", "ken", "sri", "gula kelapa", "bobotsari", "keripik"]
    return {
        "list, first page": ["/usaha/"] * REQUESTS,
        "list, somewhere in the middle": [f"/usaha/?{mark}" for mark in after],
        "one district": [f"/usaha/?kec={code}" for code in districts],
        "branch and class": ["/usaha/?cabang=gula_kelapa&golongan=small"] * REQUESTS,
        "search by words": [f"/usaha/?{urlencode({'q': word})}" for word in words],
        "search within a district": [f"/usaha/?q=gula&kec={code}" for code in districts],
        "search by NIK": [f"/usaha/?q=33030145068100{n:02}" for n in range(REQUESTS)],
        "dossier of one business": [f"/usaha/{one.business_id}/" for one in marks],
    }


def pages(table: Table) -> None:
    visitor, all_of_them = client(), []
    for kind, paths in addresses().items():
        visitor.get(paths[0])  # templates are compiled and counts remembered once
        seconds = [_answered(visitor, path) for path in paths]
        all_of_them += seconds
        table.add(f"page: {kind}, median", f"{statistics.median(seconds) * 1000:.1f} ms", "", "≤ 20 ms")
    table.add(
        f"all {len(all_of_them)} pages, median",
        f"{statistics.median(all_of_them) * 1000:.1f} ms",
        "",
        "≤ 20 ms",
    )
    table.add("  95th percentile", f"{sorted(all_of_them)[int(len(all_of_them) * 0.95)] * 1000:.1f} ms")
    for what, size in wire(visitor).items():
        table.add(what, f"{size / 1000:.1f} kB", "", "≤ 60 kB" if what.startswith("first load") else "")


def _answered(visitor: Any, path: str) -> float:
    start = time.perf_counter()
    answer = visitor.get(path)
    if answer.status_code != 200:
        raise SystemExit(f"{path}: {answer.status_code}")
    return time.perf_counter() - start


def wire(visitor: Any) -> dict[str, int]:
    """Bytes a browser fetches at the first visit of the list: what the server would send, compressed."""
    from django.conf import settings

    answer = visitor.get("/usaha/", headers={"accept-encoding": "gzip, br"})
    page = visitor.get("/usaha/").content.decode()
    names = set(re.findall(r'(?:href|src)="/static/([^"]+)"', page))
    for sheet in [name for name in names if name.endswith(".css")]:
        text = (settings.STATIC_ROOT / sheet).read_text(encoding="utf-8")
        names |= {
            found.strip("\"'").removeprefix("/static/") for found in re.findall(r"url\(([^)]+)\)", text)
        }
    files = {
        name: _served(settings.STATIC_ROOT / name) for name in sorted(names) if not name.startswith("data:")
    }
    html = len(answer.content)
    told = {f"  {re.sub(r'[.][0-9a-f]{12}', '', name)}": size for name, size in files.items()}
    return {
        "first load of the list on the wire": html + sum(files.values()),
        "  the page itself": html,
        **told,
    }


def _served(path: Path) -> int:
    """WhiteNoise sends the smallest of the forms on disk that the browser takes."""
    forms = [path, *(path.with_name(path.name + ending) for ending in (".br", ".gz"))]
    return min(form.stat().st_size for form in forms if form.exists())


EXPORT = """
import json, os, resource, sys, time
import django; django.setup()
sys.path.insert(0, sys.argv[2])
from bench.registry import client, cpu
visitor = client()
visitor.get("/usaha/")
def peak(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
before, start, used = peak(), time.monotonic(), cpu()
size = sum(map(len, visitor.get(sys.argv[1]).streaming_content))
told = {"wall": time.monotonic() - start, "cpu": cpu() - used, "size": size, "memory": (peak() - before) / 1024}
print(json.dumps(told))
"""


def exports(table: Table) -> None:
    """Each in a fresh process, so that its memory can be told from that of the import."""
    for what, path, target in (("CSV", "unduh.csv", "≤ 5 s"), ("XLSX", "unduh.xlsx", "≤ 30 s")):
        words = [sys.executable, "-c", EXPORT, f"/usaha/{path}", str(REPOSITORY)]
        done = subprocess.run(words, capture_output=True, text=True, check=True)
        told = json.loads(done.stdout.splitlines()[-1])
        table.add(f"{what} of all businesses", f"{told['wall']:.1f} s", f"{told['cpu']:.1f} s", target)
        size = f"{told['size'] / 1e6:.1f} MB out"
        table.add("  memory it took more than a page", f"{told['memory']:.0f} MB", size, "constant")


def peers(table: Table, rows: int) -> None:
    """What the same work costs the way it is usually written."""
    used = median_of(_save_one_by_one, 1)
    table.add(
        f"peer: save() row by row, {NAIVE_ROWS} rows × {rows / NAIVE_ROWS:.0f}",
        f"{used * rows / NAIVE_ROWS:.0f} s",
    )
    from sentra.base.people.models import Role, User
    from sentra.registry import queries
    from sentra.registry.models import Profile

    by = User.objects.get(role=Role.OFFICER)
    current = Profile.objects.filter(current=True).select_related("district", "village")
    ordered, middle = current.order_by("sort_name", "pk"), rows // 2
    mark = ordered[middle]
    keyset = median_of(lambda: queries.page(by, queries.Filters(), after=f"{mark.sort_name}~{mark.pk}"))
    offset = median_of(lambda: list(ordered[middle : middle + 25]))
    contains = median_of(
        lambda: list(current.filter(search_text__contains="knalpot").order_by("sort_name")[:26])
    )
    words = median_of(lambda: queries.page(by, queries.Filters(q="knalpot")))
    table.add("25 rows in the middle by keyset, query only", f"{keyset * 1000:.1f} ms")
    table.add("peer: the same by OFFSET", f"{offset * 1000:.1f} ms")
    table.add("a word by the index, with the count, query only", f"{words * 1000:.1f} ms")
    table.add("peer: the same by LIKE '%word%', without the count", f"{contains * 1000:.1f} ms")


def median_of(call: Callable[[], Any], times: int = 21) -> float:
    seconds = []
    for _time in range(times):
        start = time.perf_counter()
        call()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def _save_one_by_one() -> None:
    from django.db import transaction

    from sentra.base.people import vault
    from sentra.base.values import now
    from sentra.registry.actions.composing import profile
    from sentra.registry.models import Business, Identifier, Membership, SourceRecord

    for row in SourceRecord.objects.filter(membership__in_effect=True).order_by("pk")[:NAIVE_ROWS]:
        with transaction.atomic():
            [(subject, key)] = vault.new_keys(1)
            facts = Identifier.objects.filter(record=row)
            numbers = list(facts)
            row.pk, row.subject, row.sealed = None, subject, vault.seal(key, b"{}")
            row.save()
            business = Business.objects.create(created_at=now())
            Membership.objects.create(record=row, business=business, in_effect=False)
            profile(row.values, {}, business=business, record=row, since=now()).save()
            for number in numbers:
                number.pk, number.business, number.record, number.subject = None, business, row, subject
                number.save()


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
    sys.path.insert(0, str(REPOSITORY))
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
