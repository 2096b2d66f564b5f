"""Rows that wait are compared with one another, and nobody waits for an answer that cannot come any more."""

from datetime import timedelta

import pytest

from sentra.base.people.models import User
from sentra.registry import actions, queries
from sentra.registry.models import (
    Batch,
    BatchState,
    Business,
    Likeness,
    LikenessState,
    LinkEvent,
    Membership,
    Profile,
    SourceRecord,
)
from tests.rooms.registry import lists
from tests.rooms.registry.lists import counted, ran
from tests.rooms.registry.offices import (
    CEMARA,
    LATER,
    MELATI,
    MUCH_LATER,
    NOBODY,
    PERHAPS,
    SURE,
    answer,
    asked,
    business,
    checked,
    linked,
    mended,
    office,
    register,
    shown,
    standing,
)

# Said by another office of the same person; whether it is the same workshop nobody can tell from it.
ALSO = PERHAPS.replace("Bobotsari;;", "Bobotsari;Jl Pasar;").replace(";6;", ";3;")

PHONE = "081299990000"
SURELY_CEMARA = f"Keripik Cemara;Rukmini Asri;;;;;;;keripik singkong;4;{PHONE}"


def survey(officer: User, *rows: str) -> Batch:
    """A third office says something, later than the second."""
    return linked(officer, *rows, of=office(officer, "survei"), at=MUCH_LATER)


def pairs() -> set[tuple[str, str]]:
    """The open questions by the lists of the two rows: the newer row's first."""
    return {(one.record.source.key, one.other.source.key) for one in asked()}


def about(newer: str, older: str) -> Likeness:
    [found] = [one for one in asked() if (one.record.source.key, one.other.source.key) == (newer, older)]
    return found


def undo(officer: User, batch: Batch) -> None:
    ran(actions.undo_batch, batch, officer, MUCH_LATER)


def save(officer: User, batch: Batch) -> Batch:
    return ran(actions.commit_batch, batch, officer, MUCH_LATER)


def of_rows(*batches: Batch) -> list[int]:
    """The business of each row of these lists."""
    rows = Membership.objects.filter(batch__in=batches, in_effect=True).order_by("record")
    return list(rows.values_list("business", flat=True))


# Rows of two lists that wait.


def test_two_rows_that_wait_in_different_lists_are_asked_about_too(officer: User) -> None:
    """Both may be Melati, and they may be one new workshop."""
    standing(officer)
    first, second = linked(officer, PERHAPS), survey(officer, ALSO)
    assert pairs() == {("dinkop", "buku-induk"), ("survei", "buku-induk"), ("survei", "dinkop")}
    answer(officer, same=False, question=about("dinkop", "buku-induk"))
    answer(officer, same=False, question=about("survei", "buku-induk"))
    assert len(lists.shown()) == 3  # neither is a business while it may be the other
    answer(officer, same=True)
    assert (len(set(of_rows(first, second))), len(lists.shown()), asked()) == (1, 4, [])


def test_a_no_makes_two_businesses_of_them(officer: User) -> None:
    standing(officer)
    first, second = linked(officer, PERHAPS), survey(officer, ALSO)
    for _each in range(3):
        answer(officer, same=False, question=asked()[0])
    assert (len(set(of_rows(first, second))), Profile.objects.filter(current=True).count()) == (2, 5)


def test_what_is_surely_the_row_that_waits_waits_with_it_and_one_answer_places_both(officer: User) -> None:
    standing(officer)
    first, second = linked(officer, CEMARA), survey(officer, CEMARA.replace(";2;", ";4;"))
    assert (counted(second), len(lists.shown())) == ({"read": 1, "review": 1}, 3)
    for question in asked():
        answer(officer, same=False, question=question)
    assert of_rows(first, second) == [business("Keripik Cemara").pk] * 2
    assert (len(lists.shown()), asked()) == (4, [])


def test_a_new_edition_is_compared_with_what_waits_in_its_own_list(officer: User) -> None:
    standing(officer)
    linked(officer, PERHAPS)
    linked(officer, PERHAPS, ALSO, at=MUCH_LATER)
    assert pairs() == {("dinkop", "buku-induk"), ("dinkop", "dinkop")}


def test_the_registers_own_list_meets_what_waits(officer: User) -> None:
    """Its row is a business at once; the row that waits is asked about it, or is found to be it."""
    standing(officer)
    waiting = linked(officer, PERHAPS)
    ours = mended(officer, CEMARA, ";Rukmini Asri;;Gandasuli;Bobotsari;;;;keripik;2;")
    assert {one.record.batch for one in asked() if one.other.batch == waiting} == {ours}


# When what they waited for is gone.


def test_taking_back_the_list_that_was_waited_with_leaves_nobody_waiting(officer: User) -> None:
    """The answer about its row would have placed the other, which is surely the same."""
    standing(officer)
    first = linked(officer, CEMARA + PHONE)
    second = survey(officer, SURELY_CEMARA)
    assert (counted(second)["review"], {one.record.batch for one in asked()}) == (1, {first})
    undo(officer, first)
    assert (asked(), of_rows(second)) == ([], [business("Keripik Cemara").pk])
    assert counted(Batch.objects.get(pk=second.pk)) == {"read": 1, "create": 1}


def test_rows_that_hang_together_by_a_third_are_placed_together(officer: User) -> None:
    standing(officer)
    first = linked(officer, CEMARA + PHONE)
    second = survey(officer, SURELY_CEMARA, SURELY_CEMARA.replace(";4;", ";5;").replace("Cemara;", "Cemoro;"))
    third = linked(officer, SURELY_CEMARA.replace(";4;", ";6;"), of=office(officer, "dinsos"), at=MUCH_LATER)
    assert len(lists.shown()) == 3
    for question in asked():
        answer(officer, same=False, question=question)
    assert set(of_rows(first, second, third)) == {business("Keripik Cemara").pk}
    assert (len(lists.shown()), asked()) == (4, [])


def test_a_question_about_a_list_that_was_taken_back_is_not_asked(officer: User) -> None:
    first = linked(officer, PERHAPS)
    assert set(lists.shown()) == {"Rukmini Asri"}
    survey(officer, ALSO)
    assert len(asked()) == 1
    undo(officer, first)
    assert (asked(), len(lists.shown())) == ([], 1)
    assert shown("Rukmini Asri").workers == 3
    assert LinkEvent.objects.count() == 0  # nobody decided it


def test_a_row_that_a_new_edition_corrects_is_not_waited_for(officer: User) -> None:
    standing(officer)
    linked(officer, PERHAPS)
    survey(officer, ALSO)
    corrected = NOBODY.replace("Anyaman Baru", "Anyaman Lain")  # the row with Melati's name is in it no more
    linked(officer, PERHAPS.replace(";6;", ";9;"), corrected, at=MUCH_LATER)
    assert {one.other.values.get("workers") for one in asked() if one.other.source.key == "dinkop"} <= {9}
    for _each in range(len(asked())):
        answer(officer, same=False, question=asked()[0])
    old = SourceRecord.objects.get(source__key="dinkop", values__workers=6)
    assert not Membership.objects.filter(record=old).exists()
    assert queries.stranded_groups() == []


def waits_apart(officer: User) -> tuple[SourceRecord, Batch]:
    """A row that waits only for what another list says, and the new edition that replaces that."""
    standing(officer)
    old = linked(officer, PERHAPS).records.get()
    waits = survey(officer, ALSO).records.get()
    [other] = [
        one for one in asked() if waits in (one.record, one.other) and old not in (one.record, one.other)
    ]
    answer(officer, same=False, question=other)
    edition = checked(officer, NOBODY, at=MUCH_LATER)
    _as_the_same_row(old, edition.records.get(), edition)
    return waits, edition


def test_taking_an_edition_back_lets_those_wait_again_whom_its_saving_settled(officer: User) -> None:
    waits, edition = waits_apart(officer)
    before = register()
    save(officer, edition)
    assert Membership.objects.filter(record=waits).exists()
    undo(officer, edition)
    assert register() == before
    assert not Membership.objects.filter(record=waits).exists()


def test_but_not_the_one_that_somebody_worked_on_since(officer: User) -> None:
    waits, edition = waits_apart(officer)
    save(officer, edition)
    settled = Membership.objects.get(record=waits).business
    actions.edit_business(
        by=officer, at=MUCH_LATER, business=settled, values={"product": "keripik tempe"}, personal={}
    )
    undo(officer, edition)
    assert Membership.objects.get(record=waits, in_effect=True).business == settled


# Between the check of a list and its saving.


@pytest.mark.parametrize("same", [True, False], ids=["same", "different"])
@pytest.mark.parametrize(
    "edition",
    [PERHAPS.replace(";6;", ";8;"), SURE, MELATI, ";Rukmini Asri;;Gandasuli;Bobotsari;;;;tempe;1;"],
    ids=["waits again", "is sure of another", "is sure now", "is another trade"],
)
def test_a_row_decided_between_check_and_saving_is_one_business(
    officer: User, edition: str, *, same: bool
) -> None:
    """Whatever the next edition would have done with it: a person said meanwhile what it is."""
    standing(officer)
    first = linked(officer, PERHAPS)
    old = first.records.get()
    later = checked(officer, edition, at=MUCH_LATER)
    new = later.records.get()
    _as_the_same_row(old, new, later)
    answer(officer, same=same)
    placed = Membership.objects.get(record=old).business
    save(officer, later)
    new.refresh_from_db()
    assert (new.membership.business, new.verdict, new.follows) == (placed, "update", old)
    assert {one.pk for one in queries.members(placed.pk)} >= {old.pk, new.pk}
    assert Profile.objects.filter(current=True).count() == (3 if same else 4)
    assert [one for one in asked() if new in (one.record, one.other)] == []


def _as_the_same_row(old: SourceRecord, new: SourceRecord, batch: Batch) -> None:
    """As if the list numbered its rows: the new edition's row corrects the old one."""
    known = batch.summary.setdefault("successors", [])
    if [new.pk, old.pk] not in known:
        known.append([new.pk, old.pk])
        batch.summary["replaced"].append(old.pk)
        Batch.objects.filter(pk=batch.pk).update(summary=batch.summary)


def test_a_word_given_between_check_and_saving_binds_rows_that_say_the_same(officer: User) -> None:
    standing(officer)
    linked(officer, PERHAPS)
    third = checked(officer, PERHAPS, of=office(officer, "survei"), at=MUCH_LATER)
    assert counted(third)["review"] == 1
    answer(officer, same=True)
    third = save(officer, third)
    assert (counted(third), asked()) == ({"read": 1, "attach": 1}, [])
    assert of_rows(third) == [business("Sapu Melati").pk]


def test_and_one_taken_back_between_does_not(officer: User) -> None:
    standing(officer)
    linked(officer, PERHAPS)
    decision = answer(officer, same=True)
    third = checked(officer, PERHAPS, of=office(officer, "survei"), at=MUCH_LATER)
    assert counted(third)["attach"] == 1
    actions.withdraw(by=officer, at=MUCH_LATER, decision=decision)
    third = save(officer, third)
    assert counted(third) == {"read": 1, "review": 1}
    assert ("survei", "buku-induk") in pairs()


def test_two_lists_checked_at_once_are_compared_when_the_second_is_saved(officer: User) -> None:
    standing(officer)
    one = checked(officer, NOBODY)
    other = checked(officer, NOBODY.replace(";2;", ";5;"), of=office(officer, "survei"))
    assert (counted(one)["create"], counted(other)["create"]) == (1, 1)
    save(officer, one)
    assert counted(save(officer, other)) == {"read": 1, "attach": 1}
    assert set(of_rows(one, other)) == {business("Anyaman Baru").pk}


def test_a_list_that_is_absurd_by_then_is_refused(officer: User, monkeypatch: pytest.MonkeyPatch) -> None:
    one = checked(officer, NOBODY)
    other = checked(officer, NOBODY, of=office(officer, "survei"))
    save(officer, one)
    before = register()
    monkeypatch.setattr("sentra.registry.rules.MOST_ON_ONE", 0)
    other = save(officer, other)
    assert (other.state, other.records.count(), register()) == (BatchState.REFUSED, 0, before)


# A word that is taken back, after its list came again.


@pytest.mark.parametrize("same", [True, False], ids=["same", "different"])
def test_taking_a_word_back_frees_the_row_that_came_again(officer: User, *, same: bool) -> None:
    standing(officer)
    first = linked(officer, PERHAPS)
    before = register()
    decision = answer(officer, same=same)
    undo(officer, first)
    again = linked(officer, PERHAPS, at=MUCH_LATER)
    assert (counted(again), asked()) == ({"read": 1, "attach" if same else "create": 1}, [])
    actions.withdraw(by=officer, at=MUCH_LATER, decision=decision)
    [question] = asked()
    assert (question.record.batch, question.other) == (again, shown("Sapu Melati").record)
    assert (register()["shown"], register()["members"]) == (before["shown"], before["members"])
    assert counted(Batch.objects.get(pk=again.pk)) == {"read": 1, "review": 1}
    answer(officer, same=not same)
    assert len(lists.shown()) == (4 if same else 3)


def test_with_the_editions_that_came_since(officer: User) -> None:
    standing(officer)
    first = linked(officer, PERHAPS)
    decision = answer(officer, same=True)
    undo(officer, first)
    linked(officer, PERHAPS, at=MUCH_LATER)
    linked(officer, PERHAPS.replace(";6;", ";9;"), at=MUCH_LATER + timedelta(days=1))
    assert shown("Sapu Melati").workers == 9
    actions.withdraw(by=officer, at=MUCH_LATER, decision=decision)
    assert shown("Sapu Melati").workers == 5
    answer(officer, same=False)
    assert shown("Rukmini Asri").workers == 9


def test_but_not_while_another_word_says_so_nor_what_was_moved_since(officer: User) -> None:
    standing(officer)
    linked(officer, PERHAPS)
    decision = answer(officer, same=True)
    third = survey(officer, PERHAPS)
    detached = actions.detach_record(by=officer, at=MUCH_LATER, row=third.records.get(), reason="bukan")
    actions.withdraw(by=officer, at=MUCH_LATER, decision=decision)
    assert of_rows(third) == [detached.business_id]


def test_a_business_that_a_bound_no_made_and_that_has_grown_stays(officer: User) -> None:
    standing(officer)
    first = linked(officer, PERHAPS)
    decision = answer(officer, same=False)
    undo(officer, first)
    again = linked(officer, PERHAPS, at=MUCH_LATER)
    made = Business.objects.get(pk=of_rows(again)[0])
    actions.edit_business(by=officer, at=MUCH_LATER, business=made, values={"workers": 8}, personal={})
    actions.withdraw(by=officer, at=MUCH_LATER, decision=decision)
    assert (of_rows(again), len(asked()), shown("Rukmini Asri").workers) == ([made.pk], 1, 8)
    answer(officer, same=True)
    assert len(lists.shown()) == 3


# What linkage keeps of it.


def test_a_pair_that_stays_apart_by_an_older_word_says_so_and_is_no_question(officer: User) -> None:
    standing(officer)
    first = linked(officer, PERHAPS)
    answer(officer, same=False)
    undo(officer, first)
    again = linked(officer, PERHAPS, at=LATER)
    [pair] = Likeness.objects.filter(state=LikenessState.KEPT)
    assert (pair.record, pair.other) == (again.records.get(), shown("Sapu Melati").record)
    with pytest.raises(Likeness.DoesNotExist):
        queries.question(officer, pair.pk)
