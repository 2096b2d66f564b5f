"""`sentra demo`: the workspace with the Purbalingga scenario, ready to look at."""

import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from sentra.base.values import now
from sentra.cli.demo.dates import DEMO_DATE, SIGNS_FROM
from sentra.cli.demo.people import ACCOUNTS, PASSWORD
from sentra.cli.installation import is_initialised, load_facts, run_again, write_environment
from sentra.cli.management.commands.serve import free_address, split_address, taken


class Command(BaseCommand):
    help = "Builds the synthetic demo if it is not there yet, and serves it."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--no-serve", action="store_true", help="only build, in the folder SENTRA_DATA_DIR names"
        )
        parser.add_argument("--address", default="127.0.0.1:8000")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(settings.DATA_DIR)
        if not options["no_serve"]:
            _refuse_taken(options["address"])  # before a minute of building, and before anybody reads on
        if not is_initialised(folder):
            public = f"http://{options['address']}"
            write_environment(folder, {"SENTRA_DEMO_DATE": DEMO_DATE, "SENTRA_PUBLIC_URL": public})
            raise SystemExit(run_again())
        if not settings.DEMO_DATE:
            raise CommandError(
                f"{folder} holds a real installation: the demo needs a folder of its own (SENTRA_DATA_DIR)"
            )
        ready = folder / "demo.ready"
        if ready.exists():
            call_command("migrate", verbosity=0)  # a demo of an earlier version is brought up to this one
        else:
            self._build(folder)
            ready.touch()
        self._introduce(options["address"])
        if not options["no_serve"]:
            call_command("serve", address=options["address"])

    def _build(self, folder: Path) -> None:
        """From nothing: what an interrupted build left behind is removed first."""
        from sentra.cli.demo import scenario  # every room and engine: not for a demo that is there

        started = time.monotonic()
        if connection.vendor == "sqlite":
            connection.close()
            for left in folder.glob("sentra.sqlite3*"):
                left.unlink()
        self.stdout.write("Menyiapkan skenario Purbalingga (data sintetis, bukan data nyata) …")
        call_command("migrate", verbosity=0)
        at = now()
        load_facts(at=at, signs_from=SIGNS_FROM)
        scenario.build(at=at, tell=lambda line: self.stdout.write(f"  {line}"), regency=settings.REGENCY_CODE)
        self.stdout.write(f"Selesai dalam {time.monotonic() - started:.0f} detik.")

    def _introduce(self, address: str) -> None:
        self.stdout.write(
            f"\nSentra, peragaan: http://{address}/   (tanggal peragaan {settings.DEMO_DATE}, data sintetis)"
        )
        self.stdout.write(f"Kata sandi semua akun: {PASSWORD}")
        for account in ACCOUNTS:
            self.stdout.write(f"  {account.role.label:18} {account.email}")
        self.stdout.write("Kode faktor kedua, bila diminta: .venv/bin/sentra demo-code ALAMAT-SUREL\n")


def _refuse_taken(address: str) -> None:
    host, port = split_address(address)
    if wrong := taken(host, port):
        raise CommandError(f"{wrong}. Jalankan: make demo ADDRESS={free_address(host, port)}")
