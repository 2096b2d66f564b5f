"""What applicants are held against: outside lists, the committee, findings let pass; and published totals."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sentra.base.people.models import User
from sentra.base.permissions import refuse_unless
from sentra.base.values import now
from sentra.programmes import actions
from sentra.programmes.actions import Unfit, UnreadableList
from sentra.programmes.models import OutsideList, PublishedTotal, Round, Seat
from sentra.programmes.queries import committee
from sentra.programmes.rules import findings as rules
from sentra.programmes.rules.roles import may_prepare, may_read_aid
from sentra.programmes.rules.totals import may_record_total
from sentra.web.asking import acting
from sentra.web.forms import status_of, told
from sentra.web.programmes import board
from sentra.web.programmes.forms import FundForm, RoundForm
from sentra.web.programmes.named import programme_or_404, proposal_or_404, round_or_404
from sentra.web.programmes.rounds import (
    attempt,
    programme_page,
)
from sentra.web.programmes.screening_forms import DeclarationForm, OutsideListForm, TotalForm


@login_required
@require_http_methods(["GET", "POST"])
def outside_lists(request: HttpRequest) -> HttpResponse:
    """Every list with what could be read of it; a new one is read here and not kept."""
    refuse_unless(may_read_aid(request.user))
    form = OutsideListForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        refuse_unless(rules.may_keep_lists(request.user))
        if form.is_valid() and _received(request, form):
            return redirect("programmes:outside_lists")
    facts = {
        "lists": OutsideList.objects.select_related("recorded_by").order_by("-in_effect", "-as_of", "-pk"),
        "form": form,
        "may_keep": rules.may_keep_lists(request.user),
    }
    return render(request, "programmes/outside_lists.html", facts, status=status_of(form))


def _received(request: HttpRequest, form: OutsideListForm) -> bool:
    """Whether the list stands now; if not, the form says why."""
    said, file = form.cleaned_data, form.cleaned_data["file"]
    told_ = {name: said[name] for name in ("kind", "title", "as_of")}
    try:
        made = actions.receive_outside_list(
            by=acting(request), at=now(), file_name=file.name, data=file.read(), **told_
        )
    except Unfit as wrong:
        told(form, wrong.faults)
        return False
    except UnreadableList as wrong:
        form.add_error("file", str(wrong))
        return False
    words = _("%(rows)s baris dibaca; berkasnya tidak disimpan.") % {"rows": made.rows - made.unread}
    messages.success(request, words)
    return True


@login_required
@require_POST
def withdraw_list(request: HttpRequest, pk: int) -> HttpResponse:
    refuse_unless(rules.may_keep_lists(request.user))
    outside = OutsideList.objects.filter(pk=pk).first()
    if outside is None:
        raise Http404
    reason = request.POST.get("reason", "")
    actions.withdraw_outside_list(by=acting(request), at=now(), outside=outside, reason=reason)
    messages.success(request, _("Daftar ditarik; tidak lagi dibandingkan."))
    return redirect("programmes:outside_lists")


@login_required
@require_GET
def committee_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Who decides, what they declared of themselves, and what they keep out of."""
    return _committee(request, round_or_404(request, pk), DeclarationForm())


def _committee(request: HttpRequest, round_: Round, form: DeclarationForm) -> HttpResponse:
    by = acting(request)
    facts = board.head(round_, "committee") | {
        "seats": committee.seats_of(round_),
        "people": committee.members_to_name(round_),
        "recusals": committee.recusals_of(round_, by),
        "own": committee.seat_of(by, round_),
        "form": form,
        "may_seat": rules.may_seat(by, round_.state),
    }
    return render(request, "programmes/committee.html", facts, status=status_of(form))


@login_required
@require_POST
def seat_member(request: HttpRequest, pk: int) -> HttpResponse:
    round_ = round_or_404(request, pk)
    refuse_unless(rules.may_seat(request.user, round_.state))
    chosen = request.POST.get("member", "")
    member = User.objects.filter(pk=int(chosen) if chosen.isdecimal() and len(chosen) < 10 else 0).first()
    if member is None:
        messages.error(request, _("Pilih orangnya."))
        return redirect("programmes:committee", pk)
    done = _("%(name)s menjadi anggota panitia.") % {"name": member.name}
    return attempt(
        request, actions.seat_member, "programmes:committee", pk, done, round_=round_, member=member
    )


@login_required
@require_POST
def unseat_member(request: HttpRequest, pk: int) -> HttpResponse:
    """`pk` is that of the seat."""
    refuse_unless(may_prepare(request.user))
    seat = Seat.objects.select_related("round", "member").filter(pk=pk).first()
    if seat is None:
        raise Http404
    done = _("%(name)s bukan lagi anggota panitia.") % {"name": seat.member.name}
    reason = request.POST.get("reason", "")
    return attempt(
        request,
        actions.unseat_member,
        "programmes:committee",
        seat.round_id,
        done,
        seat=seat,
        reason=reason,
    )


@login_required
@require_POST
def declare(request: HttpRequest, pk: int) -> HttpResponse:
    """A member's own numbers: nobody declares for somebody else."""
    round_ = round_or_404(request, pk)
    form = DeclarationForm(request.POST)
    if form.is_valid():
        try:
            actions.declare_numbers(
                by=acting(request),
                at=now(),
                round_=round_,
                numbers=form.numbers,
                village=form.cleaned_data["village"],
                address=form.whole_address,
            )
            messages.success(request, _("Pernyataan disimpan sebagai sandi; angkanya tidak disimpan."))
            return redirect("programmes:committee", pk)
        except Unfit as wrong:
            told(form, wrong.faults)
        except actions.UnknownMember as wrong:
            messages.error(request, str(wrong))
            return redirect("programmes:committee", pk)
    return _committee(request, round_, form)


@login_required
@require_POST
def recuse(request: HttpRequest, pk: int) -> HttpResponse:
    one, reason = proposal_or_404(request, pk), request.POST.get("reason", "")
    done = _("Pengunduran diri Anda dicatat.")
    return attempt(
        request, actions.declare_recusal, "programmes:proposal", pk, done, proposal=one, reason=reason
    )


@login_required
@require_POST
def waive(request: HttpRequest, pk: int) -> HttpResponse:
    said: dict[str, Any] = {name: request.POST.get(name, "") for name in ("finding", "reason")}
    one, done = proposal_or_404(request, pk), _("Temuan dikesampingkan; alasannya tetap terbaca.")
    return attempt(request, actions.waive_finding, "programmes:proposal", pk, done, proposal=one, **said)


@login_required
@require_POST
def record_total(request: HttpRequest, pk: int) -> HttpResponse:
    shown = programme_or_404(request, pk)
    refuse_unless(may_record_total(request.user))
    form = TotalForm(request.POST)
    if form.is_valid():
        try:
            actions.record_total(by=acting(request), at=now(), programme=shown, **form.cleaned_data)
            messages.success(request, _("Angka dicatat."))
            return redirect("programmes:programme", pk)
        except Unfit as wrong:
            told(form, wrong.faults)
    return programme_page(request, shown, FundForm(), RoundForm(), form)


@login_required
@require_POST
def remove_total(request: HttpRequest, pk: int) -> HttpResponse:
    refuse_unless(may_record_total(request.user))
    total = PublishedTotal.objects.filter(pk=pk).first()
    if total is None:
        raise Http404
    reason, programme = request.POST.get("reason", ""), total.programme_id
    done = _("Angka dihapus dari halaman; jejaknya tetap.")
    return attempt(
        request, actions.remove_total, "programmes:programme", programme, done, total=total, reason=reason
    )
