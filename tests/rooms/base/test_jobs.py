"""Jobs: asked for once per key, watched while they run, and never lost or done twice by a dying worker."""

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django_tasks_db.models import DBTaskResult

from sentra.base.jobs.marking import NotAJob
from sentra.base.jobs.models import Job, State
from sentra.base.jobs.plain import NotPlain, without_numbers
from sentra.base.jobs.progress import NotInTransaction, Progress
from sentra.base.jobs.queue import enqueue, job
from sentra.base.jobs.running import NoDoor, claim, perform, run_now
from sentra.base.jobs.takeover import MAX_ATTEMPTS, take_over_silent
from sentra.base.people.models import Role, User
from sentra.base.values import now

AT = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
A_NIK = "3303010101700001"  # invented
ROWS = 400


class CannotCount(Exception):
    """A refusal of our own, with a sentence for people."""


CannotCount.__module__ = "sentra.test"


@job
def count_to(*, by: User, at: datetime, progress: Progress, last: int) -> dict[str, int]:
    for step in range(1, last + 1):
        progress.tell(step, last, f"langkah {step}")
    return {"counted": last}


@job
def refuse(*, by: User, at: datetime, progress: Progress) -> None:
    raise CannotCount(f"Baris milik {A_NIK} tidak dapat dihitung.")


@job
def stumble(*, by: User, at: datetime, progress: Progress) -> None:
    raise ValueError(f"row {A_NIK} is broken")


@job
def answer_with_a_moment(*, by: User, at: datetime, progress: Progress) -> datetime:
    return at


@job
def be_taken_over(*, by: User, at: datetime, progress: Progress) -> str:
    """Meanwhile the sweep finds it silent, and another worker starts it again."""
    mine = Job.objects.get(state=State.RUNNING)
    take_over_silent(at=AT + timedelta(seconds=61))
    claim(mine.pk, at=AT + timedelta(seconds=62))
    return "late"


@job
def confirm_too_late(*, by: User, at: datetime, progress: Progress) -> None:
    be_taken_over(by=by, at=at, progress=progress)
    with transaction.atomic():
        progress.confirm()


@job
def write_rows(*, by: User, at: datetime, progress: Progress, rows: int) -> dict[str, int]:
    """Idempotent, as a job must be: a row is written where it is not yet; killed workers write here too."""
    for number in range(rows):
        with transaction.atomic():
            progress.confirm()
            _write_row(number)
        progress.tell(number + 1, rows, "menulis")
        time.sleep(0.002)
    return {"rows": rows}


def _write_row(number: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM test_job_rows WHERE number = %s", [number])
        if cursor.fetchone() is None:
            cursor.execute("INSERT INTO test_job_rows (number) VALUES (%s)", [number])


@pytest.fixture
def officer(db: None) -> User:
    return User.objects.create(email="petugas@contoh.test", name="Petugas Contoh", role=Role.OFFICER)


def ask(officer: User, function: Any, key: str = "hitung", **arguments: Any) -> Job:
    return enqueue(function, by=officer, at=AT, key=key, **arguments)


def run(queued: Job) -> Job:
    return run_now(queued, clock=lambda: AT)


def test_a_job_runs_to_its_result_with_progress(officer: User) -> None:
    done = run(ask(officer, count_to, last=7))
    assert (done.state, done.result, done.error) == (State.DONE, {"counted": 7}, "")
    assert (done.done, done.total, done.percent, done.message) == (7, 7, 100, "langkah 7")
    assert (done.attempts, done.by, done.started_at, done.finished_at) == (1, officer, AT, AT)


def test_asking_twice_is_asking_once(officer: User) -> None:
    first, second = ask(officer, count_to, last=1), ask(officer, count_to, last=1)
    assert first.pk == second.pk
    assert DBTaskResult.objects.count() == 1
    run(first)
    assert ask(officer, count_to, last=1).state == State.DONE
    assert DBTaskResult.objects.count() == 1


def test_a_failed_job_asked_for_again_is_queued_again(officer: User) -> None:
    failed = run(ask(officer, refuse))
    again = ask(officer, count_to, last=2)
    assert (again.pk, again.state, again.attempts, again.error) == (failed.pk, State.QUEUED, 0, "")
    assert run(again).result == {"counted": 2}


def test_a_job_and_its_place_in_the_queue_vanish_with_the_transaction(officer: User) -> None:
    with transaction.atomic():
        ask(officer, count_to, last=1)
        transaction.set_rollback(True)
    assert (Job.objects.count(), DBTaskResult.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    "value",
    [A_NIK, int(A_NIK), f"NIK {A_NIK}", [A_NIK], "081234567890", AT, {"nik": 1}, "x" * 3000],
    ids=["nik", "as number", "in text", "in list", "phone", "moment", "mapping", "long"],
)
def test_arguments_that_could_carry_personal_data_are_refused(officer: User, value: Any) -> None:
    with pytest.raises(NotPlain):
        ask(officer, count_to, last=value)
    assert Job.objects.count() == 0


def test_a_key_with_a_personal_number_is_refused(officer: User) -> None:
    with pytest.raises(NotPlain):
        ask(officer, count_to, key=f"orang-{A_NIK}", last=1)


def test_only_marked_actions_can_be_jobs(officer: User) -> None:
    with pytest.raises(NotAJob):
        ask(officer, without_numbers)
    forged = ask(officer, count_to, last=1)
    Job.objects.filter(pk=forged.pk).update(function="os.getcwd")
    failed = run(forged)
    assert (failed.state, failed.result) == (State.FAILED, None)


@pytest.mark.parametrize(
    ("function", "sentence"),
    [
        (refuse, "Baris milik ••• tidak dapat dihitung."),
        (stumble, "Pekerjaan berhenti karena kesalahan tak terduga (ValueError)."),
        (answer_with_a_moment, "Pekerjaan berhenti karena kesalahan tak terduga (TypeError)."),
    ],
)
def test_a_failure_is_one_sentence_without_personal_numbers(
    officer: User, caplog: pytest.LogCaptureFixture, function: Any, sentence: str
) -> None:
    failed = run(ask(officer, function))
    assert (failed.state, failed.error, failed.finished_at) == (State.FAILED, sentence, AT)
    assert caplog.text.count(A_NIK) == 0


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("telepon 0812-3456-7890 salah", "telepon ••• salah"),
        ("telepon +62 812 3456 7890 salah", "telepon ••• salah"),
        ("tanggal 2026-11-21, Rp 1.250.000", "tanggal 2026-11-21, Rp 1.250.000"),
    ],
)
def test_numbers_of_persons_are_blotted_out_and_others_are_not(sentence: str, told: str) -> None:
    assert without_numbers(sentence) == told


def test_a_silent_job_is_queued_again_and_a_beating_one_is_left_alone(officer: User) -> None:
    claim(ask(officer, count_to, last=1).pk, at=AT)
    assert take_over_silent(at=AT + timedelta(seconds=60)) == 0
    assert take_over_silent(at=AT + timedelta(seconds=61)) == 1
    found = Job.objects.get()
    assert (found.state, found.attempts, DBTaskResult.objects.count()) == (State.QUEUED, 1, 2)
    assert run(found).attempts == 2


def test_after_three_silent_starts_a_job_fails_with_a_sentence(officer: User) -> None:
    queued, at = ask(officer, count_to, last=1), AT
    for _start in range(MAX_ATTEMPTS):
        claim(queued.pk, at=at)
        at += timedelta(seconds=61)
        take_over_silent(at=at)
    found = Job.objects.get()
    assert (found.state, found.finished_at) == (State.FAILED, at)
    assert found.error == "Pekerjaan ini terhenti 3 kali tanpa kabar dan tidak dicoba lagi."


def test_a_job_whose_task_died_before_it_began_is_queued_again(officer: User) -> None:
    queued = ask(officer, count_to, last=1)
    assert take_over_silent(at=AT + timedelta(hours=1)) == 0, "a long queue is no silence"
    DBTaskResult.objects.update(status="RUNNING")
    assert take_over_silent(at=AT + timedelta(seconds=61)) == 1
    queued.refresh_from_db()
    assert (queued.state, queued.attempts) == (State.QUEUED, 0)
    assert DBTaskResult.objects.get(pk=queued.task_id).status == "READY"


@pytest.mark.parametrize("function", [be_taken_over, confirm_too_late])
def test_a_worker_presumed_dead_cannot_answer_late(officer: User, function: Any) -> None:
    found = run(ask(officer, function))
    assert (found.state, found.attempts, found.result, found.error) == (State.RUNNING, 2, None, "")


@job
def confirm_outside(*, by: User, at: datetime, progress: Progress) -> bool:
    with pytest.raises(NotInTransaction):
        progress.confirm()
    return True


@pytest.mark.django_db(transaction=True)
def test_confirm_wants_a_transaction(officer: User) -> None:
    assert run(ask(officer, confirm_outside)).result is True


def test_the_clock_comes_from_the_worker_door(officer: User) -> None:
    with pytest.raises(NoDoor):
        perform.call(ask(officer, count_to, last=1).pk)


@job
def wait_for_beat(*, by: User, at: datetime, progress: Progress) -> None:
    """The thread writes while the action waits; when the row has a new holder, the next `tell` stops it."""
    progress.tell(1, 2, "menunggu")
    _until(lambda: Job.objects.get().message == "menunggu")
    Job.objects.update(fence=99)
    while True:
        progress.tell(2, 2, "tidak boleh tertulis")
        time.sleep(0.01)


@pytest.mark.django_db(transaction=True)
def test_the_heartbeat_has_a_connection_of_its_own_and_stops_a_lost_worker(officer: User) -> None:
    found = run_now(ask(officer, wait_for_beat), clock=now, beat_seconds=0.05)
    assert (found.state, found.fence, found.message) == (State.RUNNING, 99, "menunggu")


def _until(holds: Any, seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            raise TimeoutError("it never came to be")
        time.sleep(0.02)


def start_worker(environment: dict[str, str], *, silent_seconds: float = 1.5) -> subprocess.Popen[bytes]:
    words = [sys.executable, "-m", "sentra", "work", "--beat-seconds", "0.2"]
    words += ["--silent-seconds", str(silent_seconds)]
    environment = {**environment, "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.Popen(words, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@pytest.mark.django_db(transaction=True)
def test_killing_the_worker_loses_nothing_and_doubles_nothing(
    officer: User, process_environment: dict[str, str]
) -> None:
    """A real worker, a real kill -9 in the middle, and a second worker that takes over."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE test_job_rows (number integer)")  # no key: doubles would show
    worker = None
    try:
        queued = enqueue(write_rows, by=officer, at=now(), key="tulis", rows=ROWS)
        worker = start_worker(process_environment)
        _until(lambda: 20 < Job.objects.get().done < ROWS)
        worker.kill()
        worker.wait()
        worker = start_worker(process_environment)
        _until(lambda: Job.objects.get().ended, seconds=20)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(10) == 0
        found = Job.objects.get(pk=queued.pk)
        assert (found.state, found.attempts, found.result) == (State.DONE, 2, {"rows": ROWS})
        with connection.cursor() as cursor:
            cursor.execute("SELECT number FROM test_job_rows ORDER BY number")
            assert [number for (number,) in cursor.fetchall()] == list(range(ROWS))
    finally:
        if worker is not None and worker.poll() is None:
            worker.kill()
            worker.wait()
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE test_job_rows")
