"""What became of the demo's round of 2020: goods, handovers on 10 September, inspections, a transfer."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from sentra.base.people.models import Role
from sentra.cli.demo.acting import account, on, ran
from sentra.cli.demo.pictures import picture, scribble
from sentra.programmes import actions
from sentra.programmes.actions import Bought
from sentra.programmes.models import (
    Award,
    AwardState,
    Condition,
    Fund,
    Inspection,
    Item,
    PackageLine,
    Proposal,
    ProposalState,
    Purchase,
    Round,
)

HANDED_ON = date(2020, 9, 10)
CONFIDENCE, MARGIN = 90, 10  # percent, of the sample that is looked at
DRAWN = ((3, date(2020, 12, 1)), (6, date(2021, 3, 1)), (12, date(2021, 9, 1)))
# Two lists of aid of 2015 as they were published; neither adds up to its total.
PUBLISHED = (
    (
        "KUB penerima 2015",
        13,
        (("Kutasari", 5), ("Bojongsari", 2), ("Mrebet", 2), ("Pengadegan", 1), ("Karanganyar", 2)),
    ),
    (
        "Tungku hemat energi 2015",
        125,
        (("Kutasari", 66), ("Bojongsari", 13), ("Mrebet", 11), ("Pengadegan", 25)),
    ),
)
PUBLISHED_IN = "dinkominfo.purbalinggakab.go.id, pengembangan gula kelapa organik, 2015"


class Afterwards:
    """From the agreements on; each step is a few calls of actions on the day they were made."""

    def __init__(self, round_: Round) -> None:
        self.round = Round.objects.get(pk=round_.pk)
        self.officer, self.treasurer = account(Role.OFFICER), account(Role.TREASURER)

    def steps(self) -> Iterator[tuple[str, Callable[[], None]]]:
        yield "pengadaan dan penerimaan barang", self.buy
        yield "serah terima dengan BAST", self.hand_over
        yield "pemantauan 3, 6, 12 bulan", self.follow
        yield "alat menganggur dialihkan", self.pass_on
        yield "daftar lama yang tidak klop", self.publish

    # Goods

    def buy(self) -> None:
        for number, fund in enumerate(self.round.programme.funds.order_by("pk"), start=1):
            purchase = self._purchase(fund, number)
            actions.receive_goods(
                by=self.officer,
                at=on(date(2020, 8, 24)),
                purchase=purchase,
                arrived_on=date(2020, 8, 24),
                number=f"BAP-{number}/2020 (contoh)",
            )
        actions.assign_items(by=self.officer, at=on(date(2020, 8, 26)), round_=self.round)

    def _purchase(self, fund: Fund, number: int) -> Purchase:
        """What the fund's awards need, three in a hundred below the budget; one invoice does not add up."""
        needed = PackageLine.objects.filter(
            package__awards__fund=fund, package__awards__state=AwardState.AGREED
        ).select_related("kind")
        counts: dict[int, Bought] = {}
        for line in needed:
            known = counts.get(line.kind_id)
            quantity = line.quantity + (known.quantity if known else 0)
            counts[line.kind_id] = Bought(line.kind, quantity, line.kind.price_idr * 97 // 100)
        lines = list(counts.values())
        total = sum(line.quantity * line.price_idr for line in lines)
        return actions.record_purchase(
            by=self.treasurer,
            at=on(date(2020, 7, 30)),
            round_=self.round,
            fund=fund,
            supplier=f"CV Contoh Peralatan {number}",
            number=f"K-{number:02}/2020 (contoh)",
            bought_on=date(2020, 7, 29),
            invoice_idr=total + (1_250_000 if number == 1 else 0),
            lines=lines,
        )

    def hand_over(self) -> None:
        agreed = Award.objects.filter(round=self.round, state=AwardState.AGREED)
        for at, award in enumerate(agreed.select_related("proposal").order_by("proposal__number")):
            items = award.items.select_related("kind").order_by("pk")
            serials = {item.pk: f"C20-{item.pk:05}" for item in items if item.kind.serial_asked}
            actions.hand_over(
                by=self.officer,
                at=on(HANDED_ON, 9 + at % 6),
                award=award,
                handed_on=HANDED_ON,
                place="Halaman kantor dinas",
                receiver=award.proposal.snapshot["owner_name"],
                serials=serials,
                photo=picture(at),
                signature=scribble(at),
                form_key=f"contoh-serah-{award.pk}",
            )
        day = on(HANDED_ON, 16)
        self.round.refresh_from_db()
        if job := actions.ask_handovers(by=self.officer, at=day, round_=self.round):
            ran(job, day)
        actions.issue_together(by=self.officer, at=day, round_=self.round)

    # What became of it

    def follow(self) -> None:
        for months, day in DRAWN:
            actions.draw_sample(
                by=self.officer,
                at=on(day),
                round_=self.round,
                months=months,
                confidence=CONFIDENCE,
                margin=MARGIN,
            )
            due = Inspection.objects.filter(award__round=self.round, months=months, seen_on=None)
            for at, inspection in enumerate(due.select_related("award__proposal").order_by("pk")):
                self._look(inspection, at, months)

    def _look(self, inspection: Inspection, at: int, months: int) -> None:
        seen_on = inspection.due_on + timedelta(days=at % 12)
        items = list(inspection.award.items.order_by("pk"))
        state = {7: Condition.IDLE, 19: Condition.BROKEN, 31: Condition.MISSING}.get(at * (months + 1) % 43)
        conditions = {item.pk: str(Condition.WORKING) for item in items}
        conditions[items[0].pk] = str(state or Condition.WORKING)
        actions.record_inspection(
            by=self.officer,
            at=on(seen_on, 11),
            inspection=inspection,
            seen_on=seen_on,
            conditions=conditions,
            photo=picture(at + months),
            note="Data contoh.",
            form_key=f"contoh-pantau-{inspection.pk}",
        )

    def pass_on(self) -> None:
        """The first idle goods somebody who waits has asked for."""
        for item in Item.objects.filter(purchase__round=self.round, condition=Condition.IDLE).order_by("pk"):
            waiting = self._who_asked_for(item)
            if waiting and item.award:
                actions.transfer_items(
                    by=self.officer,
                    at=on(date(2021, 10, 4)),
                    giver=item.award,
                    items=[item],
                    proposal=waiting,
                    moved_on=date(2021, 10, 4),
                    place="Kantor dinas",
                    reason="Usaha berhenti, alat tidak dipakai (contoh).",
                )
                return

    def _who_asked_for(self, item: Item) -> Proposal | None:
        wishing = self.round.proposals.filter(
            state=ProposalState.WAITING, wishes__package__lines__kind=item.kind_id
        )
        return wishing.order_by("-score_tenths", "number").first()

    def publish(self) -> None:
        for title, stated, parts in PUBLISHED:
            actions.record_total(
                by=self.officer,
                at=on(date(2021, 10, 5)),
                programme=self.round.programme,
                title=title,
                source=PUBLISHED_IN,
                counted="pieces",
                stated=stated,
                parts=parts,
            )
