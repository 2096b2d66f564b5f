"""How documents and stored sentences write days, money and points: Indonesian, whoever asks."""

from collections.abc import Mapping
from datetime import date

from django.utils import formats, translation
from django.utils.translation import gettext as _

from sentra.programmes.models import Quota, QuotaKind, Round
from sentra.programmes.rules.planning import told
from sentra.registry.queries import place_names


def day(on: date | None) -> str:
    """`21 November 2026`; a dash for a day that is not known."""
    if on is None:
        return "–"
    with translation.override("id"):
        return formats.date_format(on, "j F Y")


def idr(amount: int) -> str:
    """`Rp 4.500.000`."""
    return "Rp " + f"{amount:,}".replace(",", ".")


def tenths(score: int | None) -> str:
    """`78,4` from 784 tenths of a point."""
    if score is None:
        return "–"
    return f"{score // 10},{score % 10}"


def quota_words(quota: Quota, places: Mapping[str, str] | None = None) -> str:
    """`Paling sedikit 5 penerima: Bobotsari`. `places`: names by code, where they were read already."""
    words = {"amount": quota.amount, "who": told((quota.dimension, quota.value), places)}
    if quota.kind == QuotaKind.SHARE:
        return _("Paling sedikit %(amount)s persen untuk %(who)s") % words
    if quota.kind == QuotaKind.FLOOR:
        return _("Paling sedikit %(amount)s penerima: %(who)s") % words
    return _("Paling banyak %(amount)s penerima: %(who)s") % words


def quotas_told(round_: Round) -> list[tuple[Quota, str]]:
    """All quotas of a round, each in words; names of places are read once."""
    quotas = list(round_.quotas.order_by("pk"))
    places = place_names() if quotas else {}
    return [(quota, quota_words(quota, places)) for quota in quotas]
