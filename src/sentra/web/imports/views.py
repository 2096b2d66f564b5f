"""The import wizard: a file, its columns, what saving would do, saving, and taking it back."""

import re
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from sentra.base.jobs.models import Job, State
from sentra.base.jobs.queue import enqueue
from sentra.base.people.models import User
from sentra.base.permissions import refuse_unless
from sentra.base.values import now
from sentra.registry import actions, queries, rules
from sentra.registry.catalogue.fields import FIELDS, LABELS
from sentra.registry.models import Batch, BatchState, RowVerdict, Source
from sentra.web.imports.forms import UploadForm
from sentra.web.registry.wording import worded

LISTED = 50  # rows or batches a page
YEAR = re.compile(r"20[0-4]\d")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MISSING = "missing"  # rows of the edition before that the file no longer has
REPEATED = ("repeated_in_file", "duplicate_row")
STEP_OF = {
    BatchState.RECEIVED: actions.survey_file,
    BatchState.SURVEYED: actions.stage_batch,
    BatchState.STAGED: actions.commit_batch,
    BatchState.COMMITTED: actions.undo_batch,
}


def _by(request: HttpRequest) -> User:
    user = request.user
    if not isinstance(user, User):
        raise Http404
    return user


def _batch(request: HttpRequest, pk: int) -> Batch:
    try:
        return queries.batch(_by(request), pk)
    except Batch.DoesNotExist as missing:
        raise Http404 from missing


def _start(step: Callable[..., Any], batch: Batch, request: HttpRequest) -> None:
    """Queues a step of the batch; asked twice, it is one job."""
    enqueue(step, by=_by(request), at=now(), key=queries.step_key(step, batch), batch_id=batch.pk)


@login_required
@require_GET
def batch_list(request: HttpRequest) -> HttpResponse:
    found = queries.batches(_by(request))[:LISTED]
    return render(request, "imports/list.html", {"batches": found})


@login_required
@require_GET
def source_list(request: HttpRequest) -> HttpResponse:
    return render(request, "imports/sources.html", {"sources": queries.sources(_by(request))})


@login_required
def upload(request: HttpRequest) -> HttpResponse:
    by = _by(request)
    sources = queries.sources(by)
    form = UploadForm(request.POST or None, request.FILES or None, sources=sources)
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(request, "imports/upload.html", {"form": form, "steps": steps(1)}, status=status)
    source = form.cleaned_data["source"] or _new_source(form.cleaned_data, by)
    file = form.cleaned_data["file"]
    batch = actions.receive_file(by=by, at=now(), source=source, file_name=file.name, data=file.read())
    _start(actions.survey_file, batch, request)
    return redirect("imports:batch", pk=batch.pk)


def _new_source(told: dict[str, Any], by: User) -> Source:
    return actions.save_source(
        by=by, at=now(), key=told["title"], title=told["title"], creates=told["creates"]
    )


def steps(current: int) -> list[tuple[str, str]]:
    """The wizard's steps with their states, for parts/steps.html."""
    words = (_("Unggah"), _("Kolom"), _("Periksa"), _("Simpan"))
    return [
        (word, "done" if n < current else "current" if n == current else "")
        for n, word in enumerate(words, 1)
    ]


@login_required
@require_GET
@never_cache
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """One batch, whatever its state: each state has its own page."""
    one = _batch(request, pk)
    job = running(one)
    if job is not None:
        context = {"batch": one, "job": job, "steps": steps(_step(one))}
        return render(request, "imports/progress.html", context)
    if request.GET.get("kolom") and rules.may_choose_columns(_by(request), one):
        return _columns_page(request, one)
    shown = {
        BatchState.SURVEYED: _columns_page,
        BatchState.STAGED: _preview_page,
        BatchState.COMMITTED: _preview_page,
    }.get(BatchState(one.state), _ended_page)
    return shown(request, one)


def running(one: Batch) -> Job | None:
    """The job that works on the batch now, or that failed on its present state."""
    step = STEP_OF.get(BatchState(one.state))
    found = Job.objects.filter(key=queries.step_key(step, one)).first() if step else None
    return found if found is not None and found.state != State.DONE else None


def _step(one: Batch) -> int:
    return {BatchState.RECEIVED: 1, BatchState.SURVEYED: 3, BatchState.STAGED: 4}.get(
        BatchState(one.state), 4
    )


@login_required
@require_GET
@never_cache
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The fragment that is asked for again while a job runs; when it ends the whole page is."""
    one = _batch(request, pk)
    job = running(one)
    if job is None:
        answer = HttpResponse(status=204)
        answer["HX-Redirect"] = reverse("imports:batch", args=[pk])
        return answer
    return render(request, "imports/_progress.html", {"batch": one, "job": job})


def _columns_page(request: HttpRequest, one: Batch) -> HttpResponse:
    context = {
        "batch": one,
        "layouts": _with_samples(request, one),
        "fields": [(field.key, _(field.label)) for field in FIELDS],
        "steps": steps(2),
    }
    return render(request, "imports/columns.html", context)


def _with_samples(request: HttpRequest, one: Batch) -> list[dict[str, Any]]:
    """The layouts, each column with its first cells; personal numbers are masked."""
    rows_of = queries.first_rows(_by(request), one)
    return [
        layout | {"columns": [c | {"samples": [r[n] for r in rows]} for n, c in enumerate(layout["columns"])]}
        for layout, rows in zip(one.layouts, rows_of, strict=True)
    ]


@login_required
@require_POST
def columns(request: HttpRequest, pk: int) -> HttpResponse:
    """The officer's word on the columns; then every row is checked."""
    one = _batch(request, pk)
    known = {field.key for field in FIELDS}
    choices: dict[str, dict[int, str | None]] = {}
    for number, layout in enumerate(one.layouts):
        given = {c["index"]: request.POST.get(f"kolom-{number}-{c['index']}") for c in layout["columns"]}
        choices[layout["sheet"]] = {
            index: key if key in known else None for index, key in given.items() if key is not None
        }
    included = {
        layout["sheet"] for number, layout in enumerate(one.layouts) if request.POST.get(f"lembar-{number}")
    }
    if not included:
        messages.error(request, _("Pilih paling sedikit satu lembar."))
        return redirect("imports:batch", pk=pk)
    years = {layout["sheet"]: _year(request, number) for number, layout in enumerate(one.layouts)}
    actions.choose_columns(
        by=_by(request), at=now(), batch=one, choices=choices, included=included, years=years
    )
    _start(actions.stage_batch, one, request)
    return redirect("imports:batch", pk=pk)


def _year(request: HttpRequest, number: int) -> int | None:
    text = request.POST.get(f"tahun-{number}", "").strip()
    return int(text) if YEAR.fullmatch(text) else None


def _preview_page(request: HttpRequest, one: Batch) -> HttpResponse:
    context = {
        "batch": one,
        "sheets": one.summary.get("sheets", {}),
        "totals": _totals(one),
        "problems": _problem_counts(one),
        "conflicts": one.summary.get("problems", {}).get("conflict:hand", 0),
        "waiting": one.summary.get("problems", {}).get("note:awaits_linkage", 0),
        "repeated": sum(one.summary.get("problems", {}).get(f"doubtful:{code}", 0) for code in REPEATED),
        "verdicts": verdicts(one),
        "may_commit": rules.may_commit(_by(request), one),
        "may_undo": rules.may_undo(_by(request), one),
        "checked": [layout for layout in one.layouts if layout["included"] and layout["totals"]],
        "steps": steps(3 if one.state == BatchState.STAGED else 5),
    }
    return render(request, "imports/preview.html", context)


def verdicts(one: Batch) -> list[tuple[str, str]]:
    """Each verdict with its words; what is held of another office's list waits, it is not wrong."""
    words = {key: str(label) for key, label in RowVerdict.choices}
    if not one.source.creates:
        words[RowVerdict.HELD] = _("Menunggu penautan")
    return list(words.items())


def explained(one: Batch, verdict: str) -> str:
    """What becomes of the rows of a verdict, and what the officer can do."""
    if verdict == RowVerdict.HELD and not one.source.creates:
        return _("Disimpan sebagai catatan sumber sampai ditautkan dengan buku induk.")
    words: dict[str, str] = {
        RowVerdict.CREATE: _("Masing-masing menjadi satu usaha di buku induk."),
        RowVerdict.UPDATE: _("Usaha yang sudah ada, dengan nilai yang berubah."),
        RowVerdict.UNCHANGED: _("Sama dengan edisi sebelumnya."),
        RowVerdict.HELD: _("Belum menjadi usaha. Betulkan di berkas bertanda, lalu impor lagi."),
        RowVerdict.REJECTED: _("Tidak disimpan. Betulkan di berkas bertanda, lalu impor lagi."),
        MISSING: _("Ada di edisi sebelumnya. Usahanya tidak dihapus dari buku induk."),
    }
    return words[verdict]


def _totals(one: Batch) -> dict[str, int]:
    names = ("read", *RowVerdict.values)
    return {
        name: sum(counts.get(name, 0) for counts in one.summary.get("sheets", {}).values()) for name in names
    }


def _problem_counts(one: Batch) -> dict[str, int]:
    """Cells by severity; a waiting row of another office's list is no problem."""
    counts = {"rejected": 0, "doubtful": 0, "note": 0}
    for key, count in one.summary.get("problems", {}).items():
        severity, _colon, code = key.partition(":")
        if severity in counts and code != "awaits_linkage":
            counts[severity] += count
    return counts


def _ended_page(request: HttpRequest, one: Batch) -> HttpResponse:
    kept = queries.kept_businesses(_by(request), one)
    return render(request, "imports/ended.html", {"batch": one, "kept": kept})


@login_required
@require_GET
def rows(request: HttpRequest, pk: int) -> HttpResponse:
    """Rows of one verdict, or those the new edition no longer has."""
    one = _batch(request, pk)
    wanted = request.GET.get("isi", RowVerdict.CREATE)
    by = _by(request)
    missing = wanted == MISSING
    if not missing and wanted not in RowVerdict.values:
        raise Http404
    found = queries.missing_rows(by, one) if missing else queries.batch_rows(by, one, wanted)
    after = request.GET.get("sesudah", "")
    if after.isdecimal():
        found = found.filter(pk__gt=int(after))
    places = queries.place_names()
    listed = list(found[: LISTED + 1])
    for row in listed:
        row.changes = [_worded(change, places) for change in row.changes]
    context = {
        "batch": one,
        "rows": listed[:LISTED],
        "more": listed[LISTED - 1].pk if len(listed) > LISTED else "",
        "wanted": wanted,
        "title": _("Tidak ada lagi di berkas") if missing else dict(verdicts(one))[wanted],
        "words": explained(one, wanted),
    }
    return render(request, "imports/rows.html", context)


def _worded(change: dict[str, Any], places: dict[str, str]) -> dict[str, Any]:
    """A change as people read it: amounts with rupiah, places by name."""
    old, new = (worded(change["field"], change[side], places) for side in ("old", "new"))
    return change | {"label": _(LABELS.get(change["field"], change["field"])), "old": old, "new": new}


@login_required
@require_POST
def commit(request: HttpRequest, pk: int) -> HttpResponse:
    one = _batch(request, pk)
    refuse_unless(rules.may_commit(_by(request), one))
    _start(actions.commit_batch, one, request)
    return redirect("imports:batch", pk=pk)


@login_required
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    one = _batch(request, pk)
    refuse_unless(rules.may_undo(_by(request), one))
    _start(actions.undo_batch, one, request)
    return redirect("imports:batch", pk=pk)


@login_required
@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    one = _batch(request, pk)
    actions.discard_batch(by=_by(request), at=now(), batch=one)
    messages.success(request, _("Berkas dibuang. Buku induk tidak berubah."))
    return redirect("imports:list")


@login_required
@require_GET
@never_cache
def workbook(request: HttpRequest, pk: int) -> HttpResponse:
    """The officer's own workbook with what to mend; it holds personal numbers, so no cache keeps it."""
    one = _batch(request, pk)
    data = actions.returned_workbook(by=_by(request), at=now(), batch=one)
    answer = HttpResponse(data, content_type=XLSX)
    stem = one.file_name.rsplit(".", 1)[0]
    answer["Content-Disposition"] = f'attachment; filename="{stem}-diperiksa.xlsx"'
    return answer
