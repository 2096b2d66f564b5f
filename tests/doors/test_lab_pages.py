"""Pages of the laboratory: what is wrong is said where it is, nothing typed is lost, nobody sees more than they may."""

import re
import tempfile
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sentra.base.audit.models import Entry
from sentra.lab import actions
from sentra.lab.catalogue.procedures import BY_KEY as METHODS
from sentra.lab.models import Check, Recording, Run, Session
from sentra.lab.queries import evaluating
from sentra.lab.queries.recordings import path_of
from sentra.web.lab import uploading
from sentra.web.numbers import day
from tests import cast, makers
from tests.rooms.lab import benches, judged, takes

pytestmark = pytest.mark.django_db
UNKNOWN = "sejak kapan berlaku: tidak diketahui"


@pytest.fixture(autouse=True)
def _areas():
    makers.areas()
    evaluating.forget()


@pytest.fixture
def technician(client) -> Client:
    return cast.sign_in(client, benches.technician())


def words(answer) -> str:
    """What one reads on a page, without its markup."""
    text = re.sub(r"<script.*?</script>|<style.*?</style>", " ", answer.content.decode(), flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


def sent(data: bytes, name: str = "rekaman.wav", **more: object) -> dict[str, object]:
    return {"file": SimpleUploadedFile(name, data, content_type="audio/wav")} | more


def check(client: Client, session: Session, data: bytes, **more: object):
    told = {"moment": "before", "nominal_db": "94"} | more
    return client.post(f"/lab/sesi/{session.pk}/kalibrator/", sent(data, **told))


# Recordings on their way in


def test_a_recording_larger_than_other_uploads_stays_in_memory(technician, settings, monkeypatch):
    def refused(*_args: object, **_kwargs: object) -> None:
        raise AssertionError("a recording must not lie in a temporary file")

    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1000
    for name in ("NamedTemporaryFile", "TemporaryFile", "mkstemp", "SpooledTemporaryFile"):
        monkeypatch.setattr(tempfile, name, refused)
    session, tone = benches.opened(), takes.tone()
    assert check(technician, session, tone).status_code == 302
    assert Check.objects.get(session=session).recording.size == len(tone) > 800_000


def test_a_recording_that_is_too_large_is_not_held_and_says_so(technician, monkeypatch):
    monkeypatch.setattr(uploading, "MOST_BYTES", 1000)
    answer = check(technician, benches.opened(), takes.tone())
    assert answer.status_code == 422
    assert "Rekaman ini lebih besar dari 100 MB." in words(answer)
    assert Recording.objects.count() == 0


def test_a_recording_is_taken_only_from_our_own_form():
    client = cast.sign_in(Client(enforce_csrf_checks=True), benches.technician())
    assert check(client, benches.opened(), takes.tone()).status_code == 403
    assert Recording.objects.count() == 0


def test_a_file_that_is_none_is_refused_where_it_was_chosen(technician):
    answer = check(technician, benches.opened(), b"RIFF nothing")
    assert (answer.status_code, Check.objects.count()) == (422, 0)
    assert "Rekaman tidak diterima Berkas ini tidak dapat dibaca sebagai rekaman suara." in words(answer)


# The bench


def next_step(client: Client, session: Session) -> str:
    page = client.get(f"/lab/sesi/{session.pk}/").content.decode()
    return re.search(r'<h2 id="h-langkah">([^<]+)<', page)[1]


def test_the_bench_names_the_next_step(technician):
    session = benches.opened()
    steps = [next_step(technician, session)]
    benches.checked(session)
    steps.append(next_step(technician, session))
    benches.quiet(session)
    steps.append(next_step(technician, session))
    one = benches.measured(session)
    steps.append(next_step(technician, session))
    for seed in (3, 4, 5):
        benches.taken(one, seed)
    steps.append(next_step(technician, session))
    benches.checked(session, "after")
    steps.append(next_step(technician, session))
    assert steps == [
        "Rekam nada kalibrator sebelum mengukur",
        "Rekam latar dengan mesin mati",
        "Pilih barang dan kendaraan",
        f"Percobaan 1 · {one.specimen.serial}",
        "Rekam nada kalibrator sesudah mengukur",
        "Tutup sesi",
    ]


def test_without_an_item_the_bench_says_where_to_get_one(technician):
    session = benches.opened()
    benches.checked(session)
    benches.quiet(session)
    shown = words(technician.get(f"/lab/sesi/{session.pk}/"))
    assert "Belum ada barang yang menunggu diukur. Terima dahulu barangnya di meja." in shown
    benches.specimen()
    assert "Belum ada kendaraan uji." in words(technician.get(f"/lab/sesi/{session.pk}/"))


def test_runs_that_do_not_agree_ask_for_another(technician):
    one = benches.ready()
    for seed, level_db in ((3, 90.0), (4, 93.5), (5, 90.0)):
        benches.taken(one, seed, takes.run(seed, level_db=level_db))
    assert next_step(technician, one.session) == f"Percobaan 4 · {one.specimen.serial}"


def test_a_run_that_does_not_count_says_why_and_where(technician):
    one = benches.ready()
    told = {"tachometer_rpm": "4500", "wind_m_s": "1,5"}
    answer = technician.post(
        f"/lab/pengukuran/{one.pk}/percobaan/", sent(takes.clipped(), **told), follow=True
    )
    run = Run.objects.get()
    assert (run.wind_m_s, [each["code"] for each in run.reasons]) == (1.5, ["clipped"])
    place = next(each["place"] for each in run.reasons if each["code"] == "clipped")
    shown = words(answer)
    assert "Percobaan 1 tidak dihitung" in shown
    assert f"detik {float(place.split()[0]):.2f}".replace(".", ",") in shown
    assert 'class="mark bad"' in answer.content.decode()


def test_what_was_typed_beside_a_wrong_recording_stays(technician):
    one = benches.ready()
    answer = technician.post(
        f"/lab/pengukuran/{one.pk}/percobaan/", sent(b"x", tachometer_rpm="4480", wind_m_s="0,8")
    )
    assert (answer.status_code, Run.objects.count()) == (422, 0)
    page = answer.content.decode()
    assert [re.search(f'name="{name}" value="([^"]*)"', page)[1] for name in ("tachometer_rpm", "wind_m_s")] == [
        "4480", "0,8",
    ]  # fmt: skip


def test_a_session_form_that_is_wrong_keeps_what_was_filled_in(technician):
    for kind in ("meter", "calibrator", "tachometer", "anemometer"):
        benches.instrument(kind)
    told = {"procedure_key": benches.METHOD, "site": "Lapangan", "surface": "aspal", "reflector_m": "2"}
    told |= {"temperature_c": "29,5", "humidity_percent": "70", "channel": "0"}
    tools = {
        kind: benches.instrument(kind).pk for kind in ("meter", "calibrator", "tachometer", "anemometer")
    }
    answer = technician.post("/lab/sesi/baru/", told | tools)
    assert (answer.status_code, Session.objects.count()) == (422, 0)
    assert "sekurangnya 3 m" in words(answer)
    assert 'value="Lapangan"' in answer.content.decode()
    assert technician.post("/lab/sesi/baru/", told | tools | {"reflector_m": "3,5"}).status_code == 302
    assert Session.objects.get().temperature_c == 29.5


def test_an_expired_certificate_is_told_before_anybody_measures(technician):
    benches.instrument("calibrator", serial="lama", until=cast.AT.date())
    assert "tidak satu pun percobaan akan dihitung" in words(technician.get("/lab/sesi/baru/"))


# Results, limits, reports


def test_a_result_follows_its_runs_and_is_never_judged_by_a_pass_by_limit(technician):
    one = benches.complete()
    page = f"/lab/pengukuran/{one.pk}/"
    assert "Belum dihitung." in words(technician.get(page))
    shown = words(technician.post(f"{page}hitung/", follow=True))
    assert "91 ± " in shown
    assert shown.count("dihitung 4.500") == 0
    limit = {"limit": "catalogue:permen_lh_7_2009_stage_2_80", "rule": "simple"}
    key = re.findall(r'value="(catalogue:[^"]+)"', technician.get(page).content.decode())[0]
    told = words(technician.post(f"{page}nilai/", limit | {"limit": key}, follow=True))
    assert "Tidak dinilai" in told
    drawn = technician.get(page).content.decode()
    assert (drawn.count('class="chart"'), drawn.count("data:image/png;base64,")) == (5, 1)


def test_the_original_is_compared_band_by_band(technician):
    session = benches.opened()
    benches.checked(session)
    benches.quiet(session)
    request = benches.asked()
    item, original = (
        benches.measured(session, benches.specimen(request, role=role)) for role in ("item", "original")
    )
    for one, level_db, seeds in ((item, 90.0, (3, 4, 5)), (original, 95.0, (6, 7, 8))):
        for seed in seeds:
            benches.taken(one, seed, takes.run(seed, level_db=level_db))
    benches.checked(session, "after")
    for one in (item, original):
        actions.compute_result(by=benches.technician(), at=cast.AT, measurement=one)
    page = f"/lab/pengukuran/{item.pk}/"
    choice = re.search(
        r'<select name="original".*?value="(\d+)"', technician.get(page).content.decode(), re.DOTALL
    )
    shown = words(technician.post(f"{page}banding/", {"original": choice[1]}, follow=True))
    assert "dB lebih senyap daripada knalpot asli" in shown
    assert "Tidak ada pita yang menonjol" in shown
    assert technician.get(f"/lab/pengukuran/{original.pk}/").status_code == 200


def test_a_lost_recording_does_not_hide_what_was_stored(technician):
    one = benches.complete()
    actions.compute_result(by=benches.technician(), at=cast.AT, measurement=one)
    for recording in Recording.objects.select_related("key"):
        path_of(recording).unlink()
    evaluating.forget()
    answer = technician.get(f"/lab/pengukuran/{one.pk}/")
    assert (answer.status_code, "91 ± " in words(answer)) == (200, True)
    run = one.runs.first()
    assert technician.get(f"/lab/percobaan/{run.pk}/").status_code == 200
    assert technician.get(f"/lab/rekaman/{run.recording_id}/").status_code == 404
    again = technician.post(f"/lab/pengukuran/{one.pk}/hitung/", follow=True)
    assert "Sebuah rekaman tidak ada di tempatnya. Pulihkan dari cadangan, lalu hitung lagi." in words(again)


def test_a_computation_that_an_independent_check_refuses_is_not_stored(technician, monkeypatch):
    def refused(**_said: object) -> None:
        raise actions.DoesNotAgree("the series does not hold")

    one = benches.ready()
    monkeypatch.setattr(actions, "compute_result", refused)
    answer = technician.post(f"/lab/pengukuran/{one.pk}/hitung/", follow=True)
    assert "Pemeriksa yang mandiri tidak sepakat dengan hitungan ini" in words(answer)


def test_the_raw_recording_is_handed_out_as_it_came_and_on_record(technician):
    run = benches.taken(benches.ready())
    answer = technician.get(f"/lab/rekaman/{run.recording_id}/")
    assert (answer.content, answer["Content-Type"]) == (takes.run(3), "audio/wav")
    assert Entry.objects.filter(act="open_recording").count() == 1


def test_a_limit_waits_for_another_pair_of_eyes(technician):
    told = {
        "name": "Pembeli",
        "key": "pembeli-1",
        "kind": "buyer",
        "quantity": "L_stationary",
        "value_db": "92",
    }
    told |= {"procedure_key": benches.METHOD, "source": "kontrak 7", "valid_from": "2026-01-01"}
    shown = words(technician.post("/lab/metode/batas/baru/", told, follow=True))
    assert "menunggu dicocokkan orang lain" in shown
    assert "Anda yang mencatat batas ini; orang lain yang mencocokkannya." in shown
    assert "Tidak diketahui satu pun batas kebisingan" in shown


def test_limits_of_one_rule_are_told_apart_where_one_is_chosen(client):
    one = judged.bench()
    judged.a_limit(one.technician)
    cast.sign_in(client, one.technician)
    shown = client.get(f"/lab/pengukuran/{one.item.measurement_id}/").context["judge_form"]
    offered = [label for _key, label in shown.fields["limit"].choices]
    assert offered[1] == "Syarat pembeli Contoh · Bising statis: 92 dB"
    assert (
        "Permen LHK P.56/MENLHK/SETJEN/KUM.1/10/2019 · L3, PMR > 50 · L urban (kendaraan melintas): 77 dB"
        in offered
    )
    assert len(offered) == len(set(offered))


def test_a_new_limit_is_only_of_what_a_method_measures(technician):
    form = technician.get("/lab/metode/batas/baru/").context["form"]
    assert [key for key, _label in form.fields["quantity"].choices] == ["L_stationary"]
    told = {"name": "Pembeli", "key": "Tidak Sah!", "kind": "buyer", "value_db": "92", "source": "kontrak"}
    told |= {"quantity": "L_urban", "procedure_key": benches.METHOD, "valid_from": "2026-01-01"}
    shown = words(technician.post("/lab/metode/batas/baru/", told))
    assert ("Kode: huruf kecil, angka, dan tanda hubung." in shown, "slug" in shown) == (True, False)
    assert "Hanya besaran yang diukur metode kami" in shown


# Who sees what, and at what cost


def test_the_chapter_of_a_business_stands_in_its_dossier_for_readers_only(client):
    one = judged.bench()
    address = f"/lab/pembuat/{one.request.business_id}/"
    cast.sign_in(client, one.technician)
    assert address in client.get(f"/usaha/{one.request.business_id}/").content.decode()
    assert "92 ± 1,4 dB(A)" in words(client.get(address))
    cast.sign_in(client, cast.enter(cast.JOYO))
    assert address not in client.get(f"/usaha/{one.request.business_id}/").content.decode()


def test_a_field_officer_sees_requests_but_no_results(client):
    one = judged.bench()
    cast.sign_in(client, cast.enter(cast.RENGGA))
    shown = words(client.get(f"/lab/permintaan/{one.request.pk}/"))
    assert ("Knalpot Contoh" in shown, "± 1,4" in shown) == (True, False)


def test_the_queue_costs_the_same_for_one_and_for_three(technician):
    counts = []
    for name in ("Satu", "Dua", "Tiga"):
        benches.asked(f"Knalpot {name}")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert technician.get("/lab/").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[2]


def test_every_method_says_its_edition_its_source_and_since_when(technician):
    """Or that nobody here knows since when."""
    page = words(technician.get("/lab/metode/"))
    told = [
        f"{one.edition} · " + (f"berlaku sejak {day(one.valid_from)}" if one.valid_from else UNKNOWN)
        for one in METHODS.values()
    ]
    assert [each for each in told if each not in page] == []
    assert [one.key for one in METHODS.values() if one.source not in page] == []
