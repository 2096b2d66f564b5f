"""What waits in the laboratory for a person, and what was measured, in a line each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from sentra.base.people.models import User
from sentra.lab.models import Measurement, Report, ReportState, Result, Session, SessionState, Specimen
from sentra.lab.queries import agreement, bench, requesting
from sentra.lab.rules import externals, labelling
from sentra.lab.rules.roles import may_read_lab
from sentra.web.lab.takes import warnings
from sentra.web.numbers import decimal_comma, plain
from sentra.web.tasks import Task


def waiting(by: User, *, on: date) -> list[Task]:
    """Open sessions, drafts that wait to be authorised, certificates that have run out."""
    every = requesting.sessions(by)
    sessions = [_session(one) for one in every if one.state == SessionState.OPEN]
    drafts = Report.objects.filter(state=ReportState.DRAFT).select_related("request").order_by("pk")
    url = reverse("lab:instruments")
    expired = [
        Task("bad", "file-clock", _("Sertifikat tidak berlaku"), words, _("Lihat"), url)
        for words in warnings(bench.tools(by, on=on))
    ]
    return [*sessions, *(_draft(one) for one in drafts), *expired]


def _session(one: Session) -> Task:
    words = _("Dibuka %(name)s di %(site)s") % {"name": one.opened_by.name, "site": one.site}
    title = _("Sesi %(number)s masih berjalan") % {"number": one.number}
    return Task("info", "play", title, words, _("Lanjutkan"), reverse("lab:session", args=[one.pk]))


def _draft(one: Report) -> Task:
    said = {"number": one.request.number, "name": one.request.snapshot.get("business_name", "")}
    title = _("Laporan %(number)s menunggu pengesahan") % said
    url = reverse("lab:report", args=[one.pk])
    return Task("warn", "stamp", title, said["name"], _("Periksa"), url)


@dataclass(frozen=True, slots=True)
class Measured:
    """A measurement with what came of it in words."""

    measurement: Measurement
    words: str


def measured(found: Iterable[Measurement]) -> list[Measured]:
    return [Measured(one, result_words(one)) for one in found]


def result_words(one: Measurement) -> str:
    current = next((each for each in one.results.all() if each.current), None)
    if current is None:
        return _("belum dihitung")
    return value_words(current) if current.valid else _("tidak sah")


def value_words(one: Result) -> str:
    """91 ± 1,3 dB(A): as the procedure rounds."""
    return f"{plain(one.value_db or 0)} ± {decimal_comma(one.U_db)} dB(A)"


def around_specimen(by: User, one: Specimen) -> dict[str, Any]:
    """What a page about an item shows besides it; nothing measured to those who may not read it."""
    reads = bool(may_read_lab(by))
    series = one.measurements.select_related("session", "vehicle").prefetch_related("results").order_by("pk")
    current = Result.objects.filter(measurement__specimen=one, current=True, valid=True)
    result = current.order_by("-pk").first()
    others = one.external_results.select_related("document").order_by("-dated_on", "-pk")
    return {
        "measurements": measured(series) if reads else [],
        "externals": _externals(result, others) if reads else [],
        "may_external": externals.may_record_external(by),
        "may_label": labelling.may_issue_label(by, one),
        "may_print": labelling.may_print_label(by, one),
        "may_revoke": labelling.may_revoke_label(by, one, "-"),
        "reads": reads,
    }


def _externals(result: Result | None, others: Iterable[Any]) -> list[agreement.Agreement]:
    if result is not None:
        return [agreement.agreement(result, each) for each in others]
    words = _("Belum ada hasil kita untuk dibandingkan.")
    return [agreement.Agreement(each, None, None, words) for each in others]
