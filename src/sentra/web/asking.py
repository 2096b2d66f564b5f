"""Who asks, and what the number in an address names as far as they may see it."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from sentra.base.people.models import User
from sentra.base.permissions import Refused

Found = TypeVar("Found")


def acting(request: HttpRequest) -> User:
    """Who asks; every view that calls this stands behind `login_required`."""
    if not isinstance(request.user, User):
        raise Refused(_("Anda belum masuk."))
    return request.user


def shown_or_404(query: Callable[..., Found], *asked: Any) -> Found:
    """What a query finds; a 404 for what is not there, or not theirs to see."""
    try:
        return query(*asked)
    except ObjectDoesNotExist as missing:
        raise Http404 from missing
