"""What people type: a source of its own, above every list."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sentra.base.audit.chain import record
from sentra.base.people import vault
from sentra.base.people.models import SubjectKey, User
from sentra.base.permissions import refuse_unless
from sentra.engines import sheets
from sentra.registry import queries, rules
from sentra.registry.actions.astray import FREE_TEXT
from sentra.registry.actions.composing import completed, profile
from sentra.registry.actions.facts import spread
from sentra.registry.actions.showing import changed_register, new_businesses, recompose, told_by
from sentra.registry.catalogue.fields import BY_KEY, DATED, LABELS, OBSERVED_KEYS, PERSON_TEXTS, PERSONAL_KEYS
from sentra.registry.models import HAND, Business, Membership, Profile, RowVerdict, Source, SourceRecord

HAND_RANK = 100
SEALED_IN_AUDIT = PERSONAL_KEYS | PERSON_TEXTS


class NothingToSay(Exception):
    """A business needs a name or an owner."""


class NotUnderstood(Exception):
    """Some of what was said may not be said so; `faults` holds a sentence by field key."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__(" ".join(f"{_(LABELS.get(key, key))}: {words}" for key, words in faults.items()))
        self.faults = dict(faults)


def hand() -> Source:
    """The source that stands for what people type."""
    return Source.objects.get_or_create(
        key=HAND, defaults={"title": "Ketikan petugas", "creates": True, "rank": HAND_RANK}
    )[0]


@transaction.atomic
def register_business(
    *, by: User, at: datetime, values: Mapping[str, Any], personal: Mapping[str, Any]
) -> Business:
    """One new business as a person describes it. Raises NothingToSay without a name or an owner,
    NotUnderstood when something may not be said so."""
    refuse_unless(rules.may_register(by))
    values, personal = said(values, personal, of={}, at=at)
    values = {key: value for key, value in values.items() if value is not None}
    refuse_unless(rules.may_edit(by, values.get("district")))
    if not (values.get("business_name") or values.get("owner_name")):
        raise NothingToSay(_("Isi nama usaha atau nama pemilik."))
    business = Business.objects.get(pk=new_businesses(1, at=at)[0])
    [(subject, key)] = vault.new_keys(1)
    row = _typed(completed(values), personal, subject, key, RowVerdict.CREATE, by=by, at=at)
    Membership.objects.create(record=row, business=business, in_effect=True)
    profile(row.values, queries.place_names(), business=business, record=row, since=at, current=True).save()
    spread(told_by([row], {row.pk: business.pk}))
    changed_register()
    new = for_audit({**row.values, **personal}, key)
    record(by=by, at=at, act="register_business", subject=business, new=new)
    return business


@transaction.atomic
def edit_business(
    *,
    by: User,
    at: datetime,
    business: Business,
    values: Mapping[str, Any],
    personal: Mapping[str, Any],
    reason: str = "",
) -> Profile:
    """Changes some values of a business; the others keep their sources. Only what differs is recorded.

    Raises NotUnderstood when something may not be said so.
    """
    before = Profile.objects.select_related("record__subject", "record__source").get(
        business=business, current=True
    )
    refuse_unless(rules.may_edit(by, before.district_id))
    values, told = said(values, personal, of=before.values, at=at)
    changed = {key: value for key, value in values.items() if before.values.get(key) != value}
    refuse_unless(rules.may_edit(by, changed.get("district", before.district_id)))
    if not changed and not told:
        return before
    subject, key = _key_of(before.record.subject)
    row = _typed(_branched(before, changed), told, subject, key, RowVerdict.UPDATE, by=by, at=at)
    Membership.objects.create(record=row, business=business, in_effect=True)
    after = recompose(business.pk, at=at) or before
    spread(told_by([row], {row.pk: business.pk}))
    changed_register()
    old = for_audit({name: before.values.get(name) for name in changed}, key)
    record(
        by=by,
        at=at,
        act="edit_business",
        subject=business,
        old=old,
        new=for_audit(changed | told, key),
        reason=reason,
    )
    return after


def said(
    values: Mapping[str, Any], personal: Mapping[str, Any], *, of: Mapping[str, Any], at: datetime
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What may be kept of what was said, the same for every door: a personal number among other words is
    masked, a village tells its district, personal numbers are written one way. `of`: the values known so
    far. Raises NotUnderstood."""
    if faults := rules.unsayable(values, personal, of=of, at=at):
        raise NotUnderstood(faults)
    kept = {
        key: sheets.mask_numbers(value) if value and key in FREE_TEXT else value
        for key, value in values.items()
    }
    if kept.get("village"):
        kept["district"] = kept["village"].rpartition(".")[0]
    numbers = {key: sheets.parse_value(BY_KEY[key].kind, text).value for key, text in personal.items()}
    return kept, {key: number for key, number in numbers.items() if number}


def note_said(business: Business, values: Mapping[str, Any], *, by: User, at: datetime) -> SourceRecord:
    """A record of something a person said that changes no shown value: a fact can stand on it."""
    current = Profile.objects.select_related("record__subject").get(business=business, current=True)
    subject, key = _key_of(current.record.subject)
    row = _typed(values, {}, subject, key, RowVerdict.UPDATE, by=by, at=at)
    Membership.objects.create(record=row, business=business, in_effect=True)
    return row


def _key_of(subject: SubjectKey) -> tuple[SubjectKey, bytes]:
    """The person's key; a new one when the old was destroyed: what is typed now is said anew."""
    if subject.wrapped is None:
        return vault.new_keys(1)[0]
    return subject, vault.open_key(subject)


def for_audit(values: Mapping[str, Any], key: bytes) -> dict[str, Any]:
    """As the audit chain keeps it: whatever tells of the person only as ciphertext, so that destroying
    the key forgets the person and leaves the chain whole."""
    return {
        name: vault.seal(key, json.dumps(value).encode()).hex()
        if name in SEALED_IN_AUDIT and value
        else value
        for name, value in values.items()
    }


def _branched(before: Profile, changed: dict[str, Any]) -> dict[str, Any]:
    """The branch and the sum of workers follow from what changed together with what stays. A product is never
    recorded without its branch, though that may stay."""
    after = completed({**before.values, "workers": None, **changed})
    follows = {key: after[key] for key in ("branch_key", "workers") if after.get(key) is not None}
    beside = {"branch_key"} if changed.get("product") else set()
    new = {key: value for key, value in follows.items() if key in beside or before.values.get(key) != value}
    return changed | new | _year_of(before, changed)


def _year_of(before: Profile, changed: Mapping[str, Any]) -> dict[str, Any]:
    """A changed figure is of the year that stands beside it on the form, unless that was changed too."""
    if DATED & changed.keys() or not any(key in changed for key in OBSERVED_KEYS):
        return {}
    return {key: before.values[key] for key in DATED & before.values.keys()}


def _typed(
    values: Mapping[str, Any],
    personal: Mapping[str, Any],
    subject: SubjectKey,
    key: bytes,
    verdict: str,
    *,
    by: User,
    at: datetime,
) -> SourceRecord:
    """A record of what was typed; there are no raw cells but the values themselves."""
    return SourceRecord.objects.create(
        source=hand(),
        subject=subject,
        fingerprint=vault.token("row", json.dumps([values, personal], sort_keys=True, default=str)),
        values=values,
        sealed=vault.seal(key, json.dumps(personal).encode()),
        cells=vault.seal(key, b"[]"),
        verdict=verdict,
        recorded_at=at,
        recorded_by=by,
    )
