"""`sentra boundaries FILE`: takes the shapes of a GeoJSON in place of the drawn ones."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sentra.base.people.operator import command_line_user
from sentra.base.places.actions import BadBoundaries, load_boundaries
from sentra.base.values import now


class Command(BaseCommand):
    help = "Replaces the drawn shapes of districts or villages by those of a GeoJSON, keyed by area code."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--key", default="kode", help="property that holds the area code (default: kode)")
        parser.add_argument(
            "--source", help="where the shapes come from, shown under the maps (default: the file name)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"{path}: no such file")
        at = now()
        try:
            count = load_boundaries(
                by=command_line_user(at=at),
                at=at,
                data=path.read_bytes(),
                source=options["source"] or path.name,
                key=options["key"],
            )
        except BadBoundaries as wrong:
            raise CommandError(str(wrong)) from wrong
        self.stdout.write(f"{count} bentuk dipakai")
