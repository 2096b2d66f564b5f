"""Shapes from village points, when nobody has given us boundaries.

Every village gets the ground nearer to its point than to any other (Voronoi), cut at a hull round all points;
a district is the union of its villages. It is a drawing, not a boundary, and pages say so.
"""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import shapely
from shapely.geometry import MultiPoint, Point, Polygon
from shapely.geometry.base import BaseGeometry

KM_PER_DEGREE = 110.574  # of latitude, near the equator
GAP = 0.0002  # degrees (22 m): narrower slits between villages of one district are errors of the drawing
SPECK = 0.1 / KM_PER_DEGREE**2  # square degrees (0.1 km2): smaller holes are such errors too


class AreaPoint(NamedTuple):
    """A village: its code, its name, a point inside it (degrees) and the code of its district."""

    code: str
    name: str
    longitude: float
    latitude: float
    parent: str


@dataclass(frozen=True, slots=True)
class AreaPolygon:
    """An area's shape in degrees."""

    code: str
    name: str
    parent: str
    polygon: BaseGeometry


def shapes_from_points(
    points: Sequence[tuple[str, str, float, float, str]], level: str, names: Mapping[str, str] | None = None
) -> list[AreaPolygon]:
    """Villages (`level="village"`) or their districts (`"district"`, named by `names`), from village points.

    Raises ValueError for another level or without any point.
    """
    villages = _cells([AreaPoint(*point) for point in points])
    if level == "village":
        return villages
    if level == "district":
        return dissolved(villages, names or {})
    raise ValueError(f"level must be village or district, not {level!r}")


def dissolved(villages: Sequence[AreaPolygon], names: Mapping[str, str]) -> list[AreaPolygon]:
    """The districts of `villages`: the union of those that share a parent."""
    members: dict[str, list[BaseGeometry]] = defaultdict(list)
    for village in villages:
        members[village.parent].append(village.polygon)
    return [
        AreaPolygon(
            code, names.get(code, code), code.rpartition(".")[0], _closed(shapely.union_all(polygons))
        )
        for code, polygons in sorted(members.items())
    ]


def _closed(polygon: BaseGeometry) -> BaseGeometry:
    """Without hairlines along village borders and without the specks they leave inside."""
    joined = polygon.buffer(GAP, join_style="mitre").buffer(-GAP, join_style="mitre")
    parts = [
        Polygon(part.exterior, [hole for hole in part.interiors if Polygon(hole).area > SPECK])
        for part in getattr(joined, "geoms", [joined])
    ]
    return shapely.union_all(parts)


def _cells(points: Sequence[AreaPoint]) -> list[AreaPolygon]:
    if not points:
        raise ValueError("a map needs at least one point")
    squeeze = math.cos(math.radians(points[0].latitude))
    flat = _apart([(p.longitude * squeeze, p.latitude) for p in points])
    hull = _hull(flat)
    cells = (
        shapely.voronoi_polygons(MultiPoint(flat), extend_to=hull, ordered=True).geoms if flat[1:] else [hull]
    )
    return [
        AreaPolygon(point.code, point.name, point.parent, _stretched(cell & hull, squeeze))
        for point, cell in zip(points, cells, strict=True)
    ]


def _apart(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Two villages on one point would share a cell: the second moves some 100 m, so that each has ground."""
    placed: dict[tuple[float, float], None] = {}
    for x, y in points:
        step = 0
        while (x + step * 0.001, y + step * 0.0007) in placed:
            step += 1
        placed[x + step * 0.001, y + step * 0.0007] = None
    return list(placed)


def _hull(points: Sequence[tuple[float, float]]) -> BaseGeometry:
    """Round all points, at about half the usual distance between neighbours, with rounded corners."""
    cloud = MultiPoint(points)
    reach = _spacing(points) * 0.75
    return shapely.concave_hull(cloud, ratio=0.28).buffer(reach * 2).buffer(-reach)


def _spacing(points: Sequence[tuple[float, float]]) -> float:
    """Median distance to the nearest neighbour, in degrees; 1 km for a lone point."""
    if len(points) < 2:
        return 1 / KM_PER_DEGREE
    tree = shapely.STRtree([Point(point) for point in points])
    _pairs, far = tree.query_nearest(tree.geometries, exclusive=True, return_distance=True, all_matches=False)
    return float(sorted(far)[len(far) // 2])


def _stretched(polygon: BaseGeometry, squeeze: float) -> BaseGeometry:
    return shapely.transform(polygon, lambda xy: xy / (squeeze, 1.0))
