"""What a merge would put twice under one business: found wherever tables point at it, settled by people."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db import models

from sentra.registry.models import Business

ROOM = "registry"


class Collision(NamedTuple):
    """Rows of one kind that both businesses have about the same thing (both applied in one round)."""

    kind: str  # the table's name in words
    about: str  # what they share
    rows: int


def collisions(one: int, other: int) -> list[Collision]:
    """Collisions of two businesses (canonical ids), in the order of the kinds' names.

    Reads every relation to a business outside this room, hidden ones too, so that a room above is looked
    into without being known.
    """
    found = [clash for field in _pointing() for clash in _clashes(field, one, other)]
    return sorted(found)


def _pointing() -> Iterator[models.ForeignKey[Any, Any]]:
    for relation in Business._meta.get_fields(include_hidden=True):
        field = getattr(relation, "field", None)
        if isinstance(field, models.ForeignKey) and field.model._meta.app_label != ROOM:
            yield field


def _clashes(field: models.ForeignKey[Any, Any], one: int, other: int) -> Iterator[Collision]:
    """By each other thing the rows point at."""
    kind, rows = str(field.model._meta.verbose_name), field.model._default_manager
    for partner in field.model._meta.get_fields():
        if isinstance(partner, models.ForeignKey) and partner is not field:
            mine, theirs = (
                rows.filter(**{f"{field.name}__canonical": business, f"{partner.name}__isnull": False})
                for business in (one, other)
            )
            shared = set(mine.values_list(partner.name, flat=True)) & set(
                theirs.values_list(partner.name, flat=True)
            )
            target: Any = partner.related_model
            for about in target._default_manager.filter(pk__in=shared).order_by("pk"):
                count = sum(side.filter(**{partner.name: about}).count() for side in (mine, theirs))
                yield Collision(kind, str(about), count)
