"""Businesses: the list with its filters, one business, registering and editing one."""

from collections.abc import Collection
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import ConfigDict, Field, JsonValue, StrictFloat, StrictInt, StrictStr

from sentra.api.auth import caller
from sentra.api.errors import NumberInAddress, may_answer
from sentra.base.values import now
from sentra.registry import actions, queries
from sentra.registry.catalogue.fields import BY_KEY, PERSONAL_KEYS
from sentra.registry.models import Profile

router = Router()
CODE = r"^[0-9A-Za-z_.]*$"
POSITION = r"^([^\x00-\x1f]*~[0-9]{1,18})?$"  # as `after` of the page before gave it
# Fields whose text is read as a cell of a list would be: "1,5 jt", "10-15", "12.500".
READ = frozenset(
    key
    for key, field in BY_KEY.items()
    if field.kind in ("count", "workers", "money", "year", "date", "latitude", "longitude", "nib", "kbli")
)


def _keys(known: Collection[str]) -> dict[str, JsonValue]:
    """For the schema: which keys there are. The rules refuse others, with a sentence."""
    return {"propertyNames": {"enum": [*sorted(known)]}}


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
    district: str = Field("", max_length=13, pattern=CODE)
    village: str = Field("", max_length=13, pattern=CODE)
    branch: str = Field("", max_length=20, pattern=CODE)
    size: str = Field("", max_length=8, pattern=CODE)
    status: str = Field("", max_length=12, pattern=CODE)
    after: str = Field("", max_length=260, pattern=POSITION)

    def filters(self) -> queries.Filters:
        return queries.Filters(**self.dict(exclude={"after"}))


class Searched(Wanted):
    """The same filters as a body."""

    model_config = ConfigDict(extra="forbid")


class Span(Schema):
    """A measure that is known as a range."""

    low: StrictInt
    high: StrictInt


class Told(Schema):
    """What is said of a business, by field: shown values, and personal numbers apart.

    A number or its text ("1,5 jt"), a range, a code of a place; null empties a field.
    """

    model_config = ConfigDict(extra="forbid")

    values: dict[str, StrictStr | StrictInt | StrictFloat | Span | None] = Field(
        json_schema_extra=_keys(BY_KEY.keys() - PERSONAL_KEYS)
    )
    personal: dict[str, StrictStr] = Field({}, json_schema_extra=_keys(PERSONAL_KEYS))
    reason: str = Field("", max_length=300)

    def understood(self) -> dict[str, Any]:
        """The values as the register keeps them. Raises actions.NotUnderstood for text in doubt."""
        values, faults = dict[str, Any](self.dict()["values"]), dict[str, str]()
        for key, text in self.values.items():
            if key in READ and isinstance(text, str):
                values[key], sentence = queries.understood(key, text)
                faults |= {key: sentence} if sentence else {}
        if faults:
            raise actions.NotUnderstood(faults)
        return values


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


@router.get(
    "",
    response=SummaryPage,
    openapi_extra=may_answer(HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY),
)
def businesses(request: HttpRequest, wanted: Query[Wanted]) -> dict[str, Any]:
    """Not for personal numbers: those are searched for with a body, see `search`."""
    if queries.may_not_stand_in_address(wanted.q):
        raise NumberInAddress
    return listed(queries.page(caller(request), wanted.filters(), after=wanted.after))


@router.post(
    "/search",
    response=SummaryPage,
    openapi_extra=may_answer(HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY),
)
def search(request: HttpRequest, wanted: Searched) -> dict[str, Any]:
    """The list by a body, which no log keeps: `q` may be a NIK, KK, NPWP or phone number. It is on record."""
    page = actions.search_businesses(
        by=caller(request), at=now(), filters=wanted.filters(), after=wanted.after
    )
    return listed(page)


def listed(page: queries.Page) -> dict[str, Any]:
    return {
        "total": page.total,
        "capped": page.capped,
        "after": page.after,
        "items": [summary(p) for p in page.rows],
    }


@router.get("/{int:ident}", response=Full, openapi_extra=may_answer(HTTPStatus.NOT_FOUND))
def business(request: HttpRequest, ident: int) -> dict[str, Any]:
    return full(queries.business(caller(request), ident))


@router.post(
    "",
    response={201: Full},
    openapi_extra=may_answer(HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY),
)
def register(request: HttpRequest, told: Told) -> Status[dict[str, Any]]:
    made = actions.register_business(
        by=caller(request), at=now(), values=told.understood(), personal=told.personal
    )
    return Status(201, full(queries.business(caller(request), made.pk)))


@router.patch(
    "/{int:ident}",
    response=Full,
    openapi_extra=may_answer(HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY),
)
def edit(request: HttpRequest, ident: int, told: Told) -> dict[str, Any]:
    profile = queries.business(caller(request), ident)
    actions.edit_business(
        by=caller(request),
        at=now(),
        business=profile.business,
        values=told.understood(),
        personal=told.personal,
        reason=told.reason,
    )
    return full(queries.business(caller(request), ident))
