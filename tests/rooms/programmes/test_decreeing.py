"""The decree names who receives; agreements and pacts follow it, never the other way round."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from sentra.base.audit.models import Entry
from sentra.base.documents.queries import document_bytes
from sentra.base.jobs.models import State
from sentra.base.jobs.running import run_now
from sentra.base.permissions import OutOfTurn, Refused
from sentra.programmes.actions import decreeing
from sentra.programmes.actions.decreeing import NothingToDecree, NotSigned, PaperMissing
from sentra.programmes.models import Award, Programme, Round
from sentra.programmes.queries.awards import agreement_data, decree_data
from sentra.programmes.queries.signing import unsigned
from sentra.programmes.rules.planning import Limit
from tests import cast, makers
from tests.rooms.programmes import decided, rounds

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def places() -> None:
    makers.areas()


@pytest.fixture
def planned() -> Round:
    return decided.planned(rounds.checking(count=3))


def issue(round_: Round, **otherwise: object) -> object:
    told = {"by": rounds.head(), "at": decided.LATER, "place": "Purbalingga"}
    return decreeing.issue_decree(round_=round_, **told | otherwise)


def test_the_decree_covers_every_award_with_its_sum(planned: Round):
    decree = issue(planned)
    value = sum(planned.awards.values_list("value_idr", flat=True))
    assert (decree.kind, document_bytes(decree)[:5]) == ("sk-penerima", b"%PDF-")
    assert set(planned.awards.values_list("state", flat=True)) == {"decreed"}
    assert (Round.objects.get().state, planned.papers.get(kind="decree").document) == ("decreed", decree)
    assert Entry.objects.get(act="issue_decree").new == {
        "number": decree.number,
        "awards": 3,
        "value_idr": value,
    }


def test_its_annex_shows_the_business_as_it_was_decided_upon(planned: Round):
    award = planned.awards.order_by("proposal__number").first()
    from sentra.registry import actions as registry

    registry.edit_business(
        by=rounds.officer(),
        at=decided.LATER,
        business=award.proposal.business,
        values={"business_name": "Nama Baru"},
        personal={},
    )
    data = decree_data(planned, [award], by=rounds.head(), on=date(2026, 11, 21), place="Purbalingga")
    assert data["rows"] == [
        {
            "number": "ALAT-26-0001",
            "business": "Jahit Contoh 1",
            "owner": "Pemilik Contoh 1",
            "place": "Bobotsari, Bobotsari",
            "package": "Paket jahit",
            "fund": data["funds"][0]["title"],
            "value": "Rp 4.500.000",
        }
    ]


def test_without_an_award_there_is_no_decree(planned: Round):
    issue(planned)
    with pytest.raises(NothingToDecree):
        issue(planned)


def test_the_decree_is_signed_by_who_may_and_after_a_plan(planned: Round):
    with pytest.raises(Refused):
        issue(planned, by=rounds.officer())
    other = rounds.checking(count=0, code="LAIN", under=planned.programme)
    with pytest.raises(OutOfTurn, match="SK terbit dari rencana"):
        issue(other)


def test_a_decree_before_the_minutes_is_refused(planned: Round):
    planned.papers.filter(kind="minutes").update(dated_on=date(2026, 11, 25))
    with pytest.raises(OutOfTurn, match="mendahului"):
        issue(planned)
    assert set(planned.awards.values_list("state", flat=True)) == {"proposed"}


# Agreements and pacts


@pytest.fixture
def decreed() -> Round:
    return decided.decreed(rounds.checking(count=2))


def test_every_award_gets_its_pact_once_however_often_it_is_asked(decreed: Round):
    job = decreeing.ask_agreements(by=rounds.officer(), at=decided.LATER, round_=decreed)
    first = run_now(job, clock=lambda: decided.LATER)
    again = decided.ran(decreeing.issue_agreements, rounds.officer(), key="lagi", round_id=decreed.pk)
    assert (first.state, first.result, again.result) == (State.DONE, {"issued": 2}, {"issued": 0})
    assert list(decreed.papers.filter(kind="pact").values_list("proposal__number", flat=True)) == [
        "ALAT-26-0001",
        "ALAT-26-0002",
    ]


def test_who_steps_back_while_agreements_are_made_out_gets_none(
    decreed: Round, monkeypatch: pytest.MonkeyPatch
):
    first, second = decreed.awards.order_by("proposal__number")
    issue = decreeing._issue

    def then_steps_back(*args, **told):
        if Award.objects.get(pk=second.pk).state == "decreed":
            decline(second)
        return issue(*args, **told)

    monkeypatch.setattr(decreeing, "_issue", then_steps_back)
    done = decided.ran(decreeing.issue_agreements, rounds.officer(), key="sela", round_id=decreed.pk)
    assert done.result == {"issued": 1}
    assert list(decreed.papers.filter(kind="pact").values_list("proposal", flat=True)) == [first.proposal_id]


def test_with_nothing_decreed_there_is_no_job(decreed: Round):
    decreed.awards.update(state="agreed")
    assert decreeing.ask_agreements(by=rounds.officer(), at=decided.LATER, round_=decreed) is None


def test_a_grant_has_an_agreement_before_its_pact(decreed: Round):
    Programme.objects.update(instrument="hibah")
    done = decided.ran(decreeing.issue_agreements, rounds.officer(), key="hibah", round_id=decreed.pk)
    assert done.result == {"issued": 4}
    first = decreed.awards.order_by("pk").first()
    assert sorted(first.proposal.papers.filter(document__isnull=False).values_list("kind", flat=True)) == [
        "agreement",
        "pact",
    ]


def test_a_day_of_signing_is_recorded_at_once_or_not_at_all(decreed: Round):
    first, second = decreed.awards.order_by("proposal__number")
    both = {"awards": [first, second], "signed_on": decided.LATER.date()}
    decided.ran(decreeing.issue_agreements, rounds.officer(), key="surat", round_id=decreed.pk)
    second.proposal.papers.filter(kind="pact").update(void=True)
    with pytest.raises(NotSigned) as refused:
        decreeing.sign_agreements(by=rounds.officer(), at=decided.LATER, **both)
    assert str(refused.value) == (
        "Tidak ada yang dicatat. Jahit Contoh 2 (ALAT-26-0002): "
        "Terbitkan dulu perjanjian dan pakta integritas bantuan ini."
    )
    assert [award.state for award in decreed.awards.order_by("pk")] == ["decreed", "decreed"]
    second.proposal.papers.filter(kind="pact").update(void=False)
    assert decreeing.sign_agreements(by=rounds.officer(), at=decided.LATER, **both) == 2
    assert [award.state for award in decreed.awards.order_by("pk")] == ["agreed", "agreed"]
    told = Entry.objects.filter(act="sign_agreement").order_by("pk").values_list("new", flat=True)
    assert [one["proposal"] for one in told] == ["ALAT-26-0001", "ALAT-26-0002"]


def test_a_day_of_signing_names_whose_day_is_wrong_and_who_may_not_record_is_refused(decreed: Round):
    decided.ran(decreeing.issue_agreements, rounds.officer(), key="surat", round_id=decreed.pk)
    awards = list(decreed.awards.order_by("proposal__number"))
    early = {"awards": awards, "signed_on": date(2026, 11, 20)}
    with pytest.raises(NotSigned, match=r"Jahit Contoh 1 \(ALAT-26-0001\): Pakta integritas bertanggal"):
        decreeing.sign_agreements(by=rounds.officer(), at=decided.LATER, **early)
    elsewhere = cast.enter(cast.RENGGA, email="lain@cast.example", district_code="33.03.01")
    with pytest.raises(Refused):
        decreeing.sign_agreements(by=elsewhere, at=decided.LATER, **early)


def test_who_has_not_signed_is_listed_by_place_and_says_whether_the_papers_are_there(decreed: Round):
    first, second = decreed.awards.order_by("proposal__number")
    assert [(one.award, one.ready) for one in unsigned(rounds.officer(), decreed)] == [
        (first, False),
        (second, False),
    ]
    decided.ran(decreeing.issue_agreements, rounds.officer(), key="surat", round_id=decreed.pk)
    decreeing.sign_agreement(
        by=rounds.officer(), at=decided.LATER, award=first, signed_on=decided.LATER.date()
    )
    assert [(one.award, one.ready) for one in unsigned(rounds.officer(), decreed)] == [(second, True)]
    elsewhere = cast.enter(cast.RENGGA, email="lain@cast.example", district_code="33.03.01")
    assert unsigned(elsewhere, decreed) == []


def test_signing_needs_the_papers_and_a_day_after_the_decree(decreed: Round):
    award = decreed.awards.order_by("pk").first()
    sign = {"by": rounds.officer(), "at": decided.LATER, "award": award}
    with pytest.raises(PaperMissing):
        decreeing.sign_agreement(signed_on=decided.LATER.date(), **sign)
    decided.ran(decreeing.issue_agreements, rounds.officer(), key="sekali", round_id=decreed.pk)
    with pytest.raises(Refused, match="mendahului"):
        decreeing.sign_agreement(signed_on=decided.LATER.date() - timedelta(days=1), **sign)
    signed = decreeing.sign_agreement(signed_on=decided.LATER.date(), **sign)
    assert signed.state == "agreed"
    assert Entry.objects.get(act="sign_agreement").new == {
        "proposal": "ALAT-26-0001",
        "signed_on": "2026-11-21",
    }
    with pytest.raises(OutOfTurn, match="tidak dapat dicatat"):
        decreeing.sign_agreement(signed_on=decided.LATER.date(), **sign)


def test_agreements_wait_for_the_decree(planned: Round):
    with pytest.raises(OutOfTurn, match="setelah SK"):
        decreeing.ask_agreements(by=rounds.officer(), at=decided.LATER, round_=planned)
    with pytest.raises(Refused):
        decreeing.ask_agreements(by=cast.enter(cast.GANDE), at=decided.LATER, round_=planned)


# Stepping back


def test_who_steps_back_makes_room_for_the_next_and_nobody_else_is_touched():
    round_ = decided.decreed(rounds.checking(count=9))
    before = dict(round_.awards.values_list("proposal__number", "package__title"))
    award = round_.awards.order_by("pk").first()
    moved = decline(award)
    after = round_.awards.exclude(state="declined")
    kept = dict(
        after.exclude(pk__in=[one.pk for one in moved]).values_list("proposal__number", "package__title")
    )
    assert kept == {number: title for number, title in before.items() if number != award.proposal.number}
    assert [(one.origin, one.state, one.proposal.state) for one in moved] == [
        ("promoted", "proposed", "awarded")
    ] * len(moved)
    assert moved
    award.proposal.refresh_from_db()
    assert (award.proposal.state, award.proposal.reason) == ("declined", "Pindah ke luar daerah")
    assert Entry.objects.get(act="decline").new == {
        "proposal": award.proposal.number,
        "promoted": [one.proposal.number for one in moved],
    }


def decline(award, reason: str = "Pindah ke luar daerah"):
    from sentra.programmes.actions import declining

    return declining.decline(by=rounds.officer(), at=decided.LATER, award=award, reason=reason)


def test_who_moved_up_is_named_in_a_decree_of_their_own():
    round_ = decided.decreed(rounds.checking(count=9))
    moved = decline(round_.awards.order_by("pk").first())
    issue(Round.objects.get())
    assert round_.papers.filter(kind="decree").count() == 2
    assert {one.state for one in round_.awards.filter(pk__in=[one.pk for one in moved])} == {"decreed"}


def test_with_nobody_waiting_the_money_stays(decreed: Round):
    assert decline(decreed.awards.order_by("pk").first()) == []


def test_an_award_that_stands_is_never_taken_to_keep_a_quota(decreed: Round, monkeypatch: pytest.MonkeyPatch):
    """The engine may exchange awards where a floor would be missed; after a decree nobody's is taken."""
    from sentra.programmes.actions import declining

    emptied = lambda problem, standing, declined: replace(standing, awards=())  # noqa: E731
    monkeypatch.setattr(declining.allocation, "promote", emptied)
    assert decline(decreed.awards.order_by("pk").first()) == []
    assert decreed.awards.exclude(state="declined").count() == 1


def test_before_the_decree_stepping_back_is_the_committees_word(planned: Round):
    award = planned.awards.order_by("pk").first()
    with pytest.raises(OutOfTurn, match="Sebelum SK panitia yang mencatatnya"):
        decline(award)


def test_stepping_back_needs_a_reason_and_an_award_in_force(decreed: Round):
    award = decreed.awards.order_by("pk").first()
    with pytest.raises(OutOfTurn, match="Alasan harus ditulis"):
        decline(award, " ")
    decline(award)
    with pytest.raises(OutOfTurn, match="tidak dapat dilepas"):
        decline(award)


def test_an_agreement_tells_its_items_and_their_sum(decreed: Round):
    award = decreed.awards.order_by("pk").first()
    data = agreement_data(award, by=rounds.head(), on=date(2026, 11, 21))
    assert data["weekday"] == "Sabtu"
    assert [(item["kind"], item["quantity"], item["value"]) for item in data["items"]] == [
        ("Mesin jahit", "2 unit", "Rp 4.000.000"),
        ("Gunting kain", "1 buah", "Rp 500.000"),
    ]


def test_quotas_stand_in_words_in_the_minutes():
    from sentra.programmes.queries.wording import quota_words, quotas_told

    limits = [
        Limit("floor", "district", "33.03.09", 1, "musrenbang"),
        Limit("cap", "branch", "batik", 4, "perbup"),
        Limit("share", "women", "", 30, "RPJMD"),
    ]
    round_ = rounds.draft(quotas=limits)
    assert [words for _quota, words in quotas_told(round_)] == [
        "Paling sedikit 1 penerima: Bobotsari",
        "Paling banyak 4 penerima: Batik",
        "Paling sedikit 30 persen untuk pemilik perempuan",
    ]
    assert [quota_words(quota) for quota, _words in quotas_told(round_)] == [
        words for _quota, words in quotas_told(round_)
    ]
