"""Who does what in the laboratory. Measuring and authorising are different people's work."""

from sentra.base.people.models import Role, User
from sentra.base.permissions import Verdict, role_among
from sentra.registry.rules import By, may_edit

READERS = frozenset(
    {Role.ADMINISTRATOR, Role.HEAD, Role.OFFICER, Role.LAB_TECHNICIAN, Role.AUDITOR, Role.REGENT}
)
QUEUE_READERS = READERS | {Role.FIELD_OFFICER}  # who takes requests sees what became of them
REQUEST_TAKERS = frozenset({Role.OFFICER, Role.LAB_TECHNICIAN, Role.FIELD_OFFICER})
PLANNERS = frozenset({Role.OFFICER, Role.LAB_TECHNICIAN, Role.HEAD})
RECEIVERS = frozenset({Role.OFFICER, Role.LAB_TECHNICIAN})
MEASURERS = frozenset({Role.LAB_TECHNICIAN})
AUTHORISERS = frozenset({Role.LAB_TECHNICIAN, Role.HEAD})
KEEPERS = frozenset({Role.LAB_TECHNICIAN, Role.OFFICER, Role.HEAD, Role.ADMINISTRATOR})


def may_read_lab(by: By) -> Verdict:
    """Measurements, results, reports, raw recordings."""
    return role_among(by, READERS)


def may_read_requests(by: By) -> Verdict:
    """The queue; a field officer sees the requests of their own district."""
    return role_among(by, QUEUE_READERS)


def may_take_request(by: By, district_code: str | None) -> Verdict:
    """For a business that asks: at the counter, in the lab, or on a visit in one's own district."""
    verdict = role_among(by, REQUEST_TAKERS)
    if verdict and isinstance(by, User) and by.role == Role.FIELD_OFFICER:
        return may_edit(by, district_code)
    return verdict


def may_plan(by: By) -> Verdict:
    """When a request is measured, or that it is not."""
    return role_among(by, PLANNERS)


def may_handle(by: By) -> Verdict:
    """Take in and give back what is measured."""
    return role_among(by, RECEIVERS)


def may_measure(by: By) -> Verdict:
    """At the bench."""
    return role_among(by, MEASURERS)


def may_authorise(by: By) -> Verdict:
    """Reports; who measured or prepared one is asked elsewhere."""
    return role_among(by, AUTHORISERS)


def may_keep(by: By) -> Verdict:
    """Instruments, certificates, limits that are rows, vehicles, the accreditation."""
    return role_among(by, KEEPERS)


def sees_district(by: By, district_code: str | None) -> bool:
    """A field officer with a district of their own sees the requests of that district only."""
    if not isinstance(by, User) or by.role != Role.FIELD_OFFICER or not by.district_code:
        return True
    return district_code == by.district_code
