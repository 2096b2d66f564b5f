"""A report is prepared by one, authorised by another who had no hand in it, and never edited afterwards."""

from datetime import date, timedelta
from typing import Any

import pypdfium2
import pytest
from django.utils import translation

from sentra.base.audit.models import Entry
from sentra.base.documents.models import Document
from sentra.base.documents.queries import document_bytes
from sentra.base.permissions import OutOfTurn, Refused
from sentra.engines.acoustics.thirds import FILTER_ID
from sentra.engines.acoustics.weighting import WEIGHTING_ID
from sentra.lab.actions.deciding import judge
from sentra.lab.actions.reporting import authorise_report, prepare_report, replace_report, withdraw_report
from sentra.lab.models import Accreditation, Comparison, Report, Result, Run, Session, SpecimenRole
from sentra.lab.queries.papers import report_data
from sentra.lab.queries.reports import draft_pdf, replacement_of, report_shown
from tests import cast, makers
from tests.rooms.lab import judged
from tests.rooms.lab.judged import Bench

pytestmark = pytest.mark.django_db


@pytest.fixture
def one() -> Bench:
    makers.areas()
    return judged.bench()


def prepare(one: Bench, **otherwise: Any) -> Report:
    told = {"by": one.technician, "at": cast.AT, "request": one.request, "results": [one.item]} | otherwise
    return prepare_report(**told)


def printed(report: Report, by: Any) -> dict[str, Any]:
    with translation.override("id"):
        return report_data(report, authorised_by=by, at=cast.AT)


def compared(one: Bench) -> Comparison:
    return Comparison.objects.create(
        item=one.item, original=one.original, delta_db=-5.72, uc_db=0.45, k=2.05, U_db=0.92, computed_at=cast.AT,
        computed_by=one.technician,
        bands={"centre_hz": [100.0, 125.89], "delta_db": [-4.1, None], "u_db": [0.3, None]},
    )  # fmt: skip


def test_a_report_is_prepared_and_another_person_issues_it(one) -> None:
    draft = prepare(one, results=[one.item, one.original], note="Pemantul 2,9 m\n\n Hujan semalam ")
    assert (draft.state, draft.document, draft.note) == ("draft", None, "Pemantul 2,9 m\n\n Hujan semalam")
    issued = authorise_report(by=one.head, at=cast.AT, report=draft)
    one.request.refresh_from_db()
    assert (issued.state, issued.authorised_by, one.request.state) == ("issued", one.head, "reported")
    assert issued.document is not None
    assert issued.document.number == "500.9/001/LHU/XI/2026"
    assert document_bytes(issued.document).startswith(b"%PDF-1.7")
    acts = [
        (entry.act, entry.by_label)
        for entry in Entry.objects.filter(subject_kind="lab.report").order_by("number")
    ]
    assert [act for act, _by in acts] == ["prepare_report", "authorise_report"]


def test_the_paper_tells_what_clause_7_8_asks(one) -> None:
    comparison = compared(one)
    for result, slope, heard in ((one.item, 0.213, True), (one.original, 0.5, False)):
        basis = {
            "slope_db_per_percent": slope,
            "slope_heard": heard,
            "weighting_id": "AC-4",
            "filter_id": "BW6",
        }
        Result.objects.filter(pk=result.pk).update(basis=basis, engine_version="sentra 0.1")
    limit = judged.a_limit(one.technician, verified_by=one.other)
    judgement = judge(
        by=one.technician, at=cast.AT, result=one.item, rule="simple", limit_origin="row", limit_key=limit.key
    )
    draft = prepare(
        one,
        results=[one.item, one.original],
        comparison=comparison,
        judgement=judgement,
        note="Pemantul 2,9 m",
    )
    data = printed(draft, one.head)
    assert (data["customer"], data["request"]) == (
        {"name": "Knalpot Contoh", "place": "Bobotsari, Kecamatan Bobotsari"},
        "LAB-2026-0001 · Perbandingan dengan knalpot asli",
    )
    assert (data["received"], data["tested"]) == ("3 November 2026", "20 November 2026")
    assert [(each["value"], each["exact"], each["doubt"]) for each in data["results"]] == [
        ("92 dB(A)", "91,63 dB(A)", "± 1,4 dB (k = 2,00; 95 %)"), ("86 dB(A)", "85,91 dB(A)", "± 1,4 dB (k = 2,00; 95 %)"),
    ]  # fmt: skip
    assert [row["counted"] for row in data["runs"]] == ["ya", "ya", "ya", "tidak"] * 2
    assert (
        data["runs"][3]["why"]
        == "Rekaman terpotong: 41 kali, rata sampai 18 cuplikan. Kecilkan perekam. (detik 3,42)"
    )
    assert data["comparison"] == {
        "sentence": "Knalpot LAB-2026-0001-1: 5,7 dB lebih bising daripada knalpot asli, U 0,9 dB (k = 2,05).",
        "bands": [
            {"frequency": "100 Hz", "difference": "−4,1", "scatter": "0,3"},
            {"frequency": "125 Hz", "difference": "tertutup latar", "scatter": "–"},
        ],
    }
    assert (data["decision"]["limit"], data["decision"]["outcome"], data["decision"]["risk"]) == (
        "Syarat pembeli Contoh: 92 dB", "Memenuhi", "Kemungkinan nilai sebenarnya tidak melewati batas: 70 %. Menurut aturan ini diterima sampai 92,0 dB.",
    )  # fmt: skip
    assert [row[2] for row in data["instruments"]] == [
        f"K-{kind} (Lab Contoh)" for kind in ("meter", "calibrator", "tachometer", "anemometer")
    ]
    assert data["conditions"][1] == ["Angin", "0,0 sampai 1,0 m/detik"]  # the fourth run did not count
    assert data["conditions"][3:] == [
        [
            "Level terhadap putaran",
            "LAB-2026-0001-1: 0,21 dB tiap persen putaran, dari rekamannya sendiri; LAB-2026-0001-2: 0,50 dB tiap persen putaran, anggapan terburuk, tidak terdengar",
        ],
        ["Saringan", "AC-4, BW6"],
        ["Dihitung dengan", "sentra 0.1"],
    ]
    assert (data["deviations"], data["prepared"]["name"], data["authorised"]["name"]) == (
        ["Pemantul 2,9 m"], one.technician.name, one.head.name,
    )  # fmt: skip
    assert data["remarks"] == [
        "LAB-2026-0001-1 diuji dengan db killer terpasang dan dapat dilepas. Tanpa db killer, hasilnya tidak berlaku."
    ]
    assert data["no_limit"].startswith("Tidak diketahui satu pun batas")


def test_no_word_of_accreditation_without_one_in_force(one) -> None:
    draft = prepare(one)
    assert (
        printed(draft, one.head)["accreditation"],
        "akreditasi" in str(printed(draft, one.head)).casefold(),
    ) == ("", False)
    facts = {
        "number": "LP-000-IDN",
        "scope": "bising statis",
        "body": "Komite Contoh",
        "recorded_at": cast.AT,
        "recorded_by": one.head,
    }
    for valid_from, valid_until, withdrawn in (
        (date(2025, 1, 1), date(2026, 11, 19), None),
        (date(2026, 11, 21), date(2030, 1, 1), None),
        (date(2026, 1, 1), date(2030, 1, 1), cast.AT),
    ):
        Accreditation.objects.create(
            valid_from=valid_from, valid_until=valid_until, withdrawn_at=withdrawn, **facts
        )
    assert printed(draft, one.head)["accreditation"] == ""
    Accreditation.objects.create(valid_from=date(2026, 11, 20), valid_until=date(2026, 11, 20), **facts)
    assert printed(draft, one.head)["accreditation"] == (
        "Laboratorium penguji terakreditasi Komite Contoh, nomor LP-000-IDN, berlaku sampai 20 November 2026. "
        "Ruang lingkup: bising statis"
    )


def test_what_is_not_known_is_left_out(one) -> None:
    Session.objects.update(pressure_hpa=None)
    Run.objects.update(void_at=cast.AT)
    one.item.measurement.session.calibrator.certificates.all().delete()
    data = printed(prepare(one), one.head)
    assert data["conditions"][:2] == [["Suhu, kelembapan, tekanan", "29,4 °C, 71 %"], ["Angin", ""]]
    assert data["instruments"][1][2:] == ["tanpa sertifikat", ""]
    assert (data["decision"]["outcome"], data["comparison"]["sentence"], data["replaces"]) == ("", "", "")


def test_numbers_are_printed_as_people_write_them(one) -> None:
    """A thousand stands apart, a half degree stays, and what rounds to nothing has no sign."""
    basis = {"weighting_id": WEIGHTING_ID, "filter_id": FILTER_ID}
    Result.objects.update(drift_db=-0.001, basis=basis)
    Session.objects.update(temperature_c=28.5)
    data = printed(prepare(one), one.head)
    assert data["vehicle"]["speed"] == "4.250 rpm (putaran daya tertinggi 8.500 rpm menurut buku pemilik)"
    assert (data["runs"][0]["speed"], data["results"][0]["drift"]) == ("4.240", "0,00 dB")
    assert dict(data["conditions"])["Suhu, kelembapan, tekanan"] == "28,5 °C, 71 %, 1.008 hPa"
    assert dict(data["conditions"])["Saringan"] == (
        "AC-4: pembobotan A dan C, dicocokkan dengan IEC 61672-1 lampiran E, tabel v1, "
        "BW6-1/3-G10: pita sepertiga oktaf Butterworth tingkat 6 (12 kutub), dasar 10, "
        "dibagi pada 700 Hz, tabel v1"
    )


def wrong_results(one: Bench, case: str) -> dict[str, Any]:
    other_request = judged.a_request(one.technician, "Lain Contoh", "LAB-2026-0002")
    stranger = judged.a_specimen(other_request, SpecimenRole.ITEM, one.technician)
    session, vehicle = one.session, one.item.measurement.vehicle
    if case == "comparison":
        return {"comparison": compared(one)}
    if case == "judgement":
        return {"judgement": judge(by=one.technician, at=cast.AT, result=one.original, rule="simple")}
    if case == "open":
        Session.objects.update(state="open")
    if case == "old":
        Result.objects.filter(pk=one.item.pk).update(current=False)
        return {"results": [Result.objects.get(pk=one.item.pk)]}
    return {
        "none": {"results": []},
        "original only": {"results": [one.original]},
        "stranger": {"results": [one.item, judged.a_result(session, stranger, vehicle, 90.0)]},
        "open": {"results": [Result.objects.get(pk=one.item.pk)]},
    }[case]


@pytest.mark.parametrize(
    ("case", "sentence"),
    [
        ("none", "hasil sebuah barang uji"), ("original only", "hasil sebuah barang uji"), ("stranger", "permintaan lain"),
        ("old", "sah dan terbaru"), ("open", "Tutup dulu"), ("comparison", "Perbandingan ini"), ("judgement", "Penilaian ini"),
    ],
)  # fmt: skip
def test_a_report_tells_only_what_stands(one, case, sentence) -> None:
    with pytest.raises(OutOfTurn, match=sentence):
        prepare(one, **wrong_results(one, case))
    assert Report.objects.count() == 0


def test_one_draft_at_a_time_and_not_by_everybody(one) -> None:
    with pytest.raises(Refused):
        prepare(one, by=cast.enter(cast.SEKAR))
    prepare(one)
    with pytest.raises(OutOfTurn, match="masih menunggu"):
        prepare(one)


def test_neither_who_prepared_nor_who_measured_authorises(one) -> None:
    by_head = prepare(one, by=one.head)
    with pytest.raises(OutOfTurn, match="menyiapkan"):
        authorise_report(by=one.head, at=cast.AT, report=by_head)
    with pytest.raises(OutOfTurn, match="ikut mengukur"):
        authorise_report(by=one.technician, at=cast.AT, report=by_head)
    with pytest.raises(Refused):
        authorise_report(by=cast.enter(cast.SEKAR), at=cast.AT, report=by_head)
    assert authorise_report(by=one.other, at=cast.AT, report=by_head).state == "issued"


def test_a_hand_in_one_run_is_a_hand_in_it(one) -> None:
    Run.objects.filter(measurement=one.item.measurement, sequence=4).update(by=one.other)
    with pytest.raises(OutOfTurn, match="ikut mengukur"):
        authorise_report(by=one.other, at=cast.AT, report=prepare(one))


def test_what_was_computed_again_is_prepared_again(one) -> None:
    draft = prepare(one)
    Result.objects.filter(pk=one.item.pk).update(current=False)
    with pytest.raises(OutOfTurn, match="siapkan lagi"):
        authorise_report(by=one.head, at=cast.AT, report=draft)
    withdraw_report(by=one.technician, at=cast.AT, report=draft, reason="dihitung ulang")
    newer = judged.a_result(one.session, one.specimen, one.item.measurement.vehicle, 91.2)
    one.request.refresh_from_db()
    assert (one.request.state, prepare(one, results=[newer]).state) == ("measuring", "draft")


def test_a_session_that_was_voided_since_is_not_reported(one) -> None:
    draft = prepare(one)
    Session.objects.update(state="void")
    with pytest.raises(OutOfTurn, match="sudah dibatalkan"):
        authorise_report(by=one.head, at=cast.AT, report=draft)


def test_a_replacement_falls_into_place_when_it_is_authorised(one) -> None:
    old = judged.report(one)
    with pytest.raises(OutOfTurn, match="Alasan"):
        replace_report(by=one.technician, at=cast.AT, report=old, reason=" ", results=[one.item])
    draft = replace_report(
        by=one.technician, at=cast.AT, report=old, reason="nomor rangka salah", results=[one.item]
    )
    old.refresh_from_db()
    assert (old.state, draft.state, draft.replaces) == ("issued", "draft", old)
    later = cast.AT + timedelta(hours=1)
    new = authorise_report(by=one.head, at=later, report=draft)
    old.refresh_from_db()
    assert (old.state, new.state) == ("replaced", "issued")
    assert new.document is not None
    assert old.document is not None
    assert (old.document.revoked_at, old.document.revoked_reason) == (
        later, f"Diganti oleh laporan {new.document.number}: nomor rangka salah",
    )  # fmt: skip
    assert printed(new, one.head)["replaces"] == (
        f"Laporan ini menggantikan laporan {old.document.number}. Sebabnya: nomor rangka salah"
    )
    shown = report_shown(cast.enter(cast.GANDE), old.pk)
    assert (shown.replaced_by, shown.check_url.endswith(old.document.check_code)) == (new, True)
    with pytest.raises(OutOfTurn, match="diganti"):
        replace_report(by=one.technician, at=cast.AT, report=old, reason="lagi", results=[one.item])


def test_a_report_that_was_withdrawn_meanwhile_is_not_revoked_twice(one) -> None:
    old = judged.report(one)
    draft = replace_report(by=one.technician, at=cast.AT, report=old, reason="salah", results=[one.item])
    withdraw_report(by=one.head, at=cast.AT, report=old, reason="keliru barang")
    authorise_report(by=one.head, at=cast.AT, report=draft)
    old.refresh_from_db()
    assert old.document is not None
    assert (old.state, old.document.revoked_reason) == ("withdrawn", "Ditarik: keliru barang")


def test_a_withdrawn_report_says_so_and_stays(one) -> None:
    issued = judged.report(one)
    with pytest.raises(OutOfTurn, match="Alasan"):
        withdraw_report(by=one.head, at=cast.AT, report=issued, reason="")
    with pytest.raises(Refused):
        withdraw_report(by=cast.enter(cast.SEKAR), at=cast.AT, report=issued, reason="x")
    gone = withdraw_report(by=one.head, at=cast.AT, report=issued, reason="keliru barang")
    one.request.refresh_from_db()
    assert gone.document is not None
    assert (gone.state, gone.reason, gone.document.revoked_reason) == (
        "withdrawn",
        "keliru barang",
        "Ditarik: keliru barang",
    )
    assert one.request.state == "measuring"
    with pytest.raises(OutOfTurn, match="tidak berlaku"):
        withdraw_report(by=one.head, at=cast.AT, report=issued, reason="lagi")
    with pytest.raises(OutOfTurn, match="Hanya konsep"):
        authorise_report(by=one.head, at=cast.AT, report=issued)


def test_a_draft_is_read_on_paper_before_it_is_authorised(one) -> None:
    """Marked as one; looking issues nothing."""
    draft = prepare(one)
    pdf = draft_pdf(one.head, draft, at=cast.AT)
    read = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))
    assert ("KONSEP" in read, "Konsep: belum bernomor, belum disahkan" in read) == (True, True)
    assert ("Ditandatangani secara elektronik" in read, Document.objects.count()) == (False, 0)
    with pytest.raises(Refused):
        draft_pdf(cast.enter(cast.KARTI), draft, at=cast.AT)
    issued = authorise_report(by=one.head, at=cast.AT, report=draft)
    with pytest.raises(OutOfTurn, match="Hanya konsep"):
        draft_pdf(one.head, issued, at=cast.AT)


def test_a_draft_is_sent_back_and_prepared_anew(one) -> None:
    """Who and when stand in the record; nothing was issued, so nothing is revoked."""
    draft = prepare(one)
    with pytest.raises(OutOfTurn, match="Alasan"):
        withdraw_report(by=one.head, at=cast.AT, report=draft, reason=" ")
    assert report_shown(one.head, draft.pk).ended is None
    gone = withdraw_report(by=one.head, at=cast.AT, report=draft, reason="barangnya tertukar")
    ended = report_shown(one.head, draft.pk).ended
    assert ended is not None
    assert (gone.state, gone.document, gone.reason) == ("withdrawn", None, "barangnya tertukar")
    assert (ended.by, ended.at, ended.reason) == (one.head, cast.AT, "barangnya tertukar")
    assert prepare(one).state == "draft"


def test_numbers_of_people_are_masked_in_what_everybody_reads(one) -> None:
    told = "salah nama, telepon 0812 3456 7890"
    old = judged.report(one)
    draft = replace_report(by=one.technician, at=cast.AT, report=old, reason=told, results=[one.item])
    new = authorise_report(by=one.head, at=cast.AT, report=draft)
    withdraw_report(by=one.head, at=cast.AT, report=new, reason=told)
    old.refresh_from_db()
    new.refresh_from_db()
    assert old.document is not None
    assert new.document is not None
    public = [new.reason, old.document.revoked_reason, new.document.revoked_reason]
    assert [("salah nama" in text, "3456" in text) for text in public] == [(True, False)] * 3


def test_what_took_the_place_of_a_report_is_found_by_its_paper(one) -> None:
    old = judged.report(one)
    assert old.document is not None
    draft = replace_report(by=one.technician, at=cast.AT, report=old, reason="salah", results=[one.item])
    assert replacement_of(old.document) is None
    new = authorise_report(by=one.head, at=cast.AT, report=draft)
    assert (replacement_of(old.document), new.document is None) == (new.document, False)


def test_another_report_of_the_request_keeps_it_reported(one) -> None:
    judged.report(one)
    second = judged.report(one, results=[one.item])
    withdraw_report(by=one.head, at=cast.AT, report=second, reason="ganda")
    one.request.refresh_from_db()
    assert one.request.state == "reported"


def test_a_draft_is_shown_with_who_may_not_authorise_it(one) -> None:
    judgement = judge(by=one.technician, at=cast.AT, result=one.item, rule="simple")
    draft = prepare(one, judgement=judgement)
    shown = report_shown(one.technician, draft.pk)
    assert (shown.check_url, shown.may_authorise.reason) == (
        "",
        "Yang menyiapkan laporan tidak mengesahkannya sendiri.",
    )
    assert (shown.judgement is not None, [each.pk for each in shown.results]) == (True, [one.item.pk])
    with pytest.raises(Refused):
        report_shown(cast.enter(cast.KARTI), draft.pk)
