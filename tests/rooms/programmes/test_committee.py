"""The committee of a round: who sits on it, whom they are near to, and what they keep out of."""

from typing import Any

import pytest

from sentra.base.audit.models import Entry
from sentra.base.people.models import User
from sentra.base.permissions import OutOfTurn, Refused, Unfit
from sentra.programmes.actions import screening
from sentra.programmes.actions.screening import UnknownMember
from sentra.programmes.models import Proposal, Round
from sentra.programmes.queries import committee
from sentra.programmes.queries.applicants import address_token
from sentra.programmes.queries.screening import findings
from tests import cast, makers
from tests.rooms.programmes import decided, rounds

pytestmark = pytest.mark.django_db
KK = "3303090101100001"
BANK = "3001234567"


@pytest.fixture(autouse=True)
def places() -> None:
    makers.areas()


@pytest.fixture
def round_() -> Round:
    return rounds.opened()


def told(proposal: Proposal) -> list[tuple[str, bool]]:
    """Kind of each finding, and whether it bars."""
    return [(one.kind, one.stands) for one in findings(proposal)]


@pytest.fixture
def danu() -> User:
    return cast.enter(cast.DANU)


def seat(round_: Round, member: User) -> None:
    screening.seat_member(by=rounds.officer(), at=cast.AT, round_=round_, member=member)


def declare(round_: Round, member: User, **otherwise: Any) -> None:
    told = {"numbers": {"nik": "", "kk": KK, "phone": "", "bank": BANK}, "village": "", "address": ""}
    screening.declare_numbers(by=member, at=cast.AT, round_=round_, **told | otherwise)


def test_who_shares_a_household_with_a_member_waits_until_the_member_keeps_out(round_: Round, danu: User):
    seat(round_, danu)
    declare(round_, danu)
    one = rounds.visited(round_, business=rounds.workshop(personal={"nik": rounds.nik(1), "kk": KK}))
    assert [finding.sentence for finding in findings(one)] == [
        "Anggota panitia Danu Lintangjaya dan pemohon punya kartu keluarga yang sama: ia harus mengundurkan diri."
    ]
    screening.declare_recusal(by=danu, at=cast.AT, proposal=one, reason="Adik saya")
    screening.declare_recusal(by=danu, at=cast.AT, proposal=one, reason="Adik saya")
    assert (findings(one), one.recusals.get().shared) == ([], "kk")
    assert Entry.objects.filter(act="declare_recusal").count() == 1


def test_a_shared_address_is_found_however_it_is_punctuated(round_: Round, danu: User):
    seat(round_, danu)
    declare(round_, danu, numbers={}, village=makers.BOBOTSARI_VILLAGE, address="Jl. Melati No 4, 02 01")
    one = rounds.visited(round_, business=rounds.workshop(1, address="Jl Melati No. 4", rt="02", rw="01"))
    assert told(one) == [("kin", True)]


@pytest.mark.parametrize(
    ("address", "same"),
    [
        ("dusun krajan, RT.003/RW.004", True),
        ("Dusun Krajan 3 4", True),
        ("Dusun Krajan RT 04 RW 03", False),
        ("Dusun Krajan RT 03 RW 04 No 10", False),
        ("Dusun Krajan", False),
    ],
)
def test_an_address_is_the_same_however_its_ward_is_written(address: str, same: bool):
    here = address_token("33.03.09.2006", "Dusun Krajan RT 03 RW 04 3 4")
    assert (address_token("33.03.09.2006", address) == here) == same
    assert address_token("33.03.09.2015", "Dusun Krajan RT 03 RW 04") != here


def test_of_what_a_member_declares_only_tokens_are_kept(round_: Round, danu: User):
    seat(round_, danu)
    declare(round_, danu)
    kept = round_.seats.get()
    assert sorted(kept.tokens) == ["bank", "kk"]
    assert KK not in str(kept.tokens)
    assert Entry.objects.get(act="declare_numbers").new == {"told": ["bank", "kk"]}


def test_a_member_who_declares_nothing_at_all_is_asked_again(round_: Round, danu: User):
    seat(round_, danu)
    with pytest.raises(Unfit, match="Isi paling sedikit satu"):
        declare(round_, danu, numbers={"nik": ""}, address=" ")
    assert round_.seats.get().declared_at is None


def test_a_member_keeps_out_for_a_reason_and_before_the_decree(danu: User):
    round_ = rounds.checking(count=1)
    seat(round_, danu)
    declare(round_, danu)
    one = round_.proposals.get()
    with pytest.raises(OutOfTurn, match="Alasan harus ditulis"):
        screening.declare_recusal(by=danu, at=cast.AT, proposal=one, reason=" ")
    decided.decreed(round_)
    with pytest.raises(OutOfTurn, match="sudah ditetapkan"):
        screening.declare_recusal(by=danu, at=cast.AT, proposal=one.round.proposals.get(), reason="Tetangga")
    danu.is_active = False
    with pytest.raises(Refused, match="tidak aktif"):
        screening.declare_recusal(by=danu, at=cast.AT, proposal=one, reason="Tetangga")


def test_the_committee_is_listed_with_who_may_join_it_and_what_they_keep_out_of(round_: Round, danu: User):
    head = rounds.head()
    assert committee.members_to_name(round_) == [head, danu]  # by name: Brama, Danu
    seat(round_, danu)
    one = rounds.proposed(round_)
    own = committee.seat_of(danu, round_)
    assert (committee.seats_of(round_), committee.members_to_name(round_)) == ([own], [head])
    assert (committee.recusal_of(own, one), committee.recusal_of(None, one)) == (None, None)
    recusal = screening.declare_recusal(by=danu, at=cast.AT, proposal=one, reason="Tetangga")
    there = cast.enter(cast.RENGGA, email="jauh@cast.example", district_code="33.03.06")
    assert committee.recusal_of(own, one) == recusal
    assert (committee.recusals_of(round_, danu), committee.recusals_of(round_, there)) == ([recusal], [])


def test_who_has_no_seat_declares_nothing(round_: Round, danu: User):
    with pytest.raises(UnknownMember):
        declare(round_, danu)
    with pytest.raises(UnknownMember):
        screening.declare_recusal(by=danu, at=cast.AT, proposal=rounds.proposed(round_), reason="x")


def test_members_are_named_once_by_who_prepares_and_before_the_freeze(round_: Round, danu: User):
    seat(round_, danu)
    seat(round_, danu)
    assert (round_.seats.count(), Entry.objects.filter(act="seat_member").count()) == (1, 1)
    with pytest.raises(Refused):
        screening.seat_member(by=danu, at=cast.AT, round_=round_, member=danu)
    with pytest.raises(Refused):
        seat(round_, cast.enter(cast.PRAMU))
    with pytest.raises(Refused, match="setelah putaran dibekukan"):
        seat(decided.frozen(rounds.checking(count=1, code="LAIN", under=round_.programme)), danu)


def test_a_member_leaves_before_the_freeze_with_a_reason_and_leaves_a_trace(round_: Round, danu: User):
    seat(round_, danu)
    declare(round_, danu)
    one = rounds.visited(round_, business=rounds.workshop(personal={"nik": rounds.nik(1), "kk": KK}))
    screening.declare_recusal(by=danu, at=cast.AT, proposal=one, reason="Adik saya")

    def leave(by: User, reason: str) -> None:
        screening.unseat_member(by=by, at=cast.AT, seat=round_.seats.get(), reason=reason)

    with pytest.raises(Refused):
        leave(danu, "Pindah tugas")
    with pytest.raises(Refused, match="Tulis alasannya"):
        leave(rounds.officer(), " ")
    assert round_.seats.count() == 1
    leave(rounds.officer(), "Pindah tugas")
    entry = Entry.objects.get(act="unseat_member")
    kept = {"member": danu.pk, "declared": ["bank", "kk"], "recused": [one.number]}
    assert (round_.seats.count(), entry.old, entry.reason) == (0, kept, "Pindah tugas")


def test_a_member_of_a_frozen_round_stays(round_: Round):
    frozen = decided.frozen(rounds.checking(count=1, code="LAIN", under=round_.programme))
    with pytest.raises(Refused, match="setelah putaran dibekukan"):
        screening.unseat_member(
            by=rounds.officer(), at=cast.AT, seat=frozen.seats.get(), reason="Pindah tugas"
        )
    assert frozen.seats.count() == 1


def test_what_a_member_declared_is_not_changed_behind_the_freeze(round_: Round):
    frozen = decided.frozen(rounds.checking(count=1, code="LAIN", under=round_.programme))
    [seat_] = frozen.seats.select_related("member")
    with pytest.raises(Refused, match="Pernyataan tidak dapat diubah setelah putaran dibekukan"):
        declare(frozen, seat_.member)
    assert frozen.seats.get().tokens == seat_.tokens
