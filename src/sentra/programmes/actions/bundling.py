"""The auditor's bundle: asked for with one click, written by a worker, sealed, handed out on record."""

import hashlib
import secrets
import zipfile
from collections.abc import Iterator
from datetime import datetime
from typing import Any, BinaryIO, cast

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from sentra.base.audit.chain import record
from sentra.base.jobs.models import Job, State
from sentra.base.jobs.progress import Progress
from sentra.base.jobs.queue import enqueue, job
from sentra.base.people import vault
from sentra.base.people.models import SubjectKey, User
from sentra.base.permissions import OutOfTurn, refuse_unless
from sentra.programmes.actions.planning import locked
from sentra.programmes.models import Round
from sentra.programmes.queries import bundling
from sentra.programmes.queries.sealed import Sealing
from sentra.programmes.rules import proving as rules

FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # of the ZIP format


@transaction.atomic
def ask_bundle(*, by: User, at: datetime, round_: Round) -> Job:
    """Puts it into the queue; while nothing has happened to the round, the one that is there."""
    round_ = locked(round_)
    refuse_unless(rules.may_bundle(by, round_))
    key = bundling.key_of(round_)
    if found := Job.objects.filter(key=key).exclude(state=State.FAILED).first():
        return found
    [(seal, _opened)] = vault.new_keys(1)
    asked = enqueue(build_bundle, by=by, at=at, key=key, round_id=round_.pk, seal_id=seal.pk)
    record(by=by, at=at, act="ask_bundle", subject=round_, new={"job": asked.pk})
    return asked


@job
def build_bundle(
    *, by: User, at: datetime, progress: Progress, round_id: int, seal_id: int
) -> dict[str, Any]:
    """Writes the ZIP under its key beside its place and moves it there: killed it leaves nothing that counts.

    Files stand in a fixed order with the dates of what they hold, so the same round gives the same bytes.
    """
    round_ = Round.objects.select_related("programme").get(pk=round_id)
    refuse_unless(rules.may_bundle(by, round_))
    seal, path = SubjectKey.objects.get(pk=seal_id), bundling.path_of(seal_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    for left in path.parent.glob(f"{seal_id}.*.baru"):  # by a worker that was killed
        left.unlink(missing_ok=True)
    draft = path.with_suffix(f".{secrets.token_hex(4)}.baru")
    try:
        with draft.open("wb") as file:
            told = _written(round_, file, vault.open_key(seal), progress)
        with transaction.atomic():
            progress.confirm()
            new = {name: told[name] for name in ("sha256", "files")}
            record(by=by, at=at, act="build_bundle", subject=round_, new=new)
            draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return {"seal": seal_id, **told}


def _written(round_: Round, file: BinaryIO, key: bytes, progress: Progress) -> dict[str, Any]:
    sealing = Sealing(file, key)
    counting = _Counting(sealing)
    papers = bundling.papers_told(round_)
    files = [*bundling.written(round_), *(paper.file for paper in papers if paper.file)]
    hashes, missing = dict[str, str](), dict[str, str]()
    with zipfile.ZipFile(cast(Any, counting), "w", zipfile.ZIP_DEFLATED) as archive:
        for count, one in enumerate(files):
            progress.tell(count, len(files), gettext_noop("Mengumpulkan berkas"))
            try:
                data = one.read()
            except bundling.LOST:
                missing[one.name] = "berkasnya tidak dapat dibuka lagi"
                continue
            hashes[one.name] = _put(archive, one.name, one.at, data)
        at = round_.frozen_at or round_.created_at
        listed = bundling.papers_csv(papers, missing)
        hashes["berkas.csv"] = _put(archive, "berkas.csv", at, listed)
        lines = "".join(f"{sha256}  {name}\n" for name, sha256 in sorted(hashes.items()))
        _put(archive, "hashes.txt", at, lines.encode())
    sealing.finish()
    return {
        "sha256": counting.hash.hexdigest(),
        "size": counting.size,
        "files": len(hashes),
        "missing": len(missing),
    }


def _put(archive: zipfile.ZipFile, name: str, at: datetime, data: bytes) -> str:
    """Under the date of what it holds. Returns its SHA-256."""
    on = timezone.localtime(at)
    entry = zipfile.ZipInfo(name, max(FIRST_DAY, on.timetuple()[:6]))
    entry.external_attr = 0o644 << 16
    is_packed = name.endswith((".pdf", ".jpg", ".png"))
    archive.writestr(entry, data, zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED)
    return hashlib.sha256(data).hexdigest()


class _Counting:
    """Passes bytes on, and knows how many and their hash."""

    def __init__(self, beyond: Sealing) -> None:
        self._beyond, self.hash, self.size = beyond, hashlib.sha256(), 0

    def write(self, data: bytes) -> int:
        self.hash.update(data)
        self.size += len(data)
        return self._beyond.write(bytes(data))

    def flush(self) -> None:
        self._beyond.flush()


@transaction.atomic
def open_bundle(*, by: User, at: datetime, round_: Round) -> tuple[Job, Iterator[bytes]]:
    """The last bundle that was made, in pieces, on record. Raises OutOfTurn when there is none."""
    refuse_unless(rules.may_bundle(by, round_))
    done = bundling.last_done(round_)
    if done is None:
        raise OutOfTurn(_("Paket pemeriksa belum dibuat."), round_)
    new = {"sha256": (done.result or {})["sha256"]}
    record(by=by, at=at, act="open_bundle", subject=round_, new=new)
    return done, bundling.pieces(done)
