"""Work of a round that stands in the queue, runs, or failed."""

from sentra.base.jobs.models import Job, State
from sentra.programmes.models import Round


def unfinished(kind: str, round_: Round) -> Job | None:
    """What was asked for last under keys like `bast-<round>-…`; None when that is done."""
    asked = Job.objects.filter(key__startswith=f"{kind}-{round_.pk}-")
    last = asked.order_by("-queued_at", "-pk").first()
    return last if last and last.state != State.DONE else None
