"""Who calls the API: a signed-in person, by the session of the workspace."""

from django.http import HttpRequest

from sentra.base.people.models import User
from sentra.base.permissions import Refused


def session_or_refuse(request: HttpRequest) -> User | None:
    """The caller; None makes the API answer 401."""
    user = request.user
    return user if isinstance(user, User) and user.is_active else None


def caller(request: HttpRequest) -> User:
    """The person behind an authenticated call. Raises Refused for nobody."""
    user = session_or_refuse(request)
    if user is None:
        raise Refused("Masuk dahulu.")
    return user
