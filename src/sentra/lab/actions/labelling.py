"""The label on an item: a code whose page says what was tested, how, when, and whether it still stands."""

from datetime import datetime

from django.db import transaction

from sentra.base.audit.chain import record
from sentra.base.documents.codes import new_code
from sentra.base.people.models import User
from sentra.base.permissions import refuse_unless
from sentra.engines import sheets
from sentra.lab.models import Specimen
from sentra.lab.rules import labelling as rules


@transaction.atomic
def issue_label(*, by: User, at: datetime, specimen: Specimen) -> Specimen:
    specimen = Specimen.objects.select_for_update().get(pk=specimen.pk)
    refuse_unless(rules.may_issue_label(by, specimen))
    specimen.label_code = new_code()
    specimen.save(update_fields=["label_code"])
    record(by=by, at=at, act="issue_label", subject=specimen, new={"serial": specimen.serial})
    return specimen


@transaction.atomic
def revoke_label(*, by: User, at: datetime, specimen: Specimen, reason: str) -> Specimen:
    """Its page stays and says so."""
    specimen = Specimen.objects.select_for_update().get(pk=specimen.pk)
    refuse_unless(rules.may_revoke_label(by, specimen, reason))
    reason = sheets.mask_numbers(reason.strip())  # everybody reads it on the page of the label
    specimen.label_revoked_at, specimen.label_revoked_reason = at, reason[:300]
    specimen.save(update_fields=["label_revoked_at", "label_revoked_reason"])
    told = {"serial": specimen.serial}
    record(by=by, at=at, act="revoke_label", subject=specimen, new=told, reason=reason)
    return specimen
