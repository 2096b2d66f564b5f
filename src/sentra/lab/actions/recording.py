"""Recordings are taken in: opened, bounded, sealed, locked by their hash, stored once."""

import io
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sentra.base.audit.chain import record
from sentra.base.people import vault
from sentra.base.people.models import User
from sentra.base.permissions import Unfit, unfit_unless_none
from sentra.engines.acoustics import AcousticsRefused, AudioInfo, open_audio
from sentra.lab.catalogue.wording import place, sentence
from sentra.lab.models import Recording
from sentra.lab.queries.plain import plain
from sentra.lab.queries.recordings import path_of, recording_shown
from sentra.lab.rules import bench as rules

START = 512  # bytes in which a file says what it is


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came, opened: what it is, and its bytes."""

    name: str
    data: bytes
    info: AudioInfo

    @property
    def sound(self) -> io.BytesIO:
        return io.BytesIO(self.data)


def opened(purpose: str, name: str, data: bytes) -> Upload:
    """Looked at before anything is locked. Raises Unfit for what is no recording, too long, or known."""
    unfit_unless_none(rules.faults_of_file(purpose, size=len(data), duration_s=None))
    unfit_unless_none({"file": rules.fault_of_origin(data[:START])})
    try:
        info = open_audio(io.BytesIO(data))
    except AcousticsRefused as refused:
        raise unusable(refused) from refused
    unfit_unless_none(rules.faults_of_file(purpose, size=len(data), duration_s=info.duration_s))
    unfit_unless_none({"file": _known(info.sha256)})
    return Upload(name.strip()[:200] or info.sha256[:12], data, info)


def unusable(refused: AcousticsRefused) -> Unfit:
    """The engine's refusal as a sentence for the file, with where it was found."""
    words = sentence(refused.code, plain(refused.facts))
    where = place(refused.place)
    return Unfit({"file": f"{words} ({where})" if where else words})


def _known(sha256: str) -> str:
    first = Recording.objects.filter(sha256=sha256).select_related("recorded_by").first()
    if first is None:
        return ""
    words = _("Rekaman ini sudah diserahkan sebagai %(name)s oleh %(person)s.")
    return words % {"name": first.name, "person": first.recorded_by.name}


def sealed(*, by: User, at: datetime, upload: Upload) -> Recording:
    """Stores it, in the transaction of the act that leans on it. Raises Unfit when somebody was faster.

    The file is written before the commit: a row never lacks its file, and a file whose row was rolled back
    cannot be opened by anybody.
    """
    info = upload.info
    key, opened_key = vault.new_keys(1)[0]
    made = Recording(
        sha256=info.sha256,
        name=upload.name,
        size=len(upload.data),
        container=info.container,
        subtype=info.subtype,
        fs_hz=info.fs_hz,
        frames=info.frames,
        channels=info.channels,
        bits=info.bits,
        lossy=info.lossy,
        key=key,
        recorded_at=at,
        recorded_by=by,
    )
    vault.write_sealed(path_of(made), upload.data, opened_key)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise Unfit({"file": _known(info.sha256)}) from None
    return made


@transaction.atomic
def open_recording(*, by: User, at: datetime, pk: int) -> Recording:
    """Somebody takes the raw file along: on record. Raises Refused, Recording.DoesNotExist."""
    found = recording_shown(by, pk)
    record(by=by, at=at, act="open_recording", subject=found, new={"sha256": found.sha256})
    return found
