"""Businesses that may be the one somebody is about to register: a plain look, before linkage judges pairs."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q

from sentra.base.permissions import refuse_unless
from sentra.registry import rules
from sentra.registry.models import Profile
from sentra.registry.queries.listing import holders

MOST = 5


def likely_same(by: rules.By, values: Mapping[str, Any], personal: Mapping[str, Any]) -> list[Profile]:
    """At most MOST businesses with the same NIK, or the same name in the same village."""
    refuse_unless(rules.may_register(by))
    asked = Q(pk__in=())
    if nik := personal.get("nik"):
        asked |= Q(business__in=list(holders(str(nik))))
    name = str(values.get("business_name") or values.get("owner_name") or "").casefold()[:200]
    if name and values.get("village"):
        asked |= Q(sort_name=name, village=values["village"])
    found = Profile.objects.filter(asked, current=True).select_related("village", "district")
    return list(found.defer("shown", "origin", "search_text").order_by("sort_name", "pk")[:MOST])
