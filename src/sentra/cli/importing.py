"""One file through the whole import, from the command line: the same actions and jobs as the pages."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sentra.base.jobs.models import State
from sentra.base.jobs.queue import enqueue
from sentra.base.jobs.running import run_now
from sentra.base.people.models import User
from sentra.base.values import now
from sentra.registry import actions, queries
from sentra.registry.catalogue.fields import LABELS
from sentra.registry.models import Batch, BatchState, Source

WORTH_TELLING = ("held", "rejected")
NOT_AN_ISSUE = "awaits_linkage"


class JobFailed(Exception):
    """A step ended badly; the sentence is the job's own."""


def run(step: Any, batch: Batch, *, by: User, at: datetime) -> Batch:
    """One step of the batch, here and now, under the same key as the pages use."""
    queued = enqueue(step, by=by, at=at, key=queries.step_key(step, batch), batch_id=batch.pk)
    done = run_now(queued, clock=now)
    if done.state != State.DONE:
        raise JobFailed(done.error or f"job {done.pk} is {done.state}")
    return Batch.objects.select_related("source", "file_key").get(pk=batch.pk)


def import_bytes(
    source: Source, name: str, data: bytes, *, by: User, at: datetime, save: bool = True
) -> Batch:
    """Receives, surveys, stages, and commits unless `save` is false. Stops at a refused file."""
    batch = actions.receive_file(by=by, at=at, source=source, file_name=name, data=data)
    for step in (actions.survey_file, actions.stage_batch, *((actions.commit_batch,) if save else ())):
        batch = run(step, batch, by=by, at=at)
        if batch.state == BatchState.REFUSED:
            break
    return batch


def report(batch: Batch, *, by: User) -> dict[str, Any]:
    """What the import did or would do, per sheet, as plain data for people and programs."""
    return {
        "file": batch.file_name,
        "source": batch.source.key,
        "edition": batch.edition,
        "state": batch.state,
        "refusal": batch.refusal,
        "missing": batch.summary.get("missing_count", 0),
        "sheets": [_sheet(batch, layout, by=by) for layout in batch.layouts],
    }


def _sheet(batch: Batch, layout: Mapping[str, Any], *, by: User) -> dict[str, Any]:
    counts = batch.summary.get("sheets", {}).get(layout["sheet"], {})
    names = {"read": "read", "create": "created", "update": "updated", "unchanged": "unchanged"}
    return {
        "sheet": layout["sheet"],
        "included": layout["included"],
        "header_row": layout["header_rows"][-1] + 1 if layout["header_rows"] else None,
        "mapping": {column["header"]: column["field"] for column in layout["columns"]},
        "totals": layout["totals"],
        "warnings": layout["warnings"],
        **{told: counts.get(name, 0) for name, told in names.items()},
        **{verdict: _rows(batch, layout["sheet"], verdict, by=by) for verdict in WORTH_TELLING},
        "cells": _cells(batch, layout["sheet"], by=by),
    }


def _rows(batch: Batch, sheet: str, verdict: str, *, by: User) -> list[dict[str, Any]]:
    rows = queries.batch_rows(by, batch, verdict).filter(sheet=sheet)
    return [
        {"row": row, "reason": " ".join(p["sentence"] for p in problems)}
        for row, problems in rows.values_list("row", "problems").iterator()
    ]


def _cells(batch: Batch, sheet: str, *, by: User) -> list[dict[str, Any]]:
    """Cells that were refused or doubted in rows that were otherwise taken."""
    rows = (
        queries.batch_rows(by, batch)
        .filter(sheet=sheet, verdict__in=("create", "update"))
        .exclude(problems=[])
    )
    return [
        {
            "row": row,
            "field": str(LABELS.get(p["field"] or "", "")),
            "severity": p["severity"],
            "reason": p["sentence"],
        }
        for row, problems in rows.values_list("row", "problems").iterator()
        for p in problems
        if p["severity"] != "note"
    ]
