"""Accepting a relief that was published after an invoice: it becomes the payer's credit."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from enrollment.actions.credits import Reduction, post_credit_notes
from enrollment.actions.periods import require_open
from enrollment.models import CoveragePeriod, CreditNote, Invoice, Sponsor
from enrollment.queries.reliefs import relieved_months
from enrollment.rules.contributions import Relief, reliefs_published_between
from registry.audit import record
from registry.models import User
from registry.refusals import Refused
from registry.roles import Permission, require


class NoSuchRelief(Refused):
    code, field = "no_such_relief", "relief"


@transaction.atomic
def accept_relief(*, invoice: Invoice, relief_key: str, on: date, by: User) -> int:
    """Post the credit notes that a later relief owes on an invoice; return the rupiah released.

    The invoice is never rewritten (PP 49/2020, PP 50/2025: the excess is set off). Months
    paid become the payer's credit; months not yet paid cost less. Accepting it twice releases
    nothing more.
    """
    require(by, Permission.RELIEF_ACCEPT, invoice.region_code)
    Sponsor.objects.select_for_update().get(pk=invoice.decree.sponsor_id)
    require_open(invoice.region_code, on)
    return post_relief(invoice=invoice, relief=_relief(invoice, relief_key, on), on=on, by=by)


def post_relief(*, invoice: Invoice, relief: Relief, on: date, by: User) -> int:
    """Do what accept_relief says, for an act whose own permission was asked for.

    The caller holds the payer, and knows that the books are open.
    """
    basis = {"key": relief.key, "source": relief.source, "clause": relief.clause}
    reductions = [
        Reduction(reached.line.pk, reached.months, reached.by_idr, basis)
        for reached in relieved_months(invoice, relief, known_on=on)
    ]
    released_idr = post_credit_notes(
        reductions,
        reason=CreditNote.Reason.RELIEF,
        void_reason=CoveragePeriod.VoidReason.REPRICED,
        on=on,
        by=by,
    )
    if reductions:
        record(
            "relief.accepted",
            subject=invoice,
            by=by,
            relief=relief.key,
            lines=len(reductions),
            released_idr=released_idr,
        )
    return released_idr


def _relief(invoice: Invoice, key: str, on: date) -> Relief:
    for relief in reliefs_published_between(invoice.issued_on, on):
        if relief.key == key:
            return relief
    raise NoSuchRelief(
        _("No relief %(key)s was published between this invoice and that day.") % {"key": key}
    )
