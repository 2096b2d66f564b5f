"""Two lists of the same workshops in a real browser: answered by keys, taken back, explained, merged, parted."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests import cast, makers
from tests.rooms.registry import lists

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def linked(regency: None) -> None:
    clerk = makers.clerk()
    lists.committed(clerk, lists.written(lists.TERANG, lists.MELATI, lists.KENANGA))
    lists.linked(clerk, lists.written(lists.TERANG, lists.MELATI_AGAIN, lists.KENANGA_AGAIN))


def test_two_groups_are_answered_by_keys_and_the_last_one_is_taken_back(
    linked: None, page: Page, let_in: Callable[..., Page], picture: Callable[..., object]
) -> None:
    let_in(page, cast.enter(cast.SEKAR)).goto("/data-ganda/")
    page.get_by_role("link", name="Mulai meninjau").click()
    question, weight = page.get_by_role("heading", level=1), page.locator(".evidence svg")
    expect(question).to_have_text("Satu usaha atau dua?")
    expect(page.get_by_text("2 tersisa")).to_be_visible()
    expect(weight).to_have_count(0)
    picture(page, "question")
    page.keyboard.press("1")
    expect(question).to_have_text("Sama, kata petugas")
    expect(weight).to_be_visible()
    picture(page, "answered")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 tersisa")).to_be_visible()
    expect(weight).to_have_count(0)
    page.keyboard.press("2")
    expect(question).to_have_text("Berbeda, kata petugas")
    expect(page.get_by_text("0 tersisa")).to_be_visible()
    page.keyboard.press("u")
    expect(question).to_have_text("Satu usaha atau dua?")
    expect(page.get_by_text("1 tersisa")).to_be_visible()
    page.keyboard.press("3")
    expect(page.get_by_text("Disisihkan")).to_be_visible()


def test_keys_that_were_switched_off_answer_nothing(
    linked: None, page: Page, let_in: Callable[..., Page]
) -> None:
    let_in(page, cast.enter(cast.SEKAR)).goto("/data-ganda/tinjau/")
    page.get_by_role("button", name="pintasan").click()
    page.keyboard.press("1")
    page.reload()
    expect(page.get_by_text("2 tersisa")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Satu usaha atau dua?")


def test_the_owner_is_told_why_and_two_are_merged_and_parted(
    linked: None, page: Page, let_in: Callable[..., Page], picture: Callable[..., object]
) -> None:
    let_in(page, cast.enter(cast.SEKAR)).goto("/usaha/?q=terang")
    page.get_by_role("link", name="Knalpot Terang").click()
    page.get_by_label("Bagian").get_by_role("link", name="Mengapa satu?").click()
    expect(page.get_by_role("heading", name="2 baris, satu usaha")).to_be_visible()
    expect(page.get_by_text("Ditautkan saat impor")).to_be_visible()
    page.get_by_text("Bobot bukti", exact=True).click()
    expect(page.locator(".evidence svg")).to_be_visible()
    picture(page, "why")

    page.get_by_role("link", name="Gabungkan dengan…").click()
    page.get_by_label("Cari usaha yang lain").fill("melati")
    page.get_by_role("button", name="Cari", exact=True).click()
    page.get_by_role("link", name="Bandingkan Sapu Melati").click()
    expect(page.get_by_role("row", name="Produk")).to_contain_text("berbeda")
    page.get_by_label("Alasan").fill("Satu pemilik, satu bengkel")
    page.get_by_role("button", name="Gabungkan").click()
    expect(page.get_by_role("heading", name="3 baris, satu usaha")).to_be_visible()
    picture(page, "merged")

    page.locator("summary", has_text="Pisahkan").click()
    page.get_by_label("Mengapa dipisahkan?").fill("Ternyata dua")
    page.get_by_role("button", name="Pisahkan").click()
    expect(page.get_by_text("kembali menjadi dua usaha")).to_be_visible()
    expect(page.get_by_role("heading", name="2 baris, satu usaha")).to_be_visible()


def test_on_a_phone_the_pair_stands_side_by_side_and_nothing_is_cut_off(
    linked: None, phone: Page, let_in: Callable[..., Page], picture: Callable[..., object]
) -> None:
    let_in(phone, cast.enter(cast.SEKAR)).goto("/data-ganda/tinjau/")
    cells = phone.locator(".compared tbody tr").first.locator("td")
    first, second = (cells.nth(number).bounding_box() for number in (0, 1))
    assert first is not None
    assert second is not None
    assert (first["y"], first["x"] + first["width"]) == pytest.approx((second["y"], second["x"]), abs=1)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    phone.get_by_role("button", name="Sama").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Sama, kata petugas")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    picture(phone, "phone")
