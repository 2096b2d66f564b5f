"""What every test stands on: a data folder of its own, one database, and no silent skips where it matters.

Settings are named here and not in `pyproject.toml`, because Django reads the data folder once, when the
settings load: the temporary folder has to be there first, or a test would write among a developer's data.

`SENTRA_TEST_DATABASE=postgres` runs on PostgreSQL (our own, or the one `DATABASE_URL` names); everything
else runs on a SQLite file. `SENTRA_REQUIRE=browser,postgres` turns a skip for want of either into a failure.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import hypothesis
import pytest

from tests import postgres

# Two loaded cores are no reason to call a property false.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")

pytest_plugins = ["tests.browser"]

ON_POSTGRES = os.environ.get("SENTRA_TEST_DATABASE", "sqlite") == "postgres"
REQUIRED = {word.strip() for word in os.environ.get("SENTRA_REQUIRE", "").split(",") if word.strip()}
IN_WORKER = "PYTEST_XDIST_WORKER" in os.environ
DATA_DIR = Path(tempfile.mkdtemp(prefix="sentra-test-"))
OURS = (
    "SENTRA_DEBUG",
    "SENTRA_DEMO_DATE",
    "SENTRA_KEYS_DIR",
    "SENTRA_PUBLIC_URL",
    "SENTRA_SECRET_KEY",
    "SENTRA_HOSTS",
)


def _stand_apart() -> None:
    """Nothing of the developer's installation reaches a test: neither its folder nor its settings."""
    if "sentra.config.settings" in sys.modules:
        raise pytest.UsageError(
            "Settings were loaded before the test folder existed: unset DJANGO_SETTINGS_MODULE"
        )
    for name in OURS:
        os.environ.pop(name, None)
    if not ON_POSTGRES:
        os.environ.pop("DATABASE_URL", None)
    os.environ["SENTRA_DATA_DIR"] = str(DATA_DIR)
    os.environ["DJANGO_SETTINGS_MODULE"] = "sentra.config.settings"


_stand_apart()


def pytest_configure(config: pytest.Config) -> None:
    if ON_POSTGRES and not IN_WORKER and not os.environ.get("DATABASE_URL"):
        _start_postgres(config)
    from django.conf import settings

    settings.DATABASES  # noqa: B018 - loads them
    # Workers of xdist must not inherit the name, or they would load it before their own folder.
    os.environ.pop("DJANGO_SETTINGS_MODULE", None)
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.MD5PasswordHasher"
    ]  # speed; the real one is slow by design
    # Every test client starts the site anew: it need not look through all static files each time.
    settings.WHITENOISE_AUTOREFRESH = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    if not ON_POSTGRES or "SENTRA_NO_POSTGRES" in os.environ:
        # A file, because the server of a journey and a killed worker open the database by themselves.
        settings.DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
    if not settings.STATIC_ROOT.exists():
        _without_assets(settings)


def _without_assets(settings: Any) -> None:
    """Rooms and doors can be tested before `make setup` has made the assets; journeys say that they cannot."""
    settings.STATIC_ROOT = DATA_DIR / "static"
    settings.STATIC_ROOT.mkdir()
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


def _start_postgres(config: pytest.Config) -> None:
    """One server for the session; workers inherit its address. Without one, tests are skipped with the reason."""
    try:
        server = postgres.start()
    except postgres.CannotStart as reason:
        if "postgres" in REQUIRED:
            pytest.exit(f"PostgreSQL is required here and did not start: {reason}", returncode=3)
        os.environ["SENTRA_NO_POSTGRES"] = str(reason)
        return
    os.environ["DATABASE_URL"] = server.url
    config.add_cleanup(server.stop)


def pytest_sessionstart() -> None:
    from sentra.base.people.vault import make_keys

    make_keys(DATA_DIR / "keys")


@pytest.fixture(autouse=True, scope="session")
def nobody_to_wait_for() -> None:
    """A long job pauses so that others may write: in a test's own process nobody wants to."""
    from sentra.registry.actions import judging

    judging.BREATH = 0.0


def pytest_unconfigure() -> None:
    shutil.rmtree(DATA_DIR, ignore_errors=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if ON_POSTGRES:
        _without_what_needs_no_database(config, items)
    if reason := os.environ.get("SENTRA_NO_POSTGRES"):
        for item in items:
            item.add_marker(pytest.mark.skip(reason=f"PostgreSQL did not start: {reason}"))


def _without_what_needs_no_database(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What touches no database, or only one of its own, would say on PostgreSQL what it said on SQLite."""
    config.hook.pytest_deselected(items=[item for item in items if not needs_database(item)])
    items[:] = [item for item in items if needs_database(item)]


def needs_database(item: pytest.Item) -> bool:
    asked = {"db", "transactional_db", "django_db_setup", "live_server"}
    marked = item.get_closest_marker("django_db") is not None
    return marked or not asked.isdisjoint(getattr(item, "fixturenames", ()))


def needs_browser(item: pytest.Item) -> bool:
    return "chromium" in getattr(item, "fixturenames", ())


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where a browser is required, a skipped journey is a failed one."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and "browser" in REQUIRED and needs_browser(item):
        why = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome, report.longrepr = "failed", f"A browser is required here (SENTRA_REQUIRE): {why}"
    return report


def pytest_report_header() -> str:
    where = (
        os.environ.get("DATABASE_URL", "").partition("@")[2] if ON_POSTGRES else "SQLite (a file per worker)"
    )
    return f"sentra: {os.environ.get('SENTRA_NO_POSTGRES') or where or 'PostgreSQL'}"


@pytest.fixture(autouse=True)
def fresh_process() -> None:
    """As a process that has answered nothing yet: the language of the last page and what was counted are gone."""
    from django.core.cache import cache
    from django.utils import translation

    translation.activate("id")
    cache.clear()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Django's own database, and a picture of it right after the migrations.

    A test that commits is undone by going back to the picture, not by emptying the tables: the audit
    refuses to be emptied, and rows that migrations seeded would be lost.
    """
    from tests import snapshot

    with django_db_blocker.unblock():
        picture = snapshot.take(DATA_DIR)
    with snapshot.instead_of_flush(picture):
        yield
    with django_db_blocker.unblock():
        picture.discard()


@pytest.fixture(scope="session")
def whitenoise_serves() -> Iterator[None]:
    """Static files come from WhiteNoise, hashed names and all, as in service; Django's test handler stands aside."""
    with mock.patch(
        "django.contrib.staticfiles.handlers.StaticFilesHandler", lambda application: application
    ):
        yield


@pytest.fixture(scope="session")
def live_server(whitenoise_serves: None, live_server: Any) -> Any:
    return live_server


@pytest.fixture
def process_environment(transactional_db: None) -> dict[str, str]:
    """The environment for a process of its own (a worker, a command) that must see this test's database."""
    from django.db import connection

    found = connection.settings_dict
    url = f"sqlite://{found['NAME']}"
    if connection.vendor == "postgresql":
        url = f"postgresql://{found['USER']}:{found['PASSWORD']}@/{found['NAME']}?host={found['HOST']}"
        url += f"&port={found['PORT']}" if found["PORT"] else ""
    ours = {
        "SENTRA_DATA_DIR": str(DATA_DIR),
        "DJANGO_SETTINGS_MODULE": "sentra.config.settings",
        "DATABASE_URL": url,
    }
    return {**os.environ, **ours}
