"""The list of businesses, its downloads, the map and the clusters: each view is one call and its answer."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localtime
from django.views.decorators.http import require_GET, require_http_methods
from django.views.decorators.vary import vary_on_headers

from sentra.base.places.queries import districts, regency
from sentra.base.values import now
from sentra.registry import actions, queries, rules
from sentra.registry.models import Profile
from sentra.web.asking import acting
from sentra.web.registry import atlas, exports, filtering, grouping
from sentra.web.registry.searching import without_numbers

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@without_numbers
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Request")
def business_list(request: HttpRequest) -> HttpResponse:
    """The box posts what is typed, because it may be a personal number; the answer names the address."""
    asked = request.POST if request.method == "POST" else request.GET
    filters = filtering.wanted(asked)
    if request.method == "POST" and not request.headers.get("HX-Request"):
        return redirect(filtering.address(filters))
    after, before = (asked.get(name, "") for name in (filtering.AFTER, filtering.BEFORE))
    page = queries.page(request.user, filters, after=after, before=before)
    facts = _list_facts(request, filters, page)
    if not request.headers.get("HX-Request"):
        return render(request, "registry/list.html", facts)
    answer = render(request, "registry/_results.html", facts)
    answer["HX-Push-Url"] = filtering.address(filters, sesudah=after, sebelum=before)
    return answer


def _list_facts(request: HttpRequest, filters: queries.Filters, page: queries.Page) -> dict[str, Any]:
    choices = filtering.selects(request.user, filters)
    village = filtering.village_select(request.user, filters)
    return {
        "filters": filters,
        "said": queries.masked(filters.q),
        "sealed": queries.sealed_search(filters.q, at=now()) if queries.hides(filters.q) else "",
        "page": page,
        "selects": choices,
        "village": village,
        "chips": filtering.chips(request.user, filters, [*choices, village]),
        "first_url": filtering.address(filters),
        "next_url": page.after and filtering.address(filters, sesudah=page.after),
        "previous_url": page.before and filtering.address(filters, sebelum=page.before),
        "query": filtering.query(filters),
        "may_register": rules.may_register(request.user),
        "may_download": rules.may_download(request.user, filters.district),
        "fragment": bool(request.headers.get("HX-Request")),
    }


@without_numbers
@login_required
@require_GET
def download_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The filtered list, streamed row by row."""
    rows = _taken(request, "csv")
    return _download(StreamingHttpResponse(exports.csv_lines(rows, queries.place_names()), CSV), "csv")


@without_numbers
@login_required
@require_GET
def download_xlsx(request: HttpRequest) -> StreamingHttpResponse:
    rows = _taken(request, "xlsx")
    return _download(StreamingHttpResponse(exports.xlsx_parts(rows, queries.place_names()), XLSX), "xlsx")


def _taken(request: HttpRequest, form: str) -> Iterator[Profile]:
    wanted = filtering.wanted(request.GET)
    return actions.download_list(by=acting(request), at=now(), filters=wanted, form=form)


def _download(answer: StreamingHttpResponse, kind: str) -> StreamingHttpResponse:
    answer["Content-Disposition"] = f'attachment; filename="usaha-{localtime(now()):%Y-%m-%d}.{kind}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@login_required
@require_GET
@vary_on_headers("HX-Request")
def map_page(request: HttpRequest) -> HttpResponse:
    district = districts().filter(code=request.GET.get("kec", "")).first()
    facts = atlas.map_facts(request.user, request.GET.get("ukuran", ""), district, drill=True)
    if request.headers.get("HX-Request"):
        return render(request, "registry/_map.html", facts)
    facts |= {"regency": regency(), "area": district}
    return render(request, "registry/map.html", facts)


@login_required
@require_GET
@vary_on_headers("HX-Request")
def clusters(request: HttpRequest) -> HttpResponse:
    wanted = grouping.wanted(request.GET)
    facts = grouping.facts(request.user, wanted) | {"fragment": bool(request.headers.get("HX-Request"))}
    if not facts["fragment"]:
        return render(request, "registry/clusters.html", facts)
    answer = render(request, "registry/_clusters.html", facts)
    answer["HX-Push-Url"] = grouping.address(wanted)
    return answer
