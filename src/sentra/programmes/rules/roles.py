"""Who does what in a round. Deciding, paying and handing over are different people's work."""

from sentra.base.people.models import Role, User
from sentra.base.permissions import Verdict, role_among
from sentra.registry.rules import By, may_edit

READERS = frozenset(
    {
        Role.ADMINISTRATOR,
        Role.REGENT,
        Role.HEAD,
        Role.OFFICER,
        Role.COMMITTEE,
        Role.FIELD_OFFICER,
        Role.TREASURER,
        Role.AUDITOR,
    }
)
PREPARERS = frozenset({Role.ADMINISTRATOR, Role.HEAD, Role.OFFICER})
RECORDERS = PREPARERS | {Role.FIELD_OFFICER}
DECIDERS = frozenset({Role.HEAD, Role.COMMITTEE})
SIGNERS = frozenset({Role.REGENT, Role.HEAD})
BUYERS = frozenset({Role.HEAD, Role.OFFICER, Role.TREASURER})


def may_read_aid(by: By) -> Verdict:
    """Who works on aid, and who inspects it; a lab or a workshop does not see who is given what."""
    return role_among(by, READERS)


def may_prepare(by: By) -> Verdict:
    """Programmes, funds, rounds, kinds of tools."""
    return role_among(by, PREPARERS)


def may_record(by: By, district_code: str | None) -> Verdict:
    """Proposals, papers, visits, handovers; a field officer in the district they are assigned to."""
    verdict = role_among(by, RECORDERS)
    return may_edit(by, district_code) if verdict else verdict


def may_decide(by: By) -> Verdict:
    """To freeze, to have the plan computed, to depart from it."""
    return role_among(by, DECIDERS)


def may_sign(by: By) -> Verdict:
    """The decree and the agreements."""
    return role_among(by, SIGNERS)


def may_buy(by: By) -> Verdict:
    return role_among(by, BUYERS)


def sees_district(by: By, district_code: str | None) -> bool:
    """A field officer with a district of their own sees the proposals of that district only."""
    if not isinstance(by, User) or by.role != Role.FIELD_OFFICER or not by.district_code:
        return True
    return district_code == by.district_code
