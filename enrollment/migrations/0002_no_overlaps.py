"""What must never be, held by the database: no worker-month twice, paid or enrolled.

PostgreSQL has exclusion constraints; SQLite lacks them, and triggers say the same there.
Both refuse with an integrity error that carries the constraint's name.
"""

from typing import Any, ClassVar

from django.db import migrations

RULES = {
    "coverage_never_overlaps": "enrollment_coverageperiod",
    "enrollment_never_overlaps": "enrollment_enrollment",
}

TRIGGER = """
CREATE TRIGGER {rule}_{event_name} BEFORE {event} ON {table}
WHEN NEW.voided_on IS NULL
BEGIN
    SELECT RAISE(ABORT, '{rule}')
    WHERE EXISTS (
        SELECT 1 FROM {table} AS other
        WHERE other.worker_id = NEW.worker_id AND other.voided_on IS NULL
          AND other.since < NEW.until AND other.until > NEW.since {but_itself}
    );
END
"""

EXCLUDE = """
ALTER TABLE {table} ADD CONSTRAINT {rule} EXCLUDE USING gist (
    worker_id WITH =, daterange(since, until) WITH &&
) WHERE (voided_on IS NULL)
"""


def forbid_overlaps(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
        for rule, table in RULES.items():
            schema_editor.execute(EXCLUDE.format(rule=rule, table=table))
        return
    for rule, table in RULES.items():
        for event_name, event, but_itself in (
            ("insert", "INSERT", ""),
            (
                "update",
                "UPDATE OF worker_id, since, until, voided_on",
                "AND other.id <> NEW.id",
            ),
        ):
            schema_editor.execute(
                TRIGGER.format(
                    rule=rule,
                    table=table,
                    event_name=event_name,
                    event=event,
                    but_itself=but_itself,
                )
            )


def allow_overlaps(apps: Any, schema_editor: Any) -> None:
    for rule, table in RULES.items():
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {rule}")
        else:
            schema_editor.execute(f"DROP TRIGGER {rule}_insert")
            schema_editor.execute(f"DROP TRIGGER {rule}_update")


class Migration(migrations.Migration):
    dependencies: ClassVar[list[Any]] = [("enrollment", "0001_initial")]

    operations: ClassVar[list[Any]] = [migrations.RunPython(forbid_overlaps, allow_overlaps)]
