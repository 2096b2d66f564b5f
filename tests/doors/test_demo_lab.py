"""The demo's laboratory is built through the actions: requests in every state, and reports that tell what became of them."""

from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings

from sentra.base.documents.certificates import make_certificates
from sentra.cli.demo import lab
from sentra.cli.demo.dates import SIGNS_FROM
from sentra.cli.demo.people import prepare_demo_accounts
from sentra.lab.models import Comparison, Judgement, LabRequest, Limit, Report, Result, Run, Session, Specimen
from sentra.lab.queries.agreement import agreements
from sentra.lab.queries.labels import label_shown
from sentra.lab.queries.suggesting import suggestions
from tests import cast, makers

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def built() -> list[str]:
    makers.areas()
    make_certificates(Path(settings.KEYS_DIR), at=SIGNS_FROM, office="Dinas")
    prepare_demo_accounts(at=cast.AT)
    for at in range(lab.MAKERS):
        makers.business(f"Knalpot Contoh {at}", branch="knalpot", status="active")
    told: list[str] = []
    lab.build(told.append)
    return told


def test_the_whole_story_stands(built: list[str]) -> None:
    states = Counter(LabRequest.objects.values_list("state", flat=True))
    assert states == {"queued": 4, "received": 2, "measuring": 3, "reported": 2, "cancelled": 1}
    assert Counter(Session.objects.values_list("state", flat=True)) == {"closed": 2, "open": 1}
    assert Counter(Report.objects.values_list("state", flat=True)) == {
        "issued": 2,
        "draft": 1,
        "replaced": 1,
        "withdrawn": 1,
    }
    refused = [
        [each["code"] for each in run.reasons] for run in Run.objects.exclude(reasons=[]).order_by("pk")
    ]
    assert refused == [["levelled"], ["rpm_contradicted", "rpm_off"]]
    assert list(Result.objects.values_list("valid", flat=True)) == [True] * 5
    assert max(Result.objects.values_list("U_db", flat=True)) < 1.9  # the run-ups are slow enough to be heard
    outcomes = Judgement.objects.order_by("pk").values_list("limit_key", "outcome")
    assert list(outcomes) == [("pembeli-simulasi-92", "pass"), ("p56_2019_l3_2_urban", "not_evaluated")]
    limit = Limit.objects.get()
    assert limit.verified_by_id not in (None, limit.recorded_by_id)
    assert [
        report.authorised_by != report.prepared_by for report in Report.objects.exclude(state="draft")
    ] == [True] * 4
    comparison = Comparison.objects.get()
    assert comparison.delta_db == pytest.approx(-6.0, abs=0.5)
    assert [each.advice.key for each in suggestions(comparison.item, comparison).found] != []
    assert [each.agrees for each in agreements(comparison.item)] == [True]
    shown = [
        label_shown(code)
        for code in Specimen.objects.exclude(label_code=None)
        .order_by("pk")
        .values_list("label_code", flat=True)
    ]
    assert [each and each.standing for each in shown] == ["issued", "issued", "withdrawn"]
    practice = sorted(path.name for path in Path(settings.DATA_DIR, lab.PRACTICE).iterdir())
    assert (len(practice), practice[0]) == (7, "1-kalibrator-sebelum.wav")
    assert "buatan" in built[0]


def test_a_register_without_makers_of_mufflers_has_no_laboratory() -> None:
    with pytest.raises(LookupError):
        lab.build(print)
