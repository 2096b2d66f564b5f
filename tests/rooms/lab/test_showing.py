"""What is shown of the bench, and to whom."""

import pytest

from sentra.base.permissions import Refused
from sentra.lab.models import Measurement, Run, Session
from sentra.lab.queries import bench, evaluating, requesting
from sentra.lab.queries.recordings import recording_shown
from tests import cast
from tests.rooms.lab import benches, takes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]


def test_readers_see_sessions_measurements_and_runs_and_others_do_not():
    one = benches.ready()
    run = benches.taken(one, data=takes.blip())
    gande, karti = cast.enter(cast.GANDE), cast.enter(cast.KARTI)
    asked = one.specimen.request
    assert requesting.sessions(gande) == [one.session]
    assert requesting.measurements_of(gande, asked) == [one]
    assert requesting.reports_of(gande, asked) == []
    assert (bench.measurement_shown(gande, one.pk), bench.run_shown(gande, run.pk)) == (one, run)
    assert recording_shown(gande, run.recording_id) == run.recording
    for shown in (
        lambda: requesting.sessions(karti),
        lambda: requesting.measurements_of(karti, asked),
        lambda: requesting.reports_of(karti, asked),
        lambda: bench.session_shown(karti, one.session_id),
        lambda: bench.measurement_shown(karti, one.pk),
        lambda: bench.run_shown(karti, run.pk),
        lambda: bench.tools(karti, on=benches.DAY),
        lambda: bench.measurable(karti),
        lambda: bench.vehicles(karti),
        lambda: recording_shown(karti, run.recording_id),
    ):
        with pytest.raises(Refused):
            shown()


@pytest.mark.parametrize(
    ("model", "query"), [(Session, "session"), (Measurement, "measurement"), (Run, "run")]
)
def test_what_is_not_there_is_not_shown(model, query):
    with pytest.raises(model.DoesNotExist):
        getattr(bench, f"{query}_shown")(benches.technician(), 404)


def test_the_last_take_of_a_bench_is_told_with_its_level():
    session = benches.opened()
    assert (bench.last_take(session), bench.history_of(_unchecked(session))) == (None, None)
    check = benches.checked(session)
    assert (bench.last_take(session), round(bench.history_of(check).lafmax_db)) == (check, 94)
    background = benches.quiet(session)
    found = bench.history_of(background)
    assert (bench.last_take(session), found.duration_s) == (background, 4.0)
    assert found.lafmax_db == pytest.approx(background.reading["lafmax_db"])
    one = benches.measured(session)
    run = benches.taken(one, data=takes.blip())
    assert bench.last_take(session) == run
    assert bench.runs_shown(one) == [run]


def _unchecked(session):
    return bench.Background(session=session)


def test_a_series_is_seen_as_it_grows():
    session = benches.opened()
    one = benches.measured(session)
    assert evaluating.evaluation_of(one).attempts == ()
    benches.checked(session)
    benches.quiet(session)
    benches.taken(one)
    grown = evaluating.evaluation_of(one)
    assert [each.reading_db for each in grown.attempts] == [91.0]
    assert [each.code for each in grown.series.reasons] == ["cal_missing", "too_few"]
