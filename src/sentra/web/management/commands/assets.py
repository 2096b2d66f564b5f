"""`sentra assets`: cut the font, compile the translations, gather the static files."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from sentra.web.assets import build_font
from sentra.web.translations import compile_catalogues


class Command(BaseCommand):
    help = "Prepares what pages need: font, translations, static files."
    requires_system_checks = ()  # they would load every address, which needs the assets

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(settings.BUILD_DIR) / "assets"
        folder.mkdir(parents=True, exist_ok=True)
        build_font(folder)
        for locale in settings.LOCALE_PATHS:
            compile_catalogues(Path(locale))
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)
