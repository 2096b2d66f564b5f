"""A model: complete, finite at every level, and the same after a trip through JSON."""

import json
import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from sentra.engines.linkage.comparing import THEMES
from sentra.engines.linkage.model import START, check_model, dump_model, load_model, stamped, starting_model
from sentra.engines.linkage.problem import Level, LinkageRefused, Model

SHARES = {"phon_sorted": {"slamet": 0.02, "sugiyarti": 0.0003}, "product": {"gula": 0.2}}


def test_the_starting_model_speaks_of_every_level_of_every_comparison() -> None:
    found = {each.key: tuple(level.key for level in each.levels) for each in starting_model().comparisons}
    assert found == {theme.key: theme.keys for theme in THEMES}


def test_every_level_of_the_starting_model_has_finite_shares_that_sum_to_one() -> None:
    sums = {key: math.fsum(m for m, _ in levels.values()) for key, levels in START.items()}
    assert sums == pytest.approx(dict.fromkeys(START, 1.0), abs=0.011)


@pytest.mark.parametrize("column", ["m", "u"])
@pytest.mark.parametrize(
    "untrained", [None, 0.0, -0.1, 1.5, math.nan, "level not observed in training dataset"]
)
def test_a_level_that_training_never_saw_is_refused(column: str, untrained: object) -> None:
    level = Level("exact", 0.9, 0.1)
    with pytest.raises(LinkageRefused, match="Level exact"):
        replace(level, **{column: untrained})


def test_json_brings_back_the_same_model_and_equal_models_have_equal_text() -> None:
    model = starting_model(SHARES)
    assert load_model(dump_model(model)) == model
    turned = {column: dict(reversed(shares.items())) for column, shares in reversed(SHARES.items())}
    assert dump_model(starting_model(turned)) == dump_model(model)


def test_the_version_is_the_content() -> None:
    model = starting_model(SHARES)
    assert model.version == starting_model(SHARES).version
    assert stamped(replace(model, prior=-14.5)).version != model.version


NAME = [theme.key for theme in THEMES].index("name")
CHANGES: dict[str, Callable[[dict[str, Any]], object]] = {
    "nothing": lambda stored: None,
    "a level without u": lambda stored: stored["comparisons"][NAME]["levels"][0].__setitem__(2, None),
    "a level fewer": lambda stored: stored["comparisons"][NAME]["levels"].pop(3),
    "a comparison fewer": lambda stored: stored["comparisons"].pop(NAME),
    "a comparison more": lambda stored: stored["comparisons"].append({"key": "birthday", "levels": []}),
    "an unknown column": lambda stored: stored.update(terms={"mother": {"siti": 0.1}}),
    "another format": lambda stored: stored.update(format=0),
    "no prior": lambda stored: stored.update(prior=None),
    "a prior without end": lambda stored: stored.update(prior=math.inf),
}


def _stored(change: str) -> str:
    stored = json.loads(dump_model(starting_model()))
    CHANGES[change](stored)
    return json.dumps(stored)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ("a level without u", "Level exact has m="),
        ("a level fewer", "Comparison name has levels"),
        ("a comparison fewer", "Comparison name has levels None"),
        ("a comparison more", "Comparison birthday has levels"),
        ("an unknown column", "unknown columns: mother"),
        ("another format", "another format"),
        ("no prior", "not a stored linkage model"),
        ("a prior without end", "prior is inf"),
    ],
)
def test_a_stored_model_that_lacks_something_is_refused(change: str, sentence: str) -> None:
    assert load_model(_stored("nothing")) == starting_model()
    with pytest.raises(LinkageRefused, match=sentence):
        load_model(_stored(change))


def test_what_is_no_json_is_refused() -> None:
    with pytest.raises(LinkageRefused, match="not a stored linkage model"):
        load_model("gula")


def test_a_model_built_by_hand_is_checked_too() -> None:
    with pytest.raises(LinkageRefused, match="fit the model anew"):
        check_model(Model("m", -15.0, ()))
