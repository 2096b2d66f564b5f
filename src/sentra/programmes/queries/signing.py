"""Who has not signed yet, place by place, as a day of signing goes through them."""

from dataclasses import dataclass

from sentra.programmes.catalogue.instruments import BY_KEY as INSTRUMENTS
from sentra.programmes.models import Award, AwardState, Paper, Round
from sentra.programmes.queries.plans import awards_shown
from sentra.registry.rules import By

SIGNED = ("agreement", "pact")


@dataclass(frozen=True, slots=True)
class Unsigned:
    """`ready`: everything that is to be signed is made out."""

    award: Award
    ready: bool

    @property
    def district(self) -> str:
        return str(self.award.proposal.snapshot["district_name"])


def unsigned(by: By, round_: Round) -> list[Unsigned]:
    """Awards that a decree names and nobody signed for, by district, village and number."""
    asked = {kind for kind in INSTRUMENTS[round_.programme.instrument].awarded if kind in SIGNED}
    there: dict[int | None, set[str]] = {}
    papers = Paper.objects.filter(round=round_, void=False, kind__in=asked)
    for proposal, kind in papers.values_list("proposal", "kind"):
        there.setdefault(proposal, set()).add(kind)
    found = [
        Unsigned(award, asked <= there.get(award.proposal_id, set()))
        for award in awards_shown(by, round_)
        if award.state == AwardState.DECREED
    ]
    return sorted(found, key=lambda one: (one.district, one.award.proposal.snapshot["village_name"] or ""))
