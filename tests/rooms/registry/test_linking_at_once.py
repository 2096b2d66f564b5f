"""What happens to a row in the very moment in which somebody else says or saves something about it."""

from collections.abc import Collection
from datetime import timedelta

import pytest

from sentra.base.jobs.models import State
from sentra.base.jobs.queue import enqueue
from sentra.base.jobs.running import run_now
from sentra.base.people.models import User
from sentra.base.permissions import OutOfTurn
from sentra.registry import actions, queries
from sentra.registry.actions import committing, settling
from sentra.registry.models import Batch, Business, Decision, LinkEvent, Membership
from tests.rooms.registry import lists
from tests.rooms.registry.lists import counted, ran
from tests.rooms.registry.offices import (
    CEMARA,
    MELATI,
    MUCH_LATER,
    NOBODY,
    PERHAPS,
    answer,
    asked,
    business,
    checked,
    linked,
    office,
    register,
    shown,
    standing,
    states,
)

PHONE = "081299990000"
SURELY_CEMARA = f"Keripik Cemara;Rukmini Asri;;;;;;;keripik singkong;4;{PHONE}"
LAST = MUCH_LATER + timedelta(days=1)


def interrupted(officer: User, batch: Batch, monkeypatch: pytest.MonkeyPatch) -> None:
    """The saving stops after its first transaction, as when the machine is switched off."""

    def off() -> None:
        raise OSError

    with monkeypatch.context() as patch:
        patch.setattr(committing, "breathe", off)
        job = enqueue(actions.commit_batch, by=officer, at=MUCH_LATER, key="terputus", batch_id=batch.pk)
        assert run_now(job, clock=lambda: MUCH_LATER).state == State.FAILED


def test_a_saving_that_was_interrupted_goes_on_by_the_verdicts_it_began_with(
    officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another list that is saved meanwhile changes verdicts, but not of rows that are written already."""
    standing(officer)
    first, other = checked(officer, NOBODY), checked(officer, NOBODY, of=office(officer, "survei"))
    interrupted(officer, first, monkeypatch)
    ran(actions.commit_batch, other, officer, MUCH_LATER)
    first = ran(actions.commit_batch, first, officer, MUCH_LATER)
    assert counted(first) == {"read": 1, "create": 1}
    made = Membership.objects.filter(batch__in=(first, other)).values_list("business", flat=True)
    assert len(set(made)) == 2  # two that are one are put to a person, by comparing the register with itself


def test_a_word_is_not_taken_back_while_a_list_that_goes_by_it_is_being_saved(
    officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    standing(officer)
    linked(officer, PERHAPS)
    decision = answer(officer, same=True)
    third = checked(officer, PERHAPS, of=office(officer, "survei"), at=MUCH_LATER)
    interrupted(officer, third, monkeypatch)
    before = register()
    with pytest.raises(OutOfTurn) as refused:
        actions.withdraw(by=officer, at=MUCH_LATER, decision=decision)
    assert refused.value.reason == "Berkas yang mengikuti keputusan ini sedang disimpan; tunggu sebentar."
    assert (register(), Decision.objects.get().withdrawn_at) == (before, None)
    ran(actions.commit_batch, third, officer, MUCH_LATER)
    actions.withdraw(by=officer, at=LAST, decision=decision)
    assert not Membership.objects.filter(record__in=third.records.all()).exists()


def test_a_row_that_one_word_kept_from_two_records_waits_once(officer: User) -> None:
    """Two lists say the same of Melati, so one no binds both pairs; taken back, the row is freed by the first."""
    standing(officer)
    linked(officer, MELATI, of=office(officer, "survei"))
    first = linked(officer, PERHAPS)
    decisions = [answer(officer, same=False, question=one) for one in asked()]
    ran(actions.undo_batch, first, officer, MUCH_LATER)
    again = linked(officer, PERHAPS, at=MUCH_LATER)
    assert (counted(again), states()) == ({"read": 1, "create": 1}, ["different"] * 2 + ["kept"] * 2)
    actions.withdraw(by=officer, at=LAST, decision=decisions[0])
    assert states()[2:] == ["kept"] * 2  # the other no says the same
    actions.withdraw(by=officer, at=LAST, decision=decisions[1])
    [question] = asked()
    assert (question.record, states()[2:]) == (again.records.get(), ["open", "kept"])
    answer(officer, same=True)
    assert again.records.get().membership.business == business("Sapu Melati")


def two_about_cemara(officer: User) -> tuple[Batch, Batch]:
    """A row that may be of Melati's owner, and one of another list that is surely the same and waits with it."""
    standing(officer)
    first = linked(officer, CEMARA + PHONE)
    return first, linked(officer, SURELY_CEMARA, of=office(officer, "survei"), at=MUCH_LATER)


def test_a_row_that_is_left_waiting_takes_its_later_edition_along(officer: User) -> None:
    """The no that made a business of both rows was taken back; then the list that is asked about goes."""
    first, second = two_about_cemara(officer)
    decision = answer(officer, same=False)
    edition = linked(officer, SURELY_CEMARA.replace(";4;", ";9;"), of=office(officer, "survei"), at=LAST)
    assert (counted(edition), shown("Keripik Cemara").workers) == ({"read": 1, "update": 1}, 9)
    actions.withdraw(by=officer, at=LAST, decision=decision)
    assert "Keripik Cemara" not in lists.shown()
    ran(actions.undo_batch, first, officer, LAST)
    assert (asked(), shown("Keripik Cemara").workers) == ([], 9)
    placed = Membership.objects.filter(batch__in=(first, second, edition), in_effect=True)
    assert set(placed.values_list("batch", flat=True)) == {second.pk, edition.pk}
    [row] = edition.records.all()
    assert (row.verdict, row.follows) == ("update", second.records.get())


def test_two_lists_taken_back_at_once_place_who_is_left_once(
    officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both see that nothing is asked about the row any more; whoever holds it first places it."""
    first, second = two_about_cemara(officer)
    stranded, others = queries.stranded_groups, [LAST]

    def seen_by_both() -> list[Collection[int]]:
        found = list(stranded())
        if others:
            settling.settle_stranded(at=others.pop())
        return found

    monkeypatch.setattr(queries, "stranded_groups", seen_by_both)
    ran(actions.undo_batch, first, officer, LAST)
    assert Membership.objects.get(batch=second).business == business("Keripik Cemara")
    assert (asked(), len(lists.shown())) == ([], 4)


def test_what_somebody_merges_in_the_moment_before_is_part_of_the_merge(
    officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between looking up as what a business reads and holding it, it may come to read as another."""
    standing(officer)
    melati, terang, kenanga = map(business, ("Sapu Melati", "Knalpot Terang", "Gula Kenanga"))

    def merge(winner: Business, loser: Business) -> LinkEvent:
        return actions.merge_businesses(by=officer, at=LAST, winner=winner, loser=loser, reason="satu")

    def reads_as(*businesses: Business) -> list[int | None]:
        return [Business.objects.get(pk=one.pk).canonical_id for one in businesses]

    canonical, others = queries.canonical, [(terang, kenanga)]

    def overtaken(business_ids: Collection[int]) -> dict[int, int]:
        found = canonical(business_ids)
        if others:
            merge(*others.pop())
        return found

    monkeypatch.setattr(queries, "canonical", overtaken)
    event = merge(melati, kenanga)
    assert reads_as(melati, terang, kenanga) == [melati.pk] * 3
    actions.unmerge_businesses(by=officer, at=LAST, event=event, reason="ternyata dua")
    assert reads_as(melati, terang, kenanga) == [melati.pk, terang.pk, terang.pk]
