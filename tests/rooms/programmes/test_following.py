"""Is it still used? Who is looked at is drawn, not chosen; what was seen says so much about everybody and no more."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentra.base.audit.models import Entry
from sentra.base.documents.attaching import UnusableFile
from sentra.base.documents.models import Document
from sentra.base.permissions import OutOfTurn, Refused, Unfit
from sentra.engines.allocation import ticket
from sentra.programmes.actions import following
from sentra.programmes.models import Condition, Inspection, Item, Paper, Round, Sample
from sentra.programmes.queries import following as queries
from sentra.programmes.queries.lottery import seed_of
from sentra.programmes.rules.following import after_months, sample_size
from tests import cast, makers
from tests.rooms.programmes import delivered, followed, rounds

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def places() -> None:
    makers.areas()


@pytest.fixture
def round_() -> Round:
    return followed.monitored()


def entry(act: str) -> Entry:
    return Entry.objects.get(act=act)


# How many


@pytest.mark.parametrize(
    ("population", "confidence", "margin", "size"),
    [
        (148, 95, 5, 108),  # n0 = 384.15
        (148, 95, 10, 59),  # n0 = 96.04
        (148, 90, 10, 47),  # n0 = 67.64
        (148, 99, 5, 122),  # n0 = 663.49
        (1_000_000, 95, 5, 384),
        (10_000_000, 95, 5, 385),  # n0 itself, rounded up
        (31, 80, 20, 8),
        (30, 80, 20, 30),  # so few are all looked at
        (0, 95, 5, 0),
    ],
)
def test_a_sample_has_the_size_of_cochrans_formula(population: int, confidence: int, margin: int, size: int):
    assert sample_size(population, confidence, margin) == size


@given(st.integers(0, 5000), st.sampled_from((80, 90, 95, 99)), st.sampled_from((5, 10, 15, 20)))
def test_more_confidence_never_means_fewer_and_never_more_than_all(
    population: int, confidence: int, margin: int
):
    size = sample_size(population, confidence, margin)
    assert sample_size(population, 80, margin) <= size <= sample_size(population, confidence, 5) <= population


@pytest.mark.parametrize(
    ("on", "months", "due"),
    [
        (date(2020, 9, 10), 3, date(2020, 12, 10)),
        (date(2020, 11, 30), 3, date(2021, 2, 28)),
        (date(2020, 12, 31), 12, date(2021, 12, 31)),
    ],
)
def test_the_day_it_is_due_is_the_same_day_so_many_months_later(on: date, months: int, due: date):
    assert after_months(on, months) == due


# What it says of everybody


@pytest.mark.parametrize(
    ("working", "seen", "population", "low", "high"),
    [
        (45, 50, 1_000_000, 0.7864, 0.9565),  # Wilson's interval as tables of it have it
        (50, 50, 148, 0.9513, 1.0),  # 1 / (1 + z² · 98/147 / 50)
        (0, 10, 1_000_000, 0.0, 0.2775),
        (100, 148, 148, 100 / 148, 100 / 148),  # all of them: nothing left to guess
        (1, 1, 1, 1.0, 1.0),
    ],
)
def test_the_interval_is_wilsons_narrowed_by_how_many_were_seen(
    working: int, seen: int, population: int, low: float, high: float
):
    found = queries.wilson(working, seen, population, 95)
    assert found == (pytest.approx(low, abs=5e-4), pytest.approx(high, abs=5e-4))


@given(st.integers(1, 400), st.data())
def test_the_whole_is_never_told_against_what_was_seen(population: int, data: st.DataObject):
    seen = data.draw(st.integers(1, population))
    working = data.draw(st.integers(0, seen))
    one = queries.Estimate(seen, working, population, 95, *queries.wilson(working, seen, population, 95))
    assert working <= one.least <= one.most <= population - (seen - working)


# The draw


def test_a_kept_seed_that_nobody_could_foresee_draws_and_anybody_can_draw_again(
    round_: Round, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("sentra.programmes.rules.following.SMALL", 1)
    monkeypatch.setattr("sentra.programmes.rules.following.sample_size", lambda *_told: 1)
    [one] = followed.drawn(round_)
    numbers = [award.proposal.number for award in delivered.awards(round_)]
    seed = Sample.objects.get().seed
    first = min(numbers, key=lambda number: ticket(seed, f"{number}/3"))
    assert (one.award.proposal.number, one.due_on) == (first, date(2027, 3, 17))
    assert entry("draw_sample").new == {
        "months": 3,
        "confidence": 95,
        "margin": 10,
        "population": 2,
        "drawn": [first],
    }
    assert seed != seed_of(round_)  # that one is published with the plan


def test_a_sample_is_drawn_once_and_within_what_may_be_asked(round_: Round):
    assert len(followed.drawn(round_)) == 2
    with pytest.raises(Unfit, match="sudah diundi"):
        followed.drawn(round_)
    with pytest.raises(Unfit) as wrong:
        followed.drawn(round_, months=4, confidence=50, margin=1)
    assert set(wrong.value.faults) == {"months", "confidence", "margin"}
    with pytest.raises(Refused, match="tidak berwenang"):
        following.draw_sample(
            by=cast.enter(cast.GANDE), at=followed.AT, round_=round_, months=6, confidence=95, margin=10
        )
    assert (Sample.objects.count(), Inspection.objects.count()) == (1, 2)


def test_nobody_is_drawn_while_somebody_still_waits_for_their_goods():
    round_ = delivered.agreed()
    with pytest.raises(OutOfTurn, match="berstatus Ditetapkan"):
        followed.drawn(round_)
    delivered.arrived(round_)
    delivered.handed(delivered.awards(round_)[0])
    with pytest.raises(OutOfTurn, match="Masih ada 2 bantuan"):
        followed.drawn(round_)


def test_a_round_whose_last_recipients_stepped_back_is_followed_up_all_the_same():
    round_ = delivered.arrived(delivered.agreed())
    delivered.handed(delivered.awards(round_)[0])
    for award in delivered.awards(round_)[1:]:
        delivered.declined(award)
    followed.drawn(round_)
    round_.refresh_from_db()
    assert (round_.state, Inspection.objects.count()) == ("monitoring", 1)


def test_when_nothing_was_handed_over_there_is_nobody_to_draw():
    round_ = delivered.bought(delivered.agreed())
    for award in delivered.awards(round_):
        delivered.declined(award)
    with pytest.raises(Unfit, match="Belum ada barang"):
        followed.drawn(round_)


# The visit


def test_what_was_seen_becomes_the_state_of_each_item_with_photo_and_paper(round_: Round):
    first = followed.drawn(round_)[0]
    done = followed.seen(first, Condition.IDLE, note="Penjahit NIK 3303094107890001 pindah")
    held = [item.condition for item in followed.items(first.award)]
    assert held == ["idle", "working"] == [check.condition for check in done.checks.order_by("pk")]
    assert "3303094107890001" not in done.note
    paper = Paper.objects.get(kind="monitoring")
    assert (paper.proposal, paper.dated_on) == (first.award.proposal, followed.SEEN_ON)
    told = entry("record_inspection").new
    assert (told["seen_on"], [row[2] for row in told["items"]]) == ("2027-03-20", held)


def test_a_form_sent_twice_is_one_visit_and_another_one_is_refused(round_: Round):
    first = followed.drawn(round_)[0]
    assert followed.seen(first) == followed.seen(first, Condition.BROKEN)
    assert {item.condition for item in followed.items(first.award)} == {"working"}
    with pytest.raises(OutOfTurn, match="sudah dicatat untuk 20 Maret 2027"):
        followed.seen(first, form_key="lain")
    assert Entry.objects.filter(act="record_inspection").count() == 1


def test_what_is_missing_on_the_form_is_said_field_by_field_and_nothing_is_stored(round_: Round):
    first = followed.drawn(round_)[0]
    one, other = followed.items(first.award)
    with pytest.raises(Unfit) as wrong:
        followed.seen(first, conditions={one.pk: "unknown", other.pk: "broken"}, photo=b"", note=" ")
    assert wrong.value.faults == {
        "photo": "Ambil foto barang di tempatnya.",
        f"condition_{one.pk}": "Pilih keadaan Mesin jahit.",
        "note": "Tulis apa yang terjadi dengan barangnya.",
    }
    with pytest.raises(UnusableFile):
        followed.seen(first, photo=b"bukan foto")
    first.refresh_from_db()
    assert (first.seen_on, first.checks.count()) == (None, 0)


@pytest.mark.parametrize(
    ("seen_on", "sentence"),
    [
        (date(2026, 12, 16), "Lembar pemantauan bertanggal 16 Desember 2026 tidak dapat mendahului BAST"),
        (date(2027, 5, 1), "belum tiba"),
    ],
)
def test_nobody_looks_before_the_handover_nor_in_days_to_come(round_: Round, seen_on: date, sentence: str):
    first = followed.drawn(round_)[0]
    with pytest.raises(OutOfTurn if "BAST" in sentence else Refused, match=sentence):
        followed.seen(first, seen_on=seen_on)


def test_a_field_officer_looks_in_the_own_district_only(round_: Round):
    first, second = followed.drawn(round_)
    here, there = (
        cast.enter(cast.RENGGA),
        cast.enter(cast.RENGGA, email="jauh@cast.example", district_code="33.03.06"),
    )
    assert queries.inspection_shown(here, first.pk) == first
    with pytest.raises(Inspection.DoesNotExist):
        queries.inspection_shown(there, first.pk)
    assert (queries.inspections_of(round_, here), queries.inspections_of(round_, there)) == (
        [first, second],
        [],
    )
    told: dict[str, Any] = {
        "at": followed.AT,
        "inspection": first,
        "seen_on": followed.SEEN_ON,
        "conditions": followed.conditions(first.award),
        "photo": delivered.PIXEL,
        "note": "",
        "form_key": "x",
    }
    with pytest.raises(Refused):
        following.record_inspection(by=there, **told)
    assert following.record_inspection(by=here, **told).recorded_by == here


def test_the_sheet_is_printed_empty_and_once_more_when_it_is_filled_in(round_: Round):
    first = followed.drawn(round_)[0]
    issue = {"by": rounds.officer(), "at": followed.AT, "inspection": first}
    empty = following.issue_sheet(**issue)
    assert following.issue_sheet(**issue) == empty
    assert queries.sheet_data(first)["items"][0]["condition"] == ""
    followed.seen(first, Condition.IDLE)
    filled = following.issue_sheet(**issue)
    assert filled != empty
    assert Paper.objects.get(kind="monitoring").document == filled
    assert Document.objects.filter(kind="pemantauan").count() == 2
    with pytest.raises(Refused):
        following.issue_sheet(**issue | {"by": cast.enter(cast.GANDE)})


# How far it is


def test_a_sample_tells_how_far_it_is_and_what_that_says(round_: Round):
    first, second = followed.drawn(round_)
    [before] = queries.samples_of(round_, on=date(2027, 3, 18))
    assert (before.size, before.seen, before.left, before.overdue, before.estimate) == (2, 0, 2, 2, None)
    assert (before.next_on, before.percent) == (date(2027, 3, 17), 0)
    followed.seen(first)
    [half] = queries.samples_of(round_, on=date(2027, 3, 17))
    assert (half.overdue, half.percent, half.estimate and half.estimate.percent) == (0, 50, 100)
    followed.seen(second, Condition.MISSING)
    [whole] = queries.samples_of(round_, on=followed.SEEN_ON)
    assert whole.estimate
    assert whole.estimate.sentence == "Semua 2 penerima dilihat: 1 memakai semua alatnya."
    assert whole.next_on is None


def test_the_part_that_was_seen_says_within_what_the_rest_may_be():
    one = queries.Estimate(50, 45, 148, 95, *queries.wilson(45, 50, 148, 95))
    assert one.sentence == (
        "Dari 148 penerima, antara 120 dan 141 memakai semua alatnya (keyakinan 95 persen)."
    )


def test_what_is_missing_broken_or_idle_is_listed_by_who_holds_it(round_: Round):
    first, second = followed.drawn(round_)
    followed.seen(first, Condition.IDLE, Condition.MISSING)
    followed.seen(second, Condition.BROKEN)
    found = {
        key: [(item.kind.name, item.award and item.award.pk) for item in items]
        for key, items in queries.troubled(round_).items()
    }
    assert found == {
        "missing": [("Gunting kain", first.award_id)],
        "broken": [("Mesin jahit", second.award_id)],
        "idle": [("Mesin jahit", first.award_id)],
    }
    there = cast.enter(cast.RENGGA, email="jauh@cast.example", district_code="33.03.06")
    assert queries.troubled(round_, there) == {"missing": [], "broken": [], "idle": []}
    assert queries.conditions_of(round_) == {"idle": 2, "missing": 1, "broken": 2, "working": 1}


# The end


def end(round_: Round, reason: str = "", by: Any = None) -> Round:
    return following.end_round(by=by or rounds.head(), at=followed.AT, round_=round_, reason=reason)


def test_a_round_ends_when_everybody_drawn_was_seen(round_: Round):
    with pytest.raises(OutOfTurn, match="Belum ada contoh yang diundi"):
        end(round_)
    first, second = followed.drawn(round_)
    followed.seen(first)
    with pytest.raises(OutOfTurn, match="1 pemantauan belum dilakukan"):
        end(round_)
    followed.seen(second)
    with pytest.raises(Refused, match="tidak berwenang"):
        end(round_, by=rounds.officer())
    assert end(round_).state == "closed"
    assert entry("end_round").new == {"undone": []}
    with pytest.raises(OutOfTurn, match="berstatus Selesai"):
        end(round_)
    with pytest.raises(OutOfTurn, match="berstatus Selesai"):
        followed.drawn(round_, months=6)


def test_a_round_that_ends_with_something_open_says_why_for_good(round_: Round):
    followed.idle(round_)
    closed = end(round_, "Kantor desa terendam; pemantauan dilanjutkan program lain")
    told = entry("end_round")
    assert closed.state == "closed"
    assert told.new == {"undone": ["1 pemantauan belum dilakukan.", "1 barang menganggur belum dijawab."]}
    assert told.reason.startswith("Kantor desa terendam")


def test_of_whom_everything_was_taken_back_there_is_nothing_to_see(round_: Round):
    first = followed.drawn(round_)[0]
    Item.objects.filter(award=first.award).update(award=None)
    with pytest.raises(OutOfTurn, match="sudah dialihkan"):
        followed.seen(first)
    assert [queries.is_open(one) for one in queries.inspections_of(round_)] == [False, True]
