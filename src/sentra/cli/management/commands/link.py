"""`sentra link`: looks for businesses that stand in the register twice, and asks people about them."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sentra.base.jobs.models import State
from sentra.base.jobs.queue import enqueue
from sentra.base.jobs.running import run_now
from sentra.base.people.operator import command_line_user
from sentra.base.values import now
from sentra.base.values.sentences import told
from sentra.registry import actions


class Command(BaseCommand):
    help = "Looks for businesses that stand in the register twice; what it finds waits for a person's word."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--fit", action="store_true", help="first fit the weights to the register's rows")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["fit"]:
            fitted = _done(actions.fit_weights)
            self.stdout.write(f"Bobot {fitted['version']} dari {fitted['records']} baris.")
        found = _done(actions.relink_register)
        self.stdout.write(
            f"{found['records']} baris dibandingkan, {found['questions']} pasangan usaha menunggu ditinjau."
        )
        for sentence in found["left_out"]:
            self.stdout.write(told(sentence))


def _done(step: Any) -> dict[str, Any]:
    at = now()
    job = enqueue(step, by=command_line_user(at=at), at=at, key=f"{step.__name__}:{at.isoformat()}")
    ended = run_now(job, clock=now)
    if ended.state != State.DONE:
        raise CommandError(ended.error or str(ended.state))
    return dict(ended.result or {})
