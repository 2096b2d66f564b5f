"""Rounds and plans as JSON: one way to write them, read back whole."""

import hashlib
import json

import pytest

from sentra.engines.allocation import (
    AllocationRefused,
    allocate,
    allocation_from_json,
    allocation_to_json,
    canonical_bytes,
    input_sha256,
    problem_from_json,
    problem_to_json,
    unsealed,
)
from tests.engines.allocation.rounds import random_round, shuffled, workshop_round


def test_a_small_round_in_full():
    problem = workshop_round(applicants=workshop_round().applicants[:1])
    assert json.loads(canonical_bytes(problem_to_json(problem))) == {
        "schema": "sentra-round-1",
        "round": "2026-1",
        "applicants": [
            {
                "id": "R01",
                "score_tenths": 900,
                "wishes": ["welder"],
                "district": "Kutasari",
                "village": "Munjul",
                "branch": "",
                "tags": ["women"],
                "groups": [],
            }
        ],
        "packages": [
            {"id": "kit", "cost_idr": 1_000_000, "kinds": {"mask": 1}},
            {"id": "press", "cost_idr": 10_000_000, "kinds": {"press": 1}},
            {"id": "welder", "cost_idr": 4_000_000, "kinds": {"mask": 2, "welder": 1}},
        ],
        "funds": [
            {"id": "apbd", "budget_idr": 10_000_000, "needs": [], "packages": None, "applicants": None}
        ],
        "stocks": {},
        "rules": [],
        "goals": [{"kind": "score", "over": "", "yields_permille": 0}],
        "past": [],
        "seed": problem.seed,
    }


@pytest.mark.parametrize("seed", range(10))
def test_a_round_is_read_back_whole_and_hashed_as_it_is_written(seed):
    problem = random_round(seed, 12)
    text = canonical_bytes(problem_to_json(problem))
    again = problem_from_json(json.loads(text))
    assert canonical_bytes(problem_to_json(again)) == text
    assert input_sha256(again) == hashlib.sha256(text).hexdigest() == input_sha256(shuffled(problem, seed))


def test_what_is_committed_to_is_the_round_without_its_seed():
    problem = workshop_round()
    data = problem_to_json(problem)
    del data["seed"]
    assert unsealed(problem) == canonical_bytes(data)


def test_a_plan_is_read_back_whole():
    found = allocate(workshop_round())
    assert allocation_from_json(json.loads(json.dumps(allocation_to_json(found)))) == found


def test_another_schema_is_refused():
    with pytest.raises(AllocationRefused, match=r"schema sentra-round-1: 'sentra-plan-1'"):
        problem_from_json(allocation_to_json(allocate(workshop_round())))
    with pytest.raises(AllocationRefused, match=r"schema sentra-plan-1: None"):
        allocation_from_json({})
