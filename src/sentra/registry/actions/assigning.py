"""Whose list a file is, when the officer knows better than its name or what it carried."""

from datetime import datetime

from django.db import transaction

from sentra.base.audit.chain import record
from sentra.base.people.models import User
from sentra.base.permissions import refuse_unless
from sentra.registry import rules
from sentra.registry.models import HAND, Batch, BatchState, Source, SourceRecord

UNUSED = (BatchState.REFUSED, BatchState.DISCARDED)


@transaction.atomic
def assign_source(*, by: User, at: datetime, batch: Batch, source: Source) -> Batch:
    """Gives the file to another source, as its next edition; columns and rows are then read again.

    A source that only this file was of goes with it: it was a name given in error.
    """
    refuse_unless(rules.may_choose_columns(by, batch))
    before, edition = batch.source, batch.edition
    batch.records.update(source=source)  # staged rows are judged anew, and go when the rows are read again
    batch.edition = source.batches.exclude(state__in=UNUSED).exclude(pk=batch.pk).count() + 1
    batch.source, batch.state, batch.revision = source, BatchState.RECEIVED, batch.revision + 1
    batch.layouts, batch.summary = [], {}
    batch.save(update_fields=["source", "edition", "state", "revision", "layouts", "summary"])
    old = {"source": before.key, "edition": edition}
    record(
        by=by,
        at=at,
        act="assign_source",
        subject=batch,
        old=old,
        new={"source": source.key, "edition": batch.edition},
    )
    if before.pk != source.pk:
        drop_if_unused(before)
    return batch


def drop_if_unused(source: Source) -> None:
    """Deletes a source that no file and no row is of."""
    leaning = source.batches.exists() or SourceRecord.objects.filter(source=source).exists()
    if source.key != HAND and not leaning:
        source.delete()
