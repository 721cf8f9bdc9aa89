"""The heirs of a worker in the order of the law: who is entitled now, and who comes after."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from claims.models import Claim
from claims.rules.facts import HeirFact, Relation
from claims.rules.heirs import entitled
from enrollment.models import Heir
from enrollment.rules.eligibility import age_on
from registry.law.parameters import Parameter, parameter


@dataclass(frozen=True, slots=True)
class HeirRow:
    """One heir as the page shows it: whether entitled now, and how old when the claim was filed."""

    heir: Heir
    is_entitled: bool
    age: int | None
    is_minor: bool


@dataclass(frozen=True, slots=True)
class HeirsInOrder:
    """The heirs, those who come first on top, with the law that orders them."""

    rows: tuple[HeirRow, ...]
    order: Parameter

    @property
    def entitled(self) -> tuple[HeirRow, ...]:
        """Those who receive the money now."""
        return tuple(row for row in self.rows if row.is_entitled)

    @property
    def minors(self) -> tuple[HeirRow, ...]:
        """Those of them who cannot receive money without a guardian."""
        return tuple(row for row in self.entitled if row.is_minor)


def heirs_of(claim: Claim) -> HeirsInOrder:
    """Return the heirs of a claim's worker in order, of age or not when the claim was filed."""
    return heirs_in_order(
        claim.worker.heirs.standing(),
        event_on=claim.event_on,
        filed_on=timezone.localdate(claim.reported_at),
    )


def heirs_in_order(heirs: Iterable[Heir], *, event_on: date, filed_on: date) -> HeirsInOrder:
    """Return heirs in the statutory order on the day of the event, oldest first in a class."""
    order = parameter("jkm.heir_classes", on=event_on)
    adult = parameter("office.adult_from_years", on=filed_on).value
    named = list(heirs)
    facts = tuple(HeirFact(Relation(heir.relation), heir.born_on) for heir in named)
    first = {fact.relation.value for fact in entitled(facts, on=event_on)}
    rows = []
    for heir in sorted(named, key=lambda heir: _place(heir, order)):
        age = age_on(heir.born_on, filed_on) if heir.born_on else None
        is_minor = age is not None and age < adult
        rows.append(HeirRow(heir, heir.relation in first, age, is_minor))
    return HeirsInOrder(tuple(rows), order)


def _place(heir: Heir, order: Parameter) -> tuple[int, date, int]:
    """Return where an heir stands: the first class that names the relation, then by age."""
    place = next(
        (number for number, relations in enumerate(order.value) if heir.relation in relations),
        len(order.value),
    )
    return place, heir.born_on or date.max, heir.pk
