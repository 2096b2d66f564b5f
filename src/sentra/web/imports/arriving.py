"""A file arrives: whose list it is, proposed from the file and changed by the officer."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sentra.base.jobs.queue import enqueue
from sentra.base.people.models import User
from sentra.base.permissions import refuse_unless
from sentra.base.values import now
from sentra.registry import actions, queries, rules
from sentra.registry.models import Batch, Source
from sentra.web.asking import acting
from sentra.web.imports.asking import batch_of
from sentra.web.imports.forms import SourceForm, UploadForm

LONGEST_KEY = 50  # letters of a source's key


def start(step: Callable[..., Any], batch: Batch, request: HttpRequest) -> None:
    """Queues a step of the batch; asked twice, it is one job."""
    enqueue(step, by=acting(request), at=now(), key=queries.step_key(step, batch), batch_id=batch.pk)


def steps(current: int) -> list[tuple[str, str]]:
    """The wizard's steps with their states, for parts/steps.html."""
    words = (_("Unggah"), _("Kolom"), _("Periksa"), _("Simpan"))
    return [
        (word, "done" if n < current else "current" if n == current else "")
        for n, word in enumerate(words, 1)
    ]


@login_required
def upload(request: HttpRequest) -> HttpResponse:
    by = acting(request)
    refuse_unless(rules.may_import(by))
    form = UploadForm(request.POST or None, request.FILES or None, sources=queries.sources(by))
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(request, "imports/upload.html", {"form": form, "steps": steps(1)}, status=status)
    file = form.cleaned_data["file"]
    data = file.read()
    source = _source_of(request, form.cleaned_data, file.name, data)
    batch = actions.receive_file(by=by, at=now(), source=source, file_name=file.name, data=data)
    start(actions.survey_file, batch, request)
    return redirect("imports:batch", pk=batch.pk)


def _source_of(request: HttpRequest, told: dict[str, Any], file_name: str, data: bytes) -> Source:
    """What the officer chose or typed; else what the file says of itself; else one named after the file.

    A title that is only the file's own name was proposed by the page, not typed.
    """
    by, proposed = acting(request), queries.proposed_title(file_name)
    if told["source"]:
        return Source.objects.get(pk=told["source"].pk)
    if told["title"] not in ("", proposed, queries.plain_stem(file_name)):
        return new_source(told["title"], creates=told["creates"], by=by)
    known = queries.source_of_file(by, file_name, data)
    if known is not None:
        messages.info(request, _("Dikenali sebagai kiriman dari sumber %(source)s.") % {"source": known})
        return known
    return _named_after_file(proposed or _("Daftar tanpa nama"), creates=told["creates"], by=by)


def _named_after_file(title: str, *, creates: bool, by: User) -> Source:
    """A file that happens to be called like a known source does not change what is settled of it."""
    return Source.objects.filter(key=_key(title)).first() or new_source(title, creates=creates, by=by)


def new_source(title: str, *, creates: bool, by: User) -> Source:
    return actions.save_source(by=by, at=now(), key=_key(title), title=title, creates=creates)


def _key(title: str) -> str:
    return slugify(title)[:LONGEST_KEY].strip("-") or "daftar"


@login_required
@require_POST
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """The officer gives the file to another source; it is then read again."""
    one, by = batch_of(request, pk), acting(request)
    refuse_unless(rules.may_choose_columns(by, one))
    form = SourceForm(request.POST, sources=queries.sources(by))
    if not form.is_valid():
        messages.error(request, _("Pilih sumber yang ada, atau beri nama sumber baru."))
        return redirect("imports:batch", pk=pk)
    told = form.cleaned_data
    source = told["source"] or new_source(told["title"], creates=one.source.creates, by=by)
    actions.assign_source(by=by, at=now(), batch=one, source=source)
    start(actions.survey_file, one, request)
    return redirect("imports:batch", pk=pk)
