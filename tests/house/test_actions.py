"""One action, every door: the shape of actions, who may write, and who may look at the clock."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.reading import (
    DOORS,
    PACKAGE,
    calls,
    chain,
    functions,
    imported,
    modules,
    place,
    rooms,
    tree,
    write,
)

READERS = ("queries", "rules", "catalogue")
# (file, method) -> why this write is not an action's.
WRITES_ALLOWED: dict[tuple[str, str], str] = {}
ALWAYS_WRITES = {"save", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
WRITES_ON_ROWS = {"create", "update", "delete"}
ROWS = {"objects", "_default_manager", "_base_manager", "filter", "exclude", "all", "get_queryset"}
NOT_ROWS = {
    "workbook",
    "book",
    "font",
    "narrowed",
    "super",
}  # files are saved too; a form that extends save() calls up


def grounds(package: Path) -> list[Path]:
    return [package / room for room in sorted(rooms(package))] + sorted((package / "base").glob("*"))


def actions_of(folder: Path) -> Iterator[tuple[Path, ast.FunctionDef]]:
    """The public functions of `actions.py`; of an `actions/` package, those that its window (`__init__`) shows."""
    window = folder / "actions" / "__init__.py"
    if window.exists():
        shown = {name.rpartition(".")[2] for _, name in imported(window)}
        for path in sorted(window.parent.glob("**/*.py")):
            yield from (
                (path, node) for node in public_functions(path) if node.name in shown or path == window
            )
    elif (folder / "actions.py").exists():
        yield from ((folder / "actions.py", node) for node in public_functions(folder / "actions.py"))


def public_functions(path: Path) -> Iterator[ast.FunctionDef]:
    return (
        node
        for node in tree(path).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    )


def misshapen(package: Path) -> list[str]:
    """Actions that are not keyword-only with `by` and `at` first."""
    return [
        f"{place(path, package, node.lineno)} {node.name}"
        for folder in grounds(package)
        for path, node in actions_of(folder)
        if not well_shaped(node)
    ]


def well_shaped(node: ast.FunctionDef) -> bool:
    plain = node.args.args or node.args.posonlyargs or node.args.vararg
    return not plain and [each.arg for each in node.args.kwonlyargs[:2]] == ["by", "at"]


def test_actions_are_keyword_only_with_by_and_at_first():
    assert misshapen(PACKAGE) == []


def test_a_misshapen_action_is_refused(tmp_path):
    write(
        tmp_path,
        {
            "registry/actions/merging.py": "def merge(*, by, at, loser): ...\ndef step(x): ...\ndef split(by, at): ...\n",
            "registry/actions/__init__.py": "from sentra.registry.actions.merging import merge, split\n",
            "base/people/actions.py": "def invite(*, at, by): ...\ndef _token(x): ...\n",
            "web/actions.py": "def anything(x): ...\n",
        },
    )
    assert misshapen(tmp_path) == ["registry/actions/merging.py:3 split", "base/people/actions.py:1 invite"]


def behind_windows(package: Path) -> list[str]:
    """Imports from outside a room that pass its `actions/` window and reach a module inside."""
    found = []
    for path in modules(package):
        for line, name in imported(path):
            parts = name.split(".")
            if parts[0] != "sentra" or "actions" not in parts[:-1] or package / parts[1] in path.parents:
                continue
            inside = parts[1 : parts.index("actions") + 2]
            if len(parts) > len(inside) + 1 or package.joinpath(*inside).with_suffix(".py").exists():
                found.append(f"{place(path, package, line)} {name}")
    return found


def test_actions_are_reached_through_their_window():
    assert behind_windows(PACKAGE) == []


def test_an_import_behind_the_window_is_refused(tmp_path):
    through = "from sentra.registry.actions import merge\nfrom sentra.registry import actions\n"
    around = (
        "from sentra.registry.actions.merging import merge\nfrom sentra.registry.actions import merging\n"
    )
    write(
        tmp_path,
        {
            "registry/actions/merging.py": "",
            "registry/actions/splitting.py": around,
            "web/through.py": through,
            "web/around.py": around,
        },
    )
    assert behind_windows(tmp_path) == [
        "web/around.py:1 sentra.registry.actions.merging.merge",
        "web/around.py:2 sentra.registry.actions.merging",
    ]


def readers(package: Path) -> Iterator[Path]:
    """Every module that may look but not write: doors, and the words of a room above which actions stand."""
    for door in DOORS:
        yield from modules(package / door)
    for room in sorted(rooms(package)):
        for word in READERS:
            yield from (path for path in (package / room / f"{word}.py",) if path.exists())
            yield from modules(package / room / word)


def writes(package: Path) -> list[str]:
    found = []
    for path in readers(package):
        for call in calls(tree(path)):
            method = written(call)
            if method and (path.relative_to(package).as_posix(), method) not in WRITES_ALLOWED:
                found.append(f"{place(path, package, call.lineno)} {method}")
    return found


def written(call: ast.Call) -> str | None:
    """The name of the writing method this calls, or None."""
    if not isinstance(call.func, ast.Attribute):
        return None
    names = chain(call.func)
    method, before = names[-1], names[:-1]
    if method.removeprefix("a") in ALWAYS_WRITES | WRITES_ON_ROWS:
        method = method.removeprefix("a")
    if method in ALWAYS_WRITES and not NOT_ROWS & set(before[-1:]):
        return method
    whole_row = method == "delete" and not call.args and not call.keywords
    return method if method in WRITES_ON_ROWS and (ROWS & set(before) or whole_row) else None


def test_only_actions_and_the_ground_write():
    assert writes(PACKAGE) == []


@pytest.mark.parametrize(
    ("line", "refused"),
    [
        ("business.save()", ["save"]),
        ("form.save(commit=True)", ["save"]),
        ("Business.objects.create(name='x')", ["create"]),
        ("Business.objects.filter(pk=1).update(name='x')", ["update"]),
        ("await Business.objects.filter(pk=1).aupdate(name='x')", ["update"]),
        ("office.sites.all().delete()", ["delete"]),
        ("business.delete()", ["delete"]),
        ("Site.objects.bulk_create(rows)", ["bulk_create"]),
        ("Site.objects.get_or_create(pk=1)", ["get_or_create"]),
        ("context.update(page=1)", []),
        ("cache.delete('key')", []),
        ("workbook.save(stream)", []),
        ("Business.objects.filter(pk=1).count()", []),
    ],
)
def test_a_write_outside_actions_is_refused(tmp_path, line, refused):
    text = f"async def view(request):\n    {line}\n"
    write(tmp_path, {"web/registry/views.py": text, "registry/queries.py": text, "registry/actions.py": text})
    assert writes(tmp_path) == [
        f"{file}:2 {method}"
        for file in ("web/registry/views.py", "registry/queries.py")
        for method in refused
    ]


CLOCKS = {
    "django.utils.timezone.now",
    "sentra.base.values.now",
    "sentra.base.values.moment",
    "sentra.base.values.moment.now",
    "time.time",
}
CLOCK_CALLS = {
    ("timezone", "now"),
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("date", "today"),
    ("datetime", "today"),
    ("time", "time"),
}
MAY_READ_THE_CLOCK = (*DOORS, "config", "base/values")


def clock_readers(package: Path) -> list[str]:
    found = []
    for path in modules(package):
        if path.relative_to(package).as_posix().startswith(MAY_READ_THE_CLOCK):
            continue
        found += [f"{place(path, package, line)} {name}" for line, name in imported(path) if name in CLOCKS]
        found += [
            f"{place(path, package, call.lineno)} {'.'.join(chain(call.func))}"
            for call in calls(tree(path))
            if tuple(chain(call.func)[-2:]) in CLOCK_CALLS
        ]
    return found


def test_only_doors_read_the_clock():
    assert clock_readers(PACKAGE) == []


def test_a_clock_below_the_doors_is_refused(tmp_path):
    text = "from sentra.base.values import Rupiah, now\nimport datetime\n\nx = datetime.datetime.now()\n"
    write(tmp_path, {"registry/rules.py": text, "web/views.py": text, "base/values/moment.py": text})
    assert clock_readers(tmp_path) == [
        "registry/rules.py:1 sentra.base.values.now",
        "registry/rules.py:4 datetime.datetime.now",
    ]


def admins(package: Path) -> list[str]:
    return [
        place(path, package, line)
        for path in modules(package)
        for line, name in imported(path)
        if "contrib.admin" in name
    ]


def test_there_is_no_django_admin(settings):
    assert admins(PACKAGE) == []
    assert "django.contrib.admin" not in settings.INSTALLED_APPS


def test_an_admin_is_refused(tmp_path):
    write(tmp_path, {"registry/admin.py": "from django.contrib import admin\n"})
    assert admins(tmp_path) == ["registry/admin.py:1"]


def asserts(package: Path) -> list[str]:
    return [
        place(path, package, node.lineno)
        for path in modules(package)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Assert)
    ]


def test_source_raises_and_never_asserts():
    assert asserts(PACKAGE) == []


def test_an_assert_in_source_is_refused(tmp_path):
    write(tmp_path, {"registry/rules.py": "def may_x():\n    assert True\n"})
    assert asserts(tmp_path) == ["registry/rules.py:2"]
    assert [node.name for node in functions(tmp_path / "registry/rules.py")] == ["may_x"]
