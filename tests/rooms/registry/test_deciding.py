"""A person says whether two records are one business, and takes it back: everything is as before."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from sentra.base.audit.chain import breaks
from sentra.base.audit.models import Entry
from sentra.base.people.models import User
from sentra.base.permissions import OutOfTurn, Refused
from sentra.registry import actions
from sentra.registry.models import (
    Business,
    Decision,
    Likeness,
    LikenessState,
    LinkEvent,
    LinkEventKind,
    Membership,
)
from tests import cast
from tests.rooms.registry import lists
from tests.rooms.registry.lists import NIKS, PHONES, counted, ran
from tests.rooms.registry.offices import (
    CEMARA,
    KENANGA,
    MELATI,
    MUCH_LATER,
    NOBODY,
    PERHAPS,
    answer,
    asked,
    business,
    linked,
    office,
    register,
    shown,
    standing,
    states,
)

# Two rows of one list about an owner nobody knows: perhaps one business, perhaps two.
ONE = ";Kartini Lestari;;Brakas;Karanganyar;;;;;2;"
TWO = ";Kartini Lestari;;Brakas;Karanganyar;Jl Pasar;;;;3;"
THREE = ";Kartini Lestari;;Brakas;Karanganyar;Jl Raya;;;;4;"


def withdraw(officer: User, decision: Decision) -> None:
    actions.withdraw(by=officer, at=MUCH_LATER, decision=decision)


def test_same_puts_the_row_into_the_business(officer: User) -> None:
    standing(officer)
    batch = linked(officer, PERHAPS)
    decision = answer(officer, same=True)
    assert batch.records.get().membership.business == business("Sapu Melati")
    assert (shown("Sapu Melati").workers, len(lists.shown()), asked()) == (6, 3, [])
    event = LinkEvent.objects.get()
    assert (event.kind, event.business, event.decision) == (
        LinkEventKind.ATTACH,
        business("Sapu Melati"),
        decision,
    )


def test_different_makes_the_row_a_business(officer: User) -> None:
    standing(officer)
    batch = linked(officer, PERHAPS)
    answer(officer, same=False)
    made = batch.records.get().membership.business
    assert (shown("Rukmini Asri").business, made.canonical) == (made, made)
    assert (shown("Sapu Melati").workers, len(lists.shown()), asked()) == (5, 4, [])
    assert LinkEvent.objects.get().kind == LinkEventKind.CREATE


@pytest.mark.parametrize("same", [True, False], ids=["same", "different"])
def test_a_word_taken_back_leaves_everything_as_before(officer: User, *, same: bool) -> None:
    standing(officer)
    linked(officer, PERHAPS)
    before = register()
    decision = answer(officer, same=same)
    assert register() != before
    withdraw(officer, decision)
    assert register() == before
    assert LinkEvent.objects.get().undone_by == officer
    answer(officer, same=not same)  # and can be answered again, the other way


def test_two_candidates_the_second_lapses_with_a_yes_and_is_back_when_it_is_taken_back(officer: User) -> None:
    standing(officer, MELATI, CEMARA)
    linked(officer, PERHAPS)
    before = register()
    decision = answer(officer, same=True, question=asked()[0])
    assert sorted(states()) == ["lapsed", "same"]
    assert (asked(), len(lists.shown())) == ([], 2)
    withdraw(officer, decision)
    assert (register(), states()) == (before, ["open", "open"])


def test_two_candidates_the_row_is_new_only_after_two_noes(officer: User) -> None:
    standing(officer, MELATI, CEMARA)
    linked(officer, PERHAPS)
    before = register()
    first = answer(officer, same=False, question=asked()[0])
    assert (len(lists.shown()), first.events.count()) == (2, 0)
    between = register()
    second = answer(officer, same=False)
    assert len(lists.shown()) == 3
    withdraw(officer, second)
    assert register() == between
    again = answer(officer, same=False)
    withdraw(officer, first)  # the other no stands, but the row waits for this one again
    [question] = asked()
    assert (question.other_id, len(lists.shown())) == (first.other_id, 2)
    withdraw(officer, again)
    assert register() == before


@pytest.mark.parametrize(("same", "businesses"), [(True, 1), (False, 2)])
def test_two_rows_of_one_list_that_wait_for_each_other(officer: User, *, same: bool, businesses: int) -> None:
    """Nobody else is asked about: the answer makes one business of both, or one of each."""
    batch = linked(officer, ONE, TWO)
    if counted(batch).get("review") != 2:
        pytest.fail(f"the two are not in doubt: {counted(batch)}")
    before = register()
    decision = answer(officer, same=same)
    assert (len(_current()), Membership.objects.count(), asked()) == (businesses, 2, [])
    withdraw(officer, decision)
    assert register() == before


def _current() -> set[int]:
    return set(Membership.objects.filter(in_effect=True).values_list("business", flat=True))


def test_a_word_that_held_two_rows_together_takes_both_out_again(officer: User) -> None:
    """One and Two are one, and One is Melati: both go there. Then One and Two are not one."""
    standing(officer)
    batch = linked(officer, *_two_about_melati())
    one, two = batch.records.order_by("pk")
    together = Likeness.objects.get(record=two, other=one)
    before = register()
    first = answer(officer, same=True, question=together)
    second = answer(officer, same=True, question=Likeness.objects.get(record=one))
    assert {row.membership.business for row in (one, two)} == {business("Sapu Melati")}
    withdraw(officer, first)
    assert set(business("Sapu Melati").memberships.filter(batch=batch).values_list("record", flat=True)) == {
        one.pk
    }
    assert together in asked()
    withdraw(officer, second)
    assert register() == before


def test_who_followed_a_row_into_a_business_leaves_it_with_that_row(officer: User) -> None:
    """One is Melati, and Two is One. When One is not Melati after all, nothing says that Two is."""
    standing(officer)
    batch = linked(officer, *_two_about_melati())
    one, two = batch.records.order_by("pk")
    before = register()
    first = answer(officer, same=True, question=Likeness.objects.get(record=one))
    assert Likeness.objects.get(record=two, other=one) in asked()  # where Two belongs is still open
    answer(officer, same=True, question=Likeness.objects.get(record=two, other=one))
    assert {row.membership.business for row in (one, two)} == {business("Sapu Melati")}
    withdraw(officer, first)
    assert not Membership.objects.filter(batch=batch).exists()
    assert {**register(), "asked": []} == {**before, "asked": []}
    for question in asked():  # both were compared with Melati
        answer(officer, same=False, question=question)
    assert lists.shown().keys() == {"Gula Kenanga", "Knalpot Terang", "Sapu Melati", "Rukmini Asri"}
    assert {m.record_id for m in business("Rukmini Asri").memberships.all()} == {one.pk, two.pk}


def _two_about_melati() -> tuple[str, str]:
    return PERHAPS, PERHAPS.replace("Bobotsari;", "Bobotsari;Jl Pasar").replace(";6;", ";7;")


def test_an_answer_that_would_break_another_is_refused_and_names_it(officer: User) -> None:
    """Two rows that a person called different cannot both become one business by way of it."""
    standing(officer)
    linked(officer, *_two_about_melati())
    one, two = sorted({question.record_id for question in asked()})
    apart = answer(officer, same=False, question=Likeness.objects.get(record=two, other=one))
    first, second = asked()
    answer(officer, same=True, question=first)
    before = register()
    with pytest.raises(OutOfTurn) as refused:
        answer(officer, same=True, question=second)
    assert register() == before
    assert str(refused.value) == (
        "Menurut Sekar Tirtabumi (19 Januari 2027), Rukmini Asri dan Rukmini Asri berbeda. Urungkan dahulu"
        " jawaban itu."
    )
    withdraw(officer, apart)
    answer(officer, same=True, question=second)
    assert len({row.membership.business_id for row in (first.record, second.record)}) == 1


def test_two_rows_that_wait_as_one_can_not_be_called_different(officer: User) -> None:
    linked(officer, ONE, TWO, THREE)
    first, second, third = asked()
    answer(officer, same=True, question=first)
    answer(officer, same=True, question=second)
    before = register()
    with pytest.raises(OutOfTurn, match="sudah dinyatakan satu lewat jawaban lain"):
        answer(officer, same=False, question=third)
    assert register() == before


def test_two_rows_that_other_words_made_one_can_not_be_called_different(officer: User) -> None:
    """They would have to be taken apart first, and that is an act of its own."""
    standing(officer)
    linked(officer, *_two_about_melati())
    one, two = sorted({question.record_id for question in asked()})
    for question in asked():
        if question.other_id != one:
            answer(officer, same=True, question=question)
    Likeness.objects.filter(record=two, other=one).update(state=LikenessState.OPEN)  # of an older edition
    before = register()
    with pytest.raises(OutOfTurn, match="sudah satu usaha"):
        answer(officer, same=False)
    assert register() == before
    assert answer(officer, same=True).events.count() == 0


# Who may, and when.


@pytest.mark.parametrize("part", [cast.RENGGA, cast.GANDE, cast.DANU], ids=["field", "auditor", "committee"])
def test_only_those_who_keep_the_register_decide(officer: User, part: cast.Part) -> None:
    standing(officer)
    linked(officer, PERHAPS)
    before = register()
    other = cast.enter(part)
    with pytest.raises(Refused):
        answer(other, same=True)
    assert (register(), Decision.objects.count()) == (before, 0)
    decision = answer(officer, same=True)
    with pytest.raises(Refused):
        withdraw(other, decision)
    with pytest.raises(Refused):
        actions.detach_record(by=other, at=MUCH_LATER, row=decision.record, reason="")
    assert Decision.objects.get().withdrawn_at is None


def test_a_second_answer_is_out_of_turn_and_so_is_a_second_withdrawal(officer: User) -> None:
    standing(officer)
    linked(officer, PERHAPS)
    [question] = asked()
    decision = answer(officer, same=True)
    with pytest.raises(OutOfTurn, match="sudah diputuskan"):
        answer(officer, same=False, question=question)
    withdraw(officer, decision)
    with pytest.raises(OutOfTurn, match="sudah ditarik"):
        withdraw(officer, decision)


def test_what_a_file_asks_that_is_not_saved_or_taken_back_is_not_answered(officer: User) -> None:
    standing(officer)
    batch = linked(officer, PERHAPS)
    [question] = asked()
    ran(actions.undo_batch, batch, officer, MUCH_LATER)
    with pytest.raises(OutOfTurn, match="tidak tersimpan"):
        answer(officer, same=True, question=question)
    assert Membership.objects.filter(batch=batch).count() == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("of_one", [True, False], ids=["one question", "two questions of one row"])
def test_two_people_answer_at_once(officer: User, *, of_one: bool) -> None:
    """One of them is told that it was answered; the row ends in one business, whoever was first."""
    standing(officer, MELATI, CEMARA)
    batch = linked(officer, PERHAPS)
    questions = asked()
    chosen = [questions[0], questions[0 if of_one else 1]]
    ended = together(*(lambda q=q: answer(officer, same=True, question=q) for q in chosen))
    assert sorted(type(one).__name__ for one in ended) == ["Decision", "OutOfTurn"]
    assert Membership.objects.filter(record=batch.records.get()).count() == 1
    assert asked() == []


def together(*steps: Callable[[], Any]) -> list[Any]:
    """What each step gave or raised, started at one moment on connections of their own."""
    start, ended = threading.Barrier(len(steps)), []

    def run(step: Callable[[], Any]) -> None:
        start.wait()
        try:
            ended.append(step())
        except Exception as wrong:  # noqa: BLE001 - it is what the test looks at
            ended.append(wrong)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(step,)) for step in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ended


# A word binds until what the records say changes.


@pytest.mark.parametrize(("same", "verdict"), [(True, "attach"), (False, "create")])
def test_what_was_decided_is_not_asked_again_while_the_rows_say_the_same(
    officer: User, *, same: bool, verdict: str
) -> None:
    """The file is taken back and brought again, the same and then with another name."""
    standing(officer)
    first = linked(officer, PERHAPS)
    answer(officer, same=same)
    ran(actions.undo_batch, first, officer, MUCH_LATER)
    again = linked(officer, PERHAPS, at=MUCH_LATER)
    assert (counted(again), asked()) == ({"read": 1, verdict: 1}, [])
    ran(actions.undo_batch, again, officer, MUCH_LATER)
    changed = linked(officer, PERHAPS.replace("Rukmini Asri", "Rukmini A."), at=MUCH_LATER)
    assert (counted(changed), len(asked())) == ({"read": 1, "review": 1}, 1)


def test_another_list_that_says_the_same_is_not_asked_about_either(officer: User) -> None:
    standing(officer)
    linked(officer, PERHAPS)
    answer(officer, same=True)
    other = linked(officer, PERHAPS, of=office(officer, "survei"), at=MUCH_LATER)
    assert (counted(other), asked()) == ({"read": 1, "attach": 1}, [])


def test_a_word_taken_back_does_not_bind(officer: User) -> None:
    standing(officer)
    first = linked(officer, PERHAPS)
    withdraw(officer, answer(officer, same=True))
    ran(actions.undo_batch, first, officer, MUCH_LATER)
    again = linked(officer, PERHAPS, at=MUCH_LATER)
    assert (counted(again), len(asked())) == ({"read": 1, "review": 1}, 1)


def test_a_word_on_rows_that_say_the_same_binds_each_of_them(officer: User) -> None:
    """Two lists hold the same row; what was said of the first holds for both when they come again."""
    standing(officer)
    first = linked(officer, PERHAPS)
    answer(officer, same=False)
    ran(actions.undo_batch, first, officer, MUCH_LATER)
    batch = linked(
        officer,
        PERHAPS,
        PERHAPS.replace(";6;", ";7;").replace("Gandasuli;", "Gandasuli;").replace("Asri", "asri"),
        at=MUCH_LATER,
    )
    assert (counted(batch).get("review"), asked()) == (None, [])


# What has happened since is kept.


def test_an_edition_that_came_after_a_yes_goes_where_its_row_goes(officer: User) -> None:
    standing(officer)
    linked(officer, PERHAPS)
    decision = answer(officer, same=True)
    update = linked(officer, PERHAPS.replace(";6;", ";9;"), at=MUCH_LATER)
    assert (counted(update), shown("Sapu Melati").workers) == ({"read": 1, "update": 1}, 9)
    withdraw(officer, decision)
    assert (shown("Sapu Melati").workers, len(lists.shown())) == (5, 3)
    answer(officer, same=False)
    assert (shown("Rukmini Asri").workers, len(lists.shown())) == (9, 4)


def test_a_business_made_by_a_no_and_edited_since_stays_and_a_yes_merges_it(officer: User) -> None:
    standing(officer)
    linked(officer, PERHAPS)
    decision = answer(officer, same=False)
    made = business("Rukmini Asri")
    actions.edit_business(by=officer, at=MUCH_LATER, business=made, values={"workers": 8}, personal={})
    withdraw(officer, decision)
    assert (shown("Rukmini Asri").workers, len(lists.shown()), len(asked())) == (8, 4, 1)
    answer(officer, same=True)
    assert (Business.objects.get(pk=made.pk).canonical, len(lists.shown())) == (business("Sapu Melati"), 3)
    assert shown("Sapu Melati").workers == 8  # a person's word stands above every list


# What is kept of it.


def test_each_act_is_in_the_audit_and_no_number_is(officer: User) -> None:
    standing(officer, KENANGA, MELATI)
    linked(officer, PERHAPS, NOBODY)
    decision = answer(officer, same=True)
    withdraw(officer, decision)
    said, taken = Entry.objects.order_by("-pk")[:2][::-1]
    assert (said.act, said.by, said.new["same"], said.reason) == (
        "decide_likeness",
        officer,
        True,
        "dilihat di tempat",
    )
    assert said.new["events"] == [LinkEvent.objects.get().pk]
    assert (taken.act, taken.old) == ("withdraw_decision", {"same": True})
    assert list(breaks()) == []
    stored = repr([list(model.objects.values()) for model in (Likeness, Decision, LinkEvent, Entry)])
    assert [number for number in (*NIKS, *PHONES) if number in stored] == []
