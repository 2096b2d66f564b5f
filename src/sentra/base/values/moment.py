"""The clock. Only doors read it (a guard test holds them to it); below, `at` is passed."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    """The moment, aware; in a demo the clock runs, but on the stated demo date."""
    actual = timezone.now()
    if not settings.DEMO_DATE:
        return actual
    local = timezone.localtime(actual)
    stated = datetime.fromisoformat(settings.DEMO_DATE).date()
    return actual + timedelta(days=(stated - local.date()).days)
