"""Whose list a file is: what a returned workbook carries, what its name says, what the officer says."""

from datetime import timedelta

import pytest
from django.apps import apps

from sentra.base.audit.models import Entry
from sentra.base.people.models import User
from sentra.base.permissions import OutOfTurn, Refused
from sentra.registry import actions, queries
from sentra.registry.models import BatchState, Source
from tests import cast
from tests.rooms.registry.lists import (
    AT,
    KENANGA,
    MELATI,
    TERANG,
    committed,
    counted,
    ran,
    source,
    staged,
    written,
)

ASTRAY = MELATI.replace("Gandasuli", "Desa Entah").replace("3303094107850003", "330309410785")
LATER = AT + timedelta(days=1)


# A workbook that comes back


def test_a_returned_workbook_names_its_source_whatever_it_is_called(officer: User) -> None:
    one = staged(officer, written(KENANGA, ASTRAY), of=source(officer, "koperasi"))
    back = actions.returned_workbook(by=officer, at=AT, batch=one)
    assert queries.source_of_file(officer, "sudah dibetulkan.xlsx", back) == one.source
    assert queries.source_of_file(officer, "daftar.csv", written(KENANGA)) is None


def test_saved_as_csv_its_name_still_tells_while_only_one_source_sent_that_name(officer: User) -> None:
    one = staged(officer, written(KENANGA), of=source(officer, "koperasi"), name="ikm 2026.xlsx")
    for name in ("ikm 2026-diperiksa.csv", "ikm 2026-diperiksa (1).csv", "ikm 2026-diperiksa-diperiksa.xls"):
        assert queries.source_of_file(officer, name, written(KENANGA)) == one.source
    assert queries.source_of_file(officer, "lain-diperiksa.csv", written(KENANGA)) is None
    staged(officer, written(TERANG), of=source(officer, "dinkes"), name="ikm 2026.xlsx")
    assert queries.source_of_file(officer, "ikm 2026-diperiksa.csv", written(KENANGA)) is None


def test_a_source_of_another_installation_is_not_made_up(officer: User) -> None:
    one = staged(officer, written(KENANGA), of=source(officer, "koperasi"))
    back = actions.returned_workbook(by=officer, at=AT, batch=one)
    Source.objects.filter(key="koperasi").update(key="umkm")
    assert queries.source_of_file(officer, "daftar-diperiksa.xlsx", back) is None


@pytest.mark.parametrize(
    ("file_name", "title"),
    [
        ("Data_UMKM 2026.xlsx", "Data UMKM 2026"),
        ("Data UMKM 2026 (2).xlsx", "Data UMKM 2026"),
        ("daftar-diperiksa (1).xlsx", "daftar"),
        ("KTP 3303114506810001.csv", "KTP"),
        ("3303114506810001.csv", ""),
    ],
)
def test_a_new_source_is_named_after_its_file_but_never_after_a_person(file_name: str, title: str) -> None:
    assert queries.proposed_title(file_name) == title


# The officer's word


def test_a_file_given_to_another_source_is_read_again_as_its_edition(officer: User) -> None:
    first = committed(officer, written(KENANGA, TERANG))
    mistaken = source(officer, "salah-nama")
    batch = staged(officer, written(KENANGA, MELATI), of=mistaken, at=LATER)
    actions.assign_source(by=officer, at=LATER, batch=batch, source=first.source)
    batch.refresh_from_db()
    assert (batch.source, batch.edition, batch.state) == (first.source, 2, BatchState.RECEIVED)
    assert (batch.layouts, batch.summary) == ([], {})
    assert not Source.objects.filter(key="salah-nama").exists()
    entry = Entry.objects.get(act="assign_source")
    assert (entry.old, entry.new) == (
        {"source": "salah-nama", "edition": 1},
        {"source": "buku-induk", "edition": 2},
    )


def test_a_source_that_sent_other_files_stays(officer: User) -> None:
    whose = source(officer, "koperasi")
    committed(officer, written(TERANG), of=whose)
    batch = staged(officer, written(KENANGA), of=whose, at=LATER)
    actions.assign_source(by=officer, at=LATER, batch=batch, source=source(officer, "dinkes"))
    assert set(Source.objects.values_list("key", flat=True)) >= {"koperasi", "dinkes"}


def test_a_saved_file_keeps_its_source_and_an_auditor_gives_none(officer: User) -> None:
    batch = committed(officer, written(KENANGA))
    other = source(officer, "dinkes")
    with pytest.raises(OutOfTurn) as refused:
        actions.assign_source(by=officer, at=LATER, batch=batch, source=other)
    assert refused.value.about == batch
    assert refused.value.reason == "Kolom tidak dapat diubah: status berkas ini Tersimpan."
    with pytest.raises(Refused) as refused_person:
        actions.assign_source(by=cast.enter(cast.GANDE), at=LATER, batch=batch, source=other)
    assert type(refused_person.value) is Refused


# A file that is only tried


def everything() -> dict[str, int]:
    """Rows of every table but the audit chain, which is never unsaid."""
    return {m._meta.label: m._default_manager.count() for m in apps.get_models() if m is not Entry}


def test_a_trial_says_what_the_check_would_say_and_stores_one_audit_entry(officer: User) -> None:
    committed(officer, written(KENANGA, TERANG))
    data = written(KENANGA.replace(";3;", ";7;"), TERANG, ASTRAY)
    before, acts = everything(), Entry.objects.count()
    tried = actions.try_file(by=officer, at=LATER, source=source(officer), file_name="daftar.csv", data=data)
    assert everything() == before
    assert Entry.objects.count() == acts + 1
    entry = Entry.objects.get(act="try_file")
    assert entry.new == {
        "file": "daftar.csv",
        "sha256": tried.batch.file_sha256,
        "source": "buku-induk",
    }
    real = staged(officer, data, at=LATER)
    for name in ("edition", "state", "layouts", "summary", "file_sha256", "source"):
        assert getattr(tried.batch, name) == getattr(real, name)
    told = real.records.exclude(problems=[]).order_by("pk")
    assert tried.rows == [tuple(row) for row in told.values_list("sheet", "row", "verdict", "problems")]


def test_a_trial_of_a_source_that_does_not_exist_makes_none(officer: User) -> None:
    committed(officer, written(KENANGA))
    before = everything()
    new = Source(key="baru", title="Baru", creates=True)
    tried = actions.try_file(
        by=officer, at=LATER, source=new, file_name="b.csv", data=written(KENANGA, MELATI)
    )
    assert everything() == before
    real = staged(officer, written(KENANGA, MELATI), of=source(officer, "baru"), at=LATER)
    assert counted(tried.batch) == counted(real)  # Kenanga is known from another source


def test_a_trial_of_what_is_no_list_is_refused_with_the_same_sentence(officer: User) -> None:
    before = everything()
    new = Source(key="baru", title="Baru", creates=True)
    tried = actions.try_file(by=officer, at=AT, source=new, file_name="d.pdf", data=b"%PDF-1.7 ...")
    assert everything() == before
    real = staged(officer, b"%PDF-1.7 ...", name="d.pdf")
    assert (tried.batch.state, tried.batch.refusal) == (BatchState.REFUSED, real.refusal)


def test_only_those_who_may_import_may_try(officer: User) -> None:
    with pytest.raises(Refused):
        actions.try_file(
            by=cast.enter(cast.GANDE), at=AT, source=source(officer), file_name="a.csv", data=b""
        )
    assert not Entry.objects.filter(act="try_file").exists()


# Cells that were refused or doubted


def test_each_refused_cell_has_its_place_its_masked_text_and_its_reason(officer: User) -> None:
    batch = staged(officer, written(KENANGA, ASTRAY))
    rows = list(queries.problem_rows(officer, batch, "rejected"))
    [cell] = queries.problem_cells(officer, batch, rows, "rejected")
    assert (cell.row.row, cell.column, cell.header, cell.field) == (3, 3, "NIK", "nik")
    assert cell.shown == "••••••••0785"
    doubted = list(queries.problem_rows(officer, batch, "doubtful"))
    [village] = queries.problem_cells(officer, batch, doubted, "doubtful")
    assert (village.header, village.shown) == ("Desa", "Desa Entah")


def test_the_cells_listed_are_as_many_as_the_summary_counts(officer: User) -> None:
    nameless = "PBG-4;;;3303;Limbasari;Bobotsari;batik;enam;Rp 8.000.000;0813"
    batch = staged(officer, written(KENANGA, ASTRAY, nameless))
    for severity in ("rejected", "doubtful"):
        rows = list(queries.problem_rows(officer, batch, severity))
        listed = sum(1 for _cell in queries.problem_cells(officer, batch, rows, severity))
        told = sum(n for key, n in batch.summary["problems"].items() if key.startswith(f"{severity}:"))
        assert listed == told > 0


def test_cells_of_a_forgotten_person_are_empty(officer: User) -> None:
    batch = committed(officer, written(ASTRAY.replace("Desa Entah", "Gandasuli")))
    [row] = queries.problem_rows(officer, batch, "rejected")
    admin = cast.enter(cast.WIRA)
    actions.erase_person(by=admin, at=LATER, subject=row.subject, reason="permintaan")
    rows = list(queries.problem_rows(officer, batch, "rejected"))
    assert [cell.shown for cell in queries.problem_cells(officer, batch, rows, "rejected")] == [""]
    with pytest.raises(OutOfTurn) as refused:
        actions.returned_workbook(by=officer, at=LATER, batch=queries.batch(officer, batch.pk))
    assert refused.value.reason == "Unggahan ini dihapus karena seseorang di dalamnya dilupakan."


# An auditor looks and changes nothing


def test_an_auditor_reads_files_rows_and_sources_and_gets_no_workbook(officer: User) -> None:
    batch = committed(officer, written(KENANGA, ASTRAY))
    auditor = cast.enter(cast.GANDE)
    assert list(queries.batches(auditor)) == [batch]
    assert list(queries.sources(auditor)) == [batch.source]
    assert queries.batch_rows(auditor, batch).count() == 2
    assert len(list(queries.problem_rows(auditor, batch, "rejected"))) == 1
    with pytest.raises(Refused):
        actions.returned_workbook(by=auditor, at=AT, batch=batch)
    with pytest.raises(Refused):
        queries.batches(cast.enter(cast.RENGGA))


@pytest.mark.parametrize("step", ["undone", "discarded"])
def test_what_can_no_longer_be_done_is_said_with_the_state_it_is_in(officer: User, step: str) -> None:
    if step == "undone":
        batch = ran(actions.undo_batch, committed(officer, written(KENANGA)), officer)
        reason = "Berkas ini tidak dapat dibuang: statusnya Dibatalkan."
    else:
        batch = staged(officer, written(KENANGA))
        actions.discard_batch(by=officer, at=AT, batch=batch)
        reason = "Berkas ini tidak dapat dibuang: statusnya Tidak dipakai."
    batch = queries.batch(officer, batch.pk)
    with pytest.raises(OutOfTurn) as refused:
        actions.discard_batch(by=officer, at=LATER, batch=batch)
    assert (refused.value.reason, refused.value.about) == (reason, batch)
