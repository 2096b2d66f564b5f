"""What a checked file holds: its rows by verdict, and its cells that were refused or doubted."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from sentra.base.permissions import refuse_unless
from sentra.registry import queries, rules
from sentra.registry.catalogue.fields import LABELS
from sentra.registry.models import RowVerdict, SourceRecord
from sentra.web.asking import acting
from sentra.web.imports.asking import batch_of
from sentra.web.registry.wording import worded

LISTED = 50  # rows a page
MISSING = "missing"  # rows of the edition before that the file no longer has
REJECTED, DOUBTFUL = "rejected", "doubtful"


def verdicts() -> list[tuple[str, str]]:
    """Each verdict with its words."""
    return [(key, str(label)) for key, label in RowVerdict.choices]


def explained(verdict: str) -> str:
    """What becomes of the rows of a verdict, and what the officer can do."""
    words: dict[str, str] = {
        RowVerdict.CREATE: _("Masing-masing menjadi satu usaha di buku induk."),
        RowVerdict.ATTACH: _("Usaha yang sudah ada: barisnya menambah keterangan pada usaha itu."),
        RowVerdict.REVIEW: _("Mirip usaha yang ada, tetapi belum pasti: petugas yang memutuskan."),
        RowVerdict.UPDATE: _("Usaha yang sudah ada, dengan nilai yang berubah."),
        RowVerdict.UNCHANGED: _("Sama dengan edisi sebelumnya."),
        RowVerdict.HELD: _("Belum menjadi usaha. Betulkan di berkas bertanda, lalu impor lagi."),
        RowVerdict.REJECTED: _("Tidak disimpan. Betulkan di berkas bertanda, lalu impor lagi."),
        MISSING: _("Ada di edisi sebelumnya. Usahanya tidak dihapus dari buku induk."),
    }
    return words.get(verdict, "")


@login_required
@require_GET
def rows(request: HttpRequest, pk: int) -> HttpResponse:
    """Rows of one verdict, or those the new edition no longer has."""
    one, by = batch_of(request, pk), acting(request)
    refuse_unless(rules.may_read_rows(by, one))
    wanted = request.GET.get("isi", RowVerdict.CREATE)
    missing = wanted == MISSING
    if not missing and wanted not in RowVerdict.values:
        raise Http404
    found = queries.missing_rows(by, one) if missing else queries.batch_rows(by, one, wanted)
    places = queries.place_names()
    listed, more = _paged(request, found)
    beside = queries.joined(by, listed) if wanted in (RowVerdict.ATTACH, RowVerdict.REVIEW) else {}
    for row in listed:
        row.changes = [_worded(change, places) for change in row.changes]
    context = {
        "batch": one,
        "rows": [(row, beside.get(row.pk, [])) for row in listed],
        "more": more,
        "wanted": wanted,
        "title": _("Tidak ada lagi di berkas") if missing else dict(verdicts())[wanted],
        "words": explained(wanted),
        "may_import": rules.may_import(by),
    }
    return render(request, "imports/rows.html", context)


def _paged(request: HttpRequest, found: QuerySet[SourceRecord]) -> tuple[list[SourceRecord], int | None]:
    """The rows of the page asked for, and the position the next one begins behind, if there is one."""
    after = request.GET.get("sesudah", "")
    if after.isascii() and after.isdecimal():
        found = found.filter(pk__gt=int(after))
    listed = list(found[: LISTED + 1])
    return listed[:LISTED], listed[LISTED - 1].pk if len(listed) > LISTED else None


def _worded(change: dict[str, Any], places: dict[str, str]) -> dict[str, Any]:
    """A change as people read it: amounts with rupiah, places by name."""
    old, new = (worded(change["field"], change[side], places) for side in ("old", "new"))
    return change | {"label": _(LABELS.get(change["field"], change["field"])), "old": old, "new": new}


@login_required
@require_GET
@never_cache
def cells(request: HttpRequest, pk: int) -> HttpResponse:
    """Every refused (or doubted) cell with its place, what stands in it, and why; numbers masked."""
    one, by = batch_of(request, pk), acting(request)
    wanted = request.GET.get("isi", REJECTED)
    if wanted not in (REJECTED, DOUBTFUL):
        raise Http404
    listed, more = _paged(request, queries.problem_rows(by, one, wanted))
    context = {
        "batch": one,
        "cells": [_placed(cell) for cell in queries.problem_cells(by, one, listed, wanted)],
        "more": more,
        "wanted": wanted,
        "title": _("Sel ditolak") if wanted == REJECTED else _("Sel diragukan"),
        "kinds": [(REJECTED, _("Ditolak")), (DOUBTFUL, _("Diragukan"))],
        "may_import": rules.may_import(by),
    }
    return render(request, "imports/cells.html", context)


def _placed(cell: queries.ProblemCell) -> dict[str, Any]:
    """A cell as people find it: the letter of its column, and what the column was taken for."""
    label = _(LABELS[cell.field]) if cell.field in LABELS else ""
    return {
        "row": cell.row,
        "letter": cell.letter,
        "header": cell.header,
        "label": "" if label.casefold() == cell.header.casefold() else label,
        "shown": cell.shown,
        "problem": cell.problem,
    }
