"""What the search box finds on the first floor: workers, decrees, invoices, payments."""

from __future__ import annotations

from typing import Final

from django.db.models import Q

from enrollment.models import Decree, Invoice, Payment, Worker
from enrollment.models.workers import begins_with
from enrollment.rules.matching.searching import Asked, read_search
from registry.models import User

SHOWN: Final = 8


def workers_found(text: str, *, seen_by: User, most: int = SHOWN) -> list[Worker]:
    """Return the workers whom a typed text may mean, by name, at most so many.

    No order is asked of the database: it may stop at the first ones, be they of a million. The
    NIK or card of a record that was joined with another leads to the one that was kept.
    """
    asked = read_search(text)
    visible = Worker.objects.visible_to(seen_by).select_related("village__parent", "occupation")
    found = list(visible.standing().matching(text)[:most])
    if len(found) < most and (asked.nik or asked.record is not None):
        joined = visible.filter(merged_records__in=_joined(asked)).exclude(
            pk__in=[worker.pk for worker in found]
        )
        found += joined.standing().distinct()[: most - len(found)]
    return sorted(found, key=lambda worker: (worker.name, worker.pk))


def _joined(asked: Asked) -> list[int]:
    """Return the records with this NIK or card number that were joined with another."""
    condition = begins_with("nik", asked.nik) if asked.nik else Q()
    if asked.record is not None:
        condition |= Q(pk=asked.record)
    joined = Worker.objects.filter(condition).exclude(merged_into=None)
    return list(joined.values_list("pk", flat=True)[:SHOWN])


def decrees_found(text: str, *, seen_by: User, most: int = SHOWN) -> list[Decree]:
    """Return the decrees of sponsors whose number or title holds the text, newest first."""
    number = read_search(text).number
    if not number:
        return []
    holds = Q(number__icontains=number) | Q(title__icontains=number)
    decrees = Decree.objects.visible_to(seen_by).of_sponsors().filter(holds)
    return list(decrees.select_related("sponsor").order_by("-decided_on", "-pk")[:most])


def invoices_found(text: str, *, seen_by: User, most: int = SHOWN) -> list[Invoice]:
    """Return the invoices whose number or payment code begins with the text, newest first."""
    number = read_search(text).number
    if not number:
        return []
    begins = Q(number__istartswith=number) | Q(payment_code__istartswith=number)
    invoices = Invoice.objects.visible_to(seen_by).filter(begins)
    return list(invoices.select_related("decree__sponsor").order_by("-pk")[:most])


def payments_found(text: str, *, seen_by: User, most: int = SHOWN) -> list[Payment]:
    """Return the payments whose bank reference or SP2D number begins with the text."""
    number = read_search(text).number
    if not number:
        return []
    begins = Q(reference__istartswith=number) | Q(sp2d_number__istartswith=number)
    payments = Payment.objects.visible_to(seen_by).filter(begins)
    return list(payments.select_related("sponsor").order_by("-pk")[:most])
