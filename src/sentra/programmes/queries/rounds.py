"""Programmes and rounds as people see them: money by fund, how far proposals are, what waits to be done."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy

from sentra.base.permissions import refuse_unless
from sentra.programmes.models import (
    AwardOrigin,
    AwardState,
    Fund,
    FundSource,
    Package,
    Programme,
    Proposal,
    ProposalState,
    Round,
    RoundState,
)
from sentra.programmes.queries.sight import in_sight
from sentra.programmes.rules.roles import may_read_aid
from sentra.registry.rules import By

GONE = (AwardState.DECLINED, AwardState.WITHDRAWN)
UNFINISHED = (ProposalState.RECEIVED, ProposalState.INCOMPLETE)
# How a round is walked through, as its page shows it.
WAY = (
    RoundState.DRAFT,
    RoundState.OPEN,
    RoundState.CHECKING,
    RoundState.FROZEN,
    RoundState.PLANNED,
    RoundState.DECREED,
    RoundState.DELIVERING,
    RoundState.MONITORING,
)


def price_of(package: Package) -> int:
    """Budget value of a package in whole rupiah: its pieces at the prices of their kinds."""
    return sum(line.quantity * line.kind.price_idr for line in package.lines.all())


@dataclass(frozen=True, slots=True)
class RoundLine:
    round: Round
    proposals: int
    awards: int


@dataclass(frozen=True, slots=True)
class ProgrammeLine:
    programme: Programme
    budget_idr: int
    rounds: list[RoundLine]


def programmes_shown(by: By) -> list[ProgrammeLine]:
    """The newest first; whoever sees one district only counts that district's proposals."""
    refuse_unless(may_read_aid(by))
    lines: dict[int, list[RoundLine]] = {}
    counted = dict(in_sight(by, Proposal.objects).values_list("round").annotate(Count("pk")).order_by())
    awarded = _awarded_by_round(by)
    for one in Round.objects.order_by("-opens_on", "-pk"):
        line = RoundLine(one, counted.get(one.pk, 0), awarded.get(one.pk, 0))
        lines.setdefault(one.programme_id, []).append(line)
    programmes = Programme.objects.annotate(budget=Sum("funds__ceiling_idr")).order_by("-year", "-pk")
    return [ProgrammeLine(one, one.budget or 0, lines.get(one.pk, [])) for one in programmes]


def _awarded_by_round(by: By) -> Mapping[int, int]:
    winners = in_sight(by, Proposal.objects).filter(state=ProposalState.AWARDED)
    return dict(winners.values_list("round").annotate(Count("pk")).order_by())


def programme_shown(by: By, pk: int) -> Programme:
    """Raises Programme.DoesNotExist."""
    refuse_unless(may_read_aid(by))
    return Programme.objects.prefetch_related("funds__source").get(pk=pk)


def fund_sources() -> QuerySet[FundSource]:
    return FundSource.objects.order_by("title")


def round_of(by: By, pk: int) -> Round:
    """Raises Round.DoesNotExist."""
    refuse_unless(may_read_aid(by))
    return Round.objects.select_related("programme").get(pk=pk)


@dataclass(frozen=True, slots=True)
class FundUse:
    """Money of a fund, and how much of it a round or a plan gives; whole rupiah.

    `limit_idr` is the fund's ceiling, or what a what-if makes of it.
    """

    fund: Fund
    used_idr: int
    limit_idr: int

    @property
    def title(self) -> str:
        return str(self.fund)

    @property
    def percent(self) -> int:
        """Rounded up, so that a fund with anything awarded never reads as untouched."""
        return -(-100 * self.used_idr // self.limit_idr)

    @property
    def left_idr(self) -> int:
        return self.limit_idr - self.used_idr


@dataclass(frozen=True, slots=True)
class Step:
    """Something that waits: what, why, and the page it is done on (`key`; the door knows its address)."""

    key: str
    title: str
    detail: str = ""
    tone: str = "info"


@dataclass(frozen=True, slots=True)
class RoundShown:
    round: Round
    counts: dict[str, int]  # proposals by state, those in sight
    funds: list[FundUse]
    packages: list[tuple[Package, int]]  # with its price
    steps: list[Step]

    @property
    def all(self) -> int:
        return sum(self.counts.values())


def round_shown(by: By, pk: int, *, on: date) -> RoundShown:
    """The board of a round as of `on`. Raises Round.DoesNotExist."""
    round_ = round_of(by, pk)
    counts = counts_of(by, round_)
    packages = round_.packages.prefetch_related("lines__kind").order_by("pk")
    told = [(package, price_of(package)) for package in packages]
    funds = funds_of(round_)
    return RoundShown(round_, counts, funds, told, steps_of(round_, counts, bool(funds), bool(told), on=on))


def pressing_steps(by: By, *, on: date) -> list[tuple[Round, Step]]:
    """Of each round in which something waits, the first step that presses, else the first; newest first."""
    refuse_unless(may_read_aid(by))
    counted: dict[int, dict[str, int]] = {}
    states = in_sight(by, Proposal.objects).values_list("round", "state").annotate(Count("pk")).order_by()
    for pk, state, count in states:
        counted.setdefault(pk, {})[state] = count
    has_funds = Exists(Fund.objects.filter(programme=OuterRef("programme")))
    has_packages = Exists(Package.objects.filter(round=OuterRef("pk")))
    rounds = Round.objects.annotate(has_funds=has_funds, has_packages=has_packages)
    found: list[tuple[Round, Step]] = []
    for one in rounds.order_by("-opens_on", "-pk"):
        about = vars(one)
        steps = steps_of(one, counted.get(one.pk, {}), about["has_funds"], about["has_packages"], on=on)
        found += [(one, step) for step in sorted(steps, key=lambda step: step.tone != "warn")[:1]]
    return found


def counts_of(by: By, round_: Round) -> dict[str, int]:
    """Proposals by state, of those that `by` may see."""
    found = in_sight(by, round_.proposals.all()).values_list("state").annotate(Count("pk")).order_by()
    return dict(found)


def funds_of(round_: Round) -> list[FundUse]:
    standing = Q(awards__round=round_) & ~Q(awards__state__in=GONE)
    standing &= ~Q(awards__origin=AwardOrigin.TRANSFER)  # goods that moved on were paid for once
    funds = round_.programme.funds.select_related("source").order_by("pk")
    used = funds.annotate(used=Sum("awards__value_idr", filter=standing))
    return [FundUse(fund, fund.used or 0, int(fund.ceiling_idr)) for fund in used]


def steps_of(
    round_: Round, counts: Mapping[str, int], has_funds: bool, has_packages: bool, *, on: date
) -> list[Step]:
    """What waits in the state the round is in; empty when nothing does."""
    if round_.state == RoundState.DRAFT:
        return _before_opening(has_funds, has_packages)
    if round_.state in (RoundState.OPEN, RoundState.CHECKING):
        return [*_to_check(counts), *_to_end(round_, counts, on)]
    return [Step(key, title) for key, title in _later().get(round_.state, ())]


def _before_opening(has_funds: bool, has_packages: bool) -> list[Step]:
    steps = []
    if not has_funds:
        steps.append(
            Step("funds", _("Isi dana dan pagunya"), _("Tanpa dana putaran tidak dapat dibuka."), "warn")
        )
    if not has_packages:
        steps.append(Step("kinds", _("Isi alat dan paket"), _("Pengusul memilih paket."), "warn"))
    steps.append(
        Step("terms", _("Periksa syarat, bobot dan tujuan"), _("Setelah dibuka tidak dapat diubah."))
    )
    return [*steps, Step("open", _("Buka putaran"))] if has_funds and has_packages else steps


def _to_check(counts: Mapping[str, int]) -> list[Step]:
    waiting = (
        (
            ProposalState.RECEIVED,
            ngettext_lazy("Periksa berkas %(count)s usulan", "Periksa berkas %(count)s usulan", "count"),
            "warn",
        ),
        (
            ProposalState.INCOMPLETE,
            ngettext_lazy("Tunggu berkas %(count)s usulan", "Tunggu berkas %(count)s usulan", "count"),
            "info",
        ),
        (
            ProposalState.CHECKED,
            ngettext_lazy("Kunjungi %(count)s pengusul", "Kunjungi %(count)s pengusul", "count"),
            "warn",
        ),
    )
    return [
        Step(f"state:{state}", words % {"count": counts[state]}, "", tone)
        for state, words, tone in waiting
        if counts.get(state)
    ]


def _to_end(round_: Round, counts: Mapping[str, int], on: date) -> list[Step]:
    if round_.state == RoundState.OPEN:
        days = (round_.closes_on - on).days
        if days < 0:
            return [Step("close", _("Tutup penerimaan"), _("Hari terakhirnya sudah lewat."), "warn")]
        left = ngettext("%(days)s hari lagi sampai ditutup", "%(days)s hari lagi sampai ditutup", days)
        return [Step("receive", _("Terima usulan"), left % {"days": days})]
    if any(counts.get(state) for state in (*UNFINISHED, ProposalState.CHECKED)):
        return []
    return [Step("decision", _("Bekukan dan putuskan"), _("Semua usulan sudah diperiksa dan dikunjungi."))]


def _later() -> dict[str, tuple[tuple[str, str], ...]]:
    return {
        RoundState.FROZEN: (("decision", _("Isi nilai undian dan hitung rencana")),),
        RoundState.PLANNED: (("decision", _("Terbitkan SK penetapan penerima")),),
        RoundState.DECREED: (("decision", _("Tandatangani perjanjian")), ("goods", _("Catat pembelian"))),
        RoundState.DELIVERING: (("goods", _("Serahkan barang")),),
        RoundState.MONITORING: (("following", _("Pantau pemakaian alat")),),
    }
