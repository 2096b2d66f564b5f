"""`sentra init`: an empty, real installation in the folder that SENTRA_DATA_DIR names."""

import getpass
import os
import shutil
import subprocess
import sys
from argparse import SUPPRESS, ArgumentParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from sentra.base.people.actions import open_account
from sentra.base.people.models import Role, User
from sentra.base.people.operator import command_line_user
from sentra.base.values import now
from sentra.cli.installation import is_initialised, load_facts, write_environment

# Given to this command by the environment, they must be there tomorrow too.
KEPT_VARIABLES = ("DATABASE_URL", "SENTRA_REGENCY", "SENTRA_OFFICE", "SENTRA_KEYS_DIR")


class Command(BaseCommand):
    help = "Make an empty installation: settings, keys, database, reference data, first administrator."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--email", help="address of the first administrator")
        parser.add_argument("--name", help="name of the first administrator")
        parser.add_argument("--url", help="public address, e.g. https://sentra.contoh.go.id")
        parser.add_argument("--time-zone", default="Asia/Jakarta")
        parser.add_argument(
            "--password-stdin", action="store_true", help="read the password from standard input"
        )
        parser.add_argument("--fill", action="store_true", help=SUPPRESS)  # the second half, in a new process

    def handle(self, *args: Any, **options: Any) -> None:
        if options["fill"]:
            fill(email=options["email"], name=options["name"], password=sys.stdin.read())
            return
        folder = Path(settings.DATA_DIR)
        if is_initialised(folder):
            raise CommandError(f"{folder} sudah berisi pemasangan; init tidak mengubahnya.")
        answers = {name: options[name] or _ask(label) for name, label in QUESTIONS.items()}
        refuse_nonsense(**answers, time_zone=options["time_zone"])
        password = _password(
            User(email=answers["email"], name=answers["name"]), piped=options["password_stdin"]
        )
        install(folder, **answers, time_zone=options["time_zone"], password=password)
        self.stdout.write(f"Sentra siap di {folder}, dengan administrator {answers['email']}.")
        self.stdout.write("Berikutnya: sentra serve — lalu masuk dan pasang faktor kedua.")
        self.stdout.write("Cadangkan sejak hari pertama: sentra backup NAMA.tar.gz")


QUESTIONS = {"email": "Surel administrator", "name": "Nama administrator", "url": "Alamat publik (https://…)"}


def _ask(label: str) -> str:
    if not sys.stdin.isatty():
        raise CommandError(f"{label} belum disebutkan (lihat sentra init --help).")
    return input(f"{label}: ").strip()


def _password(person: User, *, piped: bool) -> str:
    """Raises CommandError for a weak one, or two that differ."""
    if piped:
        password = sys.stdin.read().rstrip("\r\n")
    else:
        password = getpass.getpass("Kata sandi: ")
        if getpass.getpass("Sekali lagi: ") != password:
            raise CommandError("Kedua kata sandi tidak sama.")
    try:
        validate_password(password, person)
    except ValidationError as weak:
        raise CommandError(" ".join(weak.messages)) from weak
    return password


def refuse_nonsense(*, email: str, name: str, url: str, time_zone: str) -> None:
    """Before anything is written. Raises CommandError."""
    try:
        validate_email(email)
    except ValidationError as wrong:
        raise CommandError(f"{email!r} bukan alamat surel.") from wrong
    if not name.strip():
        raise CommandError("Nama administrator kosong.")
    parts, plain = urlsplit(url), url.isprintable() and " " not in url
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/") or not plain:
        raise CommandError(f"Alamat publik harus seperti https://sentra.contoh.go.id, bukan {url!r}.")
    if time_zone not in available_timezones():
        raise CommandError(f"{time_zone!r} bukan zona waktu; misalnya Asia/Jakarta.")


def install(folder: Path, *, email: str, name: str, url: str, time_zone: str, password: str) -> None:
    """Writes settings and keys, and fills the database in a new process that reads them.

    Raises CommandError; then what was written is taken away again, so that init can be repeated.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    before = set(folder.iterdir())
    kept = {variable: os.environ[variable] for variable in KEPT_VARIABLES if os.environ.get(variable)}
    write_environment(folder, {"SENTRA_PUBLIC_URL": url.rstrip("/"), "SENTRA_TIME_ZONE": time_zone, **kept})
    words = [sys.executable, "-m", "sentra", "init", "--fill", "--email", email, "--name", name]
    done = subprocess.run(words, input=password, capture_output=True, text=True, check=False)
    if done.returncode:
        for made in set(folder.iterdir()) - before:
            shutil.rmtree(made) if made.is_dir() else made.unlink()
        raise CommandError(f"Pemasangan gagal dan dibatalkan. {done.stderr.strip()}")


def fill(*, email: str, name: str, password: str) -> None:
    """Migrated database, reference data, signing certificate, first administrator."""
    call_command("migrate", verbosity=0, interactive=False)
    at = now()
    load_facts(at=at)
    by = command_line_user(at=at)
    open_account(by=by, at=at, email=email, name=name, role=Role.ADMINISTRATOR, password=password)
