"""What must hold of people and of closed books whatever an office does, from the rows alone."""

from __future__ import annotations

from collections import Counter
from datetime import date

from enrollment.models import (
    CoveragePeriod,
    CreditNote,
    Enrollment,
    Invoice,
    InvoiceLine,
    Payment,
    Refund,
    Worker,
)
from enrollment.tests.books import months_of
from registry.months import add_months, first_of_month

Entries = set[tuple[str, int, int]]


def assert_nobody_is_a_member_or_billed_twice() -> None:
    """Fail where a worker, or a membership, has one month twice."""
    members, billed = Counter[tuple[int, date]](), Counter[tuple[int, date]]()
    for membership in Enrollment.objects.standing():
        members.update((membership.worker_id, month) for month in months_of(membership))
    for line in InvoiceLine.objects.filter(enrollment__voided_on=None):
        billed.update((line.enrollment_id, month) for month in months_of(line))
    assert not [key for counter in (members, billed) for key, n in counter.items() if n > 1]


def assert_a_record_given_up_holds_nothing() -> None:
    """Fail where a record that became another's has months of its own left."""
    given_up = Worker.objects.exclude(withdrawn_on=None)
    assert not Enrollment.objects.filter(worker__in=given_up).exists(), "a membership stayed"
    assert not InvoiceLine.objects.filter(worker__in=given_up).exists(), "a bill stayed"
    assert not CoveragePeriod.objects.filter(worker__in=given_up).exists(), "cover stayed"


def assert_no_month_of_cover_is_without_a_life() -> None:
    """Fail where somebody is covered, a member or owing for a month after that of his death."""
    for worker in Worker.objects.exclude(deceased_on=None):
        assert worker.deceased_on is not None
        after = add_months(first_of_month(worker.deceased_on), 1)
        for rows in (CoveragePeriod.objects.standing(), Enrollment.objects.standing()):
            assert not rows.filter(worker=worker, until__gt=after).exists(), "goes on after death"
        lines = InvoiceLine.objects.filter(worker=worker, since__gte=after)
        assert not lines.open().exists(), "owes after death"


def entries_before(day: date) -> Entries:
    """Return what the books hold that is dated before a day: which entry, and its rupiah."""
    entries: Entries = set()
    for rows, dated, amount in (
        (Invoice.objects.all(), "issued_on", "total_idr"),
        (CreditNote.objects.all(), "posted_on", "amount_idr"),
        (Payment.objects.all(), "booked_on", "amount_idr"),
        (Payment.objects.all(), "reversed_on", "amount_idr"),
        (Refund.objects.all(), "refunded_on", "amount_idr"),
        (Refund.objects.all(), "reversed_on", "amount_idr"),
    ):
        found = rows.filter(**{f"{dated}__lt": day}).values_list("pk", amount)
        entries |= {(f"{rows.model.__name__}.{dated}", pk, idr) for pk, idr in found}
    return entries
