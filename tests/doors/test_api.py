"""The API keeps to its schema, refuses with a sentence, and does exactly what the actions do."""

import http.client
import json
from collections.abc import Iterable, Iterator

import pytest
import schemathesis
from django.conf import settings as configured
from django.db import connection
from django.test import Client
from django.test.client import ClientHandler
from hypothesis import HealthCheck, given, settings
from schemathesis import checks as judged

from sentra.api.window import api
from sentra.base.audit.models import Entry
from sentra.registry import actions
from sentra.registry.models import Business, Identifier, Profile, SourceRecord
from tests import cast, makers
from tests.doors.asked import asked_and_answered, given_and_waiting, measured_and_labelled
from tests.rooms.programmes import rounds

pytestmark = pytest.mark.django_db

LIST = "/api/businesses"
LINKS = "/api/linking"
LAB = "/api/lab"
AID = "/api/programmes"
PROBLEM = "application/problem+json"
TOKEN = "k" * 32  # a token the caller's page holds in a cookie and sends again in a header
SCHEMA = schemathesis.openapi.from_dict(json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/"))))
KARTU = "3303114506810001"  # a NIK by its rules, of nobody


@pytest.fixture
def register() -> Iterator[None]:
    makers.areas()
    makers.forget()
    yield
    makers.forget()


@pytest.fixture
def officer(register, client) -> Client:
    """Sekar's session, with the token that changing anything asks for."""
    return cast.sign_in(client, cast.enter(cast.SEKAR))


def said(answer) -> dict[str, object]:
    """A refusal's body, which is always of one shape."""
    assert answer["Content-Type"] == PROBLEM
    body = answer.json()
    assert (body["type"], body["status"]) == ("about:blank", answer.status_code)
    assert body["title"] == http.client.responses[answer.status_code]
    return body


def post(client: Client, body: object, path: str = LIST):
    return client.post(path, body, content_type="application/json")


def patch(client: Client, business: Business, body: object):
    return client.patch(f"{LIST}/{business.pk}", body, content_type="application/json")


# What it says of itself


def test_the_schema_is_served_and_valid(client):
    served = client.get("/api/openapi.json").json()
    assert served == SCHEMA.raw_schema
    assert SCHEMA.validate() is None
    assert sorted(served["paths"]) == [
        LIST,
        f"{LIST}/search",
        f"{LIST}/{{ident}}",
        f"{LAB}/labels/{{code}}",
        f"{LAB}/limits",
        f"{LAB}/requests",
        f"{LAB}/requests/{{asked}}",
        f"{LAB}/results/{{result}}",
        f"{LINKS}/decisions/{{word}}/undo",
        f"{LINKS}/questions",
        f"{LINKS}/questions/{{pair}}",
        f"{LINKS}/questions/{{pair}}/answer",
        f"{AID}/awards/{{award}}/decline",
        f"{AID}/plans/{{plan}}",
        f"{AID}/plans/{{plan}}/choose",
        f"{AID}/proposals/{{proposal}}",
        f"{AID}/proposals/{{proposal}}/refuse",
        f"{AID}/rounds",
        f"{AID}/rounds/{{round_}}",
        f"{AID}/rounds/{{round_}}/awards",
        f"{AID}/rounds/{{round_}}/plans",
        f"{AID}/rounds/{{round_}}/proposals",
    ]


def program(environ, start_response) -> Iterable[bytes]:
    """The product inside the test's transaction; unlike Django's test client it checks CSRF tokens."""
    answer = ClientHandler(enforce_csrf_checks=True)(environ)
    start_response(f"{answer.status_code} {answer.reason_phrase}", list(answer.items()))
    return answer


def operations() -> list[object]:
    return [found.ok() for found in SCHEMA.get_all_operations()]


CONFORM = (
    judged.not_a_server_error,
    schemathesis.checks.CHECKS.get_one("status_code_conformance"),
    schemathesis.checks.CHECKS.get_one("content_type_conformance"),
    schemathesis.checks.CHECKS.get_one("response_schema_conformance"),
    schemathesis.checks.CHECKS.get_one("negative_data_rejection"),
)


@pytest.mark.parametrize("operation", operations(), ids=lambda each: each.label)
def test_whatever_is_sent_is_answered_as_the_schema_says(operation, officer):
    if operation.path.startswith(AID):
        known, officer = given_and_waiting(), cast.sign_in(Client(), rounds.head())
    elif operation.path.startswith(LAB):
        known = measured_and_labelled()
    else:
        known = {"ident": makers.business().pk, **asked_and_answered()}
    session = officer.cookies[configured.SESSION_COOKIE_NAME].value

    @settings(
        max_examples=25,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def hold(case):
        case.path_parameters |= {name: known[name] for name in case.path_parameters}
        case.cookies = {configured.SESSION_COOKIE_NAME: session, "csrftoken": TOKEN}
        answer = case.call(app=program, headers={"X-CSRFToken": TOKEN, "Accept-Encoding": "identity"})
        assert answer.status_code not in (401, 404)
        case.validate_response(answer, checks=CONFORM)

    hold()


# Who may


def test_nobody_is_asked_to_sign_in(client):
    assert said(client.get(LIST))["detail"] == "Masuk dahulu."
    assert said(post(client, {"values": {}}))["status"] == 401


def test_the_wrong_role_hears_why(register, client):
    cast.sign_in(client, cast.enter(cast.GANDE))
    refused = said(post(client, {"values": {"business_name": "Tahu Contoh"}}))
    assert (refused["status"], refused["detail"]) == (403, "Peran Auditor tidak berwenang untuk ini.")
    assert client.get(LIST).status_code == 200


@pytest.mark.parametrize(
    ("accepted", "language", "detail"),
    [
        ("en-GB,en;q=0.9", "en", "The role Auditor may not do this."),
        ("fr", "id", "Peran Auditor tidak berwenang untuk ini."),
    ],
)
def test_a_program_hears_it_in_the_language_it_accepts(register, client, accepted, language, detail):
    cast.sign_in(client, cast.enter(cast.GANDE))
    body = {"values": {"business_name": "Tahu Contoh"}}
    answer = client.post(LIST, body, content_type="application/json", headers={"accept-language": accepted})
    assert (said(answer)["detail"], answer["Content-Language"]) == (detail, language)
    assert "Accept-Language" in answer["Vary"]


def test_a_field_officer_registers_only_in_the_own_district(register, client):
    cast.sign_in(client, cast.enter(cast.RENGGA))
    away = {"business_name": "Sapu Contoh", "village": "33.03.11.2003"}  # its district is not said
    assert said(post(client, {"values": away}))["status"] == 403
    assert post(client, {"values": away | {"village": makers.BOBOTSARI_VILLAGE}}).status_code == 201


def test_a_stranger_learns_nothing_of_what_exists(register, client):
    known = makers.business()
    cast.sign_in(client, cast.enter(cast.KARTI))
    hidden, absent = (said(client.get(f"{LIST}/{pk}")) for pk in (known.pk, known.pk + 1000))
    assert hidden == absent
    assert hidden["status"] == 404


def test_another_site_can_not_use_the_session(register):
    strict = cast.sign_in(Client(enforce_csrf_checks=True), cast.enter(cast.SEKAR))
    body = {"values": {"business_name": "Tempe Contoh"}}
    assert said(post(strict, body))["status"] == 403
    strict.cookies["csrftoken"] = TOKEN
    sent = strict.post(LIST, body, content_type="application/json", headers={"X-CSRFToken": TOKEN})
    assert sent.status_code == 201


# The list


def test_filters_and_pages_lead_through_everything_once(officer):
    for number in range(27):
        makers.business(f"Keripik {number:02}")
    makers.business("Knalpot Contoh", product="knalpot", village=makers.LIMBASARI)
    first = officer.get(LIST, {"district": makers.BOBOTSARI}).json()
    second = officer.get(LIST, {"district": makers.BOBOTSARI, "after": first["after"]}).json()
    assert (first["total"], len(first["items"]), len(second["items"])) == (28, 25, 3)
    assert second["after"] == ""
    names = [item["name"] for item in first["items"] + second["items"]]
    assert names == sorted(names)
    assert len(set(names)) == 28
    found = officer.get(LIST, {"q": "knal", "branch": "knalpot"}).json()
    assert [item["name"] for item in found["items"]] == ["Knalpot Contoh"]


@pytest.mark.parametrize(
    "wrong", [{"after": "a~²"}, {"after": "nama"}, {"district": "x" * 50}, {"status": "a b"}]
)
def test_a_filter_that_makes_no_sense_is_refused(officer, wrong):
    assert said(officer.get(LIST, wrong))["status"] == 422


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_as_often_for_many_as_for_one(officer, rows, django_assert_num_queries):
    for number in range(rows):
        makers.business(f"Keripik {number}")
    officer.get(LIST)
    makers.forget()
    with django_assert_num_queries(5):
        assert len(officer.get(LIST).json()["items"]) == rows


# Registering and editing

TOLD = {
    "business_name": "Gula Contoh",
    "owner_name": "Lastri Pagerasri",
    "village": makers.BOBOTSARI_VILLAGE,
    "product": "gula kelapa",
    "workers": 4,
    "investment_idr": 7_500_000,
}


def facts(business: Business) -> dict[str, object]:
    """All that the register shows of it, but for its number."""
    profile = Profile.objects.get(business=business, current=True)
    numbers = sorted(Identifier.objects.filter(business=business).values_list("scheme", "token"))
    named = {
        name: getattr(profile, name) for name in ("name", "owner_name", "village_id", "district_id", "branch")
    }
    return {**named, "size": profile.size, "values": profile.values, "numbers": numbers}


def acts(business: Business) -> list[tuple[str, list[str], list[str], str]]:
    """Of every audit row: the act, what it names old and new, the reason."""
    rows = Entry.objects.filter(subject_id=str(business.pk), subject_kind="registry.business")
    return [(row.act, sorted(row.old), sorted(row.new), row.reason) for row in rows.order_by("number")]


def test_registering_and_editing_equal_the_actions(officer):
    numbers = {"nik": makers.GREEN_NIK, "phone": "0812-3456-7890"}
    made = post(officer, {"values": TOLD, "personal": numbers})
    assert made.status_code == 201
    ours = Business.objects.get(pk=made.json()["id"])
    change = {"values": {"workers": 6}, "personal": {"phone": "0813 1111 2222"}, "reason": "kunjungan"}
    assert patch(officer, ours, change).json()["workers"] == 6

    by = cast.enter(cast.BRAMA)
    theirs = actions.register_business(by=by, at=cast.AT, values=TOLD, personal=numbers)
    actions.edit_business(by=by, at=cast.AT, business=theirs, **change)
    assert facts(ours) == facts(theirs)
    assert acts(ours) == acts(theirs)
    assert [act for act, _old, _new, _reason in acts(ours)] == ["register_business", "edit_business"]


def test_a_number_may_be_written_as_people_do(officer):
    made = post(officer, {"values": TOLD | {"investment_idr": "1,5 jt", "turnover_idr": "10-15 jt"}}).json()
    assert made["investment_idr"] == 1_500_000
    assert made["values"]["turnover_idr"] == {"low": 10_000_000, "high": 15_000_000}
    again = post(officer, {"values": made["values"] | {"branch_key": None}})
    assert said(again)["status"] == 422  # what follows from the rest can not be said


def test_nothing_but_nulls_is_nothing_to_say(officer):
    assert (
        said(post(officer, {"values": {"business_name": None}}))["detail"]
        == "Isi nama usaha atau nama pemilik."
    )


def test_an_emptied_field_is_empty(officer):
    known = makers.business(product="keripik")
    assert patch(officer, known, {"values": {"product": None}}).json()["values"]["product"] is None


REFUSED = {
    "unknown field": ({"values": {"warna": "biru"}}, "warna"),
    "computed field": ({"values": {"branch_key": "logam"}}, "branch_key"),
    "unknown village": ({"values": {"village": "33.03.09.9999"}}, "village"),
    "village of no code": ({"values": {"village": "Gandasuli"}}, "village"),
    "village elsewhere": ({"values": {"village": "33.03.11.2003", "district": "33.03.09"}}, "village"),
    "unknown district": ({"values": {"district": "33.04.01"}}, "district"),
    "negative workers": ({"values": {"workers": -3}}, "workers"),
    "half a worker": ({"values": {"workers": 1.5}}, "workers"),
    "too many workers": ({"values": {"workers": 2**70}}, "workers"),
    "unreadable workers": ({"values": {"workers": "banyak"}}, "workers"),
    "range the wrong way": ({"values": {"turnover_idr": {"low": 5, "high": 2}}}, "turnover_idr"),
    "text as money": ({"values": {"investment_idr": "mahal"}}, "investment_idr"),
    "number as text": ({"values": {"product": 12}}, "product"),
    "endless text": ({"values": {"note": "a" * 1001}}, "note"),
    "control sign": ({"values": {"product": "gula\x00"}}, "product"),
    "short NIB": ({"values": {"nib": "123"}}, "nib"),
    "short KBLI": ({"values": {"kbli": "10"}}, "kbli"),
    "no status": ({"values": {"status": "ramai"}}, "status"),
    "no sex": ({"values": {"sex": "x"}}, "sex"),
    "year before cars": ({"values": {"founded_year": 1700}}, "founded_year"),
    "abroad": ({"values": {"latitude": 52.5}}, "latitude"),
    "not a day": ({"values": {"observed_on": "31 Februari 2026"}}, "observed_on"),
    "wordy RT": ({"values": {"rt": "dua"}}, "rt"),
    "NIK among values": ({"values": {"nik": KARTU}}, "nik"),
    "phone among values": ({"values": {"phone": "081234567890"}}, "phone"),
    "NIK as registration": ({"values": {"registration_no": KARTU}}, "registration_no"),
    "broken NIK": ({"personal": {"nik": "3303114506810000"}}, "nik"),
    "value among numbers": ({"personal": {"product": "gula"}}, "product"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_may_not_be_said_is_refused_at_every_door_and_not_stored(officer, case):
    sent, field = REFUSED[case]
    known = makers.business()
    body = {
        "values": {"business_name": "Baru"} | sent.get("values", {}),
        "personal": sent.get("personal", {}),
    }
    before = (Business.objects.count(), SourceRecord.objects.count(), Entry.objects.count())
    for answer in (post(officer, body), patch(officer, known, body)):
        refusal = said(answer)
        assert refusal["status"] == 422
        assert list(refusal["faults"]) == [field]
        assert refusal["faults"][field].endswith(".")
    after = (Business.objects.count(), SourceRecord.objects.count(), Entry.objects.count())
    assert after == before


@pytest.mark.parametrize(
    "body",
    [
        "{",
        "[]",
        '{"values": []}',
        '{"values": {"product": ["gula"]}}',
        '{"values": {"workers": true}}',
        '{"values": {"latitude": NaN}}',
        '{"values": {}, "personal": {"nik": 3303114506810001}}',
        '{"values": {}, "nilai": {}}',
        json.dumps({"values": {}, "reason": "a" * 301}),
    ],
)
def test_a_body_that_can_not_be_understood_is_refused(officer, body):
    assert said(post(officer, body))["status"] in (400, 422)


def clear_in_database(*words: str) -> list[str]:
    """Which of the words any column of any table holds."""
    with connection.cursor() as cursor:
        found = ""
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found += repr(cursor.fetchall())
    return [word for word in words if word in found]


def test_no_personal_number_is_ever_stored_in_clear(officer):
    made = post(officer, {"values": TOLD | {"note": f"KTP {KARTU}"}, "personal": {"nik": makers.GREEN_NIK}})
    assert made.status_code == 201
    known = Business.objects.get(pk=made.json()["id"])
    change = {"values": {"address": f"rumah {KARTU}"}, "reason": f"cek {KARTU}"}
    assert patch(officer, known, change).status_code == 200
    post(officer, {"values": {"business_name": "Baru", "nik": KARTU}})
    assert clear_in_database(KARTU, makers.GREEN_NIK) == []
    assert clear_in_database("Lastri Pagerasri") == ["Lastri Pagerasri"]  # the search does find


def test_no_answer_repeats_a_personal_number(officer):
    told = {"values": TOLD | {"note": f"KTP {KARTU}"}, "personal": {"nik": makers.GREEN_NIK}}
    made = post(officer, told).content.decode()
    refused = post(officer, {"values": {"nik": KARTU}}).content.decode()
    assert [number for number in (KARTU, makers.GREEN_NIK) if number in made + refused] == []


def test_the_page_refuses_what_the_api_refuses(officer):
    form = {"business_name": "Baru", "registration_no": KARTU, "rt": "dua"}
    answer = officer.post("/usaha/baru/", form)
    assert answer.status_code == 422
    assert sorted(answer.context["form"].errors) == ["registration_no", "rt"]
