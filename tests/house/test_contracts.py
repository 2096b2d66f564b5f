"""Imports only go down: the contracts hold, and each of them refuses what it is there to refuse."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.house.reading import REPOSITORY, write

LINT = Path(sys.executable).with_name("lint-imports")
FOLDERS = ("config", "web", "api", "cli", "worker", "base", "engines")
WORDS = ("actions", "queries", "rules", "models")
SOUND = {
    **{f"src/sentra/{folder}/__init__.py": "" for folder in FOLDERS},
    **{f"src/sentra/{room}/{word}.py": "" for room in ("registry", "lab", "programmes") for word in WORDS},
    "src/sentra/engines/linkage/problem.py": "",
    "src/sentra/engines/ledger/problem.py": "",
}
VIOLATIONS = [
    ("base/people.py", "import sentra.registry.models", "Floors"),
    ("registry/queries.py", "import sentra.web", "Floors"),
    ("registry/queries.py", "import sentra.programmes.models", "Floors"),
    ("lab/queries.py", "import sentra.programmes.models", "Floors"),
    ("web/x.py", "import sentra.api", "Floors"),
    ("engines/linkage/__init__.py", "import sentra.base", "Floors"),
    ("attic/__init__.py", "", "Floors"),
    ("registry/rules.py", "import sentra.registry.queries", "Inside a room"),
    ("registry/models.py", "import sentra.registry.actions", "Inside a room"),
    ("registry/service.py", "", "Inside a room"),
    ("engines/linkage/problem.py", "import django.db", "Engines are pure"),
    ("engines/linkage/problem.py", "import sentra.engines.ledger", "Engines do not know"),
    ("web/x.py", "import sentra.engines.linkage", "Doors reach engines"),
    ("registry/actions.py", "import sentra.engines.linkage.problem", "Only an engine's window"),
    ("base/a.py", "import sentra.base.b", "No circles"),
]


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(folder / "src")}
    order = [LINT, "--no-cache", "--config", folder / "pyproject.toml"]
    return subprocess.run(order, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def skeleton(folder: Path, changed: dict[str, str]) -> Path:
    """An empty house under the real contracts."""
    whole = (REPOSITORY / "pyproject.toml").read_text(encoding="utf-8")
    contracts = whole[whole.index("[tool.importlinter]") :]
    assert tomllib.loads(contracts)["tool"].keys() == {"importlinter"}
    (folder / "pyproject.toml").write_text(contracts, encoding="utf-8")
    return write(
        folder,
        {**SOUND, "src/sentra/base/b.py": "import sentra.base.a", "src/sentra/base/a.py": "", **changed},
    )


def test_the_house_keeps_its_contracts():
    done = lint(REPOSITORY)
    assert done.returncode == 0, done.stdout.rpartition("Broken contracts")[2]


def test_an_empty_house_keeps_them(tmp_path):
    done = lint(skeleton(tmp_path, {}))
    assert (done.returncode, "7 kept, 0 broken" in done.stdout) == (0, True), done.stdout


@pytest.mark.parametrize(("file", "line", "broken"), VIOLATIONS)
def test_a_violation_is_refused(tmp_path, file, line, broken):
    done = lint(skeleton(tmp_path, {f"src/sentra/{file}": f"{line}\n"}))
    assert done.returncode == 1
    assert broken in done.stdout or "registry.service" in done.stdout or "attic" in done.stdout, done.stdout
