"""Rows of the permission table for the laboratory, and the objects their addresses name.

{bench}: an open session with {series}, in which {run} was taken ({tape}); {session}: a closed one whose {result}
(of {measured}) stands in {issued}, a report with {paper} about {item}; {labelled} bears {code}.
{queued} waits, {request} was measured, {draft} is a report nobody authorised yet.
"""

from datetime import date
from typing import Any

from sentra.base.people.models import User
from sentra.lab import actions
from sentra.lab.models import LabRequest, ReportState, Session, Specimen, SpecimenRole
from tests import cast
from tests.doors.permission_table import ADMIN, AUDITOR, FIELD, HEAD, LAB, OFFICER, REGENT, Row
from tests.rooms.lab import benches, judged

READERS = {ADMIN, REGENT, HEAD, OFFICER, LAB, AUDITOR}
QUEUE = READERS | {FIELD}
TAKERS = {OFFICER, LAB, FIELD}
PLANNERS = {OFFICER, LAB, HEAD}
KEEPERS = {ADMIN, HEAD, OFFICER, LAB}
SIGNERS = {LAB, HEAD}
WHY = {"reason": "Salah catat"}
PICTURE = b"\x89PNG\r\n\x1a\n"


def done(path: str, allow: set[Any], data: dict[str, object] | None = None, ok: int = 302) -> Row:
    return Row(path, allow=allow, ok=ok, method="post", data=data or {})


LAB_ROWS: dict[str, Row] = {
    # the desk
    "lab:queue": Row("/lab/", allow=QUEUE),
    "lab:find_business": Row("/lab/permintaan/baru/", allow=TAKERS),
    "lab:new_request": Row("/lab/permintaan/baru/{business}/", allow=TAKERS, strangers=404),
    "lab:request": Row("/lab/permintaan/{queued}/", allow=QUEUE),
    "lab:plan": done("/lab/permintaan/{queued}/rencana/", PLANNERS, {"planned_on": "2099-01-05"}),
    "lab:cancel": done("/lab/permintaan/{queued}/batal/", PLANNERS, WHY),
    "lab:receive_specimen": Row("/lab/permintaan/{queued}/barang/", allow={OFFICER, LAB}),
    "lab:specimen": Row("/lab/barang/{item}/", allow=QUEUE),
    "lab:return_specimen": done("/lab/barang/{item}/kembali/", {OFFICER, LAB}, {"returned_on": "2026-11-20"}),
    "lab:external": Row("/lab/barang/{item}/luar/", allow=KEEPERS),
    # the bench; a step without its recording comes back with what is missing
    "lab:new_session": Row("/lab/sesi/baru/", allow={LAB}),
    "lab:session": Row("/lab/sesi/{bench}/", allow=READERS),
    "lab:check": done("/lab/sesi/{bench}/kalibrator/", {LAB}, {"moment": "after"}, ok=422),
    "lab:background": done("/lab/sesi/{bench}/latar/", {LAB}, ok=422),
    "lab:open_measurement": done("/lab/sesi/{bench}/pengukuran/", {LAB}, ok=422),
    "lab:take_run": done("/lab/pengukuran/{series}/percobaan/", {LAB}, ok=422),
    "lab:close_session": done("/lab/sesi/{bench}/selesai/", {LAB}, ok=409),  # only who opened it closes it
    "lab:void_session": done("/lab/sesi/{bench}/batal/", SIGNERS, WHY),
    # what came of it
    "lab:measurement": Row("/lab/pengukuran/{measured}/", allow=READERS),
    "lab:compute": done("/lab/pengukuran/{series}/hitung/", SIGNERS, ok=409),  # the check after is missing
    "lab:compare": done("/lab/pengukuran/{measured}/banding/", SIGNERS),
    "lab:judge": done("/lab/pengukuran/{measured}/nilai/", SIGNERS, {"limit": "", "rule": "simple"}),
    "lab:run": Row("/lab/percobaan/{run}/", allow=READERS),
    "lab:correct_tachometer": done("/lab/percobaan/{run}/takometer/", {LAB}, ok=422),
    "lab:void_run": done("/lab/percobaan/{run}/batal/", {LAB}, WHY),
    "lab:recording": Row("/lab/rekaman/{tape}/", allow=READERS),
    "lab:maker": Row("/lab/pembuat/{business}/", allow=READERS, strangers=404),
    # reports and labels
    "lab:prepare_report": Row("/lab/permintaan/{request}/laporan/", allow=SIGNERS),
    "lab:report": Row("/lab/laporan/{draft}/", allow=READERS),
    "lab:draft_pdf": Row("/lab/laporan/{draft}/konsep.pdf", allow=READERS),
    "lab:authorise": done("/lab/laporan/{draft}/sahkan/", SIGNERS),
    "lab:replace": Row("/lab/laporan/{issued}/ganti/", allow=SIGNERS),
    "lab:withdraw": done("/lab/laporan/{issued}/cabut/", SIGNERS, WHY),
    "lab:issue_label": done("/lab/barang/{item}/label/", SIGNERS),
    "lab:label_pdf": Row("/lab/barang/{labelled}/label.pdf", allow=READERS),
    "lab:revoke_label": done("/lab/barang/{labelled}/label/cabut/", SIGNERS, WHY),
    "lab:document": Row("/lab/dokumen/{paper}.pdf", allow=READERS),
    "lab:attachment": Row("/lab/lampiran/{scan}/", allow=READERS),
    # what is kept in order
    "lab:instruments": Row("/lab/alat/", allow=READERS),
    "lab:new_instrument": Row("/lab/alat/baru/", allow=KEEPERS),
    "lab:instrument": Row("/lab/alat/{tool}/", allow=READERS),
    "lab:retire": done("/lab/alat/{tool}/henti/", KEEPERS),
    "lab:withdraw_certificate": done("/lab/alat/sertifikat/{certificate}/cabut/", KEEPERS, WHY),
    "lab:accreditation": Row("/lab/alat/akreditasi/", allow=KEEPERS),
    "lab:withdraw_accreditation": done("/lab/alat/akreditasi/{accreditation}/cabut/", KEEPERS, WHY),
    "lab:methods": Row("/lab/metode/", allow=READERS),
    "lab:new_limit": Row("/lab/metode/batas/baru/", allow=KEEPERS),
    "lab:verify_limit": done("/lab/metode/batas/{limit}/cocok/", KEEPERS),
    "lab:withdraw_limit": done("/lab/metode/batas/{limit}/cabut/", KEEPERS, WHY),
    "lab:vehicles": Row("/lab/kendaraan/", allow=READERS),
    "lab:new_vehicle": Row("/lab/kendaraan/baru/", allow=KEEPERS),
    "lab:orientation": Row("/lab/orientasi/", allow=READERS),
    # open to everybody
    "lab:find_label": Row("/uji/", anonymous=200),
    "lab:label": Row("/uji/{code}/", anonymous=200),
    "api:lab_requests": Row("/api/lab/requests", allow=QUEUE, anonymous=401),
    "api:lab_request": Row("/api/lab/requests/{queued}", allow=QUEUE, anonymous=401),
    "api:lab_result": Row("/api/lab/results/{result}", allow=READERS, anonymous=401),
    "api:lab_limits": Row("/api/lab/limits", allow=READERS, anonymous=401),
    "api:lab_label": Row("/api/lab/labels/{code}", anonymous=200),
}


def known_lab() -> dict[str, object]:
    """Everything stands in the district of the field officer of the cast; needs `makers.areas()`."""
    closed = judged.bench()
    Session.objects.update(number="SESI-2026-0900")  # the counter gives the first number to the bench below
    LabRequest.objects.update(number="LAB-2026-0901")
    for one in Specimen.objects.all():
        Specimen.objects.filter(pk=one.pk).update(serial=f"LAB-2026-0901-{one.pk}")
    closed.request.refresh_from_db()
    issued = judged.report(closed)
    tools = closed.session
    series = benches.ready()
    run = benches.taken(series)
    certificate = benches.certificate(tools.calibrator, "K-2", scan=PICTURE)
    return {
        **_requests(closed),
        "bench": series.session_id,
        "series": series.pk,
        "run": run.pk,
        "tape": run.recording_id,
        "session": tools.pk,
        "business": closed.request.business_id,
        "measured": closed.item.measurement_id,
        "result": closed.item.pk,
        "issued": issued.pk,
        "paper": issued.document_id,
        "item": closed.specimen.pk,
        "tool": tools.calibrator_id,
        "certificate": certificate.pk,
        "scan": certificate.scan_id,
        "accreditation": _accredited(closed.technician),
        "limit": judged.a_limit(closed.technician).pk,
        **_renamed(),
    }


def _requests(closed: judged.Bench) -> dict[str, object]:
    """One that waits, one that could be reported, one whose report is a draft, one with a label."""
    by, vehicle = closed.technician, closed.item.measurement.vehicle
    ready, drafted = (
        judged.a_request(by, f"Knalpot {number}", f"LAB-2026-{number}") for number in ("0902", "0903")
    )
    results = [
        judged.a_result(closed.session, judged.a_specimen(one, SpecimenRole.ITEM, by), vehicle, 88.2)
        for one in (ready, drafted)
    ]
    draft = actions.prepare_report(by=by, at=cast.AT, request=drafted, results=results[1:])
    labelled = judged.a_specimen(closed.request, SpecimenRole.ITEM, by)
    other = judged.a_result(closed.session, labelled, vehicle, 87.0)
    shown = closed.item.reports.get(state=ReportState.ISSUED)
    shown.results.add(other)
    Specimen.objects.filter(pk=labelled.pk).update(label_code="7Q4K-2M9X-81TZ")
    return {
        "queued": benches.asked("Knalpot 0904").pk,
        "request": ready.pk,
        "draft": draft.pk,
        "labelled": labelled.pk,
        "code": "7Q4K-2M9X-81TZ",
    }


def _accredited(by: User) -> int:
    days = {"valid_from": date(2026, 1, 1), "valid_until": date(2099, 1, 1)}
    made = actions.set_accreditation(
        by=by, at=cast.AT, number="LP-0000-IDN", scope="Bising statis", body="Lembaga contoh", **days
    )
    return made.pk


def _renamed() -> dict[str, object]:
    """The people of the bench leave the names of the cast to those who knock at the door."""
    for person in User.objects.filter(email__endswith="@cast.example"):
        User.objects.filter(pk=person.pk).update(email=f"lab-{person.email}")
    return {}
