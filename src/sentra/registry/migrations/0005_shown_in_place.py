"""On PostgreSQL, marking a version as current writes no index.

A row that changes in a column of any index, or of an index's condition, gets a new entry in every index of
its table: showing a list of 43,358 businesses made 600,000 entries, in 1.5 s. Here no index names `current`.
Indexes of lists hold every version, and pages fill half, so that a marked row stays on the page of the old
one (a heap-only update): the same takes 0.2 s. That only one version of a business is current is held by a
narrow table of its own, kept by triggers, as a unique index would hold it: a second one is refused.

SQLite changes a row where it stands, and keeps the indexes of the models.
"""

from collections.abc import Callable
from typing import Any

from django.db import migrations

LISTS = {
    "list_name": "",
    "list_district": "district_id, ",
    "list_village": "village_id, ",
    "list_branch": "branch, ",
    "list_size": "size, ",
    "list_status": "status, ",
    "list_size_msme": "size_msme, ",
    "list_size_statistics": "size_statistics, ",
}
HALF = "fillfactor = 45"  # per cent of a page; a little less than half leaves room for single edits


def lists(condition: str = "") -> tuple[str, ...]:
    made = (
        f"CREATE INDEX {name} ON registry_profile ({first}sort_name, id){condition}"
        for name, first in LISTS.items()
    )
    return (*(f"DROP INDEX {name}" for name in LISTS), *made)


EVENTS = {
    "INSERT": "REFERENCING NEW TABLE AS come",
    "UPDATE": "REFERENCING OLD TABLE AS gone NEW TABLE AS come",
    "DELETE": "REFERENCING OLD TABLE AS gone",
}
FORWARDS = (
    "DROP INDEX one_current_profile",
    *lists(),
    f"ALTER TABLE registry_profile SET ({HALF})",
    f"ALTER TABLE registry_membership SET ({HALF})",
    "CREATE TABLE registry_shown (business_id bigint CONSTRAINT one_current_profile PRIMARY KEY)",
    "INSERT INTO registry_shown SELECT business_id FROM registry_profile WHERE current",
    """
    CREATE FUNCTION registry_shown_moves() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF TG_OP <> 'INSERT' THEN
        DELETE FROM registry_shown s USING gone WHERE gone.current AND s.business_id = gone.business_id;
      END IF;
      IF TG_OP <> 'DELETE' THEN
        INSERT INTO registry_shown SELECT business_id FROM come WHERE come.current;
      END IF;
      RETURN NULL;
    END $$
    """,
    *(
        f"CREATE TRIGGER registry_shown_{event.lower()} AFTER {event} ON registry_profile {tables} "
        "FOR EACH STATEMENT EXECUTE FUNCTION registry_shown_moves()"
        for event, tables in EVENTS.items()
    ),
)
BACKWARDS = (
    *(f"DROP TRIGGER registry_shown_{event.lower()} ON registry_profile" for event in EVENTS),
    "DROP FUNCTION registry_shown_moves()",
    "DROP TABLE registry_shown",
    "ALTER TABLE registry_membership RESET (fillfactor)",
    "ALTER TABLE registry_profile RESET (fillfactor)",
    *lists(" WHERE current"),
    "CREATE UNIQUE INDEX one_current_profile ON registry_profile (business_id) WHERE current",
)


def on_postgresql(statements: tuple[str, ...]) -> Callable[[Any, Any], None]:
    def operation(_apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            for statement in statements:
                schema_editor.execute(statement)

    return operation


class Migration(migrations.Migration):
    dependencies = [("registry", "0004_batch_revision")]
    operations = [migrations.RunPython(on_postgresql(FORWARDS), on_postgresql(BACKWARDS))]
