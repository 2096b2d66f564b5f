"""What a business works with, and an extract of the register on paper."""

from pathlib import Path

import pytest
from django.conf import settings

from sentra.base.documents.certificates import make_certificates
from sentra.base.documents.queries import document_bytes, verify
from sentra.base.people import vault
from sentra.base.people.models import User
from sentra.base.permissions import Refused
from sentra.registry import actions, queries
from sentra.registry.models import Business, Capability, Equipment, Person, Profile
from tests import cast
from tests.rooms.registry.lists import AT, HEADER, TERANG, committed


@pytest.fixture
def terang(officer: User) -> Business:
    committed(officer, f"{HEADER}\n{TERANG}".encode())
    return Profile.objects.get(current=True).business


def test_equipment_is_added_and_found_idle(officer: User, terang: Business) -> None:
    lathe = actions.add_equipment(by=officer, at=AT, business=terang, name="Mesin bubut", quantity=2)
    actions.set_equipment_state(by=officer, at=AT, equipment=lathe, state="idle", reason="tidak ada pesanan")
    [shown] = queries.dossier(officer, terang.pk).equipment
    assert (shown.name, shown.quantity, shown.state) == ("Mesin bubut", 2, "idle")
    assert Profile.objects.get(current=True).name == "Knalpot Terang"


def test_nonsense_about_equipment_is_refused(officer: User, terang: Business) -> None:
    with pytest.raises(ValueError, match="Peralatan perlu nama"):
        actions.add_equipment(by=officer, at=AT, business=terang, name=" ", quantity=1)
    lathe = actions.add_equipment(by=officer, at=AT, business=terang, name="Las")
    with pytest.raises(ValueError, match="tidak dikenal"):
        actions.set_equipment_state(by=officer, at=AT, equipment=lathe, state="terbang")
    assert Equipment.objects.get().state == "unknown"


def test_a_field_officer_keeps_to_their_district(terang: Business) -> None:
    with pytest.raises(Refused):
        actions.add_equipment(by=cast.enter(cast.RENGGA), at=AT, business=terang, name="Las")


def test_capabilities_are_set_as_a_whole(officer: User, terang: Business) -> None:
    actions.set_capabilities(by=officer, at=AT, business=terang, processes=["bending", "welding"])
    actions.set_capabilities(by=officer, at=AT, business=terang, processes=["welding", "turning"])
    assert set(Capability.objects.values_list("process", flat=True)) == {"welding", "turning"}
    with pytest.raises(actions.UnknownProcess):
        actions.set_capabilities(by=officer, at=AT, business=terang, processes=["sihir"])


def test_an_extract_is_numbered_signed_and_without_personal_numbers(officer: User, terang: Business) -> None:
    make_certificates(Path(settings.KEYS_DIR), at=AT, office="Dinas")
    first = actions.issue_extract(by=officer, at=AT, business=terang)
    second = actions.issue_extract(by=officer, at=AT, business=terang)
    assert (first.number, second.number) == ("500.9/0001/KUTIPAN/XI/2026", "500.9/0002/KUTIPAN/XI/2026")
    assert verify(first).sound
    assert document_bytes(first).startswith(b"%PDF")
    with pytest.raises(Refused):
        actions.issue_extract(by=cast.enter(cast.GANDE), at=AT, business=terang)


def test_an_extract_goes_with_the_person(officer: User, terang: Business) -> None:
    make_certificates(Path(settings.KEYS_DIR), at=AT, office="Dinas")
    extract = actions.issue_extract(by=officer, at=AT, business=terang)
    owner = Person.objects.get()
    actions.erase_person(by=cast.enter(cast.WIRA), at=AT, subject=owner.subject, reason="permintaan")
    extract.refresh_from_db()
    extract.key.refresh_from_db()
    with pytest.raises(vault.Erased):
        document_bytes(extract)
