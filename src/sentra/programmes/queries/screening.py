"""What stands against the proposals of a round: rules, earlier aid, other offices' lists, kinship."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sentra.programmes.catalogue import eligibility, papers
from sentra.programmes.models import (
    Award,
    AwardState,
    OutsideEntry,
    OutsideKind,
    Proposal,
    ProposalState,
    Recusal,
    Round,
    Seat,
)
from sentra.programmes.queries.applicants import applicant_of
from sentra.programmes.queries.ordering import missing_papers
from sentra.programmes.rules.findings import BARS, Finding, repeat_from
from sentra.programmes.rules.papers import day

OUTSIDE_SCHEMES = {"nik": "nik", "kk": "kk", "bank_account": "bank"}
SHARED: dict[str, Promise] = {
    "business": gettext_lazy("usaha yang sama"),
    "nik": gettext_lazy("NIK yang sama"),
    "kk": gettext_lazy("kartu keluarga yang sama"),
    "bank": gettext_lazy("rekening yang sama"),
    "group": gettext_lazy("kelompok yang sama"),
    "phone": gettext_lazy("telepon yang sama"),
    "address": gettext_lazy("alamat yang sama"),
}
REPEATED = ("business", "nik", "kk", "bank", "group")  # by which earlier aid is found
DOUBLED = ("nik", "kk", "bank")  # by which two proposals of one round are found
AT_ONCE = 500  # numbers in one question to the database
KIN = ("nik", "kk", "bank", "phone", "address")  # what a committee member may share with an applicant


class Aid(NamedTuple):
    """Something given earlier: what it was, and when."""

    key: str
    told: str
    on: date


class Told(NamedTuple):
    """An entry of another office's list; `outside` is the list's own number, for titles are not unique."""

    outside: int
    kind: str
    title: str
    row: int
    on: date | None
    what: str


def findings(proposal: Proposal) -> list[Finding]:
    """Everything found about one proposal, what bars first."""
    return Screen(proposal.round, [proposal]).of(proposal)


def settled(proposal: Proposal) -> bool:
    """Whether nothing stands in the way of deciding upon it."""
    return not any(finding.stands for finding in findings(proposal))


class Screen:
    """Proposals of one round to be looked at; what is common to all of them is read once."""

    def __init__(self, round_: Round, proposals: Iterable[Proposal]) -> None:
        self._round = round_
        self._from = repeat_from(round_.closes_on, round_.repeat_months)
        self._given = _given(round_)
        self._outside = _outside({mark for one in proposals for mark in _marks(one)})
        self._doubles = _doubles(round_)
        self._seats = list(Seat.objects.filter(round=round_).select_related("member").order_by("pk"))
        recused = Recusal.objects.filter(seat__round=round_).values_list("seat", "proposal")
        self._recused = set(recused)

    def of(self, proposal: Proposal) -> list[Finding]:
        waived = dict(proposal.waivers.values_list("finding", "reason"))
        found = [
            *self._papers(proposal),
            *self._rules(proposal),
            *self._repeats(proposal),
            *self._others(proposal),
            *self._twice(proposal),
            *self._kin(proposal),
        ]
        told = [_waived(one, waived.get(one.key, "")) for one in found]
        return sorted(told, key=lambda one: (not one.stands, not one.bars))

    def helped_before(self, proposal: Proposal) -> bool:
        """Whether anything was ever given to this business, its owner, household or account."""
        marks = _marks(proposal)
        aid = [self._given[mark] for mark in marks if mark[0] != "group"]
        lists = [told for mark in marks for told in self._outside.get(mark, ()) if told.on]
        return any(aid) or any(told.kind == OutsideKind.RECIPIENTS for told in lists)

    def _papers(self, proposal: Proposal) -> Iterator[Finding]:
        for kind in missing_papers(proposal):
            words = _("Berkas belum ada: %(paper)s.") % {"paper": papers.BY_KEY[kind].label}
            yield Finding("paper", kind, words)

    def _rules(self, proposal: Proposal) -> Iterator[Finding]:
        one = applicant_of(proposal, helped_before=False)
        for key in self._round.eligibility:
            rule = eligibility.BY_KEY[key]
            if not rule.holds(one):
                yield Finding("rule", key, str(rule.reason))

    def _repeats(self, proposal: Proposal) -> Iterator[Finding]:
        """One finding for one earlier award, under what is most telling."""
        seen = set[str]()
        for scheme, token in _marks(proposal):
            for aid in self._given[scheme, token]:
                if aid.on < self._from or aid.key in seen:
                    continue
                seen.add(aid.key)
                words = {"aid": aid.told, "on": day(aid.on), "shared": SHARED[scheme]}
                told = _("Sudah menerima %(aid)s pada %(on)s (%(shared)s).") % words
                yield Finding("repeat", f"{scheme}-{aid.key}", told, scheme != "group", waivable=True)

    def _others(self, proposal: Proposal) -> Iterator[Finding]:
        for mark in _marks(proposal):
            for told in self._outside.get(mark, ()):
                bars = told.kind in BARS
                if told.kind == OutsideKind.RECIPIENTS:
                    bars = told.on is None or told.on >= self._from
                about = f"{told.outside}-{mark[0]}-{told.row}"
                yield Finding("outside", about, _listed(told, mark[0]), bars, waivable=True)

    def _twice(self, proposal: Proposal) -> Iterator[Finding]:
        for scheme, token in _marks(proposal):
            for number in sorted(self._doubles.get((scheme, token), set()) - {proposal.number}):
                words = {"number": number, "shared": SHARED[scheme]}
                told = _("Usulan %(number)s mencantumkan %(shared)s; paling banyak satu akan menerima.")
                yield Finding("twice", f"{scheme}-{number}", told % words, bars=False)

    def _kin(self, proposal: Proposal) -> Iterator[Finding]:
        for seat in self._seats:
            shared = shared_with(seat, proposal)
            if shared and (seat.pk, proposal.pk) not in self._recused:
                words = {"member": seat.member.name, "shared": SHARED[shared]}
                told = _(
                    "Anggota panitia %(member)s dan pemohon punya %(shared)s: ia harus mengundurkan diri."
                )
                yield Finding("kin", str(seat.pk), told % words)


def shared_with(seat: Seat, proposal: Proposal) -> str:
    """The first thing a member and an applicant have in common; empty when nothing."""
    common = (
        scheme for scheme in KIN if set(seat.tokens.get(scheme, ())) & set(proposal.tokens.get(scheme, ()))
    )
    return next(common, "")


Mark = tuple[str, str]  # scheme, token


def _marks(proposal: Proposal) -> list[Mark]:
    """What an applicant is found by, the most telling first."""
    own = [("business", str(proposal.business.canonical_id))]
    return own + [(scheme, token) for scheme in REPEATED[1:] for token in proposal.tokens.get(scheme, ())]


def _given(round_: Round) -> defaultdict[Mark, list[Aid]]:
    """Awards in force of other rounds, from whatever fund, by everything that may show a repeat."""
    found = defaultdict[Mark, list[Aid]](list)
    awards = (
        Award.objects.exclude(round=round_)
        .exclude(state__in=(AwardState.DECLINED, AwardState.WITHDRAWN, AwardState.PROPOSED))
        .select_related("proposal__business", "package", "round", "handover")
        .order_by("pk")
    )
    for award in awards:
        handover = getattr(award, "handover", None)
        on = handover.handed_on if handover else timezone.localtime(award.promised_at).date()
        aid = Aid(str(award.pk), f"{award.package} ({award.round})", on)
        for mark in _marks(award.proposal):
            found[mark].append(aid)
    return found


def _outside(marks: set[Mark]) -> dict[Mark, list[Told]]:
    """What other offices' lists say of these numbers; a list may be far longer than a round."""
    tokens, found = sorted(token for _scheme, token in marks), defaultdict[Mark, list[Told]](list)
    entries = OutsideEntry.objects.filter(outside__in_effect=True).select_related("outside").order_by("pk")
    for first in range(0, len(tokens), AT_ONCE):
        for entry in entries.filter(token__in=tokens[first : first + AT_ONCE]):
            outside = entry.outside
            told = Told(outside.pk, outside.kind, outside.title, entry.row, entry.given_on, entry.what)
            found[OUTSIDE_SCHEMES[entry.scheme], entry.token].append(told)
    return found


def _doubles(round_: Round) -> dict[Mark, set[str]]:
    """Numbers of the proposals of a round by what they have in common."""
    gone = (ProposalState.WITHDRAWN, ProposalState.REFUSED)
    found = defaultdict[Mark, set[str]](set)
    for number, tokens in round_.proposals.exclude(state__in=gone).values_list("number", "tokens"):
        for scheme in DOUBLED:
            for token in tokens.get(scheme, ()):
                found[scheme, token].add(number)
    return {mark: numbers for mark, numbers in found.items() if len(numbers) > 1}


def _listed(told: Told, scheme: str) -> str:
    words: dict[str, Any] = {
        "list": told.title,
        "row": told.row,
        "shared": SHARED[scheme],
        "kind": OutsideKind(told.kind).label,
    }
    sentence = _("Tercantum di daftar %(list)s (%(kind)s) baris %(row)s: %(shared)s.") % words
    if not told.what and not told.on:
        return sentence
    given = {
        "what": told.what or _("bantuan"),
        "on": day(told.on) if told.on else _("tanggal tidak disebut"),
    }
    return f"{sentence} {_('Diberi %(what)s, %(on)s.') % given}"


def _waived(finding: Finding, reason: str) -> Finding:
    if not reason or not finding.waivable:
        return finding
    return replace(finding, waived=reason)


def screened(round_: Round, proposals: Sequence[Proposal]) -> list[tuple[Proposal, list[Finding]]]:
    """Each proposal with its findings; all are of `round`."""
    screen = Screen(round_, proposals)
    return [(proposal, screen.of(proposal)) for proposal in proposals]
