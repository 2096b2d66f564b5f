"""Proposals of a round: the list with its filters, and one proposal with everything known about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from sentra.base.documents.models import Document
from sentra.base.permissions import refuse_unless
from sentra.programmes.models import Paper, Proposal, ProposalState, Round, Visit, Wish
from sentra.programmes.queries.applicants import applicant_of
from sentra.programmes.queries.papers import asked_of, papers_of
from sentra.programmes.queries.scoring import Part, parts, score_tenths
from sentra.programmes.queries.screening import Screen
from sentra.programmes.queries.sight import in_sight
from sentra.programmes.rules.findings import Finding
from sentra.programmes.rules.papers import is_late, missing
from sentra.programmes.rules.roles import may_read_aid
from sentra.registry.models import BusinessGroup, GroupMembership, Profile
from sentra.registry.rules import By

PAGE = 25
RECEIPT = "tanda_terima"  # kind of the document
GROUPS = 20


@dataclass(frozen=True, slots=True)
class Filters:
    """What is asked for; empty means all. `q`: a part of the number, the business or its owner."""

    q: str = ""
    state: str = ""
    district: str = ""
    package: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """Rows in the order of registration; `after` and `before` are positions, 0 at an end."""

    rows: list[Proposal]
    total: int
    after: int = 0
    before: int = 0


def page(by: By, round_: Round, filters: Filters, *, after: int = 0, before: int = 0) -> Page:
    """One page by keyset, so that the last page costs what the first one does."""
    refuse_unless(may_read_aid(by))
    found = matching(by, round_, filters)
    total = found.count()
    beyond = found.filter(pk__lt=before) if before else found.filter(pk__gt=after)
    chosen = beyond.select_related("group").prefetch_related("wishes__package")
    rows = list(chosen.order_by("-pk" if before else "pk")[: PAGE + 1])
    more, rows = len(rows) > PAGE, rows[:PAGE]
    if before:
        rows.reverse()
    forwards, backwards = more or bool(before), bool(after) or (bool(before) and more)
    return Page(
        rows,
        total,
        after=rows[-1].pk if rows and forwards else 0,
        before=rows[0].pk if rows and backwards else 0,
    )


def matching(by: By, round_: Round, filters: Filters) -> QuerySet[Proposal]:
    found = in_sight(by, round_.proposals.all())
    if filters.state:
        found = found.filter(state=filters.state)
    if filters.district:
        found = found.filter(snapshot__district=filters.district)
    if filters.package.isdecimal():
        found = found.filter(wishes__package=int(filters.package))
    for word in filters.q.split():
        found = found.filter(
            Q(number__icontains=word)
            | Q(snapshot__business_name__icontains=word)
            | Q(snapshot__owner_name__icontains=word)
        )
    return found


def districts_of(by: By, round_: Round) -> list[tuple[str, str]]:
    """Districts that proposals come from, by name."""
    found = in_sight(by, round_.proposals.all()).exclude(snapshot__district=None)
    return sorted(
        set(found.values_list("snapshot__district", "snapshot__district_name")), key=lambda one: one[1]
    )


@dataclass(frozen=True, slots=True)
class PaperShown:
    paper: Paper
    late: bool


@dataclass(frozen=True, slots=True)
class ProposalShown:
    """A proposal with its wishes, papers by date, visits, findings and points.

    `stored`: the points are those that were decided upon, not what they would be today.
    """

    proposal: Proposal
    wishes: list[Wish]
    papers: list[PaperShown]
    missing: list[str]
    visits: list[Visit]
    findings: list[Finding]
    parts: list[Part]
    score_tenths: int
    stored: bool

    @property
    def barred(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.stands]


def proposal_of(by: By, pk: int) -> Proposal:
    """Raises Proposal.DoesNotExist, also for one that `by` may not see."""
    refuse_unless(may_read_aid(by))
    seen = in_sight(by, Proposal.objects).select_related(
        "round__programme", "business", "group", "recorded_by"
    )
    return seen.get(pk=pk)


def proposal_shown(by: By, pk: int) -> ProposalShown:
    """Raises Proposal.DoesNotExist."""
    one = proposal_of(by, pk)
    screen = Screen(one.round, [one])
    papers = list(papers_of(one))
    points, tenths = _points(one, screen)
    return ProposalShown(
        proposal=one,
        wishes=list(one.wishes.select_related("package").order_by("rank")),
        papers=[PaperShown(paper, is_late(paper)) for paper in papers],
        missing=missing(asked_of(one), papers),
        visits=list(one.visits.select_related("recorded_by", "photo").order_by("-visited_on", "-pk")),
        findings=screen.of(one),
        parts=points,
        score_tenths=tenths,
        stored=one.score_tenths is not None,
    )


def _points(one: Proposal, screen: Screen) -> tuple[list[Part], int]:
    """As decided upon when they were; otherwise as they would be with what is known now."""
    if one.score_tenths is not None:
        told: Sequence[dict[str, Any]] = one.score_parts
        return [Part(part["criterion"], part["points"], part["weight"]) for part in told], one.score_tenths
    points = parts(applicant_of(one, helped_before=screen.helped_before(one)), one.round.weights)
    return points, score_tenths(points)


def groups_found(by: By, words: str) -> QuerySet[BusinessGroup]:
    """Groups whose name holds every word."""
    refuse_unless(may_read_aid(by))
    found = BusinessGroup.objects.all()
    for word in words.split():
        found = found.filter(name__icontains=word)
    return found.order_by("name")[:GROUPS]


@dataclass(frozen=True, slots=True)
class Member:
    """A business of a group; `proposal`: the one it has in the round already."""

    profile: Profile
    proposal: Proposal | None


def members_of(by: By, group: BusinessGroup, round_: Round) -> list[Member]:
    """What the register shows of the group's members, by name."""
    refuse_unless(may_read_aid(by))
    told = GroupMembership.objects.filter(group=group, record__membership__in_effect=True)
    ids = set(told.values_list("business__canonical", flat=True))
    there = {
        one.business_id: one
        for one in round_.proposals.filter(business__in=ids).exclude(state=ProposalState.WITHDRAWN)
    }
    profiles = Profile.objects.filter(business__in=ids, current=True).select_related(
        "village", "district", "business"
    )
    return [
        Member(profile, there.get(profile.business_id)) for profile in profiles.order_by("sort_name", "pk")
    ]


def receipt_of(proposal: Proposal) -> Document | None:
    """The paper the applicant got; None while none was drawn."""
    about = {"subject_kind": proposal._meta.label_lower, "subject_id": str(proposal.pk)}
    return Document.objects.filter(kind=RECEIPT, **about).order_by("pk").last()
