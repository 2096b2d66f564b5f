"""A round led on from `delivered`: everything handed over, to be followed up. Needs `makers.areas()`.

round_ = followed.monitored()      # two tailors have their goods, two wait
[inspection] = followed.drawn(round_)[:1]
followed.seen(inspection, idle=1)
"""

from datetime import date, timedelta
from typing import Any

from sentra.programmes.actions import following, passing_on, planning
from sentra.programmes.models import Award, Condition, Inspection, Item, Proposal, Round, Transfer
from sentra.programmes.queries.plans import waiting
from tests.rooms.programmes import decided, delivered, rounds

AT = delivered.AT + timedelta(days=120)  # 23 April 2027
SEEN_ON, MOVED_ON = date(2027, 3, 20), date(2027, 4, 5)
BUDGET_IDR = 9_000_000  # two of the cheap packages


def monitored(count: int = 4, budget_idr: int = BUDGET_IDR, **otherwise: Any) -> Round:
    """`count` tailors asked, the first two the money reaches have their goods since 17 December 2026."""
    under = planning.open_programme(
        by=rounds.officer(),
        at=rounds.AT,
        year=2026,
        title="Bantuan kecil",
        purpose="",
        instrument=rounds.BARANG,
    )
    rounds.fund(under, "apbd-kab", budget_idr)
    round_ = delivered.arrived(decided.agreed(rounds.checking(count=count, under=under, **otherwise)))
    for award in delivered.awards(round_):
        delivered.handed(award, photo=delivered.PIXEL)
    return Round.objects.get(pk=round_.pk)


def drawn(round_: Round, **otherwise: Any) -> list[Inspection]:
    told: dict[str, Any] = {"months": 3, "confidence": 95, "margin": 10}
    following.draw_sample(by=rounds.officer(), at=AT, round_=round_, **told | otherwise)
    return inspections(round_)


def inspections(round_: Round) -> list[Inspection]:
    near = ("award__proposal", "award__round__programme")
    found = Inspection.objects.filter(award__round=round_).select_related(*near)
    return list(found.order_by("award__proposal__number", "months"))


def items(award: Award) -> list[Item]:
    return list(Item.objects.filter(award=award).select_related("kind").order_by("pk"))


def conditions(award: Award, *others: str) -> dict[int, str]:
    """Of every item of an award: `others` of the first ones, the rest works."""
    states = [*others, *[Condition.WORKING.value] * len(items(award))]
    return {item.pk: str(state) for item, state in zip(items(award), states, strict=False)}


def seen(inspection: Inspection, *others: str, **otherwise: Any) -> Inspection:
    told: dict[str, Any] = {
        "seen_on": SEEN_ON,
        "conditions": conditions(inspection.award, *others),
        "photo": delivered.PIXEL,
        "note": "Rusak tombolnya" if others else "",
        "form_key": f"pantau-{inspection.pk}",
    }
    return following.record_inspection(by=rounds.officer(), at=AT, inspection=inspection, **told | otherwise)


def idle(round_: Round) -> Award:
    """The first recipient, seen with the sewing machine idle."""
    first = drawn(round_)[0]
    seen(first, Condition.IDLE, note="Penjahitnya pindah")
    return Award.objects.get(pk=first.award_id)


def waits(round_: Round) -> list[Proposal]:
    return waiting(rounds.officer(), round_)


def passed(giver: Award, proposal: Proposal, **otherwise: Any) -> list[Transfer]:
    told: dict[str, Any] = {
        "items": [item for item in items(giver) if item.condition == Condition.IDLE],
        "moved_on": MOVED_ON,
        "place": "",
        "reason": "Penjahitnya pindah ke luar daerah",
    }
    return passing_on.transfer_items(
        by=rounds.officer(), at=AT, giver=giver, proposal=proposal, **told | otherwise
    )
