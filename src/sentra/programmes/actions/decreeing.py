"""The decree, and the agreements and pacts under it."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from sentra.base.audit.chain import record
from sentra.base.documents.actions import issue_document
from sentra.base.documents.models import Document
from sentra.base.jobs.models import Job
from sentra.base.jobs.progress import Progress
from sentra.base.jobs.queue import enqueue, job
from sentra.base.people.models import User
from sentra.base.permissions import Refused, refuse_unless
from sentra.programmes.actions.planning import locked
from sentra.programmes.catalogue.instruments import BY_KEY as INSTRUMENTS
from sentra.programmes.models import (
    Award,
    AwardState,
    Paper,
    Proposal,
    Round,
    RoundState,
)
from sentra.programmes.queries.awards import agreement_data, decree_data, pact_data
from sentra.programmes.queries.papers import beside
from sentra.programmes.rules import deciding as rules
from sentra.programmes.rules.papers import chronology
from sentra.programmes.rules.roles import may_record

FOLDER = Path(__file__).resolve().parent.parent / "documents"
DECREE = "500.9/{sequence:03}/SK/{roman_month}/{year}"
AGREEMENT = "500.9/{sequence:04}/NPHD/{roman_month}/{year}"
PACT = "500.9/{sequence:04}/PAKTA/{roman_month}/{year}"


class NothingToDecree(ValueError):
    """Every award of the round stands in a decree already."""


class PaperMissing(ValueError):
    """A paper that has to come first is not there."""


class NotSigned(ValueError):
    """Somebody who is said to have signed on a day cannot have: nobody of that day is recorded."""


@transaction.atomic
def issue_decree(*, by: User, at: datetime, round_: Round, place: str) -> Document:
    """The decree over all awards that none covers yet: the first one, or one for those who moved up.

    Its annex shows each business as it was decided upon. Raises NothingToDecree.
    """
    round_ = locked(round_)
    refuse_unless(rules.may_decree(by, round_))
    new = _awards(round_).filter(state=AwardState.PROPOSED)
    if not new:
        raise NothingToDecree(_("Tidak ada bantuan yang belum ditetapkan."))
    today = timezone.localtime(at).date()
    # Goods of the first decree may have come already; those who moved up are decreed after that.
    around = round_.papers.filter(proposal=None).exclude(kind="goods_receipt")
    refuse_unless(chronology("decree", today, around, today=today))
    decree = issue_document(
        by=by,
        at=at,
        kind="sk-penerima",
        title=f"SK Penetapan Penerima {round_.title}",
        template=FOLDER / "sk.typ",
        data=decree_data(round_, list(new), by=by, on=today, place=place),
        subject=round_,
        pattern=DECREE,
    )
    _paper(round_, "decree", decree, by=by, at=at, on=today)
    told = {"number": decree.number, "awards": len(new), "value_idr": sum(award.value_idr for award in new)}
    new.update(state=AwardState.DECREED)
    if round_.state == RoundState.PLANNED:
        round_.state = RoundState.DECREED
        round_.save(update_fields=["state"])
    record(by=by, at=at, act="issue_decree", subject=round_, new=told)
    return decree


@transaction.atomic
def ask_agreements(*, by: User, at: datetime, round_: Round) -> Job | None:
    """Puts the agreements and pacts of all decreed awards into the queue; None when there are no such."""
    refuse_unless(rules.may_agree(by, round_))
    last = round_.awards.filter(state=AwardState.DECREED).order_by("pk").last()
    if last is None:
        return None
    key = f"perjanjian-{round_.pk}-{last.pk}"
    return enqueue(issue_agreements, by=by, at=at, key=key, round_id=round_.pk)


@job
def issue_agreements(*, by: User, at: datetime, progress: Progress, round_id: int) -> dict[str, Any]:
    """One award after the other, each in a transaction of its own; who has their papers is passed."""
    round_ = Round.objects.select_related("programme").get(pk=round_id)
    refuse_unless(rules.may_agree(by, round_))
    awards = list(_awards(round_).filter(state=AwardState.DECREED))
    issued = 0
    for count, award in enumerate(awards):
        progress.tell(count, len(awards), gettext_noop("Menerbitkan perjanjian"))
        with transaction.atomic():
            progress.confirm()
            issued += _agreements(award, by=by, at=at)
    return {"issued": issued}


def _agreements(award: Award, *, by: User, at: datetime) -> int:
    """How many were made out; none for somebody who stepped back meanwhile."""
    award = held(award)
    if award.state != AwardState.DECREED:
        return 0
    asked = INSTRUMENTS[award.round.programme.instrument].awarded
    there = set(award.proposal.papers.filter(void=False).values_list("kind", flat=True))
    missing = [kind for kind in ("agreement", "pact") if kind in asked and kind not in there]
    for kind in missing:
        document = _issue(award, kind, by=by, at=at)
        on = timezone.localtime(at).date()
        _paper(award.round, kind, document, by=by, at=at, on=on, proposal=award.proposal)
    return len(missing)


def _issue(award: Award, kind: str, *, by: User, at: datetime) -> Document:
    on = timezone.localtime(at).date()
    agreement = kind == "agreement"
    with translation.override("id"):
        data = agreement_data(award, by=by, on=on) if agreement else pact_data(award, on=on)
    return issue_document(
        by=by,
        at=at,
        kind="nphd" if agreement else "pakta-integritas",
        title="Naskah Perjanjian Hibah Daerah" if agreement else "Pakta Integritas",
        template=FOLDER / ("nphd.typ" if agreement else "pakta.typ"),
        data=data,
        subject=award.proposal,
        pattern=AGREEMENT if agreement else PACT,
    )


@transaction.atomic
def sign_agreement(*, by: User, at: datetime, award: Award, signed_on: date) -> Award:
    """The recipient has signed what the instrument asks for. Raises PaperMissing."""
    award = held(award)
    refuse_unless(rules.may_sign_agreement(by, award))
    asked = INSTRUMENTS[award.round.programme.instrument].awarded
    papers = list(award.proposal.papers.filter(void=False, kind__in=("agreement", "pact")))
    if any(kind in asked and kind not in {paper.kind for paper in papers} for kind in ("agreement", "pact")):
        raise PaperMissing(_("Terbitkan dulu perjanjian dan pakta integritas bantuan ini."))
    around = list(beside(award.round, award.proposal))
    for paper in papers:
        refuse_unless(chronology(paper.kind, signed_on, around, today=timezone.localtime(at).date()))
    Paper.objects.filter(pk__in=[paper.pk for paper in papers]).update(dated_on=signed_on, recorded_at=at)
    award.state = AwardState.AGREED
    award.save(update_fields=["state"])
    new = {"proposal": award.proposal.number, "signed_on": signed_on}
    record(by=by, at=at, act="sign_agreement", subject=award, new=new)
    return award


@transaction.atomic
def sign_agreements(*, by: User, at: datetime, awards: Sequence[Award], signed_on: date) -> int:
    """A day of signing: how many signed. All or nobody: NotSigned names the first who cannot have."""
    for award in awards:
        refuse_unless(may_record(by, award.proposal.snapshot["district"]))
    for award in awards:
        try:
            sign_agreement(by=by, at=at, award=award, signed_on=signed_on)
        except (Refused, PaperMissing) as wrong:
            words = _("Tidak ada yang dicatat. %(name)s (%(number)s): %(why)s")
            name, number = award.proposal.snapshot["business_name"], award.proposal.number
            raise NotSigned(words % {"name": name, "number": number, "why": wrong}) from wrong
    return len(awards)


def held(award: Award) -> Award:
    """The award as it stands now. Its round is held first, as by everybody who changes who is given what."""
    round_ = locked(award.round)
    rows = Award.objects.select_for_update(of=("self",))
    now = rows.select_related("proposal", "package", "fund__source").get(pk=award.pk)
    now.round = round_
    return now


def _awards(round_: Round) -> Any:
    shown = ("proposal", "package", "fund__source", "round__programme")
    return round_.awards.select_related(*shown).order_by("proposal__number")


def _paper(
    round_: Round,
    kind: str,
    document: Document,
    *,
    by: User,
    at: datetime,
    on: date,
    proposal: Proposal | None = None,
) -> Paper:
    return Paper.objects.create(
        round=round_,
        proposal=proposal,
        kind=kind,
        number=document.number,
        dated_on=on,
        recorded_at=at,
        recorded_by=by,
        document=document,
    )
