"""Writing to the chain, and checking it from its first row to its last."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction

from sentra.base.audit.models import ChainHead, Entry
from sentra.engines.sheets import mask_numbers

START = "0" * 64


@dataclass(frozen=True, slots=True)
class Break:
    """Where the chain does not hold: the row's number and one sentence."""

    number: int
    what: str


@transaction.atomic
def record(
    *,
    by: AbstractBaseUser | AnonymousUser,
    at: datetime,
    act: str,
    subject: models.Model | tuple[str, str],
    old: Mapping[str, Any] | None = None,
    new: Mapping[str, Any] | None = None,
    reason: str = "",
) -> Entry:
    """Appends one act, in the transaction of the action that did it: no act without its row."""
    head = ChainHead.objects.select_for_update().get_or_create(pk=1)[0]
    kind, ident = subject if isinstance(subject, tuple) else (subject._meta.label_lower, str(subject.pk))
    entry = Entry(
        number=head.number + 1,
        at=at,
        by_id=by.pk,
        by_label=str(by),
        act=act,
        subject_kind=kind,
        subject_id=ident,
        old=_plain(old or {}),
        new=_plain(new or {}),
        reason=mask_numbers(reason),  # people write numbers into reasons
        previous_hash=head.hash,
    )
    entry.hash = digest(entry)
    entry.save(force_insert=True)
    ChainHead.objects.filter(pk=head.pk).update(number=entry.number, hash=entry.hash)
    return entry


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """As JSON will give it back, so that the hash at reading equals the hash at writing."""
    plain: dict[str, Any] = json.loads(json.dumps(values, cls=DjangoJSONEncoder))
    return plain


def digest(entry: Entry) -> str:
    """SHA-256 over every column but the hash itself, in a fixed order."""
    body = [
        entry.previous_hash,
        entry.number,
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        entry.by_id,
        entry.by_label,
        entry.act,
        entry.subject_kind,
        entry.subject_id,
        entry.old,
        entry.new,
        entry.reason,
    ]
    text = json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def breaks() -> list[Break]:
    """Every place where the chain does not hold; empty when it does. One pass, constant memory."""
    found, expected, previous = [], 1, START
    for entry in Entry.objects.order_by("number").iterator(chunk_size=2000):
        if entry.number != expected:
            found.append(Break(expected, f"rows {expected} to {entry.number - 1} are missing"))
        elif entry.previous_hash != previous:
            found.append(Break(entry.number, "does not follow the row before it"))
        if entry.hash != digest(entry):
            found.append(Break(entry.number, "was changed after it was written"))
        expected, previous = entry.number + 1, entry.hash
    return found + _end_break(expected - 1, previous)


def _end_break(last: int, hash_: str) -> list[Break]:
    head = ChainHead.objects.filter(pk=1).first()
    if head is None or head.number == 0:
        return [] if last == 0 else [Break(last, "the head of the chain is missing")]
    if last < head.number:
        return [Break(last + 1, f"rows {last + 1} to {head.number} are missing at the end")]
    return [] if head.hash == hash_ else [Break(head.number, "the head of the chain does not match")]
