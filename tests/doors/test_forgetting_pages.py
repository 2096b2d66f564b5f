"""Forgetting an owner from their business's page reaches every room that keeps their name."""

import pytest
from django.urls import reverse

from sentra.lab.models import LabRequest
from sentra.registry.models import Person
from tests import cast, makers
from tests.rooms.lab import benches

pytestmark = pytest.mark.django_db


def test_a_forgotten_owner_is_gone_from_the_laboratorys_requests(client):
    makers.areas()
    one = benches.asked(business=makers.business("Knalpot Contoh", owner_name="Karti Contoh"))
    person = Person.objects.get(name="Karti Contoh")
    cast.sign_in(client, cast.enter(cast.WIRA))
    address = reverse("registry:forget_owner", args=[one.business_id, person.pk])
    assert client.post(address, {"reason": "", "sure": "on"}).status_code == 422
    assert LabRequest.objects.get().snapshot["owner_name"] == "Karti Contoh"
    assert client.post(address, {"reason": "permintaan pemilik", "sure": "on"}).status_code == 302
    assert LabRequest.objects.get().snapshot["owner_name"] == "(dilupakan)"
