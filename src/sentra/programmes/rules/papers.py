"""Papers: the order of their dates, when one counts as recorded late, which are brought by hand."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta

from django.utils import formats
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sentra.base.permissions import ALLOWED, Verdict
from sentra.programmes.catalogue.papers import BY_KEY
from sentra.programmes.models import Paper, Round, RoundState
from sentra.programmes.rules.planning import BEFORE_FREEZING, in_state
from sentra.programmes.rules.roles import may_record
from sentra.registry.rules import By

LATE_AFTER = timedelta(days=14)
# What others bring; every other paper is written by the act that it proves.
BROUGHT = ("proposal", "identity", "group_deed", "nib_copy", "village_letter")
OVER = (RoundState.CLOSED, RoundState.CANCELLED)


def chronology(kind: str, dated_on: date, existing: Iterable[Paper], *, today: date) -> Verdict:
    """No paper bears a date that has not come, nor an earlier one than a paper of a step before it.

    `existing`: the papers it stands beside; void ones do not count. The reason names both papers and their
    days (an audit found goods handed over 170 days before the decree that granted them).
    """
    if dated_on > today:
        words = _("Tanggal %(kind)s, %(day)s, belum tiba.")
        return Verdict(False, words % {"kind": BY_KEY[kind].label, "day": day(dated_on)})
    step = BY_KEY[kind].step
    if step is None:
        return ALLOWED
    for paper in existing:
        other = BY_KEY[paper.kind].step
        if other is None or paper.void:
            continue
        if other < step and paper.dated_on > dated_on:
            return _reversed(kind, dated_on, paper, _("mendahului"))
        if other > step and paper.dated_on < dated_on:
            return _reversed(kind, dated_on, paper, _("menyusul"))
    return ALLOWED


def _reversed(kind: str, dated_on: date, paper: Paper, how: str) -> Verdict:
    apart = abs((paper.dated_on - dated_on).days)
    words = ngettext(
        "%(kind)s bertanggal %(day)s tidak dapat %(how)s "
        "%(other)s bertanggal %(other_day)s (%(apart)s hari).",
        "%(kind)s bertanggal %(day)s tidak dapat %(how)s "
        "%(other)s bertanggal %(other_day)s (%(apart)s hari).",
        apart,
    )
    told = {
        "kind": BY_KEY[kind].label,
        "day": day(dated_on),
        "how": how,
        "other": BY_KEY[paper.kind].label,
        "other_day": day(paper.dated_on),
        "apart": apart,
    }
    return Verdict(False, words % told, paper.proposal or paper.round)


def day(on: date) -> str:
    return formats.date_format(on, "j F Y")


def is_late(paper: Paper) -> bool:
    """Recorded more than fourteen days after the date it bears: shown, not refused.

    Of papers that stand in the order of steps only; an identity card is older than any proposal.
    """
    ordered = BY_KEY[paper.kind].step is not None
    return ordered and localtime(paper.recorded_at).date() - paper.dated_on > LATE_AFTER


def may_record_paper(by: By, round_: Round, district_code: str | None) -> Verdict:
    """`district_code`: of the applicant, None for a paper of the whole round."""
    verdict = may_record(by, district_code)
    if verdict and round_.state in OVER:
        return in_state(round_)
    return verdict


def may_void_paper(by: By, paper: Paper, district_code: str | None) -> Verdict:
    """What was brought by hand, before it was decided upon; every other paper is undone by its own act."""
    verdict = may_record(by, district_code)
    if not verdict:
        return verdict
    if paper.void:
        return Verdict(False, _("Berkas ini sudah dibatalkan."), paper.proposal or paper.round)
    if paper.kind not in BROUGHT:
        words = _("%(kind)s lahir dari tindakannya sendiri dan tidak dibatalkan di sini.")
        return Verdict(False, words % {"kind": BY_KEY[paper.kind].label}, paper.proposal or paper.round)
    return in_state(paper.round, *BEFORE_FREEZING)


def missing(asked: Collection[str], existing: Iterable[Paper]) -> list[str]:
    """Of the papers that are asked for, those that are not there; in the order of `asked`."""
    there = {paper.kind for paper in existing if not paper.void}
    return [kind for kind in asked if kind not in there]
