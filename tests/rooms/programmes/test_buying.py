"""Goods are bought for those whom the decree names, set apart for them, and taken in when they arrive."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from sentra.base.audit.models import Entry
from sentra.base.documents.attaching import attachment_bytes
from sentra.base.permissions import OutOfTurn, Refused, Unfit
from sentra.programmes.actions import buying
from sentra.programmes.actions.buying import Bought
from sentra.programmes.models import Fund, Item, Paper, Purchase, Round
from sentra.programmes.rules import delivering as rules
from tests import cast, makers
from tests.rooms.programmes import delivered, rounds

pytestmark = pytest.mark.django_db


@pytest.fixture
def decreed() -> Round:
    """Three tailors with agreements: two get the sewing package, one the overlock."""
    makers.areas()
    return delivered.agreed()


def fund(round_: Round) -> Fund:
    """One that pays for an award."""
    return delivered.awards(round_)[0].fund


def test_a_purchase_keeps_the_invoice_as_it_says_and_sends_the_round_delivering(decreed: Round) -> None:
    first = delivered.awards(decreed)[0]
    sewing = delivered.kind(decreed, "Mesin jahit")
    made = delivered.purchase(
        decreed, first.fund, [Bought(sewing, 2, 1_900_000, first)], number=" K-1 ", invoice_idr=4_000_000
    )
    assert (made.number, made.invoice_idr) == ("K-1", 4_000_000)
    assert [(item.kind, item.award, item.quantity, item.price_idr) for item in made.items.all()] == [
        (sewing, first, 2, 1_900_000)
    ]
    assert Round.objects.get(pk=decreed.pk).state == "delivering"
    entry = Entry.objects.get(act="record_purchase")
    assert entry.new["lines"] == [["Mesin jahit", 2, 1_900_000]]


def test_pieces_with_number_plates_are_items_of_their_own(decreed: Round) -> None:
    decreed.kinds.filter(name="Mesin jahit").update(serial_asked=True)
    sewing = delivered.kind(decreed, "Mesin jahit")
    made = delivered.purchase(decreed, fund(decreed), [Bought(sewing, 3, 2_000_000)])
    assert [item.quantity for item in made.items.all()] == [1, 1, 1]


def _other_fund(round_: Round) -> Fund:
    return round_.programme.funds.exclude(pk=fund(round_).pk).get()


WRONG: dict[str, tuple[Callable[[Round], dict[str, Any]], str]] = {
    "no supplier": (lambda _r: {"supplier": " "}, "supplier"),
    "no number": (lambda _r: {"number": ""}, "number"),
    "a day that has not come": (
        lambda _r: {"bought_on": delivered.AT.date() + timedelta(days=1)},
        "bought_on",
    ),
    "nothing invoiced": (lambda _r: {"invoice_idr": 0}, "invoice_idr"),
    "no lines": (lambda _r: {"lines": []}, "lines"),
    "a negative price": (lambda r: {"lines": [Bought(delivered.kind(r, "Mesin jahit"), 1, -5)]}, "line_1"),
    "no pieces": (lambda r: {"lines": [Bought(delivered.kind(r, "Mesin jahit"), 0, 5)]}, "line_1"),
    "more than was granted": (
        lambda r: {
            "lines": [
                Bought(delivered.kind(r, "Mesin jahit"), 2, 2_000_000, delivered.awards(r)[0]),
                Bought(delivered.kind(r, "Mesin jahit"), 1, 2_000_000, delivered.awards(r)[0]),
            ]
        },
        "line_2",
    ),
    "an award of another fund": (
        lambda r: {
            "fund": _other_fund(r),
            "lines": [Bought(delivered.kind(r, "Mesin jahit"), 1, 2_000_000, delivered.awards(r)[0])],
        },
        "line_1",
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_an_unfit_invoice_is_refused_with_its_place_and_nothing_is_stored(decreed: Round, what: str) -> None:
    make, place = WRONG[what]
    told = make(decreed)
    lines = told.pop("lines", delivered.wanted(decreed, fund(decreed)))
    with pytest.raises(Unfit) as refused:
        delivered.purchase(decreed, told.pop("fund", fund(decreed)), lines, **{"invoice_idr": 1} | told)
    assert list(refused.value.faults) == [place]
    assert (Purchase.objects.count(), Item.objects.count()) == (0, 0)


def test_things_of_another_programme_cannot_be_bought_here(decreed: Round) -> None:
    other = rounds.draft(rounds.programme(title="Lain"), code="LAIN-26")
    lines = [Bought(delivered.kind(other, "Mesin jahit"), 1, 2_000_000)]
    with pytest.raises(Unfit) as refused:
        delivered.purchase(decreed, other.programme.funds.first(), lines)
    assert list(refused.value.faults) == ["fund", "line_1"]


def test_an_award_that_was_declined_is_not_bought_for(decreed: Round) -> None:
    first = delivered.declined(delivered.awards(decreed)[0])
    lines = [Bought(delivered.kind(decreed, "Mesin jahit"), 1, 2_000_000, first)]
    with pytest.raises(Unfit, match="tidak berlaku"):
        delivered.purchase(decreed, first.fund, lines)


def test_one_number_is_one_purchase(decreed: Round) -> None:
    lines = [Bought(delivered.kind(decreed, "Gunting kain"), 1, 500_000)]
    delivered.purchase(decreed, fund(decreed), lines, number="K-1")
    with pytest.raises(Unfit, match="K-1 sudah tercatat"):
        delivered.purchase(decreed, fund(decreed), lines, number="K-1")


def test_who_buys_and_when(decreed: Round) -> None:
    said = {part.role.value: bool(rules.may_purchase(cast.enter(part), decreed)) for part in cast.ALL}
    assert {role for role, may in said.items() if may} == {"head", "officer", "treasurer"}
    draft = rounds.draft(rounds.programme(title="Lain"), code="LAIN-26")
    verdict = rules.may_purchase(rounds.officer(), draft)
    assert (verdict.allowed, verdict.about) == (False, draft)


def test_spare_pieces_go_to_who_lacks_them_within_one_fund(decreed: Round) -> None:
    one, two, _three = delivered.awards(decreed)  # two of the regency's fund want two sewing machines each
    sewing = delivered.kind(decreed, "Mesin jahit")
    delivered.purchase(decreed, one.fund, [Bought(sewing, 3, 2_000_000)])
    delivered.purchase(decreed, _other_fund(decreed), [Bought(sewing, 5, 2_000_000)])
    assert buying.assign_items(by=rounds.officer(), at=delivered.AT, round_=decreed) == 3
    pieces = Item.objects.order_by("pk").values_list("award", "quantity")
    assert list(pieces) == [(two.pk, 1), (None, 5), (one.pk, 2)]  # split, and never more than was bought
    again = buying.assign_items(by=rounds.officer(), at=delivered.AT, round_=decreed)
    assert (again, Entry.objects.filter(act="assign_items").count()) == (0, 1)


def test_what_is_here_already_is_set_apart_first(decreed: Round) -> None:
    one = delivered.awards(decreed)[0]
    scissors = delivered.kind(decreed, "Gunting kain")
    delivered.purchase(decreed, one.fund, [Bought(scissors, 1, 500_000)])
    here = delivered.purchase(decreed, one.fund, [Bought(scissors, 1, 500_000)])
    delivered.received(here)
    buying.assign_items(by=rounds.officer(), at=delivered.AT, round_=decreed)
    assert [item.purchase for item in one.items.filter(kind=scissors)] == [here]


def test_goods_of_who_declined_are_set_apart_for_another(decreed: Round) -> None:
    one, two, _three = delivered.awards(decreed)
    lines = [line for line in delivered.wanted(decreed, one.fund) if line.award == one]
    delivered.purchase(decreed, one.fund, lines)
    delivered.declined(one)
    assert buying.assign_items(by=rounds.officer(), at=delivered.AT, round_=decreed) == 3
    assert {item.kind.name: item.quantity for item in two.items.all()} == {
        "Mesin jahit": 2,
        "Gunting kain": 1,
    }


def test_arrived_goods_have_a_receipt_with_its_day(decreed: Round) -> None:
    lines = delivered.wanted(decreed, fund(decreed))
    made = delivered.purchase(decreed, fund(decreed), lines)
    paper = delivered.received(made, file=delivered.JPEG)
    assert (paper.kind, paper.dated_on, paper.proposal) == ("goods_receipt", delivered.ARRIVED_ON, None)
    assert paper.file is not None
    assert attachment_bytes(paper.file) == delivered.JPEG
    assert set(made.items.values_list("arrived_on", flat=True)) == {delivered.ARRIVED_ON}
    assert Entry.objects.get(act="receive_goods").new["items"] == len(lines)
    with pytest.raises(OutOfTurn, match="sudah diterima"):
        delivered.received(made)


def test_a_part_of_a_purchase_may_arrive_first(decreed: Round) -> None:
    made = delivered.purchase(decreed, fund(decreed), delivered.wanted(decreed, fund(decreed)))
    first, *others = made.items.order_by("pk")
    delivered.received(made, items=[first])
    assert made.items.filter(arrived_on=None).count() == len(others)
    with pytest.raises(Unfit, match="Pilih barang"):
        delivered.received(made, items=[first])


@pytest.mark.parametrize(
    ("told", "place"),
    [
        ({"arrived_on": delivered.BOUGHT_ON - timedelta(days=1)}, "arrived_on"),
        ({"number": " "}, "number"),
    ],
)
def test_an_unfit_receipt_is_refused(decreed: Round, told: dict[str, Any], place: str) -> None:
    made = delivered.purchase(decreed, fund(decreed), delivered.wanted(decreed, fund(decreed)))
    with pytest.raises(Unfit) as refused:
        delivered.received(made, **told)
    assert list(refused.value.faults) == [place]
    assert not made.items.exclude(arrived_on=None).exists()


def test_goods_do_not_arrive_before_the_decree(decreed: Round) -> None:
    day = date(2026, 11, 20)
    made = delivered.purchase(decreed, fund(decreed), delivered.wanted(decreed, fund(decreed)), bought_on=day)
    with pytest.raises(OutOfTurn, match="SK penetapan penerima"):
        delivered.received(made, arrived_on=day)
    assert not Paper.objects.filter(kind="goods_receipt").exists()


def test_a_field_officer_takes_nothing_in(decreed: Round) -> None:
    made = delivered.purchase(decreed, fund(decreed), delivered.wanted(decreed, fund(decreed)))
    with pytest.raises(Refused):
        buying.receive_goods(
            by=cast.enter(cast.RENGGA),
            at=delivered.AT,
            purchase=made,
            arrived_on=delivered.ARRIVED_ON,
            number="1",
        )
