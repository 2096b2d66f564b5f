"""Shapes of the regency's maps: drawn from village points, or those somebody gave. Computed once, then kept.

A drawing takes about half a second, so it is kept in the process and as a file of the build folder, named
by what it was made from: other points or other boundaries make another file.
"""

import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from sentra.base.audit.models import Entry
from sentra.base.places.models import Area
from sentra.base.places.queries import boundaries, boundary_source, districts, villages
from sentra.web import maps

PLACES_KINDS = ("places.boundary", "places.area")


def district_map() -> maps.MapGeometry:
    """All districts. Raises ValueError when no village has a point."""
    return map_of(version(), "")


def village_map(district: str) -> maps.MapGeometry:
    """The villages of one district. Raises ValueError when none has a point."""
    return map_of(version(), district)


def drawn() -> bool:
    """Whether the shapes are ours, because nobody gave boundaries."""
    return not boundary_source()


def version() -> str:
    """Changes with every load of areas or boundaries: both leave a row in the audit."""
    entries = Entry.objects.filter(subject_kind__in=PLACES_KINDS)
    return entries.order_by("-number").values_list("hash", flat=True).first() or ""


@lru_cache(maxsize=64)
def map_of(_version: str, district: str) -> maps.MapGeometry:
    """The map as it stands in one version of the shapes; the empty code is the whole regency."""
    points = [
        (a.code, a.name, a.longitude, a.latitude, a.parent_id or "")
        for a in villages()
        if a.longitude is not None and a.latitude is not None
    ]
    given = boundaries()
    made_from = json.dumps([points, given], sort_keys=True).encode()
    path = _file(hashlib.sha256(made_from).hexdigest()[:24], district)
    if (stored := _read(path)) is not None:
        return stored
    geometry = maps.project(_shapes(points, given, district))
    _write(path, geometry)
    return geometry


def _shapes(points: list[Any], given: dict[str, Any], district: str) -> list[maps.AreaPolygon]:
    cells = _replaced(maps.shapes_from_points(points, "village"), given)
    if district:
        return [cell for cell in cells if cell.parent == district]
    names = dict(districts().values_list("code", "name"))
    return _replaced(maps.dissolved(cells, names), given)


def _replaced(shapes: list[maps.AreaPolygon], given: dict[str, Any]) -> list[maps.AreaPolygon]:
    """Given boundaries take the place of drawn cells where there are any."""
    features = [
        {"properties": {"kode": s.code, "nama": s.name}, "geometry": given[s.code]}
        for s in shapes
        if s.code in given
    ]
    if not features:
        return shapes
    found = maps.shapes_from_geojson({"type": "FeatureCollection", "features": features})
    by_code = {shape.code: shape for shape in found}
    return [by_code.get(shape.code, shape) for shape in shapes]


def _file(mark: str, district: str) -> Path:
    return Path(settings.BUILD_DIR) / "maps" / f"{mark}-{district or 'kabupaten'}.json"


def _read(path: Path) -> maps.MapGeometry | None:
    """What was kept; None when there is none, or when it is of another edition of this program."""
    try:
        return maps.MapGeometry.from_json(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _write(path: Path, geometry: maps.MapGeometry) -> None:
    """A folder that cannot be written costs half a second more, not the page."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(".baru")
        draft.write_text(json.dumps(geometry.as_json()), encoding="utf-8")
        draft.replace(path)
    except OSError:
        return


def point_of(area: Area | None) -> tuple[float, float] | None:
    """Latitude and longitude of an area, if it has them."""
    if area is None or area.latitude is None or area.longitude is None:
        return None
    return area.latitude, area.longitude
