"""Transfers: what waits for the bank, what was sent, and what each pays."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Sum
from django.utils import timezone

from claims.models import BenefitLine, Claim, Decision, Payee, PaymentFile, Payout, PayoutLine
from claims.models.benefits import BenefitLineQuerySet
from claims.queries.facts import standing_of
from claims.queries.heirs import heirs_in_order
from claims.rules.assessment import When
from claims.rules.clock import compensation_idr
from claims.rules.settling import CARE
from enrollment.models import Allocation
from registry.models import Holiday, Region, User
from registry.programs import Program
from registry.roles import Permission, may

COMPENSATION: Final = "late_compensation"
_REGENCY_DIGITS: Final = 4
_PAGE: Final = 10


def cash(lines: BenefitLineQuerySet) -> BenefitLineQuerySet:
    """Return the lines on which late payment is compensated (PP 44/2015 Pasal 37 and 40).

    Those in cash that are payable at once: care is paid at cost to who gave it, and what waits
    for arrears or for a school year has no last day.
    """
    return lines.filter(when=When.NOW).exclude(code__in=[*CARE, COMPENSATION])


def cash_idr(lines: BenefitLineQuerySet) -> int:
    """Return what late payment is compensated on, in rupiah."""
    return int(cash(lines).aggregate(sum=Sum("amount_idr", default=0))["sum"])


@dataclass(frozen=True, slots=True)
class WaitingFile:
    """Ordered transfers of one regency that stand in no payment file, oldest first.

    Each has as `last_day` the day by which it is to be paid. `changed` are those whose account
    was replaced since, or whose heir is none any more: they cannot go to the bank.
    """

    region: Region
    payouts: tuple[Payout, ...]
    changed: tuple[Payout, ...]

    @property
    def total_idr(self) -> int:
        """What the file would hand to the bank, in rupiah."""
        return sum(payout.amount_idr for payout in self.payouts)


def waiting_files(user: User, right: Permission = Permission.CLAIM_PAY) -> list[WaitingFile]:
    """Return what waits where this user has a right, by regency, in three queries.

    Who pays there may put it into payment files.
    """
    ordered = (
        Payout.objects.visible_to(user, right)
        .filter(status=Payout.Status.ORDERED, file=None)
        .select_related("claim__worker", "payee__bank")
        .prefetch_related("claim__worker__heirs")
        .annotate(last_day=Min("lines__line__decision__pay_by"))
        .order_by("pk")
    )
    by_code: defaultdict[str, list[Payout]] = defaultdict(list)
    for payout in ordered:
        if may(user, right, payout.region_code):
            by_code[payout.region_code[:_REGENCY_DIGITS]].append(payout)
    regions = Region.objects.in_bulk(list(by_code)) if by_code else {}
    return [
        WaitingFile(
            region=regions[code],
            payouts=tuple(payout for payout in payouts if account_stands(payout)),
            changed=tuple(payout for payout in payouts if not account_stands(payout)),
        )
        for code, payouts in sorted(by_code.items())
    ]


def files_with_answers(user: User) -> QuerySet[PaymentFile]:
    """Return the payment files in scope, each with how many of its transfers stand how."""
    return PaymentFile.objects.visible_to(user, Permission.CLAIM_VIEW).annotate(
        **{
            f"{status.value}_count": Count("payouts", filter=Q(payouts__status=status))
            for status in Payout.Status
        }
    )


def payouts_of_file(file: PaymentFile) -> list[Payout]:
    """Return the transfers of a file with claim and account, in the order of the file."""
    return list(file.payouts.select_related("claim__worker", "payee__bank").order_by("pk"))


def account_stands(payout: Payout) -> bool:
    """Tell whether a transfer may go to the account to which it was ordered."""
    return payout.payee.voided_on is None and may_receive(payout.payee, payout.claim)


def may_receive(payee: Payee, claim: Claim) -> bool:
    """Tell whether an account may be paid: its heir, if any, stands and is entitled now.

    The heirs are those of `claim`, from its prefetched worker where they were fetched with it.
    """
    if payee.heir_id is None:
        return True
    order = heirs_in_order(
        (heir for heir in claim.worker.heirs.all() if heir.voided_on is None),
        event_on=claim.event_on,
        filed_on=timezone.localdate(claim.reported_at),
    )
    return any(row.heir.pk == payee.heir_id for row in order.entitled)


def lines_of(payout: Payout) -> list[BenefitLine]:
    """Return the lines that a transfer pays, or was to pay."""
    return list(
        BenefitLine.objects.filter(payouts__payout=payout).select_related("child").order_by("pk")
    )


def awaiting_arrears(claim: Claim) -> list[BenefitLine]:
    """Return the lines of a claim that become payable when the arrears are settled."""
    awaiting = claim.lines.standing().filter(when=When.AFTER_ARREARS, released_on=None)
    return list(awaiting.order_by("pk"))


def school_years_due(claim: Claim, *, on: date) -> list[BenefitLine]:
    """Return the school years of a claim that began and that nobody confirmed, oldest first."""
    begun = claim.lines.standing().filter(when=When.YEARLY, released_on=None, due_on__lte=on)
    return list(begun.select_related("child").order_by("due_on", "pk"))


def school_years_begun(user: User, *, on: date) -> BenefitLineQuerySet:
    """Return the school years that began, that nobody confirmed, and that their children may have.

    Those of a claim that still awaits its arrears wait with it.
    """
    awaiting = BenefitLine.objects.standing().filter(
        claim=OuterRef("claim"), when=When.AFTER_ARREARS, released_on=None
    )
    ended = Q(child__is_married=True) | Q(child__is_working=True)
    struck = Q(child__voided_on__isnull=False)
    return (
        BenefitLine.objects.visible_to(user, Permission.CLAIM_PAY)
        .standing()
        .filter(~Exists(awaiting), when=When.YEARLY, released_on=None, due_on__lte=on)
        .exclude(ended | struck)
    )


def claims_with_settled_arrears(user: User) -> list[Claim]:
    """Return claims of which the registry shows the arrears as settled and nobody said so, the
    oldest first: at most a page of them.

    Asked for are those for whose worker something was paid or billed after the event, for a month
    up to it; what the rules make of it is looked at one by one.
    """
    awaiting = BenefitLine.objects.standing().filter(
        claim=OuterRef("pk"), when=When.AFTER_ARREARS, released_on=None
    )
    paid_since = Allocation.objects.standing().filter(
        Q(payment__paid_on__gt=OuterRef("event_on"))
        | Q(line__invoice__issued_on__gt=OuterRef("event_on")),
        line__worker=OuterRef("worker"),
        since__lte=OuterRef("event_on"),
    )
    claims = Claim.objects.visible_to(user, Permission.CLAIM_PAY).filter(
        Exists(awaiting), Exists(paid_since)
    )
    page = list(claims.select_related("worker").order_by("pk")[:_PAGE])
    days_off = Holiday.objects.days_off() if page else ()
    return [claim for claim in page if standing_of(claim, days_off=days_off).arrears_settled]


def last_returned(payee: Payee) -> Payout | None:
    """Return the last transfer that the bank sent back from an account."""
    return payee.payouts.filter(status=Payout.Status.RETURNED).order_by("pk").last()


def ordered_instead(payout: Payout) -> list[Payout]:
    """Return the other transfers in which the lines of a transfer stand now."""
    lines = PayoutLine.objects.filter(voided_on=None, line__payouts__payout=payout)
    others = lines.exclude(payout=payout).values("payout")
    return list(Payout.objects.filter(pk__in=others).order_by("pk"))


@dataclass(frozen=True, slots=True)
class Lateness:
    """What a transfer owes on top if it was made on a day: calendar days and rupiah.

    `decision` granted what is late, and `pay_by` is its last day. `before_idr` was granted for the
    same lateness already, when the money had arrived and came back; it is taken off the amount.
    """

    decision: Decision
    pay_by: date
    days: int
    base_idr: int
    amount_idr: int
    before_idr: int = 0


def lateness(payout: Payout, on: date) -> tuple[Lateness, ...]:
    """Return what paying a transfer on a day adds, for each decision whose last day has passed.

    Nothing is added for what is paid in time, or is no cash.
    """
    found = []
    for late in _late(payout, on):
        before_idr = compensated_idr(payout, late.decision)
        if late.amount_idr > before_idr:
            owed_idr = late.amount_idr - before_idr
            found.append(replace(late, amount_idr=owed_idr, before_idr=before_idr))
    return tuple(found)


def compensated_idr(payout: Payout, decision: Decision) -> int:
    """Return the compensation that was granted to the recipient of a transfer beyond what his
    other transfers that arrived owe, in rupiah: it was for one that came back.
    """
    kind = payout.payee.kind
    granted = payout.claim.lines.standing().filter(
        code=COMPENSATION, decision=decision, payee_kind=kind
    )
    idr = int(granted.aggregate(sum=Sum("amount_idr", default=0))["sum"])
    if not idr:
        return 0
    for other in payout.claim.payouts.paid().filter(payee__kind=kind).exclude(pk=payout.pk):
        assert other.paid_on is not None  # the database holds it of a paid one
        found = _late(other, other.paid_on)
        idr -= sum(late.amount_idr for late in found if late.decision == decision)
    return max(idr, 0)


def _late(payout: Payout, on: date) -> Iterator[Lateness]:
    """Yield what is late of a transfer by decision, whatever was granted for it before."""
    lines = cash(BenefitLine.objects.filter(payouts__payout=payout)).order_by()
    sums = dict(lines.values_list("decision").annotate(Sum("amount_idr")))
    decisions = Decision.objects.filter(pk__in=sums, pay_by__lt=on).order_by("pk")
    for decision in decisions:
        last, base_idr = decision.pay_by, sums[decision.pk]
        assert last is not None
        amount_idr = compensation_idr(base_idr, last, on, Program(payout.claim.program))
        yield Lateness(decision, last, (on - last).days, base_idr, amount_idr)
