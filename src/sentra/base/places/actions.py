"""Loading areas, and replacing drawn shapes by boundaries that somebody gives."""

import csv
import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils.translation import gettext as _

from sentra.base.audit.chain import record
from sentra.base.people.models import Role, User
from sentra.base.permissions import refuse_unless, role_among
from sentra.base.places.models import Area, AreaAlias, Boundary

AREAS = Path(__file__).resolve().parent / "areas"
SOURCE = "Kepmendagri 300.2.2-2430/2025"
VALID_FROM = date(2025, 1, 1)


class UnknownRegency(Exception):
    """No area list is there for the code."""


class BadBoundaries(Exception):
    """The GeoJSON cannot be used; the sentence says where."""


@transaction.atomic
def load_areas(*, by: User | AnonymousUser, at: datetime, regency: str) -> int:
    """Loads `areas/REGENCY.csv` as the edition in force. Codes that are no longer listed are closed, not
    removed: old rows must stay readable. Raises UnknownRegency."""
    path = AREAS / f"{regency}.csv"
    if not path.exists():
        raise UnknownRegency(f"no area list {path.name}; add one beside the others (see areas/README.md)")
    with path.open(encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: len(row["code"]))
    areas = [_area(row) for row in rows]
    Area.objects.bulk_create(
        areas,
        update_conflicts=True,
        unique_fields=("code",),
        update_fields=("name", "level", "parent", "latitude", "longitude", "source", "valid_to"),
    )
    gone = Area.objects.filter(code__startswith=f"{regency}.", valid_to=None).exclude(
        code__in=[a.code for a in areas]
    )
    gone.update(valid_to=VALID_FROM)
    _load_aliases(regency)
    record(
        by=by,
        at=at,
        act="load_areas",
        subject=("places.area", regency),
        new={"areas": len(areas), "source": SOURCE},
    )
    return len(areas)


def _area(row: Mapping[str, str]) -> Area:
    return Area(
        code=row["code"],
        name=row["name"],
        level=row["level"],
        parent_id=row["parent"] if row["parent"].count(".") else None,
        latitude=float(row["latitude"]) if row["latitude"] else None,
        longitude=float(row["longitude"]) if row["longitude"] else None,
        valid_from=VALID_FROM,
        source=SOURCE,
    )


def _load_aliases(regency: str) -> None:
    """Spellings that lists use for a village, from `areas/REGENCY.aliases.csv` if there is one."""
    path = AREAS / f"{regency}.aliases.csv"
    if not path.exists():
        return
    with path.open(encoding="utf-8", newline="") as file:
        rows = [AreaAlias(spelling=row["spelling"], area_id=row["code"]) for row in csv.DictReader(file)]
    AreaAlias.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=("spelling",), update_fields=("area",)
    )


@transaction.atomic
def load_boundaries(
    *, by: User | AnonymousUser, at: datetime, data: bytes, source: str, key: str = "kode"
) -> int:
    """Takes the shapes of a GeoJSON FeatureCollection, keyed by area code, in place of the drawn ones.

    Raises BadBoundaries naming the first feature that cannot be used; then nothing is taken.
    """
    refuse_unless(role_among(by, {Role.ADMINISTRATOR}))
    known = set(Area.objects.values_list("code", flat=True))
    shapes = [
        _boundary(feature, number, known, key, source) for number, feature in enumerate(_features(data), 1)
    ]
    _refuse_twice(shapes)
    Boundary.objects.bulk_create(
        shapes, update_conflicts=True, unique_fields=("area",), update_fields=("geometry", "source")
    )
    record(
        by=by, at=at, act="load_boundaries", subject=("places.boundary", source), new={"shapes": len(shapes)}
    )
    return len(shapes)


def _features(data: bytes) -> list[Any]:
    try:
        read = json.loads(data)
    except ValueError as wrong:
        raise BadBoundaries(_("Berkas ini bukan GeoJSON: %(why)s") % {"why": str(wrong)[:80]}) from wrong
    features = read.get("features") if isinstance(read, dict) else None
    if not isinstance(features, list) or not features:
        raise BadBoundaries(_("Berkas ini bukan GeoJSON FeatureCollection yang berisi."))
    return features


def _boundary(feature: Any, number: int, known: set[str], key: str, source: str) -> Boundary:
    code = str(_member(feature, "properties").get(key, ""))
    if code not in known:
        raise BadBoundaries(
            _("Bentuk ke-%(number)s: kode wilayah %(code)s tidak dikenal.")
            % {"number": number, "code": code or "?"}
        )
    geometry = _member(feature, "geometry")
    if geometry.get("type") not in ("Polygon", "MultiPolygon"):
        raise BadBoundaries(_("Bentuk ke-%(number)s bukan poligon.") % {"number": number})
    return Boundary(area_id=code, geometry=geometry, source=source[:300])


def _member(feature: Any, name: str) -> dict[str, Any]:
    """A part of a feature; empty when it is missing or no JSON object."""
    found = feature.get(name) if isinstance(feature, dict) else None
    return found if isinstance(found, dict) else {}


def _refuse_twice(shapes: Iterable[Boundary]) -> None:
    """An area has one shape, of many parts if need be; which of two is right is not ours to say."""
    first: dict[str, int] = {}
    for number, shape in enumerate(shapes, 1):
        before = first.setdefault(shape.area_id, number)
        if before != number:
            told = {"number": number, "code": shape.area_id, "first": before}
            raise BadBoundaries(
                _("Bentuk ke-%(number)s: kode wilayah %(code)s sudah dipakai bentuk ke-%(first)s.") % told
            )


@transaction.atomic
def drop_boundaries(*, by: User | AnonymousUser, at: datetime) -> None:
    """Back to the drawn shapes."""
    refuse_unless(role_among(by, {Role.ADMINISTRATOR}))
    count, _kinds = Boundary.objects.all().delete()
    record(by=by, at=at, act="drop_boundaries", subject=("places.boundary", "all"), old={"shapes": count})
