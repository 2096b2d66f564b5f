"""Whether the goods are used: who is looked at, what was seen, and the end of a round."""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from sentra.base.audit.chain import record
from sentra.base.documents.actions import issue_document
from sentra.base.documents.attaching import attach
from sentra.base.documents.models import Document
from sentra.base.people.models import User
from sentra.base.permissions import refuse_unless, unfit_unless_none
from sentra.engines import allocation, sheets
from sentra.programmes.actions.planning import locked
from sentra.programmes.models import (
    Award,
    Inspection,
    Item,
    ItemCheck,
    Paper,
    Round,
    RoundState,
    Sample,
)
from sentra.programmes.queries import following as queries
from sentra.programmes.queries.lottery import seed_of
from sentra.programmes.queries.ordering import inspection_in_order
from sentra.programmes.rules import following as rules

FOLDER = Path(__file__).resolve().parent.parent / "documents"
SHEET = "500.9/{sequence:03}/PMT/{roman_month}/{year}"


@transaction.atomic
def draw_sample(
    *, by: User, at: datetime, round_: Round, months: int, confidence: int, margin: int
) -> Sample:
    """Draws whom to look at so many months after the handover; `confidence` and `margin` in percent.

    A seed that is made now and kept draws them, once: nobody can foresee who is visited, nobody can draw
    until it suits, and anybody can draw again: whose ticket for "<registration>/<months>" is lowest. Raises
    Unfit.
    """
    round_ = locked(round_)
    refuse_unless(rules.may_draw(by, round_))
    awards = {award.proposal.number: award for award in _followed(round_)}
    drawn = set(round_.samples.values_list("months", flat=True))
    faults = rules.faults_of_draw(
        months=months, confidence=confidence, margin=margin, population=len(awards), drawn=drawn
    )
    unfit_unless_none(faults)
    sample = Sample.objects.create(
        round=round_,
        months=months,
        confidence=confidence,
        margin=margin,
        population=len(awards),
        seed=_unforeseen(round_),
        drawn_at=at,
        drawn_by=by,
    )
    size = rules.sample_size(len(awards), confidence, margin)
    chosen = sorted(awards, key=lambda number: allocation.ticket(sample.seed, f"{number}/{months}"))[:size]
    Inspection.objects.bulk_create(_inspection(awards[number], months) for number in sorted(chosen))
    _turn(round_, RoundState.MONITORING)
    told = {"months": months, "confidence": confidence, "margin": margin, "population": len(awards)}
    record(by=by, at=at, act="draw_sample", subject=round_, new=told | {"drawn": sorted(chosen)})
    return sample


def _unforeseen(round_: Round) -> str:
    """64 hexadecimal digits. The lottery's own seed is published, so that whoever reads it could be ready."""
    return hashlib.sha256(bytes.fromhex(seed_of(round_)) + secrets.token_bytes(32)).hexdigest()


def _followed(round_: Round) -> list[Award]:
    return list(queries.followed(round_).select_related("proposal", "handover"))


def _inspection(award: Award, months: int) -> Inspection:
    due_on = rules.after_months(award.handover.handed_on, months)
    return Inspection(award=award, months=months, due_on=due_on)


def _turn(round_: Round, state: RoundState) -> None:
    round_.state = state
    round_.save(update_fields=["state"])


@transaction.atomic
def record_inspection(
    *,
    by: User,
    at: datetime,
    inspection: Inspection,
    seen_on: date,
    conditions: Mapping[int, str],
    photo: bytes,
    note: str,
    form_key: str,
) -> Inspection:
    """What was seen of every item of one award; a form that is sent twice is one inspection.

    `conditions`: by the id of the item. Raises Unfit, UnusableFile.
    """
    inspection = _held(inspection)
    if inspection.seen_on and inspection.form_key == form_key:
        return inspection
    refuse_unless(rules.may_inspect(by, inspection))
    refuse_unless(inspection_in_order(inspection, seen_on, today=localtime(at).date()))
    items = list(inspection.award.items.select_related("kind").order_by("pk"))
    unfit_unless_none(rules.faults_of_inspection(items=items, conditions=conditions, photo=photo, note=note))
    inspection.seen_on, inspection.recorded_at, inspection.recorded_by = seen_on, at, by
    inspection.photo = attach(by=by, at=at, name=_("Foto pemantauan"), data=photo)
    inspection.note, inspection.form_key = sheets.mask_numbers(note.strip()), form_key
    inspection.document = None  # the empty sheet; the one that tells what was seen is drawn anew
    inspection.save()
    _note_conditions(inspection, items, conditions)
    note_paper(inspection.award, "monitoring", seen_on, by=by, at=at)
    told = {
        "number": inspection.award.proposal.number,
        "months": inspection.months,
        "seen_on": seen_on,
        "items": [[item.kind.name, item.serial, item.condition] for item in items],
        "photo": inspection.photo.sha256,
    }
    record(by=by, at=at, act="record_inspection", subject=inspection.award, new=told)
    return inspection


def _held(inspection: Inspection) -> Inspection:
    """As it stands now, held until the transaction ends; its round too, whose state may turn."""
    locked(inspection.award.round)
    rows = Inspection.objects.select_for_update(of=("self",))
    return rows.select_related("award__round__programme", "award__proposal").get(pk=inspection.pk)


def _note_conditions(inspection: Inspection, items: Sequence[Item], conditions: Mapping[int, str]) -> None:
    for item in items:
        item.condition, item.kept_reason = conditions[item.pk], ""
    Item.objects.bulk_update(items, ["condition", "kept_reason"])
    ItemCheck.objects.bulk_create(
        ItemCheck(inspection=inspection, item=item, condition=item.condition) for item in items
    )


def note_paper(
    award: Award, kind: str, on: date, *, by: User, at: datetime, document: Document | None = None
) -> Paper:
    return Paper.objects.create(
        round=award.round,
        proposal=award.proposal,
        kind=kind,
        number=document.number if document else "",
        dated_on=on,
        recorded_at=at,
        recorded_by=by,
        document=document,
    )


@transaction.atomic
def issue_sheet(*, by: User, at: datetime, inspection: Inspection) -> Document:
    """The sheet to carry along; once it was seen, the sheet that tells it. Asked for again it is the same."""
    inspection = _held(inspection)
    refuse_unless(rules.may_print_sheet(by, inspection))
    if inspection.document:
        return inspection.document
    document = issue_document(
        by=by,
        at=at,
        kind="pemantauan",
        title="Lembar Pemantauan Barang Bantuan",
        template=FOLDER / "pemantauan.typ",
        data=queries.sheet_data(inspection),
        subject=inspection.award,
        pattern=SHEET,
    )
    inspection.document = document
    inspection.save(update_fields=["document"])
    if inspection.seen_on:
        papers = inspection.award.proposal.papers.filter(kind="monitoring", dated_on=inspection.seen_on)
        papers.update(document=document, number=document.number)
    return document


@transaction.atomic
def end_round(*, by: User, at: datetime, round_: Round, reason: str) -> Round:
    """All who were drawn were seen and every idle item answered; or why it ends all the same."""
    round_ = locked(round_)
    undone = queries.undone(round_)
    refuse_unless(rules.may_end(by, round_, undone, reason))
    _turn(round_, RoundState.CLOSED)
    record(by=by, at=at, act="end_round", subject=round_, new={"undone": undone}, reason=reason)
    return round_
