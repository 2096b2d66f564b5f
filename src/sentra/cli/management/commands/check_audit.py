"""`sentra check-audit`: reads the chain from its first row to its last."""

import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from sentra.base.audit.chain import breaks
from sentra.base.audit.models import ChainHead


class Command(BaseCommand):
    help = "Check that no act was changed or removed; ends with 1 and says where, if one was."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        # Asked of an empty folder, SQLite would make a database there, and a restore would find it in use.
        if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists():
            raise CommandError(f"{settings.DATA_DIR} belum berisi pemasangan; periksa SENTRA_DATA_DIR.")
        found = breaks()
        for broken in found:
            self.stdout.write(f"{broken.number}: {broken.what}")
        if found:
            self.stderr.write(f"Rantai audit putus di {len(found)} tempat.")
            sys.exit(1)
        head = ChainHead.objects.filter(pk=1).first() or ChainHead()
        self.stdout.write(f"OK: {head.number} catatan, kepala {head.hash}")
