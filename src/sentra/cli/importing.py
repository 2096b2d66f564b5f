"""One file through the whole import, from the command line: the same actions and jobs as the pages."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sentra.base.jobs.models import State
from sentra.base.jobs.queue import enqueue
from sentra.base.jobs.running import run_now
from sentra.base.people.models import User
from sentra.base.values import now
from sentra.base.values.sentences import told
from sentra.registry import actions, queries
from sentra.registry.catalogue.fields import LABELS
from sentra.registry.models import Batch, BatchState, Source

WORTH_TELLING = ("held", "rejected")
LONGEST_SHEET = 100  # letters of a sheet's name that rows keep


class JobFailed(Exception):
    """A step ended badly; the sentence is the job's own."""


def run(step: Any, batch: Batch, *, by: User, at: datetime) -> Batch:
    """One step of the batch, here and now, under the same key as the pages use."""
    queued = enqueue(step, by=by, at=at, key=queries.step_key(step, batch), batch_id=batch.pk)
    done = run_now(queued, clock=now)
    if done.state != State.DONE:
        raise JobFailed(done.error or f"job {done.pk} is {done.state}")
    return Batch.objects.select_related("source", "file_key").get(pk=batch.pk)


def import_bytes(source: Source, name: str, data: bytes, *, by: User, at: datetime) -> Batch:
    """Receives, surveys, stages and commits. Stops at a refused file."""
    batch = actions.receive_file(by=by, at=at, source=source, file_name=name, data=data)
    for step in (actions.survey_file, actions.stage_batch, actions.commit_batch):
        batch = run(step, batch, by=by, at=at)
        if batch.state == BatchState.REFUSED:
            break
    return batch


def report(batch: Batch, *, by: User) -> dict[str, Any]:
    """What the import did, per sheet, as plain data for people and programs."""
    found = queries.batch_rows(by, batch).exclude(problems=[])
    names = ("sheet", "row", "verdict", "problems")
    return reported(batch, [actions.TriedRow(*row) for row in found.values_list(*names).iterator()])


def reported(batch: Batch, rows: Sequence[actions.TriedRow]) -> dict[str, Any]:
    """The report of a batch, stored or only tried, from its rows that have a problem."""
    return {
        "file": batch.file_name,
        "source": batch.source.key,
        "edition": batch.edition,
        "state": batch.state,
        "refusal": batch.refusal,
        "missing": batch.summary.get("missing_count", 0),
        "sheets": [
            _sheet(
                batch,
                layout,
                [row for row in rows if row.sheet[:LONGEST_SHEET] == layout["sheet"][:LONGEST_SHEET]],
            )
            for layout in batch.layouts
        ],
    }


def _sheet(batch: Batch, layout: Mapping[str, Any], rows: Sequence[actions.TriedRow]) -> dict[str, Any]:
    counts = batch.summary.get("sheets", {}).get(layout["sheet"], {})
    names = {
        "read": "read",
        "create": "created",
        "attach": "attached",
        "review": "review",
        "update": "updated",
        "unchanged": "unchanged",
    }
    return {
        "sheet": layout["sheet"],
        "included": layout["included"],
        "header_row": layout["header_rows"][-1] + 1 if layout["header_rows"] else None,
        "mapping": {column["header"]: column["field"] for column in layout["columns"]},
        "totals": [total | {"detail": told(total["detail"])} for total in layout["totals"]],
        "warnings": [told(warning) for warning in layout["warnings"]],
        **{told: counts.get(name, 0) for name, told in names.items()},
        **{verdict: _reasons(rows, verdict) for verdict in WORTH_TELLING},
        "cells": _cells(rows),
    }


def _reasons(rows: Sequence[actions.TriedRow], verdict: str) -> list[dict[str, Any]]:
    return [
        {"row": row.row, "reason": " ".join(told(p["sentence"]) for p in row.problems)}
        for row in rows
        if row.verdict == verdict
    ]


def _cells(rows: Sequence[actions.TriedRow]) -> list[dict[str, Any]]:
    """Cells that were refused or doubted in rows that were otherwise taken."""
    return [
        {
            "row": row.row,
            "field": str(LABELS.get(p["field"] or "", "")),
            "severity": p["severity"],
            "reason": told(p["sentence"]),
        }
        for row in rows
        if row.verdict in ("create", "attach", "review", "update")
        for p in row.problems
        if p["severity"] != "note"
    ]
