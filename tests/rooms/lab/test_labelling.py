"""A label leads everybody to what was tested and whether it still stands, and to nobody's name."""

import pytest

from sentra.base.audit.models import Entry
from sentra.base.permissions import OutOfTurn, Refused
from sentra.lab.actions.labelling import issue_label, revoke_label
from sentra.lab.actions.reporting import authorise_report, replace_report, withdraw_report
from sentra.lab.models import Killer, LabRequest, Specimen
from sentra.lab.queries.labels import label_data, label_pdf, label_shown
from tests import cast, makers
from tests.rooms.lab import judged
from tests.rooms.lab.judged import Bench

pytestmark = pytest.mark.django_db


@pytest.fixture
def one() -> Bench:
    makers.areas()
    made = judged.bench()
    judged.report(made)
    return made


def labelled(one: Bench) -> Specimen:
    return issue_label(by=one.head, at=cast.AT, specimen=one.specimen)


def test_the_code_tells_what_was_tested_how_and_when(one) -> None:
    specimen = labelled(one)
    assert specimen.label_code is not None
    found = label_shown(specimen.label_code.lower().replace("-", " "))
    assert found is not None
    assert (found.specimen, found.result, found.maker) == (specimen, one.item, "Knalpot Contoh")
    assert (found.method.key, f"{found.tested_on:%d %m %Y}", found.standing) == (
        "r41_04_stationary",
        "20 11 2026",
        "issued",
    )
    assert (found.sentence, found.killer) == (
        "Laporan uji barang ini masih berlaku.", "Diuji dengan db killer terpasang. Tanpa db killer, hasil ini tidak berlaku.",
    )  # fmt: skip
    assert found.no_limit.startswith("Tidak diketahui satu pun batas")
    assert Entry.objects.get(act="issue_label").new == {"serial": specimen.serial}


def test_a_business_called_after_its_owner_stands_under_its_number(one) -> None:
    specimen = labelled(one)
    LabRequest.objects.update(snapshot=one.request.snapshot | {"business_name": "Knalpot Bu Karti"})
    found = label_shown(specimen.label_code or "")
    assert found is not None
    assert found.maker == "LAB-2026-0001"
    assert "Karti" not in str(label_data(Specimen.objects.get(pk=specimen.pk)))


def test_a_muffler_without_a_db_killer_says_nothing_of_one(one) -> None:
    Specimen.objects.update(killer=Killer.NONE)
    specimen = labelled(one)
    found = label_shown(specimen.label_code or "")
    assert found is not None
    assert (found.killer, label_data(specimen)["killer"]) == ("", "")


@pytest.mark.parametrize("code", ["", "ABC", "7Q4K-2M9X-81TZ"])
def test_a_code_that_was_never_given_shows_nothing(one, code) -> None:
    assert label_shown(code) is None


def test_a_withdrawn_report_and_a_replaced_one_are_told(one) -> None:
    specimen = labelled(one)
    (old,) = one.request.reports.all()
    draft = replace_report(
        by=one.technician, at=cast.AT, report=old, reason="salah ketik", results=[one.item]
    )
    new = authorise_report(by=one.head, at=cast.AT, report=draft)
    found = label_shown(specimen.label_code or "")
    assert found is not None
    assert (found.report, found.standing) == (new, "issued")
    withdraw_report(by=one.head, at=cast.AT, report=new, reason="keliru")
    gone = label_shown(specimen.label_code or "")
    assert gone is not None
    assert (gone.report, gone.standing) == (new, "withdrawn")
    assert gone.sentence == "Laporan uji barang ini sudah ditarik. Jangan berpegang pada label ini."


def test_an_item_that_is_not_in_the_replacement_is_told(one) -> None:
    specimen = labelled(one)
    (old,) = one.request.reports.all()
    other = judged.a_specimen(one.request, "item", one.technician)
    result = judged.a_result(one.session, other, one.item.measurement.vehicle, 90.0)
    draft = replace_report(by=one.technician, at=cast.AT, report=old, reason="barang lain", results=[result])
    authorise_report(by=one.head, at=cast.AT, report=draft)
    found = label_shown(specimen.label_code or "")
    assert found is not None
    assert (found.report, found.standing) == (old, "replaced")


def test_a_label_is_revoked_once_and_never_given_again(one) -> None:
    with pytest.raises(OutOfTurn, match="tidak berlabel"):
        revoke_label(by=one.head, at=cast.AT, specimen=one.specimen, reason="x")
    specimen = labelled(one)
    with pytest.raises(OutOfTurn, match="Alasan"):
        revoke_label(by=one.head, at=cast.AT, specimen=specimen, reason=" ")
    with pytest.raises(Refused):
        revoke_label(by=cast.enter(cast.SEKAR), at=cast.AT, specimen=specimen, reason="x")
    revoke_label(by=one.head, at=cast.AT, specimen=specimen, reason="label dipasang pada barang lain")
    found = label_shown(specimen.label_code or "")
    assert found is not None
    assert (found.standing, found.sentence) == (
        "revoked",
        "Label ini sudah dicabut: label dipasang pada barang lain",
    )
    assert Entry.objects.get(act="revoke_label").reason == "label dipasang pada barang lain"
    with pytest.raises(OutOfTurn, match="sudah dicabut"):
        revoke_label(by=one.head, at=cast.AT, specimen=specimen, reason="lagi")
    with pytest.raises(OutOfTurn, match="sudah berlabel"):
        labelled(one)


def test_labels_are_for_reported_items(one) -> None:
    with pytest.raises(OutOfTurn, match="bukan untuk knalpot asli"):
        issue_label(by=one.head, at=cast.AT, specimen=one.original.measurement.specimen)
    with pytest.raises(Refused):
        issue_label(by=cast.enter(cast.SEKAR), at=cast.AT, specimen=one.specimen)
    (report,) = one.request.reports.all()
    withdraw_report(by=one.head, at=cast.AT, report=report, reason="keliru")
    with pytest.raises(OutOfTurn, match="setelah laporan"):
        labelled(one)


def test_a_label_is_drawn_for_who_may_read_the_laboratory(one) -> None:
    specimen = labelled(one)
    pdf = label_pdf(one.technician, specimen, at=cast.AT)
    assert pdf.startswith(b"%PDF-1.7")
    data = label_data(specimen)
    assert (data["item"], data["tested_on"], data["killer"]) == (
        "Knalpot Contoh SP1", "20 November 2026", "Db killer harus tetap terpasang",
    )  # fmt: skip
    assert data["address"].endswith(f"/uji/{specimen.label_code}/")
    with pytest.raises(Refused):
        label_pdf(cast.enter(cast.KARTI), specimen, at=cast.AT)
    with pytest.raises(OutOfTurn, match="tidak berlabel"):
        label_pdf(one.technician, one.original.measurement.specimen, at=cast.AT)
    revoked = revoke_label(by=one.head, at=cast.AT, specimen=specimen, reason="salah tempel, 0812 3456 7890")
    assert ("salah tempel" in revoked.label_revoked_reason, "3456" in revoked.label_revoked_reason) == (
        True,
        False,
    )
    with pytest.raises(OutOfTurn, match="sudah dicabut"):
        label_pdf(one.technician, revoked, at=cast.AT)


def test_a_label_is_printed_only_while_a_report_of_the_item_stands(one) -> None:
    specimen = labelled(one)
    assert label_pdf(one.technician, specimen, at=cast.AT).startswith(b"%PDF-1.7")
    (report,) = one.request.reports.all()
    withdraw_report(by=one.head, at=cast.AT, report=report, reason="keliru")
    with pytest.raises(OutOfTurn, match="selama laporan barang ini berlaku"):
        label_pdf(one.technician, specimen, at=cast.AT)
