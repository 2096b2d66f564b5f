"""What stands against a proposal, and what a person may let pass."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from sentra.base.permissions import ALLOWED, Verdict
from sentra.programmes.models import OutsideKind, OutsideList, Proposal, ProposalState, RoundState
from sentra.programmes.rules.planning import BEFORE_FREEZING
from sentra.programmes.rules.roles import may_decide, may_prepare, may_read_aid
from sentra.registry.rules import By

# A bank loan alone was a bar under one national programme; for tools it is something to know.
BARS = frozenset({OutsideKind.CIVIL_SERVANTS, OutsideKind.DECEASED})
# Before anything is decided: what is found, missing or wrong can still be settled.
OPEN_STATES = (
    ProposalState.RECEIVED,
    ProposalState.INCOMPLETE,
    ProposalState.CHECKED,
    ProposalState.VISITED,
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found. `bars`: it must be settled before the proposal may be decided upon.

    `waivable`: a person who looked into it may let it pass with a reason; a rule of the round may not.
    """

    kind: str
    about: str
    sentence: str
    bars: bool = True
    waivable: bool = False
    waived: str = ""  # the reason it was let pass

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.about}"

    @property
    def stands(self) -> bool:
        return self.bars and not self.waived


def repeat_from(closes_on: date, months: int) -> date:
    """The first day of the window in which earlier aid bars a new one, counted back from the closing day."""
    whole = closes_on.year * 12 + closes_on.month - 1 - months
    first = date(whole // 12, whole % 12 + 1, 1)
    following = date((whole + 1) // 12, (whole + 1) % 12 + 1, 1)
    return first + timedelta(days=min(closes_on.day, (following - first).days) - 1)


def may_waive(by: By, proposal: Proposal, finding: Finding | None, reason: str) -> Verdict:
    """The committee lets a finding pass, in writing, before the round is frozen."""
    verdict = may_decide(by)
    if not verdict:
        return verdict
    if proposal.state not in OPEN_STATES:
        return Verdict(False, _("Usulan ini tidak lagi diperiksa."), proposal)
    if finding is None or finding.waived or not finding.bars:
        return Verdict(False, _("Temuan ini tidak ada atau sudah selesai."), proposal)
    if not finding.waivable:
        return Verdict(False, _("Syarat putaran tidak dapat dikesampingkan."), proposal)
    return ALLOWED if reason.strip() else Verdict(False, _("Alasan harus ditulis."), proposal)


def may_keep_lists(by: By) -> Verdict:
    """Lists of other offices to hold applicants against."""
    return may_prepare(by)


def may_withdraw_list(by: By, outside: OutsideList, reason: str) -> Verdict:
    """A list stops counting once, and it is written why."""
    verdict = may_keep_lists(by)
    if verdict and not outside.in_effect:
        return Verdict(False, _("Daftar ini sudah ditarik."), outside)
    if verdict and not reason.strip():
        return Verdict(False, _("Alasan harus ditulis."), outside)
    return verdict


def faults_of_list(*, kind: str, title: str, as_of: date, today: date) -> dict[str, str]:
    """One sentence a field; the file is judged by reading it."""
    return {
        "kind": "" if kind in OutsideKind.values else _("Pilih jenis daftar."),
        "title": "" if title.strip() else _("Isi judul daftar."),
        "as_of": "" if as_of <= today else _("Tanggal daftar belum tiba."),
    }


def may_recuse(by: By, proposal: Proposal, shared: str, reason: str) -> Verdict:
    """Until the decree; what is shared is reason enough."""
    verdict = may_read_aid(by)
    if verdict and proposal.round.state not in (*BEFORE_FREEZING, RoundState.FROZEN, RoundState.PLANNED):
        return Verdict(False, _("Putaran ini sudah ditetapkan."), proposal)
    if verdict and not shared and not reason.strip():
        return Verdict(False, _("Alasan harus ditulis."), proposal)
    return verdict


def may_seat(by: By, state: str) -> Verdict:
    """Members are named before anything is decided."""
    verdict = may_prepare(by)
    if verdict and state not in BEFORE_FREEZING:
        return Verdict(False, _("Panitia tidak dapat diubah setelah putaran dibekukan."))
    return verdict


def may_unseat(by: By, state: str, reason: str) -> Verdict:
    """A member leaves the committee as long as one can join it, and it is written why."""
    verdict = may_seat(by, state)
    return Verdict(False, _("Tulis alasannya.")) if verdict and not reason.strip() else verdict


def may_declare(state: str) -> Verdict:
    """What a member declares is compared before the freeze; what was compared is not changed behind it."""
    if state not in BEFORE_FREEZING:
        return Verdict(False, _("Pernyataan tidak dapat diubah setelah putaran dibekukan."))
    return ALLOWED
