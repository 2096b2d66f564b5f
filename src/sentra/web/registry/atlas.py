"""What a map page shows: shapes coloured by a figure, the ranking, and the same as a table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from sentra.base.places.models import Area
from sentra.base.places.queries import boundary_source, districts, villages
from sentra.registry import queries, rules
from sentra.web import maps
from sentra.web.numbers import rupiah_short, thousands
from sentra.web.registry import geometry
from sentra.web.registry.filtering import rows_behind

RANKED = 7


@dataclass(frozen=True, slots=True)
class Metric:
    """A figure that a map can show: `key` in the URL, `field` in the figures."""

    key: str
    field: str
    label: str
    words: Callable[[float], str]


@dataclass(frozen=True, slots=True)
class Place:
    """A row of the ranking and of the table."""

    code: str
    name: str
    url: str
    figures: Mapping[str, int]
    words: str
    percent: float  # of the largest


def metrics() -> list[Metric]:
    return [
        Metric("jumlah", "businesses", _("Jumlah IKM"), thousands),
        Metric("pekerja", "workers", _("Tenaga kerja"), thousands),
        Metric("omzet", "turnover_idr", _("Omzet setahun"), rupiah_short),
    ]


def map_facts(by: rules.By, key: str, district: Area | None, *, drill: bool) -> dict[str, Any]:
    """The context of `registry/_map.html`. With `drill` a district leads to its villages."""
    metric = next((one for one in metrics() if one.key == key), metrics()[0])
    figures = queries.village_figures(by, district.code) if district else queries.district_figures(by)
    areas = villages(district.code) if district else districts()
    link = _link(metric, district, drill=drill)
    places = _places(areas.values_list("code", "name"), figures, metric, link)
    title = _("%(figure)s menurut %(level)s") % {
        "figure": metric.label,
        "level": _("desa") if district else _("kecamatan"),
    }
    return {
        "map": _drawing(district, places, metric, title, link),
        "metric": metric,
        "drills": drill and not district,
        "table_below": drill,
        "metrics": [(one, _switch(one, district, drill=drill)) for one in metrics()],
        "places": sorted(places, key=lambda place: place.name),
        "ranking": sorted(places, key=lambda place: -place.figures.get(metric.field, 0))[:RANKED],
        "map_title": title,
        "unknown_place": figures.get("", {}).get("businesses", 0),
        "boundary_source": boundary_source(),
    }


def _link(metric: Metric, district: Area | None, *, drill: bool) -> Callable[[str], str]:
    if district:
        return lambda code: rows_behind(district=district.code, village=code)
    if drill:
        return lambda code: f"{reverse('registry:map')}?{urlencode({'kec': code, 'ukuran': metric.key})}"
    return lambda code: rows_behind(district=code)


def _switch(metric: Metric, district: Area | None, *, drill: bool) -> str:
    asked = {"ukuran": metric.key} | ({"kec": district.code} if district else {})
    return f"{reverse('registry:map' if drill else 'home')}?{urlencode(asked)}"


def _places(
    areas: Any, figures: Mapping[str, Any], metric: Metric, link: Callable[[str], str]
) -> list[Place]:
    most = max((one[metric.field] for code, one in figures.items() if code), default=0) or 1
    return [
        Place(code, name, link(code), own, metric.words(value), 100 * value / most)
        for code, name in areas
        for own in (figures.get(code, {}),)
        for value in (own.get(metric.field, 0),)
    ]


def _drawing(
    district: Area | None, places: list[Place], metric: Metric, title: str, link: Callable[[str], str]
) -> str:
    """Empty when there is nothing to draw: the table stands for itself."""
    try:
        shapes = geometry.village_map(district.code) if district else geometry.district_map()
    except ValueError:
        return ""
    values = {place.code: float(place.figures.get(metric.field, 0)) for place in places}
    return maps.choropleth(shapes, values, title=title, link=link, words=metric.words)
