"""What another laboratory found stands as theirs, beside ours, with the difference and what it means."""

from datetime import date
from typing import Any

import pytest

from sentra.base.audit.models import Entry
from sentra.base.documents.attaching import UnusableFile, attachment_bytes
from sentra.base.permissions import Refused, Unfit
from sentra.lab.actions.externals import record_external
from sentra.lab.models import ExternalResult
from sentra.lab.queries.agreement import agreements
from sentra.lab.queries.papers import agreement_words
from tests import cast, makers
from tests.rooms.lab import judged
from tests.rooms.lab.judged import Bench

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4 laporan contoh"


@pytest.fixture
def one() -> Bench:
    makers.areas()
    return judged.bench()


def external(one: Bench, **otherwise: Any) -> ExternalResult:
    told = {
        "by": one.technician, "at": cast.AT, "specimen": one.specimen, "laboratory": "Balai Uji Contoh",
        "report_number": "BUC/26/118", "dated_on": date(2026, 11, 12), "quantity": "L_stationary",
        "procedure": "ISO 5130:2019", "value_db": 91.0, "U_db": 1.2, "k": 2.0, "accreditation": "LP-000-IDN",
    }  # fmt: skip
    return record_external(**told | otherwise)


def test_it_is_kept_as_theirs_with_its_paper(one) -> None:
    made = external(one, scan=PDF)
    assert (made.laboratory, made.value_db, made.U_db, made.recorded_by) == (
        "Balai Uji Contoh",
        91.0,
        1.2,
        one.technician,
    )
    assert made.document is not None
    assert attachment_bytes(made.document) == PDF
    assert Entry.objects.get(act="record_external").new == {
        "laboratory": "Balai Uji Contoh", "report": "BUC/26/118", "quantity": "L_stationary", "value_db": 91.0, "U_db": 1.2,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"laboratory": " "}, "laboratory"), ({"report_number": " "}, "report_number"), ({"dated_on": date(2026, 11, 21)}, "dated_on"),
        ({"quantity": "L_loud"}, "quantity"), ({"procedure": ""}, "procedure"), ({"value_db": 19.9}, "value_db"),
        ({"value_db": 161}, "value_db"), ({"U_db": 0.0}, "U_db"), ({"U_db": 20.0}, "U_db"), ({"k": 0.9}, "k"), ({"k": 16}, "k"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_at_its_place(one, wrong, place) -> None:
    with pytest.raises(Unfit) as refused:
        external(one, **wrong)
    assert list(refused.value.faults) == [place]
    assert ExternalResult.objects.count() == 0


def test_one_report_is_recorded_once_for_each_quantity(one) -> None:
    external(one)
    with pytest.raises(Unfit, match="sudah dicatat"):
        external(one, laboratory=" Balai Uji Contoh ")
    external(one, quantity="L_urban")
    assert ExternalResult.objects.count() == 2


def test_who_keeps_nothing_records_nothing(one) -> None:
    with pytest.raises(Refused):
        external(one, by=cast.enter(cast.GANDE))
    with pytest.raises(UnusableFile):
        external(one, scan=b"no paper")


@pytest.mark.parametrize(
    ("theirs", "difference_db", "en", "words"),
    [
        ({}, 1.0, 0.54, "selisih 1,0 dB; En = 0,54: sejalan"),
        ({"value_db": 95.0}, -3.0, -1.63, "selisih −3,0 dB; En = −1,63: tidak sejalan"),
        ({"U_db": None, "k": None}, 1.0, None, "selisih 1,0 dB. Laporannya tidak menyebut ketidakpastian."),
        ({"quantity": "L_urban"}, None, None, "Besarannya lain: L urban (kendaraan melintas), kami mengukur Bising statis."),
    ],
)  # fmt: skip
def test_the_difference_is_told_with_its_en_number_or_why_there_is_none(
    one, theirs, difference_db, en, words
) -> None:
    external(one, **theirs)
    (found,) = agreements(one.item)
    assert found.difference_db == difference_db
    assert found.en == (None if en is None else pytest.approx(en, abs=0.005))
    assert agreement_words(found) == words


def test_without_a_result_of_ours_there_is_nothing_to_compare(one) -> None:
    external(one)
    one.item.value_db = None
    (found,) = agreements(one.item)
    assert (found.difference_db, found.agrees) == (None, False)
    assert agreement_words(found) == "Hasil kami tidak sah, jadi tidak dapat dibandingkan."
