"""Who may take the list away: those who keep or inspect it, and a field officer of their own district."""

import pytest
from django.test import Client

from sentra.base.permissions import Refused
from sentra.registry import actions, queries, rules
from tests import cast, makers

pytestmark = pytest.mark.django_db
MAY = {cast.WIRA, cast.BRAMA, cast.SEKAR, cast.GANDE}
OUTSIDERS = {cast.KARTI, cast.SARJA}
ON_SCREEN = "Peran {role} membaca daftar di layar; mengunduhnya urusan petugas buku induk."
DISTRICT_ONLY = "Petugas lapangan mengunduh kecamatan tugasnya saja: pilih di saringan."


@pytest.fixture(autouse=True)
def two_districts(settings, tmp_path) -> None:
    settings.BUILD_DIR = tmp_path
    makers.areas()
    makers.forget()
    makers.business("Dalam")
    makers.business("Luar", village="33.03.08.2002", district="33.03.08")


@pytest.mark.parametrize("part", sorted(set(cast.ALL) - OUTSIDERS, key=lambda part: part.name))
def test_each_of_the_staff_downloads_or_is_told_why_not(part):
    person = cast.enter(part)
    verdict = rules.may_download(person, "")
    words = DISTRICT_ONLY if part is cast.RENGGA else ON_SCREEN.format(role=person.get_role_display())
    assert (bool(verdict), verdict.reason) == ((True, "") if part in MAY else (False, words))


def test_a_refused_download_leaves_nothing_and_an_allowed_one_is_on_record():
    lab, officer = cast.enter(cast.PRAMU), cast.enter(cast.SEKAR)
    with pytest.raises(Refused):
        actions.download_list(by=lab, at=cast.AT, filters=queries.Filters(), form="csv")
    rows = actions.download_list(by=officer, at=cast.AT, filters=queries.Filters(), form="csv")
    assert [row.name for row in rows] == ["Dalam", "Luar"]


def test_a_field_officer_takes_the_rows_of_their_district():
    rengga = cast.enter(cast.RENGGA)
    inside, outside = (queries.Filters(district=code) for code in (makers.BOBOTSARI, "33.03.08"))
    assert [row.name for row in queries.exported(rengga, inside)] == ["Dalam"]
    with pytest.raises(Refused, match="kecamatan tugasnya saja"):
        queries.exported(rengga, outside)


def test_a_field_officer_without_a_district_waits_for_one():
    unassigned = cast.enter(cast.RENGGA, district_code="")
    assert rules.may_download(unassigned, "").reason.startswith("Kecamatan tugas Anda belum ditetapkan")


def links(client: Client, address: str = "/usaha/") -> tuple[bool, bool]:
    """Whether the page leads to a file, and whether it shows a button that cannot be pressed."""
    text = client.get(address).text
    return "/usaha/unduh.csv" in text, 'disabled aria-describedby="sebab-unduh"' in text


def test_the_button_is_dead_and_says_why(client):
    cast.sign_in(client, cast.enter(cast.PRAMU))
    assert links(client) == (False, True)
    assert ON_SCREEN.format(role="Teknisi lab") in client.get("/usaha/").text


def test_the_button_of_a_field_officer_wakes_up_in_their_district(client):
    cast.sign_in(client, cast.enter(cast.RENGGA))
    assert links(client) == (False, True)
    assert links(client, f"/usaha/?kec={makers.BOBOTSARI}") == (True, False)
