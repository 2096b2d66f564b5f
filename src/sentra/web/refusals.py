"""The one place of this door where a refusal becomes a page."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import is_valid_path, reverse
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

    A fragment request gets only the sentence. An address that only takes forms leads up to a page, so that a
    page shown in answer to a form can be reloaded, and read in the other language.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        if answer.status_code == HTTPStatus.METHOD_NOT_ALLOWED and request.method in ("GET", "HEAD"):
            return redirect(above(request.path)) if is_page(request) else answer
        return answer

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, OutOfTurn):
            page = page_of(exception.about)
            return _told(request, exception.reason, HTTPStatus.CONFLICT, page=page, about=exception.about)
        if isinstance(exception, Refused):
            return _told(request, exception.reason, HTTPStatus.FORBIDDEN)
        return None


def is_page(request: HttpRequest) -> bool:
    """Programs are told that they asked in the wrong way; people are led on."""
    return not request.path.startswith("/api/")


def above(path: str) -> str:
    """The nearest address above one that only takes forms: that is where its form stands."""
    while "/" in path.strip("/"):
        path = path.rstrip("/").rpartition("/")[0] + "/"
        if is_valid_path(path):
            return path
    return reverse("home")


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
