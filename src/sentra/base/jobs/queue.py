"""Asking for work: `@job` marks an action, `enqueue` puts it in the queue, once per key."""

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction

from sentra.base.jobs.marking import action_at, job, path_of
from sentra.base.jobs.models import Job, State
from sentra.base.jobs.plain import refuse_unless_plain
from sentra.base.jobs.running import perform
from sentra.base.people.models import User

__all__ = ["enqueue", "job", "put_in_queue"]


@transaction.atomic
def enqueue(function: Callable[..., Any], *, by: User, at: datetime, key: str, **arguments: Any) -> Job:
    """The job under `key`: made now, or the one that is there; a failed one is queued again.

    Raises NotAJob, and NotPlain when an argument or the key could hold a personal number. The job and its
    place in the queue are written in the caller's transaction (both live in the same database), so a
    worker sees them when the data they speak of is there, and a crash can not leave one without the other.
    """
    path = path_of(function)
    action_at(path)
    refuse_unless_plain({"key": key, **arguments})
    found, made = Job.objects.select_for_update().get_or_create(
        key=key,
        defaults={"function": path, "arguments": arguments, "by": by, "created_at": at, "queued_at": at},
    )
    if made:
        put_in_queue(found, at=at)
    elif found.state == State.FAILED:
        _ask_again(found, by=by, at=at, path=path, arguments=arguments)
    return found


def _ask_again(found: Job, *, by: User, at: datetime, path: str, arguments: dict[str, Any]) -> None:
    found.function, found.arguments, found.by = path, arguments, by
    found.attempts, found.done, found.total, found.message = 0, 0, 0, ""
    found.error, found.result, found.finished_at = "", None, None
    put_in_queue(found, at=at)


def put_in_queue(found: Job, *, at: datetime) -> None:
    """Saves the job as queued, with a fresh task in the django-tasks queue; call inside a transaction."""
    found.state, found.queued_at, found.heartbeat_at = State.QUEUED, at, None
    found.task_id = uuid.UUID(perform.enqueue(found.pk).id)
    found.save()
