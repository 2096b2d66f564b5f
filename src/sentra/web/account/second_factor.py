"""Those who administer, approve or hold money reach nothing before their second factor is given."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sentra.base.people.models import User
from sentra.base.people.queries import has_second_factor

# What a person without a second factor needs in order to install one, or to leave.
OPEN = frozenset(
    {"account_logout", "account_reauthenticate", "mfa_reauthenticate", "mfa_activate_totp", "set_language"}
)


class SecondFactorMiddleware:
    """Stands after allauth's own middleware; a deactivated person is anonymous before it is reached."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        person, match = request.user, request.resolver_match
        if not isinstance(person, User) or not person.needs_second_factor:
            return None
        if match and match.view_name in OPEN:
            return None
        if not has_second_factor(person):
            return _send(request, reverse("mfa_activate_totp"))
        if not gave_second_factor(request):
            return _send(request, reverse("mfa_reauthenticate"))
        return None


def gave_second_factor(request: HttpRequest) -> bool:
    """Whether a code was given in this very session.

    A session that began while the role needed only a password must not grow into one that approves.
    """
    return any(record["method"] == "mfa" for record in get_authentication_records(request, request.user))


def _send(request: HttpRequest, address: str) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": address})
    if request.path.startswith("/api/"):  # a program is told, not sent to a page (RFC 9457)
        detail = _("Faktor kedua belum diberikan.")
        body = {"type": "about:blank", "title": "Forbidden", "status": 403, "detail": detail}
        return JsonResponse(body, status=403, content_type="application/problem+json")
    if request.method == "GET":
        address += "?" + urlencode({"next": request.get_full_path()}, safe="/")
    return HttpResponseRedirect(address)
