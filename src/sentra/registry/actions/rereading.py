"""The second reader's word, and what becomes of a disagreement: nothing is overwritten by itself."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from sentra.base.audit.chain import record
from sentra.base.people.models import User
from sentra.base.permissions import OutOfTurn, refuse_unless
from sentra.registry import queries, rules
from sentra.registry.models import Likeness, SecondReading


@transaction.atomic
def read_again(*, by: User, at: datetime, likeness: Likeness, same: bool) -> SecondReading:
    """Notes what another officer says of an answered question. The first answer stands, whatever it is.

    Raises OutOfTurn when there is no answer to read again, it is one's own, or somebody read it before.
    """
    refuse_unless(rules.may_review(by))
    held = Likeness.objects.select_for_update(no_key=True).get(pk=likeness.pk)
    first = queries.first_word(held)
    if first is None or held.pk not in queries.second_questions(by):
        words = _("Jawaban ini tidak menunggu pembaca kedua: sudah dibaca, ditarik, atau milik Anda sendiri.")
        raise OutOfTurn(words, held)
    reading = SecondReading.objects.create(decision=first, pair=held, same=same, by=by, at=at)
    record(by=by, at=at, act="read_again", subject=held, new={"same": same, "agrees": same == first.same})
    return reading


@transaction.atomic
def uphold_answer(*, by: User, at: datetime, reading: SecondReading, reason: str) -> None:
    """The first answer stands against the second; to give it up it is withdrawn and asked anew.

    Raises OutOfTurn when the two agree or the matter is settled.
    """
    refuse_unless(rules.may_review(by))
    held = SecondReading.objects.select_for_update(no_key=True).get(pk=reading.pk)
    if not queries.disagreements().filter(pk=held.pk).exists():
        raise OutOfTurn(_("Perbedaan ini sudah diselesaikan."), held.pair)
    SecondReading.objects.filter(pk=held.pk).update(settled_at=at, settled_by=by)
    record(by=by, at=at, act="uphold_answer", subject=held.pair, new={"reading": held.pk}, reason=reason)
