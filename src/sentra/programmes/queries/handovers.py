"""Handovers as their papers tell them: the business as decided upon, whatever the register says now."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Prefetch, Q, QuerySet, Sum
from django.utils import formats, translation

from sentra.base.people.models import User
from sentra.base.permissions import refuse_unless
from sentra.programmes.models import Award, AwardOrigin, AwardState, Handover, Item, PackageLine, Paper, Round
from sentra.programmes.queries.pictures import picture, signature
from sentra.programmes.queries.wording import day, idr
from sentra.programmes.rules.delivering import IN_FORCE
from sentra.programmes.rules.roles import may_read_aid, sees_district

FOUNDING = ("agreement", "pact")  # the first of these that is there stands as the agreement


def whole() -> QuerySet[Handover]:
    """With all that a paper tells, in a fixed number of queries."""
    items = Prefetch("items", Item.objects.select_related("kind").order_by("pk"), to_attr="given")
    near = (
        "award__round__programme",
        "award__proposal",
        "award__package",
        "award__fund__source",
        "recorded_by",
    )
    return Handover.objects.select_related(
        *near, "photo__key", "signature__key", "document"
    ).prefetch_related(items)


def printed(handover: Handover, *, giver: Mapping[str, str]) -> dict[str, Any]:
    """The data of `bast.typ`."""
    award, known = handover.award, handover.award.proposal.snapshot
    items = list(handover.items.select_related("kind").order_by("pk"))
    with translation.override("id"):
        weekday = formats.date_format(handover.handed_on, "l")
    return {
        "weekday": weekday,
        "handed_on": day(handover.handed_on),
        "place": handover.place,
        "round": award.round.title,
        "fund": str(award.fund),
        "package": award.package.title,
        "decree": paper_words(award.round.papers.filter(proposal=None), ("decree",)),
        "agreement": paper_words(award.proposal.papers.all(), FOUNDING),
        "giver": dict(giver),
        "receiver": {"name": handover.receiver, "role": _standing(handover)},
        "business": known["business_name"],
        "registration": award.proposal.number,
        "village": known["village_name"],
        "district": known["district_name"],
        "items": [goods(item) for item in items],
        "total": idr(sum(item.quantity * item.price_idr for item in items)),
        "photo": picture(handover.photo),
        "signature": signature(handover.signature),
        "photo_hash": handover.photo.sha256 if handover.photo else "",
    }


def _standing(handover: Handover) -> str:
    """An owner who signs is called one; of somebody else the paper only gives the name."""
    known = handover.award.proposal.snapshot
    return "pemilik" if handover.receiver.casefold() == known["owner_name"].casefold() else ""


def goods(item: Item) -> dict[str, str]:
    """One line of goods, as the templates tell it."""
    return {
        "kind": item.kind.name,
        "specification": item.kind.specification,
        "quantity": f"{item.quantity} {item.kind.unit}",
        "serial": item.serial,
        "value": idr(item.quantity * item.price_idr),
    }


def paper_words(papers: QuerySet[Paper], kinds: Sequence[str]) -> str:
    """`SK penetapan penerima 500.9/001/… tanggal 1 September 2026`, of the first kind that is there."""
    found = {
        paper.kind: paper for paper in papers.filter(kind__in=kinds, void=False).order_by("dated_on", "pk")
    }
    paper = next((found[kind] for kind in kinds if kind in found), None)
    if paper is None:
        return ""
    with translation.override("id"):
        return f"{paper.get_kind_display()} {paper.number} tanggal {day(paper.dated_on)}".replace("  ", " ")


def printed_together(
    round_: Round, handovers: Sequence[Handover], *, giver: Mapping[str, str]
) -> dict[str, Any]:
    """The data of `bast_bersama.typ`; `handovers` as `whole()` gives them, by day."""
    items = [item for handover in handovers for item in given(handover)]
    waiting = round_.awards.filter(state__in=(AwardState.DECREED, AwardState.AGREED)).count()
    return {
        "round": round_.title,
        "fund": ", ".join(sorted({str(handover.award.fund) for handover in handovers})),
        "period": " – ".join(dict.fromkeys(day(one.handed_on) for one in (handovers[0], handovers[-1]))),
        "place": _places(handovers),
        "decree": paper_words(round_.papers.filter(proposal=None), ("decree",)),
        "count": f"{len(handovers)} penerima",
        "items_count": f"{sum(item.quantity for item in items)} barang",
        "total": idr(sum(item.quantity * item.price_idr for item in items)),
        "waiting": f"{waiting} penerima" if waiting else "",
        "giver": dict(giver),
        "rows": [_row(handover) for handover in handovers],
    }


def given(handover: Handover) -> list[Item]:
    """The items of a handover that `whole()` fetched."""
    found: list[Item] = handover.given  # type: ignore[attr-defined]  # set by the prefetch of `whole`
    return found


def _places(handovers: Iterable[Handover]) -> str:
    found = sorted({handover.place for handover in handovers})
    return found[0] if len(found) == 1 else f"{len(found)} tempat"


def _row(handover: Handover) -> dict[str, str]:
    known, items = handover.award.proposal.snapshot, given(handover)
    return {
        "receiver": handover.receiver,
        "business": known["business_name"],
        "place": ", ".join(name for name in (known["village_name"], known["district_name"]) if name),
        "goods": " · ".join(f"{item.quantity} {item.kind.name}" for item in items),
        "value": idr(sum(item.quantity * item.price_idr for item in items)),
        "handed_on": day(handover.handed_on),
        "bast": handover.document.number if handover.document else "–",
        "signature": signature(handover.signature),
    }


def board(by: User, round_: Round) -> list[Award]:
    """Awards whose goods are to be handed over or were, by number; of a field officer's own district.

    Each carries `pieces` that were granted and `here`, those of them that have arrived.
    """
    here = Sum("items__quantity", filter=Q(items__arrived_on__isnull=False), default=0)
    awards = (
        Award.objects.filter(round=round_, state__in=IN_FORCE)
        .exclude(origin=AwardOrigin.TRANSFER)  # those goods came by a deed
        .select_related("proposal", "package", "fund__source", "handover__document")
        .annotate(here=here)
        .order_by("proposal__number")
    )
    granted = dict(
        PackageLine.objects.filter(package__round=round_).values_list("package").annotate(Sum("quantity"))
    )
    shown: list[Any] = [award for award in awards if sees_district(by, award.proposal.snapshot["district"])]
    for award in shown:
        award.pieces = granted.get(award.package_id, 0)
    return shown


def is_meant(award: Award, words: str) -> bool:
    """Whether number, business, owner or village holds all the words."""
    known = award.proposal.snapshot
    said = (award.proposal.number, *(known.get(name, "") for name in ("business_name", "owner_name")))
    text = " ".join((*said, known.get("village_name", ""))).casefold()
    return all(word in text for word in words.casefold().split())


def award_shown(by: User, pk: int) -> Award:
    """Raises Refused, Award.DoesNotExist (also for another district's)."""
    refuse_unless(may_read_aid(by))
    near = ("round__programme", "proposal", "package", "fund__source")
    award = Award.objects.select_related(*near).get(pk=pk)
    if not sees_district(by, award.proposal.snapshot["district"]):
        raise Award.DoesNotExist
    return award


def unprinted(round_: Round) -> QuerySet[Handover]:
    """Handovers whose BAST is still to be drawn."""
    return Handover.objects.filter(award__round=round_, document=None).order_by("pk")
