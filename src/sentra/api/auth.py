"""Who calls the API: a signed-in person, by the session of the workspace; for some things anybody."""

from typing import Any

from allauth.account.adapter import get_adapter
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security import SessionAuth
from ninja.throttling import AnonRateThrottle

from sentra.base.people.models import User
from sentra.base.permissions import Refused


class Session(SessionAuth):
    """The caller by the session cookie, else 401. What changes something also needs `X-CSRFToken`: a
    browser sends cookies along for any page that asks, the token only for ours."""

    def __call__(self, request: HttpRequest) -> Any:
        return super().__call__(request) if session_or_none(request) else None

    def authenticate(self, request: HttpRequest, key: str | None) -> User | None:
        return session_or_none(request)


class Brake(AnonRateThrottle):
    """How often one address of the network may ask what is open to everybody."""

    def get_ident(self, request: HttpRequest) -> str:
        """As the pages see it: behind a proxy a caller cannot make up another address."""
        return str(get_adapter().get_client_ip(request))


def session_or_none(request: HttpRequest) -> User | None:
    user = request.user
    return user if isinstance(user, User) and user.is_active else None


def caller(request: HttpRequest) -> User:
    """The person behind an authenticated call. Raises Refused for nobody."""
    user = session_or_none(request)
    if user is None:
        raise Refused(_("Masuk dahulu."))
    return user
