"""Reasons as people read them; how they are kept stands in queries/plain.py."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sentra.lab.catalogue import wording
from sentra.lab.catalogue.limits import BY_KEY as STATUTORY
from sentra.lab.models import Limit


@dataclass(frozen=True, slots=True)
class Told:
    """`place` is empty when it is true of the whole."""

    code: str
    sentence: str
    place: str


def told(kept: Iterable[Mapping[str, Any]]) -> list[Told]:
    return [_told(each) for each in kept]


def _told(one: Mapping[str, Any]) -> Told:
    sentence = wording.sentence(one["code"], _named(one["facts"]))
    return Told(one["code"], sentence, wording.place(one["place"]))


def _named(facts: Mapping[str, Any]) -> Mapping[str, Any]:
    """A limit that is a row goes by its name; a statutory one has its words in the catalogue."""
    if "limit" not in facts or facts["limit"] in STATUTORY:
        return facts
    row = Limit.objects.filter(key=facts["limit"]).first()
    return {**facts, "limit": row.name} if row else facts


def sentences(kept: Iterable[Mapping[str, Any]]) -> list[str]:
    """Each with its place behind it."""
    return [f"{each.sentence} ({each.place})" if each.place else each.sentence for each in told(kept)]
