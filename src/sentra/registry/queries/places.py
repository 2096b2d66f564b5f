"""The places of the regency as the importer and the lists need them."""

from sentra.base.places.models import Area, AreaAlias, Level
from sentra.engines.sheets import Gazetteer, Village

VILLAGES = (Level.DESA, Level.KELURAHAN)


def gazetteer() -> Gazetteer:
    areas = Area.objects.filter(valid_to=None)
    return Gazetteer(
        districts=dict(areas.filter(level=Level.DISTRICT).values_list("code", "name")),
        villages=tuple(
            Village(code, name, parent)
            for code, name, parent in areas.filter(level__in=VILLAGES).values_list(
                "code", "name", "parent_id"
            )
        ),
        aliases=dict(AreaAlias.objects.values_list("spelling", "area_id")),
    )


def place_names() -> dict[str, str]:
    """Every area's name by code, old editions included: an old row must still be readable."""
    return dict(Area.objects.values_list("code", "name"))
