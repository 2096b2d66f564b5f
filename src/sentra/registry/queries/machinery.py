"""What a business works with, what it can do, and the papers issued on it."""

from dataclasses import dataclass

from django.db.models import QuerySet

from sentra.base.documents.models import Document
from sentra.base.permissions import refuse_unless
from sentra.registry import rules
from sentra.registry.models import Business, Capability, Equipment


@dataclass(frozen=True, slots=True)
class Machinery:
    equipment: QuerySet[Equipment]
    processes: frozenset[str]


def machinery(by: rules.By, business_id: int) -> Machinery:
    """Equipment and process steps whose record is in effect."""
    refuse_unless(rules.may_read_register(by))
    effective = {"business__canonical": business_id, "record__membership__in_effect": True}
    equipment = (
        Equipment.objects.filter(**effective)
        .select_related("record__source", "business")
        .order_by("name", "pk")
    )
    processes = Capability.objects.filter(**effective).values_list("process", flat=True)
    return Machinery(equipment.order_by("name", "pk"), frozenset(processes))


def documents(by: rules.By, business_id: int) -> QuerySet[Document]:
    """Papers issued on the business, newest first."""
    refuse_unless(rules.may_read_register(by))
    kind = Business._meta.label_lower
    return Document.objects.filter(subject_kind=kind, subject_id=str(business_id)).order_by("-pk")
