"""Maps as SVG text, without a tile server: shapes from village points, or from a GeoJSON the user gives.

`shapes_from_points` or `shapes_from_geojson` give polygons in degrees; `project` turns them into SVG units
(half a second for a regency, so its result is stored with `as_json`); `choropleth` and `point_map` draw.
"""

from sentra.web.maps.drawing import choropleth, classes, point_map
from sentra.web.maps.geojson import BoundaryError, shapes_from_geojson
from sentra.web.maps.points import AreaPoint, AreaPolygon, dissolved, shapes_from_points
from sentra.web.maps.projection import MapGeometry, MapShape, project

__all__ = [
    "AreaPoint",
    "AreaPolygon",
    "BoundaryError",
    "MapGeometry",
    "MapShape",
    "choropleth",
    "classes",
    "dissolved",
    "point_map",
    "project",
    "shapes_from_geojson",
    "shapes_from_points",
]
