"""`sentra check-audit`: reads the chain from its first row to its last."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from sentra.base.audit.chain import breaks
from sentra.base.audit.models import ChainHead


class Command(BaseCommand):
    help = "Check that no act was changed or removed; ends with 1 and says where, if one was."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        found = breaks()
        for broken in found:
            self.stdout.write(f"{broken.number}: {broken.what}")
        if found:
            self.stderr.write(f"Rantai audit putus di {len(found)} tempat.")
            sys.exit(1)
        head = ChainHead.objects.filter(pk=1).first() or ChainHead()
        self.stdout.write(f"OK: {head.number} catatan, kepala {head.hash}")
