"""How a maker's products change: results of one procedure on one vehicle, in the order of their days."""

from dataclasses import dataclass
from datetime import date

from sentra.base.permissions import refuse_unless
from sentra.lab.catalogue.kinds import Method
from sentra.lab.catalogue.procedures import BY_KEY as METHODS
from sentra.lab.models import Result, SessionState, SpecimenRole, Vehicle
from sentra.lab.queries.results import whole
from sentra.lab.queries.stored import measured_on
from sentra.lab.rules.roles import may_read_lab
from sentra.registry.models import Business
from sentra.registry.rules import By


@dataclass(frozen=True, slots=True)
class Point:
    result: Result
    measured_on: date


@dataclass(frozen=True, slots=True)
class Line:
    """Only what was measured alike stands on one line."""

    method: Method
    vehicle: Vehicle
    points: tuple[Point, ...]


def trend(by: By, business: Business) -> list[Line]:
    """Lines with most points first; an original muffler is nobody's product."""
    refuse_unless(may_read_lab(by))
    found = whole().filter(
        measurement__specimen__request__business__canonical=business.canonical_id,
        measurement__specimen__role=SpecimenRole.ITEM,
        current=True,
        valid=True,
    )
    standing = found.exclude(measurement__session__state=SessionState.VOID)
    lines: dict[tuple[str, int], list[Result]] = {}
    for result in standing.order_by("measurement__session__opened_at", "pk"):
        alike = (result.measurement.session.procedure_key, result.measurement.vehicle_id)
        lines.setdefault(alike, []).append(result)
    made = [_line(results) for results in lines.values()]
    return sorted(made, key=lambda line: -len(line.points))


def _line(results: list[Result]) -> Line:
    first = results[0].measurement
    points = tuple(Point(each, measured_on(each)) for each in results)
    return Line(METHODS[first.session.procedure_key], first.vehicle, points)
