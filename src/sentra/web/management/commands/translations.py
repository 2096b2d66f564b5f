"""`sentra translations`: gathers texts into the English catalogue; `--check` only says what is missing."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from sentra.web import translations


class Command(BaseCommand):
    help = "Bring the English catalogue up to date with the source, or check that it is complete."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="change nothing; fail when a text is untranslated"
        )

    def handle(self, *args: object, **options: Any) -> None:
        path = Path(settings.LOCALE_PATHS[0]) / "en" / translations.CATALOGUE
        found = list(translations.gather(settings.PACKAGE))
        if not options["check"]:
            self._update(path, found)
        faults = translations.faults(translations.read(path), found)
        if faults and options["check"]:
            raise CommandError(
                "\n".join((*faults, f"{len(faults)} texts to mend: sentra translations, then edit django.po"))
            )
        self.stdout.write(
            f"{len({(str(each.text), each.context) for each in found})} texts, {len(faults)} to translate"
        )

    def _update(self, path: Path, found: list[translations.Found]) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(translations.as_bytes(translations.updated(translations.read(path), found)))
