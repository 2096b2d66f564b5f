"""A worker may be killed at any moment: a step that has been done is done once, whoever asks again."""

from typing import Any

import pytest

from sentra.base.jobs.models import State
from sentra.base.jobs.queue import enqueue
from sentra.base.jobs.running import run_now
from sentra.base.people.models import User
from sentra.registry import actions
from sentra.registry.actions import committing
from sentra.registry.models import Batch, Business, Profile
from tests.rooms.registry.lists import AT, KENANGA, TERANG, committed, ran, staged, written
from tests.rooms.registry.offices import register


def again(step: Any, batch: Batch, by: User) -> Any:
    job = run_now(enqueue(step, by=by, at=AT, key="lagi", batch_id=batch.pk), clock=lambda: AT)
    assert job.state == State.DONE
    return job.result


@pytest.mark.parametrize("step", [actions.survey_file, actions.stage_batch, actions.commit_batch])
def test_what_was_done_is_not_done_again(officer: User, step: Any) -> None:
    batch = committed(officer, written(KENANGA, TERANG))
    before, rows = register(versions=True), list(batch.records.values_list("pk", flat=True))
    assert again(step, batch, officer) == {"state": "committed"}
    assert register(versions=True) == before
    assert list(batch.records.values_list("pk", flat=True)) == rows


def test_nor_is_a_list_taken_back_twice(officer: User) -> None:
    batch = committed(officer, written(KENANGA, TERANG))
    kenanga = Profile.objects.get(name="Gula Kenanga", current=True).business
    actions.edit_business(by=officer, at=AT, business=kenanga, values={"workers": 9}, personal={})
    ran(actions.undo_batch, batch, officer)
    before = register(versions=True)
    assert again(actions.undo_batch, batch, officer) == {"state": "undone", "kept": [kenanga.pk]}
    assert register(versions=True) == before


def test_two_workers_that_save_one_list_show_it_once(officer: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second comes when all is written; the first has shown it before the second gets that far."""
    batch = staged(officer, written(KENANGA, TERANG))
    shows = committing._show

    def twice(*args: Any, **named: Any) -> None:
        shows(*args, **named)
        before = register(versions=True)
        shows(*args, **named)
        assert register(versions=True) == before

    monkeypatch.setattr(committing, "_show", twice)
    ran(actions.commit_batch, batch, officer)
    assert (Business.objects.count(), Profile.objects.filter(current=True).count()) == (2, 2)
