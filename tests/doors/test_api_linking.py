"""Linkage and the search by number through the API: no number in an address, answers as the pages give them."""

import pytest
from django.test import Client

from sentra.base.audit.models import Entry
from sentra.registry.models import Likeness
from tests import cast, makers
from tests.doors.asked import asked_and_answered
from tests.doors.test_api import KARTU, LINKS, LIST, clear_in_database, post, said
from tests.rooms.registry import lists

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def register():
    makers.areas()
    makers.forget()
    yield
    makers.forget()


@pytest.fixture
def officer(client) -> Client:
    return cast.sign_in(client, cast.enter(cast.SEKAR))


# Searching by a personal number


@pytest.mark.parametrize(
    "text", [makers.GREEN_NIK, f"NIK {makers.GREEN_NIK}", "0812 3456 7890", makers.GREEN_NIK[:10]]
)
def test_a_number_in_the_address_is_refused_and_the_right_way_is_named(officer, text):
    answer = officer.get(LIST, {"q": text})
    refused = said(answer)
    assert refused["status"] == 400
    assert "POST /api/businesses/search" in refused["detail"]
    assert text not in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"


def test_words_and_a_nib_may_stand_in_the_address(officer):
    makers.business("Gula Wening 2024", nib="9120001234567")
    for text in ("wening 2024", "9120001234567"):
        assert officer.get(LIST, {"q": text}).status_code == 200


def test_a_number_in_the_body_finds_its_business_and_is_on_record_masked(officer):
    known = makers.business("Gula Wening", personal={"nik": makers.GREEN_NIK})
    makers.business("Lain")
    found = post(officer, {"q": makers.GREEN_NIK}, f"{LIST}/search").json()
    assert [item["id"] for item in found["items"]] == [known.pk]
    entry = Entry.objects.latest("number")
    assert (entry.act, entry.new) == (
        "search_by_number",
        {"filters": {"q": "••••••••••••0001"}, "found": 1},
    )
    before = Entry.objects.count()
    assert post(officer, {"q": "wening"}, f"{LIST}/search").json()["total"] == 1
    assert Entry.objects.count() == before  # words are no secret
    assert clear_in_database(makers.GREEN_NIK) == []


def test_a_search_that_is_not_understood_does_not_repeat_the_number(officer):
    for body in ({"q": makers.GREEN_NIK * 9}, {"q": "a", makers.GREEN_NIK: "b"}, {"q": [makers.GREEN_NIK]}):
        answer = post(officer, body, f"{LIST}/search")
        assert (said(answer)["status"], makers.GREEN_NIK in answer.content.decode()) == (422, False)


# Linkage


def test_questions_are_listed_answered_and_taken_back(officer):
    known = asked_and_answered()
    page = officer.get(f"{LINKS}/questions").json()
    assert (page["total"], page["page"], page["pages"]) == (1, 1, 1)
    [item] = page["items"]
    assert (item["id"], item["state"]) == (known["pair"], "open")
    assert [row["source"] for row in item["rows"]] == ["dinas-koperasi", "buku-induk"]
    whole = officer.get(f"{LINKS}/questions/{known['pair']}").json()
    [nik] = [line for line in whole["lines"] if line["field"] == "nik"]
    assert nik["agreement"] == "different"
    assert all(value.startswith("••••") for value in nik["values"])
    assert [
        word for word in ("weight", "probability", *lists.NIKS, *lists.PHONES) if word in str(whole)
    ] == []

    url = f"{LINKS}/questions/{known['pair']}/answer"
    word = post(officer, {"same": False, "reason": f"KTP {KARTU}"}, url).json()
    assert (word["same"], word["withdrawn"]) == (False, False)
    assert said(post(officer, {"same": True}, url))["detail"] == "Pasangan ini sudah diputuskan."
    assert clear_in_database(KARTU) == []
    undo = f"{LINKS}/decisions/{word['id']}/undo"
    assert post(officer, {}, undo).json() == {**word, "withdrawn": True}
    assert said(post(officer, {}, undo))["status"] == 409
    assert officer.get(f"{LINKS}/questions").json()["total"] == 1
    assert officer.get(f"{LINKS}/questions", {"page": 99}).json()["page"] == 1


@pytest.mark.parametrize(
    "body", [{}, {"same": "ya"}, {"same": True, "lain": 1}, {"same": True, "reason": "\x00"}]
)
def test_an_answer_that_is_none_is_refused_and_decides_nothing(officer, body):
    known = asked_and_answered()
    assert said(post(officer, body, f"{LINKS}/questions/{known['pair']}/answer"))["status"] == 422
    assert Likeness.objects.get(pk=known["pair"]).state == "open"


def test_what_is_not_there_is_not_found(officer):
    for path in (f"{LINKS}/questions/999999/answer", f"{LINKS}/decisions/{10**30}/undo"):
        assert said(post(officer, {"same": True}, path))["status"] == 404


def test_an_auditor_reads_the_questions_and_answers_none(client):
    known = asked_and_answered()
    cast.sign_in(client, cast.enter(cast.GANDE))
    assert client.get(f"{LINKS}/questions/{known['pair']}").status_code == 200
    refused = said(post(client, {"same": True}, f"{LINKS}/questions/{known['pair']}/answer"))
    assert (refused["status"], refused["detail"]) == (403, "Peran Auditor tidak berwenang untuk ini.")
