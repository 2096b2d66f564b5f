"""Requests and what was handed in for them, for those who may see them."""

from django.db.models import QuerySet

from sentra.base.people.models import Role, User
from sentra.base.permissions import refuse_unless
from sentra.lab.models import LabRequest, Measurement, Report, Result, Session, Specimen
from sentra.lab.rules.roles import may_read_lab, may_read_requests, sees_district

WITH_A_MEASUREMENT = ("session", "vehicle", "specimen__request")


def seen(by: User) -> QuerySet[LabRequest]:
    """Requests that `by` may see; a field officer's are those of their district."""
    refuse_unless(may_read_requests(by))
    rows = LabRequest.objects.select_related("business", "recorded_by")
    own = by.role == Role.FIELD_OFFICER and by.district_code
    return rows.filter(snapshot__district=by.district_code) if own else rows


def queue(by: User) -> list[LabRequest]:
    """All of them, who asked first first."""
    return list(seen(by).order_by("asked_on", "number"))


def requests_of(by: User, business: int) -> list[LabRequest]:
    """Of one business, read through the one it was merged into; the newest first."""
    return list(seen(by).filter(business__canonical=business).order_by("-asked_on", "-pk"))


def request_shown(by: User, pk: int) -> LabRequest:
    """Raises Refused, LabRequest.DoesNotExist (also for another district's)."""
    return seen(by).get(pk=pk)


def specimen_shown(by: User, pk: int) -> Specimen:
    """Raises Refused, Specimen.DoesNotExist (also for another district's)."""
    refuse_unless(may_read_requests(by))
    specimen = Specimen.objects.select_related("request", "recorded_by").get(pk=pk)
    if not sees_district(by, specimen.request.snapshot.get("district")):
        raise Specimen.DoesNotExist
    return specimen


def sessions(by: User) -> list[Session]:
    """The newest first."""
    refuse_unless(may_read_lab(by))
    return list(Session.objects.select_related("opened_by").order_by("-pk"))


def measurements_of(by: User, asked: LabRequest) -> list[Measurement]:
    """In the order they were made, with their runs and results."""
    refuse_unless(may_read_lab(by))
    found = Measurement.objects.filter(specimen__request=asked).select_related(*WITH_A_MEASUREMENT)
    return list(found.prefetch_related("runs", "results").order_by("pk"))


def current_results_of(by: User, asked: LabRequest) -> list[int]:
    """By number; none for those who may take requests but not read results."""
    if not may_read_lab(by):
        return []
    found = Result.objects.filter(measurement__specimen__request=asked, current=True)
    return list(found.order_by("pk").values_list("pk", flat=True))


def reports_of(by: User, asked: LabRequest) -> list[Report]:
    """The newest first."""
    refuse_unless(may_read_lab(by))
    found = asked.reports.select_related("document", "prepared_by", "authorised_by")
    return list(found.order_by("-pk"))
