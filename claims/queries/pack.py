"""What the auditor's pack of a decree says of claims: amounts and days, and no medical fact."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import BigIntegerField, Exists, Max, OuterRef, QuerySet, Subquery, Sum
from django.utils.translation import gettext as _

from claims.models import BenefitLine, Claim, Payout
from enrollment.models import Decree, Enrollment
from registry.models import User
from registry.roles import Permission
from registry.slots import PackTable


def claims_under_decree(decree: Decree, reader: User) -> PackTable:
    """Return the claims about events in the months of members of a decree, as the reader sees them.

    A claim of an event before or after a membership belongs to whoever paid for that month.
    """
    return PackTable(
        title=_("Claims about the months of this decree"),
        headings=(
            _("Claim"),
            _("Worker"),
            _("Program"),
            _("Day of the event"),
            _("State"),
            _("Granted, in rupiah"),
            _("Paid out, in rupiah"),
            _("Last paid on"),
        ),
        rows=_rows(_claims(decree, reader)),
    )


def _claims(decree: Decree, reader: User) -> QuerySet[Claim]:
    named = Enrollment.objects.standing().filter(
        decree=decree,
        worker=OuterRef("worker"),
        since__lte=OuterRef("event_on"),
        until__gt=OuterRef("event_on"),
    )
    granted = BenefitLine.objects.standing().filter(claim=OuterRef("pk")).order_by()
    paid = Payout.objects.paid().filter(claim=OuterRef("pk")).order_by()
    return (
        Claim.objects.visible_to(reader, Permission.CLAIM_VIEW)
        .filter(Exists(named))
        .select_related("worker")
        .annotate(
            granted_idr=_sum(granted),
            paid_idr=_sum(paid),
            last_paid_on=Subquery(paid.values("claim").annotate(day=Max("paid_on")).values("day")),
        )
        .order_by("event_on", "number")
    )


def _sum(rows: QuerySet[Any]) -> Subquery:
    summed = rows.values("claim").annotate(idr=Sum("amount_idr")).values("idr")
    return Subquery(summed, output_field=BigIntegerField())


def _rows(claims: QuerySet[Any]) -> Iterator[Sequence[Any]]:
    for claim in claims.iterator(chunk_size=2000):
        yield (
            claim.number,
            claim.worker.name,
            claim.program,
            claim.event_on,
            str(claim.get_status_display()),
            claim.granted_idr or 0,
            claim.paid_idr or 0,
            claim.last_paid_on,
        )
