"""Words, numbers and tones of the laboratory for templates."""

from datetime import datetime

from django import template
from django.utils import dateformat, timezone

from sentra.lab.catalogue.procedures import BY_KEY as METHODS
from sentra.lab.models import Outcome, ReportState, RequestState, SessionState
from sentra.web.numbers import MISSING, Number, decimal_comma, plain

register = template.Library()

REQUEST_TONES = {
    RequestState.QUEUED: "warn",
    RequestState.RECEIVED: "info",
    RequestState.MEASURING: "info",
    RequestState.REPORTED: "ok",
    RequestState.CANCELLED: "bad",
}
SESSION_TONES = {SessionState.OPEN: "info", SessionState.CLOSED: "ok", SessionState.VOID: "bad"}
REPORT_TONES = {
    ReportState.DRAFT: "warn",
    ReportState.ISSUED: "ok",
    ReportState.REPLACED: "",
    ReportState.WITHDRAWN: "bad",
}
OUTCOME_TONES = {
    Outcome.PASS: "ok",
    Outcome.COND_PASS: "warn",
    Outcome.COND_FAIL: "warn",
    Outcome.FAIL: "bad",
}


@register.filter
def level(value: Number | None) -> str:
    """90.694 → 90,7; a level that nobody read is a dash."""
    return decimal_comma(value)


@register.filter
def level2(value: Number | None) -> str:
    """An uncertainty before it is rounded: 0.667 → 0,67."""
    return decimal_comma(value, 2)


@register.filter
def signed_level(value: Number | None) -> str:
    """5.94 → +5,9: which way it goes is the point."""
    if value is None:
        return MISSING
    rounded = round(float(value), 1) or 0.0  # no minus before a nought
    words = decimal_comma(rounded)
    return f"+{words}" if rounded > 0 else words


@register.filter
def number(value: Number | None) -> str:
    """As short as the value allows: 0.5 → 0,5, 45.0 → 45."""
    return MISSING if value is None else plain(value)


@register.filter
def moment(value: datetime | None) -> str:
    """21 Nov 2026 14.05: at the bench the hour counts."""
    if value is None:
        return MISSING
    return dateformat.format(timezone.localtime(value), "j M Y H.i")


@register.filter
def share(value: float | None) -> str:
    """0.9987 → 99,9 %; the chance that a value conforms, as far as it can be told."""
    return MISSING if value is None else f"{decimal_comma(100 * value)} %"


@register.filter
def method_title(key: str) -> str:
    """A procedure by its key, with its edition."""
    return f"{METHODS[key].title}, {METHODS[key].edition}"


@register.filter
def request_tone(state: str) -> str:
    return REQUEST_TONES.get(RequestState(state), "")


@register.filter
def session_tone(state: str) -> str:
    return SESSION_TONES[SessionState(state)]


@register.filter
def report_tone(state: str) -> str:
    return REPORT_TONES[ReportState(state)]


@register.filter
def outcome_tone(outcome: str) -> str:
    return OUTCOME_TONES.get(Outcome(outcome), "")
