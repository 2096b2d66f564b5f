"""Who may propose, withdraw, be refused, be checked and visited, and what may be said on the forms."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _

from sentra.base.permissions import ALLOWED, Verdict
from sentra.programmes.catalogue import instruments, visits
from sentra.programmes.models import Channel, Package, Proposal, ProposalState, Round, RoundState
from sentra.programmes.rules.findings import OPEN_STATES
from sentra.programmes.rules.papers import day
from sentra.programmes.rules.planning import BEFORE_FREEZING, in_state
from sentra.programmes.rules.roles import may_prepare, may_record
from sentra.registry.models import Profile
from sentra.registry.rules import By

LONGEST = 2000  # letters of a need, a note, a reason
INDONESIA = {"latitude": (-11.5, 6.5), "longitude": (94.5, 141.5)}  # degrees


def may_receive(by: By, round_: Round, district_code: str | None) -> Verdict:
    verdict = may_record(by, district_code)
    if verdict and round_.state != RoundState.OPEN:
        words = _("Putaran %(round)s tidak menerima usulan; statusnya %(state)s.")
        return Verdict(False, words % {"round": round_.title, "state": round_.get_state_display()}, round_)
    return verdict


def may_propose_once(round_: Round, profile: Profile) -> Verdict:
    """One proposal a business and round; a withdrawn one leaves room for another."""
    standing = round_.proposals.filter(business__canonical=profile.business_id)
    other = standing.exclude(state=ProposalState.WITHDRAWN).first()
    if other is None:
        return ALLOWED
    words = _("%(name)s sudah mengusulkan di putaran ini: %(number)s.")
    return Verdict(False, words % {"name": profile.name, "number": other.number}, other)


def undecided(proposal: Proposal, *states: str) -> Verdict:
    """Whether the proposal is still before its decision, in one of `states` when they are given."""
    if proposal.state not in (states or OPEN_STATES):
        words = _("Usulan %(number)s berstatus %(state)s; ini tidak dapat dilakukan.")
        told = {"number": proposal.number, "state": proposal.get_state_display()}
        return Verdict(False, words % told, proposal)
    return in_state(proposal.round, *BEFORE_FREEZING)


def may_withdraw(by: By, proposal: Proposal) -> Verdict:
    """At the applicant's own word, until the round is frozen."""
    verdict = may_record(by, proposal.snapshot.get("district"))
    return undecided(proposal) if verdict else verdict


def may_issue_receipt(by: By, proposal: Proposal) -> Verdict:
    """A receipt lost can be asked for as long as the round runs, whatever became of the proposal."""
    return may_record(by, proposal.snapshot.get("district"))


def may_refuse(by: By, proposal: Proposal) -> Verdict:
    verdict = may_prepare(by)
    return undecided(proposal) if verdict else verdict


def may_take_up_again(by: By, proposal: Proposal) -> Verdict:
    verdict = may_prepare(by)
    return undecided(proposal, ProposalState.REFUSED) if verdict else verdict


def may_refresh(by: By, proposal: Proposal) -> Verdict:
    """Until freezing the proposal may follow the register; afterwards it stands as decided upon."""
    return may_refuse(by, proposal)


def may_decide_documents(by: By, proposal: Proposal) -> Verdict:
    verdict = may_prepare(by)
    states = (ProposalState.RECEIVED, ProposalState.INCOMPLETE, ProposalState.CHECKED)
    return undecided(proposal, *states) if verdict else verdict


def may_visit(by: By, proposal: Proposal) -> Verdict:
    """After the papers were found complete, so that nobody is visited for nothing."""
    verdict = may_record(by, proposal.snapshot.get("district"))
    if verdict and proposal.state in (ProposalState.RECEIVED, ProposalState.INCOMPLETE):
        return Verdict(False, _("Dikunjungi setelah berkasnya dinyatakan lengkap."), proposal)
    return undecided(proposal, ProposalState.CHECKED, ProposalState.VISITED) if verdict else verdict


# Faults of what is filled in, one sentence a field.


def faults_of_proposal(
    round_: Round,
    *,
    channel: str,
    grouped: bool,
    received_on: date,
    letter_on: date | None,
    need: str,
    wishes: Sequence[Package],
    today: date,
) -> dict[str, str]:
    """`grouped`: whether a group proposes for the business; `today`: the day it is recorded."""
    return {
        "channel": _fault_of_channel(round_, channel, grouped=grouped),
        "received_on": _fault_of_receipt(round_, received_on, channel, today),
        "letter_on": _("Surat bertanggal setelah diterima.") if letter_on and letter_on > received_on else "",
        "need": fault_of_length(need),
        "wishes": _fault_of_wishes(round_, wishes),
    }


def _fault_of_channel(round_: Round, channel: str, *, grouped: bool) -> str:
    if channel not in Channel.values:
        return _("Jalur usulan ini tidak dikenal.")
    if channel == Channel.GROUP and not grouped:
        return _("Pilih kelompok yang mengusulkan.")
    instrument = instruments.BY_KEY[round_.programme.instrument]
    if instrument.bodies_only and not grouped:
        words = _("%(instrument)s hanya untuk kelompok atau badan (%(source)s).")
        return words % {"instrument": instrument.label, "source": instrument.source}
    return ""


def _fault_of_receipt(round_: Round, received_on: date, channel: str, today: date) -> str:
    if received_on > today:
        return _("Tanggal diterima, %(day)s, belum tiba.") % {"day": day(received_on)}
    if received_on > round_.closes_on:
        return _("Penerimaan ditutup %(day)s.") % {"day": day(round_.closes_on)}
    if received_on < round_.opens_on and channel != Channel.FORUM:  # a planning forum is held the year before
        return _("Penerimaan baru dibuka %(day)s.") % {"day": day(round_.opens_on)}
    return ""


def _fault_of_wishes(round_: Round, wishes: Sequence[Package]) -> str:
    if not wishes:
        return _("Pilih sedikitnya satu paket.")
    if any(package.round_id != round_.pk for package in wishes):
        return _("Paket ini bukan paket putaran ini.")
    return _("Tiap paket dipilih satu kali.") if len({one.pk for one in wishes}) < len(wishes) else ""


def fault_of_length(text: str) -> str:
    return _("Paling panjang %(longest)s huruf.") % {"longest": LONGEST} if len(text) > LONGEST else ""


def fault_of_reason(reason: str) -> str:
    return fault_of_length(reason) if reason.strip() else _("Tulis alasannya.")


def faults_of_visit(
    *,
    visited_on: date,
    checklist: Mapping[str, str],
    note: str,
    point: tuple[float, float] | None,
    today: date,
) -> dict[str, str]:
    """Every question has one of its answers; the point (latitude, longitude in degrees) lies in Indonesia."""
    found = {f"answer_{one.key}": _fault_of_answer(one, checklist.get(one.key)) for one in visits.QUESTIONS}
    strange = checklist.keys() - visits.BY_KEY.keys()
    late = _("Tanggal kunjungan, %(day)s, belum tiba.") % {"day": day(visited_on)}
    return found | {
        "visited_on": late if visited_on > today else "",
        "checklist": _("Pertanyaan tidak dikenal: %(keys)s.") % {"keys": ", ".join(sorted(strange))}
        if strange
        else "",
        "note": fault_of_length(note),
        "point": _fault_of_point(point),
    }


def _fault_of_answer(question: visits.Question, answer: str | None) -> str:
    if answer in {key for key, _label, _points in question.answers}:
        return ""
    return _("%(question)s: pilih satu jawaban.") % {"question": question.label}


def _fault_of_point(point: tuple[float, float] | None) -> str:
    if point is None:
        return ""
    inside = all(
        least <= value <= most for value, (least, most) in zip(point, INDONESIA.values(), strict=True)
    )
    return "" if inside else _("Titik lokasi ini di luar Indonesia.")
