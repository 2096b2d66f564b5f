"""How good a partition is, against golden figures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentra.engines.linkage.evaluating import evaluate
from sentra.engines.linkage.problem import Clusters, LinkageRefused, Metrics

TRUTH = {"a": 1, "b": 1, "c": 1, "d": 2, "e": 2}


def test_golden_figures():
    found = evaluate(Clusters((("a", "b"), ("c", "d", "e"))), TRUTH)
    # pairs: ab right; de right; cd, ce wrong; ac, bc missed.
    assert found == Metrics(0.5, 0.5, 0.5, pytest.approx(11 / 15), pytest.approx(11 / 15), 2, 2)


def test_the_truth_itself_is_perfect():
    assert evaluate(Clusters((("a", "b", "c"), ("d", "e"))), TRUTH) == Metrics(1, 1, 1, 1, 1, 2, 2)


def test_who_links_nothing_makes_no_mistake_and_finds_nothing():
    assert evaluate(Clusters(tuple((r,) for r in TRUTH)), TRUTH)[:3] == (1.0, 0.0, 0.0)
    assert evaluate(Clusters((("a",), ("b",))), {"a": 1, "b": 2})[:3] == (1.0, 1.0, 1.0)
    assert evaluate(Clusters((("a", "b"),)), {"a": 1, "b": 2})[:3] == (0.0, 1.0, 0.0)


def test_records_outside_the_truth_are_not_judged():
    assert evaluate(Clusters((("a", "b", "x"), ("c",))), {"a": 1, "b": 1, "c": 1})[:2] == (
        1.0,
        pytest.approx(1 / 3),
    )


@pytest.mark.parametrize("truth", [{}, {"a": 1, "z": 1}])
def test_a_truth_without_its_records_is_refused(truth):
    with pytest.raises(LinkageRefused):
        evaluate(Clusters((("a",),)), truth)


LABELS = st.dictionaries(
    st.sampled_from("abcdefg"), st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1
)


@given(LABELS)
def test_truth_and_partition_are_mirror_images(labels):
    sides = []
    for one, other in ((0, 1), (1, 0)):
        groups = {}
        for record in sorted(labels):
            groups.setdefault(labels[record][one], []).append(record)
        found = Clusters(tuple(map(tuple, groups.values())))
        sides.append(evaluate(found, {record: label[other] for record, label in labels.items()}))
    ours, theirs = sides
    assert (ours.precision, ours.recall, ours.groups) == (theirs.recall, theirs.precision, theirs.true_groups)
    assert (ours.b3_precision, ours.b3_recall) == (
        pytest.approx(theirs.b3_recall),
        pytest.approx(theirs.b3_precision),
    )
