"""Who sees a round's papers together, who takes its bundle along, and what of it is open to everybody."""

from django.utils.translation import gettext as _

from sentra.base.people.models import Role
from sentra.base.permissions import Verdict, role_among
from sentra.programmes.models import Round, RoundState
from sentra.registry.rules import By

# A bundle holds every paper of a round, with names: for those who answer for it and those who inspect it.
BUNDLERS = frozenset({Role.ADMINISTRATOR, Role.HEAD, Role.OFFICER, Role.AUDITOR})
PUBLIC = (
    RoundState.FROZEN,
    RoundState.PLANNED,
    RoundState.DECREED,
    RoundState.DELIVERING,
    RoundState.MONITORING,
    RoundState.CLOSED,
)


def may_bundle(by: By, round_: Round) -> Verdict:
    """From the moment that what is decided upon is fixed."""
    verdict = role_among(by, BUNDLERS)
    if verdict and not is_public(round_):
        words = _("Berkas pemeriksa ada setelah putaran dibekukan; kini %(state)s.")
        return Verdict(False, words % {"state": round_.get_state_display().lower()}, round_)
    return verdict


def is_public(round_: Round) -> bool:
    """Whether anybody may read by which rules it is decided, and to what the office has committed itself."""
    return round_.state in PUBLIC
