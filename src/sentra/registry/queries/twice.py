"""A share of the answered questions is put to another officer, who does not see the answer: how well do
people agree?"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from django.db.models import QuerySet

from sentra.base.permissions import refuse_unless
from sentra.engines import linkage
from sentra.registry import rules
from sentra.registry.models import Decision, Likeness, LikenessState, SecondReading
from sentra.registry.queries.linking import answered

_SHOWN = ("decision__by", "by", "pair__record", "pair__other")
EVERY = 20  # one question in so many is read twice


@dataclass(frozen=True, slots=True)
class Rereading:
    """`wanted`: answers that `by` may read again; `agreement` is None until one was; `open` are the
    disagreements that nobody has settled, oldest first."""

    wanted: int
    agreement: linkage.Agreement | None
    open: Sequence[SecondReading]


def read_twice(pair_id: int) -> bool:
    """Whether a question is among those read twice: always the same ones, and nobody can tell which."""
    return int.from_bytes(sha256(f"second:{pair_id}".encode()).digest()[:8]) % EVERY == 0


def rereading(by: rules.By) -> Rereading:
    refuse_unless(rules.may_read_imports(by))
    words = list(SecondReading.objects.values_list("decision__same", "same"))
    wanted = len(second_questions(by)) if rules.may_review(by) else 0
    found = linkage.agreement(words) if words else None
    return Rereading(wanted, found, list(disagreements().select_related(*_SHOWN)))


def disagreements() -> QuerySet[SecondReading]:
    """Second answers that differ from a first one which still stands and that nobody upheld."""
    open_ones = SecondReading.objects.filter(settled_at=None, decision__withdrawn_at=None)
    same = open_ones.filter(same=True, decision__same=False)
    return (same | open_ones.filter(same=False, decision__same=True)).order_by("pk")


def second_questions(by: rules.By) -> list[int]:
    """The pairs that `by` may read again: answered by somebody else, and read by nobody since."""
    refuse_unless(rules.may_review(by))
    pairs = [one for one in answered().values_list("pk", "record", "other", "state") if read_twice(one[0])]
    said = {one.ends: one for one in map(_Said, _words([pair[1] for pair in pairs]))}
    found = ((pk, said.get((record, other, state))) for pk, record, other, state in pairs)
    return [pk for pk, word in found if word and word.by != by.pk and not word.read]


class _Said:
    """A standing word, as second readers look for it."""

    def __init__(self, word: Decision) -> None:
        state = LikenessState.SAME if word.same else LikenessState.DIFFERENT
        self.ends = (word.record_id, word.other_id, state.value)
        self.by = word.by_id
        self.read = hasattr(word, "second_reading")


def _words(record_ids: Sequence[int]) -> QuerySet[Decision]:
    stands = Decision.objects.filter(record__in=record_ids, withdrawn_at=None)
    return stands.select_related("second_reading").order_by("pk")


def first_word(pair: Likeness) -> Decision | None:
    """The standing answer to a question, None while it is open."""
    same = {LikenessState.SAME.value: True, LikenessState.DIFFERENT.value: False}.get(pair.state)
    said = _words([pair.record_id]).filter(other=pair.other_id, same=same) if same is not None else None
    return said.last() if said is not None else None


def second_question(by: rules.By, pk: int) -> Likeness:
    """Raises Likeness.DoesNotExist for what `by` has not to read again."""
    if pk not in second_questions(by):
        raise Likeness.DoesNotExist
    return Likeness.objects.get(pk=pk)
