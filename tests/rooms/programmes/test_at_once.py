"""Two people at once: numbers stay single, a form sent twice is one visit, two who step back make room for two."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections

from sentra.base.audit.models import Entry
from sentra.programmes.actions import declining
from sentra.programmes.models import Award, Paper, Proposal, Visit
from tests import makers
from tests.rooms.programmes import decided, rounds

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


def step_back(award: Award) -> None:
    declining.decline(by=rounds.officer(), at=decided.LATER, award=award, reason="Pindah")


def test_two_who_step_back_at_once_make_room_for_two_others():
    """Each is settled upon what the other left: nobody moves up twice, and nobody is passed over."""
    makers.areas()
    round_ = decided.decreed(rounds.checking(count=9))
    waited = set(round_.proposals.filter(state="waiting").values_list("number", flat=True))
    cheap_ones = round_.awards.filter(package=rounds.cheap(round_)).order_by("pk")
    raised = at_once(*(lambda award=award: step_back(award) for award in cheap_ones[:2]))
    moved = [number for entry in Entry.objects.filter(act="decline") for number in entry.new["promoted"]]
    assert (raised, len(waited), sorted(moved)) == ([], 2, sorted(waited))
    assert not round_.proposals.filter(state="waiting").exists()


def test_who_steps_back_at_two_counters_does_so_once():
    makers.areas()
    award = decided.decreed(rounds.checking(count=3)).awards.order_by("pk").first()
    again = Award.objects.get(pk=award.pk)
    raised = at_once(lambda: step_back(award), lambda: step_back(again))
    assert [str(wrong) for wrong in raised] == [
        "Bantuan ini tidak dapat dilepas: statusnya mengundurkan diri."
    ]
    assert Entry.objects.filter(act="decline").count() == 1
