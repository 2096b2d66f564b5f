"""`sentra import`: a dry run leaves nothing but its audit entry, and a returned workbook knows its source."""

import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings as configured
from django.core.management import CommandError, call_command

from sentra.base.audit.chain import breaks
from sentra.base.audit.models import Entry
from sentra.base.people.operator import command_line_user
from sentra.registry import actions
from sentra.registry.models import Batch, Source
from tests import cast, makers
from tests.rooms.registry import lists

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def regency(db: None, settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.FILES_DIR = tmp_path / "files"
    makers.areas()
    command_line_user(at=cast.AT)  # the account of the operator is made once, with the first command
    yield
    makers.forget()


def ran(*words: object, **options: Any) -> dict[str, Any]:
    out = StringIO()
    call_command("import", *map(str, words), json=True, stdout=out, **options)
    return dict(json.loads(out.getvalue()))


def everything() -> dict[str, int]:
    """Rows of every table but the audit chain, and the sealed uploads."""
    rows = {m._meta.label: m._default_manager.count() for m in apps.get_models() if m is not Entry}
    return rows | {"uploads": len(list((Path(configured.FILES_DIR) / "unggahan").glob("*")))}


def test_a_dry_run_leaves_nothing_but_its_audit_entry(tmp_path):
    path = tmp_path / "ikm 2026.csv"
    path.write_bytes(lists.written(lists.KENANGA, lists.TERANG))
    before, known = everything(), set(Entry.objects.values_list("pk", flat=True))
    told = ran(path, dry_run=True)
    assert (told["state"], told["source"], told["sheets"][0]["created"]) == ("staged", "ikm-2026", 2)
    assert everything() == before
    acts = Entry.objects.exclude(pk__in=known).order_by("number").values_list("act", flat=True)
    assert list(acts) == ["try_file"]
    assert breaks() == []


def test_a_dry_run_of_a_known_source_leaves_what_was_there(tmp_path):
    path = tmp_path / "ikm.csv"
    path.write_bytes(lists.written(lists.KENANGA))
    ran(path)
    before = everything()
    path.write_bytes(lists.written(lists.KENANGA.replace(";3;", ";7;"), lists.MELATI))
    told = ran(path, dry_run=True)
    assert {key: told["sheets"][0][key] for key in ("created", "updated")} == {"created": 1, "updated": 1}
    assert everything() == before
    assert ran(path)["edition"] == 2
    assert sorted(lists.shown()) == ["Gula Kenanga", "Sapu Melati"]


def test_a_dry_run_of_a_file_that_can_not_be_read_leaves_nothing_either(tmp_path):
    path = tmp_path / "daftar.pdf"
    path.write_bytes(b"%PDF-1.7")
    before = everything()
    with pytest.raises(CommandError, match="PDF"):
        ran(path, dry_run=True)
    assert everything() == before


def test_a_returned_workbook_is_an_edition_of_its_source(tmp_path):
    path = tmp_path / "ikm.csv"
    path.write_bytes(lists.written(lists.KENANGA, lists.MELATI.replace("Gandasuli", "Desa Entah")))
    ran(path, source="koperasi")
    back = tmp_path / "sudah dibetulkan.xlsx"
    by = command_line_user(at=cast.AT)
    back.write_bytes(actions.returned_workbook(by=by, at=cast.AT, batch=Batch.objects.get()))
    assert {key: ran(back, dry_run=True)[key] for key in ("source", "edition")} == {
        "source": "koperasi",
        "edition": 2,
    }
    assert ran(back, source="lain")["source"] == "lain"
    assert set(Source.objects.exclude(key="tangan").values_list("key", flat=True)) == {"koperasi", "lain"}
