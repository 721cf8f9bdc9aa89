"""The facts of a claim as the rules want them: what the registry knows, and what was stated."""

from __future__ import annotations

from collections.abc import Container, Iterable
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from claims.models import Claim
from claims.rules.facts import Facts
from claims.rules.lookups import LAW_BEGINS
from claims.rules.reading import read_facts
from claims.rules.states import Status
from enrollment.models import Heir
from enrollment.queries.standing import Standing, standing_at
from registry.law.parameters import parameter


def standing_of(claim: Claim, *, days_off: Container[date]) -> Standing:
    """Return what the worker's contributions were worth on the day of the event."""
    return standing_at(claim.worker, event_on=claim.event_on, days_off=days_off)


def facts_of(claim: Claim, standing: Standing, heirs: Iterable[Heir]) -> Facts:
    """Return the facts of a claim. Raises BadFacts where what was stated is impossible."""
    return read_facts(facts_as_json(claim, standing, heirs))


def facts_as_json(claim: Claim, standing: Standing, heirs: Iterable[Heir]) -> dict[str, Any]:
    """Return the facts under the keys of `manage.py assess`; what nobody knows is left out.

    Nobody is a participant before the first month that was paid for. A worker for whom nothing
    was ever paid counts as registered after the event, at the lowest wage base, so that the
    rules can say that there is no right. Only children who are unmarried and do not work may
    have the scholarship.
    """
    named = list(heirs)
    known: dict[str, Any] = {
        "program": claim.program,
        "event_on": claim.event_on,
        "filed_on": timezone.localdate(claim.reported_at),
        "cause": claim.cause,
        "outcome": claim.outcome or None,
        "registered_on": _registered_on(claim, standing),
        "paid_months": standing.paid_months,
        "wage_base_idr": standing.wage_base_idr or _lowest_wage_base_idr(claim.event_on),
        "arrears_months": len(standing.arrears),
        "arrears_settled": standing.arrears_settled,
        "suspected": claim.status == Status.SUSPECTED,
        "exclusion": claim.exclusion or None,
        "event_at": claim.event_at and timezone.localtime(claim.event_at).isoformat(),
        "stage1_at": timezone.localtime(claim.reported_at).isoformat(),
        "stage2_at": claim.stage2_at and timezone.localtime(claim.stage2_at).isoformat(),
        "complete_on": claim.complete_on,
        **claim.stated,
    }
    if claim.is_death or claim.outcome == "permanent_total":
        known["children"] = _children(named)
    if claim.is_death and (claim.heirs_known or named):
        known["heirs"] = [
            {"relation": heir.relation, "born_on": _iso(heir.born_on)} for heir in named
        ]
        known["will_beneficiary"] = any(heir.relation == "will" for heir in named)
    return {
        key: _iso(value) if isinstance(value, date) else value
        for key, value in known.items()
        if value is not None
    }


def _registered_on(claim: Claim, standing: Standing) -> date:
    """Return since when the worker is registered; of one who never was, a day after the event."""
    return standing.registered_on or max(
        timezone.localdate(claim.reported_at), claim.event_on + timedelta(days=1)
    )


def _lowest_wage_base_idr(event_on: date) -> int:
    bands = parameter("bpu.jkk_bands", on=max(event_on, LAW_BEGINS)).value
    return min(int(band["wage_base_idr"]) for band in bands)


def _children(heirs: Iterable[Heir]) -> list[dict[str, Any]]:
    """Return the children who may go to school on the scholarship."""
    return [
        {"born_on": _iso(heir.born_on), "level": heir.level or None, "grade": heir.grade}
        for heir in heirs
        if heir.relation == Heir.Relation.CHILD and not (heir.is_married or heir.is_working)
    ]


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
