"""Who sits on the committee: until the freeze a member may leave again, and it stays on record."""

import pytest

from sentra.base.audit.models import Entry
from sentra.base.people.models import User
from sentra.base.permissions import Refused
from sentra.programmes.actions import screening
from sentra.programmes.models import Round
from tests import cast, makers
from tests.rooms.programmes import decided, rounds

pytestmark = pytest.mark.django_db
KK = "3303090101100001"


@pytest.fixture
def round_() -> Round:
    makers.areas()
    return rounds.opened()


@pytest.fixture
def danu() -> User:
    return cast.enter(cast.DANU)


def test_a_member_leaves_before_the_freeze_with_a_reason_and_leaves_a_trace(round_: Round, danu: User):
    by = rounds.officer()
    screening.seat_member(by=by, at=cast.AT, round_=round_, member=danu)
    told = {"nik": "", "kk": KK, "phone": "", "bank": "1234567890"}
    screening.declare_numbers(by=danu, at=cast.AT, round_=round_, numbers=told, village="", address="")
    one = rounds.visited(round_, business=rounds.workshop(personal={"nik": rounds.nik(1), "kk": KK}))
    screening.declare_recusal(by=danu, at=cast.AT, proposal=one, reason="Adik saya")

    def leave(by: User, reason: str) -> None:
        screening.unseat_member(by=by, at=cast.AT, seat=round_.seats.get(), reason=reason)

    with pytest.raises(Refused):
        leave(danu, "Pindah tugas")
    with pytest.raises(Refused, match="Tulis alasannya"):
        leave(by, " ")
    assert round_.seats.count() == 1
    leave(by, "Pindah tugas")
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
