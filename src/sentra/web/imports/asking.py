"""About which file somebody asks."""

from django.http import HttpRequest

from sentra.registry import queries
from sentra.registry.models import Batch
from sentra.web.asking import acting, shown_or_404


def batch_of(request: HttpRequest, pk: int) -> Batch:
    """Raises Http404 for a number that is not there, Refused for those who may not look."""
    return shown_or_404(queries.batch, acting(request), pk)
