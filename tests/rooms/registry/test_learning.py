"""People's answers teach, and the whole register is compared with itself: both only change what is asked."""

import random
from datetime import timedelta

import pytest

from sentra.base.audit.models import Entry
from sentra.base.jobs.models import Job, State
from sentra.base.jobs.queue import enqueue
from sentra.base.jobs.running import run_now
from sentra.base.people.models import User
from sentra.registry import actions, queries
from sentra.registry.actions import committing, learning
from sentra.registry.models import Likeness, LinkModel
from tests import cast
from tests.rooms.registry.offices import (
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
    standing,
)

VILLAGES = ("Brakas;Karanganyar", "Gandasuli;Bobotsari", "Kembaran Kulon;Purbalingga")


def run(step: object, by: User) -> Job:
    return run_now(enqueue(step, by=by, at=MUCH_LATER, key="sekali"), clock=lambda: MUCH_LATER)  # type: ignore[arg-type]


def test_the_first_list_of_some_size_has_its_names_counted_and_no_later_one(
    officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(committing, "ENOUGH", 3)
    standing(officer)
    [asked] = Job.objects.filter(key__startswith="weights-")
    assert run_now(asked, clock=lambda: MUCH_LATER).state == "done"
    assert LinkModel.objects.count() == 1
    standing(officer)
    assert Job.objects.filter(key__startswith="weights-").count() == 1


def doubts(officer: User, count: int) -> None:
    """As many owners whom another list names without their business: each is a question."""
    letters = random.Random(1)
    names = [
        "".join(letters.choice("bdgkmnprst") + letters.choice("aiueo") for _ in range(4)).title()
        for _ in range(count)
    ]
    rows = [(n, name, VILLAGES[n % 3]) for n, name in enumerate(names, start=1)]
    standing(officer, *(f"Gula {name};{name};;{place};;;;gula;{n};" for n, name, place in rows))
    linked(officer, *(f";{name};;{place};;;;;{n};" for n, name, place in rows))


def test_too_few_answers_teach_nothing_and_say_so(officer: User) -> None:
    standing(officer)
    linked(officer, PERHAPS)
    answer(officer, same=True)
    job = run(actions.learn_from_answers, officer)
    assert (job.state, job.result["labels"]) == (State.DONE, 1)
    assert job.result["why"]
    assert (LinkModel.objects.count(), queries.learned()) == (0, None)


def test_an_answer_of_before_likenesses_were_measured_teaches_nothing(officer: User) -> None:
    doubts(officer, 2)
    for question in asked():
        answer(officer, same=True, question=question)
    Likeness.objects.filter(pk=queries.answered()[0].pk).update(features=[])
    assert run(actions.learn_from_answers, officer).result["labels"] == 1


def test_every_tenth_answer_asks_for_a_lesson(officer: User) -> None:
    doubts(officer, 11)
    questions = asked()
    for question in questions[:9]:
        answer(officer, same=True, question=question)
    assert not Job.objects.filter(function__endswith="learn_from_answers").exists()
    answer(officer, same=True, question=questions[9])
    [job] = Job.objects.filter(function__endswith="learn_from_answers")
    assert job.key == "learn_from_answers:10"


def test_answers_correct_the_weights_of_what_is_still_asked_and_nothing_else(officer: User) -> None:
    """Yes to twenty, no to ten; the rest is weighed anew, no row is moved."""
    doubts(officer, 36)
    assert len(asked()) == 36
    for number in range(30):
        answer(officer, same=number % 3 != 0, question=asked()[0])
    before, weights = register(), [one.weight for one in asked()]
    job = run(actions.learn_from_answers, officer)
    assert (job.state, job.result) == (State.DONE, {"labels": 30, "questions": 6})
    assert register() == before
    learned = queries.learned()
    assert learned is not None
    for one, weight in zip(asked(), weights, strict=True):
        *_, (part, level, bits, _rarity) = one.parts
        assert (part, level) == (learning.LEARNED, "learned")
        assert one.weight == pytest.approx(weight + bits)
        assert bits == pytest.approx(learned.correction(one.features))
    entry = Entry.objects.latest("number")
    assert (entry.act, entry.new) == ("learn_from_answers", {"labels": 30, "questions": 6})
    again = [one.weight for one in asked()]
    run_now(
        enqueue(actions.learn_from_answers, by=officer, at=MUCH_LATER, key="lagi"), clock=lambda: MUCH_LATER
    )
    assert [one.weight for one in asked()] == pytest.approx(again)  # a second lesson counts nothing twice
    assert LinkModel.objects.count() == 1


def twice(officer: User) -> None:
    """Kenanga registered by hand although the list has it: the register holds it twice."""
    standing(officer, KENANGA, MELATI)
    actions.register_business(
        by=officer,
        at=MUCH_LATER,
        values={
            "business_name": "Gula Kenanga",
            "owner_name": "Sutirah Wening",
            "village": "33.03.11.2003",
            "product": "gula kelapa",
        },
        personal={"nik": "3303114506810001"},
    )


def test_a_business_that_stands_twice_is_asked_about_and_not_joined(officer: User) -> None:
    twice(officer)
    shown = register()["shown"]
    job = run(actions.relink_register, officer)
    assert (job.state, job.result["records"], job.result["questions"]) == (State.DONE, 3, 1)
    assert register()["shown"] == shown
    [question] = asked()
    assert {question.record.values["owner_name"], question.other.values["owner_name"]} == {"Sutirah Wening"}
    assert Entry.objects.latest("number").act == "relink_register"
    answer(officer, same=True)
    assert len(register()["shown"]) == 2
    assert business("Gula Kenanga").merged.count() == 2


def test_two_rows_of_the_registers_own_list_are_two_businesses(officer: User) -> None:
    """It holds one row a business: what would be put to a person in any other list is not asked here."""
    standing(officer, NOBODY, NOBODY.replace("Anyaman Baru", "Anyaman Baroe").replace(";2;", ";3;"))
    job = run(actions.relink_register, officer)
    assert (job.result["records"], job.result["pairs"], job.result["questions"]) == (2, 1, 0)


def test_what_was_answered_is_not_asked_by_the_next_comparison(officer: User) -> None:
    twice(officer)
    run(actions.relink_register, officer)
    answer(officer, same=False)
    later = MUCH_LATER + timedelta(days=1)
    again = run_now(enqueue(actions.relink_register, by=officer, at=later, key="lagi"), clock=lambda: later)
    assert (again.state, asked()) == (State.DONE, [])


def test_weights_fitted_to_the_register_are_in_force_from_then_on(officer: User) -> None:
    """And keep what answers taught; the next list is weighed by them."""
    doubts(officer, 40)
    starting = queries.link_model().version
    job = run(actions.fit_weights, officer)
    assert (job.state, job.result["records"]) == (State.DONE, 40)
    fitted = queries.link_model()
    assert fitted.version == job.result["version"] == LinkModel.objects.get().version != starting
    assert Entry.objects.latest("number").act == "fit_weights"
    linked(
        officer,
        PERHAPS.replace("Rukmini Asri", asked()[0].other.values["owner_name"]),
        of=office(officer, "survei"),
    )
    assert {pair.model for pair in Likeness.objects.filter(record__source__key="survei")} <= {fitted.version}


@pytest.mark.parametrize("step", [actions.fit_weights, actions.learn_from_answers, actions.relink_register])
def test_only_those_who_decide_have_it_done(officer: User, step: object) -> None:
    twice(officer)
    job = run(step, cast.enter(cast.GANDE))
    assert (job.state, asked(), LinkModel.objects.count()) == (State.FAILED, [], 0)
