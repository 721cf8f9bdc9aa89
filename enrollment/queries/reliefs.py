"""Reliefs that were published after an invoice and reach months of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from enrollment.models import CoveragePeriod, CreditNote, Decree, Invoice, InvoiceLine, Sponsor
from enrollment.rules.contributions import (
    MemberFacts,
    Relief,
    quote,
    reliefs_published_between,
)
from registry.models import User
from registry.months import month_range
from registry.programs import Fund, Sector


@dataclass(frozen=True, slots=True)
class RelievedMonths:
    """Months of one line that a relief reaches, and what each costs less, in rupiah."""

    line: InvoiceLine
    months: tuple[date, ...]
    by_idr: int


@dataclass(frozen=True, slots=True)
class ReliefWaiting:
    """A relief that somebody has to accept for an invoice; money in rupiah."""

    invoice: Invoice
    relief: Relief
    lines: int
    months: int
    credit_idr: int
    less_to_pay_idr: int

    @property
    def total_idr(self) -> int:
        """What the invoice costs less in all."""
        return self.credit_idr + self.less_to_pay_idr


def reliefs_waiting(user: User, *, known_on: date) -> list[ReliefWaiting]:
    """Return the reliefs known on a day that reach invoices in scope and were not accepted.

    Those of workers who pay for themselves are posted unasked (enrollment.actions.orders).
    """
    invoices = (
        Invoice.objects.visible_to(user)
        .exclude(decree__sponsor__kind=Sponsor.Kind.SELF)
        .select_related("decree__sponsor", "decree__region")
    )
    return [
        waiting
        for invoice in invoices.order_by("issued_on", "number")
        for relief in reliefs_published_between(invoice.issued_on, known_on)
        if (waiting := relief_waiting(invoice, relief, known_on=known_on))
    ]


def relief_waiting(invoice: Invoice, relief: Relief, *, known_on: date) -> ReliefWaiting | None:
    """Return what a relief takes off an invoice and was not accepted yet, if anything."""
    if not _overlaps(invoice.decree, relief):
        return None
    lines = months = credit_idr = less_idr = 0
    for reached in relieved_months(invoice, relief, known_on=known_on):
        total_idr = reached.by_idr * len(reached.months)
        lines += 1
        months += len(reached.months)
        if _is_settled(reached.line):
            credit_idr += total_idr
        else:
            paid = _paid_months(reached.line, reached.months)
            credit_idr += reached.by_idr * paid
            less_idr += reached.by_idr * (len(reached.months) - paid)
    if not lines:
        return None
    return ReliefWaiting(invoice, relief, lines, months, credit_idr, less_idr)


def relieved_months(
    invoice: Invoice, relief: Relief, *, known_on: date
) -> Iterator[RelievedMonths]:
    """Yield the months of each line that the relief reaches and that have no note for it yet.

    A month whose price is already down to nothing is not reached.
    """
    decree = invoice.decree
    known: dict[tuple[object, ...], tuple[tuple[date, ...], int]] = {}
    for line in _lines(invoice, relief).iterator(chunk_size=2000):
        key = (
            line.since,
            line.until,
            line.monthly_idr,
            line.sector,
            line.is_employer,
            line.member_since,
            line.paid_up,  # type: ignore[attr-defined]  # annotated by _lines
        )
        if key not in known:
            known[key] = _reached(decree, line, relief, known_on)
        reached, by_idr = known[key]
        if line.credited_idr:
            gone = _credited_months(line)
            reached = tuple(month for month in reached if month not in gone)
        if reached and by_idr > 0:
            yield RelievedMonths(line, reached, by_idr)


def _lines(invoice: Invoice, relief: Relief) -> QuerySet[InvoiceLine]:
    noted = CreditNote.objects.filter(
        line=OuterRef("pk"), reason=CreditNote.Reason.RELIEF, basis__key=relief.key
    )
    paid_up = CoveragePeriod.objects.standing().filter(
        worker=OuterRef("worker"),
        since__lte=relief.paid_up_through or date.min,
        until__gt=relief.paid_up_through or date.min,
    )
    return (
        invoice.lines.filter(since__lt=relief.until, until__gt=relief.since)
        .filter(~Exists(noted))
        .annotate(paid_up=Exists(paid_up))
        .select_related("worker")
        .prefetch_related(
            "credit_notes",
            Prefetch("periods", CoveragePeriod.objects.standing(), to_attr="standing_periods"),
        )
        .in_order()
    )


def _reached(
    decree: Decree, line: InvoiceLine, relief: Relief, known_on: date
) -> tuple[tuple[date, ...], int]:
    """Which months of such a line the relief reaches, and the rupiah less for each."""
    facts = MemberFacts(
        fund=Fund(decree.fund),
        sector=Sector(line.sector),
        member_since=line.member_since,
        paid_up=line.paid_up,  # type: ignore[attr-defined]  # annotated by _lines
        employer=line.is_employer,
    )
    reached = tuple(
        month for month in month_range(line.since, line.until) if relief.reaches(month, facts)
    )
    if not reached:
        return (), 0
    (now,) = quote(
        wage_base_idr=decree.wage_base_idr,
        programs=decree.programs,
        since=reached[0],
        months=1,
        facts=facts,
        known_on=known_on,
    )
    return reached, line.monthly_idr - now.total_idr


def _overlaps(decree: Decree, relief: Relief) -> bool:
    return (
        decree.since < relief.until
        and relief.since < decree.until
        and Fund(decree.fund) not in relief.funds_excluded
    )


def _is_settled(line: InvoiceLine) -> bool:
    """Whether nothing of the line is left to pay."""
    return line.open_idr == 0


def _paid_months(line: InvoiceLine, months: Iterable[date]) -> int:
    paid = {
        month
        for period in line.standing_periods  # type: ignore[attr-defined]  # fetched by _lines
        for month in month_range(period.since, period.until)
    }
    return len(paid.intersection(months))


def _credited_months(line: InvoiceLine) -> set[date]:
    """The months of a line whose whole price is credited already."""
    return {
        month
        for note in line.credit_notes.all()
        if note.monthly_idr >= line.monthly_idr
        for month in month_range(note.since, note.until)
    }
