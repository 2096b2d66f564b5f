"""What nobody can decide upon is refused with the place named, and nothing of it is stored."""

from collections.abc import Callable
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps

from sentra.base.audit.models import Entry
from sentra.base.documents.models import Counter, Document
from sentra.base.jobs.models import Job
from sentra.base.permissions import OutOfTurn, Unfit
from sentra.programmes.actions import allocating, buying, freezing, planning, proposing
from sentra.programmes.actions.allocating import NoSuchChange
from sentra.programmes.actions.buying import Bought
from sentra.programmes.actions.freezing import CannotFreeze
from sentra.programmes.actions.planning import Terms, Tool
from sentra.programmes.models import Proposal, Round
from sentra.programmes.queries.changing import Change
from sentra.programmes.queries.plans import clash_words
from sentra.programmes.rules.planning import Limit
from sentra.registry.models import Business, BusinessGroup, Profile
from tests import makers
from tests.rooms.programmes import decided, delivered, rounds

pytestmark = pytest.mark.django_db
NO_PRICE = (0, -4_500_000, None, 4_500_000.5, "4500000", True)


@pytest.fixture(autouse=True)
def places() -> None:
    makers.areas()


def stored() -> dict[str, list[Any]]:
    """Every row of the room, and of what it writes elsewhere."""
    room = apps.get_app_config("programmes").get_models()
    models = [*room, Entry, Job, Document, Counter]
    return {one._meta.label: list(one._default_manager.order_by("pk").values()) for one in models}


@contextmanager
def nothing_stored() -> Any:
    before = stored()
    yield
    assert stored() == before


def refused(kind: type[Exception], call: Callable[..., object], **told: Any) -> dict[str, str] | str:
    """The places and their sentences, or the one sentence; after which everything stands as before."""
    with nothing_stored(), pytest.raises(kind) as wrong:
        call(**told)
    return wrong.value.faults if isinstance(wrong.value, Unfit) else str(wrong.value)


def by(**told: Any) -> dict[str, Any]:
    return {"by": rounds.officer(), "at": rounds.AT, **told}


# A negative or missing price, a budget of nothing


@pytest.mark.parametrize("price", NO_PRICE)
def test_a_kind_without_a_price_names_its_line_and_the_good_ones_wait_with_it(price: Any) -> None:
    kinds = [Tool("Mesin bordir", 3_000_000), Tool("Setrika uap", price)]
    found = refused(Unfit, planning.add_kinds, **by(round_=rounds.draft(), kinds=kinds))
    assert isinstance(found, dict)
    assert list(found) == ["kind_2"]
    assert found["kind_2"].startswith("Baris 2 (Setrika uap): ")


@pytest.mark.parametrize("price", NO_PRICE)
def test_an_invoice_line_without_a_price_names_its_line(price: Any) -> None:
    round_ = decided.decreed(rounds.checking(count=1))
    told = [Bought(delivered.kind(round_, "Gunting kain"), 1, 500_000)]
    told.append(Bought(delivered.kind(round_, "Mesin jahit"), 1, price))
    fund = round_.programme.funds.first()
    call = {"supplier": "CV Contoh", "number": "K-1", "bought_on": delivered.BOUGHT_ON}
    call |= {"at": delivered.AT, "round_": round_, "fund": fund, "lines": told, "invoice_idr": 2_500_000}
    assert refused(Unfit, buying.record_purchase, **by() | call) == {
        "line_2": "Baris 2: isi harga Mesin jahit lebih dari nol."
    }


@pytest.mark.parametrize("ceiling", NO_PRICE)
def test_a_fund_of_nothing_is_refused_by_field(ceiling: Any) -> None:
    told = by(programme=rounds.programme(), source=rounds.source("dak"), ceiling_idr=ceiling)
    assert list(refused(Unfit, planning.add_fund, **told)) == ["ceiling_idr"]


@pytest.mark.parametrize("less_idr", [rounds.REGENCY_IDR, 2 * rounds.REGENCY_IDR])
def test_a_what_if_that_leaves_a_fund_nothing_names_the_fund(less_idr: int) -> None:
    round_ = decided.drawn(rounds.checking(count=1))
    fund = round_.programme.funds.order_by("pk").first()
    told = {"by": rounds.head(), "at": decided.LATER, "round_": round_}
    told["change"] = Change(more_idr={str(fund.pk): -less_idr})
    assert refused(NoSuchChange, allocating.ask_plan, **told) == ("Pagu APBD-KAB harus tetap lebih dari nol.")


# Floors that contradict each other


def test_floors_that_clash_are_named_with_the_least_that_mends_them() -> None:
    quotas = [Limit("floor", "women", "", 4, "Rapat"), Limit("cap", "women", "", 1, "Rapat")]
    told = by(round_=rounds.draft(), terms=Terms(quotas=quotas))
    assert refused(Unfit, planning.set_terms, **told) == {
        "quotas": "Kuota untuk pemilik perempuan berbenturan: paling sedikit 4, paling banyak 1."
        " Jalan keluar: paling sedikit menjadi 1, atau paling banyak menjadi 4."
    }


def test_floors_that_clash_only_over_who_applied_are_named_by_the_plan() -> None:
    """The odd ones of nine are women in one village: five; the rules speak of five and of at most three."""
    quotas = [
        Limit("floor", "village", makers.BOBOTSARI_VILLAGE, 5, "Rapat"),
        Limit("cap", "women", "", 3, "Rapat"),
        Limit("floor", "village", makers.LIMBASARI, 1, "Rapat"),
    ]
    round_ = decided.drawn(rounds.checking(count=9, quotas=quotas))
    plan = decided.computed(round_)
    clash, *ways = clash_words(plan)
    assert (plan.state, plan.solution, round_.awards.count()) == ("impossible", {}, 0)
    assert clash == (
        "Tidak dapat dipenuhi bersama: Paling banyak 3 penerima: pemilik perempuan;"
        " Paling sedikit 5 penerima: Bobotsari."
    )
    assert ways[0] in (
        "Jalan keluar: Paling sedikit 5 penerima: Bobotsari dari 5 menjadi 3.",
        "Jalan keluar: Paling banyak 3 penerima: pemilik perempuan dari 3 menjadi 5.",
    )


# An applicant twice


def test_a_second_proposal_of_one_business_names_the_first() -> None:
    round_, tailor = rounds.opened(), rounds.workshop()
    rounds.proposed(round_, business=tailor)
    assert refused(OutOfTurn, rounds.proposed, round_=round_, business=tailor) == (
        "Jahit Contoh 1 sudah mengusulkan di putaran ini: ALAT-26-0001."
    )


def letter(round_: Round, members: list[Business]) -> dict[str, Any]:
    wishes = [rounds.cheap(round_)]
    told = {"round_": round_, "group": BusinessGroup.objects.get(), "members": members, "wishes": wishes}
    return by(received_on=rounds.RECEIVED, need="", receipt=False, **told)


def test_a_member_who_stands_twice_in_a_groups_letter_is_named() -> None:
    round_ = rounds.opened()
    one, two = (rounds.workshop(number, group_name="KUB Contoh") for number in (1, 2))
    assert refused(Unfit, proposing.receive_group, **letter(round_, [one, two, one])) == {
        "member_3": "Anggota ini disebut dua kali."
    }
    assert len(proposing.receive_group(**letter(round_, [one, two]))) == 2


# A score outside its bounds


@pytest.mark.parametrize("weight", [-1, 101])
def test_a_weight_outside_its_bounds_names_its_criterion(weight: int) -> None:
    weights = {**Terms().weights, "women": weight}
    found = refused(Unfit, planning.set_terms, **by(round_=rounds.draft(), terms=Terms(weights=weights)))
    assert list(found) == ["weight_women"]


@pytest.mark.parametrize("score", [-1, 1001])
def test_points_outside_their_bounds_name_the_proposal_and_nothing_is_half_frozen(
    score: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    round_ = checked()
    monkeypatch.setattr(freezing, "score_tenths", lambda parts: score)
    assert refused(CannotFreeze, freezing.freeze_round, **freeze(round_)) == (
        "Nilai usulan ALAT-26-0001 di luar 0 sampai 100 poin."
    )
    monkeypatch.undo()
    freezing.freeze_round(**freeze(round_))
    assert Round.objects.get().state == "frozen"


def checked() -> Round:
    decided.certificates()
    return rounds.checking(count=2)


def freeze(round_: Round) -> dict[str, Any]:
    told = {"lottery_source": "penutupan IHSG", "lottery_on": decided.DRAWN_ON, "place": "Purbalingga"}
    return {"by": rounds.head(), "at": rounds.AT, "round_": round_, **told}


# Businesses that nobody knows


@pytest.mark.parametrize(
    "make", [lambda: Business.objects.create(created_at=rounds.AT), lambda: Business(pk=999)]
)
def test_a_business_that_is_not_in_the_register_is_named(make: Callable[[], Business]) -> None:
    round_, nobody = rounds.opened(), make()
    assert refused(Unfit, rounds.proposed, round_=round_, business=nobody) == {
        "business": f"Usaha nomor {nobody.pk} tidak ada di buku induk."
    }


def test_a_member_who_is_not_in_the_register_keeps_the_whole_letter_out() -> None:
    round_, one, nobody = rounds.opened(), rounds.workshop(1, group_name="KUB Contoh"), Business(pk=999)
    assert refused(Unfit, proposing.receive_group, **letter(round_, [one, nobody])) == {
        "member_2": "Usaha nomor 999 tidak ada di buku induk."
    }
    assert rounds.proposed(round_, business=one).number == "ALAT-26-0001"


def test_a_business_that_left_the_register_is_named_before_the_round_is_frozen() -> None:
    """As when a list is taken back after somebody of it has proposed."""
    round_ = checked()
    gone = Proposal.objects.get(number="ALAT-26-0002")
    Profile.objects.filter(business=gone.business).update(current=False)
    assert refused(CannotFreeze, freezing.freeze_round, **freeze(round_)) == (
        "Usaha pada usulan ALAT-26-0002 tidak ada lagi di buku induk; tolak dulu usulan itu."
    )
    proposing.refuse_proposal(**by(proposal=gone, reason="Tidak ada lagi"))
    freezing.freeze_round(**freeze(round_))
    assert decided.states(round_) == ["frozen", "refused"]
