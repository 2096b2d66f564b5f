"""What an operator types: the words there are, and what is said before anything is done."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from sentra.cli.management.commands.serve import USUAL, free_address, taken
from sentra.web.warming import own_templates, warm

SOURCE = Path(__file__).resolve().parents[2] / "src" / "sentra"


def typed(environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    given = {**environment, "SENTRA_SECRET_KEY": "a-key-for-this-test-only"}
    return subprocess.run(
        [sys.executable, "-m", "sentra", *words], env=given, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("words", [(), ("--help",), ("help",)])
def test_help_lists_our_words_and_no_others(words: tuple[str, ...], process_environment: dict[str, str]):
    ours = {path.stem.replace("_", "-") for path in SOURCE.glob("*/management/commands/[a-z]*.py")}
    said = typed(process_environment, *words)
    listed = [line.split() for line in said.stdout.splitlines() if line.startswith("  ")]
    assert (said.returncode, {word for word, *_sentence in listed}) == (0, ours)
    assert [word for word, *sentence in listed if not sentence] == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("help", "demo-code"), "Print the current sign-in code"),
        (("demo-code", "--help"), "Print the current sign-in code"),
        (("migrate", "--help"), "Updates database schema"),
        (("django", "migrate", "--help"), "Updates database schema"),
        (("django",), "[django]"),
    ],
)
def test_every_word_is_understood_ours_and_those_of_django(
    words: tuple[str, ...], told: str, process_environment: dict[str, str]
):
    said = typed(process_environment, *words)
    assert (said.returncode, told in said.stdout) == (0, True)


def test_a_demo_on_a_taken_address_says_so_before_anything_else(
    tmp_path: Path, process_environment: dict[str, str]
):
    """Nothing is built and no sign-in told; the address that it names instead is free."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        here = f"127.0.0.1:{other.getsockname()[1]}"
        folder = tmp_path / "demo"
        said = typed({**process_environment, "SENTRA_DATA_DIR": str(folder)}, "demo", "--address", here)
    assert (said.returncode, said.stdout, folder.exists()) == (1, "", False)
    told, _colon, instead = said.stderr.strip().rpartition("make demo ADDRESS=")
    assert told == f"CommandError: Alamat {here} tidak dapat dipakai: Address already in use. Jalankan: "
    host, _colon, port = instead.rpartition(":")
    assert (instead != here, taken(host, int(port))) == (True, "")


def test_instead_of_an_address_that_is_not_ours_the_usual_one_is_named():
    assert free_address("192.0.2.1", 8000) == USUAL  # of the range for documentation, RFC 5737


@pytest.mark.django_db(transaction=True)
def test_a_web_process_is_warm_before_it_answers(process_environment: dict[str, str]):
    """The views of every page and every template are there, nobody having asked."""
    asked = (
        "from sentra.config import wsgi; import sys; from django.template import engines;"
        "[cached] = engines['django'].engine.template_loaders;"
        "found = {str(template.name) for template in cached.get_template_cache.values() if hasattr(template, 'name')};"
        "print('sentra.web.registry.views' in sys.modules, *sorted(found))"
    )
    given = {**process_environment, "SENTRA_SECRET_KEY": "a-key-for-this-test-only"}
    loaded, *found = subprocess.run(
        [sys.executable, "-c", asked], env=given, capture_output=True, text=True, check=True
    ).stdout.split()
    assert (loaded, set(own_templates()) - set(found)) == ("True", set())


@pytest.mark.django_db(transaction=True)
def test_the_front_page_is_answered_to_nobody():
    from django.core.wsgi import get_wsgi_application

    assert warm(get_wsgi_application()) == "200 OK"


def test_a_template_that_is_broken_does_not_keep_the_others_from_being_served(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    from django.template import TemplateSyntaxError

    def broken(name: str) -> None:
        raise TemplateSyntaxError(name)

    monkeypatch.setattr("sentra.web.warming.own_templates", lambda: ["broken.html"])
    monkeypatch.setattr("sentra.web.warming.get_template", broken)

    def application(_environ: object, start: object) -> list[bytes]:
        start("200 OK", [])
        return [b""]

    assert warm(application) == "200 OK"
    assert [record.getMessage() for record in caplog.records] == ["template broken.html"]
