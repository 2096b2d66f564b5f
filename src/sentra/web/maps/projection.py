"""From degrees (WGS 84) to SVG units: paths, boxes and the places of names. Slow enough to be stored."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

import shapely
from shapely.geometry import LineString, Polygon
from shapely.geometry.base import BaseGeometry

from sentra.web.maps.points import AreaPolygon

LETTER = 5.5  # width and
LINE = 11  # height of the label's letters, in SVG units at 10px


@dataclass(frozen=True, slots=True)
class MapShape:
    """An area ready to draw: SVG path data, its box (x0, y0, x1, y1), and where its name goes if it fits."""

    code: str
    name: str
    path: str
    box: tuple[int, int, int, int]
    label_x: int
    label_y: int
    label_fits: bool


@dataclass(frozen=True, slots=True)
class MapGeometry:
    """All shapes of one map, and what it takes to place another point on it (degrees to SVG units)."""

    width: int
    height: int
    west: float
    north: float
    x_scale: float
    y_scale: float
    shapes: tuple[MapShape, ...]

    def place(self, longitude: float, latitude: float) -> tuple[float, float]:
        return (longitude - self.west) * self.x_scale, (self.north - latitude) * self.y_scale

    def as_json(self) -> dict[str, Any]:
        """Plain lists and numbers, for a file or a cache."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "MapGeometry":
        """The reverse of `as_json`. Raises KeyError or TypeError when it is something else."""
        shapes = tuple(MapShape(**{**one, "box": tuple(one["box"])}) for one in stored["shapes"])
        return cls(**{**stored, "shapes": shapes})


def project(polygons: Sequence[AreaPolygon], width: int = 420) -> MapGeometry:
    """SVG shapes in whole units, north up, `width` units wide. Raises ValueError without polygons."""
    if not polygons:
        raise ValueError("a map needs at least one shape")
    west, south, east, north = (float(b) for b in shapely.total_bounds([p.polygon for p in polygons]))
    x_scale = width / (east - west)
    y_scale = x_scale / math.cos(math.radians((south + north) / 2))
    empty = MapGeometry(width, round((north - south) * y_scale), west, north, x_scale, y_scale, ())
    shapes = tuple(_shape(area, empty) for area in polygons)
    return MapGeometry(width, empty.height, west, north, x_scale, y_scale, shapes)


def _shape(area: AreaPolygon, frame: MapGeometry) -> MapShape:
    flat = shapely.transform(
        area.polygon,
        lambda xy: (xy - (frame.west, frame.north)) * (frame.x_scale, -frame.y_scale),
    )
    x0, y0, x1, y1 = (round(bound) for bound in flat.bounds)
    x, y, fits = _label(max(_parts(flat), key=lambda part: part.area), area.name)
    return MapShape(area.code, area.name, _path(flat), (x0, y0, x1, y1), round(x), round(y + 3.5), fits)


def _parts(geometry: BaseGeometry) -> list[Polygon]:
    if isinstance(geometry, Polygon):
        return [geometry]
    return [part for part in getattr(geometry, "geoms", ()) if isinstance(part, Polygon)]


def _path(flat: BaseGeometry) -> str:
    """Relative path data in whole units; holes are rings of their own (maps are filled by even-odd)."""
    rings = (ring for part in _parts(flat) for ring in (part.exterior, *part.interiors))
    return "".join(
        filter(None, (_ring(shapely.get_coordinates(ring).round().astype(int).tolist()) for ring in rings))
    )


def _ring(corners: Iterable[list[int]]) -> str:
    """One closed ring; points that rounding laid on each other or on a straight line are left out."""
    kept: list[list[int]] = []
    for x, y in corners:
        if kept and kept[-1] == [x, y]:
            continue
        if len(kept) > 1 and _straight(kept[-2], kept[-1], (x, y)):
            kept.pop()
        kept.append([x, y])
    if len(kept) < 4:
        return ""
    steps = " ".join(f"{b[0] - a[0]} {b[1] - a[1]}" for a, b in pairwise(kept[:-1]))
    return f"M{kept[0][0]} {kept[0][1]}l{steps.replace(' -', '-')}z"


def _straight(a: Sequence[int], b: Sequence[int], c: Sequence[int]) -> bool:
    return (b[0] - a[0]) * (c[1] - b[1]) == (b[1] - a[1]) * (c[0] - b[0])


def _label(polygon: Polygon, name: str) -> tuple[float, float, bool]:
    """The widest place, near the middle, where the whole name fits; else some point inside, and False."""
    needed = len(name) * LETTER + 2
    best: tuple[float, float, float] | None = None
    _x0, top, _x1, bottom = polygon.bounds
    for step in range(1, 40):
        y = top + (bottom - top) * step / 40
        for left, right in _free(polygon, y):
            score = (right - left) - 0.25 * abs(y - polygon.centroid.y)
            if right - left >= needed and (best is None or score > best[0]):
                best = (score, (left + right) / 2, y)
    if best:
        return best[1], best[2], True
    inside = polygon.representative_point()
    return inside.x, inside.y, False


def _free(polygon: Polygon, y: float) -> list[tuple[float, float]]:
    """Where a strip of one text line at height y lies wholly inside: intervals of x."""
    free: list[tuple[float, float]] | None = None
    left, _top, right, _bottom = polygon.bounds
    for level in (y - LINE / 2, y, y + LINE / 2):
        cut = polygon.intersection(LineString([(left - 1, level), (right + 1, level)]))
        spans = [(p.bounds[0], p.bounds[2]) for p in getattr(cut, "geoms", [cut]) if p.length > 0]
        free = (
            spans
            if free is None
            else [_both(a, b) for a in free for b in spans if _both(a, b)[0] < _both(a, b)[1]]
        )
    return free or []


def _both(a: tuple[float, float], b: tuple[float, float]) -> tuple[float, float]:
    return max(a[0], b[0]), min(a[1], b[1])
