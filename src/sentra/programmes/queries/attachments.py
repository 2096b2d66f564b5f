"""Files of a round: where they lie, and their bytes."""

from pathlib import Path

from django.conf import settings

from sentra.base.people import vault
from sentra.programmes.models import Attachment


def path_of(attachment: Attachment) -> Path:
    """Named by hash and key: the same photo under two people's keys is two files."""
    name = f"{attachment.sha256}-{attachment.key_id}.sealed"
    return Path(settings.FILES_DIR) / "attachments" / attachment.sha256[:2] / name


def attachment_bytes(attachment: Attachment) -> bytes:
    """As it was brought. Raises FileNotFoundError, vault.Erased, vault.Tampered."""
    return vault.read_sealed(path_of(attachment), vault.open_key(attachment.key))
