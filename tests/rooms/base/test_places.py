"""Areas come from a list of the ministry, shapes from whoever has measured them; a code is never lost."""

import json
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from sentra.base.audit.models import Entry
from sentra.base.permissions import Refused
from sentra.base.places import actions, queries
from sentra.base.places.actions import BadBoundaries, UnknownRegency
from sentra.base.places.models import Area, AreaAlias, Boundary
from tests import cast

pytestmark = pytest.mark.django_db
AT = cast.AT
HEADER = "code,name,level,parent,latitude,longitude"
EDITION = (
    "99.01,Contoh,kabupaten,99,-7.3,109.3",
    "99.01.01,Hulu,kecamatan,99.01,-7.2,109.4",
    "99.01.01.2001,Wanarata,desa,99.01.01,-7.21,109.41",
    "99.01.01.2002,Sidareja,desa,99.01.01,,",
)
SQUARE = {"type": "Polygon", "coordinates": [[[109, -7], [110, -7], [110, -8], [109, -7]]]}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Area lists of an invented regency stand here."""
    monkeypatch.setattr(actions, "AREAS", tmp_path)
    return tmp_path


@pytest.fixture
def wira():
    return cast.enter(cast.WIRA)


@pytest.fixture
def areas(folder):
    return load(folder)


def load(folder, *rows: str, aliases: str = "") -> int:
    (folder / "99.01.csv").write_text("\n".join((HEADER, *(rows or EDITION))))
    if aliases:
        (folder / "99.01.aliases.csv").write_text(f"spelling,code\n{aliases}")
    return actions.load_areas(by=AnonymousUser(), at=AT, regency="99.01")


def feature(code: str, geometry: Any = SQUARE, key: str = "kode") -> dict[str, Any]:
    return {"type": "Feature", "properties": {key: code}, "geometry": geometry}


def geojson(*features: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def last_act() -> tuple:
    entry = Entry.objects.latest("number")
    return entry.act, entry.by_label, entry.subject_id, entry.old, entry.new


# Areas


def test_the_areas_of_a_regency_stand_below_each_other_with_a_point_where_one_is_known(folder):
    assert load(folder) == 4
    assert [area.name for area in queries.districts()] == ["Hulu"]
    assert [(one.name, one.latitude) for one in queries.villages("99.01.01")] == [
        ("Sidareja", None),
        ("Wanarata", -7.21),
    ]
    assert (queries.regency().name, queries.regency().parent) == ("Contoh", None)  # provinces are not kept
    assert last_act()[2:] == ("99.01", {}, {"areas": 4, "source": actions.SOURCE})


def test_a_code_that_a_new_edition_leaves_out_is_closed_and_stays_readable(folder, areas):
    load(folder, *EDITION[:3])
    assert [one.name for one in queries.villages()] == ["Wanarata"]
    assert Area.objects.get(code="99.01.01.2002").valid_to == actions.VALID_FROM
    load(folder)
    assert Area.objects.get(code="99.01.01.2002").valid_to is None  # listed again, in force again


def test_other_spellings_of_a_village_come_beside_the_list_if_anybody_wrote_them(folder, areas):
    assert AreaAlias.objects.count() == 0
    load(folder, aliases="Wonoroto,99.01.01.2001")
    assert list(AreaAlias.objects.values_list("spelling", "area__name")) == [("Wonoroto", "Wanarata")]


def test_a_regency_without_a_list_is_refused(folder, areas):
    with pytest.raises(UnknownRegency, match=r"99\.02\.csv"):
        actions.load_areas(by=AnonymousUser(), at=AT, regency="99.02")
    assert (Area.objects.count(), Entry.objects.count()) == (4, 1)


# Shapes


def test_shapes_are_taken_by_code_and_taken_again_when_somebody_measured_better(areas, wira):
    data = geojson(feature("99.01.01.2001"), feature("99.01.01", SQUARE | {"type": "MultiPolygon"}))
    assert actions.load_boundaries(by=wira, at=AT, data=data, source="Bappeda 2025") == 2
    better = SQUARE | {"coordinates": []}
    data = geojson(feature("99.01.01", better, key="KODE"))
    actions.load_boundaries(by=wira, at=AT, data=data, source="Bappeda 2026", key="KODE")
    assert queries.boundaries() == {"99.01.01.2001": SQUARE, "99.01.01": better}
    assert last_act() == ("load_boundaries", "Wira Sandikala", "Bappeda 2026", {}, {"shapes": 1})


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"{", "Berkas ini bukan GeoJSON: Expecting property name"),
        (b"\xff", "Berkas ini bukan GeoJSON: "),
        (b"[1]", "Berkas ini bukan GeoJSON FeatureCollection yang berisi."),
        (b'{"features": {}}', "Berkas ini bukan GeoJSON FeatureCollection yang berisi."),
        (geojson(), "Berkas ini bukan GeoJSON FeatureCollection yang berisi."),
        (
            geojson(feature("99.01.01"), feature("33.03.01")),
            "Bentuk ke-2: kode wilayah 33.03.01 tidak dikenal.",
        ),
        (geojson(feature("99.01.01", key="nama")), "Bentuk ke-1: kode wilayah ? tidak dikenal."),
        (geojson({"properties": "99.01.01"}), "Bentuk ke-1: kode wilayah ? tidak dikenal."),
        (geojson("99.01.01"), "Bentuk ke-1: kode wilayah ? tidak dikenal."),
        (
            geojson(feature("99.01.01"), feature("99.01"), feature("99.01.01")),
            "Bentuk ke-3: kode wilayah 99.01.01 sudah dipakai bentuk ke-1.",
        ),
        (geojson(feature("99.01.01", {"type": "Point"})), "Bentuk ke-1 bukan poligon."),
        (geojson(feature("99.01.01", None)), "Bentuk ke-1 bukan poligon."),
        (geojson(feature("99.01.01", [109, -7])), "Bentuk ke-1 bukan poligon."),
    ],
)
def test_of_a_file_with_one_wrong_shape_none_is_taken(areas, wira, data, sentence):
    acts = Entry.objects.count()
    with pytest.raises(BadBoundaries) as refused:
        actions.load_boundaries(by=wira, at=AT, data=data, source="x")
    assert str(refused.value).startswith(sentence)
    assert (Boundary.objects.count(), Entry.objects.count()) == (0, acts)


def test_dropped_shapes_leave_the_drawn_ones(areas, wira):
    actions.load_boundaries(by=wira, at=AT, data=geojson(feature("99.01.01")), source="Bappeda 2026")
    assert queries.boundary_source() == "Bappeda 2026"
    actions.drop_boundaries(by=wira, at=AT)
    assert (queries.boundaries(), queries.boundary_source()) == ({}, "")
    assert last_act() == ("drop_boundaries", "Wira Sandikala", "all", {"shapes": 1}, {})


def test_only_an_administrator_gives_or_drops_shapes(areas, wira):
    actions.load_boundaries(by=wira, at=AT, data=geojson(feature("99.01.01")), source="Bappeda 2026")
    head, acts = cast.enter(cast.BRAMA), Entry.objects.count()
    for act in (
        lambda: actions.load_boundaries(by=head, at=AT, data=geojson(feature("99.01")), source="x"),
        lambda: actions.drop_boundaries(by=head, at=AT),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.reason == "Peran Kepala dinas tidak berwenang untuk ini."
    assert (list(queries.boundaries()), Entry.objects.count()) == (["99.01.01"], acts)
