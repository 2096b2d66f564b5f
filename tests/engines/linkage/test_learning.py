"""What clerks' answers teach: a correction that fits them, never turns evidence round, and adds up."""

import json
from dataclasses import asdict, replace
from functools import cache
from math import log
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentra.engines.linkage.comparing import THEMES
from sentra.engines.linkage.learning import (
    LENIENT,
    LESSENS,
    MOST,
    NAMES,
    PARTS,
    Label,
    Learned,
    features,
    learn,
    rerank,
)
from sentra.engines.linkage.linear import solved
from sentra.engines.linkage.problem import Edge, LinkageRefused, Part
from tests.engines.linkage.cluster_cast import row

AT = {name: place for place, name in enumerate(NAMES)}


def _row(**values):
    return tuple(float(values.get(name, 0.0)) for name in NAMES)


def _answers(count=300, seed=7):
    """Clerks who refuse rows of one source, which the model does not know: same = weight - 4 * same_source > 0."""
    random = Random(seed)
    labels = []
    for _ in range(count):
        weight, twin = random.uniform(-5, 5), random.random() < 0.5
        truth = weight - 4 * twin + random.gauss(0, 1) > 0
        gap = random.uniform(-3, 3)
        labels.append(Label(weight, _row(same_source=twin, gap_worse=gap, name=random.uniform(-3, 9)), truth))
    return labels


def _right(labels, learned, even=0.0):
    return sum((each.weight + learned.correction(each.features) > even) == each.same for each in labels)


NOTHING = Learned("nol", 0, 0.0, *(((0.0,) * len(NAMES),) * 4))


def test_every_comparison_is_a_feature():
    lessening = {less for less, _of in LESSENS}  # told as a part of what they take off
    assert {theme.key for theme in THEMES} - lessening == set(PARTS)
    assert lessening < {theme.key for theme in THEMES}


def test_three_hundred_answers_improve_the_next_thousand():
    learned, unseen = learn(_answers(), version="1"), _answers(1000, seed=8)
    assert _right(unseen, NOTHING) < 830
    assert _right(unseen, learned, LENIENT) > 900
    assert learned.slopes[AT["same_source"]] < -2
    assert learned.labels == 300


def test_learning_twice_gives_the_same_to_the_last_digit():
    assert learn(_answers(), version="1") == learn(_answers(), version="1")


def test_what_is_learned_survives_json():
    learned = learn(_answers(60), version="1")
    read = {
        k: tuple(v) if isinstance(v, list) else v for k, v in json.loads(json.dumps(asdict(learned))).items()
    }
    assert Learned(**read) == learned


@pytest.mark.parametrize("labels", [_answers(29), [each._replace(same=True) for each in _answers(60)]])
def test_too_few_or_one_sided_answers_are_refused(labels):
    with pytest.raises(LinkageRefused):
        learn(labels, version="1")


def test_answers_about_other_features_are_refused():
    with pytest.raises(LinkageRefused):
        replace(NOTHING, slopes=(1.0,))


# --- features and corrected edges -----------------------------------------------------------------------

RECORDS = {
    "a": row("a", "slamet riyadi", village="1"),
    "b": row("b", "slamet", village="1", source="oss"),
    "c": row("c", "sugiman", village="2"),
}
EDGES = [
    Edge("a", "b", 6.0, (Part("name", "part", 14.0), Part("phone", "shared", 7.0)), "uji"),
    Edge("c", "a", 2.0, (Part("name", "else", -4.0),), "uji"),
]


def test_features_tell_of_the_pair_and_its_competitors():
    first, second = features(RECORDS, EDGES)
    named = {name: value for name, value in zip(NAMES, first, strict=True) if value}
    assert named == {
        "gap_worse": 4.0,  # a's next best link has 2 bits
        "links_more": log(2),
        "namesakes_fewer": log(2),
        "namesakes_more": log(2),
        "tokens": 1.0,
        "other_length": 1.0,
        "name": 14.0,
        "phone": 7.0,
        "name_known": 1.0,
        "phone_known": 1.0,
    }
    assert (second[AT["gap_worse"]], second[AT["same_source"]]) == (-4.0, 1.0)


def test_what_a_common_value_takes_off_counts_with_what_it_is_taken_off():
    """A model that knows the crafts and namesakes of villages teaches the same lesson as one that does not."""
    parts = Part("product", "exact", 5.0), Part("place", "village", 6.0)
    lessened = *parts, Part("craft", "common", -2.0), Part("homonym", "several", -1.5)
    (whole,), (less,) = (
        features(RECORDS, [Edge("a", "b", 6.0, told, "uji")])
        for told in ((parts[0]._replace(weight=3.0), parts[1]._replace(weight=4.5)), lessened)
    )
    assert less == whole
    assert (less[AT["product"]], less[AT["place"]], less[AT["product_known"]]) == (3.0, 4.5, 1.0)


def test_what_rivals_take_off_is_a_feature_and_is_not_learnt_again():
    """Clusters take it off themselves: answers that agree with what is left of a link teach nothing."""
    both = [Edge("b", end, 3.0, (), "uji") for end in ("a", "c")]  # a and c are of one list
    named = RECORDS | {"c": row("c", "slamet", village="2")}
    assert [one[AT["rivals"]] for one in features(named, both)] == [pytest.approx(3.0, abs=0.2)] * 2
    assert {one[AT["rivals"]] for one in features(RECORDS, EDGES)} == {0.0}
    random = Random(3)
    weights = [(random.uniform(-4, 4), random.uniform(0, 3)) for _ in range(300)]
    fair = [(w, r, random.random() < 1 / (1 + 2.0 ** -(w - r))) for w, r in weights]
    learned = learn([Label(w, _row(rivals=r), same) for w, r, same in fair], version="1")
    assert all(abs(learned.correction(_row(rivals=r)) - LENIENT) < 0.6 for r in (0, 1, 2, 3))


def test_features_do_not_depend_on_the_side_a_record_stands_on():
    turned = [edge._replace(a=edge.b, b=edge.a) for edge in reversed(EDGES)]
    assert features(RECORDS, turned) == features(RECORDS, EDGES)[::-1]


def test_a_corrected_edge_still_adds_up_and_is_corrected_once():
    rows, learned = features(RECORDS, EDGES), replace(NOTHING, shift=1.25)
    corrected = rerank(EDGES, rows, learned)
    assert [edge.weight for edge in corrected] == [7.25, 3.25]
    assert [edge.parts[-1] for edge in corrected] == [Part("context", "learned", 1.25)] * 2
    with pytest.raises(LinkageRefused):
        rerank(corrected, rows, learned)


def test_without_lessons_edges_stay_as_they_are():
    assert rerank(EDGES, features(RECORDS, EDGES), None) == EDGES


@cache
def _lesson(seed, flip):
    return learn([each._replace(same=each.same ^ flip) for each in _answers(40, seed)], version="1")


LESSONS = st.builds(_lesson, st.integers(0, 3), st.booleans())
ROWS = st.tuples(*(st.floats(-10, 10) for _ in NAMES))


@given(LESSONS, ROWS, st.sampled_from(["gap_worse", *PARTS]), st.floats(0, 10))
def test_more_evidence_never_lowers_a_score(learned, values, name, more):
    """Also when the answers contradict the model (flipped); a part's own bits are in the weight too."""
    grown = tuple(value + more if place == AT[name] else value for place, value in enumerate(values))
    gained = more if name in PARTS else 0.0
    assert gained + learned.correction(grown) >= learned.correction(values) - 1e-9


@given(LESSONS, ROWS)
def test_a_correction_never_overrules_the_model(learned, values):
    assert abs(learned.correction(values)) <= MOST


@given(
    st.lists(st.lists(st.floats(-3, 3), min_size=3, max_size=3), min_size=3, max_size=3),
    st.lists(st.floats(-3, 3), min_size=3, max_size=3),
)
def test_a_small_system_is_solved(root, right):
    matrix = [[sum(x * y for x, y in zip(a, b, strict=True)) + (a is b) for b in root] for a in root]
    found = solved(matrix, right)
    assert [sum(m * x for m, x in zip(line, found, strict=True)) for line in matrix] == pytest.approx(
        right, abs=1e-6
    )
