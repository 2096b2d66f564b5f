"""The list of businesses, its downloads, the map, the clusters and the settings of reference facts."""

import csv
import io
import json
from html import unescape

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sentra.base.audit.models import Entry
from sentra.base.people.models import User
from sentra.base.places.models import Boundary
from sentra.registry import actions
from sentra.registry.models import IndustryCode
from sentra.registry.queries import listing
from tests import cast, makers

pytestmark = pytest.mark.django_db
SQUARE = [[109.3, -7.4], [109.4, -7.4], [109.4, -7.3], [109.3, -7.3], [109.3, -7.4]]


@pytest.fixture(autouse=True)
def regency(settings, tmp_path):
    settings.BUILD_DIR = tmp_path  # maps are drawn anew for every test
    makers.areas()
    makers.forget()


@pytest.fixture
def officer(client) -> User:
    person = cast.enter(cast.SEKAR)
    cast.sign_in(client, person)
    return person


def names(client: Client, query: str = "") -> list[str]:
    """What the list shows, in order."""
    return [row.name for row in client.get(f"/usaha/{query}").context["page"].rows]


def three_businesses() -> None:
    makers.business("Batik Limbasari", village=makers.LIMBASARI, product="batik", owner_name="Wening Asri")
    makers.business("Knalpot Jaya", product="knalpot", workers=4, investment_idr=5_000_000, cluster="Sentra Knalpot",
                    status="active", nib="9120001234567", turnover_idr=90_000_000)  # fmt: skip
    makers.business("Anyaman Tetangga", village="33.03.08.2002", district="33.03.08", product="besek")


def test_the_list_is_sorted_by_name(client, officer):
    three_businesses()
    assert names(client) == ["Anyaman Tetangga", "Batik Limbasari", "Knalpot Jaya"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?kec=33.03.08", ["Anyaman Tetangga"]),
        ("?kec=33.03.09", ["Batik Limbasari", "Knalpot Jaya"]),
        ("?kec=33.03.09&desa=33.03.09.2015", ["Batik Limbasari"]),
        ("?kec=33.03.08&desa=33.03.09.2015", ["Anyaman Tetangga"]),  # a village elsewhere is forgotten
        ("?cabang=knalpot", ["Knalpot Jaya"]),
        ("?golongan=small", ["Knalpot Jaya"]),
        ("?golongan=unknown", ["Anyaman Tetangga", "Batik Limbasari"]),
        ("?msme=micro", ["Knalpot Jaya"]),
        ("?bps=micro", ["Knalpot Jaya"]),
        ("?status=active", ["Knalpot Jaya"]),
        ("?status=unverified", ["Anyaman Tetangga", "Batik Limbasari"]),
        ("?nib=ada", ["Knalpot Jaya"]),
        ("?nib=belum", ["Anyaman Tetangga", "Batik Limbasari"]),
        ("?sentra=bukan-angka", []),
        ("?kec=33.03.09&cabang=batik", ["Batik Limbasari"]),
        ("?q=lim", ["Batik Limbasari"]),
        ("?q=WENING+asri", ["Batik Limbasari"]),
        ("?q=jaya+knal", ["Knalpot Jaya"]),
        ("?q=jaya+batik", []),
        ("?q=9120001234567", ["Knalpot Jaya"]),
        ("?q=bobotsari&cabang=knalpot", ["Knalpot Jaya"]),
        ("?q=%22%27%29%28*", []),
        ("?q=knal%22pot", []),
    ],
)
def test_filters_and_words_find_exactly_their_rows(client, officer, query, found):
    three_businesses()
    response = client.get(f"/usaha/{query}")
    page = response.context["page"]
    assert ([row.name for row in page.rows], page.total) == (found, len(found))


def test_the_cluster_page_leads_to_its_businesses(client, officer):
    three_businesses()
    makers.business("Knalpot Kedua", product="knalpot", cluster="sentra knalpot", workers=2)
    [one] = client.get("/sentra/").context["clusters"]
    facts = (one["cluster"].name, one["cluster"].businesses, one["cluster"].workers, one["cluster"].branch)
    assert facts == ("Sentra Knalpot", 2, 6, "knalpot")
    assert names(client, one["url"].removeprefix("/usaha/")) == ["Knalpot Jaya", "Knalpot Kedua"]


def visited(client: Client, direction: str, start: str) -> list[int]:
    """Business ids page after page, as the links lead."""
    seen: list[int] = []
    url = start
    while url:
        response = client.get(url)
        ids = [row.business_id for row in response.context["page"].rows]
        seen = seen + ids if direction == "next_url" else ids + seen
        start, url = url, response.context[direction]
    return seen


def last_page(client: Client, url: str) -> str:
    while follows := client.get(url).context["next_url"]:
        url = follows
    return url


@pytest.mark.parametrize("query", ["", "?kec=33.03.09", "?q=sama"])
def test_paging_visits_every_row_once_both_ways_even_with_equal_names(client, officer, monkeypatch, query):
    monkeypatch.setattr(listing, "PAGE", 3)
    made = [makers.business(name).pk for name in ["Sama"] * 7 + ["Sama Lain"] * 2]
    forwards = visited(client, "next_url", f"/usaha/{query}")
    backwards = visited(client, "previous_url", last_page(client, f"/usaha/{query}"))
    assert forwards == backwards == made


def test_the_ends_of_the_list_lead_nowhere(client, officer, monkeypatch):
    monkeypatch.setattr(listing, "PAGE", 2)
    for name in ("A", "B", "C", "D"):
        makers.business(name)
    first = client.get("/usaha/").context
    last = client.get(first["next_url"]).context
    assert (first["previous_url"], last["next_url"]) == ("", "")
    assert [row.name for row in client.get(last["previous_url"]).context["page"].rows] == ["A", "B"]


def test_a_position_past_the_end_offers_the_start(client, officer):
    makers.business("A")
    response = client.get("/usaha/?sesudah=zzz~999")
    assert 'href="/usaha/"' in response.text.partition('id="hasil"')[2]
    assert client.get("/usaha/?sesudah=nonsens").context["page"].total == 1


def test_a_common_word_is_capped_and_says_so(client, officer, monkeypatch):
    monkeypatch.setattr(listing, "CANDIDATES", 2)
    three_businesses()
    text = client.get("/usaha/?q=bobotsari").text
    assert "<b>2+</b>" in text
    assert "persempit pencarian" in text


def queries_for(client: Client, url: str) -> int:
    client.get(url)  # counts are remembered from here on
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(url)
    return len(asked)


def test_three_rows_cost_no_more_queries_than_one(client, officer):
    makers.business("Satu")
    one = queries_for(client, "/usaha/")
    three_businesses()
    assert queries_for(client, "/usaha/") == one <= 8


def test_counts_beside_the_choices_are_those_of_the_register(client, officer):
    three_businesses()
    selects = {select.name: select for select in client.get("/usaha/?kec=33.03.09").context["selects"]}
    shown = {c.label: c.count for c in selects["kec"].choices if c.count}
    assert shown == {"Bobotsari": 2, "Mrebet": 1}
    assert [c.label for c in selects["kec"].choices if c.chosen] == ["Bobotsari"]


def test_typing_gets_only_the_results_and_the_address_that_stands_for_them(client, officer):
    three_businesses()
    typed = {"q": "knal", "kec": "", "desa": "", "cabang": ""}
    response = client.post("/usaha/", typed, headers={"HX-Request": "true"})
    assert response.text.startswith('<section class="card flush" id="hasil"')
    assert 'id="saring-desa" hx-swap-oob="true"' in response.text
    assert (response["HX-Push-Url"], response["Vary"].count("HX-Request")) == ("/usaha/?q=knal", 1)


def test_without_script_what_was_typed_leads_to_its_address(client, officer):
    response = client.post("/usaha/", {"q": "knal", "kec": makers.BOBOTSARI})
    assert (response.status_code, response["Location"]) == (302, "/usaha/?q=knal&kec=33.03.09")


def test_the_first_load_is_light(client, officer):
    for number in range(listing.PAGE):
        makers.business(
            f"Usaha Nomor {number}", owner_name="Wening Asri", product="keripik", nib="9120001234567"
        )
    response = client.get("/usaha/", headers={"Accept-Encoding": "gzip"})
    assert response["Content-Encoding"] == "gzip"
    assert len(response.content) < 8_000  # style, script and font take 37 of the 60 kB


def test_csv_holds_the_filtered_rows_and_guards_against_formulas(client, officer):
    three_businesses()
    makers.business("=HYPERLINK(1)", village=makers.LIMBASARI, product="+keripik", owner_name="@Wening",
                    turnover_idr={"low": 1_000_000, "high": 2_000_000}, latitude=-7.3,
                    personal={"nik": makers.GREEN_NIK, "phone": makers.PHONE})  # fmt: skip
    response = client.get("/usaha/unduh.csv?kec=33.03.09&desa=33.03.09.2015")
    assert response.streaming
    raw = b"".join(response.streaming_content)
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))
    assert raw.startswith(b"\xef\xbb\xbf")
    assert [row["Nama usaha"] for row in rows] == ["'=HYPERLINK(1)", "Batik Limbasari"]
    assert {
        key: rows[0][key] for key in ("Produk", "Nama pemilik", "Omzet setahun (Rp)", "Lintang", "Desa")
    } == {
        "Produk": "'+keripik",
        "Nama pemilik": "'@Wening",
        "Omzet setahun (Rp)": "1000000–2000000",
        "Lintang": "-7.3",
        "Desa": "Limbasari",
    }
    assert list(rows[0])[-1] == "Sumber"
    assert rows[1]["Sumber"] == "Ketikan petugas"
    assert makers.GREEN_NIK.encode() not in raw


def test_xlsx_holds_the_same_rows_with_numbers_as_numbers(client, officer):
    three_businesses()
    makers.business("=1+1", product="keripik")
    response = client.get("/usaha/unduh.xlsx")
    assert response.streaming
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)), read_only=True).active
    heading, *rows = sheet.iter_rows(values_only=True)
    cells = [dict(zip(heading, row, strict=True)) for row in rows]
    assert [row["Nama usaha"] for row in cells] == [
        "=1+1",
        "Anyaman Tetangga",
        "Batik Limbasari",
        "Knalpot Jaya",
    ]
    assert (cells[3]["Tenaga kerja"], cells[3]["Omzet setahun (Rp)"], cells[0]["Tenaga kerja"]) == (
        4,
        90_000_000,
        None,
    )


def test_the_map_leads_from_district_to_villages_to_rows(client, officer):
    three_businesses()
    districts = client.get("/peta/").context["places"]
    bobotsari = next(place for place in districts if place.name == "Bobotsari")
    assert (len(districts), bobotsari.words) == (18, "2")
    inside = client.get(bobotsari.url)
    assert 'aria-label="Limbasari: 1"' in inside.text
    village = next(place for place in inside.context["places"] if place.name == "Limbasari")
    assert names(client, village.url.removeprefix("/usaha/")) == ["Batik Limbasari"]


def test_the_map_switches_its_figure_in_place(client, officer):
    three_businesses()
    response = client.get("/peta/?ukuran=omzet", headers={"HX-Request": "true"})
    assert response.text.lstrip().startswith('<section class="card" id="peta"')
    assert response.context["ranking"][0].words == "Rp\u00a090,0\u00a0jt"


def test_a_map_is_drawn_once_and_kept(client, officer, settings):
    client.get("/peta/")
    [kept] = (settings.BUILD_DIR / "maps").iterdir()
    before = kept.stat().st_mtime_ns
    client.get("/peta/")
    assert kept.stat().st_mtime_ns == before


def geojson(code: str) -> SimpleUploadedFile:
    feature = {
        "type": "Feature",
        "properties": {"KODE": code},
        "geometry": {"type": "Polygon", "coordinates": [SQUARE]},
    }
    data = json.dumps({"type": "FeatureCollection", "features": [feature]})
    return SimpleUploadedFile("batas.geojson", data.encode())


def test_given_boundaries_take_the_place_of_drawn_ones_until_dropped(client):
    cast.sign_in(client, cast.enter(cast.WIRA))
    before = client.get("/peta/").context["map"]
    told = {"file": geojson("330309"), "key": "KODE", "source": "Bappeda 2026"}
    assert client.post("/pengaturan/batas-wilayah/", told).status_code == 302
    page = client.get("/peta/")
    assert "Batas: Bappeda 2026." in page.text
    assert page.context["map"] != before
    client.post("/pengaturan/batas-wilayah/hapus/")
    assert client.get("/peta/").context["map"] == before


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (SimpleUploadedFile("a.geojson", b"{"), "Berkas ini bukan GeoJSON."),
        (geojson("33.99.01"), "Bentuk ke-1: kode wilayah 33.99.01 tidak dikenal."),
    ],
)
def test_boundaries_that_cannot_be_used_change_nothing(client, file, sentence):
    cast.sign_in(client, cast.enter(cast.WIRA))
    file.seek(0)
    response = client.post("/pengaturan/batas-wilayah/", {"file": file, "key": "KODE", "source": "x"})
    assert (response.status_code, Boundary.objects.count()) == (422, 0)
    assert sentence in unescape(response.text)


def codes(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("kbli.csv", text.encode())


def test_a_version_of_industry_codes_is_loaded_beside_the_others(client):
    admin = cast.enter(cast.WIRA)
    cast.sign_in(client, admin)
    actions.load_industry_codes(
        by=admin, at=cast.AT, version="2020", codes=[("10710", "Roti")], source="BPS 2/2020"
    )
    told = {"version": "2025", "source": "BPS 7/2025", "file": codes("kode;judul\n10307;Industri tempe\n")}
    assert client.post("/pengaturan/kbli/", told).status_code == 302
    found = {(row.version, row.code, row.title) for row in IndustryCode.objects.all()}
    assert found == {("2020", "10710", "Roti"), ("2025", "10307", "Industri tempe")}
    assert Entry.objects.filter(act="load_industry_codes").count() == 2
    assert [code.code for code in client.get("/pengaturan/kbli/?edisi=2020&q=rot").context["codes"]] == [
        "10710"
    ]


def test_a_bad_line_of_industry_codes_is_named_and_nothing_taken(client):
    cast.sign_in(client, cast.enter(cast.WIRA))
    told = {"version": "2025", "source": "x", "file": codes("kode,judul\n10307,Tempe\n103,Pendek\n")}
    response = client.post("/pengaturan/kbli/", told)
    assert response.status_code == 422
    assert "Baris 3: harus kode lima angka dan judul." in response.text
    assert not IndustryCode.objects.exists()


@pytest.mark.parametrize("address", ["usaha/", "peta/", "sentra/", "usaha/baru/", "v/", "gaya/", ""])
def test_every_page_stands_in_english_too(client, officer, address):
    makers.business("Satu")
    response = client.get(f"/en/{address}")
    assert response.status_code == 200
    assert '<html lang="en"' in response.text
