"""A business asks, hands in a muffler, and gets it back; vehicles are known with their engines."""

from datetime import date

import pytest

from sentra.base.audit.models import Entry
from sentra.base.permissions import OutOfTurn, Refused, Unfit
from sentra.lab import actions
from sentra.lab.models import LabRequest, RequestState, Specimen, Vehicle
from sentra.lab.queries import requesting
from sentra.registry.models import Business, Person
from tests import cast, makers
from tests.rooms.lab import benches

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]

TOMORROW, YESTERDAY = date(2026, 11, 21), date(2026, 11, 19)


def test_requests_are_numbered_without_gaps_and_keep_who_asked():
    first, second = benches.asked("Knalpot Satu"), benches.asked("Knalpot Dua")
    assert [first.number, str(second)] == ["LAB-2026-0001", "LAB-2026-0002"]
    assert (first.state, first.snapshot["business_name"]) == (RequestState.QUEUED, "Knalpot Satu")
    entry = Entry.objects.filter(act="ask_test").first()
    assert sorted(entry.new) == ["asked_on", "business", "number", "purpose"]


@pytest.mark.parametrize(
    ("otherwise", "faults"),
    [
        ({"purpose": "fun"}, {"purpose": "Pilih untuk apa pengukuran diminta."}),
        ({"asked_on": TOMORROW}, {"asked_on": "Tanggal ini belum tiba."}),
    ],
)
def test_a_request_is_refused_at_its_fields(otherwise, faults):
    with pytest.raises(Unfit) as refused:
        benches.asked(**otherwise)
    assert (refused.value.faults, LabRequest.objects.count()) == (faults, 0)


def test_nobody_asks_for_a_business_that_is_not_in_the_register():
    with pytest.raises(Unfit, match="Usaha nomor 9 tidak ada di buku induk"):
        benches.asked(business=Business(pk=9))


def test_a_request_is_planned_for_a_day_that_comes():
    one = benches.asked()
    actions.plan_test(by=benches.technician(), at=cast.AT, request=one, planned_on=TOMORROW)
    one.refresh_from_db()
    assert one.planned_on == TOMORROW
    with pytest.raises(Unfit) as refused:
        actions.plan_test(by=benches.technician(), at=cast.AT, request=one, planned_on=YESTERDAY)
    assert refused.value.faults == {"planned_on": "Tanggal ini sudah lewat."}


def test_a_request_is_cancelled_with_a_reason_and_then_rests():
    one = benches.asked()
    with pytest.raises(OutOfTurn, match="Alasan harus ditulis"):
        actions.cancel_test(by=benches.technician(), at=cast.AT, request=one, reason="")
    actions.cancel_test(by=benches.technician(), at=cast.AT, request=one, reason=" tidak jadi ")
    one.refresh_from_db()
    assert (one.state, one.reason) == (RequestState.CANCELLED, "tidak jadi")
    assert Entry.objects.get(act="cancel_test").reason == "tidak jadi"
    for act in (
        lambda: actions.cancel_test(by=benches.technician(), at=cast.AT, request=one, reason="lagi"),
        lambda: actions.plan_test(by=benches.technician(), at=cast.AT, request=one, planned_on=TOMORROW),
        lambda: benches.specimen(one),
    ):
        with pytest.raises(OutOfTurn, match="Permintaan ini tidak berjalan lagi: statusnya dibatalkan"):
            act()


def test_what_is_being_measured_is_not_cancelled():
    item = benches.specimen()
    benches.measured(benches.opened(), item)
    with pytest.raises(OutOfTurn, match="sedang diukur dan tidak dapat dibatalkan"):
        actions.cancel_test(
            by=benches.technician(), at=cast.AT, request=LabRequest.objects.get(), reason="tidak jadi"
        )


def test_what_is_handed_in_gets_the_number_of_its_request():
    one = benches.asked()
    first, second = benches.specimen(one), benches.specimen(one, role="original", made_by="Pabrik Contoh")
    one.refresh_from_db()
    assert [str(first), second.serial] == ["LAB-2026-0001-1", "LAB-2026-0001-2"]
    assert (one.state, Entry.objects.filter(act="move_request").count()) == (RequestState.RECEIVED, 1)
    assert "made_by" not in Entry.objects.filter(act="receive_specimen").last().new


@pytest.mark.parametrize(
    ("otherwise", "faults"),
    [
        ({"role": "spare"}, {"role": "Pilih: barang uji atau knalpot asli."}),
        ({"killer": "gone"}, {"killer": "Pilih keadaan db killer."}),
        ({"model": ""}, {"model": "Wajib diisi."}),
        ({"received_on": TOMORROW}, {"received_on": "Tanggal ini belum tiba."}),
        ({"received_on": YESTERDAY}, {"received_on": "Barang diterima setelah diminta, tidak sebelumnya."}),
    ],
)
def test_a_specimen_is_refused_at_its_fields(otherwise, faults):
    one = benches.asked()
    with pytest.raises(Unfit) as refused:
        benches.specimen(one, **otherwise)
    assert (refused.value.faults, Specimen.objects.count()) == (faults, 0)


def test_a_specimen_goes_back_once_on_a_day_after_it_came():
    one = benches.specimen()

    def back(day):
        return actions.return_specimen(by=benches.technician(), at=cast.AT, specimen=one, returned_on=day)

    for day, words in ((TOMORROW, "belum tiba"), (YESTERDAY, "setelah diterima")):
        with pytest.raises(Unfit, match=words):
            back(day)
    assert back(benches.DAY).returned_on == benches.DAY
    with pytest.raises(OutOfTurn, match="Barang ini sudah dikembalikan"):
        back(benches.DAY)


def test_only_those_of_the_counter_and_the_lab_take_things_in():
    one = benches.asked()
    with pytest.raises(Refused):
        actions.receive_specimen(
            by=cast.enter(cast.RENGGA),
            at=cast.AT,
            request=one,
            model="X",
            killer="none",
            received_on=benches.DAY,
        )
    assert one.specimens.count() == 0


def test_a_vehicle_is_recorded_with_its_engine():
    made = benches.vehicle(
        cylinders=2, firing_deg=(0, 270), approval_db=90.0, approval_source="sertifikat tipe"
    )
    assert (str(made), made.firing_deg) == ("Contoh Bebek 125 2022", [0, 270])


@pytest.mark.parametrize(
    ("otherwise", "faults"),
    [
        ({"maker": ""}, {"maker": "Wajib diisi."}),
        ({"year": 22}, {"year": "Isi tahun pembuatan."}),
        ({"capacity_cc": 0}, {"capacity_cc": "Isi isi silinder, dari 20 sampai 3.000 cc."}),
        ({"strokes": 3}, {"strokes": "Pilih 2 atau 4 langkah."}),
        ({"cylinders": 0}, {"cylinders": "Isi jumlah silinder, dari 1 sampai 12."}),
        (
            {"firing_deg": (0, 90)},
            {"firing_deg": "Sudut pengapian: satu angka untuk setiap silinder, dari 0 sampai di bawah 720."},
        ),
        ({"rated_rpm": 90}, {"rated_rpm": "Isi putaran daya tertinggi, dari 500 sampai 25.000."}),
        ({"rated_rpm_source": ""}, {"rated_rpm_source": "Wajib diisi."}),
        ({"approval_db": 20.0}, {"approval_db": "Nilai statis terdaftar berada antara 60 dan 120 dB.",
                                 "approval_source": "Sebutkan dari mana nilai terdaftar itu."}),
    ],
)  # fmt: skip
def test_a_vehicle_is_refused_at_its_fields(otherwise, faults):
    with pytest.raises(Unfit) as refused:
        benches.vehicle(**otherwise)
    assert (refused.value.faults, Vehicle.objects.count()) == (faults, 0)


def test_a_second_unit_of_a_model_has_a_mark_of_its_own():
    benches.vehicle()
    with pytest.raises(Unfit) as refused:
        actions.add_vehicle(
            by=benches.technician(), at=cast.AT, maker="Contoh", model="Bebek 125", year=2022,
            capacity_cc=125, rated_rpm=9000, rated_rpm_source="buku", unit_mark="0042",
        )  # fmt: skip
    assert refused.value.faults == {
        "unit_mark": "Kendaraan ini sudah tercatat; unit kedua diberi tanda unit yang lain."
    }


def test_the_queue_shows_who_asked_first_and_a_field_officer_their_own_district():
    near = benches.asked("Knalpot Dekat", asked_on=YESTERDAY)
    far = makers.business("Knalpot Jauh", district="33.03.11", village="33.03.11.2001")
    away = benches.asked(business=far, asked_on=date(2026, 11, 1))
    rengga = cast.enter(cast.RENGGA)
    assert requesting.queue(cast.enter(cast.GANDE)) == [away, near]
    assert requesting.queue(rengga) == [near]
    assert requesting.requests_of(benches.technician(), far.pk) == [away]
    there = benches.specimen(away)
    assert requesting.specimen_shown(benches.technician(), there.pk) == there
    with pytest.raises(LabRequest.DoesNotExist):
        requesting.request_shown(rengga, away.pk)
    with pytest.raises(Specimen.DoesNotExist):
        requesting.specimen_shown(rengga, there.pk)
    with pytest.raises(Refused):
        requesting.queue(cast.enter(cast.KARTI))


def test_who_asks_to_be_forgotten_goes_from_their_requests():
    owned = makers.business("Knalpot Karti", owner_name="Karti Contoh")
    one = benches.asked(business=owned)
    made = benches.specimen(one, made_by="Karti Contoh")
    person = Person.objects.get(name="Karti Contoh")
    admin = cast.enter(cast.WIRA)
    assert actions.forget_customer(by=admin, at=cast.AT, person=person) == 1
    one.refresh_from_db()
    made.refresh_from_db()
    told = (one.snapshot["business_name"], one.snapshot["owner_name"], one.wish, made.made_by)
    assert told == ("(dilupakan)", "(dilupakan)", "", "(dilupakan)")
    with pytest.raises(Refused):
        actions.forget_customer(by=benches.technician(), at=cast.AT, person=person)
    other = makers.business("Lain", owner_name="Orang Lain")
    assert other.pk
    assert actions.forget_customer(by=admin, at=cast.AT, person=Person.objects.get(name="Orang Lain")) == 0
    assert Entry.objects.filter(act="forget_customer").count() == 1
