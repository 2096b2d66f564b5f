"""A round's papers by date, and the bundle that an auditor takes along."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from sentra.base.people import vault
from sentra.base.values import now
from sentra.programmes import actions
from sentra.programmes.models import Round
from sentra.programmes.queries import bundling, filing
from sentra.programmes.queries.working import unfinished
from sentra.programmes.rules import proving as rules
from sentra.registry.queries import leaf
from sentra.web import paging
from sentra.web.asking import acting
from sentra.web.programmes import board, running
from sentra.web.programmes.named import round_or_404
from sentra.web.programmes.running import Work

A_PAGE = 25
SHOWN = (
    ("", gettext_lazy("Semua")),
    ("terlambat", gettext_lazy("Dicatat terlambat")),
    ("batal", pgettext_lazy("berkas", "Batal")),
)


@login_required
@require_GET
@never_cache
def papers(request: HttpRequest, pk: int) -> HttpResponse:
    """Every paper by the date it bears; what was recorded late, and what stands in the wrong order."""
    round_, by = round_or_404(request, pk), acting(request)
    lines, chosen = filing.papers_shown(by, round_), request.GET.get("tampil", "")
    shown = [line for line in lines if _is_shown(line, chosen)]
    page = leaf(shown, paging.number(request.GET), size=A_PAGE)
    context: dict[str, Any] = board.head(round_, "papers") | {
        "lines": page.rows,
        "count": page.total,
        "pager": paging.pager(request, page),
        "choices": [(key, words, sum(_is_shown(line, key) for line in lines)) for key, words in SHOWN],
        "chosen": chosen,
        "reversed": filing.reversed_days(round_, lines),
        "may_bundle": rules.may_bundle(by, round_),
        "public": rules.is_public(round_),
        "work": _work(request, round_),
        **_bundle(round_),
    }
    return render(request, "programmes/papers.html", context)


def _is_shown(line: filing.PaperLine, key: str) -> bool:
    if key == "terlambat":
        return line.late
    return line.paper.void if key == "batal" else True


def _bundle(round_: Round) -> dict[str, Any]:
    """The last one that is there, and whether it is still whole."""
    done = bundling.last_done(round_)
    return {"done": done, "fresh": done is not None and done.key == bundling.key_of(round_)}


def _work(request: HttpRequest, round_: Round) -> Work | None:
    job = unfinished("bundel", round_)
    return (
        None
        if job is None
        else Work(
            job=job,
            asked=reverse("programmes:bundle_progress", args=[round_.pk]),
            doing=_("Mengumpulkan berkas"),
            stopped=_("Pembuatan paket berhenti"),
            again=reverse("programmes:ask_bundle", args=[round_.pk])
            if rules.may_bundle(request.user, round_)
            else "",
        )
    )


@login_required
@require_POST
def ask_bundle(request: HttpRequest, pk: int) -> HttpResponse:
    actions.ask_bundle(by=acting(request), at=now(), round_=round_or_404(request, pk))
    return redirect("programmes:papers", pk=pk)


@login_required
@require_GET
@never_cache
def bundle_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The fragment that is asked for again while it is made; when it ends the whole page is."""
    round_ = round_or_404(request, pk)
    return running.told(request, _work(request, round_), reverse("programmes:papers", args=[pk]))


@login_required
@require_GET
@never_cache
def bundle(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """The last bundle, unsealed piece by piece; taking it is on record."""
    round_ = round_or_404(request, pk)
    try:
        done, pieces = actions.open_bundle(by=acting(request), at=now(), round_=round_)
        first = next(pieces)
    except (FileNotFoundError, vault.Erased) as gone:
        raise Http404 from gone
    answer = StreamingHttpResponse(_all(first, pieces), content_type="application/zip")
    answer["Content-Length"] = str((done.result or {})["size"])
    answer["Content-Disposition"] = f'attachment; filename="{round_.code}-{bundling.number_of(done)}.zip"'
    return answer


def _all(first: bytes, rest: Any) -> Any:
    yield first
    yield from rest
