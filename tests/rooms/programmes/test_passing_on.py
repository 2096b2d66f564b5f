"""Goods that nobody uses: they stay for a reason, or a deed hands them on to whoever waits for such goods."""

from datetime import date

import pytest

from sentra.base.audit.models import Entry
from sentra.base.permissions import OutOfTurn, Refused, Unfit
from sentra.programmes.actions import following, passing_on, screening
from sentra.programmes.models import (
    Award,
    AwardOrigin,
    Condition,
    Item,
    Paper,
    Proposal,
    Round,
    Transfer,
)
from sentra.programmes.queries import following as queries
from sentra.programmes.queries import goods, handovers
from sentra.programmes.queries.explaining import explanation
from sentra.programmes.queries.passing_on import candidates, deed_data, transfers_of
from sentra.programmes.queries.rounds import funds_of
from sentra.programmes.queries.wording import day
from sentra.programmes.rules.delivering import still_wanted
from tests import cast, makers
from tests.rooms.programmes import followed, rounds

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def places() -> None:
    makers.areas()


@pytest.fixture
def round_() -> Round:
    return followed.monitored()


@pytest.fixture
def giver(round_: Round) -> Award:
    """With two sewing machines idle, the scissors at work."""
    return followed.idle(round_)


def keep(item: Item, reason: str = "Musim sepi; dipakai lagi bulan Juli") -> Item:
    return passing_on.keep_idle(by=rounds.officer(), at=followed.AT, item=item, reason=reason)


def test_an_idle_item_stays_for_a_reason_until_it_is_seen_again(round_: Round, giver: Award):
    machine, scissors = followed.items(giver)
    with pytest.raises(OutOfTurn, match="Alasan harus ditulis"):
        keep(machine, " ")
    with pytest.raises(OutOfTurn, match="tidak menganggur: keadaannya dipakai"):
        keep(scissors)
    keep(machine)
    assert list(queries.unanswered(round_)) == []
    assert Entry.objects.get(act="keep_idle").reason == "Musim sepi; dipakai lagi bulan Juli"
    later = next(
        one for one in followed.drawn(round_, months=6) if one.award_id == giver.pk and one.months == 6
    )
    followed.seen(later, Condition.IDLE, form_key="lagi")
    assert list(queries.unanswered(round_)) == [machine]


def test_what_is_nobodys_is_not_kept_by_anybody(round_: Round, giver: Award):
    machine = followed.items(giver)[0]
    Item.objects.filter(pk=machine.pk).update(award=None)
    with pytest.raises(OutOfTurn, match="belum menjadi milik siapa pun"):
        keep(machine)


def test_a_deed_hands_idle_goods_on_to_the_first_who_waits_for_them(round_: Round, giver: Award):
    first, _second = followed.waits(round_)
    [moved] = followed.passed(giver, first)
    receiver = moved.receiver
    first.refresh_from_db()
    assert (first.state, receiver.origin, receiver.state) == ("awarded", "transfer", "delivered")
    assert (receiver.value_idr, receiver.fund) == (4_000_000, giver.fund)
    machine = Item.objects.get(kind__name="Mesin jahit", handover=giver.handover)
    assert (machine.award, machine.condition) == (receiver, "unknown")
    deed = Paper.objects.get(kind="transfer")
    assert (deed.proposal, deed.dated_on, deed.document) == (first, followed.MOVED_ON, moved.document)
    told = Entry.objects.get(act="transfer_items")
    assert (told.new["to"], told.new["passed_over"]) == (first.number, [])
    assert told.reason == "Penjahitnya pindah ke luar daerah"


def test_the_deed_tells_both_parties_the_goods_and_the_papers_before_it(round_: Round, giver: Award):
    first = followed.waits(round_)[0]
    receiver = followed.passed(giver, first)[0].receiver
    machine = Item.objects.get(kind__name="Mesin jahit", handover=giver.handover)
    told = deed_data(
        giver,
        receiver,
        [machine],
        moved_on=followed.MOVED_ON,
        place="Balai Desa",
        reason="Pindah",
        office={"name": "Petugas Contoh", "role": "Petugas"},
    )
    decree = Paper.objects.get(kind="decree")
    assert told["decree"] == f"SK penetapan penerima {decree.number} tanggal {day(decree.dated_on)}"
    assert (told["weekday"], told["moved_on"], told["total"]) == ("Senin", "5 April 2027", "Rp 4.000.000")
    assert told["giver"]["business"] == giver.proposal.snapshot["business_name"]
    assert told["receiver"]["registration"] == first.number
    assert [(line["kind"], line["serial"]) for line in told["items"]] == [("Mesin jahit", machine.serial)]


def test_whoever_is_passed_over_is_on_record(round_: Round, giver: Award):
    first, second = followed.waits(round_)
    followed.passed(giver, second, reason="Yang pertama menolak; pernyataan tertulis ada")
    assert Entry.objects.get(act="transfer_items").new["passed_over"] == [first.number]


def test_no_money_is_counted_twice_and_no_goods_are_lacking_for_it(round_: Round, giver: Award):
    before = [(one.used_idr, one.left_idr) for one in funds_of(round_)]
    receiver = followed.passed(giver, followed.waits(round_)[0])[0].receiver
    assert [(one.used_idr, one.left_idr) for one in funds_of(round_)] == before
    assert [one.awarded_idr for one in goods.accounts(round_)] == [before[0][0]]
    lines = goods.lines(round_, on=followed.MOVED_ON)
    held = {line.kind.name: line.award for line in lines if line.award in (giver, receiver)}
    assert held == {"Gunting kain": giver, "Mesin jahit": receiver}
    assert not [gap for line in lines for gap in line.gaps if gap.step == "bought"]
    machine = round_.kinds.get(name="Mesin jahit")
    assert (still_wanted(giver, machine), still_wanted(receiver, machine)) == (0, 0)
    assert receiver not in handovers.board(rounds.officer(), round_)


def test_the_receiver_reads_why_and_is_looked_at_three_months_later(round_: Round, giver: Award):
    [moved] = followed.passed(giver, followed.waits(round_)[0])
    told = explanation(Proposal.objects.get(pk=moved.receiver.proposal_id))
    assert told.reasons == (
        f"Barang yang menganggur di penerima lain dialihkan kepada Anda. Dialihkan dari {giver.proposal.number}.",
    )
    [again] = [one for one in followed.inspections(round_) if one.award_id == moved.receiver_id]
    assert again.due_on == date(2027, 7, 5)
    assert [one.size for one in queries.samples_of(round_, on=followed.MOVED_ON)] == [
        2
    ]  # it is not of the sample
    with pytest.raises(OutOfTurn, match="Barang ini baru diterima pada 5 April 2027"):
        followed.seen(again, seen_on=date(2027, 4, 4))
    done = followed.seen(again, seen_on=date(2027, 4, 20))
    sheet = queries.sheet_data(done)
    assert moved.document
    assert (sheet["bast"], sheet["handed_on"]) == (moved.document.number, "5 April 2027")


def test_only_who_waits_and_asked_for_all_of_it_is_a_candidate(round_: Round, giver: Award):
    machine, scissors = followed.items(giver)
    by = rounds.officer()
    first, second = followed.waits(round_)
    found = candidates(by, round_, [machine, scissors])
    assert [(one.place, one.proposal, one.package.title) for one in found] == [
        (1, first, "Paket jahit"),
        (2, second, "Paket jahit"),
    ]
    second.wishes.all().delete()
    assert [one.proposal for one in candidates(by, round_, [machine])] == [first]
    with pytest.raises(Unfit, match="tidak meminta paket yang berisi barang itu"):
        followed.passed(giver, second)
    with pytest.raises(Unfit, match="tidak ada di daftar tunggu"):
        followed.passed(giver, giver.proposal)
    assert Transfer.objects.count() == 0


def test_goods_in_use_nothing_at_all_or_somebody_elses_are_not_handed_on(round_: Round, giver: Award):
    first = followed.waits(round_)[0]
    other = next(award for award in round_.awards.order_by("pk") if award != giver)
    with pytest.raises(Unfit) as nothing:
        followed.passed(giver, first, items=[], reason=" ")
    assert nothing.value.faults == {
        "items": "Pilih barang yang dialihkan.",
        "reason": "Alasan harus ditulis.",
    }
    with pytest.raises(Unfit, match="Gunting kain tidak menganggur"):
        followed.passed(giver, first, items=followed.items(giver))
    with pytest.raises(Unfit, match="tidak dipegang penerima ini"):
        followed.passed(giver, first, items=followed.items(other))


def test_who_was_helped_elsewhere_since_then_is_passed_over(round_: Round, giver: Award):
    first = followed.waits(round_)[0]
    lists = {"kind": "deceased", "title": "Kematian", "as_of": date(2027, 1, 1), "file_name": "a.csv"}
    nik = rounds.nik(int(first.number[-4:]))
    screening.receive_outside_list(
        by=rounds.officer(), at=followed.AT, data=f"NIK;Nama\n{nik};A".encode(), **lists
    )
    with pytest.raises(Unfit, match="Tercantum di daftar Kematian"):
        followed.passed(giver, first)
    first.refresh_from_db()
    assert first.state == "waiting"


def test_a_deed_bears_no_day_before_the_goods_were_seen_idle(round_: Round, giver: Award):
    first = followed.waits(round_)[0]
    with pytest.raises(OutOfTurn, match="Akta pengalihan bertanggal 19 Maret 2027 tidak dapat mendahului"):
        followed.passed(giver, first, moved_on=date(2027, 3, 19))
    with pytest.raises(Refused):
        passing_on.transfer_items(
            by=cast.enter(cast.GANDE),
            at=followed.AT,
            giver=giver,
            items=followed.items(giver)[:1],
            proposal=first,
            moved_on=followed.MOVED_ON,
            place="",
            reason="x",
        )


def test_nothing_moves_before_it_was_handed_over_and_after_the_round_has_ended(round_: Round, giver: Award):
    first = followed.waits(round_)[0]
    Award.objects.filter(pk=giver.pk).update(state="agreed")
    with pytest.raises(OutOfTurn, match="belum diserahkan"):
        followed.passed(giver, first)
    Award.objects.filter(pk=giver.pk).update(state="delivered")
    following.end_round(by=rounds.head(), at=followed.AT, round_=round_, reason="Selesai lebih awal")
    with pytest.raises(OutOfTurn, match="berstatus Selesai"):
        followed.passed(giver, first)


def test_what_moved_on_is_listed_for_who_sees_one_of_the_two(round_: Round, giver: Award):
    moved = followed.passed(giver, followed.waits(round_)[0])
    here, there = (
        cast.enter(cast.RENGGA),
        cast.enter(cast.RENGGA, email="j@cast.example", district_code="33.03.06"),
    )
    assert (transfers_of(round_), transfers_of(round_, here), transfers_of(round_, there)) == (
        moved,
        moved,
        [],
    )
    assert AwardOrigin.TRANSFER in set(round_.awards.values_list("origin", flat=True))
