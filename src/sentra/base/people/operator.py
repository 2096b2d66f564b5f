"""Who acts when nobody is signed in: the operator at the machine's own command line."""

from datetime import datetime

from django.db import transaction

from sentra.base.audit.chain import record
from sentra.base.people.models import Role, User
from sentra.base.people.rules import COMMAND_LINE_EMAIL


@transaction.atomic
def command_line_user(*, at: datetime) -> User:
    """The account that acts of the machine's operators are recorded under; made when first needed.

    It has no password, so it cannot sign in, and it is not listed among people.
    """
    account, made = User.objects.get_or_create(
        email=COMMAND_LINE_EMAIL,
        defaults={"name": "Baris perintah", "role": Role.ADMINISTRATOR, "password": "!"},
    )
    if made:
        record(by=account, at=at, act="people.open", subject=account, new={"email": account.email})
    return account
