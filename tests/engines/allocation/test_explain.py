"""Why somebody won or lost: codes and numbers, by prices and exactly."""

from dataclasses import replace

import pytest

from sentra.engines.allocation import (
    AllocationRefused,
    Applicant,
    Floor,
    Forced,
    Fund,
    Goal,
    Limits,
    NoRepeat,
    Past,
    RulesClash,
    Standing,
    Who,
    allocate,
    explain,
    ticket,
)
from tests.engines.allocation.rounds import MILLION, SEED, person, random_round, workshop_round

ROUND = workshop_round()
PLAN = allocate(ROUND)
UNLUCKY, LUCKY = sorted(("R02", "R03"), key=lambda each: ticket(SEED, each), reverse=True)


def told(applicant, depth="price", problem=ROUND, plan=PLAN):
    return explain(problem, plan, applicant, depth=depth)


def test_a_winner_is_told_the_award_and_the_place_in_the_pool():
    found = told("R01")
    assert (found.outcome, found.award.package) == ("awarded", "welder")
    assert found.standings == (Standing("apbd", 2, 6, 3, 650),)
    assert found.missing_tenths is None


def test_a_tie_lost_by_lot_is_told_as_one():
    found = told(UNLUCKY)
    assert (found.outcome, found.alike, found.alike_won) == ("lost_by_lot", 2, 1)
    assert found.ticket == ticket(SEED, UNLUCKY)
    assert told(UNLUCKY, "exact").forced == Forced(0, 1, 0, proven=True)


def test_who_was_outscored_is_told_what_was_missing():
    found = told("R04", "exact")
    assert (found.outcome, found.alike, found.alike_won) == ("outscored", 1, 0)
    assert found.forced == Forced(150, 1, 0, proven=True)  # 700 instead of 850
    assert found.costs[0].row == "fund:apbd"
    assert told("R06", "exact").forced == Forced(2400 - 990, 3, 0, proven=True)


def test_a_winner_is_told_what_would_be_lost_without():
    assert told("R01", "exact").forced == Forced(50, 0, 1, proven=True)  # the other 850 moves up


def test_who_received_before_is_told_by_which_rule():
    rules, past = (NoRepeat("again", "call 8", "2024-01-01"),), (Past("applicant:R01", "2024-01-01"),)
    problem = replace(ROUND, rules=rules, past=past)
    found = told("R01", "exact", problem, allocate(problem))
    assert (found.outcome, found.barred_by, found.forced) == ("barred", ("again",), None)


def test_whom_no_fund_may_serve_is_told_so():
    problem = replace(ROUND, funds=(Fund("kits", 10 * MILLION, packages=frozenset({"kit"})),))
    found = told("R01", "exact", problem, allocate(problem))
    assert (found.outcome, found.standings, found.costs) == ("no_fund", (), ())


def test_what_no_plan_allows_is_called_impossible():
    problem = replace(ROUND, rules=(Floor("low", "call 4", Who("district", "Bobotsari"), 2),))
    found = told("R06", "exact", problem, allocate(problem))
    assert (found.forced, found.impossible) == (None, True)


def test_a_floor_adds_to_a_score_what_its_price_says():
    problem = replace(ROUND, rules=(Floor("low", "call 4", Who("district", "Bobotsari"), 2),))
    costs = {cost.row: cost.tenths for cost in told("R04", problem=problem, plan=allocate(problem)).costs}
    assert costs["floor:low"] < 0 < costs["fund:apbd"]


def test_prices_are_in_points_only_when_points_come_first():
    problem = replace(ROUND, goals=(Goal("awards"),))
    found = told("R04", problem=problem, plan=allocate(problem))
    assert (found.costs, found.missing_tenths) == ((), None)


def test_a_fund_that_served_nobody_has_no_cutoff():
    problem = replace(ROUND, applicants=(person(1, 5), person(2, 4)), funds=(Fund("apbd", 1),))
    assert told("R02", problem=problem, plan=allocate(problem)).standings == (
        Standing("apbd", 2, 2, 0, None),
    )


def test_a_round_too_large_to_search_is_explained_by_its_prices():
    plan = allocate(ROUND, limits=Limits(exact_pairs=0))
    found = told("R04", "exact", plan=plan)
    assert (found.depth, found.forced) == ("price", None)


def test_a_stranger_is_refused():
    with pytest.raises(AllocationRefused, match="no applicant R77"):
        told("R77")


def test_an_applicant_without_a_wish_has_no_fund():
    problem = replace(ROUND, applicants=(*ROUND.applicants, Applicant("R99", 1000, ())))
    assert told("R99", problem=problem, plan=allocate(problem)).outcome == "no_fund"


@pytest.mark.parametrize("seed", range(8))
def test_with_more_points_than_were_missing_a_loser_wins(seed):
    """The promise of an exact explanation, kept in a new round with that one score changed."""
    problem = replace(random_round(seed, 16, spread=False), goals=(Goal("score"),))
    try:
        plan = allocate(problem)
    except RulesClash:
        return
    won = {award.applicant for award in plan.awards}
    losers = [each for each in problem.applicants if each.id not in won]
    for loser in losers[:3]:
        found = explain(problem, plan, loser.id, depth="exact")
        if found.forced is None or loser.score_tenths + found.forced.loss + 1 > 1000:
            continue
        for more, wins in ((found.forced.loss + 1, True), (found.forced.loss - 1, False)):
            if more > 0:
                raised = tuple(
                    replace(each, score_tenths=each.score_tenths + more) if each == loser else each
                    for each in problem.applicants
                )
                again = allocate(replace(problem, applicants=raised))
                assert (again.award_of(loser.id) is not None) == wins
