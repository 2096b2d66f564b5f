"""Recordings: where the sealed file lies, and its sound."""

import io
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from sentra.base.documents.queries import FileLost
from sentra.base.people import vault
from sentra.base.people.models import User
from sentra.base.permissions import refuse_unless
from sentra.lab.models import Recording
from sentra.lab.rules.roles import may_read_lab


class RecordingLost(FileLost):
    """The row is there, its file is not: restore it from a backup."""


def path_of(recording: Recording) -> Path:
    """Named by its hash: a recording is there once."""
    folder = Path(settings.FILES_DIR) / "recordings" / recording.sha256[:2]
    return folder / f"{recording.sha256}-{recording.key_id}.sealed"


def recording_bytes(recording: Recording) -> bytes:
    """As it came. Raises RecordingLost, vault.Tampered, vault.Erased."""
    try:
        return vault.read_sealed(path_of(recording), vault.open_key(recording.key))
    except FileNotFoundError as missing:
        raise RecordingLost(f"the file of recording {recording.pk} is not in the files folder") from missing


def sound_of(recording: Recording) -> BinaryIO:
    """For the engine. Raises what `recording_bytes` raises."""
    return io.BytesIO(recording_bytes(recording))


def recording_shown(by: User, pk: int) -> Recording:
    """Raises Refused, Recording.DoesNotExist."""
    refuse_unless(may_read_lab(by))
    return Recording.objects.select_related("key", "recorded_by").get(pk=pk)
