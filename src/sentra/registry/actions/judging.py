"""The last verdict on each row of a checked list that is new to it: found, asked about, or a new business.

Given when the list is checked, and again before it is saved if something was saved or decided meanwhile.
"""

import time
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models import Count

from sentra.base.jobs.progress import Progress
from sentra.engines import sheets
from sentra.registry.actions.linking import Linked, link_rows
from sentra.registry.actions.writing import insert
from sentra.registry.models import (
    Batch,
    BatchState,
    Decision,
    Likeness,
    LikenessState,
    RowVerdict,
    SourceRecord,
)
from sentra.registry.queries.normal import raw

CHUNK = 600  # rows a transaction: under a second on a busy machine, too, so that others can save in between
BREATH = 0.11  # seconds: who waits for SQLite tries every 0.1 s, so one try falls between two transactions
HELD_CODES = frozenset({"row_repeated", "village_ambiguous", "village_unknown", "village_not_in_district"})
LINKED = (RowVerdict.CREATE, RowVerdict.ATTACH, RowVerdict.REVIEW)


def breathe() -> None:
    """Between two transactions of a long job: others may write now."""
    time.sleep(BREATH)


def doubted(problems: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a person should look at the row before it becomes a business."""
    return any(one["code"] in HELD_CODES for one in problems)


def relabel(row: SourceRecord, linked: Linked, corrects: int | None = None) -> bool:
    """Gives the row its last verdict; whether that is another than before. `corrects`: a row that waits."""
    verdict = linked.verdict(row.pk)
    if verdict == RowVerdict.CREATE and doubted(row.problems):
        verdict = RowVerdict.HELD
    old = (row.verdict, row.follows_id)
    row.verdict = verdict
    row.follows_id = linked.follows.get(row.pk) if verdict == RowVerdict.ATTACH else corrects
    return old != (row.verdict, row.follows_id)


class Judging:
    """One linking of a batch. `replaced`: rows that wait and of which it says something new."""

    def __init__(self, batch: Batch, progress: Progress, *, replaced: Collection[int]) -> None:
        self.batch, self.progress, self.replaced = batch, progress, replaced
        self.memory = remembered(batch, {})

    def link(self) -> sheets.Sentence | None:
        """Gives the verdicts; a sentence when the answer is absurd."""
        rows = self.batch.records.filter(verdict__in=LINKED).select_related("source", "subject")
        fresh = {row.pk: row for row in rows.defer("cells", "changes", "keys")}
        before = dict(self.batch.summary.get("successors", ()))
        found = ((pk, before.get(pk) or _replaced(row)) for pk, row in fresh.items())
        corrects = {pk: old for pk, old in found if old}
        self.memory = remembered(self.batch, corrects)
        linked = link_rows(self.batch.source, map(raw, fresh.values()), replaced=self.replaced)
        if linked.absurd:
            return linked.absurd
        moved = [row for row in fresh.values() if relabel(row, linked, corrects.get(row.pk))]
        for start in range(0, len(moved), CHUNK):
            self._save(moved[start : start + CHUNK])
            breathe()
        self._keep(linked)
        return None

    @transaction.atomic
    def _save(self, rows: Sequence[SourceRecord]) -> None:
        self.progress.confirm()
        SourceRecord.objects.bulk_update(rows, ["verdict", "follows"])

    @transaction.atomic
    def _keep(self, linked: Linked) -> None:
        """The evidence, instead of that of an earlier linking."""
        self.progress.confirm()
        Likeness.objects.filter(batch=self.batch)._raw_delete(DEFAULT_DB_ALIAS)  # noqa: SLF001 - as `drop_rows`
        insert(Likeness, (one.columns(self.batch, linked.prior) for one in linked.evidence))
        told = {**self.memory, "sheets": verdict_counts(self.batch), "left_out": linked.left_out}
        self.batch.summary = {**self.batch.summary, **told}
        Batch.objects.filter(pk=self.batch.pk).update(summary=self.batch.summary)


def _replaced(row: SourceRecord) -> int | None:
    """The row that waits and that this one corrects; one that joins another corrects none."""
    return row.follows_id if row.verdict != RowVerdict.ATTACH else None


def verdict_counts(batch: Batch) -> dict[str, dict[str, int]]:
    """By sheet how many rows were read, and how many got each verdict."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in batch.summary.get("sheets", {})}
    rows = batch.records.values_list("sheet", "verdict").annotate(count=Count("pk"))
    for sheet, verdict, count in rows.order_by("sheet", "verdict"):
        counts.setdefault(sheet, Counter()).update({"read": count, verdict: count})
    return {name: dict(count) for name, count in counts.items()}


def standing_lists(batch: Batch) -> list[int]:
    """The lists that the register knows at this moment besides this one."""
    stands = Batch.objects.filter(state=BatchState.COMMITTED).exclude(pk=batch.pk)
    return sorted(stands.values_list("pk", flat=True))


def remembered(batch: Batch, corrects: Mapping[int, int]) -> dict[str, Any]:
    """What saving must know of this moment: `stood` are the lists the rows were compared with, `successors`
    pairs of a row and the one that waits and that it corrects."""
    return {"successors": sorted(map(list, corrects.items())), "stood": standing_lists(batch)}


def outdated(batch: Batch) -> bool:
    """Whether a list was saved, or a word given or taken back on rows that say the same, since the batch was
    linked. Without the memory of what stood then (of older batches) it is not."""
    stood = batch.summary.get("stood")
    if stood is None or batch.memberships.exists():
        return False
    return bool(set(standing_lists(batch)) - set(stood)) or _decided_since(batch)


def _decided_since(batch: Batch) -> bool:
    pairs = Likeness.objects.filter(batch=batch).exclude(mark="")
    words = Decision.objects.filter(withdrawn_at=None)
    asked = pairs.filter(state=LikenessState.OPEN, mark__in=words.values("mark"))
    taken_back = pairs.exclude(state=LikenessState.OPEN).exclude(mark__in=words.values("mark"))
    return asked.exists() or taken_back.exists()
