"""A session at the bench: the chain is checked, the place is quiet, and everything has its turn."""

from datetime import date, timedelta

import pytest

from sentra.base.audit.models import Entry
from sentra.base.permissions import OutOfTurn, Refused, Unfit
from sentra.engines.acoustics import synthetic
from sentra.lab import actions
from sentra.lab.actions import measuring
from sentra.lab.models import (
    Background,
    Check,
    LabRequest,
    Recording,
    Report,
    ReportState,
    RequestState,
    Session,
    SessionState,
)
from sentra.lab.queries import bench
from sentra.lab.queries.recordings import path_of, recording_bytes
from tests import cast
from tests.rooms.lab import benches, takes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]


def test_a_session_keeps_place_weather_and_chain():
    one = benches.opened(note=" sepi ")
    assert (str(one), one.state, one.note) == ("SESI-2026-0001", SessionState.OPEN, "sepi")
    told = Entry.objects.get(act="open_session").new
    assert (told["meter"], told["reflector_m"]) == ("Contoh meter meter-1", 5.0)


@pytest.mark.parametrize(
    ("otherwise", "faults"),
    [
        ({"site": ""}, {"site": "Wajib diisi."}),
        ({"procedure_key": "police"}, {"procedure_key": "Pilih prosedur dari katalog."}),
        (
            {"reflector_m": 2.9},
            {"reflector_m": "Benda besar terdekat sekurangnya 3 m dari kendaraan dan mikrofon."},
        ),
        ({"channel": 8}, {"channel": "Pilih saluran mikrofon."}),
        ({"temperature_c": 300.0}, {"temperature_c": "Isi suhu udara dalam °C."}),
        ({"humidity_percent": -1.0}, {"humidity_percent": "Isi kelembapan dalam %."}),
        ({"pressure_hpa": 10.0}, {"pressure_hpa": "Isi tekanan udara dalam hPa, atau kosongkan."}),
    ],
)
def test_a_session_is_refused_at_its_fields(otherwise, faults):
    with pytest.raises(Unfit) as refused:
        benches.opened(**otherwise)
    assert (refused.value.faults, Session.objects.count()) == (faults, 0)


def test_a_session_takes_instruments_of_the_right_kind_in_use_and_certified():
    bare = benches.instrument("meter", serial="meter-2", certified=False)
    with pytest.raises(Unfit) as refused:
        benches.opened(meter=bare)
    words = "Alat ini belum punya sertifikat kalibrasi: catat dulu sertifikatnya."
    assert refused.value.faults == {"meter": words}
    benches.certificate(bare)
    actions.retire_instrument(by=benches.technician(), at=cast.AT, instrument=bare)
    bare.refresh_from_db()
    with pytest.raises(Unfit) as refused:
        benches.opened(meter=bare, tachometer=benches.instrument("calibrator"))
    faults = {"meter": "Alat ini sudah tidak dipakai.", "tachometer": "Alat ini bukan Takometer."}
    assert refused.value.faults == faults


def test_only_a_technician_measures():
    with pytest.raises(Refused, match="Peran Petugas tidak berwenang"):
        benches.opened(by=cast.enter(cast.SEKAR))


def test_the_tone_tells_what_full_scale_means_and_its_file_is_sealed():
    session = benches.opened()
    check = benches.checked(session)
    told = (check.nominal_db, round(check.tone_hz, 1), check.by, check.reasons)
    assert told == (94.0, 1000.0, benches.technician(), [])
    full_scale_pa = synthetic.Chain().pa_per_fs
    assert check.sensitivity_pa_per_fs == pytest.approx(full_scale_pa, rel=1e-3)
    recording = check.recording
    assert (str(recording), recording.container, recording.fs_hz, recording.duration_s) == (
        "before.wav",
        "WAV",
        48_000,
        6.0,
    )
    assert recording_bytes(recording) == takes.tone(1)
    assert takes.tone(1)[:44] not in path_of(recording).read_bytes()
    assert Entry.objects.get(act="check_chain").new["sha256"] == recording.sha256


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "Berkas ini kosong."),
        (b"RIFF no sound", "Berkas ini tidak dapat dibaca sebagai rekaman suara."),
        (takes.blip, "Rekaman hanya"),
        (lambda: takes.tone(5, tone_hz=1100.0), "Nada kalibrator 1"),
        (lambda: takes.tone(5, duration_s=121.0), "Rekaman ini 121 detik; paling lama 120 detik."),
    ],
)
def test_a_tone_that_tells_nothing_is_not_stored_and_the_sentence_says_why(data, words):
    session = benches.opened()
    with pytest.raises(Unfit) as refused:
        actions.check_chain(
            by=benches.technician(), at=cast.AT, session=session, moment="before", name="x.wav",
            data=data() if callable(data) else data,
        )  # fmt: skip
    assert words in refused.value.faults["file"]
    assert (Check.objects.count(), Recording.objects.count()) == (0, 0)


def test_a_refused_tone_says_where_it_goes_wrong():
    unsteady = synthetic.calibrator_take(6, duration_s=10.0)
    clip = synthetic.written(unsteady, synthetic.Chain(full_scale_db=96.0), seed=6)
    with pytest.raises(Unfit, match=r"\(detik 0,"):
        benches.checked(benches.opened(), data=clip)


def test_the_calibrators_own_level_is_used_and_a_second_one_lies_apart():
    session = benches.opened()
    for moment, level, words in (
        ("before", 104.0, "Pakai tingkat yang tertulis di kalibrator."),
        ("before", 50.0, "Isi tingkat nadanya, dari 90 sampai 130 dB."),
    ):
        with pytest.raises(Unfit) as refused:
            benches.checked(session, moment, nominal_db=level)
        assert refused.value.faults == {"nominal_db": words}
    benches.checked(session)
    with pytest.raises(Unfit, match="sekurangnya 10 dB"):
        benches.checked(session, "second_level", nominal_db=100.0)


def test_a_check_is_before_after_or_at_a_second_level():
    one = benches.ready()
    benches.taken(one, data=takes.blip())
    with pytest.raises(Unfit) as refused:
        actions.check_chain(
            by=benches.technician(), at=cast.AT, session=one.session, moment="later", name="x", data=b"x"
        )
    assert refused.value.faults == {"moment": "Pilih pemeriksaan yang mana."}


def test_a_recording_is_handed_in_once_in_clear_words():
    benches.checked(benches.opened())
    with pytest.raises(Unfit) as refused:
        benches.checked(benches.opened())
    words = "Rekaman ini sudah diserahkan sebagai before.wav oleh Pramu Gentasuara."
    assert (refused.value.faults, Check.objects.count()) == ({"file": words}, 1)


def test_a_file_larger_than_a_hundred_megabytes_is_refused_before_it_is_opened(monkeypatch):
    monkeypatch.setattr(measuring.rules, "MOST_BYTES", 1000)
    with pytest.raises(Unfit, match="Berkas ini lebih dari 100 MB"):
        benches.checked(benches.opened())


def test_checks_come_in_their_order():
    session = benches.opened()
    with pytest.raises(OutOfTurn, match="Periksa dulu dengan kalibrator sebelum yang lain"):
        benches.checked(session, "after")
    with pytest.raises(OutOfTurn, match="Periksa dulu dengan kalibrator sebelum yang lain"):
        benches.quiet(session)
    benches.checked(session)
    last = benches.checked(session, data=takes.tone(7))
    assert bench.chain.before_of(session) == last
    with pytest.raises(OutOfTurn, match="Pemeriksaan sesudah dibuat setelah ada percobaan"):
        benches.checked(session, "after")
    benches.quiet(session)
    with pytest.raises(OutOfTurn, match="Pemeriksaan sebelum sudah dipakai"):
        benches.checked(session, data=takes.tone(8))


def test_a_second_level_proves_a_steady_gain_once():
    session = benches.opened()
    benches.checked(session)
    made = benches.checked(session, "second_level", takes.tone(11, level_db=114.0), nominal_db=114.0)
    assert (made.reasons, made.nominal_db) == ([], 114.0)
    for moment, words in (("second_level", "Tingkat kedua sudah diperiksa"), ("before", "sudah dipakai")):
        with pytest.raises(OutOfTurn, match=words):
            benches.checked(session, moment, takes.tone(12, level_db=114.0))
    assert benches.quiet(session).pk


def test_a_gain_that_works_by_itself_ends_the_session():
    session = benches.opened()
    benches.checked(session)
    made = benches.checked(session, "second_level", takes.tone(11, level_db=108.0), nominal_db=114.0)
    assert [(each["code"], round(each["facts"]["off_db"], 1)) for each in made.reasons] == [("agc", 6.0)]
    with pytest.raises(OutOfTurn, match="Penguatan perekam berubah sendiri"):
        benches.quiet(session)


def test_a_background_is_read_for_the_list():
    session = benches.opened()
    benches.checked(session)
    made = benches.quiet(session)
    assert (made.reading["duration_s"], round(made.reading["laeq_db"])) == (4.0, 50)
    assert sorted(made.reading["ln_db"]) == sorted(made.reading["ln_db"], key=str)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (takes.blip, "Rekaman hanya"),
        (takes.compressed, "Rekaman dimampatkan"),
        (takes.gapped, "Rekaman terputus"),
    ],
)
def test_a_background_that_is_none_is_not_stored(data, words):
    session = benches.opened()
    benches.checked(session)
    with pytest.raises(Unfit) as refused:
        benches.quiet(session, data())
    assert words in refused.value.faults["file"]
    assert Background.objects.count() == 0


def test_a_background_under_a_check_that_was_replaced_meanwhile_is_sent_again(monkeypatch):
    session = benches.opened()
    benches.checked(session)
    analysed = measuring.analyse

    def slowly(*args, **kwargs):
        benches.checked(session, data=takes.tone(7))
        return analysed(*args, **kwargs)

    monkeypatch.setattr(measuring, "analyse", slowly)
    with pytest.raises(Unfit, match="Pemeriksaan kalibrator baru saja diganti"):
        benches.quiet(session)
    assert Background.objects.count() == 0


def test_a_measurement_is_opened_once_and_its_request_is_being_measured():
    session = benches.opened()
    item = benches.specimen()
    one = benches.measured(session, item)
    assert (str(one), one.target_rpm) == ("SESI-2026-0001 LAB-2026-0001-1", 4500.0)
    assert LabRequest.objects.get().state == RequestState.MEASURING
    assert benches.measured(session, item) == one
    with pytest.raises(Unfit) as refused:
        benches.measured(session, item, angle_deg=50.0)
    assert refused.value.faults == {
        "angle_deg": "Pengukuran barang ini di kendaraan ini sudah dibuka dengan 45."
    }


def test_a_microphone_in_the_wrong_place_is_moved_before_anything_is_recorded():
    with pytest.raises(Unfit) as refused:
        benches.measured(benches.opened(), distance_m=0.6, angle_deg=60.0, height_m=0.1)
    assert refused.value.faults == {
        "distance_m": "Prosedur meminta 0,5 ± 0,02 m.",
        "angle_deg": "Prosedur meminta 45 ± 10 derajat.",
        "height_m": "Prosedur meminta sekurangnya 0,2 m.",
    }


def test_what_went_back_or_is_not_asked_for_is_not_measured():
    session, item = benches.opened(), benches.specimen()
    actions.return_specimen(by=benches.technician(), at=cast.AT, specimen=item, returned_on=benches.DAY)
    with pytest.raises(OutOfTurn, match="Barang ini sudah dikembalikan"):
        benches.measured(session, item)
    other = benches.specimen(benches.asked("Knalpot Lain"))
    actions.cancel_test(by=benches.technician(), at=cast.AT, request=other.request, reason="batal")
    with pytest.raises(OutOfTurn, match="Permintaan LAB-2026-0002 tidak dapat diukur: statusnya dibatalkan"):
        benches.measured(session, other)
    assert bench.measurable(benches.technician()) == []


def test_a_session_is_closed_by_who_opened_it_after_the_check_after():
    one = benches.ready()
    with pytest.raises(OutOfTurn, match="tanpa itu sesi hanya dapat dibatalkan"):
        actions.close_session(by=benches.technician(), at=cast.AT, session=one.session)
    benches.taken(one)
    benches.checked(one.session, "after")
    second = cast.enter(cast.PRAMU, email="kedua@cast.example", name="Teknisi Kedua")
    with pytest.raises(
        OutOfTurn, match="Sesi ini dibuka oleh Pramu Gentasuara, dan hanya ia yang menutupnya"
    ):
        actions.close_session(by=second, at=cast.AT, session=one.session)
    with pytest.raises(OutOfTurn, match="sesi ini tinggal ditutup"):
        benches.checked(one.session, "after", takes.tone(22))
    with pytest.raises(OutOfTurn, match="yang direkam setelahnya tidak dihitung"):
        benches.taken(one, 4)
    shut = actions.close_session(by=benches.technician(), at=cast.AT, session=one.session)
    assert (shut.state, shut.closed_by) == (SessionState.CLOSED, benches.technician())
    with pytest.raises(OutOfTurn, match="Sesi ini tidak berjalan lagi: statusnya selesai"):
        benches.measured(shut)


def test_a_void_session_counts_for_nothing_and_frees_its_requests():
    one = benches.complete()
    actions.compute_result(by=benches.technician(), at=cast.AT, measurement=one)
    with pytest.raises(OutOfTurn, match="Alasan harus ditulis"):
        actions.void_session(by=benches.technician(), at=cast.AT, session=one.session, reason=" ")
    head = cast.enter(cast.BRAMA)
    gone = actions.void_session(by=head, at=cast.AT, session=one.session, reason="kalibrator jatuh")
    assert (gone.state, gone.void_reason, gone.closed_by) == (SessionState.VOID, "kalibrator jatuh", head)
    assert [result.current for result in one.results.all()] == [False]
    assert LabRequest.objects.get().state == RequestState.RECEIVED
    with pytest.raises(OutOfTurn, match="Sesi ini sudah dibatalkan"):
        actions.void_session(by=head, at=cast.AT, session=one.session, reason="lagi")
    with pytest.raises(OutOfTurn, match="tidak ada hasil darinya"):
        actions.compute_result(by=benches.technician(), at=cast.AT, measurement=one)


def test_a_session_whose_report_was_issued_is_void_only_after_the_report_is_withdrawn():
    one = benches.ready()
    by = benches.technician()
    benches.taken(one, data=takes.blip())
    benches.checked(one.session, "after")
    result = actions.compute_result(by=by, at=cast.AT, measurement=one)
    told = {"request": one.specimen.request, "prepared_at": cast.AT, "prepared_by": by}
    report = Report.objects.create(state=ReportState.ISSUED, **told)
    report.results.add(result)
    with pytest.raises(OutOfTurn, match="cabut dulu laporannya"):
        actions.void_session(by=by, at=cast.AT, session=one.session, reason="salah alat")
    Report.objects.update(state=ReportState.WITHDRAWN)
    assert actions.void_session(by=by, at=cast.AT, session=one.session, reason="salah alat").void_reason
    one.session.refresh_from_db()
    with pytest.raises(OutOfTurn, match="Sesi ini tidak berjalan lagi: statusnya batal"):
        benches.checked(one.session, "after", takes.tone(22))


def test_a_request_measured_elsewhere_too_stays_measured():
    first, second, item = benches.opened(), benches.opened(), benches.specimen()
    benches.measured(first, item)
    benches.measured(second, item)
    actions.void_session(by=benches.technician(), at=cast.AT, session=first, reason="hujan")
    assert LabRequest.objects.get().state == RequestState.MEASURING


def test_tools_show_what_covers_the_day_and_what_ran_out():
    expired = benches.instrument("calibrator", until=date(2026, 10, 1))
    session = benches.opened()
    shown = {tool.instrument.kind: tool.covers for tool in bench.tools_of(session, on=benches.DAY)}
    assert shown == {"meter": True, "calibrator": False, "tachometer": True, "anemometer": True}
    assert [
        tool.certificate.number
        for tool in bench.tools(benches.technician(), on=benches.DAY)
        if not tool.covers
    ] == ["K-1"]
    assert expired.certificates.count() == 1
    assert bench.session_shown(cast.enter(cast.GANDE), session.pk) == session
    assert bench.method_of(session).key in [key for key, _title in bench.method_choices()]
    later = benches.DAY + timedelta(days=900)
    assert [tool.covers for tool in bench.tools(benches.technician(), on=later)] == [False] * 4
