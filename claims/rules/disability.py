"""Money for what an accident took: time, part of the body, all capacity, life (Lampiran III)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from claims.rules.assessment import Finding, Line
from claims.rules.care import joined
from claims.rules.case import Case, Part
from claims.rules.facts import Loss, Outcome
from claims.rules.figures import HUNDRED, becomes, line, percent_figure, percent_of, periodic_line
from claims.rules.lookups import Lookup, cited
from claims.rules.losses import LossRow, rows_by_code
from claims.rules.scholarship import scholarship
from registry.law.parameters import Parameter
from registry.money import format_rupiah, round_rupiah

PARTIAL = frozenset({Outcome.PARTIAL_ANATOMICAL, Outcome.PARTIAL_FUNCTIONAL})


def cash(case: Case, law: Lookup) -> Part:
    """Return the money that follows from time lost and from the outcome."""
    found = Part(_incapacity(case, law))
    if case.outcome is Outcome.DEATH:
        return joined((found, _death(case, law), scholarship(case, law)))
    if case.outcome is Outcome.PERMANENT_TOTAL:
        return joined((found, _permanent_total(case, law), scholarship(case, law)))
    if case.outcome in PARTIAL:
        return joined((found, _partial(case, law)))
    return found


def missing_details(case: Case, law: Lookup) -> tuple[Finding, ...]:
    """Return what a partial disability still lacks, each once, with the losses that lack it."""
    if case.outcome not in PARTIAL:
        return ()
    rule = law("jkk.losses", on=case.event_on)
    if not case.facts.losses:
        return (Finding("missing_losses", cited(rule), blocks=True),)
    rows = rows_by_code(case.event_on, law=law)
    lacking: dict[str, set[str]] = {}
    for loss in case.facts.losses:
        for key in _lacks(loss, rows[loss.code], case.outcome):
            lacking.setdefault(key, set()).add(loss.code)
    return tuple(
        Finding(key, cited(rule), {"losses": tuple(sorted(codes))}, blocks=True)
        for key, codes in sorted(lacking.items())
    )


def _lacks(loss: Loss, row: LossRow, outcome: Outcome) -> Iterator[str]:
    if row.per_unit and loss.units is None:
        yield "missing_loss_units"
    if row.is_range and loss.percent is None:
        yield "missing_loss_percent"
    if outcome is Outcome.PARTIAL_FUNCTIONAL and loss.functional_loss_percent is None:
        yield "missing_functional_loss_percent"


def _incapacity(case: Case, law: Lookup) -> tuple[Line, ...]:
    """Return the wage while unable to work (STMB), by steps of months."""
    months = case.facts.temporary_incapacity_months
    if not months:
        return ()
    rule = law("jkk.temporary_incapacity", on=case.event_on)
    amount, left, terms = Decimal(0), months, []
    for step in rule.value:
        taken = min(left, step.get("months", left))
        if taken:
            amount += Decimal(step["percent"]) / HUNDRED * taken * case.wage_base_idr
            wage, share = format_rupiah(case.wage_base_idr), percent_figure(step["percent"])
            terms.append(f"{taken} × {share} × {wage}")
            left -= taken
    return (line("temporary_incapacity", round_rupiah(amount), " + ".join(terms), rule),)


def _partial(case: Case, law: Lookup) -> Part:
    """Return one line for each loss: its percentage of the multiplied wage base."""
    rule = law("jkk.losses", on=case.event_on)
    times = law("jkk.multiplier", on=case.event_on)
    cap = law("jkk.losses_total_cap", on=case.event_on)
    rows = rows_by_code(case.event_on, law=law)
    left = Decimal(cap.value["percent"]) if cap.value["applies"] else None
    lines, cut = [], False
    for loss in sorted(case.facts.losses, key=_order):
        percent = _percent(loss, rows)
        if left is not None:
            cut = cut or percent > left
            percent = min(percent, left)
            left -= percent
        lines.append(_loss_line(loss, percent, rows[loss.code], case, (times, rule)))
    found = tuple(found for found in lines if found.amount_idr)
    findings = [*_cut_steps(case, rows, rule)]
    if cut:
        findings.append(Finding("losses_capped", cited(cap), {"percent": cap.value["percent"]}))
    return Part(found, tuple(findings))


def _cut_steps(case: Case, rows: Mapping[str, LossRow], rule: Parameter) -> Iterator[Finding]:
    """Yield which losses in steps are paid as the whole loss."""
    for loss in sorted(case.facts.losses, key=_order):
        row = rows[loss.code]
        if row.at_most and row.percent_from * (loss.units or 0) > _percent(loss, rows):
            facts = {"losses": (loss.code,), "percent": rows[row.at_most].percent_from}
            yield Finding("steps_capped", cited(rule), facts)


def _order(loss: Loss) -> tuple[str, Decimal, Decimal, int]:
    none = Decimal(0)
    return loss.code, loss.percent or none, loss.functional_loss_percent or none, loss.units or 0


def _percent(loss: Loss, rows: Mapping[str, LossRow]) -> Decimal:
    """Return the percentage of a loss: the row's, the doctor's, or the row's for each step.

    Steps are never worth more than the whole loss, where the row names one.
    """
    row = rows[loss.code]
    if row.is_range:
        return Decimal(loss.percent or 0)
    if not row.per_unit:
        return row.percent_from
    steps = row.percent_from * (loss.units or 0)
    return min(steps, rows[row.at_most].percent_from) if row.at_most else steps


def _loss_line(
    loss: Loss, percent: Decimal, row: LossRow, case: Case, law: tuple[Parameter, Parameter]
) -> Line:
    """Return the line of one loss; it cites the multiplier, whose version the event picks."""
    times, table = law
    share, figure = percent, percent_figure(percent)
    if row.per_unit and percent == row.percent_from * (loss.units or 0):
        figure = f"{loss.units} × {percent_figure(row.percent_from)}"
    if case.outcome is Outcome.PARTIAL_FUNCTIONAL:
        functional = Decimal(loss.functional_loss_percent or 0)
        share, figure = share * functional / HUNDRED, f"{percent_figure(functional)} × {figure}"
    amount = percent_of(share, times.value, case.wage_base_idr)
    formula = f"{figure} × {times.value} × {format_rupiah(case.wage_base_idr)}"
    found = line(case.outcome.value, amount, formula, times)
    return replace(found, checked=found.checked and table.checked is not None)


def _permanent_total(case: Case, law: Lookup) -> Part:
    rule = law("jkk.permanent_total_percent", on=case.event_on)
    amount, formula = _of_base(case, rule, law)
    whole = line("permanent_total", amount, formula, rule)
    return Part((whole, periodic_line(law("jkk.periodic", on=case.event_on))))


def _death(case: Case, law: Lookup) -> Part:
    """Return the money of a death, at least the lump sum of JKM (PP 82/2019 Lampiran III)."""
    rule = law("jkk.death_percent", on=case.event_on)
    floor = law("jkm.lump_sum_idr", on=case.event_on)
    amount, formula = _of_base(case, rule, law)
    findings: tuple[Finding, ...] = ()
    if amount < floor.value:
        facts = {"amount_idr": amount, "floor_idr": floor.value}
        findings = (Finding("death_floor_applied", cited(rule), facts),)
        amount, formula = floor.value, becomes(formula, floor.value)
    burial = law("jkk.burial_idr", on=case.event_on)
    lines = (
        line("death_benefit", amount, formula, rule),
        periodic_line(law("jkk.periodic", on=case.event_on)),
        line("burial", burial.value, format_rupiah(burial.value), burial),
    )
    return Part(lines, findings)


def _of_base(case: Case, rule: Parameter, law: Lookup) -> tuple[int, str]:
    times = law("jkk.multiplier", on=case.event_on).value
    wage_base_idr = case.wage_base_idr
    formula = f"{percent_figure(rule.value)} × {times} × {format_rupiah(wage_base_idr)}"
    return percent_of(rule.value, times, wage_base_idr), formula
