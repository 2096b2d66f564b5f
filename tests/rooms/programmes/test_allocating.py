"""Plans: computed by a job, checked before they are stored, adopted once; departures are recorded with their cost."""

from datetime import timedelta

import pytest

from sentra.base.audit.models import Entry
from sentra.base.jobs.models import Job
from sentra.base.jobs.queue import enqueue
from sentra.base.jobs.running import run_now
from sentra.base.permissions import OutOfTurn, Refused
from sentra.engines import allocation
from sentra.programmes.actions import allocating
from sentra.programmes.actions.allocating import NoSuchChange
from sentra.programmes.models import Override, Plan, Round
from sentra.programmes.queries.changing import Change, Give
from sentra.programmes.queries.plans import points_tenths
from sentra.programmes.rules.planning import Limit
from tests import cast, makers
from tests.rooms.programmes import decided, rounds

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def places() -> None:
    makers.areas()


@pytest.fixture
def drawn() -> Round:
    """Nine visited: seven packages at most can be paid (four of the regency, three of the province)."""
    return decided.drawn(rounds.checking(count=9))


def by_score(round_: Round) -> list[str]:
    return list(round_.proposals.order_by("-score_tenths", "number").values_list("number", flat=True))


def test_a_plan_gives_the_money_to_the_highest_points_and_is_checked(drawn: Round):
    plan = decided.computed(drawn)
    problem = allocation.problem_from_json(plan.problem)
    found = allocation.allocation_from_json(plan.solution)
    assert (plan.state, allocation.verify(problem, found)) == ("found", [])
    assert (plan.input_sha256, plan.solution_sha256) == (
        found.certificate.input_sha256,
        found.certificate.solution_sha256,
    )
    assert sum(award.cost_idr for award in found.awards) <= rounds.REGENCY_IDR + rounds.PROVINCE_IDR


def test_choosing_it_makes_awards_and_leaves_the_rest_waiting(drawn: Round):
    plan = decided.computed(drawn)
    round_ = allocating.choose_plan(by=rounds.head(), at=decided.LATER, plan=plan)
    awarded = {number for number, _package, _origin in decided.given(round_)}
    assert round_.state == "planned"
    assert awarded == {award["applicant"] for award in plan.solution["awards"]}
    assert dict(round_.proposals.values_list("number", "state")) == {
        number: "awarded" if number in awarded else "waiting" for number in by_score(round_)
    }
    told = Entry.objects.get(act="choose_plan").new
    assert told == {"plan": 1, "solution_sha256": plan.solution_sha256, "awards": len(awarded)}


def test_a_plan_is_chosen_once_and_only_the_one_of_the_round(drawn: Round):
    plan, what_if = decided.computed(drawn), decided.computed(drawn, more(drawn, 10_000_000))
    with pytest.raises(OutOfTurn, match="Ini pengandaian"):
        allocating.choose_plan(by=rounds.head(), at=decided.LATER, plan=what_if)
    asked = allocating.ask_plan(by=rounds.head(), at=decided.LATER, round_=drawn)
    with pytest.raises(OutOfTurn, match="belum atau tidak menghasilkan"):
        allocating.choose_plan(by=rounds.head(), at=decided.LATER, plan=asked)
    allocating.choose_plan(by=rounds.head(), at=decided.LATER, plan=plan)
    with pytest.raises(OutOfTurn, match="ditetapkan sekali"):
        allocating.choose_plan(by=rounds.head(), at=decided.LATER, plan=plan)


def more(round_: Round, amount: int) -> Change:
    fund = round_.programme.funds.order_by("pk").first()
    return Change(more_idr={str(fund.pk): amount})


def test_a_what_if_shows_what_more_money_would_do_and_changes_nothing(drawn: Round):
    plan, richer = decided.computed(drawn), decided.computed(drawn, more(drawn, 10_000_000))
    assert len(richer.solution["awards"]) == len(plan.solution["awards"]) + 2
    assert (drawn.awards.count(), Round.objects.get().state) == (0, "frozen")


def test_a_computed_plan_is_not_computed_again(drawn: Round):
    plan = decided.computed(drawn)
    again = decided.ran(allocating.compute_plan, rounds.head(), key="sekali lagi", plan_id=plan.pk)
    kept = Plan.objects.get(pk=plan.pk)
    assert (again.result, kept.computed_at) == ({"state": "found"}, plan.computed_at)


def test_rules_that_clash_are_named_instead_of_a_plan():
    floor = Limit("floor", "branch", "batik", 1, "musrenbang")  # nobody of that branch applied
    round_ = decided.drawn(rounds.checking(count=9, quotas=[floor]))
    plan = decided.computed(round_)
    quota = round_.quotas.get()
    assert (plan.state, plan.solution) == ("impossible", {})
    assert f"kuota-{quota.pk}" in str(plan.diagnosis)
    eased = decided.computed(round_, Change(without=[quota.pk]))
    assert eased.state == "found"


def test_a_result_the_check_does_not_accept_is_not_stored(drawn: Round, monkeypatch: pytest.MonkeyPatch):
    wrong = allocation.Violation("budget", "dana-1")
    monkeypatch.setattr(allocating.allocation, "verify", lambda problem, found: [wrong])
    plan = allocating.ask_plan(by=rounds.head(), at=decided.LATER, round_=drawn)
    job = run_now(Job.objects.get(key=allocating.job_key(plan)), clock=lambda: decided.LATER)
    assert (job.state, job.error, Plan.objects.get(pk=plan.pk).state) == ("failed", "budget", "asked")


def test_out_of_time_without_a_plan_nothing_is_stored_and_it_can_be_asked_again(
    drawn: Round, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(allocating, "WALL_S", 0.0)
    plan = allocating.ask_plan(by=rounds.head(), at=decided.LATER, round_=drawn)
    job = run_now(Job.objects.get(key=allocating.job_key(plan)), clock=lambda: decided.LATER)
    kept = Plan.objects.get(pk=plan.pk)
    assert (job.state, kept.state, kept.solution) == ("failed", "asked", {})
    assert "Dalam 0 detik belum ditemukan rencana" in job.error
    monkeypatch.undo()
    assert decided.computed(drawn).state == "found"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (Change(more_idr={"99999": 1}), "bukan dana program ini"),
        (Change(without=[99999]), "Kuota itu tidak ada"),
        (Change(give=[Give(proposal="X", package=None, fund=None)]), "Usulan X tidak ikut diputus"),
        (Change(give=[Give(proposal="ALAT-26-0001", package=99999, fund=None)]), "Paket itu tidak ada"),
        (Change(give=[Give(proposal="ALAT-26-0001", package=None, fund=99999)]), "bukan dana program ini"),
    ],
)
def test_a_change_of_what_is_not_there_is_refused(drawn: Round, change: Change, sentence: str):
    with pytest.raises(NoSuchChange, match=sentence):
        allocating.ask_plan(by=rounds.head(), at=decided.LATER, round_=drawn, change=change)
    assert Plan.objects.count() == 0


def test_only_deciders_ask_for_plans_and_only_with_a_lottery(drawn: Round):
    with pytest.raises(Refused):
        allocating.ask_plan(by=rounds.officer(), at=decided.LATER, round_=drawn)
    undrawn = decided.frozen(rounds.checking(count=1, code="KEDUA", under=drawn.programme))
    with pytest.raises(OutOfTurn, match="Isi dulu nilai undian"):
        allocating.ask_plan(by=rounds.head(), at=decided.LATER, round_=undrawn)
    fresh = rounds.checking(count=0, code="KETIGA", under=drawn.programme)
    with pytest.raises(OutOfTurn, match="dari putaran yang dibekukan"):
        allocating.ask_plan(by=rounds.head(), at=decided.LATER, round_=fresh)


@pytest.fixture
def planned(drawn: Round) -> Round:
    return allocating.choose_plan(by=rounds.head(), at=decided.LATER, plan=decided.computed(drawn))


def test_the_committee_gives_to_somebody_who_waits_and_the_cost_stands_beside_it(planned: Round):
    waiting = planned.proposals.filter(state="waiting").order_by("number").first()
    change = decided.give(waiting, rounds.cheap(planned).pk)
    plan = decided.computed(planned, change)
    member = cast.enter(cast.DANU)
    made = allocating.override(by=member, at=decided.LATER, plan=plan, reason="Rumahnya terbakar")
    award = planned.awards.get(proposal=waiting)
    assert made.cost_tenths == points_tenths(made.before) - points_tenths(plan)
    assert (award.origin, award.reason, award.plan) == ("committee", "Rumahnya terbakar", plan)
    assert planned.awards.count() == len(plan.solution["awards"])
    entry = Entry.objects.get(act="override")
    assert (entry.by, entry.reason) == (member, "Rumahnya terbakar")


def test_taking_it_back_brings_the_plan_before(planned: Round):
    before = decided.given(planned)
    waiting = planned.proposals.filter(state="waiting").order_by("number").first()
    plan = decided.computed(planned, decided.give(waiting, rounds.cheap(planned).pk))
    made = allocating.override(by=rounds.head(), at=decided.LATER, plan=plan, reason="Rumahnya terbakar")
    after = decided.LATER + timedelta(hours=1)
    allocating.undo_override(by=rounds.head(), at=after, made=made, reason="Keliru")
    assert decided.given(planned) == before
    with pytest.raises(NoSuchChange, match="perubahan terakhir"):
        made.refresh_from_db()
        allocating.undo_override(by=rounds.head(), at=after, made=made, reason="Keliru")


def test_the_committee_takes_from_somebody_and_a_second_word_builds_on_the_first(planned: Round):
    one, other = planned.proposals.filter(state="awarded").order_by("number")[:2]
    first = decided.give(one)
    allocating.override(
        by=rounds.head(), at=decided.LATER, plan=decided.computed(planned, first), reason="Tutup"
    )
    both = Change(give=[*first["give"], *decided.give(other)["give"]])
    later = decided.LATER + timedelta(minutes=1)
    allocating.override(by=rounds.head(), at=later, plan=decided.computed(planned, both), reason="Pindah")
    assert not planned.awards.filter(proposal__in=(one, other)).exists()
    assert Override.objects.count() == 2


def test_an_override_needs_one_change_a_reason_and_somebody_who_is_not_recused(planned: Round):
    from sentra.programmes.actions import screening

    waiting = planned.proposals.filter(state="waiting").order_by("number").first()
    plan = decided.computed(planned, decided.give(waiting, rounds.cheap(planned).pk))
    with pytest.raises(NoSuchChange, match="tepat satu perubahan"):
        allocating.override(by=rounds.head(), at=decided.LATER, plan=decided.computed(planned), reason="x")
    with pytest.raises(OutOfTurn, match="Alasan harus ditulis"):
        allocating.override(by=rounds.head(), at=decided.LATER, plan=plan, reason=" ")
    member = cast.enter(cast.DANU)
    planned.seats.create(member=member)
    screening.declare_recusal(by=member, at=decided.LATER, proposal=waiting, reason="Tetangga")
    with pytest.raises(OutOfTurn, match="mengundurkan diri dari usulan ini"):
        allocating.override(by=member, at=decided.LATER, plan=plan, reason="Rumahnya terbakar")
    assert Override.objects.count() == 0


def test_after_the_decree_the_committee_departs_no_more(planned: Round):
    waiting = planned.proposals.filter(state="waiting").order_by("number").first()
    plan = decided.computed(planned, decided.give(waiting, rounds.cheap(planned).pk))
    Round.objects.update(state="decreed")
    with pytest.raises(OutOfTurn, match="sebelum SK; kini ditetapkan"):
        allocating.override(by=rounds.head(), at=decided.LATER, plan=plan, reason="Rumahnya terbakar")


def test_before_a_plan_is_adopted_there_is_nothing_to_depart_from(drawn: Round):
    one = drawn.proposals.order_by("number").first()
    plan = decided.computed(drawn, decided.give(one))
    with pytest.raises(NoSuchChange, match="Belum ada rencana"):
        allocating.override(by=rounds.head(), at=decided.LATER, plan=plan, reason="x")


def test_who_wished_for_nothing_that_can_be_had_is_unsuccessful():
    round_ = rounds.checking(count=2)
    lonely = round_.proposals.order_by("number").last()
    lonely.wishes.all().delete()
    done = decided.planned(round_)
    assert decided.states(done) == ["awarded", "unsuccessful"]


def test_an_enqueued_plan_is_one_job_however_often_it_is_asked(drawn: Round):
    plan = allocating.ask_plan(by=rounds.head(), at=decided.LATER, round_=drawn)
    key = allocating.job_key(plan)
    again = enqueue(allocating.compute_plan, by=rounds.head(), at=decided.LATER, key=key, plan_id=plan.pk)
    assert list(Job.objects.filter(key=key)) == [again]
