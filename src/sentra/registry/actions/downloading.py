"""Taking the list out of the register: no personal number goes with it, but many names do."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.db import transaction

from sentra.base.audit.chain import record
from sentra.base.people.models import User
from sentra.registry import queries
from sentra.registry.models import Profile


@transaction.atomic
def download_list(*, by: User, at: datetime, filters: queries.Filters, form: str) -> Iterator[Profile]:
    """Every matching profile, streamed, with who took which part of the list on record."""
    rows = queries.exported(by, filters)
    asked: Mapping[str, str] = filters.told
    record(by=by, at=at, act="download_list", subject=("registry.profile", form), new={"filters": asked})
    return rows
