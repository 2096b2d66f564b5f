"""The pages on which a round is decided: what they show in each state, and what a wrong form says."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from sentra.base.jobs.models import Job, State
from sentra.base.jobs.running import run_now
from sentra.programmes.actions import allocating, decreeing
from sentra.programmes.models import Award, Override, Plan, Round
from sentra.programmes.queries.files import documents_about
from tests import cast, makers
from tests.rooms.programmes import decided, rounds

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def places() -> None:
    makers.areas()


@pytest.fixture
def head(client: Client) -> Client:
    return cast.sign_in(client, rounds.head())


@pytest.fixture
def officer(client: Client) -> Client:
    return cast.sign_in(client, rounds.officer())


def page(client: Client, round_: Round) -> str:
    return client.get(f"/program/putaran/{round_.pk}/keputusan/").content.decode()


def test_before_the_freeze_it_says_who_is_ready_and_who_would_be_refused_for_what(head: Client):
    round_ = rounds.opened()
    rounds.visited(round_, 1)
    rounds.visited(round_, 2, fit=False)
    Round.objects.update(state="checking")
    shown = page(head, round_)
    assert "<b>1</b> usulan siap diputus." in shown
    assert "Kunjungan menilai usaha ini belum layak menerima alat." in shown


def test_freezing_without_a_source_shows_the_form_again_with_what_is_wrong(head: Client):
    round_ = rounds.checking(count=1)
    tomorrow = timezone.localdate() + timedelta(days=1)
    sent = {"lottery_source": "", "lottery_on": tomorrow.isoformat(), "place": "Purbalingga"}
    answer = head.post(f"/program/putaran/{round_.pk}/keputusan/bekukan/", sent)
    assert (answer.status_code, Round.objects.get().state) == (422, "checking")
    past = head.post(
        f"/program/putaran/{round_.pk}/keputusan/bekukan/",
        sent | {"lottery_source": "bursa", "lottery_on": "2020-01-01"},
    )
    assert "Sebutkan sumber nilai undian, dan tanggal sesudah hari ini." in past.content.decode()
    decided.certificates()
    good = sent | {"lottery_source": "bursa"}
    assert head.post(f"/program/putaran/{round_.pk}/keputusan/bekukan/", good).status_code == 302
    assert Round.objects.get().state == "frozen"


def test_the_secret_is_not_on_the_page_before_the_plan_is_chosen(head: Client):
    from sentra.programmes.queries.lottery import secret_of

    round_ = decided.drawn(rounds.checking(count=1))
    secret = secret_of(round_).hex()
    before = page(head, round_)
    plan = decided.computed(round_)
    head.post(f"/program/rencana/{plan.pk}/pilih/")
    assert (secret in before, secret in page(head, round_)) == (False, True)


def test_an_empty_public_value_is_refused_in_words(head: Client):
    round_ = decided.frozen(rounds.checking(count=1))
    answer = head.post(f"/program/putaran/{round_.pk}/keputusan/undian/", {"value": " "}, follow=True)
    assert "Isi nilai undian seperti diumumkan." in answer.content.decode()


def test_a_what_if_goes_to_its_plan_and_waits_for_the_job(head: Client):
    round_ = decided.drawn(rounds.checking(count=1))
    fund = round_.programme.funds.order_by("pk").first()
    answer = head.post(
        f"/program/putaran/{round_.pk}/keputusan/hitung/", {"fund": fund.pk, "more_idr": "10.000.000"}
    )
    plan = Plan.objects.get()
    assert (answer.url, plan.changed) == (
        f"/program/rencana/{plan.pk}/",
        {"more_idr": {str(fund.pk): 10_000_000}},
    )
    waiting = head.get(answer.url).content.decode()
    assert "Menunggu giliran…" in waiting
    fragment = head.get(f"/program/rencana/{plan.pk}/kemajuan/")
    assert fragment.status_code == 200
    decided.ran(allocating.compute_plan, rounds.head(), key=allocating.job_key(plan), plan_id=plan.pk)
    ended = head.get(f"/program/rencana/{plan.pk}/kemajuan/")
    assert (ended.status_code, ended["HX-Redirect"]) == (204, f"/program/rencana/{plan.pk}/")


def test_a_failed_computation_says_so_and_is_asked_for_again(head: Client):
    round_ = decided.drawn(rounds.checking(count=1))
    plan = allocating.ask_plan(by=rounds.head(), at=decided.LATER, round_=round_)
    assert "Rencana 1 sedang dihitung" in page(head, round_)
    Job.objects.update(state=State.FAILED, error="Listrik padam.")
    url = f"/program/rencana/{plan.pk}/"
    shown, listed = head.get(url).content.decode(), page(head, round_)
    assert [words in shown for words in ("Perhitungan berhenti", "Listrik padam.", f"{url}ulang/")] == [
        True
    ] * 3
    assert ("Perhitungan berhenti" in listed, "sedang dihitung" in listed) == (True, False)
    assert "Menunggu giliran…" in head.post(f"{url}ulang/", follow=True).content.decode()
    run_now(Job.objects.get(), clock=lambda: decided.LATER)
    assert Plan.objects.get().state == "found"


def test_who_may_not_ask_for_a_plan_is_not_offered_to_ask_again(client: Client):
    round_ = decided.drawn(rounds.checking(count=1))
    plan = allocating.ask_plan(by=rounds.head(), at=decided.LATER, round_=round_)
    Job.objects.update(state=State.FAILED, error="Listrik padam.")
    officer = cast.sign_in(client, rounds.officer())
    shown = officer.get(f"/program/rencana/{plan.pk}/").content.decode()
    assert ("Listrik padam." in shown, "ulang/" in shown) == (True, False)


def test_nonsense_in_a_what_if_is_named(head: Client):
    round_ = decided.drawn(rounds.checking(count=1))
    answer = head.post(f"/program/putaran/{round_.pk}/keputusan/hitung/", {"more_idr": "banyak"})
    assert (answer.status_code, "Tulis jumlah rupiah bulat" in answer.content.decode()) == (422, True)
    gone = head.post(f"/program/putaran/{round_.pk}/keputusan/lain/", {"proposal": "X-1"}, follow=True)
    assert "Usulan X-1 tidak ikut diputus." in gone.content.decode()
    empty = head.post(f"/program/putaran/{round_.pk}/keputusan/lain/", {})
    assert (empty.status_code, Plan.objects.count()) == (422, 0)


@pytest.fixture
def planned() -> Round:
    return decided.planned(rounds.checking(count=9))


def test_the_committee_departs_with_a_reason_and_takes_it_back(head: Client, planned: Round):
    waiting = planned.proposals.filter(state="waiting").order_by("number").first()
    head.post(
        f"/program/putaran/{planned.pk}/keputusan/lain/",
        {"proposal": waiting.number, "package": rounds.cheap(planned).pk},
    )
    plan = Plan.objects.get(number=2)
    decided.ran(allocating.compute_plan, rounds.head(), key=allocating.job_key(plan), plan_id=plan.pk)
    assert "Tetapkan sebagai keputusan panitia" in head.get(f"/program/rencana/{plan.pk}/").content.decode()
    head.post(f"/program/rencana/{plan.pk}/tetapkan/", {"reason": "Rumahnya terbakar"})
    assert "Rumahnya terbakar" in page(head, planned)
    made = Override.objects.get()
    head.post(f"/program/keputusan-lain/{made.pk}/tarik/", {"reason": "Keliru"})
    assert "ditarik" in page(head, planned)


def test_a_plan_that_is_no_departure_is_refused_in_words(head: Client, planned: Round):
    plan = decided.computed(planned)
    answer = head.post(f"/program/rencana/{plan.pk}/tetapkan/", {"reason": "x"}, follow=True)
    assert "tepat satu perubahan" in answer.content.decode()


def test_the_list_of_recipients_has_pages_and_the_waiting_list_in_order(
    head: Client, planned: Round, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("sentra.web.programmes.awarding.A_PAGE", 4)
    shown = head.get(f"/program/putaran/{planned.pk}/penerima/").content.decode()
    rest = head.get(f"/program/putaran/{planned.pk}/penerima/?hal=2").content.decode()
    assert ("Halaman 1 dari 2" in shown, "Halaman 2 dari 2" in rest, "Daftar tunggu" in shown) == (
        True,
        True,
        True,
    )


def test_a_wrong_day_of_signing_is_taken_for_today_and_missing_papers_are_told(head: Client):
    round_ = decided.decreed(rounds.checking(count=1))
    award = round_.awards.get()
    url = f"/program/bantuan/{award.pk}/tanda-tangan/"
    told = head.post(url, {"signed_on": "kemarin"}, follow=True)
    assert "Terbitkan dulu perjanjian dan pakta integritas bantuan ini." in told.content.decode()


def test_agreements_are_issued_by_a_job_that_is_watched(client: Client):
    round_ = decided.decreed(rounds.checking(count=1))
    award = round_.awards.get()
    officer, shown = cast.sign_in(client, rounds.officer()), f"/program/putaran/{round_.pk}/keputusan/"
    assert "1 penerima belum menandatangani." in page(officer, round_)
    officer.post(f"{shown}perjanjian/")
    assert "Menunggu giliran" in page(officer, round_)
    job = Job.objects.get(key__startswith="perjanjian-")
    Job.objects.filter(pk=job.pk).update(state="failed", error="Listrik padam.")
    assert "Listrik padam." in officer.get(f"{shown}perjanjian/kemajuan/").content.decode()
    officer.post(f"{shown}perjanjian/")
    run_now(Job.objects.get(pk=job.pk), clock=lambda: decided.LATER)
    ended = officer.get(f"{shown}perjanjian/kemajuan/")
    assert (ended.status_code, ended["HX-Redirect"]) == (204, shown)
    again = officer.post(f"{shown}perjanjian/", follow=True).content.decode()
    assert "Semua perjanjian dan pakta sudah terbit." in again
    about = [one.kind for one in documents_about(award.proposal)]
    assert about == ["berita-acara-pembekuan", "sk-penerima", "pakta-integritas"]
    for name in (f"usulan/{award.proposal_id}", f"bantuan/{award.pk}"):
        told = officer.get(f"/program/{name}/").content.decode()
        assert [number in told for number in documents_about_numbers(award)] == [True] * 3


def test_a_day_of_signing_is_one_form_and_nothing_is_lost_when_one_cannot_sign(officer: Client):
    round_ = decided.decreed(rounds.checking(count=3))
    url = f"/program/putaran/{round_.pk}/tanda-tangan/"
    assert "Perjanjian 3 penerima belum terbit" in officer.get(url).content.decode()
    decided.ran(decreeing.issue_agreements, rounds.officer(), key="surat", round_id=round_.pk)
    first, second, third = round_.awards.order_by("proposal__number")
    nobody = officer.post(f"{url}catat/", {"signed_on": "2026-11-21"})
    assert (nobody.status_code, "Centang dulu" in nobody.content.decode()) == (422, True)
    both = {"award": [first.pk, second.pk]}
    early = officer.post(f"{url}catat/", both | {"signed_on": "2026-11-19"})
    shown = early.content.decode()
    assert (early.status_code, shown.count(" checked>"), 'value="2026-11-19"' in shown) == (422, 2, True)
    assert "Tidak ada yang dicatat. Jahit Contoh 1 (ALAT-26-0001)" in shown
    done = officer.post(f"{url}catat/", both | {"signed_on": "2026-11-21"}, follow=True).content.decode()
    assert "Tanda tangan 2 penerima dicatat." in done
    assert list(round_.awards.filter(state="decreed")) == [third]
    again = officer.post(f"{url}catat/", both | {"signed_on": "2026-11-21"})
    assert "statusnya perjanjian ditandatangani" in again.content.decode()


def test_a_field_officer_cannot_tick_who_lives_elsewhere(client: Client):
    round_ = decided.decreed(rounds.checking(count=1))
    cast.sign_in(client, cast.enter(cast.RENGGA, email="jauh@cast.example", district_code="33.03.06"))
    url, award = f"/program/putaran/{round_.pk}/tanda-tangan/", round_.awards.get()
    assert "ALAT-26-0001" not in client.get(url).content.decode()
    sent = {"signed_on": "2026-11-21", "award": award.pk}
    assert client.post(f"{url}catat/", sent).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_a_longer_list_of_signatures_asks_the_database_no_more_often(
    officer: Client, count: int, django_assert_max_num_queries: Callable[..., object]
):
    round_ = decided.decreed(rounds.checking(count=count))
    url = f"/program/putaran/{round_.pk}/tanda-tangan/"
    officer.get(url)
    with django_assert_max_num_queries(12):
        officer.get(url)


def documents_about_numbers(award: Award) -> list[str]:
    return [one.number for one in documents_about(award.proposal)]


def test_a_plan_leads_to_the_proposals_it_gives_to(head: Client, planned: Round):
    award = planned.awards.order_by("proposal__number").first()
    shown = head.get(f"/program/rencana/{award.plan_id}/").content.decode()
    assert f'href="/program/usulan/{award.proposal_id}/"' in shown


def test_an_applicant_reason_page_is_exact_on_request(head: Client, planned: Round):
    one = planned.proposals.filter(state="waiting").order_by("number").first()
    plain = head.get(f"/program/usulan/{one.pk}/alasan/").content.decode()
    exact = head.get(f"/program/usulan/{one.pk}/alasan/?persis=1").content.decode()
    assert ("Hitung persis" in plain, "usulan ini terpilih." in exact) == (True, True)


@pytest.mark.parametrize("count", [1, 3])
def test_a_longer_round_asks_the_database_no_more_often(
    head: Client, count: int, django_assert_max_num_queries: Callable[..., object]
):
    round_ = decided.planned(rounds.checking(count=count))
    page(head, round_)
    with django_assert_max_num_queries(40):
        head.get(f"/program/putaran/{round_.pk}/keputusan/")
