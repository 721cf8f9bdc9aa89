"""Who may do what: permissions are one table in the code; held roles are Membership rows.

Default deny: a right exists only where a role that holds it is held in a region that
contains the object's region.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from registry.models import User


class Role(models.TextChoices):
    """The roles of a regency's staff."""

    OFFICER = "officer", _("Enrollment officer")
    SUPERVISOR = "supervisor", _("Supervisor")
    TREASURER = "treasurer", _("Treasurer")
    EXAMINER = "examiner", _("Claims examiner")
    APPROVER = "approver", _("Approver")
    MANAGER = "manager", _("Manager")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("Administrator")


class Permission(models.TextChoices):
    """Every act that a role can hold."""

    REGISTER_VIEW = "register.view", _("See workers, decrees, lists and money")
    FIGURES_VIEW = "figures.view", _("See the coverage figures")
    SPONSOR_CREATE = "sponsor.create", _("Record sponsors and decrees")
    BATCH_UPLOAD = "batch.upload", _("Upload lists of workers")
    BATCH_APPLY = "batch.apply", _("Apply and undo lists")
    WORKER_REGISTER = "worker.register", _("Register a worker, and take his order")
    WORKER_CORRECT = "worker.correct", _("Correct a worker's data, and record what happened")
    CORRECTION_DECIDE = "correction.decide", _("Decide corrections of an identity")
    WORKER_MERGE = "worker.merge", _("Make two records of one person one")
    WORKER_REPLACE = "worker.replace", _("Replace a worker under a decree")
    DECREE_RENEW = "decree.renew", _("Renew a decree")
    NIK_REVEAL = "nik.reveal", _("See a whole NIK, with a reason")
    POPULATION_CHECK = "population.check", _("Read in checks of the population register")
    DEATH_RECORD = "death.record", _("Record a death")
    INVOICE_ISSUE = "invoice.issue", _("Issue invoices")
    PAYMENT_POST = "payment.post", _("Post and reverse payments")
    REFUND_POST = "refund.post", _("Pay credit back to the treasury")
    PERIOD_CLOSE = "period.close", _("Close a period of the books")
    RELIEF_ACCEPT = "relief.accept", _("Accept a contribution relief as credit")
    REPORTED_ENTER = "reported.enter", _("Enter reported participants")
    CLAIM_VIEW = "claim.view", _("See claims with their papers")
    CLAIM_REPORT = "claim.report", _("Report accidents and deaths, and add papers")
    CLAIM_ASSESS = "claim.assess", _("Examine and assess claims")
    CLAIM_DECIDE = "claim.decide", _("Decide claims")
    CLAIM_DECIDE_HIGH = "claim.decide_high", _("Decide claims of high amounts")
    CLAIM_PAY = "claim.pay", _("Pay benefits out")
    ADMIN_VIEW = "admin.view", _("Read the administration")
    DATA_FIX = "data.fix", _("Correct data in the administration")


_VIEW = {Permission.REGISTER_VIEW, Permission.FIGURES_VIEW}

ROLE_PERMISSIONS: dict[str, frozenset[Permission]] = {
    Role.OFFICER: frozenset(
        _VIEW
        | {
            Permission.SPONSOR_CREATE,
            Permission.BATCH_UPLOAD,
            Permission.WORKER_REGISTER,
            Permission.WORKER_CORRECT,
            Permission.NIK_REVEAL,
            Permission.DEATH_RECORD,
            Permission.REPORTED_ENTER,
            Permission.CLAIM_VIEW,
            Permission.CLAIM_REPORT,
        }
    ),
    Role.SUPERVISOR: frozenset(
        _VIEW
        | {
            Permission.BATCH_APPLY,
            Permission.WORKER_REGISTER,
            Permission.WORKER_CORRECT,
            Permission.CORRECTION_DECIDE,
            Permission.WORKER_MERGE,
            Permission.WORKER_REPLACE,
            Permission.DECREE_RENEW,
            Permission.NIK_REVEAL,
            Permission.POPULATION_CHECK,
            Permission.DEATH_RECORD,
            Permission.REPORTED_ENTER,
        }
    ),
    Role.TREASURER: frozenset(
        _VIEW
        | {
            Permission.INVOICE_ISSUE,
            Permission.PAYMENT_POST,
            Permission.REFUND_POST,
            Permission.PERIOD_CLOSE,
            Permission.RELIEF_ACCEPT,
            Permission.CLAIM_VIEW,
            Permission.CLAIM_PAY,
        }
    ),
    Role.EXAMINER: frozenset(
        _VIEW
        | {
            Permission.DEATH_RECORD,
            Permission.NIK_REVEAL,
            Permission.CLAIM_VIEW,
            Permission.CLAIM_REPORT,
            Permission.CLAIM_ASSESS,
        }
    ),
    Role.APPROVER: frozenset(_VIEW | {Permission.CLAIM_VIEW, Permission.CLAIM_DECIDE}),
    Role.MANAGER: frozenset(
        _VIEW | {Permission.CLAIM_VIEW, Permission.CLAIM_DECIDE, Permission.CLAIM_DECIDE_HIGH}
    ),
    Role.AUDITOR: frozenset(_VIEW | {Permission.CLAIM_VIEW, Permission.ADMIN_VIEW}),
    Role.ADMINISTRATOR: frozenset(
        _VIEW
        | {
            Permission.REPORTED_ENTER,
            Permission.ADMIN_VIEW,
            Permission.DATA_FIX,
            Permission.CLAIM_VIEW,
        }
    ),
}


def may(user: User, permission: Permission, region_code: str | None = None) -> bool:
    """Return whether the user holds the permission in the region (anywhere when None)."""
    return any(
        permission in ROLE_PERMISSIONS[held.role]
        and (region_code is None or region_code.startswith(held.region_code))
        for held in user.held_roles
    )


def require(user: User, permission: Permission, region_code: str) -> None:
    """Raise PermissionDenied unless the user holds the permission in that region."""
    if not may(user, permission, region_code):
        raise PermissionDenied(
            _("Your role does not allow this here: %(act)s. Ask the administrator of your office.")
            % {"act": permission.label}
        )
