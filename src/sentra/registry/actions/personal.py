"""Acts on personal numbers: showing one in clear, and forgetting a person."""

import json
from datetime import datetime

from django.db import transaction

from sentra.base.audit.chain import record
from sentra.base.people import vault
from sentra.base.people.models import SubjectKey, User
from sentra.base.permissions import refuse_unless
from sentra.registry import rules
from sentra.registry.actions.receiving import upload_path
from sentra.registry.models import Batch, Identifier, Person, SourceRecord


@transaction.atomic
def unmask_identifier(*, by: User, at: datetime, identifier: Identifier, reason: str) -> str:
    """The number in clear, once, with who asked and why on record. Raises vault.Erased."""
    refuse_unless(rules.may_unmask(by))
    number = vault.unseal(vault.open_key(identifier.subject), identifier.sealed or b"").decode()
    new = {"scheme": identifier.scheme, "identifier": identifier.pk}
    record(by=by, at=at, act="unmask_identifier", subject=identifier.business, new=new, reason=reason)
    return number


@transaction.atomic
def unmask_cells(*, by: User, at: datetime, row: SourceRecord, reason: str) -> list[str]:
    """The raw cells of one source row in clear, on record."""
    refuse_unless(rules.may_unmask(by))
    cells: list[str] = json.loads(vault.unseal(vault.open_key(row.subject), row.cells))
    record(by=by, at=at, act="unmask_cells", subject=row, new={"row": row.row, "sheet": row.sheet}, reason=reason)
    return cells


@transaction.atomic
def erase_person(*, by: User, at: datetime, subject: SubjectKey, reason: str) -> None:
    """Destroys the person's key, and the uploads in which the person stands (UU 27/2022).

    Tokens go too: an erased person is not to be found by number. The audit chain holds only ciphertext
    and stays whole.
    """
    refuse_unless(rules.may_erase(by))
    uploads = Batch.objects.filter(records__subject=subject).distinct().select_related("file_key")
    for batch in uploads:
        vault.destroy_key(batch.file_key, at=at)
        upload_path(batch).unlink(missing_ok=True)
    vault.destroy_key(subject, at=at)
    Identifier.objects.filter(subject=subject, sealed__isnull=False).delete()
    Person.objects.filter(subject=subject).update(name="(dihapus)", household=None)
    record(by=by, at=at, act="erase_person", subject=subject, new={"uploads": [b.pk for b in uploads]}, reason=reason)
