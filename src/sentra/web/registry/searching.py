"""Keeping personal numbers out of addresses, whichever way somebody searches for one."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.http.response import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from sentra.registry import queries
from sentra.web.registry import filtering

View = Callable[..., HttpResponseBase]


def without_numbers(view: View) -> View:
    """Sends an address that holds a personal number on to the one that does not, before anything else reads
    it (signing in would repeat it); a sealed search that is too old leads back to the list."""

    @wraps(view)
    def guarded(request: HttpRequest, **place: int) -> HttpResponseBase:
        try:
            if queries.personal_number(request.GET.get("q", "")):
                return _sent_on(request)
            return view(request, **place)
        except queries.StaleSearch:
            return _asked_again(request)

    return guarded


def _sent_on(request: HttpRequest) -> HttpResponse:
    answer = redirect(f"{request.path}?{filtering.query(filtering.wanted(request.GET))}")
    answer["Cache-Control"] = "no-store"
    return answer


def _asked_again(request: HttpRequest) -> HttpResponse:
    messages.warning(request, _("Pencarian nomor hanya berlaku sehari kerja. Ketik lagi nomornya."))
    address = reverse("registry:list")
    if request.headers.get("HX-Request"):
        return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"HX-Redirect": address})
    return redirect(address)
