"""A refusal is translated once for each door: who may not is 403, what may not be now is 409."""

import pytest
from django.http import HttpRequest
from django.test import RequestFactory
from ninja import NinjaAPI
from ninja.testing import TestClient

from sentra.api import errors
from sentra.base.people.models import Office
from sentra.base.permissions import OutOfTurn, Refused, Verdict, refuse_unless
from sentra.registry.models import Batch
from sentra.web.refusals import RefusalMiddleware, page_of
from tests import cast, makers
from tests.rooms.registry import lists

STATE = Verdict(False, "Berkas ini sudah dibatalkan.", Batch(pk=7))
PERSON = Verdict(False, "Peran Auditor tidak berwenang untuk ini.")


def of_the_api(verdict: Verdict):
    api = NinjaAPI(urls_namespace=f"uji-{bool(verdict.about)}")
    errors.translate(api)

    @api.get("/uji")
    def asked(request: HttpRequest) -> str:
        refuse_unless(verdict)
        return "boleh"

    return TestClient(api).get("/uji")


def test_what_is_about_a_state_is_another_refusal_than_what_is_about_a_person():
    with pytest.raises(OutOfTurn) as state:
        refuse_unless(STATE)
    assert (state.value.reason, state.value.about) == (STATE.reason, STATE.about)
    with pytest.raises(Refused) as person:
        refuse_unless(PERSON)
    assert type(person.value) is Refused
    assert refuse_unless(Verdict(True)) is None


@pytest.mark.parametrize(
    ("verdict", "status", "title"), [(STATE, 409, "Conflict"), (PERSON, 403, "Forbidden")]
)
def test_the_api_says_which_it_is(verdict, status, title):
    answer = of_the_api(verdict)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    expected = {"type": "about:blank", "title": title, "status": status, "detail": verdict.reason}
    assert answer.json() == expected


@pytest.mark.parametrize(("verdict", "status"), [(STATE, 409), (PERSON, 403)])
def test_a_fragment_gets_the_sentence_and_no_page(verdict, status):
    request = RequestFactory().post("/", headers={"HX-Request": "true"})
    with pytest.raises(Refused) as refused:
        refuse_unless(verdict)
    answer = RefusalMiddleware(lambda _request: None).process_exception(request, refused.value)
    assert answer.status_code == status
    assert verdict.reason in answer.content.decode()
    assert (b"/impor/7/" in answer.content) is (status == 409)


def test_another_exception_is_not_the_doors_to_translate():
    assert (
        RefusalMiddleware(lambda _request: None).process_exception(RequestFactory().get("/"), KeyError())
        is None
    )


def test_what_has_a_page_is_led_to_and_the_rest_to_the_front():
    assert (page_of(Batch(pk=7)), page_of(Office(pk=7))) == ("/impor/7/", "/")


@pytest.mark.django_db
def test_the_page_of_a_conflict_has_the_menu_and_the_way_on(client):
    makers.areas()
    sekar = cast.enter(cast.SEKAR)
    one = lists.committed(sekar, lists.written(lists.KENANGA))
    answer = cast.sign_in(client, sekar).post(f"/impor/{one.pk}/simpan/")
    main = answer.content.decode().split("<main")[1].split("</main>")[0]
    assert answer.status_code == 409
    assert main.count("Berkas ini tidak dapat disimpan: statusnya Tersimpan.") == 1
    assert f'<a class="button primary" href="/impor/{one.pk}/">Lihat keadaannya</a>' in main
    assert 'href="/usaha/"' in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("/program/putaran/1/alat/tambah/", "/program/putaran/1/alat/"),
        ("/en/program/putaran/1/alat/tambah/", "/en/program/putaran/1/alat/"),
        ("/program/usulan/5/berkas/3/batal/", "/program/usulan/5/berkas/"),  # takes forms too, and leads on
        ("/data-ganda/tinjau/4711/jawab/", "/data-ganda/tinjau/4711/"),
    ],
)
def test_an_address_that_only_takes_forms_leads_up_to_where_its_form_stands(client, asked, led):
    cast.sign_in(client, cast.enter(cast.SEKAR))
    answer = client.get(asked)
    assert (answer.status_code, answer["Location"]) == (302, led)


@pytest.mark.django_db
def test_a_program_is_told_that_it_asked_in_the_wrong_way(client):
    assert client.get("/api/programmes/plans/1/choose").status_code == 405
