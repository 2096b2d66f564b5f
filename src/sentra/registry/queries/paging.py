"""Long lists by the page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet

T = TypeVar("T")
LEAF = 25  # as many a page as the list of businesses has


@dataclass(frozen=True, slots=True)
class Leaf(Generic[T]):
    """Page `number` of `pages`, counted from 1, of `total` rows."""

    rows: Sequence[T]
    total: int
    number: int
    pages: int


def leaf(found: "Sequence[T] | QuerySet[Any, T]", number: int, *, size: int = LEAF) -> Leaf[T]:
    """A page past either end is the nearest there is."""
    total = found.count() if isinstance(found, QuerySet) else len(found)
    pages = max(1, -(-total // size))
    number = min(max(1, number), pages)
    return Leaf(list(found[(number - 1) * size : number * size]), total, number, pages)
