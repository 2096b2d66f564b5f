"""A register in which something is asked about two rows, and something was answered."""

from sentra.lab import actions as lab
from sentra.registry import actions
from sentra.registry.models import Likeness
from tests import cast
from tests.rooms.lab import judged
from tests.rooms.programmes import decided, rounds
from tests.rooms.registry import lists


def asked_and_answered() -> dict[str, int]:
    """A question that is open, and a word on another, by their names in addresses."""
    by = cast.enter(cast.SEKAR, email="penaut@cast.example")
    lists.committed(by, lists.written(lists.MELATI, lists.KENANGA))
    lists.linked(by, lists.written(lists.MELATI_AGAIN, lists.KENANGA_AGAIN))
    answered, question = Likeness.objects.filter(state="open").order_by("pk")
    word = actions.decide(by=by, at=cast.AT, likeness=answered, same=True)
    return {"pair": question.pk, "word": word.pk}


def given_and_waiting() -> dict[str, int]:
    """A round with a plan that was adopted, an award of it, and a proposal of another round that waits."""
    under = rounds.programme()
    planned = decided.planned(rounds.checking(count=1, under=under))
    waiting = rounds.proposed(rounds.opened(under, code="LAIN-26"), 2)
    award = planned.awards.get()
    return {"round_": planned.pk, "award": award.pk, "plan": award.plan_id, "proposal": waiting.pk}


def measured_and_labelled() -> dict[str, int | str]:
    """A request with a result, and the code of the label on what was measured."""
    one = judged.bench()
    judged.report(one)
    labelled = lab.issue_label(by=one.head, at=cast.AT, specimen=one.specimen)
    return {"asked": one.request.pk, "result": one.item.pk, "code": labelled.label_code or ""}
