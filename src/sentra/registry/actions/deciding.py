"""A person's word on two records, and taking it back: rows find their business, or become one."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from sentra.base.audit.chain import record
from sentra.base.jobs.queue import enqueue
from sentra.base.people.models import User
from sentra.base.permissions import OutOfTurn, refuse_unless
from sentra.registry import queries, rules
from sentra.registry.actions.facts import FACTS, spread
from sentra.registry.actions.learning import EVERY, learn_from_answers
from sentra.registry.actions.merging import merge_businesses, unmerge_businesses
from sentra.registry.actions.showing import changed_register, hide, new_businesses, recompose, told_by
from sentra.registry.models import (
    Business,
    Decision,
    Likeness,
    LikenessState,
    LinkEvent,
    LinkEventKind,
    Membership,
    SourceRecord,
)
from sentra.registry.queries.normal import normal_forms, raw


@transaction.atomic
def decide(*, by: User, at: datetime, likeness: Likeness, same: bool, reason: str = "") -> Decision:
    """The two are one business, or they are not. Raises OutOfTurn when it was answered before."""
    held = Likeness.objects.select_for_update().select_related("record", "other").get(pk=likeness.pk)
    refuse_unless(rules.may_review(by))
    if held.state != LikenessState.OPEN:
        raise OutOfTurn(_("Pasangan ini sudah diputuskan."), held)
    decision = Decision.objects.create(
        record=held.record,
        other=held.other,
        mark=_mark_of(held.record_id, held.other_id),
        same=same,
        by=by,
        at=at,
        reason=reason,
    )
    held.state = LikenessState.SAME if same else LikenessState.DIFFERENT
    held.save(update_fields=["state"])
    event = _settle(held, decision, by=by, at=at)
    if not (answers := queries.answered().count()) % EVERY:
        enqueue(learn_from_answers, by=by, at=at, key=f"learn_from_answers:{answers}")
    record(
        by=by,
        at=at,
        act="decide_likeness",
        subject=held,
        new={"same": same, "event": event.pk if event else None},
        reason=reason,
    )
    return decision


def _mark_of(*records: int) -> str:
    rows = SourceRecord.objects.select_related("source", "subject").in_bulk(records)
    return queries.mark(*normal_forms(map(raw, rows.values())))


def _settle(held: Likeness, decision: Decision, *, by: User, at: datetime) -> LinkEvent | None:
    """What follows from the word; None while other questions about the row are open."""
    mine, theirs = _business_of(held.record_id), _business_of(held.other_id)
    if not decision.same:
        return _set_free(held, decision, by=by, at=at) if mine is None else None
    if mine and theirs and mine != theirs:
        return merge_businesses(
            by=by,
            at=at,
            winner=Business(pk=min(mine, theirs)),
            loser=Business(pk=max(mine, theirs)),
            reason=decision.reason,
            decision=decision,
        )
    target = mine or theirs
    if target is None:
        return None
    waiting = held.record if mine is None else held.other
    rows = queries.waiting_with(waiting)
    lapsed = _lapse(rows)
    return _attach(rows, target, decision, LinkEventKind.ATTACH, lapsed, by=by, at=at)


def _business_of(record_id: int) -> int | None:
    return (
        Membership.objects.filter(record=record_id, in_effect=True)
        .values_list("business__canonical", flat=True)
        .first()
    )


def _set_free(held: Likeness, decision: Decision, *, by: User, at: datetime) -> LinkEvent | None:
    """A row about which nothing is asked any more is a business of its own."""
    rows = queries.waiting_with(held.record)
    if queries.open_questions().filter(record__in=rows).exists():
        return None
    [business] = new_businesses(1, at=at)
    return _attach(rows, business, decision, LinkEventKind.CREATE, [], by=by, at=at)


def _lapse(rows: Sequence[SourceRecord]) -> list[int]:
    """Questions that the answer to another one settles."""
    asked = queries.open_questions().filter(record__in=rows)
    lapsed = list(asked.values_list("pk", flat=True))
    Likeness.objects.filter(pk__in=lapsed).update(state=LikenessState.LAPSED)
    return lapsed


def _attach(
    rows: Sequence[SourceRecord],
    business_id: int,
    decision: Decision,
    kind: str,
    lapsed: Sequence[int],
    *,
    by: User,
    at: datetime,
) -> LinkEvent:
    Membership.objects.bulk_create(
        Membership(record=row, business_id=business_id, batch=row.batch, in_effect=True) for row in rows
    )
    spread(told_by(rows, {row.pk: business_id for row in rows}))
    recompose(business_id, at=at)
    changed_register()
    return LinkEvent.objects.create(
        kind=kind,
        business_id=business_id,
        moves=[[row.pk, None, business_id] for row in rows],
        before={"lapsed": list(lapsed)},
        decision=decision,
        reason=decision.reason,
        by=by,
        at=at,
    )


@transaction.atomic
def withdraw(*, by: User, at: datetime, decision: Decision) -> None:
    """Takes a word back: the pair is open again, and what followed from it is undone."""
    held = Decision.objects.select_for_update().get(pk=decision.pk)
    refuse_unless(rules.may_review(by))
    if held.withdrawn_at:
        raise OutOfTurn(_("Keputusan ini sudah ditarik."), held)
    Decision.objects.filter(pk=held.pk).update(withdrawn_at=at)
    for event in held.events.filter(undone_at=None).order_by("-pk"):
        _undo(event, by=by, at=at)
    pair = Likeness.objects.filter(record=held.record_id, other=held.other_id)
    pair.exclude(state=LikenessState.SURE).update(state=LikenessState.OPEN)
    record(by=by, at=at, act="withdraw_decision", subject=held, old={"same": held.same})


@transaction.atomic
def detach_record(*, by: User, at: datetime, row: SourceRecord, reason: str) -> LinkEvent:
    """The row describes a business of its own from here on, and is not attached to the old one again.

    Raises OutOfTurn when it stands alone already.
    """
    refuse_unless(rules.may_review(by))
    membership = Membership.objects.select_for_update().get(record=row, in_effect=True)
    old = queries.canonical([membership.business_id])[membership.business_id]
    others = queries.members(old).exclude(pk=row.pk)
    nearest = others.first()
    if nearest is None:
        raise OutOfTurn(_("Baris ini satu-satunya yang menerangkan usaha ini."), membership)
    mark = _mark_of(row.pk, nearest.pk)
    decision = Decision.objects.create(
        record=row, other=nearest, mark=mark, same=False, by=by, at=at, reason=reason
    )
    [business] = new_businesses(1, at=at)
    event = LinkEvent.objects.create(
        kind=LinkEventKind.DETACH,
        business_id=business,
        other_id=old,
        moves=[[row.pk, membership.business_id, business]],
        decision=decision,
        reason=reason,
        by=by,
        at=at,
    )
    _move(event.moves)
    recompose(old, at=at)
    recompose(business, at=at)
    changed_register()
    record(
        by=by,
        at=at,
        act="detach_record",
        subject=row,
        old={"business": old},
        new={"business": business},
        reason=reason,
    )
    return event


def _move(moves: Sequence[Sequence[int]], *, back: bool = False) -> None:
    """Rows to the business they go to, or back to the one they came from, with all they tell."""
    for row, source, target in moves:
        business = source if back else target
        Membership.objects.filter(record=row).update(business=business)
        for model in FACTS:
            model._default_manager.filter(record=row).update(business=business)


def _undo(event: LinkEvent, *, by: User, at: datetime) -> None:
    if event.kind == LinkEventKind.MERGE:
        unmerge_businesses(by=by, at=at, event=event, reason=_("Keputusan ditarik"))
        return
    if event.kind == LinkEventKind.DETACH and event.other_id:
        _move(event.moves, back=True)
        Business.objects.filter(pk=event.business_id).update(canonical=event.other_id)
        hide([event.business_id])
    else:
        _release([move[0] for move in event.moves])
    Likeness.objects.filter(pk__in=event.before.get("lapsed", [])).update(state=LikenessState.OPEN)
    recompose(queries.canonical([event.business_id])[event.business_id], at=at)
    changed_register()
    LinkEvent.objects.filter(pk=event.pk).update(undone_at=at, undone_by=by)


def _release(record_ids: Sequence[int]) -> None:
    """The rows describe nothing any more; what they told goes with them."""
    for model in FACTS:
        model._default_manager.filter(record__in=record_ids).delete()
    Membership.objects.filter(record__in=record_ids).delete()
