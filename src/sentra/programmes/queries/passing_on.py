"""Who might take over goods that nobody uses, and what went on to whom."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import formats, translation

from sentra.base.people.models import User
from sentra.programmes.models import Award, Item, Package, Proposal, Round, Transfer
from sentra.programmes.queries.following import held_since, place_of
from sentra.programmes.queries.handovers import goods, paper_words
from sentra.programmes.queries.papers import beside
from sentra.programmes.queries.plans import waiting
from sentra.programmes.queries.wording import day, idr
from sentra.programmes.rules.roles import sees_district


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody on the waiting list, and the package they wish for that holds everything offered."""

    place: int  # on the waiting list
    proposal: Proposal
    package: Package


def candidates(by: User, round_: Round, items: Iterable[Item]) -> list[Candidate]:
    """In the order of the waiting list; whoever wishes for no package with all these kinds is left out."""
    found = []
    for place, proposal in enumerate(waiting(by, round_), start=1):
        if package := package_with(proposal, items):
            found.append(Candidate(place, proposal, package))
    return found


def package_with(proposal: Proposal, items: Iterable[Item]) -> Package | None:
    """The package they want most of those that hold all these kinds."""
    kinds = {item.kind_id for item in items}
    wishes = proposal.wishes.select_related("package").prefetch_related("package__lines").order_by("rank")
    for wish in wishes:
        if kinds <= {line.kind_id for line in wish.package.lines.all()}:
            return wish.package
    return None


def deed_data(
    giver: Award,
    receiver: Award,
    items: Sequence[Item],
    *,
    moved_on: date,
    place: str,
    reason: str,
    office: dict[str, str],
) -> dict[str, Any]:
    """The data of `pengalihan.typ`."""
    with translation.override("id"):
        weekday = formats.date_format(moved_on, "l")
    since, number = held_since(giver)
    return {
        "weekday": weekday,
        "moved_on": day(moved_on),
        "place": place,
        "round": giver.round.title,
        "reason": reason,
        "decree": paper_words(beside(giver.round, giver.proposal), ("decree",)),
        "bast": f"{number} tanggal {day(since)}".strip(),
        "giver": _party(giver.proposal),
        "receiver": _party(receiver.proposal) | {"registration": receiver.proposal.number},
        "items": [goods(item) for item in items],
        "total": idr(sum(item.quantity * item.price_idr for item in items)),
        "condition": "menganggur ketika terakhir dilihat",
        "office": office,
    }


def _party(proposal: Proposal) -> dict[str, str]:
    known = proposal.snapshot
    return {
        "name": known["owner_name"],
        "role": "pemilik",
        "business": known["business_name"],
        "address": place_of(proposal),
    }


def transfers_of(round_: Round, by: User | None = None) -> list[Transfer]:
    """What moved on, the newest first; where a field officer sees one of the two."""
    near = ("item__kind", "giver__proposal", "receiver__proposal", "document")
    found = Transfer.objects.filter(giver__round=round_).select_related(*near).order_by("-moved_on", "-pk")
    return [one for one in found if by is None or _sees_either(by, one)]


def _sees_either(by: User, transfer: Transfer) -> bool:
    both = (transfer.giver.proposal, transfer.receiver.proposal)
    return any(sees_district(by, one.snapshot["district"]) for one in both)
