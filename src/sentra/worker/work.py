"""`sentra work`: django-tasks' database worker, with the takeover sweep beside it."""

import logging
import threading
import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Self

from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.utils import is_locked_database_exception

from sentra.base.jobs.running import BEAT_SECONDS, worker_door
from sentra.base.jobs.takeover import SILENT_SECONDS, forget_finished_tasks, take_over_silent
from sentra.base.values import now

POLL_SECONDS = 0.5

log = logging.getLogger(__name__)


class Sweep:
    """A thread that looks for silent jobs, six times in every span of silence allowed."""

    def __init__(self, *, clock: Callable[[], datetime], silent_seconds: float) -> None:
        self._clock, self._silent_seconds = clock, silent_seconds
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._loop, name="sweep", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *ended: object) -> None:
        self._stop.set()
        self._thread.join()

    def _loop(self) -> None:
        while not self._stop.is_set():
            try:
                take_over_silent(at=self._clock(), silent_seconds=self._silent_seconds)
            except (DatabaseError, InterfaceError) as wrong:
                log.warning("the sweep could not reach the database (%s)", type(wrong).__name__)
                connection.close()
            self._stop.wait(self._silent_seconds / 6)
        connection.close()


def work(
    *, until_empty: bool = False, beat_seconds: float = BEAT_SECONDS, silent_seconds: float = SILENT_SECONDS
) -> None:
    """Works until SIGTERM or Ctrl-C; a job in hand is finished first, a second signal ends it at once.

    `until_empty` returns when nothing is waiting (for tests and one-off runs).
    """
    worker = Worker(
        queue_names=["default"],
        interval=POLL_SECONDS,
        batch=until_empty,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=uuid.uuid4().hex,
        excluded_queue_names=[],
    )
    logging.getLogger("django_tasks_db").setLevel(logging.ERROR)  # a stop asked for is no warning
    forget_finished_tasks(at=now())
    worker.configure_signals()
    with worker_door(clock=now, beat_seconds=beat_seconds), Sweep(clock=now, silent_seconds=silent_seconds):
        _run_patiently(worker)
    worker.reset_signals()


def _run_patiently(worker: Worker) -> None:
    """On SQLite somebody else may hold the lock longer than we wait; that is no reason to end."""
    while True:
        try:
            worker.run()
        except OperationalError as wrong:
            if not is_locked_database_exception(wrong):
                raise
            log.warning("the database is busy, trying again")
        else:
            return
