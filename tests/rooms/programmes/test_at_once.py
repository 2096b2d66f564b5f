"""Two people at once: numbers stay gapless and single, and a form sent twice at the same moment is one visit."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections

from sentra.programmes.models import Paper, Proposal, Visit
from tests import makers
from tests.rooms.programmes import rounds

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], Any]) -> list[BaseException]:
    """Does all of them in threads that start together; gives back what they raised."""
    together = threading.Barrier(len(acts))

    def run(act: Callable[[], Any]) -> None:
        together.wait()
        try:
            act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        told = [pool.submit(run, act) for act in acts]
    return [wrong for future in told if (wrong := future.exception())]


def test_proposals_received_at_once_get_numbers_of_their_own():
    makers.areas()
    round_ = rounds.opened()
    tailors = [rounds.workshop(number) for number in range(1, 5)]
    raised = at_once(*(lambda who=who: rounds.proposed(round_, business=who) for who in tailors))
    assert raised == []
    numbers = Proposal.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == [f"ALAT-26-000{number}" for number in range(1, 5)]


def test_a_form_sent_twice_at_the_same_moment_is_one_visit():
    makers.areas()
    one = rounds.documented(rounds.opened())
    again = Proposal.objects.get(pk=one.pk)
    raised = at_once(lambda: rounds.seen(one), lambda: rounds.seen(again))
    assert (raised, Visit.objects.count(), Paper.objects.filter(kind="visit").count()) == ([], 1, 1)


def test_one_business_at_two_counters_proposes_once():
    makers.areas()
    round_, tailor = rounds.opened(), rounds.workshop()
    raised = at_once(*(lambda: rounds.proposed(round_, business=tailor) for _counter in range(2)))
    assert [str(wrong) for wrong in raised] == [
        "Jahit Contoh 1 sudah mengusulkan di putaran ini: ALAT-26-0001."
    ]
    assert Proposal.objects.count() == 1
