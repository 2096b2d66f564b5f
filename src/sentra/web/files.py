"""Sealed files handed out: opened for whoever asks, told as not found when they are gone."""

from collections.abc import Callable
from typing import TypeVar

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from sentra.base.documents.attaching import attachment_bytes
from sentra.base.documents.models import Attachment, Document
from sentra.base.documents.queries import FileLost, document_bytes
from sentra.base.people import vault
from sentra.base.values import now
from sentra.web.asking import acting

Opened = TypeVar("Opened")
View = Callable[..., HttpResponse]


def opened(act: Callable[[], Opened], bytes_of: Callable[[Opened], bytes]) -> tuple[Opened, bytes]:
    """What an action opens, on record, and its bytes; a 404 for what is not theirs, erased or lost."""
    try:
        found = act()
        return found, bytes_of(found)
    except (ObjectDoesNotExist, vault.Erased, FileLost, FileNotFoundError) as gone:
        raise Http404 from gone


def pdf(data: bytes, name: str) -> HttpResponse:
    """Shown in the browser; saved under `name`."""
    answer = HttpResponse(data, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name.replace("/", "-")}.pdf"'
    return answer


def as_it_came(data: bytes, content_type: str) -> HttpResponse:
    """A file somebody brought: the browser is not to guess what it is."""
    answer = HttpResponse(data, content_type=content_type)
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def document_view(act: Callable[..., Document]) -> View:
    """A room's PDFs as they were issued; `act` puts the opening on record."""

    @login_required
    @require_GET
    @never_cache
    def document(request: HttpRequest, pk: int) -> HttpResponse:
        found, data = opened(lambda: act(by=acting(request), at=now(), pk=pk), document_bytes)
        return pdf(data, found.number)

    return document


def attachment_view(act: Callable[..., Attachment]) -> View:
    """A room's photos, scans and signatures as they were brought; `act` puts the opening on record."""

    @login_required
    @require_GET
    @never_cache
    def attachment(request: HttpRequest, pk: int) -> HttpResponse:
        found, data = opened(lambda: act(by=acting(request), at=now(), pk=pk), attachment_bytes)
        return as_it_came(data, found.content_type)

    return attachment
