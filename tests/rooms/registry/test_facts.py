"""One row that says everything: each thing it tells becomes a fact of its own, with the row it stands on."""

from datetime import date
from typing import Any

import pytest

from sentra.base.people.models import User
from sentra.registry.models import (
    Classification,
    ClusterMembership,
    Equipment,
    GroupMembership,
    Household,
    Identifier,
    Observation,
    Ownership,
    Person,
    ProductLine,
    Profile,
    Site,
    StatusChange,
)
from tests.rooms.registry.lists import committed

SAID = {
    "Nama Usaha": "Gula Kenanga",
    "Nama Pemilik": "Sutirah Wening",
    "NIK": "3303114506810001",
    "No KK": "3303110101050001",
    "NIB": "1234567890123",
    "No HP": "081211112222",
    "No HP 2": "081299998888",
    "Desa": "Brakas",
    "Kecamatan": "Karanganyar",
    "Alamat": "Jl Raya 1",
    "Produk": "gula kelapa",
    "KBLI": "10722",
    "Nama KUB": "KUB Makmur",
    "Nama Sentra": "Sentra Gula Brakas",
    "Peralatan": "wajan besar",
    "Status": "aktif",
    "Tenaga Kerja": "3",
    "Tanggal Pendataan": "2026-10-05",
}


def told(officer: User, **instead: str) -> Profile:
    said = SAID | instead
    committed(officer, "\r\n".join((";".join(said), ";".join(said.values()))).encode())
    return Profile.objects.get(current=True)


def test_a_row_that_says_everything(officer: User) -> None:
    profile = told(officer)
    about = {"business": profile.business, "record": profile.record}
    assert Ownership.objects.get(**about).person.name == "Sutirah Wening"
    assert Person.objects.get().household == Household.objects.get()
    assert Site.objects.get(**about).address == "Jl Raya 1"
    assert (ProductLine.objects.get(**about).text, ProductLine.objects.get().branch) == (
        "gula kelapa",
        "gula_kelapa",
    )
    assert Classification.objects.get(**about).code == "10722"
    assert GroupMembership.objects.get(**about).group.name == "KUB Makmur"
    assert ClusterMembership.objects.get(**about).cluster.name == "Sentra Gula Brakas"
    assert Equipment.objects.get(**about).name == "wajan besar"
    assert (StatusChange.objects.get(**about).status, profile.status) == ("active", "active")
    year = Observation.objects.get(**about)
    assert (year.year, year.observed_on, year.workers) == (2026, date(2026, 10, 5), 3)
    schemes = sorted(Identifier.objects.filter(**about).values_list("scheme", flat=True))
    assert schemes == ["kk", "nib", "nik", "phone", "phone"]


def test_only_what_is_public_stands_in_clear(officer: User) -> None:
    told(officer)
    clear = {row.scheme: row.clear for row in Identifier.objects.all()}
    assert clear == {"nib": "1234567890123", "nik": "", "kk": "", "phone": ""}
    assert all(row.sealed for row in Identifier.objects.exclude(scheme="nib"))


@pytest.mark.parametrize(
    ("column", "value", "field", "left"),
    [
        ("Keterangan", "hubungi 081211112222", "note", "hubungi •••"),
        ("No Registrasi", "REG 0812 1111 2222", "registration_no", None),
        ("Tenaga Kerja", "3303114506810001", "workers", None),
    ],
    ids=["masked in a remark", "not a registration", "not a number of workers"],
)
def test_a_personal_number_where_it_does_not_belong_is_not_kept(
    officer: User, column: str, value: str, field: str, left: Any
) -> None:
    profile = told(officer, **{column: value})
    assert profile.values.get(field) == left
    assert value not in repr(profile.record.values)


def test_a_nik_under_the_heading_of_a_registration_is_the_nik(officer: User) -> None:
    """Some offices number their list by it."""
    profile = told(officer, **{"NIK": "", "No Registrasi": "3303114506810001"})
    assert "registration_no" not in profile.values
    assert Identifier.objects.filter(scheme="nik", business=profile.business).count() == 1
