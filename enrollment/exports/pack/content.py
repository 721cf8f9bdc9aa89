"""The pack put together: its figures for the first page, and its parts in order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from enrollment.exports.pack import money, people
from enrollment.exports.pack.papers import manifest
from enrollment.exports.pack.part import Head, Kind, Part, Value, sum_of
from enrollment.models import Decree
from enrollment.queries.budget_year import years_of_decree
from enrollment.queries.pack import Totals, totals_of
from registry.formats import number_text
from registry.models import User
from registry.roles import Permission, may
from registry.slots import PackTable, pack_tables

Step = Callable[[int], None]
# how many steps the making of the parts takes, for whoever shows the progress
STEPS = 14
_WIDEST = 28
_LETTERS_OF_A_SHARE = 10


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two figures that must be the same, found in two ways; in rupiah."""

    words: str
    left_idr: int
    right_idr: int

    @property
    def agrees(self) -> bool:
        return self.left_idr == self.right_idr


@dataclass(frozen=True, slots=True)
class Pack:
    """Everything about one decree as one reader may see it."""

    decree: Decree
    totals: Totals
    money_in_scope: bool
    summary: Part
    agreements: tuple[Agreement, ...]
    years: Part
    upper: tuple[Part, ...]
    parts: tuple[Part, ...]
    manifest: Part


def pack_of(decree: Decree, reader: User, step: Step) -> Pack:
    """Gather the pack; `step` is told how many of STEPS are done."""
    totals = totals_of(decree)
    money_in_scope = may(reader, Permission.REGISTER_VIEW, decree.sponsor.region_id)
    makers: tuple[Callable[[], Part], ...] = (
        lambda: people.annex(decree),
        lambda: people.statements(decree),
        lambda: people.attestations(decree),
        lambda: people.sweeps(decree),
        lambda: people.swept(decree),
        lambda: money.invoices(decree),
        lambda: money.payments(decree, money_in_scope=money_in_scope),
        lambda: money.uses(decree),
        lambda: people.cover(decree),
        lambda: money.credit_notes(decree),
        *((lambda: money.refunds(decree),) if money_in_scope else ()),
        lambda: people.replacements(decree),
    )
    parts = []
    for done, make in enumerate(makers, start=1):
        parts.append(make())
        step(done)
    upper = tuple(_upper(table) for table in pack_tables.about(decree, reader))
    step(STEPS - 1)
    years = money.years(years_of_decree(decree))
    return Pack(
        decree=decree,
        totals=totals,
        money_in_scope=money_in_scope,
        summary=_summary(totals, upper, money_in_scope=money_in_scope),
        agreements=_agreements(totals, money_in_scope=money_in_scope),
        years=years,
        upper=upper,
        parts=(*parts, *upper),
        manifest=manifest(decree, [years, *parts, *upper]),
    )


def _upper(table: PackTable) -> Part:
    """Return a table of an upper floor as a part; columns of figures are added up."""
    rows = [list(row) for row in table.rows]
    figures = [
        bool(rows) and all(isinstance(row[place], int | None) for row in rows)
        for place in range(len(table.headings))
    ]
    heads = [
        _head(heading, Kind.NUMBER if is_figure else Kind.TEXT, [row[place] for row in rows])
        for place, (heading, is_figure) in enumerate(zip(table.headings, figures, strict=True))
    ]
    total: list[Value] = [
        sum_of(rows, place) if is_figure else None for place, is_figure in enumerate(figures)
    ]
    if total and total[0] is None:
        total[0] = _("Total")
    return Part(title=table.title, heads=heads, rows=rows, total=total, nothing=_("There is none."))


def _head(heading: str, kind: Kind, values: Sequence[Value]) -> Head:
    """Return a column as wide as what stands in it asks for, its heading on two lines."""
    plain = Head(heading, kind)
    longest = max((len(plain.shown(value)) for value in values), default=0)
    letters = min(max(longest, len(heading) / 2, 6), _WIDEST)
    return Head(heading, kind, letters / _LETTERS_OF_A_SHARE)


def _summary(totals: Totals, upper: tuple[Part, ...], *, money_in_scope: bool) -> Part:
    """Return the way of the money from the ceiling to the cover and its claims, a step a row."""
    rows: list[list[Value]] = [
        [_("Ceiling of the decree"), "", totals.ceiling_idr],
        [
            _("Billed"),
            _("Invoices: %(invoices)s; workers: %(workers)s; worker-months: %(months)s")
            % {
                "invoices": number_text(totals.invoices),
                "workers": number_text(totals.workers),
                "months": number_text(totals.billed_months),
            },
            totals.billed_idr,
        ],
        [_("Less credit notes"), "", -totals.credited_idr],
        [_("To be paid"), "", totals.net_idr],
        [_("Paid for months"), "", totals.paid_idr],
        [_("Still open"), "", totals.open_idr],
    ]
    if money_in_scope:
        rows += _money_received(totals)
    covered = _("Workers: %(workers)s; worker-months: %(months)s") % {
        "workers": number_text(totals.covered_workers),
        "months": number_text(totals.covered_months),
    }
    rows.append([_("Cover that the money opened"), covered, totals.covered_idr])
    rows += [[part.title, _sums(part), None] for part in upper]
    return Part(
        title=_("From the decree to the cover"),
        name=_("Summary"),
        heads=[
            Head(_("Step"), share=2.2),
            Head(_("Of what"), share=2.6),
            Head(_("Amount"), Kind.RUPIAH, 1.4),
        ],
        rows=rows,
        nothing="",
    )


def _sums(part: Part) -> str:
    """Return how many rows a part has, and what each of its figures comes to."""
    sums = [_("Rows: %(n)s") % {"n": number_text(len(part.rows))}]
    if part.rows:
        sums += [
            f"{head.text}: {head.shown(value)}"
            for head, value in zip(part.heads, part.total, strict=True)
            if head.is_figure
        ]
    return "; ".join(sums)


def _money_received(totals: Totals) -> list[list[Value]]:
    payments = _("Payments that stand: %(n)s") % {"n": number_text(totals.payments)}
    rows: list[list[Value]] = [
        [_("Received for its invoices"), payments, totals.received_idr],
        [_("Of it, pays for months of this decree"), "", totals.used_here_idr],
        [_("Of it, paid back to the treasury"), "", totals.refunded_idr],
        [_("Of it, credit for the next invoice"), "", totals.credit_idr],
    ]
    if totals.used_elsewhere_idr:
        words = _("Of it, pays for other decrees of the payer")
        rows.insert(2, [words, "", totals.used_elsewhere_idr])
    if totals.from_elsewhere_idr:
        rows.append([_("Paid from money of other decrees"), "", totals.from_elsewhere_idr])
    return rows


def _agreements(totals: Totals, *, money_in_scope: bool) -> tuple[Agreement, ...]:
    """Return what must be the same whichever way it is added up."""
    allocated_idr = totals.used_here_idr + totals.from_elsewhere_idr
    inside = (
        Agreement(
            _("The invoices come to what their lines come to"),
            totals.billed_idr,
            totals.lines_idr,
        ),
        Agreement(
            _("What is paid on the invoices is what payments were used for"),
            totals.paid_idr,
            allocated_idr,
        ),
        Agreement(
            _("What payments were used for is the price of the covered months"),
            allocated_idr,
            totals.covered_idr,
        ),
        Agreement(
            _("Billed less credit notes is paid or open"),
            totals.net_idr,
            totals.paid_idr + totals.open_idr,
        ),
    )
    if not money_in_scope:
        return inside
    received = Agreement(
        _("Money received is used, paid back, or credit"),
        totals.received_idr,
        totals.accounted_idr,
    )
    return (*inside, received)
