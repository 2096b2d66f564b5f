"""Runs: every attempt is kept and numbered, and says itself why it does not count."""

from datetime import date

import pytest

from sentra.base.audit.models import Entry
from sentra.base.permissions import OutOfTurn, Unfit
from sentra.lab import actions
from sentra.lab.actions import measuring
from sentra.lab.catalogue import wording
from sentra.lab.models import Background, Recording, Run
from sentra.lab.queries import bench
from tests import cast
from tests.rooms.lab import benches, takes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]


def codes(run: Run) -> list[str]:
    return [each["code"] for each in run.reasons]


def test_a_run_is_read_against_the_check_and_the_background():
    run = benches.taken(benches.ready())
    assert (run.sequence, run.reasons, round(run.value_db)) == (1, [], 91)
    assert (run.summary["rpm_status"], round(run.summary["margin_db"])) == ("verified", 40)
    assert run.summary["rpm_hold"] == pytest.approx(takes.RPM, rel=0.01)
    assert run.background == Background.objects.get()
    told = Entry.objects.get(act="take_run").new
    assert (told["sequence"], told["reasons"], told["sha256"]) == (1, [], run.recording.sha256)


def test_without_a_background_there_is_nothing_to_stand_out_from():
    session = benches.opened()
    one = benches.measured(session)
    benches.checked(session)
    with pytest.raises(OutOfTurn, match="Rekam dulu bising latar"):
        benches.taken(one)


def test_a_clipped_run_is_kept_refused_and_says_where():
    one = benches.ready()
    run = benches.taken(one, data=takes.clipped())
    assert (codes(run), run.sequence) == (["clipped"], 1)
    said = run.reasons[0]
    assert wording.sentence(said["code"], said["facts"]).startswith("Rekaman terpotong")
    assert wording.place(said["place"]).startswith("detik ")
    assert benches.taken(one, 4).sequence == 2


def test_a_tachometer_that_the_sound_contradicts_is_named_with_both_speeds():
    run = benches.taken(benches.ready(), data=takes.run(40, rpm=3000.0))
    assert "rpm_contradicted" in codes(run)
    facts = run.reasons[codes(run).index("rpm_contradicted")]["facts"]
    assert (facts["claimed_rpm"], round(facts["rpm"], -2)) == (4500.0, 3000)


def test_an_expired_certificate_and_wind_are_reasons_on_the_run():
    calibrator = benches.instrument("calibrator", until=date(2026, 11, 19))
    run = benches.taken(benches.ready(), wind_m_s=6.0)
    assert codes(run) == ["cert_expired", "wind_speed"]
    facts = run.reasons[0]["facts"]
    assert facts["certificate"] == f"K-1 ({calibrator})"
    assert (facts["valid_until"], facts["on"]) == ("2026-11-19", "2026-11-20")


def test_a_recording_too_short_for_a_level_is_an_attempt_without_a_value():
    one = benches.ready()
    run = benches.taken(one, data=takes.blip())
    assert (codes(run), run.value_db, run.summary) == (["too_short"], None, {})
    shown = bench.run_shown(benches.technician(), run.pk)
    assert (bench.drawn(shown), bench.spectrogram_of(shown).level_db.shape[0]) == (None, 200)


def test_what_is_no_recording_is_no_attempt():
    one = benches.ready()
    with pytest.raises(Unfit, match="tidak dapat dibaca sebagai rekaman suara"):
        benches.taken(one, data=b"not a sound")
    assert (one.runs.count(), Recording.objects.count()) == (0, 2)


def test_one_run_handed_in_again_is_found_by_its_sound():
    one = benches.ready()
    benches.taken(one, data=takes.clipped())
    benches.taken(one, 4)
    copy = benches.taken(one, data=takes.trimmed(4))
    said = copy.reasons[-1]
    assert (said["code"], said["place"], said["facts"]) == ("duplicate", "run 3", {"first": 2, "second": 3})


@pytest.mark.parametrize(
    ("otherwise", "faults"),
    [
        ({"tachometer_rpm": 45.0}, {"tachometer_rpm": "Isi bacaan takometer, dari 300 sampai 25.000 rpm."}),
        ({"wind_m_s": -1.0}, {"wind_m_s": "Isi kecepatan angin dalam m/s."}),
    ],
)
def test_a_run_is_refused_at_its_fields(otherwise, faults):
    one = benches.ready()
    with pytest.raises(Unfit) as refused:
        benches.taken(one, **otherwise)
    assert (refused.value.faults, one.runs.count()) == (faults, 0)


def test_a_background_of_another_session_is_refused():
    one = benches.ready()
    other = benches.opened()
    benches.checked(other, data=takes.tone(7))
    foreign = benches.quiet(other, takes.background(8))
    with pytest.raises(Unfit) as refused:
        benches.taken(one, background=foreign)
    assert refused.value.faults == {"background": "Bising latar ini bukan dari sesi ini."}
    named = benches.taken(one, background=one.session.backgrounds.get())
    assert named.reasons == []


def test_a_run_under_a_check_that_was_replaced_meanwhile_is_sent_again(monkeypatch):
    one = benches.ready()
    first = measuring.chain.before_of(one.session)
    newest = iter([first.pk, first.pk + 1])
    real = measuring._calibration

    def replaced(session):
        check, calibration = real(session)
        check.pk = next(newest)
        return check, calibration

    monkeypatch.setattr(measuring, "_calibration", replaced)
    with pytest.raises(Unfit, match="Pemeriksaan kalibrator baru saja diganti"):
        benches.taken(one)
    assert one.runs.count() == 0


def test_a_run_is_void_only_with_a_reason_and_stays_in_the_table():
    one = benches.ready()
    run = benches.taken(one)
    by = benches.technician()
    with pytest.raises(OutOfTurn, match="Alasan harus ditulis"):
        actions.void_run(by=by, at=cast.AT, run=run, reason="")
    actions.void_run(by=by, at=cast.AT, run=run, reason="ada truk lewat")
    run.refresh_from_db()
    assert (run.void_by, run.void_reason, run.sequence) == (by, "ada truk lewat", 1)
    assert Entry.objects.get(act="void_run").reason == "ada truk lewat"
    with pytest.raises(OutOfTurn, match="Percobaan ini sudah dibatalkan"):
        actions.void_run(by=by, at=cast.AT, run=run, reason="lagi")
    assert benches.taken(one, 4).sequence == 2


def test_after_the_check_after_no_run_is_chosen_away():
    one = benches.ready()
    run = benches.taken(one)
    benches.checked(one.session, "after")
    with pytest.raises(OutOfTurn, match="tidak ada percobaan yang dibatalkan"):
        actions.void_run(by=benches.technician(), at=cast.AT, run=run, reason="terlalu keras")


def test_the_raw_file_is_taken_along_on_record():
    run = benches.taken(benches.ready())
    gande = cast.enter(cast.GANDE)
    opened = actions.open_recording(by=gande, at=cast.AT, pk=run.recording_id)
    assert (opened, Entry.objects.get(act="open_recording").new) == (
        run.recording,
        {"sha256": run.recording.sha256},
    )


def test_what_is_drawn_of_a_run_comes_from_its_recording():
    run = benches.taken(benches.ready())
    drawn = bench.drawn(bench.run_shown(benches.technician(), run.pk))
    assert (drawn.value_db, drawn.rpm_status) == (run.value_db, "verified")
    assert drawn.history.lafmax_db == pytest.approx(run.summary["lafmax_db"])
    assert len(drawn.history.laf_db) == round(drawn.history.duration_s / drawn.history.step_s)
    assert len(drawn.centre_hz) == len(drawn.at_value_db) == len(drawn.leq_db)
    picture = bench.spectrogram_of(bench.run_shown(benches.technician(), run.pk), columns=50, rows=20)
    assert picture.level_db.shape[0] == 20
