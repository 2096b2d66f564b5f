"""The home page of each visitor, and the public check of documents."""

import hashlib
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sentra.base.documents.models import Document
from sentra.base.documents.queries import path_of
from sentra.base.people import vault
from sentra.programmes.models import Round, RoundState
from tests import cast, makers
from tests.rooms.lab import benches
from tests.rooms.programmes import rounds
from tests.rooms.registry import lists

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 invented"
CODE = "ABCD-EFGH-JKMN"


@pytest.fixture
def officer(client, settings, tmp_path):
    settings.BUILD_DIR = tmp_path
    makers.areas()
    makers.forget()
    person = cast.enter(cast.SEKAR)
    cast.sign_in(client, person)
    return person


def figures(client) -> dict[str, str]:
    return {kpi["label"]: kpi["value"] for kpi in client.get("/").context["kpis"]}


def test_figures_are_those_of_the_register(client, officer):
    makers.business("A", workers=4, investment_idr=5_000_000, turnover_idr=90_000_000, nib="9120001234567",
                    product="knalpot", cluster="Sentra Knalpot", status="active")  # fmt: skip
    makers.business("B", workers=2, status="active")
    makers.business("C")
    assert figures(client) == {
        "IKM terdaftar": "3",
        "Tenaga kerja": "6",
        "Sudah ber-NIB": "33,3",
        "Omzet setahun": "Rp\u00a090,0\u00a0jt",
        "Perajin knalpot": "1",
        "Sentra industri": "1",
        "Belum terklasifikasi": "2",
        "Perlu verifikasi": "1",
    }


def test_an_empty_register_has_a_home_page(client, officer):
    assert figures(client)["IKM terdaftar"] == "0"


def test_an_empty_register_begins_with_a_first_list_for_those_who_may_import(client, officer):
    begin = 'href="/impor/baru/">Impor daftar pertama</a>'
    assert begin in client.get("/").content.decode()
    cast.sign_in(client, cast.enter(cast.GANDE))
    assert begin not in client.get("/").content.decode()
    cast.sign_in(client, officer)
    makers.business("A")
    assert begin not in client.get("/").content.decode()


def test_every_counted_figure_leads_to_as_many_rows(client, officer):
    makers.business("A", nib="9120001234567", product="knalpot", workers=1, investment_idr=1_000_000)
    makers.business("B")
    totals = {
        kpi["label"]: (kpi["value"], str(client.get(kpi["url"]).context["page"].total))
        for kpi in client.get("/").context["kpis"]
        if kpi["label"] in ("IKM terdaftar", "Perajin knalpot", "Belum terklasifikasi", "Perlu verifikasi")
    }
    assert {label: shown for label, (shown, rows) in totals.items() if shown != rows} == {}
    assert [shown for shown, _rows in totals.values()] == ["2", "1", "1", "2"]


def test_every_size_class_leads_to_as_many_rows(client, officer):
    makers.business("A", workers=3, investment_idr=1_000_000, turnover_idr=9_000_000)
    makers.business("B", workers=30, investment_idr=2_000_000_000)
    rows = client.get("/").context["sizes"]
    shown = {
        row.label: [(n, client.get(url).context["page"].total) for n, url in row.cells if n] for row in rows
    }
    assert shown == {
        "Permenperin 64/2016": [(1, 1), (1, 1)],
        "PP 7/2021": [(1, 1), (1, 1)],
        "BPS": [(1, 1), (1, 1)],
    }


def test_what_waits_is_shown_with_its_verb_to_those_who_may_do_it(client, officer):
    batch = lists.staged(officer, lists.written(lists.MELATI))
    [task] = client.get("/").context["tasks"]
    assert (task.verb, task.url, task.detail) == ("Periksa", f"/impor/{batch.pk}/", "daftar.csv: 1 baris")
    cast.sign_in(client, cast.enter(cast.PRAMU))
    assert client.get("/").context["tasks"] == []


def test_all_parts_tell_what_waits_in_them_the_most_pressing_first(client, officer):
    batch = lists.staged(officer, lists.written(lists.MELATI))
    round_ = rounds.draft()
    benches.instrument("calibrator", until=date(2025, 8, 1))
    check, tools, board = f"/impor/{batch.pk}/", "/lab/alat/", f"/program/putaran/{round_.pk}/"
    seen = {part: waits(client, part) for part in (cast.SEKAR, cast.BRAMA, cast.PRAMU, cast.GANDE)}
    assert seen == {
        cast.SEKAR: [check, board],
        cast.BRAMA: [check, tools, board],  # who heads the office answers for every part
        cast.PRAMU: [tools],
        cast.GANDE: [],
    }


def test_rows_held_back_are_one_task_however_many_lists_they_are_of(client, officer):
    astray = lists.MELATI.replace("Gandasuli", "Desa Entah").replace("Bobotsari", "")
    batch = lists.committed(officer, lists.written(lists.KENANGA, astray))
    [task] = client.get("/").context["tasks"]
    assert (task.title, task.detail, task.url) == (
        "1 baris ditahan atau ditolak", "daftar.csv", f"/impor/{batch.pk}/")  # fmt: skip
    other = lists.source(officer, "dinkop")
    lists.committed(officer, lists.written(lists.TERANG, astray.replace("Melati", "Mawar")), of=other)
    [task] = client.get("/").context["tasks"]
    assert (task.title, task.detail, task.url) == ("2 baris ditahan atau ditolak", "dari 2 daftar", "/impor/")


def test_who_only_decides_sees_the_rounds_that_wait_for_a_decision(client, officer):
    round_ = rounds.draft()
    assert waits(client, cast.DANU) == []
    Round.objects.update(state=RoundState.FROZEN)
    assert waits(client, cast.DANU) == [f"/program/putaran/{round_.pk}/"]


def waits(client, part):
    cast.sign_in(client, benches.person(part))
    return [task.url for task in client.get("/").context["tasks"]]


def test_the_source_of_the_figures_stands_below_them(client, officer):
    lists.committed(officer, lists.written(lists.MELATI))
    assert "buku-induk (disimpan 20 November 2026)" in client.get("/").text


def test_the_public_sees_what_this_is(client):
    text = client.get("/").text
    assert "Kode dokumen" in text
    assert 'href="/masuk/"' in text


@pytest.mark.parametrize("part", [cast.KARTI, cast.SARJA])
def test_owners_and_buyers_see_their_account_and_no_figures(client, part):
    cast.sign_in(client, cast.enter(part))
    response = client.get("/")
    assert "kpis" not in response.context
    assert f"Selamat datang, {part.name}" in response.text


@pytest.fixture
def issued() -> Document:
    [(key, clear)] = vault.new_keys(1)
    document = Document.objects.create(
        kind="surat", fiscal_year=2026, sequence=1, number="500.9/001/2026", title="Surat keterangan",
        subject_kind="x", subject_id="1", at=cast.AT, by=cast.enter(cast.BRAMA), size=len(PDF),
        sha256=hashlib.sha256(PDF).hexdigest(), check_code=CODE, key=key,
    )  # fmt: skip
    vault.write_sealed(path_of(document), PDF, clear)
    yield document
    path_of(document).unlink(missing_ok=True)


def test_a_document_without_its_file_says_so(client, issued):
    path_of(issued).unlink()
    text = client.get(f"/v/{CODE}/").text
    assert "500.9/001/2026" in text
    assert "berkas simpanannya tidak dapat dibuka" in text


def uploaded(data: bytes) -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile("surat.pdf", data)}


def test_a_file_is_compared_with_what_was_issued(client, issued):
    path_of(issued).unlink()
    same, changed = (client.post(f"/v/{CODE}/", uploaded(data)) for data in (PDF, PDF + b"!"))
    assert "sama persis dengan yang diterbitkan" in same.text
    assert "tidak sama dengan yang diterbitkan" in changed.text
    assert f"/v/{CODE}/" in client.post("/v/", uploaded(PDF)).text


def test_a_typed_code_leads_to_its_page(client, issued):
    assert client.get("/v/?kode=abcd").headers["Location"] == "/v/abcd/"
    assert client.get("/v/tidak-ada/").status_code == 404
