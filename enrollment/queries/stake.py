"""What a worker without cover risks today: the months unpaid, and the right that hangs on them."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import date

from enrollment.models import Worker
from enrollment.queries.timeline import Timeline
from enrollment.rules.arrears import unpaid_before
from registry.law.parameters import Parameter, parameter
from registry.months import add_months, month_range


@dataclass(frozen=True, slots=True)
class Stake:
    """The consecutive months unpaid on a day, and how many of them the law bears with."""

    months: tuple[date, ...]
    limit_months: int
    clauses: tuple[Parameter, ...]

    @property
    def is_lapsed(self) -> bool:
        """Whether so much is unpaid that an event today gives no right."""
        return len(self.months) > self.limit_months

    @property
    def since(self) -> date:
        """The first unpaid month."""
        return self.months[0]

    @property
    def until(self) -> date:
        """The month after the last unpaid one."""
        return add_months(self.months[-1], 1)


def stake_of(
    worker: Worker, timeline: Timeline, *, on: date, days_off: Container[date]
) -> Stake | None:
    """Return what is at stake for the worker on a day; None where nothing is unpaid.

    The months that were paid by then are those of the timeline: what is paid was paid before
    today.
    """
    if worker.deceased_on:
        return None
    paid = {
        month: date.min for run in timeline.covered for month in month_range(run.since, run.until)
    }
    months = unpaid_before(on, paid_day_of=paid, days_off=days_off)
    if not months:
        return None
    clauses = tuple(
        parameter(f"bpu.{program}_arrears_limit_months", on=on) for program in ("jkk", "jkm")
    )
    return Stake(months, min(int(clause.value) for clause in clauses), clauses)
