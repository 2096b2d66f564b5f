"""One business: its profile with the source of every value, its history, its sources, and unmasking."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from sentra.base.people import vault
from sentra.base.values import now
from sentra.lab.rules.roles import may_read_lab
from sentra.registry import actions, queries, rules
from sentra.registry.models import Identifier, Profile, SourceRecord
from sentra.web.asking import acting, shown_or_404
from sentra.web.registry import chapters

TIMELINE = 8
# Why a business is written to, most often; whoever has another reason types it.
REASONS_TO_WRITE = (
    gettext_noop("Mengatur kunjungan"),
    gettext_noop("Mencocokkan data"),
    gettext_noop("Mengundang pelatihan, pameran, atau program"),
    gettext_noop("Menjawab pertanyaan pemilik"),
)


def business_or_404(request: HttpRequest, pk: int) -> Profile:
    return shown_or_404(queries.business, request.user, pk)


@login_required
@require_GET
def profile(request: HttpRequest, pk: int) -> HttpResponse:
    shown = business_or_404(request, pk)
    whole = queries.dossier(request.user, pk)
    numbers = queries.numbers(request.user, pk)
    facts = head(request, shown, "profile", numbers) | {
        "sections": chapters.sections(whole, queries.place_names()),
        "classes": chapters.classes(whole),
        "complete": chapters.completeness(whole, numbers),
        "locator": chapters.locator(shown),
        "years": chapters.yearly(whole.years),
        "chart": chapters.turnover_chart(whole.years),
        "events": queries.timeline(request.user, pk)[:TIMELINE],
        "same_owner": queries.other_businesses(request.user, pk),
        "rows_told": queries.members(shown.business_id).count(),
        "merged": queries.merged_ids(request.user, pk),
        "may_merge": rules.may_merge(request.user, shown.district_id),
    }
    return render(request, "registry/business.html", facts)


@login_required
@require_GET
def history(request: HttpRequest, pk: int) -> HttpResponse:
    shown = business_or_404(request, pk)
    versions = chapters.versions(queries.history(request.user, pk), queries.place_names())
    return render(request, "registry/history.html", head(request, shown, "history") | {"versions": versions})


@login_required
@require_GET
def sources(request: HttpRequest, pk: int) -> HttpResponse:
    shown = business_or_404(request, pk)
    rows = (
        queries.members(shown.business_id)
        .select_related("batch", "recorded_by")
        .order_by("-recorded_at", "-pk")
    )
    facts = head(request, shown, "sources") | {"rows": rows}
    return render(request, "registry/sources.html", facts)


def head(
    request: HttpRequest, shown: Profile, tab: str, numbers: list[queries.Number] | None = None
) -> dict[str, Any]:
    """What all tabs show above."""
    found = queries.numbers(request.user, shown.business_id) if numbers is None else numbers
    pk = shown.business_id
    names = (
        ("profile", "registry:business", _("Profil")),
        ("history", "registry:history", _("Riwayat")),
        ("sources", "registry:sources", pgettext("daftar", "Sumber")),
        ("why", "linking:why", _("Mengapa satu?")),
        ("machinery", "registry:machinery", _("Peralatan")),
        ("papers", "registry:papers", pgettext("dokumen", "Berkas")),
        *((("noise", "lab:maker", _("Uji kebisingan")),) if may_read_lab(request.user) else ()),
    )
    return {
        "profile": shown,
        "pk": pk,
        "numbers": found,
        "replaced": [number for number in found if not number.stands],
        "has_phone": any(number.scheme == "phone" and not number.erased for number in found),
        "tabs": [(reverse(name, args=[pk]), words, 0, key == tab) for key, name, words in names],
        "may_edit": rules.may_edit(request.user, shown.district_id),
        "may_unmask": rules.may_unmask(request.user),
        "reasons": [_(words) for words in REASONS_TO_WRITE],
    }


def _reason(request: HttpRequest) -> str:
    return request.POST.get("reason", "").strip()[:300]


@login_required
@require_POST
@never_cache
def unmask_number(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Shows one personal number once; who asked and why is in the audit before the answer leaves."""
    shown = business_or_404(request, pk)
    identifier = _identifier(request, shown, pk=number)
    facts = {"profile": shown, "pk": pk, "label": identifier.get_scheme_display(), "number": number}
    rules_say = rules.may_unmask(request.user)
    if rules_say and not _reason(request):
        return _answer(request, "number", facts | {"missing": True}, status=422)
    clear = _unmasked(request, identifier, _reason(request))
    return _answer(request, "number", facts | {"clear": clear})


def _identifier(request: HttpRequest, shown: Profile, **which: Any) -> Identifier:
    """A sealed number of this business, the newest; of another business it is a 404."""
    rows = queries.identifiers(request.user, shown.business_id).filter(sealed__isnull=False, **which)
    found = rows.first()
    if found is None:
        raise Http404
    return found


def _unmasked(request: HttpRequest, identifier: Identifier, reason: str) -> str:
    try:
        return actions.unmask_identifier(by=acting(request), at=now(), identifier=identifier, reason=reason)
    except vault.Erased as gone:
        raise Http404 from gone


@login_required
@require_POST
@never_cache
def unmask_cells(request: HttpRequest, pk: int, record: int) -> HttpResponse:
    """The raw cells of one source row; with `key` only the cell that value was read from."""
    shown = business_or_404(request, pk)
    row = queries.members(shown.business_id).select_related("subject", "batch").filter(pk=record).first()
    if row is None:
        raise Http404
    facts: dict[str, Any] = {"profile": shown, "pk": pk, "row": row, "key": request.POST.get("key", "")}
    if rules.may_unmask(request.user) and not _reason(request):
        return _answer(request, "cells", facts | {"missing": True}, status=422)
    return _answer(request, "cells", facts | {"cells": _cells(request, row, facts["key"])})


def _cells(request: HttpRequest, row: SourceRecord, key: str) -> list[tuple[str, str]]:
    """(heading, raw cell) pairs: those of the column read as `key`, or all when no column was."""
    try:
        raw = actions.unmask_cells(by=acting(request), at=now(), row=row, reason=_reason(request))
    except vault.Erased as gone:
        raise Http404 from gone
    columns = chapters.columns_of(row)
    wanted = [column for column in columns if column["field"] == key] or columns
    return [(c["header"], raw[c["index"]]) for c in wanted if c["index"] < len(raw) and raw[c["index"]]]


def _answer(request: HttpRequest, part: str, facts: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """As a fragment in place, or, without script, as a page of its own."""
    name = f"registry/_{part}.html" if request.headers.get("HX-Request") else f"registry/{part}.html"
    return render(request, name, facts, status=status)


@login_required
@require_POST
@never_cache
def whatsapp(request: HttpRequest, pk: int) -> HttpResponse:
    """Opens a conversation: the number leaves the vault, so it is an unmasking with its reason."""
    shown = business_or_404(request, pk)
    phones = [n.pk for n in queries.numbers(request.user, pk) if n.scheme == "phone" and not n.erased]
    identifier = _identifier(request, shown, pk=phones[0] if phones else 0)
    reason = _reason(request) or request.POST.get("other_reason", "").strip()[:280]
    if rules.may_unmask(request.user) and not reason:
        facts = head(request, shown, "whatsapp") | {"missing": True}
        return render(request, "registry/whatsapp.html", facts, status=422)
    number = _unmasked(request, identifier, _("WhatsApp: %(reason)s") % {"reason": reason})
    return redirect(f"https://wa.me/{number.lstrip('+')}")
