"""Cells of a checked file that were refused or doubted, each with its place and what stands in it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from sentra.base.people import vault
from sentra.base.permissions import refuse_unless
from sentra.engines import sheets
from sentra.registry import rules
from sentra.registry.catalogue.fields import PERSONAL_KEYS
from sentra.registry.models import Batch, SourceRecord

LONGEST = 80  # letters of a cell that are shown


@dataclass(frozen=True, slots=True)
class ProblemCell:
    """`column` is None where the whole row is meant; `shown` masks personal numbers, empty when forgotten."""

    row: SourceRecord
    column: int | None  # from 0
    header: str
    field: str | None
    shown: str
    problem: dict[str, Any]  # as the row keeps it: severity, code, sentence

    @property
    def letter(self) -> str:
        """As spreadsheets call the column; empty where the whole row is meant."""
        return "" if self.column is None else sheets.column_letter(self.column)


def problem_rows(by: rules.By, one: Batch, severity: str) -> QuerySet[SourceRecord]:
    """Rows with at least one problem of the severity ("rejected", "doubtful"), in the order of the file."""
    refuse_unless(rules.may_read_rows(by, one))
    told = SourceRecord.objects.filter(batch=one).annotate(told=Cast("problems", TextField()))
    return told.filter(told__contains=f'"{severity}"').order_by("pk")


def problem_cells(
    by: rules.By, one: Batch, rows: Sequence[SourceRecord], severity: str
) -> Iterator[ProblemCell]:
    """Each problem of the severity in these rows of the batch; constant queries for any number of rows."""
    refuse_unless(rules.may_read_rows(by, one))
    opened = vault.open_keys({row.subject_id for row in rows})
    layouts = {layout["sheet"]: layout["columns"] for layout in one.layouts}
    for row in rows:
        texts = _texts(row, opened.get(row.subject_id))
        for problem in row.problems:
            if problem["severity"] == severity:
                yield _cell(row, problem, layouts.get(row.sheet, []), texts)


def _texts(row: SourceRecord, key: bytes | None) -> list[str]:
    """The raw cells; none of a person who was forgotten."""
    return [] if key is None else list(json.loads(vault.unseal(key, row.cells)))


def _cell(
    row: SourceRecord, problem: dict[str, Any], columns: Sequence[Mapping[str, Any]], texts: Sequence[str]
) -> ProblemCell:
    found = next((c for c in columns if _is_of(c, problem)), None)
    index = found["index"] if found else problem["column"]
    text = texts[index] if index is not None and index < len(texts) else ""
    field = problem["field"] or (found["field"] if found else None)
    header = found["header"] if found else ""
    return ProblemCell(row, index, header, field, masked(text, field), problem)


def _is_of(column: Mapping[str, Any], problem: Mapping[str, Any]) -> bool:
    """By its place; a problem that only names its field is of the first column taken for it."""
    if problem["column"] is not None:
        return bool(column["index"] == problem["column"])
    return problem["field"] is not None and bool(column["field"] == problem["field"])


def masked(text: str, field: str | None) -> str:
    """A cell as it may be shown: personal numbers masked, wherever they stand."""
    return vault.mask(text) if field in PERSONAL_KEYS else sheets.mask_numbers(text)[:LONGEST]
