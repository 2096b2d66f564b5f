"""`sentra check-results`: computes every result of the laboratory again from its sealed recordings."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from sentra.base.people.operator import command_line_user
from sentra.base.values import now
from sentra.lab import actions

WORDS = {
    "differs": "rekamannya kini memberi hasil lain",
    "lost": "berkas rekamannya hilang",
    "changed": "berkas rekamannya berubah",
    "erased": "kunci rekamannya sudah dihancurkan",
    "breaks_its_rules": "deret ukurnya melanggar prosedurnya sendiri",
}


class Command(BaseCommand):
    help = "Check that every result of the laboratory still follows from its recordings; ends with 1 if not."

    def handle(self, *args: Any, **options: Any) -> None:
        at = now()
        found = actions.check_results(by=command_line_user(at=at), at=at)
        wrong = [(one, fault) for one, fault in found if fault]
        for one, fault in wrong:
            self.stdout.write(f"Hasil {one.pk} ({one.measurement}): {WORDS[fault]}")
        if wrong:
            self.stderr.write(f"{len(wrong)} dari {len(found)} hasil tidak lagi sesuai rekamannya.")
            sys.exit(1)
        self.stdout.write(f"OK: {len(found)} hasil dihitung ulang dari rekamannya, semuanya sama")
