"""The link of an invitation: signed, with a term, good for one acceptance."""

from datetime import datetime

from django.core import signing

from sentra.base.people import rules
from sentra.base.people.models import User
from sentra.base.people.rules import By
from sentra.base.permissions import refuse_unless

_SIGNER = signing.Signer(salt="sentra.base.people.invitation")


def token_for(person: User) -> str:
    """Signed with the installation's key; ends with a newer invitation, an acceptance, or its term."""
    sent_at = person.invited_at.isoformat() if person.invited_at else ""
    return _SIGNER.sign_object([person.pk, sent_at])


def invited_person(*, by: By, at: datetime, token: str) -> User:
    """Whose link this is. Raises Refused when it is forged, used, replaced, past its term or not for `by`."""
    try:
        pk, stamp = _SIGNER.unsign_object(token)
    except signing.BadSignature:
        pk, stamp = None, ""
    person = User.objects.filter(pk=pk).first()
    sent_at = datetime.fromisoformat(stamp) if stamp else None
    refuse_unless(rules.may_accept(by, person, sent_at=sent_at, at=at))
    return User.objects.get(pk=pk)
