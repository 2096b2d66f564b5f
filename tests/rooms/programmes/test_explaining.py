"""Three layers of why: for the one who proposed, for the council, for whoever compares plans."""

import re
from dataclasses import replace

import pytest

from sentra.base.audit.models import Entry
from sentra.base.documents.queries import document_bytes
from sentra.base.jobs.models import Job
from sentra.base.permissions import OutOfTurn, Refused
from sentra.engines import allocation
from sentra.programmes.actions import allocating, declining, explaining, planning, proposing
from sentra.programmes.models import Proposal, Round
from sentra.programmes.queries import plans
from sentra.programmes.queries.changing import Change
from sentra.programmes.queries.explaining import explanation
from sentra.programmes.queries.wording import tenths
from sentra.programmes.rules.planning import Limit
from tests import cast, makers
from tests.rooms.programmes import decided, rounds

pytestmark = pytest.mark.django_db
OUTSIDE = "Selain itu 1 usulan ditetapkan panitia di luar urutan nilai, dengan alasan tertulis."
OTHERS = "Bila usulan ini dipilih, penerima lain yang lalu tidak terpilih"


@pytest.fixture(autouse=True)
def places() -> None:
    makers.areas()


@pytest.fixture
def planned() -> Round:
    """Nine visited, money for seven; two wait."""
    return decided.planned(rounds.checking(count=9))


def first(round_: Round, state: str) -> Proposal:
    return round_.proposals.filter(state=state).order_by("number")[0]


def test_who_was_chosen_reads_what_for_and_where_they_stood(planned: Round):
    one = first(planned, "awarded")
    award = one.awards.get()
    told = explanation(one)
    assert (told.outcome, told.tone) == ("Terpilih", "ok")
    assert told.summary == f"Usulan Anda terpilih untuk {award.package} dari {award.fund}."
    assert told.standing.startswith("Urutan ")
    assert told.changes == ()


def test_who_waits_reads_what_stood_in_the_way_and_what_would_change_it(planned: Round):
    told = explanation(first(planned, "waiting"), exact=True)
    assert (told.outcome, told.tone) == ("Daftar tunggu", "warn")
    assert told.reasons
    assert told.changes[0] == "Dengan nilai 81,1 (lebih tinggi 4,1 poin) usulan ini terpilih."
    assert [said.partition(":")[0] for said in told.changes[1:]] == [OTHERS]


def test_with_the_points_it_names_it_wins_and_with_a_tenth_less_it_loses(planned: Round):
    one = first(planned, "waiting")
    said = explanation(one, exact=True).changes[0]
    enough = int(said.removeprefix("Dengan nilai ").partition(" ")[0].replace(",", ""))
    problem = allocation.problem_from_json(plans.adopted_plan(planned).problem)

    def wins(score: int) -> bool:
        raised = (
            replace(each, score_tenths=score) if each.id == one.number else each
            for each in problem.applicants
        )
        found = allocation.allocate(replace(problem, applicants=tuple(raised)))
        return found.award_of(one.number) is not None

    assert (wins(enough), wins(enough - 2)) == (True, False)


def test_whose_wish_no_score_would_carry_reads_that():
    round_ = rounds.opened()
    for number in range(1, 10):
        rounds.visited(round_, number)
    one = rounds.visited(round_, 10, wishes=[rounds.dear(round_)])
    decided.planned(planning.close_round(by=rounds.officer(), at=decided.AT, round_=round_))
    one.refresh_from_db()
    assert explanation(one).changes == (
        "Menurut rencana ini nilai tertinggi pun tidak cukup untuk yang diminta.",
    )
    assert explanation(one, exact=True).changes[0] == (
        "Dengan nilai tertinggi pun usulan ini tidak terpilih: yang diminta terbatas."
    )


def test_where_points_are_not_the_first_goal_none_are_promised():
    done = decided.planned(rounds.checking(count=9, goals=("awards", "score")))
    one = first(done, "waiting")
    assert explanation(one).changes == ()
    assert [said.partition(":")[0] for said in explanation(one, exact=True).changes] == [OTHERS]


def test_from_whom_the_committee_took_it_reads_that_and_no_points(planned: Round):
    one = first(planned, "awarded")
    plan = decided.computed(planned, decided.give(one))
    allocating.override(by=rounds.head(), at=decided.LATER, plan=plan, reason="Alatnya sudah ada")
    told = explanation(Proposal.objects.get(pk=one.pk), exact=True)
    assert (told.reasons, told.changes) == (
        ("Panitia memutuskan usulan ini tidak diberi, dengan alasan: Alatnya sudah ada",),
        (),
    )


def test_nobody_else_is_named(planned: Round):
    one = first(planned, "waiting")
    told = str(explanation(one, exact=True))
    others = planned.proposals.exclude(pk=one.pk)
    assert not [other.number for other in others if other.number in told]
    assert not [other.pk for other in others if other.snapshot["business_name"] in told]


def test_a_tie_is_told_to_have_been_decided_by_lot():
    round_ = rounds.opened()
    for number in (4, 8, 12, 16, 20, 24, 28, 32, 36):  # all with one worker, all in one village
        rounds.visited(round_, number)
    done = decided.planned(planning.close_round(by=rounds.officer(), at=decided.AT, round_=round_))
    lost, won = explanation(first(done, "waiting")), explanation(first(done, "awarded"))
    assert lost.reasons[0] == "9 usulan sama nilai dan keadaannya; 7 terpilih dengan undian."
    assert won.reasons == (lost.reasons[0],)


def test_before_the_decision_and_after_a_refusal_or_withdrawal_it_says_so():
    round_ = rounds.opened()
    open_one, gone, refused = (rounds.proposed(round_, number) for number in (1, 2, 3))
    gone = proposing.withdraw_proposal(by=rounds.officer(), at=cast.AT, proposal=gone, reason="Pindah")
    refused = proposing.refuse_proposal(by=rounds.officer(), at=cast.AT, proposal=refused, reason="Bukan IKM")
    assert explanation(open_one).summary == "Usulan ini belum diputus."
    assert (explanation(gone).outcome, explanation(gone).reasons) == ("Ditarik", ("Pindah",))
    assert (explanation(refused).outcome, explanation(refused).reasons) == (
        "Tidak ikut diputus",
        ("Bukan IKM",),
    )


def test_who_stepped_back_and_who_moved_up_read_that():
    award = decided.decreed(rounds.checking(count=9)).awards.order_by("pk").first()
    moved = declining.decline(by=rounds.officer(), at=decided.LATER, award=award, reason="Pindah")
    award.proposal.refresh_from_db()
    assert explanation(award.proposal).outcome == "Mengundurkan diri"
    told = explanation(moved[0].proposal)
    assert told.reasons == (f"Naik dari daftar tunggu. Menggantikan {award.proposal.number}.",)


def test_whom_the_committee_chose_reads_its_reason(planned: Round):
    one = first(planned, "waiting")
    plan = decided.computed(planned, decided.give(one, rounds.cheap(planned).pk))
    allocating.override(by=rounds.head(), at=decided.LATER, plan=plan, reason="Rumahnya terbakar")
    one.refresh_from_db()
    assert explanation(one).reasons == (
        "Panitia memutuskan lain dari rencana, dengan alasan: Rumahnya terbakar",
    )


def test_others_read_that_the_lowest_chosen_score_is_not_of_the_order_alone(planned: Round):
    chosen, other = planned.proposals.filter(state="waiting").order_by("number")
    assert "panitia" not in explanation(other).cut_off
    regency, _province = planned.programme.funds.order_by("pk")
    plan = decided.computed(planned, decided.give(chosen, rounds.cheap(planned).pk, regency.pk))
    allocating.override(by=rounds.head(), at=decided.LATER, plan=plan, reason="Rumahnya terbakar")
    told = [explanation(one) for one in planned.proposals.exclude(pk=chosen.pk)]
    says = {one.cut_off.endswith(OUTSIDE) for one in told if regency.source.title in one.standing}
    assert says == {True}
    assert OUTSIDE not in explanation(planned.proposals.get(pk=chosen.pk)).cut_off


def test_what_is_missing_is_held_against_the_order_not_against_whom_the_committee_chose(planned: Round):
    chosen, other = planned.proposals.filter(state="waiting").order_by("number")
    regency, _province = planned.programme.funds.order_by("pk")
    plan = decided.computed(planned, decided.give(chosen, rounds.cheap(planned).pk, regency.pk))
    allocating.override(by=rounds.head(), at=decided.LATER, plan=plan, reason="Rumahnya terbakar")
    # Which of two funds serves whom, the lot decides: the lowest score of this one is read off the awards.
    ordered = planned.awards.filter(fund=regency, origin="plan")
    lowest = tenths(min(ordered.values_list("proposal__score_tenths", flat=True)))
    exact, by_price = explanation(other, exact=True), explanation(other)
    assert (chosen.score_tenths, other.score_tenths) == (770, 770)
    assert exact.cut_off == f"Nilai terendah yang terpilih menurut rencana dari dana itu: {lowest}. {OUTSIDE}"
    assert exact.changes[0] == "Dengan nilai 81,1 (lebih tinggi 4,1 poin) usulan ini terpilih."
    enough, score, missing = (
        int(number.replace(",", "")) for number in re.findall(r"\d+,\d", by_price.changes[0])
    )
    assert (score, enough - score) == (770, missing)


def test_who_asked_for_what_no_fund_may_pay_reads_that():
    under = planning.open_programme(
        by=rounds.officer(), at=cast.AT, year=2026, title="Gula", purpose="", instrument="barang"
    )
    rounds.fund(under, "apbd-kab", rounds.REGENCY_IDR, branches=["gula_kelapa"])
    round_ = rounds.opened(under)
    rounds.visited(round_, 1, business=rounds.workshop(1, product="gula kelapa"))
    rounds.visited(round_, 2)
    done = decided.planned(planning.close_round(by=rounds.officer(), at=decided.AT, round_=round_))
    told = explanation(first(done, "waiting"))
    assert told.reasons == ("Tidak ada dana putaran ini yang dapat membiayai yang diminta.",)
    assert told.standing == ""


def test_an_impossible_wish_reads_that_no_plan_could_keep_the_rules():
    floor = Limit("floor", "village", makers.LIMBASARI, 3, "musrenbang")
    cap = Limit("cap", "district", makers.BOBOTSARI, 3, "musrenbang")
    done = decided.planned(rounds.checking(count=6, quotas=[floor, cap]))
    told = explanation(first(done, "waiting"), exact=True)
    assert told.changes == ("Tidak ada pembagian yang memenuhi semua aturan bila usulan ini dipilih.",)


# The sheet


def test_the_reason_sheet_is_a_numbered_paper(planned: Round):
    document = explaining.issue_reasons(
        by=rounds.officer(), at=decided.LATER, proposal=first(planned, "waiting")
    )
    assert (document.kind, document_bytes(document)[:5]) == ("alasan", b"%PDF-")


def test_it_prints_the_points_with_their_parts(planned: Round):
    one = first(planned, "waiting")
    data = explaining.printed(one, explanation(one))
    assert (data["registration"], data["decided_on"], len(data["parts"])) == (
        one.number,
        "21 November 2026",
        5,
    )


def test_without_a_decision_there_is_no_sheet_and_strangers_get_none(planned: Round):
    other = rounds.checking(count=1, code="LAIN", under=planned.programme)
    with pytest.raises(OutOfTurn, match="Belum ada keputusan"):
        explaining.issue_reasons(by=rounds.officer(), at=decided.LATER, proposal=other.proposals.get())
    with pytest.raises(Refused):
        explaining.issue_reasons(
            by=cast.enter(cast.GANDE), at=decided.LATER, proposal=first(planned, "waiting")
        )


# Plans beside each other


def test_plans_are_compared_with_the_round_as_frozen(planned: Round):
    fund = planned.programme.funds.order_by("pk").first()
    decided.computed(planned, Change(more_idr={str(fund.pk): 10_000_000}))
    decided.computed(planned, Change(more_idr={str(fund.pk): -10_000_000}))
    told = [(line.words, line.comes, line.goes, line.adopted) for line in plans.plan_lines(planned)]
    assert told == [
        ("Putaran seperti dibekukan", 0, 0, True),
        ("APBD-KAB +Rp 10.000.000", 2, 0, False),
        ("APBD-KAB −Rp 10.000.000", 0, 2, False),
    ]
    lines = plans.plan_lines(planned)
    assert (lines[1].lost_tenths, lines[2].lost_tenths) == (0, -lines[2].more_tenths)


def test_a_plan_that_is_still_computed_has_nothing_to_show(planned: Round):
    plan = allocating.ask_plan(by=rounds.head(), at=decided.LATER, round_=planned)
    line = plans.plan_lines(planned)[-1]
    assert (line.awards, line.points_tenths, line.gap, line.goes) == (0, 0, 0.0, 0)
    assert plans.job_of(plan).key == allocating.job_key(plan)


def test_a_computation_that_failed_is_asked_for_again_and_one_that_ended_is_left_alone(planned: Round):
    plan = allocating.ask_plan(by=rounds.head(), at=decided.LATER, round_=planned)
    Job.objects.filter(key=allocating.job_key(plan)).update(state="failed")
    assert [line.stopped for line in plans.plan_lines(planned)] == [False, True]
    for _ in range(2):
        allocating.ask_plan_again(by=rounds.head(), at=decided.LATER, plan=plan)
    assert [line.stopped for line in plans.plan_lines(planned)] == [False, False]
    assert (plans.job_of(plan).state, Entry.objects.filter(act="ask_plan_again").count()) == ("queued", 1)
    with pytest.raises(Refused):
        allocating.ask_plan_again(by=rounds.officer(), at=decided.LATER, plan=plan)


def test_the_price_sheet_says_what_ten_million_more_would_buy(planned: Round):
    plan = plans.adopted_plan(planned)
    fund = next(line for line in plans.price_sheet(plan) if line.kind == "fund")
    assert fund.effect.startswith("Rp 10 juta lagi menambah sekitar ")
    assert [use.left_idr >= 0 for use in plans.fund_uses(plan)] == [True, True]


def test_clashing_rules_are_told_with_a_way_out():
    round_ = decided.drawn(
        rounds.checking(count=2, quotas=[Limit("floor", "branch", "batik", 1, "musrenbang")])
    )
    told = plans.clash_words(decided.computed(round_))
    assert told[0] == "Tidak dapat dipenuhi bersama: Paling sedikit 1 penerima: Batik."
    assert told[1] == "Jalan keluar: Paling sedikit 1 penerima: Batik dari 1 menjadi 0."


def test_what_the_committee_wants_stands_in_words(planned: Round):
    one, other = planned.proposals.order_by("number")[:2]
    change = Change(
        without=[],
        give=[*decided.give(one)["give"], *decided.give(other, rounds.dear(planned).pk)["give"]],
    )
    assert plans.change_words(planned, change) == (
        f"{one.number} tidak diberi; {other.number} diberi Paket obras"
    )


def test_a_left_out_quota_stands_in_words():
    round_ = rounds.draft(quotas=[Limit("share", "women", "", 30, "RPJMD")])
    quota = round_.quotas.get()
    assert (
        plans.change_words(round_, Change(without=[quota.pk]))
        == "tanpa: Paling sedikit 30 persen untuk pemilik perempuan"
    )


def test_the_secret_is_published_with_the_plan_and_not_before():
    round_ = decided.drawn(rounds.checking(count=1))
    assert plans.published_secret(round_) == ""
    assert plans.waiting(rounds.officer(), round_) == []
    done = allocating.choose_plan(by=rounds.head(), at=decided.LATER, plan=decided.computed(round_))
    assert len(plans.published_secret(done)) == 64


def test_a_field_officer_sees_the_awards_of_their_district(planned: Round):
    here = cast.enter(cast.RENGGA)
    elsewhere = cast.enter(cast.RENGGA, email="lain@cast.example", district_code="33.03.01")
    assert len(plans.awards_shown(here, planned)) == planned.awards.count()
    assert (plans.awards_shown(elsewhere, planned), plans.waiting(elsewhere, planned)) == ([], [])
    assert len(plans.waiting(here, planned)) == 2
    plan = plans.adopted_plan(planned)
    assert plans.given_lines(plan, here) == plans.given_lines(plan, rounds.head())
    assert plans.given_lines(plan, elsewhere) == []


def test_what_a_plan_gives_is_listed_with_names(planned: Round):
    lines = plans.given_lines(plans.adopted_plan(planned), rounds.head())
    assert [line.proposal.number for line in lines] == sorted(
        planned.awards.values_list("proposal__number", flat=True)
    )
    assert lines[0].proposal.snapshot["business_name"].startswith("Jahit Contoh")


def test_departures_are_listed_the_last_first(planned: Round):
    one = first(planned, "waiting")
    plan = decided.computed(planned, decided.give(one, rounds.cheap(planned).pk))
    made = allocating.override(by=rounds.head(), at=decided.LATER, plan=plan, reason="Rumahnya terbakar")
    assert plans.overrides(planned) == [made]
    names = plans.row_names(plan)
    assert names[f"panitia-{one.number}"] == f"keputusan panitia atas {one.number}"
