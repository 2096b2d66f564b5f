"""Whether goods are used: the page of a round, the form for a phone, what moves on, the end of a round."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sentra.base.permissions import refuse_unless
from sentra.base.values import now
from sentra.programmes import actions
from sentra.programmes.actions import Unfit, UnusableFile
from sentra.programmes.models import Award, Condition, Inspection, Item, Round
from sentra.programmes.queries import following as queries
from sentra.programmes.queries import passing_on as passing
from sentra.programmes.queries.ordering import inspection_in_order, transfer_in_order
from sentra.programmes.rules import following as rules
from sentra.programmes.rules.roles import may_prepare
from sentra.registry.queries import leaf
from sentra.web import paging
from sentra.web.asking import acting
from sentra.web.forms import status_of, told
from sentra.web.programmes import board
from sentra.web.programmes.following_forms import InspectionForm, SampleForm, TransferForm
from sentra.web.programmes.named import award_or_404, inspection_or_404, round_or_404
from sentra.web.programmes.rounds import attempt

A_PAGE = 25  # visits, goods
UNSEEN = "belum-dilihat"  # the list of goods that were never seen: its page and its place
SHOWN = (
    ("", gettext_lazy("Belum dilihat")),
    ("terlambat", gettext_lazy("Terlambat")),
    ("sudah", gettext_lazy("Sudah dilihat")),
)
TROUBLE = (
    (Condition.MISSING, gettext_lazy("Tidak ada di tempat"), "bad", "search-x"),
    (Condition.BROKEN, gettext_lazy("Rusak"), "bad", "wrench"),
    (Condition.IDLE, gettext_lazy("Menganggur"), "warn", "pause"),
)


@login_required
@require_GET
def following_page(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the samples are and what they say, whom to visit, what is not used, and the end."""
    round_ = round_or_404(request, pk)
    return _page(request, round_, _sample_form(round_))


def _sample_form(round_: Round, data: Any = None) -> SampleForm:
    return SampleForm(data, drawn=round_.samples.values_list("months", flat=True))


def _page(request: HttpRequest, round_: Round, form: SampleForm) -> HttpResponse:
    by, on = acting(request), localdate(now())
    population = queries.followed(round_).count()
    troubled = queries.troubled(round_, by)
    facts = (
        board.head(round_, "following")
        | _visits(request, round_)
        | {
            "samples": queries.samples_of(round_, on=on),
            "sample_form": form,
            "population": population,
            "sizes": _sizes(population),
            "margins": rules.MARGINS,
            "pieces": (pieces := queries.conditions_of(round_)),
            "handed": pieces.total(),
            **_unseen(request, round_),
            "inspected": any(pieces[state] for state in Condition if state != Condition.UNKNOWN),
            "troubled": [(key, words, tone, sign, troubled[key]) for key, words, tone, sign in TROUBLE],
            "transfers": passing.transfers_of(round_, by),
            "undone": queries.undone(round_),
            "may_draw": rules.may_draw(by, round_),
            "may_prepare": bool(may_prepare(by)) and round_.state == "monitoring",
            "may_end": rules.may_end(by, round_, [], ""),
        }
    )
    return render(request, "programmes/following.html", facts, status=status_of(form))


def _sizes(population: int) -> list[tuple[int, list[int]]]:
    """For each confidence how many are drawn at each margin."""
    return [
        (percent, [rules.sample_size(population, percent, points) for points in rules.MARGINS])
        for percent in rules.CONFIDENCES
    ]


def _visits(request: HttpRequest, round_: Round) -> dict[str, Any]:
    """The list of visits: which part is chosen, its page, and how many stand in each part."""
    on, chosen = localdate(now()), request.GET.get("tampil", "")
    found = queries.inspections_of(round_, acting(request))
    parts = {
        "": [one for one in found if queries.is_open(one)],
        "terlambat": [one for one in found if queries.is_overdue(one, on)],
        "sudah": [one for one in reversed(found) if one.seen_on],
    }
    chosen = chosen if chosen in parts else ""
    page = leaf(parts[chosen], paging.number(request.GET), size=A_PAGE)
    return {
        "today": on,
        "chosen": chosen,
        "choices": [(key, words, len(parts[key])) for key, words in SHOWN],
        "visits": page.rows,
        "pager": paging.pager(request, page, anchor="kunjungan"),
        "has_visits": bool(found),
    }


def _unseen(request: HttpRequest, round_: Round) -> dict[str, Any]:
    """Goods that were never seen, a page of them."""
    page = leaf(queries.unseen(round_, acting(request)), paging.number(request.GET, UNSEEN), size=A_PAGE)
    return {
        "unseen": page.rows,
        "unseen_count": page.total,
        "unseen_pager": paging.pager(request, page, UNSEEN, anchor=UNSEEN),
    }


@login_required
@require_POST
def draw_sample(request: HttpRequest, pk: int) -> HttpResponse:
    round_ = round_or_404(request, pk)
    refuse_unless(rules.may_draw(acting(request), round_))
    form = _sample_form(round_, request.POST)
    if form.is_valid():
        try:
            sample = actions.draw_sample(by=acting(request), at=now(), round_=round_, **form.cleaned_data)
            words = _("%(count)s dari %(whole)s penerima diundi untuk dipantau.")
            count = round_.awards.filter(inspections__months=sample.months).count()
            messages.success(request, words % {"count": count, "whole": sample.population})
            return redirect("programmes:following", pk)
        except Unfit as wrong:
            told(form, wrong.faults)
    return _page(request, round_, form)


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def inspect(request: HttpRequest, pk: int) -> HttpResponse:
    """The phone page of one recipient: the form, and once it was seen what was."""
    inspection = inspection_or_404(request, pk)
    if inspection.seen_on:
        if request.method == "POST" and request.POST.get("form_key") != inspection.form_key:
            refuse_unless(rules.may_inspect(acting(request), inspection))
        return _inspected(request, inspection)
    today = localdate(now())
    form = InspectionForm(request.POST or None, request.FILES or None, inspection=inspection, today=today)
    if request.method == "POST" and form.is_valid() and _recorded(request, inspection, form):
        messages.success(request, _("Pemantauan dicatat. Terima kasih."))
        return redirect("programmes:inspect", pk)
    facts = _about(inspection) | {
        "form": form,
        "may": rules.may_inspect(acting(request), inspection),
        "may_print": rules.may_print_sheet(acting(request), inspection),
    }
    return render(request, "programmes/inspect.html", facts, status=status_of(form))


def _about(inspection: Inspection) -> dict[str, Any]:
    since, number = queries.held_since(inspection.award)
    return {
        "inspection": inspection,
        "award": inspection.award,
        "round": inspection.award.round,
        "known": inspection.award.proposal.snapshot,
        "since": since,
        "since_number": number,
    }


def _recorded(request: HttpRequest, inspection: Inspection, form: InspectionForm) -> bool:
    """Whether it stands now; if not, the form says why."""
    said = form.cleaned_data
    refuse_unless(rules.may_inspect(acting(request), inspection))
    verdict = inspection_in_order(inspection, said["seen_on"], today=localdate(now()))
    if not verdict:
        form.add_error("seen_on", verdict.reason)
        return False
    try:
        actions.record_inspection(
            by=acting(request),
            at=now(),
            inspection=inspection,
            seen_on=said["seen_on"],
            conditions=form.conditions,
            photo=said["photo"].read(),
            note=said["note"],
            form_key=said["form_key"],
        )
    except Unfit as wrong:
        told(form, wrong.faults)
    except UnusableFile as wrong:
        form.add_error("photo", str(wrong))
    return form.is_valid()


def _inspected(request: HttpRequest, inspection: Inspection) -> HttpResponse:
    facts = _about(inspection) | {
        "checks": inspection.checks.select_related("item__kind").order_by("item__kind__name", "pk"),
        "may_print": rules.may_print_sheet(acting(request), inspection),
    }
    return render(request, "programmes/inspected.html", facts)


@login_required
@require_POST
def issue_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    one = inspection_or_404(request, pk)
    document = actions.issue_sheet(by=acting(request), at=now(), inspection=one)
    return redirect("programmes:document", document.pk)


@login_required
@require_POST
def keep_idle(request: HttpRequest, pk: int) -> HttpResponse:
    """One idle item stays where it is."""
    item = Item.objects.select_related("award", "kind").filter(pk=pk).first()
    if item is None or item.award is None:
        raise Http404
    award = award_or_404(request, item.award.pk)
    done = _("Alasannya dicatat; barang tetap di tempatnya.")
    reason = request.POST.get("reason", "")
    return attempt(
        request, actions.keep_idle, "programmes:following", award.round_id, done, item=item, reason=reason
    )


@login_required
@require_http_methods(["GET", "POST"])
def transfer(request: HttpRequest, pk: int) -> HttpResponse:
    """Idle goods of one recipient, and those on the waiting list who asked for such goods."""
    giver, by = award_or_404(request, pk), acting(request)
    refuse_unless(rules.may_answer_idle(by, giver))
    idle = list(giver.items.filter(condition=Condition.IDLE).select_related("kind").order_by("pk"))
    form = TransferForm(
        request.POST or None, giver=giver, waiting=_waiting(request, giver, idle), today=localdate(now())
    )
    if request.method == "POST" and form.is_valid() and _moved(request, giver, form):
        messages.success(request, _("Barang dialihkan; aktanya terbit."))
        return redirect("programmes:following", giver.round_id)
    facts = board.head(giver.round, "following") | {
        "giver": giver,
        "known": giver.proposal.snapshot,
        "form": form,
        "idle": idle,
    }
    return render(request, "programmes/transfer.html", facts, status=status_of(form))


def _waiting(request: HttpRequest, giver: Award, idle: Sequence[Item]) -> list[passing.Candidate]:
    """Whoever asked for any of it: of which pieces, the form's own choice says."""
    found: dict[int, passing.Candidate] = {}
    for item in idle:
        for one in passing.candidates(acting(request), giver.round, [item]):
            found.setdefault(one.proposal.pk, one)
    return sorted(found.values(), key=lambda one: one.place)


def _moved(request: HttpRequest, giver: Award, form: TransferForm) -> bool:
    said = form.cleaned_data
    verdict = transfer_in_order(giver, said["moved_on"], today=localdate(now()))
    if not verdict:
        form.add_error("moved_on", verdict.reason)
        return False
    try:
        actions.transfer_items(
            by=acting(request),
            at=now(),
            giver=giver,
            items=form.chosen,
            proposal=form.receiver,
            moved_on=said["moved_on"],
            place=said["place"],
            reason=said["reason"],
        )
    except Unfit as wrong:
        told(form, wrong.faults)
    return form.is_valid()


@login_required
@require_POST
def end_round(request: HttpRequest, pk: int) -> HttpResponse:
    round_, reason = round_or_404(request, pk), request.POST.get("reason", "")
    refuse_unless(rules.may_end(acting(request), round_, queries.undone(round_), reason))
    actions.end_round(by=acting(request), at=now(), round_=round_, reason=reason)
    messages.success(request, _("Putaran selesai."))
    return redirect("programmes:following", pk)
