"""One attempt, drawn; and the recordings as they came."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from sentra.base.permissions import refuse_unless
from sentra.base.values import now
from sentra.lab import actions
from sentra.lab.models import Run
from sentra.lab.queries import bench as queries
from sentra.lab.queries.reasons import told
from sentra.lab.queries.recordings import recording_bytes
from sentra.lab.rules import bench as rules
from sentra.lab.rules import roles
from sentra.web.asking import acting
from sentra.web.files import as_it_came, opened
from sentra.web.forms import status_of
from sentra.web.lab import doing, takes
from sentra.web.lab.bench_forms import TachometerForm
from sentra.web.lab.drawings import drawings_of
from sentra.web.lab.named import run_or_404
from sentra.web.numbers import decimal_comma, thousands


@login_required
@require_GET
@never_cache
def run_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that is heard in one recording, computed from it again."""
    return _page(request, run_or_404(request, pk), TachometerForm())


def _page(request: HttpRequest, run: Run, form: TachometerForm) -> HttpResponse:
    by, where = acting(request), run.measurement
    name = _("Percobaan %(number)s") % {"number": run.sequence}
    here = (reverse("lab:measurement", args=[where.pk]), where.specimen.serial)
    facts = {
        "crumbs": doing.crumbs(here),
        "run": run,
        "name": name,
        "row": takes.row_of(run, told([*run.reasons, *queries.unsettled(where.session)])),
        "facts": numbers(run),
        "drawings": drawings_of(run),
        "may_void": rules.may_void_run(by, run, "-"),
        "may_correct": rules.may_correct_run(by, run, "-"),
        "form": form,
    }
    return render(request, "lab/run.html", facts, status=status_of(form))


def numbers(run: Run) -> list[tuple[str, str, str]]:
    """(what, number, remark)."""
    kept: dict[str, Any] = run.summary
    rpm = kept.get("rpm_hold")
    slope = kept.get("slope_db_per_percent")
    per_rpm = _("tingkat bunyi berubah %(slope)s dB per 1 %% putaran") % {"slope": decimal_comma(slope, 2)}
    return [
        (_("Bacaan (LAFmax)"), _db(run.value_db, "dB(A)"), _at(kept.get("value_at_s"))),
        (_("Rata-rata (LAeq)"), _db(kept.get("laeq_db"), "dB(A)"), ""),
        (_("Puncak (LCpeak)"), _db(kept.get("lcpeak_db"), "dB(C)"), ""),
        (_("Di atas latar"), _db(kept.get("margin_db"), "dB"), ""),
        (_("Takometer"), _("%(rpm)s rpm") % {"rpm": thousands(run.tachometer_rpm)}, ""),
        (
            _("Putaran menurut bunyi"),
            _("%(rpm)s rpm") % {"rpm": thousands(rpm)} if rpm else "–",
            per_rpm if slope is not None else "",
        ),
        (_("Angin"), _("%(speed)s m/dtk") % {"speed": decimal_comma(run.wind_m_s)}, ""),
        (
            _("Rekaman"),
            f"{thousands(run.recording.fs_hz)} Hz, {run.recording.bits} bit",
            _("%(seconds)s dtk") % {"seconds": decimal_comma(run.recording.duration_s)},
        ),
    ]


def _db(value: float | None, unit: str) -> str:
    return "–" if value is None else f"{decimal_comma(value)} {unit}"


def _at(second: float | None) -> str:
    return "" if second is None else _("pada detik %(second)s") % {"second": decimal_comma(second, 2)}


@login_required
@require_POST
def correct_tachometer(request: HttpRequest, pk: int) -> HttpResponse:
    run = run_or_404(request, pk)
    refuse_unless(roles.may_measure(acting(request)))
    form = TachometerForm(request.POST)
    act = actions.correct_tachometer
    if form.is_valid() and doing.carried_out(form, act, request, run=run, **form.cleaned_data):
        messages.success(request, _("Bacaan takometer dibetulkan; percobaan dinilai lagi."))
        return redirect("lab:session", run.measurement.session_id)
    return _page(request, run_or_404(request, pk), form)


@login_required
@require_POST
def void_run(request: HttpRequest, pk: int) -> HttpResponse:
    run = run_or_404(request, pk)
    said: dict[str, Any] = {"run": run, "reason": request.POST.get("reason", "")}
    page, pk = "lab:session", run.measurement.session_id
    return doing.done(request, actions.void_run, _("Percobaan dibatalkan."), page, pk, **said)


@login_required
@require_GET
@never_cache
def recording(request: HttpRequest, pk: int) -> HttpResponse:
    """The file as the recorder wrote it; taking it along is on record."""
    by = acting(request)
    found, data = opened(lambda: actions.open_recording(by=by, at=now(), pk=pk), recording_bytes)
    kind = "audio/flac" if found.container == "FLAC" else "audio/wav"
    answer = as_it_came(data, kind)
    answer["Content-Disposition"] = f'attachment; filename="{found.sha256[:12]}.{kind[6:]}"'
    return answer
