"""The solver, the independent check and brute force say the same of the same round."""

import pytest

from sentra.engines.allocation import Diagnosis, Limits, RulesClash, allocate, verify
from tests.engines.allocation import brute
from tests.engines.allocation.rounds import random_round, shuffled, winners


def tried(problem, limits=None):
    """The plan, or why there is none."""
    try:
        return allocate(problem, limits=limits)
    except RulesClash as clash:
        return clash.diagnosis


@pytest.mark.parametrize("seed", range(60))
def test_the_check_accepts_what_the_solver_finds_and_its_diagnosis_means_there_is_none(seed):
    problem = random_round(seed, 24)
    found = tried(problem)
    if isinstance(found, Diagnosis):
        assert found.clashing
        return
    assert verify(problem, found) == []
    assert found.certificate.status == "optimal"
    assert found.certificate.objective <= found.certificate.bound + 1e-6


@pytest.mark.parametrize("seed", range(60))
def test_no_plan_is_better_than_the_solvers(seed):
    problem = random_round(1000 + seed, 5)
    expected = brute.best(problem)
    if expected is None:
        with pytest.raises(RulesClash):
            allocate(problem)
        return
    reached, ways_to_win = expected
    found = allocate(problem)
    assert tuple(stage.value for stage in found.certificate.stages[: len(problem.goals)]) >= reached or any(
        goal.yields_permille for goal in problem.goals
    )
    assert frozenset(winners(found)) in ways_to_win


@pytest.mark.parametrize("seed", range(20))
def test_the_order_of_the_lists_changes_nothing(seed):
    problem = random_round(2000 + seed, 30)
    assert tried(shuffled(problem, seed)) == tried(problem)


@pytest.mark.parametrize("seed", range(20))
def test_a_priced_round_keeps_all_rules_and_its_bound_holds(seed):
    problem = random_round(3000 + seed, 60, spread=False)
    best, quick = tried(problem), Limits(exact_pairs=0, near=12)
    if isinstance(best, Diagnosis):
        with pytest.raises(RulesClash):
            allocate(problem, limits=quick)
        return
    priced = allocate(problem, limits=quick)
    assert verify(problem, priced) == []
    assert priced.certificate.method == "price"
    assert priced.certificate.objective <= best.certificate.objective <= priced.certificate.bound + 1e-6
    assert allocate(shuffled(problem, seed), limits=quick) == priced
