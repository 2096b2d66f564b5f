"""How many recipients are looked at and when; what may be written about what was seen; when a round ends."""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from statistics import NormalDist

from django.utils.translation import gettext as _

from sentra.base.permissions import ALLOWED, Verdict
from sentra.programmes.models import (
    Award,
    AwardState,
    Condition,
    Inspection,
    Item,
    Proposal,
    ProposalState,
    Round,
    RoundState,
)
from sentra.programmes.rules.findings import repeat_from
from sentra.programmes.rules.papers import day
from sentra.programmes.rules.planning import in_state
from sentra.programmes.rules.roles import may_decide, may_prepare, may_record
from sentra.registry.rules import By

MONTHS = (3, 6, 12)
CONFIDENCES = (80, 90, 95, 99)  # percent
MARGINS = (5, 10, 15, 20)  # percent points
SMALL = 30  # of so few everybody is looked at
AFTER_TRANSFER = 3  # months until what moved is looked at in its new place
SEEN = (Condition.WORKING, Condition.IDLE, Condition.BROKEN, Condition.MISSING)
OPEN_AWARDS = (AwardState.PROPOSED, AwardState.DECREED, AwardState.AGREED)


def sample_size(population: int, confidence: int, margin: int) -> int:
    """How many of `population` tell the share of all within `margin` percent points at that confidence.

    Cochran, Sampling Techniques, 3rd ed. (1977), section 4.4: n0 = z² p (1 - p) / e², with p = 1/2, where it
    is largest, and n = n0 / (1 + (n0 - 1) / N) for a population of N. Everybody, when they are few.
    """
    if population <= SMALL:
        return population
    unlimited = deviations(confidence) ** 2 / 4 / (margin / 100) ** 2
    return min(population, math.ceil(unlimited / (1 + (unlimited - 1) / population)))


def deviations(confidence: int) -> float:
    """Standard deviations to either side that hold `confidence` percent of a normal distribution."""
    return NormalDist().inv_cdf(0.5 + confidence / 200)


def after_months(on: date, months: int) -> date:
    """The same day so many months later; the last of a month that is too short for it."""
    return repeat_from(on, -months)


def may_draw(by: By, round_: Round) -> Verdict:
    """When everybody has their goods: who receives later could not be drawn."""
    verdict = may_prepare(by)
    if verdict and round_.state in (RoundState.DELIVERING, RoundState.MONITORING):
        waiting = round_.awards.filter(state__in=OPEN_AWARDS).count()
        words = _("Masih ada %(count)s bantuan yang belum diserahkan.") % {"count": waiting}
        return Verdict(False, words, round_) if waiting else ALLOWED
    return in_state(round_, RoundState.MONITORING) if verdict else verdict


def faults_of_draw(
    *, months: int, confidence: int, margin: int, population: int, drawn: Collection[int]
) -> dict[str, str]:
    """`drawn`: the months that have their sample; a second draw would let somebody choose."""
    again = _("Contoh %(months)s bulan sudah diundi dan tidak diundi ulang.") % {"months": months}
    faults = {
        "months": "" if months in MONTHS else _("Pemantauan dilakukan setelah 3, 6, atau 12 bulan."),
        "confidence": "" if confidence in CONFIDENCES else _("Pilih keyakinan 80, 90, 95, atau 99 persen."),
        "margin": "" if margin in MARGINS else _("Pilih simpangan 5, 10, 15, atau 20."),
    }
    if not population:
        faults["months"] = _("Belum ada barang yang diserahkan.")
    if months in drawn:
        faults["months"] = again
    return faults


def may_inspect(by: By, inspection: Inspection) -> Verdict:
    """Once, while the round is followed up; a field officer in their own district."""
    proposal = inspection.award.proposal
    verdict = may_record(by, proposal.snapshot["district"])
    if verdict and inspection.seen_on:
        words = _("Pemantauan ini sudah dicatat untuk %(day)s.")
        return Verdict(False, words % {"day": day(inspection.seen_on)}, proposal)
    if verdict and not inspection.award.items.exists():
        return Verdict(False, _("Semua barang penerima ini sudah dialihkan."), proposal)
    return in_state(inspection.award.round, RoundState.MONITORING) if verdict else verdict


def may_print_sheet(by: By, inspection: Inspection) -> Verdict:
    """The sheet to be carried along, and once it was seen the one that tells what was."""
    verdict = may_record(by, inspection.award.proposal.snapshot["district"])
    round_ = inspection.award.round
    return in_state(round_, RoundState.MONITORING, RoundState.CLOSED) if verdict else verdict


def faults_of_inspection(
    *, items: Iterable[Item], conditions: Mapping[int, str], photo: bytes, note: str
) -> dict[str, str]:
    """One sentence a field; the state of an item by `condition_<item>`."""
    faults = {"photo": "" if photo else _("Ambil foto barang di tempatnya.")}
    for item in items:
        seen = conditions.get(item.pk) in SEEN
        faults[f"condition_{item.pk}"] = "" if seen else _("Pilih keadaan %(kind)s.") % {"kind": item.kind}
    trouble = any(found != Condition.WORKING for found in conditions.values())
    faults["note"] = _("Tulis apa yang terjadi dengan barangnya.") if trouble and not note.strip() else ""
    return faults


def may_answer_idle(by: By, award: Award) -> Verdict:
    """What becomes of idle goods: they stay with a reason, or move on."""
    verdict = may_prepare(by)
    if verdict and award.state != AwardState.DELIVERED:
        words = _("Barang bantuan ini belum diserahkan: statusnya %(state)s.")
        return Verdict(False, words % {"state": award.get_state_display().lower()}, award.proposal)
    return in_state(award.round, RoundState.MONITORING) if verdict else verdict


def may_keep(by: By, item: Item, award: Award, reason: str) -> Verdict:
    verdict = may_answer_idle(by, award)
    if verdict and item.condition != Condition.IDLE:
        words = _("%(kind)s tidak menganggur: keadaannya %(state)s.")
        told = {"kind": item.kind, "state": item.get_condition_display().lower()}
        return Verdict(False, words % told, award.proposal)
    if verdict and not reason.strip():
        return Verdict(False, _("Alasan harus ditulis."), award.proposal)
    return verdict


def faults_of_transfer(
    giver: Award, *, items: Sequence[Item], proposal: Proposal, fits: bool, standing: str, reason: str
) -> dict[str, str]:
    """`fits`: one package the proposal wishes for holds every kind; `standing`: what was found against it."""
    faults = {
        "items": _fault_of_items(giver, items),
        "proposal": "",
        "reason": "" if reason.strip() else _("Alasan harus ditulis."),
    }
    told = {"number": proposal.number}
    if proposal.round_id != giver.round_id or proposal.state != ProposalState.WAITING:
        faults["proposal"] = _("%(number)s tidak ada di daftar tunggu putaran ini.") % told
    elif not fits:
        faults["proposal"] = _("%(number)s tidak meminta paket yang berisi barang itu.") % told
    elif standing:
        faults["proposal"] = standing
    return faults


def _fault_of_items(giver: Award, items: Sequence[Item]) -> str:
    if not items:
        return _("Pilih barang yang dialihkan.")
    for item in items:
        if item.award_id != giver.pk:
            return _("%(kind)s tidak dipegang penerima ini.") % {"kind": item.kind}
        if item.condition != Condition.IDLE:
            return _("%(kind)s tidak menganggur.") % {"kind": item.kind}
    return ""


def may_end(by: By, round_: Round, undone: Sequence[str], reason: str) -> Verdict:
    """A round ends when nothing of it is left open (`undone`: what is), or with a written reason."""
    verdict = may_decide(by)
    if verdict and round_.state != RoundState.MONITORING:
        return in_state(round_, RoundState.MONITORING)
    if verdict and undone and not reason.strip():
        return Verdict(False, " ".join([*undone, _("Tulis alasannya bila tetap ditutup.")]), round_)
    return verdict
