"""Typing a personal number into the search box of a real browser: what it leaves behind."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Request, expect

from tests import cast, makers

pytestmark = pytest.mark.django_db(transaction=True)
REMEMBERED = "JSON.stringify([history.state, {...localStorage}, {...sessionStorage}, document.referrer])"


@pytest.fixture
def register(regency: None) -> None:
    makers.business("Gula Wening", personal={"nik": makers.GREEN_NIK})
    makers.business("Lain")


def test_a_number_typed_slowly_stands_in_no_address_and_no_memory(
    register: None, page: Page, let_in: Callable[..., Page]
) -> None:
    let_in(page, cast.enter(cast.SEKAR)).goto("/usaha/")
    asked: list[str] = []
    walked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)
        walked.append(page.url)

    page.on("request", note)
    page.get_by_label("Cari usaha").press_sequentially(makers.GREEN_NIK[:9], delay=20)
    expect(page.get_by_role("status").filter(has_text="0 usaha")).to_be_visible()
    page.get_by_label("Cari usaha").press_sequentially(makers.GREEN_NIK[9:], delay=20)
    expect(page.locator(".table a.name")).to_have_text(["Gula Wening"])
    expect(page).to_have_url(re.compile("nomor="))
    left = [*asked, *walked, page.url, str(page.evaluate(REMEMBERED))]
    assert [text for text in left if makers.GREEN_NIK[:7] in text] == []

    page.reload()
    expect(page.get_by_label("Cari usaha")).to_have_value("••••••••••••0001")
    expect(page.locator(".table a.name")).to_have_text(["Gula Wening"])
    page.get_by_label("Cari usaha").fill("")
    expect(page.locator(".table a.name")).to_have_count(2)


def test_whatsapp_asks_for_its_reason_in_a_pop_up(
    regency: None, page: Page, let_in: Callable[..., Page]
) -> None:
    known = makers.business("Gula Wening", personal={"phone": makers.PHONE})
    let_in(page, cast.enter(cast.SEKAR)).goto(f"/usaha/{known.pk}/")
    question = page.locator("#whatsapp")
    expect(question).to_be_hidden()
    page.get_by_role("button", name="WhatsApp", exact=True).click()
    expect(question).to_be_visible()
    question.get_by_role("button", name="Buka WhatsApp").click()  # no reason chosen: the form stays
    expect(question).to_be_visible()
    page.context.route("https://wa.me/**", lambda route: route.fulfill(body="sampai"))
    question.get_by_label("Mencocokkan data").check()
    with page.context.expect_page() as opened:
        question.get_by_role("button", name="Buka WhatsApp").click()
    opened.value.wait_for_url("https://wa.me/6281234567890")
    question.get_by_role("button", name="Batal").click()
    expect(question).to_be_hidden()
