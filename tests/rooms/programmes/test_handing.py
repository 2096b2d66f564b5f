"""Goods are handed over in the order of their papers, once, with photo and signature; the BAST proves it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from unittest import mock

import pytest

from sentra.base.audit.models import Entry
from sentra.base.documents.attaching import UnusableFile
from sentra.base.documents.models import Document
from sentra.base.documents.queries import document_bytes
from sentra.base.jobs.models import Job, State
from sentra.base.jobs.running import run_now
from sentra.base.permissions import OutOfTurn, Refused, Unfit
from sentra.programmes.actions import buying, handing
from sentra.programmes.actions.buying import Bought
from sentra.programmes.models import Award, Handover, Inspection, Item, Paper, Round, Transfer
from sentra.programmes.queries.handovers import printed, printed_together, whole
from sentra.programmes.queries.pictures import MOST_BYTES, picture
from sentra.programmes.rules import delivering as rules
from tests import cast, makers
from tests.rooms.programmes import delivered, rounds

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreed() -> Round:
    """Three tailors with agreements; nothing bought yet."""
    makers.areas()
    return delivered.agreed()


@pytest.fixture
def stocked(agreed: Round) -> Round:
    """All goods have arrived."""
    return delivered.arrived(agreed)


def first(round_: Round) -> Award:
    return delivered.awards(round_)[0]


def test_a_handover_delivers_the_goods_with_serial_photo_and_signature(stocked: Round) -> None:
    award = first(stocked)
    made = delivered.handed(award)
    award.refresh_from_db()
    assert (award.state, made.receiver, made.place) == ("delivered", "Pemilik Contoh 1", "Balai Desa Contoh")
    assert {item.serial for item in made.items.all()} == {f"SN-{item.pk}" for item in award.items.all()}
    assert made.photo is not None
    assert made.signature is not None
    assert (made.photo.content_type, made.signature.content_type) == ("image/jpeg", "image/png")
    paper = award.proposal.papers.get(kind="handover")
    assert (paper.dated_on, paper.document) == (delivered.HANDED_ON, None)
    entry = Entry.objects.get(act="hand_over")
    assert entry.new["number"] == award.proposal.number
    assert "Pemilik" not in str(entry.new)


def test_the_last_handover_sends_the_round_monitoring(stocked: Round) -> None:
    one, two, three = delivered.awards(stocked)
    delivered.handed(one)
    delivered.handed(two)
    assert Round.objects.get(pk=stocked.pk).state == "delivering"
    delivered.handed(three)
    assert Round.objects.get(pk=stocked.pk).state == "monitoring"


def test_a_form_sent_twice_is_one_handover(stocked: Round) -> None:
    one, two, _three = delivered.awards(stocked)
    made = delivered.handed(one, form_key="k-1")
    assert delivered.handed(one, form_key="k-1", place="Lain") == made
    assert (Handover.objects.count(), Entry.objects.filter(act="hand_over").count()) == (1, 1)
    with pytest.raises(OutOfTurn, match="sudah diserahkan"):
        delivered.handed(one, form_key="k-2")
    with pytest.raises(OutOfTurn, match="penerima lain"):
        delivered.handed(two, form_key="k-1")


def test_nothing_is_handed_over_before_its_goods_arrived(agreed: Round) -> None:
    award = first(agreed)
    with pytest.raises(OutOfTurn, match="0 dari 2 unit siap"):
        delivered.handed(award)
    made = delivered.purchase(agreed, award.fund, delivered.wanted(agreed, award.fund))
    with pytest.raises(OutOfTurn, match="siap diserahkan"):
        delivered.handed(award)
    delivered.received(made)
    with pytest.raises(OutOfTurn, match="tidak dapat mendahului penerimaan"):
        delivered.handed(award, handed_on=delivered.ARRIVED_ON - timedelta(days=1))
    assert delivered.handed(award, handed_on=delivered.ARRIVED_ON).handed_on == delivered.ARRIVED_ON


def test_a_handover_does_not_precede_the_decree(stocked: Round) -> None:
    """What an audit found: goods handed over 170 days before the decree that granted them."""
    Item.objects.update(arrived_on=date(2026, 5, 1))
    stocked.papers.filter(kind="decree").update(dated_on=date(2026, 11, 24))
    award = first(stocked)
    award.proposal.papers.filter(kind="pact").update(dated_on=date(2026, 6, 1))
    Paper.objects.exclude(kind__in=("decree", "pact")).update(dated_on=date(2026, 5, 1))
    with pytest.raises(OutOfTurn) as refused:
        delivered.handed(award, handed_on=date(2026, 6, 7))
    assert refused.value.reason == (
        "BAST bertanggal 7 Juni 2026 tidak dapat mendahului SK penetapan penerima"
        " bertanggal 24 November 2026 (170 hari)."
    )


def test_a_decree_for_who_moved_up_later_does_not_bind_those_before(stocked: Round) -> None:
    later = delivered.HANDED_ON + timedelta(days=3)
    old = stocked.papers.get(kind="decree")
    told = {"kind": "decree", "recorded_by": old.recorded_by}
    Paper.objects.create(round=stocked, dated_on=later, recorded_at=delivered.AT, **told)
    one, two, _three = delivered.awards(stocked)
    assert delivered.handed(one).handed_on == delivered.HANDED_ON
    Award.objects.filter(pk=two.pk).update(promised_at=delivered.AT)
    with pytest.raises(OutOfTurn, match="mendahului SK"):
        delivered.handed(two)


def test_the_papers_the_instrument_asks_for_come_first(stocked: Round) -> None:
    award = first(stocked)
    award.proposal.papers.filter(kind="pact").update(void=True)
    with pytest.raises(OutOfTurn, match=r"Belum ada: Pakta integritas\."):
        delivered.handed(award)


def test_goods_that_were_not_awarded_are_not_handed_over(stocked: Round) -> None:
    award = first(stocked)
    Item.objects.filter(award=award, kind__name="Gunting kain").update(
        kind=delivered.kind(stocked, "Mesin obras")
    )
    with pytest.raises(OutOfTurn, match="Mesin obras tidak ada di paket Paket jahit"):
        delivered.handed(award)


def test_who_hands_over_and_when(stocked: Round) -> None:
    award = first(stocked)
    said = {part.role.value: bool(rules.may_hand_over(cast.enter(part), award)) for part in cast.ALL}
    assert {role for role, may in said.items() if may} == {
        "administrator",
        "head",
        "officer",
        "field_officer",
    }
    stranger = cast.enter(cast.RENGGA, email="jauh@cast.example", district_code="33.03.01")
    assert not rules.may_hand_over(stranger, award)
    award.state = "decreed"
    assert "setelah perjanjian" in rules.may_hand_over(rounds.officer(), award).reason
    award.state, award.round.state = "agreed", "cancelled"
    assert rules.may_hand_over(rounds.officer(), award).about == award.round


FAULTS: dict[str, dict[str, Any]] = {
    "place": {"place": " "},
    "receiver": {"receiver": ""},
    "photo": {"photo": b""},
    "signature": {"signature": b""},
}


@pytest.mark.parametrize("place", FAULTS)
def test_what_is_missing_is_named_and_nothing_is_stored(stocked: Round, place: str) -> None:
    with pytest.raises(Unfit) as refused:
        delivered.handed(first(stocked), **FAULTS[place])
    assert list(refused.value.faults) == [place]
    assert (Handover.objects.count(), Paper.objects.filter(kind="handover").count()) == (0, 0)


def test_a_file_that_is_no_picture_stores_nothing(stocked: Round) -> None:
    with pytest.raises(UnusableFile, match="Foto penyerahan bukan foto"):
        delivered.handed(first(stocked), photo=b"GIF89a")
    assert not Handover.objects.exists()


def test_machines_with_number_plates_need_their_own(stocked: Round) -> None:
    stocked.kinds.filter(name="Gunting kain").update(serial_asked=True)
    one, two, _three = delivered.awards(stocked)
    [scissors] = one.items.filter(kind__name="Gunting kain")
    with pytest.raises(Unfit) as refused:
        delivered.handed(one, serials={})
    assert refused.value.faults == {f"serial_{scissors.pk}": "Isi nomor seri Gunting kain."}
    delivered.handed(one, serials={scissors.pk: "AB-1"})
    [other] = two.items.filter(kind__name="Gunting kain")
    with pytest.raises(Unfit, match="Nomor seri ab-1 sudah dipakai"):
        delivered.handed(two, serials={other.pk: "ab-1"})


def test_one_form_does_not_give_two_machines_one_number(agreed: Round) -> None:
    agreed.kinds.filter(name="Mesin jahit").update(serial_asked=True)
    stocked = delivered.arrived(agreed)
    award = first(stocked)
    with pytest.raises(Unfit, match="Nomor seri SAMA sudah dipakai"):
        delivered.handed(award, serials=dict.fromkeys(award.items.values_list("pk", flat=True), "SAMA"))


def test_a_wrong_handover_is_cancelled_and_done_again(stocked: Round) -> None:
    award = first(stocked)
    for other in delivered.awards(stocked):
        delivered.handed(other)
    made = Handover.objects.get(award=award)
    document = handing.issue_handover(by=rounds.officer(), at=delivered.AT, handover=made)
    made.refresh_from_db()
    told = {"by": rounds.officer(), "at": delivered.AT, "handover": made}
    with pytest.raises(OutOfTurn, match="Alasan"):
        handing.cancel_handover(reason=" ", **told)
    handing.cancel_handover(reason="Salah orang", **told)
    award.refresh_from_db()
    document.refresh_from_db()
    assert (award.state, document.revoked_reason) == ("agreed", "Salah orang")
    assert Round.objects.get(pk=stocked.pk).state == "delivering"
    assert award.proposal.papers.get(kind="handover").void
    assert not award.items.exclude(serial="").exists()
    entry = Entry.objects.get(act="cancel_handover")
    assert (entry.reason, entry.old["place"]) == ("Salah orang", "Balai Desa Contoh")
    again = delivered.handed(award, form_key="kedua")
    assert again.award.state == "delivered"


def test_a_bast_issued_while_somebody_looks_at_the_page_is_revoked_with_the_handover(stocked: Round) -> None:
    seen = delivered.handed(first(stocked))
    issuing = Handover.objects.get(pk=seen.pk)
    document = handing.issue_handover(by=rounds.officer(), at=delivered.AT, handover=issuing)
    handing.cancel_handover(by=rounds.officer(), at=delivered.AT, handover=seen, reason="Salah orang")
    document.refresh_from_db()
    assert document.revoked_reason == "Salah orang"


def test_an_unprinted_handover_is_cancelled_too(stocked: Round) -> None:
    made = delivered.handed(first(stocked))
    handing.cancel_handover(by=rounds.officer(), at=delivered.AT, handover=made, reason="Salah orang")
    assert not Handover.objects.exists()


def test_what_was_looked_at_or_moved_on_stays_handed_over(stocked: Round) -> None:
    one, two, _three = delivered.awards(stocked)
    made = delivered.handed(one)
    item = made.items.order_by("pk")[0]
    moved = Transfer.objects.create(
        item=item, giver=one, receiver=two, moved_on=delivered.HANDED_ON, reason="x",
        recorded_at=delivered.AT, recorded_by=rounds.officer(),
    )  # fmt: skip
    assert "dialihkan" in rules.may_cancel_handover(rounds.officer(), made, "x").reason
    moved.delete()
    Inspection.objects.create(award=one, months=3, due_on=delivered.HANDED_ON)
    assert "dipantau" in rules.may_cancel_handover(rounds.officer(), made, "x").reason
    assert not rules.may_cancel_handover(cast.enter(cast.GANDE), made, "x")


# The papers


def test_a_bast_tells_the_business_as_it_was_decided_upon(stocked: Round) -> None:
    award = first(stocked)
    made = delivered.handed(award)
    award.proposal.business.profiles.filter(current=True).update(name="Nama Baru")
    told = printed(made, giver={"name": "Petugas", "role": "Staf"})
    assert (told["weekday"], told["handed_on"]) == ("Kamis", "17 Desember 2026")
    assert (told["business"], told["receiver"]) == (
        "Jahit Contoh 1",
        {"name": "Pemilik Contoh 1", "role": "pemilik"},
    )
    assert told["decree"].startswith("SK penetapan penerima 500.9/001/SK/XI/2026 tanggal ")
    assert told["agreement"].startswith("Pakta integritas 500.9/")
    assert [(one["quantity"], one["kind"]) for one in told["items"]] == [
        ("2 unit", "Mesin jahit"),
        ("1 buah", "Gunting kain"),
    ]
    assert told["total"] == "Rp 4.500.000"
    assert told["photo_hash"] == made.photo.sha256


def test_somebody_else_who_signs_is_not_called_the_owner(stocked: Round) -> None:
    made = delivered.handed(first(stocked), receiver="Kerabat Contoh")
    award = made.award
    award.proposal.papers.all().delete()
    Handover.objects.filter(pk=made.pk).update(photo=None)
    told = printed(whole().get(pk=made.pk), giver={"name": "P", "role": ""})
    assert (told["receiver"]["role"], told["agreement"], told["photo_hash"]) == ("", "", "")


def test_a_bast_is_issued_once_and_stands_on_its_paper(stocked: Round) -> None:
    made = delivered.handed(first(stocked), photo=delivered.PIXEL)
    document = handing.issue_handover(by=rounds.officer(), at=delivered.AT, handover=made)
    assert document.number == "500.9/001/BAST/XII/2026"
    assert document_bytes(document).startswith(b"%PDF")
    paper = made.award.proposal.papers.get(kind="handover")
    assert (paper.document, paper.number, paper.dated_on) == (document, document.number, delivered.HANDED_ON)
    assert handing.issue_handover(by=rounds.officer(), at=delivered.AT, handover=made) == document
    assert Document.objects.filter(kind="bast").count() == 1
    with pytest.raises(Refused):
        handing.issue_handover(by=cast.enter(cast.GANDE), at=delivered.AT, handover=made)


def all_handed(round_: Round) -> list[Handover]:
    return [delivered.handed(award) for award in delivered.awards(round_)]


def asked(round_: Round) -> Job:
    found = handing.ask_handovers(by=rounds.officer(), at=delivered.AT, round_=round_)
    assert found is not None
    return found


def test_all_basts_are_issued_by_a_job(stocked: Round) -> None:
    all_handed(stocked)
    job = run_now(asked(stocked), clock=lambda: delivered.AT)
    assert (job.state, job.result) == (State.DONE, {"issued": 3})
    numbers = sorted(Document.objects.filter(kind="bast").values_list("number", flat=True))
    assert numbers == [f"500.9/00{at}/BAST/XII/2026" for at in (1, 2, 3)]
    assert handing.ask_handovers(by=rounds.officer(), at=delivered.AT, round_=stocked) is None


def test_a_worker_killed_in_the_middle_loses_nothing_and_doubles_nothing(stocked: Round) -> None:
    all_handed(stocked)
    job = asked(stocked)
    whole_issue, count = handing.issue_document, 0

    def dies_at_the_second(**told: Any) -> Document:
        nonlocal count
        count += 1
        made = whole_issue(**told)
        if count == 2:
            raise KeyboardInterrupt  # after the file was written, before the transaction ends
        return made

    with mock.patch.object(handing, "issue_document", dies_at_the_second), pytest.raises(KeyboardInterrupt):
        run_now(job, clock=lambda: delivered.AT)
    assert Document.objects.filter(kind="bast").count() == 1
    Job.objects.filter(pk=job.pk).update(state=State.QUEUED)
    job = run_now(Job.objects.get(pk=job.pk), clock=lambda: delivered.AT)
    assert (job.state, job.result) == (State.DONE, {"issued": 2})
    documents = Document.objects.filter(kind="bast").order_by("sequence")
    assert [one.sequence for one in documents] == [1, 2, 3]
    assert {one.document for one in Handover.objects.all()} == set(documents)


def test_a_handover_cancelled_while_the_job_runs_gets_no_paper(stocked: Round) -> None:
    made = all_handed(stocked)
    job = asked(stocked)
    issue: Callable[..., Document] = handing.issue_handover

    def then_cancels(**told: Any) -> Document:
        if Handover.objects.filter(pk=made[2].pk).exists():
            handing.cancel_handover(
                by=rounds.officer(), at=delivered.AT, handover=Handover.objects.get(pk=made[2].pk), reason="x"
            )
        return issue(**told)

    with mock.patch.object(handing, "issue_handover", then_cancels):
        run_now(job, clock=lambda: delivered.AT)
    assert Document.objects.filter(kind="bast").count() == 2


def test_one_paper_lists_every_handover(stocked: Round) -> None:
    with pytest.raises(Unfit, match="Belum ada barang"):
        handing.issue_together(by=rounds.officer(), at=delivered.AT, round_=stocked)
    one, two, _three = delivered.awards(stocked)
    delivered.handed(one)
    delivered.handed(two, handed_on=delivered.HANDED_ON + timedelta(days=1), place="Rumah")
    handovers = list(whole().order_by("handed_on"))
    told = printed_together(stocked, handovers, giver={"name": "P", "role": ""})
    assert (told["period"], told["place"]) == ("17 Desember 2026 – 18 Desember 2026", "2 tempat")
    assert (told["count"], told["items_count"], told["total"]) == ("2 penerima", "6 barang", "Rp 9.000.000")
    assert (told["waiting"], told["fund"]) == ("1 penerima", "APBD-KAB")
    assert told["rows"][0]["goods"] == "2 Mesin jahit · 1 Gunting kain"
    assert told["rows"][0]["bast"] == "–"
    document = handing.issue_together(by=rounds.officer(), at=delivered.AT, round_=stocked)
    assert document.number == "500.9/001/BAST-B/XII/2026"


def test_together_at_one_place_on_one_day(stocked: Round) -> None:
    made = all_handed(stocked)
    handing.issue_handover(by=rounds.officer(), at=delivered.AT, handover=made[0])
    told = printed_together(stocked, list(whole().order_by("pk")), giver={"name": "P", "role": ""})
    assert (told["period"], told["place"], told["waiting"]) == ("17 Desember 2026", "Balai Desa Contoh", "")
    assert told["rows"][0]["bast"] == "500.9/001/BAST/XII/2026"


def test_who_issues_all_papers(stocked: Round) -> None:
    said = {part.role.value: bool(rules.may_issue_handovers(cast.enter(part), stocked)) for part in cast.ALL}
    assert {role for role, may in said.items() if may} == {"administrator", "head", "officer"}


def test_a_picture_is_drawn_when_it_is_one_and_small(stocked: Round) -> None:
    made = delivered.handed(first(stocked), photo=delivered.PIXEL)
    assert made.photo is not None
    assert 'href="data:image/png;base64,iVBOR' in picture(made.photo)
    made.photo.size = MOST_BYTES + 1
    assert picture(made.photo) == ""
    assert picture(None) == ""


def test_goods_bought_for_another_keep_their_owner(stocked: Round) -> None:
    """Spare pieces that are assigned after they arrived carry their day along."""
    award = first(stocked)
    award.items.filter(kind__name="Gunting kain").delete()
    spare = delivered.purchase(
        stocked, award.fund, [Bought(delivered.kind(stocked, "Gunting kain"), 2, 500_000)]
    )
    delivered.received(spare)
    buying.assign_items(by=rounds.officer(), at=delivered.AT, round_=stocked)
    assert delivered.handed(award).items.filter(kind__name="Gunting kain").get().quantity == 1
