"""An applicant from what the register says: the snapshot decided upon, and the tokens that are compared."""

import re
from collections.abc import Mapping
from typing import Any

from sentra.base.people import vault
from sentra.programmes.catalogue.applicants import Applicant
from sentra.programmes.models import Proposal
from sentra.registry.models import GroupMembership, Identifier, Ownership, Profile, Scheme, Site

WARD_WORDS = ("rt", "rw")
COMPARED = {"nik": Scheme.NIK, "kk": Scheme.KK, "phone": Scheme.PHONE, "bank": Scheme.BANK}


def profile_of(business: int) -> Profile:
    """What is shown of a business, read through `canonical`. Raises Profile.DoesNotExist."""
    shown = Profile.objects.select_related("village", "district", "business", "record")
    return shown.get(business__merged=business, current=True)


def snapshot_of(profile: Profile) -> dict[str, Any]:
    """The business as the register shows it now, without any personal number."""
    in_effect = {"business__canonical": profile.business_id, "record__membership__in_effect": True}
    owners = list(Ownership.objects.filter(**in_effect).select_related("person").order_by("pk"))
    groups = GroupMembership.objects.filter(**in_effect).values_list("group__name", flat=True)
    return {
        "business": profile.business_id,
        "business_name": profile.name,
        "owner_name": profile.owner_name,
        "village": profile.village_id,
        "village_name": profile.village.name if profile.village else "",
        "district": profile.district_id,
        "district_name": profile.district.name if profile.district else "",
        "branch": profile.branch,
        "size": profile.size,
        "size_msme": profile.size_msme,
        "status": profile.status,
        "workers": profile.workers,
        "turnover_idr": profile.turnover_idr,
        "investment_idr": profile.investment_idr,
        "has_nib": bool(profile.nib),
        "product": profile.values.get("product", ""),
        "women_owned": any(owner.person.sex == "P" for owner in owners),
        "groups": sorted(set(groups)),
        "profile": profile.pk,
    }


def tokens_of(business: int) -> dict[str, list[str]]:
    """What applicants are compared by: keyed tokens, sorted, by scheme. `business` is a canonical id."""
    in_effect = {"business__canonical": business, "record__membership__in_effect": True}
    known = Identifier.objects.filter(**in_effect).values_list("scheme", "token")
    found = {name: {token for kind, token in known if kind == scheme} for name, scheme in COMPARED.items()}
    sites = Site.objects.filter(**in_effect).exclude(address="")
    found["address"] = {
        address_token(site.village_id or "", f"{site.address} {site.rt} {site.rw}") for site in sites
    }
    groups = GroupMembership.objects.filter(**in_effect).values_list("group_id", flat=True)
    found["group"] = {str(group) for group in groups}
    return {name: sorted(tokens) for name, tokens in found.items() if tokens}


def address_token(village: str, address: str) -> str:
    """Equal for one address however it is spaced, punctuated, and whether or not its ward stands in it twice.

    `Dusun Krajan RT 03 RW 04 3 4` and `dusun krajan 003 004` are one.
    """
    words = re.findall(r"[a-z]+|[0-9]+", address.casefold())
    plain = dict.fromkeys(word.lstrip("0") or word for word in words if word not in WARD_WORDS)
    return vault.token("address", f"{village}|{' '.join(plain)}")


def applicant(snapshot: Mapping[str, Any], tokens: Mapping[str, Any], **more: Any) -> Applicant:
    """From a snapshot and its tokens; `more`: what the visit and earlier aid add."""
    names = (
        "district",
        "village",
        "branch",
        "size",
        "size_msme",
        "status",
        "workers",
        "turnover_idr",
        "women_owned",
        "has_nib",
    )
    told = {name: snapshot[name] for name in names}
    return Applicant(**told, has_nik=bool(tokens.get("nik")), in_group=bool(snapshot["groups"]), **more)


def applicant_of(proposal: Proposal, *, helped_before: bool) -> Applicant:
    """The applicant behind a proposal, with what its last visit saw."""
    visit = proposal.visits.order_by("-visited_on", "-pk").first()
    seen = {"visited": True, "fit": visit.fit, "answers": visit.checklist} if visit else {}
    return applicant(proposal.snapshot, proposal.tokens, helped_before=helped_before, **seen)
