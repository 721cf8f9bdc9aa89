"""What must never be, held by the database: no entry in closed books; and an index of names.

SQLite makes a table anew to change it and forgets its triggers: those of enrollments that do not
overlap are set again. PostgreSQL finds any part of a name by trigrams; SQLite, which serves one
office, reads through the names.
"""

from importlib import import_module
from typing import Any, ClassVar, NamedTuple

from django.db import migrations

overlaps = import_module("enrollment.migrations.0002_no_overlaps")

CLOSED = """
    EXISTS (
        SELECT 1 FROM enrollment_closedperiod AS closed
        WHERE {region} LIKE closed.region_id || '%' AND {day} < closed.until
    )
"""
REGION_OF_SPONSOR = "(SELECT s.region_id FROM enrollment_sponsor s WHERE s.id = NEW.sponsor_id)"
REGION_OF_DECREE = "(SELECT d.region_id FROM enrollment_decree d WHERE d.id = NEW.decree_id)"
REGION_OF_LINE = """(
    SELECT d.region_id FROM enrollment_invoiceline l
    JOIN enrollment_invoice i ON i.id = l.invoice_id
    JOIN enrollment_decree d ON d.id = i.decree_id
    WHERE l.id = NEW.line_id
)"""
REGION_OF_PAYMENT = """(
    SELECT s.region_id FROM enrollment_payment p
    JOIN enrollment_sponsor s ON s.id = p.sponsor_id
    WHERE p.id = NEW.payment_id
)"""


class Rule(NamedTuple):
    """One refusal: on which table, before what, and when."""

    name: str
    table: str
    event: str
    refused_when: str


def closed(region: str, day: str) -> str:
    return CLOSED.format(region=region, day=day)


PAYMENT_FIELDS = "amount_idr, paid_on, booked_on, budget_year, sponsor_id, fund, reference"
RULES = (
    Rule(
        "payment_in_open_books",
        "enrollment_payment",
        "INSERT",
        closed(REGION_OF_SPONSOR, "NEW.booked_on"),
    ),
    Rule(
        "payment_of_closed_books_stays",
        "enrollment_payment",
        f"UPDATE OF {PAYMENT_FIELDS}",
        closed(REGION_OF_SPONSOR, "OLD.booked_on"),
    ),
    Rule(
        "payment_reversed_in_open_books",
        "enrollment_payment",
        "UPDATE OF reversed_on",
        "NEW.reversed_on IS NOT NULL AND OLD.reversed_on IS NULL AND "
        + closed(REGION_OF_SPONSOR, "NEW.reversed_on"),
    ),
    Rule(
        "invoice_in_open_books",
        "enrollment_invoice",
        "INSERT",
        closed(REGION_OF_DECREE, "NEW.issued_on"),
    ),
    Rule(
        "credit_note_in_open_books",
        "enrollment_creditnote",
        "INSERT",
        closed(REGION_OF_LINE, "NEW.posted_on"),
    ),
    Rule(
        "refund_in_open_books",
        "enrollment_refund",
        "INSERT",
        closed(REGION_OF_PAYMENT, "NEW.refunded_on"),
    ),
    Rule(
        "refund_reversed_in_open_books",
        "enrollment_refund",
        "UPDATE OF reversed_on",
        "NEW.reversed_on IS NOT NULL AND OLD.reversed_on IS NULL AND "
        + closed(REGION_OF_PAYMENT, "NEW.reversed_on"),
    ),
    Rule(
        "invoice_of_closed_books_stays",
        "enrollment_invoice",
        "UPDATE OF number, decree_id, issued_on, due_on, workers, worker_months, total_idr",
        closed(REGION_OF_DECREE, "OLD.issued_on"),
    ),
    Rule(
        "credit_note_of_closed_books_stays",
        "enrollment_creditnote",
        "UPDATE",
        closed(REGION_OF_LINE, "OLD.posted_on"),
    ),
    Rule(
        "refund_of_closed_books_stays",
        "enrollment_refund",
        "UPDATE OF payment_id, amount_idr, reference, refunded_on",
        closed(REGION_OF_PAYMENT, "OLD.refunded_on"),
    ),
    Rule("closed_period_stays", "enrollment_closedperiod", "UPDATE", "1 = 1"),
)

ON_SQLITE = """
CREATE TRIGGER {name} BEFORE {event} ON {table}
BEGIN
    SELECT RAISE(ABORT, '{name}') WHERE {refused_when};
END
"""

FUNCTION = """
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF {refused_when} THEN
        RAISE EXCEPTION '{name}' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$
"""

ON_POSTGRESQL = """
CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()
"""

NAME_INDEX = """
CREATE INDEX worker_name_parts ON enrollment_worker USING gin (name_key gin_trgm_ops)
"""


def hold(apps: Any, schema_editor: Any) -> None:
    postgresql = schema_editor.connection.vendor == "postgresql"
    for rule in RULES:
        for statement in (FUNCTION, ON_POSTGRESQL) if postgresql else (ON_SQLITE,):
            schema_editor.execute(statement.format(**rule._asdict()), None)
    if postgresql:
        schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        schema_editor.execute(NAME_INDEX)
    else:
        for name in ("enrollment_never_overlaps", "coverage_never_overlaps"):
            for event in ("insert", "update"):
                schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}_{event}")
        overlaps.forbid_overlaps(apps, schema_editor)


def let_go(apps: Any, schema_editor: Any) -> None:
    postgresql = schema_editor.connection.vendor == "postgresql"
    for rule in RULES:
        if postgresql:
            schema_editor.execute(f"DROP TRIGGER {rule.name} ON {rule.table}")
            schema_editor.execute(f"DROP FUNCTION {rule.name}()")
        else:
            schema_editor.execute(f"DROP TRIGGER {rule.name}")
    if postgresql:
        schema_editor.execute("DROP INDEX worker_name_parts")


class Migration(migrations.Migration):
    dependencies: ClassVar[list[Any]] = [("enrollment", "0004_workplace")]

    operations: ClassVar[list[Any]] = [migrations.RunPython(hold, let_go)]
