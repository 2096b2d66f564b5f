"""The laboratory, read by programs: requests, results with their doubt, limits; and labels, for everybody."""

from datetime import date, datetime
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from ninja import Router, Schema

from sentra.api.auth import Brake, caller
from sentra.api.errors import may_answer, problem
from sentra.base.values import now
from sentra.lab.models import LabRequest
from sentra.lab.queries import keeping, labels, requesting
from sentra.lab.queries.results import RunRow, result_shown

router = Router()
A_MINUTE = "60/m"


class RequestOut(Schema):
    """`state`: queued, received, measuring, reported, cancelled."""

    id: int
    number: str
    state: str
    purpose: str
    business: int
    business_name: str
    asked_on: date
    planned_on: date | None


class ItemOut(Schema):
    """What was handed in. `killer`: fitted, removable_fitted, none."""

    id: int
    serial: str
    role: str
    model: str
    killer: str
    received_on: date


class FullRequest(RequestOut):
    wish: str
    items: list[ItemOut]
    results: list[int]


class RunOut(Schema):
    """One attempt; `reasons`: why it does not count, empty when it does."""

    number: int
    counted: bool
    reading_db: float | None
    reasons: list[str]


class JudgementOut(Schema):
    """`outcome`: pass, cond_pass, cond_fail, fail, no_limit, not_evaluated."""

    limit: str
    rule: str
    outcome: str
    p_conform: float | None
    reasons: list[str]


class ResultOut(Schema):
    """A stationary level in dB(A) with its expanded uncertainty; never a verdict by itself."""

    id: int
    item: str
    vehicle: str
    procedure: str
    edition: str
    target_rpm: float
    valid: bool
    current: bool
    value_db: float | None
    expanded_uncertainty_db: float | None
    coverage_factor: float | None
    spread_db: float | None
    drift_db: float | None
    computed_at: datetime
    reasons: list[str]
    runs: list[RunOut]
    judgements: list[JudgementOut]


class LimitOut(Schema):
    """`judges`: in force, and compared with its source by somebody other than who recorded it."""

    origin: str
    key: str
    name: str
    quantity: str
    value_db: float
    procedure: str
    source: str
    valid_from: date | None
    valid_until: date | None
    judges: bool


class LabelOut(Schema):
    """What the code on a muffler stands for. `standing`: issued, replaced, withdrawn, revoked."""

    serial: str
    model: str
    maker: str
    standing: str
    sentence: str
    killer: str
    value_db: float | None
    expanded_uncertainty_db: float | None
    vehicle: str
    rpm: float
    procedure: str
    tested_on: date
    report: str
    remark: str


@router.get("/requests", response=list[RequestOut], openapi_extra=may_answer())
def lab_requests(request: HttpRequest) -> list[dict[str, Any]]:
    """Who asked first first; a field officer sees their own district."""
    return [request_out(one) for one in requesting.queue(caller(request))]


@router.get("/requests/{int:asked}", response=FullRequest, openapi_extra=may_answer(HTTPStatus.NOT_FOUND))
def lab_request(request: HttpRequest, asked: int) -> dict[str, Any]:
    """With what was handed in. `results`: the current ones, for those who may read them."""
    by = caller(request)
    found = requesting.request_shown(by, asked)
    items = found.specimens.order_by("serial")
    return request_out(found) | {
        "wish": found.wish,
        "items": [{name: getattr(one, name) for name in ItemOut.model_fields} for one in items],
        "results": requesting.current_results_of(by, found),
    }


@router.get("/results/{int:result}", response=ResultOut, openapi_extra=may_answer(HTTPStatus.NOT_FOUND))
def lab_result(request: HttpRequest, result: int) -> dict[str, Any]:
    shown = result_shown(caller(request), result)
    one, where = shown.result, shown.result.measurement
    same = ("id", "valid", "current", "value_db", "spread_db", "drift_db", "computed_at")
    return {name: getattr(one, name) for name in same} | {
        "item": where.specimen.serial,
        "vehicle": str(where.vehicle),
        "procedure": shown.method.key,
        "edition": shown.method.edition,
        "target_rpm": where.target_rpm,
        "expanded_uncertainty_db": one.U_db,
        "coverage_factor": one.k,
        "reasons": [each.sentence for each in shown.reasons],
        "runs": [run_out(row) for row in shown.runs],
        "judgements": [
            {
                "limit": each.limit,
                "rule": each.judgement.rule,
                "outcome": each.judgement.outcome,
                "p_conform": each.judgement.p_conform,
                "reasons": [reason.sentence for reason in each.reasons],
            }
            for each in shown.judgements
        ],
    }


@router.get("/limits", response=list[LimitOut], openapi_extra=may_answer())
def lab_limits(request: HttpRequest) -> list[dict[str, Any]]:
    """Rows and statutes as they stand today; a statute nobody compared with its gazette judges nothing."""
    names = [name for name in LimitOut.model_fields if name != "quantity"]
    found = keeping.limits_shown(caller(request), on=localdate(now()))
    return [{name: getattr(one, name) for name in names} | {"quantity": str(one.quantity)} for one in found]


@router.get(
    "/labels/{code}",
    response=LabelOut,
    auth=None,
    throttle=Brake(A_MINUTE),
    openapi_extra=may_answer(HTTPStatus.NOT_FOUND, HTTPStatus.TOO_MANY_REQUESTS),
)
def lab_label(request: HttpRequest, code: str) -> dict[str, Any] | HttpResponse:
    """Open to everybody; holds nothing about a person."""
    found = labels.label_shown(code)
    if found is None:
        return problem(HTTPStatus.NOT_FOUND, _("Tidak ditemukan."))
    where = found.result.measurement
    return {
        "serial": found.specimen.serial,
        "model": found.specimen.model,
        "maker": found.maker,
        "standing": found.standing,
        "sentence": found.sentence,
        "killer": found.killer,
        "value_db": found.result.value_db,
        "expanded_uncertainty_db": found.result.U_db,
        "vehicle": str(where.vehicle),
        "rpm": where.target_rpm,
        "procedure": found.method.edition,
        "tested_on": found.tested_on,
        "report": found.document.number,
        "remark": found.no_limit,
    }


def request_out(one: LabRequest) -> dict[str, Any]:
    names = ("number", "state", "purpose", "asked_on", "planned_on")
    told = {"id": one.pk, "business": one.business_id, "business_name": one.snapshot.get("business_name", "")}
    return told | {name: getattr(one, name) for name in names}


def run_out(row: RunRow) -> dict[str, Any]:
    return {
        "number": row.run.sequence,
        "counted": row.counted,
        "reading_db": row.reading_db,
        "reasons": [each.sentence for each in row.reasons],
    }
