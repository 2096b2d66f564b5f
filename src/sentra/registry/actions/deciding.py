"""A person's word on two records, and taking it back: rows find their business, or become one."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from sentra.base.audit.chain import record
from sentra.base.jobs.queue import enqueue
from sentra.base.people.models import User
from sentra.base.permissions import OutOfTurn, refuse_unless
from sentra.engines import sheets
from sentra.registry import queries, rules
from sentra.registry.actions.facts import FACTS, spread
from sentra.registry.actions.learning import EVERY, learn_from_answers
from sentra.registry.actions.merging import merge_businesses, unmerge_businesses
from sentra.registry.actions.releasing import grown, release, release_bound
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
    """The two are one business, or they are not.

    Raises OutOfTurn when it was answered before, when the file that asks does not stand in the register, or
    when another answer in force says the opposite of what would follow.
    """
    refuse_unless(rules.may_review(by))
    _hold(likeness.record, likeness.other)
    held = Likeness.objects.select_for_update().select_related("record", "other").get(pk=likeness.pk)
    if held.state != LikenessState.OPEN:
        raise OutOfTurn(_("Pasangan ini sudah diputuskan."), held)
    if not queries.open_questions().filter(pk=held.pk).exists():
        raise OutOfTurn(_("Berkas yang memuat baris ini tidak tersimpan, jadi tidak ditanyakan."), held)
    _refuse_contradiction(held, same=same)
    decision = _said(held.record, held.other, same=same, by=by, at=at, reason=reason)
    held.state = LikenessState.SAME if same else LikenessState.DIFFERENT
    held.save(update_fields=["state"])
    events = _settle(held, decision, by=by, at=at)
    if not (answers := queries.answered().count()) % EVERY:
        enqueue(learn_from_answers, by=by, at=at, key=f"learn_from_answers:{answers}")
    new = {"same": same, "events": [event.pk for event in events]}
    record(by=by, at=at, act="decide_likeness", subject=held, new=new, reason=reason)
    return decision


def _refuse_contradiction(held: Likeness, *, same: bool) -> None:
    if same and (opposite := _said_apart(held)):
        words = _("Menurut %(person)s (%(day)s), %(one)s dan %(other)s berbeda. Urungkan dahulu jawaban itu.")
        raise OutOfTurn(words % _told(opposite), held)
    if not same and held.other_id in {one.pk for one in queries.waiting_with(held.record)}:
        words = _("Keduanya sudah dinyatakan satu lewat jawaban lain. Urungkan dahulu jawaban itu.")
        raise OutOfTurn(words, held)


def _said_apart(held: Likeness) -> Decision | None:
    """A word that would be broken if the two were one: about them, or about others that would come along."""
    ones, others = _along(held.record), _along(held.other)
    across = Q(record__in=ones, other__in=others) | Q(record__in=others, other__in=ones)
    words = Decision.objects.filter(across, same=False, withdrawn_at=None)
    return words.select_related("by", "record", "other").order_by("pk").first()


def _along(row: SourceRecord) -> set[int]:
    """The rows that go wherever this one goes: those it waits with, or all of its business."""
    business = _business_of(row.pk)
    if business is None:
        return {one.pk for one in queries.waiting_with(row)}
    of_it = Membership.objects.filter(business__canonical=business, in_effect=True)
    return set(of_it.values_list("record", flat=True))


def _told(word: Decision) -> dict[str, str]:
    day = date_format(localtime(word.at), "j F Y")
    return {"person": word.by.name, "day": day, "one": _name(word.record), "other": _name(word.other)}


def _name(row: SourceRecord) -> str:
    return str(row.values.get("business_name") or row.values.get("owner_name") or "–")


def _hold(*records: SourceRecord) -> None:
    """Nobody else places these rows, or those that wait with them, until the end of the transaction."""
    ids = {row.pk for one in records for row in queries.waiting_with(one)}
    held = SourceRecord.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk")
    list(held.values_list("pk"))


def _said(
    row: SourceRecord, other: SourceRecord, *, same: bool, by: User, at: datetime, reason: str
) -> Decision:
    mark = _mark_of(row.pk, other.pk)
    reason = sheets.mask_numbers(reason)  # people write numbers into reasons
    return Decision.objects.create(record=row, other=other, mark=mark, same=same, by=by, at=at, reason=reason)


def _mark_of(*records: int) -> str:
    rows = SourceRecord.objects.select_related("source", "subject").in_bulk(records)
    return queries.mark(*normal_forms(map(raw, rows.values())))


def _settle(held: Likeness, decision: Decision, *, by: User, at: datetime) -> list[LinkEvent]:
    """What follows from the word; nothing while other questions about a row that waits are open."""
    mine, theirs = _business_of(held.record_id), _business_of(held.other_id)
    if mine and mine == theirs and not decision.same:
        words = _("Keduanya sudah satu usaha; lepaskan barisnya atau pisahkan usahanya dahulu.")
        raise OutOfTurn(words, held)
    if decision.same and mine and theirs and mine != theirs:
        winner, loser = sorted((mine, theirs))
        return [
            merge_businesses(
                by=by,
                at=at,
                winner=Business(pk=winner),
                loser=Business(pk=loser),
                reason=decision.reason,
                decision=decision,
            )
        ]
    return _place((held.record, held.other), decision, by=by, at=at)


def _business_of(record_id: int) -> int | None:
    return (
        Membership.objects.filter(record=record_id, in_effect=True)
        .values_list("business__canonical", flat=True)
        .first()
    )


def _place(rows: Iterable[SourceRecord], decision: Decision, *, by: User, at: datetime) -> list[LinkEvent]:
    """Rows that wait join the business they are the same as; about which nothing is asked, they are one."""
    events = []
    for row in rows:
        group = queries.waiting_with(row)
        ids = {one.pk for one in group}
        if joined := _joined(ids):
            events.append(_attach(group, *joined, LinkEventKind.ATTACH, _lapse(ids), by=by, at=at))
        elif group and not _asked_about(ids).exists():
            [business] = new_businesses(1, at=at)
            events.append(_attach(group, business, decision, LinkEventKind.CREATE, [], by=by, at=at))
    return events


def _joined(ids: Collection[int]) -> tuple[int, Decision] | None:
    """The business that waiting rows were said to be the same as, and who said so."""
    said = Likeness.objects.filter(state=LikenessState.SAME).filter(_about(ids)).order_by("pk")
    for one, other in said.values_list("record", "other"):
        business = _business_of(other if one in ids else one)
        if business:
            word = Decision.objects.filter(record=one, other=other, same=True, withdrawn_at=None)
            return business, word.latest("pk")
    return None


def _about(ids: Collection[int]) -> Q:
    return Q(record__in=ids) | Q(other__in=ids)


def _asked_about(ids: Collection[int]) -> QuerySet[Likeness]:
    return queries.open_questions().filter(_about(ids))


def _lapse(ids: Collection[int]) -> list[int]:
    """Questions that the answer to another one settles; whether a third row is one of these stays open."""
    pairs = list(_asked_about(ids).values_list("pk", "record", "other"))
    beyond = {end for _pk, *ends in pairs for end in ends} - set(ids)
    placed = set(Membership.objects.filter(record__in=beyond).values_list("record", flat=True))
    lapsed = [pk for pk, *ends in pairs if placed.union(ids).issuperset(ends)]
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
    """Takes a word back: the pair is open again, and what followed from it is undone.

    Raises OutOfTurn when that happened before, or when a row that it moved was moved again since.
    """
    refuse_unless(rules.may_review(by))
    held = Decision.objects.select_for_update().get(pk=decision.pk)
    if held.withdrawn_at:
        raise OutOfTurn(_("Keputusan ini sudah ditarik."), held)
    _hold(held.record, held.other)
    events = _following(held)
    if any(_overtaken(event) for event in events):
        words = _("Yang mengikutinya sudah diubah lagi sejak itu; urungkan dahulu yang terakhir.")
        raise OutOfTurn(words, held)
    Decision.objects.filter(pk=held.pk).update(withdrawn_at=at)
    if not any(event.kind == LinkEventKind.DETACH for event in events):
        pair = Likeness.objects.filter(record=held.record_id, other=held.other_id)
        pair.exclude(state=LikenessState.SURE).update(state=LikenessState.OPEN)
    freed = [row for event in events for row in _undo(event, by=by, at=at)]
    freed += release_bound(held, at=at)
    _place(freed, held, by=by, at=at)  # other words may still hold some of them
    record(by=by, at=at, act="withdraw_decision", subject=held, old={"same": held.same})


def _following(decision: Decision) -> list[LinkEvent]:
    """What stands on the word, newest first: what it caused, and what placed its rows because it was said."""
    ends = {decision.record_id, decision.other_id}
    kinds = (LinkEventKind.CREATE, LinkEventKind.ATTACH)[: 2 if decision.same else 1]
    near = Membership.objects.filter(record__in=ends).values("business")
    placed = LinkEvent.objects.filter(business__in=near, kind__in=kinds, undone_at=None)
    found = {event.pk: event for event in decision.events.filter(undone_at=None)}
    for event in placed:
        moved = ends & {move[0] for move in event.moves}
        if moved == ends or (moved and not decision.same):
            found[event.pk] = event
    while later := _leaning_on(found.values()):
        found |= later
    return [found[pk] for pk in sorted(found, reverse=True)]


def _leaning_on(events: Collection[LinkEvent]) -> dict[int, LinkEvent]:
    """Rows that were placed because they are the same as a row that these placed."""
    placed = [event for event in events if event.kind in (LinkEventKind.CREATE, LinkEventKind.ATTACH)]
    rows = {move[0] for event in placed for move in event.moves}
    said = Q(decision__record__in=rows) | Q(decision__other__in=rows)
    leaning = LinkEvent.objects.filter(said, kind=LinkEventKind.ATTACH, decision__same=True, undone_at=None)
    return leaning.exclude(pk__in=[event.pk for event in events]).in_bulk()


def _overtaken(event: LinkEvent) -> bool:
    """Whether a row was moved on since, or the business it was given to was merged."""
    now = dict(_places(move[0] for move in event.moves))
    if any(now.get(row, target) != target for row, _source, target in event.moves):
        return True
    merged = LinkEvent.objects.filter(kind=LinkEventKind.MERGE, undone_at=None).filter(
        Q(business=event.business_id) | Q(other=event.business_id)
    )
    return event.kind == LinkEventKind.DETACH and merged.exists()


def _places(record_ids: Iterable[int]) -> Iterable[tuple[int, int]]:
    """Each record with the business it was recorded under."""
    return Membership.objects.filter(record__in=list(record_ids)).values_list("record", "business")


@transaction.atomic
def detach_record(*, by: User, at: datetime, row: SourceRecord, reason: str) -> LinkEvent:
    """The row, in all its editions, describes a business of its own from here on, and is not attached to the
    old one again.

    Raises OutOfTurn when it stands alone already, or describes nothing.
    """
    refuse_unless(rules.may_review(by))
    old = _business_of(row.pk)
    if old is None:
        raise OutOfTurn(_("Baris ini tidak menerangkan usaha mana pun."), row)
    Business.objects.select_for_update().get(pk=old)
    members = set(queries.members(old).values_list("pk", flat=True))
    line = members & queries.same_rows({row.pk})
    if line == members:
        raise OutOfTurn(_("Baris ini satu-satunya yang menerangkan usaha ini."), row)
    other = _nearest(row, members - line)
    decision = _said(row, other, same=False, by=by, at=at, reason=reason)
    [business] = new_businesses(1, at=at)
    event = LinkEvent.objects.create(
        kind=LinkEventKind.DETACH,
        business_id=business,
        other_id=old,
        moves=[[pk, source, business] for pk, source in sorted(_places(line))],
        decision=decision,
        reason=decision.reason,
        by=by,
        at=at,
    )
    _move(event.moves)
    recompose(old, at=at)
    recompose(business, at=at)
    changed_register()
    was, now = {"business": old}, {"business": business}
    record(by=by, at=at, act="detach_record", subject=row, old=was, new=now, reason=reason)
    return event


def _nearest(row: SourceRecord, others: Collection[int]) -> SourceRecord:
    """Of the other records the one it was found equal to; else the oldest."""
    pairs = Likeness.objects.filter(record=row, other__in=others) | Likeness.objects.filter(
        other=row, record__in=others
    )
    strongest = pairs.order_by("-weight", "pk").values_list("record", "other").first()
    ends = set(strongest or ()) - {row.pk}
    return SourceRecord.objects.get(pk=ends.pop() if ends else min(others))


def _move(moves: Sequence[Sequence[int]], *, back: bool = False) -> None:
    """Rows to the business they go to, or back to the one they came from, with all they tell."""
    for row, source, target in moves:
        business = source if back else target
        Membership.objects.filter(record=row).update(business=business)
        for model in FACTS:
            model._default_manager.filter(record=row).update(business=business)


def _undo(event: LinkEvent, *, by: User, at: datetime) -> Iterable[SourceRecord]:
    """The rows that wait again because of it."""
    if event.kind == LinkEventKind.MERGE:
        unmerge_businesses(by=by, at=at, event=event, reason=_("Keputusan ditarik"))
        return ()
    freed = set() if event.kind == LinkEventKind.DETACH else _line(event)
    if event.kind == LinkEventKind.CREATE and grown(event.business_id, freed):
        return ()  # what became of the row stays; a yes would merge the two
    if event.kind == LinkEventKind.DETACH:
        _put_back(event)
    release(freed)
    lapsed = Likeness.objects.filter(pk__in=event.before.get("lapsed", []), state=LikenessState.LAPSED)
    lapsed.update(state=LikenessState.OPEN)
    recompose(event.business_id, at=at)
    changed_register()
    LinkEvent.objects.filter(pk=event.pk).update(undone_at=at, undone_by=by)
    return SourceRecord.objects.filter(pk__in=freed).order_by("pk")


def _put_back(event: LinkEvent) -> None:
    """The rows go where they came from; what else was recorded under their own business reads as that."""
    _move(event.moves, back=True)
    old = event.moves[0][1]
    reading = queries.canonical([old])[old]
    Business.objects.filter(canonical=event.business_id).update(canonical=reading)
    hide([event.business_id])


def _line(event: LinkEvent) -> set[int]:
    """The rows that the event placed, with the later editions of them that stand beside them."""
    rows = queries.same_rows({move[0] for move in event.moves})
    placed = Membership.objects.filter(record__in=rows, business=event.business_id)
    return set(placed.values_list("record", flat=True))
