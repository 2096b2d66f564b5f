"""A search for a personal number: it finds the business, and the number stands in no address and no log."""

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.http import HttpResponse
from django.test import Client

from sentra.base.audit.models import Entry
from sentra.base.people import vault
from sentra.base.people.models import User
from sentra.registry import queries
from tests import cast, makers

pytestmark = pytest.mark.django_db
NIK = makers.GREEN_NIK
SPACED = f"{NIK[:6]} {NIK[6:12]} {NIK[12:]}"
MASK = "••••••••••••0001"
# Whole numbers as people write them, and one that is still being typed.
TYPED = (NIK, SPACED, f"NIK {NIK}", "0812-3456-7890", "+62 812 3456 7890", "01.234.567.8-901.000", NIK[:9])


@pytest.fixture(autouse=True)
def wening(settings, tmp_path) -> int:
    """A business known by its NIK and phone, among others."""
    settings.BUILD_DIR = tmp_path
    makers.areas()
    makers.forget()
    makers.business("Lain")
    return makers.business("Gula Wening", personal={"nik": NIK, "phone": makers.PHONE}).pk


@pytest.fixture
def officer(client) -> User:
    person = cast.enter(cast.SEKAR)
    cast.sign_in(client, person)
    return person


def digits(address: str) -> str:
    """The longest run of digits that an address shows, sealed parts left out."""
    query = re.sub(r"nomor=[\w-]+", "", urlsplit(address).query)
    return max(re.findall(r"\d+", query), key=len, default="")


def searched(client: Client, text: str, **more: str) -> HttpResponse:
    return client.post("/usaha/", {"q": text} | more, headers={"HX-Request": "true"})


def found(response: HttpResponse) -> list[str]:
    return [row.name for row in response.context["page"].rows]


@pytest.mark.parametrize("text", TYPED)
def test_the_address_that_typing_leaves_holds_no_number(client, officer, text):
    response = searched(client, text)
    assert list(parse_qs(urlsplit(response["HX-Push-Url"]).query)) == ["nomor"]
    assert text not in response.text
    again = client.get(response["HX-Push-Url"])
    assert found(again) == found(response)


@pytest.mark.parametrize("text", TYPED[:5])
def test_a_whole_number_finds_its_business_and_a_part_does_not(client, officer, text):
    assert found(searched(client, text)) == ["Gula Wening"]
    assert found(searched(client, NIK[:12])) == []


@pytest.mark.parametrize("path", ["/usaha/", "/usaha/unduh.csv", "/usaha/unduh.xlsx", "/en/usaha/"])
def test_a_number_in_an_address_is_sent_on_before_anything_reads_it(client, officer, path):
    response = client.get(path, {"q": SPACED, "kec": makers.BOBOTSARI})
    asked = parse_qs(urlsplit(response["Location"]).query)
    assert (response.status_code, response["Cache-Control"], sorted(asked)) == (
        302,
        "no-store",
        ["kec", "nomor"],
    )
    assert urlsplit(response["Location"]).path == path
    assert queries.opened_search(asked["nomor"][0], at=cast.now()) == SPACED


def test_signing_in_does_not_repeat_the_number():
    response = Client().get("/usaha/", {"q": NIK})
    assert digits(response["Location"]) == ""
    assert "nomor%3D" in Client().get(response["Location"])["Location"]


def test_without_script_the_number_is_posted_and_leads_to_a_safe_address(client, officer):
    response = client.post("/usaha/", {"q": NIK})
    assert (response.status_code, digits(response["Location"])) == (302, "")
    assert found(client.get(response["Location"])) == ["Gula Wening"]


def test_the_page_shows_the_number_masked_and_filters_keep_it(client, officer):
    page = client.get(searched(client, NIK)["HX-Push-Url"])
    assert (page.text.count(MASK), NIK in page.text) == (2, False)  # in the box and beside the count
    sealed = page.context["sealed"]
    assert found(searched(client, MASK, nomor=sealed, kec=makers.BOBOTSARI)) == ["Gula Wening"]
    assert found(searched(client, MASK, nomor=sealed, kec="33.03.08")) == []
    assert found(searched(client, "lain", nomor=sealed)) == ["Lain"]  # something else was typed
    assert found(searched(client, "", nomor=sealed)) == ["Gula Wening", "Lain"]  # the box was emptied


def test_words_with_a_few_digits_stand_in_the_address_as_typed(client, officer):
    assert searched(client, "gula 2024")["HX-Push-Url"] == "/usaha/?q=gula+2024"
    assert client.get("/usaha/", {"q": "9120001234567"}).status_code == 200  # a NIB is public


@pytest.mark.parametrize("mark", ["nonsens", "é", "", "A" * 80])
def test_a_search_that_is_not_ours_leads_back_to_the_list(client, officer, mark):
    response = client.get("/usaha/", {"nomor": mark, "kec": makers.BOBOTSARI})
    assert (response.status_code, response.get("Location")) == ((302, "/usaha/") if mark else (200, None))


def test_a_search_is_good_for_a_working_day(client, officer):
    at = cast.now().replace(microsecond=0)
    mark = queries.sealed_search(NIK, at=at)
    assert queries.opened_search(mark, at=at + timedelta(hours=12)) == NIK
    for moment in (at + timedelta(hours=12, seconds=2), at - timedelta(seconds=2)):
        with pytest.raises(queries.StaleSearch):
            queries.opened_search(mark, at=moment)
    old = queries.sealed_search(NIK, at=at - timedelta(hours=13))
    answer = client.get("/usaha/", {"nomor": old}, follow=True)
    assert "Ketik lagi nomornya." in answer.text
    paging = client.get("/usaha/", {"nomor": old}, headers={"HX-Request": "true"})
    assert paging["HX-Redirect"] == "/usaha/"


def test_what_was_sealed_for_something_else_is_no_search():
    other = vault.seal_secret(f"lain:{int(cast.AT.timestamp())}:{NIK}")
    with pytest.raises(queries.StaleSearch):
        queries.opened_search(other.rstrip("="), at=cast.AT)


def test_a_download_of_a_search_is_on_record_without_the_number(client, officer):
    link = client.get(searched(client, NIK)["HX-Push-Url"]).context["query"]
    taken = client.get(f"/usaha/unduh.csv?{link}")
    assert b"Gula Wening" in b"".join(taken.streaming_content)
    assert Entry.objects.get(act="download_list").new == {"filters": {"q": MASK}}
    assert NIK not in repr(queries.Filters(q=NIK))
