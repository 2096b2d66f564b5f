"""One invented account per role, with one password for all, so that every page can be looked at."""

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.totp.internal.auth import generate_totp_secret

from sentra.base.people import actions
from sentra.base.people.models import Office, Role, User
from sentra.base.people.operator import command_line_user

PASSWORD = "purbalingga-demo"  # noqa: S105 - printed by `sentra demo`; these accounts exist only there


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """`email` is under .example, a name that can never receive a letter (RFC 2606)."""

    role: Role
    name: str
    district_code: str = ""

    @property
    def email(self) -> str:
        return f"{self.role.value.replace('_', '-')}@sentra.example"


ACCOUNTS = (
    DemoAccount(Role.ADMINISTRATOR, "Wiratama Sandikala"),
    DemoAccount(Role.REGENT, "Larasati Adipertiwi"),
    DemoAccount(Role.HEAD, "Bramasta Kertanala"),
    DemoAccount(Role.OFFICER, "Sekarwangi Tirtabumi"),
    DemoAccount(Role.COMMITTEE, "Danuarta Lintangjaya"),
    DemoAccount(Role.FIELD_OFFICER, "Rengganis Wanasari", "33.03.09"),
    DemoAccount(Role.LAB_TECHNICIAN, "Pramudya Gentasuara"),
    DemoAccount(Role.WORKSHOP_OPERATOR, "Joyosari Besimulya"),
    DemoAccount(Role.TREASURER, "Mayangsari Hartakarya"),
    DemoAccount(Role.AUDITOR, "Gandewa Telitiwangsa"),
    DemoAccount(Role.OWNER, "Kartiwa Nalapatra", "33.03.05"),
    DemoAccount(Role.BUYER, "Sarjaka Niagaputra"),
)


def prepare_demo_account(
    *,
    email: str,
    name: str,
    role: str,
    password: str,
    at: datetime,
    office: Office | None = None,
    district_code: str = "",
) -> User:
    """An account that can sign in at once; its second factor is installed when its role needs one."""
    by = command_line_user(at=at)
    person = actions.open_account(
        by=by,
        at=at,
        email=email,
        name=name,
        role=role,
        password=password,
        office=office,
        district_code=district_code,
    )
    if person.needs_second_factor:
        actions.enrol_second_factor(by=by, at=at, person=person, secret=generate_totp_secret())
    return person


def prepare_demo_accounts(*, at: datetime, office: Office | None = None) -> list[User]:
    """All of `ACCOUNTS`; those of the regency's offices belong to `office`."""
    outside = {Role.OWNER, Role.BUYER}
    return [
        prepare_demo_account(
            email=account.email,
            name=account.name,
            role=account.role,
            password=PASSWORD,
            at=at,
            office=None if account.role in outside else office,
            district_code=account.district_code,
        )
        for account in ACCOUNTS
    ]
