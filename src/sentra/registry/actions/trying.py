"""What importing a file would do, without doing it: read and judged in memory, nothing stored."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any, NamedTuple

from django.db.models import Max

from sentra.base.audit.chain import record
from sentra.base.jobs.progress import Progress
from sentra.base.people.models import User
from sentra.base.permissions import refuse_unless
from sentra.engines import linkage, sheets
from sentra.registry import rules
from sentra.registry.actions.drafting import Draft
from sentra.registry.actions.judging import relabel, remembered
from sentra.registry.actions.linking import link_rows
from sentra.registry.actions.receiving import arrival, propose, refusal_of
from sentra.registry.actions.staging import Stager
from sentra.registry.models import Batch, BatchState, RowVerdict, Source, SourceRecord
from sentra.registry.queries.normal import raw_of

NOT_STORED = 0  # id of a source that does not exist yet: no stored row is of it


class TriedRow(NamedTuple):
    sheet: str
    row: int  # as people see it, from 1
    verdict: str
    problems: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Trial:
    """`batch` is as it would be after the check, but was never stored; `rows` are those with a problem."""

    batch: Batch
    rows: list[TriedRow] = field(default_factory=list)


def try_file(*, by: User, at: datetime, source: Source, file_name: str, data: bytes) -> Trial:
    """Reads, checks and judges every row of a file against the register, and stores none of it.

    What stays is one entry in the audit chain, and only that: personal numbers were read on this machine,
    so that it was done is told, with the file's name and digest. No source, batch, key, row, job or sealed
    upload is made, so nothing is left behind when the process is killed either, and nobody has to wait for
    a lock. `source` may be one that is not stored. Raises Refused for those who may not import.
    """
    refuse_unless(rules.may_import(by))
    if source.pk is None:
        source.pk = NOT_STORED
    batch = arrival(by=by, at=at, source=source, file_name=file_name, data=data)
    about = {"file": batch.file_name, "sha256": batch.file_sha256, "source": source.key}
    record(by=by, at=at, act="try_file", subject=("registry.batch", ""), new=about)
    try:
        book = sheets.read(data, batch.file_name)
        batch.layouts = propose(batch, book)
    except sheets.Unreadable as problem:
        return _refused(batch, refusal_of(problem))
    stager = TrialStager(batch, book, by=by, at=at)
    for _done in stager.run():
        pass
    if absurd := stager.linked():
        return _refused(batch, absurd)
    batch.state, batch.summary = BatchState.STAGED, stager.summary() | stager.memory
    return Trial(batch, stager.told())


def _refused(batch: Batch, sentence: sheets.Sentence) -> Trial:
    batch.state, batch.refusal = BatchState.REFUSED, str(sentence)
    return Trial(batch)


class Unheard(Progress):
    """For work that is no job: nobody listens, nobody can take it over."""

    def __init__(self) -> None:
        """There is no job to tell of."""

    def tell(self, done: int, total: int, message: str = "") -> None:
        """Nobody listens."""

    def confirm(self) -> None:
        """Nobody else has it."""


class TrialStager(Stager):
    """Judges as a staging does, on rows that are never stored.

    They bear the ids they would have been given, because linking tells rows apart by their ids.
    """

    def __init__(self, batch: Batch, book: sheets.Book, *, by: User, at: datetime) -> None:
        super().__init__(batch, Unheard(), by=by, at=at)
        self._book = book
        self._ids = count((SourceRecord.objects.aggregate(last=Max("pk"))["last"] or 0) + 1)
        self._rows: list[SourceRecord] = []  # those with a problem, and those that would create a business
        self._raws: list[linkage.Raw] = []  # of the latter
        self.memory: dict[str, Any] = {}

    def book(self) -> sheets.Book:
        return self._book

    def write(self, drafts: Sequence[Draft]) -> None:
        self._compare(drafts)
        for draft in drafts:
            creates = draft.verdict == RowVerdict.CREATE
            if creates or draft.problems:
                self._keep_in_mind(draft, creates=creates)

    def _keep_in_mind(self, draft: Draft, *, creates: bool) -> None:
        row = SourceRecord(
            pk=next(self._ids),
            sheet=draft.sheet,
            row=draft.row.number,
            verdict=draft.verdict,
            problems=draft.problems,
            follows_id=draft.follows,
        )
        self._rows.append(row)
        if creates:
            source = self.batch.source.key
            self._raws.append(raw_of(str(row.pk), source, self.at, draft.values, draft.personal))

    def linked(self) -> sheets.Sentence | None:
        fresh = {row.pk: row for row in self._rows if row.verdict == RowVerdict.CREATE}
        linked = link_rows(self.batch.source, self._raws, replaced=self.replaced)
        if linked.absurd:
            return linked.absurd
        corrects = {pk: row.follows_id for pk, row in fresh.items() if row.follows_id}
        self.memory = {**remembered(self.batch, corrects), "left_out": linked.left_out}
        for row in fresh.values():
            counts = self.counts[row.sheet]
            counts[row.verdict] -= 1
            relabel(row, linked)
            counts[row.verdict] += 1
        return None

    def told(self) -> list[TriedRow]:
        return [TriedRow(r.sheet, r.row or 0, r.verdict, r.problems) for r in self._rows if r.problems]
