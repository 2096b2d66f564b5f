"""What journeys share: the regency, a worker in a process of its own, and a session without the sign-in form."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from sentra.base.people.models import User

# A conftest below the root is read before Django is set up, so models are imported where they are used.

STOPPING_SECONDS = 10


@pytest.fixture
def regency(transactional_db: None) -> Iterator[None]:
    """The villages of Purbalingga; nothing remembered of the journey before."""
    from tests import makers

    makers.areas()
    makers.forget()
    yield
    makers.forget()


@pytest.fixture
def worker(process_environment: dict[str, str]) -> Iterator[None]:
    """`sentra work`, as it runs beside the web server; gone before the database goes back to its picture."""
    order = [sys.executable, "-m", "sentra", "work", "--beat-seconds", "1"]
    process = subprocess.Popen(order, env=process_environment)
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(STOPPING_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@pytest.fixture
def let_in(live_server: object) -> "Callable[[Page, User], Page]":
    """A page whose session has begun, for journeys that are not about signing in."""
    from django.conf import settings
    from django.test import Client

    from tests import cast

    def begin(page: "Page", person: "User") -> "Page":
        session = cast.sign_in(Client(), person).cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": str(live_server)}]
        )
        return page

    return begin
