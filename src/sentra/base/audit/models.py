"""One row per act. The database itself refuses to change or delete a row (triggers in migrations)."""

from django.conf import settings
from django.db import models


class Entry(models.Model):
    """An act: who, what, on what, old and new values, and the hash that chains it to the row before.

    `old` and `new` never hold a personal number in clear: only ciphertext or masks.
    """

    number = models.BigIntegerField(primary_key=True)  # 1, 2, 3 …: a gap is a missing row
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_label = models.CharField(max_length=200)
    act = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=60)
    old = models.JSONField(default=dict)
    new = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        indexes = (
            models.Index(fields=("subject_kind", "subject_id", "number"), name="audit_subject"),
            models.Index(fields=("by", "number"), name="audit_by"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.act} {self.subject_kind} {self.subject_id}"


class ChainHead(models.Model):
    """The last number and hash: what a truncated chain is found by; also the lock writers queue at."""

    number = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)
