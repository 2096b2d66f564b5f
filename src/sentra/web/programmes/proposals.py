"""Proposals: the list, receiving one or a group's, the page of one, and what is done on it."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from sentra.base.permissions import refuse_unless
from sentra.base.values import now
from sentra.programmes import actions
from sentra.programmes.actions import File, Unfit, UnusableFile
from sentra.programmes.catalogue.papers import BY_KEY as PAPERS
from sentra.programmes.models import Proposal, ProposalState, Round
from sentra.programmes.queries import proposals as queries
from sentra.programmes.queries.files import documents_about
from sentra.programmes.queries.ordering import paper_in_order
from sentra.programmes.queries.proposals import receipt_of
from sentra.programmes.queries.rounds import counts_of
from sentra.programmes.rules import papers as paper_rules
from sentra.programmes.rules import proposing as rules
from sentra.web import paging
from sentra.web.asking import acting
from sentra.web.forms import WRONG, told
from sentra.web.programmes import board, findings
from sentra.web.programmes.forms import DocumentsForm, PaperForm
from sentra.web.programmes.named import proposal_or_404, round_or_404
from sentra.web.programmes.rounds import attempt

# The way of a proposal, as its page shows it.
WAY = (
    (ProposalState.RECEIVED, ProposalState.INCOMPLETE),
    (ProposalState.CHECKED,),
    (ProposalState.VISITED,),
    (ProposalState.FROZEN,),
    (ProposalState.AWARDED, ProposalState.WAITING, ProposalState.UNSUCCESSFUL),
)
EXPLAINED = (*WAY[-1], ProposalState.DECLINED)  # those whose outcome has a sheet of reasons


@login_required
@require_GET
def proposal_list(request: HttpRequest, pk: int) -> HttpResponse:
    round_ = round_or_404(request, pk)
    filters = _wanted(request)
    after, before = (paging.number(request.GET, name, otherwise=0) for name in ("sesudah", "sebelum"))
    found = queries.page(request.user, round_, filters, after=after, before=before)
    facts = board.head(round_, "proposals") | {
        "page": found,
        "filters": filters,
        "states": _state_choices(request, round_),
        "districts": queries.districts_of(request.user, round_),
        "packages": round_.packages.order_by("pk"),
        "tones": board.TONES,
        "next_url": found.after and _address(round_, filters, sesudah=found.after),
        "previous_url": found.before and _address(round_, filters, sebelum=found.before),
        "may_receive": rules.may_receive(request.user, round_, _own_district(request)),
    }
    return render(request, "programmes/proposals.html", facts)


def _wanted(request: HttpRequest) -> queries.Filters:
    names = {"q": "q", "status": "state", "kec": "district", "paket": "package"}
    said = {name: request.GET.get(word, "").strip()[:100] for word, name in names.items()}
    return queries.Filters(**said)


def _address(round_: Round, filters: queries.Filters, **position: int) -> str:
    said = {"q": filters.q, "status": filters.state, "kec": filters.district, "paket": filters.package}
    query = {name: value for name, value in said.items() if value} | position
    return f"{reverse('programmes:proposals', args=[round_.pk])}?{urlencode(query)}"


def _state_choices(request: HttpRequest, round_: Round) -> list[tuple[str, str, int]]:
    counts = counts_of(request.user, round_)
    return [(state.value, str(state.label), counts[state]) for state in ProposalState if counts.get(state)]


def _own_district(request: HttpRequest) -> str | None:
    return getattr(request.user, "district_code", "") or None


@login_required
@require_GET
def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """One proposal: where it stands, what was found, its papers, its visits and its points."""
    return show(request, pk)


def show(
    request: HttpRequest, pk: int, *, paper: PaperForm | None = None, documents: DocumentsForm | None = None
) -> HttpResponse:
    try:
        shown = queries.proposal_shown(request.user, pk)
    except Proposal.DoesNotExist as missing:
        raise Http404 from missing
    today = localtime(now()).date()
    one, by = shown.proposal, request.user
    district = one.snapshot.get("district")
    facts = (
        board.head(one.round, "proposals")
        | findings.facts(by, one, shown.findings)
        | {
            "shown": shown,
            "proposal": one,
            "tone": board.TONES[ProposalState(one.state)],
            "steps": _steps(one),
            "missing": [PAPERS[kind].label for kind in shown.missing],
            "instrument": board.instrument_of(one.round.programme),
            "receipt": receipt_of(one),
            "documents": documents_about(one),
            "award": one.awards.order_by("pk").last(),
            "explained": one.state in EXPLAINED,
            "paper_form": paper or PaperForm(initial={"dated_on": today}, prefix="berkas"),
            "documents_form": documents or DocumentsForm(initial={"checked_on": today}, prefix="periksa"),
            "may_record_paper": paper_rules.may_record_paper(by, one.round, district),
            "voidable": {
                line.paper.pk for line in shown.papers if paper_rules.may_void_paper(by, line.paper, district)
            },
            "may_decide_documents": rules.may_decide_documents(by, one),
            "may_visit": rules.may_visit(by, one),
            "may_withdraw": rules.may_withdraw(by, one),
            "may_refuse": rules.may_refuse(by, one),
            "may_refresh": rules.may_refresh(by, one),
            "may_take_up_again": rules.may_take_up_again(by, one),
            "may_issue_receipt": rules.may_issue_receipt(by, one),
        }
    )
    return render(request, "programmes/proposal.html", facts, status=WRONG if paper or documents else 200)


def _steps(one: Proposal) -> list[tuple[str, str]]:
    """For parts/steps.html. Who was refused or withdrew has no current step: a notice tells it."""
    at = next((place for place, states in enumerate(WAY) if one.state in states), -1)
    return [(_words(one, place, at), _mark(place, at)) for place in range(len(WAY))]


def _words(one: Proposal, place: int, at: int) -> str:
    if place == at:
        return str(ProposalState(one.state).label)
    return _("Diputus") if place == len(WAY) - 1 else str(WAY[place][0].label)


def _mark(place: int, at: int) -> str:
    return "done" if place < at else "current" if place == at else ""


@login_required
@require_POST
def record_paper(request: HttpRequest, pk: int) -> HttpResponse:
    one = proposal_or_404(request, pk)
    refuse_unless(paper_rules.may_record_paper(request.user, one.round, one.snapshot.get("district")))
    form = PaperForm(request.POST, request.FILES, prefix="berkas")
    if form.is_valid():
        said = form.cleaned_data
        verdict = paper_in_order(said["kind"], said["dated_on"], one.round, one, now())
        if not verdict:
            form.add_error("dated_on", verdict.reason)
            return show(request, pk, paper=form)
        try:
            actions.record_paper(
                by=acting(request),
                at=now(),
                round_=one.round,
                proposal=one,
                kind=said["kind"],
                dated_on=said["dated_on"],
                number=said["number"],
                note=said["note"],
                file=brought(said["file"]),
            )
            messages.success(request, _("Berkas dicatat."))
            return redirect("programmes:proposal", pk)
        except UnusableFile as wrong:
            form.add_error("file", str(wrong))
    return show(request, pk, paper=form)


def brought(file: Any) -> File | None:
    return File(file.name, file.read()) if file else None


@login_required
@require_POST
def void_paper(request: HttpRequest, pk: int, paper: int) -> HttpResponse:
    found = proposal_or_404(request, pk).papers.select_related("round", "proposal").filter(pk=paper).first()
    if found is None:
        raise Http404
    done = _("Berkas dibatalkan; catatannya tetap terbaca.")
    told_ = {"paper": found, "reason": request.POST.get("reason", "")}
    return attempt(request, actions.void_paper, "programmes:proposal", pk, done, **told_)


@login_required
@require_POST
def decide_documents(request: HttpRequest, pk: int) -> HttpResponse:
    one = proposal_or_404(request, pk)
    refuse_unless(rules.may_decide_documents(request.user, one))
    form = DocumentsForm(request.POST, prefix="periksa")
    if form.is_valid():
        said = form.cleaned_data
        verdict = paper_in_order("document_check", said["checked_on"], one.round, one, now())
        if not verdict:
            form.add_error("checked_on", verdict.reason)
            return show(request, pk, documents=form)
        try:
            actions.decide_documents(
                by=acting(request),
                at=now(),
                proposal=one,
                complete=said["complete"] == "yes",
                checked_on=said["checked_on"],
                reason=said["reason"],
            )
            messages.success(request, _("Hasil pemeriksaan dicatat."))
            return redirect("programmes:proposal", pk)
        except Unfit as wrong:
            told(form, wrong.faults)
    return show(request, pk, documents=form)


@login_required
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    return _ended(request, pk, actions.withdraw_proposal, _("Usulan ditarik."))


@login_required
@require_POST
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    return _ended(request, pk, actions.refuse_proposal, _("Usulan ditolak."))


@login_required
@require_POST
def take_up_again(request: HttpRequest, pk: int) -> HttpResponse:
    return _ended(request, pk, actions.take_up_again, _("Usulan diperiksa kembali."))


def _ended(request: HttpRequest, pk: int, action: Any, done: str) -> HttpResponse:
    told_ = {"proposal": proposal_or_404(request, pk), "reason": request.POST.get("reason", "")}
    return attempt(request, action, "programmes:proposal", pk, done, **told_)


@login_required
@require_POST
def refresh(request: HttpRequest, pk: int) -> HttpResponse:
    about = proposal_or_404(request, pk)
    done = _("Data usaha disalin ulang dari buku induk.")
    return attempt(request, actions.refresh_snapshot, "programmes:proposal", pk, done, proposal=about)


@login_required
@require_POST
def issue_receipt(request: HttpRequest, pk: int) -> HttpResponse:
    one = proposal_or_404(request, pk)
    drawn = actions.issue_receipt(by=acting(request), at=now(), proposal=one)
    return redirect("programmes:document", drawn.pk)
