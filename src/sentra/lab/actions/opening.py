"""A report or a scan was looked at: on record. The door then hands out its bytes."""

from datetime import datetime

from django.db import transaction

from sentra.base.audit.chain import record
from sentra.base.documents.models import Attachment, Document
from sentra.base.people.models import User
from sentra.lab.queries.files import attachment_shown, document_shown


@transaction.atomic
def open_document(*, by: User, at: datetime, pk: int) -> Document:
    """Raises Refused, Document.DoesNotExist."""
    document = document_shown(by, pk)
    record(by=by, at=at, act="open_document", subject=document, new={"number": document.number})
    return document


@transaction.atomic
def open_attachment(*, by: User, at: datetime, pk: int) -> Attachment:
    """Raises Refused, Attachment.DoesNotExist."""
    attachment = attachment_shown(by, pk)
    record(by=by, at=at, act="open_attachment", subject=attachment, new={"sha256": attachment.sha256})
    return attachment
