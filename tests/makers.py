"""Small makers: businesses as the product itself makes them, through its actions. All of it is invented.

makers.areas()
one = makers.business(name="Keripik Contoh", village="33.03.09.2006")
"""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache

from sentra.base.people.models import User
from sentra.base.places.actions import load_areas
from sentra.registry import actions
from sentra.registry.models import Business
from sentra.web.registry import geometry
from tests import cast

BOBOTSARI = "33.03.09"  # the district, and two of its villages
BOBOTSARI_VILLAGE = "33.03.09.2006"
LIMBASARI = "33.03.09.2015"
GREEN_NIK = "3303094107890001"  # well formed, of nobody: 1 July 1989, a woman
PHONE = "+6281234567890"


def areas() -> None:
    """The villages of the regency, as every installation has them."""
    load_areas(by=AnonymousUser(), at=cast.AT, regency="33.03")


def forget() -> None:
    """What the process remembers of the test before: counts and maps."""
    cache.clear()
    geometry.map_of.cache_clear()


def clerk() -> User:
    """Who registers what a test does not care about."""
    return User.objects.filter(email="pendata@cast.example").first() or cast.enter(
        cast.SEKAR, email="pendata@cast.example"
    )


def business(
    name: str = "Keripik Contoh",
    *,
    by: User | None = None,
    personal: dict[str, Any] | None = None,
    **values: Any,
) -> Business:
    """One business in Bobotsari unless `values` say otherwise; needs `areas()`."""
    told = {"business_name": name, "village": BOBOTSARI_VILLAGE, "district": BOBOTSARI} | values
    return actions.register_business(by=by or clerk(), at=cast.AT, values=told, personal=personal or {})
