"""The chapter of a business: what of theirs was measured, and which way it goes."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from sentra.base.permissions import refuse_unless
from sentra.lab.queries.requesting import requests_of
from sentra.lab.queries.trends import Line, Point, trend
from sentra.lab.rules import roles
from sentra.web import charts
from sentra.web.asking import acting
from sentra.web.numbers import plain
from sentra.web.registry.dossier import business_or_404, head

LONGEST = 14  # letters of a product under the axis
SPAN_DB = 6.0  # shown around the values, so that a decibel does not look like a mountain


@dataclass(frozen=True, slots=True)
class Trend:
    """The results of one method on one vehicle."""

    vehicle: str
    words: str
    drawing: SafeString


@login_required
@require_GET
def maker(request: HttpRequest, pk: int) -> HttpResponse:
    """Requests, results and trend of one business, among the chapters of its dossier."""
    by = acting(request)
    shown = business_or_404(request, pk)
    refuse_unless(roles.may_read_lab(by))
    lines = trend(by, shown.business)
    facts = head(request, shown, "noise") | {
        "trends": [drawn(line) for line in lines if len(line.points) > 1],
        "lines": lines,
        "requests": requests_of(by, shown.business_id),
        "may_request": roles.may_take_request(by, shown.district_id),
    }
    return render(request, "lab/maker.html", facts)


def _label(point: Point) -> str:
    """Which product, and in which month."""
    return f"{point.result.measurement.specimen.model[:LONGEST]} {point.measured_on:%m/%y}"


def drawn(line: Line) -> Trend:
    """In the order of the days; the axis never narrower than a few decibels."""
    values = [point.result.value_db for point in line.points]
    known = [value for value in values if value is not None]
    first, last = known[0], known[-1]
    said = {"first": plain(first), "last": plain(last)}
    count = ngettext("%(count)s hasil", "%(count)s hasil", len(known)) % {"count": len(known)}
    words = _("dari %(first)s ke %(last)s dB(A)") % said
    drawing = charts.line_chart(
        f"{line.vehicle}: {words}",
        [_label(point) for point in line.points],
        [charts.Series(str(line.vehicle), values)],
        low=min(known) - SPAN_DB / 2,
    )
    return Trend(str(line.vehicle), f"{line.method.title}; {count}, {words}", drawing)
