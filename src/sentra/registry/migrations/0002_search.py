"""The word index behind the search box: FTS5 on SQLite, GIN over tsvector on PostgreSQL.

On SQLite it is an external-content table kept by triggers (a contentless one cannot delete on 3.40).
Every version of a profile is indexed when it is written, so that showing a batch touches no index.
"""

from collections.abc import Callable
from typing import Any

from django.db import migrations

SQLITE = (
    "CREATE VIRTUAL TABLE registry_search USING fts5(search_text, content='registry_profile', content_rowid='id', "
    "prefix='2 3', tokenize='unicode61 remove_diacritics 2')",
    "CREATE TRIGGER registry_search_new AFTER INSERT ON registry_profile BEGIN "
    "INSERT INTO registry_search(rowid, search_text) VALUES (new.id, new.search_text); END",
    "CREATE TRIGGER registry_search_gone AFTER DELETE ON registry_profile BEGIN "
    "INSERT INTO registry_search(registry_search, rowid, search_text) VALUES ('delete', old.id, old.search_text); END",
    "CREATE TRIGGER registry_search_changed AFTER UPDATE OF search_text ON registry_profile BEGIN "
    "INSERT INTO registry_search(registry_search, rowid, search_text) VALUES ('delete', old.id, old.search_text); "
    "INSERT INTO registry_search(rowid, search_text) VALUES (new.id, new.search_text); END",
)
SQLITE_BACK = (
    "DROP TRIGGER registry_search_new",
    "DROP TRIGGER registry_search_gone",
    "DROP TRIGGER registry_search_changed",
    "DROP TABLE registry_search",
)
# Showing a batch rewrites its profiles; their words wait in the pending list (kB) until the vacuum after it.
POSTGRESQL = (
    "CREATE INDEX registry_search ON registry_profile USING gin (to_tsvector('simple', search_text)) "
    "WITH (gin_pending_list_limit = 65536)",
)
POSTGRESQL_BACK = ("DROP INDEX registry_search",)


def run(sqlite: tuple[str, ...], postgresql: tuple[str, ...]) -> Callable[[Any, Any], None]:
    def operation(apps: Any, schema_editor: Any) -> None:
        for statement in sqlite if schema_editor.connection.vendor == "sqlite" else postgresql:
            schema_editor.execute(statement)

    return operation


class Migration(migrations.Migration):
    dependencies = [("registry", "0001_initial")]
    operations = [migrations.RunPython(run(SQLITE, POSTGRESQL), run(SQLITE_BACK, POSTGRESQL_BACK))]
