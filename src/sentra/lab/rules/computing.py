"""When a result may be computed from its recordings."""

from django.utils.translation import gettext as _

from sentra.base.permissions import Verdict, role_among
from sentra.lab.models import Measurement, Moment, SessionState
from sentra.lab.rules.roles import AUTHORISERS
from sentra.registry.rules import By


def may_compute(by: By, measurement: Measurement) -> Verdict:
    """From the check after the runs on, and again as often as anybody doubts; not of a void session."""
    verdict = role_among(by, AUTHORISERS)
    session = measurement.session
    if verdict and session.state == SessionState.VOID:
        return Verdict(False, _("Sesi ini dibatalkan; tidak ada hasil darinya."), session)
    if verdict and not session.checks.filter(moment=Moment.AFTER).exists():
        return Verdict(False, _("Hasil dihitung setelah pemeriksaan kalibrator sesudah percobaan."), session)
    return verdict
