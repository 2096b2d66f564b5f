"""What a business works with, and an extract of the register on paper."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from sentra.base.audit.models import Entry
from sentra.base.documents import drawing
from sentra.base.documents.certificates import make_certificates
from sentra.base.documents.drawing import Box
from sentra.base.documents.queries import document_bytes, verify
from sentra.base.people import vault
from sentra.base.people.models import User
from sentra.base.permissions import Refused
from sentra.registry import actions, queries
from sentra.registry.actions.extracts import TEMPLATE
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


def test_what_was_seen_on_a_visit_is_on_record_as_it_was_and_is(officer: User, terang: Business) -> None:
    lathe = actions.add_equipment(by=officer, at=AT, business=terang, name=" Mesin bubut ")
    actions.set_equipment_state(by=officer, at=AT, equipment=lathe, state="idle", reason="sepi")
    actions.set_capabilities(by=officer, at=AT, business=terang, processes=["welding"])
    actions.set_capabilities(by=officer, at=AT, business=terang, processes=[])
    acts = Entry.objects.filter(subject_kind="registry.business", subject_id=str(terang.pk), by=officer)
    assert list(acts.order_by("number").values_list("act", "old", "new", "reason")) == [
        ("add_equipment", {}, {"name": "Mesin bubut", "quantity": 1, "state": "unknown"}, ""),
        ("set_equipment_state", {"state": "unknown"}, {"state": "idle"}, "sepi"),
        ("set_capabilities", {"processes": []}, {"processes": ["welding"]}, ""),
        ("set_capabilities", {"processes": ["welding"]}, {"processes": []}, ""),
    ]


def test_an_extract_is_numbered_signed_and_without_personal_numbers(officer: User, terang: Business) -> None:
    make_certificates(Path(settings.KEYS_DIR), at=AT, office="Dinas")
    first = actions.issue_extract(by=officer, at=AT, business=terang)
    second = actions.issue_extract(by=officer, at=AT, business=terang)
    assert (first.number, second.number) == ("500.9/0001/KUTIPAN/XI/2026", "500.9/0002/KUTIPAN/XI/2026")
    assert verify(first).sound
    assert document_bytes(first).startswith(b"%PDF")
    with pytest.raises(Refused):
        actions.issue_extract(by=cast.enter(cast.GANDE), at=AT, business=terang)


@pytest.fixture
def told(
    officer: User, terang: Business, monkeypatch: pytest.MonkeyPatch
) -> Callable[[], dict[str, list[str]]]:
    """What an extract of Knalpot Terang prints: value and source by name."""
    given: dict[str, Any] = {}

    def draw(template: Path, **about: Any) -> tuple[bytes, Box | None]:
        given.update(about)
        return drawing.draw(template, **about)

    monkeypatch.setattr("sentra.base.documents.actions.draw", draw)
    make_certificates(Path(settings.KEYS_DIR), at=AT, office="Dinas")

    def printed() -> dict[str, list[str]]:
        actions.issue_extract(by=officer, at=AT, business=terang)
        return {name: words for group in given["data"]["groups"] for name, *words in group["facts"]}

    return printed


def test_an_extract_tells_status_and_who_works_there(
    officer: User, terang: Business, told: Callable[[], dict[str, list[str]]]
) -> None:
    before = told()
    assert before["Status"] == ["Perlu verifikasi", "tidak disebut sumber mana pun"]
    assert "Tenaga kerja perempuan" not in before
    said = {"status": "active", "workers_male": 7, "workers_female": 5, "observed_year": 2025}
    actions.edit_business(by=officer, at=AT, business=terang, values=said, personal={})
    hand, after = "Ketikan petugas, 20 November 2026", told()
    names = ("Status", "Tenaga kerja laki-laki", "Tenaga kerja perempuan", "Tahun data")
    assert [after[name] for name in names] == [["Aktif", hand], ["7", hand], ["5", hand], ["2025", hand]]


def test_an_extract_gives_a_range_as_a_range_and_a_year_without_a_point(
    officer: User, terang: Business, told: Callable[[], dict[str, list[str]]]
) -> None:
    said = {
        "investment_idr": {"low": 1_000_000, "high": 2_500_000},
        "workers": {"low": 5, "high": 19},
        "founded_year": 1998,
        "turnover_idr": 12_000_000,
    }
    actions.edit_business(by=officer, at=AT, business=terang, values=said, personal={})
    printed = told()
    shown = {
        name: printed[name][0]
        for name in ("Nilai investasi", "Tenaga kerja", "Tahun berdiri", "Omzet setahun")
    }
    assert shown == {
        "Nilai investasi": "Rp 1.000.000 – Rp 2.500.000",
        "Tenaga kerja": "5 – 19",
        "Tahun berdiri": "1998",
        "Omzet setahun": "Rp 12.000.000",
    }


def test_the_box_of_a_signature_grows_with_the_signers_name() -> None:
    names = ("number", "title", "code", "check_url", "on", "office", "regency", "address")
    issued = dict.fromkeys(names, "x") | {"qr": drawing.qr_svg("x"), "simulated": False}
    data = {"name": "x", "groups": [], "remark": "x"}
    heights = []
    for signer in ("Dinas", "Dinas Perindustrian dan Perdagangan Kabupaten Contoh (internal) " * 3):
        box = drawing.draw(TEMPLATE, issued=issued | {"signer": signer}, data=data, at=AT)[1]
        assert box is not None
        heights.append(round(box.top - box.bottom))
    assert heights[0] == 48  # 1.7 cm
    assert heights[1] > 60  # three lines of a name more


def test_an_extract_goes_with_the_person(officer: User, terang: Business) -> None:
    make_certificates(Path(settings.KEYS_DIR), at=AT, office="Dinas")
    extract = actions.issue_extract(by=officer, at=AT, business=terang)
    owner = Person.objects.get()
    actions.erase_person(by=cast.enter(cast.WIRA), at=AT, subject=owner.subject, reason="permintaan")
    extract.refresh_from_db()
    extract.key.refresh_from_db()
    with pytest.raises(vault.Erased):
        document_bytes(extract)
