"""Freezing fixes who is decided upon; the lottery is bound before anybody can know it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from sentra.base.audit.models import Entry
from sentra.base.permissions import OutOfTurn, Refused
from sentra.engines import allocation
from sentra.programmes.actions import freezing
from sentra.programmes.models import Proposal, Round
from sentra.programmes.queries.lottery import NotFrozen, secret_of, seed_of
from tests import makers
from tests.rooms.programmes import decided, rounds

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def places() -> None:
    makers.areas()
    decided.certificates()


def freeze(round_: Round, **otherwise: object) -> object:
    told = {"lottery_source": "penutupan IHSG", "lottery_on": decided.DRAWN_ON, "place": "Purbalingga"}
    return freezing.freeze_round(by=rounds.head(), at=decided.AT, round_=round_, **told | otherwise)


def test_what_is_frozen_is_bound_to_a_secret_that_the_minutes_commit_to():
    round_ = decided.frozen(rounds.checking(count=2))
    problem = allocation.problem_from_json(round_.frozen)
    assert round_.commitment == allocation.commitment(allocation.unsealed(problem), secret_of(round_))
    assert [one.id for one in problem.applicants] == ["ALAT-26-0001", "ALAT-26-0002"]
    [minutes] = round_.papers.filter(kind="minutes")
    assert (minutes.document.kind, round_.state) == ("berita-acara-pembekuan", "frozen")
    assert Entry.objects.get(act="freeze_round").new == {
        "taking_part": 2,
        "commitment": round_.commitment,
        "lottery_source": "penutupan IHSG",
        "lottery_on": "2026-11-21",
    }


def test_the_secret_lies_sealed_and_the_commitment_fits_no_other_round():
    round_ = decided.frozen(rounds.checking(count=2))
    problem = allocation.problem_from_json(round_.frozen)
    first = replace(problem.applicants[0], score_tenths=problem.applicants[0].score_tenths + 1)
    other = replace(problem, applicants=(first, *problem.applicants[1:]))
    secret = secret_of(round_)
    assert secret not in bytes(round_.lottery_secret)
    assert allocation.commitment(allocation.unsealed(other), secret) != round_.commitment


def test_everybody_who_takes_part_has_points_with_their_parts():
    round_ = decided.frozen(rounds.checking(count=1))
    one = round_.proposals.get()
    # 40 x 100 (visit) + 20 x 20 (two workers) + 20 x 100 (micro) + 15 x 100 (first) + 5 x 100 (a woman)
    assert {part["criterion"]: part["points"] for part in one.score_parts} == {
        "readiness": 100,
        "work": 20,
        "need": 100,
        "first": 100,
        "women": 100,
    }
    assert (one.state, one.score_tenths) == ("frozen", 840)


def test_who_was_not_visited_or_found_unfit_is_refused_with_the_reason():
    round_ = rounds.opened()
    rounds.visited(round_, 1)
    rounds.visited(round_, 2, fit=False)
    rounds.documented(round_, 3)
    decided.frozen(freezable(round_))
    states = dict(Proposal.objects.order_by("number").values_list("number", "state"))
    reasons = dict(Proposal.objects.exclude(reason="").values_list("number", "reason"))
    assert states == {"ALAT-26-0001": "frozen", "ALAT-26-0002": "refused", "ALAT-26-0003": "refused"}
    assert reasons["ALAT-26-0002"] == "Kunjungan menilai usaha ini belum layak menerima alat."
    assert reasons["ALAT-26-0003"].startswith("Pemeriksaan belum selesai ketika putaran dibekukan.")


def freezable(round_: Round) -> Round:
    from sentra.programmes.actions import planning

    rounds.committee(round_)
    return planning.close_round(by=rounds.officer(), at=decided.AT, round_=round_)


def test_a_public_value_of_today_or_without_a_source_is_refused_and_nothing_is_frozen():
    round_ = rounds.checking(count=1)
    for wrong in ({"lottery_on": decided.AT.date()}, {"lottery_source": " "}):
        with pytest.raises(freezing.CannotFreeze, match="Sebutkan sumber nilai undian"):
            freeze(round_, **wrong)
    assert (Round.objects.get().state, Proposal.objects.get().state) == ("checking", "visited")


def test_a_round_nobody_passed_is_not_frozen():
    round_ = rounds.opened()
    rounds.documented(round_)
    closed = freezable(round_)
    with pytest.raises(freezing.CannotFreeze, match="Tidak ada usulan yang lolos"):
        freeze(closed)
    assert Proposal.objects.get().state == "checked"


def test_other_faults_are_told_in_words():
    no_funds = freezing.refusal(allocation.AllocationRefused("no_funds"))
    price = freezing.refusal(allocation.AllocationRefused("price", package="paket-1", cost_idr=0))
    assert no_funds == "Program ini belum punya dana."
    assert price.startswith("Putaran ini tidak dapat dihitung: Package paket-1 costs 0 rupiah")


def test_only_deciders_freeze_and_only_once():
    round_ = rounds.checking(count=1)
    with pytest.raises(Refused):
        freezing.freeze_round(
            by=rounds.officer(),
            at=decided.AT,
            round_=round_,
            lottery_source="penutupan IHSG",
            lottery_on=decided.DRAWN_ON,
            place="Purbalingga",
        )
    freeze(round_)
    with pytest.raises(OutOfTurn, match="kini dibekukan"):
        freeze(round_)


def test_no_round_is_frozen_without_a_committee_that_has_declared_what_kinship_is_found_by():
    round_ = rounds.checking(count=1)
    round_.seats.update(declared_at=None)
    with pytest.raises(OutOfTurn, match="Belum menyatakan kepentingannya: Brama Kertanala"):
        freeze(round_)
    round_.seats.all().delete()
    with pytest.raises(OutOfTurn, match="Tunjuk dulu panitia"):
        freeze(round_)


def test_the_public_value_is_entered_on_its_day_and_never_again():
    round_ = decided.frozen(rounds.checking(count=1))
    reveal = {"by": rounds.head(), "round_": round_, "value": decided.VALUE}
    with pytest.raises(OutOfTurn, match="baru diumumkan"):
        freezing.reveal_lottery(at=decided.AT, **reveal)
    with pytest.raises(freezing.CannotFreeze, match="Isi nilai undian"):
        freezing.reveal_lottery(at=decided.LATER, **reveal | {"value": " "})
    known = freezing.reveal_lottery(at=decided.LATER, **reveal)
    assert seed_of(known) == allocation.draw_seed(secret_of(known), "IHSG 7.012,33")
    with pytest.raises(OutOfTurn, match="sudah diisi"):
        freezing.reveal_lottery(at=decided.LATER + timedelta(days=1), **reveal)
    assert Entry.objects.get(act="reveal_lottery").new == {"value": "IHSG 7.012,33"}


def test_a_value_before_the_freeze_is_out_of_turn_and_there_is_no_secret():
    round_ = rounds.checking(count=1)
    with pytest.raises(OutOfTurn, match="diisi setelah putaran dibekukan"):
        freezing.reveal_lottery(by=rounds.head(), at=decided.LATER, round_=round_, value="1")
    with pytest.raises(NotFrozen):
        secret_of(round_)
