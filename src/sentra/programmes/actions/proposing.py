"""Proposals: received with a receipt, withdrawn, refused, taken up again, brought up to date."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from sentra.base.audit.chain import record
from sentra.base.documents.actions import issue_document
from sentra.base.documents.codes import new_code
from sentra.base.documents.drawing import qr_svg
from sentra.base.documents.models import Document
from sentra.base.people.models import SubjectKey, User
from sentra.base.permissions import Unfit, refuse_unless, unfit_unless_none
from sentra.programmes.actions.planning import locked
from sentra.programmes.models import Channel, Package, Paper, Proposal, ProposalState, Round, Wish
from sentra.programmes.queries.applicants import profile_of, snapshot_of, tokens_of
from sentra.programmes.queries.proposals import RECEIPT, receipt_of
from sentra.programmes.rules import proposing as rules
from sentra.programmes.rules.papers import day
from sentra.registry.models import Business, BusinessGroup, Profile

TEMPLATE = Path(__file__).resolve().parent.parent / "documents" / "tanda_terima.typ"
PATTERN = "500.9/{sequence:04}/TT-USUL/{roman_month}/{year}"


@dataclass(frozen=True, slots=True)
class Letter:
    """The letter a proposal came with: its own number and date, as far as it has them."""

    number: str = ""
    dated_on: date | None = None


@transaction.atomic
def receive_proposal(
    *,
    by: User,
    at: datetime,
    round_: Round,
    business: Business,
    channel: str,
    received_on: date,
    need: str,
    wishes: Sequence[Package],
    group: BusinessGroup | None = None,
    letter: Letter | None = None,
    receipt: bool = True,
) -> Proposal:
    """One business asks; `wishes` are packages, the dearest first. Numbered without gaps in its round.

    Raises Unfit. `receipt`: whether the applicant's receipt is drawn at once (0.1 s); `issue_receipt` does so
    later.
    """
    round_ = locked(round_)
    profile = _profile(business)
    refuse_unless(rules.may_receive(by, round_, profile.district_id))
    letter = letter or Letter()
    faults = rules.faults_of_proposal(
        round_,
        channel=channel,
        grouped=group is not None,
        received_on=received_on,
        letter_on=letter.dated_on,
        need=need,
        wishes=wishes,
        today=localtime(at).date(),
    )
    unfit_unless_none(faults)
    refuse_unless(rules.may_propose_once(round_, profile))
    told = {"group": group, "channel": channel, "need": need.strip(), "received_on": received_on}
    proposal = _entered(round_, profile, wishes, by=by, at=at, **told)
    _note_letter(proposal, letter)
    record(by=by, at=at, act="receive_proposal", subject=proposal, new=_told(proposal, wishes))
    if receipt:
        issue_receipt(by=by, at=at, proposal=proposal)
    return proposal


def _entered(
    round_: Round, profile: Profile, wishes: Sequence[Package], *, by: User, at: datetime, **told: Any
) -> Proposal:
    """With the next number, the business as it stands today, and its wishes in their order."""
    proposal = Proposal.objects.create(
        round=round_,
        business=profile.business,
        number=_next_number(round_),
        receipt_code=new_code(),
        recorded_at=at,
        recorded_by=by,
        tokens=tokens_of(profile.business_id),
        snapshot=snapshot_of(profile),
        **told,
    )
    Wish.objects.bulk_create(
        Wish(proposal=proposal, package=package, rank=rank) for rank, package in enumerate(wishes, start=1)
    )
    return proposal


def _note_letter(proposal: Proposal, letter: Letter) -> Paper:
    """The proposal itself, as the first paper; without a letter it bears the day it was received."""
    return Paper.objects.create(
        round=proposal.round,
        proposal=proposal,
        kind="proposal",
        number=letter.number.strip(),
        dated_on=letter.dated_on or proposal.received_on,
        recorded_at=proposal.recorded_at,
        recorded_by=proposal.recorded_by,
    )


def _profile(business: Business) -> Profile:
    """What the register shows of it, read through the one it was merged into. Raises Unfit."""
    try:
        return profile_of(business.canonical_id or business.pk)
    except Profile.DoesNotExist:
        words = _("Usaha nomor %(pk)s tidak ada di buku induk.")
        raise Unfit({"business": words % {"pk": business.pk}}) from None


def _next_number(round_: Round) -> str:
    """`KNALPOT-20-0007`; the round is held, so nobody takes the same one."""
    last = round_.proposals.order_by("-pk").values_list("number", flat=True).first()
    return f"{round_.code}-{int(last.rpartition('-')[2]) + 1 if last else 1:04}"


def _told(proposal: Proposal, wishes: Sequence[Package]) -> dict[str, Any]:
    """As the audit keeps it: no name, no number of a person."""
    return {
        "number": proposal.number,
        "business": proposal.business_id,
        "group": proposal.group_id,
        "channel": proposal.channel,
        "received_on": proposal.received_on,
        "wishes": [package.pk for package in wishes],
    }


@transaction.atomic
def receive_group(
    *,
    by: User,
    at: datetime,
    round_: Round,
    group: BusinessGroup,
    members: Sequence[Business],
    received_on: date,
    need: str,
    wishes: Sequence[Package],
    letter: Letter | None = None,
    receipt: bool = True,
) -> list[Proposal]:
    """A group's letter: one proposal for each of its members, or none when one of them cannot propose.

    Raises Unfit; `member_3` names the third of `members`.
    """
    unfit_unless_none(_faults_of_members(members))
    found = []
    for place, member in enumerate(members, start=1):
        try:
            found.append(
                receive_proposal(
                    by=by,
                    at=at,
                    round_=round_,
                    business=member,
                    channel=Channel.GROUP,
                    received_on=received_on,
                    need=need,
                    wishes=wishes,
                    group=group,
                    letter=letter,
                    receipt=receipt,
                )
            )
        except Unfit as wrong:
            if "business" not in wrong.faults:
                raise
            raise Unfit({f"member_{place}": wrong.faults["business"]}) from wrong
    return found


def _faults_of_members(members: Sequence[Business]) -> dict[str, str]:
    """At least one, and nobody twice, under whatever name they were merged."""
    known = [member.canonical_id or member.pk for member in members]
    twice = _("Anggota ini disebut dua kali.")
    found = {
        f"member_{place}": twice for place, one in enumerate(known, start=1) if one in known[: place - 1]
    }
    return found if known else {"members": _("Pilih anggota yang mengusulkan.")}


@transaction.atomic
def issue_receipt(*, by: User, at: datetime, proposal: Proposal) -> Document:
    """The applicant's receipt, with the code that answers "where is my proposal?"; drawn once."""
    refuse_unless(rules.may_issue_receipt(by, proposal))
    drawn = receipt_of(proposal)
    if drawn:
        return drawn
    with translation.override("id"):  # documents are Indonesian, whoever asks for them
        data = printed(proposal)
    return issue_document(
        by=by,
        at=at,
        kind=RECEIPT,
        title="Tanda Terima Usulan",
        template=TEMPLATE,
        data=data,
        subject=proposal,
        pattern=PATTERN,
        key=key_of(proposal),
    )


def key_of(proposal: Proposal) -> SubjectKey | None:
    """The owner's key, so that papers go when the owner is forgotten; None once they are forgotten."""
    profile = profile_of(proposal.business.canonical_id or proposal.business_id)
    return profile.record.subject if profile.record.subject.wrapped is not None else None


def printed(proposal: Proposal) -> dict[str, Any]:
    """What the receipt says, as `tanda_terima.typ` wants it."""
    snapshot = proposal.snapshot
    address = f"{settings.PUBLIC_BASE_URL}/usulan/{proposal.receipt_code}/"
    place = ", ".join(name for name in (snapshot["village_name"], snapshot["district_name"]) if name)
    wishes = proposal.wishes.select_related("package").order_by("rank")
    rows = [
        ("Nomor usulan", proposal.number),
        ("Putaran", proposal.round.title),
        ("Usaha", snapshot["business_name"]),
        ("Pemilik", snapshot["owner_name"]),
        ("Tempat", place),
        ("Kelompok", proposal.group.name if proposal.group else ""),
        ("Diterima", day(proposal.received_on)),
        ("Penerimaan ditutup", day(proposal.round.closes_on)),
    ]
    return {
        "rows": rows,
        "wishes": [wish.package.title for wish in wishes],
        "code": proposal.receipt_code,
        "address": address,
        "qr": qr_svg(address),
    }


@transaction.atomic
def withdraw_proposal(*, by: User, at: datetime, proposal: Proposal, reason: str) -> Proposal:
    """The applicant takes it back; another one may follow. Raises Unfit without a reason."""
    proposal = held(proposal)
    refuse_unless(rules.may_withdraw(by, proposal))
    return _ended(by, at, "withdraw_proposal", proposal, ProposalState.WITHDRAWN, reason)


@transaction.atomic
def refuse_proposal(*, by: User, at: datetime, proposal: Proposal, reason: str) -> Proposal:
    """It takes no further part; the reason is what the applicant is told. Raises Unfit without one."""
    proposal = held(proposal)
    refuse_unless(rules.may_refuse(by, proposal))
    return _ended(by, at, "refuse_proposal", proposal, ProposalState.REFUSED, reason)


def _ended(by: User, at: datetime, act: str, proposal: Proposal, state: str, reason: str) -> Proposal:
    unfit_unless_none({"reason": rules.fault_of_reason(reason)})
    return moved(by=by, at=at, act=act, proposal=proposal, state=state, told=reason.strip())


@transaction.atomic
def take_up_again(*, by: User, at: datetime, proposal: Proposal, reason: str) -> Proposal:
    """A refusal was a mistake: back to where its papers and visits put it. Raises Unfit without a reason."""
    proposal = held(proposal)
    refuse_unless(rules.may_take_up_again(by, proposal))
    unfit_unless_none({"reason": rules.fault_of_reason(reason)})
    state, said = _reached(proposal), reason.strip()
    return moved(by=by, at=at, act="take_up_again", proposal=proposal, state=state, reason=said)


def _reached(proposal: Proposal) -> str:
    if proposal.visits.exists():
        return ProposalState.VISITED
    checked = proposal.papers.filter(kind="document_check", void=False).exists()
    return ProposalState.CHECKED if checked else ProposalState.RECEIVED


@transaction.atomic
def refresh_snapshot(*, by: User, at: datetime, proposal: Proposal) -> Proposal:
    """Takes over what the register says now; the business as decided upon is fixed by freezing."""
    proposal = held(proposal)
    refuse_unless(rules.may_refresh(by, proposal))
    profile = _profile(proposal.business)
    old = proposal.snapshot.get("profile")
    proposal.snapshot, proposal.tokens = snapshot_of(profile), tokens_of(profile.business_id)
    proposal.save(update_fields=["snapshot", "tokens"])
    new = {"profile": profile.pk}
    record(by=by, at=at, act="refresh_snapshot", subject=proposal, old={"profile": old}, new=new)
    return proposal


def held(proposal: Proposal) -> Proposal:
    """The proposal as it stands now. Its round is held first, as by everybody who changes it, then itself."""
    round_ = locked(proposal.round)
    now = Proposal.objects.select_for_update(of=("self",)).select_related("business").get(pk=proposal.pk)
    now.round = round_
    return now


def moved(
    *, by: User, at: datetime, act: str, proposal: Proposal, state: str, told: str = "", reason: str = ""
) -> Proposal:
    """Into another state, on record. `told` stands on the proposal as its reason, `reason` on record only."""
    old, proposal.state, proposal.reason = proposal.state, state, told
    proposal.save(update_fields=["state", "reason"])
    new = {"state": state}
    record(by=by, at=at, act=act, subject=proposal, old={"state": old}, new=new, reason=told or reason)
    return proposal
