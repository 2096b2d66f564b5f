"""Two businesses of one owner agree on everything that proves the owner: a pair must not be surer than that."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentra.engines.linkage.bands import SURE
from sentra.engines.linkage.batch import edges, link_batch
from sentra.engines.linkage.explaining import explain
from sentra.engines.linkage.model import dump_model, load_model, starting_model
from sentra.engines.linkage.problem import LinkageRefused, Siblings
from sentra.engines.linkage.scoring import score
from sentra.engines.linkage.siblings import sibling_part
from tests.engines.linkage.norms import norm

MODEL = starting_model()
OWNER = {
    "name": "slamet riyadi",
    "village": "33.03.01.2001",
    "rt": "1",
    "rw": "2",
    "phones": ("81234567890",),
    "nik": "3303010101800001",
    "nik12": "330301010180",
}


def weight(one: dict[str, object], other: dict[str, object], model=MODEL) -> float:
    """Of rows of two lists."""
    rows = norm("a", **OWNER, **one), norm("b", **OWNER, **other)._replace(source="oss")
    return score(*rows, model).weight


def test_one_owner_is_proven_many_times_over_and_still_may_have_two_businesses() -> None:
    told = {
        "nothing": weight({}, {}),
        "one product": weight({"product": "gula"}, {"product": "gula"}),
        "two products": weight({"product": "gula"}, {"product": "sapu"}),
        "two names": weight({"biz": "sumber rejeki"}, {"biz": "lestari"}),
        "one list": score(norm("a", **OWNER), norm("b", **OWNER), MODEL).weight,
    }
    assert {key: bits >= SURE for key, bits in told.items()} == {
        "nothing": True,
        "one product": True,
        "two products": False,
        "two names": False,
        "one list": False,  # it mostly holds a business once
    }
    assert told["two products"] < told["two names"] < told["one list"] < told["nothing"] < told["one product"]


def test_a_model_without_siblings_adds_everything_up() -> None:
    apart = {"product": "gula"}, {"product": "sapu"}
    assert weight(*apart, replace(MODEL, siblings=None)) > 30 > SURE > weight(*apart)


def test_without_siblings_the_batch_adds_up_as_pair_by_pair() -> None:
    model = replace(MODEL, siblings=None)
    rows = [norm("a", **OWNER, product="gula"), norm("b", **OWNER, product="sapu")]
    (found,) = edges(link_batch(rows, model, min_weight=0.0).edges, model)
    alone = score(*rows, model)
    assert found.weight == pytest.approx(alone.weight)
    assert [part[:2] for part in found.parts] == [part[:2] for part in alone.parts]
    assert "sibling" not in {part.comparison for part in found.parts}


def test_the_doubt_is_a_part_with_a_sentence_and_the_parts_still_add_up() -> None:
    a, b = norm("a", **OWNER, product="gula"), norm("b", **OWNER, product="sapu")
    edge = score(a, b, MODEL)
    assert math.fsum([MODEL.prior, *(part.weight for part in edge.parts)]) == pytest.approx(edge.weight)
    told = {each.code: each.weight for each in explain(edge, a, b, MODEL.prior).factors}
    assert told["sibling.possible"] < -20


def test_what_is_far_below_the_limit_is_left_alone() -> None:
    assert sibling_part(-1.0, 5.5) is None
    assert sibling_part(5.5, 5.5) == ("sibling", "possible", -1.0, 0.0)


@given(st.floats(-60, 60), st.floats(-60, 60), st.floats(-10, 15))
def test_more_evidence_is_never_less_weight(one: float, other: float, limit: float) -> None:
    """But for the 0.03 bits by which the part begins."""

    def left(bits: float) -> float:
        part = sibling_part(bits, limit)
        return bits if part is None else bits + part.weight

    assert left(min(one, other)) <= left(max(one, other)) + 0.03


def test_json_brings_it_back_and_shares_that_do_not_fit_are_refused() -> None:
    assert load_model(dump_model(MODEL)) == MODEL
    for shares in ({"product": {"exact": 0.1}}, {"mother": {"exact": 1.0}}):
        with pytest.raises(LinkageRefused, match="other business"):
            load_model(dump_model(replace(MODEL, siblings=Siblings(6.0, shares))))
