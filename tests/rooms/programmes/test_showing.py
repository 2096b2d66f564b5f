"""Programmes, rounds and proposals as people see them."""

from datetime import date, timedelta

import pytest

from sentra.base.permissions import Refused
from sentra.programmes.actions import checking, planning, proposing
from sentra.programmes.models import Award, Package, Proposal, Round, RoundState
from sentra.programmes.queries import proposals as queries
from sentra.programmes.queries import rounds as shown
from sentra.programmes.queries.proposals import Filters
from sentra.registry.models import BusinessGroup
from tests import cast, makers
from tests.rooms.programmes import rounds

pytestmark = pytest.mark.django_db
AT = cast.AT
TODAY = date(2026, 11, 20)
AWAY = {"village": "33.03.05.1001", "district": "33.03.05"}


@pytest.fixture(autouse=True)
def regency() -> None:
    makers.areas()


def by() -> dict[str, object]:
    return {"by": rounds.officer(), "at": AT}


def keys(round_: Round, on: date = TODAY) -> list[str]:
    return [step.key for step in shown.round_shown(rounds.officer(), round_.pk, on=on).steps]


def test_programmes_stand_with_their_money_and_rounds_the_newest_first():
    old, new = rounds.programme(year=2025), rounds.programme(year=2026)
    round_ = rounds.opened(new)
    rounds.proposed(round_)
    Proposal.objects.update(state="awarded")
    rounds.proposed(round_, 2)
    found = shown.programmes_shown(rounds.officer())
    assert [(line.programme, line.budget_idr) for line in found] == [(new, 35_000_000), (old, 35_000_000)]
    assert [(one.round, one.proposals, one.awards) for one in found[0].rounds] == [(round_, 2, 1)]
    assert found[1].rounds == []


def test_a_field_officer_counts_and_sees_the_own_district_only():
    round_ = rounds.opened()
    near = rounds.proposed(round_, 1)
    away = rounds.proposed(round_, 2, business=rounds.workshop(2, **AWAY))
    field, anywhere = (
        cast.enter(cast.RENGGA),
        cast.enter(cast.RENGGA, email="b@cast.example", district_code=""),
    )
    assert [shown.counts_of(who, round_) for who in (field, anywhere)] == [{"received": 1}, {"received": 2}]
    assert [one.pk for one in queries.page(field, round_, Filters()).rows] == [near.pk]
    assert queries.proposal_of(field, near.pk) == near
    with pytest.raises(Proposal.DoesNotExist):
        queries.proposal_of(field, away.pk)
    assert [name for _code, name in queries.districts_of(anywhere, round_)] == ["Bobotsari", "Purbalingga"]


def test_a_lab_technician_sees_nothing_of_aid():
    round_, technician = rounds.opened(), cast.enter(cast.PRAMU)
    one = rounds.proposed(round_)
    asked = (
        lambda: shown.programmes_shown(technician),
        lambda: shown.programme_shown(technician, round_.programme_id),
        lambda: shown.round_of(technician, round_.pk),
        lambda: queries.page(technician, round_, Filters()),
        lambda: queries.proposal_shown(technician, one.pk),
        lambda: queries.groups_found(technician, "a"),
    )
    for ask in asked:
        with pytest.raises(Refused, match="tidak berwenang"):
            ask()


def test_a_draft_asks_for_money_then_packages_then_to_be_opened():
    under = planning.open_programme(**by(), year=2026, title="Alat", purpose="", instrument="barang")
    round_ = rounds.draft(under, packages=False)
    assert keys(round_) == ["funds", "kinds", "terms"]
    rounds.fund(under, "dak", 9_000_000)
    assert keys(round_) == ["kinds", "terms"]
    kind = planning.add_kind(**by(), round_=round_, kind=planning.Tool("Bor", 100_000))
    planning.add_package(**by(), round_=round_, title="Bor", lines=[(kind, 1)])
    assert keys(round_) == ["terms", "open"]


def test_an_open_round_says_how_long_and_asks_to_be_closed_after_its_last_day():
    round_ = rounds.opened()
    [step] = shown.round_shown(rounds.officer(), round_.pk, on=rounds.CLOSES - timedelta(days=3)).steps
    assert (step.key, step.detail) == ("receive", "3 hari lagi sampai ditutup")
    assert keys(round_, rounds.CLOSES + timedelta(days=1)) == ["close"]


def test_a_round_in_checking_lists_what_waits_and_then_asks_to_be_decided():
    round_ = rounds.opened()
    rounds.visited(round_, 1)
    waiting = rounds.documented(round_, 2)
    checking.decide_documents(**by(), proposal=rounds.proposed(round_, 3), complete=False, reason="Kurang")
    new = rounds.proposed(round_, 4)
    planning.close_round(**by(), round_=round_)
    board = shown.round_shown(rounds.officer(), round_.pk, on=TODAY)
    assert [(step.key, step.title) for step in board.steps] == [
        ("state:received", "Periksa berkas 1 usulan"),
        ("state:incomplete", "Tunggu berkas 1 usulan"),
        ("state:checked", "Kunjungi 1 pengusul"),
    ]
    assert (board.all, board.counts["visited"]) == (4, 1)
    for one in (waiting, new, round_.proposals.get(state="incomplete")):
        proposing.withdraw_proposal(**by(), proposal=one, reason="Pindah")
    assert keys(round_) == ["decision"]


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (RoundState.FROZEN, ["decision"]),
        (RoundState.PLANNED, ["decision"]),
        (RoundState.DECREED, ["decision", "goods"]),
        (RoundState.DELIVERING, ["goods"]),
        (RoundState.MONITORING, ["following"]),
        (RoundState.CLOSED, []),
        (RoundState.CANCELLED, []),
    ],
)
def test_later_states_lead_to_the_pages_where_they_go_on(state, expected):
    round_ = rounds.opened()
    Round.objects.update(state=state)
    assert keys(round_) == expected


def award(one: Proposal, package: Package, state: str) -> None:
    fund = one.round.programme.funds.order_by("pk").first()
    about = {"round": one.round, "proposal": one, "fund": fund, "package": package, "origin": "plan"}
    Award.objects.create(**about, value_idr=rounds.CHEAP, state=state, promised_at=AT)


def test_a_fund_shows_what_is_awarded_from_it_without_what_was_declined():
    round_ = rounds.opened()
    award(rounds.proposed(round_, 1), rounds.cheap(round_), "decreed")
    award(rounds.proposed(round_, 2), rounds.cheap(round_), "declined")
    regency, province = shown.funds_of(round_)
    assert (regency.used_idr, regency.left_idr, regency.percent) == (4_500_000, 15_500_000, 23)
    assert (province.used_idr, province.percent) == (0, 0)


def test_packages_stand_with_their_price():
    round_ = rounds.opened()
    board = shown.round_shown(rounds.officer(), round_.pk, on=TODAY)
    assert [(package.title, price) for package, price in board.packages] == [
        ("Paket jahit", rounds.CHEAP),
        ("Paket obras", rounds.DEAR),
    ]


def test_the_list_is_walked_page_by_page_both_ways(monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 2)
    round_ = rounds.opened()
    made = [rounds.proposed(round_, number).pk for number in range(1, 6)]

    def page(**position: int) -> queries.Page:
        return queries.page(rounds.officer(), round_, Filters(), **position)

    first = page()
    second = page(after=first.after)
    last = page(after=second.after)
    assert [[one.pk for one in each.rows] for each in (first, second, last)] == [
        made[:2],
        made[2:4],
        made[4:],
    ]
    assert (first.total, first.before, last.after) == (5, 0, 0)
    assert [one.pk for one in page(before=last.before).rows] == made[2:4]
    assert page(before=second.before) == first


def test_the_list_of_nothing_has_no_pages():
    page = queries.page(rounds.officer(), rounds.opened(), Filters())
    assert (page.rows, page.total, page.after, page.before) == ([], 0, 0, 0)


@pytest.mark.parametrize(
    ("filters", "numbers"),
    [
        (Filters(q="jahit 26-0002"), [2]),
        (Filters(q="pemilik 1"), [1]),
        (Filters(q="26-0003"), [3]),
        (Filters(state="checked"), [2]),
        (Filters(district="33.03.05"), [3]),
        (Filters(package="nothing"), [1, 2, 3]),
        (Filters(q="contoh", state="received", district=makers.BOBOTSARI), [1]),
    ],
)
def test_the_list_is_narrowed(filters, numbers):
    round_ = rounds.opened()
    rounds.proposed(round_, 1)
    rounds.documented(round_, 2)
    rounds.proposed(round_, 3, business=rounds.workshop(3, **AWAY))
    found = queries.page(rounds.officer(), round_, filters)
    assert [int(one.number[-4:]) for one in found.rows] == numbers


def test_the_list_is_narrowed_to_a_package_that_is_asked_for_at_any_rank():
    round_ = rounds.opened()
    rounds.proposed(round_, 1)
    both = rounds.proposed(round_, 2, wishes=[rounds.cheap(round_), rounds.dear(round_)])
    filters = Filters(package=str(rounds.dear(round_).pk))
    assert queries.page(rounds.officer(), round_, filters).rows == [both]


def test_one_proposal_shows_its_papers_visits_findings_and_points_as_they_would_be():
    round_ = rounds.opened()
    one = rounds.visited(round_, wishes=[rounds.dear(round_), rounds.cheap(round_)])
    told = queries.proposal_shown(rounds.officer(), one.pk)
    assert [wish.package.title for wish in told.wishes] == ["Paket obras", "Paket jahit"]
    assert [(line.paper.kind, line.late) for line in told.papers] == [
        ("proposal", False),
        ("identity", False),
        ("document_check", False),
        ("visit", False),
    ]
    assert (told.missing, [visit.fit for visit in told.visits], told.barred) == ([], [True], [])
    readiness = next(part for part in told.parts if part.criterion == "readiness")
    assert ((readiness.points, readiness.weight), told.stored) == ((100, 40), False)


def test_what_is_missing_and_what_bars_is_shown():
    told = queries.proposal_shown(rounds.officer(), rounds.proposed(rounds.opened()).pk)
    assert told.missing == ["identity"]
    assert [finding.key for finding in told.barred] == ["paper:identity", "rule:visited"]


def test_points_that_were_decided_upon_stay_as_they_were():
    one = rounds.visited(rounds.opened())
    parts = [{"criterion": "work", "points": 70, "weight": 20}]
    Proposal.objects.update(score_tenths=700, score_parts=parts)
    told = queries.proposal_shown(rounds.officer(), one.pk)
    assert ([part.points for part in told.parts], told.score_tenths, told.stored) == ([70], 700, True)


def test_a_group_is_found_and_says_which_members_have_proposed():
    round_ = rounds.opened()
    members = [rounds.workshop(number, group_name="KUB Benang Contoh") for number in (1, 2)]
    rounds.workshop(3, group_name="KUB Sapu Contoh")
    one = rounds.proposed(round_, business=members[0])
    kub = BusinessGroup.objects.get(name="KUB Benang Contoh")
    assert list(queries.groups_found(rounds.officer(), "contoh benang")) == [kub]
    told = [
        (member.profile.name, member.proposal) for member in queries.members_of(rounds.officer(), kub, round_)
    ]
    assert told == [("Jahit Contoh 1", one), ("Jahit Contoh 2", None)]
    proposing.withdraw_proposal(**by(), proposal=one, reason="Salah")
    assert queries.members_of(rounds.officer(), kub, round_)[0].proposal is None


def test_a_programme_is_shown_with_its_sources():
    under = rounds.programme()
    assert shown.programme_shown(rounds.officer(), under.pk) == under
    assert [source.title for source in shown.fund_sources()] == ["APBD-KAB", "APBD-PROV"]
