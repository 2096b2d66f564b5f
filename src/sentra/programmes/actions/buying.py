"""Goods: bought from a fund, set apart for recipients, taken in when they arrive."""

from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from sentra.base.audit.chain import record
from sentra.base.documents.attaching import attach
from sentra.base.people.models import User
from sentra.base.permissions import refuse_unless, unfit_unless_none
from sentra.programmes.actions.planning import locked
from sentra.programmes.models import (
    Award,
    AwardState,
    Fund,
    Item,
    PackageLine,
    Paper,
    Purchase,
    Round,
    RoundState,
    ToolKind,
)
from sentra.programmes.rules import delivering as rules
from sentra.programmes.rules.papers import chronology


@dataclass(frozen=True, slots=True)
class Bought:
    """One line of an invoice. `price_idr` is that of one piece; without an award the pieces are spare."""

    kind: ToolKind
    quantity: int
    price_idr: int
    award: Award | None = None


@transaction.atomic
def record_purchase(
    *,
    by: User,
    at: datetime,
    round_: Round,
    fund: Fund,
    supplier: str,
    number: str,
    bought_on: date,
    invoice_idr: int,
    lines: Sequence[Bought],
) -> Purchase:
    """One invoice with its lines, or nothing. Raises Unfit.

    Its total is kept as the invoice says it, also when the lines add up to something else: the page says so.
    With the first purchase the round is delivering.
    """
    round_ = locked(round_)
    refuse_unless(rules.may_purchase(by, round_))
    faults = rules.faults_of_purchase(
        round_,
        fund=fund,
        supplier=supplier,
        number=number,
        bought_on=bought_on,
        invoice_idr=invoice_idr,
        lines=lines,
        today=localtime(at).date(),
    )
    unfit_unless_none(faults)
    told = {"supplier": supplier.strip(), "number": number.strip(), "bought_on": bought_on}
    told["invoice_idr"] = invoice_idr
    purchase = Purchase.objects.create(round=round_, fund=fund, **told, recorded_at=at, recorded_by=by)
    Item.objects.bulk_create(piece for line in lines for piece in _pieces(purchase, line))
    _turn(round_, RoundState.DELIVERING)
    more = {"fund": fund.pk, "lines": [[one.kind.name, one.quantity, one.price_idr] for one in lines]}
    record(by=by, at=at, act="record_purchase", subject=purchase, new=told | more)
    return purchase


def _pieces(purchase: Purchase, line: Bought) -> list[Item]:
    """One item a line; one a piece where each carries a serial of its own."""
    single = line.kind.serial_asked
    return [
        Item(
            purchase=purchase,
            kind=line.kind,
            award=line.award,
            quantity=1 if single else line.quantity,
            price_idr=line.price_idr,
        )
        for _piece in range(line.quantity if single else 1)
    ]


def _turn(round_: Round, state: RoundState) -> None:
    if round_.state != state:
        round_.state = state
        round_.save(update_fields=["state"])


@transaction.atomic
def assign_items(*, by: User, at: datetime, round_: Round) -> int:
    """Sets spare pieces apart for those who still lack them, by number of proposal; how many there were.

    A fund pays only for its own awards. What somebody declined is spare again. Called again it goes on.
    """
    round_ = locked(round_)
    refuse_unless(rules.may_purchase(by, round_))
    spare = _Spare(round_)
    awards = Award.objects.filter(round=round_, state__in=(AwardState.DECREED, AwardState.AGREED))
    awards = awards.select_related("package").prefetch_related("package__lines", "items")
    for award in awards.order_by("proposal__number"):
        for line in award.package.lines.all():
            spare.give(award, line)
    count = spare.save()
    if count:
        record(by=by, at=at, act="assign_items", subject=round_, new={"pieces": count})
    return count


class _Spare:
    """Pieces that are nobody's, by kind and fund; those that are here already go first."""

    def __init__(self, round_: Round) -> None:
        free = Q(award=None) | Q(award__state__in=(AwardState.DECLINED, AwardState.WITHDRAWN), handover=None)
        items = Item.objects.filter(free, purchase__round=round_).select_related("purchase")
        self._left = defaultdict[tuple[int, int], deque[Item]](deque)
        self._whole, self._parts, self._cut = list[Item](), list[Item](), set[Item]()
        for item in sorted(items, key=lambda item: (item.arrived_on is None, item.pk)):
            self._left[item.kind_id, item.purchase.fund_id].append(item)

    def give(self, award: Award, line: PackageLine) -> None:
        """What the line of the package still lacks, as far as it goes."""
        has = sum(item.quantity for item in award.items.all() if item.kind_id == line.kind_id)
        left, wanted = self._left[line.kind_id, award.fund_id], line.quantity - has
        while left and wanted > 0:
            wanted -= self._give_first(left, award, wanted)

    def _give_first(self, left: deque[Item], award: Award, wanted: int) -> int:
        first = left[0]
        if first.quantity > wanted:
            self._parts.append(_part(first, award, wanted))
            self._cut.add(first)
            return wanted
        left.popleft()
        first.award = award
        self._whole.append(first)
        return first.quantity

    def save(self) -> int:
        """The pieces that found somebody. An item that was split stays with the rest of its pieces."""
        Item.objects.bulk_update(self._whole, ["award", "quantity"], batch_size=200)
        Item.objects.bulk_update(self._cut - set(self._whole), ["quantity"], batch_size=200)
        Item.objects.bulk_create(self._parts)
        return sum(item.quantity for item in (*self._whole, *self._parts))


def _part(item: Item, award: Award, quantity: int) -> Item:
    """So many pieces of an item, for somebody; the item keeps the others."""
    item.quantity -= quantity
    return Item(
        purchase=item.purchase,
        kind_id=item.kind_id,
        award=award,
        quantity=quantity,
        price_idr=item.price_idr,
        arrived_on=item.arrived_on,
    )


@transaction.atomic
def receive_goods(
    *,
    by: User,
    at: datetime,
    purchase: Purchase,
    arrived_on: date,
    number: str,
    items: Sequence[Item] | None = None,
    file: bytes = b"",
) -> Paper:
    """Goods of a purchase arrived (all that were still to come when `items` is None): their receipt.

    `file`: a scan of the receipt as signed. Raises Unfit, UnusableFile.
    """
    purchase.round = locked(purchase.round)
    refuse_unless(rules.may_receive(by, purchase))
    coming = purchase.items.filter(arrived_on=None)
    if items is not None:
        coming = coming.filter(pk__in=[item.pk for item in items])
    faults = {
        "arrived_on": "" if arrived_on >= purchase.bought_on else _("Barang tidak tiba sebelum dibeli."),
        "number": "" if number.strip() else _("Isi nomor berita acara penerimaan."),
        "items": "" if coming.exists() else _("Pilih barang yang tiba."),
    }
    unfit_unless_none(faults)
    # Of the round's own papers only: goods of another purchase may have been handed over already.
    own = purchase.round.papers.filter(proposal=None, void=False).select_related("round", "proposal")
    refuse_unless(chronology("goods_receipt", arrived_on, own, today=localtime(at).date()))
    paper = Paper(
        round=purchase.round,
        kind="goods_receipt",
        number=number.strip(),
        dated_on=arrived_on,
        recorded_at=at,
        recorded_by=by,
        note=_("Pembelian %(number)s") % {"number": purchase.number},
    )
    if file:
        paper.file = attach(by=by, at=at, name=_("Berita acara penerimaan"), data=file)
    paper.save(force_insert=True)
    told: dict[str, Any] = {"purchase": purchase.number, "arrived_on": arrived_on, "number": paper.number}
    told["items"] = coming.update(arrived_on=arrived_on)
    record(by=by, at=at, act="receive_goods", subject=paper, new=told)
    return paper
