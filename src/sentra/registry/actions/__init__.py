"""What happens: the only words of this room that write."""

from sentra.registry.actions.committing import commit_batch, undo_batch
from sentra.registry.actions.downloading import download_list
from sentra.registry.actions.extracts import issue_extract, open_extract
from sentra.registry.actions.machinery import (
    UnknownProcess,
    add_equipment,
    set_capabilities,
    set_equipment_state,
)
from sentra.registry.actions.personal import erase_person, unmask_cells, unmask_identifier
from sentra.registry.actions.receiving import (
    choose_columns,
    discard_batch,
    receive_file,
    save_source,
    survey_file,
)
from sentra.registry.actions.reference import load_industry_codes, load_reference
from sentra.registry.actions.registering import NothingToSay, NotUnderstood, edit_business, register_business
from sentra.registry.actions.returning import returned_workbook
from sentra.registry.actions.staging import stage_batch

__all__ = [
    "NotUnderstood",
    "NothingToSay",
    "UnknownProcess",
    "add_equipment",
    "choose_columns",
    "commit_batch",
    "discard_batch",
    "download_list",
    "edit_business",
    "erase_person",
    "issue_extract",
    "load_industry_codes",
    "load_reference",
    "open_extract",
    "receive_file",
    "register_business",
    "returned_workbook",
    "save_source",
    "set_capabilities",
    "set_equipment_state",
    "stage_batch",
    "survey_file",
    "undo_batch",
    "unmask_cells",
    "unmask_identifier",
]
