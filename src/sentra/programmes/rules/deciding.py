"""When a round may be frozen, drawn, planned, departed from, decreed."""

from datetime import date

from django.utils.translation import gettext as _

from sentra.base.permissions import ALLOWED, Verdict, role_among
from sentra.programmes.models import Award, AwardState, Plan, PlanState, Proposal, Round, RoundState
from sentra.programmes.rules.roles import (
    DECIDERS,
    RECORDERS,
    may_decide,
    may_prepare,
    may_read_aid,
    may_record,
    may_sign,
)
from sentra.registry.rules import By


def may_freeze(by: By, round_: Round) -> Verdict:
    """From here on no proposal and no rule changes: what is decided upon is fixed and hashed.

    A committee that has not said which numbers and address are its own cannot be held against applicants.
    """
    verdict = may_decide(by)
    if verdict and round_.state != RoundState.CHECKING:
        return _not_now(round_, _("Putaran dibekukan setelah penerimaan usulan ditutup; kini %(state)s."))
    return _committee_declared(round_) if verdict else verdict


def _committee_declared(round_: Round) -> Verdict:
    seats = list(round_.seats.select_related("member").order_by("pk"))
    if not seats:
        return Verdict(False, _("Tunjuk dulu panitia putaran ini."), round_)
    silent = ", ".join(seat.member.name for seat in seats if seat.declared_at is None)
    if silent:
        words = _("Belum menyatakan kepentingannya: %(names)s.")
        return Verdict(False, words % {"names": silent}, round_)
    return ALLOWED


def may_reveal(by: By, round_: Round, *, on: date) -> Verdict:
    """The public value is entered once, on its day or later: before, somebody could have chosen it."""
    verdict = may_decide(by)
    if verdict and round_.state != RoundState.FROZEN:
        return _not_now(round_, _("Nilai undian diisi setelah putaran dibekukan; kini %(state)s."))
    if verdict and round_.lottery_value:
        return Verdict(False, _("Nilai undian sudah diisi dan tidak dapat diganti."), round_)
    if verdict and round_.lottery_on and on < round_.lottery_on:
        return Verdict(
            False, _("Nilai undian baru diumumkan pada tanggal yang tertulis di berita acara."), round_
        )
    return verdict


def may_ask_plan(by: By, round_: Round) -> Verdict:
    verdict = may_decide(by)
    if verdict and round_.state not in (RoundState.FROZEN, RoundState.PLANNED):
        return _not_now(round_, _("Rencana dihitung dari putaran yang dibekukan; kini %(state)s."))
    if verdict and not round_.lottery_value:
        return Verdict(False, _("Isi dulu nilai undian: tanpa itu hasil seri tidak dapat diputus."), round_)
    return verdict


def may_choose_plan(by: By, plan: Plan) -> Verdict:
    """The plan of the round as frozen; a what-if only shows what would be."""
    verdict = may_decide(by)
    if verdict and plan.round.state != RoundState.FROZEN:
        return _not_now(
            plan.round, _("Rencana ditetapkan sekali, dari putaran yang dibekukan; kini %(state)s.")
        )
    if verdict and plan.state != PlanState.FOUND:
        return Verdict(False, _("Rencana ini belum atau tidak menghasilkan pembagian."), plan.round)
    if verdict and plan.changed:
        return Verdict(
            False, _("Ini pengandaian. Yang ditetapkan hanya rencana dengan aturan putaran."), plan.round
        )
    return verdict


def may_override(by: By, proposal: Proposal, reason: str) -> Verdict:
    """The committee departs from the plan in writing; a member who is recused keeps out."""
    verdict = may_decide(by)
    if verdict and proposal.round.state != RoundState.PLANNED:
        return _not_now(proposal.round, _("Panitia mengubah rencana sebelum SK; kini %(state)s."))
    if verdict and proposal.recusals.filter(seat__member=by.pk).exists():
        return Verdict(False, _("Anda sudah mengundurkan diri dari usulan ini."), proposal)
    if verdict and not reason.strip():
        return Verdict(False, _("Alasan harus ditulis."), proposal)
    return verdict


def may_decree(by: By, round_: Round) -> Verdict:
    """Of the plan that was adopted; later once more for those who moved up from the waiting list."""
    verdict = may_sign(by)
    if verdict and round_.state not in (RoundState.PLANNED, RoundState.DECREED, RoundState.DELIVERING):
        return _not_now(round_, _("SK terbit dari rencana yang sudah ditetapkan; kini %(state)s."))
    return verdict


def may_agree(by: By, round_: Round) -> Verdict:
    """Agreements and pacts are made out after the decree."""
    verdict = may_prepare(by)
    if verdict and round_.state not in (RoundState.DECREED, RoundState.DELIVERING):
        return _not_now(round_, _("Perjanjian dibuat setelah SK; kini %(state)s."))
    return verdict


def may_sign_agreement(by: By, award: Award) -> Verdict:
    verdict = may_record(by, award.proposal.snapshot["district"])
    if verdict and award.state != AwardState.DECREED:
        return _award_not_now(award, _("Perjanjian bantuan ini tidak dapat dicatat: statusnya %(state)s."))
    return verdict


def may_record_signatures(by: By) -> Verdict:
    """To open the form of a day of signing; whose signature, `may_sign_agreement` says of each."""
    return role_among(by, RECORDERS)


def may_decline(by: By, award: Award, reason: str) -> Verdict:
    """From the decree until the handover; whoever is next on the waiting list moves up."""
    verdict = may_record(by, award.proposal.snapshot["district"])
    if verdict and award.round.state == RoundState.PLANNED:
        return Verdict(
            False, _("Sebelum SK panitia yang mencatatnya: tidak diberi, dengan alasannya."), award.proposal
        )
    if verdict and award.state not in (AwardState.PROPOSED, AwardState.DECREED, AwardState.AGREED):
        return _award_not_now(award, _("Bantuan ini tidak dapat dilepas: statusnya %(state)s."))
    if verdict and not reason.strip():
        return Verdict(False, _("Alasan harus ditulis."), award.proposal)
    return verdict


def may_issue_reasons(by: By, proposal: Proposal) -> Verdict:
    """The numbered sheet; who inspects reads the page."""
    verdict = role_among(by, RECORDERS | DECIDERS)
    return may_explain(by, proposal) if verdict else verdict


def may_explain(by: By, proposal: Proposal) -> Verdict:
    """A reason sheet exists once a plan has been chosen."""
    verdict = may_read_aid(by)
    if verdict and not proposal.round.plans.filter(awards__isnull=False).exists():
        return _not_now(
            proposal.round, _("Belum ada keputusan yang dapat dijelaskan; putaran ini %(state)s.")
        )
    return ALLOWED if verdict else verdict


def _not_now(round_: Round, sentence: str) -> Verdict:
    return Verdict(False, sentence % {"state": round_.get_state_display().lower()}, round_)


def _award_not_now(award: Award, sentence: str) -> Verdict:
    return Verdict(False, sentence % {"state": award.get_state_display().lower()}, award.proposal)
