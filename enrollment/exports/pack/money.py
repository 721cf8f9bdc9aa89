"""The parts of the pack about money: invoices, payments and their use, credit notes, refunds."""

from __future__ import annotations

from django.utils.translation import gettext as _

from enrollment.exports.clauses import clause_lines
from enrollment.exports.pack.part import Head, Kind, Part, Value, sum_of
from enrollment.models import CreditNote, Decree
from enrollment.queries.budget_year import DecreeYears
from enrollment.queries.invoices import price_steps
from enrollment.queries.pack import rows as asked
from registry.formats import day_text, month_span_text, month_text


def invoices(decree: Decree) -> Part:
    """Return how each invoice came about: months, workers, price by program, clauses."""
    rows: list[list[Value]] = []
    for invoice in asked.invoices(decree):
        rows += [
            [
                f"{invoice.number}, {day_text(invoice.issued_on)}",
                month_span_text(step.since, step.until),
                step.workers,
                step.months,
                step.rate.total_idr,
                step.amount_idr,
                "; ".join(clause_lines(step.rate.citations)),
            ]
            for step in price_steps(invoice)
        ]
    return Part(
        title=_("Invoices, and how they were computed"),
        name=_("Invoices"),
        heads=[
            Head(_("Invoice"), share=2.2),
            Head(_("Months"), share=1.9),
            Head(_("Workers"), Kind.NUMBER, 0.9),
            Head(_("Number of months"), Kind.NUMBER, 0.8),
            Head(_("A month"), Kind.RUPIAH, 1),
            Head(_("Amount"), Kind.RUPIAH, 1.5),
            Head(_("Clauses"), share=3.6),
        ],
        rows=rows,
        total=[_("Total"), "", None, None, None, sum_of(rows, 5), ""],
        nothing=_("No invoice was issued yet."),
    )


def payments(decree: Decree, *, money_in_scope: bool) -> Part:
    """Return each payment with its SP2D; what did not come here is told in scope alone."""
    rows: list[list[Value]] = []
    for found in asked.payments(decree):
        payment, stands = found.payment, found.payment.reversed_on is None
        words = payment.reference if found.is_own else f"{payment.reference} ({payment.invoice})"
        if payment.reversed_on:
            words += ", " + _("reversed on %(day)s") % {"day": day_text(payment.reversed_on)}
        sp2d = payment.sp2d_number
        if payment.sp2d_on:
            sp2d = f"{sp2d}, {day_text(payment.sp2d_on)}".strip(", ")
        known = money_in_scope and stands
        rows.append(
            [
                words,
                sp2d,
                str(payment.budget_year),
                payment.paid_on,
                payment.booked_on,
                payment.amount_idr if known else None,
                found.here_idr,
                found.elsewhere_idr if known else None,
                payment.refunded_idr if known else None,
                payment.credit_idr if known else None,
            ]
        )
    return Part(
        title=_("Payments"),
        heads=[
            Head(_("Bank reference"), share=2),
            Head("SP2D", share=1.9),
            Head(_("Budget year"), share=0.8),
            Head(_("Received"), Kind.DAY, 1.1),
            Head(_("Booked"), Kind.DAY, 1.1),
            Head(_("Amount"), Kind.RUPIAH, 1.4),
            Head(_("Pays for this decree"), Kind.RUPIAH, 1.4),
            Head(_("Pays for others"), Kind.RUPIAH, 1.3),
            Head(_("Paid back"), Kind.RUPIAH, 1.2),
            Head(_("Credit"), Kind.RUPIAH, 1.2),
        ],
        rows=rows,
        total=[_("Total"), "", "", None, None, *(sum_of(rows, place) for place in range(5, 10))],
        nothing=_("No payment was recorded yet."),
        note=""
        if money_in_scope
        else _("The payer belongs to another region: of its money, only what came here is shown."),
    )


def uses(decree: Decree) -> Part:
    """Return for each payment the months that it paid for, by invoice."""
    rows: list[list[Value]] = [
        [
            use.reference,
            use.invoice_number,
            month_text(use.month),
            use.workers,
            use.amount_idr,
        ]
        for use in asked.month_uses(decree)
    ]
    return Part(
        title=_("What each payment paid for"),
        name=_("Use of payments"),
        heads=[
            Head(_("Bank reference"), share=2),
            Head(_("Invoice"), share=2),
            Head(_("Month"), share=1.6),
            Head(_("Workers"), Kind.NUMBER),
            Head(_("Amount"), Kind.RUPIAH, 1.6),
        ],
        rows=rows,
        total=[_("Total"), "", "", None, sum_of(rows, 4)],
        nothing=_("No month is paid yet."),
        note=_("A worker's month that two payments paid together stands with both."),
    )


def years(found: DecreeYears) -> Part:
    """Return what each budget year paid, and for months of which calendar year."""
    rows: list[list[Value]] = [
        [
            str(row.year),
            row.billed_idr,
            row.credited_idr,
            *(
                row.months[year].amount_idr if year in row.months else 0
                for year in found.calendar_years
            ),
            row.paid_idr,
        ]
        for row in found.rows
    ]
    heads = [
        Head(_("Budget year"), share=1),
        Head(_("Billed"), Kind.RUPIAH, 1.4),
        Head(_("Credit notes"), Kind.RUPIAH, 1.4),
        *(
            Head(_("Paid for months of %(year)s") % {"year": year}, Kind.RUPIAH, 1.5)
            for year in found.calendar_years
        ),
        Head(_("Paid for months"), Kind.RUPIAH, 1.5),
    ]
    return Part(
        title=_("By budget year"),
        heads=heads,
        rows=rows,
        total=[_("Total"), *(sum_of(rows, place) for place in range(1, len(heads)))],
        nothing=_("Nothing was billed yet."),
    )


def credit_notes(decree: Decree) -> Part:
    """Return the months that need not be paid, or cost less, and why."""
    rows: list[list[Value]] = [
        [
            note.posted_on,
            note.line.worker.name,
            month_span_text(note.since, note.until),
            note.amount_idr,
            note.released_idr,
            _why(note),
        ]
        for note in asked.credit_notes(decree).iterator(chunk_size=2000)
    ]
    return Part(
        title=_("Credit notes"),
        heads=[
            Head(_("Day"), Kind.DAY, 1.1),
            Head(_("Worker"), share=2.2),
            Head(_("Months"), share=2.2),
            Head(_("Amount"), Kind.RUPIAH, 1.2),
            Head(_("Of it, was paid"), Kind.RUPIAH, 1.2),
            Head(_("Reason and clause"), share=3),
        ],
        rows=rows,
        total=[None, _("Total"), "", sum_of(rows, 3), sum_of(rows, 4), ""],
        nothing=_("No credit note was posted."),
    )


def _why(note: CreditNote) -> str:
    clause = ", ".join(
        str(note.basis[name]) for name in ("source", "clause") if note.basis.get(name)
    )
    reason = str(note.get_reason_display())
    return f"{reason} ({clause})" if clause else reason


def refunds(decree: Decree) -> Part:
    """Return what went back to the treasury; what was taken back again says so."""
    rows: list[list[Value]] = []
    standing_idr = 0
    for refund in asked.refunds(decree):
        reason = refund.reason
        if refund.reversed_on:
            taken = _("taken back on %(day)s: %(reason)s")
            facts = {"day": day_text(refund.reversed_on), "reason": refund.reversal_reason}
            reason = f"{reason}; {taken % facts}"
        else:
            standing_idr += refund.amount_idr
        who = refund.created_by.get_full_name() or refund.created_by.get_username()
        rows.append(
            [
                refund.reference,
                refund.refunded_on,
                refund.payment.reference,
                refund.amount_idr,
                reason,
                who,
            ]
        )
    return Part(
        title=_("Paid back to the treasury"),
        name=_("Refunds"),
        heads=[
            Head(_("Deposit slip"), share=1.6),
            Head(_("Day"), Kind.DAY, 1.1),
            Head(_("Of payment"), share=1.6),
            Head(_("Amount"), Kind.RUPIAH, 1.3),
            Head(_("Reason"), share=3),
            Head(_("Recorded by"), share=1.6),
        ],
        rows=rows,
        total=[_("Stands"), None, "", standing_idr, "", ""],
        nothing=_("Nothing was paid back."),
    )
