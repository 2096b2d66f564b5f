"""Preview: every row is read, sealed and judged, in short transactions; the register does not change yet."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_noop

from sentra.base.jobs.progress import Progress
from sentra.base.jobs.queue import job
from sentra.base.people import vault
from sentra.base.people.models import SubjectKey, User
from sentra.engines import sheets
from sentra.registry import queries
from sentra.registry.actions.drafting import Draft, drafted, problem, who
from sentra.registry.actions.facts import folded
from sentra.registry.actions.judging import CHUNK, Judging, breathe, doubted
from sentra.registry.actions.receiving import drop_rows, layout_from, refuse_batch
from sentra.registry.actions.writing import insert
from sentra.registry.catalogue.fields import FIELDS
from sentra.registry.models import (
    Batch,
    BatchState,
    Identifier,
    Membership,
    Person,
    RowVerdict,
    SourceRecord,
)

NAMELESS = sheets.say("Nama usaha dan nama pemilik kosong.")


@dataclass(slots=True)
class Known:
    """Rows of the same source that are already in the register, by token."""

    by_token: dict[str, int]
    fingerprint: dict[int, str]
    held: set[int] = field(default_factory=set)  # rows without a business of their own (yet)
    seen: set[int] = field(default_factory=set)

    def is_free(self, key: str) -> bool:
        """Whether no row that became a business has the key."""
        return key not in self.by_token or self.by_token[key] in self.held

    def find(self, keys: Sequence[str]) -> int | None:
        return next((self.by_token[key] for key in keys if key in self.by_token), None)


@job
def stage_batch(*, by: User, at: datetime, progress: Progress, batch_id: int) -> dict[str, Any]:
    """Reads every row into source records and says what saving would do. Safe to run again."""
    batch = Batch.objects.select_related("source", "file_key").get(pk=batch_id)
    if batch.state != BatchState.SURVEYED:
        return {"state": batch.state}
    drop_rows(batch)
    stager = Stager(batch, progress, by=by, at=at)
    total = sum(layout["rows"] for layout in batch.layouts if layout["included"])
    for done in stager.run():
        progress.tell(done, total, gettext_noop("Memeriksa baris"))
        breathe()
    progress.tell(total, total, gettext_noop("Menautkan dengan usaha yang tercatat"))
    batch.summary = stager.summary()
    if absurd := Judging(batch, progress, replaced=stager.replaced).link():
        drop_rows(batch)
        return refuse_batch(batch, absurd, by=by, at=at)
    Batch.objects.filter(pk=batch.pk).update(state=BatchState.STAGED)
    return {"state": BatchState.STAGED}


class Stager:
    """One reading of one batch."""

    def __init__(self, batch: Batch, progress: Progress, *, by: User, at: datetime) -> None:
        self.batch, self.progress, self.by, self.at = batch, progress, by, at
        self.places = sheets.Places(queries.gazetteer())
        self.known = known_rows(batch)
        self.weak = Counter[str]()
        self.strong: dict[str, int] = {}
        self.subjects: dict[str, tuple[SubjectKey, bytes]] = {}
        self.counts: dict[str, Counter[str]] = {}
        self.codes = Counter[str]()
        self.replaced: list[int] = []  # rows that waited, and say something else now

    def run(self) -> Iterator[int]:
        """Stages chunk after chunk; yields how many rows are done."""
        done, chunk = 0, list[Draft]()
        for draft in self.drafts():
            chunk.append(draft)
            if len(chunk) == CHUNK:
                self.write(chunk)
                done, chunk = done + len(chunk), []
                yield done
        self.write(chunk)
        yield done + len(chunk)

    def book(self) -> sheets.Book:
        return sheets.read(queries.upload_bytes(self.batch), self.batch.file_name)

    def drafts(self) -> Iterator[Draft]:
        grids = {grid.name: grid for grid in self.book().sheets}
        for stored in self.batch.layouts:
            if stored["included"]:
                rows = sheets.parse_rows(grids[stored["sheet"]], layout_from(stored), FIELDS, self.places)
                self.counts[stored["sheet"]] = Counter()
                for row in rows:
                    yield self.judged(drafted(stored["sheet"], row, stored.get("year")))

    def judged(self, draft: Draft) -> Draft:
        """Decides what saving would do with the row, from the row and from what the source said before."""
        draft.follows = self.known.find(draft.keys)
        if draft.follows is not None:
            self.known.seen.add(draft.follows)
        draft.verdict = self._verdict(draft)
        counts = self.counts[draft.sheet]
        counts["read"] += 1
        counts[draft.verdict] += 1
        self.codes.update(f"{p['severity']}:{p['code']}" for p in draft.problems)
        return draft

    def _verdict(self, draft: Draft) -> str:
        if any(p["severity"] == "rejected" and p["column"] is None for p in draft.problems):
            return RowVerdict.REJECTED
        if not (draft.values.get("business_name") or draft.values.get("owner_name")):
            draft.problems.append(problem(draft.row, "name_missing", "rejected", NAMELESS))
            return RowVerdict.REJECTED
        if self._repeats(draft):
            return RowVerdict.HELD
        if draft.follows is not None and self._said_before(draft, draft.follows):
            return RowVerdict.UNCHANGED
        if self.batch.source.creates and doubted(draft.problems):
            return RowVerdict.HELD
        if draft.follows is not None and draft.follows not in self.known.held:
            return RowVerdict.UPDATE
        if draft.follows is not None:
            self.replaced.append(draft.follows)
        return RowVerdict.CREATE

    def _said_before(self, draft: Draft, known: int) -> bool:
        """Nothing new; but a row that waits for mending goes on waiting, and is listed again."""
        waits = known in self.known.held and self.batch.source.creates
        return self.known.fingerprint[known] == draft.fingerprint and not waits

    def _repeats(self, draft: Draft) -> bool:
        """The same strongest key twice in one file: which row is right is not ours to say."""
        first = self.strong.setdefault(draft.keys[0], draft.row.number)
        if first == draft.row.number:
            return False
        sentence = sheets.say(
            "Sama dengan baris %(row)s: nomor atau nama, pemilik dan desanya sama.", row=first
        )
        draft.problems.append(problem(draft.row, "repeated_in_file", "doubtful", sentence))
        return True

    @transaction.atomic
    def write(self, drafts: list[Draft]) -> None:
        if not drafts:
            return
        self.progress.confirm()
        self._compare(drafts)
        keys = self._keys(drafts)
        insert(SourceRecord, [self._record(draft, *key) for draft, key in zip(drafts, keys, strict=True)])

    def _record(self, draft: Draft, subject: SubjectKey, key: bytes) -> dict[str, Any]:
        return {
            "source_id": self.batch.source_id,
            "batch_id": self.batch.pk,
            "sheet": draft.sheet[:100],
            "row": draft.row.number,
            "subject_id": subject.pk,
            "keys": draft.keys,
            "fingerprint": draft.fingerprint,
            "values": draft.values,
            "sealed": vault.seal(key, json.dumps(draft.personal).encode()),
            "cells": vault.seal(key, json.dumps(draft.row.cells, ensure_ascii=False).encode()),
            "problems": draft.problems,
            "changes": draft.changes,
            "verdict": draft.verdict,
            "follows_id": draft.follows,
            "recorded_at": self.at,
            "recorded_by_id": self.by.pk,
        }

    def _keys(self, drafts: Sequence[Draft]) -> list[tuple[SubjectKey, bytes]]:
        """A key for each row's person: the same number and the same name are the same person."""
        names = [who(draft) for draft in drafts]
        self._remember_people({name for name in names if name} - self.subjects.keys(), drafts)
        strangers = {name for name in names if name and name not in self.subjects}
        fresh = vault.new_keys(len(strangers) + names.count(""))
        keys = []
        for name in names:
            if name and name in self.subjects:
                keys.append(self.subjects[name])
                continue
            keys.append(fresh.pop())
            if name:
                self.subjects[name] = keys[-1]
        return keys

    def _remember_people(self, wanted: set[str], drafts: Sequence[Draft]) -> None:
        """People already in the register with this NIK and this name keep their key."""
        tokens = [name.split("|")[0] for name in wanted]
        held = Identifier.objects.filter(scheme="nik", token__in=tokens).values_list("token", "subject_id")
        names = dict(
            Person.objects.filter(subject_id__in=[s for _t, s in held]).values_list("subject_id", "name")
        )
        found = {f"{tok}|{folded(names[sub])}": sub for tok, sub in held if sub in names}
        opened = vault.open_keys(set(found.values()))
        subjects = SubjectKey.objects.in_bulk(list(opened))
        self.subjects |= {
            who: (subjects[sub], opened[sub]) for who, sub in found.items() if who in wanted and sub in opened
        }

    def _compare(self, drafts: Sequence[Draft]) -> None:
        """What an update changes, and where a person's word stands against it."""
        follows = [draft.follows for draft in drafts if draft.verdict == RowVerdict.UPDATE]
        if not follows:
            return
        current = queries.profiles_by_record([record for record in follows if record is not None])
        typed = queries.typed_by_hand({record for p in current.values() for record in p.sources.values()})
        for draft in drafts:
            if draft.verdict == RowVerdict.UPDATE and (shown := current.get(draft.follows or 0)):
                draft.changes = differences(shown.values, shown.sources, draft.values, typed)
                self.codes["conflict:hand"] += sum(1 for change in draft.changes if change["yields"])

    def summary(self) -> dict[str, Any]:
        missing = set(self.known.by_token.values()) - self.known.seen
        return {
            "sheets": {name: dict(counts) for name, counts in self.counts.items()},
            "problems": dict(self.codes),
            "missing": sorted(missing)[:1000],
            "missing_count": len(missing),
            "replaced": sorted(self.replaced),
        }


def known_rows(batch: Batch) -> Known:
    """The latest record of each row the source has given before (undone batches do not count).

    A held row stands for itself only until a row that became a business has the same key, and is never
    the latest of one: what was held in the last edition is still an update of the business before it.
    """
    rows = (
        SourceRecord.objects.filter(source=batch.source, batch__state=BatchState.COMMITTED)
        .exclude(verdict__in=(RowVerdict.REJECTED, RowVerdict.UNCHANGED))
        .annotate(counts=Exists(Membership.objects.filter(record=OuterRef("pk"))))
        .order_by("pk")
        .values_list("pk", "keys", "fingerprint", "follows_id", "verdict", "counts")
    )
    known, later = Known({}, {}), dict[int, int]()
    for ident, keys, mark, joins, verdict, counts in rows.iterator(chunk_size=5000):
        known.fingerprint[ident] = mark
        waits = not counts
        follows = None if verdict == RowVerdict.ATTACH else joins  # a row that joins another corrects none
        if waits:
            known.held.add(ident)
        known.by_token.update(dict.fromkeys((key for key in keys if not waits or known.is_free(key)), ident))
        if follows and (not waits or follows in known.held):
            later[follows] = ident
    known.by_token = {key: _latest(ident, later) for key, ident in known.by_token.items()}
    return known


def _latest(ident: int, later: Mapping[int, int]) -> int:
    while ident in later:
        ident = later[ident]
    return ident


def differences(
    shown: Mapping[str, Any], sources: Mapping[str, int], offered: Mapping[str, Any], typed: set[int]
) -> list[dict[str, Any]]:
    """Field by field; `yields` says that a person's entry stands and the list's value does not."""
    return [
        {"field": key, "old": shown.get(key), "new": value, "yields": sources.get(key) in typed}
        for key, value in offered.items()
        if shown.get(key) != value
    ]
