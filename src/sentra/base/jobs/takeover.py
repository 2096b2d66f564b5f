"""Jobs whose worker went silent are queued again, up to three starts; then they fail with a sentence."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from sentra.base.jobs.models import Job, State
from sentra.base.jobs.queue import put_in_queue

SILENT_SECONDS = 60.0
MAX_ATTEMPTS = 3
KEEP_TASKS = timedelta(days=1)

log = logging.getLogger(__name__)


def take_over_silent(*, at: datetime, silent_seconds: float = SILENT_SECONDS) -> int:
    """Looks once for jobs nobody works on any more; how many were queued again or failed."""
    silence = timedelta(seconds=silent_seconds)
    looked_at = [(pk, _silent(at, silence)) for pk in _pks(_silent(at, silence))]
    looked_at += [(pk, _waiting(at, silence)) for pk in _without_task(_waiting(at, silence))]
    return sum(_take_over(pk, still, at) for pk, still in looked_at)


def _pks(jobs: QuerySet[Job]) -> list[int]:
    return list(jobs.values_list("pk", flat=True))


def _silent(at: datetime, silence: timedelta) -> QuerySet[Job]:
    # A beat in the future is silence too: somebody set the clock back.
    quiet = Q(heartbeat_at__lt=at - silence) | Q(heartbeat_at__gt=at + silence)
    return Job.objects.filter(quiet, state=State.RUNNING)


def _waiting(at: datetime, silence: timedelta) -> QuerySet[Job]:
    return Job.objects.filter(state=State.QUEUED, queued_at__lt=at - silence)


def _without_task(jobs: QuerySet[Job]) -> list[int]:
    """Queued jobs whose task was taken by a worker that died before it could claim the job."""
    rows = list(jobs.values_list("pk", "task_id"))
    ready = set(
        DBTaskResult.objects.filter(
            pk__in=[task_id for _pk, task_id in rows], status=TaskResultStatus.READY
        ).values_list("pk", flat=True)
    )
    return [pk for pk, task_id in rows if task_id not in ready]


@transaction.atomic
def _take_over(pk: int, still: QuerySet[Job], at: datetime) -> bool:
    """Asks again under the lock; a job held by `progress.confirm` is skipped, it is alive."""
    job = still.select_for_update(skip_locked=True).filter(pk=pk).first()
    if job is None:
        return False
    if job.attempts < MAX_ATTEMPTS:
        log.warning("job %s: silent after start %s, queued again", job.pk, job.attempts)
        put_in_queue(job, at=at)
    else:
        job.state, job.finished_at = State.FAILED, at
        job.error = _("Pekerjaan ini terhenti %(times)s kali tanpa kabar dan tidak dicoba lagi.") % {
            "times": job.attempts
        }
        job.save(update_fields=["state", "finished_at", "error"])
    return True


def forget_finished_tasks(*, at: datetime) -> int:
    """Rows of the django-tasks queue that ended more than a day ago; the job rows stay."""
    return DBTaskResult.objects.finished().filter(finished_at__lt=at - KEEP_TASKS).delete()[0]
