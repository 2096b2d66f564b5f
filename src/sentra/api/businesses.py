"""Businesses: the list with its filters, one business, registering and editing one."""

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from sentra.api.auth import caller
from sentra.base.values import now
from sentra.registry import actions, queries
from sentra.registry.models import Profile

router = Router()


class Summary(Schema):
    """A business as lists show it."""

    id: int
    name: str
    owner_name: str
    district: str | None
    village: str | None
    branch: str
    size: str
    status: str
    nib: str
    workers: int | None
    turnover_idr: int | None


class SummaryPage(Schema):
    """`after` is the position to ask the next page with; empty at the end."""

    total: int
    capped: bool
    after: str
    items: list[Summary]


class Full(Summary):
    """A business with every value; personal numbers are never among them."""

    size_msme: str
    size_statistics: str
    investment_idr: int | None
    latitude: float | None
    longitude: float | None
    values: dict[str, Any]


class Wanted(Schema):
    """Filters: codes as the register uses them; empty means all."""

    q: str = Field("", max_length=100)
    district: str = ""
    village: str = ""
    branch: str = ""
    size: str = ""
    status: str = ""
    after: str = Field("", max_length=260)


class Told(Schema):
    """What is said of a business: shown values, and personal numbers apart."""

    values: dict[str, str | int | float | None]
    personal: dict[str, str] = {}
    reason: str = ""


def summary(profile: Profile) -> dict[str, Any]:
    return {
        "id": profile.business_id,
        "district": profile.district_id,
        "village": profile.village_id,
        **{
            name: getattr(profile, name)
            for name in ("name", "owner_name", "branch", "size", "status", "nib", "workers", "turnover_idr")
        },
    }


def full(profile: Profile) -> dict[str, Any]:
    names = ("size_msme", "size_statistics", "investment_idr", "latitude", "longitude", "values")
    return summary(profile) | {name: getattr(profile, name) for name in names}


@router.get("", response=SummaryPage)
def businesses(request: HttpRequest, wanted: Query[Wanted]) -> dict[str, Any]:
    filters = queries.Filters(**wanted.dict(exclude={"after"}))
    page = queries.page(caller(request), filters, after=wanted.after)
    return {
        "total": page.total,
        "capped": page.capped,
        "after": page.after,
        "items": [summary(p) for p in page.rows],
    }


@router.get("/{int:ident}", response=Full)
def business(request: HttpRequest, ident: int) -> dict[str, Any]:
    return full(queries.business(caller(request), ident))


@router.post("", response={201: Full})
def register(request: HttpRequest, told: Told) -> tuple[int, dict[str, Any]]:
    made = actions.register_business(by=caller(request), at=now(), values=told.values, personal=told.personal)
    return 201, full(queries.business(caller(request), made.pk))


@router.patch("/{int:ident}", response=Full)
def edit(request: HttpRequest, ident: int, told: Told) -> dict[str, Any]:
    profile = queries.business(caller(request), ident)
    actions.edit_business(
        by=caller(request),
        at=now(),
        business=profile.business,
        values=told.values,
        personal=told.personal,
        reason=told.reason,
    )
    return full(queries.business(caller(request), ident))
