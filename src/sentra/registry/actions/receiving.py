"""A file arrives: it is sealed before anything else, read, and its columns proposed."""

import hashlib
import re
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import DEFAULT_DB_ALIAS, transaction
from django.utils.text import slugify
from django.utils.translation import gettext_noop

from sentra.base.audit.chain import record
from sentra.base.jobs.progress import Progress
from sentra.base.jobs.queue import job
from sentra.base.people import vault
from sentra.base.people.models import User
from sentra.base.permissions import refuse_unless
from sentra.engines import sheets
from sentra.registry import queries, rules
from sentra.registry.catalogue.fields import FIELDS
from sentra.registry.models import Batch, BatchState, Likeness, Source

NO_LIST = sheets.say(
    "Tidak ada lembar yang berisi daftar usaha: kolom nama usaha atau nama pemilik tidak ditemukan."
)
TOLD = 5  # sheets, and warnings, that a refusal names
CHOSEN = sheets.say("dipilih petugas")
YEAR = re.compile(r"(?<!\d)20[0-4]\d(?!\d)")


@transaction.atomic
def save_source(
    *, by: User, at: datetime, key: str, title: str, creates: bool, rank: int = 10, stakes: int = 1
) -> Source:
    """Makes or renames a source of lists. `rank` decides between differing values, `stakes` how early a
    doubt about one of its rows is put to a person."""
    refuse_unless(rules.may_import(by))
    source, made = Source.objects.get_or_create(
        key=slugify(key),
        defaults=(new := {"title": title, "creates": creates, "rank": rank, "stakes": stakes}),
    )
    old = {name: getattr(source, name) for name in new}
    if not made:
        source.title, source.creates, source.rank, source.stakes = title, creates, rank, stakes
        source.save()
    if made or old != new:
        record(by=by, at=at, act="save_source", subject=source, old={} if made else old, new=new)
    return source


@transaction.atomic
def receive_file(*, by: User, at: datetime, source: Source, file_name: str, data: bytes) -> Batch:
    """Seals the upload under a key of its own and notes who brought it. Nothing is read yet."""
    refuse_unless(rules.may_import(by))
    [(key, clear)] = vault.new_keys(1)
    batch = arrival(by=by, at=at, source=source, file_name=file_name, data=data)
    batch.file_key = key
    batch.save()
    vault.write_sealed(queries.upload_path(batch), data, clear)
    new = {
        "file": batch.file_name,
        "sha256": batch.file_sha256,
        "source": source.key,
        "edition": batch.edition,
    }
    record(by=by, at=at, act="receive_file", subject=batch, new=new)
    return batch


def arrival(*, by: User, at: datetime, source: Source, file_name: str, data: bytes) -> Batch:
    """The file as the source's next edition, not stored yet and without a key."""
    return Batch(
        source=source,
        edition=source.batches.exclude(state__in=(BatchState.REFUSED, BatchState.DISCARDED)).count() + 1,
        file_name=sheets.mask_numbers(Path(file_name).name)[:255],  # some name a file by its owner's NIK
        file_sha256=hashlib.sha256(data).hexdigest(),
        received_at=at,
        received_by=by,
    )


@job
def survey_file(*, by: User, at: datetime, progress: Progress, batch_id: int) -> dict[str, Any]:
    """Finds the headers and proposes what each column is. A file that cannot be read is refused whole."""
    batch = Batch.objects.select_related("source", "file_key").get(pk=batch_id)
    if batch.state != BatchState.RECEIVED:
        return {"state": batch.state}
    progress.tell(0, 1, gettext_noop("Membaca berkas"))
    try:
        layouts = propose(batch)
    except sheets.Unreadable as problem:
        return refuse_batch(batch, refusal_of(problem), by=by, at=at)
    Batch.objects.filter(pk=batch.pk).update(state=BatchState.SURVEYED, layouts=layouts)
    progress.tell(1, 1, gettext_noop("Kolom dikenali"))
    return {"state": BatchState.SURVEYED}


def propose(batch: Batch, book: sheets.Book | None = None) -> list[dict[str, Any]]:
    """One layout a sheet, as JSON. Raises Unreadable when no sheet holds a list.

    `book`: the file when it was read already; else the sealed upload is.
    """
    book = book or sheets.read(queries.upload_bytes(batch), batch.file_name)
    places = sheets.Places(queries.gazetteer())
    found = [sheets.survey(grid, FIELDS, places, batch.source.mappings) for grid in book.sheets]
    layouts = [
        layout_json(layout, grid) | {"year": data_year(batch, layout, grid)}
        for layout, grid in zip(found, book.sheets, strict=True)
    ]
    if not any(layout["included"] for layout in layouts):
        warnings = dict.fromkeys(warning for layout in found for warning in layout.warnings)
        seen = [NO_LIST, *map(_seen, found[:TOLD])] if any(layout["rows"] for layout in layouts) else []
        said = [*seen, *list(warnings)[:TOLD]]
        raise sheets.Unreadable(sheets.mask_sentence(sheets.joined(said)))
    return layouts


def _seen(layout: sheets.Layout) -> sheets.Sentence:
    """Where a list was looked for in a sheet, so that the officer can tell what is amiss there."""
    extent: dict[str, sheets.Fact] = {"sheet": layout.sheet, "count": len(layout.columns)}
    extent["column"] = sheets.column_letter(len(layout.columns) - 1)
    if not layout.header_rows:
        return sheets.say("Lembar '%(sheet)s': %(count)s kolom (A sampai %(column)s).", **extent)
    return sheets.say(
        "Lembar '%(sheet)s': %(count)s kolom (A sampai %(column)s), judul kolom di baris %(row)s.",
        row=layout.header_rows[-1] + 1,
        **extent,
    )


def data_year(batch: Batch, layout: sheets.Layout, grid: sheets.Grid) -> int | None:
    """The year the figures are of, as the titles above the table say, or the sheet's or file's name."""
    above = [
        str(cell) for row in grid.rows[: layout.header_rows[0] if layout.header_rows else 0] for cell in row
    ]
    for text in (" ".join(above), layout.sheet, batch.file_name):
        years = [year for found in YEAR.findall(text) if (year := int(found)) <= batch.received_at.year]
        if years:
            return max(years)
    return None


def layout_json(layout: sheets.Layout, grid: sheets.Grid) -> dict[str, Any]:
    """What is kept of a layout; a list without headings has a person's row where others have theirs."""
    fields = {column.field for column in layout.columns}
    return {
        "sheet": layout.sheet,
        "included": bool(fields & {"business_name", "owner_name"}) and not layout.hidden,
        "header_rows": list(layout.header_rows),
        "first_row": layout.first_row,
        "rows": max(
            0, len(grid.rows) - layout.first_row - len([n for n in layout.skipped if n >= layout.first_row])
        ),
        "columns": [
            {
                "index": c.index,
                "header": sheets.mask_numbers(c.header),
                "field": c.field,
                "confidence": round(c.confidence, 2),
                "why": _kept(c.why),
            }
            for c in layout.columns
        ],
        "skipped": list(layout.skipped),
        "totals": [
            {
                "row": t.row + 1,
                "label": sheets.mask_numbers(t.label),
                "agrees": t.agrees,
                "detail": _kept(t.detail),
            }
            for t in layout.totals
        ],
        "warnings": [_kept(warning) for warning in layout.warnings],
    }


def _kept(sentence: sheets.Sentence) -> sheets.Stored:
    return sheets.stored(sheets.mask_sentence(sentence))


def layout_from(stored: dict[str, Any]) -> sheets.Layout:
    return sheets.Layout(
        sheet=stored["sheet"],
        header_rows=tuple(stored["header_rows"]),
        first_row=stored["first_row"],
        columns=tuple(
            sheets.Column(**column | {"why": sheets.heard(column["why"])}) for column in stored["columns"]
        ),
        skipped=tuple(stored["skipped"]),
        warnings=tuple(map(sheets.heard, stored["warnings"])),
    )


def refuse_batch(batch: Batch, sentence: sheets.Sentence, *, by: User, at: datetime) -> dict[str, Any]:
    """The file is not taken; why is kept, the upload is not."""
    Batch.objects.filter(pk=batch.pk).update(
        state=BatchState.REFUSED, refusal=str(sentence), summary={"refusal": sheets.stored(sentence)}
    )
    queries.upload_path(batch).unlink(missing_ok=True)  # a refused file is not kept
    record(by=by, at=at, act="refuse_file", subject=batch, new={"reason": str(sentence)})
    return {"state": BatchState.REFUSED, "reason": str(sentence)}


def refusal_of(problem: sheets.Unreadable) -> sheets.Sentence:
    """Why the file is refused, with the place."""
    places = list(_place(problem))
    if not places:
        return problem.sentence
    facts = {"what": problem.sentence, "place": sheets.joined(places, ", ")}
    return sheets.Sentence("%(what)s (%(place)s)", facts)


def _place(problem: sheets.Unreadable) -> Iterator[sheets.Sentence]:
    if problem.sheet:
        yield sheets.say("lembar %(sheet)s", sheet=problem.sheet)
    if problem.row is not None:
        yield sheets.say("baris %(row)s", row=problem.row)
    if problem.column:
        yield sheets.say("kolom %(column)s", column=problem.column)


@transaction.atomic
def choose_columns(
    *,
    by: User,
    at: datetime,
    batch: Batch,
    choices: Mapping[str, Mapping[int, str | None]],
    included: Collection[str],
    years: Mapping[str, int | None] | None = None,
) -> Batch:
    """The officer's word on the columns: kept as the source's mapping for the next file alike.

    `choices` is field key (or None) by column index, by sheet name; `years` the year of a sheet's figures.
    """
    refuse_unless(rules.may_choose_columns(by, batch))
    old = [[column["field"] for column in layout["columns"]] for layout in batch.layouts]
    for layout in batch.layouts:
        layout["included"] = layout["sheet"] in included
        layout["year"] = (years or {}).get(layout["sheet"], layout.get("year"))
        for column in layout["columns"]:
            chosen = choices.get(layout["sheet"], {}).get(column["index"], column["field"])
            if chosen != column["field"]:
                column.update(field=chosen, confidence=1.0, why=sheets.stored(CHOSEN))
    _remember(batch)
    batch.state, batch.revision = BatchState.SURVEYED, batch.revision + 1
    batch.save(update_fields=["layouts", "state", "revision"])
    new = [[column["field"] for column in layout["columns"]] for layout in batch.layouts]
    record(by=by, at=at, act="choose_columns", subject=batch, old={"fields": old}, new={"fields": new})
    return batch


def _remember(batch: Batch) -> None:
    for stored in batch.layouts:
        if stored["included"]:
            layout = layout_from(stored)
            batch.source.mappings[layout.fingerprint] = {c.header: c.field for c in layout.columns}
    batch.source.save(update_fields=["mappings"])


def drop_rows(batch: Batch) -> None:
    """Deletes what was staged. Raises OutOfTurn once saving has begun: then businesses lean on it.

    Nothing else leans on these rows yet but the likenesses, so no table needs to be searched for what does.
    """
    refuse_unless(rules.may_drop_rows(batch))
    for rows in (Likeness.objects.filter(batch=batch), batch.records.all()):
        rows._raw_delete(DEFAULT_DB_ALIAS)  # noqa: SLF001 - Django has no public name for it


@transaction.atomic
def discard_batch(*, by: User, at: datetime, batch: Batch) -> None:
    """Throws away what was staged and the upload; the register never saw it."""
    refuse_unless(rules.may_discard(by, batch))
    drop_rows(batch)
    queries.upload_path(batch).unlink(missing_ok=True)
    Batch.objects.filter(pk=batch.pk).update(state=BatchState.DISCARDED)
    record(by=by, at=at, act="discard_batch", subject=batch, old={"state": batch.state})
