"""One pair at a time: every level, symmetry, the index, and what is left out."""

import random
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentra.engines.linkage.blocking import MAX_CARRIERS, Dropped, bound
from sentra.engines.linkage.comparing import strangers
from sentra.engines.linkage.model import starting_model
from sentra.engines.linkage.problem import Edge, LinkageRefused, Norm
from sentra.engines.linkage.scoring import Index, Scorer, link, score
from sentra.engines.linkage.sharing import Carriers, SharedNumbers, shared_numbers
from tests.engines.linkage.norms import SEEN, make, norm, pairs

MODEL = starting_model({"phon_sorted": {"slamet": 0.02}, "biz": {}, "product": {"gula": 0.25}})
UNBOUND = replace(MODEL, siblings=None)
ROWS = make(600, 7)


def levels(a: Norm, b: Norm) -> dict[str, str]:
    return {part.comparison: part.level for part in score(a, b, MODEL).parts}


def pair(**fields: tuple[object, object]) -> dict[str, str]:
    """The levels that two rows take which have these fields, left and right."""
    one = norm("a", **{key: left for key, (left, _) in fields.items()})
    other = norm("b", **{key: right for key, (_, right) in fields.items()})._replace(source="oss")
    found = levels(one, other)
    del found["list"]
    return {comparison: level for comparison, level in found.items() if comparison != "sibling"}


NAMES = [
    ("slamet riyadi", "riyadi slamet", "exact"),
    ("sulistiyani rahayu", "sulistyani rahayu", "near_whole"),
    ("sugiyanto", "sugianto", "near"),
    ("slamet", "slamet riyadi", "part"),
    ("adi slamet", "muhammad adi slamet", "part"),
    ("abi r", "abi sunaryo riyadi", "part"),
    ("wati r", "wati kusuma", "weak"),
    ("slamet r", "slamet riyadi", "initial"),
    ("kasno warto", "kasno wibowo", "weak"),
    ("yati", "sumiyati", "nick"),
    ("slamet", "kodiyem", "else"),
]


@pytest.mark.parametrize(("left", "right", "level"), NAMES)
def test_names(left: str, right: str, level: str) -> None:
    assert pair(name=(left, right)) == {"name": level}


def test_an_owner_written_where_the_business_belongs_is_found_there() -> None:
    assert pair(name=("sumini", None), biz=(None, "gula sumini")) == {"name": "crossed"}
    assert pair(name=("sumini", "kodar"), biz=(None, "gula sumini")) == {"name": "crossed"}
    assert pair(name=("sumini", None), biz=(None, "gula suminiwati")) == {}


LEVELS = [
    ({"biz": ("sumber rejeki", "sumber rejeki")}, {"business": "exact"}),
    ({"biz": ("sumber rejeki", "rejeki")}, {"business": "near"}),
    ({"biz": ("sumber rejeki", "sumbr rejki")}, {"business": "near"}),
    ({"biz": ("sumber makmur", "sumber rejeki")}, {"business": "weak"}),
    ({"biz": ("sumber", "lestari")}, {"business": "else"}),
    ({"group": ("tunas harapan", "tunas harapn")}, {"group": "near"}),
    ({"group": ("tunas harapan", "sido makmur")}, {"group": "else"}),
    ({"village": ("1", "1"), "rt": ("2", "2"), "rw": ("3", "3")}, {"place": "rt_rw"}),
    ({"village": ("1", "1"), "rt": ("2", "4"), "rw": ("3", "3")}, {"place": "rw"}),
    ({"village": ("1", "1"), "hamlet": ("krajan", "krajan")}, {"place": "hamlet"}),
    ({"village": ("1", "1"), "rt": ("2", None)}, {"place": "village"}),
    ({"village": ("1", "1"), "rt": ("2", "4"), "rw": ("3", "1")}, {"place": "village_other_rt"}),
    ({"village": ("1", None), "district": ("9", "9")}, {"place": "district_only"}),
    ({"village": ("1", "2"), "district": ("9", "9")}, {"place": "district"}),
    ({"village": ("1", "2"), "district": ("9", "8")}, {"place": "else"}),
    ({"latitude": (-7.3, -7.3005), "longitude": (109.3, 109.3)}, {"distance": "80m"}),
    ({"latitude": (-7.3, -7.302), "longitude": (109.3, 109.3)}, {"distance": "300m"}),
    ({"latitude": (-7.3, -7.31), "longitude": (109.3, 109.3)}, {"distance": "2km"}),
    ({"latitude": (-7.3, -7.4), "longitude": (109.3, 109.3)}, {"distance": "else"}),
    ({"phones": (("8111", "8222"), ("8333", "8222"))}, {"phone": "shared"}),
    ({"phones": (("81234567890",), ("81234567809",))}, {"phone": "one_edit"}),
    ({"phones": (("81234567890",), ("85511122233",))}, {"phone": "else"}),
    ({"nik": ("3303010101900001", "3303010101900001")}, {"nik": "exact"}),
    ({"nik": ("3303010101900001", None), "nik12": ("330301010190", "330301010190")}, {"nik": "first_12"}),
    ({"nik": ("3303010101900001", "3303010101900010")}, {"nik": "one_edit"}),
    ({"nik12": ("330301010190", "330301010109")}, {"nik": "one_edit"}),
    ({"nik": ("3303010101900001", "3303025505850002")}, {"nik": "else"}),
    ({"nik": ("3303010101900001", None), "nik12": (None, "330301010190")}, {}),
    ({"nib": ("0123456789012", "0123456789012")}, {"nib": "exact"}),
    ({"nib": ("0123456789012", "0123456789021")}, {"nib": "one_edit"}),
    ({"nib": ("0123456789012", "9876543210987")}, {"nib": "else"}),
    ({"product": ("gula", "gula")}, {"product": "exact"}),
    ({"product": ("gula", "kopi"), "kbli": ("10722", "10722")}, {"product": "kbli"}),
    ({"kbli": ("10722", "10729")}, {"product": "kbli_group"}),
    ({"product": ("gula", "knalpot")}, {"product": "else"}),
]


@pytest.mark.parametrize(("fields", "expected"), LEVELS)
def test_levels(fields: dict[str, tuple[object, object]], expected: dict[str, str]) -> None:
    assert pair(**fields) == expected


def test_two_rows_of_one_edition_are_told_from_two_rows_of_two() -> None:
    one, other = norm("a"), norm("b")
    assert levels(one, other) == {"list": "same"}
    assert levels(one, other._replace(seen=SEEN.replace(year=2025))) == {"list": "else"}


def test_text_beyond_ascii_is_compared_as_bytes() -> None:
    assert pair(biz=("batik café sari", "batik cafe sari")) == {"business": "near"}


def test_an_exact_nib_adds_more_than_ten_bits() -> None:
    parts = score(norm("a", nib="0123456789012"), norm("b", nib="0123456789012"), MODEL).parts
    assert next(part.weight for part in parts if part.comparison == "nib") > 10


def test_a_rare_name_says_more_than_a_frequent_one_and_an_unknown_column_says_the_average() -> None:
    def name(model_terms: dict[str, dict[str, float]], spelt: str) -> tuple[float, float]:
        edge = score(norm("a", name=spelt), norm("b", name=spelt), starting_model(model_terms))
        part = next(part for part in edge.parts if part.comparison == "name")
        return part.weight, part.term

    known = {"phon_sorted": {"slamet": 0.02}}
    assert name(known, "slamet")[0] < name({}, "slamet")[0] < name(known, "kasiyarni")[0]
    assert name({}, "slamet")[1] == 0.0
    assert name(known, "kasiyarni")[0] - name({}, "kasiyarni")[0] == pytest.approx(
        name(known, "kasiyarni")[1]
    )


@given(st.integers(0, 10**6))
def test_a_score_is_the_same_both_ways_and_the_sum_of_its_parts(seed: int) -> None:
    one, other = random.Random(seed).sample(ROWS, 2)
    edge = score(one, other, MODEL)
    assert edge == score(other, one, MODEL)
    assert edge.a < edge.b
    assert MODEL.prior + sum(part.weight for part in edge.parts) == pytest.approx(edge.weight, abs=1e-9)


@pytest.mark.parametrize("least", [-30.0, 0.0, 12.0])
def test_leaving_a_pair_early_loses_no_edge(least: float) -> None:
    scorer = Scorer(MODEL)
    for one, other in pairs(ROWS, 1500, 3):
        edge = scorer.edge(one, other)
        assert scorer.edge_above(one, other, least) == (edge if edge.weight >= least else None)


# --- what many lend -------------------------------------------------------------------------------------

LEADER = "81200000001"


def group_of(*names: str) -> list[Norm]:
    return [
        norm(
            f"g{place}",
            name=name,
            phones=(LEADER, f"8570000000{place}"),
            nik="3303014404700007",
            nik12="330301440470",
        )
        for place, name in enumerate(names)
    ]


def test_a_number_that_three_strangers_carry_is_shared() -> None:
    strangers = group_of("slamet", "kodiyem", "wartono")
    assert shared_numbers(strangers) == SharedNumbers(
        frozenset({LEADER}), frozenset({"3303014404700007", "330301440470"})
    )
    assert shared_numbers(strangers[:2]) == SharedNumbers()


def test_spellings_of_one_name_share_nothing() -> None:
    assert (
        shared_numbers(group_of("slamet riyadi", "slamet", "slamet riyady", "slamt riyadi"))
        == SharedNumbers()
    )


def test_so_many_spellings_are_more_than_one_person() -> None:
    names = [
        f"slamet {word}" for word in (a + b for a in "bcdfg" for b in ("ari", "eno", "ino", "udi", "oyo"))
    ]
    assert shared_numbers(group_of(*names)).phones == {LEADER}


def test_a_point_that_three_strangers_stand_on_is_the_village_hall() -> None:
    rows = [
        norm(name, name=name, latitude=-7.3, longitude=109.3) for name in ("slamet", "kodiyem", "wartono")
    ]
    shared = shared_numbers(rows)
    assert shared.points == {(-7.3, 109.3)}
    assert shared.bare(rows[0]).latitude is None


def test_what_is_shared_is_taken_off_and_nothing_else() -> None:
    row = group_of("slamet")[0]
    assert SharedNumbers(phones=frozenset({LEADER})).bare(row) == row._replace(phones=("85700000000",))
    assert SharedNumbers(niks=frozenset({"3303014404700007"})).bare(row) == row._replace(nik=None, nik12=None)
    assert SharedNumbers(niks=frozenset({"330301440470"})).bare(row) == row._replace(nik12=None)
    assert SharedNumbers(phones=frozenset({"8"})).bare(row) is row


@given(st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_change_what_is_shared(rng: random.Random) -> None:
    rows = group_of("slamet", "slamet riyadi", "kodiyem", "kodiyem s", "wartono", "riyadi")
    turned = list(rows)
    rng.shuffle(turned)
    assert shared_numbers(turned) == shared_numbers(rows)


def test_rows_without_a_name_count_for_nobody() -> None:
    carriers = Carriers()
    assert [carriers.see(norm(f"x{place}", phones=(LEADER,))) for place in range(5)] == [[]] * 5


# --- the index ------------------------------------------------------------------------------------------


def brute_force(rows: list[Norm], least: float) -> set[Edge]:
    scorer = Scorer(UNBOUND)
    return {edge for one, other in combinations(rows, 2) if (edge := scorer.edge(one, other)).weight >= least}


def test_new_rows_are_linked_with_the_index_and_with_each_other() -> None:
    """Sure edges all meet under some key, and no edge is found that comparing everything does not find."""
    new, old = ROWS[:150], ROWS[150:]
    shared = shared_numbers(ROWS)
    bare = [shared.bare(row) for row in ROWS]
    known = {row.id for row in new}
    every = {edge for edge in brute_force(bare, 12.0) if {edge.a, edge.b} & known}
    found = list(link(new, Index(old), UNBOUND, min_weight=12.0))
    assert len(found) == len(set(found)) > 50
    assert set(found) <= every
    assert len(found) > 0.97 * len(every)


def test_edges_come_in_the_order_of_new_rows_strongest_first() -> None:
    index = Index(ROWS[50:])
    once = list(link(ROWS[:50], index, MODEL, min_weight=0.0))
    assert once == list(link(ROWS[:50], index, MODEL, min_weight=0.0))
    first = ROWS[0].id
    mine = [edge.weight for edge in once if first in (edge.a, edge.b)]
    assert mine == sorted(mine, reverse=True)


def test_a_leaders_number_on_new_rows_and_old_joins_nobody() -> None:
    one, two, three = group_of("slamet", "kodiyem", "wartono")
    assert [edge.a for edge in link([two], Index([one]), MODEL, min_weight=0.0)] == ["g0"]
    assert list(link([two, three], Index([one]), MODEL, min_weight=0.0)) == []
    assert list(link([three], Index([one, two]), MODEL, min_weight=0.0)) == []


def test_linking_leaves_the_index_as_it_was() -> None:
    index = Index(group_of("slamet"))
    list(link(group_of("a", "kodiyem", "wartono")[1:], index, MODEL, min_weight=0.0))
    assert (len(index), index.shared()) == (1, SharedNumbers())


def test_a_row_is_replaced_by_taking_it_out_and_in() -> None:
    before, after = norm("a", nib="0123456789012"), norm("a", nib="9876543210987")
    index = Index([before])
    assert index.near(norm("b", nib="0123456789012")) == [before]
    index.remove(before.id)
    assert ("a" in index, len(index), index.near(norm("b", nib="0123456789012"))) == (False, 0, [])
    index.add(after)
    assert index.near(norm("b", nib="9876543210987")) == [after]


def test_the_row_as_it_was_is_no_match_of_the_row_as_it_is() -> None:
    row = norm("a", nib="0123456789012", name="slamet")
    assert list(link([row], Index([row]), MODEL, min_weight=-50.0)) == []


def test_ids_are_refused_that_are_there_twice_or_not_at_all() -> None:
    row = norm("a", name="slamet")
    index = Index([row])
    with pytest.raises(LinkageRefused, match="in the index already"):
        index.add(row)
    with pytest.raises(LinkageRefused, match="not in the index"):
        index.remove(norm("b").id)
    with pytest.raises(LinkageRefused, match="same id"):
        list(link([row, row], Index(), MODEL, min_weight=0.0))


def test_a_model_that_does_not_fit_is_refused_before_any_pair() -> None:
    with pytest.raises(LinkageRefused, match="fit the model anew"):
        score(ROWS[0], ROWS[1], replace(MODEL, comparisons=MODEL.comparisons[1:]))


def test_a_value_that_too_many_rows_carry_is_named_and_joins_nobody() -> None:
    rows = [norm(f"r{place}", nib="0123456789012") for place in range(MAX_CARRIERS + 1)]
    index = Index(rows[:-1])
    assert (len(index.near(norm("new", nib="0123456789012"))), index.dropped()) == (MAX_CARRIERS, ())
    index.add(rows[-1])
    assert index.near(norm("new", nib="0123456789012")) == []
    assert index.dropped() == (Dropped("nib", 1, MAX_CARRIERS + 1),)
    assert str(index.dropped()[0]).startswith("Key 'nib': 1 values left out")


def test_new_rows_are_counted_for_themselves() -> None:
    """As they meet: a sheet does not make a value of the index too common, nor the other way round."""
    few, many = (
        [norm(f"r{place}", nib="0123456789012") for place in range(count)] for count in (1, MAX_CARRIERS + 1)
    )
    assert Index(few).dropped(few) == ()
    assert Index(few).dropped(many) == Index(many).dropped(few) == (Dropped("nib", 1, MAX_CARRIERS + 1),)
    assert Index(many).dropped(many) == (Dropped("nib", 2, MAX_CARRIERS + 1),)


def test_a_key_that_makes_too_many_pairs_loses_its_fullest_values() -> None:
    assert bound({2: 1000, 300: 1}, 5000) == MAX_CARRIERS
    assert bound({2: 1000, 200: 50, 301: 1}, 5000) == 199
    assert bound({301: 1}, 5000) == MAX_CARRIERS


def test_names_are_strangers_when_nothing_else_can_be_said_of_them() -> None:
    assert strangers(norm("a", name="slamet"), norm("b", name="kodiyem"))
    assert not strangers(norm("a", name="slamet"), norm("b", name="slamet riyadi"))
    assert not strangers(norm("a", name="slamet"), norm("b"))


def test_a_village_of_which_only_the_name_is_known_is_near_each_village_of_that_name() -> None:
    here, there = {"village": "1", "place": "bojong"}, {"village": "2", "place": "bojong"}
    somewhere, elsewhere = {"place": "bojong"}, {"place": "makam"}
    pairs = [
        (somewhere, here),
        (somewhere, somewhere),
        (somewhere, elsewhere),
        (here, there),
        (here, elsewhere),
    ]
    found = [levels(norm("a", **one), norm("b", **other)).get("place") for one, other in pairs]
    assert found == ["village", "village", "else", "else", "else"]
