"""Published totals that are not the sum of their parts are shown so; two lists of 2015 are the reason why."""

from typing import Any

import pytest

from sentra.base.audit.models import Entry
from sentra.base.permissions import OutOfTurn, Refused, Unfit
from sentra.programmes.actions import totals
from sentra.programmes.models import Programme, PublishedPart, PublishedTotal
from sentra.programmes.queries.totals import totals_of
from tests import cast, makers
from tests.rooms.programmes import rounds

pytestmark = pytest.mark.django_db
SOURCE = "dinkominfo.purbalinggakab.go.id, pengembangan gula kelapa organik (2015)"
# As published: 13 groups, of which 12 are told; 125 stoves, of which 115 are.
GROUPS = [("Kutasari", 5), ("Bojongsari", 2), ("Mrebet", 2), ("Pengadegan", 1), ("Karanganyar", 2)]
STOVES = [("Kutasari", 66), ("Bojongsari", 13), ("Mrebet", 11), ("Pengadegan", 25)]


@pytest.fixture
def programme() -> Programme:
    makers.areas()
    return rounds.programme()


def published(programme: Programme, **otherwise: Any) -> PublishedTotal:
    told: dict[str, Any] = {
        "title": "KUB penerima",
        "source": SOURCE,
        "counted": "pieces",
        "stated": 13,
        "parts": GROUPS,
    }
    return totals.record_total(by=rounds.officer(), at=cast.AT, programme=programme, **told | otherwise)


def test_the_two_published_lists_of_2015_do_not_add_up(programme: Programme):
    published(
        programme, title="Cocok", counted="idr", stated=3_000_000, parts=[("A", 1_000_000), ("B", 2_000_000)]
    )
    published(programme)
    published(programme, title="Tungku hemat energi", stated=125, parts=STOVES)
    published(programme, title="Lebih", counted="idr", stated=968_000_000, parts=[("A", 968_600_000)])
    found = [(one.total.title, one.total.stated, one.summed, one.sentence) for one in totals_of(programme)]
    assert found == [
        ("KUB penerima", 13, 12, "Dinyatakan 13, rinciannya berjumlah 12: kurang 1."),
        ("Tungku hemat energi", 125, 115, "Dinyatakan 125, rinciannya berjumlah 115: kurang 10."),
        (
            "Lebih",
            968_000_000,
            968_600_000,
            "Dinyatakan Rp 968.000.000, rinciannya berjumlah Rp 968.600.000: lebih Rp 600.000.",
        ),
        ("Cocok", 3_000_000, 3_000_000, ""),
    ]
    assert [part.label for part in totals_of(programme)[0].parts] == [label for label, _amount in GROUPS]


def test_what_was_typed_is_on_record_and_what_was_typed_wrongly_goes_for_a_reason(programme: Programme):
    total = published(programme)
    told = {"title": "KUB penerima", "stated": 13, "parts": [list(part) for part in GROUPS]}
    assert Entry.objects.get(act="record_total").new == told
    remove = {"by": rounds.officer(), "at": cast.AT, "total": total}
    with pytest.raises(OutOfTurn, match="Alasan harus ditulis"):
        totals.remove_total(reason=" ", **remove)
    with pytest.raises(Refused, match="tidak berwenang"):
        totals.remove_total(reason="Salah ketik", **remove | {"by": cast.enter(cast.GANDE)})
    totals.remove_total(reason="Salah ketik", **remove)
    assert (PublishedTotal.objects.count(), PublishedPart.objects.count()) == (0, 0)
    gone = Entry.objects.get(act="remove_total")
    assert (gone.old, gone.reason) == (told, "Salah ketik")


def test_what_is_missing_is_said_field_by_field_and_nothing_is_stored(programme: Programme):
    with pytest.raises(Unfit) as wrong:
        published(
            programme,
            title=" ",
            source="",
            counted="metres",
            stated=-1,
            parts=[("Kutasari", 5), (" ", 2), ("Mrebet", -2)],
        )
    assert wrong.value.faults == {
        "title": "Isi apa yang dinyatakan.",
        "source": "Tulis di mana angka ini dibaca.",
        "counted": "Pilih apa yang dihitung.",
        "stated": "Isi jumlah yang dinyatakan.",
        "part_2": "Baris 2: tulis nama; jumlah.",
        "part_3": "Baris 3: tulis nama; jumlah.",
    }
    assert PublishedTotal.objects.count() == 0


def test_a_figure_is_typed_once_with_at_least_one_part_by_who_prepares(programme: Programme):
    published(programme)
    with pytest.raises(Unfit, match="sudah dicatat"):
        published(programme)
    with pytest.raises(Unfit, match="Isi satu sampai 200 baris"):
        published(programme, title="Kosong", parts=[])
    with pytest.raises(Refused, match="tidak berwenang"):
        totals.record_total(
            by=cast.enter(cast.GANDE),
            at=cast.AT,
            programme=programme,
            title="x",
            source="x",
            counted="pieces",
            stated=1,
            parts=[("x", 1)],
        )
