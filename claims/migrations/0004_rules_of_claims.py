"""What must never be in a claim, held by the database: triggers that say the same on both.

A status changes only with the step that explains it, nobody decides what he assessed or pays what
he decided, and what was assessed or decided is never rewritten. Each refuses with an integrity
error that carries the rule's name.
"""

from typing import Any, ClassVar, NamedTuple

from django.db import migrations


class Rule(NamedTuple):
    """One refusal: on which table, before what, and when."""

    name: str
    table: str
    event: str
    refused_when: str


STEP_MISSING = """
    (NEW.status <> OLD.status OR NEW.steps_taken <> OLD.steps_taken)
    AND NOT (
        NEW.steps_taken = OLD.steps_taken + 1 AND EXISTS (
            SELECT 1 FROM claims_claimstep AS step
            WHERE step.claim_id = NEW.id AND step.number = NEW.steps_taken
              AND step.source = OLD.status AND step.target = NEW.status
        )
    )
"""
SAME_DECIDER = """
    EXISTS (
        SELECT 1 FROM claims_assessment AS mine
        WHERE mine.claim_id = NEW.claim_id AND mine.assessed_by_id = NEW.decided_by_id
    ) OR (
        NEW.level <> '' AND EXISTS (
            SELECT 1 FROM claims_decision AS earlier
            WHERE earlier.claim_id = NEW.claim_id AND earlier.decided_by_id = NEW.decided_by_id
        )
    ) OR (
        NEW.kind = 'approved' AND EXISTS (
            SELECT 1 FROM claims_payout AS paid
            WHERE paid.claim_id = NEW.claim_id
              AND NEW.decided_by_id IN (paid.ordered_by_id, paid.settled_by_id)
        )
    )
"""
SAME_PAYER = """
    EXISTS (
        SELECT 1 FROM claims_decision AS decided
        WHERE decided.claim_id = NEW.claim_id AND decided.kind = 'approved'
          AND decided.decided_by_id IN (NEW.ordered_by_id, NEW.settled_by_id)
    )
"""
RULES = (
    Rule("claim_begins_without_a_step", "claims_claim", "INSERT", "NEW.steps_taken <> 0"),
    Rule("claim_status_needs_a_step", "claims_claim", "UPDATE", STEP_MISSING),
    Rule("decision_by_another_person", "claims_decision", "INSERT", SAME_DECIDER),
    Rule("payout_by_another_person", "claims_payout", "INSERT", SAME_PAYER),
    Rule("payout_settled_by_another_person", "claims_payout", "UPDATE", SAME_PAYER),
    Rule("claim_step_stays", "claims_claimstep", "UPDATE", "1 = 1"),
    Rule("assessment_stays", "claims_assessment", "UPDATE", "1 = 1"),
    Rule("decision_stays", "claims_decision", "UPDATE", "1 = 1"),
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


def hold(apps: Any, schema_editor: Any) -> None:
    postgresql = schema_editor.connection.vendor == "postgresql"
    for rule in RULES:
        for statement in (FUNCTION, ON_POSTGRESQL) if postgresql else (ON_SQLITE,):
            schema_editor.execute(statement.format(**rule._asdict()), None)


def let_go(apps: Any, schema_editor: Any) -> None:
    for rule in RULES:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER {rule.name} ON {rule.table}")
            schema_editor.execute(f"DROP FUNCTION {rule.name}()")
        else:
            schema_editor.execute(f"DROP TRIGGER {rule.name}")


class Migration(migrations.Migration):
    dependencies: ClassVar[list[Any]] = [("claims", "0003_claims")]

    operations: ClassVar[list[Any]] = [migrations.RunPython(hold, let_go)]
