"""The one place of this door where a refusal becomes a page."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html

from sentra.base.permissions import Refused

FORBIDDEN = 403


class RefusalMiddleware:
    """Refused → 403 with the rule's own sentence; a fragment request gets only the sentence."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refused):
            return None
        if request.headers.get("HX-Request"):
            return HttpResponse(_sentence(exception.reason), status=FORBIDDEN)
        return render(request, "403.html", {"reason": exception.reason}, status=FORBIDDEN)


def _sentence(reason: str) -> str:
    return format_html('<p class="notice bad" role="alert">{}</p>', reason)
