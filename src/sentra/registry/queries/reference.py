"""Industry codes by version. Public knowledge: no `by`."""

from dataclasses import dataclass

from django.db.models import Count, Min, Q, QuerySet

from sentra.registry.models import IndustryCode


@dataclass(frozen=True, slots=True)
class IndustryVersion:
    version: str
    codes: int
    source: str


def industry_versions() -> list[IndustryVersion]:
    """Versions side by side, the newest first."""
    rows = (
        IndustryCode.objects.values_list("version").annotate(Count("pk"), Min("source")).order_by("-version")
    )
    return [IndustryVersion(version, codes, source or "") for version, codes, source in rows]


def industry_codes(version: str, text: str = "") -> QuerySet[IndustryCode]:
    """Codes of one version, by code; those that begin with the digits, or whose title holds the words."""
    found = IndustryCode.objects.filter(version=version).order_by("code")
    return found.filter(Q(code__startswith=text) | Q(title__icontains=text)) if text else found
