"""Photos, scans and drawn signatures: looked at for what they are, sealed, stored once."""

import hashlib
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from sentra.base.documents.models import Attachment
from sentra.base.people import vault
from sentra.base.people.models import SubjectKey, User

MOST_BYTES = 8_000_000
KINDS = (  # what a file begins with, what it is
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"%PDF-", "application/pdf"),
)


class UnusableFile(ValueError):
    """A file that is empty, too large, or no picture and no PDF; says which."""


def attach(*, by: User, at: datetime, name: str, data: bytes, key: SubjectKey | None = None) -> Attachment:
    """Stores one file under `key` (a fresh one when None); the calling action asks the rules and audits.

    Raises UnusableFile. The kind is told from the bytes, not from the name.
    """
    if not data:
        raise UnusableFile(_("%(name)s kosong.") % {"name": name})
    if len(data) > MOST_BYTES:
        raise UnusableFile(_("%(name)s lebih dari 8 MB.") % {"name": name})
    found = next((kind for start, kind in KINDS if data.startswith(start)), None)
    if found is None:
        raise UnusableFile(_("%(name)s bukan foto (JPEG, PNG) dan bukan PDF.") % {"name": name})
    subject, opened = vault.new_keys(1)[0] if key is None else (key, vault.open_key(key))
    made = Attachment(
        sha256=hashlib.sha256(data).hexdigest(),
        name=name[:200],
        content_type=found,
        size=len(data),
        key=subject,
        recorded_at=at,
        recorded_by=by,
    )
    vault.write_sealed(path_of(made), data, opened)
    made.save(force_insert=True)
    return made


def path_of(attachment: Attachment) -> Path:
    """Named by hash and key: the same photo under two people's keys is two files."""
    name = f"{attachment.sha256}-{attachment.key_id}.sealed"
    return Path(settings.FILES_DIR) / "attachments" / attachment.sha256[:2] / name


def attachment_bytes(attachment: Attachment) -> bytes:
    """As it was brought. Raises FileNotFoundError, vault.Erased, vault.Tampered."""
    return vault.read_sealed(path_of(attachment), vault.open_key(attachment.key))
