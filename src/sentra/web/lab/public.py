"""Open to everybody: what the code on a muffler stands for. A policeman's phone needs no account."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from sentra.lab.queries.labels import label_shown
from sentra.web.limits import limited

A_MINUTE = 60
TONES = {"issued": "ok", "replaced": "warn", "withdrawn": "bad", "revoked": "bad"}


@never_cache
@require_GET
@limited(A_MINUTE)
def label(request: HttpRequest, code: str = "") -> HttpResponse:
    """The QR leads here; the code may be typed as well."""
    if asked := request.GET.get("kode", "").replace("/", "").strip():
        return redirect("lab:label", asked)
    found = label_shown(code) if code else None
    facts: dict[str, Any] = {
        "code": code,
        "label": found,
        "unknown": bool(code) and found is None,
        "tone": TONES[found.standing] if found else "",
    }
    status = HTTPStatus.NOT_FOUND if facts["unknown"] else HTTPStatus.OK
    answer = render(request, "lab/label.html", facts, status=status)
    answer["X-Robots-Tag"] = "noindex"
    return answer
