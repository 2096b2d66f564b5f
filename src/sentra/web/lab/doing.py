"""What the views of the laboratory share: who asks, the tabs, a form that leads to an act."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sentra.base.documents.attaching import UnusableFile
from sentra.base.permissions import Unfit
from sentra.base.values import now
from sentra.lab.queries.recordings import RecordingLost
from sentra.web.asking import acting
from sentra.web.forms import status_of, told

Tabs = list[tuple[str, str, int, bool]]
Crumbs = list[tuple[str, str]]


def crumbs(*more: tuple[str, str]) -> Crumbs:
    """The way here from the queue."""
    return [(reverse("lab:queue"), _("Laboratorium")), *more]


def tabs(current: str) -> Tabs:
    """The parts of the laboratory that are no record of one request."""
    named = (
        ("queue", _("Antrean")),
        ("instruments", _("Alat ukur")),
        ("vehicles", _("Kendaraan uji")),
        ("methods", _("Metode dan batas")),
        ("orientation", pgettext("tab", "Rekam untuk orientasi")),
    )
    return [(reverse(f"lab:{name}"), words, 0, name == current) for name, words in named]


def carried_out(form: Form, action: Callable[..., Any], request: HttpRequest, /, **said: Any) -> Any:
    """What the action returns; None when it found faults, which then stand at their fields."""
    try:
        return action(by=acting(request), at=now(), **said)
    except Unfit as wrong:
        told(form, wrong.faults)
    except UnusableFile as wrong:
        form.add_error("file", str(wrong))
    return None


def form_page(
    request: HttpRequest, form: Form, *, title: str, button: str, back: str, **more: Any
) -> HttpResponse:
    """A page that is one form, or the same form with what is wrong with it."""
    facts = {"crumbs": crumbs(), "form": form, "title": title, "button": button, "back": back}
    return render(request, "lab/form.html", facts | more, status=status_of(form))


def done(
    request: HttpRequest, action: Callable[..., Any], words: str, page: str, pk: int | None, /, **said: Any
) -> HttpResponse:
    """Acts, says so, and leads to `page` (of `pk`); for buttons that hold nothing to correct."""
    try:
        action(by=acting(request), at=now(), **said)
        messages.success(request, words)
    except Unfit as wrong:
        messages.error(request, str(wrong))
    except RecordingLost:
        lost = _("Sebuah rekaman tidak ada di tempatnya. Pulihkan dari cadangan, lalu hitung lagi.")
        messages.error(request, lost)
    return redirect(page) if pk is None else redirect(page, pk)


def scan_of(form: Form) -> bytes:
    """The file of a form; empty when none was chosen."""
    file = form.cleaned_data["file"]
    return file.read() if file else b""


def with_scan(form: Form) -> dict[str, Any]:
    """What was said, with the bytes of the scan instead of the file."""
    plain = {name: value for name, value in form.cleaned_data.items() if name != "file"}
    return plain | {"scan": scan_of(form)}
