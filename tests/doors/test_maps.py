"""Maps: every village has ground, districts are their villages, and what is drawn is honest about gaps."""

import json
import math
from xml.etree import ElementTree

import pytest
import shapely
from django.utils.translation import override

from sentra.web import maps

# Twelve invented villages in three districts, two of them on the very same point.
POINTS = [
    (f"99.01.{1 + number // 4:02}.{2001 + number}", f"Desa {number + 1}",
     109.3 + 0.03 * (number % 4) + 0.004 * (number // 4), -7.3 - 0.03 * (number // 4), f"99.01.{1 + number // 4:02}")
    for number in range(11)
]  # fmt: skip
POINTS.append(("99.01.03.2012", "Desa 12", *POINTS[10][2:4], "99.01.03"))
NAMES = {"99.01.01": "Karangsari", "99.01.02": "Kutabawa", "99.01.03": "Rembul"}
OVERLAP = 0.001  # share of the area


@pytest.fixture(autouse=True)
def _indonesian():
    with override("id"):
        yield


@pytest.fixture(scope="module")
def villages():
    return maps.shapes_from_points(POINTS, "village")


@pytest.fixture(scope="module")
def districts():
    return maps.shapes_from_points(POINTS, "district", NAMES)


@pytest.fixture(scope="module")
def geometry(districts):
    return maps.project(districts)


def drawing(svg):
    """The SVG and the legend, parsed."""
    return ElementTree.fromstring(f"<div>{svg}</div>")


def test_every_village_has_ground_of_its_own_around_its_point(villages):
    assert [v.code for v in villages] == [point[0] for point in POINTS]
    assert min(v.polygon.area for v in villages) > 0
    for village, point in zip(villages[:10], POINTS, strict=False):  # the last two share a point
        assert village.polygon.covers(shapely.Point(point[2], point[3]))


def test_villages_do_not_overlap_and_leave_no_gaps(villages):
    together = shapely.union_all([v.polygon for v in villages]).area
    assert sum(v.polygon.area for v in villages) == pytest.approx(together, rel=OVERLAP)


def test_a_district_is_the_union_of_its_villages(villages, districts):
    assert {d.code: d.name for d in districts} == NAMES
    for district in districts:
        own = shapely.union_all([v.polygon for v in villages if v.parent == district.code])
        assert own.symmetric_difference(district.polygon).area < OVERLAP * own.area


@pytest.mark.parametrize("count", [1, 2, 3])
def test_a_few_villages_are_enough_for_a_map(count):
    shapes = maps.project(maps.shapes_from_points(POINTS[:count], "village")).shapes
    assert [shape.name for shape in shapes] == ["Desa 1", "Desa 2", "Desa 3"][:count]
    assert all(shape.path.startswith("M") for shape in shapes)


def test_no_village_or_another_level_is_refused():
    with pytest.raises(ValueError, match="at least one point"):
        maps.shapes_from_points([], "village")
    with pytest.raises(ValueError, match="level"):
        maps.shapes_from_points(POINTS, "province")


def test_a_map_is_as_wide_as_asked_and_keeps_its_proportions(villages, geometry):
    west, south, east, north = shapely.total_bounds([v.polygon for v in villages])
    true_ratio = (north - south) / ((east - west) * math.cos(math.radians((south + north) / 2)))
    assert geometry.width == 420
    assert geometry.height / geometry.width == pytest.approx(true_ratio, rel=0.01)
    assert geometry.place(west, north) == pytest.approx((0, 0), abs=1)


def test_a_stored_map_is_the_same_map(geometry):
    assert maps.MapGeometry.from_json(json.loads(json.dumps(geometry.as_json()))) == geometry


def test_a_name_is_written_only_where_it_fits():
    far = [("99.01.01.2001", "Nama desa yang sangat panjang sekali dan tidak akan pernah muat di wilayahnya", 109.3,
            -7.3, "99.01.01"), *POINTS[1:4]]  # fmt: skip
    fits = [shape.label_fits for shape in maps.project(maps.shapes_from_points(far, "village")).shapes]
    assert fits == [False, True, True, True]


def test_each_area_is_a_link_with_its_name_and_number(geometry):
    svg = maps.choropleth(
        geometry,
        {"99.01.01": 5, "99.01.02": 1200},
        title="<Usaha>",
        link=lambda code: f"/usaha/?a=1&k={code}",
    )
    links = [(a.get("href"), a.get("aria-label")) for a in drawing(svg).iter("a")]
    assert links == [
        ("/usaha/?a=1&k=99.01.01", "Karangsari: 5"),
        ("/usaha/?a=1&k=99.01.02", "Kutabawa: 1.200"),
        ("/usaha/?a=1&k=99.01.03", "Rembul: tanpa data"),
    ]
    assert drawing(svg)[0].get("aria-label") == "<Usaha>"


def test_unknown_is_drawn_apart_from_zero(geometry):
    svg = maps.choropleth(geometry, {"99.01.01": 0, "99.01.02": 9}, title="Usaha", link=str)
    assert [path.get("class") for path in drawing(svg).iter("path")] == ["q0", "q5", "no-data"]
    assert [item[0].tail for item in drawing(svg).iter("li")] == ["0", "≥ 9", "tanpa data"]


def test_a_map_without_any_value_is_still_a_map(geometry):
    svg = maps.choropleth(geometry, {}, title="Usaha", link=str)
    assert {path.get("class") for path in drawing(svg).iter("path")} == {"no-data"}


@pytest.mark.parametrize(
    ("values", "edges"),
    [
        ([], []),
        ([7, 7, 7], [7]),
        ([1, 2], [1, 2]),
        ([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], [1, 3, 5, 7, 9, 11]),
    ],
)
def test_classes_hold_equally_many_and_none_is_empty(values, edges):
    assert maps.classes(values) == edges


def test_a_point_is_shown_in_its_district_and_a_wrong_one_is_not(geometry):
    def locator(latitude, longitude):
        return drawing(maps.point_map(geometry, latitude, longitude, title="Letak", area="99.01.02"))[0]

    right, wrong = locator(-7.33, 109.35), locator(7.33, 109.35)
    assert [path.get("class") for path in right.iter("path")] == ["near", "here", "near"]
    assert len(list(right.iter("circle"))) == 2
    assert right.get("aria-label") == "Letak"
    assert list(wrong.iter("circle")) == []
    assert wrong.get("aria-label") == "Letak: titik di luar peta"


def square(code, west, *, key="kode", size=0.1):
    ring = [[west, -7], [west + size, -7], [west + size, -7 + size], [west, -7 + size], [west, -7]]
    return {
        "type": "Feature",
        "properties": {key: code, "nama": f"Desa {code[-1]}"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def collection(*features):
    return {"type": "FeatureCollection", "features": list(features)}


def test_a_geojson_is_read_with_or_without_dots_and_its_parts_are_joined():
    areas = maps.shapes_from_geojson(
        collection(
            square("9901012001", 109), square("99.01.01.2002", 109.1, key="code"), square("9901012001", 110)
        )
    )
    assert [(a.code, a.parent, a.name) for a in areas] == [
        ("99.01.01.2001", "99.01.01", "Desa 1"),
        ("99.01.01.2002", "99.01.01", "Desa 2"),
    ]
    assert areas[0].polygon.area == pytest.approx(0.02)


def test_hairlines_between_villages_vanish_in_their_district():
    gap = 0.0001
    areas = maps.shapes_from_geojson(collection(square("9901012001", 109), square("9901012002", 109.1 + gap)))
    (district,) = maps.dissolved(areas, NAMES)
    assert (district.name, district.polygon.geom_type) == ("Karangsari", "Polygon")


@pytest.mark.parametrize(
    ("obj", "sentence"),
    [
        ([], "bukan GeoJSON FeatureCollection"),
        (collection(), "bukan GeoJSON FeatureCollection"),
        (collection(square("9901012001", 109), {"type": "Feature"}), "Wilayah ke-2: tidak ada properti."),
        (collection(square("9901012001", 109, key="id")), "Wilayah ke-1: properti “kode” dengan kode wilayah tidak ada."),
        (collection(square("9901012001", 300000, size=500)), "harus dalam derajat"),
        (collection({**square("1", 1), "geometry": {"type": "Point", "coordinates": [1, 1]}}), "harus Polygon"),
        (collection({**square("1", 1), "geometry": {"type": "Polygon", "coordinates": [["a"]]}}), "tidak dapat dibaca"),
        (collection({**square("1", 1), "geometry": {"type": "Polygon", "coordinates": []}}), "kosong"),
    ],
)  # fmt: skip
def test_what_is_no_map_is_refused_with_the_place_of_the_fault(obj, sentence):
    with pytest.raises(maps.BoundaryError, match=sentence):
        maps.shapes_from_geojson(obj)
