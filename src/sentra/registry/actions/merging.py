"""Two businesses that are one, and taking that back: a pointer moves, no row of another room does."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from sentra.base.audit.chain import record
from sentra.base.people.models import User
from sentra.base.permissions import refuse_unless
from sentra.engines import sheets
from sentra.registry import queries, rules
from sentra.registry.actions.showing import changed_register, recompose
from sentra.registry.models import (
    Business,
    Decision,
    Likeness,
    LikenessState,
    LinkEvent,
    LinkEventKind,
    Profile,
)


class AlreadyOne(Exception):
    """Both are the same business already."""


class NotInForce(Exception):
    """The event was taken back before, or something later stands on it."""


@transaction.atomic
def merge_businesses(
    *,
    by: User,
    at: datetime,
    winner: Business,
    loser: Business,
    reason: str,
    decision: Decision | None = None,
) -> LinkEvent:
    """The loser's identity and all that points at it read as the winner from here on.

    Raises AlreadyOne. Rows of both keep the id they were made under.
    """
    kept, gone = _locked(winner, loser)
    if kept.pk == gone.pk:
        raise AlreadyOne(_("Keduanya sudah satu usaha."))
    before = {"winner": _side(kept), "loser": _side(gone)}
    refuse_unless(rules.may_merge(by, *(side.pop("district") for side in before.values())))
    merged = list(gone.merged.order_by("pk").values_list("pk", flat=True))
    event = LinkEvent.objects.create(
        kind=LinkEventKind.MERGE,
        business=kept,
        other=gone,
        before=before | {"merged": merged, "lapsed": _lapse_between(kept, gone)},
        decision=decision,
        reason=sheets.mask_numbers(reason),
        by=by,
        at=at,
    )
    Business.objects.filter(pk__in=merged).update(canonical=kept)
    Profile.objects.filter(business=gone, current=True).update(current=False)
    recompose(kept.pk, at=at)
    changed_register()
    record(
        by=by,
        at=at,
        act="merge_businesses",
        subject=kept,
        old={"businesses": [kept.pk, gone.pk]},
        new={"canonical": kept.pk, "event": event.pk},
        reason=reason,
    )
    return event


@transaction.atomic
def unmerge_businesses(*, by: User, at: datetime, event: LinkEvent, reason: str) -> None:
    """Both sides as they were before; what was said since then stays with the side it was said of.

    Raises NotInForce.
    """
    held = LinkEvent.objects.select_for_update().get(pk=event.pk)
    if held.kind != LinkEventKind.MERGE or held.undone_at or held.other_id is None:
        raise NotInForce(_("Penggabungan ini sudah tidak berlaku."))
    refuse_unless(queries.may_unmerge(by, held))
    now_one = _locked(Business(pk=held.business_id))[0].pk
    LinkEvent.objects.filter(pk=held.pk).update(undone_at=at, undone_by=by)
    _part(now_one, held.other_id, before=held.before["merged"])
    _ask_again(held.before.get("lapsed", []))
    _restore(now_one, held.before["winner"], at=at)
    _restore(held.other_id, held.before["loser"], at=at)
    changed_register()
    record(
        by=by,
        at=at,
        act="unmerge_businesses",
        subject=("registry.business", str(held.business_id)),
        old={"canonical": held.business_id, "event": held.pk},
        new={"businesses": [held.business_id, held.other_id]},
        reason=reason,
    )


def _locked(*businesses: Business) -> list[Business]:
    """The canonical ones, held until the end of the transaction, in one order whoever asks."""
    reading = queries.canonical([one.pk for one in businesses])
    held = Business.objects.select_for_update().order_by("pk").in_bulk(set(reading.values()))
    if any(one.canonical_id != one.pk for one in held.values()):
        return _locked(*businesses)  # merged in the meantime
    return [held[reading[one.pk]] for one in businesses]


def _part(one: int, other: int, *, before: Collection[int]) -> None:
    """What read as the loser `before` does so again, and what was merged into it since; but not what went to
    the winner by a merge of its own."""
    parted = _merged_into(other).union(before) - _merged_into(one)
    Business.objects.filter(pk__in=parted, canonical=one).update(canonical=other)


def _merged_into(business_id: int) -> set[int]:
    """The business and those that read as it by merges in force, one by one."""
    ids = fresh = {business_id}
    while fresh:
        into = LinkEvent.objects.filter(kind=LinkEventKind.MERGE, undone_at=None, business__in=fresh)
        fresh = {one for one in into.values_list("other", flat=True) if one} - ids
        ids = ids | fresh
    return ids


def _lapse_between(one: Business, other: Business) -> list[int]:
    """Whether the two are one is not asked any more."""
    asked = queries.open_questions().filter(
        (_of("record", one) & _of("other", other)) | (_of("record", other) & _of("other", one))
    )
    lapsed = sorted(asked.values_list("pk", flat=True))
    Likeness.objects.filter(pk__in=lapsed).update(state=LikenessState.LAPSED)
    return lapsed


def _of(end: str, business: Business) -> Q:
    about = f"{end}__membership__"
    return Q(**{f"{about}business__canonical": business, f"{about}in_effect": True})


def _ask_again(likenesses: Sequence[int]) -> None:
    Likeness.objects.filter(pk__in=likenesses, state=LikenessState.LAPSED).update(state=LikenessState.OPEN)


def _side(business: Business) -> dict[str, Any]:
    """What one side shows and stands on, so that it can be shown again exactly."""
    current = Profile.objects.get(business=business, current=True)
    rows = queries.members(business.pk).values_list("pk", flat=True)
    return {"profile": current.pk, "members": list(rows), "district": current.district_id}


def _restore(business_id: int, side: dict[str, Any], *, at: datetime) -> None:
    """The very version it showed before, if it still stands on the same records; else composed again."""
    rows = list(queries.members(business_id).values_list("pk", flat=True))
    if rows != side["members"]:
        recompose(business_id, at=at)
        return
    Profile.objects.filter(business=business_id, current=True).update(current=False)
    Profile.objects.filter(pk=side["profile"]).update(current=True)
