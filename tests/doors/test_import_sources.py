"""The import wizard's other doors: whose list a file is, cells in question, an auditor, and steps out of turn."""

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sentra.registry import actions
from sentra.registry.models import Batch, BatchState, Source
from tests import cast
from tests.doors.wizard import ASTRAY, file_of, send, words, work
from tests.rooms.registry import lists

pytestmark = pytest.mark.django_db


def test_a_file_without_a_name_for_its_source_is_not_lost_but_named_after_itself(desk):
    assert send(desk, file=file_of(lists.KENANGA, name="Data_UMKM 2026.csv"), title="").status_code == 302
    source = Source.objects.get()
    assert (source.key, source.title, source.creates) == ("data-umkm-2026", "Data UMKM 2026", True)


def test_a_file_named_like_a_person_gives_its_source_no_number(desk):
    name = f"ktp {lists.NIKS[0]}.csv"
    send(desk, file=file_of(lists.KENANGA, name=name), title=name.removesuffix(".csv"))
    assert Source.objects.get().title == "ktp"


def test_a_name_too_long_for_a_key_is_cut(desk):
    send(desk, file=file_of(lists.KENANGA), title="Daftar " * 20)
    source = Source.objects.get()
    assert source.key == "daftar-daftar-daftar-daftar-daftar-daftar-daftar-d"


@pytest.mark.parametrize("title", ["", "daftar"])
def test_a_returned_workbook_goes_back_to_its_source_by_itself(desk, sekar, title):
    koperasi = lists.source(sekar, "koperasi", creates=False)
    first = lists.staged(sekar, lists.written(lists.KENANGA, ASTRAY), of=koperasi, name="daftar.csv")
    back = desk.get(f"/impor/{first.pk}/berkas.xlsx")
    assert back["Content-Disposition"] == 'attachment; filename="daftar-diperiksa.xlsx"'
    sent = SimpleUploadedFile("daftar-diperiksa.xlsx", back.content)
    answer = desk.post("/impor/baru/", {"source": "", "title": title, "file": sent}, follow=True)
    assert "Dikenali sebagai kiriman dari sumber koperasi." in words(answer)
    again = Batch.objects.latest("pk")
    assert (again.source, again.edition) == (koperasi, 2)
    assert Source.objects.filter(creates=False).get() == koperasi


def test_the_officers_own_choice_goes_before_what_the_file_says(desk, sekar):
    first = lists.staged(sekar, lists.written(lists.KENANGA), of=lists.source(sekar, "koperasi"))
    back = desk.get(f"/impor/{first.pk}/berkas.xlsx").content
    send(desk, file=SimpleUploadedFile("a.xlsx", back), title="Dinas Kesehatan")
    assert Batch.objects.latest("pk").source.key == "dinas-kesehatan"


def test_the_source_can_be_changed_without_sending_the_file_again(desk, sekar):
    known = lists.committed(sekar, lists.written(lists.TERANG)).source
    send(desk, file=file_of(lists.KENANGA), title="")
    work()
    one = Batch.objects.latest("pk")
    page = words(desk.get(f"/impor/{one.pk}/"))
    assert "Sumber: ikm , edisi 1 · bukan ini?" in page
    desk.post(f"/impor/{one.pk}/sumber/", {"source": known.pk})
    assert work() == []
    one.refresh_from_db()
    assert (one.source, one.edition, one.state) == (known, 2, BatchState.SURVEYED)
    desk.post(f"/impor/{one.pk}/sumber/", {"title": "Dinas Lain"})
    assert work() == []
    one.refresh_from_db()
    assert (one.source.key, one.edition) == ("dinas-lain", 1)
    refused = desk.post(f"/impor/{one.pk}/sumber/", {"title": ""}, follow=True)
    assert "Pilih sumber yang ada, atau beri nama sumber baru." in words(refused)


def test_refused_cells_have_a_list_that_the_preview_leads_to(desk, sekar):
    wrong = ASTRAY.replace(lists.NIKS[2], "330309410785")
    one = lists.staged(sekar, lists.written(lists.KENANGA, wrong))
    preview = desk.get(f"/impor/{one.pk}/").content.decode()
    links = re.findall(r'<a href="([^"]+/sel/[^"]+)">(\d+ sel \w+)</a>', preview)
    cells = f"/impor/{one.pk}/sel/?isi="
    assert links == [(f"{cells}rejected", "1 sel ditolak"), (f"{cells}doubtful", "1 sel diragukan")]
    refused = words(desk.get(f"{cells}rejected"))
    assert "daftar baris 3 D · NIK ••••••••0785" in refused
    assert "330309410785" not in refused
    assert "daftar baris 3 E · Desa Desa Entah" in words(desk.get(f"{cells}doubtful"))
    assert desk.get(f"{cells}note").status_code == 404


def test_cells_are_given_by_the_page(desk, sekar):
    many = [ASTRAY.replace("PBG-3", f"PBG-{n}").replace("Sapu", f"Sapu {n:02}") for n in range(60)]
    one = lists.staged(sekar, lists.written(*many))
    first = desk.get(f"/impor/{one.pk}/sel/?isi=doubtful")
    [link] = re.findall(r'rel="next" href="([^"]+)"', first.content.decode())
    second = desk.get(f"/impor/{one.pk}/sel/{unescape(link)}")
    assert [len(re.findall(r"baris \d+", words(page))) for page in (first, second)] == [50, 10]


def test_an_auditor_sees_every_file_and_nothing_to_press(sekar, client):
    wrong = ASTRAY.replace(lists.NIKS[2], "330309410785")
    saved = lists.committed(sekar, lists.written(lists.KENANGA, wrong))
    checked = lists.staged(sekar, lists.written(lists.TERANG))
    arrived = actions.receive_file(
        by=sekar, at=cast.AT, source=saved.source, file_name="c.csv", data=lists.written(lists.MELATI)
    )
    lists.ran(actions.survey_file, arrived, sekar)
    cast.sign_in(client, cast.enter(cast.GANDE))
    assert 'href="/impor/"' in client.get("/").content.decode()
    paths = (
        "/impor/",
        "/impor/sumber/",
        *(f"/impor/{one.pk}/" for one in (saved, checked, arrived)),
        f"/impor/{saved.pk}/baris/?isi=held",
        f"/impor/{saved.pk}/sel/",
    )
    for path in paths:
        answer = client.get(path)
        main = answer.content.decode().split("<main")[1].split("</main>")[0]
        assert answer.status_code == 200
        actions_offered = re.findall(r'action="([^"]+)"|href="([^"]+(?:baru/|berkas\.xlsx))"', main)
        assert [one for one in actions_offered if one != (f"/impor/{arrived.pk}/kolom/", "")] == []
        assert [number for number in (*lists.NIKS, *lists.PHONES, "330309410785") if number in main] == []
    columns = client.get(f"/impor/{arrived.pk}/").content.decode()
    assert '<fieldset class="stack plain" disabled>' in columns
    assert "Periksa semua baris" not in columns


@pytest.mark.parametrize(
    ("state", "what", "sentence"),
    [
        (
            "staged",
            "batalkan/",
            "Hanya berkas yang tersimpan dapat dibatalkan; status berkas ini Siap diperiksa.",
        ),
        ("committed", "simpan/", "Berkas ini tidak dapat disimpan: statusnya Tersimpan."),
        ("committed", "buang/", "Berkas ini tidak dapat dibuang: statusnya Tersimpan."),
        ("committed", "kolom/", "Kolom tidak dapat diubah: status berkas ini Tersimpan."),
        ("committed", "sumber/", "Kolom tidak dapat diubah: status berkas ini Tersimpan."),
    ],
)
def test_a_step_out_of_turn_is_a_conflict_with_its_reason_and_a_way_on(desk, sekar, state, what, sentence):
    one = getattr(lists, state)(sekar, lists.written(lists.KENANGA))
    answer = desk.post(f"/impor/{one.pk}/{what}", {"lembar-0": "1"})
    assert answer.status_code == 409
    assert sentence in words(answer)
    assert "berwenang" not in words(answer)
    assert f'href="/impor/{one.pk}/"' in answer.content.decode()
    assert Batch.objects.get().state == state


@pytest.mark.parametrize("what", ["baris/?isi=held", "sel/", "berkas.xlsx", "?kolom=1"])
def test_a_step_of_a_discarded_file_is_a_conflict_that_leads_to_it(desk, sekar, what):
    one = lists.staged(sekar, lists.written(lists.KENANGA))
    desk.post(f"/impor/{one.pk}/buang/")
    answer = desk.get(f"/impor/{one.pk}/{what}")
    assert answer.status_code == 409
    assert "Tidak dipakai." in words(answer)
    assert f'href="/impor/{one.pk}/"' in answer.content.decode()


def test_a_fragment_out_of_turn_gets_the_sentence_and_the_way_on(desk, sekar):
    one = lists.committed(sekar, lists.written(lists.KENANGA))
    answer = desk.post(f"/impor/{one.pk}/simpan/", headers={"HX-Request": "true"})
    assert answer.status_code == 409
    assert words(answer) == "Berkas ini tidak dapat disimpan: statusnya Tersimpan. Lihat keadaannya"
    assert b"<html" not in answer.content
