"""Lines and the figures of their formulas, in no language: `60 % × 80 × Rp1.000.000`."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from claims.rules.assessment import Line, PayeeKind, When
from registry.law.parameters import Parameter
from registry.money import format_rupiah, round_rupiah

HUNDRED = Decimal(100)


def line(code: str, amount_idr: int, formula: str, law: Parameter) -> Line:
    """Return a line payable now to the worker; what differs is replaced by who knows it."""
    return Line(
        code=code,
        amount_idr=amount_idr,
        when=When.NOW,
        payee=PayeeKind.WORKER,
        formula=formula,
        act=law.source,
        clause=law.clause,
        checked=law.checked is not None,
    )


def periodic_line(rule: Parameter) -> Line:
    """Return the periodic benefit, all its months at once."""
    months, monthly_idr = rule.value["months"], rule.value["monthly_idr"]
    return line("periodic", months * monthly_idr, f"{months} × {format_rupiah(monthly_idr)}", rule)


def percent_of(percent: Decimal | int, times: int, wage_base_idr: int) -> int:
    """Return a percentage of so many months of the wage base, in whole rupiah."""
    return round_rupiah(Decimal(percent) / HUNDRED * times * wage_base_idr)


def percent_figure(percent: Decimal | int) -> str:
    """Return `4,5 %`: no needless zeros, a comma as the annex has it."""
    figure = f"{Decimal(percent):f}"
    if "." in figure:
        figure = figure.rstrip("0").rstrip(".")
    return f"{figure.replace('.', ',')} %"


def sum_figure(amounts_idr: Iterable[int]) -> str:
    """Return amounts added up, the largest first."""
    return " + ".join(format_rupiah(amount) for amount in sorted(amounts_idr, reverse=True))


def becomes(figure: str, amount_idr: int) -> str:
    """Return a figure with what a cap or a floor made of it."""
    return f"{figure} → {format_rupiah(amount_idr)}"
