"""Reasons as people read them; how they are kept stands in queries/plain.py."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sentra.lab.catalogue import wording


@dataclass(frozen=True, slots=True)
class Told:
    """`place` is empty when it is true of the whole."""

    code: str
    sentence: str
    place: str


def told(kept: Iterable[Mapping[str, Any]]) -> list[Told]:
    return [
        Told(each["code"], wording.sentence(each["code"], each["facts"]), wording.place(each["place"]))
        for each in kept
    ]


def sentences(kept: Iterable[Mapping[str, Any]]) -> list[str]:
    """Each with its place behind it."""
    return [f"{each.sentence} ({each.place})" if each.place else each.sentence for each in told(kept)]
