"""Two readers of the same pairs: how often they agree, and how much of it chance would give."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentra.engines import linkage


def words(both_yes: int, first_only: int, second_only: int, both_no: int) -> list[tuple[bool, bool]]:
    cells = (
        (both_yes, (True, True)),
        (first_only, (True, False)),
        (second_only, (False, True)),
        (both_no, (False, False)),
    )
    return [word for count, word in cells for _each in range(count)]


@pytest.mark.parametrize(
    ("table", "share", "kappa"),
    [
        ((20, 5, 10, 15), 0.7, 0.4),  # chance gives 0.5
        ((45, 15, 25, 15), 0.6, 3 / 23),  # the same share of agreement is worth less
        ((25, 35, 5, 35), 0.6, 7 / 27),  # or more, by how often each says yes
        ((10, 0, 0, 10), 1.0, 1.0),
        ((0, 10, 10, 0), 0.0, -1.0),
    ],
)
def test_known_tables(table: tuple[int, int, int, int], share: float, kappa: float) -> None:
    """Small tables worked by hand from Cohen's formula."""
    found = linkage.agreement(words(*table))
    assert found == (sum(table), pytest.approx(share), pytest.approx(kappa))


def test_where_both_say_one_thing_throughout_kappa_says_nothing() -> None:
    assert linkage.agreement(words(7, 0, 0, 0)) == (7, 1.0, None)
    assert linkage.agreement(words(0, 0, 0, 1)) == (1, 1.0, None)


def test_nothing_judged_twice_is_refused() -> None:
    with pytest.raises(linkage.LinkageRefused, match="at least one pair"):
        linkage.agreement([])


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=40))
def test_who_reads_first_and_in_what_order_makes_no_difference(told: list[tuple[bool, bool]]) -> None:
    found = linkage.agreement(told)
    turned = linkage.agreement([(other, one) for one, other in reversed(told)])
    assert (turned.pairs, turned.share) == (found.pairs, found.share)
    assert turned.kappa == (None if found.kappa is None else pytest.approx(found.kappa))
    assert found.kappa is None or -1 <= found.kappa <= found.share <= 1
