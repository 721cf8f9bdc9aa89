"""Filters of the lists of sponsors, decrees, lists of workers, and their rows."""

from __future__ import annotations

from typing import ClassVar, Final

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from enrollment.models import Decree, ImportBatch, ImportRow, Sponsor
from enrollment.models.imports import ImportRowQuerySet
from enrollment.models.sponsors import DecreeQuerySet, SponsorQuerySet
from enrollment.wording import problem_label
from enrollment.wording.problems import ORDER

TO_REPAIR: Final = "refused"
NOTED: Final = "noted"
EVERY: Final = "every"


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
