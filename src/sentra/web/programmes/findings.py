"""What stands on the page of a proposal beside its findings: who may let one pass, who keeps out."""

from collections.abc import Sequence
from typing import Any

from sentra.programmes.models import Proposal
from sentra.programmes.queries.committee import recusal_of, seat_of
from sentra.programmes.rules import findings as rules
from sentra.programmes.rules.findings import Finding
from sentra.registry.rules import By


def facts(by: By, one: Proposal, found: Sequence[Finding]) -> dict[str, Any]:
    """For `programmes/_findings.html`."""
    seat = seat_of(by, one.round)
    return {
        "findings": found,
        "waivable": {finding.key for finding in found if rules.may_waive(by, one, finding, "-")},
        "recusal": recusal_of(seat, one),
        "recusals": one.recusals.select_related("seat__member").order_by("pk"),
        "may_recuse": seat and rules.may_recuse(by, one, "", "-"),
    }
