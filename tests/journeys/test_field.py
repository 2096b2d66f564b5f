"""A field officer with a phone: registering where the business stands, and mending it there."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from sentra.registry.models import Profile
from tests import cast, makers
from tests.browser import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than the screen."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def fill(page: Page) -> None:
    """What is known on the spot; the villages follow the district."""
    page.get_by_label("Nama usaha").fill("Sapu Glagah Asri")
    page.get_by_label("Nama pemilik").fill("Rukmini Asri")
    page.get_by_label("NIK").fill(makers.GREEN_NIK)
    page.get_by_label("Kecamatan").select_option(label="Bobotsari")
    expect(page.get_by_label("Desa").locator("option")).to_have_count(17)  # sixteen villages and none
    page.get_by_label("Desa").select_option(label="Limbasari")
    page.get_by_label("Nilai investasi").fill("1,5 jt")


def edit(page: Page) -> None:
    page.get_by_role("link", name="Perbarui data").click()
    page.get_by_label(re.compile("^Produk")).fill("sapu glagah")
    page.get_by_label("Alasan perubahan").fill("Kunjungan lapangan")
    page.get_by_role("button", name="Simpan perubahan").click()
    expect(page.get_by_text("Perubahan disimpan.")).to_be_visible()


def test_a_field_officer_registers_and_edits_on_a_phone(
    regency: None, phone: Page, picture: Callable[[Page, str], Path]
) -> None:
    sign_in(phone, cast.enter(cast.RENGGA).email, cast.PASSWORD)
    bar = phone.get_by_role("navigation", name="Menu bawah")
    expect(bar).to_be_visible()
    expect(phone.locator("#menu")).to_be_hidden()
    bar.get_by_role("link", name="Usaha").click()
    phone.get_by_role("link", name="Daftarkan usaha").click()
    fill(phone)
    assert overflow(phone) == 0
    phone.get_by_role("button", name="Simpan", exact=True).click()
    expect(phone.get_by_role("heading", name="Sapu Glagah Asri")).to_be_visible()
    edit(phone)
    picture(phone, "usaha")

    bar.get_by_role("link", name="Usaha").click()
    card = phone.locator(".table.cards tbody tr")
    expect(card).to_contain_text("Sapu Glagah Asri")
    assert phone.locator(".table.cards thead").is_hidden()
    assert card.evaluate("row => getComputedStyle(row).display") == "grid"
    picture(phone, "daftar")
    profile = Profile.objects.get(current=True)
    told = (profile.village_id, profile.investment_idr, profile.values["product"])
    assert told == (makers.LIMBASARI, 1_500_000, "sapu glagah")


PAGES = ("/", "/usaha/", "/usaha/baru/", "/usaha/{known}/", "/usaha/{known}/riwayat/", "/usaha/{known}/ubah/",
         "/usaha/{known}/peralatan/", "/usaha/{known}/berkas/", "/peta/", "/sentra/")  # fmt: skip


@pytest.mark.parametrize("width", [320, 390])
def test_no_page_scrolls_sideways(
    regency: None, phone: Page, let_in: Callable[..., Page], width: int
) -> None:
    known = makers.business(
        owner_name="Lastri Pagerasri", product="keripik singkong aneka rasa", workers=4
    ).pk
    let_in(phone, cast.enter(cast.RENGGA))
    phone.set_viewport_size({"width": width, "height": 844})
    wide = {}
    for path in PAGES:
        phone.goto(path.format(known=known))
        wide |= {path: pixels} if (pixels := overflow(phone)) else {}
    assert wide == {}
