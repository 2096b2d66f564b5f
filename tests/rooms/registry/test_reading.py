"""A file is read: what is refused and where, what is left out or waits, and whose row is whose a year later."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from sentra.base.audit.models import Entry
from sentra.base.jobs.models import Job, State
from sentra.base.jobs.queue import enqueue
from sentra.base.jobs.running import run_now
from sentra.base.people.models import User
from sentra.base.permissions import OutOfTurn, Refused
from sentra.registry import actions, queries, rules
from sentra.registry.actions import staging
from sentra.registry.actions.showing import new_businesses
from sentra.registry.models import Batch, BatchState, Membership, Profile, SourceRecord
from tests import cast
from tests.rooms.registry import offices
from tests.rooms.registry.lists import (
    AT,
    HEADER,
    KENANGA,
    MELATI,
    TERANG,
    committed,
    counted,
    ran,
    shown,
    source,
    staged,
    written,
)

YEAR = timedelta(days=365)
ASTRAY = MELATI.replace("Gandasuli", "Desa Entah")
DITTO = MELATI.replace("Gandasuli;Bobotsari", "idem;idem")


def workbook(**sheets: tuple[str, ...]) -> bytes:
    """One sheet a name, of lines as a text file has them."""
    book, out = openpyxl.Workbook(), BytesIO()
    book.remove(book.active)
    for name, lines in sheets.items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(line.split(";"))
    book.save(out)
    return out.getvalue()


def surveyed(by: User, data: bytes, name: str = "daftar.xlsx") -> Batch:
    batch = actions.receive_file(by=by, at=AT, source=source(by), file_name=name, data=data)
    return ran(actions.survey_file, batch, by)


# A file that is no list is refused with the place


def wide(columns: int) -> bytes:
    return "\n".join(";".join([word] * columns) for word in ("Nama Usaha", "Gula")).encode()


@pytest.mark.parametrize(
    ("name", "data", "end"),
    [
        ("lebar.csv", wide(201), "paling banyak 200 kolom. (lembar Data, kolom GS)"),
        (
            "potong.sql",
            b"INSERT INTO t VALUES (1,'a');\nINSERT INTO t VALUES (2,'b",
            "terpotong atau rusak. (baris 2)",
        ),
        (
            "hujan.csv",
            b"Bulan;Curah hujan\nJanuari;300\nFebruari;280\n",
            "Lembar 'hujan': 2 kolom (A sampai B), judul kolom di baris 1.",
        ),
        (
            "angka.csv",
            b"1;2;3\n4;5;6\n7;8;9\n",
            "3 kolom (A sampai C). Lembar ini tidak mempunyai baris judul kolom; kolom disebut menurut hurufnya.",
        ),
        ("kosong.csv", b" ", "Berkas ini kosong: tidak ada satu baris pun yang berisi."),
    ],
)
def test_a_refused_file_is_not_kept_but_why_and_where_is(
    officer: User, name: str, data: bytes, end: str
) -> None:
    batch = surveyed(officer, data, name)
    assert (batch.state, batch.refusal[-len(end) :]) == (BatchState.REFUSED, end)
    assert not queries.upload_path(batch).exists()
    entry = Entry.objects.latest("number")
    assert (entry.act, entry.new) == ("refuse_file", {"reason": batch.refusal})


def test_a_header_without_rows_is_refused_for_that_and_not_for_its_columns(officer: User) -> None:
    batch = surveyed(officer, b"No;Nama Usaha;Pemilik;Desa\n", "kosong.csv")
    assert batch.refusal == ("Lembar 'kosong' tidak berisi data: di bawah judul kolom (baris 1) kosong.")


# What the officer leaves out


def test_a_sheet_that_is_left_out_is_neither_read_nor_remembered(officer: User) -> None:
    batch = surveyed(officer, workbook(Baru=(HEADER, KENANGA), Lama=(HEADER + ";Keterangan", TERANG)))
    assert [layout["included"] for layout in batch.layouts] == [True, True]
    actions.choose_columns(by=officer, at=AT, batch=batch, choices={}, included={"Baru"})
    batch = ran(actions.stage_batch, batch, officer)
    assert list(batch.summary["sheets"]) == ["Baru"]
    ran(actions.commit_batch, batch, officer)
    assert list(shown()) == ["Gula Kenanga"]
    [remembered] = batch.source.mappings.values()
    assert "Keterangan" not in remembered


def test_the_word_on_the_columns_and_throwing_away_are_on_record_and_not_a_technicians(
    officer: User,
) -> None:
    batch, lab = (
        surveyed(officer, b"Nama Usaha;Pemilik;Kode\nGula;Tini;A1\n", "a.csv"),
        cast.enter(cast.PRAMU),
    )
    before = everything(batch)
    chosen: dict[str, Any] = {"choices": {"a": {2: "registration_no"}}, "included": {"a"}}
    with pytest.raises(Refused):
        actions.choose_columns(by=lab, at=AT, batch=batch, **chosen)
    with pytest.raises(Refused):
        actions.discard_batch(by=lab, at=AT, batch=batch)
    assert everything(batch) == before
    batch.refresh_from_db()
    actions.choose_columns(by=officer, at=AT, batch=batch, **chosen)
    actions.discard_batch(by=officer, at=AT, batch=batch)
    told = Entry.objects.filter(subject_id=str(batch.pk), subject_kind="registry.batch").order_by("number")
    assert list(told.values_list("act", "old", "new"))[1:] == [
        (
            "choose_columns",
            {"fields": [["business_name", "owner_name", None]]},
            {"fields": [["business_name", "owner_name", "registration_no"]]},
        ),
        ("discard_batch", {"state": "surveyed"}, {}),
    ]


def test_a_remark_between_the_rows_is_no_business(officer: User) -> None:
    batch = staged(officer, written(KENANGA, TERANG, "lihat lampiran", MELATI))
    assert counted(batch) == {"read": 4, "create": 3, "rejected": 1}
    [problem] = batch.records.get(verdict="rejected").problems
    assert (problem["code"], problem["row"]) == ("row_of_one_cell", 4)


def test_a_list_as_long_as_a_transaction_is_read_whole(
    officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staging, "CHUNK", 3)
    batch = staged(officer, written(KENANGA, TERANG, MELATI))
    assert (counted(batch), batch.records.count()) == ({"read": 3, "create": 3}, 3)


def test_a_row_of_another_office_that_finds_no_business_waits_until_its_village_is_known(
    officer: User,
) -> None:
    """The village does not matter to a row that joins a business; one that would make its own has to have it."""
    committed(officer, written(MELATI))
    nobody = KENANGA.replace("Brakas", "Desa Entah")
    batch = staged(officer, written(ASTRAY, nobody), of=source(officer, "dinkop", creates=False))
    assert counted(batch) == {"read": 2, "attach": 1, "held": 1}


# What is handed back to be mended


def test_only_what_is_to_be_mended_is_marked(officer: User) -> None:
    """A note says how a cell was read; nobody has to do anything about it."""
    batch = staged(officer, written(KENANGA, DITTO, ASTRAY.replace("PBG-3", "PBG-4")))
    assert batch.summary["problems"] == {"note:ditto": 2, "doubtful:village_unknown": 1}
    back = actions.returned_workbook(by=officer, at=AT, batch=batch)
    remarks = [row[-1] for row in openpyxl.load_workbook(BytesIO(back)).active.iter_rows(values_only=True)]
    assert remarks[1:3] == [None, None]
    assert remarks[3].startswith("PERIKSA: Desa tidak dikenal")
    entry = Entry.objects.latest("number")
    assert (entry.act, entry.new) == ("return_workbook", {"rows": 1})


# The same row in later editions


def test_a_business_that_takes_its_old_name_back_is_still_itself(officer: User) -> None:
    """Of three editions the third gives no number: it is known by the name it had in the first."""
    first = committed(officer, written(KENANGA))
    renamed = KENANGA.replace("Gula Kenanga", "Gula Kenanga Jaya")
    second = committed(officer, written(renamed), at=AT + YEAR)
    third = staged(officer, written(KENANGA.replace("PBG-1", "")), at=AT + 2 * YEAR)
    assert counted(third) == {"read": 1, "update": 1}
    assert third.records.get().follows == second.records.get()
    ran(actions.commit_batch, third, officer, AT + 2 * YEAR)
    [profile] = Profile.objects.filter(current=True)
    assert profile.name == "Gula Kenanga"
    assert profile.business == first.records.get().membership.business


def test_a_file_given_to_the_source_it_has_is_read_again_and_keeps_it(officer: User) -> None:
    batch = staged(officer, written(KENANGA))
    actions.assign_source(by=officer, at=AT, batch=batch, source=batch.source)
    again = Batch.objects.get(pk=batch.pk)
    assert (again.source.key, again.edition, again.state) == ("buku-induk", 1, BatchState.RECEIVED)
    assert again.revision == batch.revision > 0


# More alike than can be true


def test_a_list_whose_rows_are_all_one_business_is_refused_in_a_trial_and_in_earnest(
    officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    offices.standing(officer)
    twin = offices.SURE.replace("Gula Kenanga", "Gula Kenangga")
    of, data = offices.office(officer), offices.written(offices.SURE, twin)
    monkeypatch.setattr(rules, "MOST_ON_ONE", 1)
    tried = actions.try_file(by=officer, at=offices.LATER, source=of, file_name="daftar.csv", data=data)
    real = staged(officer, data, of=of, at=offices.LATER)
    assert real.refusal == (
        "Penautan dihentikan: 2 baris tampak sebagai satu usaha. Periksa apakah kolomnya benar."
    )
    assert (tried.batch.state, tried.batch.refusal, tried.rows) == (BatchState.REFUSED, real.refusal, [])
    assert (real.state, real.records.count()) == (BatchState.REFUSED, 0)


# A check that comes while the file is being saved


@pytest.fixture
def overtaken(officer: User) -> Batch:
    """Its columns were chosen again in the moment in which saving began: its first business leans on a row."""
    batch = staged(officer, written(KENANGA))
    actions.choose_columns(by=officer, at=AT, batch=batch, choices={}, included={"daftar"})
    [business] = new_businesses(1, at=AT)
    Membership.objects.create(record=batch.records.get(), business_id=business, batch=batch, in_effect=False)
    return Batch.objects.get(pk=batch.pk)


BEING_SAVED = "Berkas ini sedang disimpan; tunggu, lalu batalkan bila perlu."


def test_what_businesses_lean_on_is_neither_read_again_nor_thrown_away(
    officer: User, overtaken: Batch
) -> None:
    def discard() -> None:
        actions.discard_batch(by=officer, at=AT, batch=overtaken)

    def check() -> Job:
        key = queries.step_key(actions.stage_batch, overtaken)
        job = enqueue(actions.stage_batch, by=officer, at=AT, key=key, batch_id=overtaken.pk)
        return run_now(job, clock=lambda: AT)

    rows = everything(overtaken)
    job = check()
    assert (job.state, job.error) == (State.FAILED, BEING_SAVED)
    with pytest.raises(OutOfTurn) as refused:
        discard()
    assert (refused.value.reason, refused.value.about) == (BEING_SAVED, overtaken)
    assert everything(overtaken) == rows
    Membership.objects.all().delete()
    discard()
    assert not SourceRecord.objects.exists()


def everything(batch: Batch) -> tuple[Any, ...]:
    """What is stored of the file."""
    now = Batch.objects.get(pk=batch.pk)
    return now.state, now.summary, list(now.records.values_list("pk", "verdict")), queries.upload_bytes(now)
