"""`sentra work`: runs the jobs of the queue until it is told to stop."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from sentra.base.jobs.running import BEAT_SECONDS
from sentra.base.jobs.takeover import SILENT_SECONDS
from sentra.worker.work import work


class Command(BaseCommand):
    requires_system_checks = ()  # a worker needs no pages
    help = "Run the jobs of the queue (started by `sentra serve`; alone where web and worker are apart)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--until-empty", action="store_true", help="end when nothing is waiting")
        parser.add_argument("--beat-seconds", type=float, default=BEAT_SECONDS)
        parser.add_argument("--silent-seconds", type=float, default=SILENT_SECONDS)

    def handle(self, *args: Any, **options: Any) -> None:
        work(
            until_empty=options["until_empty"],
            beat_seconds=options["beat_seconds"],
            silent_seconds=options["silent_seconds"],
        )
