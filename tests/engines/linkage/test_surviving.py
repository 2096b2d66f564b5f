"""One value out of many: which record is believed, by which rule, and what else was said."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentra.engines.linkage.problem import Field, LinkageRefused
from sentra.engines.linkage.surviving import Choice, Member, Override, Preferred, Survivorship, golden_record

ON = date(2026, 6, 1)
OLD, NEW = date(2025, 1, 1), date(2026, 1, 1)


def member(record, source="survei", rank=1, seen=OLD, **values):
    return Member(record, source, rank, seen, values)


def chosen(members, rules=None, overrides=(), field="name"):
    found = golden_record(members, rules or Survivorship({}), overrides, on=ON)[field]
    return found.value, found.record, found.rule


def by(*criteria, sources=()):
    return Survivorship({"name": Choice(criteria, sources)})


def test_by_default_the_highest_rank_wins_then_the_newest_and_the_rest_is_kept():
    members = [
        member("a", seen=NEW, name="Slamet"),
        member("b", rank=2, name="Slamet R."),
        member("c", name="S"),
    ]
    assert golden_record(members, on=ON) == {
        "name": Field("Slamet R.", "b", "rank", OLD, (("Slamet", "a"), ("S", "c")))
    }
    assert chosen([members[0], members[2]]) == ("Slamet", "a", "newest")


def test_what_nobody_contradicts_is_marked_so():
    assert chosen([member("a", name="Slamet"), member("b", rank=2, name="Slamet")]) == ("Slamet", "b", "only")


def test_of_equals_the_lowest_record_is_taken():
    assert chosen([member("b", name="X"), member("a", name="Y")]) == ("Y", "a", "record")


def test_absent_and_empty_values_say_nothing_and_zero_does():
    members = [member("a", rank=2, name=None, workers=""), member("b", name="Slamet", workers=0)]
    assert golden_record(members, on=ON) == {
        "name": Field("Slamet", "b", "only", OLD, ()),
        "workers": Field(0, "b", "only", OLD, ()),
    }


def test_values_may_be_ranges_or_lists():
    members = [member("a", workers={"low": 1, "high": 4}), member("b", seen=NEW, workers=[2])]
    assert golden_record(members, on=ON)["workers"] == Field(
        [2], "b", "newest", NEW, (({"low": 1, "high": 4}, "a"),)
    )


def test_two_moments_of_one_day_are_told_apart():
    moments = [datetime(2026, 1, 1, hour, tzinfo=UTC) for hour in (9, 8)]
    assert chosen([member(r, seen=at, name=r) for r, at in zip("ab", moments, strict=True)]) == (
        "a",
        "a",
        "newest",
    )


def test_a_preferred_source_is_believed_while_it_is_fresh():
    rules = by("source", "rank", sources=(Preferred("survei", 730), Preferred("oss")))
    members = [member("a", "aid", 9, name="A"), member("b", "oss", name="B"), member("c", "survei", name="C")]
    assert chosen(members, rules) == ("C", "c", "source")
    stale = [*members[:2], members[2]._replace(seen=date(2024, 5, 31))]
    assert chosen(stale, rules) == ("B", "b", "source")
    assert chosen([members[0], stale[2]], rules) == ("A", "a", "rank")


def test_agreement_of_two_sources_outweighs_rank():
    agreeing = [member("b", "aid", name="1"), member("c", "survei", name="1")]
    assert chosen([member("a", "oss", 9, name="2"), *agreeing], by("agreed", "rank")) == ("1", "b", "agreed")
    one_source = [each._replace(source="aid") for each in agreeing]
    assert chosen([member("a", "oss", 9, name="2"), *one_source], by("agreed", "rank")) == ("2", "a", "rank")


@pytest.mark.parametrize("shorter", ["Muhammad", "Moh. Slamet Riyadi Santoso", "M Slamet Riyadi Santosa"])
def test_the_longest_name_without_abbreviations(shorter):
    members = [member("a", name=shorter), member("b", name="Muhammad Slamet")]
    assert chosen(members, by("longest")) == ("Muhammad Slamet", "b", "longest")


ADDRESS = Survivorship({"street": Choice()}, (("street", "village", "rt"),))


def test_an_address_moves_together():
    members = [
        member("a", rank=2, street="Jl. Melati 3", village="2001"),
        member("b", street="Dk. Krajan", village="2002", rt="4"),
        member("c", village="2001", rt="1"),
    ]
    found = golden_record(members, ADDRESS, on=ON)
    assert {name: (field.value, field.record, field.rule) for name, field in found.items()} == {
        "street": ("Jl. Melati 3", "a", "rank"),
        "village": ("2001", "a", "rank"),
        "rt": ("1", "c", "completed"),  # b's RT is of another village
    }
    assert found["rt"].others == (("4", "b"),)
    assert "rt" not in golden_record(members[:2], ADDRESS, on=ON)


@pytest.mark.parametrize(
    ("fields", "groups"), [({}, (("a", "b"), ("b", "c"))), ({"b": Choice()}, (("a", "b"),)), ({}, ((),))]
)
def test_rules_that_contradict_themselves_are_refused(fields, groups):
    with pytest.raises(LinkageRefused):
        Survivorship(fields, groups)


def test_a_persons_word_outranks_all_until_it_expires():
    members = [member("a", rank=9, name="Slamet"), member("b", name="Slamet R")]
    said = Override("name", "Slamet Riyadi", "tangan-1", NEW, until=date(2026, 6, 2))
    assert golden_record(members, overrides=[said], on=ON)["name"] == Field(
        "Slamet Riyadi", "tangan-1", "override", NEW, (("Slamet", "a"), ("Slamet R", "b"))
    )
    for unheard in (said._replace(until=ON), said._replace(seen=date(2026, 6, 2))):
        assert chosen(members, overrides=[unheard]) == ("Slamet", "a", "rank")


def test_the_last_word_of_several_holds_even_for_a_field_no_record_has():
    said = [Override("nib", "1", "t2", NEW), Override("nib", "2", "t1", OLD)]
    assert golden_record([], overrides=said, on=ON) == {"nib": Field("1", "t2", "override", NEW, ())}


def test_a_record_is_a_member_once():
    with pytest.raises(LinkageRefused):
        golden_record([member("a"), member("a")], on=ON)


VALUES = st.dictionaries(
    st.sampled_from(["name", "street", "village", "rt"]), st.sampled_from(["x", "y y", "z."])
)
MEMBERS = st.lists(
    st.builds(
        lambda source, rank, days, values: Member("", source, rank, date(2026, 1, days), values),
        st.sampled_from(["oss", "aid"]),
        st.integers(0, 2),
        st.integers(1, 3),
        VALUES,
    ),
    max_size=5,
).map(lambda made: [m._replace(record=f"r{i}") for i, m in enumerate(made)])
RULES = st.builds(
    lambda by, sources: Survivorship({"name": Choice(tuple(by), (Preferred("aid"),))}, ADDRESS.groups),
    st.lists(st.sampled_from(["agreed", "source", "rank", "longest", "newest"]), unique=True),
    st.none(),
)


@given(MEMBERS, RULES, st.randoms(use_true_random=False))
def test_every_value_is_its_records_own_and_none_is_lost(members, rules, random):
    found = golden_record(members, rules, on=ON)
    said = {m.record: m.values for m in members}
    for name, field in found.items():
        assert said[field.record][name] == field.value
        told = [field.value, *(value for value, _ in field.others)]
        assert sorted(told) == sorted({m.values[name] for m in members if name in m.values})
    assert golden_record(random.sample(members, len(members)), rules, on=ON) == found
