"""What is stored: every model has a word in the dictionary, and no lower room sees who leans on it."""

import ast
import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.test.utils import isolate_apps
from django.utils import translation

from tests.house.reading import REPOSITORY, calls, chain, modules, tree

GLOSSARY = REPOSITORY / "docs" / "glossary.md"


def own_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("sentra.")]


def dictionary(path: Path) -> dict[str, tuple[str, str]]:
    """`| \\`Office\\` | Dinas | meaning |` as {"Office": ("Dinas", "meaning")}."""
    rows = re.findall(
        r"^\| `(\w+)`[^|]*\|([^|]*)\|([^|]*)\|$", path.read_text(encoding="utf-8"), re.MULTILINE
    )
    return {term: (word.strip(), meaning.strip()) for term, word, meaning in rows}


def missing_words(names: Iterable[str], known: dict[str, tuple[str, str]]) -> list[str]:
    """Models without a line, or with a line that leaves the Indonesian word or the meaning empty."""
    return sorted(name for name in names if not all(known.get(name, ("", ""))))


def test_every_model_is_in_the_glossary():
    assert missing_words((model.__name__ for model in own_models()), dictionary(GLOSSARY)) == []


def test_a_model_without_a_word_or_a_meaning_is_named(tmp_path):
    path = tmp_path / "glossary.md"
    path.write_text("| `Office` | Dinas | An office |\n| `Site` | Lokasi | |\n", encoding="utf-8")
    assert missing_words(["Site", "Office", "Ghost"], dictionary(path)) == ["Ghost", "Site"]


def room_of(model: type[models.Model]) -> str:
    """`registry` for sentra.registry.models; Django's and allauth's own models belong to the ground."""
    parts = model.__module__.split(".")
    return parts[1] if parts[0] in {"sentra", "tests"} else "base"


def visible_from_below(found: Iterable[type[models.Model]]) -> list[str]:
    """Keys that cross rooms and let the lower room see who leans on it."""
    return sorted(
        f"{model.__name__}.{field.name}"
        for model in found
        for field in model._meta.get_fields()
        if field.is_relation
        and not field.auto_created
        and isinstance(field.related_model, type)
        and room_of(field.related_model) != room_of(model)
        and not field.remote_field.hidden
    )


def test_keys_that_cross_rooms_are_hidden():
    assert visible_from_below(own_models()) == []


@isolate_apps("sentra.registry")
def test_a_visible_key_across_rooms_is_refused():
    class Lease(models.Model):
        seen = models.ForeignKey("people.Office", models.PROTECT)
        hidden = models.ForeignKey("people.Office", models.PROTECT, related_name="+")
        crowd = models.ManyToManyField("people.Office", related_name="leases")

        class Meta:
            app_label = "registry"

    Lease.__module__ = "sentra.registry.models"
    for field in (*Lease._meta.fields, *Lease._meta.many_to_many):
        if field.is_relation:
            field.remote_field.model = apps.get_model("people", "Office")
    assert visible_from_below([Lease]) == ["Lease.crowd", "Lease.seen"]


def clashing_names(found: Iterable[type[models.Model]]) -> list[str]:
    """Index and constraint names that a table or another of them already has: PostgreSQL keeps one list of names."""
    found = list(found)
    taken = [model._meta.db_table for model in found]
    taken += [each.name for model in found for each in (*model._meta.indexes, *model._meta.constraints)]
    return sorted({name for name in taken if taken.count(name) > 1})


def test_tables_indexes_and_constraints_have_names_of_their_own():
    assert clashing_names(own_models()) == []


@isolate_apps("sentra.registry")
def test_a_constraint_named_like_a_table_is_refused():
    class Lease(models.Model):
        year = models.IntegerField()

        class Meta:
            app_label = "registry"
            constraints = (models.UniqueConstraint(fields=("year",), name="registry_lease"),)

    assert clashing_names([Lease]) == ["registry_lease"]


def test_no_migration_is_missing():
    loader = MigrationLoader(None)
    with translation.override(None):  # names are compared as written, not as shown
        found = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps)).changes(
            graph=loader.graph
        )
    assert {app: [str(each) for each in changes] for app, changes in found.items()} == {}


def one_way(text_tree: ast.AST) -> list[int]:
    """Lines of a migration that cannot be taken back: RunPython or RunSQL without its reverse."""
    lines = []
    for call in calls(text_tree):
        name = chain(call.func)[-1:]
        reverse = {"RunPython": "reverse_code", "RunSQL": "reverse_sql"}.get(name[0] if name else "")
        named = {word.arg for word in call.keywords}
        starred = any(isinstance(each, ast.Starred) for each in call.args)
        if reverse and reverse not in named and len(call.args) < 2 and not starred:
            lines.append(call.lineno)
    return lines


def test_migrations_can_be_taken_back():
    package = REPOSITORY / "src" / "sentra"
    found = {
        path.name: one_way(tree(path))
        for path in modules(package, migrations=True)
        if "migrations" in path.parts
    }
    assert {name: lines for name, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    ("operation", "refused"),
    [
        ("migrations.RunPython(fill)", [1]),
        ("migrations.RunPython(fill, migrations.RunPython.noop)", []),
        ("migrations.RunPython(code=fill, reverse_code=empty)", []),
        ("migrations.RunSQL('CREATE TRIGGER t')", [1]),
        ("migrations.RunSQL('CREATE TRIGGER t', reverse_sql='DROP TRIGGER t')", []),
    ],
)
def test_a_one_way_migration_is_refused(operation, refused):
    assert one_way(ast.parse(operation)) == refused
