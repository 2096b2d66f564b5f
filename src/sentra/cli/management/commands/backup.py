"""`sentra backup FILE.tar.gz`: everything, at one moment, in two files that are kept apart."""

import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from sentra.base.values import now
from sentra.cli import archive, databases
from sentra.cli.installation import is_initialised


class Command(BaseCommand):
    help = "Save database, sealed files and settings in FILE.tar.gz, and the keys in FILE.kunci."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="name of the archive to write, ending in .tar.gz")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        keys = keys_file(file)
        _refuse_bad_target(file, keys)
        try:
            count = save(file, keys)
        except (databases.NoTool, databases.ToolFailed) as wrong:
            raise CommandError(str(wrong)) from wrong
        self.stdout.write(f"Cadangan: {file} ({count} berkas, {file.stat().st_size / 1e6:.1f} MB)")
        self.stdout.write(f"Kunci:    {keys}")
        self.stdout.write(
            "Simpan berkas kunci di tempat lain, terpisah dari cadangan: siapa memegang keduanya dapat"
            " membaca semua nomor pribadi, dan tanpa berkas kunci cadangan ini tidak dapat dipulihkan."
        )


def keys_file(file: Path) -> Path:
    """`name.tar.gz` → `name.kunci`."""
    return file.with_name(file.name.removesuffix(".tar.gz") + ".kunci")


def _refuse_bad_target(file: Path, keys: Path) -> None:
    if not file.name.endswith(".tar.gz"):
        raise CommandError("Nama berkas cadangan harus berakhiran .tar.gz.")
    if not is_initialised(Path(settings.DATA_DIR)):
        raise CommandError("Belum ada pemasangan di folder data ini; tidak ada yang dicadangkan.")
    if not file.parent.is_dir():
        raise CommandError(f"Folder {file.parent} tidak ada.")
    for path in (file, keys):
        if path.exists():
            raise CommandError(f"{path} sudah ada; cadangan tidak pernah ditimpa.")


def save(file: Path, keys: Path) -> int:
    """Writes both files; how many members the archive has.

    The database first, then the files: a file is written before the row that names it, so every file the
    snapshot speaks of is there.
    """
    folder = Path(settings.DATA_DIR)
    clear, secrets = archive.split_settings((folder / "sentra.env").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory(dir=file.parent, prefix=".sentra-backup-") as temporary:
        database = Path(temporary) / (archive.SQLITE if databases.is_sqlite() else archive.POSTGRES)
        databases.snapshot(database)
        stripped = Path(temporary) / "sentra.env"
        stripped.write_text(clear, encoding="utf-8")
        members = {database.name: database, "sentra.env": stripped, **_members(folder)}
        manifest = archive.Manifest(
            made_at=now().isoformat(),
            database=database.name,
            keys_check=archive.keys_check(Path(settings.KEYS_DIR)),
            files={name: archive.sha256_of(path) for name, path in members.items()},
        )
        archive.write_keys(keys, Path(settings.KEYS_DIR), secrets)
        archive.write_archive(file, members, manifest)
    return len(members)


def _members(folder: Path) -> dict[str, Path]:
    found = [folder / name for name in archive.KEPT]
    for name in archive.FOLDERS:
        found += sorted((folder / name).rglob("*"))
    # A draft is a file somebody is writing at this moment; no row speaks of it yet.
    return {
        path.relative_to(folder).as_posix(): path
        for path in found
        if path.is_file() and not path.is_symlink() and path.suffix != ".baru"
    }
