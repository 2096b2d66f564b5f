"""`sentra restore FILE.tar.gz --keys FILE.kunci`: everything back, checked before anything is touched."""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from argparse import SUPPRESS, ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from sentra.base.audit.chain import record
from sentra.base.people.models import SubjectKey
from sentra.base.people.operator import command_line_user
from sentra.base.values import now
from sentra.cli import archive, databases
from sentra.registry.actions import erase_person

ERASED = "erased.txt"
NOT_RESTORED = ("SENTRA_KEYS_DIR",)  # the keys come back into the data folder, wherever they were


class Command(BaseCommand):
    help = "Bring back what `sentra backup` saved. Stop `sentra serve` first."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, nargs="?")
        parser.add_argument("--keys", type=Path, help="the .kunci file written with the archive")
        parser.add_argument("--force", action="store_true", help="replace the installation that is there")
        parser.add_argument("--finish", action="store_true", help=SUPPRESS)  # the second half, see restore()

    def handle(self, *args: Any, **options: Any) -> None:
        if options["finish"]:
            finish(force=options["force"])
            return
        if options["file"] is None or options["keys"] is None:
            raise CommandError("Sebutkan cadangan dan berkas kuncinya: restore FILE.tar.gz --keys FILE.kunci")
        try:
            aside = restore(options["file"], options["keys"], force=options["force"])
        except archive.BadArchive as wrong:
            raise CommandError(f"{wrong}. Tidak ada yang diubah.") from wrong
        self.stdout.write(f"Dipulihkan ke {settings.DATA_DIR}. Jalankan: sentra serve")
        if aside is not None:
            self.stdout.write(f"Isi yang lama dipindahkan ke {aside}; hapus setelah hasilnya diperiksa.")


def restore(file: Path, keys: Path, *, force: bool) -> Path | None:
    """Unpacks beside the data folder, makes it ready there, and only then swaps the folders.

    Returns where the old folder went. Raises BadArchive, CommandError; whatever goes wrong before the
    swap leaves the installation as it was. On PostgreSQL the database is replaced in one transaction of
    its own, just before the swap.
    """
    folder = Path(settings.DATA_DIR)
    _refuse_bad_place(folder, force=force)
    folder.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}-restore-"))
    try:
        manifest = archive.unpack(file, staging)
        secrets = archive.unpack_keys(keys, staging, manifest)
        _write_settings(staging, secrets)
        _keep_erasures(folder, staging)
        if manifest.database == archive.SQLITE:
            (staging / archive.SQLITE).replace(staging / "sentra.sqlite3")
        _finish_in(staging, force=force)
        return _swap(staging, folder)
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        raise


def _refuse_bad_place(folder: Path, *, force: bool) -> None:
    if folder.exists() and any(folder.iterdir()) and not force:
        raise CommandError(f"{folder} tidak kosong; --force memindahkan isinya ke samping.")
    if folder.is_mount():
        raise CommandError(f"{folder} adalah titik kait; pulihkan ke folder di dalamnya (SENTRA_DATA_DIR).")
    for name in ("SENTRA_KEYS_DIR", "SENTRA_SECRET_KEY"):
        if os.environ.get(name):
            raise CommandError(f"Hapus dahulu variabel {name}: nilainya akan datang dari cadangan.")
    if os.environ.get("DATABASE_URL", "").startswith("sqlite:"):
        raise CommandError("Hapus dahulu variabel DATABASE_URL: basis data SQLite dipulihkan ke folder data.")


def _write_settings(staging: Path, secrets: str) -> None:
    path = staging / "sentra.env"
    lines = (path.read_text(encoding="utf-8") + secrets).splitlines()
    kept = [line for line in lines if line.partition("=")[0].strip() not in NOT_RESTORED]
    path.chmod(0o600)
    path.write_text("\n".join(kept) + "\n", encoding="utf-8")


def _keep_erasures(folder: Path, staging: Path) -> None:
    """Who was erased here after the backup stays erased; the list of the backup alone would forget them."""
    lines: dict[str, None] = {}
    for path in (staging / ERASED, folder / ERASED):
        if path.exists():
            lines |= dict.fromkeys(path.read_text(encoding="utf-8").splitlines())
    if lines:
        (staging / ERASED).write_text("\n".join(lines) + "\n", encoding="utf-8")


def _finish_in(staging: Path, *, force: bool) -> None:
    """In a process of its own: it reads the restored settings. Its sentences go to our standard error."""
    words = [sys.executable, "-m", "sentra", "restore", "--finish", *(["--force"] if force else [])]
    environment = {**os.environ, "SENTRA_DATA_DIR": str(staging)}
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CommandError(f"Pemulihan gagal, tidak ada yang diubah. {done.stderr.strip()}")


def _swap(staging: Path, folder: Path) -> Path | None:
    aside = None
    if folder.exists():
        aside = folder.with_name(f"{folder.name}.sebelum-{now():%Y%m%d-%H%M%S}")
        folder.rename(aside)
    try:
        staging.rename(folder)
    except OSError:
        if aside is not None:
            aside.rename(folder)
        raise
    return aside


def finish(*, force: bool) -> None:
    """Runs inside the staging folder: database up to date, the erased erased again, the restore recorded."""
    folder, at = Path(settings.DATA_DIR), now()
    dump = folder / archive.POSTGRES
    if dump.exists():
        _load(dump, force=force)
    call_command("migrate", verbosity=0, interactive=False)
    with transaction.atomic():
        again = reapply_erasures(folder / ERASED, at=at)
        by = command_line_user(at=at)
        record(by=by, at=at, act="restore", subject=("installation", "1"), new={"erased_again": again})


def _load(dump: Path, *, force: bool) -> None:
    if databases.is_sqlite():
        raise CommandError("Cadangan ini dari PostgreSQL: sebutkan basis datanya dengan DATABASE_URL.")
    if not force and not databases.is_empty():
        raise CommandError("Basis data PostgreSQL tidak kosong; --force menggantinya.")
    try:
        databases.load_dump(dump)
    except (databases.NoTool, databases.ToolFailed) as wrong:
        raise CommandError(str(wrong)) from wrong
    dump.unlink()


def reapply_erasures(path: Path, *, at: datetime) -> int:
    """Destroys again every key that `erased.txt` names and the backup brought back; how many.

    A line is `id sha256-of-the-wrapped-key moment`. The hash tells a key from another one that was given
    the same id after an older backup had been restored.
    """
    if not path.exists():
        return 0
    by, count = command_line_user(at=at), 0
    for line in path.read_text(encoding="utf-8").splitlines():
        ident, digest, *_moment = line.split()
        subject = SubjectKey.objects.filter(pk=int(ident), wrapped__isnull=False).first()
        if subject is None or hashlib.sha256(bytes(subject.wrapped or b"")).hexdigest() != digest:
            continue
        erase_person(by=by, at=at, subject=subject, reason="dihapus sebelum pemulihan cadangan")
        count += 1
    return count
