"""Papers of a round: those that one stands beside, in the order in which they were dated."""

from django.db.models import Q, QuerySet

from sentra.programmes.catalogue.instruments import BY_KEY as INSTRUMENTS
from sentra.programmes.models import Award, Paper, Proposal, ProposalState, Round

OUT = (ProposalState.REFUSED, ProposalState.WITHDRAWN)


def papers_of(proposal: Proposal) -> QuerySet[Paper]:
    """All of a proposal, void ones too, by date."""
    chosen = proposal.papers.select_related("recorded_by", "document", "file", "proposal", "round")
    return chosen.order_by("dated_on", "pk")


def beside(round_: Round, proposal: Proposal | None) -> QuerySet[Paper]:
    """What a new paper must be in order with: for one of a proposal, its papers and those of the round;
    for one of the round, those and the papers of all proposals that are still in it."""
    if proposal:
        # A receipt of goods speaks of one purchase (whose goods those are, the items say), and a decree
        # for those who moved up later speaks of nobody before them.
        other = Q(kind="goods_receipt") | Q(kind="decree", pk__in=decrees_of_others(proposal))
        own = Q(proposal=proposal) | Q(proposal=None) & ~other
    else:
        own = Q(proposal=None) | ~Q(proposal__state__in=OUT)
    return (
        round_.papers.filter(own, void=False).select_related("proposal", "round").order_by("dated_on", "pk")
    )


def decrees_of_others(proposal: Proposal) -> list[int]:
    """Decrees of the round that do not name this proposal: all but the first after its award."""
    award = proposal.awards.exclude(state__in=("declined", "withdrawn")).first()
    if award is None:
        return []
    after = decree_of(award)
    return list(_decrees(award).exclude(pk=after.pk).values_list("pk", flat=True)) if after else []


def decree_of(award: Award) -> Paper | None:
    """The decree that names it: the first after it was promised."""
    after = _decrees(award).filter(recorded_at__gte=award.promised_at)
    return after.order_by("recorded_at", "pk").first()


def _decrees(award: Award) -> QuerySet[Paper]:
    return Paper.objects.filter(round=award.round_id, proposal=None, kind="decree", void=False)


def asked_of(proposal: Proposal) -> list[str]:
    """Kinds of papers that the legal instrument asks of this proposal; a deed only of a group."""
    asked = INSTRUMENTS[proposal.round.programme.instrument].asked
    return [kind for kind in asked if kind != "group_deed" or proposal.group_id]
