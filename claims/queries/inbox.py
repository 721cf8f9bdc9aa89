"""The inbox of claims: whose move, how much time is left, and what lateness costs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, Count, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from claims.models import LAST_DAY, Assessment, Claim
from claims.models.claims import ClaimQuerySet
from claims.rules.countdown import working_days_left
from claims.rules.states import MOVERS, OPEN, Mover, Status
from registry.models import Holiday, User
from registry.roles import Permission
from registry.scope import in_scope


@dataclass(frozen=True, slots=True)
class InboxRow:
    """A claim in the inbox. Amounts in rupiah; no days are left where there is no clock."""

    claim: Claim
    mover: Mover
    working_days_left: int | None
    days_late: int
    payable_idr: int

    @property
    def stake_idr(self) -> int:
        """The compensation owed if it were paid today."""
        return self.days_late * self.claim.daily_stake_idr


@dataclass(frozen=True, slots=True)
class InboxCounts:
    """How many claims wait for what, and the compensation that late ones owe so far."""

    open: int
    overdue: int
    mine: int
    waiting_for_family: int
    refused: int
    paid: int
    closed: int
    stake_idr: int


def with_payable(claims: ClaimQuerySet) -> ClaimQuerySet:
    """Return the claims with their workers, each with what its latest assessment grants now."""
    latest = Assessment.objects.filter(claim=OuterRef("pk")).order_by("-number")
    return claims.select_related("worker__village__parent", "worker__occupation").annotate(
        payable_idr=Coalesce(
            Subquery(latest.values("total_now_idr")[:1]), Value(0), output_field=BigIntegerField()
        )
    )


def inbox_rows(claims: Iterable[Claim], *, on: date) -> list[InboxRow]:
    """Return the rows of claims from with_payable(), with the time left; one query for all."""
    days_off = Holiday.objects.days_off()
    return [
        InboxRow(
            claim=claim,
            mover=MOVERS[Status(claim.status)],
            working_days_left=None
            if claim.act_by == LAST_DAY
            else working_days_left(on, claim.act_by, days_off),
            days_late=_days_late(claim, on),
            payable_idr=getattr(claim, "payable_idr", 0),
        )
        for claim in claims
    ]


def _days_late(claim: Claim, on: date) -> int:
    owed = claim.status in _OWED_IN and claim.pay_by is not None
    return max((on - claim.pay_by).days, 0) if owed and claim.pay_by else 0


_OWED_IN = (Status.COMPLETE, Status.ASSESSED, Status.APPROVED)
_MOVES: Sequence[tuple[Permission, Mover]] = (
    (Permission.CLAIM_REPORT, Mover.OFFICER),
    (Permission.CLAIM_ASSESS, Mover.EXAMINER),
    (Permission.CLAIM_DECIDE, Mover.APPROVER),
    (Permission.CLAIM_PAY, Mover.TREASURER),
)


def my_move(user: User) -> Q:
    """Return the condition that the user may make the next move of a claim, in its region."""
    mine = Q(pk__in=[])
    for permission, mover in _MOVES:
        states = [status.value for status, whose in MOVERS.items() if whose is mover]
        mine |= Q(status__in=states) & in_scope(user, Claim.scope_field, permission)
    return mine


def inbox_counts(user: User, *, on: date) -> InboxCounts:
    """Return what the filters of the inbox count, in one query, and the sum at stake."""
    claims = Claim.objects.visible_to(user, Permission.CLAIM_VIEW)
    is_open = Q(status__in=[status.value for status in OPEN])
    found: dict[str, Any] = claims.aggregate(
        open=Count("pk", filter=is_open),
        overdue=Count("pk", filter=is_open & Q(act_by__lt=on)),
        mine=Count("pk", filter=my_move(user)),
        waiting_for_family=Count("pk", filter=Q(status=Status.INCOMPLETE)),
        refused=Count("pk", filter=Q(status=Status.REFUSED)),
        paid=Count("pk", filter=Q(status=Status.PAID)),
        closed=Count("pk", filter=Q(status=Status.CLOSED)),
    )
    return InboxCounts(**found, stake_idr=stake_idr(claims, on=on))


def stake_idr(claims: QuerySet[Claim], *, on: date) -> int:
    """Return the compensation that late claims owe so far: days times rupiah, added by day."""
    late = claims.filter(status__in=_OWED_IN, pay_by__lt=on).order_by()
    by_day = late.values_list("pay_by").annotate(daily=Sum(F("daily_stake_idr")))
    return sum((on - pay_by).days * daily for pay_by, daily in by_day if pay_by)
