"""What happens: the only words of this room that write."""

from sentra.registry.actions.assigning import assign_source
from sentra.registry.actions.committing import commit_batch, undo_batch
from sentra.registry.actions.deciding import decide, detach_record, withdraw
from sentra.registry.actions.downloading import download_list
from sentra.registry.actions.extracts import issue_extract, open_extract
from sentra.registry.actions.learning import learn_from_answers
from sentra.registry.actions.machinery import (
    UnknownProcess,
    add_equipment,
    set_capabilities,
    set_equipment_state,
)
from sentra.registry.actions.merging import AlreadyOne, NotInForce, merge_businesses, unmerge_businesses
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
from sentra.registry.actions.relinking import fit_weights, relink_register
from sentra.registry.actions.rereading import read_again, uphold_answer
from sentra.registry.actions.returning import returned_workbook
from sentra.registry.actions.searching import search_businesses
from sentra.registry.actions.staging import stage_batch
from sentra.registry.actions.trying import Trial, TriedRow, try_file

__all__ = [
    "AlreadyOne",
    "NotInForce",
    "NotUnderstood",
    "NothingToSay",
    "Trial",
    "TriedRow",
    "UnknownProcess",
    "add_equipment",
    "assign_source",
    "choose_columns",
    "commit_batch",
    "decide",
    "detach_record",
    "discard_batch",
    "download_list",
    "edit_business",
    "erase_person",
    "fit_weights",
    "issue_extract",
    "learn_from_answers",
    "load_industry_codes",
    "load_reference",
    "merge_businesses",
    "open_extract",
    "read_again",
    "receive_file",
    "register_business",
    "relink_register",
    "returned_workbook",
    "save_source",
    "search_businesses",
    "set_capabilities",
    "set_equipment_state",
    "stage_batch",
    "survey_file",
    "try_file",
    "undo_batch",
    "unmask_cells",
    "unmask_identifier",
    "unmerge_businesses",
    "uphold_answer",
    "withdraw",
]
