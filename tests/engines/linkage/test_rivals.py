"""Rows of one list that both look like a third: at most one of them is right."""

import pytest

from sentra.engines.linkage.bands import DOUBTFUL
from sentra.engines.linkage.clustering import cluster
from sentra.engines.linkage.problem import Veto
from sentra.engines.linkage.reviewing import review_queue
from sentra.engines.linkage.rivals import TWICE, taken_by_rivals
from tests.engines.linkage.cluster_cast import link, row, word

SURVEY = [row(key, source="survei") for key in ("s1", "s2")]
OSS = row("o1", source="oss")
RECORDS = {record.id: record for record in (OSS, *SURVEY)}
BOTH_ALIKE = [link("o1", "s1", 6.0), link("o1", "s2", 6.0)]


def taken(links, records=(OSS, *SURVEY), root=(0, 1, 2), owners=None):
    owners = owners or [-minus for minus, _, _ in links]
    return {at: round(bits, 9) for at, bits in taken_by_rivals(links, owners, records, root)}


def left(one, other, twice=TWICE, owners=None):
    """The probability of a link with `one` bits beside a rival with `other`."""
    links = [(-one, 0, 1), (-other, 0, 2), (-twice, 1, 2)]
    return 1 / (1 + 2.0 ** (taken(links, owners=owners and [*owners, twice])[0] - one))


def chance(bits):
    return 1 / (1 + 2.0**-bits)


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
    """Of three things one holds: this row, the rival, none; and the rival may be the same row once more."""
    alone, beside = 8 / (1 + 8), 8 / (1 + 8 + 2)
    assert left(3.0, 1.0) == pytest.approx(chance(TWICE) * alone + chance(-TWICE) * beside)
    assert left(3.0, 1.0, twice=2.0) == pytest.approx(chance(2.0) * alone + chance(-2.0) * beside)
    assert left(3.0, 50.0) == pytest.approx(chance(TWICE) * alone)


def test_what_an_owners_other_business_takes_off_makes_no_stranger_a_rival():
    """One NIB and one phone, but the owner may have a second workshop; a namesake does not come near."""
    assert left(5.5, 2.0, owners=(40.0, 2.0)) == pytest.approx(chance(5.5))
    assert left(5.5, 2.0) < chance(3.5)
    assert left(5.5, 5.5, owners=(40.0, 40.0)) == pytest.approx(0.5, abs=0.05)
    assert left(5.5, 5.5, owners=(40.0, 42.0)) == pytest.approx(0.2, abs=0.05)


def test_what_nobody_would_link_is_no_rival():
    """The leader's NIK on a member's row makes the leader no rival of the member."""
    named = [row(key, name, source="survei") for key, name in (("s1", "slamet"), ("s2", "khotimah"))]
    member = row("o1", "slamet", source="oss")
    assert taken([(-6.0, 0, 1), (-9.0, 0, 2)], [member, *named]) == {}
    assert len(taken([(-6.0, 0, 1), (-9.0, 0, 2)], [member, named[0], row("s2", "slamet")])) == 2


def test_a_link_that_rivals_leave_next_to_nothing_is_not_asked_about():
    links = [link("o1", "s1", 9.0), link("o1", "s2", 3.0)]
    for auto, asked in ((5.0, []), (20.0, [("o1", "s1")])):
        made = cluster(RECORDS, links, auto=auto, average=2.5)
        assert made.contested[("o1", "s2")] < DOUBTFUL < made.contested[("o1", "s1")]
        told = review_queue(RECORDS, made, links, review=0.0, auto=auto, rank={})
        assert [(edge.a, edge.b) for task in told for edge in task.edges] == asked


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
