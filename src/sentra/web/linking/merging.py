"""Making two businesses one by hand, and two again: always with both in sight and a reason."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sentra.base.permissions import refuse_unless
from sentra.base.values import now
from sentra.registry import actions, queries, rules
from sentra.registry.models import Profile
from sentra.web.asking import acting
from sentra.web.linking import wording
from sentra.web.registry import filtering
from sentra.web.registry.dossier import business_or_404
from sentra.web.registry.searching import without_numbers


@without_numbers
@login_required
@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """The other business: likely ones first, or what a search finds. The box posts, because what is typed may
    be a personal number."""
    shown = business_or_404(request, pk)
    refuse_unless(rules.may_merge(request.user, shown.district_id))
    asked = filtering.wanted(request.POST if request.method == "POST" else request.GET)
    if request.method == "POST":
        return redirect(f"{request.path}?{filtering.query(asked)}")
    context = {
        "profile": shown,
        "pk": shown.business_id,
        "said": queries.masked(asked.q),
        "found": queries.found_for_merging(request.user, pk, asked.q) if asked.q else [],
        "likely": [] if asked.q else queries.twins(request.user, pk, at=now()),
    }
    return render(request, "linking/choose.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def merge(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """Shows both and what would collide; the one whose page it was keeps its number."""
    winner, loser = business_or_404(request, pk), business_or_404(request, other)
    refuse_unless(rules.may_merge(request.user, winner.district_id, loser.district_id))
    if winner.business_id == loser.business_id:
        messages.info(request, _("Keduanya sudah satu usaha."))
        return redirect("linking:why", winner.business_id)
    reason = request.POST.get("reason", "").strip()[:300]
    if request.method == "POST" and reason and _merged(request, winner, loser, reason):
        return redirect("linking:why", winner.business_id)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
    return render(request, "linking/merge.html", _both(request, winner, loser), status=status)


def _merged(request: HttpRequest, winner: Profile, loser: Profile, reason: str) -> bool:
    try:
        actions.merge_businesses(
            by=acting(request), at=now(), winner=winner.business, loser=loser.business, reason=reason
        )
    except actions.AlreadyOne as wrong:
        messages.error(request, str(wrong))
        return False
    messages.success(request, _("Kedua usaha kini satu. Ini dapat dipisahkan lagi kapan saja."))
    return True


def _both(request: HttpRequest, winner: Profile, loser: Profile) -> dict[str, Any]:
    pks = (winner.business_id, loser.business_id)
    lines = queries.compared_businesses(request.user, pks)
    return {
        "profile": winner,
        "pk": winner.business_id,
        "loser": loser,
        "heads": wording.heads_of_businesses(winner, loser),
        "rows": wording.rows(lines, queries.place_names()),
        "collisions": queries.collisions(*pks),
        "missing": request.method == "POST",
    }


@login_required
@require_POST
def unmerge(request: HttpRequest, pk: int, event: int) -> HttpResponse:
    """Both as they were; what was said since stays with the side it was said of."""
    shown = business_or_404(request, pk)
    found = queries.merges(request.user, pk).filter(pk=event).first()
    if found is None:
        raise Http404
    reason = request.POST.get("reason", "").strip()[:300]
    if not reason:
        messages.error(request, _("Tulis alasannya dahulu."))
        return redirect("linking:why", shown.business_id)
    try:
        actions.unmerge_businesses(by=acting(request), at=now(), event=found, reason=reason)
    except actions.NotInForce as wrong:
        messages.error(request, str(wrong))
        return redirect("linking:why", shown.business_id)
    words = _("Dipisahkan: nomor %(one)s dan nomor %(other)s kembali menjadi dua usaha.")
    messages.success(request, words % {"one": found.business_id, "other": found.other_id})
    return redirect("linking:why", shown.business_id)
