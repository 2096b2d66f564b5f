"""The bench says what does not count when it can still be mended, and never asks for what cannot be done."""

import pytest
from django.test import Client

from sentra.lab.models import Background, Check, Run, Session
from sentra.lab.queries import evaluating
from sentra.web.lab.fields import WholeRpm
from tests import cast, makers
from tests.doors.test_lab_pages import check, next_step, sent, words
from tests.rooms.lab import benches, takes

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _areas():
    makers.areas()
    evaluating.forget()


@pytest.fixture
def technician(client) -> Client:
    return cast.sign_in(client, benches.technician())


def after(client: Client, session: Session, data: bytes, **more: object):
    return check(client, session, data, moment="after", **more)


def test_a_chain_that_drifted_is_told_at_the_tone_at_the_runs_and_at_the_end(technician):
    one = benches.ready()
    for seed in (3, 4, 5):
        benches.taken(one, seed)
    assert after(technician, one.session, takes.moved_tone(21, 1.0)).status_code == 302
    shown = words(technician.get(f"/lab/sesi/{one.session.pk}/"))
    why = "Alat bergeser 1,00 dB antara dua pemeriksaan; paling banyak 0,50 dB."
    assert "Nada kalibrator diterima." not in shown
    assert f"Alat tidak tetap: sesi ini tidak dapat dihitung {why.replace('0,50', '0,5')}" in shown
    assert "93,0 dB, 1.000,0 Hz" in shown
    assert "bergeser −1,00 dB dari pemeriksaan sebelum" in shown
    assert (shown.count("tidak dihitung Alat bergeser 1,00 dB"), "0 dari 3 sah" in shown) == (3, True)
    run = words(technician.get(f"/lab/percobaan/{one.runs.first().pk}/"))
    assert "tidak dihitung Alat bergeser 1,00 dB" in run
    assert "Alat bergeser 1,00 dB" in words(technician.get(f"/lab/pengukuran/{one.pk}/"))
    closed = words(technician.post(f"/lab/sesi/{one.session.pk}/selesai/", follow=True))
    assert "Sesi ditutup. Alat bergeser terlalu jauh: tidak satu pun percobaan sesi ini dihitung." in closed


def test_a_steady_chain_is_told_with_its_drift_and_can_be_computed(technician):
    one = benches.ready()
    for seed in (3, 4, 5):
        benches.taken(one, seed)
    after(technician, one.session, takes.tone(21))
    shown = words(technician.get(f"/lab/sesi/{one.session.pk}/"))
    assert ("Nada kalibrator diterima." in shown, "3 dari 3 sah" in shown) == (True, True)
    closed = words(technician.post(f"/lab/sesi/{one.session.pk}/selesai/", follow=True))
    assert "Sesi ditutup. Semua sudah direkam; hasilnya dapat dihitung." in closed


def test_the_tone_after_is_asked_twice_while_runs_lack_and_then_the_session_is_closed(technician):
    one = benches.ready()
    benches.taken(one)
    answer = after(technician, one.session, takes.tone(21))
    assert (answer.status_code, Check.objects.filter(moment="after").count()) == (422, 0)
    assert "Setelah nada ini tidak ada percobaan lagi, dan yang sah belum cukup." in words(answer)
    assert '<details class="card section" open>' in answer.content.decode()
    assert after(technician, one.session, takes.tone(21), early="on").status_code == 302
    page = technician.get(f"/lab/sesi/{one.session.pk}/")
    assert next_step(technician, one.session) == "Tutup sesi"
    lacking = f"Percobaan yang sah tidak cukup untuk {one.specimen.serial}: ukur lagi dalam sesi baru."
    assert (lacking in words(page), f"/lab/sesi/{one.session.pk}/selesai/" in page.content.decode()) == (
        True,
        True,
    )
    closed = words(technician.post(f"/lab/sesi/{one.session.pk}/selesai/", follow=True))
    assert f"Sesi ditutup. {lacking}" in closed


def test_a_background_is_told_with_what_it_makes_of_the_runs(technician):
    one = benches.ready()
    address = f"/lab/sesi/{one.session.pk}/latar/"
    told = []
    for seed, level_db in ((5, 50.0), (6, 88.0), (7, 50.0)):
        data = takes.background(seed, level_db=level_db)
        told.append(words(technician.post(address, sent(data), follow=True)))
        if not Run.objects.exists():
            benches.taken(one)
    again = "Latar disimpan; semua percobaan dinilai dengan latar ini."
    assert ("Latar disimpan." in told[0], again in told[0], again in told[2]) == (True, False, True)
    assert "Latar ini terlalu keras: percobaan 1 tidak dihitung lagi." in told[1]
    refused = technician.post(address, sent(takes.run(40)))
    assert (refused.status_code, Background.objects.count()) == (422, 4)
    assert "Rekaman tidak diterima Dalam rekaman ini terdengar mesin, sekitar 4.500 rpm." in words(refused)


@pytest.mark.parametrize(
    ("typed", "rpm"),
    [
        ("4.500", 4500.0),
        ("4,500", 4500.0),
        ("4500", 4500.0),
        ("4500,5", 4500.5),
        ("4.5", None),
        ("4,5", None),
    ],
)
def test_a_tachometer_is_written_with_thousands_or_without(technician, typed, rpm):
    one = benches.ready()
    told = sent(takes.run(3), tachometer_rpm=typed, wind_m_s="1")
    answer = technician.post(f"/lab/pengukuran/{one.pk}/percobaan/", told)
    assert list(Run.objects.values_list("tachometer_rpm", flat=True)) == ([] if rpm is None else [rpm])
    assert answer.status_code == (422 if rpm is None else 302)


def test_a_mistyped_tachometer_is_corrected_at_the_run(technician):
    run = benches.taken(benches.ready(), tachometer_rpm=5400.0)
    address = f"/lab/percobaan/{run.pk}/takometer/"
    wrong = technician.post(address, {"tachometer_rpm": "45", "reason": "salah ketik"})
    assert (wrong.status_code, "dari 300 sampai 25.000 rpm" in words(wrong)) == (422, True)
    assert "5.400 rpm" in words(wrong)
    answer = technician.post(address, {"tachometer_rpm": "4.500", "reason": "salah ketik"}, follow=True)
    assert "Bacaan takometer dibetulkan; percobaan dinilai lagi." in words(answer)
    run.refresh_from_db()
    assert (run.tachometer_rpm, run.reasons) == (4500.0, [])


@pytest.mark.parametrize(("typed", "rpm"), [("9.000", 9000), ("9,000", 9000), ("9000", 9000), (9000, 9000)])
def test_a_rated_speed_is_written_with_thousands_or_without(typed, rpm):
    assert WholeRpm(min_value=500, max_value=25_000).clean(typed) == rpm
