"""Requests and what is handed in for them; vehicles that mufflers are measured on."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from sentra.base.audit.chain import record
from sentra.base.documents.counting import next_number
from sentra.base.people.models import User
from sentra.base.permissions import Unfit, refuse_unless, unfit_unless_none
from sentra.base.values.years import fiscal_year
from sentra.lab.models import LabRequest, RequestState, Specimen, SpecimenRole, Vehicle
from sentra.lab.queries.customers import profile_of, snapshot_of
from sentra.lab.rules import requesting as rules
from sentra.lab.rules.roles import may_keep, may_take_request
from sentra.registry.models import Business, Ownership, Person, Profile
from sentra.registry.rules import may_erase

FORGOTTEN = "(dilupakan)"


@transaction.atomic
def ask_test(
    *, by: User, at: datetime, business: Business, purpose: str, asked_on: date, wish: str = ""
) -> LabRequest:
    """A business asks to have something measured; it queues. Raises Unfit."""
    profile = _profile(business)
    refuse_unless(may_take_request(by, profile.district_id))
    today = localtime(at).date()
    unfit_unless_none(rules.faults_of_request(purpose=purpose, asked_on=asked_on, today=today))
    year = fiscal_year(today)
    made = LabRequest.objects.create(
        number=f"LAB-{year}-{next_number('lab_request', year):04}",
        business=profile.business,
        purpose=purpose,
        wish=wish.strip(),
        asked_on=asked_on,
        snapshot=snapshot_of(profile),
        recorded_at=at,
        recorded_by=by,
    )
    new = {"number": made.number, "business": made.business_id, "purpose": purpose, "asked_on": asked_on}
    record(by=by, at=at, act="ask_test", subject=made, new=new)
    return made


def _profile(business: Business) -> Profile:
    try:
        return profile_of(business.canonical_id or business.pk)
    except Profile.DoesNotExist:
        words = _("Usaha nomor %(pk)s tidak ada di buku induk.")
        raise Unfit({"business": words % {"pk": business.pk}}) from None


def held(request: LabRequest) -> LabRequest:
    """The request as it stands now; whoever else changes it waits."""
    return LabRequest.objects.select_for_update().get(pk=request.pk)


@transaction.atomic
def plan_test(*, by: User, at: datetime, request: LabRequest, planned_on: date) -> LabRequest:
    """On which day it is to be measured. Raises Unfit."""
    request = held(request)
    refuse_unless(rules.may_plan_request(by, request))
    unfit_unless_none(rules.faults_of_plan(planned_on, today=localtime(at).date()))
    old, request.planned_on = request.planned_on, planned_on
    request.save(update_fields=["planned_on"])
    new = {"planned_on": planned_on}
    record(by=by, at=at, act="plan_test", subject=request, old={"planned_on": old}, new=new)
    return request


@transaction.atomic
def cancel_test(*, by: User, at: datetime, request: LabRequest, reason: str) -> LabRequest:
    request = held(request)
    refuse_unless(rules.may_cancel(by, request, reason))
    request.reason = reason.strip()
    request.save(update_fields=["reason"])
    moved(
        by=by, at=at, act="cancel_test", request=request, state=RequestState.CANCELLED, reason=reason.strip()
    )
    return request


def moved(*, by: User, at: datetime, act: str, request: LabRequest, state: str, reason: str = "") -> None:
    """Into another state, on record; nothing when it stands there already."""
    if request.state == state:
        return
    old, request.state = request.state, state
    request.save(update_fields=["state"])
    record(by=by, at=at, act=act, subject=request, old={"state": old}, new={"state": state}, reason=reason)


@transaction.atomic
def receive_specimen(
    *,
    by: User,
    at: datetime,
    request: LabRequest,
    model: str,
    killer: str,
    received_on: date,
    role: str = SpecimenRole.ITEM,
    made_by: str = "",
    batch: str = "",
    fits: str = "",
    condition: str = "",
) -> Specimen:
    """One piece is handed in and gets the laboratory's number. Raises Unfit."""
    request = held(request)
    refuse_unless(rules.may_receive(by, request))
    told: dict[str, Any] = {
        "role": role,
        "model": model.strip(),
        "killer": killer,
        "received_on": received_on,
    }
    unfit_unless_none(rules.faults_of_specimen(request, **told, today=localtime(at).date()))
    told |= {"batch": batch.strip(), "fits": fits.strip(), "condition": condition.strip()}
    told["serial"] = f"{request.number}-{request.specimens.count() + 1}"
    made = Specimen.objects.create(
        request=request, **told, made_by=made_by.strip(), recorded_at=at, recorded_by=by
    )
    record(by=by, at=at, act="receive_specimen", subject=made, new=told)  # the maker may be a person
    if request.state == RequestState.QUEUED:
        moved(by=by, at=at, act="move_request", request=request, state=RequestState.RECEIVED)
    return made


@transaction.atomic
def return_specimen(*, by: User, at: datetime, specimen: Specimen, returned_on: date) -> Specimen:
    """Given back; measured once, it is not measured again without coming back as another. Raises Unfit."""
    specimen = Specimen.objects.select_for_update().get(pk=specimen.pk)
    refuse_unless(rules.may_return(by, specimen))
    today = localtime(at).date()
    unfit_unless_none(rules.faults_of_return(specimen, returned_on=returned_on, today=today))
    specimen.returned_on = returned_on
    specimen.save(update_fields=["returned_on"])
    record(by=by, at=at, act="return_specimen", subject=specimen, new={"returned_on": returned_on})
    return specimen


@transaction.atomic
def add_vehicle(
    *,
    by: User,
    at: datetime,
    maker: str,
    model: str,
    year: int,
    capacity_cc: int,
    rated_rpm: int,
    rated_rpm_source: str,
    strokes: int = 4,
    cylinders: int = 1,
    firing_deg: Sequence[float] = (),
    unit_mark: str = "",
    approval_db: float | None = None,
    approval_source: str = "",
) -> Vehicle:
    """Raises Unfit; without `firing_deg` the engine fires evenly."""
    refuse_unless(may_keep(by))
    told: dict[str, Any] = {"maker": maker.strip(), "model": model.strip(), "year": year}
    known = Vehicle.objects.filter(**told, unit_mark=unit_mark.strip()).exists()
    told |= {"capacity_cc": capacity_cc, "strokes": strokes, "cylinders": cylinders, "rated_rpm": rated_rpm}
    told |= {"firing_deg": list(firing_deg), "rated_rpm_source": rated_rpm_source.strip()}
    told |= {"approval_db": approval_db, "approval_source": approval_source.strip()}
    unfit_unless_none(rules.faults_of_vehicle(**told, known=known))
    told["unit_mark"] = unit_mark.strip()
    made = Vehicle.objects.create(**told, recorded_at=at, recorded_by=by)
    record(by=by, at=at, act="add_vehicle", subject=made, new=told)
    return made


@transaction.atomic
def forget_customer(*, by: User, at: datetime, person: Person) -> int:
    """Blots the person out of their requests; how many there were. What was measured stays: it names a
    muffler, not a person.
    """
    refuse_unless(may_erase(by))
    owned = Ownership.objects.filter(person=person).values("business__canonical")
    requests = list(LabRequest.objects.filter(business__canonical__in=owned).order_by("pk"))
    for request in requests:
        request.snapshot = {**request.snapshot, "business_name": FORGOTTEN, "owner_name": FORGOTTEN}
        request.wish = ""
    LabRequest.objects.bulk_update(requests, ["snapshot", "wish"], batch_size=200)
    made_by = Specimen.objects.filter(request__in=requests, role=SpecimenRole.ITEM)
    made_by.update(made_by=FORGOTTEN)
    if requests:
        record(by=by, at=at, act="forget_customer", subject=person, new={"requests": len(requests)})
    return len(requests)
