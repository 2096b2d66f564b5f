"""Papers by date, the bundle's page, and what is open to everybody: receipts, proofs, open data."""

import io
import json
import zipfile
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from sentra.base.audit.models import Entry
from sentra.base.jobs.models import Job
from sentra.base.jobs.running import run_now
from sentra.programmes.actions import checking, decreeing, planning, proposing, screening
from sentra.programmes.models import Award, Inspection, Paper, Proposal, Round
from sentra.programmes.queries import filing, grants
from sentra.programmes.queries.whereabouts import place_in_line, proposal_by_code, unnamed, whereabouts
from sentra.web.programmes import public
from tests import cast, makers
from tests.rooms.programmes import decided, delivered, proofs, rounds
from tests.rooms.programmes.test_bundling import scarce, stepped_back
from tests.rooms.programmes.threesixty import faults

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _areas():
    makers.areas()


@pytest.fixture
def auditor(client) -> Client:
    return cast.sign_in(client, cast.enter(cast.GANDE))


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


# Papers and bundle


def test_papers_are_listed_by_date_with_what_was_recorded_late(auditor):
    round_ = rounds.checking(count=1)
    late = round_.papers.get(kind="visit")
    Paper.objects.filter(pk=late.pk).update(recorded_at=late.recorded_at + timedelta(days=30))
    shown = text(auditor.get(f"/program/putaran/{round_.pk}/berkas/"))
    assert "Dicatat terlambat 1" in shown
    assert shown.index("9 November 2026") < shown.index("13 November 2026")
    only = text(auditor.get(f"/program/putaran/{round_.pk}/berkas/?tampil=terlambat"))
    assert only.count('<td class="phone-corner">') == 1
    assert "setelah putaran dibekukan" in shown


def test_days_in_the_wrong_order_are_shown_with_both_papers(auditor):
    """As an audit found it: goods handed over long before the decree that granted them."""
    round_ = delivered.arrived(delivered.agreed())
    delivered.handed(delivered.awards(round_)[0])
    lines = filing.papers_shown(rounds.officer(), round_)
    assert filing.reversed_days(round_, lines) == []
    decree = round_.papers.get(kind="decree")
    handed = round_.papers.get(kind="handover")
    Paper.objects.filter(pk=handed.pk).update(dated_on=decree.dated_on - timedelta(days=170))
    [found] = filing.reversed_days(round_, filing.papers_shown(rounds.officer(), round_))
    assert found.number == handed.proposal.number
    assert "BAST bertanggal" in found.sentence
    assert found.sentence.endswith("(170 hari).")
    shown = text(auditor.get(f"/program/putaran/{round_.pk}/berkas/"))
    assert found.sentence in shown


def test_a_field_officer_sees_papers_of_their_own_district(client):
    round_ = rounds.checking(count=1)
    here = cast.enter(cast.RENGGA)
    Proposal.objects.update(snapshot=Proposal.objects.get().snapshot | {"district": "33.03.12"})
    assert filing.papers_shown(here, round_) == []
    assert len(filing.papers_shown(rounds.officer(), round_)) == round_.papers.count()


def test_one_click_makes_a_bundle_that_can_be_taken_along(auditor):
    round_ = decided.planned(rounds.checking(count=2))
    page = f"/program/putaran/{round_.pk}/berkas/"
    assert "Buat paket" in text(auditor.get(page))
    assert auditor.post(f"{page}paket/").url == page
    assert "Menunggu giliran" in text(auditor.get(page))
    assert "Menunggu giliran" in text(auditor.get(f"{page}kemajuan/"))
    run_now(Job.objects.get(key__startswith="bundel-"), clock=lambda: decided.LATER)
    ended = auditor.get(f"{page}kemajuan/")
    assert (ended.status_code, ended["HX-Redirect"]) == (204, page)
    answer = auditor.get(f"{page}paket.zip")
    data = b"".join(answer.streaming_content)
    assert answer["Content-Length"] == str(len(data))
    assert answer["Content-Disposition"].startswith('attachment; filename="ALAT-26-')
    assert "proof.json" in zipfile.ZipFile(io.BytesIO(data)).namelist()
    assert Entry.objects.filter(act="open_bundle", by__email=cast.GANDE.email).count() == 1
    assert "terbaru" in text(auditor.get(page))
    stepped_back(round_)
    assert "sudah ada perubahan" in text(auditor.get(page))


def test_a_bundle_that_is_not_there_is_a_matter_of_state(auditor):
    round_ = decided.frozen(rounds.checking(count=1))
    answer = auditor.get(f"/program/putaran/{round_.pk}/berkas/paket.zip")
    assert answer.status_code == 409
    assert "Paket pemeriksa belum dibuat." in text(answer)


# Where is my proposal?


def asked(client, proposal) -> str:
    answer = client.get(f"/usulan/{proposal.receipt_code}/")
    assert answer.status_code == 200
    assert answer["X-Robots-Tag"] == "noindex"
    shown = text(answer)
    assert proposal.number in shown
    for name in (proposal.snapshot["owner_name"], proposal.snapshot["business_name"]):
        assert name not in shown
    return shown


def test_the_receipts_code_may_be_typed_in_any_way(client):
    one = rounds.proposed(rounds.opened())
    typed = one.receipt_code.lower().replace("-", " ")
    assert proposal_by_code(typed) == one
    assert client.get("/usulan/", {"kode": f" {one.receipt_code} "}).url == f"/usulan/{one.receipt_code}/"
    assert "Di mana usulan saya?" in text(client.get("/usulan/", {"kode": "//"}))


def test_an_unknown_code_is_answered_kindly(client):
    rounds.proposed(rounds.opened())
    answer = client.get("/usulan/0000-0000-0000/")
    assert answer.status_code == 404
    assert "Kode ini belum kami kenali" in text(answer)
    assert "usulan Anda tetap tercatat" in text(answer)


def test_before_the_decision_it_says_what_comes_next_and_when(client):
    round_ = rounds.opened()
    one = rounds.proposed(round_)
    assert "menunggu pemeriksaan berkas" in asked(client, one)
    assert "15 November 2026" in asked(client, one)
    told = {"by": rounds.officer(), "at": rounds.AT, "checked_on": rounds.CHECKED}
    checking.decide_documents(proposal=one, complete=False, reason="KTP Pemilik Contoh 1 buram", **told)
    shown = asked(client, one)
    assert "Berkas Anda belum lengkap." in shown
    assert "KTP ••• buram" in shown
    rounds.accepted(one)
    assert "Petugas akan datang" in asked(client, one)
    rounds.seen(Proposal.objects.get(pk=one.pk))
    assert "sudah dikunjungi" in asked(client, one)
    planning.close_round(by=rounds.officer(), at=rounds.AT, round_=round_)
    decided.frozen(Round.objects.get(pk=round_.pk))
    shown = asked(client, one)
    assert "memenuhi syarat dan ikut diputus" in shown
    assert f"{decided.DRAWN_ON.day} November 2026" in shown
    assert "/putaran/ALAT-26/bukti/" in shown


def test_after_the_decision_it_says_who_is_next_and_why(client):
    round_ = decided.planned(scarce())
    waiting = list(round_.proposals.filter(state="waiting"))
    assert sorted(place_in_line(one) for one in waiting) == [1, 2]
    first = next(one for one in waiting if place_in_line(one) == 1)
    assert "urutan ke-1 daftar tunggu" in asked(client, first)
    assert "Mengapa" in asked(client, first)
    given = round_.awards.order_by("pk").first()
    assert "Usulan Anda terpilih untuk" in asked(client, given.proposal)
    stepped_back(round_)
    gone = round_.proposals.get(state="declined")
    assert "Pindah ke luar Jawa" in asked(client, gone)
    assert "Usulan Anda terpilih" in asked(client, first)


def test_what_became_of_an_award_is_told_step_by_step(client):
    round_ = decided.decreed(rounds.checking(count=1))
    award = round_.awards.get()
    one, number = award.proposal, round_.papers.get(kind="decree").number
    shown = asked(client, one)
    assert f"Ditetapkan dengan SK nomor {number}." in shown
    assert "menandatangani perjanjian" in shown
    decided.ran(decreeing.issue_agreements, rounds.officer(), key="perjanjian", round_id=round_.pk)
    decreeing.sign_agreement(
        by=rounds.officer(), at=decided.LATER, award=award, signed_on=decided.LATER.date()
    )
    assert "ketika barang siap diserahkan" in asked(client, one)
    delivered.arrived(Round.objects.get(pk=round_.pk))
    delivered.handed(Award.objects.get(pk=award.pk))
    shown = asked(client, one)
    assert "Barangnya sudah diserahkan pada 17 Desember 2026." in shown
    assert "Sebagian penerima diundi" in shown
    due = Inspection.objects.create(award=award, months=3, due_on=date(2027, 3, 17))
    shown = asked(client, one)
    assert ("Petugas akan datang" in shown, "17 Maret 2027" in shown) == (True, True)
    due.delete()
    Round.objects.update(state="closed")
    assert "Tidak ada lagi yang perlu Anda urus." in asked(client, one)


def test_what_ended_says_why_and_that_one_may_try_again(client):
    round_ = rounds.opened()
    refused, withdrawn, other = (rounds.proposed(round_, number) for number in (1, 2, 3))
    told = {"by": rounds.officer(), "at": rounds.AT}
    proposing.refuse_proposal(proposal=refused, reason=f"NIK {rounds.nik(1)} bukan warga sini", **told)
    proposing.withdraw_proposal(proposal=withdrawn, reason="Pindah usaha", **told)
    assert rounds.nik(1) not in asked(client, refused)
    assert "bukan warga sini" in asked(client, refused)
    assert "Pindah usaha" in asked(client, withdrawn)
    planning.cancel_round(round_=round_, reason="Anggaran digeser", **told)
    assert "Putaran ini dibatalkan." in asked(client, other)


def test_names_of_the_committee_and_of_the_applicant_are_blotted_out():
    round_ = rounds.opened()
    one = rounds.proposed(round_)
    screening.seat_member(by=rounds.officer(), at=rounds.AT, round_=round_, member=cast.enter(cast.DANU))
    said = f"{cast.DANU.name} sekeluarga dengan {one.snapshot['owner_name'].upper()}, 081234567890"
    shown = unnamed(one, said)
    assert shown.startswith("••• sekeluarga dengan •••, ")
    assert "081234567890" not in shown


@pytest.mark.parametrize("state", ["unsuccessful", "awarded"])
def test_states_that_nothing_more_is_known_of(state):
    """An award that was withdrawn by hand, a proposal whose wishes are all gone."""
    round_ = decided.planned(rounds.checking(count=1))
    one = round_.proposals.get()
    round_.awards.update(state="withdrawn")
    one.state = state
    told = whereabouts(one)
    assert told.summary
    assert told.tone == {"unsuccessful": "warn", "awarded": "info"}[state]


def test_asking_again_and_again_is_slowed_down(client):
    cache.clear()
    answers = [client.get("/usulan/0000-0000-0000/").status_code for _ in range(public.A_MINUTE + 1)]
    assert answers == [404] * public.A_MINUTE + [429]
    slowed = client.get("/usulan/")
    assert (slowed.status_code, slowed["Retry-After"]) == (429, "60")
    assert client.get("/usulan/", REMOTE_ADDR="192.0.2.7").status_code == 200
    cache.clear()


# The proof


def test_before_a_plan_is_adopted_the_page_shows_the_commitment_and_no_secret(client):
    round_ = decided.drawn(rounds.checking(count=2))
    shown = text(client.get("/putaran/ALAT-26/bukti/"))
    assert round_.commitment in shown
    assert "dibuka setelah rencana ditetapkan" in shown
    assert client.get("/putaran/ALAT-26/bukti/proof.json").status_code == 404


def test_a_round_that_is_not_frozen_has_no_public_page(client):
    rounds.checking(count=1)
    assert client.get("/putaran/ALAT-26/bukti/").status_code == 404
    assert client.get("/putaran/TIDAK-ADA/bukti/").status_code == 404


def test_anybody_can_take_proof_and_verifier_home_and_run_them(client, tmp_path):
    round_ = stepped_back(decided.planned(scarce()))
    shown = text(client.get("/putaran/ALAT-26/bukti/"))
    minutes = round_.papers.get(kind="minutes")
    assert f"/v/{minutes.document.check_code}/" in shown
    for one in round_.proposals.all():
        assert one.snapshot["owner_name"] not in shown
    answer = client.get("/putaran/ALAT-26/bukti/proof.json")
    assert answer["Content-Disposition"] == 'attachment; filename="proof.json"'
    assert client.get("/putaran/periksa.py").content == proofs.VERIFIER.read_bytes()
    assert proofs.checked(tmp_path, answer.json(), "--komitmen", round_.commitment).names == ()


# Open data in the 360Giving standard


def published(client) -> dict[str, object]:
    answer = client.get("/data/bantuan.json")
    assert answer["Access-Control-Allow-Origin"] == "*"
    return json.loads(b"".join(answer.streaming_content))


def test_before_the_first_decree_there_is_no_open_data_and_it_says_so(client):
    decided.planned(rounds.checking(count=1))
    answer = client.get("/data/bantuan.json")
    assert (answer.status_code, answer["Content-Type"], answer.content.decode()) == (
        404,
        "text/plain; charset=utf-8",
        "Belum ada bantuan yang ditetapkan dengan SK; datanya terbit bersama SK yang pertama.\n",
    )


def test_awards_are_open_data_in_the_shape_of_the_standard(client):
    round_ = decided.decreed(rounds.checking(count=3))
    told = published(client)
    assert faults(told) == []
    assert [one["amountAwarded"] for one in told["grants"]] == [
        award.value_idr for award in round_.awards.order_by("promised_at", "pk")
    ]
    assert {one["awardDate"] for one in told["grants"]} == {decided.LATER.date().isoformat()}


def test_a_business_called_after_its_owner_is_published_by_number_and_no_owner_is_named(client):
    under = rounds.programme()
    round_ = rounds.opened(under)
    own = rounds.workshop(1, name="Jahit Sumarsih", owner_name="Sumarsih Contoh")
    rounds.visited(round_, business=own)
    rounds.visited(round_, business=rounds.workshop(2, name="Benang Terang", owner_name="Wagimin"))
    planning.close_round(by=rounds.officer(), at=rounds.AT, round_=round_)
    decided.decreed(Round.objects.get(pk=round_.pk))
    told = published(client)
    assert [one["recipientOrganization"][0]["name"] for one in told["grants"]] == [
        "IKM ALAT-26-0001",
        "Benang Terang",
    ]
    assert not [name for name in ("Sumarsih", "Wagimin") if name in json.dumps(told)]


def test_only_what_a_decree_names_is_published(client):
    round_ = decided.planned(rounds.checking(count=2))
    assert client.get("/data/bantuan.json").status_code == 404
    decreeing.issue_decree(by=rounds.head(), at=decided.LATER, round_=round_, place="Purbalingga")
    first = round_.awards.order_by("pk").first()
    delivered.declined(Award.objects.get(pk=first.pk))
    told = [one["recipientOrganization"][0]["id"] for one in published(client)["grants"]]
    left = round_.awards.exclude(pk=first.pk).get()
    assert told == [f"{grants.prefix()}-{left.proposal.number}"]
