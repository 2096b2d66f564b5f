"""The officer's own workbook comes back with what to mend in it, and knows whose list it is."""

from datetime import datetime

from django.db import transaction

from sentra.base.audit.chain import record
from sentra.base.people.models import User
from sentra.base.permissions import refuse_unless
from sentra.engines import sheets
from sentra.registry import queries, rules
from sentra.registry.actions.receiving import layout_from
from sentra.registry.models import Batch, RowVerdict


@transaction.atomic
def returned_workbook(*, by: User, at: datetime, batch: Batch) -> bytes:
    """The upload as xlsx with doubtful and rejected cells coloured and a reason column.

    It holds personal numbers in clear, as the officer's file did: handing it out is on record. The key of
    its source goes along unseen, so that the mended file is taken for an edition of the same source.
    """
    refuse_unless(rules.may_return_workbook(by, batch))
    remarks: dict[str, dict[int, list[sheets.Problem]]] = {}
    rows = batch.records.exclude(problems=[]).exclude(verdict=RowVerdict.UNCHANGED)
    for sheet, number, problems in rows.values_list("sheet", "row", "problems").iterator(chunk_size=2000):
        worth = [
            sheets.Problem(**p | {"sentence": sheets.heard(p["sentence"])})
            for p in problems
            if p["severity"] != "note"
        ]
        if worth and number is not None:
            remarks.setdefault(sheet, {})[number] = worth
    layouts = {stored["sheet"]: layout_from(stored) for stored in batch.layouts}
    record(by=by, at=at, act="return_workbook", subject=batch, new={"rows": sum(map(len, remarks.values()))})
    marked = sheets.annotate(queries.upload_bytes(batch), batch.file_name, remarks, layouts)
    return sheets.stamp(marked, queries.SOURCE_PROPERTY, batch.source.key)
