"""Running a job: claimed once, beating while it runs, answered only by the worker that still holds it."""

import json
import logging
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import F
from django_tasks import task

from sentra.base.jobs.marking import action_at
from sentra.base.jobs.models import Job, State
from sentra.base.jobs.plain import sentence_for
from sentra.base.jobs.progress import Beat, Progress, TakenOver

Clock = Callable[[], datetime]
BEAT_SECONDS = 10.0

log = logging.getLogger(__name__)


class NoDoor(Exception):
    """A task was run outside `sentra work`: nobody supplies the clock."""


@dataclass(frozen=True, slots=True)
class _Door:
    """What the worker door supplies: its clock, and how often a running job shows that it lives."""

    clock: Clock
    beat_seconds: float


_doors: list[_Door] = []


@contextmanager
def worker_door(*, clock: Clock, beat_seconds: float = BEAT_SECONDS) -> Iterator[None]:
    """While open, tasks taken from the queue run with this clock (below the doors nobody reads it)."""
    _doors.append(_Door(clock, beat_seconds))
    try:
        yield
    finally:
        _doors.pop()


@task()
def perform(job_id: int) -> None:
    """The only task in the django-tasks queue. It ends well even when the job does not: the job row tells.

    Raises NoDoor outside `worker_door`.
    """
    if not _doors:
        raise NoDoor("jobs are run by `sentra work`")
    claimed = claim(job_id, at=_doors[-1].clock())
    if claimed is not None:
        _run(claimed, clock=_doors[-1].clock, beat_seconds=_doors[-1].beat_seconds)


def run_now(job: Job, *, clock: Clock, beat_seconds: float = BEAT_SECONDS) -> Job:
    """Runs a queued job in this process, by the same protocol, and returns it as it ended.

    A job that another worker holds, or that has ended, is returned as it stands.
    """
    claimed = claim(job.pk, at=clock())
    if claimed is not None:
        _run(claimed, clock=clock, beat_seconds=beat_seconds)
    return Job.objects.get(pk=job.pk)


def claim(job_id: int, *, at: datetime) -> Job | None:
    """The job, now running under a fence number of its own; None when it is not waiting (any more)."""
    won = Job.objects.filter(pk=job_id, state=State.QUEUED).update(
        state=State.RUNNING,
        fence=F("fence") + 1,
        attempts=F("attempts") + 1,
        started_at=at,
        heartbeat_at=at,
        done=0,
        message="",
    )
    return Job.objects.select_related("by").get(pk=job_id) if won else None


def _run(job: Job, *, clock: Clock, beat_seconds: float) -> None:
    # Inside somebody's transaction no other connection can see the job, so none can beat for it either.
    beat = Beat(job, clock=clock, seconds=beat_seconds, own_connection=not connection.in_atomic_block)
    with beat:
        end = _call(job, Progress(job, beat), clock)
    if not end:
        log.warning("job %s: stopped, another worker has taken it over", job.pk)
        return
    held = Job.objects.filter(pk=job.pk, fence=job.fence, state=State.RUNNING)
    if not held.update(finished_at=clock(), **beat.last_told(), **end):
        log.warning("job %s: answered after it was taken over, this answer is dropped", job.pk)


def _call(job: Job, progress: Progress, clock: Clock) -> dict[str, Any]:
    """How the job ended, as columns; empty when it is no longer ours."""
    try:
        result = action_at(job.function)(by=job.by, at=clock(), progress=progress, **job.arguments)
        json.dumps(result)  # a result that can not be stored is the action's mistake, told like any other
    except TakenOver:
        return {}
    except Exception as wrong:  # noqa: BLE001 - whatever an action raises ends the job, never the worker
        _log_without_values(job, wrong)
        return {"state": State.FAILED, "error": sentence_for(wrong)}
    return {"state": State.DONE, "result": result, "error": ""}


def _log_without_values(job: Job, wrong: Exception) -> None:
    """Where it went wrong, but not the message: that may quote a row of somebody's data."""
    places = "".join(traceback.format_tb(wrong.__traceback__))
    log.error("job %s (%s) failed with %s\n%s", job.pk, job.function, type(wrong).__qualname__, places)
