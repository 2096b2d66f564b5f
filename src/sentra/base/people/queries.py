"""What is known about accounts, as far as the one who asks may see it."""

from allauth.mfa.models import Authenticator
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from sentra.base.audit.models import Entry
from sentra.base.people.models import Office, User
from sentra.base.people.rules import COMMAND_LINE_EMAIL, By, may_manage_people


def people(*, by: By, text: str = "", role: str = "", office_id: int | None = None) -> QuerySet[User]:
    """Accounts by name, each with `enrolled` (has a TOTP secret); none for those who do not administer."""
    if not may_manage_people(by):
        return User.objects.none()
    found = User.objects.exclude(email=COMMAND_LINE_EMAIL).select_related("office")
    for word in text.split():
        found = found.filter(Q(name__icontains=word) | Q(email__icontains=word))
    if role:
        found = found.filter(role=role)
    if office_id:
        found = found.filter(office_id=office_id)
    return found.annotate(enrolled=_has_totp()).order_by("name", "pk")


def offices(*, by: By) -> QuerySet[Office]:
    """The offices of the regency by name; anyone who is signed in may know them."""
    return Office.objects.order_by("name") if by.is_authenticated else Office.objects.none()


def acts_upon(*, by: By, person: User) -> QuerySet[Entry]:
    """The audit of one account, latest first: what was done to it and what it did."""
    if not may_manage_people(by):
        return Entry.objects.none()
    of_it = Q(subject_kind=User._meta.label_lower, subject_id=str(person.pk)) | Q(by=person)
    return Entry.objects.filter(of_it).order_by(F("number").desc())


def has_second_factor(person: User) -> bool:
    """Whether a TOTP secret is activated for this account."""
    return bool(Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists())


def _has_totp() -> Exists:
    return Exists(Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP))
