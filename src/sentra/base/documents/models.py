"""Documents that were issued, files that were brought: what they are, their hashes. The files lie sealed."""

from django.conf import settings
from django.db import models

from sentra.base.people.models import SubjectKey


class Counter(models.Model):
    """The last number given to a kind of document in a year; taken under a lock, so without gaps."""

    kind = models.CharField(max_length=60)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("kind", "year"), name="documents_counter_kind_year"),)


class Document(models.Model):
    """Written once. Only `revoked_at` and `revoked_reason` are ever set later."""

    kind = models.CharField(max_length=60)
    fiscal_year = models.PositiveSmallIntegerField()
    sequence = models.PositiveIntegerField()
    number = models.CharField(max_length=100)
    title = models.CharField(max_length=300)
    subject_kind = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=60)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64, unique=True)  # of the PDF as people hold it, not as it is sealed
    size = models.PositiveIntegerField()  # bytes of that PDF
    check_code = models.CharField(max_length=14, unique=True)
    key = models.ForeignKey(SubjectKey, models.PROTECT, related_name="+")
    signed = models.BooleanField(default=False)
    signer_name = models.CharField(max_length=200, blank=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("kind", "fiscal_year", "sequence"), name="documents_sequence"),
            models.UniqueConstraint(fields=("kind", "number"), name="documents_number"),
        )
        indexes = (models.Index(fields=("subject_kind", "subject_id", "-at"), name="documents_subject"),)

    def __str__(self) -> str:
        return f"{self.title} {self.number}"


class Attachment(models.Model):
    """A photo, a scan or a drawn signature: sealed, found by its hash, never changed."""

    sha256 = models.CharField(max_length=64, db_index=True)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=60)
    size = models.PositiveIntegerField()
    key = models.ForeignKey(SubjectKey, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
