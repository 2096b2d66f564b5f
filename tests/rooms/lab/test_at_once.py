"""Two technicians at one bench: numbers without gaps, one recording once, one result that counts."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections

from sentra.lab import actions
from sentra.lab.models import LabRequest, Measurement, Recording, Run, Session
from tests import cast, makers
from tests.rooms.lab import benches, takes

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("places")]


def at_once(*acts: Callable[[], Any]) -> list[str]:
    """Does all of them in threads that start together; gives back what they raised, in words."""
    together = threading.Barrier(len(acts))

    def run(act: Callable[[], Any]) -> None:
        together.wait()
        try:
            act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        told = [pool.submit(run, act) for act in acts]
    return [str(wrong) for future in told if (wrong := future.exception())]


def test_runs_handed_in_at_once_are_numbered_without_a_gap():
    one = benches.ready()
    second = cast.enter(cast.PRAMU, email="kedua@cast.example", name="Teknisi Kedua")
    own = [Measurement.objects.get(pk=one.pk) for _ in range(2)]
    raised = at_once(
        lambda: benches.taken(own[0], 3),
        lambda: benches.taken(own[1], 4, by=second),
    )
    assert raised == []
    assert list(Run.objects.order_by("sequence").values_list("sequence", flat=True)) == [1, 2]


def test_one_recording_from_two_hands_is_taken_once():
    first, second = benches.opened(), benches.opened()
    raised = at_once(lambda: benches.checked(first), lambda: benches.checked(second))
    assert raised == ["Rekaman ini sudah diserahkan sebagai before.wav oleh Pramu Gentasuara."]
    assert Recording.objects.count() == 1


def test_sessions_and_requests_opened_at_once_have_numbers_of_their_own():
    benches.opened()
    businesses = [makers.business(f"Knalpot {each}") for each in range(2)]
    raised = at_once(
        benches.opened,
        benches.opened,
        *(lambda one=one: benches.asked(business=one) for one in businesses),
    )
    assert raised == []
    assert list(Session.objects.order_by("number").values_list("number", flat=True)) == [
        "SESI-2026-0001",
        "SESI-2026-0002",
        "SESI-2026-0003",
    ]
    assert sorted(LabRequest.objects.values_list("number", flat=True)) == ["LAB-2026-0001", "LAB-2026-0002"]


def test_a_result_computed_twice_at_once_leaves_one_that_counts():
    one = benches.ready()
    benches.taken(one, data=takes.blip())
    benches.checked(one.session, "after")
    own = [Measurement.objects.get(pk=one.pk) for _ in range(2)]
    by = benches.technician()
    raised = at_once(
        *(lambda mine=mine: actions.compute_result(by=by, at=cast.AT, measurement=mine) for mine in own)
    )
    assert (raised, one.results.count(), one.results.filter(current=True).count()) == ([], 2, 1)
