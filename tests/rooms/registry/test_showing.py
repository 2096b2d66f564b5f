"""A batch becomes visible, and is taken back, by moving a mark: which version of a business is current."""

import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from sentra.base.jobs.models import Job, State
from sentra.base.jobs.queue import enqueue
from sentra.base.people.models import User
from sentra.base.values import now
from sentra.registry import actions
from sentra.registry.models import Batch, Membership, Profile
from tests.rooms.base.test_jobs import start_worker
from tests.rooms.registry.lists import AT, KENANGA, MELATI, TERANG, committed, ran, shown, staged, written

LATER = AT + timedelta(days=1)
TYPED = "gula aren"


def edition(*rows: str) -> bytes:
    """The same rows, in which every business has 44 workers."""
    return written(*(";".join([*row.split(";")[:7], "44", *row.split(";")[8:]]) for row in rows))


def workers() -> dict[str, int | None]:
    return dict(Profile.objects.filter(current=True).values_list("name", "workers"))


def copy_of(version: Profile, *, current: bool) -> Profile:
    fresh = Profile.objects.get(pk=version.pk)
    fresh.pk, fresh.current = None, current
    return fresh


def refused(call: Callable[[], Any]) -> bool:
    try:
        with transaction.atomic():
            call()
    except IntegrityError:
        return True
    return False


def test_the_database_itself_refuses_a_second_current_version(officer: User) -> None:
    """Written or marked; one that is not current is welcome, and takes the place when it is free."""
    committed(officer, written(KENANGA))
    [first] = Profile.objects.filter(current=True)
    second = copy_of(first, current=False)
    second.save()
    mark = Profile.objects.filter(pk=second.pk)
    assert refused(lambda: mark.update(current=True))
    assert refused(copy_of(first, current=True).save)
    Profile.objects.filter(pk=first.pk).update(current=False)
    assert not refused(lambda: mark.update(current=True))
    assert refused(lambda: Profile.objects.filter(pk=first.pk).update(current=True))
    second.delete()
    assert not refused(lambda: Profile.objects.filter(pk=first.pk).update(current=True))


def test_an_edition_taken_back_shows_what_was_before_it(officer: User) -> None:
    """But for a business edited since, which keeps its edit and loses the rest of the edition."""
    first = committed(officer, written(KENANGA, TERANG, MELATI))
    second = staged(officer, edition(KENANGA, TERANG, MELATI), of=first.source, at=LATER)
    ran(actions.commit_batch, second, officer, LATER)
    assert workers() == {"Gula Kenanga": 44, "Knalpot Terang": 44, "Sapu Melati": 44}
    business = Profile.objects.get(current=True, name="Gula Kenanga").business
    actions.edit_business(by=officer, at=LATER, business=business, values={"product": TYPED}, personal={})
    ran(actions.undo_batch, second, officer, LATER)
    assert workers() == {"Gula Kenanga": 3, "Knalpot Terang": 12, "Sapu Melati": 5}
    assert shown()["Gula Kenanga"] == TYPED
    assert Batch.objects.get(pk=second.pk).summary["kept"] == [business.pk]
    assert Membership.objects.filter(in_effect=True, batch=second).count() == 0


def in_the_middle_of(
    monkeypatch: pytest.MonkeyPatch, batch: Batch, by: User, does: Callable[[], Any]
) -> None:
    """Saves the batch; `does` happens once, when its rows are written and not yet shown."""
    acts = [does]
    monkeypatch.setattr("sentra.registry.actions.committing.breathe", lambda: acts.pop()() if acts else None)
    ran(actions.commit_batch, batch, by, LATER)


@pytest.mark.parametrize("moment", ["while rows are written", "the last"])
def test_edits_made_meanwhile_are_caught_up_with_a_few_at_a_time(
    officer: User, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    """Before the last transaction; in it, what was edited in the last moment."""
    first = committed(officer, written(KENANGA, TERANG, MELATI))
    businesses = [profile.business for profile in Profile.objects.filter(current=True)]
    second = staged(officer, edition(KENANGA, TERANG, MELATI), of=first.source, at=LATER)

    def edit_all() -> None:
        monkeypatch.setattr("sentra.registry.actions.committing.CHUNK", 2)
        for business in businesses:
            actions.edit_business(
                by=officer, at=LATER, business=business, values={"product": TYPED}, personal={}
            )

    if moment == "the last":
        monkeypatch.setattr(
            "sentra.registry.actions.committing._catch_up_ahead", lambda *_all, **_about: False
        )
    in_the_middle_of(monkeypatch, second, officer, edit_all)
    assert workers() == {"Gula Kenanga": 44, "Knalpot Terang": 44, "Sapu Melati": 44}
    assert set(shown().values()) == {TYPED}
    assert Profile.objects.filter(batch=second).count() == 3


def test_a_business_taken_back_meanwhile_is_what_its_row_says(
    officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = committed(officer, written(KENANGA, TERANG))
    second = staged(officer, edition(KENANGA), of=first.source, at=LATER)
    in_the_middle_of(monkeypatch, second, officer, lambda: ran(actions.undo_batch, first, officer, LATER))
    assert workers() == {"Gula Kenanga": 44}
    ran(actions.undo_batch, second, officer, LATER)
    assert workers() == {}


DIES = """
import os, signal, django
django.setup()
from sentra.base.jobs.models import Job
from sentra.base.jobs.running import run_now
from sentra.base.values import now
from sentra.registry.actions import committing
committing.record = lambda **_about: os.kill(os.getpid(), signal.SIGKILL)
run_now(Job.objects.get(pk={job}), clock=now)
"""  # the act is recorded at the end of the last transaction


def killed_at_the_end_of(step: Any, batch: Batch, by: User, environment: dict[str, str]) -> Job:
    """kill -9 when everything is marked and nothing is committed; the step as a job that nobody runs now."""
    job = enqueue(step, by=by, at=now(), key=f"{step.__name__}:{batch.pk}", batch_id=batch.pk)
    ended = subprocess.run([sys.executable, "-c", DIES.format(job=job.pk)], env=environment, check=False)
    assert ended.returncode == -signal.SIGKILL
    return job


def finished_by_another_worker(job: Job, environment: dict[str, str]) -> tuple[str, int]:
    """How it ended, and at which attempt."""
    worker = start_worker(environment)
    try:
        last = time.monotonic() + 60
        while not (found := Job.objects.get(pk=job.pk)).ended and time.monotonic() < last:
            time.sleep(0.05)
    finally:
        worker.kill()
        worker.wait()
    return found.state, found.attempts


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_last_transaction_showed_nothing_and_took_nothing_back(
    officer: User, process_environment: dict[str, str]
) -> None:
    first = committed(officer, written(KENANGA, TERANG, MELATI))
    old, new = workers(), dict.fromkeys(workers(), 44)
    second = staged(officer, edition(KENANGA, TERANG, MELATI), of=first.source, at=LATER)
    saving = killed_at_the_end_of(actions.commit_batch, second, officer, process_environment)
    assert workers() == old
    assert finished_by_another_worker(saving, process_environment) == (State.DONE, 2)
    assert workers() == new
    undoing = killed_at_the_end_of(actions.undo_batch, second, officer, process_environment)
    assert workers() == new
    assert finished_by_another_worker(undoing, process_environment) == (State.DONE, 2)
    assert workers() == old
    assert Profile.objects.count() == 6


def rewritten(table: str) -> tuple[int, int]:
    """Rows changed so far on PostgreSQL by this connection: all, and those that no index heard of."""
    with connection.cursor() as cursor:
        asked = "SELECT n_tup_upd, n_tup_hot_upd FROM pg_stat_xact_user_tables WHERE relname = %s"
        cursor.execute(asked, [table])
        return cursor.fetchone() or (0, 0)


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite changes a row where it stands")
@pytest.mark.parametrize("table", ["registry_profile", "registry_membership"])
def test_the_mark_moves_without_a_word_to_any_index(officer: User, table: str) -> None:
    """Else the last transaction writes as many index entries as a row has indexes, 43,358 times."""
    before = rewritten(table)
    ran(actions.undo_batch, committed(officer, written(KENANGA, TERANG, MELATI)), officer)
    changed, silently = (now - then for now, then in zip(rewritten(table), before, strict=True))
    assert (changed, silently) == (6, 6)


WHOLE_BATCH_A_ROW = re.compile(r"SEARCH registry_\w+ .*\(batch_id=\?\)|SEARCH U\d .*\(batch_id=\?\)")


def steps_within_a_row(sql: str, params: Any) -> list[str]:
    """What SQLite would do again for each row of a statement."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
        steps = cursor.fetchall()
    inner = {number for number, _parent, _rest, step in steps if step.startswith("CORRELATED")}
    for number, parent, _rest, _step in steps:
        if parent in inner:
            inner.add(number)
    return [step for number, _parent, _rest, step in steps if number in inner]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL plans by statistics")
def test_saving_and_taking_back_look_through_the_batch_once_and_not_once_a_row(officer: User) -> None:
    sent: list[tuple[str, Any]] = []

    def listen(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(("SELECT", "UPDATE", "DELETE")) and not many:
            sent.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        batch = committed(officer, written(KENANGA, MELATI))
        ran(actions.undo_batch, batch, officer)
    again = {step for sql, params in sent for step in steps_within_a_row(sql, params)}
    assert [step for step in again if WHOLE_BATCH_A_ROW.search(step)] == []
