"""What a business works with and what it can do, as a person says on a visit."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from sentra.base.audit.chain import record
from sentra.base.people.models import User
from sentra.base.permissions import refuse_unless
from sentra.registry import rules
from sentra.registry.actions.registering import note_said
from sentra.registry.catalogue.processes import PROCESSES
from sentra.registry.models import Business, Capability, Equipment, EquipmentState, Profile

KNOWN = frozenset(process.key for process in PROCESSES)


class UnknownProcess(ValueError):
    """A process step that the catalogue does not list."""


@transaction.atomic
def add_equipment(
    *,
    by: User,
    at: datetime,
    business: Business,
    name: str,
    quantity: int = 1,
    serial: str = "",
    state: str = "unknown",
) -> Equipment:
    """A machine or tool the business has. Raises ValueError for nonsense in quantity or state."""
    refuse_unless(rules.may_edit(by, _district(business)))
    if quantity < 1 or state not in EquipmentState.values or not name.strip():
        raise ValueError(_("Peralatan perlu nama, jumlah paling sedikit 1, dan keadaan yang dikenal."))
    said = note_said(business, {"equipment": name}, by=by, at=at)
    made = Equipment.objects.create(
        business=business,
        record=said,
        name=name.strip()[:200],
        quantity=quantity,
        serial=serial[:100],
        state=state,
    )
    new = {"name": made.name, "quantity": quantity, "state": state}
    record(by=by, at=at, act="add_equipment", subject=business, new=new)
    return made


@transaction.atomic
def set_equipment_state(
    *, by: User, at: datetime, equipment: Equipment, state: str, reason: str = ""
) -> Equipment:
    """Working, idle, broken or gone; an idle machine is what others may ask for."""
    refuse_unless(rules.may_edit(by, _district(equipment.business)))
    if state not in EquipmentState.values:
        raise ValueError(_("Keadaan peralatan tidak dikenal."))
    old, equipment.state = equipment.state, state
    equipment.save(update_fields=["state"])
    subject = equipment.business
    record(
        by=by,
        at=at,
        act="set_equipment_state",
        subject=subject,
        old={"state": old},
        new={"state": state},
        reason=reason,
    )
    return equipment


@transaction.atomic
def set_capabilities(*, by: User, at: datetime, business: Business, processes: Collection[str]) -> None:
    """The process steps the business can do, as a whole list. Raises UnknownProcess."""
    refuse_unless(rules.may_edit(by, _district(business)))
    if strange := set(processes) - KNOWN:
        raise UnknownProcess(", ".join(sorted(strange)))
    before = set(Capability.objects.filter(business=business).values_list("process", flat=True))
    said = note_said(business, {}, by=by, at=at)
    Capability.objects.filter(business=business).exclude(process__in=processes).delete()
    fresh = [
        Capability(business=business, record=said, process=key) for key in sorted(set(processes) - before)
    ]
    Capability.objects.bulk_create(fresh)
    old, new = {"processes": sorted(before)}, {"processes": sorted(processes)}
    record(by=by, at=at, act="set_capabilities", subject=business, old=old, new=new)


def _district(business: Business) -> str | None:
    return Profile.objects.get(business=business, current=True).district_id
