"""How far a job is, and the heartbeat that says its worker lives."""

import logging
import threading
import time
from collections.abc import Callable
from datetime import datetime
from types import TracebackType
from typing import Any, Self

from django.db import DatabaseError, InterfaceError, connection
from django.utils.translation import gettext as _

from sentra.base.jobs.models import Job, State
from sentra.base.jobs.plain import without_numbers

GAP_SECONDS = 0.5  # progress is written at most twice a second

log = logging.getLogger(__name__)


class TakenOver(Exception):
    """This worker was presumed dead and another one has the job now; stop, and undo the open transaction."""


class NotInTransaction(Exception):
    """`confirm` promises something only until the end of a transaction, and there is none."""


class Beat:
    """Writes heartbeat and progress of one running job, under its fence number.

    It has a thread and so a database connection of its own: what it writes is seen at once, even while the
    action sits in a transaction, and it never makes the action wait. Each write is one short UPDATE.
    """

    def __init__(
        self, job: Job, *, clock: Callable[[], datetime], seconds: float, own_connection: bool
    ) -> None:
        self.lost = False
        self._held = Job.objects.filter(pk=job.pk, fence=job.fence, state=State.RUNNING)
        self._clock, self._seconds = clock, seconds
        self._told: dict[str, Any] = {}
        self._written = 0.0
        self._wake, self._stop = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._loop, name=f"beat-{job.pk}", daemon=True)
        self._own_connection = own_connection

    def __enter__(self) -> Self:
        if self._own_connection:
            self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, wrong: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._wake.set()
        if self._own_connection:
            self._thread.join()

    def tell(self, done: int, total: int, message: str) -> None:
        self._told = {"done": done, "total": total, "message": without_numbers(message)[:200]}
        if self._own_connection:
            self._wake.set()
        elif time.monotonic() - self._written >= GAP_SECONDS:
            self._write()

    def last_told(self) -> dict[str, Any]:
        """Columns for the final write, so that the last progress is not lost to the twice-a-second rule."""
        return dict(self._told)

    def _loop(self) -> None:
        while not self._stop.is_set():
            self._wake.wait(self._seconds)
            self._wake.clear()
            if not self._stop.is_set():
                self._write_patiently()
                self._stop.wait(GAP_SECONDS)
        connection.close()

    def _write_patiently(self) -> None:
        """A beat that could not be written is not the end of the job: the next one is tried."""
        try:
            self._write()
        except (DatabaseError, InterfaceError) as wrong:
            log.warning("a heartbeat was not written (%s)", type(wrong).__name__)
            connection.close()

    def _write(self) -> None:
        self._written = time.monotonic()
        if not self._held.update(heartbeat_at=self._clock(), **self._told):
            self.lost = True


class Progress:
    """What an action gets to say how far it is, and to ask whether the job is still its own."""

    def __init__(self, job: Job, beat: Beat) -> None:
        self._job, self._beat = job, beat

    def tell(self, done: int, total: int, message: str = "") -> None:
        """`done` of `total` (0: not known) and a sentence for the page. Cheap: call it for every row.

        Raises TakenOver when another worker has the job.
        """
        self._beat.tell(done, total, message)
        if self._beat.lost:
            raise TakenOver(_("Pekerjaan ini sudah diambil alih."))

    def confirm(self) -> None:
        """Holds the job until the end of the open transaction: nobody can take it over before that.

        Raises TakenOver when it is too late, NotInTransaction when there is no transaction.
        """
        if not connection.in_atomic_block:
            raise NotInTransaction("progress.confirm() belongs inside transaction.atomic()")
        held = Job.objects.select_for_update().filter(
            pk=self._job.pk, fence=self._job.fence, state=State.RUNNING
        )
        if held.values_list("pk").first() is None:
            raise TakenOver(_("Pekerjaan ini sudah diambil alih."))
