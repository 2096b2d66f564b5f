"""The checker accepts what is right and names what is wrong, in results that were tampered with."""

from itertools import count

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sentra.engines.linkage.check import Violation, check_clusters, check_events
from sentra.engines.linkage.clustering import cluster
from sentra.engines.linkage.problem import Clusters, Conflict, Event, Move
from sentra.engines.linkage.reconciling import reconcile
from tests.engines.linkage.cluster_cast import link, row, word, worlds

NIKS = {"a": "3303051203740001", "d": "3303055304810007", "e": "330305120374001", "f": "3303051203740010"}
RECORDS = {key: row(key, "slamet", nik=NIKS.get(key)) for key in "abcdef"}
EDGES = [link("a", "b", 5.0), link("c", "d", 4.0), link("b", "c", 0.5)]
SAME, APART, PAIR = word("e", "f", True, 1), word("b", "c", False, 2), word("a", "b", True, 0)
REFUSED = word("a", "c", True, 1)  # with PAIR it would put b and c together
WORDS = (SAME, APART, PAIR, REFUSED)
CONFLICT = Conflict(REFUSED, APART)
RIGHT = Clusters((("a", "b"), ("c", "d"), ("e", "f")), (), (CONFLICT,))


def wrong(clusters, decisions=WORDS, **options):
    found = check_clusters(RECORDS, EDGES, decisions, clusters, auto=1.0, **options)
    return {(violation.rule, "".join(violation.about)) for violation in found}


def test_a_right_partition_has_no_violations_and_is_what_clustering_makes():
    assert wrong(RIGHT) == set()
    made = cluster(RECORDS, EDGES, WORDS, auto=1.0)
    assert (made.groups, made.conflicts) == (RIGHT.groups, RIGHT.conflicts)


@pytest.mark.parametrize(
    ("groups", "violations"),
    [
        ("ab cd", {("partition", "e"), ("partition", "f")}),
        ("ab cd e ef", {("partition", "e")}),
        ("ab cd efx", {("partition", "x")}),
        ("ab ef cd", {("order", "")}),
        ("ba cd ef", {("order", "")}),
        ("ab cd e f", {("same", "ef")}),
        ("ab c d ef", set()),  # caution is not a violation
        ("abef cd", {("connected", "abef")}),
        ("abc d ef", {("different", "bc"), ("connected", "abc")}),
        ("a b cd ef", {("same", "ab")}),
        ("ab cdef", {("nik", "de"), ("nik", "df"), ("connected", "cdef")}),
    ],
)
def test_a_tampered_partition_is_named(groups, violations):
    assert wrong(RIGHT._replace(groups=tuple(map(tuple, groups.split())))) == violations


def test_a_cluster_above_its_size_is_named_unless_people_made_it():
    assert wrong(RIGHT, size=1) == {("size", "cd")}


@pytest.mark.parametrize(
    ("conflicts", "violations"),
    [
        ((), {("same", "ac")}),  # a refused `same` must be told
        ((CONFLICT, Conflict(SAME, APART)), {("conflict", "ef"), ("connected", "ef")}),
        ((Conflict(REFUSED, SAME),), {("conflict", "ac")}),
        ((Conflict(REFUSED, word("b", "c", False, 1)),), {("conflict", "ac")}),  # not the last word
        ((Conflict(REFUSED, word("a", "f", False, 2)),), {("conflict", "ac")}),  # nobody said so
    ],
)
def test_a_tampered_conflict_is_named(conflicts, violations):
    assert wrong(RIGHT._replace(conflicts=conflicts)) == violations


def test_a_conflict_that_only_a_link_would_make_is_none():
    """Without the word on a and b nothing contradicts: the link between them gives way, not the `same`."""
    assert wrong(RIGHT, (SAME, APART, REFUSED)) == {("conflict", "ac")}


def test_the_last_word_counts_and_of_two_at_once_the_different():
    later = [*WORDS, word("f", "e", False, 3), word("f", "e", True, 3)]
    assert wrong(RIGHT, later) == {("different", "ef"), ("connected", "ef")}


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("3303051203740001", "3303051203740001", False),
        ("3303051203740001", "3303051203740002", False),
        ("3303051203740001", "330305120374000", False),
        ("330305120374000", "3303051203740001", False),
        ("3303051203740001", "3303052103740001", False),
        ("3303051203740001", "3303052103740002", True),
        ("3303051203740001", "33030512037400", True),
    ],
)
def test_one_slip_between_two_niks_is_forgiven(one, other, apart):
    records = {"a": row("a", nik=one), "b": row("b", nik=other)}
    found = check_clusters(records, [link("a", "b", 5.0)], [], Clusters((("a", "b"),)), auto=1.0)
    assert found == ([Violation("nik", ("a", "b"))] if apart else [])


@given(worlds(), st.data())
def test_a_record_moved_elsewhere_is_noticed_or_harmless(world, data):
    """A record put into a cluster that it has no strong link or word with cannot pass."""
    records, edges, decisions = world
    made = cluster(records, edges, decisions, auto=1.0)
    assume(len(made.groups) > 1)
    source, target = data.draw(st.permutations(made.groups).map(lambda groups: groups[:2]))
    record = data.draw(st.sampled_from(source))
    tied = {frozenset(e[:2]) for e in edges if e.weight >= 1} | {
        frozenset(d[:2]) for d in decisions if d.same
    }
    assume(not any(frozenset((record, other)) in tied for other in target))
    groups = [g for g in (tuple(r for r in source if r != record), tuple(sorted((*target, record)))) if g]
    rest = [g for g in made.groups if g not in (source, target)]
    tampered = made._replace(groups=tuple(sorted([*groups, *rest])))
    assert ("connected", tuple(sorted((*target, record)))) in check_clusters(
        records, edges, decisions, tampered, auto=1.0
    )


# --- events ---------------------------------------------------------------------------------------------

OLD = {"a": "1", "b": "1", "c": "2", "d": "2", "e": "2", "g": "3"}


def _told():
    numbers = count(100)
    return reconcile(OLD, RIGHT, fresh=lambda _record: str(next(numbers)))


def names(events, clusters=RIGHT, **options):
    return {(v.rule, "".join(v.about)) for v in check_events(OLD, events, clusters, **options)}


def test_right_events_have_no_violations():
    events = _told()
    assert [(e.kind, len(e.moves)) for e in events] == [("create", 1), ("split", 1), ("detach", 1)]
    assert names(events) == set()


@pytest.mark.parametrize(
    ("tampered", "violations"),
    [
        (lambda e: e[1:], {("membership", "e"), ("membership", "ef")}),
        (lambda e: [*e, e[0]], {("moved twice", "f"), ("move", "f")}),
        (lambda e: [*e, Event("attach", (), "")], {("event", "")}),
        (lambda e: [*e, Event("attach", (Move("a", "1", "1"),), "")], {("move", "a")}),
        (lambda e: [Event("split", e[0].moves + e[1].moves, ""), e[2]], {("event", "fe")}),
        (
            lambda e: [*e, Event("split", (Move("a", "1", "9"), Move("b", "1", "9")), "")],
            {("identity", "ab")},  # the same clusters, but a unit people know is gone
        ),
    ],
)
def test_tampered_events_are_named(tampered, violations):
    assert names(tampered(_told())) == violations


def test_a_minority_may_keep_its_unit_only_when_protected():
    whole = Clusters((("a", "b", "c", "d", "e"), ("g",)))
    moved = [Event("merge", tuple(Move(r, "2", "1") for r in "cde"), "")]
    assert names(moved, whole) == {("identity", "abcde")}
    assert names(moved, whole, protected={"1"}) == set()
