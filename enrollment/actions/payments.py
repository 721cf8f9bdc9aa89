"""Money received, and taken back when it was posted wrongly."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from enrollment.actions.bookkeeping import Counters, books_of, lock_workers, rewrite
from enrollment.actions.periods import require_open
from enrollment.actions.settling import settle
from enrollment.models import CoveragePeriod, Invoice, Payment, Sponsor
from enrollment.queries.periods import open_day
from enrollment.rules.ledger import withdrawn
from registry.audit import record
from registry.formats import rupiah_text
from registry.models import User
from registry.refusals import Refused
from registry.roles import Permission, require


class AlreadyPosted(Refused):
    code, field = "already_posted", "reference"


class AmountNotPositive(Refused):
    code, field = "amount_not_positive", "amount_idr"


class RefundStands(Refused):
    code = "refund_stands"


@transaction.atomic
def post_payment(
    *,
    invoice: Invoice,
    reference: str,
    amount_idr: int,
    paid_on: date,
    sp2d_number: str = "",
    sp2d_on: date | None = None,
    budget_year: int | None = None,
    by: User,
) -> Payment:
    """Record money received and open the worker-months that it pays for.

    The invoice names the payer and the fund. Money received is a fact and is never refused:
    what pays for no whole worker-month stays as the payer's credit. `outcome` of the payment
    says what it did. The same bank reference with the same payer, fund and amount returns the
    first payment, because statements are loaded more than once. The budget year is that of the
    SP2D unless given; money of a closed period is booked on the first open day.
    """
    decree = invoice.decree
    require(by, Permission.PAYMENT_POST, invoice.region_code)
    sponsor = Sponsor.objects.select_for_update().get(pk=decree.sponsor_id)
    if amount_idr <= 0:
        raise AmountNotPositive(_("The amount received is more than Rp0. Write what arrived."))
    if posted := Payment.objects.standing().filter(reference=reference).first():
        return _same_or_refused(posted, invoice, amount_idr)
    try:
        with transaction.atomic():
            payment = Payment.objects.create(
                sponsor=sponsor,
                fund=decree.fund,
                invoice=invoice,
                reference=reference,
                sp2d_number=sp2d_number,
                amount_idr=amount_idr,
                sp2d_on=sp2d_on,
                budget_year=budget_year or (sp2d_on or paid_on).year,
                paid_on=paid_on,
                booked_on=open_day(sponsor.region_id, paid_on),
                created_by=by,
            )
    except IntegrityError:
        # another payer's statement brought the same reference between the look and the write
        posted = Payment.objects.standing().get(reference=reference)
        return _same_or_refused(posted, invoice, amount_idr)
    payment.outcome = settle(sponsor, decree.fund, on=payment.booked_on, by=by).as_json()
    payment.save(update_fields=["outcome"])
    payment.refresh_from_db()
    record(
        "payment.posted",
        subject=payment,
        by=by,
        reference=reference,
        sp2d_number=sp2d_number,
        sp2d_on=sp2d_on,
        budget_year=payment.budget_year,
        booked_on=payment.booked_on,
        invoice=invoice.number,
        amount_idr=amount_idr,
        paid_on=paid_on,
        **payment.outcome,
    )
    return payment


def _same_or_refused(posted: Payment, invoice: Invoice, amount_idr: int) -> Payment:
    same = (posted.sponsor_id, posted.fund, posted.amount_idr) == (
        invoice.decree.sponsor_id,
        invoice.decree.fund,
        amount_idr,
    )
    if same:
        return posted
    raise AlreadyPosted(
        _(
            "Reference %(reference)s is already posted with another payer or amount. Check the "
            "bank statement."
        )
        % {"reference": posted.reference}
    )


@transaction.atomic
def reverse_payment(*, payment: Payment, reason: str, on: date, by: User) -> Payment:
    """Take a wrongly posted payment back, with a reason; return it.

    Every month that it paid or helped to pay is void: what other payments gave for such a
    month becomes credit again. Reversing it a second time changes nothing. Refused while money
    of it stands as paid back: that is taken back first.
    """
    require(by, Permission.PAYMENT_POST, payment.region_code)
    Sponsor.objects.select_for_update().get(pk=payment.sponsor_id)
    payment = Payment.objects.select_for_update().get(pk=payment.pk)
    if payment.reversed_on:
        return payment
    if payment.refunded_idr:
        raise RefundStands(
            _(
                "%(amount)s of this payment was paid back to the treasury. Take the refund back "
                "first, then reverse the payment."
            )
            % {"amount": rupiah_text(payment.refunded_idr)}
        )
    require_open(payment.region_code, on)
    allocations = payment.allocations.filter(released_on=None)
    lock_workers(allocations.values_list("line__worker_id", flat=True))
    counters = Counters()
    lines = 0
    for books in books_of(allocations.values_list("line_id", flat=True)):
        lines += len(books)
        changes = [(book, withdrawn(book.history, payment.pk)) for book in books]
        rewrite(changes, counters, on=on, void_reason=CoveragePeriod.VoidReason.REVERSAL)
    counters.write()
    payment.refresh_from_db()
    payment.reversed_on, payment.reversal_reason = on, reason
    payment.save(update_fields=["reversed_on", "reversal_reason"])
    record("payment.reversed", subject=payment, by=by, reason=reason, lines=lines)
    return payment
