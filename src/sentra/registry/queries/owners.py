"""The person behind a business: owner and business are two things, and one person may own several."""

from itertools import islice

from sentra.engines import linkage
from sentra.registry import rules
from sentra.registry.models import Identifier, Profile, Scheme
from sentra.registry.queries.dossier import business

MOST = 12


def other_businesses(by: rules.By, pk: int) -> list[Profile]:
    """Other businesses whose owner has the same NIK and a name that sounds the same, by name.

    A NIK alone is not enough: a group's leader writes his on the rows of its members.
    """
    shown = business(by, pk)
    in_effect = Identifier.objects.filter(record__membership__in_effect=True)
    numbers = in_effect.filter(business__canonical=shown.business_id).values_list("scheme", "token")
    # Sifted here: asked for by scheme, too, the database would start from all NIKs there are.
    tokens = [token for scheme, token in numbers if scheme == Scheme.NIK]
    holding = in_effect.filter(scheme=Scheme.NIK, token__in=tokens)
    holders = list(holding.values_list("business__canonical", flat=True))
    others = Profile.objects.filter(business__in=holders, current=True).exclude(pk=shown.pk)
    named = others.select_related("village", "district").defer("shown", "origin", "search_text")
    mine = linkage.sound_of(shown.owner_name)
    alike = (one for one in named.order_by("sort_name", "pk") if linkage.sound_of(one.owner_name) == mine)
    return list(islice(alike, MOST)) if mine else []
