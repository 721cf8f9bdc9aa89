"""What waits between a list of workers and their paid cover."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Final

from django.db.models import Count, F, Q, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dashboards.worklists.work import Work
from enrollment.queries.reliefs import reliefs_waiting
from enrollment.queries.waiting import (
    batches_checked,
    batches_to_repair,
    unused_credit,
)
from enrollment.queries.waiting import decrees_to_bill as unbilled_decrees
from enrollment.queries.waiting import invoices_due as open_invoices
from registry.formats import day_text, number_text, rupiah_text
from registry.models import User

_SHOWN: Final = 5


def lists_to_repair(user: User, _today: date) -> Iterator[Work]:
    for batch in batches_to_repair(user)[:_SHOWN]:
        refused = batch.summary["refused"]
        yield Work(
            count=refused,
            title=ngettext("Row of a list to repair", "Rows of a list to repair", refused),
            words=_("%(decree)s, a list of %(rows)s workers for %(sponsor)s.")
            % {
                "decree": batch.decree.number,
                "rows": number_text(batch.summary["rows"]),
                "sponsor": batch.decree.sponsor.name,
            },
            url=batch.get_absolute_url(),
            label=_("Repair the list"),
        )


def lists_to_apply(user: User, _today: date) -> Iterator[Work]:
    own = Q(uploaded_by=user) | Q(files__uploaded_by=user)
    waiting = (batch for batch in batches_checked(user).exclude(own) if batch.ready_rows)
    for batch in islice(waiting, _SHOWN):
        ready = batch.ready_rows
        yield Work(
            count=ready,
            title=ngettext("Worker ready to be applied", "Workers ready to be applied", ready),
            words=_("%(decree)s, uploaded by %(who)s on %(day)s.")
            % {
                "decree": batch.decree.number,
                "who": batch.uploaded_by.get_full_name() or batch.uploaded_by.get_username(),
                "day": day_text(batch.uploaded_at),
            },
            url=batch.get_absolute_url(),
            label=_("Look and apply"),
        )


def decrees_to_bill(user: User, _today: date) -> Iterator[Work]:
    unbilled = Count("enrollments", filter=Q(enrollments__voided_on=None, enrollments__lines=None))
    waiting = unbilled_decrees(user).annotate(unbilled=unbilled).filter(unbilled__gt=0)
    for decree in waiting[:_SHOWN]:
        yield Work(
            count=decree.unbilled,
            title=ngettext("Worker to bill", "Workers to bill", decree.unbilled),
            words=_("%(decree)s of %(sponsor)s. No invoice names them yet.")
            % {"decree": decree.number, "sponsor": decree.sponsor.name},
            url=decree.get_absolute_url(),
            label=_("Issue the invoice"),
        )


def invoices_due(user: User, today: date) -> Iterator[Work]:
    due = open_invoices(user)
    sums = due.aggregate(
        count=Count("pk"), open_idr=Sum(F("total_idr") - F("allocated_idr") - F("credited_idr"))
    )
    first = due.first()
    if first is None:
        return
    words = _("%(amount)s is open. The first, %(number)s, was due on %(day)s.")
    if first.due_on >= today:
        words = _("%(amount)s is open. The first, %(number)s, is due on %(day)s.")
    yield Work(
        count=sums["count"],
        title=ngettext("Invoice to be paid", "Invoices to be paid", sums["count"]),
        words=words
        % {
            "amount": rupiah_text(sums["open_idr"]),
            "number": first.number,
            "day": day_text(first.due_on),
        },
        url=first.get_absolute_url()
        if sums["count"] == 1
        else f"{reverse('invoice_list')}?state=open",
        label=_("Record a payment"),
    )


def reliefs(user: User, today: date) -> Iterator[Work]:
    for waiting in reliefs_waiting(user, known_on=today)[:_SHOWN]:
        payer = waiting.invoice.decree.sponsor.name
        if waiting.credit_idr:
            words = _("%(amount)s can become credit of %(payer)s, invoice %(number)s.")
        else:
            words = _("%(amount)s less to pay for %(payer)s, invoice %(number)s.")
        yield Work(
            count=waiting.lines,
            title=ngettext(
                "Worker reached by the relief of %(act)s",
                "Workers reached by the relief of %(act)s",
                waiting.lines,
            )
            % {"act": waiting.relief.source},
            words=words
            % {
                "amount": rupiah_text(waiting.credit_idr or waiting.less_to_pay_idr),
                "payer": payer,
                "number": waiting.invoice.number,
            },
            url=reverse("relief_list"),
            label=_("Look at the relief"),
        )


def credit(user: User, _today: date) -> Iterator[Work]:
    for credit in unused_credit(user)[:_SHOWN]:
        yield Work(
            count=1,
            title=_("Credit that is not used"),
            words=_("%(amount)s of %(payer)s, %(fund)s. The next invoice uses it first.")
            % {
                "amount": rupiah_text(credit.amount_idr),
                "payer": credit.sponsor_name,
                "fund": credit.fund_label,
            },
            url=f"{reverse('payment_list')}?state=credit",
            label=_("Look at the credit"),
        )
