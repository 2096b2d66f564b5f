"""UN R41-04 itself, annex 6 and paragraph 6.2.3: the limits that P.56/2019 takes over, moving."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from sentra.engines.acoustics import Quantity
from sentra.lab.catalogue.kinds import Evidence, StatutoryLimit

SOURCE: Final = "forum.milwaukee-vtwin.de 1353234 (terjemahan Jerman R41.04, kata demi kata)"
FROM_URBAN: Final = _("Paragraf 6.2.3: L_wot paling tinggi batas L_urban + 5 dB.")


def _row(key: str, criterion: str, quantity: Quantity, value_db: float) -> StatutoryLimit:
    urban = quantity == "L_urban"
    return StatutoryLimit(
        key=f"un_r41_04_{key}",
        instrument="UN R41-04 Annex 6" if urban else "UN R41-04 paragraf 6.2.3",
        applies_to=f"L3, {criterion}",
        quantity=quantity,
        value_db=value_db,
        procedure_key="r41_04_pass_by",
        method="UN R41-04 Annex 3 (bergerak), dibulatkan ke desibel utuh",
        evidence=Evidence.TOLD,
        source=SOURCE,
        note="" if urban else FROM_URBAN,
    )


UN_R41_04: Final = (
    _row("1_urban", "PMR ≤ 25", "L_urban", 73),
    _row("2_urban", "25 < PMR ≤ 50", "L_urban", 74),
    _row("2_wot", "25 < PMR ≤ 50", "L_wot", 79),
    _row("3_urban", "PMR > 50", "L_urban", 77),
    _row("3_wot", "PMR > 50", "L_wot", 82),
)
