"""A real browser for journeys: Debian's chromium through Playwright, against a server of the test's own.

Nothing is downloaded (`playwright install` is not used). `SENTRA_CHROMIUM` names another browser.
A picture of a page is taken with `picture(page, "daftar")`; it lies in ./screenshots and is not committed.
"""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, sync_playwright

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SCREENSHOTS = Path(__file__).parent.parent / "screenshots"
PATIENCE_MS = 10_000  # two cores under load: slow is not wrong


def find_chromium() -> str | None:
    """The browser to use, or None when there is none."""
    named = os.environ.get("SENTRA_CHROMIUM")
    if named:
        return shutil.which(named)
    return next((path for name in NAMES if (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = find_chromium()
    if path is None:
        pytest.skip("no chromium here (Debian: apt install chromium; elsewhere set SENTRA_CHROMIUM)")
    # Playwright keeps an event loop in this thread, which Django would take for an async view.
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


def _open_page(browser: Browser, size: dict[str, int], base_url: str, *, touch: bool) -> Iterator[Page]:
    if not any(settings.STATIC_ROOT.iterdir()):
        pytest.fail("no styles and scripts were made yet: run `make setup`")
    context = browser.new_context(
        viewport={"width": size["width"], "height": size["height"]},
        base_url=base_url,
        locale="id-ID",
        timezone_id="Asia/Jakarta",
        has_touch=touch,
        is_mobile=touch,
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE_MS)
    yield context.new_page()
    context.close()


@pytest.fixture
def page(chromium: Browser, live_server: object) -> Iterator[Page]:
    """A desktop page; `page.goto("/usaha/")` is relative to the test's server."""
    yield from _open_page(chromium, DESKTOP, str(live_server), touch=False)


@pytest.fixture
def phone(chromium: Browser, live_server: object) -> Iterator[Page]:
    """The same on a phone of 390 by 844."""
    yield from _open_page(chromium, PHONE, str(live_server), touch=True)


def code_for(secret: str, *, moment: float | None = None) -> str:
    """The six digits an authenticator shows (RFC 6238: SHA-1, 30 s)."""
    from allauth.mfa.totp.internal import auth

    counter = int(time.time() if moment is None else moment) // 30
    return str(auth.format_hotp_value(auth.hotp_value(secret, counter)))


def sign_in(page: Page, email: str, password: str, *, secret: str | None = None) -> None:
    """Fills the real form; `secret` is the base32 TOTP secret of somebody who needs a second factor."""
    from django.urls import reverse

    page.goto(reverse("account_login"))
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(password)
    page.locator("input[name=password]").press("Enter")
    if secret is not None:
        page.locator("input[name=code]").fill(code_for(secret))
        page.locator("input[name=code]").press("Enter")
    page.wait_for_url(lambda url: reverse("account_login") not in url and "authenticate" not in url)


@pytest.fixture
def picture(request: pytest.FixtureRequest) -> Callable[[Page, str], Path]:
    """Saves ./screenshots/<test>-<name>.png when SENTRA_SCREENSHOTS is set; costs nothing otherwise."""

    def save(page: Page, name: str) -> Path:
        path = SCREENSHOTS / f"{request.node.name}-{name}.png"
        if os.environ.get("SENTRA_SCREENSHOTS"):
            page.screenshot(path=path, full_page=True)
        return path

    return save
