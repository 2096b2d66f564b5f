"""Rows of one list that both look like a third: at most one of them is right."""

from math import log2

import pytest

from sentra.engines.linkage.clustering import cluster
from sentra.engines.linkage.problem import Veto
from sentra.engines.linkage.reviewing import review_queue
from sentra.engines.linkage.rivals import STRONGEST, taken_by_rivals
from tests.engines.linkage.cluster_cast import link, row, word

SURVEY = [row(key, source="survei") for key in ("s1", "s2")]
OSS = row("o1", source="oss")
RECORDS = {record.id: record for record in (OSS, *SURVEY)}
BOTH_ALIKE = [link("o1", "s1", 6.0), link("o1", "s2", 6.0)]


def taken(links, records=(OSS, *SURVEY), root=(0, 1, 2)):
    return {at: round(bits, 9) for at, bits in taken_by_rivals(links, records, root)}


def test_of_two_equal_rivals_neither_is_sure_and_one_is_asked_about():
    options = {"auto": 5.0, "average": 2.5}
    made = cluster(RECORDS, BOTH_ALIKE, **options)
    assert made.groups == (("o1",), ("s1",), ("s2",))
    assert made.vetoes == (Veto("o1", "s1", "rival"), Veto("o1", "s2", "rival"))
    asked = review_queue(RECORDS, made, BOTH_ALIKE, review=-3.0, auto=5.0, rank={})
    assert [task.records for task in asked] == [("o1", "s1", "s2")]
    alone = cluster(RECORDS, BOTH_ALIKE[:1], **options)
    assert alone.groups == (("o1", "s1"), ("s2",))


def test_odds_are_weighed_against_the_odds_of_the_rivals():
    assert taken([(-3.0, 0, 1), (-1.0, 0, 2)]) == {0: round(log2(1 + 2), 9), 1: round(log2(1 + 8), 9)}
    assert taken([(-3.0, 0, 1), (-50.0, 0, 2)])[0] == round(log2(1 + 2**STRONGEST), 9)


def test_rows_of_other_lists_are_no_rivals():
    other = row("d1", source="dinkop")
    later = row("s3", source="survei", seen=other.seen.replace(year=2030))
    nameless = row("x1", source="")
    for third in (other, later, nameless):
        assert taken([(-3.0, 0, 1), (-3.0, 0, 2)], [OSS, SURVEY[0], third]) == {}


def test_a_row_written_twice_is_no_rival_of_itself():
    links = [(-6.0, 0, 1), (-6.0, 0, 2), (-20.0, 1, 2)]
    assert taken(links)[0] == pytest.approx(0.0, abs=1e-3)
    assert cluster(RECORDS, [*BOTH_ALIKE, link("s1", "s2", 20.0)], auto=5.0, average=2.5).groups == (
        ("o1", "s1", "s2"),
    )


def test_what_a_person_called_the_same_is_no_rival():
    assert taken([(-6.0, 0, 1), (-6.0, 0, 2)], root=(0, 1, 1)) == {}
    made = cluster(RECORDS, BOTH_ALIKE, [word("s1", "s2", True)], auto=5.0, average=1.0)
    assert made.groups == (("o1", "s1", "s2"),)
