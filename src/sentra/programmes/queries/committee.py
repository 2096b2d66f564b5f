"""Who sits on the committee of a round, what they declared, and what they keep out of."""

from sentra.base.people.models import User
from sentra.programmes.models import Proposal, Recusal, Round, Seat
from sentra.programmes.rules.roles import DECIDERS, sees_district
from sentra.registry.rules import By


def seats_of(round_: Round) -> list[Seat]:
    return list(Seat.objects.filter(round=round_).select_related("member").order_by("pk"))


def seat_of(by: By, round_: Round) -> Seat | None:
    """None for everybody who is not on the committee."""
    return Seat.objects.filter(round=round_, member=by.pk).first()


def members_to_name(round_: Round) -> list[User]:
    """Those who decide and have no seat yet, by name."""
    seated = Seat.objects.filter(round=round_).values("member")
    people = User.objects.filter(role__in=DECIDERS, is_active=True).exclude(pk__in=seated)
    return list(people.order_by("name", "pk"))


def recusals_of(round_: Round, by: User) -> list[Recusal]:
    """By number of proposal; of a field officer's own district."""
    near = ("seat__member", "proposal")
    found = Recusal.objects.filter(seat__round=round_).select_related(*near)
    shown = found.order_by("proposal__number", "pk")
    return [one for one in shown if sees_district(by, one.proposal.snapshot.get("district"))]


def recusal_of(seat: Seat | None, proposal: Proposal) -> Recusal | None:
    return proposal.recusals.filter(seat=seat).first() if seat else None
