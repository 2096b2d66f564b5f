"""The cast: one invented person per role, each here for a reason. No name belongs to anyone.

admin = cast.enter(cast.WIRA)
cast.sign_in(client, admin)
"""

import time
from dataclasses import dataclass
from datetime import UTC, datetime

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.hashers import make_password
from django.test import Client

from sentra.base.people.models import Role, User

AT = datetime(2026, 11, 20, 2, 30, tzinfo=UTC)  # a Friday morning in Purbalingga
PASSWORD = "kelapa-muda-di-teras"
TOTP_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # the secret of RFC 6238, appendix B


@dataclass(frozen=True, slots=True)
class Part:
    """Somebody in the cast, before they stand in a database."""

    role: Role
    name: str
    district_code: str = ""

    @property
    def email(self) -> str:
        return f"{self.name.split()[0].lower()}@cast.example"


WIRA = Part(Role.ADMINISTRATOR, "Wira Sandikala")  # invites and assigns; the last one, when alone
LARAS = Part(Role.REGENT, "Laras Adipertiwi")  # reads everything, signs decrees, types nothing
BRAMA = Part(Role.HEAD, "Brama Kertanala")  # approves what officers prepare
SEKAR = Part(Role.OFFICER, "Sekar Tirtabumi")  # imports the lists and keeps the register
DANU = Part(Role.COMMITTEE, "Danu Lintangjaya")  # scores applications, needs a code to do so
RENGGA = Part(Role.FIELD_OFFICER, "Rengga Wanasari", "33.03.09")  # sees Bobotsari, not Kalimanah
PRAMU = Part(Role.LAB_TECHNICIAN, "Pramu Gentasuara")  # measures mufflers, may not see who gets aid
JOYO = Part(Role.WORKSHOP_OPERATOR, "Joyo Besimulya")  # runs the machines of the UPT
MAYANG = Part(Role.TREASURER, "Mayang Hartakarya")  # holds money: a password alone is not enough
GANDE = Part(Role.AUDITOR, "Gande Telitiwangsa")  # reads, never writes
KARTI = Part(Role.OWNER, "Karti Nalapatra")  # owns a workshop; the register holds her NIK
SARJA = Part(Role.BUYER, "Sarja Niagaputra")  # buys mufflers; sees only what is public

ALL = (WIRA, LARAS, BRAMA, SEKAR, DANU, RENGGA, PRAMU, JOYO, MAYANG, GANDE, KARTI, SARJA)


def now() -> datetime:
    """For links that a page will judge by the real clock."""
    return datetime.now(UTC)


def enter(part: Part, **otherwise: object) -> User:
    """The account of a part, with `PASSWORD`; made below the actions, so that no test audits its own cast."""
    facts = {"email": part.email, "name": part.name, "role": part.role, "district_code": part.district_code}
    return User.objects.create(**(facts | {"password": make_password(PASSWORD)} | otherwise))


def enrol(person: User) -> str:
    """Installs a second factor with recovery codes, as its page does; gives back its secret."""
    TOTP.activate(person, TOTP_SECRET)
    RecoveryCodes.activate(person)
    return TOTP_SECRET


def sign_in(client: Client, person: User) -> Client:
    """Signed in as just now with a password and, where the role needs one, a code."""
    client.force_login(person)
    records = [{"method": "password", "at": time.time()}]
    if person.needs_second_factor:
        if not Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists():
            enrol(person)
        records.append({"method": "mfa", "at": time.time(), "type": "totp"})
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = records
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(person.pk)
    session.save()
    return client
