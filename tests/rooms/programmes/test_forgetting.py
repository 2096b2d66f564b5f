"""Who asks to be forgotten goes from proposals nothing was given to; what was given stays accounted for."""

import pytest

from sentra.base.audit.models import Entry
from sentra.base.permissions import Refused
from sentra.programmes.actions.forgetting import forget_applicant
from sentra.registry.models import Person
from tests import cast, makers
from tests.rooms.programmes import decided, rounds

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def places() -> None:
    makers.areas()


def person(name: str) -> Person:
    return Person.objects.get(name=name)


def test_a_proposal_without_an_award_forgets_name_need_and_numbers():
    one = rounds.proposed(rounds.opened(), 1)
    count = forget_applicant(by=cast.enter(cast.WIRA), at=cast.AT, person=person("Pemilik Contoh 1"))
    one.refresh_from_db()
    assert (count, one.tokens, one.need) == (1, {}, "")
    assert (one.snapshot["owner_name"], one.snapshot["business_name"]) == ("(dilupakan)", "(dilupakan)")
    assert Entry.objects.get(act="forget_applicant").new == {"forgotten": 1, "kept": 0}


def test_who_received_stays_on_record_without_the_numbers_they_are_compared_by():
    round_ = decided.planned(rounds.checking(count=1))
    count = forget_applicant(by=cast.enter(cast.WIRA), at=cast.AT, person=person("Pemilik Contoh 1"))
    one = round_.proposals.get()
    assert (count, one.tokens, one.snapshot["owner_name"]) == (0, {}, "Pemilik Contoh 1")


def test_somebody_who_never_asked_leaves_no_trace_and_only_administrators_forget():
    rounds.workshop(1)
    admin = cast.enter(cast.WIRA)
    assert forget_applicant(by=admin, at=cast.AT, person=person("Pemilik Contoh 1")) == 0
    assert Entry.objects.filter(act="forget_applicant").count() == 0
    with pytest.raises(Refused):
        forget_applicant(by=rounds.officer(), at=cast.AT, person=person("Pemilik Contoh 1"))
