"""A long list is being saved: others go on working, a killed worker loses and doubles nothing.

Nothing here is measured by the clock (`bench/registry.py` does that): that transactions are short is shown
by how many rows each holds, that nobody waits long by a lock timeout that would end the waiting with an error.
"""

import os
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from unittest import mock

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from sentra.base.jobs.models import Job, State
from sentra.base.jobs.queue import enqueue
from sentra.base.people.models import User
from sentra.base.values import now
from sentra.registry import actions
from sentra.registry.actions import committing, staging
from sentra.registry.actions.writing import insert
from sentra.registry.models import (
    Batch,
    Business,
    Identifier,
    Membership,
    Ownership,
    Profile,
    Source,
    SourceRecord,
)
from tests import cast
from tests.rooms.base.test_jobs import start_worker
from tests.rooms.registry.lists import ran, staged, written

SOAK = os.environ.get("SENTRA_SOAK") == "1"  # the whole regency: minutes instead of seconds
ROWS = 43_358 if SOAK else 2_600
PATIENCE_SECONDS = 5
# On SQLite nobody's heart beats while the whole regency is being shown, and a busy computer takes seconds to.
SILENT_SECONDS = 15.0 if SOAK else 1.5


def rows(count: int) -> bytes:
    """As many invented businesses, each with an owner, a NIK and a phone of its own."""
    return written(
        *(
            f"PBG-{n};Gula Contoh {n};Sutirah {n};330311{45 + n % 20}0681{1 + n // 20:04};Brakas;Karanganyar;"
            f"gula kelapa;3;Rp 4.500.000;0812{n:08}"
            for n in range(count)
        )
    )


def until(holds: Callable[[], bool], *, seconds: float = 600 if SOAK else 120) -> None:
    """Raises TimeoutError when it never comes to be."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            raise TimeoutError("it never came to be")
        time.sleep(0.01)


def to_save(officer: User, count: int) -> tuple[Batch, Job]:
    """A staged list, and the job that saves it, waiting for a worker."""
    batch = staged(officer, rows(count))
    return batch, enqueue(
        actions.commit_batch, by=officer, at=now(), key=f"simpan:{batch.pk}", batch_id=batch.pk
    )


@contextmanager
def worker(environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    process = start_worker(environment, silent_seconds=SILENT_SECONDS)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def be_patient() -> None:
    """Whoever waits longer for a lock gets an error."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA busy_timeout = {PATIENCE_SECONDS * 1000}")
        else:
            cursor.execute(f"SET lock_timeout = '{PATIENCE_SECONDS}s'")


def saving(job: Job) -> bool:
    """Whether rows are being written at this moment."""
    return Job.objects.filter(pk=job.pk, state=State.RUNNING, done__gt=0).exists()


def whole() -> dict[str, int]:
    """Everything that a row of the list becomes, once."""
    return {
        "businesses": Business.objects.count(),
        "shown": Profile.objects.filter(current=True).count(),
        "versions": Profile.objects.count(),
        "memberships": Membership.objects.filter(in_effect=True).count(),
        "owners": Ownership.objects.values("person").distinct().count(),
        "NIKs": Identifier.objects.filter(scheme="nik").values("token").distinct().count(),
        "numbers": Identifier.objects.filter(scheme="nik").count(),
    }


@pytest.mark.slow
def test_people_sign_in_and_register_while_a_long_list_is_saved(
    officer: User, process_environment: dict[str, str]
) -> None:
    _batch, job = to_save(officer, ROWS)
    be_patient()
    sign_in_and_register(officer, "sebelum")  # what is compiled once is compiled here
    names: list[str] = []
    with worker(process_environment):
        until(lambda: saving(job))
        while saving(job):
            names.append(f"sela {len(names)}")
            sign_in_and_register(officer, names[-1])
        until(lambda: Job.objects.get(pk=job.pk).ended)
    assert Job.objects.get(pk=job.pk).state == State.DONE
    assert len(names) > 1, "the second can only have begun while rows were being written"
    assert Profile.objects.filter(current=True).count() == ROWS + 1 + len(names)
    assert Business.objects.count() == ROWS + 1 + len(names)


def sign_in_and_register(officer: User, name: str) -> None:
    """As an officer does it, with a password; then the list, and a new business."""
    cache.clear()  # so many sign-ins from one computer would be refused
    client = Client()
    answer = client.post(reverse("account_login"), {"login": officer.email, "password": cast.PASSWORD})
    assert answer.status_code == 302
    assert client.get(reverse("registry:list")).status_code == 200
    values = {"business_name": name, "district": "33.03.11"}
    actions.register_business(by=officer, at=now(), values=values, personal={})


@pytest.mark.slow
def test_a_worker_killed_while_saving_loses_nothing_and_doubles_nothing(
    officer: User, process_environment: dict[str, str]
) -> None:
    """kill -9 in the middle; what was written stays invisible until a second worker has finished it."""
    batch, job = to_save(officer, ROWS)
    with worker(process_environment) as first:
        until(lambda: saving(job))
        first.kill()
        first.wait()
    assert 0 < Membership.objects.count() < ROWS
    assert Profile.objects.filter(current=True).count() == 0
    with worker(process_environment):
        until(lambda: Job.objects.get(pk=job.pk).ended)
    ended = Job.objects.get(pk=job.pk)
    assert (ended.state, ended.attempts, ended.error) == (State.DONE, 2, "")
    assert whole() == dict.fromkeys(whole(), ROWS)
    assert set(batch.memberships.values_list("record", flat=True)) == set(
        batch.records.values_list("pk", flat=True)
    )


class Transactions:
    """What each transaction of a step held: rows by table, and how many statements."""

    def __init__(self) -> None:
        self.ended: list[Counter[str]] = []
        self._open: Counter[str] | None = None

    def _now(self) -> Counter[str]:
        if self._open is None:
            self._open = Counter()
            transaction.on_commit(self._end)
        return self._open

    def _end(self) -> None:
        self.ended.append(self._open or Counter())
        self._open = None

    def on_statement(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if connection.in_atomic_block:
            self._now()["statements"] += 1
        return execute(sql, params, many, context)

    def on_rows(self, model: type[Model], rows: Iterable[Mapping[str, Any]]) -> None:
        written = list(rows)
        self._now()[model._meta.db_table] += len(written)
        insert(model, written)

    def rows(self, model: type[Model]) -> list[int]:
        return [one[model._meta.db_table] for one in self.ended if one[model._meta.db_table]]


def transactions(step: Any, batch: Batch, by: User) -> Transactions:
    found = Transactions()
    with (
        connection.execute_wrapper(found.on_statement),
        mock.patch.object(staging, "insert", found.on_rows),
        mock.patch.object(committing, "insert", found.on_rows),
    ):
        ran(step, batch, by)
    return found


@pytest.mark.django_db(transaction=True)
def test_rows_are_staged_and_written_a_few_hundred_at_a_time(
    officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the transaction that makes them visible, or takes them back, does not grow with the list."""
    monkeypatch.setattr(committing, "ENOUGH", 10**9)  # counting names is asked for after the last of them
    first = staged(officer, rows(1))
    transactions(actions.commit_batch, first, officer)
    transactions(actions.undo_batch, first, officer)  # what only a new register needs is there from here on
    once = life(officer, first.source, rows(1))
    assert (staging.CHUNK, committing.CHUNK) == (600, 300)
    long = life(officer, first.source, rows(1400))
    assert long["stage"].rows(SourceRecord) == [600, 600, 200]
    assert long["commit"].rows(Membership) == long["commit"].rows(Profile) == [300, 300, 300, 300, 200]
    last = {step: (once[step].ended[-1], long[step].ended[-1]) for step in ("commit", "undo")}
    assert {step for step, (of_one, of_many) in last.items() if of_one != of_many} == set()


def life(officer: User, of: Source, data: bytes) -> dict[str, Transactions]:
    """A list from its receipt until it is taken back."""
    batch = actions.receive_file(by=officer, at=cast.AT, source=of, file_name="daftar.csv", data=data)
    ran(actions.survey_file, batch, officer)
    steps = {"stage": actions.stage_batch, "commit": actions.commit_batch, "undo": actions.undo_batch}
    return {name: transactions(step, batch, officer) for name, step in steps.items()}
