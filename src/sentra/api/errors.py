"""Every refusal as RFC 9457 problem+json, with the rule's own sentence."""

import json
from http import HTTPStatus
from math import ceil
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError

from sentra.base.permissions import OutOfTurn, Refused
from sentra.registry import actions, queries

MEDIA_TYPE = "application/problem+json"
SENTENCES = {
    HTTPStatus.BAD_REQUEST: _("Isi permintaan bukan JSON yang benar."),
    HTTPStatus.FORBIDDEN: _("Permintaan tanpa X-CSRFToken yang benar."),
    HTTPStatus.TOO_MANY_REQUESTS: _("Terlalu banyak permintaan. Tunggu sebentar lalu cobalah lagi."),
}
IN_ADDRESS = _(
    "Nomor pribadi tidak boleh ada di alamat, karena alamat tersimpan di catatan server dan riwayat. Kirim"
    " pencarian ini sebagai POST /api/businesses/search."
)
SCHEMA = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "A sentence for people."},
        "faults": {
            "type": "object",
            "additionalProperties": {"type": "string"},
            "description": "A sentence by the field it is about.",
        },
        "errors": {"type": "array", "items": {"type": "object"}},
    },
}


class NumberInAddress(Exception):
    """A personal number, or what may be part of one, stands in the address of a request."""


def may_answer(*statuses: HTTPStatus) -> dict[str, Any]:
    """`openapi_extra` of an operation that can refuse with these, besides 401 and 403."""
    refusals = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, *statuses)
    content = {MEDIA_TYPE: {"schema": SCHEMA}}
    return {"responses": {int(one): {"description": one.phrase, "content": content} for one in refusals}}


def problem(status: HTTPStatus, detail: str, **more: object) -> HttpResponse:
    """`application/problem+json` with type, title, status and detail."""
    body = {"type": "about:blank", "title": status.phrase, "status": status.value, "detail": detail, **more}
    text = json.dumps(body, ensure_ascii=False, default=str)
    return HttpResponse(text, status=status.value, content_type=MEDIA_TYPE)


def translate(api: NinjaAPI) -> None:
    """Teaches the API to answer the exceptions of the rooms, and its own."""
    _translate_requests(api)

    @api.exception_handler(Refused)
    def refused(request: HttpRequest, wrong: Refused) -> HttpResponse:
        """A matter of state is a conflict; a matter of the person is forbidden."""
        status = HTTPStatus.CONFLICT if isinstance(wrong, OutOfTurn) else HTTPStatus.FORBIDDEN
        return problem(status, wrong.reason)

    @api.exception_handler(ObjectDoesNotExist)
    def missing(request: HttpRequest, wrong: ObjectDoesNotExist) -> HttpResponse:
        return problem(HTTPStatus.NOT_FOUND, gettext("Tidak ditemukan."))

    @api.exception_handler(actions.NotInForce)
    def not_in_force(request: HttpRequest, wrong: actions.NotInForce) -> HttpResponse:
        return problem(HTTPStatus.CONFLICT, str(wrong))

    @api.exception_handler(actions.NothingToSay)
    def nothing(request: HttpRequest, wrong: actions.NothingToSay) -> HttpResponse:
        return problem(HTTPStatus.UNPROCESSABLE_ENTITY, str(wrong))

    @api.exception_handler(actions.NotUnderstood)
    def not_understood(request: HttpRequest, wrong: actions.NotUnderstood) -> HttpResponse:
        return problem(HTTPStatus.UNPROCESSABLE_ENTITY, str(wrong), faults=wrong.faults)


def _translate_requests(api: NinjaAPI) -> None:
    """What is wrong with the request itself."""

    @api.exception_handler(NumberInAddress)
    def in_address(request: HttpRequest, wrong: NumberInAddress) -> HttpResponse:
        answer = problem(HTTPStatus.BAD_REQUEST, str(IN_ADDRESS))
        answer["Cache-Control"] = "no-store"
        return answer

    @api.exception_handler(AuthenticationError)
    def unknown(request: HttpRequest, wrong: AuthenticationError) -> HttpResponse:
        return problem(HTTPStatus.UNAUTHORIZED, gettext("Masuk dahulu."))

    @api.exception_handler(HttpError)
    def malformed(request: HttpRequest, wrong: HttpError) -> HttpResponse:
        status = HTTPStatus(wrong.status_code)
        answer = problem(status, str(SENTENCES.get(status, status.description)))
        if isinstance(wrong, Throttled):
            answer["Retry-After"] = str(ceil(wrong.wait or 0))
        return answer

    @api.exception_handler(ValidationError)
    def nonsense(request: HttpRequest, wrong: ValidationError) -> HttpResponse:
        detail = gettext("Permintaan tidak dapat dipahami.")
        return problem(HTTPStatus.UNPROCESSABLE_ENTITY, detail, errors=_unsaid(wrong.errors))


def _unsaid(told: Any) -> Any:
    """Without the numbers of people that stood in the request, as the name of a field for example."""
    if isinstance(told, dict):
        return {key: _unsaid(value) for key, value in told.items()}
    if isinstance(told, list | tuple):
        return [_unsaid(value) for value in told]
    return queries.masked(told) if isinstance(told, str) else told
