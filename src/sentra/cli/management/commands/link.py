"""`sentra link`: looks for businesses that stand in the register twice, and asks people about them."""

from typing import Any

from django.core.management.base import BaseCommand

from sentra.base.jobs.queue import enqueue
from sentra.base.jobs.running import run_now
from sentra.base.people.operator import command_line_user
from sentra.base.values import now
from sentra.registry import actions


class Command(BaseCommand):
    help = "Looks for businesses that stand in the register twice; what it finds waits for a person's word."

    def handle(self, *args: Any, **options: Any) -> None:
        at = now()
        by = command_line_user(at=at)
        job = enqueue(actions.relink_register, by=by, at=at, key=f"relink_register:{at.isoformat()}")
        done = run_now(job, clock=now)
        self.stdout.write(str(done.result or done.error))
