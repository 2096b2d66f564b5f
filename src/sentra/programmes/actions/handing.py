"""Goods put into somebody's hands, and the papers that prove it."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from django.db import transaction
from django.utils import translation
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from sentra.base.audit.chain import record
from sentra.base.documents.actions import issue_document, revoke_document
from sentra.base.documents.attaching import attach
from sentra.base.documents.models import Document
from sentra.base.jobs.models import Job
from sentra.base.jobs.progress import Progress
from sentra.base.jobs.queue import enqueue, job
from sentra.base.people.models import User
from sentra.base.permissions import OutOfTurn, refuse_unless, unfit_unless_none
from sentra.programmes.actions.decreeing import held
from sentra.programmes.models import Award, AwardState, Handover, Item, Paper, Round, RoundState
from sentra.programmes.queries import handovers as told
from sentra.programmes.queries.handovers import unprinted
from sentra.programmes.queries.ordering import handover_in_order
from sentra.programmes.rules import delivering as rules

FOLDER = Path(__file__).resolve().parent.parent / "documents"
PATTERN = "500.9/{sequence:03}/BAST/{roman_month}/{year}"
PATTERN_TOGETHER = "500.9/{sequence:03}/BAST-B/{roman_month}/{year}"


@transaction.atomic
def hand_over(
    *,
    by: User,
    at: datetime,
    award: Award,
    handed_on: date,
    place: str,
    receiver: str,
    serials: Mapping[int, str],
    photo: bytes,
    signature: bytes,
    form_key: str,
) -> Handover:
    """All goods of one award at once; a form that is sent twice is one handover.

    `serials`: by the id of the item. Raises Unfit, UnusableFile. Photo and signature are sealed under keys of
    their own: they prove what became of public money, and stay when the register forgets a person.
    """
    award = held(award)
    if sent := Handover.objects.filter(form_key=form_key).select_related("award").first():
        return _sent_before(sent, award)
    refuse_unless(rules.may_hand_over(by, award))
    items = list(award.items.select_related("kind").order_by("pk"))
    refuse_unless(handover_in_order(award, items, handed_on, today=localtime(at).date()))
    faults = rules.faults_of_handover(
        place=place, receiver=receiver, items=items, serials=serials, photo=photo, signature=signature
    )
    unfit_unless_none(faults)
    handover = Handover.objects.create(
        award=award,
        handed_on=handed_on,
        recorded_at=at,
        recorded_by=by,
        place=place.strip(),
        receiver=receiver.strip(),
        photo=attach(by=by, at=at, name=_("Foto penyerahan"), data=photo),
        signature=attach(by=by, at=at, name=_("Tanda tangan penerima"), data=signature),
        form_key=form_key,
    )
    _deliver(handover, items, serials)
    _note_paper(handover)
    record(by=by, at=at, act="hand_over", subject=award, new=_told(handover, items))
    return handover


def _sent_before(sent: Handover, award: Award) -> Handover:
    if sent.award_id != award.pk:
        raise OutOfTurn(_("Formulir ini sudah terkirim untuk penerima lain."), sent.award.proposal)
    return sent


def _deliver(handover: Handover, items: list[Item], serials: Mapping[int, str]) -> None:
    for item in items:
        item.handover, item.serial = handover, serials.get(item.pk, "").strip()
    Item.objects.bulk_update(items, ["handover", "serial"])
    award = handover.award
    _move(award, AwardState.DELIVERED)
    open_ones = award.round.awards.filter(state__in=(AwardState.DECREED, AwardState.AGREED))
    if award.round.state == RoundState.DELIVERING and not open_ones.exists():
        award.round.state = RoundState.MONITORING
        award.round.save(update_fields=["state"])


def _move(award: Award, state: AwardState) -> None:
    award.state = state
    award.save(update_fields=["state"])


def _note_paper(handover: Handover) -> Paper:
    """The BAST bears the day of the handover, whenever it is printed."""
    return Paper.objects.create(
        round=handover.award.round,
        proposal=handover.award.proposal,
        kind="handover",
        dated_on=handover.handed_on,
        recorded_at=handover.recorded_at,
        recorded_by=handover.recorded_by,
    )


def _told(handover: Handover, items: list[Item]) -> dict[str, object]:
    """As the audit keeps it: no name."""
    return {
        "number": handover.award.proposal.number,
        "handed_on": handover.handed_on,
        "place": handover.place,
        "items": [[item.kind.name, item.quantity, item.serial] for item in items],
        "photo": handover.photo.sha256 if handover.photo else "",
        "signature": handover.signature.sha256 if handover.signature else "",
    }


@transaction.atomic
def cancel_handover(*, by: User, at: datetime, handover: Handover, reason: str) -> Award:
    """A handover that was recorded wrongly: the goods are the office's again, its BAST counts no longer."""
    award = held(handover.award)
    handover = told.whole().select_for_update(of=("self",)).get(pk=handover.pk)  # a BAST may just be issued
    refuse_unless(rules.may_cancel_handover(by, handover, reason))
    items = list(handover.items.select_related("kind"))
    old = _told(handover, items)
    for item in items:
        item.handover, item.serial = None, ""
    Item.objects.bulk_update(items, ["handover", "serial"])
    award.proposal.papers.filter(kind="handover").update(void=True)
    if handover.document:
        revoke_document(by=by, at=at, document=handover.document, reason=reason.strip()[:300])
    handover.delete()
    _move(award, AwardState.AGREED)
    if award.round.state == RoundState.MONITORING:
        award.round.state = RoundState.DELIVERING
        award.round.save(update_fields=["state"])
    record(by=by, at=at, act="cancel_handover", subject=award, old=old, reason=reason)
    return award


@transaction.atomic
def issue_handover(*, by: User, at: datetime, handover: Handover) -> Document:
    """The BAST of one handover; the one that is there when it was issued before."""
    handover = told.whole().select_for_update(of=("self",)).get(pk=handover.pk)
    refuse_unless(rules.may_issue_handover(by, handover))
    if handover.document:
        return handover.document
    with translation.override("id"):  # documents are Indonesian, whoever asks for them
        data = told.printed(handover, giver=_giver(handover.recorded_by))
    document = issue_document(
        by=by,
        at=at,
        kind="bast",
        title="Berita Acara Serah Terima Barang",
        template=FOLDER / "bast.typ",
        data=data,
        subject=handover.award,
        pattern=PATTERN,
    )
    handover.document = document
    handover.save(update_fields=["document"])
    papers = handover.award.proposal.papers.filter(kind="handover", void=False)
    papers.update(document=document, number=document.number)
    return document


def _giver(by: User) -> dict[str, str]:
    return {"name": by.name, "role": str(by.get_role_display())}


@transaction.atomic
def ask_handovers(*, by: User, at: datetime, round_: Round) -> Job | None:
    """All papers that are still to be drawn, as a job; None when there are none."""
    refuse_unless(rules.may_issue_handovers(by, round_))
    last = unprinted(round_).values_list("pk", flat=True).last()
    if last is None:
        return None
    return enqueue(issue_handovers, by=by, at=at, key=f"bast-{round_.pk}-{last}", round_id=round_.pk)


@job
def issue_handovers(*, by: User, at: datetime, progress: Progress, round_id: int) -> dict[str, int]:
    """Draws, signs and seals each missing BAST in a transaction of its own; started again it goes on."""
    round_ = Round.objects.get(pk=round_id)
    refuse_unless(rules.may_issue_handovers(by, round_))
    waiting = list(unprinted(round_).values_list("pk", flat=True))
    for done, pk in enumerate(waiting):
        progress.tell(done, len(waiting), _("Menerbitkan BAST"))
        with transaction.atomic():
            progress.confirm()
            if handover := unprinted(round_).filter(pk=pk).first():  # it may have been cancelled meanwhile
                issue_handover(by=by, at=at, handover=handover)
    progress.tell(len(waiting), len(waiting), _("BAST terbit"))
    return {"issued": len(waiting)}


@transaction.atomic
def issue_together(*, by: User, at: datetime, round_: Round) -> Document:
    """One paper that lists every handover of the round so far, each line with its own BAST. Raises Unfit."""
    refuse_unless(rules.may_issue_handovers(by, round_))
    handovers = list(
        told.whole().filter(award__round=round_).order_by("handed_on", "award__proposal__number")
    )
    unfit_unless_none({"handovers": "" if handovers else _("Belum ada barang yang diserahkan.")})
    with translation.override("id"):
        data = told.printed_together(round_, handovers, giver=_giver(by))
    return issue_document(
        by=by,
        at=at,
        kind="bast-bersama",
        title="Berita Acara Penyerahan Bersama",
        template=FOLDER / "bast_bersama.typ",
        data=data,
        subject=round_,
        pattern=PATTERN_TOGETHER,
    )
