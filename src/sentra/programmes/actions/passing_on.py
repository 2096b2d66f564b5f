"""Goods that nobody uses: they stay with a reason, or go on to somebody who waits for such goods."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from django.db import transaction
from django.utils import translation
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from sentra.base.audit.chain import record
from sentra.base.documents.actions import issue_document
from sentra.base.documents.models import Document
from sentra.base.people.models import User
from sentra.base.permissions import OutOfTurn, Unfit, refuse_unless
from sentra.engines import sheets
from sentra.programmes.actions.following import note_paper
from sentra.programmes.actions.planning import locked
from sentra.programmes.models import (
    Award,
    AwardOrigin,
    AwardState,
    Condition,
    Inspection,
    Item,
    Package,
    Proposal,
    ProposalState,
    Round,
    Transfer,
)
from sentra.programmes.queries import passing_on as passing
from sentra.programmes.queries.following import place_of
from sentra.programmes.queries.ordering import transfer_in_order
from sentra.programmes.queries.screening import findings
from sentra.programmes.rules import following as rules

FOLDER = Path(__file__).resolve().parent.parent / "documents"
DEED = "500.9/{sequence:03}/PGL/{roman_month}/{year}"


@transaction.atomic
def keep_idle(*, by: User, at: datetime, item: Item, reason: str) -> Item:
    """An idle item stays where it is, for a reason that is written down; until it is seen again."""
    item = Item.objects.select_for_update(of=("self",)).select_related("kind").get(pk=item.pk)
    award = _award_of(item)
    refuse_unless(rules.may_keep(by, item, award, reason))
    item.kept_reason = sheets.mask_numbers(reason.strip())
    item.save(update_fields=["kept_reason"])
    told = {"item": item.pk, "kind": item.kind.name}
    record(by=by, at=at, act="keep_idle", subject=award, new=told, reason=reason)
    return item


def _award_of(item: Item) -> Award:
    if item.award_id is None:
        raise OutOfTurn(_("%(kind)s belum menjadi milik siapa pun.") % {"kind": item.kind}, item.kind.round)
    return Award.objects.select_related("round", "proposal").get(pk=item.award_id)


@transaction.atomic
def transfer_items(
    *,
    by: User,
    at: datetime,
    giver: Award,
    items: Sequence[Item],
    proposal: Proposal,
    moved_on: date,
    place: str,
    reason: str,
) -> list[Transfer]:
    """Idle items of one award go by one deed to somebody on the waiting list who asked for such goods.

    The receiver has an award of its own, of the goods' value and the giver's fund: no new money is spent, but
    whoever asks what they were given finds it. It is looked at three months later. Raises Unfit.
    """
    round_ = locked(giver.round)
    giver = Award.objects.select_related("round__programme", "proposal", "fund").get(pk=giver.pk)
    refuse_unless(rules.may_answer_idle(by, giver))
    proposal = Proposal.objects.select_for_update(of=("self",)).select_related("round").get(pk=proposal.pk)
    items = _as_they_are(items)
    package = passing.package_with(proposal, items)
    faults = rules.faults_of_transfer(
        giver,
        items=items,
        proposal=proposal,
        fits=package is not None,
        standing=_standing(proposal),
        reason=reason,
    )
    if package is None or any(faults.values()):
        raise Unfit({where: sentence for where, sentence in faults.items() if sentence})
    refuse_unless(transfer_in_order(giver, moved_on, today=localtime(at).date()))
    passed = _passed_over(by, round_, items, proposal)
    receiver = _new_award(giver, proposal, package, items, at)
    deed = _deed(giver, receiver, items, moved_on, place, reason, by=by, at=at)
    note_paper(receiver, "transfer", moved_on, by=by, at=at, document=deed)
    moved = _move(giver, receiver, items, deed, moved_on, reason, by=by, at=at)
    told = {
        "to": proposal.number,
        "moved_on": moved_on,
        "items": [[item.kind.name, item.quantity, item.serial] for item in items],
        "passed_over": passed,
    }
    record(by=by, at=at, act="transfer_items", subject=giver, new=told, reason=reason)
    return moved


def _as_they_are(items: Sequence[Item]) -> list[Item]:
    rows = Item.objects.select_for_update(of=("self",)).select_related("kind")
    return list(rows.filter(pk__in=[item.pk for item in items]).order_by("pk"))


def _standing(proposal: Proposal) -> str:
    """The first thing that bars them today; much may have been given to them since the round was frozen."""
    return next((finding.sentence for finding in findings(proposal) if finding.stands), "")


def _passed_over(by: User, round_: Round, items: Sequence[Item], proposal: Proposal) -> list[str]:
    """Numbers of those who stand before them on the waiting list and asked for such goods too."""
    numbers = [one.proposal.number for one in passing.candidates(by, round_, items)]
    return numbers[: numbers.index(proposal.number)]


def _new_award(
    giver: Award, proposal: Proposal, package: Package, items: Sequence[Item], at: datetime
) -> Award:
    proposal.state = ProposalState.AWARDED
    proposal.save(update_fields=["state"])
    told = {"number": giver.proposal.number}
    return Award.objects.create(
        round=giver.round,
        proposal=proposal,
        plan=giver.plan,
        fund=giver.fund,
        package=package,
        value_idr=sum(item.quantity * item.price_idr for item in items),
        origin=AwardOrigin.TRANSFER,
        state=AwardState.DELIVERED,
        reason=_("Dialihkan dari %(number)s.") % told,
        promised_at=at,
    )


def _deed(
    giver: Award,
    receiver: Award,
    items: Sequence[Item],
    moved_on: date,
    place: str,
    reason: str,
    *,
    by: User,
    at: datetime,
) -> Document:
    with translation.override("id"):
        office = {"name": by.name, "role": str(by.get_role_display())}
        data = passing.deed_data(
            giver,
            receiver,
            items,
            moved_on=moved_on,
            place=place.strip() or place_of(receiver.proposal),
            reason=reason.strip(),
            office=office,
        )
    return issue_document(
        by=by,
        at=at,
        kind="pengalihan",
        title="Akta Pengalihan Barang Bantuan",
        template=FOLDER / "pengalihan.typ",
        data=data,
        subject=receiver,
        pattern=DEED,
    )


def _move(
    giver: Award,
    receiver: Award,
    items: Sequence[Item],
    deed: Document,
    moved_on: date,
    reason: str,
    *,
    by: User,
    at: datetime,
) -> list[Transfer]:
    for item in items:
        item.award, item.condition, item.kept_reason = receiver, Condition.UNKNOWN, ""
    Item.objects.bulk_update(items, ["award", "condition", "kept_reason"])
    due_on = rules.after_months(moved_on, rules.AFTER_TRANSFER)
    Inspection.objects.create(award=receiver, months=rules.AFTER_TRANSFER, due_on=due_on)
    return [
        Transfer.objects.create(
            item=item,
            giver=giver,
            receiver=receiver,
            moved_on=moved_on,
            reason=sheets.mask_numbers(reason.strip()),
            document=deed,
            recorded_at=at,
            recorded_by=by,
        )
        for item in items
    ]
