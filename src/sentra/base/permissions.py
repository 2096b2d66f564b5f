"""May they? Every answer carries its reason, so that the page, the API and the log say the same."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Verdict:
    """True or false, and one translated sentence that says why (empty when allowed).

    `about` is the object whose state stands in the way; None when it is the person who may not.
    """

    allowed: bool
    reason: str = ""
    about: Any = None

    def __bool__(self) -> bool:
        return self.allowed


ALLOWED = Verdict(True)


class Refused(PermissionDenied):
    """An action was asked for that a rule forbids; doors show `reason`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class OutOfTurn(Refused):
    """The person may, but not in the state that `about` is in; doors show `reason` and lead to `about`."""

    def __init__(self, reason: str, about: Any) -> None:
        super().__init__(reason)
        self.about = about


class Unfit(ValueError):
    """What was brought cannot be taken as it is: nothing was stored.

    `faults` holds a translated sentence by the name of the field or the line.
    """

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__(" ".join(faults.values()))
        self.faults = dict(faults)


def refuse_unless(verdict: Verdict) -> None:
    """Raises Refused with the rule's own reason, OutOfTurn when it is a matter of state."""
    if not verdict:
        raise Refused(verdict.reason) if verdict.about is None else OutOfTurn(verdict.reason, verdict.about)


def unfit_unless_none(faults: Mapping[str, str]) -> None:
    """Raises Unfit for the places whose sentence is not empty."""
    if found := {place: sentence for place, sentence in faults.items() if sentence}:
        raise Unfit(found)


def role_among(by: AbstractBaseUser | AnonymousUser, roles: Collection[str]) -> Verdict:
    """Allowed for an active signed-in person whose role is one of `roles`."""
    if not isinstance(by, AbstractBaseUser):
        return Verdict(False, _("Anda belum masuk."))
    if not by.is_active:
        return Verdict(False, _("Akun ini tidak aktif."))
    person: Any = by  # the account model stands above this module; all it is asked for is the role
    if person.role not in roles:
        return Verdict(
            False, _("Peran %(role)s tidak berwenang untuk ini.") % {"role": person.get_role_display()}
        )
    return ALLOWED
