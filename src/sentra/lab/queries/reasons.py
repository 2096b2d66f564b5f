"""Reasons as they are kept beside a run, a result or a judgement, and as people read them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sentra.engines.acoustics import Reason
from sentra.lab.catalogue import wording

Kept = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """`place` is empty when it is true of the whole."""

    code: str
    sentence: str
    place: str


def kept(reasons: Iterable[Reason]) -> list[Kept]:
    """For a JSON field."""
    return [
        {
            "code": each.code,
            "place": each.place,
            "facts": {name: _plain(value) for name, value in each.facts.items()},
        }
        for each in reasons
    ]


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, str | int | float) else str(value)


def told(reasons: Iterable[Mapping[str, Any]]) -> list[Told]:
    return [
        Told(
            each["code"], wording.sentence(each["code"], each["facts"]), wording.place(each.get("place", ""))
        )
        for each in reasons
    ]


def sentences(reasons: Iterable[Mapping[str, Any]]) -> list[str]:
    """Each with its place behind it."""
    return [f"{each.sentence} ({each.place})" if each.place else each.sentence for each in told(reasons)]
