"""What happens: the only words of this room that write."""

from sentra.registry.actions.committing import commit_batch, undo_batch
from sentra.registry.actions.personal import erase_person, unmask_cells, unmask_identifier
from sentra.registry.actions.receiving import (
    choose_columns,
    discard_batch,
    receive_file,
    save_source,
    survey_file,
)
from sentra.registry.actions.reference import load_industry_codes, load_reference
from sentra.registry.actions.registering import NothingToSay, edit_business, register_business
from sentra.registry.actions.returning import returned_workbook
from sentra.registry.actions.staging import stage_batch

__all__ = [
    "NothingToSay",
    "choose_columns",
    "commit_batch",
    "discard_batch",
    "edit_business",
    "erase_person",
    "load_industry_codes",
    "load_reference",
    "receive_file",
    "register_business",
    "returned_workbook",
    "save_source",
    "stage_batch",
    "survey_file",
    "undo_batch",
    "unmask_cells",
    "unmask_identifier",
]
