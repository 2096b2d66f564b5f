"""The demo's noise laboratory: a dozen requests of muffler makers, three sessions, reports in every state.

Who asks is whoever makes mufflers in the demo's register; every recording is invented (`lab_bench`).
"""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from django.conf import settings

from sentra.base.people.models import Role
from sentra.cli.demo import lab_bench as bench
from sentra.cli.demo.acting import account, on
from sentra.cli.demo.lab_bench import Bench
from sentra.lab import actions
from sentra.lab.models import LabRequest, Limit, Measurement, Report, Result, Specimen
from sentra.lab.queries import invented
from sentra.lab.queries.invented import Muffler
from sentra.registry.models import Profile, Status

MAKERS = 10
LOUD = Muffler(91.0, muffler_hz=1500.0, pipe_hz=230.0)
ORIGINAL = Muffler(85.0, muffler_hz=700.0)
MENDED = Muffler(87.5, muffler_hz=900.0, pipe_hz=200.0)
SPORT = Muffler(93.0, muffler_hz=1300.0, pipe_hz=170.0)
OTHER_SPORT = Muffler(90.0, muffler_hz=1000.0, pipe_hz=210.0)
FIRST, SECOND, THIRD = date(2026, 10, 13), date(2026, 11, 10), date(2026, 11, 20)
PRACTICE = "contoh-rekaman"
TARGET_RPM = 4500.0  # of the small vehicle


def build(tell: Callable[[str], None]) -> None:
    """Raises LookupError when the register has too few makers of mufflers."""
    makers = _makers()
    tell("Laboratorium kebisingan: tiga sesi, dua belas permintaan, semua rekaman buatan")
    place, limit = bench.equipped(), _limit()
    first = _first(place, makers[0], limit)
    _second(place, makers[:3], first)
    _third(place, makers[3])
    _waiting(makers[4:])
    practice(Path(settings.DATA_DIR, PRACTICE))


def _makers() -> list[Profile]:
    chosen = Profile.objects.filter(
        current=True, status=Status.ACTIVE, branch="knalpot", village__isnull=False
    )
    found = list(chosen.select_related("business").order_by("pk")[:MAKERS])
    if len(found) < MAKERS:
        raise LookupError("the register has too few makers of mufflers for the demo's laboratory")
    return found


def _limit() -> Limit:
    """A buyer's, typed by one person and compared with its contract by another."""
    limit = actions.add_limit(
        by=account(Role.OFFICER),
        at=on(date(2026, 9, 7)),
        key="pembeli-simulasi-92",
        name="Syarat pembeli PT Contoh Motor (simulasi)",
        kind="buyer",
        quantity="L_stationary",
        value_db=92.0,
        procedure_key=bench.METHOD,
        source="Kontrak pasokan 12/2026, lampiran B (simulasi)",
        valid_from=date(2026, 9, 1),
    )
    return actions.verify_limit(by=account(Role.HEAD), at=on(date(2026, 9, 8)), limit=limit)


def _asked(maker: Profile, day: date, purpose: str, wish: str = "") -> LabRequest:
    return actions.ask_test(
        by=account(Role.OFFICER),
        at=on(day),
        business=maker.business,
        purpose=purpose,
        asked_on=day,
        wish=wish,
    )


def _received(
    request: LabRequest, day: date, model: str, role: str = "item", killer: str = "removable_fitted"
) -> Specimen:
    return actions.receive_specimen(
        by=account(Role.LAB_TECHNICIAN),
        at=on(day, 10),
        request=request,
        model=model,
        killer=killer if role == "item" else "none",
        received_on=day,
        role=role,
        batch="26-09" if role == "item" else "",
        fits="sepeda motor uji (simulasi)",
        condition="baru, utuh" if role == "item" else "bekas pakai, utuh",
    )


def _first(place: Bench, maker: Profile, limit: Limit) -> Specimen:
    """Compared with the original, judged, reported, labelled; one run was clipped and did not count."""
    request = _asked(maker, date(2026, 10, 5), "comparison", "dibandingkan dengan knalpot asli")
    item = _received(request, date(2026, 10, 12), "Laras S1")
    original = _received(request, date(2026, 10, 12), "Bawaan pabrik", "original")
    session = bench.opened(place, FIRST, 100)
    ours = bench.measured(session, item, place.small, FIRST)
    bench.clipped(ours, FIRST, 110, LOUD)
    for seed in (111, 112, 113):
        bench.taken(ours, FIRST, seed, LOUD)
    theirs = bench.measured(session, original, place.small, FIRST)
    for seed in (121, 122, 123):
        bench.taken(theirs, FIRST, seed, ORIGINAL)
    bench.closed(session, FIRST, 100)
    _reported_first(request, _computed(ours, FIRST), _computed(theirs, FIRST), limit)
    return item


def _reported_first(request: LabRequest, item: Result, original: Result, limit: Limit) -> None:
    by, day = account(Role.LAB_TECHNICIAN), date(2026, 10, 14)
    compared = actions.compare_with_original(by=by, at=on(day), item=item, original=original)
    judged = actions.judge(
        by=by, at=on(day), result=item, rule="simple", limit_origin="row", limit_key=limit.key
    )
    # What a policeman would ask, and the answer: a stationary reading says nothing about it.
    statute = "p56_2019_l3_2_urban"
    actions.judge(by=by, at=on(day), result=item, rule="simple", limit_origin="catalogue", limit_key=statute)
    specimen = item.measurement.specimen
    actions.record_external(
        by=by,
        at=on(day),
        specimen=specimen,
        laboratory="Balai Uji Contoh (simulasi)",
        report_number="SIM/BU/26/118",
        dated_on=date(2026, 10, 9),
        quantity="L_stationary",
        procedure="UN R41-04 (simulasi)",
        value_db=round((item.value_db or 0.0) + 0.8, 1),
        U_db=1.5,
        k=2.0,
    )
    draft = actions.prepare_report(
        by=by, at=on(day), request=request, results=[item, original], comparison=compared, judgement=judged
    )
    actions.authorise_report(by=account(Role.HEAD), at=on(date(2026, 10, 15)), report=draft)
    actions.issue_label(by=account(Role.HEAD), at=on(date(2026, 10, 15), 10), specimen=specimen)


def _computed(one: Measurement, day: date) -> Result:
    return actions.compute_result(
        by=account(Role.LAB_TECHNICIAN), at=on(day, 13), measurement=Measurement.objects.get(pk=one.pk)
    )


def _second(place: Bench, makers: Sequence[Profile], before: Specimen) -> None:
    """The first maker's mended product waits for its report; one report is replaced, one withdrawn."""
    session = bench.opened(place, SECOND, 200)
    mended = bench.measured(session, _brought(makers[0], "Laras S2", "development"), place.small, SECOND)
    for seed in (211, 212, 213):
        bench.taken(mended, SECOND, seed, MENDED)
    sport = bench.measured(session, _brought(makers[1], "Garuda R", "buyer"), place.large, SECOND)
    bench.taken(sport, SECOND, 220, SPORT, ran_at_rpm=0.9 * sport.target_rpm)
    for seed in (221, 222, 223):
        bench.taken(sport, SECOND, seed, SPORT)
    other = bench.measured(session, _brought(makers[2], "Bima X", "own_check"), place.large, SECOND)
    for seed in (231, 232, 233):
        bench.taken(other, SECOND, seed, OTHER_SPORT)
    bench.closed(session, SECOND, 200)
    results = [_computed(one, SECOND) for one in (mended, sport, other)]
    _drafted(results[0])
    _replaced(results[1])
    _withdrawn(results[2])
    by, day = account(Role.LAB_TECHNICIAN), date(2026, 11, 11)
    actions.return_specimen(by=by, at=on(day), specimen=before, returned_on=day)


def _brought(maker: Profile, model: str, purpose: str) -> Specimen:
    day = date(2026, 11, 5)
    return _received(_asked(maker, day, purpose), day, model)


def _drafted(result: Result) -> Report:
    by, request = account(Role.LAB_TECHNICIAN), result.measurement.specimen.request
    return actions.prepare_report(by=by, at=on(date(2026, 11, 11)), request=request, results=[result])


def _issued(result: Result) -> Report:
    head, day = account(Role.HEAD), date(2026, 11, 11)
    report = actions.authorise_report(by=head, at=on(day, 14), report=_drafted(result))
    actions.issue_label(by=head, at=on(day, 15), specimen=result.measurement.specimen)
    return report


def _replaced(result: Result) -> None:
    draft = actions.replace_report(
        by=account(Role.LAB_TECHNICIAN),
        at=on(date(2026, 11, 12)),
        report=_issued(result),
        reason="penyimpangan dari prosedur belum ditulis",
        results=[result],
        note="Percobaan pertama ditahan pada putaran yang lain daripada bacaan takometer.",
    )
    actions.authorise_report(by=account(Role.HEAD), at=on(date(2026, 11, 12), 14), report=draft)


def _withdrawn(result: Result) -> None:
    actions.withdraw_report(
        by=account(Role.HEAD),
        at=on(date(2026, 11, 16)),
        report=_issued(result),
        reason="db killer yang diuji bukan yang dijual bersama knalpot ini",
    )


def _third(place: Bench, maker: Profile) -> None:
    """A session that is still open: checked, with its background and one run."""
    request = _asked(maker, date(2026, 11, 16), "own_check")
    item = _received(request, date(2026, 11, 18), "Senyap 2")
    one = bench.measured(bench.opened(place, THIRD, 300), item, place.small, THIRD)
    bench.taken(one, THIRD, 311, MENDED)


def _waiting(makers: Sequence[Profile]) -> None:
    """Handed in, planned, only asked, and one that was given up."""
    head = account(Role.HEAD)
    for maker in makers[:2]:
        _received(_asked(maker, date(2026, 11, 12), "comparison"), date(2026, 11, 17), "Tipe A")
    planned = [_asked(maker, date(2026, 11, 13), "buyer") for maker in makers[2:4]]
    for request in planned:
        actions.plan_test(by=head, at=on(date(2026, 11, 16)), request=request, planned_on=date(2026, 11, 24))
    for maker in makers[4:]:
        _asked(maker, date(2026, 11, 19), "own_check", "ingin tahu sebelum dijual")
    given_up = _asked(makers[0], date(2026, 11, 9), "development")
    actions.cancel_test(by=head, at=on(date(2026, 11, 10)), request=given_up, reason="pemohon membatalkan")


def practice(folder: Path) -> None:
    """Files to try the bench with: two checks, a background, three runs that count and one that does not."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {
        "1-kalibrator-sebelum.wav": invented.tone(401),
        "2-latar.wav": invented.background(402),
        **{f"{at + 3}-percobaan.wav": invented.run(403 + at, MENDED, TARGET_RPM) for at in range(3)},
        "6-percobaan-terpotong.wav": invented.overdriven_run(407, LOUD, TARGET_RPM),
        "7-kalibrator-sesudah.wav": invented.tone(408),
    }
    for name, data in files.items():
        (folder / name).write_bytes(data)
