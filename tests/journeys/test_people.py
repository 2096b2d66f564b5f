"""An invitation travels by real mail to a person who makes an account of it."""

import re
import socket
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from playwright.sync_api import Browser, Page, expect

from sentra.base.people.models import Role, User
from tests import cast
from tests.browser import sign_in

pytestmark = pytest.mark.django_db(transaction=True)

NEWCOMER = "ratri@dinas.example"
HER_PASSWORD = "gula-semut-dari-bobotsari"


class Postbox:
    """Keeps what arrives; the handler of a mail server."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []

    async def handle_DATA(self, server: object, session: object, envelope: object) -> str:  # noqa: N802 - SMTP's word
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def post(settings, live_server) -> Iterator[list[EmailMessage]]:
    """A mail server on a free port, and an installation that sends its letters there."""
    box = Postbox()
    server = Controller(box, hostname="127.0.0.1", port=free_port())
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.PUBLIC_BASE_URL = str(live_server)
    yield box.letters
    server.stop()


def invite(page: Page) -> None:
    page.get_by_role("link", name="Orang", exact=True).first.click()
    page.get_by_role("link", name="Undang").first.click()
    page.get_by_label("Nama", exact=True).fill("Ratri Puspaningrum")
    page.get_by_label("Surel").fill(NEWCOMER)
    page.get_by_label("Peran").select_option(label="Petugas lapangan")
    page.get_by_label("Kecamatan").select_option(label="Bobotsari")
    page.get_by_role("button", name="Kirim undangan").click()
    expect(page.get_by_role("status").filter(has_text="Ratri")).to_be_visible()


def accept(page: Page, link: str) -> None:
    page.goto(link)
    expect(page.get_by_text("Anda diundang sebagai Petugas lapangan")).to_be_visible()
    page.get_by_label("Kata sandi", exact=True).fill(HER_PASSWORD)
    page.get_by_label("Kata sandi, sekali lagi").fill(HER_PASSWORD)
    page.get_by_role("button", name="Simpan kata sandi").click()
    page.wait_for_url(lambda url: "undangan" not in url)


def test_an_administrator_invites_and_the_invited_signs_in(
    regency: None, post: list[EmailMessage], page: Page, chromium: Browser, live_server: object
) -> None:
    wira = cast.enter(cast.WIRA)
    sign_in(page, wira.email, cast.PASSWORD, secret=cast.enrol(wira))
    invite(page)
    [letter] = post
    assert letter["To"] == NEWCOMER
    [link] = re.findall(r"http\S+", letter.get_content())

    context = chromium.new_context(locale="id-ID", base_url=str(live_server))
    hers = context.new_page()
    accept(hers, link)
    context.clear_cookies()
    sign_in(hers, NEWCOMER, HER_PASSWORD)
    expect(hers.get_by_text("Ratri Puspaningrum").first).to_be_attached()
    context.clear_cookies()
    hers.goto(link)
    expect(hers.get_by_text("Undangan ini sudah dipakai.")).to_be_visible()
    context.close()
    ratri = User.objects.get(email=NEWCOMER)
    assert (ratri.role, ratri.district_code) == (Role.FIELD_OFFICER, "33.03.09")
