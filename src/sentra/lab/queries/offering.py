"""What could be told in a report of a request, or compared: results as they stand now."""

from dataclasses import dataclass

from sentra.base.people.models import User
from sentra.base.permissions import refuse_unless
from sentra.lab.models import Comparison, LabRequest, Result, SessionState, SpecimenRole
from sentra.lab.queries.results import Judged, judged, whole
from sentra.lab.rules.roles import may_read_lab


@dataclass(frozen=True, slots=True)
class Reportable:
    """`judgements` with their limits in words; only of the results that are there."""

    results: list[Result]
    comparisons: list[Comparison]
    judgements: list[Judged]


def reportable(by: User, asked: LabRequest) -> Reportable:
    """Valid, current results of closed sessions."""
    refuse_unless(may_read_lab(by))
    found = whole().filter(
        measurement__specimen__request=asked,
        measurement__session__state=SessionState.CLOSED,
        current=True,
        valid=True,
    )
    results = list(found.order_by("measurement__specimen__serial", "pk"))
    near = ("item__measurement__specimen", "original__measurement__specimen")
    compared = Comparison.objects.filter(item__in=results, original__in=results).select_related(*near)
    rows = [each for result in results for each in result.judgements.order_by("-pk")]
    return Reportable(results, list(compared.order_by("-pk")), [judged(each) for each in rows])


def originals_for(by: User, result: Result) -> list[Result]:
    """What an item's result can be compared with: the vehicle's original, measured in the same session."""
    refuse_unless(may_read_lab(by))
    where = result.measurement
    if not result.valid or where.specimen.role != SpecimenRole.ITEM:
        return []
    alike = whole().filter(
        measurement__session=where.session_id,
        measurement__vehicle=where.vehicle_id,
        measurement__specimen__role=SpecimenRole.ORIGINAL,
        current=True,
        valid=True,
    )
    return list(alike.order_by("pk"))
