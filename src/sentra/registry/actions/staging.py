"""Preview: every row is read, sealed and judged, in short transactions; the register does not change yet."""

import json
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from sentra.base.jobs.progress import Progress
from sentra.base.jobs.queue import job
from sentra.base.people import vault
from sentra.base.people.models import SubjectKey, User
from sentra.engines import sheets
from sentra.registry import queries
from sentra.registry.actions.astray import keep_apart
from sentra.registry.actions.composing import completed
from sentra.registry.actions.facts import folded
from sentra.registry.actions.receiving import layout_from
from sentra.registry.actions.writing import insert
from sentra.registry.catalogue.fields import (
    DATED,
    FIELDS,
    MORE_PHONES,
    OBSERVED_KEYS,
    PERSONAL_KEYS,
    STATUS_WORDS,
)
from sentra.registry.models import Batch, BatchState, Identifier, Person, Profile, RowVerdict, SourceRecord

CHUNK = 1000  # rows a transaction: well under a second, so that others can save in between
BREATH = (
    0.11  # seconds between transactions: who waits for SQLite tries every 0.1 s, so one try falls in here
)
HELD_CODES = frozenset({"row_repeated", "village_ambiguous", "village_unknown", "village_not_in_district"})
WAITS = "Menunggu penautan dengan daftar lain."
ASTRAY = "Isinya mungkin nomor pribadi atau salah kolom; nilainya tidak dipakai."


@dataclass(slots=True)
class Draft:
    """A row on its way to a record: clear values, personal numbers in memory, and what was decided."""

    sheet: str
    row: sheets.Row
    values: dict[str, Any]
    personal: dict[str, Any]
    keys: list[str]
    fingerprint: str
    problems: list[dict[str, Any]]
    verdict: str = RowVerdict.CREATE
    follows: int | None = None
    changes: list[dict[str, Any]] = field(default_factory=list)


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
    SourceRecord.objects.filter(batch=batch).delete()
    stager = Stager(batch, progress, by=by, at=at)
    total = sum(layout["rows"] for layout in batch.layouts if layout["included"])
    for done in stager.run():
        progress.tell(done, total, gettext_noop("Memeriksa baris"))
        time.sleep(BREATH)
    Batch.objects.filter(pk=batch.pk).update(state=BatchState.STAGED, summary=stager.summary())
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

    def drafts(self) -> Iterator[Draft]:
        book = sheets.read(queries.upload_bytes(self.batch), self.batch.file_name)
        grids = {grid.name: grid for grid in book.sheets}
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
            draft.problems.append(
                _problem(draft.row, "name_missing", "rejected", "Nama usaha dan nama pemilik kosong.")
            )
            return RowVerdict.REJECTED
        if self._repeats(draft):
            return RowVerdict.HELD
        if draft.follows is not None and self._said_before(draft, draft.follows):
            return RowVerdict.UNCHANGED
        if not self.batch.source.creates:
            draft.problems.append(_problem(draft.row, "awaits_linkage", "note", WAITS))
            return RowVerdict.HELD
        if any(p["code"] in HELD_CODES for p in draft.problems):
            return RowVerdict.HELD
        shown = draft.follows is not None and draft.follows not in self.known.held
        return RowVerdict.UPDATE if shown else RowVerdict.CREATE

    def _said_before(self, draft: Draft, known: int) -> bool:
        """Nothing new; but a row that waits for mending goes on waiting, and is listed again."""
        waits = known in self.known.held and self.batch.source.creates
        return self.known.fingerprint[known] == draft.fingerprint and not waits

    def _repeats(self, draft: Draft) -> bool:
        """The same strongest key twice in one file: which row is right is not ours to say."""
        first = self.strong.setdefault(draft.keys[0], draft.row.number)
        if first == draft.row.number:
            return False
        sentence = f"Sama dengan baris {first}: nomor atau nama, pemilik dan desanya sama."
        draft.problems.append(_problem(draft.row, "repeated_in_file", "doubtful", sentence))
        return True

    @transaction.atomic
    def write(self, drafts: list[Draft]) -> None:
        if not drafts:
            return
        self.progress.confirm()
        self._hold_known_elsewhere(drafts)
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
        who = [_who(draft) for draft in drafts]
        self._remember_people({name for name in who if name} - self.subjects.keys(), drafts)
        strangers = {name for name in who if name and name not in self.subjects}
        fresh = vault.new_keys(len(strangers) + who.count(""))
        keys = []
        for name in who:
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

    def _hold_known_elsewhere(self, drafts: Sequence[Draft]) -> None:
        """A new row whose name, owner and village another source already gave waits for a person's word."""
        fresh = [draft for draft in drafts if draft.verdict == RowVerdict.CREATE]
        names = {_sort_name(draft) for draft in fresh}
        taken = {
            (name, owner.casefold(), village)
            for name, owner, village in Profile.objects.filter(current=True, sort_name__in=names)
            .exclude(record__source=self.batch.source)
            .values_list("sort_name", "owner_name", "village_id")
        }
        for draft in fresh if taken else ():
            same = (
                _sort_name(draft),
                (draft.values.get("owner_name") or "").casefold(),
                draft.values.get("village"),
            )
            if same in taken:
                self._hold(
                    draft, "known_elsewhere", "Nama, pemilik dan desa yang sama sudah ada dari sumber lain."
                )

    def _hold(self, draft: Draft, code: str, sentence: str) -> None:
        self.counts[draft.sheet][draft.verdict] -= 1
        self.counts[draft.sheet][RowVerdict.HELD] += 1
        self.codes[f"doubtful:{code}"] += 1
        draft.verdict = RowVerdict.HELD
        draft.problems.append(_problem(draft.row, code, "doubtful", sentence))

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
        }


def drafted(sheet: str, row: sheets.Row, year: int | None = None) -> Draft:
    """Separates personal numbers from the rest and makes the tokens a later edition is matched by."""
    values = {key: plain(value) for key, value in row.values.items()}
    personal = {key: values.pop(key) for key in list(values) if key in PERSONAL_KEYS}
    phones = [values.pop(key) for key in MORE_PHONES if key in values]
    if phones:
        personal["phone"] = [personal["phone"], *phones]
    if "status" in values:
        values["status"] = STATUS_WORDS[values["status"]]
    if year and not DATED & values.keys() and any(key in values for key in OBSERVED_KEYS):
        values["observed_year"] = year  # the list says so once, above its table
    lost = keep_apart(values, personal)
    values = completed(values)
    fingerprint = vault.token("row", json.dumps([values, personal], sort_keys=True, default=str))
    problems = [asdict(problem) for problem in row.problems]
    problems += [_problem(row, "number_astray", "doubtful", ASTRAY, key) for key in lost]
    return Draft(sheet, row, values, personal, row_keys(values, personal), fingerprint, problems)


def plain(value: sheets.Value | list[str]) -> Any:
    """As JSON keeps it."""
    if isinstance(value, date):
        return value.isoformat()
    return {"low": value.low, "high": value.high} if isinstance(value, sheets.Span) else value


def row_keys(values: Mapping[str, Any], personal: Mapping[str, Any]) -> list[str]:
    """Tokens strongest first: registration number; NIK or NIB with the name; name, owner and village."""
    name = folded(str(values.get("business_name") or ""))
    owner = folded(str(values.get("owner_name") or ""))
    keys = []
    if number := values.get("registration_no"):
        keys.append(f"reg|{number}")
    if nik := personal.get("nik"):
        keys.append(f"nik|{nik}|{name}|{values.get('branch_key')}")
    if nib := values.get("nib"):
        keys.append(f"nib|{nib}|{name}|{values.get('branch_key')}")
    place = f"{values.get('village')}|{folded(str(values.get('address') or ''))}"
    keys.append(f"name|{name}|{owner}|{place}|{values.get('branch_key')}")
    return [vault.token("key", key) for key in keys]


def known_rows(batch: Batch) -> Known:
    """The latest record of each row the source has given before (undone batches do not count).

    A held row stands for itself only until a row that became a business has the same key, and is never
    the latest of one: what was held in the last edition is still an update of the business before it.
    """
    rows = (
        SourceRecord.objects.filter(source=batch.source, batch__state=BatchState.COMMITTED)
        .exclude(verdict__in=(RowVerdict.REJECTED, RowVerdict.UNCHANGED))
        .order_by("pk")
        .values_list("pk", "keys", "fingerprint", "follows_id", "verdict")
    )
    known, later = Known({}, {}), dict[int, int]()
    for ident, keys, mark, follows, verdict in rows.iterator(chunk_size=5000):
        known.fingerprint[ident] = mark
        waits = verdict == RowVerdict.HELD
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


def _problem(
    row: sheets.Row, code: str, severity: str, sentence: str, field: str | None = None
) -> dict[str, Any]:
    return {
        "row": row.number,
        "column": None,
        "field": field,
        "code": code,
        "severity": severity,
        "sentence": sentence,
    }


def _who(draft: Draft) -> str:
    nik = draft.personal.get("nik")
    return f"{vault.token('nik', nik)}|{folded(str(draft.values.get('owner_name') or ''))}" if nik else ""


def _sort_name(draft: Draft) -> str:
    return str(draft.values.get("business_name") or draft.values.get("owner_name") or "").casefold()[:200]
