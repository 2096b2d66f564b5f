"""Where a proposal is, for whoever holds its receipt: no account, no name, no personal number."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

from sentra.base.documents.codes import read_code
from sentra.engines import allocation
from sentra.engines.sheets import mask_numbers
from sentra.programmes.models import Award, AwardState, Proposal, ProposalState, RoundState, Seat
from sentra.programmes.queries.explaining import explanation
from sentra.programmes.queries.papers import decree_of
from sentra.programmes.queries.plans import adopted_plan
from sentra.programmes.rules.following import MONTHS
from sentra.programmes.rules.papers import day

GONE = (AwardState.DECLINED, AwardState.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """`tone`: ok, info, warn or bad. `on`: the day that comes next, None when none is set."""

    number: str
    round: str
    code: str
    received_on: date
    state: str
    tone: str
    summary: str
    reasons: tuple[str, ...] = ()
    next: str = ""
    on: date | None = None
    proof: bool = False

    @property
    def ask(self) -> str:
        return settings.OFFICE_NAME

    @property
    def address(self) -> str:
        return settings.OFFICE_ADDRESS


def proposal_by_code(typed: str) -> Proposal | None:
    """However it is typed; None for a code that nobody was given."""
    code = read_code(typed)
    found = Proposal.objects.filter(receipt_code=code).select_related("round__programme")
    return found.first() if code else None


def whereabouts(one: Proposal) -> Whereabouts:
    """State, reason, and what comes next, in plain words."""
    tone, summary, reasons, following, on = _told(one)
    return Whereabouts(
        number=one.number,
        round=one.round.title,
        code=one.round.code,
        received_on=one.received_on,
        state=one.get_state_display(),
        tone=tone,
        summary=summary,
        reasons=tuple(unnamed(one, reason) for reason in reasons if reason),
        next=following,
        on=on,
        proof=bool(one.round.frozen_at) and one.round.state != RoundState.CANCELLED,
    )


Told = tuple[str, str, Sequence[str], str, date | None]


def _told(one: Proposal) -> Told:
    if one.state in (ProposalState.REFUSED, ProposalState.WITHDRAWN, ProposalState.DECLINED):
        return _ended(one)
    if one.round.state == RoundState.CANCELLED:
        return (
            "bad",
            _("Putaran ini dibatalkan."),
            (),
            _("Anda dapat mengusulkan lagi pada putaran berikutnya."),
            None,
        )
    if one.state == ProposalState.AWARDED:
        return _awarded(one)
    if one.state in (ProposalState.WAITING, ProposalState.UNSUCCESSFUL):
        return _not_awarded(one)
    return _under_way(one)


def _under_way(one: Proposal) -> Told:
    closes = one.round.closes_on
    match one.state:
        case ProposalState.RECEIVED:
            words = _("Usulan Anda sudah diterima dan menunggu pemeriksaan berkas.")
            return (
                "info",
                words,
                (),
                _("Berkas diperiksa. Penerimaan usulan ditutup pada tanggal ini."),
                closes,
            )
        case ProposalState.INCOMPLETE:
            words, more = _("Berkas Anda belum lengkap."), _("Lengkapi berkas ke kantor sebelum tanggal ini.")
            return "warn", words, (one.reason,), more, closes
        case ProposalState.CHECKED:
            more = _("Petugas akan datang ke tempat usaha Anda.")
            return "info", _("Berkas Anda lengkap."), (), more, None
        case ProposalState.VISITED:
            more = _("Setelah semua dikunjungi, usulan dibekukan dan diputus bersama.")
            return "ok", _("Tempat usaha Anda sudah dikunjungi."), (), more, None
    more = _("Nilai umum undian diumumkan pada tanggal ini; sesudah itu keputusan dihitung.")
    words = _("Usulan Anda memenuhi syarat dan ikut diputus.")
    return "info", words, (), more, one.round.lottery_on


def _ended(one: Proposal) -> Told:
    words = {
        ProposalState.REFUSED: _("Usulan ini tidak ikut diputus."),
        ProposalState.WITHDRAWN: _("Usulan ini ditarik."),
    }.get(ProposalState(one.state), _("Penerima mengundurkan diri; bantuannya berpindah ke daftar tunggu."))
    tone = "bad" if one.state == ProposalState.REFUSED else "warn"
    return tone, words, (one.reason,), _("Anda dapat mengusulkan lagi pada putaran berikutnya."), None


def _awarded(one: Proposal) -> Told:
    award = one.awards.exclude(state__in=GONE).select_related("package", "round", "handover").first()
    if award is None:
        return "info", _("Usulan Anda terpilih."), (), "", None
    words = _("Usulan Anda terpilih untuk %(package)s.") % {"package": award.package}
    if award.state == AwardState.PROPOSED:
        return (
            "ok",
            words,
            (),
            _("Tunggu SK penetapan. Anda akan dipanggil untuk menandatangani pakta."),
            None,
        )
    if award.state == AwardState.DECREED:
        more = _("Anda akan dipanggil untuk menandatangani perjanjian atau pakta integritas.")
        return "ok", f"{words} {_decreed(award)}".strip(), (), more, None
    if award.state == AwardState.AGREED:
        more = _("Anda akan dipanggil ketika barang siap diserahkan.")
        return "ok", f"{words} {_decreed(award)}".strip(), (), more, None
    more, on = _followed(award)
    return "ok", f"{words} {_handed(award)}", (), more, on


def _handed(award: Award) -> str:
    """Who received by a deed has no handover of their own."""
    handover = getattr(award, "handover", None)
    if handover is None:
        return _("Barangnya sudah diserahkan.")
    return _("Barangnya sudah diserahkan pada %(on)s.") % {"on": day(handover.handed_on)}


def _followed(award: Award) -> tuple[str, date | None]:
    """Whether somebody is still to see how the goods are used, and when."""
    if coming := award.inspections.filter(seen_on=None).order_by("due_on").first():
        return _("Petugas akan datang melihat pemakaian alat, sekitar tanggal ini."), coming.due_on
    if award.round.state == RoundState.CLOSED or award.round.samples.count() == len(MONTHS):
        return _("Tidak ada lagi yang perlu Anda urus."), None
    return _("Sebagian penerima diundi untuk dilihat pemakaian alatnya setelah 3, 6 dan 12 bulan."), None


def _decreed(award: Award) -> str:
    decree = decree_of(award)
    return _("Ditetapkan dengan SK nomor %(number)s.") % {"number": decree.number} if decree else ""


def _not_awarded(one: Proposal) -> Told:
    told = explanation(one)
    reasons = [told.standing, told.cut_off, *told.reasons]
    if one.state == ProposalState.UNSUCCESSFUL:
        return "warn", told.summary, reasons, _("Anda dapat mengusulkan lagi pada putaran berikutnya."), None
    place = place_in_line(one)
    words = _("Usulan Anda ada di urutan ke-%(place)s daftar tunggu.") % {"place": place}
    return (
        "warn",
        words,
        reasons,
        _("Bila ada yang mengundurkan diri, daftar tunggu naik menurut urutan."),
        None,
    )


def place_in_line(one: Proposal) -> int:
    """From 1, by points, among equals by the lot that was drawn. It may move up past those whom money
    that becomes free does not fit."""
    plan = adopted_plan(one.round)
    seed = plan.problem["seed"] if plan else ""
    waiting = one.round.proposals.filter(state=ProposalState.WAITING).values_list("number", "score_tenths")
    line = sorted(waiting, key=lambda each: (-(each[1] or 0), allocation.ticket(seed, each[0])))
    return [number for number, _score in line].index(one.number) + 1


def unnamed(one: Proposal, text: str) -> str:
    """Reasons are written by people: names of the applicant and the committee, and long numbers, are blotted
    out before strangers read them."""
    members = Seat.objects.filter(round=one.round).select_related("member")
    known = [one.snapshot.get("owner_name", ""), one.snapshot.get("business_name", "")]
    known += [seat.member.name for seat in members]
    for name in sorted(filter(None, known), key=len, reverse=True):
        text = re.sub(re.escape(name), "•••", text, flags=re.IGNORECASE)
    return mask_numbers(text)
