"""A result held against a limit: the rule and its risk are said, and what cannot be judged is not."""

from datetime import date
from typing import Any

import pytest

from sentra.base.audit.models import Entry
from sentra.base.permissions import OutOfTurn, Refused
from sentra.lab.actions.deciding import judge
from sentra.lab.models import Limit, Session
from sentra.lab.queries.reasons import told
from sentra.lab.queries.results import judged as shown
from sentra.lab.queries.results import result_shown
from sentra.lab.queries.stored import UnknownLimit
from tests import cast, makers
from tests.rooms.lab import judged
from tests.rooms.lab.judged import Bench

pytestmark = pytest.mark.django_db


@pytest.fixture
def one() -> Bench:
    makers.areas()
    return judged.bench()


def by_row(one: Bench, limit: Limit, rule: str = "simple") -> Any:
    return judge(
        by=one.technician, at=cast.AT, result=one.item, rule=rule, limit_origin="row", limit_key=limit.key
    )


@pytest.mark.parametrize(
    ("value_db", "rule", "outcome", "acceptance_db", "p_conform"),
    [
        (94.0, "simple", "pass", 94.0, 0.999), (92.0, "simple", "pass", 92.0, 0.70), (91.0, "simple", "fail", 91.0, 0.19),
        (92.0, "guarded", "fail", 90.6, 0.70), (94.0, "guarded", "pass", 92.6, 0.999),
        (92.0, "non_binary", "cond_pass", 90.6, 0.70), (91.0, "non_binary", "cond_fail", 89.6, 0.19),
        (92.0, "inherent", "pass", 92.0, 0.89),
    ],
)  # fmt: skip
def test_a_verified_limit_judges_by_the_stated_rule_with_its_risk(
    one, value_db, rule, outcome, acceptance_db, p_conform
) -> None:
    limit = judged.a_limit(one.technician, verified_by=one.other, value_db=value_db)
    found = by_row(one, limit, rule)
    assert (found.outcome, found.reasons, found.limit_db) == (outcome, [], value_db)
    assert found.acceptance_db == pytest.approx(acceptance_db)
    assert found.p_conform == pytest.approx(p_conform, abs=0.01)
    entry = Entry.objects.get(act="judge")
    assert entry.new == {"result": one.item.pk, "limit": limit.key, "rule": rule, "outcome": outcome}


@pytest.mark.parametrize(
    "key", ["p56_2019_l3_2_urban", "p56_2019_l3_2_wot", "permen_lh_7_2009_2_2", "un_r41_04_3_urban"]
)
def test_a_stationary_result_is_never_judged_by_a_pass_by_limit(one, key) -> None:
    found = judge(
        by=one.technician, at=cast.AT, result=one.item, rule="simple", limit_origin="catalogue", limit_key=key
    )
    assert (found.outcome, found.p_conform, found.acceptance_db) == ("not_evaluated", None, None)
    assert [each["code"] for each in found.reasons] == [
        "stationary_is_no_pass_by",
        "limit_method",
        "limit_unverified",
    ]
    told = [each.sentence for each in shown(found).reasons]
    assert told[0].startswith("Hasil uji statis tidak mengatakan apa pun tentang batas uji jalan (")
    assert told[1].endswith("yang diukur bising statis menurut Uji statis sepeda motor, UN R41-04.")
    assert [words for words in told if key in words or "pass_by" in words] == []  # people read no key of ours


def test_without_a_limit_there_is_no_verdict(one) -> None:
    found = judge(by=one.head, at=cast.AT, result=one.item, rule="simple")
    assert (found.outcome, [each["code"] for each in found.reasons]) == ("no_limit", ["no_limit"])
    assert shown(found).limit == "tanpa batas"


def test_a_limit_nobody_compared_with_its_document_judges_nothing(one) -> None:
    found = by_row(one, judged.a_limit(one.technician))
    assert (found.outcome, [each["code"] for each in found.reasons]) == (
        "not_evaluated",
        ["limit_unverified"],
    )


def test_a_limit_is_called_by_its_name_and_by_its_key_once_it_is_gone(one) -> None:
    limit = judged.a_limit(one.technician)
    found = by_row(one, limit)
    assert told(found.reasons)[0].sentence == (
        "Belum ada yang mencocokkan batas Syarat pembeli Contoh dengan sumbernya."
    )
    Limit.objects.all().delete()
    assert "batas pembeli-contoh dengan" in told(found.reasons)[0].sentence


def test_a_limit_for_moving_vehicles_is_told_without_names_of_the_engine(one) -> None:
    found = judge(
        by=one.technician, at=cast.AT, result=one.item, rule="simple",
        limit_origin="catalogue", limit_key="p56_2019_l3_3_urban",
    )  # fmt: skip
    words = {each.code: each.sentence for each in told(found.reasons)}
    assert words["limit_method"].startswith(
        "Batas ini untuk bising melintas di perkotaan menurut UN R41-04, uji jalan; yang diukur bising statis"
    )


def test_a_limit_holds_on_the_day_of_the_measurement_not_of_the_judgement(one) -> None:
    limit = judged.a_limit(one.technician, verified_by=one.other, valid_until=date(2026, 11, 19))
    assert [each["code"] for each in by_row(one, limit).reasons] == ["limit_not_in_force"]
    Session.objects.update(opened_at=cast.AT.replace(day=19))
    assert by_row(one, limit).outcome == "pass"


def test_another_procedure_is_another_limit(one) -> None:
    limit = judged.a_limit(one.technician, verified_by=one.other, procedure_key="iso_5130_2019")
    assert [each["code"] for each in by_row(one, limit).reasons] == ["limit_method"]


def test_a_result_that_is_none_is_not_judged(one) -> None:
    limit = judged.a_limit(one.technician, verified_by=one.other)
    type(one.item).objects.filter(pk=one.item.pk).update(
        valid=False, value_db=None, exact_db=None, uc_db=None, U_db=None, k=None, dof=None,
        reasons=[{"code": "too_few", "place": "", "facts": {"valid": 2, "least": 3}}],
    )  # fmt: skip
    found = by_row(one, limit)
    assert (found.outcome, [each["code"] for each in found.reasons]) == ("not_evaluated", ["series_invalid"])


def test_who_may_not_judge_and_what(one) -> None:
    limit = judged.a_limit(one.technician, verified_by=one.other)
    with pytest.raises(Refused):
        judge(by=cast.enter(cast.SEKAR), at=cast.AT, result=one.item, rule="simple")
    with pytest.raises(OutOfTurn, match="tidak dikenal"):
        by_row(one, limit, "pleasing")
    for origin, key in (("row", "unknown"), ("catalogue", "unknown"), ("hearsay", limit.key)):
        with pytest.raises(UnknownLimit):
            judge(
                by=one.technician,
                at=cast.AT,
                result=one.item,
                rule="simple",
                limit_origin=origin,
                limit_key=key,
            )
    Limit.objects.update(withdrawn_at=cast.AT, withdrawn_reason="kontrak berakhir")
    with pytest.raises(OutOfTurn, match="kontrak berakhir"):
        by_row(one, limit)
    type(one.item).objects.filter(pk=one.item.pk).update(current=False)
    with pytest.raises(OutOfTurn, match="dihitung ulang"):
        judge(by=one.technician, at=cast.AT, result=one.item, rule="simple")
    assert one.item.judgements.count() == 0


def test_a_result_is_shown_with_what_led_to_it_and_what_follows(one) -> None:
    by_row(one, judged.a_limit(one.technician, verified_by=one.other))
    found = result_shown(cast.enter(cast.GANDE), one.item.pk)
    assert [(row.run.sequence, row.counted) for row in found.runs] == [
        (1, True),
        (2, True),
        (3, True),
        (4, False),
    ]
    assert (found.runs[3].reasons[0].sentence, found.runs[3].reasons[0].place) == (
        "Rekaman terpotong: 41 kali, rata sampai 18 cuplikan. Kecilkan perekam.", "detik 3,42",
    )  # fmt: skip
    assert [(cause.label, cause.share) for cause in found.causes] == [
        ("tanggapan frekuensi", 0.9),
        ("keterulangan", 0.1),
    ]
    assert [(each.limit, each.judgement.outcome) for each in found.judgements] == [
        ("Syarat pembeli Contoh: 92 dB", "pass")
    ]
    assert (found.excess_db, found.allowed_excess_db, found.earlier, found.reports) == (8.0, 5.0, [], [])


def test_a_stranger_sees_no_result(one) -> None:
    with pytest.raises(Refused):
        result_shown(cast.enter(cast.KARTI), one.item.pk)


def test_a_limit_that_is_gone_keeps_its_name_and_value(one) -> None:
    limit = judged.a_limit(one.technician, verified_by=one.other, value_db=91.5)
    found = by_row(one, limit)
    Limit.objects.update(key="renamed")
    assert shown(found).limit == "pembeli-contoh: 91,5 dB"
    one.item.measurement.vehicle.approval_db = None
    one.item.measurement.vehicle.save()
    assert result_shown(one.technician, one.item.pk).excess_db is None
