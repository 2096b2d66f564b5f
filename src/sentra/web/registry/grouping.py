"""The clusters of the regency: a list that is searched, filtered by district and paged like the other one."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from sentra.base.places.queries import districts
from sentra.registry import queries, rules
from sentra.web import paging
from sentra.web.registry.filtering import LONGEST, Choice, Select, rows_behind


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the URL asks for: words, the code of a district, a page counted from 1."""

    q: str = ""
    district: str = ""
    number: int = 1


def wanted(query: Mapping[str, str]) -> Wanted:
    q, district = (query.get(name, "").strip()[:LONGEST] for name in ("q", "kec"))
    return Wanted(q, district, paging.number(query))


def address(asked: Wanted) -> str:
    number = str(asked.number) if asked.number > 1 else ""
    told = {"q": asked.q, "kec": asked.district, paging.PAGE: number}
    found = urlencode({name: value for name, value in told.items() if value})
    return reverse("registry:clusters") + (f"?{found}" if found else "")


def facts(by: rules.By, asked: Wanted) -> dict[str, Any]:
    """What the page shows."""
    places = queries.place_names()
    page = queries.cluster_page(
        by, words=asked.q, district=asked.district, number=asked.number, places=places
    )
    return {
        "asked": asked,
        "page": page,
        "clusters": [_row(one, places) for one in page.rows],
        "select": (select := _districts(page, asked)),
        "chips": [
            (choice.label, address(replace(asked, district="", number=1)))
            for choice in select.choices
            if choice.chosen
        ],
        "previous_url": address(replace(asked, number=page.number - 1)) if page.number > 1 else "",
        "next_url": address(replace(asked, number=page.number + 1)) if page.number < page.pages else "",
    }


def _row(one: queries.ClusterFigures, places: Mapping[str, str]) -> dict[str, Any]:
    return {
        "cluster": one,
        "url": rows_behind(cluster=str(one.pk)),
        "village": places.get(one.village_code, ""),
        "district": places.get(one.district_code, _("kecamatan belum diketahui")),
    }


def _districts(page: queries.ClusterPage, asked: Wanted) -> Select:
    """Those that have clusters, each with how many."""
    choices = [
        Choice(code, name, page.by_district[code], code == asked.district)
        for code, name in districts().values_list("code", "name")
        if code in page.by_district
    ]
    return Select("kec", _("Kecamatan"), choices)
