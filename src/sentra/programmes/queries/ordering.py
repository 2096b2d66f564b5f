"""Whether a paper of a certain day would stand in order beside those that are there; told beforehand."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from sentra.base.permissions import Verdict
from sentra.programmes.models import Award, Inspection, Item, Proposal, Round
from sentra.programmes.queries.following import held_since
from sentra.programmes.queries.papers import asked_of, beside
from sentra.programmes.rules import delivering
from sentra.programmes.rules.papers import chronology, day, missing


def paper_in_order(
    kind: str, dated_on: date, round_: Round, proposal: Proposal | None, at: datetime
) -> Verdict:
    """Of a proposal, or of the round when there is none."""
    return chronology(kind, dated_on, beside(round_, proposal), today=localtime(at).date())


def missing_papers(proposal: Proposal) -> list[str]:
    """Kinds that the legal instrument asks of a proposal and that are not there."""
    return missing(asked_of(proposal), proposal.papers.all())


def handover_in_order(award: Award, items: Sequence[Item], on: date, *, today: date) -> Verdict:
    """After the papers the instrument asks for, and with everything the package holds."""
    papers = list(beside(award.round, award.proposal))
    lines = award.package.lines.select_related("kind")
    verdicts = (
        delivering.missing_papers(award, papers),
        chronology("handover", on, papers, today=today),
        delivering.goods_ready(award, lines, list(items), on),
    )
    return next((verdict for verdict in verdicts if not verdict), verdicts[-1])


def inspection_in_order(inspection: Inspection, seen_on: date, *, today: date) -> Verdict:
    """Not before the goods were there. An item moved on later has its deed; that is no step of this order."""
    award = inspection.award
    papers = award.proposal.papers.filter(void=False).exclude(kind="transfer")
    verdict = chronology("monitoring", seen_on, papers.select_related("proposal", "round"), today=today)
    since, _number = held_since(award)
    if verdict and since and seen_on < since:
        words = _("Barang ini baru diterima pada %(day)s.") % {"day": day(since)}
        return Verdict(False, words, award.proposal)
    return verdict


def transfer_in_order(giver: Award, moved_on: date, *, today: date) -> Verdict:
    """Not before the goods were handed over and seen idle, and not in days to come."""
    papers = giver.proposal.papers.filter(void=False).select_related("proposal", "round")
    return chronology("transfer", moved_on, papers, today=today)
