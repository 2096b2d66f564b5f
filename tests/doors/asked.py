"""A register in which something is asked about two rows, and something was answered."""

from sentra.registry import actions
from sentra.registry.models import Likeness
from tests import cast
from tests.rooms.registry import lists


def asked_and_answered() -> dict[str, int]:
    """A question that is open, and a word on another, by their names in addresses."""
    by = cast.enter(cast.SEKAR, email="penaut@cast.example")
    lists.committed(by, lists.written(lists.MELATI, lists.KENANGA))
    lists.linked(by, lists.written(lists.MELATI_AGAIN, lists.KENANGA_AGAIN))
    answered, question = Likeness.objects.filter(state="open").order_by("pk")
    word = actions.decide(by=by, at=cast.AT, likeness=answered, same=True)
    return {"pair": question.pk, "word": word.pk}
