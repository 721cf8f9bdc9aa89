"""One search over all floors: what a typed text may mean, by kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from claims.models import Claim
from claims.queries.searching import claims_found
from enrollment.models import Decree, Invoice, Payment, Worker
from enrollment.queries.searching import (
    decrees_found,
    invoices_found,
    payments_found,
    workers_found,
)
from enrollment.rules.matching.searching import Part, marked_name, marked_text
from registry.formats import day_text, rupiah_text
from registry.models import User

SHOWN: Final = 20
SHOWN_LIVE: Final = 5


@dataclass(frozen=True, slots=True)
class Result:
    """One thing that was found: its name in parts, of which some match, and where it is."""

    title: tuple[Part, ...]
    detail: str
    url: str


@dataclass(frozen=True, slots=True)
class Kind:
    """What was found of one kind; `more_url` leads on where there may be more."""

    key: str
    label: str
    results: tuple[Result, ...]
    more_url: str


Found = list[Any]


def search_everywhere(text: str, *, seen_by: User, most: int) -> list[Kind]:
    """Return what the reader may see of what the text may mean, at most so many of each kind.

    Kinds of which nothing was found are left out. One query for each kind, and one more where
    digits may be those of a record that was joined with another.
    """
    query = urlencode({"q": text})
    kinds: Sequence[tuple[str, str, Callable[..., Found], Callable[[Any, str], Result], str]] = (
        ("workers", _("Workers"), workers_found, _worker, f"{reverse('worker_list')}?{query}"),
        ("decrees", _("Decrees"), decrees_found, _decree, f"{reverse('decree_list')}?{query}"),
        ("invoices", _("Invoices"), invoices_found, _invoice, ""),
        ("payments", _("Payments"), payments_found, _payment, ""),
        ("claims", _("Claims"), claims_found, _claim, ""),
    )
    return list(_kinds(kinds, text, seen_by, most))


def _kinds(kinds: Iterable[Any], text: str, seen_by: User, most: int) -> Iterable[Kind]:
    for key, label, find, show, more_url in kinds:
        # one more than is shown tells whether there are more
        found = find(text, seen_by=seen_by, most=most + 1)
        if found:
            results = tuple(show(record, text) for record in found[:most])
            yield Kind(key, label, results, more_url if len(found) > most else "")


def _worker(worker: Worker, text: str) -> Result:
    where = worker.village.name
    work = worker.occupation or worker.occupation_text
    # of two people with one name it tells more than a masked NIK
    born = _("born %(day)s") % {"day": day_text(worker.born_on)}
    facts = [born, f"{work}, {where}" if work else where]
    if worker.deceased_on:
        facts.append(_("died on %(day)s") % {"day": day_text(worker.deceased_on)})
    return Result(marked_name(worker.name, text), " · ".join(facts), worker.get_absolute_url())


def _decree(decree: Decree, text: str) -> Result:
    detail = f"{decree.sponsor.name} · {day_text(decree.decided_on)}"
    return Result(marked_text(decree.number, text), detail, decree.get_absolute_url())


def _invoice(invoice: Invoice, text: str) -> Result:
    detail = f"{invoice.decree.sponsor.name} · {rupiah_text(invoice.total_idr)}"
    return Result(marked_text(invoice.number, text), detail, invoice.get_absolute_url())


def _payment(payment: Payment, text: str) -> Result:
    detail = f"{payment.sponsor.name} · {rupiah_text(payment.amount_idr)}"
    return Result(marked_text(payment.reference, text), detail, payment.get_absolute_url())


def _claim(claim: Claim, text: str) -> Result:
    detail = f"{claim.worker.name} · {claim.get_status_display()}"
    return Result(marked_text(claim.number, text), detail, claim.get_absolute_url())
