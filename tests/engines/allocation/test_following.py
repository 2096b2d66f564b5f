"""After the decision: the queue, and who moves up when somebody declines; nobody else's award changes."""

from dataclasses import replace

import pytest

from sentra.engines.allocation import (
    Allocation,
    Award,
    Floor,
    Fund,
    NoRepeat,
    Past,
    RulesClash,
    Stock,
    Who,
    allocate,
    promote,
    ticket,
    verify,
    waiting_list,
)
from tests.engines.allocation.rounds import MILLION, SEED, person, random_round, winners, workshop_round

ROUND = workshop_round()
PLAN = allocate(ROUND)
WAITS = ({"R02", "R03"} - set(winners(PLAN))).pop()


def test_the_queue_of_a_fund_is_by_score_then_by_ticket_and_holds_only_whom_it_may_serve():
    funds = (
        Fund("apbd", 10 * MILLION),
        Fund("dak", MILLION, needs=("women",), packages=frozenset({"press"})),
    )
    problem = replace(
        ROUND,
        funds=funds,
        applicants=(*ROUND.applicants, person(7, 850), person(8, 999, "press", tags=("women",))),
    )
    queue = waiting_list(problem, allocate(problem))
    tied = sorted(("R02", "R03", "R07"), key=lambda each: ticket(SEED, each))[1:]
    assert [(each.fund, each.rank, each.applicant) for each in queue] == [
        ("apbd", 1, "R08"), ("apbd", 2, "R06"), ("apbd", 3, tied[0]), ("apbd", 4, tied[1]), ("apbd", 5, "R04"),
        ("dak", 1, "R08"),
    ]  # fmt: skip


def test_who_received_before_does_not_wait():
    problem = replace(
        ROUND, rules=(NoRepeat("again", "call 8", "2024-01-01"),), past=(Past("applicant:R04", "2024-01-01"),)
    )
    assert "R04" not in {each.applicant for each in waiting_list(problem, allocate(problem))}


def test_the_next_who_fits_moves_up_and_nobody_else_changes():
    after = promote(ROUND, PLAN, declined=["R01"])
    assert set(after.awards) - set(PLAN.awards) == {
        Award(WAITS, "welder", "apbd", 4 * MILLION, ticket(SEED, WAITS))
    }
    assert set(PLAN.awards) - set(after.awards) == {PLAN.award_of("R01")}
    assert (after.declined, after.certificate.status) == (("R01",), "feasible")
    assert verify(ROUND, after) == []


def test_who_declined_before_stays_out():
    after = promote(ROUND, promote(ROUND, PLAN, declined=["R01"]), declined=[WAITS])
    assert winners(after) == sorted({"R02", "R03", "R04", "R05"} - {WAITS})
    assert after.declined == tuple(sorted(("R01", WAITS)))
    assert waiting_list(ROUND, after)[0].applicant == "R06"


def test_a_floor_is_restored_before_the_queue_moves():
    problem = replace(ROUND, rules=(Floor("low", "call 4", Who("district", "Bobotsari"), 1),))
    plan = allocate(problem)
    after = promote(problem, plan, declined=["R05", "R01"])
    assert waiting_list(problem, plan)[1].applicant == WAITS  # who would have been next
    assert set(winners(after)) - set(winners(plan)) == {"R04"}


def test_when_adding_cannot_keep_a_rule_as_few_awards_as_possible_change():
    people = (
        person(1, 900),
        person(2, 850),
        person(4, 700, district="Bobotsari"),
        person(5, 650, "kit", district="Bobotsari"),
    )
    problem = workshop_round(
        applicants=people,
        funds=(Fund("apbd", 9 * MILLION),),
        rules=(Floor("low", "call 4", Who("district", "Bobotsari"), 1),),
    )
    plan = allocate(problem)
    assert winners(plan) == ["R01", "R02", "R05"]
    after = promote(problem, plan, declined=["R05"])
    assert winners(after) == ["R01", "R04"]
    assert verify(problem, after) == []


def test_a_floor_nobody_can_keep_any_more_stays_missed_and_is_reported():
    rule = Floor("low", "call 4", Who("tag", "women"), 2)
    problem = replace(ROUND, rules=(rule,))
    after = promote(problem, allocate(problem), declined=["R05"])
    assert [each.code for each in verify(problem, after)] == ["floor"]


def test_a_committees_own_award_keeps_its_money_and_pieces():
    """R06 was given a welder that nobody computed: a kit and its mask are all that is left."""
    given = Award("R06", "welder", "apbd", 4 * MILLION, ticket(SEED, "R06"))
    problem = replace(ROUND, stocks=(Stock("mask", 5),))
    plan = allocate(problem)
    standing = Allocation(plan.round, tuple(sorted((*plan.awards[:1], given))), plan.certificate)
    after = promote(problem, standing, declined=[])
    assert given in after.awards
    masks = {"welder": 2, "kit": 1}
    assert sum(masks[award.package] for award in after.awards) == 5
    assert sum(award.cost_idr for award in after.awards) == 9 * MILLION


@pytest.mark.parametrize("seed", range(25))
def test_whoever_declines_everybody_else_keeps_the_award_unless_a_rule_needs_it(seed):
    problem = random_round(6000 + seed, 24)
    try:
        plan = allocate(problem)
    except RulesClash:
        return
    for award in plan.awards[:3]:
        after = promote(problem, plan, declined=[award.applicant])
        assert award.applicant not in winners(after)
        wrong = {each.code for each in verify(problem, after)}
        assert wrong <= {"floor", "share"}
        if set(plan.awards) - {award} <= set(after.awards):
            continue
        kept = replace(plan, awards=tuple(sorted(set(plan.awards) - {award})))
        assert {each.code for each in verify(problem, kept)} & {"floor", "share"}
