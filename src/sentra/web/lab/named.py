"""What the number in an address names, as far as the person who asks may see it; otherwise a 404.

Each raises Refused for those who may not read of the laboratory at all.
"""

from django.http import HttpRequest

from sentra.lab.models import LabRequest, Measurement, Run, Session, Specimen
from sentra.lab.queries import bench, reports, requesting
from sentra.web.asking import acting, shown_or_404


def request_or_404(request: HttpRequest, pk: int) -> LabRequest:
    return shown_or_404(requesting.request_shown, acting(request), pk)


def specimen_or_404(request: HttpRequest, pk: int) -> Specimen:
    return shown_or_404(requesting.specimen_shown, acting(request), pk)


def session_or_404(request: HttpRequest, pk: int) -> Session:
    return shown_or_404(bench.session_shown, acting(request), pk)


def measurement_or_404(request: HttpRequest, pk: int) -> Measurement:
    return shown_or_404(bench.measurement_shown, acting(request), pk)


def run_or_404(request: HttpRequest, pk: int) -> Run:
    return shown_or_404(bench.run_shown, acting(request), pk)


def report_or_404(request: HttpRequest, pk: int) -> reports.ReportShown:
    return shown_or_404(reports.report_shown, acting(request), pk)
