"""Where things stand and how long they are."""

import re
from pathlib import Path
from statistics import median

from tests.house.reading import PACKAGE, REPOSITORY, functions, modules, ours, project, rooms, tree, write

LINES, LINES_OF_TESTS_AND_MIGRATIONS = 400, 450
MEDIAN_FUNCTION_LINES = 10
DRAWERS = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "misc",
    "manager",
    "managers",
    "service",
    "services",
}
DJANGOS_OWN = {"BaseUserManager", "Manager", "UserManager"}  # what the framework calls a manager


def contract(name: str) -> dict[str, list[str]]:
    contracts = project()["tool"]["importlinter"]["contracts"]
    return next(each for each in contracts if each["name"].startswith(name))


def test_room_folders_are_the_containers_of_the_words_contract():
    assert {f"sentra.{room}" for room in rooms(PACKAGE)} == set(contract("Inside a room")["containers"])


def test_rooms_that_exist_stand_without_parentheses():
    layers = " | ".join(contract("Floors")["layers"])
    standing = {name for name in re.findall(r"[a-z(_)]+", layers) if not name.startswith("(")}
    assert rooms(PACKAGE) == standing - {"web", "api", "cli", "worker", "config", "base", "engines"}


def test_every_contract_says_what_to_do_instead():
    silent = [
        each["name"]
        for each in project()["tool"]["importlinter"]["contracts"]
        if not each.get("broken_contract_guidance")
    ]
    assert silent == []


def too_long(root: Path, files: list[Path]) -> dict[str, int]:
    found = {}
    for path in files:
        relative = path.relative_to(root)
        limit = LINES_OF_TESTS_AND_MIGRATIONS if {"tests", "migrations"} & set(relative.parts) else LINES
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > limit:
            found[relative.as_posix()] = lines
    return found


# The verifier is handed to auditors as one file that needs no other: it cannot be cut in two.
HANDED_OUT_WHOLE = PACKAGE / "programmes" / "documents" / "periksa.py"


def source_files() -> list[Path]:
    kinds = {".py", ".html", ".js", ".typ"}
    return [path for path in ours(REPOSITORY) if path.suffix in kinds and path != HANDED_OUT_WHOLE]


def test_no_file_is_longer_than_a_person_reads_at_once():
    assert too_long(REPOSITORY, source_files()) == {}


def test_a_long_file_is_refused(tmp_path):
    write(tmp_path, {"src/a.py": "x = 1\n" * 401, "src/b.py": "x = 1\n" * 400, "tests/c.py": "x = 1\n" * 450})
    assert too_long(tmp_path, sorted(tmp_path.rglob("*.py"))) == {"src/a.py": 401}


def function_lengths(folder: Path) -> list[int]:
    return [node.end_lineno - node.lineno + 1 for path in modules(folder) for node in functions(path)]


def test_half_of_all_functions_are_shorter_than_ten_lines():
    assert median(function_lengths(PACKAGE)) < MEDIAN_FUNCTION_LINES


def test_function_length_counts_from_def_to_last_line(tmp_path):
    write(tmp_path, {"a.py": "@decorated\ndef one():\n    return 1\n\n\ndef two(): ...\n"})
    assert function_lengths(tmp_path) == [2, 1]


def drawers(folder: Path) -> list[str]:
    """Files and classes named after nothing in particular."""
    found = [path.name for path in modules(folder) if DRAWERS & set(path.stem.casefold().split("_"))]
    found += [f"{path.name}/" for path in sorted(folder.rglob("*")) if path.is_dir() and path.name in DRAWERS]
    for path in modules(folder):
        found += [name for name in class_names(path) if name not in DJANGOS_OWN and DRAWERS & words(name)]
    return found


def class_names(path: Path) -> list[str]:
    return [node.name for node in tree(path).body if type(node).__name__ == "ClassDef"]


def words(name: str) -> set[str]:
    return {word.casefold() for word in re.findall(r"[A-Z][a-z]*", name)}


def test_no_drawers():
    assert drawers(PACKAGE) == []
    assert drawers(REPOSITORY / "tests") == []


def test_a_drawer_is_refused(tmp_path):
    write(
        tmp_path,
        {"x/helpers.py": "", "common/y.py": "", "z.py": "class MailService: ...\nclass Serviceable: ...\n"},
    )
    assert drawers(tmp_path) == ["helpers.py", "common/", "MailService"]
