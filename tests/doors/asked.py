"""A register in which something is asked about two rows, and something was answered."""

from sentra.registry import actions
from sentra.registry.models import Likeness
from tests import cast
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
