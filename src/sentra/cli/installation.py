"""What `sentra init` and `sentra demo` both do to an empty data folder."""

import os
import secrets
import subprocess
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from django.conf import settings

from sentra.base.documents.certificates import make_certificates
from sentra.base.people import vault
from sentra.base.people.operator import command_line_user
from sentra.base.places.actions import load_areas
from sentra.registry.actions import load_reference


def is_initialised(folder: Path) -> bool:
    return (folder / "sentra.env").exists()


def write_environment(folder: Path, values: Mapping[str, str]) -> None:
    """`sentra.env`, readable by its owner only, and the keys beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = ["# Settings of this installation. Keep this file and the keys folder to yourselves."]
    lines += [
        f"{name}={value}"
        for name, value in {"SENTRA_SECRET_KEY": secrets.token_urlsafe(50), **values}.items()
    ]
    path = folder / "sentra.env"
    path.touch(mode=0o600)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    vault.make_keys(Path(os.environ.get("SENTRA_KEYS_DIR") or folder / "keys"))


def run_again() -> int:
    """The same command in a new process, which reads the settings just written."""
    return subprocess.run([sys.executable, "-m", "sentra", *sys.argv[1:]], check=False).returncode


def load_facts(*, at: datetime, signs_from: datetime | None = None) -> None:
    """Areas, industry codes and a signing certificate: what every installation starts with.

    `signs_from`: when the certificate begins to hold, if earlier than now (the demo tells of years ago).
    """
    by = command_line_user(at=at)
    load_areas(by=by, at=at, regency=settings.REGENCY_CODE)
    load_reference(by=by, at=at)
    make_certificates(Path(settings.KEYS_DIR), at=signs_from or at, office=settings.OFFICE_NAME)
