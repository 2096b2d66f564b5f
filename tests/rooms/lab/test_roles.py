"""Who does what, typed by hand: measuring, authorising, keeping and asking are different people's work."""

import pytest

from sentra.base.people.models import Role
from sentra.lab.rules import roles
from tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]

MAY = {
    cast.WIRA: {"read", "requests", "keep"},
    cast.LARAS: {"read", "requests"},
    cast.BRAMA: {"read", "requests", "plan", "authorise", "keep"},
    cast.SEKAR: {"read", "requests", "ask", "plan", "handle", "keep"},
    cast.DANU: set(),
    cast.RENGGA: {"requests", "ask"},
    cast.PRAMU: {"read", "requests", "ask", "plan", "handle", "measure", "authorise", "keep"},
    cast.JOYO: set(),
    cast.MAYANG: set(),
    cast.GANDE: {"read", "requests"},
    cast.KARTI: set(),
    cast.SARJA: set(),
}
RULES = {
    "read": roles.may_read_lab,
    "requests": roles.may_read_requests,
    "ask": lambda by: roles.may_take_request(by, "33.03.09"),
    "plan": roles.may_plan,
    "handle": roles.may_handle,
    "measure": roles.may_measure,
    "authorise": roles.may_authorise,
    "keep": roles.may_keep,
}


@pytest.mark.parametrize("part", cast.ALL, ids=lambda part: part.role.value)
def test_each_role_may_what_the_table_says(part):
    by = cast.enter(part)
    assert {name for name, rule in RULES.items() if rule(by)} == MAY[part]


def test_a_field_officer_takes_and_sees_requests_of_their_own_district_only():
    rengga, sekar = cast.enter(cast.RENGGA), cast.enter(cast.SEKAR)
    assert not roles.may_take_request(rengga, "33.03.11")
    assert [roles.sees_district(by, "33.03.11") for by in (rengga, sekar)] == [False, True]
    everywhere = cast.enter(cast.RENGGA, email="keliling@cast.example", district_code="")
    assert roles.sees_district(everywhere, "33.03.11")
    assert everywhere.role == Role.FIELD_OFFICER
