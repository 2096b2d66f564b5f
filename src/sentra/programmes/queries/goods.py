"""Goods of a round, line by line: planned, bought, handed over, in use; and what is missing at each step."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Sum
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sentra.base.people.models import User
from sentra.programmes.catalogue.papers import BY_KEY
from sentra.programmes.models import (
    Award,
    AwardOrigin,
    AwardState,
    Condition,
    Fund,
    Item,
    Paper,
    Purchase,
    Round,
    ToolKind,
)
from sentra.programmes.queries.wording import idr
from sentra.programmes.rules.delivering import IN_FORCE
from sentra.programmes.rules.roles import sees_district

SLOW_WEEKS = 4  # from then on goods that lie about are shown in red
WRONG = {Condition.IDLE: "warn", Condition.BROKEN: "bad", Condition.MISSING: "bad"}
STEPS: dict[str, Promise] = {
    "planned": gettext_lazy("Direncanakan"),
    "bought": gettext_lazy("Dibeli"),
    "delivered": gettext_lazy("Diserahkan"),
    "working": gettext_lazy("Dipakai"),
}


@dataclass(frozen=True, slots=True)
class Gap:
    """What does not fit at one step of a line: `tone` is bad or warn."""

    step: str
    tone: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Line:
    """One item of one recipient, or pieces that were granted and not bought, or bought for nobody."""

    kind: ToolKind
    quantity: int
    award: Award | None
    item: Item | None = None
    gaps: tuple[Gap, ...] = ()

    @property
    def planned_idr(self) -> int:
        """Budget value; nothing was planned for pieces that are nobody's."""
        return self.quantity * self.kind.price_idr if self.award else 0

    @property
    def bought_idr(self) -> int:
        return self.quantity * self.item.price_idr if self.item else 0

    @property
    def step(self) -> str:
        """How far it is: the last of STEPS that is true of it."""
        if self.item is None:
            return "planned"
        if self.item.handover_id is None:
            return "bought"
        return "working" if self.item.condition == Condition.WORKING else "delivered"

    @property
    def tone(self) -> str:
        """The worst of its gaps; empty when there is none."""
        tones = {gap.tone for gap in self.gaps}
        return "bad" if "bad" in tones else "warn" if tones else ""

    def gap(self, step: str) -> Gap | None:
        """The worst gap of one step."""
        return min((gap for gap in self.gaps if gap.step == step), key=lambda gap: gap.tone, default=None)

    @property
    def reached(self) -> tuple[str, ...]:
        """The steps that are true of it; nothing was planned for what is nobody's."""
        steps = tuple(STEPS)
        return steps[0 if self.award else 1 : steps.index(self.step) + 1]

    @property
    def cells(self) -> list[tuple[str, str, Gap | None]]:
        """Step, its words, and what does not fit at it."""
        return [(step, str(words), self.gap(step)) for step, words in STEPS.items()]


@dataclass(frozen=True, slots=True)
class Ageing:
    """The undelivered-goods clock: a bought item that nobody has signed for yet."""

    line: Line
    weeks: int
    value_idr: int
    missing: str  # the paper that is not there

    @property
    def tone(self) -> str:
        return "bad" if self.weeks >= SLOW_WEEKS else "warn"

    @property
    def age(self) -> str:
        return age(self.weeks)


@dataclass(frozen=True, slots=True)
class Account:
    """One fund: what it may cost, what was awarded, invoiced, and what the lines of the invoices say."""

    fund: Fund
    awarded_idr: int
    invoiced_idr: int
    lines_idr: int
    sentences: list[str] = field(default_factory=list)


def lines(round_: Round, *, on: date, by: User | None = None) -> list[Line]:
    """Every line by number of proposal, then what is nobody's; of `by`'s own district for a field officer."""
    awards = [award for award in awards_of(round_) if by is None or _sees(by, award)]
    bought = defaultdict[int | None, list[Item]](list)
    moved = Counter[tuple[int, int]]()  # pieces an award had and another holds by a deed of transfer
    near = ("kind", "purchase", "handover__document")
    for item in Item.objects.filter(purchase__round=round_).select_related(*near).order_by("pk"):
        bought[item.award_id].append(item)
        if item.handover and item.handover.award_id != item.award_id:
            moved[item.handover.award_id, item.kind_id] += item.quantity
    found = [line for award in awards for line in _of_award(award, bought.pop(award.pk, []), moved, on)]
    if by is None or sees_district(by, None):
        known = set(awards)
        others = [item for items in bought.values() for item in items if item.award not in known]
        found += [_nobodys(item, on) for item in others]
    return found


def awards_of(round_: Round) -> list[Award]:
    """Those in force, with what they grant."""
    awards = Award.objects.filter(round=round_, state__in=IN_FORCE).select_related(
        "proposal", "package", "fund"
    )
    return list(awards.prefetch_related("package__lines__kind").order_by("proposal__number"))


def _sees(by: User, award: Award) -> bool:
    return sees_district(by, award.proposal.snapshot["district"])


def _of_award(award: Award, items: Sequence[Item], moved: Counter[tuple[int, int]], on: date) -> list[Line]:
    """What was granted and is not there lacks; to whom goods only moved on nothing else was granted."""
    found = [Line(item.kind, item.quantity, award, item, tuple(_gaps(item, on))) for item in items]
    has = Counter[int]()
    for item in items:
        has[item.kind_id] += item.quantity
    for granted in award.package.lines.all():
        lacking = granted.quantity - has[granted.kind_id] - moved[award.pk, granted.kind_id]
        if lacking > 0 and award.origin != AwardOrigin.TRANSFER:
            gap = Gap("bought", "bad", _("Belum dibeli."))
            found.append(Line(granted.kind, lacking, award, None, (gap,)))
    return sorted(
        found, key=lambda line: (line.kind.name, line.item is None, line.item.pk if line.item else 0)
    )


def _nobodys(item: Item, on: date) -> Line:
    gap = Gap("planned", "bad", _("Dibeli, tetapi bukan untuk siapa pun."))
    return Line(item.kind, item.quantity, None, item, (gap, *_gaps(item, on)))


def _gaps(item: Item, on: date) -> list[Gap]:
    found = []
    if item.price_idr > item.kind.price_idr:
        more = idr(item.price_idr - item.kind.price_idr)
        told = _("Lebih mahal %(more)s per %(unit)s daripada anggaran.")
        found.append(Gap("bought", "warn", told % {"more": more, "unit": item.kind.unit}))
    if item.handover is None:
        return [*found, _waiting(item, on)]
    if item.kind.serial_asked and not item.serial:
        found.append(Gap("delivered", "bad", _("Nomor seri belum dicatat.")))
    if item.handover.photo_id is None:
        found.append(Gap("delivered", "bad", _("Foto penyerahan tidak ada.")))
    if item.handover.document_id is None:
        found.append(Gap("delivered", "warn", _("BAST belum terbit.")))
    if tone := WRONG.get(Condition(item.condition)):
        found.append(Gap("working", tone, f"{item.get_condition_display()}."))
    return found


def _waiting(item: Item, on: date) -> Gap:
    weeks = weeks_since(item.purchase.bought_on, on)
    words = _("Sudah tiba, belum diserahkan (%(age)s).") if item.arrived_on else _("Belum tiba (%(age)s).")
    tone = "bad" if weeks >= SLOW_WEEKS else "warn"
    return Gap("delivered", tone, words % {"age": age(weeks)})


def weeks_since(day: date, on: date) -> int:
    """Whole weeks, 0 for a day that is still to come."""
    return max(0, (on - day).days // 7)


def age(weeks: int) -> str:
    return (
        ngettext("%(count)s minggu", "%(count)s minggu", weeks) % {"count": weeks}
        if weeks
        else _("pekan ini")
    )


def clock(found: Iterable[Line], papers: Iterable[Paper], *, on: date) -> list[Ageing]:
    """What is bought and not signed for, the longest first. `papers`: all of the round that are in force."""
    there = {(paper.proposal_id, paper.kind) for paper in papers}
    ageing = [
        Ageing(line, weeks_since(line.item.purchase.bought_on, on), line.bought_idr, _missing(line, there))
        for line in found
        if line.item and line.item.handover_id is None
    ]
    return sorted(ageing, key=lambda one: (-one.weeks, -one.value_idr))


def _missing(line: Line, there: set[tuple[int | None, str]]) -> str:
    """The next paper on the way to the recipient's signature."""
    if line.item and line.item.arrived_on is None:
        return str(BY_KEY["goods_receipt"].label)
    if line.award is None:
        return _("penerima")
    agreed = any((line.award.proposal_id, kind) in there for kind in ("pact", "agreement"))
    return str(BY_KEY["handover" if agreed else "pact"].label)


def totals(found: Sequence[Line]) -> list[dict[str, Any]]:
    """Value and pieces that reached each step: planned as budget value, the others as invoice value."""
    return [_total(step, [line for line in found if step in line.reached], found) for step in STEPS]


def _total(step: str, reached: Sequence[Line], found: Sequence[Line]) -> dict[str, Any]:
    values = (line.planned_idr if step == "planned" else line.bought_idr for line in reached)
    return {
        "step": step,
        "words": STEPS[step],
        "pieces": sum(line.quantity for line in reached),
        "value_idr": sum(values),
        "gaps": sum(1 for line in found if line.gap(step)),
    }


def accounts(round_: Round) -> list[Account]:
    """One for each fund of the programme, with a sentence for whatever does not add up."""
    gone = (AwardState.DECLINED, AwardState.WITHDRAWN)
    awards = Award.objects.filter(round=round_).exclude(state__in=gone)
    awards = awards.exclude(origin=AwardOrigin.TRANSFER)  # the same money a second time
    awarded = dict(awards.order_by().values_list("fund").annotate(Sum("value_idr")))
    purchases = list(
        Purchase.objects.filter(round=round_).prefetch_related("items").order_by("bought_on", "pk")
    )
    funds = round_.programme.funds.select_related("source").order_by("pk")
    return [
        _account(fund, awarded.get(fund.pk, 0), [one for one in purchases if one.fund_id == fund.pk])
        for fund in funds
    ]


def _account(fund: Fund, awarded_idr: int, purchases: Sequence[Purchase]) -> Account:
    invoiced = sum(purchase.invoice_idr for purchase in purchases)
    told = list[str]()
    for words, more in (
        (_("Bantuan yang ditetapkan melebihi pagu %(more)s."), awarded_idr - fund.ceiling_idr),
        (_("Faktur melebihi pagu %(more)s."), invoiced - fund.ceiling_idr),
    ):
        if more > 0:
            told.append(words % {"more": idr(more)})
    told += [sentence for purchase in purchases if (sentence := does_not_add_up(purchase))]
    return Account(fund, awarded_idr, invoiced, sum(map(lines_idr, purchases)), told)


def lines_idr(purchase: Purchase) -> int:
    """What the lines of an invoice come to."""
    return sum(item.quantity * item.price_idr for item in purchase.items.all())


def does_not_add_up(purchase: Purchase) -> str:
    """A sentence when the total of an invoice is not that of its lines."""
    apart = purchase.invoice_idr - lines_idr(purchase)
    if not apart:
        return ""
    words = _("Faktur %(number)s tidak cocok: totalnya %(total)s, barisnya berjumlah %(lines)s.")
    told = {"number": purchase.number, "total": idr(purchase.invoice_idr), "lines": idr(lines_idr(purchase))}
    return words % told


@dataclass(frozen=True, slots=True)
class Delivery:
    """One purchase: what its lines come to, and whether all of it is here."""

    purchase: Purchase
    lines_idr: int
    coming: int  # pieces that are still to arrive
    sentence: str  # when its total is not that of its lines


def purchases(round_: Round) -> list[Delivery]:
    """The newest first."""
    found = Purchase.objects.filter(round=round_).select_related("fund__source").prefetch_related("items")
    return [
        Delivery(
            one,
            lines_idr(one),
            sum(item.quantity for item in one.items.all() if item.arrived_on is None),
            does_not_add_up(one),
        )
        for one in found.order_by("-bought_on", "-pk")
    ]
