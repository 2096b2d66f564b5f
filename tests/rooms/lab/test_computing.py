"""A result comes from sealed recordings, and comes again years later as it was."""

from datetime import timedelta

import pytest

from sentra.base.audit.models import Entry
from sentra.base.people import vault
from sentra.base.permissions import OutOfTurn, Refused
from sentra.engines.acoustics import Violation
from sentra.lab import actions
from sentra.lab.actions import computing
from sentra.lab.models import Measurement, Result
from sentra.lab.queries.recordings import RecordingLost, path_of
from tests import cast
from tests.rooms.lab import benches, takes

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.usefixtures("places")]


def computed(one: Measurement, **otherwise: object) -> Result:
    return actions.compute_result(
        **({"by": benches.technician(), "at": cast.AT, "measurement": one} | otherwise)
    )


def codes(found: list[dict[str, object]]) -> list[object]:
    return [each["code"] for each in found]


def test_three_runs_that_agree_give_a_value_with_its_uncertainty():
    result = computed(benches.complete())
    rows = [(row["sequence"], row["counted"], row["reading_db"], row["reasons"]) for row in result.series]
    assert rows == [(1, True, 91.0, []), (2, True, 91.0, []), (3, True, 90.0, [])]
    assert (result.valid, result.reasons, result.value_db, result.current) == (True, [], 91.0, True)
    assert result.exact_db == max(row["exact_db"] for row in result.series)
    assert result.U_db == pytest.approx(result.k * result.uc_db)
    assert sum(each["share"] for each in result.shares) == pytest.approx(1)
    assert len(result.bands["centre_hz"]) == len(result.bands["level_db"]) == 31
    assert result.engine_version.startswith("sentra ")
    told = Entry.objects.get(act="compute_result").new
    assert (told["value_db"], told["valid"], told["differs"]) == (91.0, True, False)


def test_what_no_run_tells_of_the_speed_is_taken_at_its_worst():
    one = benches.ready()
    for seed in (50, 51, 52):
        benches.taken(one, data=takes.run(seed, slow=True))
    benches.checked(one.session, "after")
    heard = computed(one)
    guessed = computed(benches.complete(first=103))
    assert (heard.basis["slope_heard"], guessed.basis["slope_heard"]) == (True, False)
    assert guessed.basis["slope_db_per_percent"] == computing.WORST_SLOPE
    assert heard.U_db < guessed.U_db


def test_computing_again_adds_a_row_and_says_that_nothing_differs():
    one = benches.complete()
    first = computed(one)
    second = computed(one, at=cast.AT + timedelta(days=1500))
    first.refresh_from_db()
    assert (first.current, second.current, second.differs) == (False, True, False)
    assert (second.value_db, second.U_db, second.shares) == (first.value_db, first.U_db, first.shares)
    assert one.results.count() == 2


@pytest.mark.parametrize(
    ("changes", "differs"),
    [
        ({}, False),
        ({"exact_db": 90.687}, False),
        ({"exact_db": 90.70}, True),
        ({"value_db": 90.0}, True),
        ({"U_db": None}, True),
        ({"valid": False}, True),
        ({"series": [{"run": 1, "counted": False}]}, True),
    ],
)
def test_a_result_that_comes_out_otherwise_says_so(changes, differs):
    told = {"valid": True, "value_db": 91.0, "exact_db": 90.68, "U_db": 2.1}
    told["series"] = [{"run": 1, "counted": True}]
    assert computing._differs(Result(**(told | changes)), Result(**told)) == differs


def test_a_certificate_withdrawn_later_takes_the_result_away():
    one = benches.complete()
    assert computed(one).valid
    paper = one.session.calibrator.certificates.get()
    actions.withdraw_certificate(by=benches.technician(), at=cast.AT, certificate=paper, reason="palsu")
    again = computed(one)
    assert (again.valid, again.value_db, again.differs) == (False, None, True)
    assert again.reasons == [
        {"code": "cert_missing", "place": "", "facts": {"instrument": str(one.session.calibrator)}}
    ]


def test_runs_that_do_not_count_are_named_beside_those_that_do():
    one = benches.ready()
    benches.taken(one, data=takes.clipped())
    benches.taken(one, data=takes.blip())
    gone = benches.taken(one, 60)
    actions.void_run(by=benches.technician(), at=cast.AT, run=gone, reason="truk")
    for seed in (3, 4, 5):
        benches.taken(one, seed)
    benches.checked(one.session, "after")
    result = computed(one)
    assert [codes(row["reasons"]) for row in result.series] == [
        ["clipped"],
        ["too_short"],
        ["void"],
        [],
        [],
        [],
    ]
    assert [row["counted"] for row in result.series] == [False] * 3 + [True] * 3
    assert result.valid


def test_too_few_runs_or_runs_that_disagree_give_no_value():
    one = benches.ready()
    benches.taken(one)
    benches.taken(one, 4)
    benches.checked(one.session, "after")
    few = computed(one)
    assert (few.valid, few.value_db, codes(few.reasons)) == (False, None, ["too_few"])
    apart = benches.ready(first=13)
    for seed, level_db in ((70, 88.0), (71, 90.5), (72, 93.0)):
        benches.taken(apart, data=takes.run(seed, level_db=level_db))
    benches.checked(apart.session, "after", takes.tone(33))
    far = computed(apart)
    assert (far.valid, codes(far.reasons)) == (False, ["spread"])


def test_a_chain_that_drifted_between_the_checks_takes_all_runs_with_it():
    one = benches.ready()
    for seed in (3, 4, 5):
        benches.taken(one, seed)
    benches.checked(one.session, "after", takes.moved_tone(21, 0.8))
    result = computed(one)
    assert (result.valid, codes(result.reasons), round(result.drift_db, 1)) == (False, ["cal_drift"], -0.8)


def test_there_is_no_result_before_the_check_after_and_none_for_readers():
    one = benches.ready()
    benches.taken(one)
    with pytest.raises(OutOfTurn, match="setelah pemeriksaan kalibrator sesudah percobaan"):
        computed(one)
    with pytest.raises(Refused):
        computed(one, by=cast.enter(cast.GANDE))


def test_a_recording_that_was_changed_or_lost_is_found_when_it_is_read_again():
    one = benches.complete()
    path = path_of(one.runs.first().recording)
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    with pytest.raises(vault.Tampered):
        computed(one)
    path.unlink()
    with pytest.raises(RecordingLost, match="is not in the files folder"):
        computed(one)
    path.write_bytes(whole)
    assert computed(one).valid


def test_a_series_that_breaks_its_own_rules_is_no_result(monkeypatch):
    one = benches.complete()
    monkeypatch.setattr(computing, "verify_series", lambda series, procedure: [Violation("runs", 2, 3)])
    with pytest.raises(actions.DoesNotAgree):
        computed(one)
    assert one.results.count() == 0
