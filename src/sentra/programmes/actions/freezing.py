"""Freezing: what is decided upon is fixed, hashed, and bound to a lottery nobody can steer."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from sentra.base.audit.chain import record
from sentra.base.documents.actions import issue_document
from sentra.base.documents.models import Document
from sentra.base.people import vault
from sentra.base.people.models import User
from sentra.base.permissions import refuse_unless
from sentra.engines import allocation
from sentra.programmes.actions.planning import locked
from sentra.programmes.catalogue import criteria, eligibility, goals
from sentra.programmes.models import Paper, Proposal, ProposalState, Round, RoundState
from sentra.programmes.queries.applicants import applicant_of, profile_of, snapshot_of, tokens_of
from sentra.programmes.queries.problem import kind_id, package_id, problem_of
from sentra.programmes.queries.scoring import parts, score_tenths
from sentra.programmes.queries.screening import Screen
from sentra.programmes.queries.wording import day, idr, quotas_told, tenths
from sentra.programmes.rules import deciding as rules
from sentra.programmes.rules.findings import OPEN_STATES
from sentra.registry.models import Profile

MINUTES = Path(__file__).resolve().parent.parent / "documents" / "berita_acara.typ"
PATTERN = "500.9/{sequence:03}/BA/{roman_month}/{year}"
SECRET_BYTES = 32


class CannotFreeze(ValueError):
    """Something is missing or wrong in what would be frozen; says where."""


@transaction.atomic
def freeze_round(
    *, by: User, at: datetime, round_: Round, lottery_source: str, lottery_on: date, place: str
) -> Document:
    """Fixes who is decided upon, their points and the rules; prints minutes with the commitment.

    Whoever is not visited, or has a finding that nobody settled, is refused with that reason. The public
    value must become known after today. Raises CannotFreeze; nothing is half frozen.
    """
    round_ = locked(round_)
    refuse_unless(rules.may_freeze(by, round_))
    today = timezone.localtime(at).date()
    if not lottery_source.strip() or lottery_on <= today:
        raise CannotFreeze(_("Sebutkan sumber nilai undian, dan tanggal sesudah hari ini."))
    _settle(round_)
    problem = _problem(round_)
    _commit(round_, problem, at=at, source=lottery_source.strip(), on=lottery_on)
    minutes = _minutes(round_, problem, by=by, at=at, place=place)
    Paper.objects.create(
        round=round_,
        kind="minutes",
        number=minutes.number,
        dated_on=today,
        recorded_at=at,
        recorded_by=by,
        document=minutes,
    )
    told = {
        "taking_part": len(problem.applicants),
        "commitment": round_.commitment,
        "lottery_source": round_.lottery_source,
        "lottery_on": lottery_on,
    }
    record(by=by, at=at, act="freeze_round", subject=round_, new=told)
    return minutes


@transaction.atomic
def reveal_lottery(*, by: User, at: datetime, round_: Round, value: str) -> Round:
    """Enters the public value, once. Raises CannotFreeze for an empty one."""
    round_ = locked(round_)
    refuse_unless(rules.may_reveal(by, round_, on=timezone.localtime(at).date()))
    if not value.strip():
        raise CannotFreeze(_("Isi nilai undian seperti diumumkan."))
    round_.lottery_value = value.strip()[:200]
    round_.save(update_fields=["lottery_value"])
    record(by=by, at=at, act="reveal_lottery", subject=round_, new={"value": round_.lottery_value})
    return round_


def _settle(round_: Round) -> None:
    """Every open proposal takes part, with its points, or is refused with the first thing that stands."""
    proposals = list(
        round_.proposals.filter(state__in=OPEN_STATES).select_related("business").order_by("number")
    )
    for proposal in proposals:
        profile = _profile(proposal)
        proposal.snapshot = snapshot_of(profile)
        proposal.tokens = tokens_of(profile.business_id)
    Proposal.objects.bulk_update(proposals, ["snapshot", "tokens"], batch_size=200)
    screen = Screen(round_, proposals)
    for proposal in proposals:
        _judge(proposal, screen)
    names = ["state", "reason", "score_tenths", "score_parts"]
    Proposal.objects.bulk_update(proposals, names, batch_size=200)


def _profile(proposal: Proposal) -> Profile:
    try:
        return profile_of(proposal.business_id)
    except Profile.DoesNotExist:
        words = _("Usaha pada usulan %(number)s tidak ada lagi di buku induk; tolak dulu usulan itu.")
        raise CannotFreeze(words % {"number": proposal.number}) from None


def _judge(proposal: Proposal, screen: Screen) -> None:
    standing = [finding.sentence for finding in screen.of(proposal) if finding.stands]
    if proposal.state != ProposalState.VISITED:
        standing.insert(0, _("Pemeriksaan belum selesai ketika putaran dibekukan."))
    if standing:
        proposal.state, proposal.reason = ProposalState.REFUSED, " ".join(standing)
        return
    one = applicant_of(proposal, helped_before=screen.helped_before(proposal))
    told = parts(one, proposal.round.weights)
    score = score_tenths(told)
    if not 0 <= score <= allocation.HIGHEST_TENTHS:
        words = _("Nilai usulan %(number)s di luar 0 sampai 100 poin.")
        raise CannotFreeze(words % {"number": proposal.number})
    proposal.state, proposal.score_tenths = ProposalState.FROZEN, score
    proposal.score_parts = [
        {"criterion": part.criterion, "points": part.points, "weight": part.weight} for part in told
    ]


def _problem(round_: Round) -> allocation.Problem:
    try:
        return problem_of(round_)
    except allocation.AllocationRefused as wrong:
        raise CannotFreeze(refusal(wrong)) from wrong


def refusal(wrong: allocation.AllocationRefused) -> str:
    """Why a round cannot be computed, in words."""
    if wrong.code == "no_applicants":
        return _("Tidak ada usulan yang lolos pemeriksaan, jadi tidak ada yang dapat diputus.")
    if wrong.code == "no_funds":
        return _("Program ini belum punya dana.")
    return _("Putaran ini tidak dapat dihitung: %(why)s") % {"why": wrong}


def _commit(round_: Round, problem: allocation.Problem, *, at: datetime, source: str, on: date) -> None:
    [(key, opened)] = vault.new_keys(1)
    secret = secrets.token_bytes(SECRET_BYTES)
    round_.lottery_key, round_.lottery_secret = key, vault.seal(opened, secret)
    round_.commitment = allocation.commitment(allocation.unsealed(problem), secret)
    round_.lottery_source, round_.lottery_on = source[:200], on
    round_.frozen, round_.frozen_at = allocation.problem_to_json(problem), at
    round_.state = RoundState.FROZEN
    round_.save()


def _minutes(round_: Round, problem: allocation.Problem, *, by: User, at: datetime, place: str) -> Document:
    with translation.override("id"):
        data = _told(round_, problem, by=by, at=at, place=place)
    return issue_document(
        by=by,
        at=at,
        kind="berita-acara-pembekuan",
        title="Berita Acara Pembekuan Usulan dan Komitmen Undian",
        template=MINUTES,
        data=data,
        subject=round_,
        pattern=PATTERN,
    )


def _told(
    round_: Round, problem: allocation.Problem, *, by: User, at: datetime, place: str
) -> dict[str, Any]:
    programme = round_.programme
    return {
        "frozen_on": day(timezone.localtime(at).date()),
        "place": place,
        "round": round_.title,
        "programme": programme.title,
        "year": str(programme.year),
        "counts": _counts(round_),
        "goals": [str(goals.BY_KEY[key].label) for key in round_.goals],
        "rules": [str(eligibility.BY_KEY[key].label) for key in round_.eligibility],
        "weights": [
            (str(criteria.BY_KEY[key].label), str(weight)) for key, weight in round_.weights.items() if weight
        ],
        "quotas": [f"{words} ({quota.source})" for quota, words in quotas_told(round_)],
        "funds": [(str(fund), idr(fund.ceiling_idr)) for fund in programme.funds.order_by("pk")],
        "packages": _packages(round_, problem),
        "left_out": list(
            round_.proposals.filter(state=ProposalState.REFUSED)
            .order_by("number")
            .values_list("number", "reason")
        ),
        "input_hash": hashlib.sha256(allocation.unsealed(problem)).hexdigest(),
        "commitment": round_.commitment,
        "lottery_source": round_.lottery_source,
        "lottery_on": day(round_.lottery_on),
        "members": _members(round_),
        "chair": {"name": by.name, "role": by.get_role_display()},
        "entries": _entries(problem, {package_id(one): one.title for one in round_.packages.all()}),
    }


def _counts(round_: Round) -> list[tuple[str, str]]:
    states = list(round_.proposals.values_list("state", flat=True))
    told = [
        (_("Usulan diterima"), len(states)),
        (_("Ikut diputus"), states.count(ProposalState.FROZEN)),
        (_("Ditolak dengan alasan"), states.count(ProposalState.REFUSED)),
        (_("Ditarik"), states.count(ProposalState.WITHDRAWN)),
    ]
    return [(words, str(count)) for words, count in told]


def _packages(round_: Round, problem: allocation.Problem) -> list[tuple[str, str, str]]:
    costs = {package.id: package.cost_idr for package in problem.packages}
    stocks = {kind_id(kind): kind for kind in round_.kinds.filter(stock__isnull=False)}
    limited = {
        package.id: ", ".join(
            f"{stocks[kind].name} {stocks[kind].stock}" for kind, _n in package.kinds if kind in stocks
        )
        for package in problem.packages
    }
    return [
        (one.title, idr(costs[package_id(one)]), limited[package_id(one)] or "–")
        for one in round_.packages.order_by("pk")
    ]


def _members(round_: Round) -> list[dict[str, str]]:
    return [
        {
            "name": seat.member.name,
            "role": str(seat.member.get_role_display()),
            "recused": ", ".join(
                seat.recusals.order_by("proposal__number").values_list("proposal__number", flat=True)
            ),
        }
        for seat in round_.seats.select_related("member").order_by("pk")
    ]


def _entries(problem: allocation.Problem, titles: dict[str, str]) -> Sequence[tuple[str, str, str]]:
    return [
        (one.id, tenths(one.score_tenths), ", ".join(titles[wish] for wish in one.wishes))
        for one in problem.applicants
    ]
