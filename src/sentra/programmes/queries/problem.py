"""A round as the problem the allocation engine solves: what was frozen, nothing else."""

from collections.abc import Mapping
from typing import Any, cast

from sentra.base.people import vault
from sentra.engines import allocation
from sentra.programmes.catalogue.goals import BY_KEY as GOALS
from sentra.programmes.models import Fund, Package, Proposal, ProposalState, Quota, QuotaKind, Round
from sentra.programmes.queries.rounds import price_of

# Before the public value is known, nobody can know a seed: the freeze commits to everything but it.
UNKNOWN_SEED = "0" * 64
TOKEN_HEX = 16
ONE_FOR = {  # what an award may be given to only once, and the scheme it is known by
    "owner": "nik",
    "household": "kk",
    "account": "bank",
}
SOURCE_OF_ONE = "satu bantuan untuk satu pemilik, keluarga, dan rekening"


def problem_of(round_: Round, *, seed: str = UNKNOWN_SEED) -> allocation.Problem:
    """The round as it stands, for freezing it. Raises AllocationRefused with the place of what is wrong."""
    packages = list(round_.packages.prefetch_related("lines__kind").order_by("pk"))
    taking_part = round_.proposals.filter(state=ProposalState.FROZEN)
    proposals = list(taking_part.prefetch_related("wishes").order_by("number"))
    return allocation.Problem(
        round=round_.code,
        applicants=tuple(_applicant(round_, proposal) for proposal in proposals),
        packages=tuple(_package(package) for package in packages),
        funds=tuple(_fund(fund, proposals) for fund in round_.programme.funds.order_by("pk")),
        seed=seed,
        stocks=tuple(
            allocation.Stock(kind_id(kind), kind.stock or 0)
            for kind in round_.kinds.filter(stock__isnull=False).order_by("pk")
        ),
        rules=(*_ones(), *(_quota(quota) for quota in round_.quotas.order_by("pk"))),
        goals=tuple(allocation.Goal(cast(Any, GOALS[key].kind), GOALS[key].over) for key in round_.goals),
    )


def package_id(package: Package | int) -> str:
    return f"paket-{package if isinstance(package, int) else package.pk}"


def fund_id(fund: Fund | int) -> str:
    return f"dana-{fund if isinstance(fund, int) else fund.pk}"


def quota_id(quota: Quota | int) -> str:
    return f"kuota-{quota if isinstance(quota, int) else quota.pk}"


def kind_id(kind: Any) -> str:
    return f"alat-{kind.pk}"


def row_of(ident: str) -> int:
    """The row that an id of a package, fund, quota or kind stands for."""
    return int(ident.rpartition("-")[2])


def _applicant(round_: Round, proposal: Proposal) -> allocation.Applicant:
    known: Mapping[str, Any] = proposal.snapshot
    wishes = sorted(proposal.wishes.all(), key=lambda wish: wish.rank)
    return allocation.Applicant(
        id=proposal.number,
        score_tenths=proposal.score_tenths or 0,
        wishes=tuple(package_id(wish.package_id) for wish in wishes),
        district=known["district"] or "",
        village=known["village"] or "",
        branch=known["branch"],
        tags=("women",) if known["women_owned"] else (),
        groups=tuple(_groups(round_, proposal)),
    )


def _groups(round_: Round, proposal: Proposal) -> list[str]:
    """Under tokens of this round only: a proof that is published cannot be joined with another."""
    return sorted(
        f"{name}:{vault.token(f'round-{round_.code}', token)[:TOKEN_HEX]}"
        for name, scheme in ONE_FOR.items()
        for token in proposal.tokens.get(scheme, ())
    )


def _package(package: Package) -> allocation.Package:
    kinds = tuple((kind_id(line.kind), line.quantity) for line in package.lines.all())
    return allocation.Package(package_id(package), price_of(package), kinds)


def _fund(fund: Fund, proposals: list[Proposal]) -> allocation.Fund:
    branches, districts = fund.scope.get("branches"), fund.scope.get("districts")
    if not branches and not districts:
        return allocation.Fund(fund_id(fund), fund.ceiling_idr)
    may = frozenset(
        proposal.number
        for proposal in proposals
        if (not branches or proposal.snapshot["branch"] in branches)
        and (not districts or proposal.snapshot["district"] in districts)
    )
    return allocation.Fund(fund_id(fund), fund.ceiling_idr, applicants=may)


def _ones() -> list[allocation.AtMostOne]:
    return [allocation.AtMostOne(f"satu-{name}", SOURCE_OF_ONE, name) for name in ONE_FOR]


def _quota(quota: Quota) -> allocation.Floor | allocation.Cap | allocation.Share:
    who = allocation.Who("tag", "women") if quota.dimension == "women" else _who(quota)
    ident, source = quota_id(quota), quota.source
    if quota.kind == QuotaKind.FLOOR:
        return allocation.Floor(ident, source, who, quota.amount)
    if quota.kind == QuotaKind.CAP:
        return allocation.Cap(ident, source, who, quota.amount)
    return allocation.Share(ident, source, who, quota.amount * 10)


def _who(quota: Quota) -> allocation.Who:
    match quota.dimension:
        case "district":
            return allocation.Who("district", quota.value)
        case "village":
            return allocation.Who("village", quota.value)
        case _:
            return allocation.Who("branch", quota.value)
