"""The import wizard without a browser: every page works without script, refuses, and asks the database little."""

import re
from html import unescape
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from sentra.base.audit.models import Entry
from sentra.base.jobs.models import Job, State
from sentra.registry import actions
from sentra.registry.models import Batch, BatchState, RowVerdict, Source
from tests import cast
from tests.doors.wizard import ASTRAY, NAMELESS, file_of, only_batch, send, words, work
from tests.rooms.registry import lists

pytestmark = pytest.mark.django_db

# Through the wizard, without script


def test_a_file_goes_through_the_wizard_page_by_page(desk):
    sent = send(desk, file=file_of(lists.KENANGA, lists.TERANG))
    address = f"/impor/{only_batch().pk}/"
    assert (sent.status_code, sent["Location"]) == (302, address)
    waiting = desk.get(address)
    assert "Menunggu giliran…" in words(waiting)
    assert b'<noscript><meta http-equiv="refresh"' in waiting.content
    assert work() == []

    columns = desk.get(address)
    assert "Apa isi setiap kolom?" in words(columns)
    assert "Gula Kenanga" in words(columns)
    assert [number for number in (*lists.NIKS, *lists.PHONES) if number in columns.content.decode()] == []
    assert desk.post(f"{address}kolom/", {"lembar-0": "1"})["Location"] == address
    assert work() == []

    checked = desk.get(address)
    assert "Usaha baru 2 baris" in words(checked)
    assert lists.shown() == {}
    assert desk.post(f"{address}simpan/")["Location"] == address
    assert work() == []
    assert lists.shown() == {"Gula Kenanga": "gula kelapa", "Knalpot Terang": "knalpot"}

    saved = desk.get(address)
    assert "Tersimpan" in words(saved)
    assert b"<noscript><form" in saved.content
    desk.post(f"{address}batalkan/")
    assert work() == []
    assert "Buku induk kembali seperti sebelum impor." in words(desk.get(address))
    assert lists.shown() == {}


def test_a_column_chosen_by_the_officer_is_read_so_and_remembered(desk):
    data = lists.written(lists.KENANGA).replace(b"Produk", b"Yang dibuat")
    send(desk, file=SimpleUploadedFile("ikm.csv", data))
    work()
    one = only_batch()
    [unknown] = [c for c in one.layouts[0]["columns"] if c["header"] == "Yang dibuat"]
    assert unknown["field"] is None
    desk.post(f"/impor/{one.pk}/kolom/", {"lembar-0": "1", f"kolom-0-{unknown['index']}": "product"})
    work()
    desk.post(f"/impor/{one.pk}/simpan/")
    work()
    assert lists.shown() == {"Gula Kenanga": "gula kelapa"}
    [mapping] = Source.objects.get().mappings.values()
    assert mapping["Yang dibuat"] == "product"


def test_a_field_that_does_not_exist_is_ignored_not_stored(desk):
    send(desk, file=file_of(lists.KENANGA))
    work()
    one = only_batch()
    desk.post(f"/impor/{one.pk}/kolom/", {"lembar-0": "1", "kolom-0-6": "warna"})
    one.refresh_from_db()
    assert one.layouts[0]["columns"][6]["field"] is None


def test_no_sheet_chosen_is_said_and_nothing_starts(desk):
    send(desk, file=file_of(lists.KENANGA))
    work()
    answer = desk.post(f"/impor/{only_batch().pk}/kolom/", {}, follow=True)
    assert "Pilih paling sedikit satu lembar." in words(answer)
    assert Job.objects.count() == 1


def test_progress_is_a_fragment_that_ends_by_leading_on(desk):
    send(desk, file=file_of(lists.KENANGA))
    address = f"/impor/{only_batch().pk}/"
    fragment = desk.get(f"{address}kemajuan/", headers={"HX-Request": "true"})
    assert (fragment.status_code, fragment["Cache-Control"].split(", ")[0]) == (200, "max-age=0")
    assert b"<html" not in fragment.content
    assert b'hx-trigger="every 1s"' in fragment.content
    work()
    ended = desk.get(f"{address}kemajuan/", headers={"HX-Request": "true"})
    assert (ended.status_code, ended["HX-Redirect"]) == (204, address)


def test_a_failed_step_says_so_and_can_be_tried_again(desk, sekar):
    one = lists.staged(sekar, lists.written(lists.KENANGA))
    desk.post(f"/impor/{one.pk}/simpan/")
    Job.objects.filter(state=State.QUEUED).update(state=State.FAILED, error="Pekerjaan berhenti.")
    page = desk.get(f"/impor/{one.pk}/")
    assert "Langkah ini gagal Pekerjaan berhenti." in words(page)
    assert "Coba lagi" in words(page)
    desk.post(f"/impor/{one.pk}/simpan/")
    assert work() == []
    assert lists.shown() == {"Gula Kenanga": "gula kelapa"}


# What is refused


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({}, "Berkas: "),
        ({"file": SimpleUploadedFile("kosong.csv", b"")}, "Berkas: "),
        ({"file": file_of(lists.KENANGA), "source": "999999"}, "Sumber: "),
        ({"file": file_of(lists.KENANGA), "creates": "lain"}, "Daftar siapa ini?: "),
    ],
)
def test_a_form_that_is_not_right_is_answered_with_422(desk, form, sentence):
    for sent in form.values():
        if isinstance(sent, SimpleUploadedFile):
            sent.seek(0)
    answer = send(desk, **form)
    assert answer.status_code == 422
    assert sentence in words(answer)
    assert not Batch.objects.exists()


def test_a_file_that_can_not_be_read_is_refused_with_a_sentence(desk):
    send(desk, file=SimpleUploadedFile("daftar.pdf", b"%PDF-1.7"))
    work()
    page = words(desk.get(f"/impor/{only_batch().pk}/"))
    assert "Berkas ini ditolak; tidak ada yang tersimpan" in page
    assert "PDF" in page


@pytest.mark.parametrize("what", ["", "kemajuan/", "baris/", "berkas.xlsx"])
def test_a_batch_that_does_not_exist_is_404(desk, what):
    assert desk.get(f"/impor/4711/{what}").status_code == 404


@pytest.mark.parametrize("what", ["kolom/", "simpan/", "batalkan/", "buang/"])
def test_what_changes_something_is_asked_by_post_of_an_existing_batch(desk, what):
    assert desk.post(f"/impor/4711/{what}").status_code == 404
    assert desk.get(f"/impor/4711/{what}")["Location"] == "/impor/4711/"


@pytest.mark.parametrize("asked", ["isi=semua", "isi=held&sesudah=²", "isi=held&sesudah=akhir"])
def test_rows_asked_for_in_no_sense_do_not_break_the_page(desk, sekar, asked):
    one = lists.staged(sekar, lists.written(ASTRAY))
    assert desk.get(f"/impor/{one.pk}/baris/?{asked}").status_code == (404 if "semua" in asked else 200)


# Pressing twice, coming again


def test_a_double_click_is_one_job(desk, sekar):
    one = lists.staged(sekar, lists.written(lists.KENANGA))
    for _press in range(2):
        assert desk.post(f"/impor/{one.pk}/simpan/").status_code == 302
    assert Job.objects.filter(state=State.QUEUED).count() == 1
    assert work() == []
    assert Entry.objects.filter(act="commit_batch").count() == 1


def test_the_same_file_again_is_an_edition_that_changes_nothing(desk, sekar):
    first = lists.committed(sekar, lists.written(lists.KENANGA, lists.TERANG))
    send(desk, file=file_of(lists.KENANGA, lists.TERANG), source=first.source_id)
    work()
    second = Batch.objects.latest("pk")
    desk.post(f"/impor/{second.pk}/kolom/", {"lembar-0": "1"})
    work()
    assert second.edition == 2
    assert "Tidak berubah 2 baris" in words(desk.get(f"/impor/{second.pk}/"))


def test_a_name_used_before_is_the_same_source(desk):
    for _time in range(2):
        send(desk, file=file_of(lists.KENANGA))
    assert [one.edition for one in Batch.objects.order_by("pk")] == [1, 2]
    assert Source.objects.count() == 1


def test_discarding_leaves_the_register_as_it_was(desk, sekar):
    one = lists.staged(sekar, lists.written(lists.KENANGA))
    answer = desk.post(f"/impor/{one.pk}/buang/", follow=True)
    assert "Berkas dibuang. Buku induk tidak berubah." in words(answer)
    assert (Batch.objects.get().state, one.records.count()) == (BatchState.DISCARDED, 0)
    assert "Berkas ini dibuang." in words(desk.get(f"/impor/{one.pk}/"))


# What is shown of a checked file


def test_rows_that_fail_are_listed_with_their_reason(desk, sekar):
    one = lists.staged(sekar, lists.written(lists.KENANGA, ASTRAY, NAMELESS))
    assert "Ditahan 1 baris Ditolak 1 baris" in words(desk.get(f"/impor/{one.pk}/"))
    held = words(desk.get(f"/impor/{one.pk}/baris/?isi=held"))
    assert "Sapu Melati" in held
    assert "ragu Desa tidak dikenal di daftar wilayah." in held
    assert "ditolak Nama usaha dan nama pemilik kosong." in words(
        desk.get(f"/impor/{one.pk}/baris/?isi=rejected")
    )


def test_a_list_of_another_office_is_saved_like_our_own(desk, sekar):
    koperasi = lists.source(sekar, "dinas-koperasi", creates=False)
    one = lists.staged(sekar, lists.written(lists.KENANGA, lists.TERANG), of=koperasi)
    page = words(desk.get(f"/impor/{one.pk}/"))
    assert "Usaha baru 2 baris Ditautkan 0 baris Perlu ditinjau 0 baris" in page
    assert "Simpan ke buku induk" in page


def test_a_correction_shows_old_and_new_and_what_is_missing(desk, sekar):
    lists.committed(sekar, lists.written(lists.KENANGA, lists.TERANG))
    one = lists.staged(sekar, lists.written(lists.KENANGA.replace(";3;", ";7;")))
    page = words(desk.get(f"/impor/{one.pk}/"))
    assert "Perubahan 1 baris" in page
    assert "Tidak ada lagi di berkas 1 baris" in page
    assert "Tenaga kerja: 3 orang 7 orang" in words(desk.get(f"/impor/{one.pk}/baris/?isi=update"))
    assert "Knalpot Terang" in words(desk.get(f"/impor/{one.pk}/baris/?isi=missing"))


def test_rows_are_given_by_the_page(desk, sekar):
    many = [
        lists.KENANGA.replace("PBG-1", f"PBG-{n}").replace("Gula Kenanga", f"Gula {n:02}") for n in range(60)
    ]
    one = lists.staged(sekar, lists.written(*many))
    first = desk.get(f"/impor/{one.pk}/baris/")
    [link] = re.findall(r'rel="next" href="([^"]+)"', first.content.decode())
    second = desk.get(f"/impor/{one.pk}/baris/{unescape(link)}")
    named = [re.findall(r"Gula \d\d", words(page)) for page in (first, second)]
    assert [len(page) for page in named] == [50, 10]
    assert len({name for page in named for name in page}) == 60


# The returned workbook


def test_the_workbook_comes_back_coloured_and_its_leaving_is_on_record(desk, sekar):
    one = lists.staged(sekar, lists.written(lists.KENANGA, ASTRAY), name="daftar ikm.csv")
    answer = desk.get(f"/impor/{one.pk}/berkas.xlsx")
    assert answer["Content-Disposition"] == 'attachment; filename="daftar ikm-diperiksa.xlsx"'
    assert "no-store" in answer["Cache-Control"]
    sheet = load_workbook(BytesIO(answer.content)).worksheets[0]
    assert sheet.cell(3, sheet.max_column).value.endswith("Desa tidak dikenal di daftar wilayah.")
    assert sheet.cell(2, sheet.max_column).value is None
    entry = Entry.objects.get(act="return_workbook")
    assert (entry.by_id, entry.subject_id, entry.new) == (sekar.pk, str(one.pk), {"rows": 1})


def test_a_mended_row_becomes_a_business_and_the_rest_stays(desk, sekar):
    first = lists.committed(sekar, lists.written(lists.KENANGA, ASTRAY, NAMELESS))
    assert sorted(lists.shown()) == ["Gula Kenanga"]
    mended = (lists.KENANGA, lists.MELATI, NAMELESS.replace(";;;", ";Batik Sekarwangi;Painah Utari;"))
    again = lists.staged(sekar, lists.written(*mended), of=first.source)
    page = words(desk.get(f"/impor/{again.pk}/"))
    assert "Usaha baru 2 baris" in page
    assert "Tidak berubah 1 baris" in page
    desk.post(f"/impor/{again.pk}/simpan/")
    assert work() == []
    assert sorted(lists.shown()) == ["Batik Sekarwangi", "Gula Kenanga", "Sapu Melati"]


# Who, in which language, and how often the database is asked


PAGES = ("/impor/", "/impor/baru/", "/impor/sumber/")


def test_what_was_not_compared_is_said_before_saving(desk, sekar):
    batch = lists.staged(sekar, lists.written(lists.KENANGA))
    page = f"/impor/{batch.pk}/"
    assert "tidak ditemukan" not in words(desk.get(page))
    batch.summary["left_out"] = ["Tidak semua baris dibandingkan."]
    batch.save()
    assert "Tidak semua baris dibandingkan." in words(desk.get(page))


@pytest.mark.parametrize("path", PAGES)
def test_pages_are_for_those_who_import(sekar, client, path):
    assert client.get(path)["Location"] == f"/masuk/?next={path}"
    cast.sign_in(client, cast.enter(cast.RENGGA))
    refused = client.get(path)
    assert refused.status_code == 403
    assert "Peran Petugas lapangan tidak berwenang untuk ini." in words(refused)


def test_every_page_speaks_english(desk, sekar):
    one = lists.committed(sekar, lists.written(lists.KENANGA, ASTRAY))
    paths = (*PAGES, f"/impor/{one.pk}/", *(f"/impor/{one.pk}/baris/?isi={key}" for key in RowVerdict.values))
    for path in paths:
        answer = desk.get(f"/en{path}")
        assert answer.status_code == 200
        assert b'<html lang="en"' in answer.content
        assert "Impor daftar" not in words(answer)


def asked(desk: Client, path: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert desk.get(path).status_code == 200
    return len(queries)


def test_pages_ask_as_often_for_many_rows_as_for_one(desk, sekar):
    many = [ASTRAY.replace("PBG-3", f"PBG-{n}") for n in range(5)]
    few = lists.staged(sekar, lists.written(ASTRAY))
    more = lists.staged(sekar, lists.written(*many), of=lists.source(sekar, "lain"))
    for what in ("", "baris/", "sel/?isi=doubtful"):
        assert asked(desk, f"/impor/{few.pk}/{what}") == asked(desk, f"/impor/{more.pk}/{what}")


@pytest.mark.parametrize("path", ["/impor/", "/impor/sumber/"])
def test_lists_ask_as_often_for_three_as_for_one(desk, sekar, path):
    def arrive(key: str) -> None:
        whose = lists.source(sekar, key)
        actions.receive_file(by=sekar, at=cast.AT, source=whose, file_name="a.csv", data=b"x")

    arrive("a")
    once = asked(desk, path)
    arrive("b")
    arrive("c")
    assert asked(desk, path) == once
