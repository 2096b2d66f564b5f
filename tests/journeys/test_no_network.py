"""A handover at the end of the road: refused and mended, and recorded where the telephone finds no network."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from sentra.base.documents.attaching import attachment_bytes
from sentra.base.people.models import User
from sentra.programmes.models import Award, Handover, Round
from tests import cast
from tests.journeys.test_aid_round import PHOTO_SCRIPT, press
from tests.rooms.programmes import delivered

pytestmark = pytest.mark.django_db(transaction=True)

LetIn = Callable[[Page, User], Page]


@pytest.fixture
def waiting(regency: None, monkeypatch: pytest.MonkeyPatch) -> list[Award]:
    """Awards whose goods have arrived, on the day they are handed over."""
    monkeypatch.setattr("sentra.web.programmes.delivering.now", lambda: delivered.AT)
    round_: Round = delivered.arrived(delivered.agreed())
    return list(delivered.awards(round_))


def fill(page: Page, award: Award) -> None:
    page.goto(f"/program/bantuan/{award.pk}/serah/")
    for number, serial in enumerate(page.get_by_label(re.compile("^Nomor seri")).all()):
        serial.fill(f"SN-{award.pk}-{number}")
    photo = {"name": "foto.png", "mimeType": "image/png", "buffer": bytes(page.evaluate(PHOTO_SCRIPT))}
    page.get_by_label("Foto penyerahan").set_input_files(photo)
    pad = page.get_by_role("img", name=re.compile("Tempat menggambar"))
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box
    page.mouse.move(box["x"] + 30, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] + 200, box["y"] + 60, steps=5)
    page.mouse.up()
    expect(page.locator(".pad.signed")).to_be_visible()


def test_photo_and_signature_stay_when_a_handover_is_refused(
    waiting: list[Award], phone: Page, let_in: LetIn
) -> None:
    fill(let_in(phone, cast.enter(cast.RENGGA)), waiting[0])
    phone.get_by_label("Tempat penyerahan").fill("")
    phone.get_by_role("button", name="Serahkan barang").click()
    expect(phone.get_by_role("alert")).to_contain_text("Tempat penyerahan")
    assert Handover.objects.count() == 0
    phone.get_by_label("Tempat penyerahan").fill("Balai desa")
    press(phone, "Serahkan barang", said="Barang diserahkan. Terima kasih.")
    done = Handover.objects.get()
    assert done.photo
    assert done.signature
    kinds = (attachment_bytes(done.photo)[:3], attachment_bytes(done.signature)[:4])
    assert (done.place, *kinds) == ("Balai desa", b"\xff\xd8\xff", b"\x89PNG")


def test_a_handover_without_network_waits_on_the_phone_and_is_sent_once(
    waiting: list[Award], phone: Page, let_in: LetIn
) -> None:
    fill(let_in(phone, cast.enter(cast.RENGGA)), waiting[0])
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Serahkan barang").click()
    expect(phone.get_by_role("heading", name="Tersimpan di ponsel ini")).to_be_visible()
    expect(phone.locator("#tertunda")).to_contain_text("belum terkirim: 1")
    assert Handover.objects.count() == 0
    phone.context.set_offline(False)
    expect(phone.get_by_role("heading", name="Terkirim")).to_be_visible()
    expect(phone.locator("#tertunda")).to_be_hidden()
    done = Handover.objects.get()
    assert (done.award_id, bool(done.photo), bool(done.signature)) == (waiting[0].pk, True, True)
    phone.reload()
    expect(phone.get_by_text("Diserahkan", exact=True)).to_be_visible()
    assert Handover.objects.count() == 1


def test_what_waits_outlives_its_tab_and_is_not_sent_by_somebody_else(
    waiting: list[Award], phone: Page, let_in: LetIn
) -> None:
    rengga = cast.enter(cast.RENGGA)
    fill(let_in(phone, rengga), waiting[0])
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Serahkan barang").click()
    expect(phone.get_by_role("heading", name="Tersimpan di ponsel ini")).to_be_visible()
    later, context = phone.context.new_page(), phone.context
    phone.close()
    context.set_offline(False)
    let_in(later, cast.enter(cast.SEKAR)).goto("/")
    expect(later.get_by_role("heading", level=1)).to_be_visible()
    expect(later.locator("#tertunda")).to_be_hidden()
    assert Handover.objects.count() == 0
    with later.expect_response(re.compile("/serah/$")):
        let_in(later, rengga).goto("/usaha/")
    expect(later.locator("#tertunda")).to_be_hidden()
    assert Handover.objects.get().recorded_by == rengga


def test_what_was_refused_meanwhile_comes_back_into_its_form(
    waiting: list[Award], phone: Page, let_in: LetIn
) -> None:
    fill(let_in(phone, cast.enter(cast.RENGGA)), waiting[0])
    phone.get_by_label("Yang menerima").fill(" ")
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Serahkan barang").click()
    expect(phone.locator("#tertunda")).to_contain_text("belum terkirim: 1")
    phone.context.set_offline(False)
    expect(phone.locator("#tertunda")).to_contain_text("Yang menerima")
    phone.locator("#tertunda").get_by_role("link").click()
    expect(phone.locator(".pad.signed")).to_be_visible()
    phone.get_by_label("Yang menerima").fill("Istri pemilik")
    press(phone, "Serahkan barang", said="Barang diserahkan. Terima kasih.")
    expect(phone.locator("#tertunda")).to_be_hidden()
    assert Handover.objects.get().receiver == "Istri pemilik"
