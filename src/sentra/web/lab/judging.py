"""What came of the runs: the result with its doubt, the comparison with the original, limits."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from sentra.base.permissions import refuse_unless
from sentra.base.values import now
from sentra.lab import actions
from sentra.lab.catalogue import wording
from sentra.lab.models import Measurement, Result
from sentra.lab.queries import bench, comparisons, keeping, offering, results
from sentra.lab.queries.reasons import told
from sentra.lab.rules import computing as rules
from sentra.lab.rules import verdicts
from sentra.web import charts
from sentra.web.asking import acting
from sentra.web.lab import doing, pictures, takes
from sentra.web.lab.bands import Gain
from sentra.web.lab.drawings import drawings_of
from sentra.web.lab.fields import chosen
from sentra.web.lab.named import measurement_or_404
from sentra.web.numbers import decimal_comma, plain

NOT_A_NUMBER = float("nan")


class CompareForm(forms.Form):
    original = forms.ChoiceField(label=gettext_lazy("Knalpot asli yang diukur pada sesi ini"))


class JudgeForm(forms.Form):
    limit = forms.ChoiceField(label=gettext_lazy("Batas"))
    rule = forms.ChoiceField(label=gettext_lazy("Aturan keputusan"))


@login_required
@require_GET
def measurement_page(request: HttpRequest, pk: int) -> HttpResponse:
    by, one = acting(request), measurement_or_404(request, pk)
    current = one.results.filter(current=True).first()
    shown = results.result_shown(by, current.pk) if current else None
    here = (reverse("lab:request", args=[one.specimen.request_id]), one.specimen.request.number)
    facts: dict[str, Any] = {
        "crumbs": doing.crumbs(here),
        "measurement": one,
        "shown": shown,
        "result": current,
        "runs": _runs(one, shown),
        "may_compute": rules.may_compute(by, one),
    }
    if shown:
        facts |= _follows(request, shown)
    return render(request, "lab/measurement.html", facts)


def _runs(one: Measurement, shown: results.ResultShown | None) -> list[takes.Row]:
    """As the series judged them; before that, as they are by themselves."""
    judged = {row.run.pk: row for row in shown.runs} if shown else {}
    moved, rows = told(bench.unsettled(one.session)), []
    for run in one.runs.select_related("by").order_by("sequence"):
        found = judged.get(run.pk)
        reasons = [*(found.reasons if found else told(run.reasons)), *moved]
        rows.append(takes.row_of(run, reasons, counted=found.counted if found else None))
    return rows


def _follows(request: HttpRequest, shown: results.ResultShown) -> dict[str, Any]:
    """Everything that stands on a result."""
    by, result = acting(request), shown.result
    works = verdicts.may_work_on_results(by)
    deciding = max(
        (row.run for row in shown.runs if row.counted), key=lambda run: run.value_db or 0, default=None
    )
    return {
        "drawings": drawings_of(deciding) if deciding else [],
        "deciding": deciding,
        "shares": _shares(shown),
        "comparisons": [_compared(request, one.pk) for one in shown.comparisons],
        "compare_form": _compare_form(offering.originals_for(by, result)) if works else None,
        "judge_form": _judge_form(request) if works else None,
    }


def _shares(shown: results.ResultShown) -> SafeString:
    """Percent of the variance, the largest first."""
    bars = [(cause.label, 100 * cause.share) for cause in shown.causes]
    title = _("Bagian setiap sumber dalam ketidakpastian")
    return charts.bar_chart(title, bars, words=lambda share: f"{decimal_comma(share, 0)} %")


def _compared(request: HttpRequest, pk: int) -> tuple[comparisons.ComparisonShown, SafeString]:
    found = comparisons.comparison_shown(acting(request), pk)
    gains = [
        Gain(
            row.centre_hz,
            NOT_A_NUMBER if row.delta_db is None else row.delta_db,
            NOT_A_NUMBER if row.u_db is None else row.u_db,
        )
        for row in found.bands
    ]
    return found, pictures.gains(gains)


def _compare_form(originals: Sequence[Result], data: Any = None) -> CompareForm | None:
    """None where there is nothing to compare with."""
    if not originals:
        return None
    form = CompareForm(data)
    items = [(one, one.measurement.specimen) for one in originals]
    chosen(form, "original", [(str(one.pk), f"{item.model} {item.serial}") for one, item in items])
    return form


def _judge_form(request: HttpRequest, data: Any = None) -> JudgeForm:
    """Every limit may be asked about: that a pass-by limit says nothing is an answer too."""
    form = JudgeForm(data)
    limits = keeping.limits_shown(acting(request), on=localdate(now()))
    named = [(f"{one.origin}:{one.key}", limit_words(one)) for one in limits]
    chosen(form, "limit", [("", _("tanpa batas")), *named])
    chosen(form, "rule", [(key, wording.RULES[key]) for key in verdicts.DECISION_RULES])
    form.fields["limit"].required = False
    return form


def limit_words(one: keeping.LimitShown) -> str:
    """Whose limit, for what, and how much: a rule has several, told apart only by these."""
    about = "" if one.row else one.applies_to  # of a row that is only who set it
    value = f"{one.quantity}: {plain(one.value_db)} dB"
    return " · ".join(filter(None, (one.name, about, value)))


def _current(one: Measurement) -> Result | None:
    return one.results.filter(current=True).first()


@login_required
@require_POST
def compute(request: HttpRequest, pk: int) -> HttpResponse:
    """From the sealed recordings, as often as anybody doubts."""
    one = measurement_or_404(request, pk)
    words = _("Hasil dihitung dari rekamannya.")
    try:
        return doing.done(request, actions.compute_result, words, "lab:measurement", pk, measurement=one)
    except actions.DoesNotAgree:
        disputed = _(
            "Pemeriksa yang mandiri tidak sepakat dengan hitungan ini; tidak ada hasil yang disimpan."
        )
        messages.error(request, disputed)
    return redirect("lab:measurement", pk)


@login_required
@require_POST
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    one = measurement_or_404(request, pk)
    refuse_unless(verdicts.may_work_on_results(acting(request)))
    result = _current(one)
    originals = offering.originals_for(acting(request), result) if result else []
    form = _compare_form(originals, request.POST)
    if result is None or form is None or not form.is_valid():
        messages.error(request, _("Pilih hasil knalpot asli yang sah."))
        return redirect("lab:measurement", pk)
    original = next(each for each in originals if str(each.pk) == form.cleaned_data["original"])
    said = {"item": result, "original": original}
    words = _("Dibandingkan dengan knalpot asli.")
    return doing.done(request, actions.compare_with_original, words, "lab:measurement", pk, **said)


@login_required
@require_POST
def judge(request: HttpRequest, pk: int) -> HttpResponse:
    one = measurement_or_404(request, pk)
    refuse_unless(verdicts.may_work_on_results(acting(request)))
    result, form = _current(one), _judge_form(request, request.POST)
    if result is None or not form.is_valid():
        messages.error(request, _("Pilih batas dan aturan keputusan."))
        return redirect("lab:measurement", pk)
    origin, _colon, key = form.cleaned_data["limit"].partition(":")
    said = {"result": result, "rule": form.cleaned_data["rule"], "limit_origin": origin, "limit_key": key}
    return doing.done(request, actions.judge, _("Penilaian dicatat."), "lab:measurement", pk, **said)
