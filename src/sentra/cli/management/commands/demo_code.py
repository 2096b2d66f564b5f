"""`sentra demo-code USER`: the code the phone of a demo account would show now."""

import time
from argparse import ArgumentParser
from typing import Any

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from sentra.base.people.models import User


class Command(BaseCommand):
    requires_system_checks = ()
    help = "Print the current sign-in code of a demo account (its address, or its role)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("user", help="address or role of a demo account, e.g. treasurer")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO_DATE:
            raise CommandError("demo-code works only on demo data; here people use their own phones.")
        self.stdout.write(current_code(demo_account(options["user"])))


def demo_account(name: str) -> User:
    """By address, or by role. Raises CommandError when there is none or several."""
    wanted = {"email": name.lower()} if "@" in name else {"role": name.lower().replace("-", "_")}
    people = [person for person in User.objects.filter(**wanted) if person.has_usable_password()]
    if len(people) != 1:
        raise CommandError(f"There are {len(people)} demo accounts called {name!r}; name one address.")
    return people[0]


def current_code(person: User) -> str:
    """Six digits, by the real clock even in a demo: phones do not know the demo date (RFC 6238).

    Raises CommandError when the account has no second factor.
    """
    authenticator = Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).first()
    if authenticator is None:
        raise CommandError(f"{person.email} signs in without a code.")
    counter = int(time.time()) // app_settings.TOTP_PERIOD
    return str(format_hotp_value(hotp_value(decrypt(authenticator.data["secret"]), counter)))
