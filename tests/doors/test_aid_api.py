"""The API of programmes: the same rules, the same sentences, the same acts as the pages."""

import pytest
from django.test import Client

from sentra.base.audit.models import Entry
from sentra.base.jobs.models import Job
from sentra.programmes.models import Plan, Proposal
from tests import cast, makers
from tests.rooms.programmes import decided, rounds
from tests.rooms.programmes.test_bundling import scarce

pytestmark = pytest.mark.django_db
AID = "/api/programmes"


@pytest.fixture(autouse=True)
def _areas():
    makers.areas()


@pytest.fixture
def head(client) -> Client:
    return cast.sign_in(client, rounds.head())


def post(client, path, body):
    return client.post(f"{AID}/{path}", body, content_type="application/json")


def said(answer) -> tuple[int, str]:
    assert answer["Content-Type"] == "application/problem+json"
    return answer.status_code, answer.json()["detail"]


def test_a_round_with_everything_it_is_decided_by(head):
    round_ = decided.planned(rounds.checking(count=2))
    [line] = head.get(f"{AID}/rounds").json()
    assert (line["id"], line["code"], line["state"], line["year"]) == (round_.pk, "ALAT-26", "planned", 2026)
    told = head.get(f"{AID}/rounds/{round_.pk}").json()
    assert told["commitment"] == round_.commitment
    assert told["counts"] == {"awarded": 2}
    assert [one["price_idr"] for one in told["packages"]] == [rounds.CHEAP, rounds.DEAR]
    assert sum(one["used_idr"] for one in told["funds"]) == 2 * rounds.CHEAP
    assert told["weights"] == round_.weights
    assert head.get(f"{AID}/rounds/{round_.pk + 1}").status_code == 404


def test_a_proposal_with_its_findings_and_no_number_of_a_person(head):
    round_ = rounds.opened()
    one = rounds.proposed(round_)
    answer = head.get(f"{AID}/proposals/{one.pk}")
    told = answer.json()
    assert {"key": "paper:identity", "bars": True, "stands": True, "waived": ""}.items() <= next(
        finding for finding in told["findings"] if finding["key"] == "paper:identity"
    ).items()
    assert (told["stored"], told["score_tenths"], told["missing"]) == (False, None, ["identity"])
    assert rounds.nik(1) not in answer.content.decode()
    page = head.get(f"{AID}/rounds/{round_.pk}/proposals", {"state": "received"}).json()
    assert (page["total"], [item["number"] for item in page["items"]]) == (1, [one.number])
    assert head.get(f"{AID}/rounds/{round_.pk}/proposals", {"state": "checked"}).json()["total"] == 0


def test_a_plan_is_asked_for_chosen_and_read(head):
    round_ = decided.drawn(rounds.checking(count=2))
    fund = round_.programme.funds.order_by("pk")[0]
    answer = post(head, f"rounds/{round_.pk}/plans", {"more_idr": {str(fund.pk): -5_000_000}})
    assert (answer.status_code, answer.json()["state"]) == (201, "asked")
    assert Plan.objects.get(pk=answer.json()["id"]).changed == {"more_idr": {str(fund.pk): -5_000_000}}
    Job.objects.update(state="failed")
    assert head.get(f"{AID}/plans/{answer.json()['id']}").json()["state"] == "failed"
    assert said(post(head, f"rounds/{round_.pk}/plans", {"without": [999]})) == (
        422,
        "Kuota itu tidak ada di putaran ini.",
    )
    found = decided.computed(round_)
    told = head.get(f"{AID}/plans/{found.pk}").json()
    assert [one["proposal"] for one in told["given"]] == ["ALAT-26-0001", "ALAT-26-0002"]
    assert (told["awards"], told["adopted"], told["diagnosis"]) == (2, False, [])
    assert post(head, f"plans/{found.pk}/choose", {}).json()["adopted"] is True
    assert [plan["number"] for plan in head.get(f"{AID}/rounds/{round_.pk}/plans").json()] == [1, 2]
    assert len(head.get(f"{AID}/rounds/{round_.pk}/awards").json()) == 2


def test_who_moves_up_is_the_answer_to_who_steps_back(head):
    round_ = decided.decreed(scarce())
    award = round_.awards.order_by("pk").first()
    moved = post(head, f"awards/{award.pk}/decline", {"reason": "Pindah"}).json()
    assert [one["origin"] for one in moved] == ["promoted"]
    assert said(post(head, f"awards/{award.pk}/decline", {"reason": "Pindah"}))[0] == 409
    assert Entry.objects.filter(act="decline").count() == 1


def test_the_same_refusals_with_the_same_sentences(head):
    round_ = rounds.opened()
    one = rounds.proposed(round_)
    early = said(post(head, f"rounds/{round_.pk}/plans", {}))
    assert early == (409, "Rencana dihitung dari putaran yang dibekukan; kini menerima usulan.")
    treasurer = cast.sign_in(Client(), cast.enter(cast.MAYANG))
    assert said(post(treasurer, f"rounds/{round_.pk}/plans", {})) == (
        403,
        "Peran Bendahara tidak berwenang untuk ini.",
    )
    stranger = cast.sign_in(Client(), cast.enter(cast.KARTI))
    assert said(stranger.get(f"{AID}/rounds"))[0] == 403
    assert said(post(head, f"proposals/{one.pk}/refuse", {"reason": "  "}))[0] == 422
    assert post(head, f"proposals/{one.pk}/refuse", {"reason": "Bukan industri"}).json()["state"] == "refused"
    assert said(post(head, f"proposals/{one.pk}/refuse", {"reason": "Lagi"}))[0] == 409
    assert Proposal.objects.get(pk=one.pk).reason == "Bukan industri"


def test_another_district_is_not_there_for_a_field_officer(head):
    round_ = decided.planned(rounds.checking(count=1))
    one, award = round_.proposals.get(), round_.awards.get()
    Proposal.objects.update(snapshot=one.snapshot | {"district": "33.03.12"})
    field = cast.sign_in(Client(), cast.enter(cast.RENGGA))
    assert field.get(f"{AID}/proposals/{one.pk}").status_code == 404
    assert post(field, f"awards/{award.pk}/decline", {"reason": "Pindah"}).status_code == 404
    assert field.get(f"{AID}/rounds/{round_.pk}/awards").json() == []
    assert field.get(f"{AID}/rounds/{round_.pk}/proposals").json()["total"] == 0
