"""What happens in the laboratory: every change, each asked of the rules, audited, atomic."""

from sentra.base.documents.attaching import UnusableFile
from sentra.base.permissions import Unfit
from sentra.lab.actions.checking import check_results
from sentra.lab.actions.comparing import compare_with_original
from sentra.lab.actions.computing import DoesNotAgree, compute_result
from sentra.lab.actions.correcting import correct_tachometer, void_run
from sentra.lab.actions.deciding import judge
from sentra.lab.actions.externals import record_external
from sentra.lab.actions.instruments import (
    add_certificate,
    add_instrument,
    retire_instrument,
    set_accreditation,
    withdraw_accreditation,
    withdraw_certificate,
)
from sentra.lab.actions.labelling import issue_label, revoke_label
from sentra.lab.actions.measuring import (
    check_chain,
    close_session,
    open_measurement,
    open_session,
    take_background,
    take_run,
    void_session,
)
from sentra.lab.actions.methods import add_limit, verify_limit, withdraw_limit
from sentra.lab.actions.opening import open_attachment, open_document
from sentra.lab.actions.recording import open_recording
from sentra.lab.actions.reporting import (
    authorise_report,
    prepare_report,
    replace_report,
    withdraw_report,
)
from sentra.lab.actions.requesting import (
    add_vehicle,
    ask_test,
    cancel_test,
    forget_customer,
    plan_test,
    receive_specimen,
    return_specimen,
)

__all__ = [
    "DoesNotAgree",
    "Unfit",
    "UnusableFile",
    "add_certificate",
    "add_instrument",
    "add_limit",
    "add_vehicle",
    "ask_test",
    "authorise_report",
    "cancel_test",
    "check_chain",
    "check_results",
    "close_session",
    "compare_with_original",
    "compute_result",
    "correct_tachometer",
    "forget_customer",
    "issue_label",
    "judge",
    "open_attachment",
    "open_document",
    "open_measurement",
    "open_recording",
    "open_session",
    "plan_test",
    "prepare_report",
    "receive_specimen",
    "record_external",
    "replace_report",
    "retire_instrument",
    "return_specimen",
    "revoke_label",
    "set_accreditation",
    "take_background",
    "take_run",
    "verify_limit",
    "void_run",
    "void_session",
    "withdraw_accreditation",
    "withdraw_certificate",
    "withdraw_limit",
    "withdraw_report",
]
