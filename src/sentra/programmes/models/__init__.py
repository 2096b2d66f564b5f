"""What is stored of programmes: plans of money, proposals, decisions, goods, and what became of them."""

from sentra.programmes.models.deciding import Award, AwardOrigin, AwardState, Override, Plan, PlanState
from sentra.programmes.models.delivering import Condition, Handover, Item, Purchase
from sentra.programmes.models.following import Inspection, ItemCheck, Sample, Transfer
from sentra.programmes.models.planning import (
    Fund,
    FundSource,
    Package,
    PackageLine,
    Programme,
    Quota,
    QuotaKind,
    Round,
    RoundState,
    ToolKind,
)
from sentra.programmes.models.proposing import (
    Channel,
    Paper,
    Proposal,
    ProposalState,
    Visit,
    Waiver,
    Wish,
)
from sentra.programmes.models.screening import OutsideEntry, OutsideKind, OutsideList, Recusal, Seat
from sentra.programmes.models.totals import Counted, PublishedPart, PublishedTotal

__all__ = [
    "Award",
    "AwardOrigin",
    "AwardState",
    "Channel",
    "Condition",
    "Counted",
    "Fund",
    "FundSource",
    "Handover",
    "Inspection",
    "Item",
    "ItemCheck",
    "OutsideEntry",
    "OutsideKind",
    "OutsideList",
    "Override",
    "Package",
    "PackageLine",
    "Paper",
    "Plan",
    "PlanState",
    "Programme",
    "Proposal",
    "ProposalState",
    "PublishedPart",
    "PublishedTotal",
    "Purchase",
    "Quota",
    "QuotaKind",
    "Recusal",
    "Round",
    "RoundState",
    "Sample",
    "Seat",
    "ToolKind",
    "Transfer",
    "Visit",
    "Waiver",
    "Wish",
]
