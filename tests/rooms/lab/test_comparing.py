"""An item beside the original of its vehicle, from their recordings: what is louder, where, and what may help."""

from typing import Any

import pytest

from sentra.base.audit.models import Entry
from sentra.base.permissions import OutOfTurn, Refused, Unfit
from sentra.lab import actions
from sentra.lab.models import Comparison, Measurement, Result
from sentra.lab.queries import evaluating
from sentra.lab.queries.comparisons import comparison_shown
from sentra.lab.queries.comparisons import sentence as in_words
from tests import cast, makers
from tests.rooms.lab import benches, judged, takes

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def places() -> None:
    makers.areas()


def results(*, height_m: float = 0.4) -> tuple[Result, Result]:
    """An item of 90 dB and an original of 85 dB on one vehicle, in one closed session."""
    one = benches.ready()
    original = benches.specimen(one.specimen.request, role="original", killer="none")
    other = benches.measured(one.session, original, height_m=height_m)
    for seed in (3, 4, 5):
        benches.taken(one, seed)
        benches.taken(other, seed, takes.run(seed + 10, level_db=85.0))
    benches.checked(one.session, "after")
    actions.close_session(by=one.session.opened_by, at=cast.AT, session=one.session)
    return computed(one), computed(other)


def computed(measurement: Measurement) -> Result:
    return actions.compute_result(
        by=benches.technician(), at=cast.AT, measurement=Measurement.objects.get(pk=measurement.pk)
    )


def compare(item: Result, original: Result, by: Any = None) -> Comparison:
    return actions.compare_with_original(
        by=by or benches.technician(), at=cast.AT, item=item, original=original
    )


def test_how_much_louder_it_is_as_a_whole_and_in_each_band() -> None:
    item, original = results()
    found = compare(item, original)
    assert found.delta_db == pytest.approx(-5.0, abs=0.5)
    assert found.delta_db == pytest.approx((original.exact_db or 0) - (item.exact_db or 0))
    names = [each["name"] for each in found.shares]
    assert [name for name in names if name in ("calibrator", "frequency response", "rounding")] == []
    assert (names.count("repeatability"), names.count("software"), names.count("distance")) == (2, 1, 2)
    assert len(found.bands["centre_hz"]) == len(found.bands["delta_db"]) == len(found.bands["u_db"])
    entry = Entry.objects.get(act="compare_with_original")
    assert entry.new == {"original": original.pk, "delta_db": found.delta_db, "U_db": found.U_db}
    shown = comparison_shown(cast.enter(cast.GANDE), found.pk)
    assert "dB lebih bising daripada knalpot asli" in shown.sentence
    loud = [band.delta_db for band in shown.bands if band.delta_db is not None]
    assert sum(loud) / len(loud) == pytest.approx(-5.0, abs=1.0)
    assert shown.causes[0].share == max(each["share"] for each in found.shares)
    assert [each.advice.key for each in shown.suggestions.found] != []


def test_the_uncertainty_of_a_difference_is_smaller_than_that_of_two_results() -> None:
    item, original = results()
    found = compare(item, original)
    assert 0 < found.U_db < ((item.U_db or 0) ** 2 + (original.U_db or 0) ** 2) ** 0.5


def test_two_places_of_the_microphone_are_not_compared() -> None:
    item, original = results(height_m=0.5)
    with pytest.raises(Unfit, match="letak mikrofon berbeda"):
        compare(item, original)
    assert Comparison.objects.count() == 0


def test_a_result_that_its_recordings_no_longer_give_is_computed_again_first() -> None:
    item, original = results()
    Result.objects.filter(pk=item.pk).update(exact_db=(item.exact_db or 0) + 0.02)
    with pytest.raises(Unfit, match="hitung ulang"):
        compare(item, original)


def test_what_became_outdated_while_the_recordings_were_read_is_not_compared(monkeypatch) -> None:
    item, original = results()
    reads = evaluating.evaluation_of

    def meanwhile(measurement: Measurement) -> Any:
        Result.objects.filter(pk=item.pk).update(current=False)
        return reads(measurement)

    monkeypatch.setattr("sentra.lab.actions.comparing.evaluation_of", meanwhile)
    with pytest.raises(OutOfTurn, match="dihitung ulang"):
        compare(item, original)


def test_who_compares_what() -> None:
    one = judged.bench()
    with pytest.raises(Refused):
        compare(one.item, one.original, cast.enter(cast.SEKAR))
    with pytest.raises(OutOfTurn, match="barang uji dengan knalpot asli"):
        compare(one.original, one.item)
    elsewhere = judged.a_session(
        one.technician,
        {kind: getattr(one.session, kind) for kind in ("meter", "calibrator", "tachometer", "anemometer")},
        "SESI-2026-0002",
    )
    again = judged.a_result(
        elsewhere, one.original.measurement.specimen, one.original.measurement.vehicle, 85.0
    )
    with pytest.raises(OutOfTurn, match="satu sesi"):
        compare(one.item, again)
    Result.objects.filter(pk=one.original.pk).update(current=False)
    with pytest.raises(OutOfTurn, match="dihitung ulang"):
        compare(one.item, one.original)
    Result.objects.filter(pk=one.original.pk).update(valid=False)
    with pytest.raises(OutOfTurn, match="sah"):
        compare(one.item, one.original)


@pytest.mark.parametrize(
    ("delta_db", "said"),
    [
        (2.04, "2,0 dB lebih senyap daripada knalpot asli, U 0,9 dB (k = 2,05)."),
        (-2.04, "2,0 dB lebih bising daripada knalpot asli, U 0,9 dB (k = 2,05)."),
        (-0.9, "Tidak ada beda yang dapat dipastikan dengan knalpot asli: 0,9 dB, U 0,9 dB (k = 2,05)."),
    ],
)
def test_a_difference_within_its_own_doubt_is_none(delta_db, said) -> None:
    assert in_words(Comparison(delta_db=delta_db, U_db=0.9, k=2.05)) == said


def test_a_stranger_sees_no_comparison() -> None:
    with pytest.raises(Refused):
        comparison_shown(cast.enter(cast.KARTI), 1)
