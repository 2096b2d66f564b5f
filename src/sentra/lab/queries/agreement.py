"""Our result beside another laboratory's: the difference and its En number, or why there is none."""

import math
from dataclasses import dataclass

from django.utils.translation import gettext as _

from sentra.lab.catalogue.procedures import BY_KEY as METHODS
from sentra.lab.models import ExternalResult, Quantity, Result


@dataclass(frozen=True, slots=True)
class Agreement:
    """`difference_db`: ours less theirs. `en` is |En|-free: the sign says who read higher; up to 1 agrees."""

    external: ExternalResult
    difference_db: float | None
    en: float | None
    reason: str

    @property
    def agrees(self) -> bool:
        return self.en is not None and abs(self.en) <= 1


def agreements(result: Result) -> list[Agreement]:
    """With every external result of the same specimen, the newest first."""
    others = result.measurement.specimen.external_results.order_by("-dated_on", "-pk")
    return [agreement(result, each) for each in others]


def agreement(result: Result, other: ExternalResult) -> Agreement:
    """En = (ours - theirs) / sqrt(U_ours² + U_theirs²), only for one and the same quantity."""
    ours = METHODS[result.measurement.session.procedure_key].procedure.quantity
    if other.quantity != ours:
        words = _("Besarannya lain: %(theirs)s, kami mengukur %(ours)s.")
        told = {"theirs": Quantity(other.quantity).label, "ours": Quantity(ours).label}
        return Agreement(other, None, None, words % told)
    if result.value_db is None or result.U_db is None:
        return Agreement(other, None, None, _("Hasil kami tidak sah, jadi tidak dapat dibandingkan."))
    difference_db = result.value_db - other.value_db
    if other.U_db is None:
        return Agreement(other, difference_db, None, _("Laporannya tidak menyebut ketidakpastian."))
    return Agreement(other, difference_db, difference_db / math.hypot(result.U_db, other.U_db), "")
