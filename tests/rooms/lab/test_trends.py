"""A maker's products over time: only what was measured alike stands on one line."""

from datetime import timedelta

import pytest

from sentra.base.permissions import Refused
from sentra.lab.models import Result, Session, SpecimenRole, Vehicle
from sentra.lab.queries.trends import trend
from tests import cast, makers
from tests.rooms.lab import judged
from tests.rooms.lab.judged import Bench

pytestmark = pytest.mark.django_db


@pytest.fixture
def one() -> Bench:
    makers.areas()
    return judged.bench()


def later(one: Bench, number: int, **session: object) -> Session:
    tools = {kind: getattr(one.session, kind) for kind in ("meter", "calibrator", "tachometer", "anemometer")}
    made = judged.a_session(one.technician, tools, f"SESI-2026-000{number}")
    Session.objects.filter(pk=made.pk).update(**{"opened_at": cast.AT + timedelta(days=number)} | session)
    return Session.objects.get(pk=made.pk)


def measured(one: Bench, session: Session, exact_db: float, **otherwise: object) -> Result:
    specimen = judged.a_specimen(one.request, SpecimenRole.ITEM, one.technician)
    vehicle = otherwise.pop("vehicle", None) or one.item.measurement.vehicle
    return judged.a_result(session, specimen, vehicle, exact_db, **otherwise)


def test_results_of_one_vehicle_and_procedure_stand_in_the_order_of_their_days(one) -> None:
    newest = measured(one, later(one, 9), 88.2)
    middle = measured(one, later(one, 4), 89.9)
    found = trend(cast.enter(cast.GANDE), one.request.business)
    assert [[point.result.pk for point in line.points] for line in found] == [
        [one.item.pk, middle.pk, newest.pk]
    ]
    assert (found[0].method.key, f"{found[0].points[1].measured_on:%d %m}") == ("r41_04_stationary", "24 11")


def test_what_was_measured_otherwise_stands_on_a_line_of_its_own(one) -> None:
    measured(one, later(one, 2), 90.0)
    measured(one, later(one, 3, procedure_key="iso_5130_2019"), 90.0)
    bigger = Vehicle.objects.create(
        maker="Contoh", model="Sport 250", year=2020, capacity_cc=250, rated_rpm=9000, rated_rpm_source="buku",
        recorded_at=cast.AT, recorded_by=one.technician,
    )  # fmt: skip
    measured(one, later(one, 4), 94.0, vehicle=bigger)
    found = trend(one.technician, one.request.business)
    assert sorted((line.method.key, line.vehicle.model, len(line.points)) for line in found) == [
        ("iso_5130_2019", "Bebek 110", 1), ("r41_04_stationary", "Bebek 110", 2), ("r41_04_stationary", "Sport 250", 1),
    ]  # fmt: skip
    assert len(found[0].points) == 2


def test_originals_outdated_invalid_and_void_ones_are_left_out(one) -> None:
    measured(one, later(one, 2), 90.0, current=False)
    measured(one, later(one, 3), 90.0, valid=False)
    measured(one, later(one, 4, state="void"), 90.0)
    (line,) = trend(one.technician, one.request.business)
    assert [point.result.pk for point in line.points] == [one.item.pk]


def test_another_maker_has_another_trend_and_a_stranger_none(one) -> None:
    other = makers.business("Lain Contoh")
    assert trend(one.technician, other) == []
    with pytest.raises(Refused):
        trend(cast.enter(cast.KARTI), other)
