"""Areas and shapes. Public knowledge: no `by`."""

from typing import Any

from django.db.models import QuerySet

from sentra.base.places.models import Area, Boundary, Level

VILLAGE_LEVELS = (Level.DESA, Level.KELURAHAN)


def districts() -> QuerySet[Area]:
    """Districts in force, by name."""
    return Area.objects.filter(level=Level.DISTRICT, valid_to=None).order_by("name")


def villages(district_code: str = "") -> QuerySet[Area]:
    """Villages in force, by name; of one district when its code is given."""
    found = Area.objects.filter(level__in=VILLAGE_LEVELS, valid_to=None)
    return (found.filter(parent=district_code) if district_code else found).order_by("name")


def regency() -> Area:
    """The regency this installation serves."""
    return Area.objects.get(level=Level.REGENCY, valid_to=None)


def boundaries() -> dict[str, Any]:
    """GeoJSON geometries given by the user, by area code; empty while shapes are drawn from points."""
    return dict(Boundary.objects.values_list("area_id", "geometry"))


def boundary_source() -> str:
    return Boundary.objects.values_list("source", flat=True).first() or ""
