"""What was believed good and is not: a chain that drifted, an engine in the background, a compressed run."""

import pytest

from sentra.base.audit.models import Entry
from sentra.base.permissions import OutOfTurn, Unfit
from sentra.lab import actions
from sentra.lab.actions import measuring
from sentra.lab.models import Background, Run
from sentra.lab.queries import bench
from tests import cast
from tests.rooms.lab import benches, takes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]


def codes(run: Run) -> list[str]:
    run.refresh_from_db()
    return [each["code"] for each in run.reasons]


@pytest.mark.parametrize(("by_db", "expected"), [(0.4, []), (1.0, [("cal_drift", 1.0, 0.5)])])
def test_the_check_after_says_at_once_that_the_chain_drifted(by_db, expected):
    one = benches.ready()
    benches.taken(one)
    assert bench.unsettled(one.session) == []
    made = benches.checked(one.session, "after", takes.moved_tone(21, by_db))
    found = [
        (each["code"], round(each["facts"]["drift_db"], 1), each["facts"]["most_db"]) for each in made.reasons
    ]
    assert (found, bench.unsettled(one.session)) == (expected, made.reasons)
    assert bench.drift_of(made) == pytest.approx(-by_db, abs=0.02)
    assert bench.drift_of(bench.chain.before_of(one.session)) is None
    result = actions.compute_result(by=benches.technician(), at=cast.AT, measurement=one)
    assert [each["code"] for each in result.reasons] == [code for code, *_ in expected] + ["too_few"]


def test_an_engine_is_no_background():
    session = benches.opened()
    benches.checked(session)
    with pytest.raises(Unfit) as refused:
        benches.quiet(session, takes.run(40))
    words = (
        "Dalam rekaman ini terdengar mesin, sekitar 4.500 rpm. Matikan mesin atau tunggu kendaraan lain "
        "lewat, lalu rekam latar sekali lagi."
    )
    assert (refused.value.faults, Background.objects.count()) == ({"file": words}, 0)
    benches.measured(session)
    with pytest.raises(Unfit, match=r"sekitar 3\.000 rpm"):
        benches.quiet(session, takes.run(41, rpm=3000.0))
    assert benches.quiet(session).pk


def test_a_background_longer_than_any_run_is_not_searched_for_an_engine(monkeypatch):
    session = benches.opened()
    benches.checked(session)
    monkeypatch.setitem(measuring.rules.LONGEST_S, "run", 3)
    assert benches.quiet(session, takes.run(40)).pk


def test_every_run_is_judged_by_the_newest_background():
    session = benches.opened()
    benches.checked(session)
    loud = benches.quiet(session, takes.background(5, level_db=88.0))
    one = benches.measured(session)
    lost, short, void = benches.taken(one), benches.taken(one, data=takes.blip()), benches.taken(one, 4)
    actions.void_run(by=benches.technician(), at=cast.AT, run=void, reason="truk")
    assert (codes(lost), codes(short)) == (["background"], ["too_short"])
    quiet = benches.quiet(session)
    assert (codes(lost), codes(short), codes(void)) == ([], ["too_short"], ["background"])
    assert (lost.background, void.background, bench.runs_against(quiet)) == (quiet, loud, [lost, short])
    assert round(lost.summary["margin_db"]) == 40
    told = Entry.objects.filter(act="take_background").latest("pk").new["runs"]
    assert told == {str(lost.pk): [], str(short.pk): ["too_short"]}
    benches.quiet(session, takes.background(6, level_db=88.0))
    assert codes(lost) == ["background"]


def test_a_compressed_run_does_not_spend_its_own_recording():
    one = benches.ready()
    assert "lossy" in codes(benches.taken(one, data=takes.compressed(3)))
    assert codes(benches.taken(one, 3)) == []
    assert codes(benches.taken(one, data=takes.trimmed(3))) == ["duplicate"]


def test_a_mistyped_tachometer_is_corrected_on_record_while_the_session_runs():
    one, by = benches.ready(), benches.technician()
    wrong, other = benches.taken(one, tachometer_rpm=5400.0), benches.taken(one, 4)
    assert "rpm_contradicted" in codes(wrong)
    asked = {"by": by, "at": cast.AT, "run": wrong, "tachometer_rpm": 4500.0}
    with pytest.raises(Unfit, match="Isi bacaan takometer"):
        actions.correct_tachometer(**asked | {"tachometer_rpm": 45.0}, reason="salah ketik")
    with pytest.raises(OutOfTurn, match="Alasan harus ditulis"):
        actions.correct_tachometer(**asked, reason=" ")
    made = actions.correct_tachometer(**asked, reason="salah ketik")
    assert (made.tachometer_rpm, codes(made), codes(other)) == (4500.0, [], [])
    told = Entry.objects.get(act="correct_tachometer")
    assert (told.old, told.new["tachometer_rpm"], told.reason) == (
        {"tachometer_rpm": 5400.0},
        4500.0,
        "salah ketik",
    )
    actions.void_run(by=by, at=cast.AT, run=other, reason="truk")
    other.refresh_from_db()
    with pytest.raises(OutOfTurn, match="Percobaan ini sudah dibatalkan"):
        actions.correct_tachometer(**asked | {"run": other}, reason="salah ketik")
    benches.checked(one.session, "after")
    actions.close_session(by=by, at=cast.AT, session=one.session)
    with pytest.raises(OutOfTurn, match="statusnya selesai"):
        actions.correct_tachometer(**asked | {"run": Run.objects.get(pk=made.pk)}, reason="salah ketik")
