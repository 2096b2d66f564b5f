"""Unit ids that stay: what a new partition does to the units people know, and how it is taken back."""

from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentra.engines.linkage.check import check_events
from sentra.engines.linkage.problem import Clusters, Event, LinkageRefused, Move
from sentra.engines.linkage.reconciling import aliases, apply, inverse, reconcile


def _clusters(*groups):
    return Clusters(tuple(sorted(tuple(sorted(group)) for group in groups)))


def _fresh():
    numbers = count(100)
    return lambda _record: str(next(numbers))


def told(old, *groups, **options):
    """Kinds with "record old>new" for each move, in one line per event."""
    events = reconcile(old, _clusters(*groups), fresh=_fresh(), **options)
    return [(e.kind, " ".join(f"{r} {before}>{after}" for r, before, after in e.moves)) for e in events]


def test_new_records_make_units_or_join_those_there_are():
    assert told({"a": "1"}, "ab", "cd") == [("attach", "b None>1"), ("create", "c None>100 d None>100")]


def test_what_is_as_it_was_needs_no_event():
    assert told({"a": "1", "b": "1", "c": "2"}, "ab", "c") == []


def test_a_merge_keeps_the_unit_that_most_had():
    assert told({"a": "1", "b": "2", "c": "2"}, "abc") == [("merge", "a 1>2")]


def test_of_equal_units_the_oldest_stays():
    assert told({"a": "10", "b": "9"}, "ab") == [("merge", "a 10>9")]


def test_a_protected_unit_stays_against_a_majority():
    assert told({"a": "1", "b": "2", "c": "2"}, "abc", protected={"1"}) == [("merge", "b 2>1 c 2>1")]


def test_a_split_leaves_the_unit_with_the_larger_part():
    assert told({"a": "1", "b": "1", "c": "1"}, "a", "bc") == [("split", "a 1>100")]


def test_a_part_can_move_to_another_unit():
    assert told({"a": "1", "b": "1", "c": "1", "d": "2", "e": "2"}, "ab", "cde") == [("split", "c 1>2")]


def test_records_that_are_gone_are_detached():
    assert told({"a": "1", "b": "1"}, "a") == [("detach", "b 1>None")]


def test_a_fresh_id_that_is_in_use_is_refused():
    with pytest.raises(LinkageRefused):
        reconcile({"a": "1"}, _clusters("a", "b"), fresh=lambda _record: "1")


def test_the_cause_is_kept():
    assert [e.cause for e in reconcile({}, _clusters("a"), fresh=_fresh(), cause="putusan 7")] == [
        "putusan 7"
    ]


def test_a_move_that_does_not_begin_where_the_record_is_is_refused():
    moved = [Event("split", (Move("a", "1", "2"),), "uji")]
    assert apply(moved, {"a": "1"}) == {"a": "2"}
    with pytest.raises(LinkageRefused):
        apply(moved, {"a": "3"})


def test_what_was_made_attached_and_merged_is_taken_back_exactly():
    before = {"a": "1", "b": "1", "c": "2"}
    events = reconcile(before, _clusters("abcd", "e"), fresh=_fresh())
    after = apply(events, before)

    assert [event.kind for event in events] == ["attach", "create", "merge"]
    assert after == {"a": "1", "b": "1", "c": "1", "d": "1", "e": "100"}
    assert apply([inverse(event) for event in reversed(events)], after) == before
    assert [inverse(event).kind for event in events] == ["detach", "detach", "split"]


def test_a_unit_without_members_points_where_most_of_them_went():
    old = {"a": "1", "b": "1", "c": "1", "d": "2", "e": "3", "f": "4"}
    after = {"a": "5", "b": "2", "c": "2", "d": "2", "e": "3"}
    assert aliases(old, after) == {"1": "2"}  # 4 lost its only record: it points nowhere
    assert aliases({"a": "1", "b": "1"}, {"a": "10", "b": "9"}) == {"1": "9"}


RECORDS = [f"r{i}" for i in range(7)]


@st.composite
def changes(draw):
    """Old memberships and a new partition, each of some of the records."""
    old = draw(st.dictionaries(st.sampled_from(RECORDS), st.sampled_from(["1", "2", "3", "10"])))
    labels = draw(st.dictionaries(st.sampled_from(RECORDS), st.integers(0, 3)))
    new = _clusters(*({r for r in labels if labels[r] == label} for label in set(labels.values())))
    return old, new, draw(st.sets(st.sampled_from(["1", "2", "3"]), max_size=2))


@given(changes())
def test_events_lead_from_the_old_units_to_the_new_clusters(change):
    old, new, protected = change
    events = reconcile(old, new, fresh=_fresh(), protected=protected)
    assert check_events(old, events, new, protected=protected) == []


@given(changes())
def test_every_event_can_be_taken_back(change):
    old, new, _ = change
    state = old
    for event in reconcile(old, new, fresh=_fresh()):
        after = apply([event], state)
        assert apply([inverse(event)], after) == state
        assert inverse(inverse(event)).moves == event.moves
        state = after
    events = reconcile(old, new, fresh=_fresh())
    assert apply([inverse(event) for event in reversed(events)], apply(events, old)) == old


@given(changes())
def test_the_second_time_there_is_nothing_to_do(change):
    old, new, protected = change
    after = apply(reconcile(old, new, fresh=_fresh(), protected=protected), old)
    assert reconcile(after, new, fresh=_fresh(), protected=protected) == []


@given(changes())
def test_a_pure_merge_or_split_moves_as_few_records_as_can_be(change):
    """By brute force: of all units a cluster could keep, none would leave more records where they are."""
    old, new, _ = change
    whole = _clusters(*([sorted(old)] if old else []))
    moved = sum(len(event.moves) for event in reconcile(old, whole, fresh=_fresh()))
    sizes = [list(old.values()).count(unit) for unit in set(old.values())]
    assert moved == len(old) - max(sizes, default=0)
    one = dict.fromkeys((record for group in new.groups for record in group), "1")
    moved = sum(len(event.moves) for event in reconcile(one, new, fresh=_fresh()))
    assert moved == len(one) - max((len(group) for group in new.groups), default=0)


@given(changes())
def test_every_unit_that_lost_all_is_an_alias_of_one_that_has_members(change):
    old, new, _ = change
    after = apply(reconcile(old, new, fresh=_fresh()), old)
    found = aliases(old, after)
    lost = {unit for r, unit in old.items() if unit not in after.values() and r in after}
    assert found.keys() == lost
    assert set(found.values()) <= set(after.values())
