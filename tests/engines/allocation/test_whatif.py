"""What one thing more or less would bring: solved again, beside the estimate of the prices."""

from dataclasses import replace

import pytest

from sentra.engines.allocation import (
    AllocationRefused,
    Cap,
    Effect,
    Floor,
    FloorAt,
    MoreMoney,
    MoreStock,
    Stock,
    Who,
    Without,
    allocate,
    changed,
    price_sheet,
    what_if,
)
from tests.engines.allocation.rounds import MILLION, workshop_round

ROUND = workshop_round(
    stocks=(Stock("mask", 5),),
    rules=(
        Floor("low", "call 4", Who("district", "Bobotsari"), 2),
        Cap("high", "call 5", Who("district", "Kutasari"), 2),
    ),
)
PLAN = allocate(ROUND)


def effect(what):
    return what_if(ROUND, PLAN, what)._replace(estimate=None)


def test_the_plan_it_starts_from():
    assert [award.applicant for award in PLAN.awards] == ["R01", "R04", "R05"]


WHATS = {
    "a floor less": (Without("low"), 150, 1, 1),
    "a lower floor": (FloorAt("low", 1), 150, 1, 1),
    "a cap less": (Without("high"), 0, 0, 0),
    "money that buys nothing": (MoreMoney("apbd", MILLION), 0, 0, 0),
    "money without masks": (MoreMoney("apbd", 4 * MILLION), 0, 0, 0),
    "fewer masks": (MoreStock("mask", -1), -900, 0, 1),
    "too few masks for the floor": (MoreStock("mask", -3), None, None, None),
}


@pytest.mark.parametrize("what", WHATS)
def test_a_change_is_solved_again(what):
    change, gain, entering, leaving = WHATS[what]
    assert effect(change) == Effect(change, gain, entering, leaving, proven=True, estimate=None)


def test_money_and_masks_together_bring_one_more():
    richer = changed(ROUND, MoreStock("mask", 2))
    assert what_if(richer, allocate(richer), MoreMoney("apbd", 3 * MILLION)).gain == 850


def test_the_estimate_is_the_price_of_the_row():
    told = {price.row: price.price for price in PLAN.certificate.prices}
    assert what_if(ROUND, PLAN, MoreStock("mask", 1)).estimate == pytest.approx(told["stock:mask"])
    assert what_if(ROUND, PLAN, MoreMoney("apbd", 10)).estimate == pytest.approx(told["fund:apbd"] * 10)
    assert what_if(ROUND, PLAN, FloorAt("low", 1)).estimate == pytest.approx(told["floor:low"])
    assert what_if(ROUND, PLAN, Without("low")).estimate is None


def test_the_price_sheet_has_a_line_for_each_fund_and_each_rule_with_a_limit():
    sheet = price_sheet(ROUND, PLAN, step_idr=MILLION)
    assert [each.what for each in sheet] == [MoreMoney("apbd", MILLION), Without("high"), Without("low")]
    assert [each.gain for each in sheet] == [0, 0, 150]


UNKNOWN = {
    "fund": (MoreMoney("dak", 1), "There is no fund dak in the round."),
    "stock": (MoreStock("rope", 1), "There is no stock of rope in the round."),
    "rule": (Without("other"), "There is no rule other in the round."),
    "floor": (FloorAt("high", 1), "There is no rule high in the round."),
    "budget": (MoreMoney("apbd", -10 * MILLION), "Fund apbd has a budget of 0 rupiah: a whole number above zero is needed."),
}  # fmt: skip


@pytest.mark.parametrize("what", UNKNOWN)
def test_a_change_of_what_is_not_there_is_refused(what):
    change, sentence = UNKNOWN[what]
    with pytest.raises(AllocationRefused) as refused:
        changed(ROUND, change)
    assert str(refused.value) == sentence


def test_a_changed_round_is_another_round():
    assert changed(ROUND, Without("low")) == replace(ROUND, rules=ROUND.rules[1:])
    assert changed(ROUND, MoreMoney("apbd", 5)).funds[0].budget_idr == 10 * MILLION + 5
