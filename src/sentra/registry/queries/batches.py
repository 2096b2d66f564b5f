"""Batches and what they hold."""

import hashlib
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet

from sentra.base.people import vault
from sentra.base.permissions import refuse_unless
from sentra.engines import sheets
from sentra.registry import rules
from sentra.registry.models import HAND, Batch, BatchState, Profile, Source, SourceRecord
from sentra.registry.queries.cells import masked

RETURNED = "-diperiksa"  # what the name of a returned workbook ends in
SOURCE_PROPERTY = "Sentra.Sumber"  # document property of a returned workbook: the key of its source
LONGEST_TITLE = 200
COPY = re.compile(r" ?\(\d+\)$")  # what browsers add to the name of a second download
UNUSED = (BatchState.REFUSED, BatchState.DISCARDED)  # such a file taught us no source


def sources(by: rules.By) -> QuerySet[Source]:
    refuse_unless(rules.may_read_imports(by))
    used = Batch.objects.filter(source=OuterRef("pk")).exclude(state__in=UNUSED)
    return Source.objects.exclude(key=HAND).filter(Exists(used)).order_by("title")


def source_of_file(by: rules.By, file_name: str, data: bytes) -> Source | None:
    """Whose list a file that comes back is: by what the returned workbook carries, else by its name.

    The name serves for a workbook that was saved as a kind that carries nothing (.csv, .xls), and only
    while all files of that name are of one source.
    """
    refuse_unless(rules.may_import(by))
    known = Source.objects.exclude(key=HAND)
    if key := sheets.stamped(data, SOURCE_PROPERTY):
        return known.filter(key=key).first()
    stem = COPY.sub("", Path(file_name).stem)
    if not stem.endswith(RETURNED):
        return None
    sent = Batch.objects.filter(file_name__startswith=f"{returned_stem(stem)}.")
    found = known.filter(pk__in=sent.values("source"))[:2]
    return found[0] if len(found) == 1 else None


def returned_stem(name: str) -> str:
    """The name without the ending that returning adds, however often it came back."""
    while name.endswith(RETURNED):
        name = COPY.sub("", name.removesuffix(RETURNED))
    return name


def proposed_title(file_name: str) -> str:
    """A name for a new source, from the name of its first file; a number of a person in it is left out."""
    return " ".join(sheets.mask_numbers(plain_stem(file_name)).replace("•", "").split())


def plain_stem(file_name: str) -> str:
    """The file's name in words: what a browser proposes, before a number in it is left out."""
    stem = returned_stem(COPY.sub("", Path(file_name).stem))
    return " ".join(stem.replace("_", " ").split())[:LONGEST_TITLE].strip()


def batches(by: rules.By) -> QuerySet[Batch]:
    refuse_unless(rules.may_read_imports(by))
    return Batch.objects.select_related("source", "received_by").order_by("-received_at", "-pk")


def batch(by: rules.By, pk: int) -> Batch:
    """Raises Batch.DoesNotExist for a stranger's number."""
    return batches(by).select_related("file_key").get(pk=pk)


def batch_rows(by: rules.By, one: Batch, verdict: str | None = None) -> QuerySet[SourceRecord]:
    refuse_unless(rules.may_read_imports(by))
    rows = SourceRecord.objects.filter(batch=one).order_by("pk")
    return rows.filter(verdict=verdict) if verdict else rows


def batch_digest(one: Batch) -> str:
    """SHA-256 over the keyed digests of all rows, in order: what the audit row of a commit vouches for."""
    total = hashlib.sha256()
    for (mark,) in one.records.order_by("pk").values_list("fingerprint").iterator(chunk_size=5000):
        total.update(mark.encode())
    return total.hexdigest()


def missing_rows(by: rules.By, one: Batch) -> QuerySet[SourceRecord]:
    """Rows of the edition before that the new file no longer holds."""
    refuse_unless(rules.may_read_imports(by))
    return SourceRecord.objects.filter(pk__in=one.summary.get("missing", [])).order_by("pk")


def kept_businesses(by: rules.By, one: Batch) -> Sequence[Profile]:
    """Businesses an undo left as they are, because somebody edited them since."""
    refuse_unless(rules.may_read_imports(by))
    return list(
        Profile.objects.filter(current=True, business_id__in=one.summary.get("kept", [])).order_by(
            "sort_name"
        )
    )


def step_key(step: Callable[..., Any], one: Batch) -> str:
    """The key of the job that takes the batch a step further: asked twice it is one job, until the columns
    are chosen anew."""
    return f"{step.__name__}:{one.pk}:{one.revision}"


def upload_path(one: Batch) -> Path:
    """Where the sealed upload lies."""
    return Path(settings.FILES_DIR) / "unggahan" / f"{one.pk}.bin"


def upload_bytes(one: Batch) -> bytes:
    """The file as it came, for this room only. Raises vault.Erased when its key was destroyed."""
    return vault.read_sealed(upload_path(one), vault.open_key(one.file_key))


def first_rows(by: rules.By, one: Batch, *, count: int = 10) -> list[list[list[str]]]:
    """The first parsed rows of each sheet as text, personal numbers masked: what the officer checks."""
    refuse_unless(rules.may_read_imports(by))
    book = sheets.read(upload_bytes(one), one.file_name)
    grids = {grid.name: grid for grid in book.sheets}
    return [_sample(grids[layout["sheet"]], layout, count) for layout in one.layouts]


def _sample(grid: sheets.Grid, layout: dict[str, Any], count: int) -> list[list[str]]:
    skipped = set(layout["skipped"])
    numbers = [n for n in range(layout["first_row"], len(grid.rows)) if n not in skipped][:count]
    return [
        [
            masked(sheets.written(grid.rows[n][c["index"]]), c["field"])
            if c["index"] < len(grid.rows[n])
            else ""
            for c in layout["columns"]
        ]
        for n in numbers
    ]
