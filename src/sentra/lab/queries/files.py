"""Papers of the laboratory, for those who may read it."""

from django.db.models import Model

from sentra.base.documents.models import Attachment, Document
from sentra.base.people.models import User
from sentra.base.permissions import refuse_unless
from sentra.lab.models import Accreditation, Certificate, ExternalResult, Limit
from sentra.lab.rules.roles import may_read_lab

LEANING: tuple[tuple[type[Model], str], ...] = (
    (Accreditation, "scan"),
    (Certificate, "scan"),
    (ExternalResult, "document"),
    (Limit, "document"),
)


def document_shown(by: User, pk: int) -> Document:
    """A report that was issued. Raises Refused, Document.DoesNotExist (also for another room's)."""
    refuse_unless(may_read_lab(by))
    return Document.objects.select_related("key").get(pk=pk, subject_kind="lab.report")


def attachment_shown(by: User, pk: int) -> Attachment:
    """A scan this room leans on. Raises Refused, Attachment.DoesNotExist (also for another room's)."""
    refuse_unless(may_read_lab(by))
    if not any(kind._default_manager.filter(**{field: pk}).exists() for kind, field in LEANING):
        raise Attachment.DoesNotExist
    return Attachment.objects.select_related("key").get(pk=pk)
