"""What the pages of cover show beside the house's own tags: ends of periods, and the timeline."""

from datetime import date, timedelta

from django import template

from enrollment.models import Sponsor
from enrollment.queries.timeline import Cell, Kind, Timeline
from registry.formats import day_text, month_text
from registry.months import add_months

register = template.Library()

_HIDDEN = "•"


@register.filter
def last_month(until: date) -> str:
    """Return the last month of a half-open period in words: `Juni 2021` until July."""
    return month_text(add_months(until, -1))


@register.filter
def day_before(until: date) -> str:
    """Return the last day of a half-open period in words: `30 Juni 2021` until July."""
    return day_text(until - timedelta(days=1))


@register.filter
def phone_masked(phone: str) -> str:
    """Return a telephone number with its middle hidden: `0812••••••46`."""
    if len(phone) <= 6:
        return _HIDDEN * len(phone)
    return f"{phone[:4]}{_HIDDEN * (len(phone) - 6)}{phone[-2:]}"


@register.filter
def cover_class(cell: Cell) -> str:
    """Return the class of a cell of cover: who pays, lived or paid ahead, gap, or nothing."""
    if cell.run.kind is Kind.UNPAID:
        return "off" if cell.ahead else "gap"
    if cell.run.kind is not Kind.COVERED:
        return cell.run.kind.value
    if cell.is_second_payer:
        return "p2"
    return "p1-next" if cell.ahead else "p1"


@register.filter
def cover_key(timeline: Timeline) -> list[tuple[str, Sponsor | None]]:
    """Return each look that the table has, once, with its payer where it has one."""
    looks: dict[tuple[str, int], Sponsor | None] = {}
    for year in timeline.years:
        for cell in year.cells:
            look = cover_class(cell)
            payer_key = cell.run.payer_key if look.startswith("p") else 0
            looks.setdefault((look, payer_key), cell.run.sponsor if payer_key else None)
    return [(look, sponsor) for (look, _key), sponsor in looks.items()]
