"""Papers and visits: what was brought, whether it is complete, what was seen at the workshop."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from sentra.base.audit.chain import record
from sentra.base.documents.attaching import attach
from sentra.base.documents.models import Attachment, Document
from sentra.base.people.models import User
from sentra.base.permissions import Unfit, refuse_unless, unfit_unless_none
from sentra.programmes.actions.planning import locked
from sentra.programmes.actions.proposing import held, key_of, moved
from sentra.programmes.catalogue.papers import BY_KEY as PAPERS
from sentra.programmes.models import Paper, Proposal, ProposalState, Round, Visit
from sentra.programmes.queries.ordering import missing_papers, paper_in_order
from sentra.programmes.rules import papers as paper_rules
from sentra.programmes.rules import proposing as rules


@dataclass(frozen=True, slots=True)
class File:
    """A photo or scan as it was brought."""

    name: str
    data: bytes


@transaction.atomic
def record_paper(
    *,
    by: User,
    at: datetime,
    round_: Round,
    kind: str,
    dated_on: date,
    proposal: Proposal | None = None,
    number: str = "",
    file: File | None = None,
    document: Document | None = None,
    note: str = "",
) -> Paper:
    """A paper with the date it bears; `document` was issued here, `file` was brought.

    Raises Unfit for an unknown kind, UnusableFile; OutOfTurn when its date is out of order.
    """
    if kind not in PAPERS:
        raise Unfit({"kind": _("Jenis berkas ini tidak dikenal.")})
    round_ = locked(round_)
    district = proposal.snapshot.get("district") if proposal else None
    refuse_unless(paper_rules.may_record_paper(by, round_, district))
    refuse_unless(paper_in_order(kind, dated_on, round_, proposal, at))
    paper = Paper.objects.create(
        round=round_,
        proposal=proposal,
        kind=kind,
        number=number.strip()[:100],
        dated_on=dated_on,
        recorded_at=at,
        recorded_by=by,
        document=document,
        file=_stored(by, at, file, proposal) if file else None,
        note=note.strip()[:300],
    )
    told = {"paper": paper.pk, "kind": kind, "number": paper.number, "dated_on": dated_on}
    record(by=by, at=at, act="record_paper", subject=proposal or round_, new=told)
    return paper


def _stored(by: User, at: datetime, file: File, proposal: Proposal | None) -> Attachment:
    key = key_of(proposal) if proposal else None
    return attach(by=by, at=at, name=file.name, data=file.data, key=key)


@transaction.atomic
def void_paper(*, by: User, at: datetime, paper: Paper, reason: str) -> Paper:
    """A paper that does not count any more; it stays readable. Raises Unfit without a reason."""
    locked(paper.round)
    paper = Paper.objects.select_for_update(of=("self",)).select_related("round", "proposal").get(pk=paper.pk)
    district = paper.proposal.snapshot.get("district") if paper.proposal else None
    refuse_unless(paper_rules.may_void_paper(by, paper, district))
    unfit_unless_none({"reason": rules.fault_of_reason(reason)})
    paper.void = True
    paper.save(update_fields=["void"])
    told = {"paper": paper.pk, "kind": paper.kind}
    record(by=by, at=at, act="void_paper", subject=paper.proposal or paper.round, old=told, reason=reason)
    return paper


@transaction.atomic
def decide_documents(
    *,
    by: User,
    at: datetime,
    proposal: Proposal,
    complete: bool,
    checked_on: date | None = None,
    missing: Sequence[str] = (),
    reason: str = "",
) -> Proposal:
    """The papers are complete, or what is missing is told. `checked_on`: today in local time when None.

    Raises Unfit when complete is said although a paper the instrument asks for is not there, and when
    nothing is named as missing.
    """
    proposal = held(proposal)
    refuse_unless(rules.may_decide_documents(by, proposal))
    on = checked_on or localtime(at).date()
    absent = missing_papers(proposal)
    if complete and absent:
        raise Unfit({"missing": _("Belum ada: %(papers)s.") % {"papers": _named(absent)}})
    refuse_unless(paper_in_order("document_check", on, proposal.round, proposal, at))
    proposal.papers.filter(kind="document_check", void=False).update(void=True)  # the last check counts
    if not complete:
        told = _what_is_missing([*missing, *absent], reason)
        state = ProposalState.INCOMPLETE
        return moved(by=by, at=at, act="return_documents", proposal=proposal, state=state, told=told)
    _written(by, at, proposal, "document_check", on)
    state = ProposalState.CHECKED
    return moved(by=by, at=at, act="accept_documents", proposal=proposal, state=state, reason=reason.strip())


def _what_is_missing(kinds: Sequence[str], reason: str) -> str:
    unknown = [kind for kind in kinds if kind not in PAPERS]
    nothing = not kinds and not reason.strip()
    unfit_unless_none(
        {
            "missing": _("Jenis berkas ini tidak dikenal.") if unknown else "",
            "reason": _("Sebutkan apa yang kurang.") if nothing else rules.fault_of_length(reason),
        }
    )
    told = _("Belum ada: %(papers)s.") % {"papers": _named(kinds)} if kinds else ""
    return f"{told} {reason.strip()}".strip()


def _named(kinds: Sequence[str]) -> str:
    return ", ".join(str(PAPERS[kind].label) for kind in dict.fromkeys(kinds))


def _written(
    by: User, at: datetime, proposal: Proposal, kind: str, on: date, file: Attachment | None = None
) -> None:
    """The paper that an act of ours is; the act itself is what the audit tells."""
    about = {"round": proposal.round, "proposal": proposal, "kind": kind, "dated_on": on, "file": file}
    Paper.objects.create(**about, recorded_at=at, recorded_by=by)


@transaction.atomic
def record_visit(
    *,
    by: User,
    at: datetime,
    proposal: Proposal,
    visited_on: date,
    checklist: Mapping[str, str],
    fit: bool,
    form_key: str,
    note: str = "",
    point: tuple[float, float] | None = None,
    photo: File | None = None,
) -> Visit:
    """What was seen at the applicant's own place; `point` is (latitude, longitude) in degrees.

    A form sent twice (same `form_key`) is one visit: the second answer is the first one's. Raises Unfit,
    UnusableFile; OutOfTurn when the date is out of order.
    """
    proposal = held(proposal)
    sent = Visit.objects.filter(form_key=form_key).first()
    if sent:
        return _same(sent, proposal)
    refuse_unless(rules.may_visit(by, proposal))
    today = localtime(at).date()
    faults = rules.faults_of_visit(
        visited_on=visited_on, checklist=checklist, note=note, point=point, today=today
    )
    unfit_unless_none(faults)
    refuse_unless(paper_in_order("visit", visited_on, proposal.round, proposal, at))
    latitude, longitude = point or (None, None)
    visit = Visit.objects.create(
        proposal=proposal,
        visited_on=visited_on,
        recorded_at=at,
        recorded_by=by,
        latitude=latitude,
        longitude=longitude,
        checklist=dict(checklist),
        fit=fit,
        note=note.strip(),
        photo=_stored(by, at, photo, proposal) if photo else None,
        form_key=form_key,
    )
    _written(by, at, proposal, "visit", visited_on, visit.photo)
    new = {"visited_on": visited_on, "checklist": visit.checklist, "fit": fit, "photo": bool(photo)}
    record(by=by, at=at, act="record_visit", subject=proposal, new=new)
    if proposal.state != ProposalState.VISITED:
        moved(by=by, at=at, act="mark_visited", proposal=proposal, state=ProposalState.VISITED)
    return visit


def _same(sent: Visit, proposal: Proposal) -> Visit:
    if sent.proposal_id != proposal.pk:
        raise Unfit({"form_key": _("Lembar ini sudah dipakai untuk usulan lain. Buka lembar baru.")})
    return sent
