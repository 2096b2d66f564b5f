"""Goods of a round: bought, arrived, handed over; their gaps, their clock, their papers."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sentra.base.people.models import User
from sentra.base.permissions import refuse_unless
from sentra.base.values import now
from sentra.programmes import actions
from sentra.programmes.actions import Unfit, UnusableFile
from sentra.programmes.models import Award, AwardOrigin, Condition, Handover, Purchase, Round
from sentra.programmes.queries import files, goods, handovers
from sentra.programmes.queries.handovers import unprinted
from sentra.programmes.queries.ordering import handover_in_order
from sentra.programmes.queries.working import unfinished
from sentra.programmes.rules import delivering as rules
from sentra.programmes.rules.papers import is_late
from sentra.programmes.rules.roles import may_read_aid
from sentra.registry.queries import leaf
from sentra.web import paging
from sentra.web.asking import acting
from sentra.web.files import attachment_view, document_view
from sentra.web.forms import status_of
from sentra.web.programmes import running
from sentra.web.programmes.board import head
from sentra.web.programmes.delivering_forms import ArrivalForm, HandoverForm, PurchaseForm
from sentra.web.programmes.named import award_or_404, round_or_404
from sentra.web.programmes.running import Work

A_PAGE = 25  # lines
GIVEN = "sudah"  # the number of the page of those who have received
SHOWN = (
    ("", gettext_lazy("Semua")),
    ("celah", gettext_lazy("Ada yang kurang")),
    ("belum-beli", gettext_lazy("Belum dibeli")),
    ("belum-serah", gettext_lazy("Belum diserahkan")),
    ("cadangan", gettext_lazy("Bukan untuk siapa pun")),
)


@login_required
@require_GET
def goods_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Planned, bought, delivered, working: every line with its gaps, and what ages undelivered."""
    round_, by, on = round_or_404(request, pk), acting(request), localdate(now())
    found = goods.lines(round_, on=on, by=by)
    shown, chosen = _chosen(found, request.GET.get("tampil", "")), request.GET.get("tampil", "")
    page = leaf(shown, paging.number(request.GET), size=A_PAGE)
    clock = goods.clock(found, round_.papers.filter(void=False), on=on)
    context = head(round_, "goods") | {
        "totals": goods.totals(found),
        "lines": page.rows,
        "pager": paging.pager(request, page, anchor="baris"),
        "steps": list(goods.STEPS.values()),
        "chosen": chosen,
        "choices": [(key, words, len(_chosen(found, key))) for key, words in SHOWN],
        "clock": clock[:8],
        "clock_count": len(clock),
        "clock_value": sum(one.value_idr for one in clock),
        "inspected": any(line.item and line.item.condition != Condition.UNKNOWN for line in found),
        "accounts": goods.accounts(round_),
        "purchases": goods.purchases(round_),
        "may_purchase": rules.may_purchase(by, round_),
        "spare": any(line.award is None for line in found),
    }
    return render(request, "programmes/goods.html", context)


def _chosen(found: Sequence[goods.Line], key: str) -> list[goods.Line]:
    return [line for line in found if _is_shown(line, key)]


def _is_shown(line: goods.Line, key: str) -> bool:
    match key:
        case "celah":
            return bool(line.gaps)
        case "belum-beli":
            return line.item is None
        case "belum-serah":
            return line.step == "bought"
        case "cadangan":
            return line.award is None
        case _:
            return True


@login_required
@require_http_methods(["GET", "POST"])
def buy(request: HttpRequest, pk: int) -> HttpResponse:
    """One invoice from one fund."""
    round_, by = round_or_404(request, pk), acting(request)
    refuse_unless(rules.may_purchase(by, round_))
    funds = list(round_.programme.funds.select_related("source").order_by("pk"))
    fund = next((one for one in funds if str(one.pk) == request.GET.get("dana")), funds[0])
    kinds = round_.kinds.order_by("name")
    form = PurchaseForm(request.POST or None, kinds=kinds, lacking=_lacking(round_, fund.pk))
    if request.method == "POST" and form.is_valid() and _bought(form, by, round_, fund):
        messages.success(request, _("Pembelian dicatat."))
        return redirect("programmes:goods", pk=pk)
    context = {"round": round_, "form": form, "funds": funds, "fund": fund}
    return render(request, "programmes/buy.html", context)


def _lacking(round_: Round, fund: int) -> dict[int, int]:
    """Pieces of each kind that the awards of the fund lack."""
    found = Counter[int]()
    for line in goods.lines(round_, on=localdate(now())):
        if line.item is None and line.award and line.award.fund_id == fund:
            found[line.kind.pk] += line.quantity
    return dict(found)


def _bought(form: PurchaseForm, by: User, round_: Round, fund: Any) -> bool:
    told = {name: form.cleaned_data[name] for name in ("supplier", "number", "bought_on", "invoice_idr")}
    try:
        actions.record_purchase(by=by, at=now(), round_=round_, fund=fund, lines=form.lines, **told)
    except Unfit as wrong:
        form.blame(wrong.faults)
        return False
    if form.cleaned_data["assign"]:
        actions.assign_items(by=by, at=now(), round_=round_)
    return True


@login_required
@require_POST
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    count = actions.assign_items(by=acting(request), at=now(), round_=round_or_404(request, pk))
    messages.success(request, _("%(count)s barang dibagikan kepada penerima.") % {"count": count})
    return redirect("programmes:goods", pk=pk)


@login_required
@require_http_methods(["GET", "POST"])
def arrive(request: HttpRequest, pk: int) -> HttpResponse:
    """The goods of a purchase are taken in."""
    refuse_unless(may_read_aid(request.user))
    near = Purchase.objects.select_related("round__programme", "fund__source")
    purchase, by = get_object_or_404(near, pk=pk), acting(request)
    refuse_unless(rules.may_receive(by, purchase))
    form = ArrivalForm(request.POST or None, request.FILES or None, purchase=purchase)
    if request.method == "POST" and form.is_valid() and _arrived(form, by, purchase):
        messages.success(request, _("Penerimaan barang dicatat."))
        return redirect("programmes:goods", pk=purchase.round_id)
    context = {"purchase": purchase, "round": purchase.round, "form": form}
    return render(request, "programmes/arrive.html", context)


def _arrived(form: ArrivalForm, by: User, purchase: Purchase) -> bool:
    told, file = form.cleaned_data, form.cleaned_data["file"]
    try:
        actions.receive_goods(
            by=by,
            at=now(),
            purchase=purchase,
            arrived_on=told["arrived_on"],
            number=told["number"],
            items=form.chosen,
            file=file.read() if file else b"",
        )
    except Unfit as wrong:
        for place, sentence in wrong.faults.items():
            form.add_error(place, sentence)
    except UnusableFile as wrong:
        form.add_error("file", str(wrong))
    return form.is_valid()


@login_required
@require_GET
@never_cache
def handover_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is to receive, and who has received; on a phone the way into each handover."""
    round_, by = round_or_404(request, pk), acting(request)
    board, words = handovers.board(by, round_), request.GET.get("q", "").strip()[:100]
    found = [award for award in board if handovers.is_meant(award, words)]
    waiting = leaf([one for one in found if one.state != "delivered"], paging.number(request.GET))
    given = leaf([one for one in found if one.state == "delivered"], paging.number(request.GET, GIVEN))
    done = sum(award.state == "delivered" for award in board)
    context = head(round_, "goods") | {
        "q": words,
        "waiting": waiting,
        "waiting_pager": paging.pager(request, waiting, anchor="belum"),
        "given": given,
        "given_pager": paging.pager(request, given, GIVEN, anchor="sudah"),
        "done": done,
        "left": len(board) - done,
        "percent": 100 * done // len(board) if board else 0,
        "unprinted": unprinted(round_).count(),
        "may_issue": rules.may_issue_handovers(by, round_),
        "work": _work(round_),
        "together": files.documents_of("bast-bersama", "round", round_.pk)[:3],
    }
    return render(request, "programmes/handovers.html", context)


def _work(round_: Round) -> Work | None:
    """The papers that are being drawn now, or that failed to be."""
    job = unfinished("bast", round_)
    return (
        None
        if job is None
        else Work(
            job=job,
            asked=reverse("programmes:handover_progress", args=[round_.pk]),
            doing=_("Menerbitkan BAST"),
            stopped=_("Penerbitan BAST berhenti"),
            advice=_("Yang sudah terbit tetap ada; mengulang hanya menerbitkan sisanya."),
            again=reverse("programmes:issue_handovers", args=[round_.pk]),
        )
    )


@login_required
@require_GET
@never_cache
def handover_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The fragment that is asked for again while the job runs; when it ends the whole page is."""
    round_ = round_or_404(request, pk)
    return running.told(request, _work(round_), reverse("programmes:handovers", args=[pk]))


@login_required
@require_POST
def issue_handovers(request: HttpRequest, pk: int) -> HttpResponse:
    job = actions.ask_handovers(by=acting(request), at=now(), round_=round_or_404(request, pk))
    if job is None:
        messages.info(request, _("Semua BAST sudah terbit."))
    return redirect("programmes:handovers", pk=pk)


@login_required
@require_POST
def issue_together(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        document = actions.issue_together(by=acting(request), at=now(), round_=round_or_404(request, pk))
    except Unfit as wrong:
        messages.error(request, str(wrong))
        return redirect("programmes:handovers", pk=pk)
    return redirect("programmes:document", pk=document.pk)


@login_required
@require_http_methods(["GET", "POST"])
@never_cache
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """The phone page of one recipient: the form, and once it is done what was handed over."""
    award, by = award_or_404(request, pk), acting(request)
    if handover := Handover.objects.filter(award=award).select_related("document", "recorded_by").first():
        if request.method == "POST" and request.POST.get("form_key") != handover.form_key:
            refuse_unless(rules.may_hand_over(by, award))
        return _handed_page(request, award, handover)
    if award.origin == AwardOrigin.TRANSFER:  # its goods came by a deed
        return redirect("programmes:award", pk=pk)
    form = HandoverForm(request.POST or None, request.FILES or None, award=award, today=localdate(now()))
    if request.method == "POST" and form.is_valid() and _handed(form, by, award):
        messages.success(request, _("Barang diserahkan. Terima kasih."))
        return redirect("programmes:hand_over", pk=pk)
    context = {
        "award": award,
        "known": award.proposal.snapshot,
        "round": award.round,
        "form": form,
        "may": _may(by, award, form),
    }
    return render(request, "programmes/hand_over.html", context, status=status_of(form))


def _may(by: User, award: Award, form: HandoverForm) -> Any:
    """Everything that can be told before the form is filled in."""
    verdict = rules.may_hand_over(by, award)
    return (
        handover_in_order(award, form.goods, localdate(now()), today=localdate(now())) if verdict else verdict
    )


def _handed(form: HandoverForm, by: User, award: Award) -> bool:
    told = {name: form.cleaned_data[name] for name in ("handed_on", "place", "receiver", "form_key")}
    refuse_unless(_may(by, award, form))
    verdict = handover_in_order(award, form.goods, told["handed_on"], today=localdate(now()))
    if not verdict:
        form.add_error("handed_on", verdict.reason)
        return False
    photo, signature = (form.cleaned_data[name].read() for name in ("photo", "signature"))
    try:
        actions.hand_over(
            by=by, at=now(), award=award, serials=form.serials, photo=photo, signature=signature, **told
        )
    except Unfit as wrong:
        for place, sentence in wrong.faults.items():
            form.add_error(place, sentence)
    except UnusableFile as wrong:
        form.add_error("photo", str(wrong))
    return form.is_valid()


def _handed_page(request: HttpRequest, award: Award, handover: Handover) -> HttpResponse:
    by = acting(request)
    context = {
        "award": award,
        "known": award.proposal.snapshot,
        "handover": handover,
        "late": any(is_late(paper) for paper in award.proposal.papers.filter(kind="handover", void=False)),
        "items": handover.items.select_related("kind").order_by("kind__name", "pk"),
        "round": award.round,
        "may_issue": rules.may_issue_handover(by, handover),
        "may_cancel": rules.may_cancel_handover(by, handover, "-"),
    }
    return render(request, "programmes/handed.html", context)


def _handover_of(request: HttpRequest, pk: int) -> Handover:
    return get_object_or_404(Handover.objects.select_related("award__round"), award=award_or_404(request, pk))


@login_required
@require_POST
def issue_handover(request: HttpRequest, pk: int) -> HttpResponse:
    document = actions.issue_handover(by=acting(request), at=now(), handover=_handover_of(request, pk))
    return redirect("programmes:document", pk=document.pk)


@login_required
@require_POST
def cancel_handover(request: HttpRequest, pk: int) -> HttpResponse:
    reason = request.POST.get("reason", "")
    actions.cancel_handover(by=acting(request), at=now(), handover=_handover_of(request, pk), reason=reason)
    messages.success(request, _("Penyerahan dibatalkan; barangnya kembali menjadi tanggung jawab kantor."))
    return redirect("programmes:hand_over", pk=pk)


document = document_view(actions.open_document)
attachment = attachment_view(actions.open_attachment)
