"""Looking somebody up by a personal number: who asked is on record, the number is not."""

from datetime import datetime

from django.db import transaction

from sentra.base.audit.chain import record
from sentra.base.people.models import User
from sentra.registry import queries


@transaction.atomic
def search_businesses(*, by: User, at: datetime, filters: queries.Filters, after: str = "") -> queries.Page:
    """One page of what is asked for. A search that holds a personal number is noted, the number masked."""
    found = queries.page(by, filters, after=after)
    if queries.hides(filters.q):
        new = {"filters": filters.told, "found": found.total}
        record(by=by, at=at, act="search_by_number", subject=("registry.profile", "api"), new=new)
    return found
