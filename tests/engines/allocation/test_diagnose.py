"""Rules that contradict each other: which ones, each needed, and the cheapest way out."""

from dataclasses import replace

import pytest

from sentra.engines.allocation import (
    Cap,
    Change,
    Diagnosis,
    Floor,
    Fund,
    RulesClash,
    Share,
    Stock,
    WayOut,
    Who,
    allocate,
    diagnose,
)
from tests.engines.allocation.rounds import KIT, MILLION, person, random_round, workshop_round

KUTASARI, WOMEN = Who("district", "Kutasari"), Who("tag", "women")


def test_a_round_with_a_plan_has_nothing_to_diagnose():
    assert diagnose(workshop_round()) == Diagnosis()


def test_a_floor_above_a_cap_is_named_with_the_least_change_and_without_bystanders():
    floor, cap = Floor("low", "call 4", KUTASARI, 2), Cap("high", "call 5", KUTASARI, 1)
    problem = workshop_round(rules=(floor, cap, Cap("other", "call 5", WOMEN, 2)))
    with pytest.raises(RulesClash, match=r"contradict each other: cap:high, floor:low\.") as clash:
        allocate(problem)
    found = clash.value.diagnosis
    assert [(each.row, each.limit) for each in found.clashing] == [("cap:high", 1), ("floor:low", 2)]
    assert [way.means for way in found.ways] == ["rules"]
    assert sum(abs(change.after - change.before) for change in found.ways[0].changes) == 1


def test_a_floor_too_dear_is_bought_with_money_or_lowered():
    problem = workshop_round(rules=(Floor("low", "call 4", KUTASARI, 3),))
    found = diagnose(problem)
    assert [each.row for each in found.clashing] == ["fund:apbd", "floor:low"]
    assert found.ways == (
        WayOut("rules", (Change("floor:low", "awards", 3, 2),)),
        WayOut("budgets", (Change("fund:apbd", "idr", 10 * MILLION, 12 * MILLION),)),
    )


def test_a_floor_for_nobody_clashes_alone_and_money_does_not_help():
    found = diagnose(workshop_round(rules=(Floor("low", "call 4", Who("district", "Nowhere"), 1),)))
    assert [each.row for each in found.clashing] == ["floor:low"]
    assert found.ways == (WayOut("rules", (Change("floor:low", "awards", 1, 0),)),)


def test_a_floor_clashes_alone_when_no_fund_may_serve_anybody():
    problem = workshop_round(
        funds=(Fund("dak", MILLION, needs=("nobody",)),), rules=(Floor("low", "call 4", Who(), 1),)
    )
    assert [each.row for each in diagnose(problem).clashing] == ["floor:low"]


def test_missing_pieces_are_named_by_kind_and_counted():
    problem = workshop_round(stocks=(Stock("mask", 3),), rules=(Floor("low", "call 4", KUTASARI, 2),))
    found = diagnose(problem)
    assert [each.row for each in found.clashing] == ["stock:mask", "floor:low"]
    assert WayOut("stocks", (Change("stock:mask", "pieces", 3, 4),)) in found.ways


def test_many_stocks_are_named_together():
    kit = replace(KIT, kinds=tuple((f"tool-{at}", 1) for at in range(9)))
    people = tuple(replace(person(at, 500, "kit"), tags=(f"t{at}",)) for at in range(3))
    problem = workshop_round(
        applicants=people,
        packages=(kit, replace(kit, id="other", kinds=(("tool-0", 1),))),
        stocks=tuple(Stock(f"tool-{at}", 1) for at in range(9)),
        rules=(Floor("low", "call 4", Who(), 2),),
    )
    found = diagnose(problem)
    assert {each.kind for each in found.clashing} == {"stock", "floor"}
    assert len(found.clashing) == 2


def test_a_share_out_of_reach_is_lowered_to_what_can_be():
    rules = (Share("share", "call 6", WOMEN, 900), Floor("low", "call 4", KUTASARI, 2))
    problem = workshop_round(rules=rules)
    found = diagnose(problem)
    assert {each.row for each in found.clashing} >= {"share:share", "floor:low"}
    lowered = found.ways[0].changes
    assert [(change.row, change.after < change.before) for change in lowered] in (
        [("share:share", True)],
        [("floor:low", True)],
    )


def test_whole_awards_can_clash_where_split_ones_would_not():
    """Half an award would do: 4 of 6 million are to be spent on welders that cost 4 million, exactly 6 asked."""
    rules = (
        Floor("low", "call 4", Who(), 6 * MILLION, "idr"),
        Cap("high", "call 5", Who(), 6 * MILLION, "idr"),
    )
    people = (person(1, 500), person(2, 500))
    found = diagnose(workshop_round(applicants=people, rules=rules))
    assert [each.row for each in found.clashing] == ["cap:high", "floor:low"]
    assert found.ways[0].means == "rules"


@pytest.mark.parametrize("seed", range(12))
def test_a_way_out_is_one_and_every_named_row_is_needed(seed):
    """A floor for everybody twice as high as the money allows is added to a random round."""
    problem = random_round(5000 + seed, 20)
    floor = Floor("impossible", "call 9", Who(), 19)
    problem = replace(
        problem, rules=(*problem.rules, floor), funds=(Fund("A", max(1, problem.funds[0].budget_idr // 4)),)
    )
    found = diagnose(problem)
    assert found.clashing
    for way in found.ways:
        assert diagnose(changed(problem, way)).clashing == ()
    for clash in found.clashing:
        assert clash.row not in {each.row for each in diagnose(without(problem, clash.row)).clashing}


def changed(problem, way):
    after = {change.row: change.after for change in way.changes}

    def of(item, name, field):
        return replace(item, **{field: after.get(name, getattr(item, field))})

    fields = {Floor: ("floor", "least"), Cap: ("cap", "most"), Share: ("share", "least_permille")}
    rules = tuple(
        of(rule, f"{fields[type(rule)][0]}:{rule.id}", fields[type(rule)][1])
        if type(rule) in fields
        else rule
        for rule in problem.rules
        if not any(row.startswith(f"once:{rule.id}:") for row in after)
    )
    funds = tuple(of(fund, f"fund:{fund.id}", "budget_idr") for fund in problem.funds)
    stocks = tuple(of(stock, f"stock:{stock.kind}", "pieces") for stock in problem.stocks)
    return replace(problem, rules=rules, funds=funds, stocks=stocks)


def without(problem, row):
    name = row.split(":")[1]
    funds = tuple(
        replace(fund, budget_idr=10**15) if row == f"fund:{fund.id}" else fund for fund in problem.funds
    )
    stocks = tuple(stock for stock in problem.stocks if row != f"stock:{stock.kind}")
    rules = tuple(rule for rule in problem.rules if rule.id != name or row.startswith(("fund", "stock")))
    return replace(problem, rules=rules, funds=funds, stocks=stocks)
