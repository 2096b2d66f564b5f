"""Who may prepare, authorise, replace and withdraw a report, and of what.

Whoever measured or prepared does not authorise: a second pair of eyes is the point of it.
"""

from collections.abc import Collection, Sequence

from django.utils.translation import gettext as _

from sentra.base.permissions import Verdict
from sentra.lab.models import (
    Background,
    Check,
    Comparison,
    Judgement,
    LabRequest,
    Report,
    ReportState,
    Result,
    Run,
    SessionState,
    SpecimenRole,
)
from sentra.lab.rules.roles import may_authorise, may_read_lab
from sentra.lab.rules.verdicts import may_work_on_results
from sentra.registry.rules import By


def may_prepare_report(
    by: By,
    request: LabRequest,
    results: Sequence[Result],
    comparison: Comparison | None,
    judgement: Judgement | None,
) -> Verdict:
    """Of valid results as they stand now, from sessions that were closed; one draft at a time."""
    verdict = may_work_on_results(by)
    if verdict and request.reports.filter(state=ReportState.DRAFT).exists():
        return Verdict(False, _("Konsep laporan permintaan ini masih menunggu pengesahan."), request)
    if verdict and (reason := _unfit(request, results) or _beside(results, comparison, judgement)):
        return Verdict(False, reason, request)
    return verdict


def _unfit(request: LabRequest, results: Sequence[Result]) -> str:
    if not any(each.measurement.specimen.role == SpecimenRole.ITEM for each in results):
        return _("Pilih dulu hasil sebuah barang uji.")
    if any(each.measurement.specimen.request_id != request.pk for each in results):
        return _("Hasil milik permintaan lain tidak dapat masuk laporan ini.")
    if not all(each.valid and each.current for each in results):
        return _("Hanya hasil yang sah dan terbaru yang dapat dilaporkan.")
    if any(each.measurement.session.state != SessionState.CLOSED for each in results):
        return _("Tutup dulu sesi pengukurannya.")
    return ""


def _beside(results: Collection[Result], comparison: Comparison | None, judgement: Judgement | None) -> str:
    known = {each.pk for each in results}
    if comparison and not {comparison.item_id, comparison.original_id} <= known:
        return _("Perbandingan ini dibuat dari hasil yang tidak ada dalam laporan.")
    if judgement and judgement.result_id not in known:
        return _("Penilaian ini dibuat dari hasil yang tidak ada dalam laporan.")
    return ""


def measurers(report: Report) -> set[int]:
    """Everybody who had a hand in what the report tells: sessions, checks, backgrounds, runs."""
    found = report.results.values_list("measurement__session__opened_by", "measurement__opened_by")
    people = {person for pair in found for person in pair}
    sessions = report.results.values("measurement__session")
    for taken in (Check, Background):
        people |= set(taken.objects.filter(session__in=sessions).values_list("by", flat=True))
    runs = Run.objects.filter(measurement__in=report.results.values("measurement"))
    return people | set(runs.values_list("by", flat=True))


def may_authorise_report(by: By, report: Report) -> Verdict:
    verdict = may_authorise(by)
    if verdict and report.state != ReportState.DRAFT:
        return _not_now(report, _("Hanya konsep yang disahkan; laporan ini %(state)s."))
    if verdict and by.pk == report.prepared_by_id:
        return Verdict(False, _("Yang menyiapkan laporan tidak mengesahkannya sendiri."), report)
    if verdict and by.pk in measurers(report):
        return Verdict(False, _("Yang ikut mengukur tidak mengesahkan laporannya."), report)
    if verdict and report.results.filter(current=False).exists():
        return Verdict(False, _("Sebuah hasil sudah dihitung ulang; siapkan lagi laporannya."), report)
    if verdict and report.results.filter(measurement__session__state=SessionState.VOID).exists():
        return Verdict(
            False, _("Sesi pengukurannya sudah dibatalkan; laporan ini tidak dapat disahkan."), report
        )
    return verdict


def may_preview_report(by: By, report: Report) -> Verdict:
    """What a draft would say on paper; a report that was issued has its paper."""
    verdict = may_read_lab(by)
    if verdict and report.state != ReportState.DRAFT:
        return _not_now(report, _("Hanya konsep yang dilihat dulu; laporan ini %(state)s."))
    return verdict


def may_replace_report(by: By, report: Report, reason: str) -> Verdict:
    """The new one is a draft; the old one stands until that is authorised."""
    verdict = may_work_on_results(by)
    if verdict and report.state != ReportState.ISSUED:
        return _not_now(report, _("Hanya laporan yang terbit yang diganti; laporan ini %(state)s."))
    if verdict and not reason.strip():
        return Verdict(False, _("Alasan harus ditulis."), report)
    return verdict


def may_withdraw_report(by: By, report: Report, reason: str) -> Verdict:
    """An issued one for good; a draft too, so that another can be prepared."""
    verdict = may_work_on_results(by)
    if verdict and report.state not in (ReportState.ISSUED, ReportState.DRAFT):
        return _not_now(report, _("Laporan ini sudah tidak berlaku: %(state)s."))
    if verdict and not reason.strip():
        return Verdict(False, _("Alasan harus ditulis."), report)
    return verdict


def _not_now(report: Report, sentence: str) -> Verdict:
    return Verdict(False, sentence % {"state": report.get_state_display().lower()}, report)
