"""What a round refuses at birth, with the place named."""

from dataclasses import replace

import pytest

from sentra.engines.allocation import (
    AllocationRefused,
    Applicant,
    Cap,
    Floor,
    Fund,
    Goal,
    NoRepeat,
    Package,
    Past,
    Share,
    Stock,
    Who,
)
from tests.engines.allocation.rounds import KIT, MILLION, PRESS, WELDER, person, workshop_round

REFUSED = {
    "a price that is negative": (lambda: Package("press", -1), "Package press costs -1 rupiah: a whole number above zero is needed."),
    "a price that is missing": (lambda: Package("press", None), "Package press costs None rupiah: a whole number above zero is needed."),
    "no pieces": (lambda: Package("press", 1, (("press", 0),)), "Package press: 0 pieces of press: a whole number above zero is needed."),
    "a kind twice": (lambda: Package("press", 1, (("mask", 1), ("mask", 2))), "Kind mask is listed twice."),
    "a budget of zero": (lambda: Fund("apbd", 0), "Fund apbd has a budget of 0 rupiah: a whole number above zero is needed."),
    "a score above the bounds": (lambda: person(7, 1001), "Applicant R07: the score 1001 is no whole number of tenths up to 1000."),
    "a score below the bounds": (lambda: person(7, -1), "Applicant R07: the score -1 is no whole number of tenths up to 1000."),
    "a score that is a fraction": (lambda: person(7, 70.5), "Applicant R07: the score 70.5 is no whole number of tenths up to 1000."),
    "a score that is a truth value": (lambda: person(7, True), "Applicant R07: the score True is no whole number of tenths up to 1000."),
    "a wish twice": (lambda: person(7, 1, "kit kit"), "Applicant R07 wishes for package kit twice."),
    "a group without a kind": (lambda: person(7, 1, groups=("melati",)), "Applicant R07: the group 'melati' must be written kind:value."),
    "a stock below zero": (lambda: Stock("mask", -1), "Stock of mask: -1 pieces: a whole number from zero up is needed."),
    "a floor below zero": (lambda: Floor("f", "call 4", Who(), -1), "Rule f: -1 is not a whole number from 0 to any number."),
    "a cap that is a fraction": (lambda: Cap("c", "call 5", Who(), 1.5), "Rule c: 1.5 is not a whole number from 0 to any number."),
    "a share above all": (lambda: Share("s", "call 6", Who(), 1001), "Rule s: 1001 is not a whole number from 0 to 1000."),
    "a window without a date": (lambda: NoRepeat("n", "call 8", "1-1-2023"), "Rule n: '1-1-2023' is not a date written year-month-day."),
    "a past without a date": (lambda: Past("household:a", ""), "The award to household:a in the past: '' is not a date written year-month-day."),
    "spread over nothing": (lambda: Goal("spread"), "The goal 'spread' needs district, village or branch."),
    "a tag that is not named": (lambda: Goal("tag"), "The goal 'tag' needs the tag it counts."),
    "a goal that gives up more than all": (lambda: Goal("score", yields_permille=1001), "The goal 'score' may yield a whole number from 0 to 1000 in a thousand, not 1001."),
}  # fmt: skip

WRONG_TOGETHER = {
    "an applicant twice": ({"applicants": (person(1, 1), person(2, 2), person(1, 3))}, "Applicant R01 is listed twice."),
    "an applicant without an id": ({"applicants": (Applicant("", 1, ("kit",)),)}, "Applicant: the id is empty."),
    "nobody": ({"applicants": ()}, "The round has no applicants."),
    "no money": ({"funds": ()}, "The round has no funds."),
    "no goal": ({"goals": ()}, "The goal '' needs to be named: a round needs a first goal."),
    "a goal twice": ({"goals": (Goal("score"), Goal("score", yields_permille=5))}, "Goal score is listed twice."),
    "a package twice": ({"packages": (PRESS, WELDER, KIT, KIT)}, "Package kit is listed twice."),
    "a fund twice": ({"funds": (Fund("apbd", 1), Fund("apbd", 2))}, "Fund apbd is listed twice."),
    "a stock twice": ({"stocks": (Stock("mask", 1), Stock("mask", 2))}, "Stock mask is listed twice."),
    "a rule twice": ({"rules": (Floor("f", "", Who(), 1), Cap("f", "", Who(), 1))}, "Rule f is listed twice."),
    "an unknown wish": ({"packages": (PRESS, WELDER)}, "Applicant R05 wishes for package kit, which is not in the round."),
    "an unknown package of a fund": ({"funds": (Fund("apbd", 1, packages=frozenset({"lathe"})),)}, "Fund apbd pays for package lathe, which is not in the round."),
    "an unknown applicant of a fund": ({"funds": (Fund("apbd", 1, applicants=frozenset({"R77"})),)}, "Fund apbd is open to applicant R77, who is not in the round."),
    "an unknown fund of a rule": ({"rules": (Floor("f", "call 4", Who(), 1, fund="dak"),)}, "Rule f speaks of fund dak, which is not in the round."),
    "a seed that is none": ({"seed": "12"}, "The lottery's seed must be 64 hexadecimal digits."),
    "a seed in other letters": ({"seed": "G" * 64}, "The lottery's seed must be 64 hexadecimal digits."),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_nonsense_is_refused_with_its_place(what):
    make, sentence = REFUSED[what]
    with pytest.raises(AllocationRefused) as refused:
        make()
    assert str(refused.value) == sentence


@pytest.mark.parametrize("what", WRONG_TOGETHER)
def test_what_does_not_fit_together_is_refused_with_its_place(what):
    change, sentence = WRONG_TOGETHER[what]
    with pytest.raises(AllocationRefused) as refused:
        workshop_round(**change)
    assert str(refused.value) == sentence


def test_a_refusal_carries_a_code_and_facts_for_whoever_translates_it():
    with pytest.raises(AllocationRefused) as refused:
        Fund("apbd", 0)
    assert (refused.value.code, refused.value.facts) == ("budget", {"fund": "apbd", "budget_idr": 0})


def test_an_applicant_is_found_by_id_and_a_stranger_refused():
    problem = workshop_round()
    assert problem.applicant("R05").wishes == ("kit",)
    with pytest.raises(AllocationRefused, match=r"There is no applicant R77 in the round\."):
        problem.applicant("R77")


def test_a_part_of_the_applicants_is_named_by_one_field():
    one = person(1, 1, district="D", village="V", branch="logam", tags=("women",), groups=("kub:melati",))
    parts = {
        "everyone": "",
        "district": "D",
        "village": "V",
        "branch": "logam",
        "tag": "women",
        "group": "kub:melati",
    }
    assert [Who(field, value).has(one) for field, value in parts.items()] == [True] * 6
    assert [Who(field, "other").has(one) for field in parts] == [True] + [False] * 5


def test_a_traceback_shows_a_round_without_its_long_lists():
    problem = replace(workshop_round(), round="2026-7")
    assert repr(problem).startswith("Problem(round='2026-7', funds=(Fund(id='apbd'")
    assert "R01" not in repr(problem)
    assert problem.funds[0].budget_idr == 10 * MILLION
