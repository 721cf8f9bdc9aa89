"""The cover of one worker over the years: who paid for which months, and which nobody paid."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby
from typing import Final

from enrollment.models import (
    Allocation,
    CoveragePeriod,
    Decree,
    Enrollment,
    Invoice,
    InvoiceLine,
    Payment,
    Sponsor,
    Worker,
)
from registry.models import User
from registry.months import add_months, first_of_month, month_range, months_between
from registry.roles import Permission, may

_MONTHS_OF_YEAR: Final = 12


class Kind(StrEnum):
    """What a run of months is to the worker."""

    COVERED = "covered"
    UNPAID = "unpaid"
    GAP = "gap"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Run:
    """Consecutive months in one state, half-open, with who pays where somebody does.

    Sponsor, decree and invoice are None for a gap, and where they lie outside the reader's
    regions; `payments` are those that the reader may open.
    """

    since: date
    until: date
    kind: Kind
    payer_key: int = 0
    monthly_idr: int = 0
    sponsor: Sponsor | None = None
    decree: Decree | None = None
    invoice: Invoice | None = None
    payments: tuple[Payment, ...] = ()

    @property
    def months(self) -> int:
        return months_between(self.since, self.until)

    @property
    def is_paid_for(self) -> bool:
        """Whether somebody paid, or has promised to."""
        return self.kind in (Kind.COVERED, Kind.UNPAID)

    @property
    def amount_idr(self) -> int:
        """What these months cost, in rupiah."""
        return self.monthly_idr * self.months


@dataclass(frozen=True, slots=True)
class Cell:
    """Months of one year in one state: how wide, and whether they lie ahead."""

    span: int
    run: Run
    ahead: bool
    has_begun: bool
    is_second_payer: bool


@dataclass(frozen=True, slots=True)
class Year:
    """One row of the table of cover."""

    year: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The runs of a worker, oldest first, and the same as a table of years."""

    runs: tuple[Run, ...]
    years: tuple[Year, ...]
    month: date

    @property
    def current(self) -> Run | None:
        """The covered run that holds this month."""
        return next((run for run in self.covered if run.since <= self.month < run.until), None)

    @property
    def covered(self) -> list[Run]:
        return [run for run in self.runs if run.kind is Kind.COVERED]

    @property
    def newest_first(self) -> tuple[Run, ...]:
        return self.runs[::-1]

    @property
    def covered_until(self) -> date | None:
        """The month after the last one covered without a break from this month on."""
        until: date | None = None
        for run in self.covered:
            if run.since <= self.month < run.until or run.since == until:
                until = run.until
        return until

    @property
    def last_until(self) -> date | None:
        """The month after the last one ever covered."""
        return max((run.until for run in self.covered), default=None)

    @property
    def first_since(self) -> date | None:
        """The first month ever covered."""
        return min((run.since for run in self.covered), default=None)


def worker_timeline(worker: Worker, *, on: date, reader: User) -> Timeline:
    """Return the worker's cover as the reader may see it, with this month that of `on`."""
    covered = _covered_runs(worker, reader)
    known = sorted([*covered, *_unpaid_runs(worker, covered, reader)], key=lambda run: run.since)
    runs = tuple(_with_gaps(known))
    month = first_of_month(on)
    return Timeline(runs=runs, years=tuple(_years(runs, month)), month=month)


def open_lines(worker: Worker, reader: User) -> list[InvoiceLine]:
    """Return the lines of this worker on which something is still to be paid."""
    lines = InvoiceLine.objects.visible_to(reader).filter(worker=worker).open()
    return list(lines.select_related("invoice__decree__sponsor").order_by("since", "pk"))


def _covered_runs(worker: Worker, reader: User) -> list[Run]:
    periods = CoveragePeriod.objects.standing().filter(worker=worker)
    payments = _payments_by_line(worker, reader)
    return [
        _run(
            period.since,
            period.until,
            Kind.COVERED,
            period.line.invoice.decree,
            reader,
            monthly_idr=period.monthly_idr,
            invoice=period.line.invoice,
            payments=tuple(
                dict.fromkeys(
                    piece.payment
                    for piece in payments[period.line_id]
                    if piece.since < period.until and piece.until > period.since
                )
            ),
        )
        for period in periods.select_related("line__invoice__decree__sponsor").order_by("since")
    ]


def _run(
    since: date,
    until: date,
    kind: Kind,
    decree: Decree,
    reader: User,
    *,
    monthly_idr: int = 0,
    invoice: Invoice | None = None,
    payments: tuple[Payment, ...] = (),
) -> Run:
    """Return a run with its payer, who is named only where his decree is in the reader's scope."""
    open_to_reader = may(reader, Permission.REGISTER_VIEW, decree.region_id)
    return Run(
        since=since,
        until=until,
        kind=kind,
        payer_key=decree.sponsor_id,
        monthly_idr=monthly_idr,
        sponsor=decree.sponsor if open_to_reader else None,
        decree=decree if open_to_reader else None,
        invoice=invoice if open_to_reader else None,
        payments=payments,
    )


def _payments_by_line(worker: Worker, reader: User) -> dict[int, list[Allocation]]:
    found: defaultdict[int, list[Allocation]] = defaultdict(list)
    pieces = Allocation.objects.visible_to(reader).standing().filter(line__worker=worker)
    for piece in pieces.select_related("payment").order_by("payment__paid_on", "payment_id"):
        found[piece.line_id].append(piece)
    return found


def _unpaid_runs(worker: Worker, covered: Sequence[Run], reader: User) -> list[Run]:
    """Return the months under a decree that nobody has paid, none after the month of death."""
    paid = {month for run in covered for month in month_range(run.since, run.until)}
    enrollments = Enrollment.objects.standing().filter(worker=worker)
    runs = []
    for enrollment in enrollments.select_related("decree__sponsor").order_by("since"):
        until = enrollment.until
        if worker.deceased_on:
            until = min(until, add_months(first_of_month(worker.deceased_on), 1))
        unpaid = [m for m in month_range(enrollment.since, until) if m not in paid]
        runs += [
            _run(since, until, Kind.UNPAID, enrollment.decree, reader)
            for since, until in _consecutive(unpaid)
        ]
    return runs


def _consecutive(months: Iterable[date]) -> list[tuple[date, date]]:
    """Return months, in order, gathered into half-open periods without a hole."""
    periods: list[tuple[date, date]] = []
    for month in months:
        if periods and periods[-1][1] == month:
            periods[-1] = (periods[-1][0], add_months(month, 1))
        else:
            periods.append((month, add_months(month, 1)))
    return periods


def _with_gaps(runs: Sequence[Run]) -> list[Run]:
    """Return the runs with a gap wherever one does not begin where the other ends."""
    filled: list[Run] = []
    for run in runs:
        if filled and filled[-1].until < run.since:
            filled.append(Run(filled[-1].until, run.since, Kind.GAP))
        filled.append(run)
    return filled


def _look(run: Run, *, ahead: bool) -> tuple[Kind, int, bool]:
    """Return what tells cells apart; runs of one payer at other prices look alike."""
    return run.kind, run.payer_key, ahead and run.is_paid_for


def _years(runs: Sequence[Run], month: date) -> list[Year]:
    if not runs:
        return []
    january = date(runs[0].since.year, 1, 1)
    after = date(add_months(runs[-1].until, -1).year + 1, 1, 1)
    before, behind = Run(january, runs[0].since, Kind.OFF), Run(runs[-1].until, after, Kind.OFF)
    run_of = {m: run for run in (before, *runs, behind) for m in month_range(run.since, run.until)}
    first_payer = next((run.payer_key for run in runs if run.payer_key), 0)
    years = []
    for year in range(january.year, after.year):
        months = [date(year, number, 1) for number in range(1, _MONTHS_OF_YEAR + 1)]
        looks = groupby(months, key=lambda m: _look(run_of[m], ahead=m > month))
        cells = []
        for (_kind, payer_key, ahead), group in looks:
            same = list(group)
            run = run_of[same[0]]
            is_second = payer_key not in (0, first_payer)
            cells.append(Cell(len(same), run, ahead, run is not before, is_second))
        years.append(Year(year, tuple(cells)))
    return years
