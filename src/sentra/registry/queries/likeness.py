"""Businesses that may be the one somebody is about to register, weighed as linkage weighs a row of a list."""

from collections.abc import Mapping
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple

from django.db.models import F, Q

from sentra.base.permissions import refuse_unless
from sentra.engines import linkage
from sentra.registry import rules
from sentra.registry.models import HAND, Profile, SourceRecord
from sentra.registry.queries.linking import link_model
from sentra.registry.queries.listing import holders
from sentra.registry.queries.normal import normal_forms, raw, raw_of

MOST = 5
NEW = "0"  # an id that no record has

Described = tuple[SourceRecord, int]  # a record and the business it describes


class Likely(NamedTuple):
    """A business that may be the same, and what speaks for it, as sentences are stored."""

    profile: Profile
    why: list[dict[str, Any]]


def likely_same(
    by: rules.By, values: Mapping[str, Any], personal: Mapping[str, Any], *, at: datetime
) -> list[Likely]:
    """At most MOST, the likeliest first."""
    refuse_unless(rules.may_register(by))
    told = raw_of(NEW, HAND, at, values, personal)
    nearest = _nearest(told, _candidates(values, personal))
    shown = Profile.objects.filter(business__in=nearest, current=True).select_related("village", "district")
    found = {profile.business_id: profile for profile in shown.defer("shown", "origin", "search_text")}
    likely = (Likely(found[business], _for(why)) for business, why in nearest.items() if business in found)
    return list(islice(likely, MOST))


def _for(why: linkage.Explanation) -> list[dict[str, Any]]:
    return [{"text": f.template, "values": dict(f.facts)} for f in why.factors if f.weight > 0]


def _candidates(values: Mapping[str, Any], personal: Mapping[str, Any]) -> dict[str, Described]:
    """Records that describe a business of the same village, number or name, with its id, by record id."""
    asked = Q(pk__in=())
    numbers = [str(personal.get("nik") or ""), str(values.get("nib") or "")]
    asked |= Q(business__in=[one for number in numbers if number for one in holders(number)])
    if values.get("village"):
        asked |= Q(village=values["village"])
    name = str(values.get("business_name") or values.get("owner_name") or "").casefold()[:200]
    if name:
        asked |= Q(sort_name=name)
    businesses = Profile.objects.filter(asked, current=True).values("business")
    rows = SourceRecord.objects.filter(
        membership__business__canonical__in=businesses, membership__in_effect=True
    ).annotate(business=F("membership__business__canonical"))
    described = rows.select_related("source", "subject").defer("cells", "problems", "changes", "keys")
    return {str(row.pk): (row, vars(row)["business"]) for row in described}


def _nearest(told: linkage.Raw, candidates: Mapping[str, Described]) -> dict[int, linkage.Explanation]:
    """The evidence on the nearest record of each business, the likeliest business first."""
    model = link_model()
    [new], known = normal_forms([told]), normal_forms(raw(row) for row, _business in candidates.values())
    norms = {norm.id: norm for norm in known}
    found: dict[int, linkage.Explanation] = {}
    for edge in linkage.link([new], linkage.Index(known), model, min_weight=linkage.DOUBTFUL):
        other = edge.b if edge.a == new.id else edge.a
        business = candidates[other][1]
        if business not in found:
            found[business] = linkage.explain(edge, new, norms[other], model.prior)
    return found
