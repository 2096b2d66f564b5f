"""How the demo's story is told: who acts, on which day, and its jobs run here and now."""

from datetime import date, datetime, time

from django.utils import timezone

from sentra.base.jobs.models import Job, State
from sentra.base.jobs.running import run_now
from sentra.base.people.models import Role, User
from sentra.cli.demo.people import ACCOUNTS


def on(day: date, hour: int = 9) -> datetime:
    """A moment of that day in the office's time zone."""
    return timezone.make_aware(datetime.combine(day, time(hour, 30)))


def account(role: Role) -> User:
    """The demo's account of a role."""
    return User.objects.get(email=next(one.email for one in ACCOUNTS if one.role == role))


def ran(job: Job, at: datetime) -> None:
    """A job, run here and now. Raises RuntimeError with its own sentence when it failed."""
    done = run_now(job, clock=lambda: at)
    if done.state != State.DONE:
        raise RuntimeError(done.error)
