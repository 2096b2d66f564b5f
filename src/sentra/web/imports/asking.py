"""Who asks, and about which file."""

from django.http import Http404, HttpRequest

from sentra.base.people.models import User
from sentra.registry import queries
from sentra.registry.models import Batch


def person(request: HttpRequest) -> User:
    user = request.user
    if not isinstance(user, User):
        raise Http404
    return user


def batch_of(request: HttpRequest, pk: int) -> Batch:
    """Raises Http404 for a number that is not there, Refused for those who may not look."""
    try:
        return queries.batch(person(request), pk)
    except Batch.DoesNotExist as missing:
        raise Http404 from missing
