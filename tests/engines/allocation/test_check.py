"""The independent check: it accepts a true plan and names what was altered, in the round or in the plan."""

import ast
from dataclasses import replace
from pathlib import Path

import pytest

from sentra.engines.allocation import (
    Allocation,
    Applicant,
    AtMostOne,
    Award,
    Cap,
    Floor,
    Fund,
    Goal,
    NoRepeat,
    Past,
    Share,
    Stock,
    Who,
    allocate,
    check,
    ticket,
    verify,
)
from tests.engines.allocation.rounds import MILLION, SEED, person, workshop_round

ROUND = workshop_round(
    funds=(Fund("apbd", 10 * MILLION), Fund("dak", 2 * MILLION, needs=("women",))),
    stocks=(Stock("mask", 5), Stock("press", 1)),
    rules=(
        Floor("floor", "call 4", Who("district", "Bobotsari"), 1),
        Cap("cap", "call 5", Who("district", "Kutasari"), 2),
        Share("share", "call 6", Who("tag", "women"), 300),
        AtMostOne("once", "call 7", "household"),
        NoRepeat("again", "call 8", "2023-01-01"),
    ),
    past=(Past("applicant:R04", "2024-05-01"), Past("applicant:R02", "2020-05-01")),
)
PLAN = allocate(ROUND)


def one_changed(items, at, **change):
    return tuple(replace(each, **change) if each.id == at else each for each in items)


def round_with(name, at, **change):
    return replace(ROUND, **{name: one_changed(getattr(ROUND, name), at, **change)})


def awards_with(at, **change):
    return tuple(each._replace(**change) if each.applicant == at else each for each in PLAN.awards)


ALTERED_ROUNDS = {
    "score": (round_with("applicants", "R03", score_tenths=901), "score_altered"),
    "price": (round_with("packages", "kit", cost_idr=900_000), "price_altered"),
    "pieces in a package": (round_with("packages", "kit", kinds=(("mask", 3),)), "contents_altered"),
    "budget": (round_with("funds", "apbd", budget_idr=11 * MILLION), "budget_altered"),
    "stock": (replace(ROUND, stocks=(Stock("mask", 6), Stock("press", 1))), "stock_altered"),
    "floor": (round_with("rules", "floor", least=0), "floor_altered"),
    "cap": (round_with("rules", "cap", most=3), "cap_altered"),
    "share": (round_with("rules", "share", least_permille=299), "share_altered"),
    "one award": (round_with("rules", "once", over="account"), "at_most_one_altered"),
    "window": (round_with("rules", "again", since_on="2019-01-01"), "no_repeat_altered"),
    "past": (replace(ROUND, past=()), "past_altered"),
    "goals": (replace(ROUND, goals=(Goal("awards"),)), "goal_altered"),
    "eligibility of an applicant": (round_with("applicants", "R03", tags=("women",)), "eligibility_altered"),
    "eligibility of a fund": (round_with("funds", "dak", needs=()), "eligibility_altered"),
    "place": (round_with("applicants", "R03", village="Karangreja"), "place_altered"),
    "seed": (replace(ROUND, seed="0" * 64), "seed_altered"),
    "added applicant": (replace(ROUND, applicants=(*ROUND.applicants, person(7, 1))), "applicant_added"),
    "removed applicant": (replace(ROUND, applicants=ROUND.applicants[1:]), "applicant_removed"),
    "exchanged applicant": (round_with("applicants", "R03", id="R33"), "applicant_altered"),
    "round": (replace(ROUND, round="2026-2"), "round_altered"),
}


def codes(problem, plan):
    return {violation.code for violation in verify(problem, plan)}


def test_a_true_plan_is_accepted():
    assert verify(ROUND, PLAN) == []


@pytest.mark.parametrize("what", ALTERED_ROUNDS)
def test_an_altered_round_is_rejected_by_name(what):
    problem, code = ALTERED_ROUNDS[what]
    altered = {each for each in codes(problem, PLAN) if "_altered" in each or each.startswith("applicant_")}
    assert altered == {code, "input_altered"}


FORGED = "f" * 64
ALTERED_AWARDS = {
    "ticket": (awards_with("R01", ticket=FORGED), {"ticket", "award_altered"}),
    "price": (awards_with("R01", cost_idr=1), {"price", "award_altered"}),
    "another package": (awards_with("R05", package="press"), {"not_wished", "price", "budget", "award_altered"}),
    "another fund": (awards_with("R02", fund="dak"), {"eligibility", "budget", "award_altered"}),
    "a stranger": (awards_with("R05", applicant="R77"), {"unknown", "floor", "goal", "award_altered"}),
    "an award more": (
        (*PLAN.awards, Award("R03", "welder", "apbd", 4 * MILLION, ticket(SEED, "R03"))),
        {"budget", "stock", "cap", "goal", "award_altered"},
    ),
    "an award fewer": (PLAN.awards[1:], {"goal", "award_altered"}),
    "an award twice": ((*PLAN.awards, PLAN.awards[0]), {"awarded_twice", "budget", "stock", "cap", "goal", "award_altered"}),
    "who received before": (
        (*PLAN.awards, Award("R04", "welder", "apbd", 4 * MILLION, ticket(SEED, "R04"))),
        {"no_repeat", "budget", "stock", "goal", "award_altered"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", ALTERED_AWARDS)
def test_an_altered_award_is_rejected_by_name(what):
    awards, expected = ALTERED_AWARDS[what]
    assert codes(ROUND, replace(PLAN, awards=awards)) - {"lottery"} == expected


def certified(**change):
    return replace(PLAN, certificate=replace(PLAN.certificate, **change))


PRICED = [each._replace(price=each.price + 1) for each in PLAN.certificate.prices]
ALTERED_CERTIFICATES = {
    "a lower bound": (certified(bound=PLAN.certificate.bound - 5), {"bound"}),
    "other prices": (certified(prices=tuple(PRICED)), {"bound"}),
    "a price below zero": (certified(prices=(PRICED[0]._replace(price=-1.0),)), {"bound"}),
    "a price that is no number": (certified(prices=(PRICED[0]._replace(price=float("nan")),)), {"bound"}),
    "more points": (certified(objective=PLAN.certificate.objective + 5000), {"goal", "bound"}),
    "no stages": (certified(stages=()), {"goal"}),
    "another round": (replace(PLAN, round="2026-2"), {"round"}),
    "somebody who stepped back": (replace(PLAN, declined=("R01",)), {"declined"}),
}


@pytest.mark.parametrize("what", ALTERED_CERTIFICATES)
def test_an_altered_certificate_is_rejected_by_name(what):
    plan, expected = ALTERED_CERTIFICATES[what]
    assert codes(ROUND, plan) == expected


def test_a_tie_given_to_the_higher_ticket_is_rejected_even_with_all_hashes_made_anew():
    """R02 and R03 are told apart by nothing but their tickets."""
    won, lost = ("R02", "R03") if ticket(SEED, "R02") < ticket(SEED, "R03") else ("R03", "R02")
    assert won in {each.applicant for each in PLAN.awards}
    swapped = tuple(
        sorted(
            each._replace(applicant=lost, ticket=ticket(SEED, lost)) if each.applicant == won else each
            for each in PLAN.awards
        )
    )
    forged = replace(
        PLAN, awards=swapped, certificate=replace(PLAN.certificate, solution_sha256=_hashed(swapped))
    )
    assert codes(ROUND, forged) == {"lottery"}


def _hashed(awards):
    from sentra.engines.allocation import canonical

    return canonical.solution_sha256(awards)


def test_a_household_that_receives_twice_is_named():
    people = tuple(replace(each, groups=("household:h1",)) for each in ROUND.applicants[:2])
    once = (AtMostOne("once", "call 7", "household"),)
    plain = workshop_round(applicants=people)
    both = allocate(plain)
    assert len(both.awards) == 2
    found = [each for each in verify(replace(plain, rules=once), both) if each.code == "at_most_one"]
    assert found == [("at_most_one", "once household:h1", "2", "1")]


def test_a_round_left_unfinished_is_accepted_as_it_is():
    people = (person(1, 900),)
    unfinished = replace(allocate(workshop_round(applicants=people)), awards=())
    told = replace(
        unfinished.certificate, status="unfinished", stages=(), objective=0, solution_sha256=_hashed(())
    )
    must = workshop_round(applicants=people)
    assert verify(must, Allocation("2026-1", (), told)) == []


def test_the_check_imports_no_solver_and_nothing_that_makes_plans():
    allowed = {"allocation", "canonical", "check_bound", "check_hashes", "problem"}
    folder, forbidden = Path(check.__file__).parent, set()
    for name in ("check", "check_bound", "check_hashes"):
        for node in ast.walk(ast.parse((folder / f"{name}.py").read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module.startswith("sentra"):
                forbidden |= {node.module.rpartition(".")[2]} - allowed
            if isinstance(node, ast.Import):
                forbidden |= {each.name for each in node.names} & {"highspy", "ortools", "numpy", "scipy"}
    assert forbidden == set()


def test_an_applicant_without_a_wish_takes_part_in_nothing():
    people = (*ROUND.applicants, Applicant("R99", 1000, ()))
    problem = replace(ROUND, applicants=people)
    assert verify(problem, allocate(problem)) == []
