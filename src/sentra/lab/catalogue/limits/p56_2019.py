"""Permen LHK P.56/2019, motorcycles (L3) by power-to-mass ratio: new types and vehicles in production, moving.

The tables for other categories were not found; press articles that give 77/80/83 dB under this number quote
Permen LH 7/2009.
"""

from typing import Final

from django.utils.translation import gettext_lazy as _

from sentra.engines.acoustics import Quantity
from sentra.lab.catalogue.kinds import Evidence, StatutoryLimit

ACT: Final = "Permen LHK P.56/MENLHK/SETJEN/KUM.1/10/2019"
SOURCE: Final = "motorplus-online.com/read/253929015 (24 Oktober 2023); angka yang sama di R41-04 Annex 6"
NOTE: Final = _("Untuk tipe baru dan yang sedang diproduksi; bukan untuk knalpot yang dijual sendiri.")


def _row(key: str, criterion: str, quantity: Quantity, value_db: float) -> StatutoryLimit:
    return StatutoryLimit(
        key=f"p56_2019_{key}",
        instrument=ACT,
        applies_to=f"L3, {criterion}",
        quantity=quantity,
        value_db=value_db,
        procedure_key="r41_04_pass_by",
        method="UN R41-04, uji jalan",
        evidence=Evidence.TOLD,
        source=SOURCE,
        note=NOTE,
    )


P56_2019: Final = (
    _row("l3_1_urban", "PMR ≤ 25", "L_urban", 73),
    _row("l3_2_urban", "25 < PMR ≤ 50", "L_urban", 74),
    _row("l3_2_wot", "25 < PMR ≤ 50", "L_wot", 79),
    _row("l3_3_urban", "PMR > 50", "L_urban", 77),
    _row("l3_3_wot", "PMR > 50", "L_wot", 82),
)
