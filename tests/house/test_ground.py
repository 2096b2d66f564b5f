"""The ground of the tests themselves: a folder of their own, a real database, commits undone."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from sentra.base.audit.models import Entry
from sentra.base.people.models import Office

AT = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)


def test_settings_name_the_temporary_folder_and_not_a_developers():
    assert Path(os.environ["SENTRA_DATA_DIR"]).resolve() == settings.DATA_DIR
    assert settings.DATA_DIR.name.startswith("sentra-test-")
    assert sorted(path.name for path in settings.KEYS_DIR.glob("*.key")) == ["index.key", "master.key"]


@pytest.mark.django_db
def test_sqlite_is_a_file_in_wal_mode_and_postgres_is_17():
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            assert Path(connection.settings_dict["NAME"]).parent == settings.DATA_DIR
            assert cursor.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        else:
            cursor.execute("SHOW server_version_num")
            assert cursor.fetchone()[0][:2] == "17"


@pytest.mark.parametrize("turn", [1, 2])
@pytest.mark.django_db(transaction=True)
def test_what_a_test_commits_is_gone_before_the_next(turn):
    assert not Office.objects.filter(name="Dinas Uji").exists()
    with transaction.atomic():
        Office.objects.create(name="Dinas Uji")
    assert transaction.get_connection().in_atomic_block is False


@pytest.mark.parametrize("turn", [1, 2])
@pytest.mark.django_db(transaction=True)
def test_even_what_may_never_be_deleted_is_gone_before_the_next(turn):
    assert Entry.objects.count() == 0
    Entry.objects.create(
        number=1, at=AT, act="uji", subject_kind="uji", subject_id="1", previous_hash="0", hash="1"
    )
    with pytest.raises(DatabaseError):
        Entry.objects.all().delete()


@pytest.mark.django_db(transaction=True)
def test_a_process_of_its_own_sees_what_was_committed(process_environment):
    Office.objects.create(name="Dinas Uji")
    read = "import django; django.setup(); from sentra.base.people.models import Office; print(Office.objects.count())"
    done = subprocess.run(
        [sys.executable, "-c", read], env=process_environment, capture_output=True, text=True, check=True
    )
    assert done.stdout == f"{Office.objects.count()}\n"
