"""What a person types: understood or refused with a sentence a field, and on record without a number in clear."""

from typing import Any

import pytest

from sentra.base.audit.models import Entry
from sentra.base.people.models import SubjectKey, User
from sentra.base.permissions import Refused
from sentra.registry import actions
from sentra.registry.models import Business, Identifier, ProductLine, Profile, SourceRecord
from tests import cast
from tests.rooms.registry.lists import AT, KENANGA, committed, written

BOBOTSARI, KALIMANAH = "33.03.09", "33.03.08"
VILLAGE = f"{BOBOTSARI}.2006"
NIK = "3303114506810001"


def register(by: User, values: dict[str, Any], **personal: str) -> Business:
    return actions.register_business(by=by, at=AT, values=values, personal=personal)


def edit(by: User, business: Business, values: dict[str, Any], **personal: str) -> Profile:
    return actions.edit_business(by=by, at=AT, business=business, values=values, personal=personal)


def stored() -> tuple[int, int, int]:
    return Business.objects.count(), SourceRecord.objects.count(), Entry.objects.count()


def last_act() -> tuple[object, ...]:
    entry = Entry.objects.latest("number")
    return entry.act, entry.by_label, entry.subject_id, entry.old, entry.new


def test_a_business_is_registered_as_it_was_said(officer: User) -> None:
    business = register(officer, {"business_name": "Gula Kenanga", "village": VILLAGE, "product": None})
    shown = Profile.objects.get(business=business, current=True)
    assert (shown.name, shown.village_id, shown.district_id) == ("Gula Kenanga", VILLAGE, BOBOTSARI)
    new = {
        "business_name": "Gula Kenanga",
        "village": VILLAGE,
        "district": BOBOTSARI,
        "branch_key": shown.branch,
    }
    assert last_act() == ("register_business", "Sekar Tirtabumi", str(business.pk), {}, new)


def test_one_without_a_name_or_an_owner_is_not(officer: User) -> None:
    before = stored()
    with pytest.raises(actions.NothingToSay, match=r"^Isi nama usaha atau nama pemilik\.$"):
        register(officer, {"product": "gula", "business_name": None}, phone="081211112222")
    assert stored() == before
    assert register(officer, {"owner_name": "Sutirah Wening"}).pk


def test_all_that_can_not_be_said_is_named_at_once(officer: User) -> None:
    before = stored()
    with pytest.raises(actions.NotUnderstood) as refused:
        register(officer, {"business_name": "Gula Kenanga", "nib": "12", "zodiac": "x"}, nik="33")
    assert refused.value.faults == {
        "nib": "Harus 13 angka.",
        "zodiac": "Isian ini tidak dikenal.",
        "nik": "NIK berisi 2 angka, seharusnya 16.",
    }
    assert str(refused.value) == (
        "NIB: Harus 13 angka. zodiac: Isian ini tidak dikenal. NIK: NIK berisi 2 angka, seharusnya 16."
    )
    assert stored() == before


@pytest.mark.parametrize(
    ("part", "district", "reason"),
    [
        (cast.RENGGA, BOBOTSARI, ""),
        (cast.RENGGA, KALIMANAH, "Usaha ini di luar kecamatan tugas Anda."),
        (cast.GANDE, BOBOTSARI, "Peran Auditor tidak berwenang untuk ini."),
    ],
)
def test_a_field_officer_registers_in_their_district_alone(
    officer: User, part: cast.Part, district: str, reason: str
) -> None:
    by, before, said = cast.enter(part), stored(), {"business_name": "Gula Kenanga", "district": district}
    if not reason:
        assert register(by, said).pk
        return
    with pytest.raises(Refused) as refused:
        register(by, said)
    assert (refused.value.reason, stored()) == (reason, before)


def test_nor_may_a_business_be_moved_out_of_the_district(officer: User) -> None:
    rengga = cast.enter(cast.RENGGA)
    business = register(rengga, {"business_name": "Gula Kenanga", "district": BOBOTSARI})
    before = stored()
    with pytest.raises(Refused, match="di luar kecamatan tugas"):
        edit(rengga, business, {"district": KALIMANAH})
    assert stored() == before
    assert edit(officer, business, {"district": KALIMANAH}).district_id == KALIMANAH


def test_typing_what_is_known_already_changes_nothing_and_is_no_act(officer: User) -> None:
    committed(officer, written(KENANGA))
    shown, before = Profile.objects.get(current=True), stored()
    assert edit(officer, shown.business, {"workers": 3, "product": "gula kelapa"}, kk=" ") == shown
    assert stored() == before
    edit(officer, shown.business, {"workers": 4, "product": "gula kelapa"})
    subject = str(shown.business_id)
    told = ("edit_business", "Sekar Tirtabumi", subject, {"workers": 3}, {"workers": 4})  # only what differs
    assert last_act() == told


def test_another_product_of_the_same_branch_is_one_more_line_of_it(officer: User) -> None:
    business = register(officer, {"business_name": "Gula Kenanga", "product": "gula kelapa"})
    shown = edit(officer, business, {"product": "gula semut kelapa"})
    lines = ProductLine.objects.filter(business=business).order_by("pk").values_list("text", "branch")
    assert (shown.values["product"], shown.branch) == ("gula semut kelapa", "gula_kelapa")
    assert list(lines) == [("gula kelapa", "gula_kelapa"), ("gula semut kelapa", "gula_kelapa")]
    assert edit(officer, business, {"product": None}).values.get("product") is None


def test_what_is_typed_after_the_owner_was_forgotten_is_sealed_anew(officer: User) -> None:
    """The old key is gone; a number that somebody gives again belongs to whoever is there now."""
    committed(officer, written(KENANGA))
    business, owner = Business.objects.get(), SubjectKey.objects.get(pk=SourceRecord.objects.get().subject_id)
    actions.erase_person(by=cast.enter(cast.WIRA), at=AT, subject=owner, reason="permintaan")
    edit(officer, business, {"owner_name": "Tini Wening"}, nik=NIK)
    [number] = Identifier.objects.filter(business=business, scheme="nik")
    assert number.subject != owner
    assert actions.unmask_identifier(by=officer, at=AT, identifier=number, reason="cek") == NIK
    owner.refresh_from_db()
    assert owner.wrapped is None
