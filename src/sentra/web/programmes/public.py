"""Open to everybody: where a proposal is, by which rules a round was decided, its proof, open data."""

import json
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from sentra.programmes.models import ProposalState, Round
from sentra.programmes.queries import bundling, grants, plans
from sentra.programmes.queries.bundle import NotPublished, proof_of
from sentra.programmes.queries.whereabouts import proposal_by_code, whereabouts
from sentra.programmes.rules.proving import is_public
from sentra.web.limits import limited
from sentra.web.programmes import board

NOT_FOUND = 404
A_MINUTE = 60  # pages; a village that looks together stays below
FILES_A_MINUTE = 20


@never_cache
@require_GET
@limited(A_MINUTE)
def where_is(request: HttpRequest, code: str = "") -> HttpResponse:
    """The receipt's QR leads here; the code may be typed as well."""
    if asked := request.GET.get("kode", "").replace("/", "").strip():
        return redirect("programmes:where_is_code", asked)
    found = proposal_by_code(code) if code else None
    context: dict[str, Any] = {"code": code, "found": whereabouts(found) if found else None}
    unknown = bool(code) and found is None
    answer = render(
        request,
        "programmes/where_is.html",
        context | {"unknown": unknown},
        status=NOT_FOUND if unknown else 200,
    )
    answer["X-Robots-Tag"] = "noindex"
    answer["Referrer-Policy"] = "no-referrer"  # the code stands in the address
    return answer


def public_round(code: str) -> Round:
    """Raises Http404 for one that is not frozen yet."""
    round_ = get_object_or_404(Round.objects.select_related("programme"), code=code)
    if not is_public(round_):
        raise Http404
    return round_


@never_cache
@require_GET
@limited(A_MINUTE)
def proof_page(request: HttpRequest, code: str) -> HttpResponse:
    """By which rules it is decided, what the office committed itself to, and how to check the result."""
    round_ = public_round(code)
    adopted = plans.adopted_plan(round_)
    states = list(round_.proposals.values_list("state", flat=True))
    context = board.terms_told(round_) | {
        "round": round_,
        "adopted": adopted,
        "secret": plans.published_secret(round_),
        "papers": round_.papers.filter(kind__in=("minutes", "decree"), void=False, document__isnull=False)
        .select_related("document")
        .order_by("pk"),
        "counts": [(ProposalState(state).label, states.count(state)) for state in dict.fromkeys(states)],
        "changes": len([one for one in plans.overrides(round_) if one.undone_at is None]),
        "funds": plans.fund_uses(adopted) if adopted else [],
    }
    return render(request, "programmes/proof.html", context)


@never_cache
@require_GET
@limited(FILES_A_MINUTE)
def proof_file(request: HttpRequest, code: str) -> HttpResponse:
    """proof.json, once a plan was adopted: before that the secret of the lottery is one."""
    try:
        proof = proof_of(public_round(code))
    except NotPublished as early:
        raise Http404 from early
    text = json.dumps(proof, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    return _file(text.encode(), "proof.json", "application/json")


@require_GET
def verifier(request: HttpRequest) -> HttpResponse:
    """The program that checks a proof without any other."""
    return _file(bundling.VERIFIER.read_bytes(), "periksa.py", "text/x-python; charset=utf-8")


def _file(data: bytes, name: str, content_type: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_GET
@limited(FILES_A_MINUTE)
def open_data(request: HttpRequest) -> HttpResponseBase:
    """Awards in the 360Giving standard, written as they are read. The standard knows no package without a
    grant: before the first one there is no file."""
    found = grants.grants()
    first = next(found, None)
    answer: HttpResponseBase
    if first is None:
        words = _("Belum ada bantuan yang ditetapkan dengan SK; datanya terbit bersama SK yang pertama.")
        answer = HttpResponse(f"{words}\n", content_type="text/plain; charset=utf-8", status=NOT_FOUND)
    else:
        answer = StreamingHttpResponse(_written(chain([first], found)), content_type="application/json")
    answer["Access-Control-Allow-Origin"] = "*"  # open data: other sites may read it
    return answer


def _written(found: Iterable[grants.Json]) -> Iterator[str]:
    yield json.dumps(grants.package(), ensure_ascii=False)[:-1] + ', "grants": ['
    for count, grant in enumerate(found):
        yield (",\n" if count else "\n") + json.dumps(grant, ensure_ascii=False)
    yield "\n]}\n"
