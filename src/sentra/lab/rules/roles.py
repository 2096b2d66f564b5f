"""Who does what in the laboratory. Measuring and authorising are different people's work."""

from sentra.base.people.models import Role
from sentra.base.permissions import Verdict, role_among
from sentra.registry.rules import By

READERS = frozenset(
    {Role.ADMINISTRATOR, Role.HEAD, Role.OFFICER, Role.LAB_TECHNICIAN, Role.AUDITOR, Role.REGENT}
)
REQUEST_TAKERS = frozenset({Role.OFFICER, Role.LAB_TECHNICIAN, Role.FIELD_OFFICER})
QUEUE_READERS = READERS | {Role.FIELD_OFFICER}  # who takes requests sees what became of them
MEASURERS = frozenset({Role.LAB_TECHNICIAN})
AUTHORISERS = frozenset({Role.LAB_TECHNICIAN, Role.HEAD})
KEEPERS = frozenset({Role.LAB_TECHNICIAN, Role.OFFICER, Role.HEAD, Role.ADMINISTRATOR})


def may_read_lab(by: By) -> Verdict:
    """Measurements, results, reports, raw recordings."""
    return role_among(by, READERS)


def may_read_requests(by: By) -> Verdict:
    """The queue and one's requests."""
    return role_among(by, QUEUE_READERS)


def may_take_request(by: By) -> Verdict:
    """For a business that asks: at the counter, in the lab, or on a visit."""
    return role_among(by, REQUEST_TAKERS)


def may_measure(by: By) -> Verdict:
    """At the bench."""
    return role_among(by, MEASURERS)


def may_authorise(by: By) -> Verdict:
    """Reports; who measured or prepared it is asked elsewhere."""
    return role_among(by, AUTHORISERS)


def may_keep(by: By) -> Verdict:
    """Instruments, certificates, limits that are rows, the accreditation."""
    return role_among(by, KEEPERS)
