"""What is committed: nothing of one machine, nothing of other people's that set-up fetches, tests that can fail."""

import ast
import re
from pathlib import Path

import pytest

from tests.house.reading import REPOSITORY, calls, chain, functions, modules, ours, place, write

TEXT = {
    ".py",
    ".toml",
    ".md",
    ".txt",
    ".html",
    ".css",
    ".js",
    ".typ",
    ".csv",
    ".json",
    ".po",
    ".yml",
    ".yaml",
    ".sh",
    "",
}
FOLDERS_OF_ONE_MACHINE = "work|root|home|Users"
MACHINE_PATH = re.compile(rf"(?<![\w.:/}}>*-])/(?:{FOLDERS_OF_ONE_MACHINE})/[\w.-]+")
ASSETS_FETCHED_AT_SET_UP = (".woff", ".woff2", ".ttf", ".otf", ".min.js", ".min.css", ".map", ".mo")


def machine_paths(root: Path, files: list[Path]) -> list[str]:
    found = []
    for path in files:
        if path.suffix in TEXT:
            lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
            found += [
                place(path, root, number) for number, line in enumerate(lines, 1) if MACHINE_PATH.search(line)
            ]
    return found


def test_nothing_committed_knows_this_computer():
    assert machine_paths(REPOSITORY, ours(REPOSITORY)) == []


@pytest.mark.parametrize(
    ("line", "refused"),
    [
        ("open('/" + "home/someone/x.csv')", True),
        ("cd /" + "work/main", True),
        ("path = '/" + "root/.cache'", True),
        ("templates/home/index.html", False),
        ("https://example.org/work/1", False),
        ("path('home/', view)", False),
    ],
)
def test_a_path_of_one_machine_is_refused(tmp_path, line, refused):
    write(tmp_path, {"a/x.py": line})
    assert machine_paths(tmp_path, [tmp_path / "a/x.py"]) == (["a/x.py:1"] if refused else [])


def hosts(text: str) -> list[str]:
    """Lines of a requirements file that name a registry, a host or a link."""
    return [
        line
        for line in text.splitlines()
        if re.search(r"://|--(extra-)?index|--find-links|--trusted-host", line)
    ]


def test_requirements_name_no_host_and_are_hashed():
    for path in sorted((REPOSITORY / "requirements").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        assert hosts(text) == []
        assert text.count("--hash=sha256:") >= len(re.findall(r"^[a-z0-9].*==", text, re.MULTILINE)) > 50


def test_a_host_in_requirements_is_refused():
    assert hosts("--index-url https://pypi.example\ndjango==5.2 \\\nx @ https://a/b.whl\n") == [
        "--index-url https://pypi.example",
        "x @ https://a/b.whl",
    ]


def fetched(root: Path, files: list[Path]) -> list[str]:
    return [
        path.relative_to(root).as_posix() for path in files if path.name.endswith(ASSETS_FETCHED_AT_SET_UP)
    ]


def test_assets_of_others_are_fetched_at_set_up_and_not_committed():
    assert fetched(REPOSITORY, ours(REPOSITORY)) == []


def test_a_committed_font_is_refused(tmp_path):
    write(tmp_path, {"static/a.woff2": "", "static/htmx.min.js": "", "static/sentra.js": ""})
    assert fetched(tmp_path, sorted(tmp_path.rglob("*.*"))) == ["static/a.woff2", "static/htmx.min.js"]


SAYS_SO = ("assert", "expect", "check", "raises", "fail", "warns", "refuse", "validate")


def cannot_fail(root: Path) -> list[str]:
    """Tests that assert nothing, neither themselves nor through something that is named for it."""
    return [
        f"{place(path, root, node.lineno)} {node.name}"
        for path in modules(root)
        for node in functions(path)
        if node.name.startswith("test_") and path.name.startswith("test_") and not asserts_something(node)
    ]


def asserts_something(node: ast.AST) -> bool:
    if any(isinstance(inner, ast.Assert) for inner in ast.walk(node)):
        return True
    names = (name for call in calls(node) for name in chain(call.func)[-1:] + chain(call.func)[:1])
    return any(word.startswith(SAYS_SO) for name in names for word in name.split("_"))


def test_every_test_asserts_something():
    assert cannot_fail(REPOSITORY / "tests") == []


def test_a_test_without_an_assertion_is_refused(tmp_path):
    text = "def test_a():\n    run()\n\ndef test_b():\n    with pytest.raises(Exception):\n        run()\n\ndef other(): ...\n"
    write(tmp_path, {"rooms/test_x.py": text})
    assert cannot_fail(tmp_path) == ["rooms/test_x.py:1 test_a"]
