"""The bench: a session from the first calibrator tone to the last, one step after the other."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sentra.base.permissions import refuse_unless
from sentra.base.values import now
from sentra.lab import actions
from sentra.lab.models import Background, Moment, Run, Session, SessionState
from sentra.lab.queries import bench as queries
from sentra.lab.rules import bench as rules
from sentra.lab.rules import roles
from sentra.web.asking import acting
from sentra.web.forms import WRONG, status_of
from sentra.web.lab import doing, steps, takes
from sentra.web.lab.bench_forms import (
    BackgroundForm,
    CheckForm,
    MeasurementForm,
    RecordingForm,
    RunForm,
    SessionForm,
)
from sentra.web.lab.named import measurement_or_404, session_or_404
from sentra.web.lab.uploading import takes_recordings, was_too_large
from sentra.web.numbers import decimal_comma


def measuring(request: HttpRequest, session: Session) -> Session:
    """The session, for those who measure; others are told so before their form is looked at."""
    refuse_unless(roles.may_measure(acting(request)))
    return session


@login_required
@require_http_methods(["GET", "POST"])
def new_session(request: HttpRequest) -> HttpResponse:
    """Where, with what, in which weather; an expired certificate is told before anybody drives out."""
    by, on = acting(request), localdate(now())
    refuse_unless(roles.may_measure(by))
    tools = queries.tools(by, on=on)
    form = SessionForm(request.POST or None, methods=queries.method_choices(), tools=takes.choices(tools))
    if form.is_valid() and (made := doing.carried_out(form, actions.open_session, request, **form.said)):
        messages.success(request, _("Sesi %(number)s dibuka.") % {"number": made.number})
        return redirect("lab:session", made.pk)
    facts = {
        "crumbs": doing.crumbs(),
        "form": form,
        "lacking": takes.lacking(tools),
        "warnings": takes.warnings(tools),
    }
    return render(request, "lab/session_form.html", facts, status=status_of(form))


@login_required
@require_GET
@never_cache
def session_page(request: HttpRequest, pk: int) -> HttpResponse:
    return _bench(request, session_or_404(request, pk), {})


def _bench(request: HttpRequest, session: Session, bound: steps.Bound) -> HttpResponse:
    """The page; `bound` holds the form that came back wrong, under the key of its step."""
    by, on = acting(request), localdate(session.opened_at)
    stands, tools = steps.standing(session), queries.tools_of(session, on=on)
    every = steps.steps(by, session, stands, bound, _measurement_form(request, session))
    step, others = steps.chosen_first(every, session, stands)
    facts = {
        "crumbs": doing.crumbs(),
        "session": session,
        "method": queries.method_of(session),
        "steps": steps.way(session, stands),
        "step": step,
        "others": others,
        "others_open": any(other.key in bound for other in others),
        "refused": takes.refused(session, bound),
        "measurements": [takes.table(one, stands) for one in stands.measurements],
        "takes": takes.checks_and_backgrounds(session),
        "last": takes.last(by, session),
        "tools": takes.tools_of(tools),
        "warnings": takes.warnings(tools) if session.state == SessionState.OPEN else [],
        "may_void": rules.may_void_session(by, session, "-"),
    }
    return render(request, "lab/bench.html", facts, status=WRONG if bound else 200)


def _measurement_form(request: HttpRequest, session: Session, data: Any = None) -> MeasurementForm:
    by = acting(request)
    waiting = [(one, f"{one.serial} · {one.model}") for one in queries.measurable(by)]
    return MeasurementForm(data, specimens=waiting, vehicles=queries.vehicles(by))


@login_required
@require_POST
@takes_recordings
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """The calibrator's tone; one that says nothing is not kept, and the page says why."""
    session = measuring(request, session_or_404(request, pk))
    moment = request.POST.get("moment", "")
    second = moment == Moment.SECOND_LEVEL
    early = moment == Moment.AFTER and bool(steps.standing(session).lacking)
    too_large = was_too_large(request)
    form = CheckForm(request.POST, request.FILES, too_large=too_large, second=second, early=early)
    key = steps.CHECKS.get(moment, "second-level")
    return _taken(
        request,
        session,
        key,
        form,
        actions.check_chain,
        lambda check: "" if check.reasons else _("Nada kalibrator diterima."),
        session=session,
    )


@login_required
@require_POST
@takes_recordings
def background(request: HttpRequest, pk: int) -> HttpResponse:
    session = measuring(request, session_or_404(request, pk))
    form = BackgroundForm(request.POST, request.FILES, too_large=was_too_large(request))
    act = actions.take_background
    return _taken(
        request, session, "background", form, act, lambda made: _against(request, made), session=session
    )


def _against(request: HttpRequest, background: Background) -> str:
    """What the newest background makes of the runs there are; nothing more to say when it drowns some."""
    runs = queries.runs_against(background)
    drowned = [run for run in runs if any(each["code"] == "background" for each in run.reasons)]
    if not drowned:
        return (
            _("Latar disimpan; semua percobaan dinilai dengan latar ini.") if runs else _("Latar disimpan.")
        )
    words = _(
        "Latar ini terlalu keras: percobaan %(runs)s tidak dihitung lagi. Bila ada mesin hidup atau bunyi "
        "lain, rekam latar sekali lagi; semua percobaan lalu dinilai lagi."
    )
    messages.warning(request, words % {"runs": ", ".join(str(run.sequence) for run in drowned)})
    return ""


@login_required
@require_POST
@takes_recordings
def take_run(request: HttpRequest, pk: int) -> HttpResponse:
    """One attempt. It is kept whatever it is; when it does not count the page says why and where."""
    one = measurement_or_404(request, pk)
    measuring(request, one.session)
    form = RunForm(request.POST, request.FILES, too_large=was_too_large(request))
    return _taken(request, one.session, f"run-{pk}", form, actions.take_run, _heard, measurement=one)


def _taken(
    request: HttpRequest,
    session: Session,
    key: str,
    form: RecordingForm,
    action: Callable[..., Any],
    words: Callable[[Any], str],
    /,
    **about: Any,
) -> HttpResponse:
    """Hands the recording to the action; wrong input comes back in its step with what was typed."""
    made = (
        doing.carried_out(form, action, request, **about, **steps.said_of(form)) if form.is_valid() else None
    )
    if made is None:
        return _bench(request, session, {key: form})
    if said := words(made):
        messages.success(request, said)
    return redirect("lab:session", session.pk)


def _heard(run: Run) -> str:
    """Nothing for a run that does not count: the page says so, larger."""
    said = {"number": run.sequence, "level": decimal_comma(run.value_db)}
    return "" if run.reasons else _("Percobaan %(number)s sah: %(level)s dB(A).") % said


@login_required
@require_POST
def open_measurement(request: HttpRequest, pk: int) -> HttpResponse:
    session = measuring(request, session_or_404(request, pk))
    form = _measurement_form(request, session, request.POST)
    if form.is_valid():
        said = {"session": session, **form.said}
        if doing.carried_out(form, actions.open_measurement, request, **said):
            return redirect("lab:session", pk)
    return _bench(request, session, {"measurement": form})


@login_required
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    session = session_or_404(request, pk)
    words = _("Sesi ditutup. %(then)s") % {"then": steps.closing(session, steps.standing(session))}
    return doing.done(request, actions.close_session, words, "lab:session", pk, session=session)


@login_required
@require_POST
def void(request: HttpRequest, pk: int) -> HttpResponse:
    session, reason = session_or_404(request, pk), request.POST.get("reason", "")
    said: dict[str, Any] = {"session": session, "reason": reason}
    return doing.done(request, actions.void_session, _("Sesi dibatalkan."), "lab:session", pk, **said)


@login_required
@require_GET
def orientation(request: HttpRequest) -> HttpResponse:
    """A recorder in the browser. Nothing of it is sent here."""
    refuse_unless(roles.may_read_lab(acting(request)))
    facts = {"crumbs": doing.crumbs(), "lab_tabs": doing.tabs("orientation")}
    return render(request, "lab/orientation.html", facts)
