"""A second officer reads some answers again without seeing them; a disagreement is settled by people."""

import pytest

from sentra.base.audit.models import Entry
from sentra.base.people.models import User
from sentra.base.permissions import OutOfTurn, Refused
from sentra.registry import actions, queries
from sentra.registry.models import Decision, Likeness, SecondReading
from sentra.registry.queries import twice
from tests import cast
from tests.rooms.registry.offices import (
    LATER,
    MUCH_LATER,
    PERHAPS,
    answer,
    asked,
    linked,
    register,
    standing,
)


@pytest.fixture
def answered(officer: User, monkeypatch: pytest.MonkeyPatch) -> Decision:
    """Sekar's yes, which is among those read twice."""
    monkeypatch.setattr(twice, "EVERY", 1)
    standing(officer)
    linked(officer, PERHAPS)
    decision: Decision = answer(officer, same=True)
    return decision


@pytest.fixture
def other(db: None) -> User:
    return cast.enter(cast.BRAMA)


def pair() -> Likeness:
    return Likeness.objects.exclude(state="sure").get()


def read(by: User, *, same: bool) -> SecondReading:
    return actions.read_again(by=by, at=MUCH_LATER, likeness=pair(), same=same)


def test_one_question_in_twenty_is_read_twice_and_always_the_same_ones() -> None:
    chosen = [number for number in range(1, 20_001) if twice.read_twice(number)]
    assert len(chosen) == pytest.approx(1000, rel=0.1)
    assert chosen[:3] == [number for number in range(1, 200) if twice.read_twice(number)][:3]


def test_another_officer_is_asked_and_not_the_one_who_answered(
    officer: User, other: User, answered: Decision
) -> None:
    assert (queries.second_questions(other), queries.second_questions(officer)) == ([pair().pk], [])
    with pytest.raises(OutOfTurn, match="milik Anda sendiri"):
        read(officer, same=True)
    assert queries.second_question(other, pair().pk) == pair()
    with pytest.raises(Likeness.DoesNotExist):
        queries.second_question(officer, pair().pk)


@pytest.mark.parametrize("same", [True, False], ids=["agrees", "differs"])
def test_the_second_word_is_kept_beside_the_first_and_changes_nothing(
    officer: User, other: User, answered: Decision, *, same: bool
) -> None:
    before = register(versions=True)
    reading = read(other, same=same)
    assert register(versions=True) == before
    assert (reading.decision, reading.same, answered.withdrawn_at) == (answered, same, None)
    found = queries.rereading(officer)
    assert (found.agreement, list(found.open)) == (
        (1, float(same), None if same else 0.0),
        [] if same else [reading],
    )
    with pytest.raises(OutOfTurn, match="sudah dibaca"):
        read(cast.enter(cast.WIRA), same=True)
    entry = Entry.objects.latest("number")
    assert (entry.act, entry.by, entry.new) == ("read_again", other, {"same": same, "agrees": same})


def test_a_disagreement_is_settled_by_upholding_the_first_word(
    officer: User, other: User, answered: Decision
) -> None:
    reading = read(other, same=False)
    actions.uphold_answer(by=officer, at=MUCH_LATER, reading=reading, reason="ditelepon")
    found = queries.rereading(officer)
    assert (list(found.open), found.agreement) == ([], (1, 0.0, 0.0))  # they did not agree, that stays
    assert Entry.objects.latest("number").reason == "ditelepon"
    with pytest.raises(OutOfTurn, match="sudah diselesaikan"):
        actions.uphold_answer(by=officer, at=MUCH_LATER, reading=reading, reason="lagi")


def test_or_by_taking_it_back_and_answering_anew(officer: User, other: User, answered: Decision) -> None:
    reading = read(other, same=False)
    actions.withdraw(by=officer, at=MUCH_LATER, decision=answered)
    assert (list(queries.rereading(officer).open), len(asked())) == ([], 1)
    again = answer(other, same=False)
    assert queries.second_questions(officer) == [pair().pk]  # which is a new answer, to be read again
    assert SecondReading.objects.get() == reading
    assert again != answered


def test_an_answer_that_was_taken_back_is_not_read_again(
    officer: User, other: User, answered: Decision
) -> None:
    actions.withdraw(by=officer, at=LATER, decision=answered)
    assert (queries.second_questions(other), queries.first_word(pair())) == ([], None)
    with pytest.raises(OutOfTurn, match="ditarik"):
        read(other, same=True)


def test_only_those_who_answer_read_again_and_settle(officer: User, other: User, answered: Decision) -> None:
    auditor = cast.enter(cast.GANDE)
    with pytest.raises(Refused):
        read(auditor, same=True)
    reading = read(other, same=False)
    with pytest.raises(Refused):
        actions.uphold_answer(by=auditor, at=MUCH_LATER, reading=reading, reason="x")
    assert queries.rereading(auditor).wanted == 0
    assert [one.pk for one in queries.rereading(auditor).open] == [reading.pk]
