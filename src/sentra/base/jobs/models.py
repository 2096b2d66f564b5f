"""One row per piece of work asked for. It says what is to be done, how far it is, and how it ended."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    QUEUED = "queued", _("Menunggu")
    RUNNING = "running", _("Berjalan")
    DONE = "done", _("Selesai")
    FAILED = "failed", _("Gagal")


class Job(models.Model):
    """Work in the queue; `key` says what it is, so that asking twice is asking once.

    `fence` counts every start for good and never goes back: a worker may write to the row only while the
    number it started with still stands. `attempts` counts starts since the job was last asked for.
    """

    key = models.CharField(max_length=200, unique=True)
    function = models.CharField(max_length=200)  # dotted path of an action marked with @job
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    fence = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)  # 0: not known
    message = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    queued_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    heartbeat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    result = models.JSONField(null=True)
    error = models.CharField(max_length=500, blank=True)  # one sentence, without personal numbers
    task_id = models.UUIDField(null=True)  # the row in the django-tasks queue that stands for it now

    class Meta:
        indexes = (
            models.Index(fields=("state", "heartbeat_at"), name="jobs_silent"),
            models.Index(fields=("by", "-created_at"), name="jobs_by"),
        )

    def __str__(self) -> str:
        return f"{self.key} ({self.get_state_display()})"

    @property
    def ended(self) -> bool:
        return self.state in {State.DONE, State.FAILED}

    @property
    def percent(self) -> int | None:
        """0 to 100, or None while the total is not known."""
        return min(100, 100 * self.done // self.total) if self.total else None
