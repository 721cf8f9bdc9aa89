"""Issuing the invoice of a decree."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from enrollment.actions.periods import require_open
from enrollment.actions.settling import settle
from enrollment.actions.sweeping import sweep_members
from enrollment.models import (
    Decree,
    Enrollment,
    Invoice,
    InvoiceLine,
    InvoiceRate,
    Sponsor,
    Sweep,
)
from enrollment.queries.billing import UnbilledEnrollment, price_of, unbilled
from enrollment.queries.money import net_billed_idr
from enrollment.rules.contributions import MonthQuote, Run, due_on, runs
from registry.audit import record
from registry.bulk import insert_rows
from registry.models import Holiday, Region, User
from registry.money import format_rupiah
from registry.months import months_between
from registry.programs import Program
from registry.refusals import Refused
from registry.roles import Permission, require

ROMAN_MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


class NothingToBill(Refused):
    code = "nothing_to_bill"


class AboveCeiling(Refused):
    code = "above_ceiling"


@dataclass(frozen=True, slots=True)
class BilledRun:
    """One line to be: an enrollment and a run of its months at one rate."""

    item: UnbilledEnrollment
    run: Run

    @property
    def months(self) -> int:
        return months_between(self.run.since, self.run.until)

    @property
    def amount_idr(self) -> int:
        return self.months * self.run.quote.total_idr


@dataclass(frozen=True, slots=True)
class Issued:
    """What billing a decree came to: its sweep, None where nobody waited to be billed, and the
    invoice, None where the sweep left nobody."""

    sweep: Sweep | None
    invoice: Invoice | None


def issue_invoice(*, decree: Decree, issued_on: date, by: User) -> Invoice:
    """Sweep and bill a decree as sweep_and_bill does; return the invoice, or the latest one.

    Where the sweep left nobody to bill and nothing was billed before, it stands and
    NothingToBill says so.
    """
    issued = sweep_and_bill(decree=decree, issued_on=issued_on, by=by)
    invoice = issued.invoice or _latest(decree)
    if invoice is None:
        raise NothingToBill(
            _("The check before billing left nobody under decree %(number)s. See its statement.")
            % {"number": decree.number}
        )
    return invoice


@transaction.atomic
def sweep_and_bill(
    *, decree: Decree, issued_on: date, also_remove: Collection[int] = (), by: User
) -> Issued:
    """Take off who must not be paid for, and bill all other months that are not billed yet.

    One sweep and one invoice, which belong together. `also_remove` are memberships that the
    treasurer found to be of a person who stands there twice. Prices follow the law known on the
    day of issue. A second call finds nothing to bill and returns the latest invoice. Above the
    decree's ceiling it is refused. Credit that the payer has in this fund pays at once.
    """
    require(by, Permission.INVOICE_ISSUE, decree.region_id)
    held = _held(decree, issued_on)
    sweep = sweep_members(held, on=issued_on, also_remove=also_remove, by=by)
    if sweep is None and (latest := _latest(held)):
        return Issued(None, latest)
    billed = list(_billed_runs(held, known_on=issued_on))
    if not billed and sweep is not None:
        return Issued(sweep, None)
    invoice = _issue(held, billed, issued_on, by)
    if sweep is not None:
        sweep.invoice = invoice
        sweep.save(update_fields=["invoice"])
    return Issued(sweep, invoice)


@transaction.atomic
def bill(*, decree: Decree, issued_on: date, by: User, only: Enrollment | None = None) -> Invoice:
    """Bill what waits under a decree, for an act whose own permission was asked for.

    With `only`, the months of this membership alone. What was billed before is returned. No
    sweep is made: the act knows whom it bills.
    """
    held = _held(decree, issued_on)
    billed = [
        line
        for line in _billed_runs(held, known_on=issued_on)
        if only is None or line.item.enrollment_id == only.pk
    ]
    if not billed and (latest := _latest(held, only)):
        return latest
    return _issue(held, billed, issued_on, by)


def _held(decree: Decree, issued_on: date) -> Decree:
    """Return the decree, held for this transaction with its region and its payer."""
    decree = Decree.objects.select_for_update().get(pk=decree.pk)
    # for the next number; no_key, because everybody's trail and counts point to the region
    Region.objects.select_for_update(no_key=True).get(pk=decree.region_id)
    # before the list is read: a death recorded meanwhile ends months that would be billed
    decree.sponsor = Sponsor.objects.select_for_update().get(pk=decree.sponsor_id)
    require_open(decree.region_id, issued_on)
    return decree


def _latest(decree: Decree, only: Enrollment | None = None) -> Invoice | None:
    invoices = (
        decree.invoices.all() if only is None else decree.invoices.filter(lines__enrollment=only)
    )
    return invoices.order_by("pk").last()


def _issue(decree: Decree, billed: list[BilledRun], issued_on: date, by: User) -> Invoice:
    """Write the invoice of these lines, and let the payer's credit pay it."""
    if not billed:
        raise NothingToBill(
            _("No worker is enrolled under decree %(number)s yet. Apply its list first.")
            % {"number": decree.number}
        )
    total_idr = sum(line.amount_idr for line in billed)
    _refuse_above_ceiling(decree, total_idr)
    first_month = min(line.run.since for line in billed)
    due = due_on(first_month, program=Program.JKK, days_off=Holiday.objects.days_off())
    invoice = Invoice.objects.create(
        number=_next_number(decree, issued_on),
        decree=decree,
        issued_on=issued_on,
        due_on=max(due, issued_on),
        workers=len({line.item.worker_id for line in billed}),
        worker_months=sum(line.months for line in billed),
        total_idr=total_idr,
        created_by=by,
    )
    _write_lines(invoice, billed)
    used = settle(decree.sponsor, decree.fund, on=issued_on, by=by)
    invoice.refresh_from_db()
    record(
        "invoice.issued",
        subject=invoice,
        by=by,
        number=invoice.number,
        total_idr=total_idr,
        workers=invoice.workers,
        worker_months=invoice.worker_months,
        credit_used_idr=used.allocated_idr,
    )
    return invoice


@transaction.atomic
def set_payment_code(*, invoice: Invoice, payment_code: str, by: User) -> Invoice:
    """Note the payment code that BPJS issued for an invoice; return the invoice."""
    require(by, Permission.INVOICE_ISSUE, invoice.region_code)
    invoice = (
        Invoice.objects.select_related("decree").select_for_update(of=("self",)).get(pk=invoice.pk)
    )
    before, invoice.payment_code = invoice.payment_code, payment_code
    invoice.save(update_fields=["payment_code"])
    record("invoice.payment_code", subject=invoice, by=by, before=before, now=payment_code)
    return invoice


def _billed_runs(decree: Decree, *, known_on: date) -> Iterator[BilledRun]:
    # the workers of a decree share few prices, so the runs are worked out once for each
    known: dict[tuple[MonthQuote, ...], tuple[Run, ...]] = {}
    for item in unbilled(decree, known_on=known_on):
        price = price_of(decree, item, known_on=known_on)
        if price not in known:
            known[price] = runs(price)
        for run in known[price]:
            yield BilledRun(item, run)


def _refuse_above_ceiling(decree: Decree, total_idr: int) -> None:
    left_idr = decree.ceiling_idr - net_billed_idr(decree)
    if total_idr > left_idr:
        raise AboveCeiling(
            _(
                "This invoice would be %(total)s, and the ceiling of decree %(number)s leaves "
                "%(left)s. Undo part of the list, or record an amended decree."
            )
            % {
                "total": format_rupiah(total_idr),
                "number": decree.number,
                "left": format_rupiah(max(left_idr, 0)),
            },
            facts={"total_idr": total_idr, "left_idr": left_idr},
        )


def _next_number(decree: Decree, issued_on: date) -> str:
    """Return the next number of the region, which the caller holds, such as 0001/2105/VII/2020."""
    issued = Invoice.objects.filter(
        decree__region=decree.region_id, number__endswith=f"/{issued_on.year}"
    ).count()
    roman = ROMAN_MONTHS[issued_on.month - 1]
    return f"{issued + 1:04d}/{decree.region_id}/{roman}/{issued_on.year}"


def _write_lines(invoice: Invoice, billed: list[BilledRun]) -> None:
    rates: dict[tuple[object, ...], InvoiceRate] = {}
    columns = (
        "invoice",
        "rate",
        "enrollment",
        "worker",
        "position",
        "since",
        "until",
        "months",
        "monthly_idr",
        "amount_idr",
        "sector",
        "member_since",
        "is_employer",
    )
    rows = (
        (
            invoice.pk,
            _rate(invoice, rates, line.run.quote).pk,
            line.item.enrollment_id,
            line.item.worker_id,
            line.item.position,
            line.run.since,
            line.run.until,
            line.months,
            line.run.quote.total_idr,
            line.amount_idr,
            line.item.facts.sector.value,
            line.item.facts.member_since or line.item.since,
            line.item.facts.employer,
        )
        for line in billed
    )
    insert_rows(InvoiceLine, columns, rows)


def _rate(
    invoice: Invoice, rates: dict[tuple[object, ...], InvoiceRate], price: MonthQuote
) -> InvoiceRate:
    key = (
        price.jkk_idr,
        price.jkm_idr,
        price.jht_idr,
        tuple(citation.key for citation in price.citations),
    )
    if key not in rates:
        rates[key] = InvoiceRate.objects.create(
            invoice=invoice,
            jkk_idr=price.jkk_idr,
            jkm_idr=price.jkm_idr,
            jht_idr=price.jht_idr,
            citations=[_as_kept(asdict(citation)) for citation in price.citations],
        )
    return rates[key]


def _as_kept(citation: dict[str, object]) -> dict[str, object]:
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in citation.items()
    }
