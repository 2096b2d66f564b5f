"""The business that asks, as the register shows it."""

from typing import Any

from sentra.registry.models import Profile


def profile_of(business: int) -> Profile:
    """What is shown of a business, read through `canonical`. Raises Profile.DoesNotExist."""
    shown = Profile.objects.select_related("village", "district", "business")
    return shown.get(business__merged=business, current=True)


def snapshot_of(profile: Profile) -> dict[str, Any]:
    """Without any number of a person."""
    return {
        "business": profile.business_id,
        "business_name": profile.name,
        "owner_name": profile.owner_name,
        "village_name": profile.village.name if profile.village else "",
        "district": profile.district_id,
        "district_name": profile.district.name if profile.district else "",
    }
