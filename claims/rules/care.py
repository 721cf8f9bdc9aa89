"""Costs that JKK gives back: the ride, the treatment, care at home, aids (Lampiran III)."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from claims.rules.assessment import Finding
from claims.rules.case import Case, Part
from claims.rules.facts import AidKind, Mode
from claims.rules.figures import HUNDRED, becomes, line, percent_figure, sum_figure
from claims.rules.lookups import Lookup, begun, cited
from registry.law.parameters import Parameter, versions
from registry.money import format_rupiah, round_rupiah

_LISTED = frozenset({AidKind.PROSTHESIS, AidKind.ORTHOSIS})


def joined(parts: Iterable[Part]) -> Part:
    """Return several parts as one."""
    found = list(parts)
    return Part(
        tuple(line for part in found for line in part.lines),
        tuple(finding for part in found for finding in part.findings),
    )


def medical(case: Case, law: Lookup) -> Part:
    """Return treatment and care at home, which are owed before anything is concluded."""
    return joined((_treatment(case, law), _home_care(case, law)))


def costs(case: Case, law: Lookup) -> Part:
    """Return the costs that the worker or the family advanced: rides and aids."""
    rides = [_ride(case, mode, law) for mode in Mode]
    aids = [_aid(case, kind, law) for kind in AidKind]
    return joined([*rides, *aids])


def _treatment(case: Case, law: Lookup) -> Part:
    amount = case.facts.treatment_idr
    if not amount:
        return Part()
    rule = law("jkk.treatment", on=case.event_on)
    return Part((line("treatment", amount, format_rupiah(amount), rule),))


def _home_care(case: Case, law: Lookup) -> Part:
    """Return care at home: no more than its months and its cap; months beyond are not paid."""
    amount, months = case.facts.home_care_idr, case.facts.home_care_months
    if not amount:
        return Part()
    rule = begun("jkk.home_care", on=case.event_on, law=law)
    if rule is None:
        return _not_yet("home_care", "jkk.home_care", case)
    most = rule.value["months"]
    figure, cap = format_rupiah(amount), rule.value["max_idr"]
    if months > most:
        figure = f"{figure} × {most} / {months}"
        cap = min(cap, round_rupiah(Decimal(amount * most) / months))
    return _capped("home_care", amount, figure, rule, cap)


def _ride(case: Case, mode: Mode, law: Lookup) -> Part:
    amounts = [ride.amount_idr for ride in case.facts.transport if ride.mode is mode]
    if not sum(amounts):
        return Part()
    rule = law("jkk.transport_max_idr", on=case.event_on)
    code = f"transport_{mode.value}"
    return _capped(code, sum(amounts), sum_figure(amounts), rule, rule.value[mode.value])


def _aid(case: Case, kind: AidKind, law: Lookup) -> Part:
    amounts = [aid.amount_idr for aid in case.facts.aids if aid.kind is kind]
    if not sum(amounts):
        return Part()
    code = kind.value
    if kind in _LISTED:
        return _listed(case, code, amounts, law)
    key = f"jkk.{code}_max_idr"
    rule = begun(key, on=case.event_on, law=law)
    if rule is None:
        return _not_yet(code, key, case)
    return _capped(code, sum(amounts), sum_figure(amounts), rule, rule.value)


def _listed(case: Case, code: str, amounts: list[int], law: Lookup) -> Part:
    """Return an aid at the price list of the hospital with its surcharge."""
    rule = law("jkk.prosthesis_extra_percent", on=case.event_on)
    percent = HUNDRED + rule.value
    amount = round_rupiah(sum(amounts) * percent / HUNDRED)
    prices = sum_figure(amounts)
    formula = f"{percent_figure(percent)} × {f'({prices})' if len(amounts) > 1 else prices}"
    return Part((line(code, amount, formula, rule),))


def _capped(code: str, amount_idr: int, figure: str, rule: Parameter, cap_idr: int) -> Part:
    """Return one line up to its cap, and a finding where it was cut."""
    owed = min(amount_idr, cap_idr)
    if owed < amount_idr:
        figure = becomes(figure, owed)
    found = (line(code, owed, figure, rule),)
    if owed == amount_idr:
        return Part(found)
    facts = {"benefit": code, "amount_idr": amount_idr, "cap_idr": cap_idr}
    return Part(found, (Finding("capped", cited(rule), facts),))


def _not_yet(code: str, key: str, case: Case) -> Part:
    first = versions(key)[0]
    facts = {"benefit": code, "event_on": case.event_on, "since": first.since}
    return Part(findings=(Finding("not_yet_a_benefit", cited(first), facts),))
