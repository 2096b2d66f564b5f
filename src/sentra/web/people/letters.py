"""The letter that invites. It is sent after the invitation is stored, so a silent server loses nothing."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse

from sentra.base.people.invitations import token_for
from sentra.base.people.models import User
from sentra.base.people.rules import INVITATION_LASTS

log = logging.getLogger(__name__)


def invitation_link(person: User) -> str:
    """Good for one acceptance; whoever holds it sets the password."""
    return settings.PUBLIC_BASE_URL + reverse("people:accept", args=[token_for(person)])


def send_invitation(person: User, *, by: User) -> bool:
    """Whether the mail server took the letter; why not stands in the log."""
    facts = {"person": person, "by": by, "link": invitation_link(person), "days": INVITATION_LASTS.days}
    facts["office_name"] = settings.OFFICE_NAME
    subject = render_to_string("people/letter_invitation_subject.txt", facts).strip()
    body = render_to_string("people/letter_invitation.txt", facts)
    try:
        return send_mail(subject, body, None, [person.email]) == 1
    except (OSError, SMTPException):
        log.exception("the invitation of person %s was not sent", person.pk)
        return False
