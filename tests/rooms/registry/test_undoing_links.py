"""A linked list is taken back, and a row is taken out of its business: what others said since stays."""

import pytest

from sentra.base.audit.models import Entry
from sentra.base.people.models import User
from sentra.base.permissions import OutOfTurn
from sentra.registry import actions, queries
from sentra.registry.models import Batch, Business, LinkEvent, LinkEventKind, Membership, Profile
from tests.rooms.registry import lists
from tests.rooms.registry.lists import counted, ran
from tests.rooms.registry.offices import (
    CEMARA,
    KENANGA,
    MELATI,
    MUCH_LATER,
    NOBODY,
    PERHAPS,
    SURE,
    answer,
    asked,
    business,
    linked,
    mended,
    office,
    register,
    shown,
    standing,
    states,
)


def undo(officer: User, batch: Batch) -> Batch:
    return ran(actions.undo_batch, batch, officer, MUCH_LATER)


def edit(officer: User, name: str, workers: int) -> None:
    actions.edit_business(
        by=officer, at=MUCH_LATER, business=business(name), values={"workers": workers}, personal={}
    )


def test_taking_a_linked_list_back_leaves_the_register_exactly_as_before(officer: User) -> None:
    """The very versions that were shown, and nobody is asked."""
    standing(officer)
    before = register(versions=True)
    batch = linked(officer, SURE, PERHAPS, NOBODY)
    assert undo(officer, batch).summary["kept"] == []
    assert register(versions=True) == before


def test_an_edit_made_since_stays(officer: User) -> None:
    standing(officer)
    batch = linked(officer, SURE, NOBODY)
    edit(officer, "Gula Kenanga", 40)
    undone = undo(officer, batch)
    kenanga = shown("Gula Kenanga")
    assert (kenanga.workers, kenanga.values["product"]) == (40, "gula kelapa")
    assert (undone.summary["kept"], len(lists.shown())) == ([kenanga.business_id], 3)


def test_what_a_later_list_joined_stays(officer: User) -> None:
    standing(officer)
    batch = linked(officer, SURE, NOBODY)
    later = linked(
        officer,
        SURE.replace(";4;", ";9;"),
        NOBODY.replace(";2;", ";8;"),
        of=office(officer, "survei", rank=30),
        at=MUCH_LATER,
    )
    assert counted(later) == {"read": 2, "attach": 2}
    undo(officer, batch)
    assert (shown("Gula Kenanga").workers, shown("Anyaman Baru").workers) == (9, 8)
    assert set(Membership.objects.filter(batch=later, in_effect=True).values_list("business", flat=True)) == {
        business("Gula Kenanga").pk,
        business("Anyaman Baru").pk,
    }


def test_and_taking_both_back_in_either_order_leaves_it_as_before(officer: User) -> None:
    standing(officer)
    before = register()
    for newest_first in (True, False):
        batches = [
            linked(officer, SURE),
            linked(officer, SURE.replace(";4;", ";9;"), of=office(officer, "survei"), at=MUCH_LATER),
        ]
        for batch in batches[::-1] if newest_first else batches:
            undo(officer, batch)
        assert register() == before


@pytest.mark.parametrize("same", [True, False], ids=["same", "different"])
def test_taking_a_list_back_takes_what_a_person_settled_of_it(officer: User, *, same: bool) -> None:
    standing(officer)
    before = register()
    batch = linked(officer, PERHAPS)
    decision = answer(officer, same=same)
    undo(officer, batch)
    assert register() == before
    actions.withdraw(by=officer, at=MUCH_LATER, decision=decision)  # a word on a list that is no more
    assert register() == before


def test_a_business_that_a_no_made_and_somebody_edited_stays_whole(officer: User) -> None:
    standing(officer)
    batch = linked(officer, PERHAPS)
    answer(officer, same=False)
    edit(officer, "Rukmini Asri", 8)
    undone = undo(officer, batch)
    assert (shown("Rukmini Asri").workers, len(lists.shown())) == (8, 4)
    assert undone.summary["kept"] == [business("Rukmini Asri").pk]


def test_a_merge_since_is_kept_and_listed_under_the_number_it_reads_as(officer: User) -> None:
    standing(officer)
    batch = linked(officer, NOBODY)
    melati, made = business("Sapu Melati"), business("Anyaman Baru")
    actions.merge_businesses(by=officer, at=MUCH_LATER, winner=melati, loser=made, reason="satu")
    undone = undo(officer, batch)
    assert Business.objects.get(pk=made.pk).canonical == melati
    assert [p.business for p in queries.kept_businesses(officer, undone)] == [melati]


def test_taking_a_new_edition_back_asks_the_old_question_again(officer: User) -> None:
    standing(officer)
    linked(officer, PERHAPS)
    before = register()
    edition = linked(officer, PERHAPS.replace(";6;", ";8;"), at=MUCH_LATER)
    assert states() == ["lapsed", "open"]
    undo(officer, edition)
    assert register() == before


# A row is taken out of its business.


def detach(officer: User, batch: Batch) -> LinkEvent:
    return actions.detach_record(by=officer, at=MUCH_LATER, row=batch.records.get(), reason="bukan miliknya")


def withdraw(officer: User, event: LinkEvent) -> None:
    assert event.decision is not None
    actions.withdraw(by=officer, at=MUCH_LATER, decision=event.decision)


def test_a_row_that_is_detached_is_a_business_of_its_own_and_goes_back(officer: User) -> None:
    standing(officer)
    batch = linked(officer, SURE)
    before = register()
    event = detach(officer, batch)
    own = queries.business(officer, event.business_id)
    assert (event.kind, own.workers, own.owner_name) == (LinkEventKind.DETACH, 4, "Sutirah W")
    old = queries.business(officer, event.other_id or 0)
    assert (old.workers, old.business_id, len(lists.shown())) == (3, event.other_id, 3)
    assert Profile.objects.filter(current=True).count() == 4
    withdraw(officer, event)
    assert register() == before
    assert queries.business(officer, event.business_id).business_id == event.other_id


def test_all_editions_of_the_row_go_with_it(officer: User) -> None:
    standing(officer)
    batch = linked(officer, SURE)
    later = linked(officer, SURE.replace(";4;", ";9;"), at=MUCH_LATER)
    event = detach(officer, batch)
    assert {move[0] for move in event.moves} == {batch.records.get().pk, later.records.get().pk}
    assert queries.business(officer, event.business_id).workers == 9
    next_one = linked(officer, SURE.replace(";4;", ";11;"), at=MUCH_LATER)
    assert next_one.records.get().membership.business_id == event.business_id


def test_it_is_not_attached_to_the_old_one_when_it_comes_again(officer: User) -> None:
    standing(officer)
    batch = linked(officer, SURE)
    detach(officer, batch)
    undo(officer, batch)
    assert set(lists.shown()) == {"Gula Kenanga", "Knalpot Terang", "Sapu Melati"}
    again = linked(officer, SURE, at=MUCH_LATER)
    assert (counted(again), asked()) == ({"read": 1, "create": 1}, [])


def test_what_was_typed_of_it_meanwhile_reads_as_the_old_one_after_it_went_back(officer: User) -> None:
    standing(officer)
    batch = linked(officer, SURE)
    event = detach(officer, batch)
    own = Business.objects.get(pk=event.business_id)
    actions.edit_business(by=officer, at=MUCH_LATER, business=own, values={"workers": 21}, personal={})
    withdraw(officer, event)
    assert (shown("Gula Kenanga").workers, Profile.objects.filter(current=True).count()) == (21, 3)


def test_a_detached_business_that_was_merged_since_does_not_go_back(officer: User) -> None:
    standing(officer)
    event = detach(officer, linked(officer, SURE))
    own, melati = Business.objects.get(pk=event.business_id), business("Sapu Melati")
    merge = actions.merge_businesses(by=officer, at=MUCH_LATER, winner=melati, loser=own, reason="satu")
    before = register()
    with pytest.raises(OutOfTurn, match="sudah diubah lagi"):
        withdraw(officer, event)
    assert register() == before
    actions.unmerge_businesses(by=officer, at=MUCH_LATER, event=merge, reason="dua")
    withdraw(officer, event)
    assert queries.business(officer, own.pk).business == business("Gula Kenanga")


def test_a_word_whose_row_was_detached_since_is_taken_back_after_that(officer: User) -> None:
    standing(officer, KENANGA, MELATI, CEMARA)
    batch = linked(officer, PERHAPS)
    before = register()
    decision = answer(officer, same=True, question=asked()[0])
    event = detach(officer, batch)
    with pytest.raises(OutOfTurn, match="urungkan dahulu yang terakhir"):
        actions.withdraw(by=officer, at=MUCH_LATER, decision=decision)
    withdraw(officer, event)
    actions.withdraw(by=officer, at=MUCH_LATER, decision=decision)
    assert register() == before


def test_a_row_that_stands_alone_or_waits_can_not_be_detached(officer: User) -> None:
    batch = standing(officer, MELATI)
    mended(officer, MELATI.replace(";5;", ";6;"))
    with pytest.raises(OutOfTurn, match="satu-satunya"):
        detach(officer, batch)  # its new edition is the same row
    with pytest.raises(OutOfTurn, match="tidak menerangkan"):
        detach(officer, linked(officer, PERHAPS))
    assert LinkEvent.objects.count() == 0


def test_detaching_is_in_the_audit(officer: User) -> None:
    standing(officer)
    event = detach(officer, linked(officer, SURE))
    entry = Entry.objects.latest("number")
    assert (entry.act, entry.reason, entry.by) == ("detach_record", "bukan miliknya", officer)
    assert (entry.old, entry.new) == ({"business": event.other_id}, {"business": event.business_id})
