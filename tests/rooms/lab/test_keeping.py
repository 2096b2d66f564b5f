"""Instruments with their certificates, limits that two people vouch for, and an accreditation."""

from datetime import date

import pytest

from sentra.base.audit.models import Entry
from sentra.base.documents.attaching import attachment_bytes
from sentra.base.permissions import OutOfTurn, Refused, Unfit
from sentra.lab import actions
from sentra.lab.models import Instrument, Limit
from sentra.lab.queries import keeping
from sentra.lab.rules.keeping import in_force, latest
from tests import cast
from tests.rooms.lab import benches

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]

PDF = b"%PDF-1.7 contoh"


def limit(**otherwise):
    told = {
        "key": "pembeli-contoh",
        "name": "Syarat Toko Contoh",
        "kind": "buyer",
        "quantity": "L_stationary",
    }
    told |= {"value_db": 92.0, "procedure_key": benches.METHOD, "source": "kontrak 7/2026"}
    told |= {"valid_from": date(2026, 1, 1)}
    by = otherwise.pop("by", None) or benches.technician()
    return actions.add_limit(by=by, at=cast.AT, **(told | otherwise))


def test_an_instrument_is_recorded_once_by_kind_and_serial():
    made = benches.instrument("meter", certified=False)
    assert (str(made), made.get_kind_display()) == (
        "Contoh meter meter-1",
        "Rantai ukur (mikrofon dan perekam)",
    )
    assert Entry.objects.get(act="add_instrument").new["serial"] == "meter-1"
    with pytest.raises(Unfit) as again:
        actions.add_instrument(
            by=benches.technician(), at=cast.AT, kind="meter", maker="Lain", model="X", serial=" meter-1 "
        )
    assert again.value.faults == {"serial": "Alat sejenis dengan nomor seri ini sudah tercatat."}
    assert Instrument.objects.count() == 1


@pytest.mark.parametrize(
    ("otherwise", "faults"),
    [
        ({"kind": "ear"}, {"kind": "Pilih jenis alat."}),
        ({"maker": " "}, {"maker": "Wajib diisi."}),
        ({"accuracy": "3"}, {"accuracy": "Kelas ketelitian: 1, 2, atau tidak disebut."}),
        ({"nominal_db": 94.0}, {"nominal_db": "Hanya kalibrator yang memiliki nada."}),
        (
            {"kind": "calibrator", "nominal_db": 60.0},
            {
                "nominal_db": "Isi tingkat nadanya, dari 90 sampai 130 dB.",
                "nominal_hz": "Isi frekuensi nadanya, dari 200 sampai 2.000 Hz.",
            },
        ),
    ],
)
def test_an_instrument_that_makes_no_sense_is_refused_at_its_field(otherwise, faults):
    told = {"kind": "meter", "maker": "Contoh", "model": "M", "serial": "1"} | otherwise
    with pytest.raises(Unfit) as refused:
        actions.add_instrument(by=benches.technician(), at=cast.AT, **told)
    assert (refused.value.faults, Instrument.objects.count()) == (faults, 0)


def test_a_retired_instrument_takes_no_certificate_and_is_retired_once():
    made = benches.instrument("meter", certified=False)
    actions.retire_instrument(by=benches.technician(), at=cast.AT, instrument=made)
    assert Instrument.objects.get().retired_at == cast.AT
    for act in (
        lambda: benches.certificate(made),
        lambda: actions.retire_instrument(by=benches.technician(), at=cast.AT, instrument=made),
    ):
        with pytest.raises(OutOfTurn, match="Alat ini sudah tidak dipakai"):
            act()


def test_a_certificate_with_its_scan_covers_its_days_until_it_is_withdrawn():
    made = benches.instrument("calibrator", certified=False)
    paper = benches.certificate(made, scan=PDF, until=date(2026, 12, 31))
    assert (str(paper), attachment_bytes(paper.scan)) == ("K-1", PDF)
    older = benches.certificate(made, "K-0", valid_from=date(2024, 1, 1), until=date(2025, 1, 1))
    rows = [older, paper]
    assert [in_force(rows, day) for day in (date(2024, 6, 1), benches.DAY, date(2027, 1, 1))] == [
        older,
        paper,
        None,
    ]
    assert latest(rows) == paper
    gone = actions.withdraw_certificate(
        by=benches.technician(), at=cast.AT, certificate=paper, reason=" salah alat "
    )
    assert (gone.withdrawn_reason, in_force([older, gone], benches.DAY), latest([gone])) == (
        "salah alat",
        None,
        None,
    )
    assert Entry.objects.get(act="withdraw_certificate").reason == "salah alat"
    with pytest.raises(OutOfTurn, match="Ini sudah dicabut"):
        actions.withdraw_certificate(by=benches.technician(), at=cast.AT, certificate=paper, reason="lagi")


def test_a_certificate_is_refused_at_its_fields():
    made = benches.instrument("calibrator")
    with pytest.raises(Unfit) as refused:
        benches.certificate(made, "K-1", issuer="", until=date(2025, 1, 1), u_db=None)
    assert refused.value.faults == {
        "number": "Sertifikat dengan nomor ini sudah tercatat untuk alat ini.",
        "issuer": "Wajib diisi.",
        "valid_until": "Hari terakhir tidak boleh sebelum hari pertama.",
        "u_db": "Isi ketidakpastian baku nada kalibrator, dari 0,01 sampai 1 dB (U dibagi k).",
    }


def test_nothing_is_withdrawn_without_a_reason_and_only_by_those_who_keep():
    paper = benches.certificate(benches.instrument("meter", certified=False))
    with pytest.raises(OutOfTurn, match="Alasan harus ditulis"):
        actions.withdraw_certificate(by=benches.technician(), at=cast.AT, certificate=paper, reason=" ")
    with pytest.raises(Refused, match="Peran Auditor tidak berwenang"):
        actions.withdraw_certificate(by=cast.enter(cast.GANDE), at=cast.AT, certificate=paper, reason="x")


def test_an_accreditation_counts_from_its_first_day_until_its_last_or_its_withdrawal():
    told = {"number": "LP-000-IDN", "scope": "bising statis", "body": "Badan Contoh"}
    told |= {"valid_from": date(2026, 1, 1), "valid_until": date(2026, 12, 31)}
    by = benches.technician()
    made = actions.set_accreditation(by=by, at=cast.AT, **told)
    days = (date(2025, 12, 31), date(2026, 1, 1), date(2027, 1, 1))
    assert str(made) == "LP-000-IDN"
    assert [keeping.accreditation_in_force(day) for day in days] == [None, made, None]
    actions.withdraw_accreditation(by=by, at=cast.AT, accreditation=made, reason="dibekukan")
    assert keeping.accreditation_in_force(benches.DAY) is None
    with pytest.raises(Unfit) as refused:
        actions.set_accreditation(by=by, at=cast.AT, **(told | {"scope": ""}))
    assert refused.value.faults == {"scope": "Wajib diisi."}


def test_a_limit_judges_after_somebody_else_has_held_it_against_its_document():
    made = limit(document=PDF)
    shown = keeping.limits_shown(benches.technician(), on=benches.DAY)[0]
    assert (shown.key, shown.judges, attachment_bytes(made.document)) == ("pembeli-contoh", False, PDF)
    with pytest.raises(OutOfTurn, match="orang lain yang mencocokkannya"):
        actions.verify_limit(by=benches.technician(), at=cast.AT, limit=made)
    sekar = cast.enter(cast.SEKAR)
    actions.verify_limit(by=sekar, at=cast.AT, limit=made)
    shown = keeping.limits_shown(sekar, on=benches.DAY)[0]
    assert (shown.judges, shown.verified_by, shown.in_force) == (True, "Sekar Tirtabumi", True)
    with pytest.raises(OutOfTurn, match="Batas ini sudah dicocokkan"):
        actions.verify_limit(by=sekar, at=cast.AT, limit=made)
    actions.withdraw_limit(by=sekar, at=cast.AT, limit=made, reason="kontrak berakhir")
    assert not keeping.limits_shown(sekar, on=benches.DAY)[0].in_force
    with pytest.raises(OutOfTurn, match="Batas ini sudah dicabut"):
        actions.verify_limit(by=sekar, at=cast.AT, limit=made)


@pytest.mark.parametrize(
    ("otherwise", "faults"),
    [
        ({"key": "Toko Contoh"}, {"key": "Kode: huruf kecil, angka, dan tanda hubung."}),
        ({"key": "sudah-ada"}, {"key": "Kode ini sudah dipakai."}),
        ({"name": ""}, {"name": "Wajib diisi."}),
        ({"kind": "law"}, {"kind": "Pilih asal batas."}),
        ({"quantity": "loud"}, {"quantity": "Pilih apa yang diukur."}),
        ({"quantity": "L_urban"}, {"quantity": "Prosedur ini tidak mengukur besaran itu."}),
        ({"procedure_key": "police"}, {"procedure_key": "Pilih prosedur dari katalog."}),
        ({"value_db": 300.0}, {"value_db": "Isi nilai dari 20 sampai 160 dB."}),
        (
            {"valid_until": date(2025, 1, 1)},
            {"valid_until": "Hari terakhir tidak boleh sebelum hari pertama."},
        ),
    ],
)
def test_a_limit_is_refused_at_its_fields(otherwise, faults):
    limit(key="sudah-ada")
    with pytest.raises(Unfit) as refused:
        limit(**otherwise)
    assert (refused.value.faults, Limit.objects.count()) == (faults, 1)


def test_a_limit_may_not_take_the_name_of_a_statutory_one():
    statutory = keeping.limits_shown(benches.technician(), on=benches.DAY)[0]
    with pytest.raises(Unfit) as refused:
        limit(key=statutory.key)
    assert "key" in refused.value.faults


def test_no_statutory_limit_judges_because_nobody_compared_it_with_the_gazette():
    shown = keeping.limits_shown(benches.technician(), on=benches.DAY)
    assert {(one.row, one.judges) for one in shown} == {(None, False)}
    assert [one.quantity for one in shown if one.quantity == "Bising statis"] == []
    assert [fact.key for fact in keeping.known_facts()] == ["no_stationary_limit_indonesia"]


def test_readers_see_procedures_vehicles_and_instruments_with_what_covers_the_day():
    meter = benches.instrument("meter", until=date(2026, 1, 31))
    old = benches.instrument("meter", serial="meter-0", certified=False)
    actions.retire_instrument(by=benches.technician(), at=cast.AT, instrument=old)
    bike = benches.vehicle()
    gande = cast.enter(cast.GANDE)
    shown = keeping.instruments_shown(gande, on=benches.DAY)
    assert [(tool.instrument, tool.covers, tool.needed) for tool in shown] == [
        (meter, False, True),
        (old, False, True),
    ]
    assert benches.METHOD in [method.key for method in keeping.procedures_shown(gande)]
    assert keeping.vehicles(gande) == [bike]
    with pytest.raises(Refused):
        keeping.instruments_shown(cast.enter(cast.KARTI), on=benches.DAY)
