"""Verdicts: by which rule, with which risk, and when there is none."""

from dataclasses import replace
from datetime import date

import pytest

from sentra.engines.acoustics import Contribution, Limit, budget, decide, verify_verdict
from tests.engines.acoustics.takes_cast import MOTORCYCLE, TESTED_ON, codes, series_of

LIMIT = Limit(
    "buyer-92",
    "L_stationary",
    92.0,
    "R41-stationary",
    "a buyer's letter",
    date(2026, 1, 1),
    verified_by="LAB-2",
)
DOUBT = budget([Contribution("all", 0.67)])  # U = 1.313
EXACT = replace(MOTORCYCLE, rounding="none")


def verdict(value_db, rule="simple", limit=LIMIT, procedure=EXACT, on=TESTED_ON):
    series = series_of(value_db, value_db, value_db, procedure=procedure)
    found = decide(series, DOUBT, limit, rule=rule, on=on)
    assert verify_verdict(series, found) == []
    return found


@pytest.mark.parametrize(("value_db", "p_conform"), [(90.0, 0.999), (91.0, 0.93), (92.0, 0.50), (93.0, 0.07)])
def test_the_risk_is_printed(value_db, p_conform):
    assert verdict(value_db).p_conform == pytest.approx(p_conform, abs=0.005)


def test_few_degrees_of_freedom_widen_the_risk():
    series = series_of(91.0, 91.0, 91.0, procedure=EXACT)
    few = decide(series, budget([Contribution("all", 0.67, dof=3)]), LIMIT, rule="simple", on=TESTED_ON)
    assert few.p_conform == pytest.approx(0.884, abs=0.002)


@pytest.mark.parametrize(
    ("rule", "outcomes", "acceptance_db"),
    [
        ("simple", ["pass", "pass", "pass", "fail", "fail"], 92.0),
        ("guarded", ["pass", "fail", "fail", "fail", "fail"], 90.687),
        ("non_binary", ["pass", "cond_pass", "cond_pass", "cond_fail", "fail"], 90.687),
    ],
)
def test_rules_differ_around_the_limit(rule, outcomes, acceptance_db):
    found = [verdict(value, rule) for value in (90.6, 90.8, 92.0, 93.2, 93.4)]
    assert [each.outcome for each in found] == outcomes
    assert found[0].acceptance_db == pytest.approx(acceptance_db, abs=0.001)


def test_a_guarded_pass_is_wrong_less_than_once_in_forty():
    assert 1 - verdict(92 - DOUBT.U_db, "guarded").p_conform <= 0.025 + 1e-9


def test_where_the_regulation_rounds_half_a_decibel_is_already_given():
    given, above = (verdict(value, "inherent", procedure=MOTORCYCLE) for value in (92.4, 92.5))
    assert (given.outcome, given.value_db, above.outcome, above.value_db) == ("pass", 92, "fail", 93)
    assert given.p_conform == pytest.approx(0.559, abs=0.002)  # of a true value up to 92.5
    assert given.acceptance_db == 92.0


# No verdict


@pytest.mark.parametrize("quantity", ["L_urban", "L_wot", "L_pass_by"])
@pytest.mark.parametrize("value_db", [70.0, 90.0, 110.0])
def test_a_stationary_reading_is_never_judged_against_a_pass_by_limit(quantity, value_db):
    pass_by = replace(LIMIT, id="P56-2019-L3", quantity=quantity, value_db=77.0)
    found = verdict(value_db, limit=pass_by)
    assert (found.outcome, found.p_conform, found.acceptance_db) == ("not_evaluated", None, None)
    assert codes(found) == ["stationary_is_no_pass_by", "limit_method"]
    assert (
        found.reasons[0].sentence == "A stationary reading says nothing about a pass-by limit (P56-2019-L3)."
    )


def test_nor_a_pass_by_reading_by_one_method_against_another():
    urban = replace(EXACT, quantity="L_urban")
    assert codes(verdict(76.0, limit=LIMIT, procedure=urban)) == ["limit_method"]
    assert (
        verdict(76.0, limit=replace(LIMIT, quantity="L_urban", value_db=77.0), procedure=urban).outcome
        == "pass"
    )


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"procedure_id": "ISO-5130"}, "limit_method"),
        ({"valid_until": date(2026, 3, 1)}, "limit_not_in_force"),
        ({"valid_from": date(2026, 3, 3)}, "limit_not_in_force"),
        ({"verified_by": ""}, "limit_unverified"),
    ],
)
def test_a_limit_that_does_not_apply_gives_no_verdict(changed, code):
    found = verdict(90.0, limit=replace(LIMIT, **changed))
    assert (found.outcome, codes(found)) == ("not_evaluated", [code])
    assert found.reasons[0].sentence.endswith(".")


def test_without_a_limit_there_is_a_reading_and_no_verdict():
    found = verdict(90.0, limit=None)
    assert (found.outcome, found.value_db, codes(found)) == ("no_limit", 90.0, ["no_limit"])


def test_an_invalid_series_is_not_judged():
    series = series_of(90.0, 95.0, 99.0)
    found = decide(series, DOUBT, LIMIT, rule="simple", on=TESTED_ON)
    assert (found.outcome, codes(found)) == ("not_evaluated", ["series_invalid"])
    assert decide(series, DOUBT, None, rule="simple", on=TESTED_ON).outcome == "not_evaluated"


def test_the_checker_sees_a_verdict_that_should_not_be():
    series = series_of(91.0, 91.0, 91.0, procedure=EXACT)
    good = decide(series, DOUBT, LIMIT, rule="simple", on=TESTED_ON)
    pass_by = replace(LIMIT, quantity="L_urban")
    wrong = {
        "quantity": replace(good, limit=pass_by),
        "passed_above": replace(good, value_db=93.0),
        "failed_below": replace(good, outcome="fail"),
        "probability": replace(good, p_conform=1.5),
    }
    assert {name: [each.code for each in verify_verdict(series, each)] for name, each in wrong.items()} == {
        name: [name] for name in wrong
    }
    assert verify_verdict(series, replace(good, outcome="not_evaluated")) == []
