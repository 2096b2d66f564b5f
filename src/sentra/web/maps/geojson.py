"""Shapes from a GeoJSON that an officer uploads or the command `sentra boundaries` reads."""

from collections import defaultdict
from typing import Any

import shapely
from django.utils.translation import gettext as _
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from sentra.web.maps.points import AreaPolygon


class BoundaryError(ValueError):
    """A GeoJSON that cannot become a map; the sentence says where and why."""


def shapes_from_geojson(obj: Any, key: str = "kode") -> list[AreaPolygon]:
    """The areas of a FeatureCollection; `key` (else `code`) is the property that holds the Kemendagri code.

    Codes may be written with or without dots. Parts of one area are joined, broken rings mended.
    Raises BoundaryError when it is not a FeatureCollection of polygons in degrees with codes.
    """
    if not isinstance(obj, dict) or obj.get("type") != "FeatureCollection" or not obj.get("features"):
        raise BoundaryError(_("Berkas ini bukan GeoJSON FeatureCollection yang berisi wilayah."))
    parts: dict[str, list[BaseGeometry]] = defaultdict(list)
    names: dict[str, str] = {}
    for number, feature in enumerate(obj["features"], start=1):
        code, name, polygon = _feature(feature, key, number)
        parts[code].append(polygon)
        names.setdefault(code, name)
    return [
        AreaPolygon(code, names[code], code.rpartition(".")[0], shapely.union_all(polygons))
        for code, polygons in parts.items()
    ]


def dotted(code: str) -> str:
    """3303012001 → 33.03.01.2001; a code with dots stays as it is."""
    if "." in code or not code.isdigit():
        return code
    return ".".join(part for part in (code[:2], code[2:4], code[4:6], code[6:]) if part)


def _feature(feature: Any, key: str, number: int) -> tuple[str, str, BaseGeometry]:
    """Code, name and polygon. Raises BoundaryError naming the feature's number."""
    where = _("Wilayah ke-%(number)s") % {"number": number}
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(properties, dict):
        raise BoundaryError(f"{where}: " + _("tidak ada properti."))
    code = properties.get(key) or properties.get("code")
    if not code:
        lacking = _("properti “%(key)s” dengan kode wilayah tidak ada.") % {"key": key}
        raise BoundaryError(f"{where}: {lacking}")
    polygon = _polygon(feature.get("geometry"), where)
    return dotted(str(code)), str(properties.get("nama") or properties.get("name") or code), polygon


def _polygon(geometry: Any, where: str) -> BaseGeometry:
    if not isinstance(geometry, dict) or geometry.get("type") not in ("Polygon", "MultiPolygon"):
        raise BoundaryError(f"{where}: " + _("bentuknya harus Polygon atau MultiPolygon."))
    try:
        polygon = shapely.make_valid(
            shapely.force_2d(shape(geometry)), method="structure", keep_collapsed=False
        )
    except (
        ValueError,
        TypeError,
        IndexError,
        KeyError,
        AttributeError,
        shapely.errors.ShapelyError,
    ) as reason:
        raise BoundaryError(f"{where}: " + _("koordinatnya tidak dapat dibaca.")) from reason
    if polygon.is_empty:
        raise BoundaryError(f"{where}: " + _("bentuknya kosong."))
    west, south, east, north = polygon.bounds
    if west < -180 or east > 180 or south < -90 or north > 90:
        raise BoundaryError(f"{where}: " + _("koordinat harus dalam derajat (WGS 84), bukan meter."))
    return polygon
