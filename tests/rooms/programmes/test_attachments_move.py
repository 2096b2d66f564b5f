"""Pictures that an installation has already are kept when they become ground, and come back when it goes back."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from sentra.base.documents.attaching import attach, attachment_bytes
from sentra.base.documents.models import Attachment
from tests import cast
from tests.rooms.programmes import delivered

pytestmark = pytest.mark.django_db(transaction=True)

BEFORE, AFTER = ("programmes", "0002_deciding"), ("programmes", "0003_attachment_to_ground")


def migrated(target: tuple[str, str]) -> None:
    MigrationExecutor(connection).migrate([target])


def kept(table: str) -> list[tuple[int, str]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, name FROM {table} ORDER BY id")
        return cursor.fetchall()


def test_rows_keep_their_numbers_there_and_back():
    by = cast.enter(cast.SEKAR)
    photo = attach(by=by, at=cast.AT, name="Foto", data=delivered.JPEG)
    migrated(BEFORE)
    assert kept("programmes_attachment") == [(photo.pk, "Foto")]
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM documents_attachment")
    migrated(AFTER)
    assert kept("documents_attachment") == [(photo.pk, "Foto")]
    assert attachment_bytes(Attachment.objects.get()) == delivered.JPEG
    assert attach(by=by, at=cast.AT, name="Lagi", data=delivered.JPEG).pk > photo.pk
