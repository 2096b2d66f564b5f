"""Learning a model: the same every time, finite everywhere, and not taught by what is lent."""

import math
import random

import pytest

from sentra.engines.linkage.comparing import TERMS
from sentra.engines.linkage.fitting import LEAST_M, fit
from sentra.engines.linkage.model import FIXED_M, FIXED_U, START, check_model
from sentra.engines.linkage.problem import LinkageRefused, Model, Norm
from sentra.engines.linkage.scoring import score
from tests.engines.linkage.norms import make, norm, workshop

ROWS = make(2500, 11)


@pytest.fixture(scope="module")
def model() -> Model:
    return fit(ROWS, seed=1)


def shares(model: Model, comparison: str) -> dict[str, tuple[float, float]]:
    found = next(each for each in model.comparisons if each.key == comparison)
    return {level.key: (level.m, level.u) for level in found.levels}


def test_the_same_rows_in_any_order_and_the_same_seed_give_the_same_model(model: Model) -> None:
    turned = list(ROWS)
    random.Random(5).shuffle(turned)
    assert fit(turned, seed=1, threads=1) == model


def test_every_level_has_finite_shares_though_no_two_random_rows_ever_share_a_nib(model: Model) -> None:
    """The trap: a sample never shows the level, Splink leaves it without `u`, and it would say nothing."""
    assert check_model(model) is model
    edge = score(norm("a", nib="0123456789012"), norm("b", nib="0123456789012"), model)
    assert next(part.weight for part in edge.parts if part.comparison == "nib") > 10


def test_what_must_not_be_learnt_is_kept(model: Model) -> None:
    assert {key: shares(model, key) for key in FIXED_M & FIXED_U} == {
        key: START[key] for key in FIXED_M & FIXED_U
    }
    assert {level: m for level, (m, _) in shares(model, "name").items()} == {
        level: m for level, (m, _) in START["name"].items()
    }


def test_what_may_be_learnt_is_learnt(model: Model) -> None:
    """The maker's rows: one business name in 45, eight products, and true pairs that mostly agree on them."""
    assert shares(model, "business")["exact"][1] == pytest.approx(1 / 90, rel=0.5)
    assert shares(model, "product")["exact"][1] == pytest.approx(1 / 8, rel=0.2)
    assert shares(model, "product")["exact"][0] > 0.8
    assert sum(u for _, u in shares(model, "place").values()) == pytest.approx(1.0, abs=1e-3)
    assert min(level.m for each in model.comparisons for level in each.levels) >= LEAST_M


def test_the_prior_is_near_the_truth(model: Model) -> None:
    """To a bit or two: it is judged by the pairs that share a number and a name."""
    sizes: dict[str, int] = {}
    for row in ROWS:
        sizes[workshop(row.id)] = sizes.get(workshop(row.id), 0) + 1
    true = sum(size * (size - 1) // 2 for size in sizes.values())
    everything = len(ROWS) * (len(ROWS) - 1) / 2
    assert model.prior == pytest.approx(math.log2(true / everything), abs=1.5)


def test_shares_of_values_are_stored_above_a_floor(model: Model) -> None:
    assert set(model.terms) == set(TERMS)
    assert all(share > TERMS[column] for column, found in model.terms.items() for share in found.values())
    assert sum(model.terms["product"].values()) == pytest.approx(1.0)


def test_a_lent_phone_teaches_nothing(model: Model) -> None:
    lent = [row._replace(phones=("81200000001",)) for row in ROWS]
    taught = fit(lent, seed=1)
    assert shares(taught, "name") == shares(model, "name")
    assert shares(taught, "phone") == shares(model, "phone")


def test_rows_that_teach_nothing_leave_the_starting_shares() -> None:
    empty = fit([norm(f"e{place}") for place in range(300)], seed=1)
    assert {key: shares(empty, key) for key in START if key != "list"} == {
        key: dict(levels) for key, levels in START.items() if key != "list"
    }
    assert empty.prior == pytest.approx(-math.log2(300 * 299 / 2), abs=1e-3)


@pytest.mark.slow
@pytest.mark.parametrize(
    "rows",
    [
        [ROWS[0]._replace(id=f"i{place}") for place in range(10_000)],
        [row._replace(village="v", key1="k", nib="1", phones=("8",)) for row in make(10_000, 2)],
    ],
    ids=["identical", "one value"],
)
def test_bad_lists_give_a_model_too(rows: list[Norm]) -> None:
    assert check_model(fit(rows, seed=1)).prior < 0


def test_a_model_cannot_be_learnt_from_one_row_nor_without_memory() -> None:
    with pytest.raises(LinkageRefused, match="cannot be learnt from 1 rows"):
        fit(ROWS[:1], seed=1)
    with pytest.raises(LinkageRefused, match="do not go into 4MB"):
        fit(ROWS, seed=1, memory="4MB")
