"""The review: one pair of rows at a time, answered with a key, undone with a key."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from sentra.base.permissions import refuse_unless
from sentra.base.values import now
from sentra.registry import actions, queries, rules
from sentra.registry.models import Decision, Likeness, LikenessState
from sentra.web.asking import acting, shown_or_404
from sentra.web.linking import wording

SAME, DIFFERENT, UNSURE = "1", "2", "3"
PUT_OFF = "linking_put_off"  # in the session: groups that this person was not sure of, oldest first
PUT_OFF_LAST = "linking_put_off_last"  # in the session: the question, if none was answered since
REMEMBERED = 500


@login_required
@require_GET
@never_cache
def review(request: HttpRequest) -> HttpResponse:
    """Leads to the next question; those that were put off come again at the end."""
    put_off = request.session.get(PUT_OFF, [])
    pair = queries.next_question(request.user, after=put_off)
    if pair is None and put_off:
        request.session[PUT_OFF] = []
        pair = queries.next_question(request.user)
    if pair is not None:
        return redirect("linking:question", pair.pk)
    return render(request, "linking/done.html", {"progress": queries.review_progress(request.user)})


@login_required
@require_GET
@never_cache
def question(request: HttpRequest, pk: int) -> HttpResponse:
    """While a pair is open its weight is not shown, so that nobody is led by it."""
    asked = _question(request, pk)
    context = {
        "pair": asked.pair,
        "heads": wording.heads_of_records(asked.sides),
        "rows": wording.rows(asked.lines, queries.place_names()),
        "progress": queries.review_progress(request.user),
        "may_review": rules.may_review(request.user),
        "outcome": _outcome(asked),
    }
    if asked.pair.state == LikenessState.OPEN:
        return render(request, "linking/question.html", context)
    return render(request, "linking/answered.html", context | _answered(request, asked.pair))


def _question(request: HttpRequest, pk: int) -> queries.Question:
    return shown_or_404(queries.question, request.user, pk)


def _outcome(asked: queries.Question) -> str:
    """What a yes would do."""
    placed = [side.business for side in asked.sides[:2] if side.business]
    if len(placed) < 2:
        return _("Baris yang menunggu masuk ke usaha itu.") if placed else _("Keduanya menjadi satu usaha.")
    if placed[0].business_id == placed[1].business_id:
        return _("Keduanya sudah satu usaha.")
    return _("Kedua usaha digabungkan.")


def _answered(request: HttpRequest, pair: Likeness) -> dict[str, Any]:
    same = pair.state == LikenessState.SAME  # a row that was let go since has another word on the same pair
    said = queries.last_decisions(request.user, count=None).filter(withdrawn_at=None, same=same)
    return {
        "weighed": wording.weighed(queries.evidence([pair])[pair.pk]),
        "decision": said.filter(record=pair.record_id, other=pair.other_id).first(),
        "differs": queries.disagreements().filter(pair=pair).select_related("by").first(),
    }


@login_required
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The weight is shown with the answer; whoever is not sure goes on to another group."""
    pair = _question(request, pk).pair
    given = request.POST.get("jawab", "")
    if given not in (SAME, DIFFERENT, UNSURE):
        raise Http404
    if given == UNSURE:
        put_off = [group for group in request.session.get(PUT_OFF, []) if group != pair.group]
        request.session[PUT_OFF] = [*put_off, pair.group][-REMEMBERED:]
        request.session[PUT_OFF_LAST] = pair.pk
        if rules.may_review(request.user):
            messages.info(request, _("Disisihkan; ditanyakan lagi setelah yang lain."))
        return redirect("linking:review")
    reason = request.POST.get("reason", "").strip()[:300]
    actions.decide(by=acting(request), at=now(), likeness=pair, same=given == SAME, reason=reason)
    request.session.pop(PUT_OFF_LAST, None)
    return redirect("linking:question", pk)


@login_required
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes one answer back, whoever gave it."""
    decision = queries.last_decisions(request.user, count=None).filter(pk=pk).first()
    if decision is None:
        raise Http404
    return _withdrawn(request, decision, "linking:overview")


@login_required
@require_POST
def undo_last(request: HttpRequest) -> HttpResponse:
    """Takes back the last answer of the person who asks, "not sure" too, and asks it again."""
    refuse_unless(rules.may_review(request.user))
    if put_off := request.session.pop(PUT_OFF_LAST, None):
        request.session[PUT_OFF] = request.session[PUT_OFF][:-1]
        return redirect("linking:question", put_off)
    mine = queries.last_decisions(request.user, count=None).filter(by=acting(request), withdrawn_at=None)
    decision = mine.first()
    if decision is None:
        messages.info(request, _("Tidak ada jawaban Anda yang dapat diurungkan."))
        return redirect("linking:review")
    return _withdrawn(request, decision, "linking:review")


def _withdrawn(request: HttpRequest, decision: Decision, otherwise: str) -> HttpResponse:
    """Back to the pair, which is open again; a word that was said of no question leads elsewhere."""
    try:
        actions.withdraw(by=acting(request), at=now(), decision=decision)
    except actions.NotInForce as wrong:
        messages.error(request, str(wrong))
        return redirect(otherwise)
    messages.success(request, _("Jawaban diurungkan; yang mengikutinya dikembalikan seperti semula."))
    asked = queries.open_pair(request.user, decision)
    return redirect("linking:question", asked.pk) if asked else redirect(otherwise)
