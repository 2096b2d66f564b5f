"""Every refusal as RFC 9457 problem+json, with the rule's own sentence."""

import json
from http import HTTPStatus

from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, ValidationError

from sentra.base.permissions import Refused


def problem(status: HTTPStatus, detail: str, **more: object) -> HttpResponse:
    """`application/problem+json` with type, title, status and detail."""
    body = {"type": "about:blank", "title": status.phrase, "status": status.value, "detail": detail, **more}
    return HttpResponse(
        json.dumps(body, ensure_ascii=False), status=status.value, content_type="application/problem+json"
    )


def translate(api: NinjaAPI) -> None:
    """Teaches the API to answer the exceptions of the rooms."""

    @api.exception_handler(Refused)
    def refused(request: HttpRequest, wrong: Refused) -> HttpResponse:
        return problem(HTTPStatus.FORBIDDEN, wrong.reason)

    @api.exception_handler(ObjectDoesNotExist)
    def missing(request: HttpRequest, wrong: ObjectDoesNotExist) -> HttpResponse:
        return problem(HTTPStatus.NOT_FOUND, "Tidak ditemukan.")

    @api.exception_handler(AuthenticationError)
    def unknown(request: HttpRequest, wrong: AuthenticationError) -> HttpResponse:
        return problem(HTTPStatus.UNAUTHORIZED, "Masuk dahulu.")

    @api.exception_handler(ValidationError)
    def nonsense(request: HttpRequest, wrong: ValidationError) -> HttpResponse:
        return problem(
            HTTPStatus.UNPROCESSABLE_ENTITY, "Permintaan tidak dapat dipahami.", errors=wrong.errors
        )
