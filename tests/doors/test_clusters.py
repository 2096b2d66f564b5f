"""The clusters: searched, filtered by district and paged, all of it in the address."""

import pytest
from django.test import Client

from sentra.registry.queries import listing
from tests import cast, makers

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clusters(settings, tmp_path, client) -> None:
    """Four clusters, the first with two businesses, in two districts; their names give the order."""
    settings.BUILD_DIR = tmp_path
    makers.areas()
    makers.forget()
    cast.sign_in(client, cast.enter(cast.SEKAR))
    for name in ("Sentra Knalpot", "Sentra Knalpot", "Sentra Batik", "Sentra Sapu"):
        makers.business(f"Usaha {name}", cluster=name, village=makers.LIMBASARI)
    makers.business("Usaha Besek", cluster="Sentra Besek", village="33.03.08.2002", district="33.03.08")


def names(client: Client, query: str = "") -> list[str]:
    return [one["cluster"].name for one in client.get(f"/sentra/{query}").context["clusters"]]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Sentra Knalpot", "Sentra Batik", "Sentra Besek", "Sentra Sapu"]),
        ("?q=be", ["Sentra Besek"]),
        ("?q=sentra+KNAL", ["Sentra Knalpot"]),
        ("?q=limbasari+sa", ["Sentra Sapu"]),  # by its village
        ("?q=mrebet", ["Sentra Besek"]),  # by its district
        ("?q=nalpot", []),  # words are found by their beginning
        ("?kec=33.03.08", ["Sentra Besek"]),
        ("?kec=33.03.09&q=b", ["Sentra Knalpot", "Sentra Batik", "Sentra Sapu"]),  # Bobotsari begins so
        ("?kec=33.03.01", []),
    ],
)
def test_words_and_district_find_exactly_their_clusters(client, query, expected):
    assert names(client, query) == expected
    assert client.get(f"/sentra/{query}").context["page"].total == len(expected)


def test_pages_lead_through_all_of_them_and_back(client, monkeypatch):
    monkeypatch.setattr(listing, "PAGE", 3)
    first = client.get("/sentra/?q=sentra").context
    second = client.get(first["next_url"]).context
    assert (first["previous_url"], first["next_url"], second["next_url"]) == (
        "",
        "/sentra/?q=sentra&hal=2",
        "",
    )
    assert [one["cluster"].name for one in second["clusters"]] == ["Sentra Sapu"]
    assert second["previous_url"] == "/sentra/?q=sentra"
    assert names(client, "?hal=99") == ["Sentra Sapu"]
    assert names(client, "?hal=x") == names(client)


def test_typing_gets_only_the_results_and_their_address(client):
    response = client.get("/sentra/?q=be&kec=", headers={"HX-Request": "true"})
    assert response.text.lstrip().startswith('<section class="card flush" id="hasil"')
    assert (response["HX-Push-Url"], "HX-Request" in response["Vary"]) == ("/sentra/?q=be", True)


def test_districts_are_offered_with_their_number_of_clusters(client):
    context = client.get("/sentra/?kec=33.03.08").context
    assert [(c.label, c.count, c.chosen) for c in context["select"].choices] == [
        ("Bobotsari", 3, False),
        ("Mrebet", 1, True),
    ]
    assert context["chips"] == [("Mrebet", "/sentra/")]
