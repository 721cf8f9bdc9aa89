"""What waits for a member of staff, each thing with the page that does it."""

from __future__ import annotations

from datetime import date
from typing import Final

from dashboards.worklists import claims, contributions, people
from dashboards.worklists.work import Work
from registry.models import User
from registry.roles import Permission, may

# what is late comes first whatever it is; else in this order: lists, money, people, claims
_SOURCES: Final = (
    (Permission.BATCH_UPLOAD, contributions.lists_to_repair),
    (Permission.BATCH_APPLY, contributions.lists_to_apply),
    (Permission.INVOICE_ISSUE, contributions.decrees_to_bill),
    (Permission.PAYMENT_POST, contributions.invoices_due),
    (Permission.RELIEF_ACCEPT, contributions.reliefs),
    (Permission.PAYMENT_POST, contributions.credit),
    (Permission.CORRECTION_DECIDE, people.corrections),
    (Permission.WORKER_CORRECT, people.register_answers),
    (Permission.DECREE_RENEW, people.decrees_ending),
    (Permission.FIGURES_VIEW, people.lapses),
    (Permission.WORKER_REGISTER, people.arrears),
    (Permission.CLAIM_PAY, claims.claims_to_pay),
    (Permission.CLAIM_PAY, claims.granted_before),
    (Permission.CLAIM_PAY, claims.arrears_settled),
    (Permission.CLAIM_PAY, claims.school_years),
    (Permission.CLAIM_DECIDE, claims.claims_to_decide),
    (Permission.CLAIM_ASSESS, claims.claims_to_assess),
    (Permission.CLAIM_ASSESS, claims.claims_to_conclude),
    (Permission.CLAIM_ASSESS, claims.claims_to_check),
    (Permission.CLAIM_REPORT, claims.claims_to_file),
    (Permission.CLAIM_PAY, claims.transfers),
    (Permission.REGISTER_VIEW, people.files_ready),
)


def worklist(user: User, *, today: date) -> list[Work]:
    """Return what waits for this user, by the rights held: what is late, then the most pressing."""
    found = [
        work
        for permission, source in _SOURCES
        if may(user, permission)
        for work in source(user, today)
    ]
    return sorted(found, key=lambda work: not work.is_late)
