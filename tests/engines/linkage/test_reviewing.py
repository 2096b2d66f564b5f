"""What people are asked, in which order, and what they are never asked twice."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentra.engines.linkage.clustering import cluster
from sentra.engines.linkage.problem import LinkageRefused
from sentra.engines.linkage.reviewing import fingerprinted, review_queue
from tests.engines.linkage.cluster_cast import SEEN, link, row, rows, word, worlds

RANK = {"bantuan": 5, "survei": 1}
KEY = b"kunci uji sekian"
NIK, NIK_OTHER = "3303051203740001", "3303055304810007"


def queue(records, edges, decisions=(), **options):
    clusters = cluster(records, edges, decisions, auto=2.0)
    options = {"review": -3.0, "auto": 2.0, "rank": RANK, **options}
    return review_queue(records, clusters, edges, decisions, **options)


def asked(*args, **options):
    return [(task.records, task.bottleneck.weight) for task in queue(*args, **options)]


def test_links_from_review_up_to_auto_are_asked():
    edges = [link("a", "b", -3.0), link("c", "d", 1.9), link("e", "f", 2.0), link("g", "h", -3.1)]
    assert sorted(asked(rows(*"abcdefgh"), edges)) == [(("a", "b"), -3.0), (("c", "d"), 1.9)]


def test_a_question_shows_whole_clusters_and_their_weakest_needed_link():
    edges = [link("a", "b", 9.0), link("b", "c", 1.0), link("c", "d", 0.0), link("b", "d", -2.0)]
    (task,) = queue(rows(*"abcd"), edges)
    assert task.records == ("a", "b", "c", "d")
    assert [edge.weight for edge in task.edges] == [-2.0, 0.0, 1.0]
    assert task.bottleneck == link("c", "d", 0.0)  # without the link of -2 they still hang together


def test_even_odds_come_first_and_aid_lists_before_all():
    records = rows("a", "b", "c", "d") | rows("x", "y", source="bantuan")
    edges = [link("a", "b", -3.0), link("c", "d", 0.0), link("x", "y", -2.0)]
    made = queue(records, edges)
    assert [task.records for task in made] == [("x", "y"), ("c", "d"), ("a", "b")]
    assert [(task.uncertainty, task.consequence) for task in made] == [
        (pytest.approx(0.4), 5),
        (1.0, 1),
        (pytest.approx(2 / 9), 1),
    ]


def test_a_source_without_rank_counts_as_one():
    records = rows("a", "b", source="baru")
    assert [task.consequence for task in queue(records, [link("a", "b", 0.0)])] == [1]


def test_a_strong_link_that_an_identifier_vetoes_is_asked_as_wholly_uncertain():
    records = {"a": row("a", "slamet", nik=NIK), "b": row("b", "slamet", nik=NIK_OTHER)}
    (task,) = queue(records, [link("a", "b", 9.0)])
    assert (task.records, task.uncertainty) == (("a", "b"), 1.0)


def test_a_strong_link_between_an_owners_two_businesses_is_not_asked():
    records = {"a": row("a", "slamet", biz="griya batik"), "b": row("b", "slamet", biz="sumber rejeki")}
    assert queue(records, [link("a", "b", 9.0)]) == []


def test_a_decided_pair_is_not_asked_again():
    records, edges = rows("a", "b"), [link("a", "b", 0.0)]
    assert len(queue(records, edges)) == 1
    assert queue(records, edges, [word("a", "b", False)]) == []
    assert queue(records, edges, [word("a", "b", True)]) == []


def test_clusters_that_a_person_keeps_apart_are_not_asked_through_other_members():
    edges = [link("a", "b", 9.0), link("b", "c", 1.0)]
    assert len(queue(rows(*"abc"), edges)) == 1
    assert queue(rows(*"abc"), edges, [word("a", "c", False)]) == []


def test_a_decision_on_a_record_that_is_gone_settles_nothing():
    assert len(queue(rows("a", "b"), [link("a", "b", 0.0)], [word("a", "gone", False)])) == 1


@pytest.mark.parametrize(
    ("same", "weight", "again"),
    [(False, 0.0, True), (False, -4.0, False), (True, 0.0, True), (True, -9.0, True), (True, 3.0, False)],
)
def test_a_decided_pair_is_asked_again_when_its_data_changed(same, weight, again):
    fingerprint = fingerprinted(KEY)
    records, edges = rows("a", "b", name="slamet"), [link("a", "b", weight)]
    said = [word("a", "b", same, data=fingerprint(records["a"], records["b"]))]
    moved = {**records, "b": records["b"]._replace(village="33.03.05.2001")}
    assert queue(records, edges, said, fingerprint=fingerprint) == []
    assert bool(queue(moved, edges, said, fingerprint=fingerprint)) is again
    assert queue(moved, edges, said) == []


def test_a_fingerprint_is_of_the_data_and_not_of_when_or_where_it_was_said():
    a, b = row("a", "slamet"), row("b", "slamet", phones=("81211112222",))
    fingerprint = fingerprinted(KEY)
    same = [b._replace(source="lain"), b._replace(seen=SEEN.replace(year=2027))]
    other = [b._replace(phones=()), b._replace(nik=NIK), b._replace(name="slamet r")]
    assert {fingerprint(a, b), fingerprint(b, a), *(fingerprint(a, each) for each in same)} == {
        fingerprint(a, b)
    }
    assert fingerprint(a, b) not in {fingerprint(a, each) for each in other}
    assert fingerprint(a, b) != fingerprinted(KEY[::-1])(a, b)


def test_a_fingerprint_without_a_proper_key_is_refused():
    with pytest.raises(LinkageRefused):
        fingerprinted(b"pendek")


def test_a_review_above_auto_is_refused():
    with pytest.raises(LinkageRefused):
        queue(rows("a"), [], review=3.0)


def test_a_long_chain_is_asked_in_parts_and_no_link_is_lost():
    keys = [f"r{i}" for i in range(9)]
    chain = [link(a, b, float(-i) / 10) for i, (a, b) in enumerate(pairwise(keys))]
    made = queue(rows(*keys), chain, most=3)
    assert sorted(edge for task in made for edge in task.edges) == sorted(chain)
    assert max(len(task.records) for task in made) == 3


def test_the_same_records_have_the_same_key_whatever_the_scores():
    first, again = (queue(rows(*"ab"), [link("a", "b", w)])[0].key for w in (0.0, -1.0))
    (other,) = queue(rows(*"ac"), [link("a", "c", 0.0)])
    assert first == again != other.key


@given(worlds(), st.randoms(use_true_random=False))
def test_every_unsure_link_is_asked_once_and_in_the_same_order(world, random):
    records, edges, decisions = world
    # One link per pair, as the scorer gives them.
    edges = list({frozenset((e.a, e.b)): e for e in edges}.values())
    made = queue(records, edges, decisions, most=3)
    asked_edges = [edge for task in made for edge in task.edges]
    assert len(asked_edges) == len(set(asked_edges))
    assert {frozenset((e.a, e.b)) for e in asked_edges} & {frozenset((d.a, d.b)) for d in decisions} == set()
    place = {r: g for g in cluster(records, edges, decisions, auto=2.0).groups for r in g}
    assert [t.records for t in made] == [
        tuple(sorted({r for e in t.edges for x in e[:2] for r in place[x]})) for t in made
    ]
    if not decisions:
        between = [e for e in edges if -3 <= e.weight < 2 and place[e.a] != place[e.b]]
        assert sorted(e for e in asked_edges if e.weight < 2) == sorted(between)
    shuffled = random.sample(edges, len(edges))
    assert queue(records, shuffled, decisions, most=3) == made
