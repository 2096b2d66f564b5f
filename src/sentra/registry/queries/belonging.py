"""Why the records of a business are one: how each came to it, on what evidence, by whose word."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from sentra.base.permissions import Verdict, refuse_unless
from sentra.registry import rules
from sentra.registry.models import (
    Business,
    Decision,
    Likeness,
    LikenessState,
    LinkEvent,
    LinkEventKind,
    Membership,
    Profile,
    RowVerdict,
    SourceRecord,
)
from sentra.registry.queries.dossier import business, members
from sentra.registry.queries.likeness import Likely, likely_same
from sentra.registry.queries.listing import Filters, page
from sentra.registry.queries.paging import Leaf, leaf
from sentra.registry.queries.reviewing import shown_of
from sentra.registry.queries.weighing import Evidence, evidence

MADE, TYPED, EDITION, SURE, DECIDED, PARTED = "made", "typed", "edition", "sure", "decided", "parted"
KIND_OF = {  # how a row that nobody decided on came to its business
    RowVerdict.CREATE: MADE,
    RowVerdict.ATTACH: SURE,
    RowVerdict.UPDATE: EDITION,
    RowVerdict.UNCHANGED: EDITION,
}
DIGITS_OF_AN_ID = 9
FOUND = 20  # businesses that a search for the other one lists


@dataclass(frozen=True, slots=True)
class Belonging:
    """One record and how it came here.

    `kind`: it MADE the business, somebody TYPED it, it is a newer EDITION of a row known before, it was SURE,
    a person DECIDED, or it was PARTED from another business. `merge`: the event that brought the business it
    was recorded under.
    """

    record: SourceRecord
    kind: str
    beside: SourceRecord | None  # the record it was found to equal, or to differ from
    evidence: Evidence | None
    event: LinkEvent | None
    merge: LinkEvent | None

    @property
    def decision(self) -> Decision | None:
        return self.event.decision if self.event else None


def belongings(by: rules.By, pk: int, *, number: int = 1) -> Leaf[Belonging]:
    """The records in effect, oldest first, by the page. Raises Profile.DoesNotExist for a stranger."""
    shown = business(by, pk)
    told = members(shown.business_id).select_related("batch", "recorded_by").defer("cells", "sealed")
    page_of = leaf(told, number)
    rows = page_of.rows
    under = dict(Membership.objects.filter(record__in=rows).values_list("record", "business"))
    events = _events(shown.business_id)
    pairs = _pairs(rows, events)
    weighed = evidence(pairs.values())
    merges = {event.other_id: event for event in events if event.kind == LinkEventKind.MERGE}
    found = [_belonging(row, events, pairs.get(row.pk), weighed, merges.get(under[row.pk])) for row in rows]
    return Leaf(found, page_of.total, page_of.number, page_of.pages)


def _events(business_id: int) -> list[LinkEvent]:
    """What is in force of the business and of those that read as it, oldest first."""
    about = Q(business__canonical=business_id) | Q(kind=LinkEventKind.MERGE, other__canonical=business_id)
    events = LinkEvent.objects.filter(about, undone_at=None).select_related(
        "by", "decision__record__source", "decision__other__source"
    )
    return list(events.order_by("pk"))


def _moved(row: SourceRecord, events: Iterable[LinkEvent]) -> LinkEvent | None:
    """The last event that gave the row its business."""
    found = [event for event in events if any(move[0] == row.pk for move in event.moves)]
    return found[-1] if found else None


def _pairs(rows: Sequence[SourceRecord], events: Sequence[LinkEvent]) -> dict[int, Likeness]:
    """The pair that tells for each row: of its decision, else the strongest that held it surely."""
    sure = Likeness.objects.filter(state=LikenessState.SURE, record__in=rows).order_by("weight")
    found = {pair.record_id: pair for pair in _with_ends(sure)}
    decided = {row.pk: event.decision for row in rows if (event := _moved(row, events)) and event.decision}
    asked = Likeness.objects.filter(
        record__in=[one.record_id for one in decided.values()],
        other__in=[one.other_id for one in decided.values()],
    )
    by_ends = {(pair.record_id, pair.other_id): pair for pair in _with_ends(asked)}
    for row, decision in decided.items():
        pair = by_ends.get((decision.record_id, decision.other_id))
        if pair:
            found[row] = pair
        else:
            found.pop(row, None)
    return found


def _with_ends(pairs: QuerySet[Likeness]) -> QuerySet[Likeness]:
    return pairs.select_related("record__source", "record__batch", "other__source", "other__batch")


def _belonging(
    row: SourceRecord,
    events: Sequence[LinkEvent],
    pair: Likeness | None,
    weighed: Mapping[int, Evidence],
    merge: LinkEvent | None,
) -> Belonging:
    event = _moved(row, events)
    beside = _beside(row, pair, event)
    return Belonging(row, _kind(row, event), beside, weighed.get(pair.pk) if pair else None, event, merge)


def _kind(row: SourceRecord, event: LinkEvent | None) -> str:
    if event is not None:
        return PARTED if event.kind == LinkEventKind.DETACH else DECIDED if _said_same(event) else MADE
    if row.batch_id is None:
        return MADE if row.verdict == RowVerdict.CREATE else TYPED
    return KIND_OF.get(RowVerdict(row.verdict), MADE)


def _said_same(event: LinkEvent) -> bool:
    return event.decision is not None and event.decision.same


def _beside(row: SourceRecord, pair: Likeness | None, event: LinkEvent | None) -> SourceRecord | None:
    ends = pair or (event and event.decision)
    if not ends:
        return None
    return ends.other if ends.record_id == row.pk else ends.record


def merges(by: rules.By, pk: int) -> QuerySet[LinkEvent]:
    """Of this business and those that read as it, newest first; those taken back too."""
    shown = business(by, pk)
    about = Q(business__canonical=shown.business_id) | Q(business=shown.business_id)
    found = LinkEvent.objects.filter(about, kind=LinkEventKind.MERGE)
    return found.select_related("by", "undone_by", "other").order_by("-pk")


def may_unmerge(by: rules.By, event: LinkEvent) -> Verdict:
    """Whoever may merge the two sides, as they were when they became one, may part them."""
    sides = [event.before[side]["profile"] for side in ("winner", "loser")]
    shown = Profile.objects.filter(pk__in=sides).order_by("pk")
    return rules.may_merge(by, *shown.values_list("district_id", flat=True))


def merged_ids(by: rules.By, pk: int) -> list[int]:
    """Numbers that read as this business besides its own."""
    shown = business(by, pk).business_id
    reading = Business.objects.filter(canonical=shown).exclude(pk=shown)
    return list(reading.order_by("pk").values_list("pk", flat=True))


def twins(by: rules.By, pk: int, *, at: datetime) -> list[Likely]:
    """Businesses that may be this one: those it was weighed against first, then those that look alike."""
    refuse_unless(rules.may_register(by))
    shown = business(by, pk)
    found = {one.profile.business_id: one for one in _weighed(shown.business_id)}
    for likely in likely_same(by, shown.values, {}, at=at):
        found.setdefault(likely.profile.business_id, likely)
    found.pop(shown.business_id, None)
    return list(found.values())


def _weighed(business_id: int) -> list[Likely]:
    """The businesses of records that were once compared with one of this business, strongest pair first."""
    rows = set(members(business_id).values_list("pk", flat=True))
    about = Q(record__in=rows) | Q(other__in=rows)
    pairs = list(Likeness.objects.filter(about).exclude(state=LikenessState.SURE).order_by("-weight", "pk"))
    ends = {pair.pk: pair.other_id if pair.record_id in rows else pair.record_id for pair in pairs}
    shown, told = shown_of(ends.values()), evidence(pairs)
    found: dict[int, Likely] = {}
    for pair in pairs:
        if profile := shown.get(ends[pair.pk]):
            found.setdefault(profile.business_id, Likely(profile, told[pair.pk].reasons))
    return list(found.values())


def found_for_merging(by: rules.By, pk: int, text: str) -> list[Profile]:
    """What a search finds besides the business itself; a whole number is taken for a business's own too."""
    refuse_unless(rules.may_register(by))
    own = business(by, pk).business_id
    number = int(text) if text.isascii() and text.isdecimal() and len(text) <= DIGITS_OF_AN_ID else 0
    canonical = Business.objects.filter(pk=number).values("canonical_id")
    exact = Profile.objects.filter(business__in=canonical, current=True).select_related("village", "district")
    found = {profile.business_id: profile for profile in (*exact, *page(by, Filters(q=text)).rows)}
    found.pop(own, None)
    return list(found.values())[:FOUND]
