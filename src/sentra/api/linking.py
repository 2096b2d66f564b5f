"""Linkage: what waits for a person's word, giving it, and taking it back."""

from http import HTTPStatus
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import ConfigDict, Field, StrictBool

from sentra.api.auth import caller
from sentra.api.errors import may_answer
from sentra.base.values import now
from sentra.registry import actions, queries
from sentra.registry.models import Decision, Likeness, SourceRecord

router = Router()
CLEAN = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f]*$"


class RowOut(Schema):
    """One of the two rows: the list it is of and what it says; personal numbers are never among it."""

    id: int
    source: str
    business_name: str | None
    owner_name: str | None
    product: str | None
    village: str | None
    district: str | None


class QuestionOut(Schema):
    """A pair that waits for an answer. How likely a yes is is not told before the answer, so that nobody is
    led by it. Questions of one `group` hang together."""

    id: int
    group: str
    state: str
    rows: list[RowOut]


class QuestionPage(Schema):
    """The most urgent first; a page past the end is the last."""

    total: int
    page: int
    pages: int
    items: list[QuestionOut]


class LineOut(Schema):
    """What the two rows say of one field; numbers of people are masked."""

    field: str
    agreement: Literal["same", "different", "lone", ""]
    values: list[Any]


class FullQuestion(QuestionOut):
    """A pair with everything its rows say."""

    lines: list[LineOut]


class Answer(Schema):
    """Whether the two rows are one business."""

    model_config = ConfigDict(extra="forbid")

    same: StrictBool
    reason: str = Field("", max_length=300, pattern=CLEAN)


class DecisionOut(Schema):
    """A person's word; `withdrawn` once it was taken back."""

    id: int
    same: bool
    withdrawn: bool


class Wanted(Schema):
    page: int = Field(1, ge=1, le=1_000_000)


@router.get("/questions", response=QuestionPage, openapi_extra=may_answer(HTTPStatus.UNPROCESSABLE_ENTITY))
def questions(request: HttpRequest, wanted: Query[Wanted]) -> dict[str, Any]:
    found = queries.leaf(queries.questions(caller(request)), wanted.page)
    return {
        "total": found.total,
        "page": found.number,
        "pages": found.pages,
        "items": [brief(pair) for pair in found.rows],
    }


@router.get("/questions/{int:pair}", response=FullQuestion, openapi_extra=may_answer(HTTPStatus.NOT_FOUND))
def question(request: HttpRequest, pair: int) -> dict[str, Any]:
    asked = queries.question(caller(request), pair)
    lines = [
        {"field": line.key, "agreement": line.agreement, "values": list(line.told[:2])}
        for line in asked.lines
    ]
    return brief(asked.pair) | {"lines": lines}


@router.post(
    "/questions/{int:pair}/answer",
    response=DecisionOut,
    openapi_extra=may_answer(
        HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY
    ),
)
def answer(request: HttpRequest, pair: int, told: Answer) -> dict[str, Any]:
    asked = queries.question(caller(request), pair)
    word = actions.decide(
        by=caller(request), at=now(), likeness=asked.pair, same=told.same, reason=told.reason
    )
    return decision_out(word)


@router.post(
    "/decisions/{int:word}/undo",
    response=DecisionOut,
    openapi_extra=may_answer(HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT),
)
def undo(request: HttpRequest, word: int) -> dict[str, Any]:
    decision = queries.last_decisions(caller(request), count=None).get(pk=word)
    actions.withdraw(by=caller(request), at=now(), decision=decision)
    decision.refresh_from_db()
    return decision_out(decision)


def brief(pair: Likeness) -> dict[str, Any]:
    ends = (pair.record, pair.other)
    return {"id": pair.pk, "group": pair.group, "state": pair.state, "rows": [row_out(row) for row in ends]}


def row_out(row: SourceRecord) -> dict[str, Any]:
    names = ("business_name", "owner_name", "product", "village", "district")
    return {"id": row.pk, "source": row.source.key, **{name: row.values.get(name) for name in names}}


def decision_out(word: Decision) -> dict[str, Any]:
    return {"id": word.pk, "same": word.same, "withdrawn": word.withdrawn_at is not None}
