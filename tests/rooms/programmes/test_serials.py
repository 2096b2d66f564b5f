"""A kind whose pieces carry numbers of their own: asked for in the draft, kept to until the handover."""

import pytest

from sentra.base.audit.models import Entry
from sentra.base.permissions import Unfit
from sentra.programmes.actions import planning
from sentra.programmes.actions.planning import Tool
from sentra.programmes.models import Award, Item, Round
from tests import makers
from tests.rooms.programmes import decided, delivered, rounds

pytestmark = pytest.mark.django_db


def numbered() -> Round:
    """A draft with one package: two machines that carry numbers, a pair of scissors that does not."""
    round_ = rounds.draft(packages=False)
    told = {"by": rounds.officer(), "at": rounds.AT, "round_": round_}
    machine, scissors = planning.add_kinds(
        kinds=[Tool("Mesin jahit", 2_000_000, serial_asked=True), Tool("Gunting kain", 500_000)], **told
    )
    planning.add_package(title="Paket jahit", lines=[(machine, 2), (scissors, 1)], **told)
    return round_


@pytest.fixture
def award() -> Award:
    """Agreed upon, with everything bought and here."""
    makers.areas()
    round_ = planning.open_round(by=rounds.officer(), at=rounds.AT, round_=numbered())
    rounds.visited(round_)
    closed = planning.close_round(by=rounds.officer(), at=rounds.AT, round_=round_)
    [one] = delivered.awards(delivered.arrived(decided.agreed(closed)))
    return one


def test_whether_a_kind_needs_numbers_is_said_when_it_is_added_and_on_record() -> None:
    makers.areas()
    round_ = numbered()
    assert list(round_.kinds.order_by("pk").values_list("name", "serial_asked")) == [
        ("Mesin jahit", True),
        ("Gunting kain", False),
    ]
    assert Entry.objects.get(act="add_kinds").new == {
        "kinds": [
            ["Mesin jahit", "", 2_000_000, None, True],
            ["Gunting kain", "", 500_000, None, False],
        ]
    }


def test_each_piece_of_it_is_handed_over_under_a_number_of_its_own(award: Award) -> None:
    one, two = award.items.filter(kind__name="Mesin jahit").order_by("pk")
    asked = "Isi nomor seri Mesin jahit."
    assert refused(award, {}) == {f"serial_{one.pk}": asked, f"serial_{two.pk}": asked}
    assert refused(award, {one.pk: "AB-1", two.pk: "ab-1 "}) == {
        f"serial_{two.pk}": "Nomor seri ab-1 sudah dipakai barang lain."
    }
    assert refused(award, {one.pk: "A" * 101, two.pk: "B"}) == {
        f"serial_{one.pk}": "Paling panjang 100 huruf."
    }
    delivered.handed(award, serials={one.pk: "AB-1", two.pk: "AB-2"})
    assert list(award.items.order_by("pk").values_list("kind__name", "quantity", "serial")) == [
        ("Mesin jahit", 1, "AB-1"),
        ("Mesin jahit", 1, "AB-2"),
        ("Gunting kain", 1, ""),
    ]


def refused(award: Award, serials: dict[int, str]) -> dict[str, str]:
    with pytest.raises(Unfit) as wrong:
        delivered.handed(award, serials=serials)
    assert not Item.objects.exclude(serial="").exists()
    return wrong.value.faults
