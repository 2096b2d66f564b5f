"""Who sees which proposals: a field officer with a district of their own sees that district's."""

from django.db.models import Manager, QuerySet

from sentra.base.people.models import Role, User
from sentra.programmes.models import Proposal
from sentra.registry.rules import By


def in_sight(by: By, proposals: "QuerySet[Proposal] | Manager[Proposal]") -> QuerySet[Proposal]:
    """The same rule as `roles.sees_district`, said to the database."""
    if isinstance(by, User) and by.role == Role.FIELD_OFFICER and by.district_code:
        return proposals.filter(snapshot__district=by.district_code)
    return proposals.all()
