"""Rounds too large to enumerate: a certified gap, whatever the way there."""

from dataclasses import replace

import pytest

from sentra.engines.allocation import (
    AllocationRefused,
    Applicant,
    Floor,
    Fund,
    Goal,
    Limits,
    Package,
    Problem,
    RulesClash,
    Stock,
    Who,
    allocate,
    pricing,
    verify,
)
from tests.engines.allocation.rounds import MILLION, SEED, random_round, shuffled, workshop_round

PRICED = Limits(exact_pairs=0, near=20)


def crowd(people=600):
    """Two funds anybody may draw on, so that most winners could be paid by either."""
    return Problem(
        round="crowd",
        applicants=tuple(
            Applicant(f"R{at:03d}", 300 + at * 37 % 700, (f"P{at % 3}",), district=f"D{at % 7}")
            for at in range(people)
        ),
        packages=tuple(Package(f"P{at}", (at + 2) * MILLION, (("mask", 1),)) for at in range(3)),
        funds=(Fund("A", 200 * MILLION), Fund("B", 130 * MILLION)),
        seed=SEED,
        stocks=(Stock("mask", people // 5),),
        rules=tuple(Floor(f"f{at}", "call 4", Who("district", f"D{at}"), 10) for at in range(7)),
    )


def test_a_priced_plan_is_within_a_fraction_of_the_best_and_says_so_itself():
    problem = crowd()
    found = allocate(problem, limits=PRICED)
    assert verify(problem, found) == []
    assert (found.certificate.method, found.certificate.solver_bound) == ("price", None)
    assert found.certificate.gap < 0.005
    assert allocate(shuffled(problem, 3), limits=PRICED) == found


@pytest.mark.parametrize(("at_once", "rounds"), [(300, 3), (60, 3), (12, 1)])
def test_a_sample_is_priced_first_when_the_round_is_larger_still(monkeypatch, at_once, rounds):
    problem = crowd()
    whole = allocate(problem, limits=PRICED)
    monkeypatch.setattr(pricing, "PRICED_AT_ONCE", at_once)
    monkeypatch.setattr(pricing, "ROUNDS", rounds)
    found = allocate(problem, limits=PRICED)
    assert verify(problem, found) == []
    assert found.certificate.bound == pytest.approx(whole.certificate.bound, rel=300 / at_once / 100)


def test_more_are_searched_when_few_do_not_suffice_and_then_the_rules_are_said_to_clash():
    floor = Floor("all", "call 4", Who("district", "D1"), 8)
    problem = replace(crowd(60), rules=(floor,), stocks=(Stock("mask", 7),))
    with pytest.raises(RulesClash, match="stock:mask, floor:all"):
        allocate(problem, limits=PRICED)


def test_without_time_floors_come_first_and_then_what_fits():
    found = allocate(crowd(), limits=Limits(exact_pairs=0, wall_s=0.0))
    assert verify(crowd(), found) == []
    assert (found.certificate.status, found.certificate.method) == ("feasible", "price")
    assert 0 < found.certificate.gap < 0.2


def test_without_time_an_earlier_plan_is_kept():
    problem = crowd()
    earlier = allocate(problem, limits=PRICED)
    found = allocate(problem, limits=Limits(exact_pairs=0, wall_s=0.0), start=earlier)
    assert found.awards == earlier.awards


def test_without_time_a_round_that_needs_a_search_is_left_unfinished():
    problem = workshop_round(
        rules=(Floor("low", "call 4", Who(), 3), Floor("men", "call 4", Who("district", "Kutasari"), 1))
    )
    found = allocate(problem, limits=Limits(exact_pairs=0, wall_s=0.0))
    assert found.certificate.status in ("unfinished", "feasible")
    assert verify(problem, found) == []


def test_a_plan_as_good_as_its_bound_is_the_best():
    rich = workshop_round(funds=(Fund("apbd", 100 * MILLION),))
    found = allocate(rich, limits=PRICED)
    assert (found.certificate.status, len(found.awards)) == ("optimal", 6)


def test_places_have_no_price_by_column():
    problem = workshop_round(goals=(Goal("spread", "district"),))
    with pytest.raises(AllocationRefused, match="cannot be priced: 6 pairs are more than 0"):
        allocate(problem, limits=PRICED)


@pytest.mark.parametrize("seed", range(6))
def test_later_goals_are_followed_among_those_near_the_line(seed):
    goals = (Goal("score", yields_permille=30), Goal("spread", "village"))
    problem = replace(random_round(7000 + seed, 40), goals=goals, rules=())
    found = allocate(problem, limits=PRICED)
    assert [stage.goal for stage in found.certificate.stages] == ["score", "spread:village"]
    assert verify(problem, found) == []
