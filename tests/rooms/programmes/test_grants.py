"""Awards as open data keep the rules of the 360Giving Data Standard; each of these rules can fail."""

from collections.abc import Callable
from typing import Any

import pytest

from sentra.programmes.models import Round
from sentra.programmes.queries import grants
from tests import makers
from tests.rooms.programmes import decided, rounds
from tests.rooms.programmes.threesixty import faults

pytestmark = pytest.mark.django_db
Json = dict[str, Any]


@pytest.fixture
def decreed() -> Round:
    makers.areas()
    return decided.decreed(rounds.checking(count=3))


def published() -> Json:
    return {**grants.package(), "grants": list(grants.grants())}


def test_every_decreed_award_is_published_within_the_standard(decreed: Round) -> None:
    told = published()
    assert (faults(told), told["version"], len(told["grants"])) == ([], "1.4", decreed.awards.count())
    for one in told["grants"]:
        assert set(one) == {
            *("id", "title", "description", "currency", "amountAwarded", "awardDate", "dataSource"),
            *("recipientOrganization", "fundingOrganization", "beneficiaryLocation", "classifications"),
            *("grantProgramme", "fromOpenCall"),
        }


def test_a_long_title_is_cut_to_the_length_that_the_standard_advises(decreed: Round) -> None:
    Round.objects.update(title="Putaran " + "x" * 190)
    told = published()
    assert (faults(told), {len(one["title"]) for one in told["grants"]}) == ([], {139})


def set_to(key: str, value: object) -> Callable[[Json], object]:
    return lambda grant: grant.update({key: value})


@pytest.mark.parametrize(
    ("alter", "where"),
    [
        (lambda grant: grant.pop("id"), "grants/0"),
        (lambda grant: grant.pop("recipientOrganization"), "grants/0"),
        (set_to("recipientIndividual", {"id": "1", "name": "x"}), "grants/0"),  # one or the other, never both
        (set_to("catatan", "x"), "grants/0"),
        (set_to("id", 7), "grants/0/id"),
        (set_to("amountAwarded", "4500000"), "grants/0/amountAwarded"),
        (set_to("amountAwarded", 0), "grants/0/amountAwarded"),
        (set_to("currency", "Rp"), "grants/0/currency"),
        (set_to("awardDate", "21-11-2026"), "grants/0/awardDate"),
        (set_to("awardDate", "2026-13-01"), "grants/0/awardDate"),
        (set_to("fundingOrganization", []), "grants/0/fundingOrganization"),
        (set_to("recipientOrganization", [{"id": "1"}]), "grants/0/recipientOrganization/0"),
        (
            set_to("beneficiaryLocation", [{"countryCode": "IDN"}]),
            "grants/0/beneficiaryLocation/0/countryCode",
        ),
        (set_to("fromOpenCall", "ya"), "grants/0/fromOpenCall"),
        (set_to("dataSource", "data/bantuan.json"), "grants/0/dataSource"),
        (set_to("grantProgramme", [{"url": "/putaran/"}]), "grants/0/grantProgramme/0/url"),
    ],
)
def test_the_check_names_the_place_of_what_departs_from_it(
    decreed: Round, alter: Callable[[Json], object], where: str
) -> None:
    told = published()
    alter(told["grants"][0])
    assert faults(told) == [where]


@pytest.mark.parametrize(
    ("alter", "where"),
    [
        ({"version": "1"}, "version"),
        ({"publisher": {"website": "https://example.org"}}, "publisher"),
        ({"grants": []}, "grants"),
        ({"downloadURL": "bantuan.json"}, "downloadURL"),
        ({"lisensi": "CC0"}, ""),
    ],
)
def test_and_of_the_package(decreed: Round, alter: Json, where: str) -> None:
    assert faults(published() | alter) == [where]


def test_a_grant_that_is_there_twice_is_found(decreed: Round) -> None:
    told = published()
    assert faults(told | {"grants": [*told["grants"], told["grants"][0]]}) == ["grants"]
