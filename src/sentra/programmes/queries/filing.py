"""All papers of a round by date: which were recorded late, and which do not stand in the order they must."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import ngettext

from sentra.programmes.catalogue.papers import BY_KEY
from sentra.programmes.models import Award, AwardState, Paper, Round
from sentra.programmes.queries.sight import in_sight
from sentra.programmes.rules.papers import day, is_late
from sentra.registry.rules import By

GONE = (AwardState.DECLINED, AwardState.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class PaperLine:
    paper: Paper
    late: bool


@dataclass(frozen=True, slots=True)
class Reversed:
    """Two papers of one proposal whose days stand the wrong way round."""

    number: str
    proposal: int
    sentence: str


def papers_shown(by: By, round_: Round) -> list[PaperLine]:
    """Those of the round and of the proposals in sight, by the date they bear; void ones too."""
    seen = set(in_sight(by, round_.proposals.all()).values_list("pk", flat=True))
    papers = round_.papers.select_related("proposal", "document", "file", "recorded_by")
    return [
        PaperLine(paper, not paper.void and is_late(paper))
        for paper in papers.order_by("dated_on", "pk")
        if paper.proposal_id is None or paper.proposal_id in seen
    ]


def reversed_days(round_: Round, lines: Sequence[PaperLine]) -> list[Reversed]:
    """What no form would have let in, but an import, a repair or a change of rules could leave behind."""
    common = [line.paper for line in lines if _stands(line.paper) and line.paper.proposal_id is None]
    own = defaultdict[int, list[Paper]](list)
    for line in lines:
        if _stands(line.paper) and line.paper.proposal_id:
            own[line.paper.proposal_id].append(line.paper)
    promised = dict(
        Award.objects.filter(round=round_).exclude(state__in=GONE).values_list("proposal", "promised_at")
    )
    found = [
        pair
        for proposal, papers in own.items()
        for pair in _pairs(sorted([*papers, *_with(common, promised.get(proposal))], key=_step))
    ]
    return [_told(first, second) for first, second in found]


def _stands(paper: Paper) -> bool:
    """A receipt of goods speaks of one purchase, and of nobody's proposal."""
    return not paper.void and BY_KEY[paper.kind].step is not None and paper.kind != "goods_receipt"


def _step(paper: Paper) -> int:
    return BY_KEY[paper.kind].step or 0


def _with(common: Sequence[Paper], promised_at: datetime | None) -> Iterator[Paper]:
    """Papers of the round that speak of a proposal: of decrees only the first after its award."""
    yield from (paper for paper in common if paper.kind != "decree")
    if promised_at:
        decrees = [paper for paper in common if paper.kind == "decree" and paper.recorded_at >= promised_at]
        yield from sorted(decrees, key=lambda paper: paper.recorded_at)[:1]


def _pairs(papers: Sequence[Paper]) -> Iterator[tuple[Paper, Paper]]:
    """Neighbouring steps, the later of which bears the earlier day."""
    latest: Paper | None = None
    for paper in papers:
        if latest and _step(latest) < _step(paper) and paper.dated_on < latest.dated_on:
            yield latest, paper
        if latest is None or paper.dated_on >= latest.dated_on:
            latest = paper


def _told(first: Paper, second: Paper) -> Reversed:
    apart = (first.dated_on - second.dated_on).days
    words = ngettext(
        "%(second)s bertanggal %(second_day)s mendahului %(first)s bertanggal %(first_day)s (%(days)s hari).",
        "%(second)s bertanggal %(second_day)s mendahului %(first)s bertanggal %(first_day)s (%(days)s hari).",
        apart,
    )
    told = {
        "second": BY_KEY[second.kind].label,
        "second_day": day(second.dated_on),
        "first": BY_KEY[first.kind].label,
        "first_day": day(first.dated_on),
        "days": apart,
    }
    about = first.proposal or second.proposal
    return Reversed(about.number if about else "", about.pk if about else 0, words % told)
