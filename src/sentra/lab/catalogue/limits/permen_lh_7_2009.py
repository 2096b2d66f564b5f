"""Permen LH 7/2009, motorcycles by displacement, moving: stage I to 30 June 2013, stage II from 1 July 2013.

The press is not of one mind about the signs at 80 and 175 cc.
"""

from datetime import date
from typing import Final

from django.utils.translation import gettext_lazy as _

from sentra.lab.catalogue.kinds import Evidence, StatutoryLimit

ACT: Final = "Permen LH 7/2009"
FIRST: Final = "oto.detik.com/profil/d-4086423"
SECOND: Final = "otomotif.kompas.com 2022-02-08 172100415"
LAST_OF_FIRST, FIRST_OF_SECOND = date(2013, 6, 30), date(2013, 7, 1)
NOTE: Final = _("Tanda batas pada 80 dan 175 cc berbeda antarsumber.")


def _row(stage: int, at: int, criterion: str, value_db: float, source: str) -> StatutoryLimit:
    first = stage == 1
    return StatutoryLimit(
        key=f"permen_lh_7_2009_{stage}_{at}",
        instrument=f"{ACT}, tahap {'I' * stage}",
        applies_to=f"L, {criterion}",
        quantity="L_pass_by",
        value_db=value_db,
        procedure_key="r41_01_pass_by",
        method="ECE R41-01, uji jalan" if first else "ECE R41, uji jalan",
        evidence=Evidence.TOLD,
        source=source,
        valid_from=None if first else FIRST_OF_SECOND,
        valid_until=LAST_OF_FIRST if first else None,
        note=NOTE,
    )


PERMEN_LH_7_2009: Final = (
    _row(1, 1, "≤ 80 cc", 85, FIRST),
    _row(1, 2, "80 < cc ≤ 175", 90, FIRST),
    _row(1, 3, "> 175 cc", 90, FIRST),
    _row(2, 1, "≤ 80 cc", 77, "motorplus-online.com/read/254003534 (menyebutnya P.56)"),
    _row(2, 2, "80 < cc ≤ 175", 80, SECOND),
    _row(2, 3, "> 175 cc", 83, f"{SECOND}; fajar-diaz.blogspot.com 2012"),
)
