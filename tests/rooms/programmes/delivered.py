"""A round led on from `decided`: goods bought, arrived, handed over. Needs `makers.areas()`.

round_ = delivered.bought(delivered.agreed())
"""

import base64
from datetime import date, timedelta
from typing import Any

from sentra.programmes.actions import buying, handing
from sentra.programmes.actions.buying import Bought
from sentra.programmes.models import Award, AwardState, Fund, Handover, Item, Paper, Purchase, Round, ToolKind
from tests.rooms.programmes import decided, rounds

AT = decided.LATER + timedelta(days=33)  # 24 December 2026, a Thursday
BOUGHT_ON, ARRIVED_ON, HANDED_ON = date(2026, 11, 26), date(2026, 12, 10), date(2026, 12, 17)
PIXEL = base64.b64decode(  # one pixel, as PNG
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
JPEG = b"\xff\xd8\xff\xe0 a photo nobody opens"


def awards(round_: Round) -> list[Award]:
    """By number of proposal, as they stand."""
    return list(
        Award.objects.filter(round=round_).select_related("package", "fund").order_by("proposal__number")
    )


def agreed() -> Round:
    """Three tailors with agreements. 0001 and 0002 get the cheap package from the regency, 0003 the dear one
    from the province: which fund pays for whom is the lottery's, and no test of goods should hang on it."""
    round_ = decided.agreed(rounds.checking(count=3))
    regency, province = round_.programme.funds.order_by("pk")
    round_.awards.filter(package=rounds.cheap(round_)).update(fund=regency)
    round_.awards.filter(package=rounds.dear(round_)).update(fund=province)
    return round_


def declined(award: Award) -> Award:
    """Stepped back, and nobody has moved up yet."""
    award.state = AwardState.DECLINED
    award.save(update_fields=["state"])
    return award


def kind(round_: Round, name: str) -> ToolKind:
    return round_.kinds.get(name=name)


def wanted(round_: Round, fund: Fund) -> list[Bought]:
    """One line for each line of each award of the fund, at the budget's price."""
    return [
        Bought(line.kind, line.quantity, line.kind.price_idr, award)
        for award in awards(round_)
        if award.fund_id == fund.pk
        for line in award.package.lines.select_related("kind").order_by("pk")
    ]


def purchase(round_: Round, fund: Fund, lines: list[Bought], **otherwise: Any) -> Purchase:
    told: dict[str, Any] = {
        "supplier": "CV Penyedia Contoh",
        "number": f"KONTRAK-{fund.pk}-{round_.purchases.count() + 1}",
        "bought_on": BOUGHT_ON,
        "invoice_idr": sum(line.quantity * line.price_idr for line in lines),
    }
    return buying.record_purchase(
        by=rounds.officer(), at=AT, round_=round_, fund=fund, lines=lines, **told | otherwise
    )


def bought(round_: Round) -> Round:
    """Everything that was awarded, one invoice a fund."""
    for fund in round_.programme.funds.order_by("pk"):
        if lines := wanted(round_, fund):
            purchase(round_, fund, lines)
    return Round.objects.get(pk=round_.pk)


def received(one: Purchase, **otherwise: Any) -> Paper:
    told: dict[str, Any] = {"arrived_on": ARRIVED_ON, "number": f"BAPB-{one.number}"}
    return buying.receive_goods(by=rounds.officer(), at=AT, purchase=one, **told | otherwise)


def arrived(round_: Round) -> Round:
    done = bought(round_)
    for one in done.purchases.order_by("pk"):
        received(one)
    return done


def handed(award: Award, **otherwise: Any) -> Handover:
    told: dict[str, Any] = {
        "handed_on": HANDED_ON,
        "place": "Balai Desa Contoh",
        "receiver": award.proposal.snapshot["owner_name"],
        "serials": {item.pk: f"SN-{item.pk}" for item in Item.objects.filter(award=award)},
        "photo": JPEG,
        "signature": PIXEL,
        "form_key": f"serah-{award.pk}",
    }
    return handing.hand_over(by=rounds.officer(), award=award, **{"at": AT} | told | otherwise)


def known() -> dict[str, object]:
    """What the addresses of goods name: one handed over with its paper, one waiting, one purchase to come."""
    round_ = bought(agreed())
    first, second = round_.purchases.order_by("pk")
    received(first)
    handover = handed(awards(round_)[0], photo=PIXEL)
    told = {"by": rounds.officer(), "at": AT}
    paper = handing.issue_handover(handover=handover, **told)
    return {
        "goods_round": round_.pk,
        "coming": second.pk,
        "handed": handover.award_id,
        "waiting": awards(round_)[1].pk,
        "bast": paper.pk,
        "photo": handover.photo_id,
    }
