"""The receipt of a payment (kuitansi), in Indonesian, with the amount in words."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from enrollment.exports.pdf import Column, Letter, pdf_response
from enrollment.models import Payment, Sponsor
from enrollment.queries.destinations import InvoicePaid, paid_by_payment
from enrollment.queries.own import office_of
from registry.formats import day_text, month_span_text, number_text, rupiah_text
from registry.money import in_words
from registry.months import add_months


def receipt_letter(payment: Payment) -> HttpResponse:
    """Return the receipt as PDF: from whom, how much, for which worker-months."""
    with translation.override("id"):
        title = _("Receipt, reversed") if payment.reversed_on else _("Receipt")
        office = office_of(payment.sponsor, payment.sponsor.region)
        letter = Letter(
            sender=str(office),
            title=title,
            subject=_("Bank reference %(reference)s") % {"reference": payment.reference},
            footer=_("Receipt %(reference)s") % {"reference": payment.reference},
        )
        if payment.reversed_on:
            letter.paragraph(_reversal(payment), "strong")
            letter.space()
        letter.facts(_facts(payment))
        _add_use(letter, payment)
        place = f"{office}, {day_text(payment.paid_on)}"
        letter.signature(place, _("Treasurer"), payment.created_by.get_full_name())
        return pdf_response(f"kuitansi-{slugify(payment.reference)}.pdf", letter.render())


def _reversal(payment: Payment) -> str:
    return _("Reversed on %(day)s: %(reason)s") % {
        "day": day_text(payment.reversed_on) if payment.reversed_on else "",
        "reason": payment.reversal_reason,
    }


def _facts(payment: Payment) -> list[tuple[str, str]]:
    words = in_words(payment.amount_idr)
    facts = [
        (_("Received from"), payment.sponsor.name),
        (_("Amount"), rupiah_text(payment.amount_idr)),
        (_("In words"), words[:1].upper() + words[1:]),
        (_("Received on"), day_text(payment.paid_on)),
        (_("Fund source"), payment.get_fund_display()),
        (_("For"), _what_for(payment)),
    ]
    if payment.sp2d_number:
        facts.append((_("SP2D number"), payment.sp2d_number))
    if payment.sp2d_on:
        facts.append((_("Date of the SP2D"), day_text(payment.sp2d_on)))
    facts.append((_("Budget year"), str(payment.budget_year)))
    return facts


def _what_for(payment: Payment) -> str:
    invoice = payment.invoice
    decree = invoice.decree
    if payment.sponsor.kind == Sponsor.Kind.SELF:
        return _("Own contributions for %(months)s: invoice %(invoice)s") % {
            "months": month_span_text(decree.since, decree.until),
            "invoice": invoice.number,
        }
    return _(
        "Contributions of workers who receive no wage: invoice %(invoice)s, decree %(decree)s"
    ) % {"invoice": invoice.number, "decree": decree.number}


def _add_use(letter: Letter, payment: Payment) -> None:
    """Say what the money paid for, to the last rupiah."""
    if payment.reversed_on:
        return
    columns = [
        Column(_("Invoice"), 2),
        Column(_("Months"), 2.4),
        Column(_("Worker-months"), 1.2, right=True),
        Column(_("Amount"), 1.6, right=True),
    ]
    rows = [_use(part) for part in paid_by_payment(payment)]
    if payment.refunded_idr:
        back_idr = rupiah_text(payment.refunded_idr)
        rows.append([_("Paid back to the treasury"), "", "", back_idr])
    if payment.credit_idr:
        rows.append([_("Credit of the payer"), "", "", rupiah_text(payment.credit_idr)])
    letter.heading(_("What the money pays for"))
    letter.table(columns, rows, total=[_("Received"), "", "", rupiah_text(payment.amount_idr)])


def _use(part: InvoicePaid) -> list[str]:
    months = part.months
    return [
        part.invoice.number,
        month_span_text(months[0].month, add_months(months[-1].month, 1)),
        number_text(part.worker_months),
        rupiah_text(part.amount_idr),
    ]
