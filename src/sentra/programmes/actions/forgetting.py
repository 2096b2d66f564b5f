"""When the register forgets a person: what programmes keep of them, and what not."""

from datetime import datetime

from django.db import transaction

from sentra.base.audit.chain import record
from sentra.base.people.models import User
from sentra.base.permissions import refuse_unless
from sentra.programmes.models import Proposal
from sentra.registry.models import Ownership, Person
from sentra.registry.rules import may_erase

FORGOTTEN = "(dilupakan)"
TOLD = ("business_name", "owner_name")


@transaction.atomic
def forget_applicant(*, by: User, at: datetime, person: Person) -> int:
    """Blots the person out of proposals nothing was given to; how many there were.

    Who received public goods stays on the papers that account for them (Permendagri 77/2020, proof of the
    handover); of them, too, the tokens they are compared by go. Whether the law on personal data lets these
    papers be kept when somebody asks for erasure is for the office to confirm.
    """
    refuse_unless(may_erase(by))
    owned = Ownership.objects.filter(person=person).values("business__canonical")
    proposals = list(Proposal.objects.filter(business__canonical__in=owned).order_by("pk"))
    given = set(Proposal.objects.filter(awards__isnull=False).values_list("pk", flat=True))
    forgotten = [proposal for proposal in proposals if proposal.pk not in given]
    for proposal in proposals:
        proposal.tokens = {}
    for proposal in forgotten:
        proposal.snapshot = {**proposal.snapshot, **dict.fromkeys(TOLD, FORGOTTEN)}
        proposal.need = ""
    Proposal.objects.bulk_update(proposals, ["tokens", "snapshot", "need"], batch_size=200)
    if proposals:
        new = {"forgotten": len(forgotten), "kept": len(proposals) - len(forgotten)}
        record(by=by, at=at, act="forget_applicant", subject=person, new=new)
    return len(forgotten)
