"""The format of a backup: one archive with the data, one beside it with the keys.

`FILE.tar.gz` holds `manifest.json` first (the SHA-256 of everything that follows), then the database, the
sealed files and the settings without their secrets: read alone it tells no personal number. `FILE.kunci`
holds the keys and the secrets; whoever has both has everything.
"""

import hashlib
import hmac
import io
import json
import os
import tarfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

FORMAT = 1
MANIFEST = "manifest.json"
SECRETS = "secrets.env"
SQLITE, POSTGRES = "database.sqlite3", "database.dump"
FOLDERS = ("files",)
KEPT = ("erased.txt", "demo.ready")  # small files of the data folder that belong to the data
SECRET_SETTINGS = ("SENTRA_SECRET_KEY", "DATABASE_URL", "SENTRA_MAIL_USER", "SENTRA_MAIL_PASSWORD")
CHUNK = 1 << 20


class BadArchive(Exception):
    """The archive is damaged, incomplete, changed, or not one of ours; the sentence says which."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the archive says about itself."""

    made_at: str
    database: str  # the name of the database file in the archive
    keys_check: str  # tells whether a keys file belongs to it, and nothing about the keys
    files: Mapping[str, str]  # path in the archive -> SHA-256

    def as_json(self) -> bytes:
        fields = {"made_at": self.made_at, "database": self.database, "keys_check": self.keys_check}
        return json.dumps({"format": FORMAT, **fields, "files": dict(self.files)}, indent=1).encode()


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def keys_check(keys: Path) -> str:
    """A fingerprint of the master key that a backup may carry in clear."""
    return hmac.new((keys / "master.key").read_bytes(), b"sentra backup", hashlib.sha256).hexdigest()


def split_settings(text: str) -> tuple[str, str]:
    """The lines of `sentra.env` without the secrets, and the secrets."""
    lines = text.splitlines(keepends=True)
    secret = [line for line in lines if line.partition("=")[0].strip() in SECRET_SETTINGS]
    return "".join(line for line in lines if line not in secret), "".join(secret)


def write_archive(target: Path, members: Mapping[str, Path], manifest: Manifest) -> None:
    """The gzipped tar, for its owner only; appears whole or not at all."""
    with _whole(target) as file, tarfile.open(fileobj=file, mode="w:gz", compresslevel=3) as tar:
        _add(tar, MANIFEST, manifest.as_json())
        for name in manifest.files:
            tar.add(members[name], arcname=name, recursive=False, filter=_anonymous)


def write_keys(target: Path, keys: Path, secrets: str) -> None:
    with _whole(target) as file, tarfile.open(fileobj=file, mode="w") as tar:
        _add(tar, SECRETS, secrets.encode())
        for path in sorted(part for part in keys.rglob("*") if part.is_file()):
            _add(tar, f"keys/{path.relative_to(keys).as_posix()}", path.read_bytes())


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size, info.mode = len(content), 0o600
    tar.addfile(info, io.BytesIO(content))


def _anonymous(info: tarfile.TarInfo) -> tarfile.TarInfo:
    info.uid = info.gid = 0
    info.uname = info.gname = ""
    info.mode = 0o600
    return info


class _whole:  # noqa: N801 - reads as a word: with whole(target) as file
    """A file written under another name and moved into place when all is well."""

    def __init__(self, target: Path) -> None:
        self._target, self._draft = target, target.with_name(target.name + ".baru")

    def __enter__(self) -> IO[bytes]:
        self._draft.unlink(missing_ok=True)
        self._file = os.fdopen(os.open(self._draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
        return self._file

    def __exit__(self, kind: type[BaseException] | None, *_rest: object) -> None:
        if kind is None:
            self._file.flush()
            os.fsync(self._file.fileno())
        self._file.close()
        if kind is None:
            self._draft.replace(self._target)
        else:
            self._draft.unlink(missing_ok=True)


def unpack(source: Path, into: Path) -> Manifest:
    """Unpacks into an empty folder and checks every byte against the manifest. Raises BadArchive.

    Only plain files that the manifest names are written, each at the place it names: a link, a device, an
    absolute path or a `..` in a forged archive gets nowhere.
    """
    with _opened(source, "r:gz") as tar:
        members = _members(tar)
        first = next(members, None)
        if first is None or first[0] != MANIFEST:
            raise BadArchive("berkas ini bukan cadangan Sentra: daftar isinya tidak ada")
        manifest = _read_manifest(first[1].read())
        seen = {name: _unpack_one(name, content, manifest, into) for name, content in members}
    if missing := sorted(set(manifest.files) - set(seen)):
        raise BadArchive(f"cadangan tidak lengkap: {len(missing)} berkas hilang, yang pertama {missing[0]}")
    return manifest


def _unpack_one(name: str, content: IO[bytes], manifest: Manifest, into: Path) -> str:
    if name not in manifest.files:
        raise BadArchive(f"{name} tidak tercatat dalam daftar isi cadangan")
    path = into / _safe(name)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest = hashlib.sha256()
    with path.open("xb") as out:
        while chunk := content.read(CHUNK):
            digest.update(chunk)
            out.write(chunk)
    if not hmac.compare_digest(digest.hexdigest(), manifest.files[name]):
        raise BadArchive(f"{name} berubah sejak cadangan dibuat")
    return name


def unpack_keys(source: Path, into: Path, manifest: Manifest) -> str:
    """Writes the keys folder under `into` and returns the secret settings. Raises BadArchive."""
    secrets = ""
    with _opened(source, "r:") as tar:
        for name, content in _members(tar):
            if name == SECRETS:
                secrets = content.read().decode()
                continue
            if not name.startswith("keys/"):
                raise BadArchive(f"{name} tidak semestinya ada di dalam berkas kunci")
            path = into / _safe(name)
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            path.touch(mode=0o600)
            path.write_bytes(content.read())
    if not (into / "keys" / "master.key").exists() or keys_check(into / "keys") != manifest.keys_check:
        raise BadArchive("berkas kunci ini bukan pasangan cadangan tersebut")
    return secrets


def _opened(source: Path, mode: Any) -> tarfile.TarFile:
    try:
        return tarfile.open(source, mode)
    except (tarfile.TarError, EOFError, OSError) as wrong:
        raise BadArchive(f"{source.name} tidak dapat dibaca: {wrong}") from wrong


def _members(tar: tarfile.TarFile) -> Iterator[tuple[str, IO[bytes]]]:
    try:
        for member in tar:
            content = tar.extractfile(member) if member.isreg() else None
            if content is None:
                raise BadArchive(f"{member.name} bukan berkas biasa")
            yield member.name, content
    except (tarfile.TarError, EOFError, OSError) as wrong:
        raise BadArchive(f"arsip terpotong atau rusak: {wrong}") from wrong


def _safe(name: str) -> PurePosixPath:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or not path.parts:
        raise BadArchive(f"nama berkas yang tidak sah di dalam arsip: {name!r}")
    return path


def _read_manifest(raw: bytes) -> Manifest:
    try:
        found = json.loads(raw)
        if found["format"] != FORMAT:
            raise BadArchive(f"cadangan berformat {found['format']}; versi ini membaca format {FORMAT}")
        files = {str(name): str(digest) for name, digest in found["files"].items()}
        return Manifest(found["made_at"], found["database"], found["keys_check"], files)
    except (ValueError, KeyError, TypeError, AttributeError) as wrong:
        raise BadArchive("daftar isi cadangan tidak terbaca") from wrong
