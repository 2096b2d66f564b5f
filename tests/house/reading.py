"""Reading the source as text and as syntax trees. Guards are functions of a folder, so that each is shown to fail."""

import ast
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent.parent
PACKAGE = REPOSITORY / "src" / "sentra"
DOORS = ("web", "api", "cli", "worker")
NOT_ROOMS = {*DOORS, "config", "base", "engines", "locale"}
NOT_OURS = {".git", ".venv", "build", "data", "screenshots", "node_modules", "__pycache__"}


def rooms(package: Path) -> set[str]:
    """Every folder of the package that is neither door, ground, tool nor roof."""
    found = (
        path.name for path in package.iterdir() if path.is_dir() and not path.name.startswith(("_", "."))
    )
    return set(found) - NOT_ROOMS


def modules(folder: Path, *, migrations: bool = False) -> Iterator[Path]:
    for path in sorted(folder.rglob("*.py")):
        if migrations or "migrations" not in path.parts:
            yield path


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def calls(node: ast.AST) -> Iterator[ast.Call]:
    return (inner for inner in ast.walk(node) if isinstance(inner, ast.Call))


def imported(path: Path) -> Iterator[tuple[int, str]]:
    """(line, dotted name) of everything a module imports, `from a import b` as `a.b`."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, name.name) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, f"{node.module}.{name.name}") for name in node.names)


def chain(node: ast.expr) -> list[str]:
    """The names along `Business.objects.filter(…).delete`: ["Business", "objects", "filter", "delete"]."""
    names: list[str] = []
    while True:
        match node:
            case ast.Attribute(value=inner, attr=name):
                names.insert(0, name)
                node = inner
            case ast.Call(func=inner) | ast.Subscript(value=inner):
                node = inner
            case ast.Name(id=name):
                return [name, *names]
            case _:
                return names


def place(path: Path, root: Path, line: int) -> str:
    return f"{path.relative_to(root).as_posix()}:{line}"


def ours(repository: Path) -> list[Path]:
    """What is or would be committed: git's own list, or the tree without what set-up makes."""
    order = ["git", "-C", str(repository), "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        listed = subprocess.run(order, capture_output=True, text=True, check=True).stdout.split("\0")
    except (OSError, subprocess.CalledProcessError):
        found = (
            path for path in repository.rglob("*") if not NOT_OURS & set(path.relative_to(repository).parts)
        )
        return [path for path in found if path.is_file()]
    return [path for name in listed if name and (path := repository / name).is_file()]


def project() -> dict[str, object]:
    return tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))


def write(folder: Path, files: dict[str, str]) -> Path:
    """A small tree for showing that a guard refuses: every folder is a package."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        for parent in path.relative_to(folder).parents:
            if parent.parts:
                (folder / parent / "__init__.py").touch()
    return folder
