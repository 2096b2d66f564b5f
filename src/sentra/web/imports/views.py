"""The import wizard: a file, its columns, what saving would do, saving, and taking it back."""

import re
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from sentra.base.jobs.models import Job, State
from sentra.base.permissions import refuse_unless
from sentra.base.values import now
from sentra.registry import actions, queries, rules
from sentra.registry.catalogue.fields import FIELDS
from sentra.registry.models import Batch, BatchState, RowVerdict
from sentra.web.asking import acting
from sentra.web.imports.arriving import start, steps
from sentra.web.imports.asking import batch_of
from sentra.web.imports.forms import SourceForm
from sentra.web.imports.rows import verdicts

LISTED = 50  # batches a page
YEAR = re.compile(r"20[0-4]\d")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
REPEATED = ("repeated_in_file", "duplicate_row")
STEP_OF = {
    BatchState.RECEIVED: actions.survey_file,
    BatchState.SURVEYED: actions.stage_batch,
    BatchState.STAGED: actions.commit_batch,
    BatchState.COMMITTED: actions.undo_batch,
}


@login_required
@require_GET
def batch_list(request: HttpRequest) -> HttpResponse:
    by = acting(request)
    context = {"batches": queries.batches(by)[:LISTED], "may_import": rules.may_import(by)}
    return render(request, "imports/list.html", context)


@login_required
@require_GET
def source_list(request: HttpRequest) -> HttpResponse:
    return render(request, "imports/sources.html", {"sources": queries.sources(acting(request))})


@login_required
@require_GET
@never_cache
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """One batch, whatever its state: each state has its own page."""
    one = batch_of(request, pk)
    job = running(one)
    if job is not None:
        may = rules.may_import(acting(request))
        context = {"batch": one, "job": job, "steps": steps(_step(one)), "may_import": may}
        return render(request, "imports/progress.html", context)
    if request.GET.get("kolom"):
        refuse_unless(rules.may_choose_columns(acting(request), one))
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
    one = batch_of(request, pk)
    job = running(one)
    if job is None:
        answer = HttpResponse(status=204)
        answer["HX-Redirect"] = reverse("imports:batch", args=[pk])
        return answer
    context = {"batch": one, "job": job, "may_import": rules.may_import(acting(request))}
    return render(request, "imports/_progress.html", context)


def _columns_page(request: HttpRequest, one: Batch) -> HttpResponse:
    by = acting(request)
    context = {
        "batch": one,
        "may_import": rules.may_import(by),
        "may_choose": rules.may_choose_columns(by, one),
        "source_form": SourceForm(sources=queries.sources(by).exclude(pk=one.source_id)),
        "layouts": _with_samples(request, one),
        "fields": [(field.key, _(field.label)) for field in FIELDS],
        "steps": steps(2),
    }
    return render(request, "imports/columns.html", context)


def _with_samples(request: HttpRequest, one: Batch) -> list[dict[str, Any]]:
    """The layouts, each column with its first cells; personal numbers are masked."""
    rows_of = queries.first_rows(acting(request), one)
    return [
        layout | {"columns": [c | {"samples": [r[n] for r in rows]} for n, c in enumerate(layout["columns"])]}
        for layout, rows in zip(one.layouts, rows_of, strict=True)
    ]


@login_required
@require_POST
def columns(request: HttpRequest, pk: int) -> HttpResponse:
    """The officer's word on the columns; then every row is checked."""
    one = batch_of(request, pk)
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
        by=acting(request), at=now(), batch=one, choices=choices, included=included, years=years
    )
    start(actions.stage_batch, one, request)
    return redirect("imports:batch", pk=pk)


def _year(request: HttpRequest, number: int) -> int | None:
    text = request.POST.get(f"tahun-{number}", "").strip()
    return int(text) if YEAR.fullmatch(text) else None


def _preview_page(request: HttpRequest, one: Batch) -> HttpResponse:
    by = acting(request)
    context = {
        "batch": one,
        "may_import": rules.may_import(by),
        "sheets": one.summary.get("sheets", {}),
        "totals": _totals(one),
        "problems": _problem_counts(one),
        "conflicts": one.summary.get("problems", {}).get("conflict:hand", 0),
        "repeated": sum(one.summary.get("problems", {}).get(f"doubtful:{code}", 0) for code in REPEATED),
        "may_return": rules.may_return_workbook(by, one),
        "verdicts": verdicts(),
        "may_commit": rules.may_commit(by, one),
        "may_undo": rules.may_undo(by, one),
        "checked": [layout for layout in one.layouts if layout["included"] and layout["totals"]],
        "steps": steps(3 if one.state == BatchState.STAGED else 5),
    }
    return render(request, "imports/preview.html", context)


def _totals(one: Batch) -> dict[str, int]:
    names = ("read", *RowVerdict.values)
    return {
        name: sum(counts.get(name, 0) for counts in one.summary.get("sheets", {}).values()) for name in names
    }


def _problem_counts(one: Batch) -> dict[str, int]:
    """Cells by severity."""
    counts = {"rejected": 0, "doubtful": 0, "note": 0}
    for key, count in one.summary.get("problems", {}).items():
        severity, _colon, _code = key.partition(":")
        if severity in counts:
            counts[severity] += count
    return counts


def _ended_page(request: HttpRequest, one: Batch) -> HttpResponse:
    by = acting(request)
    kept = queries.kept_businesses(by, one)
    context = {
        "batch": one,
        "kept": kept,
        "lost": queries.numbers_lost(by, one),
        "may_import": rules.may_import(by),
    }
    return render(request, "imports/ended.html", context)


@login_required
@require_POST
def commit(request: HttpRequest, pk: int) -> HttpResponse:
    one = batch_of(request, pk)
    refuse_unless(rules.may_commit(acting(request), one))
    start(actions.commit_batch, one, request)
    return redirect("imports:batch", pk=pk)


@login_required
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    one = batch_of(request, pk)
    refuse_unless(rules.may_undo(acting(request), one))
    start(actions.undo_batch, one, request)
    return redirect("imports:batch", pk=pk)


@login_required
@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    one = batch_of(request, pk)
    actions.discard_batch(by=acting(request), at=now(), batch=one)
    messages.success(request, _("Berkas dibuang. Buku induk tidak berubah."))
    return redirect("imports:list")


@login_required
@require_GET
@never_cache
def workbook(request: HttpRequest, pk: int) -> HttpResponse:
    """The officer's own workbook with what to mend; it holds personal numbers, so no cache keeps it."""
    one = batch_of(request, pk)
    data = actions.returned_workbook(by=acting(request), at=now(), batch=one)
    answer = HttpResponse(data, content_type=XLSX)
    stem = queries.returned_stem(one.file_name.rsplit(".", 1)[0])
    answer["Content-Disposition"] = f'attachment; filename="{stem}{queries.RETURNED}.xlsx"'
    return answer
