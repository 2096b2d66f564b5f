"""How documents and stored sentences write days, money and points: Indonesian, whoever asks."""

from datetime import date

from django.utils import formats, translation
from django.utils.translation import gettext as _

from sentra.programmes.models import Quota, QuotaKind
from sentra.programmes.rules.planning import told


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


def quota_words(quota: Quota) -> str:
    """`Paling sedikit 5 penerima: Kecamatan Bobotsari`."""
    unit = "%" if quota.kind == QuotaKind.SHARE else " " + _("penerima")
    kind = QuotaKind(quota.kind).label if quota.kind != QuotaKind.SHARE else _("Paling sedikit")
    return f"{kind} {quota.amount}{unit}: {told((quota.dimension, quota.value))}"
