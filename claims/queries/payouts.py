"""Transfers: what waits for the bank, what was sent, and what each pays."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Count, Q, QuerySet, Sum

from claims.models import BenefitLine, Claim, Decision, Payee, PaymentFile, Payout
from claims.models.benefits import BenefitLineQuerySet
from claims.rules.assessment import When
from claims.rules.clock import compensation_idr
from claims.rules.settling import CARE
from registry.models import Region, User
from registry.programs import Program
from registry.roles import Permission, may

COMPENSATION: Final = "late_compensation"
_REGENCY_DIGITS: Final = 4


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

    `changed` are those whose account was replaced since: they cannot go to the bank.
    """

    region: Region
    payouts: tuple[Payout, ...]
    changed: tuple[Payout, ...]

    @property
    def total_idr(self) -> int:
        """What the file would hand to the bank, in rupiah."""
        return sum(payout.amount_idr for payout in self.payouts)


def waiting_files(user: User) -> list[WaitingFile]:
    """Return what this user may put into payment files, by regency, in two queries."""
    ordered = (
        Payout.objects.visible_to(user)
        .filter(status=Payout.Status.ORDERED, file=None)
        .select_related("claim__worker", "payee__bank")
        .order_by("pk")
    )
    by_code: defaultdict[str, list[Payout]] = defaultdict(list)
    for payout in ordered:
        if may(user, Permission.CLAIM_PAY, payout.region_code):
            by_code[payout.region_code[:_REGENCY_DIGITS]].append(payout)
    regions = Region.objects.in_bulk(list(by_code)) if by_code else {}
    return [
        WaitingFile(
            region=regions[code],
            payouts=tuple(payout for payout in payouts if not payout.payee.voided_on),
            changed=tuple(payout for payout in payouts if payout.payee.voided_on),
        )
        for code, payouts in sorted(by_code.items())
    ]


def files_with_answers(user: User) -> QuerySet[PaymentFile]:
    """Return the payment files in scope, each with how many of its transfers stand how."""
    return PaymentFile.objects.visible_to(user).annotate(
        **{
            f"{status.value}_count": Count("payouts", filter=Q(payouts__status=status))
            for status in Payout.Status
        }
    )


def payouts_of_file(file: PaymentFile) -> list[Payout]:
    """Return the transfers of a file with claim and account, in the order of the file."""
    return list(file.payouts.select_related("claim__worker", "payee__bank").order_by("pk"))


def lines_of(payout: Payout) -> list[BenefitLine]:
    """Return the lines that a transfer pays, or was to pay."""
    return list(
        BenefitLine.objects.filter(payouts__payout=payout).select_related("child").order_by("pk")
    )


def awaiting_arrears(claim: Claim) -> list[BenefitLine]:
    """Return the lines of a claim that become payable when the arrears are settled."""
    awaiting = claim.lines.standing().filter(when=When.AFTER_ARREARS, released_on=None)
    return list(awaiting.order_by("pk"))


def last_returned(payee: Payee) -> Payout | None:
    """Return the last transfer that the bank sent back from an account."""
    return payee.payouts.filter(status=Payout.Status.RETURNED).order_by("pk").last()


@dataclass(frozen=True, slots=True)
class Lateness:
    """What a transfer owes on top if it was made on a day: calendar days and rupiah."""

    pay_by: date
    days: int
    base_idr: int
    amount_idr: int


def granted_by(payout: Payout) -> Decision:
    """Return the decision that granted what a transfer pays, the last where there are several."""
    return Decision.objects.filter(lines__payouts__payout=payout).latest("pk")


def lateness(payout: Payout, on: date) -> Lateness | None:
    """Return what paying a transfer on a day adds; None where that is in time or is no cash."""
    last = granted_by(payout).pay_by
    if last is None or on <= last:
        return None
    base_idr = cash_idr(BenefitLine.objects.filter(payouts__payout=payout))
    amount_idr = compensation_idr(base_idr, last, on, Program(payout.claim.program))
    return Lateness(last, (on - last).days, base_idr, amount_idr) if amount_idr else None
