"""Personal numbers: in clear nowhere on disk, shown only on record, gone when the person asks."""

import json
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from sentra.base.audit.chain import breaks
from sentra.base.audit.models import Entry
from sentra.base.jobs.models import Job
from sentra.base.people import vault
from sentra.base.people.models import User
from sentra.base.permissions import Refused
from sentra.registry import actions, queries
from sentra.registry.models import Identifier, Person, Profile, SourceRecord
from tests import cast
from tests.rooms.registry.lists import (
    AT,
    HEADER,
    KENANGA,
    MELATI,
    NIKS,
    PHONES,
    TERANG,
    committed,
    source,
    staged,
)

ROGUE = "PBG-4;Batik Rogue 3303114506810001;Tini (HP 081211112222);;Brakas;Karanganyar;batik;2;;"
NOTED = HEADER + ";Keterangan\n" + KENANGA + ";atas nama anak, NIK 3303051203790002 telp 0813-3333-4444"


def everything_stored() -> str:
    """Every column of every row, and every file of the installation, as text."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found += [_text(cell) for row in cursor.fetchall() for cell in row]
    folder = Path(settings.DATA_DIR)
    found += [
        _text(path.read_bytes())
        for path in folder.rglob("*")
        if path.is_file() and "sqlite3" not in path.name
    ]
    return "\n".join(found)


def _text(cell: object) -> str:
    return bytes(cell).decode("latin-1") if isinstance(cell, bytes | memoryview) else str(cell)


def leaks(stored: str) -> list[str]:
    return [number for number in (*NIKS, *PHONES) if number in stored]


def test_the_search_would_find_a_number_in_clear(officer: User) -> None:
    committed(officer, (f"{HEADER}\n{KENANGA}").encode())
    profile = Profile.objects.get(current=True)
    Profile.objects.filter(pk=profile.pk).update(owner_name=NIKS[0])
    assert leaks(everything_stored()) == [NIKS[0]]


def test_no_number_stands_in_clear_after_staging_saving_and_editing(officer: User) -> None:
    staged(officer, f"{HEADER}\n{MELATI}\n{ROGUE}".encode(), of=source(officer, "lain", creates=False))
    committed(officer, NOTED.encode())
    committed(officer, f"{HEADER}\n{TERANG}\n{ROGUE}".encode())
    business = Profile.objects.filter(current=True).first().business
    actions.edit_business(
        by=officer, at=AT, business=business, values={}, personal={"phone": PHONES[0], "nik": NIKS[1]}
    )
    assert leaks(everything_stored()) == []


@pytest.mark.parametrize("first", ["0812-1111-2222 / 0812-2223-333", "nomor lama"])
def test_of_many_phones_none_stands_in_clear_nor_is_lost(officer: User, first: str) -> None:
    header = "Nama Usaha;Nama Pemilik;Desa;Kecamatan;No HP;No WA"
    row = f"Gula Tini;Tini;Brakas;Karanganyar;{first};0813-3334-444 / 0857-1234-5678"
    committed(officer, f"{header}\n{row}\n".encode())
    stored = everything_stored()
    assert [number for number in (*PHONES, "85712345678") if number in stored] == []
    assert Identifier.objects.filter(scheme="phone").count() == (4 if first[0] == "0" else 2)


def test_job_arguments_are_ids_only(officer: User) -> None:
    committed(officer, f"{HEADER}\n{KENANGA}".encode())
    assert [set(job.arguments) for job in Job.objects.all()] == [{"batch_id"}] * 3


def test_a_masked_number_tells_only_its_end() -> None:
    assert vault.mask(NIKS[0]) == "••••••••••••0001"


def test_unmasking_is_on_record_and_refused_to_others(officer: User) -> None:
    committed(officer, f"{HEADER}\n{KENANGA}".encode())
    phone = Identifier.objects.get(scheme="phone")
    assert (
        actions.unmask_identifier(by=officer, at=AT, identifier=phone, reason="dihubungi") == "+6281211112222"
    )
    entry = Entry.objects.latest("number")
    assert (entry.act, entry.by, entry.reason) == ("unmask_identifier", officer, "dihubungi")
    with pytest.raises(Refused):
        actions.unmask_identifier(by=cast.enter(cast.PRAMU), at=AT, identifier=phone, reason="ingin tahu")


def test_cells_and_forgetting_are_on_record_and_refused_to_those_who_may_not(officer: User) -> None:
    """The auditor looks at a raw row and may not forget anybody; a technician may do neither."""
    committed(officer, f"{HEADER}\n{KENANGA}".encode())
    row, (auditor, lab, admin) = (
        SourceRecord.objects.get(),
        map(cast.enter, (cast.GANDE, cast.PRAMU, cast.WIRA)),
    )
    for act, may, may_not in (
        (actions.unmask_cells, auditor, lab),
        (actions.erase_person, admin, auditor),
    ):
        about = {"row": row} if act is actions.unmask_cells else {"subject": row.subject}
        acts = Entry.objects.count()
        with pytest.raises(Refused):
            act(by=may_not, at=AT, reason="ingin tahu", **about)
        assert Entry.objects.count() == acts
        act(by=may, at=AT, reason="pemeriksaan", **about)
    told = Entry.objects.order_by("number").values_list("act", "by_label", "subject_id", "new", "reason")
    assert list(told)[-2:] == [
        ("unmask_cells", "Gande Telitiwangsa", str(row.pk), {"row": 2, "sheet": "daftar"}, "pemeriksaan"),
        (
            "erase_person",
            "Wira Sandikala",
            str(row.subject_id),
            {"uploads": [row.batch_id]},
            "pemeriksaan",
        ),
    ]


def test_an_erased_person_is_gone_and_the_chain_holds(officer: User) -> None:
    batch = committed(officer, f"{HEADER}\n{KENANGA}\n{MELATI}".encode())
    admin = cast.enter(cast.WIRA)
    person = Person.objects.get(name="Sutirah Wening")
    business = queries.page(officer, queries.Filters(q="kenanga")).rows[0].business
    actions.edit_business(
        by=officer, at=AT, business=business, values={"owner_name": "Sutirah Wening K."}, personal={}
    )
    with pytest.raises(Refused):
        actions.erase_person(by=officer, at=AT, subject=person.subject, reason="permintaan")
    actions.erase_person(by=admin, at=AT, subject=person.subject, reason="permintaan pemilik")
    person.refresh_from_db()
    assert person.name == "(dihapus)"
    assert not Identifier.objects.filter(subject=person.subject, scheme="nik").exists()
    assert not queries.upload_path(batch).exists()
    with pytest.raises(vault.Erased):
        vault.open_key(person.subject.__class__.objects.get(pk=person.subject_id))
    assert "sutirah" not in everything_stored().casefold()
    assert queries.page(officer, queries.Filters(q="kenanga")).total == 1
    assert breaks() == []


def test_another_persons_row_of_the_same_file_stays_readable(officer: User) -> None:
    committed(officer, f"{HEADER}\n{KENANGA}\n{MELATI}".encode())
    admin = cast.enter(cast.WIRA)
    actions.erase_person(
        by=admin, at=AT, subject=Person.objects.get(name="Sutirah Wening").subject, reason="x"
    )
    row = SourceRecord.objects.get(values__business_name="Sapu Melati")
    assert actions.unmask_cells(by=admin, at=AT, row=row, reason="x")[1] == "Sapu Melati"


def test_erased_keys_are_remembered_outside_the_database(
    officer: User, django_capture_on_commit_callbacks: object
) -> None:
    [(subject, _key)] = vault.new_keys(1)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        vault.destroy_key(subject, at=AT)
    lines = (Path(settings.DATA_DIR) / "erased.txt").read_text().splitlines()
    assert lines[-1].split()[0] == str(subject.pk)


def test_sealed_values_open_only_under_their_key() -> None:
    sealed = vault.seal(b"k" * 32, json.dumps(NIKS).encode())
    assert json.loads(vault.unseal(b"k" * 32, sealed)) == list(NIKS)
    with pytest.raises(vault.Tampered):
        vault.unseal(b"x" * 32, sealed)
