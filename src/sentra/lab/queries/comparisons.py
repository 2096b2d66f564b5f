"""An item beside the vehicle's original muffler: as a whole and band by band."""

from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from sentra.base.permissions import refuse_unless
from sentra.lab.models import Comparison
from sentra.lab.queries.results import Cause, causes
from sentra.lab.queries.suggesting import Suggestions, band_name, suggestions
from sentra.lab.rules.roles import may_read_lab
from sentra.registry.rules import By


@dataclass(frozen=True, slots=True)
class BandRow:
    """`delta_db`: how much quieter the item is; None where the background hides the band."""

    centre_hz: float
    name: str
    delta_db: float | None
    u_db: float | None


@dataclass(frozen=True, slots=True)
class ComparisonShown:
    comparison: Comparison
    sentence: str
    bands: list[BandRow]
    causes: list[Cause]
    suggestions: Suggestions


def comparison_shown(by: By, pk: int) -> ComparisonShown:
    """Raises Comparison.DoesNotExist."""
    refuse_unless(may_read_lab(by))
    comparison = Comparison.objects.select_related(
        "item__measurement__specimen__request",
        "item__measurement__vehicle",
        "item__measurement__session",
        "original__measurement__specimen",
        "computed_by",
    ).get(pk=pk)
    return ComparisonShown(
        comparison,
        sentence(comparison),
        bands(comparison),
        causes(comparison.shares),
        suggestions(comparison.item, comparison),
    )


def bands(comparison: Comparison) -> list[BandRow]:
    found = comparison.bands
    rows = zip(found["centre_hz"], found["delta_db"], found["u_db"], strict=True)
    return [BandRow(hz, band_name(hz), delta_db, u_db) for hz, delta_db, u_db in rows]


def sentence(comparison: Comparison) -> str:
    """What it comes to; a difference within its own doubt is none."""
    if abs(comparison.delta_db) <= comparison.U_db:
        words = _(
            "Tidak ada beda yang dapat dipastikan dengan knalpot asli: %(delta)s dB, U %(U)s dB (k = %(k)s)."
        )
    elif comparison.delta_db > 0:
        words = _("%(delta)s dB lebih senyap daripada knalpot asli, U %(U)s dB (k = %(k)s).")
    else:
        words = _("%(delta)s dB lebih bising daripada knalpot asli, U %(U)s dB (k = %(k)s).")
    return words % {
        "delta": number_format(round(abs(comparison.delta_db), 1), 1),
        "U": number_format(round(comparison.U_db, 1), 1),
        "k": number_format(round(comparison.k, 2), 2),
    }
