"""Acts on personal numbers: showing one in clear, and forgetting a person."""

import json
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from sentra.base.audit.chain import record
from sentra.base.people import vault
from sentra.base.people.models import SubjectKey, User
from sentra.base.permissions import refuse_unless
from sentra.registry import queries, rules
from sentra.registry.actions.composing import columns, search_text
from sentra.registry.actions.showing import changed_register
from sentra.registry.catalogue.fields import PERSON_TEXTS
from sentra.registry.models import Batch, Identifier, Person, Profile, Site, SourceRecord

FORGOTTEN = "(dihapus)"


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
    record(
        by=by, at=at, act="unmask_cells", subject=row, new={"row": row.row, "sheet": row.sheet}, reason=reason
    )
    return cells


@transaction.atomic
def erase_person(*, by: User, at: datetime, subject: SubjectKey, reason: str) -> None:
    """Forgets a person (UU 27/2022): destroys their key, and the uploads in which they stand.

    Tokens and names go too, so that an erased person is found neither by number nor by name; what is
    known of the business itself stays. The audit chain holds only ciphertext and stays whole.
    """
    refuse_unless(rules.may_erase(by))
    uploads = list(Batch.objects.filter(records__subject=subject).distinct().select_related("file_key"))
    for batch in uploads:
        vault.destroy_key(batch.file_key, at=at)
        queries.upload_path(batch).unlink(missing_ok=True)
    vault.destroy_key(subject, at=at)
    Identifier.objects.filter(subject=subject, sealed__isnull=False).delete()
    Person.objects.filter(subject=subject).update(name=FORGOTTEN, sex="", household=None)
    _forget_texts(subject)
    changed_register()
    record(
        by=by,
        at=at,
        act="erase_person",
        subject=subject,
        new={"uploads": [b.pk for b in uploads]},
        reason=reason,
    )


def _forget_texts(subject: SubjectKey) -> None:
    """Records are immutable but for this: the law's right goes before our rule."""
    rows = list(SourceRecord.objects.filter(subject=subject))
    for row in rows:
        row.values, row.keys = _without_person(row.values), []
        row.changes = [change for change in row.changes if change["field"] not in PERSON_TEXTS]
    SourceRecord.objects.bulk_update(rows, ("values", "keys", "changes"))
    Site.objects.filter(record__in=rows).update(
        address="", hamlet="", rt="", rw="", latitude=None, longitude=None
    )
    places = queries.place_names()
    versions = (
        Profile.objects.filter(business__memberships__record__in=rows).select_related("record").distinct()
    )
    for version in versions:
        values = _without_person(version.values)
        if version.shown is not None:
            version.shown = values
        for name, value in columns(values).items():
            setattr(version, name, value)
        version.name, version.sort_name = version.name or FORGOTTEN, version.sort_name or FORGOTTEN
        version.search_text = search_text(values, places)
        version.save()
    _forget_words()


def _forget_words() -> None:
    """SQLite's word index keeps deleted words until it is merged; PostgreSQL's goes with the next vacuum."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO registry_search(registry_search) VALUES ('rebuild')")


def _without_person(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if key not in PERSON_TEXTS}
