"""Sealed files handed out: opened for whoever asks, told as not found when they are gone."""

from collections.abc import Callable
from typing import TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse

from sentra.base.documents.queries import FileLost
from sentra.base.people import vault

Opened = TypeVar("Opened")


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
