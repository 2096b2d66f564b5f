"""When a result may be compared with another, and when it may be held against a limit."""

from django.utils.translation import gettext as _

from sentra.base.permissions import ALLOWED, Verdict, role_among
from sentra.engines.acoustics import Limit as EngineLimit
from sentra.lab.models import Limit, Result, SpecimenRole
from sentra.lab.rules.roles import AUTHORISERS
from sentra.registry.rules import By

DECISION_RULES = ("simple", "guarded", "non_binary", "inherent")


def may_work_on_results(by: By) -> Verdict:
    """Those who measure and those who authorise."""
    return role_among(by, AUTHORISERS)


def may_compare(by: By, item: Result, original: Result) -> Verdict:
    """An item with the original of the same vehicle, both as they stand now, at one bench."""
    verdict = may_work_on_results(by)
    ours, theirs = item.measurement, original.measurement
    if verdict and not (item.valid and original.valid):
        return Verdict(False, _("Hanya dua hasil yang sah yang dapat dibandingkan."), ours)
    if verdict and not (item.current and original.current):
        return Verdict(False, _("Hasil ini sudah dihitung ulang; bandingkan hasil yang baru."), ours)
    if verdict and (ours.specimen.role, theirs.specimen.role) != (SpecimenRole.ITEM, SpecimenRole.ORIGINAL):
        return Verdict(False, _("Yang dibandingkan adalah barang uji dengan knalpot asli kendaraan."), ours)
    if verdict and (ours.session_id, ours.vehicle_id) != (theirs.session_id, theirs.vehicle_id):
        return Verdict(False, _("Keduanya harus diukur pada satu sesi dan satu kendaraan."), ours)
    return verdict


def may_judge(by: By, result: Result, rule: str) -> Verdict:
    verdict = may_work_on_results(by)
    if verdict and not result.current:
        return Verdict(False, _("Hasil ini sudah dihitung ulang; nilai hasil yang baru."), result.measurement)
    if verdict and rule not in DECISION_RULES:
        return Verdict(False, _("Aturan keputusan ini tidak dikenal."), result.measurement)
    return verdict


def may_be_judged_by(limit: Limit) -> Verdict:
    """A row that was withdrawn judges nothing; everything else the engine answers, with its reason."""
    if limit.withdrawn_at is not None:
        return Verdict(
            False, _("Batas ini sudah ditarik: %(reason)s") % {"reason": limit.withdrawn_reason}, limit
        )
    return ALLOWED


def of_row(limit: Limit) -> EngineLimit:
    """A limit that is a row, as the engine decides on it."""
    return EngineLimit(
        id=limit.key,
        quantity=limit.quantity,  # type: ignore[arg-type]
        value_db=limit.value_db,
        procedure_id=limit.procedure_key,
        source=limit.source,
        valid_from=limit.valid_from,
        valid_until=limit.valid_until,
        verified_by="" if limit.verified_by_id is None else str(limit.verified_by_id),
    )
