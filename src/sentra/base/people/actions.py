"""What happens to accounts and offices. Every act is refused with a reason or recorded in the chain."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.db import transaction

from sentra.base.audit.chain import record
from sentra.base.people import rules
from sentra.base.people.invitations import invited_person
from sentra.base.people.models import Office, Role, User
from sentra.base.people.queries import has_second_factor
from sentra.base.people.rules import By
from sentra.base.permissions import refuse_unless


@transaction.atomic
def open_account(
    *,
    by: By,
    at: datetime,
    email: str,
    name: str,
    role: str,
    password: str,
    office: Office | None = None,
    district_code: str = "",
) -> User:
    """An account with a password and no invitation (`sentra init`, the demo); only from the command line.

    Raises Refused; ValidationError when the password is too weak.
    """
    refuse_unless(rules.may_open_account(by))
    email = email.strip().lower()
    refuse_unless(rules.may_invite(by, email=email, role=role, district_code=district_code))
    person = User(email=email, name=name, role=role, office=office, district_code=district_code)
    validate_password(password, person)
    person.set_password(password)
    person.save(force_insert=True)
    record(by=by, at=at, act="people.open", subject=person, new=_facts(person))
    return person


@transaction.atomic
def invite(
    *, by: By, at: datetime, email: str, name: str, role: str, office: Office | None, district_code: str = ""
) -> User:
    """An account without a password; `invitations.token_for` it makes the link the door sends.

    The letter is sent by the door after this has committed: a silent mail server loses no account.
    """
    email = email.strip().lower()
    refuse_unless(rules.may_invite(by, email=email, role=role, district_code=district_code))
    person = User(
        email=email, name=name, role=role, office=office, district_code=district_code, invited_at=at
    )
    person.set_unusable_password()
    person.save(force_insert=True)
    record(by=by, at=at, act="people.invite", subject=person, new=_facts(person))
    return person


@transaction.atomic
def resend_invitation(*, by: By, at: datetime, person: User) -> User:
    """A fresh link with a fresh term; the link sent before no longer opens."""
    person = _locked(person)
    refuse_unless(rules.may_resend(by, person))
    old, person.invited_at = {"invited_at": person.invited_at}, at
    person.save(update_fields=["invited_at"])
    record(by=by, at=at, act="people.invite_again", subject=person, old=old, new={"invited_at": at})
    return person


@transaction.atomic
def accept_invitation(*, by: By, at: datetime, token: str, password: str) -> User:
    """Sets the first password; recorded as done by the invited person.

    Raises Refused; ValidationError when the password is too weak.
    """
    person = _locked(invited_person(by=by, at=at, token=token))
    invited_person(by=by, at=at, token=token)  # again under the lock: the same link opened twice at once
    validate_password(password, person)
    person.set_password(password)
    person.save(update_fields=["password"])
    record(by=person, at=at, act="people.accept", subject=person)
    return person


@transaction.atomic
def assign(
    *, by: By, at: datetime, person: User, role: str, office: Office | None, district_code: str
) -> User:
    """Another role, office or district; what has not changed is not recorded."""
    person = _locked(person)
    refuse_unless(rules.may_assign(by, person, role=role, district_code=district_code))
    old = _facts(person)
    person.role, person.office, person.district_code = role, office, district_code
    person.save(update_fields=["role", "office", "district_code"])
    _record_change(by, at, "people.assign", person, old, _facts(person))
    return person


@transaction.atomic
def deactivate(*, by: By, at: datetime, person: User, reason: str = "") -> User:
    """Signs the person out everywhere and lets nobody in again under this account."""
    person = _locked(person)
    refuse_unless(rules.may_deactivate(by, person))
    person.is_active = False
    person.save(update_fields=["is_active"])
    _end_sessions(person)
    record(
        by=by,
        at=at,
        act="people.deactivate",
        subject=person,
        old={"is_active": True},
        new={"is_active": False},
        reason=reason,
    )
    return person


@transaction.atomic
def reactivate(*, by: By, at: datetime, person: User) -> User:
    person = _locked(person)
    refuse_unless(rules.may_reactivate(by, person))
    person.is_active = True
    person.save(update_fields=["is_active"])
    record(
        by=by,
        at=at,
        act="people.reactivate",
        subject=person,
        old={"is_active": False},
        new={"is_active": True},
    )
    return person


@transaction.atomic
def reset_second_factor(*, by: By, at: datetime, person: User, reason: str = "") -> User:
    """For a lost phone: TOTP secret and recovery codes go, sessions end, the next sign-in enrols anew."""
    person = _locked(person)
    refuse_unless(rules.may_reset_second_factor(by, person, enrolled=has_second_factor(person)))
    authenticators = Authenticator.objects.filter(user=person)
    old = {"second_factor": sorted(authenticators.values_list("type", flat=True))}
    authenticators.delete()
    _end_sessions(person)
    record(
        by=by,
        at=at,
        act="people.reset_second_factor",
        subject=person,
        old=old,
        new={"second_factor": []},
        reason=reason,
    )
    return person


@transaction.atomic
def enrol_second_factor(*, by: By, at: datetime, person: User, secret: str) -> User:
    """`secret`: base32, 160 bits (RFC 6238); only from the command line. People enrol themselves by page."""
    refuse_unless(rules.may_open_account(by))
    TOTP.activate(person, secret)
    RecoveryCodes.activate(person)
    record(by=by, at=at, act="people.enrol_second_factor", subject=person)
    return person


@transaction.atomic
def add_office(*, by: By, at: datetime, name: str) -> Office:
    name = " ".join(name.split())
    refuse_unless(rules.may_name_office(by, name))
    office = Office.objects.create(name=name)
    record(by=by, at=at, act="people.add_office", subject=office, new={"name": name})
    return office


@transaction.atomic
def rename_office(*, by: By, at: datetime, office: Office, name: str) -> Office:
    name = " ".join(name.split())
    refuse_unless(rules.may_name_office(by, name, but=office))
    old = Office.objects.get(pk=office.pk).name
    Office.objects.filter(pk=office.pk).update(name=name)
    _record_change(by, at, "people.rename_office", office, {"name": old}, {"name": name})
    office.name = name
    return office


def _end_sessions(person: User) -> int:
    """Signs a person out everywhere; how many sessions were ended."""
    # Django keeps the owner inside the session's signed text, so every session is opened once.
    theirs = [
        session.pk
        for session in Session.objects.iterator(chunk_size=500)
        if session.get_decoded().get("_auth_user_id") == str(person.pk)
    ]
    return Session.objects.filter(pk__in=theirs).delete()[0]


def _locked(person: User) -> User:
    """As stored now, and held until the action ends: two administrators cannot demote each other at once."""
    list(User.objects.select_for_update().filter(role=Role.ADMINISTRATOR).order_by("pk").values_list("pk"))
    return User.objects.select_for_update().get(pk=person.pk)


def _facts(person: User) -> dict[str, Any]:
    return {
        "email": person.email,
        "name": person.name,
        "role": person.role,
        "office": person.office.name if person.office else None,
        "district_code": person.district_code,
    }


def _record_change(
    by: By,
    at: datetime,
    act: str,
    subject: User | Office,
    old: Mapping[str, Any],
    new: Mapping[str, Any],
) -> None:
    changed = [key for key in new if old[key] != new[key]]
    if changed:
        record(
            by=by,
            at=at,
            act=act,
            subject=subject,
            old={key: old[key] for key in changed},
            new={key: new[key] for key in changed},
        )
