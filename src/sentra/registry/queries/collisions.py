"""What a merge would put twice under one business: found wherever tables point at it, settled by people."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from django.db import models
from django.db.models import Q

from sentra.base.people.models import User
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
    into without being known. Who wrote a row down is nothing that two rows share.
    """
    return _between([Q(canonical=one), Q(canonical=other)])


def left_double(business: int) -> list[Collision]:
    """What stands twice under a business since others were merged into it: nobody has settled it yet."""
    ids = Business.objects.filter(canonical=business).values_list("pk", flat=True)
    return _between([Q(pk=one) for one in ids]) if len(ids) > 1 else []


def _between(sides: Sequence[Q]) -> list[Collision]:
    """Each side is a choice of businesses."""
    found = [clash for field in _pointing() for clash in _clashes(field, sides)]
    return sorted(found)


def _pointing() -> Iterator[models.ForeignKey[Any, Any]]:
    for relation in Business._meta.get_fields(include_hidden=True):
        field = getattr(relation, "field", None)
        if isinstance(field, models.ForeignKey) and field.model._meta.app_label != ROOM:
            yield field


def _clashes(field: models.ForeignKey[Any, Any], sides: Sequence[Q]) -> Iterator[Collision]:
    """By each other thing the rows point at."""
    kind, rows = str(field.model._meta.verbose_name), field.model._default_manager
    of_sides = [
        rows.filter(**{f"{field.name}__in": Business.objects.filter(side).values("pk")}) for side in sides
    ]
    for partner in field.model._meta.get_fields():
        if isinstance(partner, models.ForeignKey) and partner is not field and partner.related_model != User:
            told = [Counter(side.values_list(partner.name, flat=True)) for side in of_sides]
            met = Counter(about for side in told for about in side if about is not None)
            shared = {about: sum(side[about] for side in told) for about, times in met.items() if times > 1}
            target: Any = partner.related_model
            for about in target._default_manager.filter(pk__in=shared).order_by("pk"):
                yield Collision(kind, str(about), shared[about.pk])
