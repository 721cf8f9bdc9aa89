"""Filters of the pages of the first floor, and the links with counts that lead to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final
from urllib.parse import urlencode

import django_filters
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from enrollment.models import (
    Correction,
    Decree,
    ImportBatch,
    ImportRow,
    Invoice,
    InvoiceLine,
    Payment,
    Sponsor,
    Worker,
)
from enrollment.models.billing import InvoiceLineQuerySet, InvoiceQuerySet, PaymentQuerySet
from enrollment.models.changes import CorrectionQuerySet
from enrollment.models.imports import ImportRowQuerySet
from enrollment.models.sponsors import DecreeQuerySet, SponsorQuerySet
from enrollment.models.workers import WorkerQuerySet
from enrollment.wording import problem_label
from enrollment.wording.problems import ORDER

TO_REPAIR: Final = "refused"
NOTED: Final = "noted"
EVERY: Final = "every"
OPEN: Final = "open"
SETTLED: Final = "settled"
CREDITED: Final = "credited"
CREDIT: Final = "credit"
REVERSED: Final = "reversed"
YEARS: Final = [(str(year), str(year)) for year in range(2000, 2100)]


class SponsorFilter(django_filters.FilterSet):
    """Sponsors whose name or code holds the words typed."""

    q = django_filters.CharFilter(label=_("Name or code"), method="matching")

    class Meta:
        model = Sponsor
        fields: ClassVar[list[str]] = []

    def matching(self, sponsors: SponsorQuerySet, _name: str, text: str) -> SponsorQuerySet:
        """Return the sponsors whom the text may mean."""
        for word in text.split():
            sponsors = sponsors.filter(Q(name__icontains=word) | Q(code__icontains=word))
        return sponsors


class DecreeFilter(django_filters.FilterSet):
    """Decrees whose number, title or sponsor holds the words typed."""

    q = django_filters.CharFilter(label=_("Number, title or sponsor"), method="matching")

    class Meta:
        model = Decree
        fields: ClassVar[list[str]] = []

    def matching(self, decrees: DecreeQuerySet, _name: str, text: str) -> DecreeQuerySet:
        """Return the decrees that the text may mean."""
        for word in text.split():
            decrees = decrees.filter(
                Q(number__icontains=word)
                | Q(title__icontains=word)
                | Q(sponsor__name__icontains=word)
            )
        return decrees


class BatchFilter(django_filters.FilterSet):
    """Lists of workers in one state."""

    status = django_filters.ChoiceFilter(label=_("State"), choices=ImportBatch.Status.choices)

    class Meta:
        model = ImportBatch
        fields: ClassVar[list[str]] = []


class RowFilter(django_filters.FilterSet):
    """Rows of a list with one problem, or all that must be repaired, or that carry a note."""

    problem = django_filters.ChoiceFilter(
        label=_("Problem"),
        choices=lambda: [
            (TO_REPAIR, _("All to be repaired")),
            (NOTED, _("All with a note")),
            (EVERY, _("Every row")),
            *((code, problem_label(code)) for code in ORDER),
        ],
        method="with_problem",
    )

    class Meta:
        model = ImportRow
        fields: ClassVar[list[str]] = []

    def with_problem(self, rows: ImportRowQuerySet, _name: str, problem: str) -> ImportRowQuerySet:
        """Return the rows with this problem."""
        if problem == EVERY:
            return rows
        if problem == TO_REPAIR:
            return rows.filter(status=ImportRow.Status.REFUSED)
        return rows.warned() if problem == NOTED else rows.with_code(problem)


class InvoiceFilter(django_filters.FilterSet):
    """Invoices that are open, or settled; of the budget year in which they were issued."""

    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=[(OPEN, _("To be paid")), (SETTLED, _("Settled"))],
        method="in_state",
    )
    year = django_filters.ChoiceFilter(
        label=_("Budget year"), choices=YEARS, field_name="issued_on", lookup_expr="year"
    )

    class Meta:
        model = Invoice
        fields: ClassVar[list[str]] = []

    def in_state(self, invoices: InvoiceQuerySet, _name: str, state: str) -> InvoiceQuerySet:
        """Return the invoices in this state."""
        if state == OPEN:
            return invoices.open()
        return invoices.filter(total_idr__lte=F("allocated_idr") + F("credited_idr"))


class InvoiceLineFilter(django_filters.FilterSet):
    """Lines of one invoice on which something is open, or was credited."""

    show = django_filters.ChoiceFilter(
        label=_("Show"),
        choices=[(OPEN, _("To be paid")), (CREDITED, _("With a credit note"))],
        method="in_state",
    )

    class Meta:
        model = InvoiceLine
        fields: ClassVar[list[str]] = []

    def in_state(self, lines: InvoiceLineQuerySet, _name: str, state: str) -> InvoiceLineQuerySet:
        """Return the lines in this state."""
        return lines.open() if state == OPEN else lines.filter(credited_idr__gt=0)


class PaymentFilter(django_filters.FilterSet):
    """Payments with unused credit, or reversed; of the budget year out of which they came."""

    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=[(CREDIT, _("With unused credit")), (REVERSED, _("Reversed"))],
        method="in_state",
    )
    year = django_filters.ChoiceFilter(
        label=_("Budget year"), choices=YEARS, field_name="budget_year"
    )

    class Meta:
        model = Payment
        fields: ClassVar[list[str]] = []

    def in_state(self, payments: PaymentQuerySet, _name: str, state: str) -> PaymentQuerySet:
        """Return the payments in this state."""
        if state == CREDIT:
            return payments.with_credit()
        return payments.exclude(reversed_on=None)


class CorrectionFilter(django_filters.FilterSet):
    """Corrections that wait, or those that ended in one way."""

    status = django_filters.ChoiceFilter(
        label=_("State"),
        choices=[
            choice for choice in Correction.Status.choices if choice[0] != Correction.Status.WAITING
        ],
    )

    class Meta:
        model = Correction
        fields: ClassVar[list[str]] = []

    def filter_queryset(self, queryset: CorrectionQuerySet) -> CorrectionQuerySet:
        """Return those in the state that was chosen, and without a choice those that wait."""
        found: CorrectionQuerySet = super().filter_queryset(queryset)
        return found if self.form.cleaned_data.get("status") else found.waiting()


class WorkerFilter(django_filters.FilterSet):
    """Workers whose NIK begins with the digits typed, or whose name holds the words."""

    q = django_filters.CharFilter(label=_("Name or NIK"), method="matching")

    class Meta:
        model = Worker
        fields: ClassVar[list[str]] = []

    def matching(self, workers: WorkerQuerySet, _name: str, text: str) -> WorkerQuerySet:
        """Return the workers whom the text may mean."""
        return workers.matching(text)


@dataclass(frozen=True, slots=True)
class Choice:
    """A link that chooses what a list shows, with how many rows it leads to."""

    label: str
    query: str
    count: int
    current: bool


def year_counts(years: Mapping[int, int], chosen: str) -> dict[str, int]:
    """Return the counts of `choices` for years; one that was chosen stands there without any."""
    counts = {"": sum(years.values())} | {str(year): count for year, count in years.items()}
    return counts if chosen in counts or chosen not in dict(YEARS) else counts | {chosen: 0}


def choices(
    filterset: django_filters.FilterSet, name: str, all_label: Any, counts: Mapping[str, int]
) -> list[Choice]:
    """Return the links of one filter: everything first, then each of its choices that is counted.

    `counts` gives the rows of each choice, and of everything under the empty text. What the other
    filters choose stays chosen.
    """
    data = filterset.data if filterset.is_bound else {}
    chosen = data.get(name, "")
    kept = {other: data[other] for other in filterset.filters if other != name and data.get(other)}
    offered = [
        (value, label)
        for value, label in [("", all_label), *filterset.filters[name].extra["choices"]]
        if value in counts
    ]
    return [
        Choice(
            label=str(label),
            query=urlencode({name: value} | kept if value else kept),
            count=counts[value],
            current=value == chosen or (not value and chosen not in dict(offered)),
        )
        for value, label in offered
    ]
