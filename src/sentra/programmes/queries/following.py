"""What became of the goods of a round: who is to be looked at, what was seen, what it says of everybody."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sentra.base.people.models import User
from sentra.base.permissions import refuse_unless
from sentra.programmes.models import (
    Award,
    AwardState,
    Condition,
    Inspection,
    Item,
    ItemCheck,
    Proposal,
    Round,
    Sample,
    Transfer,
)
from sentra.programmes.queries.pictures import picture
from sentra.programmes.queries.wording import day
from sentra.programmes.rules.following import deviations
from sentra.programmes.rules.roles import may_read_aid, sees_district

ON_THE_SHEET = {  # short enough for one line, Indonesian as all papers are
    Condition.WORKING: "Dipakai",
    Condition.IDLE: "Menganggur",
    Condition.BROKEN: "Rusak",
    Condition.MISSING: "Tidak ada",
}
TROUBLE = (Condition.MISSING, Condition.BROKEN, Condition.IDLE)


# Who is looked at


def followed(round_: Round) -> QuerySet[Award]:
    """Awards that were handed over here and of which something is still held; not what moved on by a deed."""
    held = Item.objects.filter(award=OuterRef("pk"))
    return round_.awards.filter(Exists(held), state=AwardState.DELIVERED, handover__isnull=False)


def inspections_of(round_: Round, by: User | None = None) -> list[Inspection]:
    """By the day they are due; of a field officer's own district. `held`: whether anything still is."""
    held = Item.objects.filter(award=OuterRef("award"))
    near = ("award__proposal", "award__package", "award__round", "recorded_by")
    found = Inspection.objects.filter(award__round=round_).select_related(*near)
    found = found.annotate(held=Exists(held)).order_by("due_on", "award__proposal__number", "pk")
    return [one for one in found if by is None or sees_district(by, one.award.proposal.snapshot["district"])]


def is_open(inspection: Inspection) -> bool:
    """Of `inspections_of`: still to be done; of whom everything moved on there is nothing to see."""
    held: bool = inspection.held  # type: ignore[attr-defined]  # annotated by `inspections_of`
    return inspection.seen_on is None and held


def is_overdue(inspection: Inspection, on: date) -> bool:
    return is_open(inspection) and inspection.due_on < on


def inspection_shown(by: User, pk: int) -> Inspection:
    """Raises Refused, Inspection.DoesNotExist (also for another district's)."""
    refuse_unless(may_read_aid(by))
    near = (
        "award__round__programme",
        "award__proposal",
        "award__package",
        "recorded_by",
        "photo",
        "document",
    )
    found = Inspection.objects.select_related(*near).get(pk=pk)
    if not sees_district(by, found.award.proposal.snapshot["district"]):
        raise Inspection.DoesNotExist
    return found


def held_since(award: Award) -> tuple[date | None, str]:
    """The day the goods came to this recipient, and the paper that says so."""
    handover = getattr(award, "handover", None)
    if handover:
        return handover.handed_on, handover.document.number if handover.document else ""
    moved = Transfer.objects.filter(receiver=award).select_related("document").order_by("pk").first()
    if moved is None:
        return None, ""
    return moved.moved_on, moved.document.number if moved.document else ""


# What it says about everybody


@dataclass(frozen=True, slots=True)
class Estimate:
    """Of `seen` recipients `working` use all they got; of the whole that is `least` to `most`."""

    seen: int
    working: int
    population: int
    confidence: int
    low: float  # shares of the whole
    high: float

    @property
    def share(self) -> float:
        return self.working / self.seen

    @property
    def percent(self) -> int:
        return round(100 * self.share)

    @property
    def least(self) -> int:
        return max(self.working, math.floor(self.low * self.population))

    @property
    def most(self) -> int:
        return min(self.population - (self.seen - self.working), math.ceil(self.high * self.population))

    @property
    def sentence(self) -> str:
        told = {
            "whole": self.population,
            "least": self.least,
            "most": self.most,
            "confidence": self.confidence,
        }
        if self.seen == self.population:
            return _("Semua %(whole)s penerima dilihat: %(least)s memakai semua alatnya.") % told
        words = _(
            "Dari %(whole)s penerima, antara %(least)s dan %(most)s memakai semua alatnya"
            " (keyakinan %(confidence)s persen)."
        )
        return words % told


def wilson(working: int, seen: int, population: int, confidence: int) -> tuple[float, float]:
    """Bounds of the share in the whole, from `seen` drawn without putting back.

    Wilson's score interval (Journal of the American Statistical Association 22, 1927, 209-212) with the
    variance times (N - n) / (N - 1), as Cochran (1977), section 3.2, has it for a finite population: when all
    were seen nothing is left to guess. Raises ZeroDivisionError when nobody was seen.
    """
    share = working / seen
    left = (population - seen) / (population - 1) if population > 1 else 0
    spread = deviations(confidence) ** 2 * left / seen
    middle = (share + spread / 2) / (1 + spread)
    half = math.sqrt(spread * (share * (1 - share) + spread / 4)) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)


@dataclass(frozen=True, slots=True)
class Followed:
    """One sample: how far it is, and what was found."""

    sample: Sample
    size: int
    seen: int
    overdue: int
    next_on: date | None  # the next one that is still to be done
    estimate: Estimate | None  # None: nobody was seen yet

    @property
    def left(self) -> int:
        """Still to be seen; somebody whose goods all moved on is not."""
        return self.size - self.seen

    @property
    def percent(self) -> int:
        return 100 * self.seen // self.size if self.size else 100


def samples_of(round_: Round, *, on: date) -> list[Followed]:
    """By months. The whole round, whoever asks: no recipient is named in it."""
    inspections = [one for one in inspections_of(round_) if one.award.origin != "transfer"]
    wrong = set(
        ItemCheck.objects.filter(inspection__award__round=round_)
        .exclude(condition=Condition.WORKING)
        .values_list("inspection", flat=True)
    )
    return [
        _followed(sample, [one for one in inspections if one.months == sample.months], wrong, on)
        for sample in round_.samples.order_by("months")
    ]


def _followed(sample: Sample, drawn: Sequence[Inspection], wrong: set[int], on: date) -> Followed:
    seen = [one for one in drawn if one.seen_on]
    waiting_ = [one for one in drawn if is_open(one)]
    return Followed(
        sample,
        len(seen) + len(waiting_),
        len(seen),
        sum(is_overdue(one, on) for one in drawn),
        min((one.due_on for one in waiting_), default=None),
        _estimate(sample, len(seen), sum(one.pk not in wrong for one in seen)) if seen else None,
    )


def _estimate(sample: Sample, seen: int, working: int) -> Estimate:
    low, high = wilson(working, seen, sample.population, sample.confidence)
    return Estimate(seen, working, sample.population, sample.confidence, low, high)


# Goods that are not used


def troubled(round_: Round, by: User | None = None) -> dict[str, list[Item]]:
    """Items that were last seen missing, broken or idle, by condition; of a field officer's own district."""
    near = ("kind", "award__proposal", "handover")
    items = Item.objects.filter(purchase__round=round_, condition__in=TROUBLE, award__isnull=False)
    found: dict[str, list[Item]] = {condition.value: [] for condition in TROUBLE}
    for item in items.select_related(*near).order_by("award__proposal__number", "pk"):
        if item.award and (by is None or sees_district(by, item.award.proposal.snapshot["district"])):
            found[item.condition].append(item)
    return found


def conditions_of(round_: Round) -> Counter[str]:
    """Pieces that were handed over, by the state they were last seen in."""
    counted = Counter[str]()
    handed = Item.objects.filter(purchase__round=round_, handover__isnull=False)
    for condition, quantity in handed.values_list("condition", "quantity"):
        counted[condition] += quantity
    return counted


@dataclass(frozen=True, slots=True)
class Unseen:
    """Goods of one recipient nobody has looked at since they were handed over, and the visit that is to, if
    one was drawn."""

    award: Award
    items: list[Item]
    visit: Inspection | None

    @property
    def pieces(self) -> int:
        return sum(item.quantity for item in self.items)


def unseen(round_: Round, by: User | None = None) -> list[Unseen]:
    """By number of proposal; of a field officer's own district."""
    found: dict[int, Unseen] = {}
    visits: dict[int, Inspection] = {}
    for one in inspections_of(round_, by):
        if is_open(one):
            visits.setdefault(one.award_id, one)
    handed = Item.objects.filter(purchase__round=round_, handover__isnull=False, award__isnull=False)
    items = handed.filter(condition=Condition.UNKNOWN).select_related("kind", "award__proposal")
    for item in items.order_by("award__proposal__number", "pk"):
        if item.award and (by is None or sees_district(by, item.award.proposal.snapshot["district"])):
            held = Unseen(item.award, [], visits.get(item.award.pk))
            found.setdefault(item.award.pk, held).items.append(item)
    return list(found.values())


def unanswered(round_: Round) -> QuerySet[Item]:
    """Idle items of which nobody has said what becomes of them."""
    return Item.objects.filter(
        purchase__round=round_, award__isnull=False, condition=Condition.IDLE, kept_reason=""
    )


def undone(round_: Round) -> list[str]:
    """What is left open in a round that is followed up, one sentence each."""
    left = sum(is_open(one) for one in inspections_of(round_))
    idle = unanswered(round_).count()
    told = []
    if not round_.samples.exists():
        told.append(_("Belum ada contoh yang diundi untuk dipantau."))
    if left:
        words = ngettext(
            "%(count)s pemantauan belum dilakukan.", "%(count)s pemantauan belum dilakukan.", left
        )
        told.append(words % {"count": left})
    if idle:
        words = ngettext(
            "%(count)s barang menganggur belum dijawab.", "%(count)s barang menganggur belum dijawab.", idle
        )
        told.append(words % {"count": idle})
    return told


# Papers


def sheet_data(inspection: Inspection) -> dict[str, Any]:
    """The data of `pemantauan.typ`: empty to be carried along, or as it was filled in."""
    award, known = inspection.award, inspection.award.proposal.snapshot
    since, number = held_since(award)
    checks = list(inspection.checks.select_related("item__kind").order_by("pk"))
    seen = {check.item_id: check.condition for check in checks}
    items = [check.item for check in checks] or list(award.items.select_related("kind").order_by("pk"))
    return {
        "round": award.round.title,
        "months": f"{inspection.months} bulan",
        "due_on": day(inspection.due_on),
        "handed_on": day(since),
        "seen_on": day(inspection.seen_on) if inspection.seen_on else "",
        "receiver": known["owner_name"],
        "business": known["business_name"],
        "address": place_of(award.proposal),
        "registration": award.proposal.number,
        "bast": number or "–",
        "items": [
            {
                "kind": item.kind.name,
                "serial": item.serial,
                "quantity": f"{item.quantity} {item.kind.unit}",
                "condition": seen.get(item.pk, ""),
            }
            for item in items
        ],
        "conditions": [[key.value, words] for key, words in ON_THE_SHEET.items()],
        "questions": [],
        "note": inspection.note,
        "photo": picture(inspection.photo),
    }


def place_of(proposal: Proposal) -> str:
    known = proposal.snapshot
    return ", ".join(name for name in (known["village_name"], known["district_name"]) if name)
