"""Proposals: received with a receipt, by a business or a group, withdrawn, refused, brought up to date."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings

from sentra.base.audit.models import Entry
from sentra.base.documents.certificates import make_certificates
from sentra.base.documents.drawing import qr_svg
from sentra.base.documents.models import Document
from sentra.base.documents.queries import verify
from sentra.base.permissions import OutOfTurn, Refused, Unfit
from sentra.programmes.actions import planning, proposing
from sentra.programmes.actions.proposing import Letter
from sentra.programmes.models import Channel, Paper, Proposal, Round, RoundState
from sentra.registry import actions as registry
from sentra.registry.models import Business, BusinessGroup, Person
from tests import cast, makers
from tests.rooms.programmes import rounds

pytestmark = pytest.mark.django_db
AT = cast.AT


@pytest.fixture(autouse=True)
def regency() -> None:
    makers.areas()


@pytest.fixture
def round_() -> Round:
    return rounds.opened()


def last_act() -> tuple[str, str]:
    entry = Entry.objects.order_by("number").last()
    return entry.act, entry.reason


def faults(call, **told) -> dict[str, str]:
    with pytest.raises(Unfit) as refused:
        call(**told)
    return refused.value.faults


def by() -> dict[str, object]:
    return {"by": rounds.officer(), "at": AT}


def test_a_proposal_is_numbered_and_keeps_the_business_as_it_stands(round_):
    one = rounds.proposed(round_, wishes=[rounds.dear(round_), rounds.cheap(round_)])
    assert (one.number, one.state, one.recorded_at) == ("ALAT-26-0001", "received", AT)
    assert [wish.package.title for wish in one.wishes.order_by("rank")] == ["Paket obras", "Paket jahit"]
    assert (one.snapshot["business_name"], one.snapshot["district_name"]) == ("Jahit Contoh 1", "Bobotsari")
    assert list(one.tokens) == ["nik"]
    assert rounds.nik(1) not in repr((one.snapshot, one.tokens))
    entry = Entry.objects.order_by("number").last()
    assert (entry.act, entry.new["number"], entry.new["wishes"]) == (
        "receive_proposal",
        "ALAT-26-0001",
        [wish.package_id for wish in one.wishes.order_by("rank")],
    )


def test_numbers_follow_one_another_in_each_round(round_):
    other = rounds.opened(code="LAIN-26")
    told = [rounds.proposed(round_, 1), rounds.proposed(other, 2), rounds.proposed(round_, 3)]
    assert [one.number for one in told] == ["ALAT-26-0001", "LAIN-26-0001", "ALAT-26-0002"]


def test_the_letter_is_the_first_paper_with_its_own_number_and_date(round_):
    letter = Letter("12/IKM/2026", date(2026, 10, 30))
    rounds.proposed(round_, letter=letter)
    rounds.proposed(round_, 2)
    papers = Paper.objects.order_by("pk").values_list("kind", "number", "dated_on")
    assert list(papers) == [
        ("proposal", "12/IKM/2026", date(2026, 10, 30)),
        ("proposal", "", rounds.RECEIVED),
    ]


def test_the_receipt_says_what_was_asked_and_where_to_look(round_):
    one = rounds.proposed(round_, wishes=[rounds.dear(round_), rounds.cheap(round_)])
    told = proposing.printed(one)
    address = f"{settings.PUBLIC_BASE_URL}/usulan/{one.receipt_code}/"
    assert told == {
        "rows": [
            ("Nomor usulan", "ALAT-26-0001"),
            ("Putaran", "Putaran ALAT-26"),
            ("Usaha", "Jahit Contoh 1"),
            ("Pemilik", "Pemilik Contoh 1"),
            ("Tempat", "Bobotsari, Bobotsari"),
            ("Kelompok", ""),
            ("Diterima", "9 November 2026"),
            ("Penerimaan ditutup", "15 November 2026"),
        ],
        "wishes": ["Paket obras", "Paket jahit"],
        "code": one.receipt_code,
        "address": address,
        "qr": qr_svg(address),
    }


def test_a_receipt_is_drawn_once_and_checks_as_issued(round_):
    make_certificates(Path(settings.KEYS_DIR), at=AT, office="Dinas")
    one = rounds.proposed(round_, receipt=True)
    drawn = Document.objects.get()
    assert (drawn.number, drawn.subject_id) == ("500.9/0001/TT-USUL/XI/2026", str(one.pk))
    assert verify(drawn).sound
    assert proposing.issue_receipt(**by(), proposal=one) == drawn
    assert Document.objects.count() == 1


def test_the_receipt_goes_when_the_owner_is_forgotten(round_):
    make_certificates(Path(settings.KEYS_DIR), at=AT, office="Dinas")
    one = rounds.proposed(round_, receipt=True)
    admin = cast.enter(cast.WIRA)
    registry.erase_person(by=admin, at=AT, subject=Person.objects.get().subject, reason="Diminta pemilik")
    assert Document.objects.get().key.wrapped is None
    assert proposing.key_of(one) is None


def test_what_cannot_be_read_on_the_form_is_named_by_field(round_):
    other = rounds.cheap(rounds.opened(code="LAIN-26"))
    told = {"channel": "phone", "received_on": AT.date() + timedelta(days=1), "need": "a" * 2001}
    found = faults(rounds.proposed, round_=round_, wishes=[other], **told)
    assert found == {
        "channel": "Jalur usulan ini tidak dikenal.",
        "received_on": "Tanggal diterima, 21 November 2026, belum tiba.",
        "need": "Paling panjang 2000 huruf.",
        "wishes": "Paket ini bukan paket putaran ini.",
    }
    assert not Proposal.objects.exists()


def test_at_least_one_package_is_asked_for_each_once(round_):
    cheap = rounds.cheap(round_)
    assert faults(rounds.proposed, round_=round_, wishes=[]) == {"wishes": "Pilih sedikitnya satu paket."}
    twice = faults(rounds.proposed, round_=round_, number=2, wishes=[cheap, cheap])
    assert twice == {"wishes": "Tiap paket dipilih satu kali."}


def test_proposals_arrive_between_opening_and_closing_but_a_forum_earlier(round_):
    early, late = rounds.OPENS - timedelta(days=1), rounds.CLOSES + timedelta(days=1)
    assert faults(rounds.proposed, round_=round_, received_on=early) == {
        "received_on": "Penerimaan baru dibuka 1 November 2026."
    }
    assert faults(rounds.proposed, round_=round_, number=2, received_on=late) == {
        "received_on": "Penerimaan ditutup 15 November 2026."
    }
    assert rounds.proposed(round_, 3, channel=Channel.FORUM, received_on=early).received_on == early


def test_a_letter_is_not_written_after_it_was_received(round_):
    letter = Letter("1", rounds.RECEIVED + timedelta(days=1))
    assert faults(rounds.proposed, round_=round_, letter=letter) == {
        "letter_on": "Surat bertanggal setelah diterima."
    }


def test_a_business_proposes_once_a_round_and_again_after_withdrawing(round_):
    tailor = rounds.workshop()
    first = rounds.proposed(round_, business=tailor)
    with pytest.raises(
        OutOfTurn, match="Jahit Contoh 1 sudah mengusulkan di putaran ini: ALAT-26-0001"
    ) as twice:
        rounds.proposed(round_, business=tailor)
    assert twice.value.about == first
    proposing.withdraw_proposal(**by(), proposal=first, reason="Salah paket")
    assert rounds.proposed(round_, business=tailor).number == "ALAT-26-0002"


def test_a_merged_business_proposes_as_the_one_it_became(round_):
    winner, loser = rounds.workshop(1), rounds.workshop(2)
    registry.merge_businesses(**by(), winner=winner, loser=loser, reason="Sama")
    assert rounds.proposed(round_, business=Business.objects.get(pk=loser.pk)).business == winner


def test_an_unknown_business_is_refused(round_):
    nobody = Business.objects.create(created_at=AT)
    assert faults(rounds.proposed, round_=round_, business=nobody) == {
        "business": f"Usaha nomor {nobody.pk} tidak ada di buku induk."
    }


def test_a_draft_receives_nothing_and_names_its_state():
    with pytest.raises(OutOfTurn, match="Putaran Putaran ALAT-26 tidak menerima usulan; statusnya Disiapkan"):
        rounds.proposed(rounds.draft())


def test_a_field_officer_receives_in_the_own_district_only(round_):
    field = cast.enter(cast.RENGGA)
    told = {
        "at": AT,
        "round_": round_,
        "channel": Channel.VISIT,
        "received_on": rounds.RECEIVED,
        "need": "",
        "wishes": [rounds.cheap(round_)],
        "receipt": False,
    }
    assert proposing.receive_proposal(by=field, business=rounds.workshop(), **told).channel == "visit"
    away = rounds.workshop(2, village="33.03.05.1001", district="33.03.05")
    with pytest.raises(Refused, match="di luar kecamatan tugas Anda"):
        proposing.receive_proposal(by=field, business=away, **told)


def group(*numbers: int) -> tuple[BusinessGroup, list[Business]]:
    members = [rounds.workshop(number, group_name="KUB Benang Contoh") for number in numbers]
    return BusinessGroup.objects.get(), members


def sent(round_: Round, kub: BusinessGroup, members: list[Business], **otherwise) -> list[Proposal]:
    told = {"need": "Alat bersama", "wishes": [rounds.cheap(round_)], "receipt": False} | otherwise
    return proposing.receive_group(
        **by(), round_=round_, group=kub, members=members, received_on=rounds.RECEIVED, **told
    )


def test_a_groups_letter_is_one_proposal_for_each_member(round_):
    kub, members = group(1, 2)
    found = sent(round_, kub, members)
    assert [(one.number, one.business, one.group, one.channel) for one in found] == [
        ("ALAT-26-0001", members[0], kub, "group"),
        ("ALAT-26-0002", members[1], kub, "group"),
    ]


def test_a_groups_letter_is_taken_whole_or_not_at_all(round_):
    kub, members = group(1, 2)
    rounds.proposed(round_, business=members[1])
    with pytest.raises(OutOfTurn, match="sudah mengusulkan"):
        sent(round_, kub, members)
    nobody = Business.objects.create(created_at=AT)
    with pytest.raises(Unfit) as refused:
        sent(round_, kub, [members[0], nobody])
    assert refused.value.faults == {"member_2": f"Usaha nomor {nobody.pk} tidak ada di buku induk."}
    with pytest.raises(Unfit, match="Pilih sedikitnya satu paket"):
        sent(round_, kub, members[:1], wishes=[])
    with pytest.raises(Unfit, match="Pilih anggota yang mengusulkan"):
        sent(round_, kub, [])
    assert Proposal.objects.count() == 1


def test_a_grant_goes_to_groups_only():
    round_ = rounds.opened(rounds.programme(rounds.HIBAH))
    kub, members = group(1)
    assert faults(rounds.proposed, round_=round_, business=members[0]) == {
        "channel": (
            "Hibah barang hanya untuk kelompok atau badan "
            "(Permendagri 32/2011 Pasal 4; Permendagri 77/2020, Lampiran)."
        )
    }
    assert len(sent(round_, kub, members)) == 1


def test_a_group_is_named_when_a_group_proposes(round_):
    assert faults(rounds.proposed, round_=round_, channel=Channel.GROUP) == {
        "channel": "Pilih kelompok yang mengusulkan."
    }


@pytest.mark.parametrize(
    ("act", "state"),
    [(proposing.withdraw_proposal, "withdrawn"), (proposing.refuse_proposal, "refused")],
)
def test_an_end_has_a_reason_that_stands_on_the_proposal_and_on_record(round_, act, state):
    one = rounds.proposed(round_)
    assert faults(act, **by(), proposal=one, reason=" ") == {"reason": "Tulis alasannya."}
    done = act(**by(), proposal=one, reason=" Pindah usaha ")
    assert (done.state, done.reason, last_act()) == (state, "Pindah usaha", (act.__name__, "Pindah usaha"))
    with pytest.raises(OutOfTurn, match=f"Usulan {one.number} berstatus"):
        act(**by(), proposal=one, reason="Lagi")


@pytest.mark.parametrize(
    ("reach", "state"),
    [(rounds.proposed, "received"), (rounds.documented, "checked"), (rounds.visited, "visited")],
)
def test_a_mistaken_refusal_leads_back_to_where_the_proposal_stood(round_, reach, state):
    one = reach(round_)
    proposing.refuse_proposal(**by(), proposal=one, reason="Keliru")
    back = proposing.take_up_again(**by(), proposal=one, reason="Salah baca KTP")
    assert (back.state, back.reason, last_act()) == (state, "", ("take_up_again", "Salah baca KTP"))


def test_only_a_refused_proposal_is_taken_up_again_and_with_a_reason(round_):
    one = rounds.proposed(round_)
    with pytest.raises(OutOfTurn, match="berstatus Diterima"):
        proposing.take_up_again(**by(), proposal=one, reason="x")
    proposing.refuse_proposal(**by(), proposal=one, reason="Keliru")
    assert faults(proposing.take_up_again, **by(), proposal=one, reason="") == {"reason": "Tulis alasannya."}


def test_a_proposal_follows_the_register_until_the_round_is_frozen(round_):
    one = rounds.proposed(round_)
    registry.edit_business(**by(), business=one.business, values={"workers": 9}, personal={}, reason="Sensus")
    assert proposing.refresh_snapshot(**by(), proposal=one).snapshot["workers"] == 9
    entry = Entry.objects.order_by("number").last()
    assert (entry.act, entry.old["profile"] < entry.new["profile"]) == ("refresh_snapshot", True)
    Round.objects.update(state=RoundState.FROZEN)
    with pytest.raises(OutOfTurn, match="berstatus Dibekukan"):
        proposing.refresh_snapshot(**by(), proposal=one)


def test_nothing_is_withdrawn_or_refused_from_a_frozen_round(round_):
    one = rounds.proposed(round_)
    Round.objects.update(state=RoundState.FROZEN)
    for act in (proposing.withdraw_proposal, proposing.refuse_proposal):
        with pytest.raises(OutOfTurn, match="berstatus Dibekukan"):
            act(**by(), proposal=one, reason="Terlambat")


def test_an_auditor_touches_no_proposal(round_):
    one, auditor = rounds.proposed(round_), cast.enter(cast.GANDE)
    told = {"by": auditor, "at": AT, "proposal": one}
    for act in (proposing.withdraw_proposal, proposing.refuse_proposal, proposing.take_up_again):
        with pytest.raises(Refused, match="Auditor tidak berwenang"):
            act(**told, reason="x")
    for act in (proposing.refresh_snapshot, proposing.issue_receipt):
        with pytest.raises(Refused, match="Auditor tidak berwenang"):
            act(**told)
    with pytest.raises(Refused, match="Auditor tidak berwenang"):
        proposing.receive_proposal(
            by=auditor,
            at=AT,
            round_=round_,
            business=rounds.workshop(5),
            channel=Channel.BUSINESS,
            received_on=rounds.RECEIVED,
            need="",
            wishes=[],
        )


def test_a_closed_round_still_lets_an_applicant_withdraw(round_):
    one = rounds.proposed(round_)
    planning.close_round(**by(), round_=round_)
    assert proposing.withdraw_proposal(**by(), proposal=one, reason="Sakit").state == "withdrawn"
