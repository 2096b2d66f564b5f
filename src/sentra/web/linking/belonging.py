"""Why the rows of a business are one: for the owner who asks, and for whoever must take one out."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from sentra.base.values import now
from sentra.registry import actions, queries, rules
from sentra.web import paging
from sentra.web.asking import acting
from sentra.web.linking import wording
from sentra.web.registry.dossier import business_or_404, head

ROWS, MERGES = "baris", "gabungan"  # names of page numbers in the address


@login_required
@require_GET
def why(request: HttpRequest, pk: int) -> HttpResponse:
    shown = business_or_404(request, pk)
    may = {"may_merge": rules.may_merge(request.user, shown.district_id)}
    return render(request, "linking/why.html", head(request, shown, "why") | may | why_facts(request, pk))


def why_facts(request: HttpRequest, pk: int) -> dict[str, Any]:
    found = queries.belongings(request.user, pk, number=paging.number(request.GET, ROWS))
    told = [(one, wording.came(one), one.evidence and wording.weighed(one.evidence)) for one in found.rows]
    merges = queries.leaf(queries.merges(request.user, pk), paging.number(request.GET, MERGES))
    return {
        "belongings": told,
        "total": found.total,
        "alone": found.total == 1,
        "rows_pager": paging.pager(request, found, ROWS, anchor="h-satu"),
        "merged": queries.merged_ids(request.user, pk),
        "merges": [(m, wording.merged(m), queries.may_unmerge(request.user, m)) for m in merges.rows],
        "merges_pager": paging.pager(request, merges, MERGES, anchor="h-gabung"),
        "left_double": queries.left_double(pk),
        "may_review": rules.may_review(request.user),
        "may_register": rules.may_register(request.user),
    }


@login_required
@require_POST
def detach(request: HttpRequest, pk: int, record: int) -> HttpResponse:
    """The row becomes a business of its own; without a reason nothing happens."""
    shown = business_or_404(request, pk)
    row = queries.members(shown.business_id).filter(pk=record).first()
    if row is None:
        raise Http404
    reason = request.POST.get("reason", "").strip()[:300]
    if not reason:
        messages.error(request, _("Tulis alasannya dahulu."))
        return redirect("linking:why", shown.business_id)
    made = actions.detach_record(by=acting(request), at=now(), row=row, reason=reason)
    words = _("Baris dilepas dan kini menjadi usaha nomor %(number)s.")
    messages.success(request, words % {"number": made.business_id})
    return redirect("linking:why", shown.business_id)
