"""Spreading a record's values into rows of their own, so that other rooms can point at them."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils.timezone import localtime

from sentra.base.people import vault
from sentra.registry.actions.writing import insert
from sentra.registry.catalogue.fields import OBSERVED_KEYS
from sentra.registry.models import (
    BusinessGroup,
    Classification,
    Cluster,
    ClusterMembership,
    Equipment,
    Fact,
    GroupMembership,
    Household,
    Identifier,
    Observation,
    Ownership,
    Person,
    ProductLine,
    Scheme,
    Site,
    StatusChange,
)

Row = dict[str, Any]  # by column
SITE_KEYS = ("address", "hamlet", "rt", "rw", "village", "latitude", "longitude")
PERSONAL_SCHEMES = (Scheme.NIK, Scheme.KK, Scheme.PHONE, Scheme.BANK, Scheme.NPWP)
FACTS: tuple[type[Fact], ...] = tuple(Fact.__subclasses__())  # what a record tells, wherever it is kept
CLEAR_SCHEMES = (Scheme.NIB, Scheme.SIINAS, Scheme.REGISTRATION)


@dataclass(frozen=True, slots=True)
class Told:
    """What one record tells of one business; `personal` is in memory only, `key` seals it."""

    business_id: int
    record_id: int
    subject_id: int
    key: bytes
    at: datetime
    values: Mapping[str, Any]
    personal: Mapping[str, Any]


def folded(text: str) -> str:
    """A name as a key: letters and digits only."""
    return re.sub(r"[^0-9a-z]+", " ", text.casefold()).strip()[:200]


def spread(told: Sequence[Told]) -> None:
    """Writes the facts of many records; a handful of statements however many there are."""
    rows: dict[type[models.Model], list[Row]] = defaultdict(list)
    people, groups, clusters = (
        _people(told),
        _named(BusinessGroup, told, "group_name"),
        _named(Cluster, told, "cluster"),
    )
    for one in told:
        about = {"business_id": one.business_id, "record_id": one.record_id}
        if one.subject_id in people:
            rows[Ownership].append({"person_id": people[one.subject_id], **about})
        if name := one.values.get("group_name"):
            rows[GroupMembership].append({"group_id": groups[folded(name)], **about})
        if name := one.values.get("cluster"):
            rows[ClusterMembership].append({"cluster_id": clusters[folded(name)], **about})
        for model, row in _own(one):
            rows[model].append(row | about)
    for model, written in rows.items():
        insert(model, written)


def _own(one: Told) -> Iterable[tuple[type[models.Model], Row]]:
    """The facts that stand on this record alone."""
    values = one.values
    for number in _identifiers(one):
        yield Identifier, number
    if any(values.get(key) for key in SITE_KEYS):
        yield Site, _site(values)
    if text := values.get("product"):
        yield ProductLine, {"text": text[:300], "branch": values["branch_key"]}
    if code := values.get("kbli"):
        yield Classification, {"code": code}
    if text := values.get("equipment"):
        yield Equipment, {"name": text[:200]}
    if any(key in values for key in OBSERVED_KEYS):  # one that a person emptied says so of its year
        yield Observation, _observation(one)
    if status := values.get("status"):
        yield (
            StatusChange,
            {"status": status, "since": _day(values.get("observed_on")) or localtime(one.at).date()},
        )


def _site(values: Mapping[str, Any]) -> Row:
    found = {key: values.get(key) for key in SITE_KEYS}
    village, latitude, longitude = (found.pop(key) for key in ("village", "latitude", "longitude"))
    texts = {"address": 300, "hamlet": 100, "rt": 3, "rw": 3}
    return {
        **{key: str(found[key] or "")[:length] for key, length in texts.items()},
        "village_id": village,
        "latitude": latitude,
        "longitude": longitude,
    }


def _identifiers(one: Told) -> Iterable[Row]:
    for scheme in PERSONAL_SCHEMES:
        for number in _each(one.personal.get(scheme.value)):
            token, sealed = vault.token(scheme.value, number), vault.seal(one.key, number.encode())
            yield {"scheme": scheme.value, "token": token, "sealed": sealed, "subject_id": one.subject_id}
    for scheme in CLEAR_SCHEMES:
        if plain := one.values.get(scheme.value):
            clear = plain[:64]
            yield {"scheme": scheme.value, "token": clear, "clear": clear, "subject_id": one.subject_id}


def _each(value: object) -> list[str]:
    if not value:
        return []
    return [str(part) for part in value] if isinstance(value, list) else [str(value)]


def _observation(one: Told) -> Row:
    values = one.values
    observed = _day(values.get("observed_on"))
    year = values.get("observed_year") or (observed or localtime(one.at).date()).year
    numbers = {key: values[key] for key in OBSERVED_KEYS if isinstance(values.get(key), int)}
    capacity = str(values.get("capacity") or "")[:100]
    return {"year": year, "observed_on": observed, **numbers, "capacity": capacity}


def _day(text: object) -> date | None:
    return date.fromisoformat(text) if isinstance(text, str) else None


def _people(told: Sequence[Told]) -> dict[int, int]:
    """Person ids by subject key; those not known yet are written."""
    subjects = {one.subject_id: one for one in told if one.values.get("owner_name")}
    known = dict(Person.objects.filter(subject_id__in=subjects).values_list("subject_id", "pk"))
    homes = _households(subjects.values())
    fresh = [
        Person(
            subject_id=ident,
            name=one.values["owner_name"][:200],
            sex=one.values.get("sex") or "",
            household_id=homes.get(one.personal.get("kk") or ""),
        )
        for ident, one in subjects.items()
        if ident not in known
    ]
    return known | {person.subject_id: person.pk for person in Person.objects.bulk_create(fresh)}


def _households(told: Iterable[Told]) -> dict[str, int]:
    """Household ids by family card number (in memory only)."""
    tokens = {card: vault.token("kk", card) for one in told if (card := one.personal.get("kk"))}
    Household.objects.bulk_create(
        [Household(token=token) for token in sorted(set(tokens.values()))], ignore_conflicts=True
    )
    ids = dict(Household.objects.filter(token__in=tokens.values()).values_list("token", "pk"))
    return {card: ids[token] for card, token in tokens.items()}


def _named(model: type[models.Model], told: Sequence[Told], key: str) -> dict[str, int]:
    """Ids of groups or clusters by folded name; those not known yet are written."""
    names = {folded(name): name for one in told if (name := one.values.get(key))}
    rows = [model(name=name[:200], folded=fold) for fold, name in sorted(names.items())]
    model._default_manager.bulk_create(rows, ignore_conflicts=True)
    return dict(model._default_manager.filter(folded__in=names).values_list("folded", "pk"))
