"""The one place of this door where a refusal becomes a page."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from sentra.base.permissions import OutOfTurn, Refused
from sentra.lab.models import Instrument, LabRequest, Measurement, Report, Session, Specimen
from sentra.programmes.models import Proposal, Round
from sentra.registry.models import Batch, Likeness

# Kind of object -> the page that shows it as it stands now, whatever its state.
PAGES: dict[type[Any], str] = {
    Batch: "imports:batch",
    Likeness: "linking:question",
    Round: "programmes:round",
    Proposal: "programmes:proposal",
    LabRequest: "lab:request",
    Specimen: "lab:specimen",
    Session: "lab:session",
    Measurement: "lab:measurement",
    Report: "lab:report",
    Instrument: "lab:instrument",
}


class RefusalMiddleware:
    """Refused → 403, OutOfTurn → 409 with a way on; each with the rule's own sentence.

    A fragment request gets only the sentence.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, OutOfTurn):
            page = page_of(exception.about)
            return _told(request, exception.reason, HTTPStatus.CONFLICT, page=page, about=exception.about)
        if isinstance(exception, Refused):
            return _told(request, exception.reason, HTTPStatus.FORBIDDEN)
        return None


def page_of(about: Any) -> str:
    """Where the object stands as it is now; the front page for one without a page of its own."""
    return reverse(PAGES[type(about)], args=[about.pk]) if type(about) in PAGES else reverse("home")


def _told(request: HttpRequest, reason: str, status: HTTPStatus, **more: Any) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return HttpResponse(_sentence(reason, more.get("page", "")), status=status)
    return render(request, f"{status.value}.html", {"reason": reason, **more}, status=status)


def _sentence(reason: str, page: str) -> str:
    told = format_html('<p class="notice bad" role="alert">{}</p>', reason)
    return (
        told if not page else format_html('{}<p><a href="{}">{}</a></p>', told, page, _("Lihat keadaannya"))
    )
