"""Personal numbers: sealed under a key per person, found again by a keyed token, masked on screen.

AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce; tokens are HMAC-SHA-256 under a key of their
own. Both installation keys are 32-byte files in `KEYS_DIR`, outside the database.
"""

import base64
import hashlib
import hmac
import os
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import transaction

from sentra.base.people.models import SubjectKey

NONCE_BYTES = 12
KEY_BYTES = 32
TOKEN_HEX = 32  # 128 bits: no chance collision among a nation's numbers


class KeysMissing(Exception):
    """The installation's key files are not there; nothing personal can be read or written."""


class Erased(Exception):
    """The key was destroyed: the person asked to be forgotten."""


class Tampered(Exception):
    """The ciphertext does not belong to this key or was changed."""


def make_keys(folder: Path) -> None:
    """Writes the two installation keys if they are not there yet (readable by the owner only)."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in ("master.key", "index.key"):
        path = folder / name
        if not path.exists():
            path.touch(mode=0o600)
            path.write_bytes(os.urandom(KEY_BYTES))


@lru_cache(maxsize=8)
def _installation_key(folder: str, name: str) -> bytes:
    path = Path(folder) / name
    if not path.exists():
        raise KeysMissing(f"{name} is missing in the keys folder: run `sentra init`, or restore the keys")
    return path.read_bytes()


def _master() -> AESGCM:
    return AESGCM(_installation_key(str(settings.KEYS_DIR), "master.key"))


def token(scheme: str, value: str) -> str:
    """The keyed index of a personal number: equal numbers give equal tokens, nothing else is told."""
    key = _installation_key(str(settings.KEYS_DIR), "index.key")
    return hmac.new(key, f"{scheme}:{value}".encode(), hashlib.sha256).hexdigest()[:TOKEN_HEX]


def seal(key: bytes, clear: bytes) -> bytes:
    """nonce + ciphertext + tag, 28 bytes longer than `clear`."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, clear, None)


def unseal(key: bytes, sealed: bytes | memoryview) -> bytes:
    """Raises Tampered when `sealed` was not made under `key`."""
    try:
        return AESGCM(key).decrypt(bytes(sealed[:NONCE_BYTES]), bytes(sealed[NONCE_BYTES:]), None)
    except InvalidTag as wrong:
        raise Tampered("sealed value does not open with its key") from wrong


def new_keys(count: int) -> list[tuple[SubjectKey, bytes]]:
    """`count` fresh keys, saved: each with its opened bytes, for sealing at once."""
    master, clear = _master(), [os.urandom(KEY_BYTES) for _ in range(count)]
    rows = []
    for key in clear:
        nonce = os.urandom(NONCE_BYTES)
        rows.append(SubjectKey(wrapped=nonce + master.encrypt(nonce, key, None)))
    return list(zip(SubjectKey.objects.bulk_create(rows), clear, strict=True))


def open_key(subject: SubjectKey) -> bytes:
    """The bytes of a key. Raises Erased when it was destroyed."""
    if subject.wrapped is None:
        raise Erased("the key of this person was destroyed")
    wrapped = bytes(subject.wrapped)
    return _master().decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], None)


def open_keys(ids: Iterable[int]) -> dict[int, bytes]:
    """Opened keys by id; destroyed ones are left out."""
    found = SubjectKey.objects.filter(pk__in=list(ids), wrapped__isnull=False)
    return {subject.pk: open_key(subject) for subject in found}


def destroy_key(subject: SubjectKey, *, at: datetime) -> None:
    """For good: nothing sealed under it can be read again, not even after an older backup is restored.

    The line in `erased.txt` is what a restore repeats the erasure from. It holds a digest of the wrapped
    key, because ids may be given again after a restore.
    """
    if subject.wrapped is None:
        return
    mark = hashlib.sha256(bytes(subject.wrapped)).hexdigest()
    SubjectKey.objects.filter(pk=subject.pk).update(wrapped=None, destroyed_at=at)
    transaction.on_commit(lambda: _remember_erasure(subject.pk, mark, at))


def _remember_erasure(ident: int, mark: str, at: datetime) -> None:
    """Once: a restore that repeats an erasure finds its line there already."""
    path = Path(settings.DATA_DIR) / "erased.txt"
    if path.exists() and mark in path.read_text(encoding="ascii"):
        return
    with path.open("a", encoding="ascii") as file:
        file.write(f"{ident} {mark} {at.isoformat()}\n")
        file.flush()
        os.fsync(file.fileno())


def mask(number: str, *, shown: int = 4) -> str:
    """`••••••••0004`: enough to recognise, not enough to use."""
    return "•" * max(0, len(number) - shown) + number[-shown:] if len(number) > shown else "•" * len(number)


# Files: sealed whole, in chunks, so that a PDF or an upload never lies on disk in clear.


def write_sealed(path: Path, clear: bytes, key: bytes) -> None:
    """Written beside, flushed, then moved into place: a crash leaves the old file or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".baru")
    with draft.open("wb") as file:
        file.write(seal(key, clear))
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def read_sealed(path: Path, key: bytes) -> bytes:
    return unseal(key, path.read_bytes())


# Secrets of the installation itself (second factors): sealed straight under the master key.


def seal_secret(clear: str) -> str:
    """Base64 text of the sealed secret, for a text column."""
    key = _installation_key(str(settings.KEYS_DIR), "master.key")
    return base64.b64encode(seal(key, clear.encode())).decode()


def unseal_secret(sealed: str) -> str:
    """Raises Tampered when it was not sealed by this installation."""
    key = _installation_key(str(settings.KEYS_DIR), "master.key")
    return unseal(key, base64.b64decode(sealed)).decode()
