"""The second reader: an answered question once more, without the answer, and what to do where two differ."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from sentra.base.values import now
from sentra.registry import actions, queries
from sentra.registry.models import Likeness, SecondReading
from sentra.web.asking import acting, shown_or_404
from sentra.web.linking import wording
from sentra.web.linking.reviewing import DIFFERENT, SAME
from sentra.web.numbers import decimal_comma, thousands


@login_required
@require_GET
@never_cache
def second(request: HttpRequest) -> HttpResponse:
    """Leads to the next answer that this person may read again."""
    waiting = queries.second_questions(request.user)
    if waiting:
        return redirect("linking:second_question", waiting[0])
    messages.info(request, _("Tidak ada jawaban yang menunggu pembaca kedua."))
    return redirect("linking:overview")


def _pair(request: HttpRequest, pk: int) -> Likeness:
    return shown_or_404(queries.second_question, request.user, pk)


@login_required
@require_GET
@never_cache
def question(request: HttpRequest, pk: int) -> HttpResponse:
    """Nothing here tells the first answer: not what the rows describe since, nor the weight."""
    pair = _pair(request, pk)
    asked = queries.question(request.user, pair.pk)
    heads = [replace(head, badge="", url="") for head in wording.heads_of_records(asked.sides[:2])]
    lines = [replace(line, told=line.told[:2]) for line in asked.lines]
    context = {
        "pair": pair,
        "heads": heads,
        "rows": wording.rows([line for line in lines if any(line.told)], queries.place_names()),
        "left": len(queries.second_questions(request.user)),
    }
    return render(request, "linking/second.html", context)


@login_required
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    pair, given = _pair(request, pk), request.POST.get("jawab", "")
    if given not in (SAME, DIFFERENT):
        raise Http404
    actions.read_again(by=acting(request), at=now(), likeness=pair, same=given == SAME)
    messages.success(request, _("Bacaan kedua dicatat. Jawaban pertama tidak berubah."))
    return redirect("linking:second")


@login_required
@require_POST
def uphold(request: HttpRequest, pk: int) -> HttpResponse:
    """The first answer stays; without a reason nothing happens."""
    found = queries.rereading(request.user)
    known = [one.pk for one in found.open]
    reading = get_object_or_404(SecondReading.objects.filter(pk__in=known), pk=pk)
    reason = request.POST.get("reason", "").strip()[:300]
    if not reason:
        messages.error(request, _("Tulis alasannya dahulu."))
        return redirect("linking:question", reading.pair_id)
    actions.uphold_answer(by=acting(request), at=now(), reading=reading, reason=reason)
    messages.success(request, _("Perbedaan diselesaikan: jawaban pertama dipertahankan."))
    return redirect("linking:question", reading.pair_id)


def facts(found: queries.Rereading) -> dict[str, Any]:
    """How well two readers agree, in words; nothing while nobody has read twice."""
    if found.agreement is None:
        return {"rereading": found, "agreement": ""}
    pairs, share, kappa = found.agreement
    words = ngettext(
        "%(count)s jawaban dibaca dua orang: %(percent)s%% sepakat, kappa Cohen %(kappa)s.",
        "%(count)s jawaban dibaca dua orang: %(percent)s%% sepakat, kappa Cohen %(kappa)s.",
        pairs,
    )
    told = _("belum terhitung") if kappa is None else decimal_comma(kappa, 2)
    said = words % {"count": thousands(pairs), "percent": round(100 * share), "kappa": told}
    return {"rereading": found, "agreement": said}
