"""From links and decisions to a partition: what joins, what must not, and who wins when both are said."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentra.engines.linkage.averaging import ABSENT, averaged
from sentra.engines.linkage.check import check_clusters
from sentra.engines.linkage.clustering import EdgeTable, Partition, binding, cluster
from sentra.engines.linkage.owning import Owner, owner_groups
from sentra.engines.linkage.problem import Clusters, Conflict, LinkageRefused, Veto
from sentra.engines.linkage.vetoes import businesses_differ, names_differ, nibs_differ, niks_differ
from tests.engines.linkage.cluster_cast import link, row, rows, word, worlds

NIK, NIK_SLIP, NIK_OTHER = "3303051203740001", "3303052103740001", "3303055304810007"


def groups(records, edges, decisions=(), **options):
    return cluster(records, edges, decisions, **{"auto": 1.0, **options}).groups


def test_links_of_at_least_auto_join_and_the_rest_stay_alone():
    edges = [link("b", "a", 1.0), link("b", "c", 0.99)]
    assert cluster(rows("c", "b", "a"), edges, auto=1.0) == Clusters((("a", "b"), ("c",)))


def test_a_different_is_kept_through_third_records():
    records, edges = rows("a", "b", "c"), [link("a", "b", 9.0), link("b", "c", 8.0), link("a", "c", 2.0)]
    assert groups(records, edges) == (("a", "b", "c"),)
    assert cluster(records, edges, [word("c", "a", False)], auto=1.0) == Clusters(
        (("a", "b"), ("c",)), (Veto("a", "c", "decided"), Veto("b", "c", "decided"))
    )


def test_a_different_holds_after_clusters_have_merged():
    edges = [link("a", "b", 9.0), link("c", "d", 8.0), link("b", "c", 7.0)]
    assert groups(rows("a", "b", "c", "d"), edges, [word("a", "d", False)]) == (("a", "b"), ("c", "d"))


def test_a_same_joins_what_nothing_else_would():
    records = {"a": row("a", "slamet", nik=NIK), "b": row("b", "khotimah", nik=NIK_OTHER)}
    assert groups(records, [link("a", "b", 9.0)]) == (("a",), ("b",))
    assert groups(records, [], [word("a", "b", True)]) == (("a", "b"),)


def test_of_contradicting_decisions_the_different_stands_and_the_later_same_is_returned():
    older, newer, apart = word("a", "b", True, 1), word("b", "c", True, 2), word("a", "c", False, 3)
    made = cluster(rows("a", "b", "c"), [link("b", "c", 9.0)], [newer, apart, older], auto=1.0)
    assert (made.groups, made.conflicts) == ((("a", "b"), ("c",)), (Conflict(newer, apart),))


def test_the_last_word_on_a_pair_binds_and_of_two_at_once_the_different():
    first, last = word("a", "b", True, 1), word("b", "a", False, 2)
    assert binding([last, first]) == [last]
    assert binding([word("a", "b", True, 2), last]) == [last]
    assert binding([word("a", "b", True, 3), last]) == [word("a", "b", True, 3)]


def test_decisions_on_records_that_are_gone_bind_nothing():
    assert groups(rows("a"), [], [word("a", "gone", True), word("gone", "a", False, 1)]) == (("a",),)


def test_no_link_makes_a_cluster_larger_than_its_size_and_decisions_do():
    records, chain = rows("a", "b", "c"), [link("a", "b", 3.0), link("b", "c", 2.0)]
    made = cluster(records, chain, auto=1.0, size=2)
    assert (made.groups, made.vetoes) == ((("a", "b"), ("c",)), (Veto("b", "c", "size"),))
    assert groups(records, chain, [word("b", "c", True)], size=2) == (("a",), ("b", "c"))
    assert groups(records, [], [word("b", "c", True), word("a", "b", True)], size=2) == (("a", "b", "c"),)


@pytest.mark.parametrize(
    ("edges", "decisions"),
    [
        ([link("a", "x", 2.0)], []),
        ([link("a", "a", 2.0)], []),
        ([link("a", "b", float("nan"))], []),
        ([], [word("a", "a", True)]),
    ],
)
def test_what_is_no_link_or_decision_is_refused(edges, decisions):
    with pytest.raises(LinkageRefused):
        groups(rows("a", "b"), edges, decisions)


def test_a_record_given_twice_is_refused():
    with pytest.raises(LinkageRefused):
        groups([row("a"), row("a")], [])


def test_columns_give_what_edges_give():
    records = [row("c"), row("a"), row("b")]
    table = EdgeTable(a=[0, 1], b=[2, 2], weight=[3.0, 0.5], owner=[3.0, 0.5])
    assert groups(records, table) == groups(records, [link("c", "b", 3.0), link("a", "b", 0.5)])
    assert groups(records, table) == (("a",), ("b", "c"))
    with pytest.raises(LinkageRefused):
        groups(records, EdgeTable([0], [0], [1.0], [1.0]))


# --- vetoes ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        (NIK, NIK, False),
        (NIK, NIK_SLIP, False),  # two neighbours swapped: one slip
        (NIK, NIK_OTHER, True),
        (NIK, None, False),
    ],
)
def test_niks_differ_beyond_one_slip(one, other, differ):
    assert niks_differ(row("a", nik=one), row("b", nik=other)) is differ
    assert niks_differ(row("a", nik12=one), row("b", nik12=other)) is differ


def test_a_spoilt_nik_is_judged_by_what_is_left_of_it():
    assert niks_differ(row("a", nik=NIK, nik12=NIK[:12]), row("b", nik12=NIK_OTHER[:12]))
    assert not niks_differ(row("a", nik=NIK, nik12=NIK[:12]), row("b", nik12=NIK[:12]))


def test_nibs_differ_beyond_one_slip():
    one, slip, other = "1234567890123", "1234567890132", "9120008844512"
    assert [nibs_differ(row("a", nib=one), row("b", nib=nib)) for nib in (one, slip, other, None)] == [
        False,
        False,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("slamet riyadi", "slamet riyadi", False),
        ("slamet riyadi", "riyadi slamet", False),
        ("sugiman", "giman", False),
        ("wirlastri", "sri wirlastri", False),
        ("kantu purnomo", "kuantu", False),  # a telling token alike
        ("slamet", "khotimah", True),
        ("siti aminah", "siti khotijah", True),  # "siti" tells nothing
        ("slamet", None, False),
    ],
)
def test_names_differ_when_nothing_of_them_agrees(one, other, differ):
    pair = row("a", one), row("b", other)
    if one == "siti aminah":  # the key is that of the first telling token
        pair = pair[0]._replace(key1="amina"), pair[1]._replace(key1="kotij")
    assert names_differ(*pair) is differ
    assert names_differ(*reversed(pair)) is differ


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ({"biz": "sumber rejeki"}, {"biz": "griya batik"}, True),
        ({"biz": "sumber rejeki"}, {"biz": "rejeki jaya"}, False),
        ({"biz": "sumber rejeki"}, {"biz": "sumbr rejeki"}, False),
        ({"biz": "sumber rejeki", "product": "gula"}, {"biz": "griya batik", "product": "gula"}, False),
        ({"biz": "sumber rejeki", "product": "gula"}, {"biz": "sumber rejeki", "product": "batik"}, False),
        ({"biz": "a b", "product": "gula", "kbli": "10722"}, {"product": "batik", "kbli": "13134"}, True),
        ({"product": "gula", "kbli": "10722"}, {"product": "kerupuk", "kbli": "10793"}, False),
        ({"product": "gula"}, {"product": "batik"}, False),  # a product alone is too often wrong
        ({"biz": "sumber rejeki", "kbli": "10722"}, {"biz": "griya batik", "kbli": "10722"}, False),
        ({}, {"biz": "griya batik"}, False),
    ],
)
def test_one_owners_second_business_is_kept_apart(one, other, differ):
    assert businesses_differ(row("a", **one), row("b", **other)) is differ
    assert businesses_differ(row("b", **other), row("a", **one)) is differ


def test_a_veto_speaks_for_every_pair_across_two_clusters():
    records = {"a": row("a", nik=NIK), "b": row("b"), "c": row("c", nik=NIK_OTHER)}
    edges = [link("a", "b", 9.0), link("b", "c", 8.0)]
    assert cluster(records, edges, auto=1.0) == Clusters((("a", "b"), ("c",)), (Veto("b", "c", "nik"),))
    assert groups(records, edges, vetoes=()) == (("a", "b", "c"),)


# --- average support ------------------------------------------------------------------------------------


def spread(*keys):
    """Rows of as many lists, so that none is another's rival."""
    return {key: row(key, source=f"daftar {key}") for key in keys}


def test_a_chain_without_average_support_is_cut():
    records, chain = spread("a", "b", "c"), [link("a", "b", 4.0), link("b", "c", 2.0)]
    assert groups(records, chain, average=0.0) == (("a", "b"), ("c",))
    assert groups(records, chain, average=(2.0 + ABSENT) / 2) == (("a", "b", "c"),)
    assert groups(records, [*chain, link("a", "c", -2.0)], average=0.0) == (("a", "b", "c"),)


def test_what_a_person_called_the_same_is_not_cut():
    records, chain = spread("a", "b", "c"), [link("a", "b", 4.0), link("b", "c", 3.0)]
    assert groups(records, chain, [word("b", "c", True)], average=1.0) == (("a",), ("b", "c"))


def test_a_pair_needs_no_average_and_a_weak_link_between_groups_counts_in_neither():
    edges = [link("a", "b", 4.0), link("b", "c", 3.0), link("d", "e", 1.0), link("c", "d", 0.5)]
    decisions = [word("d", "e", True), word("a", "d", False)]
    made = groups(spread("a", "b", "c", "d", "e"), edges, decisions, average=2.0)
    assert made == (("a", "b"), ("c",), ("d", "e"))


def test_average_needs_one_link_of_auto():
    assert averaged([0, 1, 2], {(0, 1): 2.0, (0, 2): 0.5, (1, 2): 0.5}, [], auto=1.0, average=0.0) == [
        [0, 1],
        [2],
    ]


def _partitions(items):
    if not items:
        yield []
        return
    for rest in _partitions(items[1:]):
        yield [[items[0]], *rest]
        for i in range(len(rest)):
            yield [*rest[:i], [items[0], *rest[i]], *rest[i + 1 :]]


@given(worlds(most=5))
def test_without_vetoes_the_clusters_are_the_coarsest_connected_ones_that_respect_every_different(world):
    """By brute force: where no `different` is said, the only maximal partition is connectivity."""
    records, edges, decisions = world
    same = [d for d in decisions if d.same]
    ties = {frozenset((d.a, d.b)) for d in binding(same)} | {
        frozenset((e.a, e.b)) for e in edges if e.weight >= 1
    }
    closed = [p for p in _partitions(sorted(records)) if all(any(tie <= set(g) for g in p) for tie in ties)]
    finest = max(closed, key=len)
    made = groups(records, edges, same, vetoes=(), size=99)
    assert made == tuple(sorted(tuple(sorted(group)) for group in finest))


# --- properties -----------------------------------------------------------------------------------------

OPTIONS = st.fixed_dictionaries({"size": st.integers(2, 8), "average": st.sampled_from((None, 0.0, 2.0))})


@given(worlds(), OPTIONS)
def test_every_partition_passes_the_independent_check(world, options):
    records, edges, decisions = world
    made = cluster(records, edges, decisions, auto=1.0, **options)
    assert check_clusters(records, edges, decisions, made, auto=1.0, size=options["size"]) == []


@given(worlds())
def test_no_cluster_holds_a_pair_that_was_called_different(world):
    records, edges, decisions = world
    together = {pair for group in groups(records, edges, decisions) for pair in combinations(group, 2)}
    apart = {tuple(sorted((d.a, d.b))) for d in binding(decisions) if not d.same}
    assert together & apart == set()


def test_a_pair_that_is_linked_twice_is_linked_once_by_the_stronger():
    records = {key: row(key) for key in ("r0", "r1", "r3")}
    links = [link("r0", "r1", 3.0), link("r0", "r3", 0.0), link("r0", "r3", 1.0), link("r1", "r3", 2.0)]
    once = cluster(records, links[:1] + links[2:], auto=1.0, average=0.0)
    assert cluster(records, links, auto=1.0, average=0.0) == once
    assert cluster(records, links[::-1], auto=1.0, average=0.0) == once


@given(worlds(), OPTIONS, st.randoms(use_true_random=False))
def test_the_order_of_the_input_changes_nothing(world, options, random):
    records, edges, decisions = world
    turned = [e._replace(a=e.b, b=e.a) if random.random() < 0.5 else e for e in edges]
    shuffled = [random.sample(list(each), len(each)) for each in (records.values(), turned, decisions)]
    made, again = (cluster(*each, auto=1.0, **options) for each in (world, shuffled))
    assert (made.groups, made.conflicts) == (again.groups, again.conflicts)


@given(worlds(), OPTIONS, st.integers(-4, 0))
def test_a_record_without_a_link_of_auto_changes_nothing_for_others_where_rivals_do_not_count(
    world, options, weight
):
    records, edges, decisions = world
    options = options | {"average": None}
    more = {**records, "zz": row("zz", "slamet")}
    added = cluster(more, [*edges, link("zz", "r0", float(weight))], decisions, auto=1.0, **options)
    before = cluster(records, edges, decisions, auto=1.0, **options)
    assert added.groups == (*before.groups, ("zz",))


def test_a_partition_forgets_no_one_it_keeps_apart():
    partition = Partition(4)
    partition.keep_apart(0, 3)
    partition.join(0, 1)
    partition.join(2, 1)
    assert [partition.kept_apart(place, 3) for place in (0, 1, 2)] == [True, True, True]
    assert partition.groups() == [[0, 1, 2], [3]]


# --- owners ---------------------------------------------------------------------------------------------


def test_one_owner_with_two_businesses():
    records = {
        "a": row("a", "slamet riyadi", nik=NIK, biz="sumber rejeki"),
        "b": row("b", "slamet", nik=NIK, biz="griya batik"),
        "c": row("c", "khotimah", biz="warung tempe"),
    }
    made = cluster(records, [link("a", "b", 9.0)], auto=1.0)
    assert made.groups == (("a",), ("b",), ("c",))
    assert owner_groups(records, made) == (Owner((("a",), ("b",))), Owner((("c",),)))


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        ({"phones": ("81211112222",)}, {"phones": ("81211112222",)}, True),
        ({"rw": "2", "rt": "1"}, {"rw": "2", "rt": "1"}, True),
        ({"rw": "2", "rt": "1"}, {"rw": "2", "rt": "3"}, False),
        ({"phones": ("81211112222",), "nik": NIK}, {"phones": ("81211112222",), "nik": NIK_OTHER}, False),
        ({}, {}, False),
    ],
)
def test_the_same_name_needs_a_phone_or_a_household_in_the_village(one, other, together):
    records = {key: row(key, "slamet", village="33.03.05.2001", **v) for key, v in (("a", one), ("b", other))}
    made = owner_groups(records, Clusters((("a",), ("b",))))
    assert (len(made) == 1) is together


def test_a_number_that_three_strangers_carry_makes_no_owner():
    names = ("slamet", "khotimah", "partini")
    records = {name: row(name, name, nik=NIK) for name in names} | {"z": row("z", "slamet", nik=NIK)}
    alone = Clusters(tuple((key,) for key in sorted(records)))
    assert len(owner_groups(records, alone)) == 4


def test_clusters_that_share_several_signs_are_one_owner_once():
    place = {"village": "33.03.05.2001", "rw": "2", "rt": "1", "phones": ("81211112222",), "nik": NIK}
    records = {key: row(key, "slamet", **place) for key in "ab"}
    assert owner_groups(records, Clusters((("a",), ("b",)))) == (Owner((("a",), ("b",))),)
