"""How often one address of the network may ask a page that is open to everybody."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

View = Callable[..., HttpResponseBase]
SECONDS = 60


def limited(times: int) -> Callable[[View], View]:
    """At most `times` a minute, then 429 with a sentence.

    Counted in each server process by itself, as allauth counts attempts to sign in (CACHES): a brake, not a
    lock. What it protects is unguessable anyway; the brake keeps a machine from trying.
    """

    def wrapped(view: View) -> View:
        @wraps(view)
        def asked(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponseBase:
            key = f"limit:{view.__module__}.{view.__name__}:{get_adapter().get_client_ip(request)}"
            cache.add(key, 0, SECONDS)
            if _more(key) > times:
                answer = render(request, "429.html", status=HTTPStatus.TOO_MANY_REQUESTS)
                answer["Retry-After"] = str(SECONDS)
                return answer
            return view(request, *arguments, **named)

        return asked

    return wrapped


def _more(key: str) -> int:
    try:
        return cache.incr(key)
    except ValueError:  # it ran out between the two lines
        return 1
