"""Figures of the register: counts and sums of what stands in it, never targets. Each can be shown as rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q, QuerySet, Sum

from sentra.base.permissions import refuse_unless
from sentra.registry import rules
from sentra.registry.models import Batch, BatchState, Profile
from sentra.registry.queries.listing import remembered

Figures = dict[str, int]  # businesses, workers, turnover_idr (whole rupiah)
SIZE_COLUMNS = ("size", "size_msme", "size_statistics")


@dataclass(frozen=True, slots=True)
class Totals:
    """Of the whole register. `with_...` tells how many businesses a sum stands on."""

    businesses: int
    workers: int
    with_workers: int
    turnover_idr: int
    with_turnover: int
    with_nib: int
    with_point: int


@dataclass(frozen=True, slots=True)
class Edition:
    """A source of lists and when its latest file in effect was saved."""

    title: str
    committed_at: datetime


def totals(by: rules.By) -> Totals:
    refuse_unless(rules.may_read_register(by))
    return remembered("totals", _totals)


def _totals() -> Totals:
    row = _current().aggregate(
        businesses=Count("pk"),
        heads=Sum("workers"),
        with_workers=Count("workers"),
        sales=Sum("turnover_idr"),
        with_turnover=Count("turnover_idr"),
        with_nib=Count("pk", filter=~Q(nib="")),
        with_point=Count("latitude"),
    )
    return Totals(workers=row.pop("heads") or 0, turnover_idr=row.pop("sales") or 0, **row)


def _current() -> QuerySet[Profile]:
    return Profile.objects.filter(current=True)


def district_figures(by: rules.By) -> Mapping[str, Figures]:
    """By district code; the empty code stands for businesses whose district is not known."""
    refuse_unless(rules.may_read_register(by))
    return remembered("districts", lambda: _figures(_current(), "district"))


def village_figures(by: rules.By, district: str) -> Mapping[str, Figures]:
    """By village code, of one district; the empty code stands for an unknown village."""
    refuse_unless(rules.may_read_register(by))
    inside = _current().filter(district=district)
    return remembered(f"villages:{district}", lambda: _figures(inside, "village"))


def branch_figures(by: rules.By) -> Mapping[str, Figures]:
    """By branch key."""
    refuse_unless(rules.may_read_register(by))
    return remembered("branches", lambda: _figures(_current(), "branch"))


def _figures(found: QuerySet[Profile], column: str) -> dict[str, Figures]:
    rows = found.values_list(column).annotate(Count("pk"), Sum("workers"), Sum("turnover_idr")).order_by()
    return {
        key or "": {"businesses": number, "workers": heads or 0, "turnover_idr": sales or 0}
        for key, number, heads, sales in rows
    }


def size_figures(by: rules.By) -> Mapping[str, dict[str, int]]:
    """How many businesses each scheme puts in each class: by column of the profile, then by class."""
    refuse_unless(rules.may_read_register(by))
    return remembered("sizes", _sizes)


def _sizes() -> dict[str, dict[str, int]]:
    found = {column: _current().values_list(column).annotate(Count("pk")) for column in SIZE_COLUMNS}
    return {column: dict(rows.order_by()) for column, rows in found.items()}


def editions(by: rules.By) -> list[Edition]:
    """Which lists the figures stand on, the latest first; held rows are in no figure."""
    refuse_unless(rules.may_read_register(by))
    rows = (
        Batch.objects.filter(state=BatchState.COMMITTED)
        .values_list("source__title")
        .annotate(latest=Max("committed_at"))
        .order_by("-latest")
    )
    return [Edition(title, at) for title, at in rows if at is not None]
